//! Every command with what it is about, when it is possible, what it does, and an example.

mod fees;
mod unresolved;

use domain::{
    command::Command,
    people::Role,
    rights::{self, Action, Reach},
};
use serde_json::{Value, json};

const CASE: &str = "019aad2c-0000-7000-8000-00000000ca5e";
const OTHER_CASE: &str = "019aad2c-0000-7000-8000-00000000ca5f";
const CUSTOMER: &str = "019aad2c-0000-7000-8000-0000000c0570";
const DISPATCH: &str = "019aad2c-0000-7000-8000-0000000d15c0";
const OTHER_DISPATCH: &str = "019aad2c-0000-7000-8000-0000000d15c1";
const ENGINEER: &str = "019aad2c-0000-7000-8000-000000e09100";
const FOLLOW_UP: &str = "019aad2c-0000-7000-8000-0000000f0110";
const PHOTO: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const MORNING: &str = "2026-11-24T01:00:00.000Z";
const NOON: &str = "2026-11-24T04:00:00.000Z";

/// When it is possible, what it does, and an example of it.
type Entry = (&'static str, &'static str, Value);

fn draft() -> Value {
    json!({
        "customer": CUSTOMER,
        "contact": {"name": "周素珍", "title": "会计", "phone": "0351-700 1234"},
        "product": {"name": "U8 财务", "version": "8.12", "dongle_number": "", "account_sets": ["001"]},
        "category": "login_failure",
        "symptom": "启动总账时报错，无法登录。",
        "channel": "phone",
        "urgency": "normal",
        "wished_at": null,
        "follows": null,
    })
}

fn finding() -> Value {
    json!({"problem_type": "usage", "cause": "误改了日期格式。", "solution": "恢复日期格式。", "prevention": "不要改系统日期格式。", "article": null})
}

fn office() -> Vec<Entry> {
    let slot = json!({"from": MORNING, "minutes": 90});
    vec![
        (
            "The subject's id is new.",
            "Takes down a request as a draft. `case` is new, or a case of the same customer.",
            json!({"type": "draft_request", "case": CASE, "draft": draft()}),
        ),
        (
            "The subject's id is new.",
            "Takes down a request and submits it: it gets its number, and its clocks start.",
            json!({"type": "submit_new_request", "case": CASE, "draft": draft()}),
        ),
        (
            "The request is not closed.",
            "Corrects fields; what is absent stays. With `seen`, the values the person had before them, fields merge one by one; what both sides changed is kept twice for a manager.",
            json!({"type": "edit_request", "patch": {"symptom": "启动总账时报错 0x80040154。"}, "seen": {"symptom": "启动总账时报错，无法登录。"}}),
        ),
        ("draft, declined", "Submits a draft, or a declined request again.", json!({"type": "submit_request"})),
        (
            "submitted",
            "The record is right, with corrections if any; stops the clock `request.verify`.",
            json!({"type": "verify_request", "corrections": {"urgency": "payroll"}}),
        ),
        (
            "submitted",
            "Back to whoever submitted it, with a reason.",
            json!({"type": "decline_request", "reason": "请补充加密狗号。"}),
        ),
        (
            "Before the engineer is on site.",
            "Ends the request; a dispatch is recalled with it.",
            json!({"type": "cancel_request", "reason": "客户自己解决了。"}),
        ),
        (
            "submitted, verified",
            "Sends an engineer: a new dispatch under a new id, in state offered. What was only submitted is verified by it. `window` is what the engineer may promise; without it any time. `reason` says why so although something speaks against it.",
            json!({"type": "assign", "dispatch": DISPATCH, "engineer": ENGINEER, "slot": slot, "window": {"from": MORNING, "to": NOON}}),
        ),
        (
            "dispatched, `from` is the active dispatch and not on site",
            "Takes the request from one engineer and gives it to another in one step.",
            json!({"type": "reassign", "from": DISPATCH, "dispatch": OTHER_DISPATCH, "engineer": ENGINEER, "slot": slot, "reason": "路线调整"}),
        ),
        (
            "The dispatch is not on site.",
            "Moves the planned time on the board.",
            json!({"type": "reschedule", "dispatch": DISPATCH, "slot": slot}),
        ),
        (
            "dispatched, the dispatch not on site",
            "Takes a dispatch back; the request is verified again.",
            json!({"type": "recall", "dispatch": DISPATCH, "reason": "客户改期"}),
        ),
        (
            "The dispatch has a wished time.",
            "Answers a wished time: accepted, it is agreed like any other and the dispatch is appointed; else the former one stays.",
            json!({"type": "settle_appointment", "dispatch": DISPATCH, "accept": true}),
        ),
        (
            "returned",
            "Closes the form. `decision` is needed when it is not solved or the customer wants more; `close` needs `advice`, `re_dispatch` needs `follow_up`, the new id of the request that continues this one.",
            json!({"type": "write_off", "problem_type": "usage", "decision": "re_dispatch", "advice": "带上新版安装盘。", "follow_up": FOLLOW_UP}),
        ),
        (
            "returned",
            "Gives the form back to the engineer for completion.",
            json!({"type": "send_back", "reason": "请补充备份路径。"}),
        ),
        ("written_off", "Puts the form into the archive.", json!({"type": "archive"})),
        (
            "The dispatch is disputed.",
            "Decides about work that came in for a dispatch taken back: it counts, and another dispatch is recalled; or it is superseded.",
            json!({"type": "settle_dispute", "dispatch": DISPATCH, "accept": false}),
        ),
        (
            "Something is in dispute.",
            "Decides everything it names in one step; what it does not name stays open. A reason is needed where work on the premises is not to count.",
            json!({
                "type": "resolve_dispute",
                "resolution": {
                    "forms": [{"dispatch": DISPATCH, "accept": true}],
                    "actions": [{"envelope": "019aad2c-0000-7000-8000-0000000e0001", "apply": false}],
                    "fields": [{"field": "contact_phone", "side": "premises"}],
                    "reason": "与客户核实过。",
                },
            }),
        ),
        (
            "Something was decided, and nothing else has happened since.",
            "Takes the decision back. Signatures stay as evidence.",
            json!({"type": "reopen_dispute"}),
        ),
        (
            "The clock runs.",
            "Stops counting a clock's time until it runs again, with a reason; its due time moves by the length of the pause.",
            json!({"type": "pause_clock", "rule": "onsite.arrive_near", "reason": "客户要求下周再来。"}),
        ),
        (
            "The clock is paused.",
            "Lets a clock run again.",
            json!({"type": "resume_clock", "rule": "onsite.arrive_near"}),
        ),
        (
            "The clock is not stopped.",
            "Gives a clock another due time, later than now, with a reason; the warning keeps its share.",
            json!({"type": "change_due", "rule": "onsite.arrive_near", "due": NOON, "reason": "与客户商定。"}),
        ),
        (
            "written_off, archived; the call after the visit is not made yet",
            "The customer was called and not reached; with when it is tried again.",
            json!({"type": "log_follow_up_attempt", "note": "没人接。", "next_try": NOON}),
        ),
        (
            "written_off, archived; no case was opened by the call",
            "What the customer said; stops the clock `visit.follow_up`. `case` is a new id; it is needed, and a case about this visit is opened, when satisfaction is 2 or less, the problem is not solved, or the customer asks for more.",
            json!({
                "type": "record_follow_up",
                "answers": {"solved": "not", "polite": true, "punctual": true, "told_prevention": false, "satisfaction": 2, "opinion": "第二天又出错了。", "asks_for_more": true},
                "case": OTHER_CASE,
            }),
        ),
        (
            "The call opened a case.",
            "It is settled with the customer; the note says how.",
            json!({"type": "close_follow_up_case", "note": "已再次上门，客户认可。"}),
        ),
    ]
}

