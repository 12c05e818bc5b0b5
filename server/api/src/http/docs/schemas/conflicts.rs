//! What travels about disputes and quarantine.

use domain::{
    DeviceId, PersonId, RequestId, Timestamp,
    dispute::Resolution,
    request::ServiceRequest,
    sealed::Begun,
    sync::{Outcome, Problem, PushResult, Receipt},
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
    device_name: Option<String>,
    /// The number that the device gave it; 0 when that could not be read.
    device_seq: u64,
    /// Who delivered it.
    person: PersonId,
    person_name: Option<String>,
    command: Option<String>,
    /// Which step was done, where it is one.
    step: Option<String>,
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

/// An envelope that was received of somebody. What could not be read of it is null.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReceiptLine {
    id: String,
    sha256: String,
    device: DeviceId,
    device_name: Option<String>,
    person: PersonId,
    command: Option<String>,
    /// Which step was done, where it is one.
    step: Option<String>,
    /// Null when no such request is known, or the caller may not see it.
    about: Option<QuarantineAbout>,
    occurred_at: Option<String>,
    received_at: Timestamp,
    outcome: Outcome,
    problem: Option<Problem>,
    receipt: Option<Receipt>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReceiptPage {
    items: Vec<ReceiptLine>,
    next: Option<String>,
}

/// A received envelope, whole.
#[derive(Deserialize, JsonSchema)]
struct Received {
    #[serde(flatten)]
    line: ReceiptLine,
    /// The envelope as it arrived.
    content: Value,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReceivedList {
    items: Vec<Received>,
}

/// What was left at one time.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BegunLine {
    /// Of the packet it came in.
    sha256: String,
    device: DeviceId,
    device_name: Option<String>,
    received_at: Timestamp,
    drafts: Vec<Begun>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BegunList {
    items: Vec<BegunLine>,
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
