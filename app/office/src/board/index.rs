//! What stands where on the board, worked out from all records at once. Parts of the screen watch their own part of it,
//! so that a change redraws only what it concerns.

use std::collections::BTreeMap;

use domain::{
    DispatchId, PersonId, RequestId, Timestamp,
    deadline::Clock,
    dispute,
    people::{Actor, Person, Role},
    request::{Dispatch, DispatchState, RequestState, ServiceRequest},
    rights::{self, Action, Reach},
    time::HOUR,
};

use super::filter::Filter;
use crate::plan::{self, Hours, Lane};

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
    /// A wish, a call for help, a delay nobody agreed to, disputed work.
    pub decide: Vec<RequestId>,
    pub lanes: BTreeMap<PersonId, Lane>,
    /// Jobs the filter leaves out.
    pub dimmed: Vec<DispatchId>,
    pub hours: Hours,
    pub counts: Counts,
    /// The filter left something out of the queue.
    pub is_filtered: bool,
}

/// What the index depends on besides the records.
pub struct View<'a> {
    pub day: Timestamp,
    pub today: Timestamp,
    pub now: Timestamp,
    pub filter: &'a Filter,
    pub me: Option<&'a Person>,
    pub engineers: &'a [Person],
}

#[must_use]
pub fn index<'a>(requests: impl Iterator<Item = &'a ServiceRequest> + Clone, view: &View) -> Index {
    let base = |id| view.engineers.iter().find(|person| person.id == id).and_then(|person| person.base);
    let lanes = plan::lanes(requests.clone(), view.day, view.now, base);
    let spans = lanes.values().flat_map(|lane| &lane.jobs).map(|job| (job.from, job.until));
    let mut index = Index {
        queue: Vec::new(),
        unsolved: Vec::new(),
        returned: Vec::new(),
        decide: Vec::new(),
        hours: Hours::around(view.day, spans),
        dimmed: Vec::new(),
        counts: Counts::default(),
        is_filtered: false,
        lanes,
    };
    let mut groups: [Vec<&ServiceRequest>; 4] = Default::default();
    for request in requests {
        count(&mut index.counts, request, view);
        let taken = view.filter.takes(request, view.me);
        if !taken {
            index.dimmed.extend(request.active_dispatch().map(|dispatch| dispatch.id));
        }
        let unassigned = is_unassigned(request);
        if !taken {
            index.is_filtered |= unassigned;
            continue;
        }
        if unassigned {
            groups[0].push(request);
        }
        if request.state == RequestState::Returned {
            groups[if is_unsolved_before(request, view.today) { 1 } else { 2 }].push(request);
        }
        if waits_for_decision(request) || is_left_over(request, view.today) {
            groups[3].push(request);
        }
    }
    let [queue, unsolved, returned, decide] = &mut groups;
    queue.sort_by_key(|request| (request.queue_key(), request.id));
    unsolved.sort_by_key(|request| (returned_at(request), request.id));
    returned.sort_by_key(|request| (returned_at(request), request.id));
    decide.sort_by_key(|request| (request.queue_key(), request.id));
    let ids = |group: &[&ServiceRequest]| group.iter().map(|request| request.id).collect();
    index.queue = ids(queue);
    index.unsolved = ids(unsolved);
    index.returned = ids(returned);
    index.decide = ids(decide);
    index
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

/// Engineers in the order of their lanes: those who can be sent and those who have jobs that day.
#[must_use]
pub fn lane_order(
    people: &[Person],
    lanes: &BTreeMap<PersonId, Lane>,
    filter: &Filter,
    me: Option<&Person>,
) -> Vec<PersonId> {
    let has_lane = |person: &&Person| {
        let can_go = person.active && person.roles.contains(&Role::Field);
        ((can_go && is_wholly_seen(person, me)) || lanes.contains_key(&person.id)) && filter.takes_lane(person)
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
