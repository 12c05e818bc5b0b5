//! Performs the scripts: every step goes through the domain's own rules, in the order of time, up to now.

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::{
    CaseId, DispatchId, PersonId, Rejection, RequestId, Timestamp,
    command::Command,
    customer::Customer,
    fact::{Decision, Fact},
    follow_up::{self, Answers},
    people::{Actor, Person},
    request::{Context, OfficeKnowledge, ServiceRequest, decide, evolve},
    signature::{DocumentKind, SignatureLevel, SignatureRecord, canonical, sealed_content, sha256_hex},
    sync::{Subject, SubjectKind},
    time::{Attested, DAY},
    visit::Solved,
};

use crate::{
    Story, StoryStep,
    chance::Chance,
    days::{clock_for, clocks_for, date_of, on},
    device, ink,
    stories::{Act, PlannedSignature, Script, ScriptStep},
    world::World,
};

/// What came of the scripts.
pub(crate) struct Performance {
    pub stories: Vec<Story>,
    /// Steps to which a rule objected, in words. Empty, as the tests show.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the test that nothing is refused"))]
    pub refused: Vec<String>,
}

/// Plays all scripts together, because form numbers go in the order of time. Steps after now do not happen.
pub(crate) fn perform(world: &World, mut scripts: Vec<Script>) -> Performance {
    // Where two steps have the same time, the older case goes first, as in `DemoCentre::steps`.
    scripts.sort_by_key(|script| script.case.opened_at);
    let mut steps = Vec::new();
    let mut stories = Vec::new();
    for (index, script) in scripts.into_iter().enumerate() {
        steps.extend(script.steps.into_iter().filter(|step| step.at <= world.now).map(|step| (index, step)));
        stories.push(Story { case: script.case, steps: Vec::new() });
    }
    steps.sort_by_key(|(_, step)| step.at);
    let mut stage = Stage::new(world);
    let mut refused = Vec::new();
    for (index, step) in steps {
        if stage.has_nothing_to_ask(&step) {
            continue;
        }
        match stage.play(&step) {
            Ok(played) => stories[index].steps.push(played),
            Err(rejection) => refused.push(format!("{rejection} ({}, {step:?})", stories[index].case.title)),
        }
    }
    stories.retain(|story| !story.steps.is_empty());
    Performance { stories, refused }
}

struct Stage<'a> {
    people: BTreeMap<PersonId, &'a Person>,
    customers: &'a [Customer],
    requests: BTreeMap<RequestId, ServiceRequest>,
    /// The request of each dispatch.
    dispatches: BTreeMap<DispatchId, RequestId>,
    /// The last form number of each month.
    numbers: BTreeMap<(i32, u32), u32>,
    chance: Chance,
}

impl<'a> Stage<'a> {
    fn new(world: &'a World) -> Self {
        Self {
            people: world.people.iter().map(|person| (person.id, person)).collect(),
            customers: &world.customers,
            requests: BTreeMap::new(),
            dispatches: BTreeMap::new(),
            numbers: BTreeMap::new(),
            chance: Chance::new(world.seed, "stage", 0),
        }
    }

    fn play(&mut self, step: &ScriptStep) -> Result<StoryStep, Rejection> {
        let mut command = match &step.act {
            Act::Give(command) => (**command).clone(),
            Act::FollowUp => self.answers(step),
            Act::Sign(planned) => Command::Sign { record: Box::new(self.signed(step, planned)?) },
        };
        let number = self.takes_number(step.subject, &command).then(|| self.next_number(step.at));
        let actor = self.people.get(&step.actor).ok_or(Rejection::NoSuchEngineer)?;
        let knowledge = OfficeKnowledge {
            customer: self.customer_for(&command),
            engineer: self.engineer_for(step.subject, &command),
            midnight: command.planned_slot().map(|slot| on(date_of(slot.from), 0)),
            number: number.clone(),
            today: Some(date_of(step.at)),
            companion: self.companion_for(&command),
            clocks: Some(&clocks_for),
            clock: Some(&clock_for),
        };
        let context = Context {
            actor: &Actor::from(*actor),
            attested: Attested { at: step.at, proven: true },
            office: Some(&knowledge),
        };
        let request = self.request_of(step.subject);
        let mut decided = decide(request, &command, step.subject, &context);
        // Days that were full had visits against a rule too.
        if let Err(Rejection::ReasonNeeded { .. }) = decided {
            command = with_reason(command);
            decided = decide(request, &command, step.subject, &context);
        }
        let decided = decided?;
        if number.is_some() {
            *self.numbers.entry(month(step.at)).or_default() += 1;
        }
        self.record(step.subject, &decided.facts);
        if let Some(follow_up) = decided.follow_up {
            self.requests.insert(follow_up.id, *follow_up);
        }
        Ok(StoryStep { at: step.at, actor: step.actor, subject: step.subject, command, number })
    }

