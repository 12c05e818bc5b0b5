//! Above the lanes: which day, which regions and products, saved filters, undo; and what the frame shows for the board.

use std::collections::BTreeSet;

use domain::{Timestamp, time::DAY};
use leptos::prelude::*;
use ui::{t, use_now};
use words::{
    Text, common,
    office::{board as texts, sheet as sheet_texts},
};

use super::{
    faces::Faces,
    keys::FIND,
    propose::ProposeButton,
    saved::SavedFilters,
    state::{Board, use_board},
};

/// Day and filters.
#[component]
pub fn Bar() -> impl IntoView {
    let board = use_board();
    let tell = board.tell;
    let day_name = move || {
        let (day, today) = (board.day.get(), board.today.get());
        // Before the server's time is known it is the first day of all.
        if board.minute.get().millis() < DAY {
            return tell.say(common::LOADING).to_owned();
        }
        let relative = match day.since(today) {
            0 => Some(texts::TODAY),
            DAY => Some(texts::TOMORROW),
            gap if gap == -DAY => Some(texts::YESTERDAY_DAY),
            _ => None,
        };
        tell.dotted(&[relative.map(|text| tell.say(text).to_owned()).unwrap_or_default(), tell.day(day)])
    };
    let is_today = move || board.turned_to.get().is_none();
    let sheet = move || ["/sheet?date=", &board.date(board.day.get())].concat();
    view! {
        <div class="bar">
            <div class="days">
                <button type="button" class="button quiet" aria-label=t(texts::PREVIOUS_DAY) title=t(texts::PREVIOUS_DAY) on:click=move |_| board.turn(-1)>"‹"</button>
                <h2 aria-live="polite">{day_name}</h2>
                <button type="button" class="button quiet" aria-label=t(texts::NEXT_DAY) title=t(texts::NEXT_DAY) on:click=move |_| board.turn(1)>"›"</button>
                <Show when=move || !is_today()>
                    <button type="button" class="button" on:click=move |_| board.turned_to.set(None)>{t(texts::TODAY)}</button>
                </Show>
            </div>
            <div class="filters" role="group" aria-label=t(texts::FILTER)>
                <Regions/>
                <Skills/>
                <label class="switch" title=t(texts::MINE_HINT)>
                    <input
                        type="checkbox"
                        prop:checked=move || board.filter.with(|filter| filter.mine)
                        on:change:target=move |event| board.filter.update(|filter| filter.mine = event.target().checked())
                    />
                    {t(texts::MINE)}
                </label>
                <SavedFilters/>
            </div>
            <ProposeButton/>
            <a class="button quiet sheet-link" href=sheet>{t(sheet_texts::TITLE)}</a>
            <button type="button" class="button quiet undo" disabled=move || !board.acts.can_undo() on:click=move |_| board.acts.undo()>
                {t(common::UNDO)} <kbd>"Ctrl Z"</kbd>
            </button>
        </div>
    }
}

#[component]
fn Regions() -> impl IntoView {
    let board = use_board();
    let regions = Memo::new(move |_| {
        let requests = board.desk.records().map(|client| client.requests()).unwrap_or_default();
        let mut all = BTreeSet::new();
        for request in &requests {
            if !all.contains(&request.region) {
                all.insert(request.region.clone());
            }
        }
        all.extend(board.people.with(|people| people.iter().map(|person| person.region.clone()).collect::<Vec<_>>()));
        all.remove("");
        all
    });
    let options = move || {
        let chosen = board.filter.with(|filter| filter.region.clone());
        let one = |region: String| {
            let name = board.tell.region(&region);
            view! { <option value=region.clone() selected=region == chosen>{name}</option> }
        };
        regions.get().into_iter().map(one).collect_view()
    };
    let is_all = move || board.filter.with(|filter| filter.region.is_empty());
    view! {
        <label class="choice">
            <span class="visually-hidden">{t(texts::REGION)}</span>
            <select on:change:target=move |event| board.filter.update(|filter| filter.region = event.target().value())>
                <option value="" selected=is_all>{t(texts::ALL_REGIONS)}</option>
                {options}
            </select>
        </label>
    }
}

#[component]
fn Skills() -> impl IntoView {
    let board = use_board();
    let skills = Memo::new(move |_| {
        board.people.with(|people| {
            let skills = people.iter().flat_map(|person| &person.skills);
            skills.map(|skill| skill.product.clone()).collect::<BTreeSet<String>>()
        })
    });
    let options = move || {
        let chosen = board.filter.with(|filter| filter.skill.clone());
        let one =
            |skill: String| view! { <option value=skill.clone() selected=skill == chosen>{skill.clone()}</option> };
        skills.get().into_iter().map(one).collect_view()
    };
    let is_all = move || board.filter.with(|filter| filter.skill.is_empty());
    view! {
        <label class="choice">
            <span class="visually-hidden">{t(texts::SKILL)}</span>
            <select on:change:target=move |event| board.filter.update(|filter| filter.skill = event.target().value())>
                <option value="" selected=is_all>{t(texts::ALL_SKILLS)}</option>
                {options}
            </select>
        </label>
    }
}

/// What the page's frame shows for the board: find, live or not, who is here, the time.
#[component]
pub fn TopExtras() -> impl IntoView {
    let board = use_board();
    let now = use_now();
    let minute =
        Memo::new(move |_| Timestamp(now.get().millis().div_euclid(domain::time::MINUTE) * domain::time::MINUTE));
    view! {
        <label class="find">
            <span class="visually-hidden">{t(texts::FIND_LABEL)}</span>
            <input
                type="search"
                id=FIND
                placeholder=t(texts::FIND)
                prop:value=move || board.filter.with(|filter| filter.text.clone())
                on:input:target=move |event| board.filter.update(|filter| filter.text = event.target().value())
            />
            <kbd aria-hidden="true">"/"</kbd>
        </label>
        <Live/>
        <Faces/>
        <span class="top-time">
            <Show when=move || { minute.get().millis() >= DAY }>
                {move || board.tell.day(minute.get())} " " <b class="clock">{move || board.tell.time(minute.get())}</b>
            </Show>
        </span>
    }
}

/// Whether changes arrive by themselves.
#[component]
fn Live() -> impl IntoView {
    let board = use_board();
    let now = use_now();
    // Looked at with every tick: a stream that falls silent says nothing about it.
    let state = Memo::new(move |_| {
        now.track();
        state_of(board)
    });
    let is_live = move || state.get() == common::LIVE;
    view! {
        <span class="live" class:away=move || !is_live() role="status">
            <span class="dot" aria-hidden="true"></span>
            {move || board.tell.say(state.get())}
        </span>
    }
}

fn state_of(board: Board) -> Text {
    let Some(status) = board.desk.status().map(|client| client.status()) else { return common::LOADING };
    match (status.live && status.online, status.online && !status.has_all) {
        (_, true) => common::LOADING,
        (true, false) => common::LIVE,
        (false, false) => common::RECONNECTING,
    }
}
