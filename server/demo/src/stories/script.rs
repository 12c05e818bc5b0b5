//! A script and the pen that writes it: who does what when, before the domain has its say.

use domain::{
    CaseId, DispatchId, PersonId, RequestId, Timestamp,
    case::{Case, CaseState},
    command::Command,
    fact::Decision,
    people::{Person, Role},
    request::{Draft, RequestPatch, Slot, Window},
    signature::DocumentKind,
    sync::Subject,
    time::{MINUTE, SECOND},
    visit::ProblemType,
};

use crate::{
    chance::Chance,
    days::{CLOSE, OPEN, date_of, day_after, full_second, minute_of_day, on, to_five_minutes},
    stage::{about_dispatch, about_request},
    world::{Matter, World},
};

/// A story as it is planned; what lies after now is left out when it is performed.
pub(crate) struct Script {
    pub case: Case,
    pub steps: Vec<ScriptStep>,
}

#[derive(Debug)]
pub(crate) struct ScriptStep {
    pub at: Timestamp,
    pub actor: PersonId,
    pub subject: Subject,
    pub act: Act,
}

#[derive(Debug)]
pub(crate) enum Act {
    Give(Box<Command>),
    /// A call to the customer, if there was a visit: what is said depends on what the form says.
    FollowUp,
    /// A signature: its content is known only when the form is.
    Sign(PlannedSignature),
}

#[derive(Debug)]
pub(crate) struct PlannedSignature {
    pub kind: DocumentKind,
    pub signer: String,
    pub shown_at: Timestamp,
}

impl Script {
    /// How many requests exist by `now`: the first, and those that continue one.
    pub(crate) fn requests(&self, now: Timestamp) -> usize {
        let opens = |step: &&ScriptStep| {
            let Act::Give(command) = &step.act else { return false };
            let opens = match &**command {
                Command::DraftRequest { .. } | Command::SubmitNewRequest { .. } => true,
                Command::WriteOff { follow_up, .. } => follow_up.is_some(),
                _ => false,
            };
            opens && step.at <= now
        };
        self.steps.iter().filter(opens).count()
    }
}

/// A dispatch under the pen.
#[derive(Clone, Copy)]
pub(crate) struct Sent<'a> {
    pub dispatch: DispatchId,
    pub engineer: &'a Person,
}

/// Writes one story. Times never go back: a step that would come too early follows a second after the one before.
pub(crate) struct Pen<'a> {
    pub world: &'a World,
    pub matter: Matter<'a>,
    pub chance: Chance,
    /// Who manages the dispatch.
    pub manager: PersonId,
    request: RequestId,
    script: Script,
    last: Timestamp,
}

impl<'a> Pen<'a> {
    /// Begins the story of a case that is opened at `opened`.
    pub(crate) fn new(world: &'a World, matter: Matter<'a>, mut chance: Chance, opened: Timestamp) -> Self {
        let opened = full_second(opened);
        let case = Case {
            id: CaseId(chance.id(opened)),
            customer: matter.customer.id,
            title: matter.problem.symptom.clone(),
            state: CaseState::Open,
            requests: Vec::new(),
            opened_at: opened,
            concerns: None,
        };
        let manager = manager_of(world, matter, &mut chance);
        let request = RequestId(chance.id(opened));
        let script = Script { case, steps: Vec::new() };
        let last = opened.plus(-SECOND);
        Self { world, matter, chance, manager, request, script, last }
    }

    pub(crate) fn finish(self) -> Script {
        self.script
    }

    /// The time of the last step.
    pub(crate) fn last(&self) -> Timestamp {
        self.last
    }

    fn put(&mut self, at: Timestamp, actor: PersonId, subject: Subject, act: Act) -> Timestamp {
        let at = full_second(at).max(self.last.plus(SECOND));
        self.last = at;
        self.script.steps.push(ScriptStep { at, actor, subject, act });
        at
    }

    pub(crate) fn office(&mut self, at: Timestamp, actor: PersonId, command: Command) {
        self.put(at, actor, about_request(self.request), Act::Give(Box::new(command)));
    }

    /// A command from the premises; returns when it was given.
    pub(crate) fn premises(&mut self, at: Timestamp, sent: Sent, command: Command) -> Timestamp {
        self.put(at, sent.engineer.id, about_dispatch(sent.dispatch), Act::Give(Box::new(command)))
    }

