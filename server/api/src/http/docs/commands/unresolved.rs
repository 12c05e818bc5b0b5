//! The commands about what was not solved, and about data of customers.

use serde_json::json;

use super::{DISPATCH, ENGINEER, Entry, FOLLOW_UP};

pub(super) fn entries() -> Vec<Entry> {
    let written_off = "written_off with the decision consult or escalate, and not ended";
    let on_site = "on_site";
    vec![
        (
            "The dispatch has asked for help.",
            "The office's plan for whoever is stuck; it comes back into the form.",
            json!({"type": "answer_help", "dispatch": DISPATCH, "plan": "先运行修复脚本三，再对账。"}),
        ),
        (
            written_off,
            "A consultation was held. Its plan goes into the form's advice. Whoever took data away must be among the participants. Without a solution the clock `unresolved.to_hq` starts.",
            json!({"type": "consult", "consultation": {
                "participants": [{"person": ENGINEER, "name": "王立"}],
                "findings": "凭证表被锁。", "plan": "带修复脚本再去。", "solution_found": false,
            }}),
        ),
        (
            written_off,
            "Sends the case to headquarters: stops `unresolved.to_hq`, starts `unresolved.chase_hq` and `unresolved.tell_customer`.",
            json!({"type": "escalate", "escalation": {"description": "结账时报错。", "data_reference": "QR/05a", "recipient": "总部支持部"}}),
        ),
        (
            "at headquarters",
            "Headquarters says that it has the case, and under which number.",
            json!({"type": "acknowledge_escalation", "submission_number": "HQ-2026-118", "received_by": "李工"}),
        ),
        (
            "at headquarters",
            "Headquarters was asked how things stand: `unresolved.chase_hq` stops and starts anew.",
            json!({"type": "chase_headquarters", "state": "正在排查。"}),
        ),
        (
            written_off,
            "A temporary way around for an urgent customer.",
            json!({"type": "record_workaround", "text": "先手工结账。"}),
        ),
        (
            written_off,
            "A solution came in, with the later version it needs if any.",
            json!({"type": "record_solution", "text": "安装补丁 12。", "needs_version": "8.13"}),
        ),
        (
            "The last solution was not tried yet.",
            "It was tried in the office on the customer's data. Why is needed when it does not work; `unresolved.chase_hq` stops when it does.",
            json!({"type": "check_solution", "works": true, "note": ""}),
        ),
        (
            "The last solution works; or a consultation found what to do; or, at headquarters, there is a way around.",
            "The problem goes on with a request of its own number that follows this one.",
            json!({"type": "redispatch", "follow_up": FOLLOW_UP, "advice": "带上补丁 12。"}),
        ),
        (written_off, "Nothing more is done about it.", json!({"type": "end_matter", "reason": "客户换了系统。"})),
        (
            on_site,
            "What data is to be taken away, and why. After it the customer signs `consent`, the engineer `pledge`.",
            json!({"type": "plan_data", "plan": {
                "account_sets": ["001"], "media": "U盘", "media_count": 1, "reason": "在公司重现错误。",
                "afterwards": "return", "company": "太原龙赢信息",
            }}),
        ),
        (
            "on_site, after `consent` and `pledge` are signed",
            "The data record QR/05a. After it the customer signs `data_record`.",
            json!({"type": "record_data", "record": {
                "modules": "总账", "version": "8.12", "platform": "Windows", "database": "SQL Server 2000",
                "customer_platform": "Windows XP", "customer_database": "SQL Server 2000 SP4",
                "problem": "结账时报错 80040154。", "attachments": "截图两张", "email": "", "other": "",
            }}),
        ),
        (
            "on_site, all three papers signed as they read now",
            "The engineer takes the data: the chain begins, `custody.to_office` and `unresolved.tell_customer` start.",
            json!({"type": "take_data"}),
        ),
        (
            "The data is in our hands.",
            "It goes to somebody else. The chain can't be edited, only continued; reaching the office stops `custody.to_office`.",
            json!({"type": "hand_over_data", "to": {"keeping": "office", "name": "周敏"}, "note": "资料柜三"}),
        ),
        (
            "The data is in our hands.",
            "Returned or destroyed as the pledge says, before a witness or after the customer signed `data_returned`.",
            json!({"type": "end_custody", "how": "return", "witness": "周敏", "note": ""}),
        ),
        (
            "always",
            "The customer was told how things stand; while something is open `unresolved.tell_customer` stops and starts anew.",
            json!({"type": "tell_customer", "state": "总部正在排查，周四前再联系。"}),
        ),
    ]
}
