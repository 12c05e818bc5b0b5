//! Devices and keys; push, pull, blobs (SYN).

use serde_json::{Value, json};

use super::super::operation::{ANYBODY, Operation};

const TAG: &str = "sync";

pub fn all() -> Vec<Operation> {
    [devices(), push_and_pull(), receipts(), blobs()].into_iter().flatten().collect()
}

fn devices() -> Vec<Operation> {
    let key = json!({
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    });
    vec![
        Operation::new("post", "/api/devices", TAG, "Register a device")
            .notes("Once a tablet, and once a session of an office browser. The device keeps the private key.")
            .json("Registration", json!({"public_key": key, "name": "平板 3"}))
            .answers(201, "Registered", "The device's id, for pushes and signature records.")
            .problem(422, "no_es256_key"),
        Operation::new("get", "/api/devices", TAG, "List devices")
            .who("Administrators and support managers see all, hotline and field engineers those they worked on; for others there are none.")
            .answers(200, "DeviceList", "The last heard first; a device stands there once for each person who worked on it.")
            .problem(404, "not_found"),
        Operation::new("get", "/api/devices/silent", TAG, "Devices that should have been heard")
            .who("As for the list of devices, and for whoever has to phone the engineer: duty managers hear of all, region managers of their region's visits.")
            .notes("A visit was planned to be over two hours ago, is not returned, and the engineer's device was last heard before its end.")
            .answers(200, "SilentDeviceList", "The longest silent first.")
            .problem(404, "not_found"),
        Operation::new("post", "/api/devices/{id}/revoke", TAG, "Revoke a device")
            .who("Administrators and support managers any, hotline and field engineers one they worked on.")
            .notes("What it still sends is stored and quarantined. At its next contact it hands in what waits, and then empties itself.")
            .part("id", id(), "The device.")
            .answers_empty(204, "Revoked.")
            .problem(404, "not_found"),
        Operation::new("delete", "/api/devices/{id}/revoke", TAG, "Take a revocation back")
            .who("Whoever may revoke it.")
            .notes("Possible until the device has emptied itself.")
            .part("id", id(), "The device.")
            .answers_empty(204, "It works again.")
            .problem(404, "not_found"),
        Operation::new("get", "/api/devices/{id}/state", TAG, "Whether a device is revoked")
            .who(ANYBODY)
            .notes("For the device itself, whose session may have ended.")
            .part("id", id(), "The device.")
            .answers(200, "DeviceState", "Revoked or not.")
            .problem(404, "not_found"),
        Operation::new("post", "/api/devices/{id}/wiped", TAG, "A revoked device has emptied itself")
            .who(ANYBODY)
            .part("id", id(), "The device.")
            .json("Wiped", json!({"sig": "oe4bDHTElJAIb3tj3kWaSpvEITA79t1tzoebz9Si0biEALb7aHMeWTto_HJdCdX5bUFQB22oW_nDQSJc_DkqGg"}))
            .answers_empty(204, "Noted.")
            .problem(404, "not_found"),
        Operation::new("get", "/api/keys", TAG, "The server's keys")
            .who(ANYBODY)
            .notes("For receipts and countersignatures; and those that work can be sealed to. Old keys stay: what they signed stays valid, what was sealed to them can be opened.")
            .answers(200, "KeySet", "Keys by id."),
    ]
}

fn push_and_pull() -> Vec<Operation> {
    let envelope = json!({
        "id": "019aad2c-0000-7000-8000-0000000e0001",
        "device_seq": 1,
        "actor": "019aad2c-0000-7000-8000-000000e09100",
        "command": {"type": "confirm"},
        "subject": {"kind": "dispatch", "id": "019aad2c-0000-7000-8000-0000000d15c0"},
        "based_on": 4,
        "occurred_at": "2026-11-24T00:40:00.000Z",
        "clock_offset_ms": -250,
        "since_contact_ms": 61_000,
        "protocol": 1,
        "sig": "oe4bDHTElJAIb3tj3kWaSpvEITA79t1tzoebz9Si0biEALb7aHMeWTto_HJdCdX5bUFQB22oW_nDQSJc_DkqGg",
    });
    vec![
        Operation::new("post", "/api/sync/push", TAG, "Push envelopes")
            .notes("Every change by whomever, office or premises, is a command in an envelope. Envelopes are judged one by one, in order, and stored together; the answer has one result for each, in the same order. A repeat gets the stored answer again. Whoever is signed in may deliver what others did on the same device: the rights are those of each envelope's `actor`. Any answer other than 200 says that nothing was stored.")
            .json("Push", json!({"device_id": "019aad2c-0000-7000-8000-0000000de01c", "envelopes": [envelope]}))
            .answers(200, "PushAnswer", "What became of each envelope.")
            .problem(404, "not_found"),
        Operation::new("get", "/api/sync/pull", TAG, "Pull what changed")
            .who("Whoever is signed in; each gets what they may read. A field engineer gets the own work only: open, and 30 days back.")
            .notes("Without a cursor the records come as they stand, page by page (settings, people, customers, requests); then follow the changes from where the feed stood before the first page. Go on while `more` is true; keep `cursor` for the next time. `removed` names records to forget: they were taken away, or may not be seen any more.")
            .query("cursor", json!({"type": "string", "default": ""}), "The `cursor` of the answer before; empty to begin.")
            .query("limit", json!({"type": "integer", "minimum": 1, "maximum": 500, "default": 200}), "Records of a page, about.")
            .query("device", json!({"type": "string", "format": "uuid"}), "The tablet that pulls, so that it learns when it was revoked.")
            .query("person", json!({"type": "string", "format": "uuid"}), "Whose records the device keeps: 401 when the session is another person's.")
            .answers(200, "Pull", "A page.")
            .problem(403, "device_revoked")
            .problem(400, "malformed")
            .problem(410, "start_over"),
        Operation::new("put", "/api/sync/sealed/{sha256}", TAG, "Deliver sealed work")
            .notes("Work that its person left behind on a device, sealed so that whoever is signed in can deliver it and only the server can read it. A packet is one line of JSON (`{\"kind\": \"actions\" | \"blob\" | \"drafts\", \"key_id\", \"device\", \"actor\", \"items\", \"held\"}`), a line feed, and HPKE (RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM): the encapsulated key (65 bytes) and the ciphertext. `info` is `paidan sealed work 1`, the associated data is the line. Inside is a push (`{\"device_id\", \"envelopes\", \"held\": [{\"id\", \"reason\"}]}`, where `held` names what its person had held back), the bytes of a blob, or what was begun and not finished (`{\"device_id\", \"drafts\": [{\"name\", \"text\"}], \"sig\"}`, signed like an envelope), which is kept for its person. Each envelope is judged as of its actor and has one effect, however often and by whomever it is delivered. With `receipt` all of it is stored; without one, send the packet again later.")
            .part("sha256", json!({"type": "string", "pattern": "^[0-9a-f]{64}$"}), "SHA-256 of the packet, hexadecimal in lower case.")
            .bytes("The packet.")
            .answers(200, "SealedAnswer", "How much of it was accepted, kept, quarantined or has to come again.")
            .problem(413, "too_large")
            .problem(422, "other_bytes")
            .problem(422, "not_opened")
            .problem(422, "unknown_device"),
    ]
}

