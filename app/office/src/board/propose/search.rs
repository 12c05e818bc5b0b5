//! The search, in slices between which the page stays alive.

use std::time::Duration;

use domain::{
    people::{Actor, Person},
    proposal::Search,
};
use leptos::prelude::*;
use ui::t;
use words::{common, office::propose as texts};

use super::{Proposing, Stage};
use crate::{board::state::Board, plan::whole_day};

/// How long the page may stand still at a time, in milliseconds: less than a frame.
const SLICE: f64 = 12.0;

/// Opens the dialog and begins to search.
pub fn begin(board: Board, proposing: Proposing) {
    let Some(client) = board.desk.client() else { return };
    let Some(person) = client.person() else { return };
    let (requests, people) = (client.requests(), client.people());
    let people: Vec<Person> = people.iter().map(|person| (**person).clone()).collect();
    let when = (board.day.get_untracked(), board.desk.now());
    let problem =
        whole_day(requests.iter().map(|request| &**request), &people, when, client.calendar(), &Actor::from(&*person));
    let search = StoredValue::new_local(Search::new(problem));
    let run = proposing.run.get_value() + 1;
    proposing.run.set_value(run);
    proposing.unwanted.set(Vec::new());
    proposing.stage.set(Stage::Searching(0.0));
    proposing.open.set(true);
    go_on(proposing, run, search);
}

/// A slice of the search, and then the next one; ends when it is done, stopped, or the dialog was closed.
fn go_on(proposing: Proposing, run: u32, search: StoredValue<Search, LocalStorage>) {
    if !proposing.is_still(run) {
        search.dispose();
        return;
    }
    let is_stopped = matches!(proposing.stage.get_untracked(), Stage::Searching(share) if share >= 1.0);
    let share = search.try_update_value(|search| {
        let until = js_sys::Date::now() + SLICE;
        while !is_stopped && !search.is_done() && js_sys::Date::now() < until {
            search.advance();
        }
        if is_stopped { 1.0 } else { search.progress() }
    });
    let Some(share) = share else { return };
    if share < 1.0 {
        proposing.stage.set(Stage::Searching(share));
        set_timeout(move || go_on(proposing, run, search), Duration::ZERO);
    } else if let Some(found) = search.try_with_value(Search::proposal) {
        search.dispose();
        proposing.stage.set(Stage::Review(Box::new(found)));
    }
}

#[component]
pub(super) fn Searching(proposing: Proposing) -> impl IntoView {
    let share = move || match proposing.stage.get() {
        Stage::Searching(share) => share,
        _ => 1.0,
    };
    view! {
        <div class="proposal">
            <p role="status">{t(texts::SEARCHING)}</p>
            <progress max="1" value=share></progress>
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| proposing.open.set(false)>{t(common::CANCEL)}</button>
                <button type="button" class="button" on:click=move |_| proposing.stage.set(Stage::Searching(1.0))>{t(texts::STOP)}</button>
            </div>
        </div>
    }
}