    /// A call about a visit that did not take place is not made.
    fn has_nothing_to_ask(&self, step: &ScriptStep) -> bool {
        let is_due = |request| follow_up::place(request).is_some_and(|(stage, _)| stage == follow_up::Stage::Due);
        matches!(step.act, Act::FollowUp) && !self.request_of(step.subject).is_some_and(is_due)
    }

    /// What the customer says on the phone: mostly what was said on the premises.
    fn answers(&self, step: &ScriptStep) -> Command {
        let mut chance = Chance::new(step.subject.id.as_u64_pair().1, "follow-up", 0);
        let visits = self.request_of(step.subject).map(|request| request.dispatches.clone()).unwrap_or_default();
        let result = visits.iter().rev().find_map(|dispatch| dispatch.visit.result.clone());
        if chance.percent(6) {
            let next_try = Some(step.at.plus(DAY));
            return Command::LogFollowUpAttempt { note: "没人接。".to_owned(), next_try };
        }
        let is_worse = chance.percent(4);
        let answers = Answers {
            solved: result.as_ref().map_or(Solved::All, |result| result.solved),
            polite: !chance.percent(3),
            punctual: !chance.percent(8),
            told_prevention: result.as_ref().is_none_or(|result| result.told_prevention),
            satisfaction: if is_worse { 2 } else { result.as_ref().map_or(4, |result| result.satisfaction.max(1)) },
            opinion: if is_worse { "第二天又出现同样的问题。".to_owned() } else { String::new() },
            asks_for_more: false,
        };
        let case = answers.is_dissatisfied().then(|| CaseId(chance.id(step.at)));
        Command::RecordFollowUp { answers: Box::new(answers), case }
    }

    fn record(&mut self, subject: Subject, facts: &[Fact]) {
        let Some(id) = self.id_of(subject) else { return };
        for fact in facts {
            match fact {
                Fact::RequestOpened { request } => {
                    self.requests.insert(id, (**request).clone());
                }
                Fact::Dispatched { dispatch } => {
                    self.dispatches.insert(dispatch.id, id);
                }
                _ => {}
            }
            if let Some(request) = self.requests.get_mut(&id) {
                evolve(request, fact);
            }
        }
    }

    fn id_of(&self, subject: Subject) -> Option<RequestId> {
        match subject.kind {
            SubjectKind::Request => Some(RequestId(subject.id)),
            SubjectKind::Dispatch => self.dispatches.get(&DispatchId(subject.id)).copied(),
        }
    }

    fn request_of(&self, subject: Subject) -> Option<&ServiceRequest> {
        self.id_of(subject).and_then(|id| self.requests.get(&id))
    }

    fn customer_for(&self, command: &Command) -> Option<Customer> {
        let (Command::DraftRequest { draft, .. } | Command::SubmitNewRequest { draft, .. }) = command else {
            return None;
        };
        self.customers.iter().find(|customer| customer.id == draft.customer).cloned()
    }

    fn engineer_for(&self, subject: Subject, command: &Command) -> Option<Person> {
        let engineer = match command {
            Command::Reschedule { dispatch, .. } => self.request_of(subject)?.dispatch(*dispatch)?.engineer,
            _ => command.sends()?,
        };
        self.people.get(&engineer).map(|person| (*person).clone())
    }

