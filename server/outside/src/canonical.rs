//! Canonical JSON as RFC 8785 says, written from the document and not taken from the server.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The canonical form. Numbers must be integers, as the document promises.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
            let members: Vec<String> =
                members.into_iter().map(|(name, value)| format!("{}:{}", quoted(name), canonical(value))).collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::String(text) => quoted(text),
        Value::Number(number) => {
            assert!(number.is_i64() || number.is_u64(), "{number} is no integer");
            number.to_string()
        }
        Value::Bool(_) | Value::Null => value.to_string(),
    }
}

/// Escapes what must be escaped and nothing else, as serde_json does too.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// The canonical form without some members.
pub fn without(value: &Value, members: &[&str]) -> String {
    let mut value = value.clone();
    for member in members {
        value.as_object_mut().expect("an object").remove(*member);
    }
    canonical(&value)
}

pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Whether a signature of the server holds: Ed25519 by a key of `GET /api/keys`.
pub fn is_by_server(keys: &Value, key_id: &Value, signed: &str, signature: &Value) -> bool {
    let bytes = |text: &Value| URL_SAFE_NO_PAD.decode(text.as_str().unwrap_or_default()).expect("base64url");
    let key = bytes(&keys["keys"][key_id.as_str().expect("a key id")]["x"]);
    let key = ed25519_dalek::VerifyingKey::from_bytes(&key.try_into().expect("32 bytes")).expect("a key");
    let signature = ed25519_dalek::Signature::from_slice(&bytes(signature)).expect("a signature");
    key.verify_strict(signed.as_bytes(), &signature).is_ok()
}
