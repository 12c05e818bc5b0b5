//! The duty roster (HOT-1).

use serde_json::{Value, json};

use super::super::operation::{Operation, reference};

const TAG: &str = "rosters";
const READERS: &str = "Hotline, engineers, quality; duty, region and support managers.";

pub fn all() -> Vec<Operation> {
    let month = || json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"});
    let about = |operation: Operation| operation.part("month", month(), "Such as `2026-11`.").problem(404, "not_found");
    let change = Operation::new("put", "/api/rosters/{month}", TAG, "Plan a month, change who is on duty, close it")
        .who("Support managers plan and close; they and duty managers exchange and review.")
        .notes("The whole month as it is to stand. The plan (`turns`) changes while the month is a draft; afterwards somebody else comes by an entry in `exchanges`, with a reason. `state` goes one step at a time, there and back: draft, prepared, reviewed by somebody else, archived. What differs stands in the record of change, before and after.")
        .json("ChangedRoster", example())
        .answers(200, "RosterMonth", "As it stands now.");
    let refusals = [
        "changed_meanwhile",
        "has_exchanges",
        "invalid",
        "makers_only",
        "missing",
        "not_for_this_duty",
        "out_of_range",
        "own_work",
        "same_person",
        "wrong_step",
    ];
    let turns = json!({"type": "object", "required": ["turns"], "properties": {
        "turns": {"type": "array", "items": reference("RosterTurn")},
    }});
    vec![
        about(Operation::new("get", "/api/rosters/{month}", TAG, "The duty roster of a month"))
            .who(READERS)
            .notes("A month that nobody has planned is empty and has version 0. Gaps and double bookings are worked out from who is absent now. Its paper is `QR-01` of `/api/forms/{form}`.")
            .answers(200, "RosterMonth", "The month."),
        refusals.into_iter().fold(about(change), |operation, word| operation.problem(422, word)),
        about(Operation::new("post", "/api/rosters/{month}/proposal", TAG, "Propose fair turns for a month"))
            .who("Support managers.")
            .notes("Turns that stand and can be taken stay, open ones are filled: equally, going on where the month before ended, with nobody who is absent then. Stores nothing: put it with `PUT`.")
            .answers_with(200, "Turns of the whole month.", json!({"application/json": {"schema": turns}})),
    ]
}

fn example() -> Value {
    let (engineer, manager) = ("01980000-0000-7000-8000-000000000001", "01980000-0000-7000-8000-000000000002");
    json!({
        "roster": {
            "turns": [
                {"date": "2026-11-23", "post": "manager", "person": manager},
                {"date": "2026-11-23", "post": "late", "person": engineer},
            ],
            "exchanges": [{"date": "2026-11-23", "post": "late", "to": null, "reason": "病假"}],
            "state": "prepared",
        },
        "version": 3,
    })
}
