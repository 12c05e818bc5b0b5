//! What could not be fetched: why, and the way to try again.

use leptos::prelude::*;
use ui::t;
use words::common;

use crate::refusal::Refusal;

#[component]
pub fn Trouble(refusal: RwSignal<Option<Refusal>>, #[prop(into)] retry: Callback<()>) -> impl IntoView {
    move || {
        refusal.get().map(|refusal| {
            view! {
                <div class="notice late trouble">
                    <p>{refusal.sentence}</p>
                    <button type="button" class="button" on:click=move |_| retry.run(())>{t(common::RETRY)}</button>
                </div>
            }
        })
    }
}
