//! Holding a request over the lanes, by pointer or by keys, until it is put down or let go.

use domain::{
    PersonId, RequestId, Timestamp,
    people::Actor,
    request::{RequestState, ServiceRequest},
    sending::objections,
    time::MINUTE,
};
use leptos::prelude::*;
use ui::Said;
use words::office::board as texts;

use super::{ghost, state::Board};
use crate::{
    acts::{VISIT_MINUTES, may_manage, objection_in_words},
    plan::{Around, Job, Landing, Plan, Pull, land, round_up, windows},
};

/// Minutes an arrow key moves.
const KEY_STEP: i64 = 15 * MINUTE;

/// What the held request hovers over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Over {
    Nowhere,
    /// A lane at a time that has passed.
    Past,
    /// The queue: putting it down there takes it back.
    Queue,
    Lane(Landing),
}

/// A request in somebody's hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub request: RequestId,
    pub unit: String,
    pub job: Job,
    /// In whose lane it stands already.
    pub home: Option<PersonId>,
    pub over: Over,
    /// Where the pointer is, in CSS pixels of the window; None when held by keys.
    pub pointer: Option<(i32, i32)>,
}

impl Held {
    #[must_use]
    pub fn landing(&self) -> Option<Landing> {
        match self.over {
            Over::Lane(landing) => Some(landing),
            _ => None,
        }
    }
}

/// Takes a request into the hand; None, with the reason said, when it can't be moved.
pub fn hold(board: Board, id: RequestId, pointer: Option<(i32, i32)>) -> Option<Held> {
    let request = board.request(id)?;
    if let Some(reason) = objection(board, &request) {
        board.acts.object(reason);
        return None;
    }
    let dispatch = request.active_dispatch();
    let minutes = dispatch.map_or(VISIT_MINUTES, |dispatch| dispatch.slot.minutes);
    Some(Held {
        request: id,
        unit: request.unit.clone(),
        job: Job::of(&request, minutes),
        home: dispatch.map(|dispatch| dispatch.engineer),
        over: Over::Nowhere,
        pointer,
    })
}

/// Why a request can't be placed by this person now.
pub fn objection(board: Board, request: &ServiceRequest) -> Option<words::Text> {
    let person = board.desk.client().and_then(|client| client.person())?;
    if !may_manage(&Actor::from(&*person), request) {
        return Some(texts::NOT_YOURS);
    }
    let is_open = matches!(request.state, RequestState::Submitted | RequestState::Verified | RequestState::Dispatched);
    let is_movable = request.active_dispatch().is_none_or(|dispatch| dispatch.state.is_recallable());
    (!is_open || !is_movable).then_some(texts::FIXED)
}

/// The lane of an engineer without the held request.
#[must_use]
pub fn around(board: Board, engineer: PersonId, held: RequestId) -> Around {
    let person = board.person(engineer);
    board.index.with_untracked(|index| Around {
        engineer,
        stops: index.lanes.get(&engineer).map(|lane| lane.stops(Some(held))).unwrap_or_default(),
        base: person.as_ref().and_then(|person| person.base),
        windows: person.map(|person| windows(&person, index.hours)).unwrap_or_default(),
        hours: index.hours,
        now: board.minute.get_untracked(),
    })
}

/// What a time in a lane means for the held request.
#[must_use]
pub fn over_lane(board: Board, held: &Held, engineer: PersonId, at: Timestamp, pull: Pull) -> Over {
    let around = around(board, engineer, held.request);
    land(&around, &held.job, at, pull).map_or(Over::Past, Over::Lane)
}

/// What speaks against this engineer at this time: blocked customer, skill, absence, hours, overlap. Untracked.
#[must_use]
pub fn remarks(board: Board, request: RequestId, landing: &Landing) -> Vec<String> {
    let (Some(request), Some(person)) = (board.request(request), board.person(landing.engineer)) else {
        return Vec::new();
    };
    let found = objections(&request, &person, landing.presence());
    let words = |objection| objection_in_words(objection, &request.product.name, &person.name, board.tell);
    found.into_iter().map(words).collect()
}

/// Puts the held request down where it is.
pub fn put_down(board: Board) {
    let Some(held) = board.held.get_untracked() else { return };
    board.held.set(None);
    let Some(request) = board.request(held.request) else { return };
    match held.over {
        Over::Lane(landing) => board.acts.place(&request, &landing),
        Over::Queue if held.home.is_some() => board.acts.bring(&request, Plan::Unassigned),
        _ => {}
    }
}

/// Lets go without a change.
pub fn let_go(board: Board) {
    if board.held.with_untracked(Option::is_some) {
        board.held.set(None);
        board.said.set(Some(texts::LET_GO.into()));
    }
}

/// Moves the chosen request by arrow keys: `quarters` of an hour and `lanes` up or down. The first press takes it up.
pub fn nudge(board: Board, quarters: i64, lanes: i64) {
    let held = board.held.get_untracked().or_else(|| hold(board, board.selected.get_untracked()?, None));
    let Some(mut held) = held else { return };
    let (engineer, at) = match held.landing() {
        Some(landing) => (landing.engineer, landing.slot.from),
        None => match start(board, &held) {
            Some(start) => start,
            None => return,
        },
    };
    let engineer = beside(board, engineer, lanes);
    let day = board.day.get_untracked();
    let last = day.plus(domain::time::DAY - i64::from(held.job.minutes) * MINUTE);
    let at = Timestamp(at.plus(quarters * KEY_STEP).millis().clamp(day.millis(), last.millis().max(day.millis())));
    match over_lane(board, &held, engineer, at, Pull::Exact) {
        Over::Lane(landing) => held.over = Over::Lane(landing),
        // The past is no place: the request stays where it was held.
        _ => board.said.set(Some(texts::DROP_PAST.into())),
    }
    if let Over::Lane(landing) = held.over {
        board.stack.with_untracked(|stack| board.sight.reveal(stack, landing.engineer));
        let request = held.request;
        board.said.set(Some(Said::new(move |words| {
            let name = board.tell.person(landing.engineer);
            let what = ghost::words(&landing, &remarks(board, request, &landing), board.tell);
            words.fill(texts::HELD, &[("engineer", &name), ("what", &what)])
        })));
    }
    board.held.set(Some(held));
}

/// Where a request held by keys starts: where it is planned, or with the first lane from now on.
fn start(board: Board, held: &Held) -> Option<(PersonId, Timestamp)> {
    let request = board.request(held.request)?;
    let day = board.index.with_untracked(|index| index.hours);
    if let Some(dispatch) = request.active_dispatch()
        && day.holds(dispatch.slot.from)
    {
        return Some((dispatch.engineer, dispatch.slot.from));
    }
    let first = board.lanes.with_untracked(|lanes| lanes.first().copied())?;
    let from = day.begins().max(round_up(board.minute.get_untracked()));
    day.holds(from).then_some((first, from))
}

/// The engineer `by` lanes further down; the ends hold.
fn beside(board: Board, engineer: PersonId, by: i64) -> PersonId {
    board.lanes.with_untracked(|lanes| {
        let here = lanes.iter().position(|lane| *lane == engineer).unwrap_or(0);
        let last = lanes.len().saturating_sub(1);
        let there = (i64::try_from(here).unwrap_or(0) + by).clamp(0, i64::try_from(last).unwrap_or(0));
        usize::try_from(there).ok().and_then(|there| lanes.get(there).copied()).unwrap_or(engineer)
    })
}
