//! Giving commands: sends one, waits for the answer, says what came of it, and remembers how to take it back.

use std::sync::Arc;

use domain::{
    DispatchId, RequestId,
    command::Command,
    request::{RequestPatch, ServiceRequest},
    sync::{Outcome, PushResult, Subject, SubjectKind},
};
use leptos::{prelude::*, task::spawn_local};
use ui::{Desk, Said, Toasts, use_desk, use_toasts};
use words::{Text, common, office::acts as texts};

use super::{
    Act,
    despite::Despite,
    new_id,
    undo::{Back, DEPTH, Step, is_still},
};
use crate::{
    plan::{Plan, Why, command_for},
    refusal::Refusal,
    tell::{Tell, use_tell},
    unresolved::provide_help_dialog,
};

/// A dialog that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub act: Act,
    pub request: ServiceRequest,
    /// The clock it is about, if it is about one.
    pub rule: String,
}

/// Everything that acts on requests goes through this.
#[derive(Clone, Copy)]
pub struct Acts {
    pub(super) desk: Desk,
    pub(super) toasts: Toasts,
    pub(super) tell: Tell,
    steps: RwSignal<Vec<Step>>,
    next: StoredValue<u32>,
    /// The dialog that is open, if any.
    pub asked: RwSignal<Option<Asked>>,
    /// A place that waits for a reason, if any.
    pub(super) despite: RwSignal<Option<Despite>>,
    /// Fires when a command has had its effect.
    pub done: Trigger,
}

/// Called once by every page on which something can be done about requests.
pub fn provide_acts() -> Acts {
    let acts = Acts {
        desk: use_desk(),
        toasts: use_toasts(),
        tell: use_tell(),
        steps: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
        asked: RwSignal::new(None),
        despite: RwSignal::new(None),
        done: Trigger::new(),
    };
    provide_context(acts);
    provide_help_dialog();
    acts
}

/// # Panics
/// Outside of [`provide_acts`].
#[must_use]
pub fn use_acts() -> Acts {
    expect_context::<Acts>()
}

impl Acts {
    /// Sends a command about a request and waits for the server's word.
    ///
    /// # Errors
    /// The refusal in words.
    pub async fn give(self, request: RequestId, command: Command) -> Result<(), Refusal> {
        self.give_about(Subject { kind: SubjectKind::Request, id: request.0 }, command).await
    }

    /// The same about anything else a command can be about.
    ///
    /// # Errors
    /// The refusal in words.
    pub async fn give_about(self, subject: Subject, command: Command) -> Result<(), Refusal> {
        let Some(client) = self.desk.client() else {
            return Err(untrack(|| Refusal::passing(common::UNREACHABLE, self.tell)));
        };
        match client.submit(subject, command).await {
            Ok(result) => {
                let answer = untrack(|| self.weigh(result));
                self.done.notify();
                answer
            }
            Err(error) => Err(untrack(|| Refusal::of_submit(&error, self.tell))),
        }
    }

    /// Sends a command and says what came of it.
    pub fn run(self, request: RequestId, command: Command, said: impl Into<Said>, back: Option<Back>) {
        let said = said.into();
        spawn_local(async move {
            match self.give(request, command).await {
                Ok(()) => untrack(|| self.say_done(request, said, back)),
                Err(refusal) => self.toasts.failed(refusal.sentence),
            }
        });
    }

    /// Brings a request to a plan: assigns, moves, reassigns or takes back, whatever is needed.
    pub fn bring(self, request: &ServiceRequest, target: Plan) {
        self.bring_because(request, target, None);
    }

    /// The same although a rule speaks against it, with somebody's reason.
    pub(super) fn bring_despite(self, request: &ServiceRequest, target: Plan, reason: &str) {
        self.bring_because(request, target, Some(reason));
    }

    fn bring_because(self, request: &ServiceRequest, target: Plan, despite: Option<&str>) {
        let usual = self.tell.say(match target {
            Plan::Unassigned => texts::RECALL_REASON,
            Plan::At { .. } => texts::REASSIGN_REASON,
        });
        let new = DispatchId(new_id(self.desk.now()));
        let Some(command) = command_for(request, target, new, &Why { usual, despite }) else { return };
        let said = self.bringing(request, &command);
        let back = Back::Plan { before: Plan::of(request), made: target };
        self.run(request.id, command, said, Some(back));
    }

    /// Says that a step was done and keeps how to take it back.
    pub fn say_done(self, request: RequestId, said: impl Into<Said>, back: Option<Back>) {
        let said = said.into();
        let Some(back) = back else {
            self.toasts.done(said, None);
            return;
        };
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.steps.update(|steps| {
            if steps.len() == DEPTH {
                steps.remove(0);
            }
            steps.push(Step { id, request, said: said.clone(), toast: None, back });
        });
        let toast = self.toasts.undoable(said, Arc::new(move || self.take_back(Some(id))));
        self.steps.update(|steps| {
            if let Some(step) = steps.iter_mut().find(|step| step.id == id) {
                step.toast = Some(toast);
            }
        });
    }

    /// Takes a decision back from outside its message, which goes with it.
    pub fn reopen(self, request: RequestId, said: Said) {
        let is_own = |step: &&Step| step.request == request && matches!(step.back, Back::Reopen);
        let own = self.steps.with_untracked(|steps| steps.iter().rev().find(is_own).map(|step| step.id));
        match own {
            Some(step) => self.take_back(Some(step)),
            None => self.run(request, Command::ReopenDispute, said, None),
        }
    }

