//! The customer's signature record that is attached to the file (SYN-9).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    signature::{self, SignatureRecord},
    sync::ReceiptKey,
    verification,
};
use lopdf::{Document, Object};
use p256::ecdsa::signature::Verifier as _;
use serde::Deserialize;

use super::{Outcome, Report, pdf::follow};

/// Name of the attached file.
const FILE: &[u8] = b"signature-record.json";

/// What is attached: the record, and the public keys it can be checked with.
#[derive(Deserialize)]
struct Attached {
    record: SignatureRecord,
    #[serde(default)]
    code: String,
    /// SHA-256 in hex of the signed fields as they stood when the paper was printed.
    #[serde(default)]
    content_hash: Option<String>,
    #[serde(default)]
    device_key: Option<serde_json::Value>,
    #[serde(default)]
    server_keys: Vec<ReceiptKey>,
}

pub fn check(document: &Document, report: &mut Report) {
    let Some(bytes) = attached(document) else {
        report.note(Outcome::Holds, "No customer's signature is attached: nobody had signed when it was printed.");
        return;
    };
    let Ok(attached) = serde_json::from_slice::<Attached>(&bytes) else {
        report.note(Outcome::Broken, "The attached signature record can't be read.");
        return;
    };
    let record = &attached.record;
    let content_hash = signature::sha256_hex(&signature::canonical_value(&record.content));
    report.say(
        content_hash == record.content_hash,
        &format!("What {} signed has the SHA-256 {content_hash}.", record.signer_name),
        "The attached content does not have the hash that was signed.",
    );
    if let Some(printed) = &attached.content_hash {
        report.say(
            *printed == record.content_hash,
            "The paper shows what was signed.",
            "The form was changed after it was signed: the paper shows something else than what was signed.",
        );
    }
    check_device(&attached, report);
    check_server(&attached, report);
    if !attached.code.is_empty() {
        report.say(
            attached.code == verification::code_of(record),
            &format!("The verification code {} belongs to this signature.", verification::grouped(&attached.code)),
            "The verification code belongs to another signature.",
        );
    }
}

/// The device signed the content's hash together with every stroke.
fn check_device(attached: &Attached, report: &mut Report) {
    let record = &attached.record;
    let key =
        attached.device_key.as_ref().and_then(|key| key.to_string().parse::<p256::elliptic_curve::JwkEcKey>().ok());
    let key = key.and_then(|key| key.to_public_key::<p256::NistP256>().ok());
    let Some(key) = key else {
        report.note(Outcome::NotChecked, "The device's public key is not in the file: its signature can't be checked.");
        return;
    };
    let bytes = URL_SAFE_NO_PAD.decode(&record.device_signature).ok();
    let signed = bytes.and_then(|bytes| p256::ecdsa::Signature::from_slice(&bytes).ok());
    let holds = signed.is_some_and(|signed| {
        p256::ecdsa::VerifyingKey::from(key).verify(&signature::device_signing_bytes(record), &signed).is_ok()
    });
    report.say(
        holds,
        &format!("The device that it was drawn on signed content, strokes and times ({} points).", record.ink.points()),
        "The device's signature does not fit: content, strokes or times were changed.",
    );
}

/// The server's word that it received exactly this.
fn check_server(attached: &Attached, report: &mut Report) {
    let record = &attached.record;
    let Some(word) = &record.countersignature else {
        report.note(Outcome::NotChecked, "The server had not countersigned it yet.");
        return;
    };
    let record_hash = signature::sha256_hex(&signature::countersigned_bytes(record));
    report.say(
        record_hash == word.record_hash,
        "The server countersigned exactly this record.",
        "The server countersigned another record.",
    );
    match attached.server_keys.iter().find(|key| key.id == word.key_id).and_then(verifying_key) {
        None => {
            report.note(Outcome::NotChecked, "The server's public key is not in the file: its word can't be checked.")
        }
        Some(key) => {
            let said = signature::countersigning(&word.record_hash, &word.previous, word.received_at, &word.key_id);
            let bytes = URL_SAFE_NO_PAD.decode(&word.signature).ok();
            let signed = bytes.and_then(|bytes| ed25519_dalek::Signature::from_slice(&bytes).ok());
            let holds = signed.is_some_and(|signed| key.verify(&signature::canonical_value(&said), &signed).is_ok());
            report.say(
                holds,
                &format!("The countersignature of {} is by the server's key {}.", word.received_at, word.key_id),
                "The countersignature is not by the server's key.",
            );
        }
    }
    if !word.doubts.is_empty() {
        report.note(Outcome::Broken, format!("The server had doubts when it received it: {}.", word.doubts.join(", ")));
    }
}

fn verifying_key(key: &ReceiptKey) -> Option<ed25519_dalek::VerifyingKey> {
    let bytes: [u8; 32] = key.bytes()?.try_into().ok()?;
    ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok()
}

/// The bytes of the attached record.
fn attached(document: &Document) -> Option<Vec<u8>> {
    let catalog = document.catalog().ok()?;
    let files = follow(document, catalog.get(b"AF").ok()?)?.as_array().ok()?;
    files.iter().find_map(|file| {
        let file = follow(document, file)?.as_dict().ok()?;
        let is_ours = [b"F".as_slice(), b"UF"].iter().any(|key| file.get(key).is_ok_and(is_named));
        let stream = follow(document, file.get(b"EF").ok()?)?.as_dict().ok()?.get(b"F").ok()?;
        let stream = follow(document, stream)?.as_stream().ok()?;
        let bytes = || stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        is_ours.then(bytes)
    })
}

fn is_named(name: &Object) -> bool {
    name.as_str().is_ok_and(|name| name.ends_with(FILE))
}
