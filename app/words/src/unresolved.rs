//! What was not solved, and data of customers: stages, actions, papers, what happened (UNR).

use domain::{
    custody::{Afterwards, Keeping},
    signature::DocumentKind,
    unresolved::{Former, Party, Stage},
};

use crate::{Lang, Text, fees, fill, texts};

texts! {
    TITLE = "未解决", "Unresolved", "未解決";
    LEAD = "现场没有解决的问题，直到有结果。", "Problems that a visit did not solve, until they are.", "現場沒有解決的問題，直到有結果。";
    EMPTY = "没有未解决的问题。", "Nothing is unresolved.", "沒有未解決的問題。";
    EMPTY_FILTERED = "没有符合条件的问题。", "Nothing matches.", "沒有符合條件的問題。";
    ALL_STAGES = "全部", "All", "全部";
    COLUMN_STAGE = "进展", "Stage", "進展";
    COLUMN_NEXT = "下一步到期", "Next due", "下一步到期";
    COLUMN_DATA = "客户资料", "Customer's data", "客戶資料";
    COLUMN_LAST = "最近一次联系", "Last contact", "最近一次聯絡";
    NOBODY_YET = "还没有联系", "nobody yet", "還沒有聯絡";
    DATA_WITH = "在 {name} 处", "with {name}", "在 {name} 處";
    DATA_WITH_NOW = "客户资料在 {name} 处。", "The customer's data is with {name}.", "客戶資料在 {name} 處。";
    DATA_TOO_LONG = "保管超过 14 天", "with us for more than 14 days", "保管超過 14 天";
    DATA_ENDED = "已了结", "ended", "已了結";
    FOLLOWED_BY = "{name} 最先上门，跟进到底。", "{name} was there first and follows the case to its end.", "{name} 最先到府，跟進到底。";
    FAILED_VISITS = "{n} 次上门没有解决", "{n} {n?visit|visits} without success", "{n} 次到府沒有解決";
    SUPPORT_MANAGER = "支持经理处理", "With the support manager", "支援經理處理";
    OPEN_MATTERS = "这家客户有没解决的问题：", "This customer has unresolved problems:", "這家客戶有沒解決的問題：";
    NEXT_CONTACT = "约定 {time} 前联系", "next contact promised by {time}", "約定 {time} 前聯絡";
    NEXT_CONTACT_LATE = "约定 {time} 前联系，已经过了", "next contact was promised by {time}: it is late", "約定 {time} 前聯絡，已經過了";
    MATTERS_DUE = "未解决 {n} 件，{due} 件到期", "{n} unresolved, {due} due", "未解決 {n} 件，{due} 件到期";
    MATTERS = "未解决 {n} 件", "{n} unresolved", "未解決 {n} 件";

    STAGE_DECISION = "等待决定", "To be decided", "等待決定";
    STAGE_CONSULTATION = "待会诊", "To be consulted", "待會診";
    STAGE_SENDING = "当日上报总部", "To be sent to headquarters today", "當日上報總部";
    STAGE_AT_HEADQUARTERS = "总部处理中", "At headquarters", "總部處理中";
    STAGE_TRIAL = "方案待验证", "Solution to be tried", "方案待驗證";
    STAGE_VISIT = "可以约上门", "Ready for a visit", "可以約到府";
    STAGE_ENDED = "已了结", "Ended", "已了結";

    ANSWER_HELP = "给出方案", "Answer with a plan", "給出方案";
    PLAN = "方案", "Plan", "方案";
    ANSWERED = "{unit}：方案已发给工程师。", "{unit}: the plan is on its way to the engineer.", "{unit}：方案已發給工程師。";
    HELP_PLAN = "{name} 的方案", "{name}'s plan", "{name} 的方案";
    CONSULT = "记录会诊", "Record a consultation", "記錄會診";
    PARTICIPANTS = "参加人", "Participants", "參加人";
    PARTICIPANTS_HINT = "带回资料的工程师必须参加。", "Whoever brought data back has to take part.", "帶回資料的工程師必須參加。";
    FINDINGS = "结论", "Findings", "結論";
    SOLUTION_FOUND = "找到了解决办法", "A solution was found", "找到了解決辦法";
    SOLUTION_NOT_FOUND = "没有办法，今天上报总部", "None: to headquarters today", "沒有辦法，今天上報總部";
    ESCALATE = "上报总部", "Send to headquarters", "上報總部";
    DESCRIPTION = "问题描述", "Description", "問題描述";
    DATA_REFERENCE = "附带资料", "Data that goes with it", "附帶資料";
    RECIPIENT = "接收人或部门", "Recipient", "接收人或部門";
    ACKNOWLEDGE = "登记总部回执", "Record headquarters' receipt", "登記總部回執";
    SUBMISSION_NUMBER = "总部受理编号", "Submission number", "總部受理編號";
    RECEIVED_BY = "总部接收人", "Received by", "總部接收人";
    CHASE = "催总部", "Ask headquarters", "催總部";
    CHASE_HINT = "两天内再联系一次。", "The next contact is due in two days.", "兩天內再聯絡一次。";
    STATE_OF_THINGS = "现在的情况", "How things stand", "現在的情況";
    TELL_CUSTOMER = "告知客户进展", "Tell the customer", "告知客戶進展";
    TELL_CUSTOMER_HINT = "三天内再告知一次。", "The next word is due in three days.", "三天內再告知一次。";
    WORKAROUND = "临时办法", "Temporary way around", "臨時辦法";
    SOLUTION = "登记解决方案", "Record a solution", "登記解決方案";
    NEEDS_VERSION = "需要的新版本（没有就空着）", "Later version it needs, if any", "需要的新版本（沒有就空著）";
    NEEDS_VERSION_IS = "需要版本 {version}", "needs version {version}", "需要版本 {version}";
    CHECK_WORKS = "用客户资料验证通过", "Tried on the customer's data: it works", "用客戶資料驗證通過";
    CHECK_FAILS = "验证不通过", "It does not work", "驗證不通過";
    FAILS_WHY = "哪里不行", "What is wrong", "哪裡不行";
    REDISPATCH = "再次派发上门", "Send somebody again", "再次派發到府";
    REDISPATCH_ADVICE = "给工程师的建议", "Advice for the engineer", "給工程師的建議";
    END = "了结", "End it", "了結";
    END_REASON = "原因", "Reason", "原因";
    SAVED = "{unit}：已记录。", "{unit}: recorded.", "{unit}：已記錄。";
    REDISPATCHED = "{unit}：新的请求已在待派发。", "{unit}: the new request is in the queue.", "{unit}：新的請求已在待派發。";
    HEADQUARTERS_LOG = "总部联系记录 QR/06", "Headquarters log QR/06", "總部聯絡記錄 QR/06";
    STORY = "处理经过", "What was done", "處理經過";
    SENT_TO = "已上报 {recipient}", "Sent to {recipient}", "已上報 {recipient}";
    ACKNOWLEDGED = "{by} 已接收，编号 {number}", "Received by {by} under {number}", "{by} 已接收，編號 {number}";
    NOT_ACKNOWLEDGED = "总部还没有回执", "no receipt from headquarters yet", "總部還沒有回執";
    CONSULTED = "会诊：{names}", "Consulted: {names}", "會診：{names}";
    TALKED_HEADQUARTERS = "联系总部", "Headquarters was asked", "聯絡總部";
    TALKED_CUSTOMER = "告知客户", "The customer was told", "告知客戶";
    SOLUTION_CAME = "收到解决方案", "A solution came", "收到解決方案";
    SOLUTION_WORKS = "方案验证通过", "The solution works", "方案驗證通過";
    SOLUTION_FAILS = "方案验证不通过", "The solution does not work", "方案驗證不通過";
    ENDED = "了结", "Ended", "了結";
    ENDED_BY_VISIT = "再次派发上门", "Goes on with another visit", "再次派發到府";

    CUSTODY = "客户资料保管", "The customer's data", "客戶資料保管";
    CUSTODY_CHAIN = "保管链", "Chain of custody", "保管鏈";
    TAKE_AWAY = "带走客户资料", "Take data away", "帶走客戶資料";
    TAKE_AWAY_HINT = "顺序不能变：客户同意、我方承诺、填数据记录单，双方签字后才能带走。", "Always in this order: the customer consents, we pledge, the data record is filled in and signed. Only then can it be taken.", "順序不能變：客戶同意、我方承諾、填資料記錄單，雙方簽字後才能帶走。";
    STEP_PLAN = "带走什么", "What is taken", "帶走什麼";
    MEDIA = "介质或包装", "Medium or packing", "介質或包裝";
    MEDIA_EXAMPLE = "例如：U盘", "Such as a USB stick", "例如：USB 隨身碟";
    MEDIA_COUNT = "数量", "Count", "數量";
    TAKE_REASON = "为什么要带走", "Why it has to be taken", "為什麼要帶走";
    ACCOUNT_SETS = "账套（用空格分开）", "Account sets, separated by spaces", "帳套（用空格分開）";
    AFTERWARDS = "用完之后", "Afterwards", "用完之後";
    RETURN = "归还客户", "Returned to the customer", "歸還客戶";
    DESTROY = "销毁", "Destroyed", "銷毀";
    COMPANY = "承诺单位", "Company that pledges", "承諾單位";
    SAVE_PLAN = "保存", "Save", "儲存";
    SIGN_CONSENT = "请客户签同意书", "Have the customer consent", "請客戶簽同意書";
    SIGN_PLEDGE = "签保密承诺书 QR/05b", "Sign the pledge QR/05b", "簽保密承諾書 QR/05b";
    SIGN_RECORD = "请客户签数据记录单 QR/05a", "Have the data record QR/05a signed", "請客戶簽資料記錄單 QR/05a";
    SIGN_RETURNED = "请客户签收资料", "Have the customer sign for it", "請客戶簽收資料";
    RECORD = "数据记录单 QR/05a", "Data record QR/05a", "資料記錄單 QR/05a";
    MODULES = "模块", "Modules", "模組";
    VERSION = "版本和序列号", "Version and serial number", "版本和序號";
    PLATFORM = "平台", "Platform", "平台";
    DATABASE = "数据库", "Database", "資料庫";
    CUSTOMER_PLATFORM = "客户方平台", "The customer's platform", "客戶方平台";
    CUSTOMER_DATABASE = "客户方数据库和版本", "The customer's database and version", "客戶方資料庫和版本";
    PROBLEM = "问题描述（附截图名称）", "Description of the problem, with names of screenshots", "問題描述（附截圖名稱）";
    ATTACHMENTS = "附件", "Attachments", "附件";
    EMAIL = "电子邮箱", "E-mail", "電子郵件";
    OTHER = "其他", "Other", "其他";
    TAKE = "资料已拿到，带走", "I have the data, take it", "資料已拿到，帶走";
    TAKEN = "资料在您手上。下个工作日 10:00 前交到公司。", "The data is with you. Hand it in by 10:00 on the next working day.", "資料在您手上。下個工作日 10:00 前交到公司。";
    HAND_OVER = "交出资料", "Hand it over", "交出資料";
    HAND_OVER_TO = "交给谁", "To whom", "交給誰";
    WHERE = "去向", "Where it goes", "去向";
    END_CUSTODY = "了结保管", "End custody", "了結保管";
    RETURNED_NOW = "已归还", "Returned", "已歸還";
    DESTROYED_NOW = "已销毁", "Destroyed", "已銷毀";
    WITNESS = "见证人（客户签收时可空）", "Witness, unless the customer signs", "見證人（客戶簽收時可空）";
    NOTE = "备注", "Note", "備註";
    CHANGE = "更正", "Change", "更正";
    COUNT_MISSING = "请填数量。", "Please give a count.", "請填數量。";
    DONE = "完成", "done", "完成";
    TO_DO = "未完成", "to do", "未完成";

    KEEP_ENGINEER = "工程师", "Engineer", "工程師";
    KEEP_OFFICE = "公司", "Office", "公司";
    KEEP_INVESTIGATOR = "排查工程师", "Investigating engineer", "排查工程師";
    KEEP_HEADQUARTERS = "总部", "Headquarters", "總部";

    CONSENT_TITLE = "同意带走资料", "Consent to data being taken", "同意帶走資料";
    CONSENT_TEXT = "我同意上述单位为排查问题带走下列资料。", "I consent to the company taking the following data to look into the problem.", "我同意上述單位為排查問題帶走下列資料。";
    PLEDGE_TITLE = "用户数据保密承诺书", "Pledge of confidentiality", "用戶資料保密承諾書";
    PLEDGE_TEXT = "我们承诺：资料只用于内部排查，不给第三方看，用完之后按下面写的办法处理。由接收的工程师签字。", "We pledge: the data is used for internal debugging only, is shown to no third party, and is dealt with afterwards as written below. Signed by the engineer who receives it.", "我們承諾：資料只用於內部排查，不給第三方看，用完之後按下面寫的辦法處理。由接收的工程師簽字。";
    RECORD_TITLE = "用户数据记录单", "User data record", "用戶資料記錄單";
    RECORD_TEXT = "我把下列资料交给工程师。", "I hand the following data over to the engineer.", "我把下列資料交給工程師。";
    RETURNED_TITLE = "资料签收", "Data returned", "資料簽收";
    RETURNED_TEXT = "我已收回下列资料，或已知道它被销毁。", "I have the following data back, or know that it was destroyed.", "我已收回下列資料，或已知道它被銷毀。";

    DID_PLAN_DATA = "登记要带走的资料", "Planned which data to take", "登記要帶走的資料";
    DID_RECORD_DATA = "填数据记录单", "Filled in the data record", "填資料記錄單";
    DID_TAKE_DATA = "带走资料", "Took the data", "帶走資料";
    DID_HAND_OVER_DATA = "交出资料", "Handed the data over", "交出資料";
    DID_END_CUSTODY = "了结资料保管", "Ended custody of the data", "了結資料保管";
    DID_TELL_CUSTOMER = "告知客户进展", "Told the customer how things stand", "告知客戶進展";
    DID_SIGN_PAPER = "签字：{paper}", "Signed: {paper}", "簽字：{paper}";

    CLOCK_STARTED = "开始计时：{rule}", "Clock started: {rule}", "開始計時：{rule}";
    MATTER_OPENED = "没有解决，公司继续处理", "Not solved; the office goes on", "沒有解決，公司繼續處理";
    GIVEN_TO_SUPPORT = "两次上门没有解决，转支持经理", "Two visits failed: with the support manager", "兩次到府沒有解決，轉支援經理";
    DATA_TAKEN = "资料带走，{name} 保管", "Data taken; {name} has it", "資料帶走，{name} 保管";
    DATA_HANDED = "资料交给 {name}", "Data handed to {name}", "資料交給 {name}";

    RULE_TO_OFFICE = "资料交到公司", "Data to the office", "資料交到公司";
    RULE_TO_HEADQUARTERS = "上报总部", "To headquarters", "上報總部";
    RULE_CHASE = "催总部", "Ask headquarters", "催總部";
    RULE_TELL = "告知客户进展", "Tell the customer", "告知客戶進展";
    RULE_FOLLOW_UP = "回访电话", "Follow-up call", "回訪電話";
    RULE_HAND_IN = "上交收款", "Hand in the money", "上交收款";
    RULE_INVOICE = "开发票", "Send the invoice", "開發票";

    PAPER_FIRST = "要先签「{paper}」。", "“{paper}” has to be signed first.", "要先簽「{paper}」。";
    OTHER_THAN_PLEDGED = "和承诺书写的不一样，不能这样了结。", "The pledge says otherwise; it can't end like this.", "和承諾書寫的不一樣，不能這樣了結。";
    MUST_TAKE_PART = "{engineer} 带回了资料，必须参加会诊。", "{engineer} brought data back and has to take part.", "{engineer} 帶回了資料，必須參加會診。";
    CONTINUES = "接续 {numbers}，这次要做：{advice}", "Continues {numbers}. This time: {advice}", "接續 {numbers}，這次要做：{advice}";
    SOLUTION_NEEDS = "解决办法要用 {version} 版本，请告诉客户。", "The solution needs version {version}: tell the customer.", "解決辦法要用 {version} 版本，請告訴客戶。";
    DATA_ELSEWHERE = "资料现在在 {holder} 手里，先登记交接。", "The data is with {holder}: record who has it now first.", "資料現在在 {holder} 手裡，先登記交接。";
    OWN_WITNESS = "见证人要是别人，不能是自己。", "The witness has to be somebody else.", "見證人要是別人，不能是自己。";
    SUPPORT_MANAGER_ONLY = "两次上门没有解决，现在由支持经理决定。", "After two failed visits the support manager decides.", "兩次到府沒有解決，現在由支援經理決定。";
    NOT_AT_HEADQUARTERS = "还没有上报总部。", "It has not been sent to headquarters.", "還沒有上報總部。";
    SOLUTION_UNTRIED = "方案要先在公司用客户资料验证，或者先登记临时办法。", "The solution has to be tried in the office first, or a way around recorded.", "方案要先在公司用客戶資料驗證，或者先登記臨時辦法。";
}

