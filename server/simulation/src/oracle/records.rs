//! Records are what their facts say, the facts are what the rules allow, and nobody was overruled in silence.

use std::collections::BTreeMap;

use domain::{
    DispatchId, PersonId, Rejection, RequestId, Timestamp,
    fact::Fact,
    people::Actor,
    request::{Context, Decided, Dispatch, DispatchState, ServiceRequest, decide, evolve},
    sync::{Envelope, Outcome},
    time::Attested,
};
use store::{changes::Change, envelopes::Received};
use uuid::Uuid;

use crate::{
    book::Book,
    oracle::{Stored, hash_of},
};

pub(super) fn look(book: &Book, stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    if let Some(seq) = stored.broken_link {
        broken.push(format!("the chain of changes breaks at {seq}"));
    }
    if !stored.changes.iter().map(|change| change.seq).eq(1..=i64::try_from(stored.changes.len()).unwrap_or(0)) {
        broken.push("the numbers of changes have gaps or repeats".to_owned());
    }
    for (id, (version, request)) in &stored.requests {
        broken.extend(follow(stored, *id, *version, request));
    }
    broken.extend(rejections_have_a_cause(book, stored));
    broken.extend(rejections_are_by_the_rules(stored));
    broken
}

/// Facts of a change; None when they cannot be read.
pub(super) fn facts(change: &Change) -> Option<Vec<Fact>> {
    serde_json::from_str(&change.facts).ok()
}

/// Whether a change does nothing but keep an action with its request.
pub(super) fn only_keeps(change: &Change) -> bool {
    matches!(facts(change).as_deref(), Some([Fact::ActionKept { .. }]))
}

/// Tells a request's life again from its facts, asking the rules at every step.
fn follow(stored: &Stored, id: RequestId, version: i64, request: &ServiceRequest) -> Vec<String> {
    let mut broken = Vec::new();
    let mut told: Option<ServiceRequest> = None;
    let mut steps = 0;
    for change in stored.changes.iter().filter(|change| change.kind == "request" && RequestId(change.id) == id) {
        steps += 1;
        if change.version != steps {
            broken.push(format!("{id} has version {} where {steps} follows", change.version));
        }
        let Some(facts) = facts(change) else {
            broken.push(format!("the facts of change {} cannot be read", change.seq));
            continue;
        };
        if let Some(before) = &told {
            broken.extend(as_the_rules_say(stored, change, before));
        }
        for fact in &facts {
            match (&mut told, fact) {
                (None, Fact::RequestOpened { request }) => told = Some((**request).clone()),
                (Some(request), fact) => evolve(request, fact),
                (None, _) => broken.push(format!("{id} begins with something else than its opening")),
            }
        }
    }
    if steps != version {
        broken.push(format!("{id} has version {version} after {steps} changes"));
    }
    if told.is_none_or(|told| hash_of(&told) != hash_of(request)) {
        broken.push(format!("{id} is not what its facts say"));
    }
    broken
}

/// Every state each request was ever in, in order.
pub(super) fn lives(changes: &[Change]) -> BTreeMap<RequestId, Vec<ServiceRequest>> {
    let mut lives: BTreeMap<RequestId, Vec<ServiceRequest>> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.kind == "request") {
        let states = lives.entry(RequestId(change.id)).or_default();
        let mut next = states.last().cloned();
        for fact in facts(change).unwrap_or_default() {
            match (&mut next, fact) {
                (None, Fact::RequestOpened { request }) => next = Some(*request),
                (Some(request), fact) => evolve(request, &fact),
                (None, _) => {}
            }
        }
        states.extend(next);
    }
    lives
}

/// What the rules say to a command of the premises. They ask neither who it is nor when: that was looked at before.
fn judge(request: &ServiceRequest, person: PersonId, envelope: &Envelope) -> Result<Decided, Rejection> {
    let actor = Actor { person, name: String::new(), roles: Vec::new(), region: String::new() };
    let context = Context { actor: &actor, attested: Attested { at: Timestamp(0), proven: true }, office: None };
    decide(Some(request), &envelope.command, envelope.subject, &context)
}

/// The step was allowed where it was taken, and was answered as what it was.
fn as_the_rules_say(stored: &Stored, change: &Change, before: &ServiceRequest) -> Option<String> {
    let received = stored.envelopes.iter().find(|received| received.id == change.envelope)?;
    let envelope = Stored::envelope(received)?;
    let outcome = stored.came_of(received)?.outcome;
    if !envelope.command.is_from_away() {
        return None;
    }
    let word = envelope.command.word();
    match judge(before, PersonId(received.person), &envelope) {
        Err(rejection) if only_keeps(change) => {
            let is_said = facts(change).is_some_and(
                |facts| matches!(&facts[..], [Fact::ActionKept { action }] if action.because == rejection),
            );
            let word = rejection.word();
            (!is_said).then(|| format!("change {} keeps an action for another reason than {word}", change.seq))
        }
        Err(rejection) => {
            Some(format!("change {} ({word}) has an effect where the rules say {}", change.seq, rejection.word()))
        }
        Ok(decided) if decided.disputed != (outcome == Outcome::Kept) => {
            Some(format!("change {} ({word}) is {} and disputed: {}", change.seq, outcome.word(), decided.disputed))
        }
        Ok(_) if outcome == Outcome::Kept && !is_listed(change, before, &envelope) => {
            Some(format!("change {} ({word}) came late and nobody is asked to decide", change.seq))
        }
        Ok(_) => None,
    }
}

