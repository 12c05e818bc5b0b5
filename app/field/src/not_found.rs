//! An address below /field that names nothing.

use leptos::prelude::*;
use ui::t;
use words::{Text, common, field as say};

use crate::input::use_title;

/// Says that there is no such page, and leads back to the day.
#[component]
pub fn FieldNotFound() -> impl IntoView {
    use_title(common::NOT_FOUND);
    view! { <Nothing title=common::NOT_FOUND hint=common::NOT_FOUND_HINT/> }
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