/// The forms before this one with what is to be done now, and the version that it needs (UNR-4, UNR-10): a sentence each.
#[must_use]
pub fn way_here(lang: Lang, former: &Former) -> Vec<String> {
    let numbers = former.numbers.join(" → ");
    let way = fill(CONTINUES.get(lang), &[("numbers", &numbers), ("advice", &former.advice)]);
    let version = former.needs_version.as_str();
    let needs = (!version.is_empty()).then(|| fill(SOLUTION_NEEDS.get(lang), &[("version", version)]));
    std::iter::once(way).chain(needs).collect()
}

#[must_use]
pub const fn stage(stage: Stage) -> Text {
    match stage {
        Stage::Decision => STAGE_DECISION,
        Stage::Consultation => STAGE_CONSULTATION,
        Stage::Sending => STAGE_SENDING,
        Stage::AtHeadquarters => STAGE_AT_HEADQUARTERS,
        Stage::Trial => STAGE_TRIAL,
        Stage::Visit => STAGE_VISIT,
        Stage::Ended => STAGE_ENDED,
    }
}

#[must_use]
pub const fn party(party: Party) -> Text {
    match party {
        Party::Headquarters => TALKED_HEADQUARTERS,
        Party::Customer => TALKED_CUSTOMER,
    }
}

#[must_use]
pub const fn keeping(keeping: Keeping) -> Text {
    match keeping {
        Keeping::Engineer => KEEP_ENGINEER,
        Keeping::Office => KEEP_OFFICE,
        Keeping::Investigator => KEEP_INVESTIGATOR,
        Keeping::Headquarters => KEEP_HEADQUARTERS,
    }
}

#[must_use]
pub const fn afterwards(afterwards: Afterwards) -> Text {
    match afterwards {
        Afterwards::Return => RETURN,
        Afterwards::Destroy => DESTROY,
    }
}

/// Title of a paper about data or money, and what the person under it declares; None for other documents.
#[must_use]
pub const fn paper(kind: DocumentKind) -> Option<(Text, Text)> {
    match kind {
        DocumentKind::Consent => Some((CONSENT_TITLE, CONSENT_TEXT)),
        DocumentKind::Pledge => Some((PLEDGE_TITLE, PLEDGE_TEXT)),
        DocumentKind::DataRecord => Some((RECORD_TITLE, RECORD_TEXT)),
        DocumentKind::DataReturned => Some((RETURNED_TITLE, RETURNED_TEXT)),
        other => fees::paper(other),
    }
}