    pub(crate) fn sign(&mut self, at: Timestamp, sent: Sent, kind: DocumentKind, shown_at: Timestamp) {
        // A pledge is given by us.
        let is_ours = kind == DocumentKind::Pledge;
        let signer = if is_ours { sent.engineer.name.clone() } else { self.contact_name() };
        let act = Act::Sign(PlannedSignature { kind, signer, shown_at });
        self.put(at, sent.engineer.id, about_dispatch(sent.dispatch), act);
    }

    /// Whom the engineer meets.
    pub(crate) fn contact_name(&self) -> String {
        self.matter.customer.contacts.first().map(|contact| contact.name.clone()).unwrap_or_default()
    }

    fn hotline(&self) -> PersonId {
        self.world.holder(Role::Hotline).id
    }

    fn draft_of(&self, wished_at: Option<Timestamp>) -> Box<Draft> {
        let Matter { customer, problem, urgency } = self.matter;
        Box::new(Draft {
            customer: customer.id,
            contact: customer.contacts.first().cloned().unwrap_or_default(),
            product: self.matter.product(),
            category: problem.category.to_owned(),
            symptom: problem.symptom.clone(),
            channel: problem.channel,
            urgency,
            wished_at,
            follows: None,
        })
    }

    /// The hotline takes the request down and does not submit it yet.
    pub(crate) fn draft(&mut self, at: Timestamp) {
        let (case, draft) = (self.script.case.id, self.draft_of(None));
        self.office(at, self.hotline(), Command::DraftRequest { case, draft });
    }

    pub(crate) fn submit(&mut self, at: Timestamp) {
        let wished_at = self.chance.percent(25).then(|| to_five_minutes(at.plus(20 * 60 * MINUTE)));
        let (case, draft) = (self.script.case.id, self.draft_of(wished_at));
        self.office(at, self.hotline(), Command::SubmitNewRequest { case, draft });
    }

    /// Corrects the symptom and submits again what was declined.
    pub(crate) fn submit_again(&mut self, at: Timestamp, addition: &str) {
        let symptom = format!("{}（{addition}）", self.matter.problem.symptom);
        let patch = Box::new(RequestPatch { symptom: Some(symptom), ..RequestPatch::default() });
        self.office(at, self.hotline(), Command::EditRequest { patch, seen: None });
        self.office(at.plus(MINUTE), self.hotline(), Command::SubmitRequest);
    }

    pub(crate) fn verify(&mut self, at: Timestamp) {
        self.office(at, self.manager, Command::VerifyRequest { corrections: None });
    }

    /// Submits at `at` and verifies a little later, in the evening the next morning, but in any case before `until`.
    pub(crate) fn take_in(&mut self, at: Timestamp, until: Timestamp) {
        self.submit(at);
        let pause = self.chance.minutes(4, 35);
        let asked_in_the_evening = minute_of_day(at) >= CLOSE;
        let from = if asked_in_the_evening { on(day_after(date_of(at)), OPEN) } else { at };
        let verified = from.plus(pause);
        self.verify(if verified < until { verified } else { at.plus(pause.min(until.since(at) / 2)) });
    }

    pub(crate) fn decline(&mut self, at: Timestamp, reason: &str) {
        self.office(at, self.manager, Command::DeclineRequest { reason: reason.to_owned() });
    }

    pub(crate) fn cancel(&mut self, at: Timestamp, reason: &str) {
        self.office(at, self.manager, Command::CancelRequest { reason: reason.to_owned() });
    }

