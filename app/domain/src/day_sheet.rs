//! The hotline day sheet QR/02: what was asked for on a day, in the order it came (HOT-11).
//!
//! A day begins and ends with the centre's. What is only drafted was not taken down yet and stands on no sheet.

use serde::{Deserialize, Serialize};

use crate::{
    PersonId, RequestId, Timestamp,
    dispatch_sheet::{self, Outcome},
    request::{RequestState, ServiceRequest},
};

/// What came of a call, in the words of the paper form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallResult {
    SolvedByPhone,
    Visit,
    /// Declined, or called off before anybody went.
    NoVisit,
}

/// A row of the sheet, in the order of the form's columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DaySheetRow"))]
pub struct Call {
    pub request: RequestId,
    pub taken_at: Timestamp,
    pub taken_by: Option<PersonId>,
    pub taken_by_name: String,
    pub unit: String,
    /// What the customer said.
    pub record: String,
    pub result: CallResult,
    pub request_number: String,
    /// Who decided about the request; empty while nobody has.
    pub manager_name: String,
}

fn result(request: &ServiceRequest) -> CallResult {
    let outcomes = || request.dispatches.iter().map(dispatch_sheet::outcome);
    if outcomes().any(|outcome| outcome == Outcome::ByPhone) {
        return CallResult::SolvedByPhone;
    }
    let is_called_off = matches!(request.state, RequestState::Declined | RequestState::Cancelled);
    if is_called_off && outcomes().all(|outcome| outcome == Outcome::NotCarriedOut) {
        return CallResult::NoVisit;
    }
    CallResult::Visit
}

/// The rows of the day from `from` to before `until`, the earliest first.
#[must_use]
pub fn calls<'a>(
    requests: impl Iterator<Item = &'a ServiceRequest>,
    (from, until): (Timestamp, Timestamp),
) -> Vec<Call> {
    let is_of_day = |request: &&ServiceRequest| {
        let is_taken_down = !request.number.is_empty();
        is_taken_down && request.opened_at >= from && request.opened_at < until
    };
    let mut calls: Vec<Call> = requests
        .filter(is_of_day)
        .map(|request| Call {
            request: request.id,
            taken_at: request.opened_at,
            taken_by: request.submitted_by,
            taken_by_name: request.submitted_by_name.clone(),
            unit: request.unit.clone(),
            record: request.symptom.clone(),
            result: result(request),
            request_number: request.number.clone(),
            manager_name: request.dispatches.first().map(|first| first.dispatched_by_name.clone()).unwrap_or_default(),
        })
        .collect();
    calls.sort_by_key(|call| (call.taken_at, call.request));
    calls
}
