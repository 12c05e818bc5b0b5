//! An address below /field that names nothing.

use leptos::prelude::*;
use ui::{Desk, t, use_desk};
use words::{Text, common, field as say};

use crate::{handover::EngineersOnly, input::use_title};

/// Says that there is no such page, and leads back to the day.
#[component]
pub fn FieldNotFound() -> impl IntoView {
    use_title(common::NOT_FOUND);
    view! { <EngineersOnly><Nothing title=common::NOT_FOUND hint=common::NOT_FOUND_HINT/></EngineersOnly> }
}

/// Nothing was ever fetched on this device, but it is under way: what is missing may be here in a moment.
#[must_use]
pub fn is_fetching(desk: Desk) -> bool {
    let status = desk.status().map(|client| client.status());
    status.is_some_and(|status| status.last_sync.is_none() && status.online && !status.signed_out)
}

/// A record that is not on this device, or not yet.
#[component]
pub fn NotHere() -> impl IntoView {
    let desk = use_desk();
    let fetching = Memo::new(move |_| is_fetching(desk));
    move || {
        if fetching.get() {
            view! { <main class="lone" aria-busy="true"><p>{t(say::FETCHING)}</p></main> }.into_any()
        } else {
            view! { <Nothing title=say::NOT_ON_DEVICE hint=say::NOT_ON_DEVICE_HINT/> }.into_any()
        }
    }
}

/// A page with nothing but a sentence and the way back.
#[component]
pub fn Nothing(title: Text, hint: Text) -> impl IntoView {
    view! {
        <main class="lone">
            <h1>{t(title)}</h1>
            <p>{t(hint)}</p>
            <p><a class="button primary" href="/field">{t(say::BACK_TO_DAY)}</a></p>
        </main>
    }
}
