//! What a signature covers, and the record of it (SYN-9).
//!
//! Sealed is exactly what the customer was shown: [`sealed_content`] as canonical JSON (RFC 8785), hashed with SHA-256.
//! The strokes are bound to that hash; device and server sign the whole record.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    DeviceId, DispatchId, SignatureId, Timestamp,
    custody::DataTaking,
    fees::VisitFees,
    request::{Dispatch, ServiceRequest},
    visit::Backup,
};

/// What kind of document a signature stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    SignOff,
    NoBackup,
    Fees,
    Voucher,
    Consent,
    Pledge,
    DataRecord,
    DailyLog,
    Stage,
    Agreement,
    /// The customer has the data back (UNR-7).
    DataReturned,
}

impl DocumentKind {
    /// A paper about data of the customer (UNR-6, UNR-7).
    #[must_use]
    pub const fn is_about_data(self) -> bool {
        matches!(self, Self::Consent | Self::Pledge | Self::DataRecord | Self::DataReturned)
    }

    /// A paper about money (CUS-8).
    #[must_use]
    pub const fn is_about_money(self) -> bool {
        matches!(self, Self::Fees | Self::Voucher)
    }
}

/// How the signature was given; stated honestly on every copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignatureLevel {
    /// Drawn on the engineer's tablet.
    Drawn,
    /// Drawn, with a code sent to the customer's phone.
    DrawnWithCode,
    /// On the customer's own device.
    OwnDevice,
}

/// One point of a stroke: `[x, y, t, pressure]`; x and y in tenths of a CSS pixel of the pad, t in milliseconds since
/// the first point of the signature, pressure in thousandths.
pub type Point = [i32; 4];

/// A drawn signature: the pad's size in CSS pixels and the strokes in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ink {
    pub width: i32,
    pub height: i32,
    pub strokes: Vec<Vec<Point>>,
}

/// Less drawn line than this, in CSS pixels, is no signature.
pub const MINIMUM_INK: f64 = 60.0;
/// More points than this do not fit into an action; the pad thins them out.
pub const MAXIMUM_POINTS: usize = 2_500;

impl Ink {
    /// Length of the drawn line in CSS pixels.
    #[must_use]
    pub fn length(&self) -> f64 {
        let segment = |pair: &[Point]| {
            let [a, b] = [pair[0], pair[1]];
            let side = |axis: usize| f64::from(a[axis]) - f64::from(b[axis]);
            side(0).hypot(side(1)) / 10.0
        };
        self.strokes.iter().flat_map(|stroke| stroke.windows(2)).map(segment).sum()
    }

    #[must_use]
    pub fn points(&self) -> usize {
        self.strokes.iter().map(Vec::len).sum()
    }

    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.length() >= MINIMUM_INK && self.points() <= MAXIMUM_POINTS
    }
}

/// A signature with everything it is bound to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignatureRecord {
    pub id: SignatureId,
    pub kind: DocumentKind,
    /// The dispatch whose form was signed.
    pub document_id: DispatchId,
    /// How often the sealed content had changed before: 1 for the first version shown.
    pub content_version: u32,
    /// What the customer was shown, as canonical JSON sees it.
    pub content: Value,
    /// SHA-256 of the canonical content in lower-case hex.
    pub content_hash: String,
    pub ink: Ink,
    pub signer_name: String,
    pub level: SignatureLevel,
    pub shown_at: Timestamp,
    pub signed_at: Timestamp,
    pub device_id: DeviceId,
    /// ES256 of the device over the canonical JSON of the record without `device_signature` and `countersignature`, base64url.
    #[serde(default)]
    pub device_signature: String,
    /// What the server adds when it has verified the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub countersignature: Option<Countersignature>,
}

/// The server's word that it received and verified a signature, chained per case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Countersignature {
    /// SHA-256 of the canonical record without `countersignature`, hex.
    pub record_hash: String,
    /// The hash of the record before in the same case's chain; empty for the first.
    pub previous: String,
    pub received_at: Timestamp,
    pub key_id: String,
    /// Ed25519 over the canonical JSON of the four fields above, base64url.
    pub signature: String,
    /// What did not add up, in stable words: `device_signature`, `content_hash`, `other_content`. Empty when all is well.
    #[serde(default)]
    pub doubts: Vec<String>,
}

/// Content nested deeper than this is not what anybody was shown, and a record that holds it could be written but not read.
pub const MAXIMUM_DEPTH: usize = 16;

/// How deep a value is nested: 0 for a text or a number.
#[must_use]
pub fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or_default(),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// Canonical JSON (RFC 8785) as bytes.
///
/// # Panics
/// Never for values made of strings, integers, booleans, arrays and objects, which is all the wire types hold.
#[must_use]
pub fn canonical<T: Serialize>(value: &T) -> Vec<u8> {
    let value = serde_json::to_value(value);
    value.map(|value| canonical_value(&value)).unwrap_or_default()
}

/// As [`canonical`], of a value that is JSON already.
#[must_use]
pub fn canonical_value(value: &Value) -> Vec<u8> {
    // Sorted members without white space are canonical already where there is neither a fraction nor a member that
    // UTF-16 would sort elsewhere, and nothing of ours holds either.
    let written = if is_plain(value) { serde_json::to_vec(value) } else { serde_jcs::to_vec(value) };
    written.unwrap_or_default()
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_f64(),
        Value::Array(values) => values.iter().all(is_plain),
        Value::Object(fields) => fields.iter().all(|(name, value)| name.is_ascii() && is_plain(value)),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        text
    })
}

/// The bytes the device signs: the record without either signature.
#[must_use]
pub fn device_signing_bytes(record: &SignatureRecord) -> Vec<u8> {
    without(record, &["device_signature", "countersignature"])
}

