//! What stands in an action: a name for each field and words for each value that is a word on the wire. Screens that show
//! actions (outbox, disputes, quarantine, receipts, black box) say it with these and never show the wire itself.

use domain::{
    custody::{Afterwards, Keeping},
    dispute::Side,
    fact::Decision,
    fees::{ChargedBecause, FeeKind, FeeStep, FeeUnit, PayBy},
    request::{Channel, Urgency},
    signature::{DocumentKind, SignatureLevel},
    visit::{ProblemType, Solved, Step},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    Text, common, conflicts, fees, field as say,
    office::{facts, follow_ups, form, reasons},
    states, texts, unresolved,
};

texts! {
    EMPTY = "没有更多内容。", "Nothing else is in it.", "沒有更多內容。";
    NOT_READABLE = "这个版本的应用看不懂内容，原样保留着。", "This version of the app can't read what is in it; it is kept as it is.", "這個版本的應用看不懂內容，原樣保留著。";
    PHOTO_MISSING = "照片还没有传到服务器", "The photo has not reached the server yet", "照片還沒有傳到伺服器";
    SEMICOLON = "；", "; ", "；";
    TIMES = "× {n}", "× {n}", "× {n}";
    STARS = "{n} 分（满分 5 分）", "{n} of 5", "{n} 分（滿分 5 分）";

    CHANNEL = "来源", "Came by", "來源";
    SLOT = "计划时间", "Planned time", "計劃時間";
    WINDOW = "可以约的时间", "Times that may be promised", "可以約的時間";
    ENGINEER = "工程师", "Engineer", "工程師";
    COMPANION = "同去的工程师", "Second engineer", "同去的工程師";
    ACCEPT = "接受", "Accepted", "接受";
    ADVICE = "建议", "Advice", "建議";
    DECISION = "决定", "Decision", "決定";
    PLAN = "方案", "Plan", "方案";
    TEXT = "内容", "Content", "內容";
    WORKS = "可行", "Works", "可行";
    RULE = "时限", "Clock", "時限";
    DUE = "新的期限", "New due time", "新的期限";
    TIME = "时间", "Time", "時間";
    STEP = "步骤", "Step", "步驟";
    AGREED = "客户同意", "The customer agrees", "客戶同意";
    REPORTS = "报表已备份", "Reports backed up", "報表已備份";
    ARTICLE = "知识条目", "Knowledge article", "知識條目";
    CAPTION = "照片说明", "Caption", "照片說明";
    TAKEN_AT = "拍照时间", "Taken", "拍照時間";
    LEFT_AT = "离开时间", "Left", "離開時間";
    DOCUMENT = "文件", "Document", "文件";
    LEVEL = "签字方式", "Kind of signature", "簽字方式";
    SIGNED_AT = "签字时间", "Signed", "簽字時間";
    TO = "交给", "Handed to", "交給";
    HOW = "怎样了结", "How it ended", "怎樣了結";
    BECAUSE = "为什么收费", "Why it is charged", "為什麼收費";
    LINES = "收费项目", "Fees", "收費項目";
    AMOUNT = "金额", "Amount", "金額";
    PAY_BY = "付款方式", "Paid by", "付款方式";
    APPROVE = "批准", "Approved", "批准";
    COUNTED = "清点金额", "Counted", "清點金額";
    NUMBER = "号码", "Number", "號碼";
    TITLE = "称呼", "Title", "稱呼";
    SIDE = "以谁为准", "Which counts", "以誰為準";
    TAKES_EFFECT = "生效", "Takes effect", "生效";
    POLITE = "有礼貌", "Polite", "有禮貌";
    PUNCTUAL = "准时", "On time", "準時";
    WANTS_MORE = "要求跟进", "Asks for more", "要求跟進";
    DONGLE = "加密狗", "Dongle", "加密鎖";
    NAME = "名称", "Name", "名稱";

    SIGN_OFF = "上门服务单", "Visit form", "到府服務單";
    NO_BACKUP = "不做备份的同意书", "Consent to no backup", "不做備份的同意書";
    DAILY_LOG = "每日工作记录", "Daily log", "每日工作記錄";
    STAGE = "阶段确认", "Stage sign-off", "階段確認";
    AGREEMENT = "服务协议", "Service agreement", "服務協議";
    LEVEL_DRAWN = "屏幕手写", "Drawn on the screen", "螢幕手寫";
    LEVEL_DRAWN_WITH_CODE = "屏幕手写加验证码", "Drawn, with a code", "螢幕手寫加驗證碼";
    LEVEL_OWN_DEVICE = "客户自己的设备", "On the customer's own device", "客戶自己的裝置";
    SIDE_OFFICE = "办公室", "Office", "辦公室";
    SIDE_PREMISES = "现场", "On site", "現場";

    DRAFT_FINDING = "原因和做法", "Cause and solution", "原因和做法";
    DRAFT_COSTS = "费用", "Costs", "費用";
    DRAFT_BACKUP = "备份", "Backup", "備份";
    DRAFT_RESULT = "客户评价", "The customer's answers", "客戶評價";
    DRAFT_SIGNER = "签字人姓名", "Name of the person signing", "簽字人姓名";
    DRAFT_DATA_PLAN = "要带走的资料", "Data to be taken", "要帶走的資料";
    DRAFT_DATA_RECORD = "数据记录单", "Data record", "資料記錄單";
    DRAFT_HELP = "请求支援", "Asking for support", "請求支援";
    DRAFT_REFUSE = "去不了的原因", "Why I can't go", "去不了的原因";
    DRAFT_APPOINT = "约好的时间", "Agreed time", "約好的時間";
    DRAFT_DELAY = "晚到", "Being late", "晚到";
    DRAFT_PHONE = "电话解决", "Solved by phone", "電話解決";
    DRAFT_NOT_MET = "无人在场", "Nobody there", "無人在場";
    DRAFT_UNSIGNED = "没有签字的原因", "Why it is not signed", "沒有簽字的原因";
    DRAFT_NO_BACKUP = "不备份的原因", "Why there is no backup", "不備份的原因";
    DRAFT_OTHER = "写了一半的内容", "Something begun", "寫了一半的內容";
}