    fn companion_for(&self, command: &Command) -> Option<Person> {
        self.people.get(&command.sends_along()?).map(|person| (*person).clone())
    }

    fn takes_number(&self, subject: Subject, command: &Command) -> bool {
        match command {
            Command::SubmitNewRequest { .. } => true,
            Command::SubmitRequest => self.request_of(subject).is_some_and(|request| request.number.is_empty()),
            Command::WriteOff { decision, .. } => *decision == Some(Decision::ReDispatch),
            _ => false,
        }
    }

    fn next_number(&self, at: Timestamp) -> String {
        let (year, month) = month(at);
        let last = self.numbers.get(&(year, month)).copied().unwrap_or_default();
        format!("XC-{year:04}-{month:02}-{:04}", last + 1)
    }

    /// The record of a signature over the form as it stands, signed by the demo's device.
    fn signed(&mut self, step: &ScriptStep, planned: &PlannedSignature) -> Result<SignatureRecord, Rejection> {
        let id = DispatchId(step.subject.id);
        let request = self.request_of(step.subject).ok_or(Rejection::NotFound)?;
        let dispatch = request.dispatch(id).ok_or(Rejection::NotFound)?;
        let content = sealed_content(planned.kind, request, dispatch);
        let content_version = match planned.kind {
            DocumentKind::SignOff => dispatch.visit.presented.max(1),
            _ => 1,
        };
        let mut record = SignatureRecord {
            id: domain::SignatureId(self.chance.id(step.at)),
            kind: planned.kind,
            document_id: id,
            content_version,
            content_hash: sha256_hex(&canonical(&content)),
            content,
            ink: ink::signature(&planned.signer, &mut self.chance),
            signer_name: planned.signer.clone(),
            level: SignatureLevel::Drawn,
            shown_at: planned.shown_at,
            signed_at: step.at,
            device_id: device::device_id(),
            device_signature: String::new(),
            countersignature: None,
        };
        device::sign(&mut record);
        Ok(record)
    }
}

fn month(at: Timestamp) -> (i32, u32) {
    let date = date_of(at);
    (date.year(), date.month())
}

/// The subject of an office command.
pub(crate) fn about_request(id: RequestId) -> Subject {
    Subject { kind: SubjectKind::Request, id: id.0 }
}

/// The subject of a command from the premises.
pub(crate) fn about_dispatch(id: DispatchId) -> Subject {
    Subject { kind: SubjectKind::Dispatch, id: id.0 }
}

/// The same, with why it is planned although a rule speaks against it.
fn with_reason(mut command: Command) -> Command {
    if let Command::Assign { reason, .. } | Command::Reschedule { reason, .. } = &mut command {
        *reason = Some("客户要求这个时间".to_owned());
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Size, stories};

    /// Around the clock through a week in spring with a public holiday in it, and the minutes around a midnight.
    #[test]
    fn no_rule_objects_to_any_step_at_any_time_and_the_number_of_requests_is_exact() {
        let start: Timestamp = "2026-04-03T16:00:00.000Z".parse().expect("a time");
        let hours = (0..35).map(|number| start.plus(number * 5 * 3_600_000));
        let minutes = (-3..=3).map(|minute| start.plus(minute * 60_000 + 1));
        for now in hours.chain(minutes) {
            let world = World::new(now, Size::default(), 7);
            let performance = perform(&world, stories::write(&world, 200));
            assert_eq!(performance.refused, Vec::<String>::new(), "at {now}");
            let of_story = |story: &Story| {
                let opens = |step: &&StoryStep| match &step.command {
                    Command::DraftRequest { .. } | Command::SubmitNewRequest { .. } => true,
                    Command::WriteOff { follow_up, .. } => follow_up.is_some(),
                    _ => false,
                };
                story.steps.iter().filter(opens).count()
            };
            assert_eq!(performance.stories.iter().map(of_story).sum::<usize>(), 200, "at {now}");
        }
    }
}
