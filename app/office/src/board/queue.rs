//! The panel at the left: what waits to be dispatched, to be written off, to be decided.

use domain::RequestId;
use leptos::{ev::KeyboardEvent, prelude::*};
use ui::{Desk, t};
use wasm_bindgen::JsCast;
use words::{Text, office::board as texts};

use super::{
    card::Card,
    index::{Index, Section},
    state::{Board, use_board},
};
use crate::silent::SilentDevices;
use domain::rights::Action;

const SECTIONS: [Section; 3] = [Section::Queue, Section::WriteOff, Section::Decide];

#[component]
pub fn Queue() -> impl IntoView {
    let board = use_board();
    let tabs = SECTIONS.map(|section| view! { <Tab section/> }).collect_view();
    let may_submit = move |desk: Desk| desk.may(Action::SubmitRequest);
    view! {
        <section class="queue" data-queue="" aria-labelledby="queue-title">
            <h2 id="queue-title" class="visually-hidden">{t(texts::SECTIONS)}</h2>
            <div class="bar">
                <div class="tabs" role="tablist" aria-label=t(texts::SECTIONS) on:keydown=move |event| turn(board, &event)>
                    {tabs}
                </div>
                {move || may_submit(board.desk).then(|| view! { <a class="button" href="/requests/new">{t(texts::NEW)}</a> })}
            </div>
            // Whoever plans the day is the one who can phone.
            <Show when=move || board.desk.may(Action::SeeSilentDevices) && board.desk.may(Action::ManageDispatch)>
                <SilentDevices/>
            </Show>
            <div class="cards" id="board-list" role="tabpanel" aria-labelledby=move || tab_id(board.section.get())>
                {move || match board.section.get() {
                    Section::Queue => view! { <List of=queue empty=texts::QUEUE_EMPTY/> }.into_any(),
                    Section::WriteOff => view! { <WriteOffs/> }.into_any(),
                    Section::Decide => view! { <List of=decide empty=texts::DECIDE_EMPTY/> }.into_any(),
                }}
            </div>
        </section>
    }
}

#[component]
fn Tab(section: Section) -> impl IntoView {
    let board = use_board();
    let is_open = move || board.section.get() == section;
    let count = Memo::new(move |_| board.index.with(|index| count(index, section)));
    let is_urgent = Memo::new(move |_| {
        board.index.with(|index| match section {
            Section::Queue => false,
            Section::WriteOff => !index.unsolved.is_empty(),
            Section::Decide => !index.decide.is_empty(),
        })
    });
    view! {
        <button
            type="button"
            role="tab"
            class="tab"
            id=tab_id(section)
            aria-controls="board-list"
            aria-selected=move || if is_open() { "true" } else { "false" }
            tabindex=move || if is_open() { "0" } else { "-1" }
            on:click=move |_| board.section.set(section)
        >
            {t(name(section))}
            <span class="n" class:soon=is_urgent>{move || if board.is_loading.get() { "…".to_owned() } else { count.get().to_string() }}</span>
        </button>
    }
}

fn name(section: Section) -> Text {
    match section {
        Section::Queue => texts::QUEUE,
        Section::WriteOff => texts::TO_WRITE_OFF,
        Section::Decide => texts::TO_DECIDE,
    }
}

fn tab_id(section: Section) -> &'static str {
    match section {
        Section::Queue => "tab-queue",
        Section::WriteOff => "tab-write-off",
        Section::Decide => "tab-decide",
    }
}

fn count(index: &Index, section: Section) -> usize {
    match section {
        Section::Queue => index.queue.len(),
        Section::WriteOff => index.unsolved.len() + index.returned.len(),
        Section::Decide => index.decide.len(),
    }
}

/// Left and right turn between the tabs.
fn turn(board: Board, event: &KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => SECTIONS.len() - 1,
        _ => return,
    };
    event.prevent_default();
    let here = SECTIONS.iter().position(|section| *section == board.section.get_untracked()).unwrap_or(0);
    let next = SECTIONS[(here + step) % SECTIONS.len()];
    board.section.set(next);
    let tab = document().get_element_by_id(tab_id(next)).and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(tab) = tab {
        let _ = tab.focus();
    }
}

fn queue(index: &Index) -> &Vec<RequestId> {
    &index.queue
}

fn decide(index: &Index) -> &Vec<RequestId> {
    &index.decide
}

fn unsolved(index: &Index) -> &Vec<RequestId> {
    &index.unsolved
}

fn returned(index: &Index) -> &Vec<RequestId> {
    &index.returned
}

/// The cards of one list of the index.
#[component]
fn List(of: fn(&Index) -> &Vec<RequestId>, empty: Text) -> impl IntoView {
    let board = use_board();
    let ids = Memo::new(move |_| board.index.with(|index| of(index).clone()));
    let is_filtered = Memo::new(move |_| board.filter.with(|filter| !filter.is_empty()));
    let is_loading = board.is_loading;
    let nothing = move || match (is_loading.get(), is_filtered.get()) {
        (true, _) => words::common::LOADING,
        (false, true) => texts::FILTERED_EMPTY,
        (false, false) => empty,
    };
    view! {
        <ol>
            <For each=move || ids.get() key=|id| *id children=move |id| view! { <Card id/> }/>
        </ol>
        <Show when=move || ids.with(Vec::is_empty)>
            <p class="empty" aria-busy=move || is_loading.get().to_string()>{move || board.tell.say(nothing())}</p>
            <Show when=move || is_filtered.get() && !is_loading.get()>
                <p class="empty">
                    <button type="button" class="button" on:click=move |_| board.filter.set(Default::default())>{t(texts::CLEAR_FILTER)}</button>
                </p>
            </Show>
        </Show>
    }
}

/// Yesterday's unsolved forms on top, to be dealt with the same day (ONS-18).
#[component]
fn WriteOffs() -> impl IntoView {
    let board = use_board();
    let has =
        move |of: fn(&Index) -> &Vec<RequestId>| Memo::new(move |_| board.index.with(|index| !of(index).is_empty()));
    let (has_unsolved, has_returned) = (has(unsolved), has(returned));
    view! {
        <Show when=move || has_unsolved.get()>
            <h3 class="group soon">{t(texts::YESTERDAY)}</h3>
            <List of=unsolved empty=texts::WRITE_OFF_EMPTY/>
        </Show>
        <Show when=move || has_unsolved.get() && has_returned.get()>
            <h3 class="group">{t(texts::RETURNED_TODAY)}</h3>
        </Show>
        <Show when=move || has_returned.get() || !has_unsolved.get()>
            <List of=returned empty=texts::WRITE_OFF_EMPTY/>
        </Show>
    }
}
