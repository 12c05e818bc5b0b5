//! Replays the demo centre's steps as a server does, through the domain's rules and rights.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Asia::Shanghai;
use demo::{DemoCentre, clock_for, clocks_for};
use domain::{
    CaseId, DispatchId, PersonId, RequestId, Timestamp,
    case::Case,
    command::Command,
    customer::Customer,
    fact::Fact,
    people::{Actor, Person},
    request::{Context, Dispatch, DispatchState, OfficeKnowledge, RequestState, ServiceRequest, decide, evolve},
    rights::may_command,
    sync::SubjectKind,
    time::Attested,
};

/// What stands after all steps.
pub struct Replay {
    pub requests: BTreeMap<RequestId, ServiceRequest>,
    pub cases: BTreeMap<CaseId, Case>,
    /// Every state that a dispatch has had.
    pub passed: BTreeSet<DispatchState>,
}

pub fn replay(centre: &DemoCentre) -> Replay {
    let people: BTreeMap<PersonId, &Person> = centre.people.iter().map(|person| (person.id, person)).collect();
    let mut replay = Replay { requests: BTreeMap::new(), cases: BTreeMap::new(), passed: BTreeSet::new() };
    let mut dispatches: BTreeMap<DispatchId, RequestId> = BTreeMap::new();
    for (case, step) in centre.steps() {
        let id = match step.subject.kind {
            SubjectKind::Request => RequestId(step.subject.id),
            SubjectKind::Dispatch => dispatches[&DispatchId(step.subject.id)],
        };
        let actor = Actor::from(people[&step.actor]);
        let request = replay.requests.get(&id);
        if let Some(request) = request {
            let dispatch = request.dispatch(DispatchId(step.subject.id));
            let owner = dispatch.map(|dispatch| dispatch.engineer);
            assert!(may_command(&actor, &step.command, request, owner), "{} may not {step:?}", actor.name);
        }
        let knowledge = OfficeKnowledge {
            customer: customer_of(centre, &step.command),
            engineer: engineer_of(&people, &step.command),
            midnight: None,
            number: step.number.clone(),
            today: Some(local_date(step.at)),
            companion: companion_of(&people, &step.command),
            clocks: Some(&clocks_for),
            clock: Some(&clock_for),
        };
        let context =
            Context { actor: &actor, attested: Attested { at: step.at, proven: true }, office: Some(&knowledge) };
        let decided = decide(request, &step.command, step.subject, &context);
        let decided = decided.unwrap_or_else(|rejection| panic!("{rejection}: {step:?}"));
        let case = replay.cases.entry(case.id).or_insert_with(|| case.clone());
        for fact in &decided.facts {
            match fact {
                Fact::RequestOpened { request } => drop(replay.requests.insert(id, (**request).clone())),
                Fact::Dispatched { dispatch } => drop(dispatches.insert(dispatch.id, id)),
                Fact::DispatchState { to, .. } => drop(replay.passed.insert(*to)),
                _ => {}
            }
            evolve(replay.requests.get_mut(&id).expect("opened before"), fact);
            case.evolve(fact);
        }
        if let Some(follow_up) = decided.follow_up {
            case.evolve(&Fact::RequestOpened { request: follow_up.clone() });
            replay.requests.insert(follow_up.id, *follow_up);
        }
    }
    replay
}

fn customer_of(centre: &DemoCentre, command: &Command) -> Option<Customer> {
    let (Command::DraftRequest { draft, .. } | Command::SubmitNewRequest { draft, .. }) = command else { return None };
    centre.customers.iter().find(|customer| customer.id == draft.customer).cloned()
}

fn engineer_of(people: &BTreeMap<PersonId, &Person>, command: &Command) -> Option<Person> {
    command.sends().map(|engineer| people[&engineer].clone())
}

fn companion_of(people: &BTreeMap<PersonId, &Person>, command: &Command) -> Option<Person> {
    command.sends_along().map(|companion| people[&companion].clone())
}

impl Replay {
    pub fn dispatches(&self) -> impl Iterator<Item = (&ServiceRequest, &Dispatch)> {
        self.requests.values().flat_map(|request| request.dispatches.iter().map(move |dispatch| (request, dispatch)))
    }

    pub fn queue(&self) -> Vec<&ServiceRequest> {
        let waits =
            |request: &&ServiceRequest| matches!(request.state, RequestState::Submitted | RequestState::Verified);
        let mut queue: Vec<_> = self.requests.values().filter(waits).collect();
        queue.sort_by_key(|request| request.queue_key());
        queue
    }
}

pub fn local_date(at: Timestamp) -> chrono::NaiveDate {
    at.to_utc().with_timezone(&Shanghai).date_naive()
}
