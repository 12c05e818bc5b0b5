//! The call after a visit: somebody asks the customer whether it is as the form says (QA-1).

use serde::{Deserialize, Serialize};

use crate::{
    CaseId, PersonId, Timestamp,
    deadline::ClockState,
    request::{RequestState, ServiceRequest},
    visit::Solved,
};

/// The clock of the call: it starts with the write-off.
pub const FOLLOW_UP: &str = "visit.follow_up";

/// A customer this content, or less, is asked what can be put right.
pub const DISSATISFIED: u8 = 2;

/// What became of the call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct FollowUp {
    /// Calls that reached nobody, the oldest first.
    pub attempts: Vec<Attempt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
    /// What is to be put right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaint: Option<Complaint>,
}

/// A call that reached nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attempt {
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
    #[serde(default)]
    pub note: String,
    /// When it is tried again.
    #[serde(default)]
    pub next_try: Option<Timestamp>,
}

/// What the customer said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answers {
    pub solved: Solved,
    pub polite: bool,
    pub punctual: bool,
    pub told_prevention: bool,
    /// 1 to 5.
    pub satisfaction: u8,
    /// The customer's own words.
    #[serde(default)]
    pub opinion: String,
    /// The customer asked that somebody takes care of it.
    #[serde(default)]
    pub asks_for_more: bool,
}

impl Answers {
    /// Whether somebody has to take care of it.
    #[must_use]
    pub fn is_dissatisfied(&self) -> bool {
        self.satisfaction <= DISSATISFIED || self.solved == Solved::Not || self.asks_for_more
    }
}

/// The call that reached the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Call {
    pub answers: Answers,
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
}

/// A case that was opened because the customer is not content, with the way it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Complaint {
    pub case: CaseId,
    pub title: String,
    pub opened_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<ComplaintEnd>,
}

/// What was agreed with the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComplaintEnd {
    pub note: String,
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
}

/// In which list of the queue a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The customer is to be called.
    Due,
    /// The customer was not content, and it is not settled.
    Case,
    Done,
}

impl Stage {
    pub const ALL: [Stage; 3] = [Stage::Due, Stage::Case, Stage::Done];

    /// The word on the wire and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Stage::Due => "due",
            Stage::Case => "case",
            Stage::Done => "done",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Stage::ALL.into_iter().find(|stage| stage.word() == word)
    }
}

/// Where a request stands in the queue, and the instant by which the list is ordered: when the call is due, since when
/// the case is open, when the call was made. None when there is nothing to follow up.
#[must_use]
pub fn place(request: &ServiceRequest) -> Option<(Stage, Timestamp)> {
    let follow_up = request.follow_up.as_ref()?;
    let Some(call) = &follow_up.call else {
        let is_open = matches!(request.state, RequestState::WrittenOff | RequestState::Archived);
        let clock = request.clocks.iter().rfind(|clock| clock.rule == FOLLOW_UP)?;
        return (is_open && clock.state != ClockState::Cancelled).then_some((Stage::Due, clock.due));
    };
    Some(match &follow_up.complaint {
        Some(complaint) if complaint.closed.is_none() => (Stage::Case, complaint.opened_at),
        _ => (Stage::Done, call.at),
    })
}

/// Whether anybody was with the customer, or helped on the phone instead of driving: only then there is something to ask.
#[must_use]
pub fn was_served(request: &ServiceRequest) -> bool {
    request.dispatches.iter().any(|dispatch| dispatch.visit.arrived_at.is_some() || dispatch.visit.solved_by_phone)
}
