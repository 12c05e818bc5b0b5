//! How far the month is and by whom, and what this person can do with it as a whole.

use domain::{
    rights::Action,
    roster::{Mark, RosterMonth, RosterState, Wanted},
};
use leptos::prelude::*;
use ui::{Said, t, use_desk};
use words::{Text, office::roster as texts, paper};

use super::book::Book;
use crate::tell::use_tell;

/// A step of the whole month: its name, the state it leads to, the right it needs.
struct Step {
    name: Text,
    to: RosterState,
    needs: Action,
    is_back: bool,
}

const fn step(name: Text, to: RosterState, needs: Action, is_back: bool) -> Step {
    Step { name, to, needs, is_back }
}

/// The way back first, then the way on.
fn steps(state: RosterState) -> Vec<Step> {
    use RosterState::{Archived, Draft, Prepared, Reviewed};
    match state {
        Draft => vec![step(texts::PREPARE, Prepared, Action::MakeRoster, false)],
        Prepared => vec![
            step(texts::PREPARE_BACK, Draft, Action::MakeRoster, true),
            step(texts::REVIEW, Reviewed, Action::ChangeRoster, false),
        ],
        Reviewed => vec![
            step(texts::REVIEW_BACK, Prepared, Action::ChangeRoster, true),
            step(texts::ARCHIVE, Archived, Action::MakeRoster, false),
        ],
        Archived => vec![step(texts::ARCHIVE_BACK, Reviewed, Action::MakeRoster, true)],
    }
}

#[component]
pub(super) fn Steps(book: Book) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let shown = move || book.shown();
    let line = move || {
        let month = shown()?;
        let roster = &month.roster;
        let state = roster.state();
        let mark = |label: Text, mark: &Option<Mark>| {
            let mark = mark.as_ref()?;
            let when = tell.day_time(mark.at);
            let said = tell.fill(texts::MARK, &[("name", &mark.by_name), ("time", &when)]);
            Some(view! { <span>{tell.say(label)} " " <b>{said}</b></span> })
        };
        let tone = if state == RosterState::Draft { "chip" } else { "chip accent" };
        Some(view! {
            <span>{tell.say(texts::STATE)} " " <span class=tone>{tell.say(texts::state(state))}</span></span>
            {mark(paper::PREPARED_BY, &roster.prepared)}
            {mark(paper::REVIEWED_BY, &roster.reviewed)}
            {mark(paper::ARCHIVED_BY, &roster.archived)}
        })
    };
    let is_own_work = move |month: &RosterMonth| {
        let prepared = month.roster.prepared.as_ref().map(|mark| mark.by);
        prepared.is_some() && prepared == desk.person().map(|person| person.id)
    };
    let is_possible = move |month: &RosterMonth, step: &Step| {
        let is_hindered = match step.to {
            RosterState::Draft => !month.roster.exchanges.is_empty(),
            RosterState::Prepared => month.roster.turns.is_empty(),
            RosterState::Reviewed => !step.is_back && is_own_work(month),
            RosterState::Archived => false,
        };
        desk.may(step.needs) && !is_hindered
    };
    let buttons = move || {
        let month = shown()?;
        let button = |step: Step| {
            let class = if step.is_back { "button quiet" } else { "button primary" };
            let name = month.roster.month.to_string();
            let said = Said::new(move |words| {
                words.fill(texts::STEP_DONE, &[("month", &name), ("state", words.say(texts::state(step.to)))])
            });
            let wanted = Wanted { state: step.to, ..Wanted::from(&month.roster) };
            let press = move |_| book.press(wanted.clone(), said.clone());
            view! { <button type="button" class=class disabled=book.is_busy on:click=press>{tell.say(step.name)}</button> }
        };
        let possible = steps(month.roster.state()).into_iter().filter(|step| is_possible(&month, step));
        Some(possible.map(button).collect_view())
    };
    let makes =
        move || shown().is_some_and(|month| month.roster.state() == RosterState::Draft) && desk.may(Action::MakeRoster);
    let is_empty = move || shown().is_some_and(|month| month.roster.is_empty());
    let clear = move |_| {
        if let Some(month) = untrack(shown) {
            let wanted = Wanted { turns: Vec::new(), ..Wanted::from(&month.roster) };
            book.press(wanted, texts::CLEARED.into());
        }
    };
    let waits_for_another =
        move || shown().is_some_and(|month| month.roster.state() == RosterState::Prepared && is_own_work(&month));
    view! {
        <div class="roster-steps">
            <p class="sheet-line">{line}</p>
            <div class="roster-buttons">
                <Show when=waits_for_another><span class="lead">{t(texts::REVIEW_BY_OTHER)}</span></Show>
                <Show when=makes>
                    <Show when=move || !is_empty()>
                        <button type="button" class="button quiet" disabled=book.is_busy on:click=clear>{t(texts::CLEAR)}</button>
                    </Show>
                    <button type="button" class="button" disabled=book.is_busy on:click=move |_| book.propose()>{t(texts::PROPOSE)}</button>
                </Show>
                {buttons}
            </div>
        </div>
    }
}
