//! Texts of clocks: every rule's name, what can be done by hand, and the page of their settings.

use crate::{Text, texts};

texts! {
    PAUSE = "暂停计时", "Pause", "暫停計時";
    RESUME = "继续计时", "Let it run", "繼續計時";
    CHANGE_DUE = "改期限", "Change the due time", "改期限";
    PAUSE_LABEL = "暂停计时：{rule}", "Pause: {rule}", "暫停計時：{rule}";
    RESUME_LABEL = "继续计时：{rule}", "Let it run: {rule}", "繼續計時：{rule}";
    CHANGE_LABEL = "改期限：{rule}", "Change the due time: {rule}", "改期限：{rule}";
    PAUSE_HINT = "暂停期间不计时，期限顺延。原因会留在记录里。", "The time does not count until it runs again; the due time moves by as much. The reason stays on record.", "暫停期間不計時，期限順延。原因會留在記錄裡。";
    CHANGE_HINT = "原来的期限和原因都会留在记录里。", "The former due time and the reason stay on record.", "原來的期限和原因都會留在記錄裡。";
    NEW_DUE = "新的期限", "New due time", "新的期限";
    DUE_PAST = "请选以后一年之内的时间，并且与原来不同。", "Choose another time than now, later than now and within a year.", "請選以後一年之內的時間，並且與原來不同。";
    PAUSED_DONE = "{unit}：{rule}已暂停计时。", "{unit}: {rule} is paused.", "{unit}：{rule}已暫停計時。";
    RESUMED_DONE = "{unit}：{rule}继续计时。", "{unit}: {rule} runs again.", "{unit}：{rule}繼續計時。";
    CHANGED_DONE = "{unit}：{rule}的期限改为 {time}。", "{unit}: {rule} is now due {time}.", "{unit}：{rule}的期限改為 {time}。";
    PAUSED_SINCE = "{time} 起暂停：{reason}", "paused since {time}: {reason}", "{time} 起暫停：{reason}";

    HAPPENED_PAUSED = "计时暂停：{rule}", "Clock paused: {rule}", "計時暫停：{rule}";
    HAPPENED_RESUMED = "继续计时：{rule}", "Clock runs again: {rule}", "繼續計時：{rule}";
    HAPPENED_CHANGED = "期限更改：{rule}", "Due time changed: {rule}", "期限更改：{rule}";

    STATE_RUNNING = "正在计时", "running", "正在計時";
    STATE_PAUSED = "已暂停计时", "paused", "已暫停計時";
    STATE_ENDED = "计时已结束", "over", "計時已結束";
    STATE_CALLED = "已经回访", "called already", "已經回訪";

    DUTY_READY = "值班人员到岗", "Duty engineer ready", "值班人員到崗";
    DUTY_HANDOVER = "交接昨日未完事项", "Yesterday's open items taken over", "交接昨日未完事項";
    CALL_RING = "接听来电", "Call answered", "接聽來電";
    CALL_CALLBACK = "给等候的来电者回电", "Parked caller called back", "給等候的來電者回電";
    CALL_ANSWER = "电话未解决，答复来电者", "Caller told what happens next", "電話未解決，答覆來電者";
    CALL_SAME_DAY = "要求当天上门，值班经理回电", "Same-day demand: manager phones", "要求當天到府，值班經理回電";
    CALL_FIRST = "首次答复（高级）", "First answer (premium)", "首次答覆（高級）";
    CALL_FIRST_STD = "首次答复（标准）", "First answer (standard)", "首次答覆（標準）";
    REMOTE = "远程协助接通或约好", "Remote help connected or agreed", "遠端協助接通或約好";
    SEND_IN = "送修答复客户", "Send-in: customer told", "送修答覆客戶";
    WEB_REPLY = "网上提问答复", "Portal or e-mail answered", "網上提問答覆";
    FEEDBACK = "反馈分拣", "Feedback triaged", "回饋分揀";
    FEATURE = "核实功能不符", "Documented feature tested", "核實功能不符";
    FILE = "核实临时档案", "Provisional file verified", "核實臨時檔案";
    VERIFY = "值班经理审核", "Verified by the duty manager", "值班經理審核";
    CONTACT = "联系客户（高级）", "Contact with the customer (premium)", "聯絡客戶（高級）";
    CONTACT_BASIC = "联系客户", "Contact with the customer", "聯絡客戶";
    ARRIVE_NEAR = "到达现场（近）", "Arrival on site (near)", "到達現場（近）";
    ARRIVE_FAR = "到达现场（远）", "Arrival on site (far)", "到達現場（遠）";
    ARRIVE_BASIC = "到达现场（按工作日）", "Arrival on site (working days)", "到達現場（按工作日）";
    REVIEW = "处理未解决的单子", "Unsolved form decided", "處理未解決的單子";
    FEES_HAND_IN = "上交所收费用", "Money handed in", "上交所收費用";
    FEES_INVOICE = "寄出发票", "Invoice sent", "寄出發票";
    CALL_AFTER = "上门后回访", "Call after the visit", "到府後回訪";
    CUSTODY = "数据带回公司", "Data handed over in the office", "資料帶回公司";
    CUSTODY_END = "归还或销毁数据", "Data given back or destroyed", "歸還或銷毀資料";
    TO_HQ = "上报总部", "Sent to headquarters", "上報總部";
    CHASE_HQ = "催问总部", "Headquarters chased", "催問總部";
    TELL_CUSTOMER = "向客户通报进展", "Customer told the state", "向客戶通報進展";
    C_CONTACT = "投诉：联系客户", "Complaint: customer contacted", "投訴：聯絡客戶";
    C_CLOSE = "投诉：处理完毕", "Complaint: closed", "投訴：處理完畢";
    C_PERSON = "投诉员工：部门经理上门", "About a person: manager visits", "投訴員工：部門經理到府";
    C_ONSITE = "投诉：到现场", "Complaint: someone on site", "投訴：到現場";
    C_VERIFY = "投诉：主管核实", "Complaint: supervisor asks", "投訴：主管核實";
    C_TO_HQ = "总部转来：回报结果", "From headquarters: result reported", "總部轉來：回報結果";
    C_REPORT = "投诉月报", "Monthly analysis of complaints", "投訴月報";
    RECORDS = "质量记录归档", "Quality records handed over", "品質記錄歸檔";

    GROUP_HOTLINE = "热线", "Hotline", "熱線";
    GROUP_REMOTE = "远程、送修、反馈", "Remote help, send-in, feedback", "遠端、送修、回饋";
    GROUP_VISIT = "上门服务", "Visits", "到府服務";
    GROUP_FEES = "费用", "Fees", "費用";
    GROUP_UNRESOLVED = "未解决的问题和客户数据", "Unsolved problems and customers' data", "未解決的問題和客戶資料";
    GROUP_QUALITY = "投诉与质量", "Complaints and quality", "投訴與品質";
}

