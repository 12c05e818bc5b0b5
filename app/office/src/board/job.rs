//! A job in a lane: where it stands in the day, its state in border style and words, never in colour alone.

use std::sync::Arc;

use domain::{
    DispatchId, RequestId, Timestamp,
    request::{Dispatch, DispatchState, RequestState, ServiceRequest},
    visit::Solved,
};
use leptos::prelude::*;
use words::{office::board as texts, states};

use super::{faces::Watchers, ghost::percent, state::use_board};
use crate::{plan::Lane, tell::Tell};

/// A job's words; drawn anew only when one of them changes.
#[derive(Clone, Debug, PartialEq)]
struct Face {
    unit: String,
    engineer: String,
    class: &'static str,
    state: State,
    is_movable: bool,
}

/// What the second line says.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Plain(DispatchState),
    Agreed(Timestamp),
    /// Goes along with this engineer.
    Along(String),
    /// On site, with the step ticked last.
    At(Option<domain::visit::Step>),
    Result(Solved),
    SentBack,
    WrittenOff,
}

#[component]
pub fn Job(
    request: RequestId,
    dispatch: DispatchId,
    /// The lane it stands in.
    lane: Memo<Option<Arc<Lane>>>,
) -> impl IntoView {
    let board = use_board();
    let tell = board.tell;
    let placed =
        Memo::new(move |_| lane.with(|lane| lane.as_ref()?.jobs.iter().find(|job| job.dispatch == dispatch).cloned()));
    let is_along = move || placed.with(|placed| placed.as_ref().is_some_and(|placed| placed.is_along));
    let edition = Memo::new(move |_| placed.with(|placed| placed.as_ref().map(|placed| placed.edition)));
    let face = Memo::new(move |_| {
        // Read, not only tracked: a memo that nobody reads has no sources.
        edition.with(|_| ());
        let record = board.request(request)?;
        let found = record.dispatch(dispatch)?;
        let face = face(&record, found);
        Some(if is_along() { along(face, found) } else { face })
    });
    let place = Memo::new(move |_| {
        let hours = board.hours.get();
        placed.with(|job| job.as_ref().map(|job| (job.from, job.until, job.row, hours)))
    });
    let left = move || place.get().map(|(from, .., hours)| percent(hours.percent(from)));
    let width = move || place.get().map(|(from, until, .., hours)| percent(hours.width(from, until)));
    let row = move || place.get().map(|(_, _, row, _)| row.to_string());
    let is_dimmed = Memo::new(move |_| board.index.with(|index| index.dimmed.contains(&dispatch)));
    let is_chosen = Memo::new(move |_| board.selected.get() == Some(request));
    let is_held = Memo::new(move |_| board.carried.get().is_some_and(|(held, _)| held == request));
    let class = move || face.with(|face| ["job ", face.as_ref().map_or("", |face| face.class)].concat());
    let line = move || face.with(|face| face.as_ref().map(|face| line(&face.state, tell)));
    let label = move || {
        let face = face.get()?;
        let (from, until, ..) = place.get()?;
        let state = line_words(&face, tell);
        let (from, until) = (tell.time(from), tell.time(until));
        let places = [
            ("unit", face.unit.as_str()),
            ("engineer", &face.engineer),
            ("from", &from),
            ("to", &until),
            ("state", &state),
        ];
        Some(tell.fill(texts::JOB_LABEL, &places))
    };
    let choose = move |_| {
        board.held.set(None);
        board.selected.set(Some(request));
    };
    view! {
        <button
            type="button"
            class=class
            class:sel=is_chosen
            class:held=is_held
            class:dim=is_dimmed
            class:movable=move || face.with(|face| face.as_ref().is_some_and(|face| face.is_movable))
            style:left=left
            style:width=width
            style=("--row", row)
            // Only the one who was sent can be moved.
            data-request=move || (!is_along()).then(|| request.to_string())
            aria-label=label
            title=label
            aria-current=move || is_chosen.get().then_some("true")
            on:click=choose
        >
            <b>{move || face.with(|face| face.as_ref().map(|face| face.unit.clone()))}</b>
            <span>{line}</span>
            <Watchers request/>
        </button>
    }
}

fn face(request: &ServiceRequest, dispatch: &Dispatch) -> Face {
    let result = dispatch.visit.result.as_ref().map(|result| result.solved);
    let is_back = dispatch.state == DispatchState::Returned;
    let state = match (dispatch.state, request.state) {
        (DispatchState::Returned, RequestState::SentBack) => State::SentBack,
        (DispatchState::Returned, _) if dispatch.visit.solved_by_phone => State::Plain(DispatchState::SolvedByPhone),
        (DispatchState::Returned | DispatchState::Signed, RequestState::WrittenOff | RequestState::Archived)
            if result == Some(Solved::All) =>
        {
            State::WrittenOff
        }
        (DispatchState::Returned | DispatchState::Signed | DispatchState::Unsigned, _) => {
            result.map_or(State::Plain(dispatch.state), State::Result)
        }
        (DispatchState::Appointed, _) => {
            State::Agreed(dispatch.appointment.as_ref().map_or(dispatch.slot.from, |appointment| appointment.at))
        }
        (DispatchState::OnSite, _) => {
            State::At(dispatch.visit.ticks.iter().max_by_key(|tick| tick.at).map(|tick| tick.step))
        }
        (state, _) => State::Plain(state),
    };
    let is_solved = result == Some(Solved::All) || dispatch.visit.solved_by_phone;
    let class = match dispatch.state {
        _ if state == State::SentBack => "open back",
        DispatchState::Offered => "offer",
        DispatchState::Confirmed => "sure",
        DispatchState::Appointed => "agreed",
        DispatchState::EnRoute => "way-on",
        DispatchState::OnSite => "on",
        DispatchState::Disputed => "dispute-job",
        DispatchState::NotMet => "open missed",
        DispatchState::Unsigned => "open missed",
        _ if is_solved && is_back => "done",
        _ if is_solved => "done fresh",
        _ => "open",
    };
    Face {
        unit: request.unit.clone(),
        engineer: dispatch.engineer_name.clone(),
        class,
        state,
        is_movable: dispatch.state.is_recallable(),
    }
}

/// The same in the lane of who goes along.
fn along(face: Face, dispatch: &Dispatch) -> Face {
    let name = dispatch.companion.as_ref().map(|along| along.name.clone()).unwrap_or_default();
    Face { engineer: name, state: State::Along(face.engineer), class: "along", is_movable: false, ..face }
}

fn line(state: &State, tell: Tell) -> String {
    match state {
        State::Along(name) => tell.fill(texts::GOES_ALONG_WITH, &[("name", name)]),
        State::Plain(state) => tell.say(states::dispatch_state(*state)).to_owned(),
        State::Agreed(at) => tell.fill(texts::ABOUT, &[("time", &tell.time(*at))]),
        State::At(step) => {
            let step = step.map(|step| tell.say(states::step(step)).to_owned());
            tell.dotted(&[tell.say(states::ON_SITE).to_owned(), step.unwrap_or_default()])
        }
        State::Result(solved) => tell.say(states::solved(*solved)).to_owned(),
        State::SentBack => tell.say(states::SENT_BACK).to_owned(),
        State::WrittenOff => tell.say(states::WRITTEN_OFF).to_owned(),
    }
}

/// The state for the ear: the second line, with the word that its border style says to the eye.
fn line_words(face: &Face, tell: Tell) -> String {
    match &face.state {
        State::Agreed(_) => tell.sentence(&[tell.say(states::APPOINTED).to_owned(), line(&face.state, tell)]),
        state => line(state, tell),
    }
}