/// The bytes the server's `record_hash` covers: everything but its own addition.
#[must_use]
pub fn countersigned_bytes(record: &SignatureRecord) -> Vec<u8> {
    without(record, &["countersignature"])
}

/// What the server signs when it countersigns a record (SYN-9).
#[must_use]
pub fn countersigning(record_hash: &str, previous: &str, received_at: Timestamp, key_id: &str) -> Value {
    json!({"record_hash": record_hash, "previous": previous, "received_at": received_at, "key_id": key_id})
}

/// The head of a case's chain after a record was added to it.
#[must_use]
pub fn next_head(previous: &str, record_hash: &str) -> String {
    sha256_hex([previous, "\n", record_hash].concat().as_bytes())
}

fn without(record: &SignatureRecord, fields: &[&str]) -> Vec<u8> {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        for field in fields {
            object.remove(*field);
        }
    }
    canonical(&value)
}

/// What the customer is shown and signs for, by document kind (the fields marked ● in the form QR/03).
#[must_use]
pub fn sealed_content(kind: DocumentKind, request: &ServiceRequest, dispatch: &Dispatch) -> Value {
    let visit = &dispatch.visit;
    let head = json!({
        "number": request.number,
        "unit": request.unit,
        "contact": request.contact.name,
        "product": format!("{} {}", request.product.name, request.product.version).trim(),
        "symptom": request.symptom,
        "engineer": dispatch.engineer_name,
    });
    let backup = match &visit.backup {
        Some(Backup::Made { account_sets, reports_included, path, .. }) => {
            json!({"account_sets": account_sets, "reports_included": reports_included, "path": path})
        }
        Some(Backup::Declined { reason, .. }) => json!({"none_because": reason}),
        None => Value::Null,
    };
    if kind.is_about_data() {
        return data_content(kind, &head, visit.data.as_deref());
    }
    if kind == DocumentKind::NoBackup {
        return json!({"kind": kind, "head": head, "backup": backup});
    }
    if kind.is_about_money() {
        return money_content(kind, &head, visit.fees.as_deref());
    }
    let mut content = json!({
        "kind": kind,
        "head": head,
        "cause": visit.finding.cause,
        "solution": visit.finding.solution,
        "prevention": visit.finding.prevention,
        "backup": backup,
        "arrived_at": visit.arrived_at,
        "left_at": visit.left_at,
        "result": visit.result,
        "costs": {
            "travel": visit.costs.travel,
            "materials": visit.costs.materials,
            "other": visit.costs.other,
            "total": visit.costs.total(),
        },
        "entitlement": {"standing": request.entitlement.standing, "until": request.entitlement.agreement_until},
    });
    if let Some(fees) = visit.fees.as_deref().filter(|fees| fees.charges()) {
        content["fees"] = fees_content(fees);
    }
    content
}

/// The papers about money. What a manager takes off afterwards stands on neither: it may come without the tablet knowing.
fn money_content(kind: DocumentKind, head: &Value, fees: Option<&VisitFees>) -> Value {
    let mut content = json!({"kind": kind, "head": head, "fees": fees.map(fees_content)});
    if kind == DocumentKind::Voucher {
        let payment = fees.and_then(|fees| fees.payment.as_ref());
        content["payment"] = payment.map_or(Value::Null, |paid| json!({"pay_by": paid.pay_by, "amount": paid.amount}));
    }
    content
}

fn fees_content(fees: &VisitFees) -> Value {
    json!({"because": fees.because, "lines": fees.lines, "total": fees.total()})
}

/// The papers about data: the consent and the pledge stand on the plan, the record and the receipt hold everything.
fn data_content(kind: DocumentKind, head: &Value, data: Option<&DataTaking>) -> Value {
    let plan = data.map(|data| &data.plan);
    let record = data.and_then(|data| data.record.as_ref());
    match kind {
        DocumentKind::Consent | DocumentKind::Pledge => json!({"kind": kind, "head": head, "plan": plan}),
        _ => json!({"kind": kind, "head": head, "plan": plan, "record": record}),
    }
}

/// Hash of the content as it stands now.
#[must_use]
pub fn content_hash(kind: DocumentKind, request: &ServiceRequest, dispatch: &Dispatch) -> String {
    sha256_hex(&canonical(&sealed_content(kind, request, dispatch)))
}

/// Whether a signature still covers the form as it stands; false once sealed content changed after signing.
#[must_use]
pub fn covers(record: &SignatureRecord, request: &ServiceRequest, dispatch: &Dispatch) -> bool {
    record.content_hash == content_hash(record.kind, request, dispatch)
}

/// Whether a paper of this kind stands signed, as it reads now.
#[must_use]
pub fn stands(kind: DocumentKind, request: &ServiceRequest, dispatch: &Dispatch) -> bool {
    dispatch.visit.signatures.iter().any(|record| record.kind == kind && covers(record, request, dispatch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_json_is_sorted_and_bare() {
        let value = json!({"b": [1, "二"], "a": {"z": null, "y": true}});
        assert_eq!(String::from_utf8_lossy(&canonical(&value)), r#"{"a":{"y":true,"z":null},"b":[1,"二"]}"#);
    }

    #[test]
    fn the_empty_text_has_the_known_hash() {
        assert_eq!(sha256_hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn a_dot_is_no_signature() {
        let dot = Ink { width: 600, height: 200, strokes: vec![vec![[10, 10, 0, 500], [12, 10, 5, 500]]] };
        assert!(!dot.is_enough());
        let line = Ink { strokes: vec![vec![[0, 0, 0, 500], [700, 0, 50, 500]]], ..dot };
        assert!((line.length() - 70.0).abs() < 1e-9);
        assert!(line.is_enough());
    }
}