/// Names of fields, in the order in which a person reads them.
pub const FIELDS: &[(&str, Text)] = &[
    ("step", STEP),
    ("kind", DOCUMENT),
    ("signer_name", states::FIELD_SIGNER),
    ("signed_at", SIGNED_AT),
    ("level", LEVEL),
    ("engineer", ENGINEER),
    ("companion", COMPANION),
    ("slot", SLOT),
    ("at", TIME),
    ("from", TIME),
    ("to", TO),
    ("new_time", say::NEW_TIME),
    ("window", WINDOW),
    ("minutes", states::FIELD_MINUTES),
    ("agreed_with", say::AGREED_WITH),
    ("agreed", AGREED),
    ("left_at", LEFT_AT),
    ("contact", conflicts::CONTACT_NAME),
    ("name", NAME),
    ("title", TITLE),
    ("phone", common::PHONE),
    ("address", conflicts::ADDRESS),
    ("product", conflicts::PRODUCT),
    ("version", unresolved::VERSION),
    ("dongle_number", DONGLE),
    ("category", conflicts::CATEGORY),
    ("symptom", conflicts::SYMPTOM),
    ("urgency", conflicts::URGENCY),
    ("channel", CHANNEL),
    ("wished_at", conflicts::WISHED_AT),
    ("field", conflicts::FIELD),
    ("side", SIDE),
    ("apply", TAKES_EFFECT),
    ("accept", ACCEPT),
    ("approve", APPROVE),
    ("problem_type", say::PROBLEM_TYPE),
    ("cause", say::CAUSE),
    ("solution", say::SOLUTION),
    ("prevention", say::PREVENTION),
    ("article", ARTICLE),
    ("caption", CAPTION),
    ("taken_at", TAKEN_AT),
    ("account_sets", say::ACCOUNT_SETS),
    ("sets", say::ACCOUNT_SETS),
    ("reports_included", REPORTS),
    ("path", say::BACKUP_PATH),
    ("quantity", say::QUANTITY),
    ("unit", say::UNIT),
    ("unit_price", say::UNIT_PRICE),
    ("amounts", AMOUNT),
    ("travel", say::TRAVEL),
    ("materials", say::MATERIALS),
    ("paid", say::PAID),
    ("parts", say::PARTS),
    ("because", BECAUSE),
    ("lines", LINES),
    ("pay_by", PAY_BY),
    ("amount", AMOUNT),
    ("counted", COUNTED),
    ("solved", say::IS_SOLVED),
    ("told_prevention", say::WAS_TOLD),
    ("told", say::WAS_TOLD),
    ("satisfaction", say::SATISFACTION),
    ("polite", POLITE),
    ("punctual", PUNCTUAL),
    ("asks_for_more", WANTS_MORE),
    ("opinion", say::OPINION),
    ("further_needs", say::FURTHER_NEEDS),
    ("media", unresolved::MEDIA),
    ("media_count", unresolved::MEDIA_COUNT),
    ("count", unresolved::MEDIA_COUNT),
    ("afterwards", unresolved::AFTERWARDS),
    ("company", unresolved::COMPANY),
    ("problem", unresolved::PROBLEM),
    ("modules", unresolved::MODULES),
    ("platform", unresolved::PLATFORM),
    ("database", unresolved::DATABASE),
    ("customer_platform", unresolved::CUSTOMER_PLATFORM),
    ("customer_database", unresolved::CUSTOMER_DATABASE),
    ("attachments", unresolved::ATTACHMENTS),
    ("email", unresolved::EMAIL),
    ("other", unresolved::OTHER),
    ("how", HOW),
    ("keeping", unresolved::WHERE),
    ("witness", unresolved::WITNESS),
    ("participants", unresolved::PARTICIPANTS),
    ("findings", unresolved::FINDINGS),
    ("plan", PLAN),
    ("solution_found", unresolved::SOLUTION_FOUND),
    ("recipient", unresolved::RECIPIENT),
    ("description", unresolved::DESCRIPTION),
    ("data_reference", unresolved::DATA_REFERENCE),
    ("submission_number", unresolved::SUBMISSION_NUMBER),
    ("received_by", unresolved::RECEIVED_BY),
    ("state", unresolved::STATE_OF_THINGS),
    ("text", TEXT),
    ("needs_version", unresolved::NEEDS_VERSION),
    ("works", WORKS),
    ("rule", RULE),
    ("due", DUE),
    ("next_try", follow_ups::NEXT_TRY),
    ("decision", DECISION),
    ("advice", ADVICE),
    ("number", NUMBER),
    ("reason", common::REASON),
    ("note", say::NOTE),
];