fn premises() -> Vec<Entry> {
    let on_site = "on_site, or returned while the request is sent_back";
    let photo =
        json!({"sha256": PHOTO, "media_type": "image/jpeg", "size": 48213, "caption": "错误提示", "taken_at": NOON});
    let costs = json!({
        "type": "record_costs", "travel": "12.00", "materials": "35.50", "other": "0", "paid": "47.50",
        "parts": [{"name": "加密狗延长线", "quantity": 1, "unit_price": "35.50"}], "vouchers": [PHOTO],
    });
    let result = json!({"solved": "all", "told_prevention": true, "satisfaction": 5, "opinion": "很及时。", "further_needs": ""});
    vec![
        ("offered", "“I can solve this.” Ticks the step confirm.", json!({"type": "confirm"})),
        (
            "offered",
            "Gives the dispatch back with a reason; the request is on the board again.",
            json!({"type": "refuse", "reason": "没有这个产品的资质。"}),
        ),
        (
            "Before returning the form.",
            "Asks the duty manager for help.",
            json!({"type": "ask_help", "note": "需要新版补丁。"}),
        ),
        (
            "confirmed, appointed, not_met",
            "A time agreed with the customer, inside the dispatch's window. Stops the clock of first contact.",
            json!({"type": "appoint", "at": MORNING, "agreed_with": "周素珍"}),
        ),
        (
            "confirmed, appointed, not_met",
            "A time outside the window: the duty manager decides.",
            json!({"type": "wish_appointment", "at": NOON, "note": "上午盘点"}),
        ),
        (
            "appointed, en_route",
            "The customer was told that it gets later.",
            json!({"type": "report_delay", "reason": "上一家超时", "new_time": NOON, "agreed": true}),
        ),
        ("appointed", "On the way.", json!({"type": "depart"})),
        ("en_route", "On site; stops the clock of arrival.", json!({"type": "arrive"})),
        ("on_site", "Nobody was there.", json!({"type": "report_not_met", "note": "门卫说已下班。"})),
        (
            on_site,
            "Ticks a guided step. `solve`, `trial_run` and `explain` come after the backup; `farewell` may come after the signature.",
            json!({"type": "tick_step", "step": "introduce"}),
        ),
        (
            on_site,
            "The backup made before anything is touched: account sets or reports, and where it went.",
            json!({"type": "record_backup", "account_sets": ["001"], "reports_included": true, "path": "E:\\UFDATABAK\\WL20261124"}),
        ),
        (
            on_site,
            "No backup, for a reason the customer signs for with a signature of kind `no_backup`.",
            json!({"type": "decline_backup", "reason": "服务器磁盘已满。"}),
        ),
        (
            on_site,
            "What was found and done; after the backup. Replaces what was recorded before.",
            json!({"type": "record_finding", "finding": finding()}),
        ),
        (
            on_site,
            "Names a photo; its bytes are a blob and may arrive later.",
            json!({"type": "attach_photo", "photo": photo}),
        ),
        (on_site, "Takes a photo off the form.", json!({"type": "remove_photo", "sha256": PHOTO})),
        (
            on_site,
            "Costs of the visit and what was paid; vouchers are names of blobs. Replaces what was recorded before.",
            costs,
        ),
        (on_site, "The customer's part of the form.", json!({"type": "record_result", "result": result})),
        (
            on_site,
            "Fixes the time of leaving that the customer is shown. Needed before signing; each one begins a new version of the content.",
            json!({"type": "present_form", "left_at": NOON}),
        ),
        (
            "on_site, unsigned; or returned while the request is sent_back",
            "The signature. For `sign_off` the form needs a backup (or the signature for none), a result, a time of leaving, and a solution when all is solved.",
            json!({"type": "sign", "record": record()}),
        ),
        (
            "on_site",
            "The customer is unwilling or gone.",
            json!({"type": "leave_unsigned", "reason": "负责人已离开。"}),
        ),
        (
            "confirmed, appointed",
            "Solved on the phone before driving: the form is returned without a signature.",
            json!({"type": "solve_by_phone", "finding": finding()}),
        ),
        (
            "signed, unsigned, not_met; or returned while the request is sent_back",
            "The form is complete and goes to the office.",
            json!({"type": "return_form"}),
        ),
    ]
}

