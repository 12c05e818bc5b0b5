//! What is read of visits as a whole: the dispatch sheet, the archive, what was learned (ONS-6, ONS-19).

use serde_json::{Value, json};

use super::super::operation::{Operation, reference};

const TAG: &str = "requests";

pub fn all() -> Vec<Operation> {
    let text = || json!({"type": "string"});
    let time = || json!({"type": "string", "format": "date-time"});
    vec![
        Operation::new("get", "/api/dispatch-sheet", TAG, "The dispatch sheet QR/04 of a day")
            .who("Whoever reads requests of a region or of all.")
            .notes("A dispatch stands on the sheet of the day it is planned for.")
            .query("date", json!({"type": "string", "format": "date"}), "Of the centre's calendar; today without one.")
            .answers_with(
                200,
                "In the order of the planned times.",
                object(json!({"date": {"type": "string", "format": "date"}, "items": list("DispatchSheetRow")})),
            )
            .problem(400, "malformed")
            .problem(404, "not_found"),
        Operation::new("get", "/api/archive", TAG, "Archived requests")
            .who("Archivists, and whoever reads requests of a region or of all.")
            .query("q", text(), "Part of number, unit, contact or problem.")
            .query("engineer", json!({"type": "string", "format": "uuid"}), "Somebody who was sent.")
            .query("opened_from", time(), "Opened then or later.")
            .query("opened_before", time(), "Opened before.")
            .query("cursor", text(), "`next` of the page before.")
            .answers(200, "RequestPage", "The newest first.")
            .problem(400, "malformed")
            .problem(404, "not_found")
            .problem(422, "invalid"),
        Operation::new("get", "/api/knowledge", TAG, "What was learned from archived forms")
            .who("Hotline, engineers, duty and support managers.")
            .query("q", text(), "Part of title, product, symptom, cause or solution.")
            .query("cursor", text(), "`next` of the page before.")
            .answers_with(
                200,
                "The newest first.",
                object(json!({"items": list("Article"), "next": {"type": ["string", "null"]}})),
            )
            .problem(400, "malformed")
            .problem(404, "not_found")
            .problem(422, "invalid"),
    ]
}

fn object(properties: Value) -> Value {
    json!({"application/json": {"schema": {"type": "object", "properties": properties}}})
}

fn list(schema: &str) -> Value {
    json!({"type": "array", "items": reference(schema)})
}
