//! Requests, their history, due times; live and presence (ONS, LIV).

use serde_json::{Value, json};

use super::super::operation::{Operation, reference};

const TAG: &str = "requests";
const READERS: &str = "Whoever may read it: the office all, a region manager the own region, a field engineer the own, an archivist the archived; and whoever submitted it. It exists for nobody else.";

pub fn all() -> Vec<Operation> {
    let text = json!({"type": "string"});
    vec![
        Operation::new("get", "/api/requests", TAG, "List requests")
            .who("Whoever is signed in; each sees what they may read.")
            .notes("By what is due first, 50 a page.")
            .query("state", reference("RequestState"), "Only in this state.")
            .query("due_before", reference("Timestamp"), "Only what is due until then.")
            .query("q", text.clone(), "Only with this text in number, unit, archive number, symptom, contact, phone or product.")
            .query("cursor", text.clone(), "The `next` of the page before.")
            .answers(200, "RequestPage", "A page.")
            .problem(400, "malformed")
            .problem(422, "invalid"),
        Operation::new("get", "/api/requests/{id}", TAG, "One request")
            .who(READERS)
            .notes("`version` is what an envelope's `based_on` names.")
            .part("id", id(), "The request.")
            .answers(200, "RequestItem", "The request as it stands.")
            .problem(404, "not_found"),
        Operation::new("get", "/api/requests/{id}/history", TAG, "The history of a request")
            .who(READERS)
            .part("id", id(), "The request.")
            .answers(200, "History", "Every change, the oldest first.")
            .problem(404, "not_found"),
        Operation::new("get", "/api/requests/{id}/forms/{form}", TAG, "A paper form of a request")
            .who(READERS)
            .notes("`QR-03.pdf` is the on-site service request, `QR-05.pdf` the customer's data on the last visit that recorded some, with the pledge: A4, in the reader's language, with the code of `/verify/{code}`, signed by the centre (PAdES) and with the signature record attached. The same version of the record makes the same bytes.")
            .part("id", id(), "The request.")
            .part("form", json!({"type": "string", "enum": ["QR-03.pdf", "QR-05.pdf"]}), "The form.")
            .answers_with(200, "The paper.", json!({"application/pdf": {"schema": {"type": "string", "contentMediaType": "application/pdf"}}}))
            .problem(404, "not_found"),
        Operation::new("post", "/api/deadlines/preview", TAG, "When something would be due, and why")
            .notes("Pure: the same question has the same answer, and nothing is stored. An unknown distance counts as near; an unknown calendar is the centre's.")
            .json("Preview", json!({"rule": "onsite.arrive", "started": "2026-11-24T01:00:00.000Z", "distance_km": 42.5, "tier": "premium", "calendar": null}))
            .answers(200, "Deadline", "Due time, warning and reasons.")
            .problem(422, "unknown_rule")
            .problem(422, "no_answer"),
        Operation::new("post", "/api/presence", TAG, "Tell the others what I look at or move")
            .notes("Reaches live listeners who may read the request, except the caller. Kept nowhere: say it again every now and then.")
            .json("Announcement", json!({"request": "019aad2c-0000-7000-8000-0000000f0110", "doing": "looking"}))
            .answers_empty(204, "Told.")
            .problem(404, "not_found"),
        Operation::new("get", "/api/live", TAG, "Listen to changes as they happen")
            .who("Whoever is signed in; each hears of what they may read.")
            .notes(LIVE)
            .query("topics", json!({"type": "string", "default": "board"}), "`board`")
            .query("after", json!({"type": "integer"}), "Number of the last change known, for a first connection; a pull's cursor once it is a plain number.")
            .header("Last-Event-ID", json!({"type": "integer"}), "The id of the last event heard, as an EventSource sends it. Goes before `after`.")
            .answers_with(200, "A stream that does not end.", json!({"text/event-stream": {"schema": text, "x-events": events()}}))
            .problem(400, "malformed"),
    ]
}

const LIVE: &str = "Server-Sent Events. `change`: a request as it stands, with the number of the change as the event's id; a request that changed several times may come once, under its newest number. `presence`: who looks at what, without an id. `notice`: the listener has a new notice, without an id. `reset`: too much was missed; load the list again. With `Last-Event-ID` or `after` everything missed comes first, so that nothing is lost between two connections; the same change may come twice, so compare `version`. A silent connection gets a comment every 15 s.";

fn events() -> Value {
    json!({"change": reference("LiveChange"), "presence": reference("Presence"), "notice": {"type": "object"}, "reset": {"type": "object"}})
}

fn id() -> Value {
    json!({"type": "string", "format": "uuid"})
}