/// Fields that nobody reads: ids, hashes and what is said elsewhere.
pub const NOT_SHOWN: &[&str] = &[
    "type",
    "case",
    "dispatch",
    "customer",
    "follows",
    "follow_up",
    "person",
    "item",
    "id",
    "envelope",
    // What somebody saw before a correction: the correction says what it is now.
    "seen",
    // The choices of a decision stand in the history of the request.
    "forms",
    "fields",
    "actions",
    // Of a photo and of a signature.
    "sha256",
    "media_type",
    "size",
    "vouchers",
    "content",
    "content_hash",
    "content_version",
    "countersignature",
    "device_id",
    "device_signature",
    "document_id",
    "ink",
    "shown_at",
];

/// Fields that only hold other fields, which are shown in their place.
pub const FRAMES: &[&str] = &[
    "draft",
    "patch",
    "corrections",
    "finding",
    "result",
    "record",
    "photo",
    "plan",
    "consultation",
    "escalation",
    "answers",
    "resolution",
];

/// Fields that hold an amount of money.
pub const AMOUNTS: &[&str] = &["travel", "materials", "other", "paid", "unit_price", "amount", "counted"];

/// The name of a field; None for one of another version.
#[must_use]
pub fn label(field: &str) -> Option<Text> {
    FIELDS.iter().find(|(name, _)| *name == field).map(|(_, text)| *text)
}

