//! What the office can do about an unresolved problem: which deeds are possible, what each asks for, and the command of it.

use domain::{
    DispatchId, RequestId,
    command::Command,
    custody::{Holder, Keeping},
    people::{Actor, Colleague},
    request::{Dispatch, ServiceRequest},
    rights::{self, Action, Scope},
    sync::{Subject, SubjectKind},
    unresolved::{Consultation, Escalation, Stage, stage},
};
use words::{Text, common, unresolved as texts};

use crate::acts::may_manage;

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    AnswerHelp(DispatchId),
    Consult,
    Escalate,
    Acknowledge,
    Chase,
    TellCustomer(DispatchId),
    Workaround,
    Solution,
    Works,
    Fails,
    Redispatch,
    End,
    HandOver(DispatchId),
    EndCustody(DispatchId),
}

/// A field that a deed asks for.
#[derive(Clone, Copy)]
pub struct Asked {
    pub label: Text,
    pub hint: Option<Text>,
    pub is_needed: bool,
    /// Several lines.
    pub is_long: bool,
}

const fn needed(label: Text) -> Asked {
    Asked { label, hint: None, is_needed: true, is_long: false }
}

const fn needed_long(label: Text) -> Asked {
    Asked { label, hint: None, is_needed: true, is_long: true }
}

const fn optional(label: Text) -> Asked {
    Asked { label, hint: None, is_needed: false, is_long: false }
}

impl Deed {
    pub fn title(self) -> Text {
        match self {
            Deed::AnswerHelp(_) => texts::ANSWER_HELP,
            Deed::Consult => texts::CONSULT,
            Deed::Escalate => texts::ESCALATE,
            Deed::Acknowledge => texts::ACKNOWLEDGE,
            Deed::Chase => texts::CHASE,
            Deed::TellCustomer(_) => texts::TELL_CUSTOMER,
            Deed::Workaround => texts::WORKAROUND,
            Deed::Solution => texts::SOLUTION,
            Deed::Works => texts::CHECK_WORKS,
            Deed::Fails => texts::CHECK_FAILS,
            Deed::Redispatch => texts::REDISPATCH,
            Deed::End => texts::END,
            Deed::HandOver(_) => texts::HAND_OVER,
            Deed::EndCustody(_) => texts::END_CUSTODY,
        }
    }

    /// The fields in their order; their values come back in the same order.
    pub fn fields(self) -> Vec<Asked> {
        match self {
            Deed::AnswerHelp(_) => vec![needed_long(texts::PLAN)],
            Deed::Consult => vec![needed_long(texts::FINDINGS), needed_long(texts::PLAN)],
            Deed::Escalate => {
                vec![needed_long(texts::DESCRIPTION), optional(texts::DATA_REFERENCE), needed(texts::RECIPIENT)]
            }
            Deed::Acknowledge => vec![needed(texts::SUBMISSION_NUMBER), needed(texts::RECEIVED_BY)],
            Deed::Chase => vec![Asked { hint: Some(texts::CHASE_HINT), ..needed_long(texts::STATE_OF_THINGS) }],
            Deed::TellCustomer(_) => {
                vec![Asked { hint: Some(texts::TELL_CUSTOMER_HINT), ..needed_long(texts::STATE_OF_THINGS) }]
            }
            Deed::Workaround => vec![needed_long(texts::WORKAROUND)],
            Deed::Solution => vec![needed_long(texts::SOLUTION), optional(texts::NEEDS_VERSION)],
            Deed::Works => vec![optional(texts::NOTE)],
            Deed::Fails => vec![needed_long(texts::FAILS_WHY)],
            Deed::Redispatch => vec![needed_long(texts::REDISPATCH_ADVICE)],
            Deed::End => vec![needed_long(texts::END_REASON)],
            Deed::HandOver(_) => vec![needed(texts::HAND_OVER_TO), optional(texts::NOTE)],
            Deed::EndCustody(_) => vec![optional(texts::WITNESS), optional(texts::NOTE)],
        }
    }

    /// What is said when it is done.
    pub fn said(self) -> Text {
        match self {
            Deed::AnswerHelp(_) => texts::ANSWERED,
            Deed::Redispatch => texts::REDISPATCHED,
            _ => texts::SAVED,
        }
    }

    /// What the command is about.
    pub fn subject(self, request: RequestId) -> Subject {
        match self {
            Deed::TellCustomer(id) | Deed::HandOver(id) | Deed::EndCustody(id) => {
                Subject { kind: SubjectKind::Dispatch, id: id.0 }
            }
            _ => Subject { kind: SubjectKind::Request, id: request.0 },
        }
    }
}

