//! What stands where on the board: each request's part of it, and all of them put together. Parts of the screen watch
//! their own part, so that a change redraws only what it concerns.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    DispatchId, PersonId, RequestId, Timestamp,
    deadline::Clock,
    dispute,
    geo::Place,
    people::{Actor, Person, Role},
    request::{Dispatch, DispatchState, RequestState, ServiceRequest},
    rights::{self, Action, Reach},
    time::{DAY, HOUR},
    unresolved::next_step,
};

use super::filter::Filter;
use crate::plan::{Hours, Lane};

/// Groups of the panel at the left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    #[default]
    Queue,
    WriteOff,
    Decide,
}

/// The numbers at the foot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub unassigned: usize,
    pub due_soon: usize,
    pub overdue: usize,
    pub on_site: usize,
    pub returned: usize,
    pub unsolved_before: usize,
}

/// The board, as lists of ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// Unassigned, by what is due first (ONS-3).
    pub queue: Vec<RequestId>,
    /// Returned before today and not all solved: on top every morning (ONS-18).
    pub unsolved: Vec<RequestId>,
    /// Other returned forms.
    pub returned: Vec<RequestId>,
    /// A wish, a call for help, a delay nobody agreed to, disputed work, an unsolved problem whose next step is due today.
    pub decide: Vec<RequestId>,
    /// Shared with who draws them, so that a lane that did not change is known by being the same one.
    pub lanes: BTreeMap<PersonId, Arc<Lane>>,
    /// Jobs the filter leaves out.
    pub dimmed: BTreeSet<DispatchId>,
    pub hours: Hours,
    pub counts: Counts,
    /// The filter left something out of the queue.
    pub is_filtered: bool,
}

/// What the index depends on besides the records.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub day: Timestamp,
    pub today: Timestamp,
    pub now: Timestamp,
    pub filter: Filter,
    pub me: Option<Person>,
    /// Where the engineers start their day.
    pub bases: BTreeMap<PersonId, Place>,
}

/// What one request puts on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where it stands in each of the lists, if it does: queue, unsolved, returned, decide.
    places: [Option<Key>; 4],
    counts: Counts,
    /// The job that the filter leaves out.
    dimmed: Option<DispatchId>,
    /// The filter left it out of the queue.
    is_left_out: bool,
}

/// What the lists go by.
type Key = (bool, Timestamp, Timestamp);

impl Entry {
    #[must_use]
    pub fn of(request: &ServiceRequest, view: &View) -> Self {
        let mut entry = Entry { places: [None; 4], counts: Counts::default(), dimmed: None, is_left_out: false };
        count(&mut entry.counts, request, view);
        let is_unassigned = is_unassigned(request);
        if !view.filter.takes(request, view.me.as_ref()) {
            entry.dimmed = request.active_dispatch().map(|dispatch| dispatch.id);
            entry.is_left_out = is_unassigned;
            return entry;
        }
        let [queue, unsolved, returned, decide] = &mut entry.places;
        if is_unassigned {
            *queue = Some(request.queue_key());
        }
        if request.state == RequestState::Returned {
            let list = if is_unsolved_before(request, view.today) { unsolved } else { returned };
            let at = returned_at(request);
            *list = Some((false, at, at));
        }
        if waits_for_decision(request) || is_left_over(request, view.today) || is_step_due(request, view.today) {
            // Whoever is stuck at the customer's comes first.
            let (is_normal, due, at) = request.queue_key();
            *decide = Some(if is_stuck(request) { (false, Timestamp(0), at) } else { (is_normal, due, at) });
        }
        entry
    }
}

impl Index {
    /// Puts the entries of all requests together with the lanes of the day.
    #[must_use]
    pub fn of<'a>(
        entries: impl Iterator<Item = (RequestId, &'a Entry)>,
        lanes: BTreeMap<PersonId, Arc<Lane>>,
        day: Timestamp,
    ) -> Self {
        let mut lists: [Vec<(Key, RequestId)>; 4] = Default::default();
        let (mut counts, mut dimmed, mut is_filtered) = (Counts::default(), BTreeSet::new(), false);
        for (id, entry) in entries {
            counts.add(entry.counts);
            dimmed.extend(entry.dimmed);
            is_filtered |= entry.is_left_out;
            for (list, place) in lists.iter_mut().zip(entry.places) {
                list.extend(place.map(|key| (key, id)));
            }
        }
        let [queue, unsolved, returned, decide] = lists.map(|mut list| {
            list.sort_unstable();
            list.into_iter().map(|(_, id)| id).collect()
        });
        let spans = lanes.values().flat_map(|lane| &lane.jobs).map(|job| (job.from, job.until));
        let hours = Hours::around(day, spans);
        Index { queue, unsolved, returned, decide, lanes, dimmed, hours, counts, is_filtered }
    }
}

