//! The description itself, verification of documents, health (OPS-3, PRT-5).

use serde_json::{Value, json};

use super::super::operation::{ANYBODY, Operation, reference};

const TAG: &str = "server";

pub fn all() -> Vec<Operation> {
    vec![
        Operation::new("get", "/api/openapi.json", TAG, "This document").who(ANYBODY).answers_with(
            200,
            "OpenAPI 3.1.",
            json!({"application/json": {"schema": {"type": "object"}}}),
        ),
        Operation::new("get", "/api/docs", TAG, "This document as a page").who(ANYBODY).answers_with(
            200,
            "Without a script, headings in the reader's language.",
            text("text/html"),
        ),
        Operation::new("get", "/api/docs.css", TAG, "The looks of that page").who(ANYBODY).answers_with(
            200,
            "A style sheet.",
            text("text/css"),
        ),
        Operation::new("get", "/verify/{code}", TAG, "Whether a document of ours is unaltered")
            .who(ANYBODY)
            .notes("Shows nothing private. As JSON when `Accept` asks for it, else as a page.")
            .part("code", json!({"type": "string"}), "As printed on the document.")
            .answers_with(
                200,
                "`unaltered`, `altered` or `not_yet_received`.",
                json!({
                    "application/json": {"schema": reference("Verified")},
                    "text/html": {"schema": {"type": "string"}},
                }),
            )
            .problem(503, "server_trouble"),
        Operation::new("get", "/verify.css", TAG, "The looks of that page").who(ANYBODY).answers_with(
            200,
            "A style sheet.",
            text("text/css"),
        ),
        Operation::new("get", "/healthz", TAG, "Alive").who(ANYBODY).answers_with(
            200,
            "The process answers.",
            text("text/plain"),
        ),
        Operation::new("get", "/readyz", TAG, "Ready")
            .who(ANYBODY)
            .answers_with(200, "The database answers too.", text("text/plain"))
            .answers_with(503, "It does not.", text("text/plain")),
        Operation::new("get", "/metrics", TAG, "Figures for Prometheus").who(ANYBODY).answers_with(
            200,
            "Text format 0.0.4.",
            text("text/plain"),
        ),
    ]
}

fn text(media_type: &str) -> Value {
    json!({media_type: {"schema": {"type": "string"}}})
}