/// What was chosen beside the texts.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub participants: Vec<Colleague>,
    pub solution_found: bool,
    pub keeping: Option<Keeping>,
}

/// The command of a deed; `values` are its fields in their order.
pub fn command(
    deed: Deed,
    request: &ServiceRequest,
    values: &[String],
    choices: Choices,
    new: RequestId,
) -> Option<Command> {
    let value = |at: usize| values.get(at).cloned().unwrap_or_default();
    Some(match deed {
        Deed::AnswerHelp(dispatch) => Command::AnswerHelp { dispatch, plan: value(0) },
        Deed::Consult => Command::Consult {
            consultation: Box::new(Consultation {
                participants: choices.participants,
                findings: value(0),
                plan: value(1),
                solution_found: choices.solution_found,
            }),
        },
        Deed::Escalate => Command::Escalate {
            escalation: Box::new(Escalation { description: value(0), data_reference: value(1), recipient: value(2) }),
        },
        Deed::Acknowledge => Command::AcknowledgeEscalation { submission_number: value(0), received_by: value(1) },
        Deed::Chase => Command::ChaseHeadquarters { state: value(0) },
        Deed::TellCustomer(_) => Command::TellCustomer { state: value(0) },
        Deed::Workaround => Command::RecordWorkaround { text: value(0) },
        Deed::Solution => Command::RecordSolution { text: value(0), needs_version: value(1) },
        Deed::Works => Command::CheckSolution { works: true, note: value(0) },
        Deed::Fails => Command::CheckSolution { works: false, note: value(0) },
        Deed::Redispatch => Command::Redispatch { follow_up: new, advice: value(0) },
        Deed::End => Command::EndMatter { reason: value(0) },
        Deed::HandOver(_) => Command::HandOverData {
            to: Holder { keeping: choices.keeping.unwrap_or(Keeping::Office), name: value(0) },
            note: value(1),
        },
        Deed::EndCustody(id) => {
            let how = request.dispatch(id)?.visit.data.as_ref()?.plan.afterwards;
            Command::EndCustody { how, witness: value(0), note: value(1) }
        }
    })
}

/// The dispatch whose data is in our hands.
pub fn custody(request: &ServiceRequest) -> Option<&Dispatch> {
    request.dispatches.iter().find(|dispatch| dispatch.visit.custody().is_some_and(domain::custody::Custody::is_open))
}

fn may_keep(actor: &Actor, request: &ServiceRequest) -> bool {
    let owners = request.engineers();
    rights::permits(actor, Action::Custody, &Scope { region: &request.region, owners: &owners, archived: false })
}

/// What can be done now, the usual next step first.
pub fn possible(actor: &Actor, request: &ServiceRequest) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let matter = &request.unresolved;
    let is_theirs = matter.support_manager_since.is_none() || actor.has(domain::people::Role::SupportManager);
    if matter.is_open() && may_manage(actor, request) && is_theirs {
        let waits = matter.headquarters.is_some() && !matter.has_a_tried_solution();
        deeds.extend(match stage(request) {
            Some(Stage::Consultation) => vec![Deed::Consult, Deed::Escalate],
            Some(Stage::Sending) => vec![Deed::Escalate, Deed::Consult],
            Some(Stage::AtHeadquarters) => {
                let acknowledged = matter.headquarters.as_ref().is_some_and(|sent| sent.acknowledged.is_some());
                let receipt = (!acknowledged).then_some(Deed::Acknowledge);
                receipt.into_iter().chain([Deed::Chase, Deed::Solution]).collect()
            }
            Some(Stage::Trial) => vec![Deed::Works, Deed::Fails],
            Some(Stage::Visit) => vec![Deed::Redispatch],
            _ => Vec::new(),
        });
        deeds.push(Deed::Workaround);
        if waits && !matter.workarounds.is_empty() && matter.solution().is_none() {
            deeds.push(Deed::Redispatch);
        }
        deeds.push(Deed::End);
    }
    if may_keep(actor, request)
        && let Some(dispatch) = request.active_dispatch().or(custody(request))
        && (matter.is_open() || custody(request).is_some())
        && (is_theirs || dispatch.engineer == actor.person)
    {
        deeds.push(Deed::TellCustomer(dispatch.id));
    }
    if may_keep(actor, request)
        && let Some(dispatch) = custody(request)
    {
        deeds.extend([Deed::HandOver(dispatch.id), Deed::EndCustody(dispatch.id)]);
    }
    deeds
}

/// The name of the button that does it.
pub const CONFIRM: Text = common::SAVE;
