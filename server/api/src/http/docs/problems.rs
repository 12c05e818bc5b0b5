//! The stable words of problems (RFC 9457 `type`) and what they mean.

use serde_json::{Value, json};

use super::operation::Operation;

/// Answers of a whole call.
const OF_CALLS: [(&str, &str); 36] = [
    ("both", "A day can't be a holiday and a make-up day."),
    ("changed_meanwhile", "Somebody else changed it since it was read: read it again."),
    ("device_revoked", "The device that asks was revoked: it hands in what it has, and empties itself."),
    ("foreign_origin", "The call names an `Origin` that is not this server, or comes from another site."),
    ("has_exchanges", "Places were exchanged: the roster goes back to a draft only when those are taken back."),
    ("invalid", "The field in `errors[].pointer` has a value that is not acceptable."),
    ("kind_not_allowed", "Only JPEG, PNG, WebP and PDF are kept; the bytes themselves are looked at."),
    ("makers_only", "Only who makes rosters plans, prepares and archives a month."),
    ("malformed", "The body or a parameter can't be read; `detail` says where. Nothing was stored."),
    ("missing", "The field in `errors[].pointer` must be filled in."),
    ("no_hours", "A calendar needs working hours on at least one day of the week."),
    ("no_answer", "The calendar has no answer, such as for a time too far away."),
    ("no_es256_key", "`public_key` is no public ES256 key (JWK of kty EC and crv P-256)."),
    ("no_such_method", "The address exists, but can't be called with this method."),
    ("not_for_this_duty", "The person has another role, or has left."),
    ("not_found", "It does not exist, or the caller may not see it: the two answer alike."),
    ("not_json", "The body must be sent as `Content-Type: application/json`."),
    ("not_opened", "It is no sealed packet, or none of the server's keys opens it. Nothing was stored: keep it."),
    ("other_bytes", "The bytes do not have the SHA-256 they are named by. They were thrown away; start over."),
    ("out_of_range", "The value in `errors[].pointer` is too small or too large."),
    ("overlap", "Working hours of a day overlap."),
    ("own_account", "Nobody can deactivate the own account or drop the own administrator role."),
    ("own_work", "Whoever prepared the roster does not review it."),
    ("same_person", "It is this person's turn anyway."),
    ("server_trouble", "Nothing was stored. Try again later."),
    ("signed_out", "There is no session, or it has ended. Says nothing about actions that were sent along."),
    ("start_over", "The cursor is not one of this centre's (any more): pull again without one."),
    ("taken", "Somebody else has this log-in name."),
    ("too_large", "Over a limit; `detail` names it in the reader's language. Nothing was stored."),
    ("too_many_attempts", "Too many failed sign-ins under this name; `Retry-After` says for how many seconds."),
    ("too_short", "A password needs at least 10 characters."),
    ("unknown_device", "The device that sealed the packet is not known here. Nothing was stored: keep it."),
    ("unknown_rule", "There is no rule of this id, or its limit is no time."),
    (
        "wrong_step",
        "Not in this state: a draft is planned, a prepared or reviewed month is exchanged in; one step at a time.",
    ),
    ("wrong_offset", "The piece does not begin where the upload stands; `Upload-Offset` says where that is."),
    ("wrong_password", "Name or password is wrong (401, at sign-in), or the old password is (422, when changing it)."),
];

/// Answers for one envelope of a push, in `results[].problem`.
const OF_ENVELOPES: [(&str, &str); 34] = [
    ("already_assigned", "Somebody was faster: `rejection.engineer` has the request. The command had no effect."),
    ("backup_first", "No solving before a backup, or before the customer's signature for going without one."),
    ("bad_signature", "The device's signature does not fit the envelope. Kept whole for the administrator."),
    (
        "changed_meanwhile",
        "Both sides changed the fields in `rejection.fields`: both values are kept, a manager decides.",
    ),
    ("customer_blocked", "No visit can be created for this customer."),
    (
        "dependency_missing",
        "An earlier action of this device has not arrived yet (outcome `retry`): send it, then this one again.",
    ),
    ("device_revoked", "The device was revoked. What it sent is kept for review."),
    ("foreign_actor", "The actor is not the caller and never worked on this device."),
    ("id_reused", "This id was used for other content before. Both are kept."),
    ("id_taken", "The id already names something else."),
    ("invalid", "The field in `errors[].pointer` (a JSON pointer into the envelope) is not acceptable."),
    ("missing", "The field in `errors[].pointer` must be filled in."),
    ("no_such_engineer", "The person can't be sent: no engineer, or not active."),
    ("not_found", "No such record, or not the actor's to change."),
    ("not_stored", "The server could not store it (outcome `retry`): the disk is full, or the database busy."),
    ("not_understood", "Stored whole, but not a known command of this protocol; `errors[].detail` says what is wrong."),
    (
        "data_elsewhere",
        "The customer's data is with `rejection.holder`: hand it over first (to try a solution on it, or to end it).",
    ),
    ("own_witness", "The witness of the end of data is somebody else than whoever records it."),
    ("must_take_part", "Whoever took the customer's data away takes part in the consultation."),
    ("not_at_headquarters", "The case has not been sent to headquarters."),
    ("office_only", "Only the office can do this."),
    ("other_than_pledged", "The data ends otherwise than its pledge says."),
    ("other_content", "The signature's `content_hash` is not the hash of the form as it stands."),
    ("outside_window", "The time is outside what the manager allowed; use `wish_appointment`."),
    (
        "paper_first",
        "Another paper has to be signed before: consent, pledge, data_record; or fees, where something is charged.",
    ),
    ("password_request", "Recovering passwords is never dispatched on site."),
    ("plan_changed", "The dispatch was taken back meanwhile. The work is kept; the duty manager decides."),
    (
        "reason_needed",
        "Rules speak against this place in the plan (`rejection.against`: no_skill, absent, off_hours, late): give a reason.",
    ),
    ("sealed", "The customer has signed; the content is sealed."),
    ("solution_untried", "A solution is tried in the office before it goes to the customer."),
    ("support_manager_only", "After two failed visits the support manager decides."),
    ("too_little_ink", "Less than 60 CSS pixels of line, or more than 2,500 points."),
    ("unknown_protocol", "`protocol` is none this server speaks. Kept whole until it does."),
    ("wrong_state", "Not possible in the state the record is in: `rejection.state`."),
];

/// What a word means in the answer to a call.
pub fn meaning(word: &str) -> &'static str {
    OF_CALLS.into_iter().find(|(known, _)| *known == word).map_or("", |(_, meaning)| meaning)
}

/// All words, with the statuses they come with.
pub fn describe(operations: &[Operation]) -> Value {
    let mut statuses: Vec<(&str, u16)> =
        operations.iter().flat_map(Operation::all_problems).map(|(status, word)| (word, status)).collect();
    // Every address below /api answers so, described or not.
    statuses.extend([("not_found", 404), ("no_such_method", 405)]);
    statuses.sort_unstable();
    statuses.dedup();
    let of_calls = OF_CALLS.into_iter().map(|(word, meaning)| {
        let statuses: Vec<u16> =
            statuses.iter().filter(|(known, _)| *known == word).map(|(_, status)| *status).collect();
        json!({"type": word, "meaning": meaning, "status": statuses})
    });
    let of_envelopes = OF_ENVELOPES.into_iter().map(|(word, meaning)| json!({"type": word, "meaning": meaning}));
    json!({"calls": of_calls.collect::<Vec<_>>(), "envelopes": of_envelopes.collect::<Vec<_>>()})
}
