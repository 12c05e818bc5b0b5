//! The headquarters log QR/06: every problem that was sent there, with all that was heard of it (UNR-8, UNR-9).

use serde::{Deserialize, Serialize};

use crate::{
    RequestId, Timestamp,
    request::ServiceRequest,
    unresolved::{Contacted, Party},
};

/// A row of the log, in the order of the form's columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "HeadquartersLogRow"))]
pub struct Case {
    pub request: RequestId,
    pub request_number: String,
    pub sent_at: Timestamp,
    /// Who was there last.
    pub engineer_name: String,
    pub unit: String,
    /// The product's version with which the data was recorded, else the file's.
    pub data_version: String,
    /// Headquarters' own number; empty until it has confirmed the case.
    pub submission_number: String,
    /// What was heard from headquarters, the oldest first.
    pub contacts: Vec<Contacted>,
    /// The matter is over.
    pub is_ended: bool,
}

/// The row of a request; None when nothing was sent.
#[must_use]
pub fn case(request: &ServiceRequest) -> Option<Case> {
    let sent = request.unresolved.headquarters.as_ref()?;
    let engineer = request.dispatches.last().map(|dispatch| dispatch.engineer_name.clone());
    let recorded = request.dispatches.iter().rev().find_map(|dispatch| {
        let record = dispatch.visit.data.as_ref()?.record.as_ref()?;
        (!record.version.trim().is_empty()).then(|| record.version.clone())
    });
    let contacts = request.unresolved.contacts.iter().filter(|contact| contact.party == Party::Headquarters);
    let number = sent.acknowledged.as_ref().map(|acknowledged| acknowledged.submission_number.clone());
    Some(Case {
        request: request.id,
        request_number: request.number.clone(),
        sent_at: sent.sent_at,
        engineer_name: engineer.unwrap_or_default(),
        unit: request.unit.clone(),
        data_version: recorded.unwrap_or_else(|| request.product.version.clone()),
        submission_number: number.unwrap_or_default(),
        contacts: contacts.cloned().collect(),
        is_ended: request.unresolved.ended.is_some(),
    })
}

/// The rows of what was sent from `from` to before `until`, the earliest first.
#[must_use]
pub fn cases<'a>(
    requests: impl Iterator<Item = &'a ServiceRequest>,
    (from, until): (Timestamp, Timestamp),
) -> Vec<Case> {
    let mut cases: Vec<Case> =
        requests.filter_map(case).filter(|case| case.sent_at >= from && case.sent_at < until).collect();
    cases.sort_by_key(|case| (case.sent_at, case.request));
    cases
}