/// After late work the dispatch stands in the manager's list of disputes; after a correction that met another one, both
/// values do.
fn is_listed(change: &Change, before: &ServiceRequest, envelope: &Envelope) -> bool {
    let mut after = before.clone();
    facts(change).unwrap_or_default().iter().for_each(|fact| evolve(&mut after, fact));
    let is_disputed =
        |dispatch: &Dispatch| dispatch.id.0 == envelope.subject.id && dispatch.state == DispatchState::Disputed;
    after.dispatches.iter().any(is_disputed) || after.kept.iter().any(|kept| kept.envelope == change.envelope)
}

/// The tablet's rules allowed it. If the server's do not, somebody else must have been there meanwhile, or work of before
/// a sign-out arrived that nobody on the tablet could read any more.
fn rejections_have_a_cause(book: &Book, stored: &Stored) -> Vec<String> {
    let of_dispatch = requests_by_dispatch(stored);
    let mut broken = Vec::new();
    for received in stored.envelopes.iter().filter(|received| received.outcome == Outcome::Kept.word()) {
        let Some(envelope) = Stored::envelope(received) else { continue };
        if !envelope.command.is_from_premises() || !stored.effects(&received.id).is_empty() {
            continue;
        }
        let Some(request) = of_dispatch.get(&envelope.subject.id) else {
            broken.push(format!("{} is about a visit that does not exist", received.id));
            continue;
        };
        let saw = envelope.based_on.unwrap_or(0);
        let is_caused = stored.changes.iter().any(|change| {
            change.kind == "request"
                && RequestId(change.id) == *request
                && change.version > saw
                && (change.device != Some(received.device) || book.lay_sealed(&change.envelope, &received.id))
        });
        let is_built_on_sand = builds_on_quarantined(stored, received, *request, &of_dispatch);
        if !is_caused && !is_built_on_sand && !time_was_cut(stored, received, *request) {
            let word = Stored::result(received).and_then(|result| result.problem).map(|problem| problem.word);
            broken.push(format!(
                "{} ({}) was allowed on the tablet and is {word:?} here, though nobody interfered",
                received.id,
                envelope.command.word()
            ));
        }
    }
    broken
}

/// Whether the tablet did something about the request before that the server could not read when it came.
fn builds_on_quarantined(
    stored: &Stored,
    rejected: &Received,
    request: RequestId,
    of_dispatch: &BTreeMap<Uuid, RequestId>,
) -> bool {
    let earlier = stored.envelopes.iter().filter(|received| {
        received.device == rejected.device
            && received.device_seq < rejected.device_seq
            && received.outcome == Outcome::Quarantined.word()
    });
    earlier.filter_map(Stored::envelope).any(|envelope| of_dispatch.get(&envelope.subject.id) == Some(&request))
}

fn requests_by_dispatch(stored: &Stored) -> BTreeMap<Uuid, RequestId> {
    let mut found = BTreeMap::new();
    for (id, (_, request)) in &stored.requests {
        found.extend(request.dispatches.iter().map(|dispatch| (dispatch.id.0, *id)));
    }
    found
}

/// A tablet whose clock was set ahead while it was away claims times in the server's future. They are cut at the
/// receipt, and the customer signed for others.
fn time_was_cut(stored: &Stored, rejected: &Received, request: RequestId) -> bool {
    let effects = stored.changes.iter().filter(|change| change.kind == "request" && RequestId(change.id) == request);
    let own = effects.filter(|change| change.device == Some(rejected.device));
    let mut envelopes = own.filter_map(|change| {
        let received = stored.envelopes.iter().find(|received| received.id == change.envelope)?;
        Some((received.received_at, Stored::envelope(received)?))
    });
    envelopes
        .any(|(received_at, envelope)| envelope.occurred_at.plus(envelope.clock_offset_ms) > Timestamp(received_at))
}

/// What was not applied was objected to by a rule, in a state that the request was once in.
fn rejections_are_by_the_rules(stored: &Stored) -> Vec<String> {
    let of_dispatch = requests_by_dispatch(stored);
    let mut broken = Vec::new();
    for received in &stored.envelopes {
        let Some(result) = stored.came_of(received).filter(|result| result.outcome == Outcome::Kept) else { continue };
        let Some(envelope) = Stored::envelope(received) else { continue };
        let Some(request) = of_dispatch.get(&envelope.subject.id) else { continue };
        if !envelope.command.is_from_premises() || !stored.effects(&received.id).is_empty() {
            continue;
        }
        let word = result.problem.map(|problem| problem.word);
        let objects = |state: &ServiceRequest| {
            let rejection = judge(state, PersonId(received.person), &envelope).err();
            rejection.map(|rejection| rejection.word().to_owned()) == word
        };
        // Of the states before the dispatch was made every one would say that it is not there.
        let states = stored.lives.get(request).into_iter().flatten();
        let mut with_dispatch = states.filter(|state| state.dispatch(DispatchId(envelope.subject.id)).is_some());
        if !with_dispatch.any(objects) {
            let command = envelope.command.word();
            broken.push(format!("{} ({command}) is not applied for {word:?}, which no rule ever said", received.id));
        }
    }
    broken
}