fn receipts() -> Vec<Operation> {
    let own = "Everybody their own; administrators anybody's.";
    let hash = json!({"type": "string", "pattern": "^[0-9a-f]{64}$"});
    vec![
        Operation::new("get", "/api/receipts", TAG, "What the server has signed for somebody")
            .who(own)
            .notes("Every envelope that was received of a person, from whichever device, with its first answer's receipt: what a person can hold against a tablet that was lost, sealed or wiped. 50 a page.")
            .query("person", json!({"type": "string", "format": "uuid"}), "Whose; without it the caller's own.")
            .query("cursor", json!({"type": "string"}), "The `next` of the page before.")
            .answers(200, "ReceiptPage", "The newest first.")
            .problem(400, "malformed")
            .problem(404, "not_found")
            .problem(422, "invalid"),
        Operation::new("get", "/api/receipts/{id}", TAG, "One received envelope, whole")
            .who(own)
            .part("id", json!({"type": "string"}), "The envelope's id.")
            .answers(200, "ReceivedList", "The envelope as it arrived, with its receipt; several when the id was used for different content.")
            .problem(404, "not_found"),
        Operation::new("get", "/api/begun", TAG, "What the caller had begun and not finished")
            .who("Everybody their own.")
            .notes("What came sealed from a tablet that its person left, and no tablet of theirs has taken up again.")
            .answers(200, "BegunList", "The oldest first."),
        Operation::new("delete", "/api/begun/{sha256}", TAG, "Say that it was taken up again")
            .who("Everybody their own.")
            .part("sha256", hash, "SHA-256 of the packet it came in.")
            .answers_empty(204, "It is not given out any more; it stays stored.")
            .problem(404, "not_found"),
    ]
}

fn blobs() -> Vec<Operation> {
    let name = json!({"type": "string", "pattern": "^[0-9a-f]{64}$"});
    let text = "SHA-256 of the bytes, hexadecimal in lower case.";
    let offset = "How many bytes are here.";
    vec![
        Operation::new("head", "/api/blobs/{sha256}", TAG, "How far an upload is")
            .part("sha256", name.clone(), text)
            .answers_empty(200, "Complete when both numbers are equal.")
            .with_header("Upload-Offset", offset)
            .with_header("Upload-Length", "How many there will be.")
            .problem(404, "not_found"),
        Operation::new("put", "/api/blobs/{sha256}", TAG, "Upload a blob or a piece of one")
            .notes("JPEG, PNG, WebP and PDF, told by their bytes. A piece is durable when it is answered.")
            .part("sha256", name.clone(), text)
            .header(
                "Content-Range",
                json!({"type": "string", "examples": ["bytes 0-65535/250000"]}),
                "First and last byte of the piece, and the length of the whole; without it the body is the whole.",
            )
            .bytes("The bytes, of any content type.")
            .answers_empty(201, "Complete.")
            .with_header("Upload-Offset", offset)
            .answers_empty(202, "More is wanted, from `Upload-Offset` on.")
            .with_header("Upload-Offset", offset)
            .problem(409, "wrong_offset")
            .problem(413, "too_large")
            .problem(422, "invalid")
            .problem(422, "other_bytes")
            .problem(422, "kind_not_allowed"),
        Operation::new("put", "/api/blobs", TAG, "Upload several small blobs")
            .notes("Up to 100 of at most 64 KiB each, 1 MiB together. Each is answered by itself, in order, and all that are kept are durable when the answer comes. Any answer other than 200 says that none was stored.")
            .parts("One part a blob, named by the SHA-256 of its bytes.")
            .answers(200, "BlobsAnswer", "What became of each blob.")
            .problem(400, "malformed")
            .problem(413, "too_large"),
        Operation::new("get", "/api/blobs/{sha256}", TAG, "Read a blob")
            .who("Whoever may read a record that names it, and whoever uploaded it.")
            .part("sha256", name, text)
            .answers_with(200, "The bytes.", json!({"image/*": {}, "application/pdf": {}}))
            .problem(404, "not_found"),
    ]
}

fn id() -> Value {
    json!({"type": "string", "format": "uuid"})
}
