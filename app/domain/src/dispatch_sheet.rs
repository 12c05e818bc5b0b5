//! The dispatch sheet QR/04: every dispatch of a day in a row (ONS-6).
//!
//! A dispatch belongs to the day it is planned for, whenever it was made: the sheet of a day says who goes where on it.

use serde::{Deserialize, Serialize};

use crate::{
    DispatchId, PersonId, RequestId, Timestamp,
    request::{Dispatch, DispatchState, ServiceRequest},
    visit::Solved,
};

/// What came of a dispatch, in the words of the paper form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "DispatchOutcome"))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing yet.
    Open,
    ByPhone,
    OnSite,
    Partly,
    NotSolved,
    /// Nobody was met there.
    NotMet,
    /// Refused or taken back: nobody went.
    NotCarriedOut,
}

/// A row of the sheet, in the order of the form's columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DispatchSheetRow"))]
pub struct Row {
    pub dispatch: DispatchId,
    pub request: RequestId,
    /// Who sent the engineer.
    pub manager: PersonId,
    pub manager_name: String,
    /// The planned time.
    pub planned_at: Timestamp,
    pub request_number: String,
    pub unit: String,
    pub engineer_name: String,
    pub dispatched_at: Timestamp,
    /// When the form came back, as far as is known: the end of the visit, or the call that solved it.
    pub returned_at: Option<Timestamp>,
    pub outcome: Outcome,
    /// The request that sends somebody again, empty without one.
    #[serde(default)]
    pub redispatch_number: String,
}

/// What came of a dispatch.
#[must_use]
pub fn outcome(dispatch: &Dispatch) -> Outcome {
    use DispatchState as S;
    let visit = &dispatch.visit;
    match (dispatch.state, visit.result.as_ref().map(|result| result.solved)) {
        (S::Refused | S::Recalled | S::Superseded, _) => Outcome::NotCarriedOut,
        _ if visit.solved_by_phone => Outcome::ByPhone,
        (_, Some(Solved::All)) => Outcome::OnSite,
        (_, Some(Solved::Partly)) => Outcome::Partly,
        (_, Some(Solved::Not)) => Outcome::NotSolved,
        (S::NotMet, None) => Outcome::NotMet,
        // Handed in without an answer of the customer: nothing says that it is solved.
        (S::Returned, None) if visit.arrived_at.is_some() => Outcome::NotSolved,
        (S::Returned, None) => Outcome::NotMet,
        _ => Outcome::Open,
    }
}

fn returned_at(dispatch: &Dispatch) -> Option<Timestamp> {
    let visit = &dispatch.visit;
    let is_back = dispatch.state == DispatchState::Returned;
    is_back.then(|| visit.left_at.or(visit.sign_off().map(|record| record.signed_at)).or(visit.arrived_at)).flatten()
}

/// The rows of the day from `from` to before `until`, in the order of the planned times. `number_of` names a request by its
/// number.
#[must_use]
pub fn rows<'a>(
    requests: impl Iterator<Item = &'a ServiceRequest>,
    (from, until): (Timestamp, Timestamp),
    number_of: impl Fn(RequestId) -> Option<String>,
) -> Vec<Row> {
    let mut rows = Vec::new();
    for request in requests {
        let of_day = |dispatch: &&Dispatch| dispatch.slot.from >= from && dispatch.slot.from < until;
        let last = request.dispatches.last().map(|dispatch| dispatch.id);
        for dispatch in request.dispatches.iter().filter(of_day) {
            let followed_by = request.write_off.as_ref().and_then(|write_off| write_off.followed_by);
            let again = followed_by.filter(|_| Some(dispatch.id) == last).and_then(&number_of);
            rows.push(Row {
                dispatch: dispatch.id,
                request: request.id,
                manager: dispatch.dispatched_by,
                manager_name: dispatch.dispatched_by_name.clone(),
                planned_at: dispatch.slot.from,
                request_number: request.number.clone(),
                unit: request.unit.clone(),
                engineer_name: dispatch.engineer_name.clone(),
                dispatched_at: dispatch.dispatched_at,
                returned_at: returned_at(dispatch),
                outcome: outcome(dispatch),
                redispatch_number: again.unwrap_or_default(),
            });
        }
    }
    rows.sort_by_key(|row| (row.planned_at, row.dispatch));
    rows
}