/// What somebody may be told about the state in which a clock or a call is.
#[must_use]
pub fn state_of_word(word: &str) -> Option<Text> {
    Some(match word {
        "clock_running" => STATE_RUNNING,
        "clock_paused" => STATE_PAUSED,
        "clock_kept" | "clock_missed" | "clock_cancelled" => STATE_ENDED,
        "called" => STATE_CALLED,
        _ => return None,
    })
}

/// The full name of a rule; None for one this version does not know.
#[must_use]
pub fn name(rule: &str) -> Option<Text> {
    Some(match rule {
        "duty.ready" => DUTY_READY,
        "duty.handover" => DUTY_HANDOVER,
        "call.ring" => CALL_RING,
        "call.callback" => CALL_CALLBACK,
        "call.answer" => CALL_ANSWER,
        "call.same_day" => CALL_SAME_DAY,
        "call.first_response" => CALL_FIRST,
        "call.first_response_std" => CALL_FIRST_STD,
        "remote.response" => REMOTE,
        "sendin.response" => SEND_IN,
        "web.reply" => WEB_REPLY,
        "feedback.triage" => FEEDBACK,
        "feature.check" => FEATURE,
        "file.verify" => FILE,
        "request.verify" => VERIFY,
        "onsite.contact" => CONTACT,
        "onsite.contact_basic" => CONTACT_BASIC,
        "onsite.arrive_near" => ARRIVE_NEAR,
        "onsite.arrive_far" => ARRIVE_FAR,
        "onsite.arrive_basic" => ARRIVE_BASIC,
        "onsite.review" => REVIEW,
        "fees.hand_in" => FEES_HAND_IN,
        "fees.invoice" => FEES_INVOICE,
        "visit.follow_up" => CALL_AFTER,
        "custody.to_office" => CUSTODY,
        "custody.end" => CUSTODY_END,
        "unresolved.to_hq" => TO_HQ,
        "unresolved.chase_hq" => CHASE_HQ,
        "unresolved.tell_customer" => TELL_CUSTOMER,
        "complaint.contact" => C_CONTACT,
        "complaint.close" => C_CLOSE,
        "complaint.person" => C_PERSON,
        "complaint.onsite" => C_ONSITE,
        "complaint.verify" => C_VERIFY,
        "complaint.to_hq" => C_TO_HQ,
        "complaint.report" => C_REPORT,
        "records.seal" => RECORDS,
        _ => return None,
    })
}

/// The group in which a rule is listed.
#[must_use]
pub fn group(rule: &str) -> Text {
    match rule.split('.').next().unwrap_or_default() {
        "duty" | "call" => GROUP_HOTLINE,
        "remote" | "sendin" | "web" | "feedback" | "feature" | "file" => GROUP_REMOTE,
        "request" | "onsite" => GROUP_VISIT,
        "fees" => GROUP_FEES,
        "custody" | "unresolved" => GROUP_UNRESOLVED,
        _ => GROUP_QUALITY,
    }
}