    pub(crate) fn assign(
        &mut self,
        at: Timestamp,
        engineer: &'a Person,
        slot: Slot,
        window: Option<Window>,
    ) -> Sent<'a> {
        self.send(at, engineer, (None, slot, window))
    }

    /// Sends two: the second one goes along.
    pub(crate) fn assign_with(&mut self, at: Timestamp, engineer: &'a Person, along: &Person, slot: Slot) -> Sent<'a> {
        self.send(at, engineer, (Some(along.id), slot, None))
    }

    fn send(
        &mut self,
        at: Timestamp,
        engineer: &'a Person,
        (companion, slot, window): (Option<PersonId>, Slot, Option<Window>),
    ) -> Sent<'a> {
        let dispatch = DispatchId(self.chance.id(at));
        let assign = Command::Assign { companion, dispatch, engineer: engineer.id, slot, window, reason: None };
        self.office(at, self.manager, assign);
        Sent { dispatch, engineer }
    }

    pub(crate) fn reassign(
        &mut self,
        at: Timestamp,
        from: Sent,
        engineer: &'a Person,
        slot: Slot,
        reason: &str,
    ) -> Sent<'a> {
        let dispatch = DispatchId(self.chance.id(at));
        let (from, reason) = (from.dispatch, reason.to_owned());
        self.office(at, self.manager, Command::Reassign { from, dispatch, engineer: engineer.id, slot, reason });
        Sent { dispatch, engineer }
    }

    pub(crate) fn reschedule(&mut self, at: Timestamp, sent: Sent, slot: Slot) {
        self.office(at, self.manager, Command::Reschedule { dispatch: sent.dispatch, slot, reason: None });
    }

    pub(crate) fn recall(&mut self, at: Timestamp, sent: Sent, reason: &str) {
        self.office(at, self.manager, Command::Recall { dispatch: sent.dispatch, reason: reason.to_owned() });
    }

    pub(crate) fn settle_wish(&mut self, at: Timestamp, sent: Sent, accept: bool) {
        self.office(at, self.manager, Command::SettleAppointment { dispatch: sent.dispatch, accept });
    }

    pub(crate) fn settle_dispute(&mut self, at: Timestamp, sent: Sent, accept: bool) {
        self.office(at, self.manager, Command::SettleDispute { dispatch: sent.dispatch, accept });
    }

    pub(crate) fn send_back(&mut self, at: Timestamp, reason: &str) {
        self.office(at, self.manager, Command::SendBack { reason: reason.to_owned() });
    }

    pub(crate) fn write_off(&mut self, at: Timestamp) {
        let problem_type = self.matter.problem.problem_type();
        self.close(at, problem_type, None, "", None);
    }

    /// Closes a form that was not solved, with a decision and the advice that goes with it.
    pub(crate) fn decide(&mut self, at: Timestamp, decision: Decision, advice: &str) {
        let problem_type = self.matter.problem.problem_type();
        self.close(at, problem_type, Some(decision), advice, None);
    }

    /// Decides for a second visit; what follows is about the request that continues this one.
    pub(crate) fn re_dispatch(&mut self, at: Timestamp, advice: &str) {
        let follow_up = RequestId(self.chance.id(at));
        let problem_type = self.matter.problem.problem_type();
        self.close(at, problem_type, Some(Decision::ReDispatch), advice, Some(follow_up));
        self.request = follow_up;
    }

    fn close(
        &mut self,
        at: Timestamp,
        problem_type: ProblemType,
        decision: Option<Decision>,
        advice: &str,
        follow_up: Option<RequestId>,
    ) {
        let advice = advice.to_owned();
        self.office(at, self.manager, Command::WriteOff { problem_type, decision, advice, follow_up });
        // Quality calls the next day, for one visit in eight only after some days; what is newer waits in the queue.
        let request = self.request;
        let days = if request.0.as_u64_pair().1.is_multiple_of(8) { 6 } else { 1 };
        let called = ScriptStep {
            at: self.last.plus(days * 24 * 60 * MINUTE),
            actor: self.world.holder(Role::Quality).id,
            subject: about_request(request),
            act: Act::FollowUp,
        };
        self.script.steps.push(called);
    }

    pub(crate) fn archive(&mut self, at: Timestamp) {
        self.office(at, self.manager, Command::Archive);
    }
}

/// Mostly the duty manager; sometimes the support manager, or the region manager for a customer of the region.
fn manager_of(world: &World, matter: Matter, chance: &mut Chance) -> PersonId {
    let region_manager = world.holder(Role::RegionManager);
    let own_region = region_manager.region == matter.customer.region;
    let role = match chance.between(1, 100) {
        1..=30 if own_region => Role::RegionManager,
        1..=8 => Role::SupportManager,
        _ => Role::DutyManager,
    };
    world.holder(role).id
}
