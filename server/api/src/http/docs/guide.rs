//! How the interface is used, in words: what the schemas alone can't say.

use domain::{
    signature::{MAXIMUM_POINTS, MINIMUM_INK, canonical, sha256_hex},
    sync::{MAX_BLOB_BYTES, MAX_ENVELOPE_BYTES, MAX_ENVELOPES, MAX_PUSH_BYTES, PROTOCOL},
};
use serde_json::{Value, json};

/// A heading with what stands under it; paragraphs that begin with four spaces are code.
pub struct Section {
    pub heading: &'static str,
    pub text: &'static str,
}

const BEGINNING: &str = "\
JSON in UTF-8. Instants are RFC 3339 in UTC with milliseconds (`2026-11-24T01:00:00.000Z`), ids are UUIDv7 made by whoever makes the thing, money is a decimal string in CNY (`\"12.50\"`). Sentences in answers follow `Accept-Language` (zh-CN, en, zh-TW); programs go by the stable words.

Sign in with `POST /api/session` and send its cookie with every further call. Send `Content-Type: application/json` with every body, and no `Origin` (a browser's must be this server). Problems are RFC 9457, `application/problem+json`: `type` is one of the words below.

Only a whole answer 200 of `POST /api/sync/push` says something about actions. A login page, a time-out or a cut connection says nothing: send the same envelopes again.";

const ENVELOPES: &str = "\
Every change by whomever is a command in an envelope. Register a device once (`POST /api/devices`) with the public half of an ES256 key, keep its id and the private half, and number its envelopes `device_seq` 1, 2, 3 … without a gap, whoever works on it.

`id`: a new UUIDv7. An envelope never changes after it was first sent: the same id with other content is `id_reused`.

`actor`: whose action it is; the person of `GET /api/session`. Rights are the actor's: a command that is not the actor's to give, or about a request the actor may not read, is answered like one about a request that does not exist (`kept`, `not_found`). `subject`: `{\"kind\": \"request\", \"id\"}` for commands of the office (a new request's id is made by you), `{\"kind\": \"dispatch\", \"id\"}` for commands of the premises. `based_on`: the record's `version` that the person saw; leave it out for a new record. `protocol`: 1.

`occurred_at`: the device's own clock. `clock_offset_ms`: the device's estimate of server time minus its own clock (every answer with `server_time` gives one). `since_contact_ms`: milliseconds on a clock that nobody sets (monotonic) since the last answer to a push of this device, or its registration; leave it out when it is not known, such as after a restart. The server takes `occurred_at + clock_offset_ms` as the time of the action when it lies between that contact and the receipt and agrees with the count to two minutes; otherwise the time is kept and marked `proven: false`.

`sig`: ES256 (ECDSA on P-256 with SHA-256) of the device's key over the canonical JSON of the envelope without `sig`; the signature as r ‖ s (64 bytes, IEEE P1363) in base64url without padding. The example of `POST /api/sync/push` is signed with the key of the example of `POST /api/devices`.

Canonical JSON is RFC 8785: members sorted by their UTF-16 code units, no white space, shortest number forms, `/` and everything beyond ASCII unescaped. Every number in what is signed is an integer that a double holds exactly.";

const OUTCOMES: &str = "\
`accepted`: it has its effect, now or at an earlier delivery; a repeat gets the stored answer for ever. `kept`: stored whole but not, or not fully, applied: the plan changed meanwhile or a rule objects; `problem` says why, a person decides. `quarantined`: stored whole, not understood. `retry`: nothing stored; send it again later. `missing_blobs` names the blobs still to be uploaded.

An action of the premises that a rule rejects while an earlier `device_seq` of the same device has not been received is answered `retry` with `dependency_missing`: send the missing ones, then this one.

Everything but `retry` comes with a `receipt`: `sha256` is the SHA-256 of the whole envelope as canonical JSON, with its `sig`; the receipt's own `sig` is Ed25519 over the canonical JSON of its other five members, by the key `key_id` of `GET /api/keys`, base64url without padding. A device may delete an action against its receipt.";

const VISIT: &str = "\
The office: `submit_new_request` with a customer of a pull, then `verify_request`, then `assign` with the id of an engineer (a person of a pull whose `roles` hold `field`) and a new id for the dispatch. Each envelope may follow the other in one push.

The engineer pulls, finds the dispatch in the request's `dispatches`, and gives with that dispatch as the subject: `confirm`, `appoint`, `depart`, `arrive`; on the premises `tick_step` as they happen, `record_backup` before anything is touched (path: drive, `UFDATABAK`, the person's `initials` and the local date, as `E:\\UFDATABAK\\WL20261124`), `record_finding`, `attach_photo` (the bytes by `PUT /api/blobs/{sha256}`, any time), `record_costs`, `record_result`; then `present_form`, `sign`, `return_form`.

The office: `write_off`, then `archive`. `GET /api/requests/{id}/history` shows every step. The tables of states and of commands below say what is possible when.";

const SIGNATURES: &str = "\
Sealed is exactly what the customer was shown. For kind `no_backup` that is a `NoBackupContent`, for `consent` and `pledge` a `DataPlanContent`, for `data_record` and `data_returned` a `DataRecordContent`, for `fees` a `FeesContent`, for `voucher` a `VoucherContent`, for every other kind a `SignedContent`: all members, absent values as null, copied from the request's record as it stands after `present_form`. Amounts are written as the record has them.

`content_hash` is the SHA-256 of the canonical JSON of `content`, hexadecimal in lower case. `document_id` is the dispatch, `content_version` the visit's `presented` (at least 1). `ink.strokes` are lists of points `[x, y, t, pressure]`: x and y in tenths of a CSS pixel of the pad, t in milliseconds since the first point, pressure in thousandths; all integers.

`device_signature`: ES256 as above, over the canonical JSON of the record without `device_signature` and `countersignature`.

The server verifies and adds `countersignature`: `record_hash` is the SHA-256 of the canonical record without `countersignature`; `signature` is Ed25519 by `key_id` over the canonical JSON of `record_hash`, `previous`, `received_at` and `key_id`. `previous` chains the signatures of a case: empty for the first, then the SHA-256 of the text `previous`, a line feed, `record_hash` of the one before. `doubts` names what did not add up: `device_signature`, `content_hash`, `other_content`; nothing is thrown away for it.";

const BLOBS: &str = "\
A blob is named by the SHA-256 of its bytes. `PUT` it whole, or in pieces with `Content-Range: bytes first-last/length`, each beginning where the one before ended; `HEAD` says where an interrupted upload stands. Several small ones go together in one `PUT /api/blobs`, a form whose parts are named like the blobs. An action that names a blob is accepted before the blob arrives.";

/// The sections in order.
pub fn sections() -> [Section; 6] {
    [
        Section { heading: "Beginning", text: BEGINNING },
        Section { heading: "Envelopes", text: ENVELOPES },
        Section { heading: "Outcomes and receipts", text: OUTCOMES },
        Section { heading: "A visit from beginning to end", text: VISIT },
        Section { heading: "Signatures", text: SIGNATURES },
        Section { heading: "Blobs", text: BLOBS },
    ]
}

/// The guide as Markdown, for the document's description.
pub fn markdown() -> String {
    sections().iter().map(|section| format!("## {}\n\n{}\n\n", section.heading, section.text)).collect()
}

/// The limits; over one of them the whole call is answered 413 with its name.
pub fn limits() -> Value {
    json!({
        "envelopes_per_push": MAX_ENVELOPES,
        "bytes_per_push": MAX_PUSH_BYTES,
        "bytes_per_envelope": MAX_ENVELOPE_BYTES,
        "bytes_per_blob": MAX_BLOB_BYTES,
        "bytes_per_other_body": crate::http::MAX_BODY,
        "ink_css_pixels_at_least": MINIMUM_INK,
        "ink_points_at_most": MAXIMUM_POINTS,
        "protocols": (1..=PROTOCOL).collect::<Vec<_>>(),
    })
}

/// A value with its canonical form and hash, to check a program's own code against.
pub fn canonical_example() -> Value {
    let value = json!({"b": [1, "二", {"z": null, "y": true}], "a": "x/y \"z\"\n", "é": -5, "A": {}});
    let text = canonical(&value);
    json!({"value": value, "canonical": String::from_utf8_lossy(&text), "sha256": sha256_hex(&text)})
}