/// A signature record; its hash is the right one for its content, its device signature only stands for one.
fn record() -> Value {
    let content = json!({
        "kind": "no_backup",
        "head": {
            "number": "XC-2026-11-0231", "unit": "太原市某商贸有限公司", "contact": "周素珍", "product": "U8 财务 8.12",
            "symptom": "启动总账时报错，无法登录。", "engineer": "王立",
        },
        "backup": {"none_because": "服务器磁盘已满。"},
    });
    let content_hash = domain::signature::sha256_hex(&domain::signature::canonical(&content));
    json!({
        "id": "019aad2c-0000-7000-8000-00000051609a",
        "kind": "no_backup",
        "document_id": DISPATCH,
        "content_version": 1,
        "content": content,
        "content_hash": content_hash,
        "ink": {"width": 700, "height": 248, "strokes": [[[800, 600, 0, 512], [1900, 640, 48, 640], [2600, 1500, 96, 420]]]},
        "signer_name": "周素珍",
        "level": "drawn",
        "shown_at": NOON,
        "signed_at": NOON,
        "device_id": "019aad2c-0000-7000-8000-0000000de01c",
        "device_signature": "5W3Xq0mTz1…",
    })
}

fn all() -> impl Iterator<Item = Entry> {
    office().into_iter().chain(premises()).chain(unresolved::entries()).chain(fees::entries())
}

/// All commands, described.
pub fn describe() -> Value {
    all().map(|(when, what, example)| describe_one(when, what, &example)).collect()
}

fn describe_one(when: &str, what: &str, example: &Value) -> Value {
    let command: Option<Command> = serde_json::from_value(example.clone()).ok();
    let subject = match &command {
        Some(command) if command.is_from_premises() => "dispatch",
        _ => "request",
    };
    let needs = command.as_ref().map(rights::needed);
    json!({
        "type": example["type"],
        "subject": subject,
        "right": needs,
        "who": needs.map(holders),
        "when": when,
        "what": what,
        "example": example,
    })
}

/// The roles that have a right, with its reach.
fn holders(action: Action) -> Value {
    let has = |role: &Role| rights::reach(*role, action) != Reach::None;
    Role::ALL
        .into_iter()
        .filter(has)
        .map(|role| (role.word().to_owned(), json!(rights::reach(role, action))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// The table of rights: action, role, reach.
pub fn rights_table() -> Value {
    let row = |action: Action| json!({"right": action, "who": holders(action)});
    Action::ALL.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_a_command_of_the_domain_and_reads_back_as_written() {
        for (_, _, example) in all() {
            let command: Command =
                serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{error}: {example}"));
            assert_eq!(command.word(), example["type"]);
        }
    }
}
