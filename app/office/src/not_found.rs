//! The page for an address that leads nowhere.

use leptos::prelude::*;
use ui::{shell::OfficeShell, t};
use words::common;

use crate::frame::office_desk;

#[component]
pub fn OfficeNotFound() -> impl IntoView {
    office_desk();
    view! {
        <OfficeShell here="">
            <NotFound/>
        </OfficeShell>
    }
}

/// The same words inside a page whose record is not there.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    // Not the name of the page that is not shown.
    let (title, product) = (t(common::NOT_FOUND), t(common::PRODUCT));
    Effect::new(move || document().set_title(&[title(), " · ", product()].concat()));
    view! {
        <div class="page narrow absent">
            <h1>{t(common::NOT_FOUND)}</h1>
            <p>{t(common::NOT_FOUND_HINT)}</p>
            <p><a class="button" href="/">{t(common::BACK)}</a></p>
        </div>
    }
}
