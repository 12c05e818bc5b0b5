//! The list of steps: at the left on a wide screen, a strip above on a narrow one.

use leptos::prelude::*;
use ui::{format, t};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use words::{field as say, states};

use super::{
    form::{Form, use_form},
    progress::{self, Panel},
};

#[component]
pub fn Steps() -> impl IntoView {
    let form = use_form();
    let strip = NodeRef::<leptos::html::Ol>::new();
    // On the strip the open step may lie outside of what is seen.
    Effect::new(move || {
        form.panel.track();
        let Some(strip) = strip.get() else { return };
        request_animation_frame(move || {
            let open = strip.query_selector("[aria-current]").ok().flatten();
            if let Some(open) = open.and_then(|open| open.dyn_into::<HtmlElement>().ok()) {
                strip.set_scroll_left(open.offset_left() - strip.offset_left() - 24);
            }
        });
    });
    let row = move |panel: Panel| view! { <li><Entry form=form panel=panel/></li> };
    view! {
        <nav class="visit-steps" aria-label=t(say::STEPS)>
            <ol node_ref=strip>
                {row(Panel::Information)}
                {Panel::STEPS.map(row).collect_view()}
                {row(Panel::Fees)}
                {row(Panel::Data)}
            </ol>
        </nav>
    }
}

#[component]
fn Entry(form: Form, panel: Panel) -> impl IntoView {
    let words = form.acting.words;
    let done = Memo::new(move |_| form.with(|_, dispatch| progress::done_at(panel, dispatch)).flatten());
    let is_open = Memo::new(move |_| form.panel.get() == panel);
    let time =
        move || done.get().map(|at| format::instant(at, format::Shape::Time, words.lang(), &form.acting.desk.zone()));
    let is_unsigned = Memo::new(move |_| {
        panel == Panel::Sign && form.with(|_, dispatch| progress::is_left_unsigned(&dispatch.visit)).unwrap_or_default()
    });
    let unsigned = move || is_unsigned.get().then(|| t(states::UNSIGNED));
    let class = move || match (panel, done.get()) {
        (Panel::Information, _) | (Panel::Data | Panel::Fees, None) => "step is-information",
        (_, Some(_)) => "step is-done",
        _ => "step",
    };
    let mark = move || done.get().map(|_| view! { <span class="visually-hidden">{t(say::DONE)}</span> });
    view! {
        <button type="button" class=class aria-current=move || is_open.get().then_some("step") on:click=move |_| form.go(panel)>
            <i aria-hidden="true"></i>
            <span>{t(panel.title())} {mark}</span>
            <small>{time} {unsigned}</small>
        </button>
    }
}
