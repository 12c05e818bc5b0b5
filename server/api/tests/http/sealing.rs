//! Signature records, made and checked as the document says and not as the server does.

use serde_json::{Value, json};

use crate::{
    canonical::{canonical, is_by_server, sha256, without},
    tablet::{Tablet, new_id, now},
};

/// What the customer is shown: the document's `NoBackupContent` or `SignedContent`, copied from the record.
pub fn sealed(kind: &str, request: &Value, dispatch: &Value) -> Value {
    let visit = &dispatch["visit"];
    let product = &request["product"];
    let product =
        format!("{} {}", product["name"].as_str().expect("a name"), product["version"].as_str().expect("a version"));
    let head = json!({
        "number": request["number"],
        "unit": request["unit"],
        "contact": request["contact"]["name"],
        "product": product.trim(),
        "symptom": request["symptom"],
        "engineer": dispatch["engineer_name"],
    });
    let backup = backup(&visit["backup"]);
    if kind == "no_backup" {
        return json!({"kind": kind, "head": head, "backup": backup});
    }
    let fees = &visit["fees"];
    let fees = json!({"because": fees["because"], "lines": fees["lines"], "total": total_of_lines(&fees["lines"])});
    if kind == "fees" {
        return json!({"kind": kind, "head": head, "fees": fees});
    }
    if kind == "voucher" {
        let payment = &visit["fees"]["payment"];
        let payment = json!({"pay_by": payment["pay_by"], "amount": payment["amount"]});
        return json!({"kind": kind, "head": head, "fees": fees, "payment": payment});
    }
    let costs = &visit["costs"];
    json!({
        "kind": kind,
        "head": head,
        "cause": visit["finding"]["cause"],
        "solution": visit["finding"]["solution"],
        "prevention": visit["finding"]["prevention"],
        "backup": backup,
        "arrived_at": visit["arrived_at"],
        "left_at": visit["left_at"],
        "result": visit["result"],
        "costs": {
            "travel": costs["travel"],
            "materials": costs["materials"],
            "other": costs["other"],
            "total": total([&costs["travel"], &costs["materials"], &costs["other"]]),
        },
        "entitlement": {
            "standing": request["entitlement"]["standing"],
            "until": request["entitlement"]["agreement_until"],
        },
    })
}

fn backup(backup: &Value) -> Value {
    match backup["kind"].as_str() {
        Some("made") => json!({
            "account_sets": backup["account_sets"],
            "reports_included": backup["reports_included"],
            "path": backup["path"],
        }),
        Some("declined") => json!({"none_because": backup["reason"]}),
        _ => Value::Null,
    }
}

fn total(amounts: [&Value; 3]) -> String {
    written(amounts.into_iter().map(fen).sum())
}

fn total_of_lines(lines: &Value) -> String {
    let amount = |line: &Value| fen(&line["unit_price"]) * line["quantity"].as_i64().expect("a number");
    written(lines.as_array().into_iter().flatten().map(amount).sum())
}

fn fen(amount: &Value) -> i64 {
    let amount = amount.as_str().and_then(|amount| amount.split_once('.'));
    let (yuan, fen) = amount.expect("an amount with two decimals");
    yuan.parse::<i64>().expect("yuan") * 100 + fen.parse::<i64>().expect("fen")
}

fn written(total: i64) -> String {
    format!("{}.{:02}", total / 100, total % 100)
}

/// The customer's signature under a form as it stands, bound to the device.
pub fn signature(device: &Tablet, kind: &str, request: &Value, dispatch: &str) -> Value {
    let dispatches = request["dispatches"].as_array().expect("dispatches");
    let form = dispatches.iter().find(|known| known["id"] == dispatch).expect("the dispatch");
    let content = sealed(kind, request, form);
    let stroke = json!([[800, 600, 0, 512], [1900, 640, 48, 640], [2600, 1500, 96, 420]]);
    signed(
        device,
        json!({
            "id": new_id(),
            "kind": kind,
            "document_id": dispatch,
            "content_version": form["visit"]["presented"].as_i64().expect("a number").max(1),
            "content_hash": sha256(canonical(&content)),
            "content": content,
            "ink": {"width": 700, "height": 248, "strokes": [stroke]},
            "signer_name": "周素珍",
            "level": "drawn",
            "shown_at": now(),
            "signed_at": now(),
            "device_id": device.id,
        }),
    )
}

/// A record with the device's signature over it.
pub fn signed(device: &Tablet, mut record: Value) -> Value {
    record.as_object_mut().expect("an object").remove("device_signature");
    record["device_signature"] = device.sign(&canonical(&record)).into();
    record
}

/// The server added to a record what it should, chained to `previous`, and doubts nothing.
pub fn countersignature_verifies(keys: &Value, stored: &Value, sent: &Value, previous: &str) {
    let added = &stored["countersignature"];
    assert_eq!(without(stored, &["countersignature"]), canonical(sent), "the record is kept as it was signed");
    assert_eq!(added["doubts"], json!([]));
    assert_eq!(added["previous"], previous);
    assert_eq!(added["record_hash"], sha256(canonical(sent)));
    assert!(is_by_server(keys, &added["key_id"], &without(added, &["signature", "doubts"]), &added["signature"]));
}
