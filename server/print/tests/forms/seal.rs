//! The signatures of a file, as our own checker and a foreign one see them.

use std::process::Command;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Timestamp,
    request::ServiceRequest,
    signature::{self, SignatureRecord},
    sync::ReceiptKey,
    verification,
};
use ed25519_dalek::Signer as _;
use print::{
    check::{self, Outcome},
    render,
    seal::{self, Identity, SEED_BYTES},
};
use serde_json::{Value, json};
use words::Lang;

use super::{
    example::{form_with, request},
    look::keep,
};

const NOW: Timestamp = Timestamp(1_795_000_000_000);

fn identity(seed: u8) -> Identity {
    Identity::make("太原星辰软件服务中心", NOW, &[seed; SEED_BYTES]).expect("an identity")
}

/// The signature as a device and a server make it, with both public keys.
fn evidence(record: &mut SignatureRecord) -> Value {
    let device = p256::ecdsa::SigningKey::from_slice(&[5; 32]).expect("a key");
    let signed: p256::ecdsa::Signature = device.sign(&signature::device_signing_bytes(record));
    record.device_signature = URL_SAFE_NO_PAD.encode(signed.to_bytes());
    let server = ed25519_dalek::SigningKey::from_bytes(&[6; 32]);
    let key = ReceiptKey::of(server.verifying_key().as_bytes());
    let record_hash = signature::sha256_hex(&signature::countersigned_bytes(record));
    let said = signature::countersigning(&record_hash, "", NOW, &key.id);
    let word = server.sign(&signature::canonical_value(&said));
    record.countersignature = Some(
        serde_json::from_value(json!({
            "record_hash": record_hash, "previous": "", "received_at": NOW, "key_id": key.id,
            "signature": URL_SAFE_NO_PAD.encode(word.to_bytes()), "doubts": [],
        }))
        .expect("a countersignature"),
    );
    let jwk: Value =
        serde_json::from_str(&p256::PublicKey::from(device.verifying_key()).to_jwk_string()).expect("JSON");
    json!({
        "format": "paidan-signature-record/1", "code": verification::code_of(record), "record": record,
        "device_key": jwk, "server_keys": [key],
    })
}

/// A signed paper; `change` is what a forger does to the attached record before the centre's signature.
fn paper(change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut request: ServiceRequest = request(true);
    let record = &mut request.dispatches[0].visit.signatures[0];
    let mut evidence = evidence(record);
    change(&mut evidence);
    let pdf = render(&form_with(&request, Lang::ZhCn, Some(&evidence))).expect("set");
    seal::sign(pdf, &identity(7), NOW).expect("signed")
}

fn words(bytes: &[u8], certificate: Option<&str>) -> (Outcome, String) {
    let report = check::check(bytes, certificate);
    (report.outcome(), report.lines().join("\n"))
}

#[test]
fn a_paper_of_ours_holds_with_nothing_but_its_file() {
    let pdf = paper(|_| {});
    keep("QR-03 signed.pdf", &pdf);
    let (outcome, lines) = words(&pdf, None);
    assert_eq!(outcome, Outcome::Holds, "{lines}");
    for said in [
        "covers the whole file",
        "No byte of the file changed",
        "signed content, strokes and times (270 points)",
        "countersigned exactly this record",
        "太原星辰软件服务中心",
    ] {
        assert!(lines.contains(said), "{said}: {lines}");
    }
    let certificate = identity(7).certificate_pem().expect("PEM");
    assert_eq!(words(&pdf, Some(&certificate)).0, Outcome::Holds);
    let other = identity(8).certificate_pem().expect("PEM");
    let (outcome, lines) = words(&pdf, Some(&other));
    assert_eq!(outcome, Outcome::Broken);
    assert!(lines.contains("somebody else signed"), "{lines}");
}

#[test]
fn signing_twice_makes_the_same_bytes() {
    assert_eq!(paper(|_| {}), paper(|_| {}));
}

#[test]
fn a_changed_byte_anywhere_is_found() {
    let pdf = paper(|_| {});
    // Not inside the room for the signature: zeros behind it carry nothing.
    let room = pdf.windows(10).rposition(|window| window == b"/Contents<").expect("a signature");
    for place in (20..pdf.len()).step_by(pdf.len() / 40).filter(|place| !(room..room + 3_100).contains(place)) {
        let mut changed = pdf.clone();
        changed[place] ^= 1;
        assert_eq!(words(&changed, None).0, Outcome::Broken, "the byte at {place}");
    }
    let longer = [pdf.as_slice(), b"\n%more\n"].concat();
    assert_eq!(words(&longer, None).0, Outcome::Broken);
    assert_eq!(words(&pdf[..pdf.len() - 10], None).0, Outcome::Broken);
}

#[test]
fn a_forged_record_is_found_although_the_file_is_whole() {
    let stroke = |evidence: &mut Value| evidence["record"]["ink"]["strokes"][0][0][0] = json!(1);
    let (outcome, lines) = words(&paper(stroke), None);
    assert_eq!(outcome, Outcome::Broken);
    assert!(lines.contains("content, strokes or times were changed"), "{lines}");
    let content = |evidence: &mut Value| evidence["record"]["content"]["costs"]["total"] = json!("9999.00");
    let (outcome, lines) = words(&paper(content), None);
    assert_eq!(outcome, Outcome::Broken);
    assert!(lines.contains("does not have the hash that was signed"), "{lines}");
    let without_key = |evidence: &mut Value| evidence["device_key"] = Value::Null;
    assert_eq!(words(&paper(without_key), None).0, Outcome::NotChecked);
}

#[test]
fn what_is_no_paper_of_ours_is_said_to_be_none() {
    assert_eq!(words(b"%PDF-1.7 nothing", None).0, Outcome::Broken);
    let unsigned = render(&form_with(&request(false), Lang::En, None)).expect("set");
    let (outcome, lines) = words(&unsigned, None);
    assert_eq!(outcome, Outcome::Broken);
    assert!(lines.contains("no signature of a centre"), "{lines}");
}

/// pyHanko is another's work from end to end: it takes the file for what the standard says.
#[test]
fn pyhanko_finds_the_signature_valid() {
    let Some(python) = std::env::var_os("PAIDAN_PYTHON") else {
        assert!(std::env::var_os("CI").is_none(), "PAIDAN_PYTHON is not set");
        eprintln!("not checked with pyHanko: PAIDAN_PYTHON is not set (run the tests with make)");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("paper.pdf"), paper(|_| {})).expect("written");
    std::fs::write(path("centre.pem"), identity(7).certificate_pem().expect("PEM")).expect("written");
    let script = std::env::var("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder") + "/tests/validate.py";
    let run = Command::new(python).arg(script).arg(path("paper.pdf")).arg(path("centre.pem")).output().expect("run");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    let said: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(
        said,
        json!({
            "bottom_line": true, "coverage": "ENTIRE_FILE", "intact": true, "valid": true, "trusted": true,
            "subfilter": "/ETSI.CAdES.detached", "attached": ["signature-record.json"],
        })
    );
}
