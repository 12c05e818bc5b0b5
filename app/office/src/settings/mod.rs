//! Settings of the centre: its clocks, its calendars and its fees (ADM-4).

mod calendars;
mod clock_form;
mod clocks;
mod fee_form;
mod fees;
mod fetched;
mod history;
mod hours;
mod preview;
mod saving;
mod year;

use domain::rights::Action;
use leptos::prelude::*;
use serde::Deserialize;
use ui::{shell::OfficeShell, t, use_desk};
use words::office::settings as texts;

use crate::{
    frame::{WhenReady, office_desk},
    not_found::NotFound,
};

/// A setting as it counts now, beside what the product comes with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Setting<T> {
    pub now: T,
    pub predefined: T,
    pub is_changed: bool,
    pub version: i64,
}

/// `/settings/clocks`
#[component]
pub fn ClocksPage() -> impl IntoView {
    page("/settings/clocks", Action::ManageSettings, || clocks::Clocks().into_any())
}

/// `/settings/calendars`
#[component]
pub fn CalendarsPage() -> impl IntoView {
    page("/settings/calendars", Action::ManageSettings, || calendars::Calendars().into_any())
}

/// `/settings/fees`
#[component]
pub fn FeeTablePage() -> impl IntoView {
    page("/settings/fees", Action::ManageFees, || fees::Fees().into_any())
}

fn page(here: &'static str, needed: Action, content: fn() -> AnyView) -> impl IntoView {
    office_desk();
    let desk = use_desk();
    let link = move |path: &'static str, action: Action, text| {
        move || {
            desk.may(action).then(|| view! { <a href=path aria-current=(path == here).then_some("page")>{t(text)}</a> })
        }
    };
    view! {
        <OfficeShell here>
            <WhenReady>
                <Show when=move || desk.may(needed) fallback=NotFound>
                    <div class="page">
                        <div class="page-head">
                            <h1>{t(texts::TITLE)}</h1>
                            <nav class="tabs" aria-label=t(texts::TITLE)>
                                {link("/settings/clocks", Action::ManageSettings, texts::CLOCKS)}
                                {link("/settings/calendars", Action::ManageSettings, texts::CALENDARS)}
                                {link("/settings/fees", Action::ManageFees, words::fees::TABLE)}
                            </nav>
                        </div>
                        {content()}
                    </div>
                </Show>
            </WhenReady>
        </OfficeShell>
    }
}
