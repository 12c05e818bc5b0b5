//! Filters with names, kept in this browser.

use leptos::{ev::SubmitEvent, html, prelude::*};
use serde::{Deserialize, Serialize};
use ui::t;
use words::{common, office::board as texts};

use super::{filter::Filter, state::use_board};
use crate::local;

const KEY: &str = "paidan-board-filters";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Saved {
    name: String,
    filter: Filter,
}

/// The saved filters as switches, and the way to save the present one.
#[component]
pub fn SavedFilters() -> impl IntoView {
    let board = use_board();
    let saved = RwSignal::new(Vec::<Saved>::new());
    let is_naming = RwSignal::new(false);
    Effect::new(move || saved.set(local::recall(KEY).unwrap_or_default()));
    let keep = move |change: &dyn Fn(&mut Vec<Saved>)| {
        saved.update(|all| change(all));
        saved.with_untracked(|all| local::remember(KEY, all));
    };
    let can_save = move || {
        let filter = board.filter.get();
        !filter.is_empty() && saved.with(|all| all.iter().all(|one| one.filter != filter))
    };
    let remove = move |name: String| keep(&|all| all.retain(|one| one.name != name));
    let add = move |name: String| {
        let filter = board.filter.get_untracked();
        keep(&|all| {
            all.retain(|one| one.name != name);
            all.push(Saved { name: name.clone(), filter: filter.clone() });
        });
        is_naming.set(false);
    };
    let switches = move || {
        saved.get().into_iter().map(|one| view! { <Switch saved=one remove=Callback::new(remove)/> }).collect_view()
    };
    view! {
        <span class="saved">{switches}</span>
        <Show when=move || can_save() && !is_naming.get()>
            <button type="button" class="button quiet small" on:click=move |_| is_naming.set(true)>{t(texts::SAVE_FILTER)}</button>
            <button type="button" class="button quiet small" on:click=move |_| board.filter.set(Filter::default())>{t(texts::CLEAR_FILTER)}</button>
        </Show>
        <Show when=move || is_naming.get()>
            <Naming add=Callback::new(add) close=Callback::new(move |()| is_naming.set(false))/>
        </Show>
    }
}

#[component]
fn Switch(saved: Saved, remove: Callback<String>) -> impl IntoView {
    let board = use_board();
    let Saved { name, filter } = saved;
    let filter = StoredValue::new(filter);
    let is_on = move || board.filter.with(|now| filter.with_value(|filter| filter == now));
    let apply = move |_| board.filter.set(if is_on() { Filter::default() } else { filter.get_value() });
    let (label, removing, gone) = (name.clone(), name.clone(), name.clone());
    view! {
        <span class="chip" class:accent=is_on>
            <button
                type="button"
                class="plain"
                aria-pressed=move || if is_on() { "true" } else { "false" }
                aria-label=move || board.tell.fill(texts::APPLY_FILTER, &[("name", &label)])
                on:click=apply
            >
                {name}
            </button>
            <button
                type="button"
                class="plain"
                aria-label=move || board.tell.fill(texts::REMOVE_FILTER, &[("name", &removing)])
                on:click=move |_| remove.run(gone.clone())
            >
                "×"
            </button>
        </span>
    }
}

#[component]
fn Naming(add: Callback<String>, close: Callback<()>) -> impl IntoView {
    let board = use_board();
    let name = NodeRef::<html::Input>::new();
    let is_empty = RwSignal::new(false);
    Effect::new(move || {
        if let Some(input) = name.get() {
            let _ = input.focus();
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = name.get_untracked().map(|input| input.value()).unwrap_or_default().trim().to_owned();
        if typed.is_empty() { is_empty.set(true) } else { add.run(typed) }
    };
    view! {
        <form class="naming" novalidate on:submit=submit>
            <input
                class="input"
                type="text"
                maxlength="20"
                node_ref=name
                aria-label=t(texts::FILTER_NAME)
                placeholder=t(texts::FILTER_NAME)
                aria-invalid=move || is_empty.get().then_some("true")
            />
            <button type="submit" class="button small">{t(common::SAVE)}</button>
            <button type="button" class="button quiet small" on:click=move |_| close.run(())>{t(common::CANCEL)}</button>
            <span class="visually-hidden" role="alert">{move || is_empty.get().then(|| board.tell.say(texts::FILTER_NAME_EMPTY))}</span>
        </form>
    }
}
