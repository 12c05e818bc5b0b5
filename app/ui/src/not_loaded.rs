//! A part of the app that could not be fetched.

use leptos::prelude::*;
use words::common;

use crate::t;

/// Stands in a page's place when its part of the app did not arrive; a click fetches the page anew.
#[component]
pub fn NotLoaded() -> impl IntoView {
    let again = move |_| {
        let _ = window().location().reload();
    };
    view! {
        <main class="lone">
            <h1>{t(common::NOT_LOADED)}</h1>
            <p>{t(common::NOT_LOADED_HINT)}</p>
            <button type="button" class="button primary" on:click=again>{t(common::RETRY)}</button>
        </main>
    }
}