    /// Says that a decision had no effect because somebody else was faster; `why` where nobody is known to have been.
    pub fn say_lost(self, request: RequestId, unit: &str, why: &str) {
        let request = self.desk.client().and_then(|client| client.request(request));
        let settled_by = request.and_then(|request| request.settlement.as_ref().map(|settled| settled.by_name.clone()));
        let said = match settled_by {
            Some(who) => Said::filled(texts::DECISION_LOST, &[("unit", unit), ("who", &who)]),
            None => Said::filled(texts::LOST_RACE, &[("why", why)]),
        };
        self.toasts.failed(said);
    }

    /// Says that a step was taken down and that somebody decides about it.
    pub fn say_kept(self, unit: &str, sentence: &str) {
        self.toasts.failed(untrack(|| self.tell.dotted(&[unit.to_owned(), sentence.to_owned()])));
    }

    /// The centre's time now.
    #[must_use]
    pub fn now(self) -> domain::Timestamp {
        self.desk.now()
    }

    /// Says why something can't be done here; nothing was tried.
    pub fn object(self, reason: Text) {
        self.toasts.done(reason, None);
    }

    #[must_use]
    pub fn can_undo(self) -> bool {
        self.steps.with(|steps| !steps.is_empty())
    }

    /// Takes the newest step back.
    pub fn undo(self) {
        self.take_back(None);
    }

    fn take_back(self, id: Option<u32>) {
        let taken = self.steps.try_update(|steps| {
            let index = match id {
                Some(id) => steps.iter().position(|step| step.id == id)?,
                None => steps.len().checked_sub(1)?,
            };
            Some(steps.remove(index))
        });
        let Some(step) = taken.flatten() else {
            if id.is_none() {
                self.toasts.done(texts::NOTHING_TO_UNDO, None);
            }
            return;
        };
        // Its undo has been taken: the message must not offer it again.
        if let Some(toast) = step.toast {
            self.toasts.close(toast);
        }
        if let Back::Plans(moved) = step.back {
            self.take_back_all(moved);
            return;
        }
        let Some(request) = self.desk.client().and_then(|client| client.request(step.request)) else { return };
        let command = match &step.back {
            Back::Plan { made, .. } if !is_still(&request, *made) => {
                self.toasts.failed(Said::filled(texts::CHANGED_SINCE, &[("unit", &request.unit)]));
                return;
            }
            Back::Plan { before, .. } => {
                let new = DispatchId(new_id(self.desk.now()));
                let usual = self.tell.say(common::UNDO);
                // What was planned against a rule goes back against it.
                let despite = self.needs_reason(&request, *before).then_some(usual);
                command_for(&request, *before, new, &Why { usual, despite })
            }
            Back::Plans(_) => None,
            Back::Fields(patch) => Some(Command::EditRequest { patch: patch.clone(), seen: None }),
            Back::Resubmit => Some(Command::SubmitRequest),
            Back::Reopen if request.settlement.is_none() => {
                self.toasts.failed(Said::filled(texts::CHANGED_SINCE, &[("unit", &request.unit)]));
                return;
            }
            Back::Reopen => Some(Command::ReopenDispute),
            Back::Give(command) => Some((**command).clone()),
        };
        let Some(command) = command else { return };
        spawn_local(async move {
            match self.give(step.request, command).await {
                Ok(()) => untrack(|| {
                    let what = step.said.clone();
                    let said = Said::new(move |words| words.fill(texts::UNDONE, &[("what", &what.in_words(words))]));
                    self.say_done(step.request, said, None);
                }),
                Err(refusal) => {
                    if refusal.may_pass {
                        self.keep(step);
                    }
                    self.toasts.failed(refusal.sentence);
                }
            }
        });
    }

    /// Puts a step back in its place that could not be taken back now: the next undo must not meet an older one.
    fn keep(self, step: Step) {
        self.steps.update(|steps| {
            let place = steps.partition_point(|other| other.id < step.id);
            steps.insert(place, Step { toast: None, ..step });
        });
    }

    fn bringing(self, request: &ServiceRequest, command: &Command) -> Said {
        let text = match command {
            Command::Assign { .. } => texts::ASSIGNED,
            Command::Reassign { .. } => texts::REASSIGNED,
            Command::Reschedule { .. } => texts::MOVED,
            _ => texts::RECALLED,
        };
        let unit = request.unit.clone();
        let (sent, from) = (command.sends(), command.planned_slot().map(|slot| slot.from));
        Said::new(move |words| {
            let engineer = sent.map(|engineer| self.tell.person(engineer)).unwrap_or_default();
            let time = from.map(|from| self.tell.near(from)).unwrap_or_default();
            words.fill(text, &[("unit", &unit), ("engineer", &engineer), ("time", &time)])
        })
    }

    fn weigh(self, result: PushResult) -> Result<(), Refusal> {
        match (result.outcome, result.problem) {
            (Outcome::Accepted, _) => Ok(()),
            (Outcome::Quarantined, None) => Err(Refusal::of(texts::NOT_UNDERSTOOD, self.tell)),
            (Outcome::Kept | Outcome::Retry, None) => Err(Refusal::passing(common::SERVER_TROUBLE, self.tell)),
            (outcome, Some(problem)) => {
                Err(Refusal { is_kept: outcome == Outcome::Kept, ..Refusal::of_problem(&problem, self.tell) })
            }
        }
    }

    /// Restores edited fields when the edit is taken back.
    #[must_use]
    pub fn back_to(before: RequestPatch) -> Back {
        Back::Fields(Box::new(before))
    }
}
