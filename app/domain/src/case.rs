//! A case: one problem of one customer, from first word to last. It holds the forms that belong to it.

use serde::{Deserialize, Serialize};

use crate::{
    CaseId, CustomerId, RequestId, Timestamp,
    fact::{Decision, Fact},
    request::RequestState,
};

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    Open,
    Consulting,
    AtHeadquarters,
    AwaitingVersion,
    Solved,
    ClosedUnsolved,
}

/// One problem of one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    pub id: CaseId,
    pub customer: CustomerId,
    pub title: String,
    pub state: CaseState,
    pub requests: Vec<RequestId>,
    pub opened_at: Timestamp,
    /// The visit about which the customer is not content, for a case that a follow-up call opened (QA-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concerns: Option<RequestId>,
}

impl Case {
    /// Folds a fact about one of the case's requests into the case.
    pub fn evolve(&mut self, fact: &Fact) {
        match fact {
            Fact::RequestOpened { request } => {
                if !self.requests.contains(&request.id) {
                    self.requests.push(request.id);
                }
                self.state = CaseState::Open;
            }
            Fact::WrittenOff { write_off } => {
                self.state = match write_off.decision {
                    None => CaseState::Solved,
                    Some(Decision::Consult) => CaseState::Consulting,
                    Some(Decision::ReDispatch) => CaseState::Open,
                    Some(Decision::Escalate) => CaseState::AtHeadquarters,
                    Some(Decision::Close) => CaseState::ClosedUnsolved,
                };
            }
            Fact::Escalated { .. } => self.state = CaseState::AtHeadquarters,
            // A solution for a later version has to wait for it (UNR-10).
            Fact::SolutionRecorded { solution } if !solution.needs_version.is_empty() => {
                self.state = CaseState::AwaitingVersion;
            }
            Fact::MatterEnded { ended } if ended.followed_by.is_none() => self.state = CaseState::ClosedUnsolved,
            Fact::RequestState { to: RequestState::Cancelled, .. }
                if self.state == CaseState::Open && self.requests.len() == 1 =>
            {
                self.state = CaseState::ClosedUnsolved;
            }
            _ => {}
        }
    }

    /// Whether a fact can change a case at all.
    #[must_use]
    pub fn heeds(fact: &Fact) -> bool {
        matches!(
            fact,
            Fact::RequestOpened { .. }
                | Fact::WrittenOff { .. }
                | Fact::RequestState { .. }
                | Fact::Escalated { .. }
                | Fact::SolutionRecorded { .. }
                | Fact::MatterEnded { .. }
        )
    }
}
