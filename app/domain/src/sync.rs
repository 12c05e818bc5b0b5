//! What travels between a device and the server (SYN-3 to SYN-6): envelopes, outcomes, receipts, pages of changes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    DeviceId, EnvelopeId, PersonId, Timestamp,
    command::Command,
    signature::{canonical_value, sha256_hex},
};

/// Version of the envelope and of the commands in it. Older ones stay readable.
pub const PROTOCOL: u32 = 1;

/// Envelopes in one push.
pub const MAX_ENVELOPES: usize = 100;
/// Bytes of one push.
pub const MAX_PUSH_BYTES: usize = 1024 * 1024;
/// Bytes of one blob.
pub const MAX_BLOB_BYTES: u64 = 10 * 1024 * 1024;
/// Bytes of a blob that may travel with others in one call.
pub const MAX_SMALL_BLOB_BYTES: usize = 64 * 1024;
/// Blobs in one call.
pub const MAX_SMALL_BLOBS: usize = 100;
/// Bytes of one call with small blobs, with what stands around them.
pub const MAX_SMALL_BLOBS_BYTES: usize = 1024 * 1024;
/// Bytes of one envelope.
pub const MAX_ENVELOPE_BYTES: usize = 64 * 1024;

/// What a command is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: Uuid,
}

/// Kinds of record a command can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    Request,
    Dispatch,
}

/// One action of one person on one device. It never changes after it was first sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Envelope {
    pub id: EnvelopeId,
    /// Order on the device: 1, 2, 3 …
    pub device_seq: u64,
    pub actor: PersonId,
    pub command: Command,
    pub subject: Subject,
    /// The record's version the person saw; absent for a new record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<i64>,
    /// The device's clock, uncorrected.
    pub occurred_at: Timestamp,
    /// The device's estimate of server time minus its own clock, in milliseconds.
    #[serde(default)]
    pub clock_offset_ms: i64,
    /// Milliseconds on the device's monotonic clock since its last contact with the server; absent after a restart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since_contact_ms: Option<i64>,
    pub protocol: u32,
    /// ES256 of the device key over the canonical JSON of the rest, base64url without padding.
    #[serde(default)]
    pub sig: String,
}

impl Envelope {
    /// When it was done as the device says, in the server's time.
    #[must_use]
    pub fn done_at(&self) -> Timestamp {
        self.occurred_at.plus(self.clock_offset_ms)
    }

    /// The bytes under the device's signature.
    #[must_use]
    pub fn signing_bytes(&self) -> Vec<u8> {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        signing_bytes(&mut value)
    }
}

/// The bytes under the device's signature, for an envelope as it arrived.
#[must_use]
pub fn signing_bytes(envelope: &mut Value) -> Vec<u8> {
    if let Some(object) = envelope.as_object_mut() {
        object.remove("sig");
    }
    canonical_value(envelope)
}

/// What became of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Has its effect, now or at an earlier delivery.
    Accepted,
    /// Stored whole, not fully applied; a person decides.
    Kept,
    /// Stored whole, not understood.
    Quarantined,
    /// Nothing stored.
    Retry,
}

impl Outcome {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Accepted => "accepted",
            Outcome::Kept => "kept",
            Outcome::Quarantined => "quarantined",
            Outcome::Retry => "retry",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Outcome::Accepted, Outcome::Kept, Outcome::Quarantined, Outcome::Retry]
            .into_iter()
            .find(|outcome| outcome.word() == word)
    }
}

/// The server's signed word for what it stored; the device deletes only against one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    pub id: String,
    /// SHA-256 of the canonical envelope as received, hex.
    pub sha256: String,
    pub outcome: Outcome,
    pub received_at: Timestamp,
    pub key_id: String,
    /// Ed25519 over the canonical JSON of the other fields, base64url.
    pub sig: String,
}

impl Receipt {
    /// The bytes under the server's signature.
    #[must_use]
    pub fn signing_bytes(&self) -> Vec<u8> {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        signing_bytes(&mut value)
    }
}

/// A public key of the server that receipts verify with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReceiptKey {
    /// The first sixteen hex digits of the key's SHA-256: nobody can put another key under a known id.
    pub id: String,
    /// Ed25519, 32 bytes, base64url without padding.
    pub public_key: String,
}

impl ReceiptKey {
    /// The key of these bytes, with the id that follows from them.
    #[must_use]
    pub fn of(public_key: &[u8]) -> Self {
        Self { id: receipt_key_id(public_key), public_key: URL_SAFE_NO_PAD.encode(public_key) }
    }

    /// The key's bytes; None when they do not belong to the id.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(&self.public_key).ok()?;
        (receipt_key_id(&bytes) == self.id).then_some(bytes)
    }
}

fn receipt_key_id(public_key: &[u8]) -> String {
    let mut id = sha256_hex(public_key);
    id.truncate(16);
    id
}

/// A problem in the form of RFC 9457. `type` is a stable word, `title` a sentence in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    #[serde(rename = "type")]
    pub word: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// For a program: the rejection with its parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<crate::Rejection>,
}

impl Problem {
    /// The sentence, with the one that says more where there is one.
    #[must_use]
    pub fn told(&self) -> String {
        let sentences = std::iter::once(self.title.as_str()).chain(self.detail.as_deref());
        sentences.collect::<Vec<_>>().join(" ")
    }
}

/// A field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldProblem {
    pub pointer: String,
    pub detail: String,
}

/// The answer for one envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushResult {
    pub id: String,
    pub outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_blobs: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// A push, as a device of ours writes it. The server reads the envelopes as plain JSON first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Push {
    pub device_id: DeviceId,
    pub envelopes: Vec<Envelope>,
}

/// The answer to a push, results in the order of the envelopes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushAnswer {
    pub server_time: Timestamp,
    pub results: Vec<PushResult>,
}

/// What became of one of several blobs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlobResult {
    /// As it was named.
    pub sha256: String,
    /// Why it is not kept; absent when it is complete and on disk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// The answer to several blobs, results in their order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlobsAnswer {
    pub results: Vec<BlobResult>,
}

/// A record as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changed {
    /// `request`, `customer`, `person`, `case`, `settings`.
    pub kind: String,
    pub id: String,
    pub version: i64,
    pub record: Value,
}

/// A record the device must forget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Removed {
    pub kind: String,
    pub id: String,
}

/// A page of what changed since a cursor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pull {
    pub cursor: String,
    pub more: bool,
    pub changed: Vec<Changed>,
    pub removed: Vec<Removed>,
    pub server_time: Timestamp,
}

/// Who is signed in (`GET /api/session`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionInfo {
    pub person: crate::people::Person,
    pub server_time: Timestamp,
    /// Protocol versions the server speaks.
    pub protocols: Vec<u32>,
    /// IANA name of the centre's zone.
    pub zone: String,
    pub demo: bool,
    /// The key to seal work to that must leave a tablet unsent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealing_key: Option<crate::sealed::SealingKey>,
    /// The keys that receipts are signed with, the current one last. A tablet deletes only against a receipt by one of
    /// them (SYN-4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipt_keys: Vec<ReceiptKey>,
    /// Minutes after which a tablet that nobody touches asks for the PIN; absent or 0: never.
    #[serde(default)]
    pub lock_after_minutes: u32,
}

/// Who else looks at or moves a card (LIV-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Presence {
    pub person: PersonId,
    pub name: String,
    /// The request concerned; absent when the person has left it.
    pub request: Option<crate::RequestId>,
    /// `looking` or `moving`.
    pub doing: String,
    pub at: Timestamp,
}
