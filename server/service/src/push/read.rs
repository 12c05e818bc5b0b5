//! What an envelope says and whether its device says it: everything that can be found out before the one writer is asked.

use std::ops::RangeInclusive;

use domain::{
    Timestamp,
    signature::{canonical, canonical_value, sha256_hex},
    sync::{Envelope, Outcome, Receipt, signing_bytes},
};
use serde::Deserialize;
use serde_json::Value;
use words::{Text, rejections};

use crate::{Centre, ServerKeys, devices::DeviceKey};

/// An envelope as it arrived, with what can be made of it.
pub(super) struct Read {
    pub id: String,
    pub sha256: String,
    /// Canonical JSON of the whole.
    pub body: String,
    /// 0 when it could not be read.
    pub device_seq: i64,
    pub envelope: Result<Box<Envelope>, Unread>,
    /// The receipt it gets if it is accepted, signed before the one writer is asked. Nobody sees it otherwise.
    pub accepted: Option<Receipt>,
}

/// Why an envelope goes to quarantine unjudged.
pub(super) struct Unread {
    pub text: &'static Text,
    pub word: &'static str,
    /// What the reader stumbled over.
    pub detail: Option<String>,
}

impl Read {
    /// Reads an envelope and checks its signature with the device's key.
    pub fn new(
        value: Value,
        key: Option<&DeviceKey>,
        (centre, keys): (&Centre, &ServerKeys),
        received_at: Timestamp,
    ) -> Self {
        let body = canonical_value(&value);
        let id = id_of(&value);
        let device_seq = value.get("device_seq").and_then(Value::as_i64).unwrap_or(0);
        let sha256 = sha256_hex(&body);
        let envelope = understand(value, key, &centre.protocols);
        let accepted = envelope.is_ok().then(|| keys.receipt(&id, &sha256, Outcome::Accepted, received_at));
        Self { id, sha256, device_seq, body: String::from_utf8_lossy(&body).into_owned(), envelope, accepted }
    }
}

fn understand(
    mut value: Value,
    key: Option<&DeviceKey>,
    protocols: &RangeInclusive<u32>,
) -> Result<Box<Envelope>, Unread> {
    let unread = |text, word| Unread { text, word, detail: None };
    let protocol = value.get("protocol").and_then(Value::as_u64).and_then(|protocol| u32::try_from(protocol).ok());
    if !protocol.is_some_and(|protocol| protocols.contains(&protocol)) {
        return Err(unread(&rejections::UNKNOWN_PROTOCOL, "unknown_protocol"));
    }
    let not_understood =
        |detail| Unread { detail: Some(detail), ..unread(&rejections::NOT_UNDERSTOOD, "not_understood") };
    if holds_nul(&value) {
        return Err(not_understood("a text holds the character U+0000".to_owned()));
    }
    let envelope: Box<Envelope> = match Envelope::deserialize(&value) {
        Ok(envelope) => Box::new(envelope),
        Err(error) => return Err(not_understood(error.to_string())),
    };
    let is_signed = key.is_some_and(|key| key.verifies(&signing_bytes(&mut value), &envelope.sig));
    if is_signed { Ok(envelope) } else { Err(unread(&rejections::BAD_SIGNATURE, "bad_signature")) }
}

/// The id an envelope claims; one without an id is named after its content.
pub(super) fn id_of(envelope: &Value) -> String {
    match envelope.get("id").and_then(Value::as_str) {
        Some(id) if !id.is_empty() && id.len() <= 100 && !id.contains('\0') => id.to_owned(),
        _ => format!("unnamed-{}", &sha256_hex(&canonical(envelope))[..32]),
    }
}

/// Whether a text in it holds U+0000. PostgreSQL keeps no such text, and one that could not be stored would come again for ever.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        _ => false,
    }
}
