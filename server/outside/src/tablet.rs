//! A device: a key that signs envelopes and signature records, and the order of what was done on it.

use std::sync::atomic::{AtomicU64, Ordering};

use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use rand::Rng;
use serde_json::{Value, json};
use service::Time;

use crate::{
    canonical::{base64url, without},
    program::{Answer, Program},
};

/// A registered device.
pub struct Tablet {
    pub id: String,
    key: SigningKey,
    last_seq: AtomicU64,
}

/// What a command is about.
#[derive(Clone, Debug)]
pub enum Subject {
    Request(String),
    Dispatch(String),
}

impl Tablet {
    pub async fn register(program: &Program) -> Tablet {
        let key = SigningKey::random(&mut rand::thread_rng());
        let point = key.verifying_key().to_encoded_point(false);
        let coordinate = |bytes: Option<&p256::FieldBytes>| base64url(bytes.expect("a coordinate"));
        let public_key = json!({"kty": "EC", "crv": "P-256", "x": coordinate(point.x()), "y": coordinate(point.y())});
        let answer = program.post("/api/devices", &json!({"public_key": public_key, "name": "平板"})).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let id = answer.json()["device_id"].as_str().expect("an id").to_owned();
        Tablet { id, key, last_seq: AtomicU64::new(0) }
    }

    /// ES256 of the device's key, r ‖ s, base64url.
    pub fn sign(&self, text: &str) -> String {
        let signature: Signature = self.key.sign(text.as_bytes());
        base64url(signature.to_bytes())
    }

    /// The next envelope, unsigned: what a person does on this device now.
    pub fn unsigned(&self, actor: &Program, subject: &Subject, command: Value) -> Value {
        let (kind, id) = match subject {
            Subject::Request(id) => ("request", id),
            Subject::Dispatch(id) => ("dispatch", id),
        };
        json!({
            "id": new_id(),
            "device_seq": self.last_seq.fetch_add(1, Ordering::SeqCst) + 1,
            "actor": actor.id(),
            "command": command,
            "subject": {"kind": kind, "id": id},
            "occurred_at": now(),
            "clock_offset_ms": 0,
            "protocol": 1,
        })
    }

    /// Signs an envelope, again if it was signed before.
    pub fn seal(&self, mut envelope: Value) -> Value {
        envelope["sig"] = self.sign(&without(&envelope, if envelope["sig"].is_null() { &[] } else { &["sig"] })).into();
        envelope
    }

    /// The next envelope, signed.
    pub fn envelope(&self, actor: &Program, subject: &Subject, command: Value) -> Value {
        self.seal(self.unsigned(actor, subject, command))
    }

    /// Pushes envelopes as they are.
    pub async fn deliver(&self, by: &Program, envelopes: &[Value]) -> Answer {
        by.post("/api/sync/push", &json!({"device_id": self.id, "envelopes": envelopes})).await
    }

    /// Pushes envelopes and returns the results.
    pub async fn push(&self, by: &Program, envelopes: &[Value]) -> Vec<Value> {
        let answer = self.deliver(by, envelopes).await.ok();
        let results = answer["results"].as_array().expect("results").clone();
        assert_eq!(results.len(), envelopes.len());
        results
    }

    /// Does one thing and returns its result.
    pub async fn give(&self, actor: &Program, subject: &Subject, command: Value) -> Value {
        self.push(actor, &[self.envelope(actor, subject, command)]).await.remove(0)
    }
}

/// `accepted`, or `kept: backup_first`: an outcome with the word of its problem.
pub fn outcome(result: &Value) -> String {
    let outcome = result["outcome"].as_str().expect("an outcome");
    match result["problem"]["type"].as_str() {
        Some(word) => format!("{outcome}: {word}"),
        None => outcome.to_owned(),
    }
}

/// The machine's time as the wire writes it.
pub fn now() -> String {
    Time::of_the_machine().now().to_string()
}

/// A new id, ordered by time.
pub fn new_id() -> String {
    let millis = u64::try_from(Time::of_the_machine().now().millis()).expect("after 1970");
    let chance: [u8; 10] = rand::thread_rng().r#gen();
    uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid().to_string()
}