/// What a value says that is a word on the wire; None where the value is what somebody wrote.
#[must_use]
pub fn value(field: &str, value: &Value) -> Option<Text> {
    let word = value.as_str().unwrap_or_default();
    match field {
        "category" => states::category(word),
        "rule" => Some(reasons::rule(word)),
        "field" => conflicts::field(word),
        "channel" => read::<Channel>(value).map(states::channel),
        "urgency" => read::<Urgency>(value).map(states::urgency),
        "problem_type" => read::<ProblemType>(value).map(states::problem_type),
        "decision" => read::<Decision>(value).map(facts::decision),
        "solved" => read::<Solved>(value).map(states::solved),
        "step" => read::<Step>(value).map(states::step).or_else(|| read::<FeeStep>(value).map(fee_step)),
        "kind" => read::<DocumentKind>(value).map(document).or_else(|| read::<FeeKind>(value).map(fees::kind)),
        "level" => read::<SignatureLevel>(value).map(level),
        "afterwards" | "how" => read::<Afterwards>(value).map(unresolved::afterwards),
        "keeping" => read::<Keeping>(value).map(unresolved::keeping),
        "because" => read::<ChargedBecause>(value).map(fees::because),
        "unit" => read::<FeeUnit>(value).map(fees::unit),
        "pay_by" => read::<PayBy>(value).map(fees::pay_by),
        "side" => read::<Side>(value).map(side),
        _ => match value {
            Value::Bool(true) => Some(common::YES),
            Value::Bool(false) => Some(common::NO),
            _ => None,
        },
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

/// The name of a document that is signed.
#[must_use]
pub fn document(kind: DocumentKind) -> Text {
    match kind {
        DocumentKind::SignOff => SIGN_OFF,
        DocumentKind::NoBackup => NO_BACKUP,
        DocumentKind::DailyLog => DAILY_LOG,
        DocumentKind::Stage => STAGE,
        DocumentKind::Agreement => AGREEMENT,
        kind => unresolved::paper(kind).map_or(form::SIGNATURE, |(title, _)| title),
    }
}

const fn level(level: SignatureLevel) -> Text {
    match level {
        SignatureLevel::Drawn => LEVEL_DRAWN,
        SignatureLevel::DrawnWithCode => LEVEL_DRAWN_WITH_CODE,
        SignatureLevel::OwnDevice => LEVEL_OWN_DEVICE,
    }
}

const fn fee_step(step: FeeStep) -> Text {
    match step {
        FeeStep::Discount => fees::DISCOUNT,
        FeeStep::Received => fees::RECEIVE,
        FeeStep::Invoice => fees::INVOICE,
    }
}

const fn side(side: Side) -> Text {
    match side {
        Side::Office => SIDE_OFFICE,
        Side::Premises => SIDE_PREMISES,
    }
}

/// What was begun, by the name of its draft: what it is, a dash, and the id of the visit.
#[must_use]
pub fn begun(name: &str) -> Text {
    let what = name.get(..name.len().saturating_sub(37)).unwrap_or_default();
    match what {
        "costs" => DRAFT_COSTS,
        "backup" => DRAFT_BACKUP,
        "result" => DRAFT_RESULT,
        "data-plan" => DRAFT_DATA_PLAN,
        "data-record" => DRAFT_DATA_RECORD,
        "help" => DRAFT_HELP,
        "refuse" => DRAFT_REFUSE,
        "appoint" => DRAFT_APPOINT,
        "delay" => DRAFT_DELAY,
        "phone" => DRAFT_PHONE,
        "not-met" => DRAFT_NOT_MET,
        "unsigned" => DRAFT_UNSIGNED,
        "no-backup" => DRAFT_NO_BACKUP,
        // Each tab keeps its own.
        what if what.starts_with("finding") => DRAFT_FINDING,
        what if what.starts_with("signer") => DRAFT_SIGNER,
        _ => DRAFT_OTHER,
    }
}

#[cfg(test)]
mod tests;