impl Counts {
    fn add(&mut self, other: Counts) {
        let Counts { unassigned, due_soon, overdue, on_site, returned, unsolved_before } = other;
        self.unassigned += unassigned;
        self.due_soon += due_soon;
        self.overdue += overdue;
        self.on_site += on_site;
        self.returned += returned;
        self.unsolved_before += unsolved_before;
    }
}

fn count(counts: &mut Counts, request: &ServiceRequest, view: &View) {
    let is_open = is_unassigned(request) || request.state == RequestState::Dispatched;
    let left = if is_open { request.next_due().map(|clock: &Clock| clock.due.since(view.now)) } else { None };
    counts.unassigned += usize::from(is_unassigned(request));
    counts.overdue += usize::from(left.is_some_and(|left| left < 0));
    counts.due_soon += usize::from(left.is_some_and(|left| (0..=2 * HOUR).contains(&left)));
    let state = request.active_dispatch().map(|dispatch| dispatch.state);
    counts.on_site += usize::from(state == Some(DispatchState::OnSite));
    counts.returned += usize::from(request.state == RequestState::Returned);
    let unsolved = request.state == RequestState::Returned && is_unsolved_before(request, view.today);
    counts.unsolved_before += usize::from(unsolved);
}

#[must_use]
pub fn is_unassigned(request: &ServiceRequest) -> bool {
    matches!(request.state, RequestState::Submitted | RequestState::Verified)
}

/// When the form came back: the last time known of the visit, or when it was planned to end.
fn returned_at(request: &ServiceRequest) -> Timestamp {
    let of = |dispatch: &Dispatch| {
        let visit = &dispatch.visit;
        visit.left_at.or(visit.arrived_at).unwrap_or(dispatch.slot.until())
    };
    request.active_dispatch().map_or(request.opened_at, of)
}

fn is_unsolved_before(request: &ServiceRequest, today: Timestamp) -> bool {
    let unsolved = request.active_dispatch().is_some_and(|dispatch| {
        let visit = &dispatch.visit;
        visit.needs_decision() || (visit.result.is_none() && !visit.solved_by_phone)
    });
    unsolved && returned_at(request) < today
}

/// An engineer asked for help and has no answer yet (UNR-1).
#[must_use]
pub fn is_stuck(request: &ServiceRequest) -> bool {
    let waits = |dispatch: &Dispatch| dispatch.help.is_some() && dispatch.help_answer.is_none();
    request.state == RequestState::Dispatched && request.active_dispatch().is_some_and(waits)
}

fn waits_for_decision(request: &ServiceRequest) -> bool {
    let is_under_way = matches!(request.state, RequestState::Dispatched);
    let asks = request.dispatches.iter().any(|dispatch| {
        let asks = dispatch.wish.is_some()
            || (dispatch.help.is_some() && dispatch.visit.sign_off().is_none())
            || dispatch.delay.as_ref().is_some_and(|delay| !delay.agreed && dispatch.visit.arrived_at.is_none());
        is_under_way && dispatch.state.is_active() && asks
    });
    asks || dispute::is_open(request)
}

/// Planned for an earlier day and not carried out: on no lane of today, and somebody must say what becomes of it.
fn is_left_over(request: &ServiceRequest, today: Timestamp) -> bool {
    let waits = |dispatch: &Dispatch| dispatch.visit.arrived_at.is_none() && dispatch.slot.until() < today;
    request.state == RequestState::Dispatched && request.active_dispatch().is_some_and(waits)
}

/// Headquarters or the customer has to hear something by the end of today (UNR-8, UNR-9).
fn is_step_due(request: &ServiceRequest, today: Timestamp) -> bool {
    next_step(request).is_some_and(|clock| clock.due < today.plus(DAY))
}

/// Engineers in the order of their lanes: those who can be sent and those who are `busy` that day.
#[must_use]
pub fn lane_order(people: &[Person], busy: &BTreeSet<PersonId>, filter: &Filter, me: Option<&Person>) -> Vec<PersonId> {
    let has_lane = |person: &&Person| {
        let can_go = person.active && person.roles.contains(&Role::Field);
        ((can_go && is_wholly_seen(person, me)) || busy.contains(&person.id)) && filter.takes_lane(person)
    };
    let mut shown: Vec<&Person> = people.iter().filter(has_lane).collect();
    // By log-in, ones with numbers in the order of the numbers: lanes keep their place from day to day.
    shown.sort_by(|a, b| (a.login.len(), &a.login, a.id).cmp(&(b.login.len(), &b.login, b.id)));
    shown.into_iter().map(|person| person.id).collect()
}

/// Whether all jobs of an engineer are known here. Whoever sees one region only does not see what engineers of others do:
/// their lanes would look free and are not.
#[must_use]
pub fn is_wholly_seen(engineer: &Person, me: Option<&Person>) -> bool {
    me.is_none_or(|me| {
        rights::widest(&Actor::from(me), Action::ReadRequest) != Reach::Region || engineer.region == me.region
    })
}
