//! Actions in the words of the person who did them.

use domain::{command::Command, dispute::KeptAction, signature::DocumentKind};

use crate::{Lang, Text, conflicts, contents, fees, field as say, fill, states, texts, unresolved};

texts! {
    // What the office does.
    DRAFT_REQUEST = "记下请求草稿", "Took a request down as a draft", "記下請求草稿";
    SUBMIT_NEW_REQUEST = "受理新请求", "Took a new request down", "受理新請求";
    EDIT_REQUEST = "更正资料", "Corrected the record", "更正資料";
    SUBMIT_REQUEST = "提交请求", "Submitted the request", "提交請求";
    VERIFY_REQUEST = "核实请求", "Checked the request", "核實請求";
    DECLINE_REQUEST = "不受理", "Declined the request", "不受理";
    CANCEL_REQUEST = "取消请求", "Cancelled the request", "取消請求";
    ASSIGN = "派发工程师", "Sent an engineer", "派發工程師";
    REASSIGN = "改派工程师", "Gave the visit to somebody else", "改派工程師";
    RESCHEDULE = "改计划时间", "Moved the planned time", "改計劃時間";
    RECALL = "收回派单", "Took the visit back", "收回派單";
    SETTLE_APPOINTMENT = "答复另约的时间", "Answered a wish for another time", "答覆另約的時間";
    WRITE_OFF = "核销单子", "Closed the returned form", "核銷單子";
    SEND_BACK = "退回补充", "Sent the form back for completion", "退回補充";
    ARCHIVE = "归档", "Put it into the archive", "歸檔";
    SETTLE_DISPUTE = "决定争议", "Decided a dispute", "決定爭議";
    RESOLVE_DISPUTE = "决定争议", "Decided a dispute", "決定爭議";
    REOPEN_DISPUTE = "撤销争议的决定", "Took the decision of a dispute back", "復原爭議的決定";
    PAUSE_CLOCK = "暂停计时", "Paused a clock", "暫停計時";
    RESUME_CLOCK = "继续计时", "Let a clock run again", "繼續計時";
    CHANGE_DUE = "改期限", "Changed a due time", "改期限";
    LOG_ATTEMPT = "回访没有打通", "Follow-up call: not reached", "回訪沒有打通";
    RECORD_FOLLOW_UP = "记录回访", "Recorded a follow-up call", "記錄回訪";
    CLOSE_CASE = "了结投诉", "Settled a complaint", "了結投訴";
    ANSWER_HELP = "答复支援请求", "Answered a call for support", "答覆支援請求";
    CONSULT = "记录会诊", "Recorded a consultation", "記錄會診";
    ESCALATE = "上报总部", "Sent it to headquarters", "上報總部";
    ACKNOWLEDGE = "登记总部回执", "Recorded headquarters' receipt", "登記總部回執";
    CHASE = "催总部", "Asked headquarters", "催總部";
    WORKAROUND = "登记临时办法", "Recorded a way around", "登記臨時辦法";
    SOLUTION = "登记解决方案", "Recorded a solution", "登記解決方案";
    CHECK_SOLUTION = "验证方案", "Tried a solution", "驗證方案";
    REDISPATCH = "再次派发上门", "Sent somebody again", "再次派發到府";
    END_MATTER = "了结问题", "Ended the matter", "了結問題";
    SETTLE_DISCOUNT = "决定折扣", "Decided a discount", "決定折扣";
    RECEIVE_MONEY = "收下交来的钱", "Received the money", "收下交來的錢";
    RECORD_INVOICE = "登记发票", "Recorded an invoice", "登記發票";
    TAKE_BACK_FEE_STEP = "撤回收费的一步", "Took a step of the fees back", "撤回收費的一步";
    // Where the step is not known.
    TICK_STEP = "完成一个步骤", "Did a step", "完成一個步驟";
}

/// What an action does.
#[must_use]
pub fn in_words(command: &Command, lang: Lang) -> String {
    if let Command::TickStep { step } = command {
        return fill(say::DID_STEP.get(lang), &[("step", states::step(*step).get(lang))]);
    }
    if let Command::Sign { record } = command
        && let Some((paper, _)) = unresolved::paper(record.kind)
    {
        return fill(unresolved::DID_SIGN_PAPER.get(lang), &[("paper", paper.get(lang))]);
    }
    text(command).get(lang).to_owned()
}

/// What a kept action does; where this version does not know it, just that.
#[must_use]
pub fn of_kept(kept: &KeptAction, lang: Lang) -> String {
    let unknown = || conflicts::UNKNOWN_ACTION.get(lang).to_owned();
    kept.command().map_or_else(unknown, |command| in_words(&command, lang))
}

