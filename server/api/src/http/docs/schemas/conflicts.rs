//! What travels about disputes and quarantine.

use domain::{
    DeviceId, PersonId, RequestId, Timestamp,
    dispute::Resolution,
    request::ServiceRequest,
    sync::{Problem, PushResult},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// A request about which somebody has to decide.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DisputeLine {
    id: RequestId,
    version: i64,
    /// Since when the oldest open matter waits.
    since: Timestamp,
    /// The decision that is proposed.
    proposed: Resolution,
    record: ServiceRequest,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DisputeList {
    items: Vec<DisputeLine>,
}

/// The request that an envelope names, as people know it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct QuarantineAbout {
    request: RequestId,
    /// Empty before it was submitted.
    number: String,
    unit: String,
}

/// An envelope in quarantine. What could not be read of it is null.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct QuarantineLine {
    id: String,
    sha256: String,
    device: DeviceId,
    /// Who delivered it.
    person: PersonId,
    person_name: Option<String>,
    command: Option<String>,
    subject: Option<String>,
    /// Null when no such request is known, or the caller may not see it.
    about: Option<QuarantineAbout>,
    occurred_at: Option<String>,
    received_at: Timestamp,
    /// Why it was not taken in at first.
    problem: Option<Problem>,
    /// How often it was tried again.
    attempts: i64,
    taken_in_at: Option<Timestamp>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct QuarantinePage {
    items: Vec<QuarantineLine>,
    next: Option<String>,
}

/// An attempt to take an envelope in later.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReplayLine {
    attempt: i64,
    at: Timestamp,
    person: PersonId,
    person_name: String,
    answer: PushResult,
}

/// An envelope in quarantine, whole.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Quarantined {
    #[serde(flatten)]
    line: QuarantineLine,
    /// The envelope as it arrived.
    content: Value,
    first_answer: PushResult,
    replays: Vec<ReplayLine>,
}

/// What came of trying everything again.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplayRound {
    accepted: usize,
    kept: usize,
    /// Still in quarantine.
    still: usize,
    /// Left alone: sent by a revoked device.
    for_review: usize,
}
