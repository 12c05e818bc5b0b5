//! Clocks, calendars and fees (ADM-4).

use domain::{calendar::CalendarData, configuration::predefined_rule, fees::predefined};
use serde_json::json;

use super::super::operation::Operation;

const TAG: &str = "settings";
const ADMINISTRATORS: &str = "Administrators.";
const OF_FEES: &str = "Support managers and administrators.";
const FROM_NOW_ON: &str = "Counts for every clock that starts from now on, at every node within a second; clocks that run keep what was promised. Stands in the record of change.";

pub fn all() -> Vec<Operation> {
    let text = json!({"type": "string"});
    let rule = json!({"rule": predefined_rule("request.verify"), "version": 0});
    let fee = json!({"item": predefined()[0], "version": 0});
    let calendar = json!({"calendar": CalendarData::centre(), "version": 0});
    vec![
        Operation::new("get", "/api/settings/clocks", TAG, "List the rules of all clocks")
            .who(ADMINISTRATORS)
            .answers(200, "ClockList", "As they count now, beside what the product comes with.")
            .problem(404, "not_found"),
        change("/api/settings/clocks/{id}", "Change a rule", "ChangedClock", rule, "ClockLine").part(
            "id",
            text.clone(),
            "The rule.",
        ),
        reset("/api/settings/clocks/{id}", "Put a rule back", "ClockLine").part("id", text.clone(), "The rule."),
        Operation::new("get", "/api/settings/calendars", TAG, "List the calendars")
            .who(ADMINISTRATORS)
            .answers(200, "CalendarList", "As they count now, beside what the product comes with.")
            .problem(404, "not_found"),
        change("/api/settings/calendars/{name}", "Change a calendar", "ChangedCalendar", calendar, "CalendarLine")
            .part("name", text.clone(), "The calendar.")
            .problem(422, "both")
            .problem(422, "no_hours")
            .problem(422, "overlap"),
        reset("/api/settings/calendars/{name}", "Put a calendar back", "CalendarLine").part(
            "name",
            text.clone(),
            "The calendar.",
        ),
        Operation::new("get", "/api/settings/fees", TAG, "List the fee table")
            .who(OF_FEES)
            .answers(200, "FeeSettingList", "Rows as they stand, also those whose last day is over.")
            .problem(404, "not_found"),
        change("/api/settings/fees/{id}", "Change a row, or add one", "ChangedFee", fee, "FeeSettingLine")
            .who(OF_FEES)
            .notes("Counts for what is proposed from now on; tablets get the whole table with their next pull. What a customer has consented to keeps its price.")
            .part("id", text.clone(), "The row: lower-case letters, digits and hyphens."),
        reset("/api/settings/fees/{id}", "Put a row back, or delete one that was added", "FeeSettingLine")
            .who(OF_FEES)
            .notes("Answers with the row as it was, where it is gone.")
            .part("id", text.clone(), "The row."),
        Operation::new("get", "/api/settings/history", TAG, "The last changes of settings")
            .who("Administrators; of the fee table support managers too.")
            .answers(200, "SettingsHistory", "The newest first, at most 100.")
            .problem(404, "not_found"),
    ]
}

fn change(
    path: &'static str,
    summary: &'static str,
    body: &str,
    example: serde_json::Value,
    answer: &str,
) -> Operation {
    Operation::new("put", path, TAG, summary)
        .who(ADMINISTRATORS)
        .notes(FROM_NOW_ON)
        .json(body, example)
        .answers(200, answer, "As it counts now.")
        .problem(404, "not_found")
        .problem(422, "changed_meanwhile")
        .problem(422, "invalid")
        .problem(422, "missing")
        .problem(422, "out_of_range")
}

fn reset(path: &'static str, summary: &'static str, answer: &str) -> Operation {
    Operation::new("delete", path, TAG, summary)
        .who(ADMINISTRATORS)
        .notes(FROM_NOW_ON)
        .answers(200, answer, "As it counts now.")
        .problem(404, "not_found")
}
