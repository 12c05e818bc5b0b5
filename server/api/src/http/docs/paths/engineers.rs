//! What an engineer shows and subscribes to: badge and calendar (ONS-10, ONS-21).

use serde_json::{Value, json};

use super::super::operation::{ANYBODY, Operation};

const TAG: &str = "engineers";
const ENGINEERS: &str = "Engineers.";

pub fn all() -> Vec<Operation> {
    let text = || json!({"type": "string"});
    vec![
        Operation::new("get", "/api/devices/{id}/badge", TAG, "The badge's secret for a tablet")
            .who("Whose device it is.")
            .notes(
                "The code that a badge shows is eight digits: HMAC-SHA256 by this secret over `paidan badge`, the 16 bytes of \
                 the dispatch's id and the minutes since 1970 as 8 bytes, big-endian, cut as RFC 4226 cuts it.",
            )
            .part("id", json!({"type": "string", "format": "uuid"}), "The device.")
            .answers_with(
                200,
                "The secret, base64url.",
                object(json!({"device": {"type": "string", "format": "uuid"}, "secret": {"type": "string"}})),
            )
            .problem(404, "not_found"),
        Operation::new("get", "/badge", TAG, "A page to type a badge's number and code into")
            .who(ANYBODY)
            .query("number", text(), "The badge's number.")
            .query("code", text(), "Its eight digits.")
            .answers_with(200, "As `/badge/{code}`; without both, a form.", page())
            .answers_with(429, "As `/badge/{code}`.", page()),
        Operation::new("get", "/badge/{code}", TAG, "Whether this engineer is expected at the customer's now")
            .who(ANYBODY)
            .notes("Shows nothing about the customer. As JSON when `Accept` asks for it, else as a page.")
            .part("code", text(), "The badge's number, a dash, eight digits.")
            .answers_with(
                200,
                "`expected` with name and number, or `not_confirmed`.",
                json!({
                    "application/json": {"schema": {"type": "object", "required": ["state"], "properties": {
                        "state": {"enum": ["expected", "not_confirmed"]},
                        "name": {"type": "string"},
                        "badge_number": {"type": "string"},
                    }}},
                    "text/html": {"schema": {"type": "string"}},
                }),
            )
            .answers_with(429, "Too many tries from this address; `Retry-After` says how long.", page()),
        Operation::new("get", "/badge/page.css", TAG, "The looks of that page").who(ANYBODY).answers_with(
            200,
            "A style sheet.",
            json!({"text/css": {"schema": {"type": "string"}}}),
        ),
        Operation::new("get", "/api/account/calendar", TAG, "Whether I have a calendar address")
            .who(ENGINEERS)
            .answers_with(
                200,
                "Since when, or null.",
                object(json!({"since": {"type": ["string", "null"], "format": "date-time"}})),
            )
            .problem(404, "not_found"),
        Operation::new("post", "/api/account/calendar", TAG, "Make a new calendar address")
            .who(ENGINEERS)
            .notes("The one before ends. The address is told this once.")
            .answers_with(201, "The path of the feed.", object(json!({"path": {"type": "string"}})))
            .problem(404, "not_found"),
        Operation::new("delete", "/api/account/calendar", TAG, "End the calendar address")
            .who(ENGINEERS)
            .answers_empty(204, "It has ended.")
            .problem(404, "not_found"),
        Operation::new("get", "/calendar/{file}", TAG, "An engineer's visits as iCalendar")
            .who("Whoever knows the address.")
            .part("file", text(), "The token and `.ics`.")
            .answers_with(200, "RFC 5545.", json!({"text/calendar": {"schema": {"type": "string"}}}))
            .problem(404, "not_found"),
    ]
}

fn object(properties: Value) -> Value {
    json!({"application/json": {"schema": {"type": "object", "properties": properties}}})
}

fn page() -> Value {
    json!({"text/html": {"schema": {"type": "string"}}})
}
