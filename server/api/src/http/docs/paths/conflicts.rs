//! Disputes and quarantine (SYN-7).

use serde_json::json;

use super::super::operation::Operation;

const TAG: &str = "conflicts";
const SEES: &str = "Administrators everything; field engineers what they delivered.";

pub fn all() -> Vec<Operation> {
    let hash = || json!({"type": "string", "pattern": "^[0-9a-f]{64}$"});
    let text = "SHA-256 of the whole envelope, as its receipt names it.";
    vec![
        Operation::new("get", "/api/disputes", TAG, "List what has to be decided")
            .who("Duty and support managers all, region managers their region.")
            .notes("Requests with work on the premises that met another plan: dispatches in state `disputed`, and in `kept` the actions to which a rule objected. `proposed` is the decision that is proposed; change it where needed and send it in a `resolve_dispute` command. `reopen_dispute` takes it back until something else happens.")
            .answers(200, "DisputeList", "The oldest matter first.")
            .problem(404, "not_found"),
        Operation::new("get", "/api/quarantine", TAG, "List what could not be taken in")
            .who(SEES)
            .notes("50 a page. `problem` is the first answer's; later attempts stand with the whole envelope.")
            .query("all", json!({"type": "boolean", "default": false}), "Also what was taken in since.")
            .query("device", json!({"type": "string", "format": "uuid"}), "Only what comes from this device.")
            .query("cursor", json!({"type": "string"}), "The `next` of the page before.")
            .answers(200, "QuarantinePage", "The newest first.")
            .problem(400, "malformed")
            .problem(404, "not_found")
            .problem(422, "invalid"),
        Operation::new("get", "/api/quarantine/{sha256}", TAG, "One envelope in quarantine, whole")
            .who(SEES)
            .part("sha256", hash(), text)
            .answers(200, "Quarantined", "The envelope as it arrived, its first answer and every attempt since.")
            .problem(404, "not_found"),
        Operation::new("post", "/api/quarantine/{sha256}/replay", TAG, "Try one again")
            .who("Administrators.")
            .notes("Judged as if it came now, with one effect however often it is tried. The first answer stays; the new one is recorded beside it with a receipt of its own. What a revoked device sent is judged too: asking for it one by one is the review.")
            .part("sha256", hash(), text)
            .answers(200, "PushResult", "What became of it. Quarantined again, it stays with the new reason.")
            .problem(404, "not_found"),
        Operation::new("post", "/api/quarantine/replay", TAG, "Try everything again")
            .who("Administrators.")
            .notes("In the order in which it was received. What a revoked device sent is left for review.")
            .answers(200, "ReplayRound", "How many had which outcome.")
            .problem(404, "not_found"),
    ]
}
