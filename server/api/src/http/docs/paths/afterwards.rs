//! What is read of visits as a whole: the dispatch sheet, the archive, what was learned (ONS-6, ONS-19).

use serde_json::{Value, json};

use super::super::operation::{Operation, reference};

const TAG: &str = "requests";
const LISTS: &str =
    "Whoever reads requests of a region or of all, each sees what they may; of `QR-01`, whoever reads the roster.";

pub fn all() -> Vec<Operation> {
    let text = || json!({"type": "string"});
    let time = || json!({"type": "string", "format": "date-time"});
    let day = || json!({"type": "string", "format": "date"});
    vec![
        Operation::new("get", "/api/lists/{form}", TAG, "A list of the office")
            .who(LISTS)
            .notes("`QR-01` is the duty roster of the month that the date is in. `QR-02` is the hotline day sheet: what was asked for on a day. `QR-04` is the dispatch sheet: a dispatch stands on the sheet of the day it is planned for. `QR-06` is the headquarters log of the year that the date is in.")
            .part("form", json!({"type": "string", "enum": ["QR-01", "QR-02", "QR-04", "QR-06"]}), "The list.")
            .query("date", day(), "Of the centre's calendar; today without one.")
            .answers_with(
                200,
                "The earliest first.",
                object(json!({"date": day(), "items": {"type": "array", "items": {"anyOf": [
                    reference("DaySheetRow"), reference("DispatchSheetRow"), reference("HeadquartersLogRow"),
                    reference("RosterRow"),
                ]}}})),
            )
            .problem(400, "malformed")
            .problem(404, "not_found"),
        Operation::new("get", "/api/forms/{form}", TAG, "A list of the office on paper")
            .who(LISTS)
            .notes("The lists of `/api/lists/{form}` as A4 in the reader's language, with the code of `/verify/{code}` and signed by the centre (PAdES). The code stands as long as the records say the same to whoever printed it.")
            .part("form", json!({"type": "string", "enum": ["QR-01.pdf", "QR-02.pdf", "QR-04.pdf", "QR-06.pdf"]}), "The form.")
            .query("date", day(), "Of the centre's calendar; today without one.")
            .answers_with(200, "The paper.", json!({"application/pdf": {"schema": {"type": "string", "contentMediaType": "application/pdf"}}}))
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
