//! Calls to customers after visits (QA-1).

use serde_json::json;

use super::super::operation::{Operation, reference};

pub fn all() -> Vec<Operation> {
    let text = json!({"type": "string"});
    vec![
        Operation::new("get", "/api/follow-ups", "follow-ups", "List calls after visits")
            .who("Quality all; managers read, a region manager the own region.")
            .notes("50 a page: `due` by what is due first, `case` by what was opened first, `done` the newest first. What is done about them are the commands `log_follow_up_attempt`, `record_follow_up`, `close_follow_up_case`.")
            .query("stage", reference("Stage"), "Which list; `due` when it is absent.")
            .query("cursor", text, "The `next` of the page before.")
            .answers(200, "FollowUpPage", "A page.")
            .problem(400, "malformed")
            .problem(404, "not_found")
            .problem(422, "invalid"),
        Operation::new("get", "/api/notices", "follow-ups", "What I was told")
            .notes("Reminders of clocks that turn amber or red, and every working morning what is overdue; the last 30 days, the newest first, at most 200. A reminder goes when its clock is stopped in time, paused or moved. The live event `notice` says that there is a new one.")
            .answers(200, "NoticeList", "The notices, and how many are not read."),
        Operation::new("post", "/api/notices/read", "follow-ups", "I have read a notice")
            .json("Read", json!({"id": "019aad2c-0000-7000-8000-0000000e0001"}))
            .answers_empty(204, "Noted. Without an id: all of them."),
    ]
}