/// What an action does, by the word of its command and, where it has one, the word of its step; where this version does not
/// know it, just that.
#[must_use]
pub fn in_short(word: &str, step: Option<&str>, lang: Lang) -> String {
    let step = step.and_then(|step| contents::value("step", &serde_json::Value::from(step)));
    match (of_word(word), step) {
        (Some(_), Some(step)) if word == "tick_step" => fill(say::DID_STEP.get(lang), &[("step", step.get(lang))]),
        (Some(text), _) => text.get(lang).to_owned(),
        (None, _) => conflicts::UNKNOWN_ACTION.get(lang).to_owned(),
    }
}

/// What an action does, by the word of its command; None where this version does not know it.
#[must_use]
pub fn of_word(word: &str) -> Option<Text> {
    Some(match word {
        "confirm" => say::DID_CONFIRM,
        "refuse" => say::DID_REFUSE,
        "ask_help" => say::DID_ASK_HELP,
        "appoint" => say::DID_APPOINT,
        "wish_appointment" => say::DID_WISH,
        "report_delay" => say::DID_DELAY,
        "depart" => say::DID_DEPART,
        "arrive" => say::DID_ARRIVE,
        "report_not_met" => say::DID_NOT_MET,
        "record_backup" => say::DID_BACK_UP,
        "decline_backup" => say::DID_DECLINE_BACKUP,
        "record_finding" => say::DID_FINDING,
        "attach_photo" => say::DID_PHOTO,
        "remove_photo" => say::DID_REMOVE_PHOTO,
        "record_costs" => say::DID_COSTS,
        "record_result" => say::DID_RESULT,
        "present_form" => say::DID_PRESENT,
        "sign" => say::DID_SIGN,
        "leave_unsigned" => say::DID_LEAVE_UNSIGNED,
        "solve_by_phone" => say::DID_SOLVE_BY_PHONE,
        "return_form" => say::DID_RETURN,
        "plan_data" => unresolved::DID_PLAN_DATA,
        "record_data" => unresolved::DID_RECORD_DATA,
        "take_data" => unresolved::DID_TAKE_DATA,
        "hand_over_data" => unresolved::DID_HAND_OVER_DATA,
        "end_custody" => unresolved::DID_END_CUSTODY,
        "tell_customer" => unresolved::DID_TELL_CUSTOMER,
        "propose_fees" => fees::ACT_PROPOSE,
        "decline_fees" => fees::ACT_DECLINE,
        "ask_discount" => fees::ACT_ASK_DISCOUNT,
        "record_payment" => fees::ACT_PAYMENT,
        "tick_step" => TICK_STEP,
        word => return of_office(word),
    })
}

fn of_office(word: &str) -> Option<Text> {
    Some(match word {
        "draft_request" => DRAFT_REQUEST,
        "submit_new_request" => SUBMIT_NEW_REQUEST,
        "edit_request" => EDIT_REQUEST,
        "submit_request" => SUBMIT_REQUEST,
        "verify_request" => VERIFY_REQUEST,
        "decline_request" => DECLINE_REQUEST,
        "cancel_request" => CANCEL_REQUEST,
        "assign" => ASSIGN,
        "reassign" => REASSIGN,
        "reschedule" => RESCHEDULE,
        "recall" => RECALL,
        "settle_appointment" => SETTLE_APPOINTMENT,
        "write_off" => WRITE_OFF,
        "send_back" => SEND_BACK,
        "archive" => ARCHIVE,
        "settle_dispute" => SETTLE_DISPUTE,
        "resolve_dispute" => RESOLVE_DISPUTE,
        "reopen_dispute" => REOPEN_DISPUTE,
        "pause_clock" => PAUSE_CLOCK,
        "resume_clock" => RESUME_CLOCK,
        "change_due" => CHANGE_DUE,
        "log_follow_up_attempt" => LOG_ATTEMPT,
        "record_follow_up" => RECORD_FOLLOW_UP,
        "close_follow_up_case" => CLOSE_CASE,
        "answer_help" => ANSWER_HELP,
        "consult" => CONSULT,
        "escalate" => ESCALATE,
        "acknowledge_escalation" => ACKNOWLEDGE,
        "chase_headquarters" => CHASE,
        "record_workaround" => WORKAROUND,
        "record_solution" => SOLUTION,
        "check_solution" => CHECK_SOLUTION,
        "redispatch" => REDISPATCH,
        "end_matter" => END_MATTER,
        "settle_discount" => SETTLE_DISCOUNT,
        "receive_money" => RECEIVE_MONEY,
        "record_invoice" => RECORD_INVOICE,
        "take_back_fee_step" => TAKE_BACK_FEE_STEP,
        _ => return None,
    })
}

fn text(command: &Command) -> Text {
    match command {
        Command::Sign { record } if record.kind == DocumentKind::NoBackup => say::DID_SIGN_NO_BACKUP,
        command => of_word(command.word()).unwrap_or(say::DID_OFFICE),
    }
}
