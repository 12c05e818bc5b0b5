//! Why something is due when it is: the rules' names, their limits and each reason as a line of two parts.

use crate::{Text, texts, unresolved};

texts! {
    WHY = "期限为什么是 {time}", "Why it is due at {time}", "期限為什麼是 {time}";
    NO_CLOCK = "没有正在计时的期限。", "No clock is running.", "沒有正在計時的期限。";
    STARTED = "提出请求", "Requested", "提出請求";
    LIMIT = "{rule}", "{rule}", "{rule}";
    DISTANCE = "路程 {km}", "{km} by road", "路程 {km}";
    WITHIN = "{km} 以内", "within {km}", "{km} 以內";
    BEYOND = "超过 {km}", "beyond {km}", "超過 {km}";
    DISTANCE_UNKNOWN = "路程未知", "Distance unknown", "路程未知";
    AS_NEAR = "按 {km} 以内算", "counted as within {km}", "按 {km} 以內算";
    TIER = "客户等级", "Customer's tier", "客戶等級";
    COUNTED = "怎样计时", "Counted on", "怎樣計時";
    COUNTED_CLOCK = "连续计时，夜里和假日也算", "elapsed time, nights and holidays included", "連續計時，夜裡和假日也算";
    COUNTED_CALENDAR = "只算工作时间（{calendar}）", "working hours only ({calendar})", "只算工作時間（{calendar}）";
    OUTSIDE_HOURS = "提出时不在工作时间", "Asked outside working hours", "提出時不在工作時間";
    COUNTING_FROM = "从 {time} 起算", "counting from {time}", "從 {time} 起算";
    HOLIDAY = "{date} 放假", "{date} is a holiday", "{date} 放假";
    NOT_COUNTED = "不计", "not counted", "不計";
    YEAR_NOT_PUBLISHED = "{year} 年放假安排还没有公布", "The holidays of {year} are not published yet", "{year} 年放假安排還沒有公布";
    ONLY_WEEKENDS = "只扣周末", "only weekends count off", "只扣週末";
    MOVED = "{time} 不在服务时间", "{time} is outside service hours", "{time} 不在服務時間";
    MOVED_TO = "顺延到 {time}", "moved to {time}", "順延到 {time}";
    NOT_MOVED = "不在服务时间，但{tier}客户不顺延", "Outside service hours, but not moved for {tier}", "不在服務時間，但{tier}客戶不順延";
    PAUSED = "暂停：{reason}", "Paused: {reason}", "暫停：{reason}";
    BY_HAND = "{who} 改了期限：{reason}", "{who} changed it: {reason}", "{who} 改了期限：{reason}";
    FROM_TO = "{from} → {to}", "{from} → {to}", "{from} → {to}";
    STAYS = "不变", "unchanged", "不變";

    MINUTES = "{n} 分钟内", "within {n} {n?minute|minutes}", "{n} 分鐘內";
    HOURS = "{n} 小时内", "within {n} {n?hour|hours}", "{n} 小時內";
    DAYS = "{n} 天内", "within {n} {n?day|days}", "{n} 天內";
    WORKING_DAYS = "{n} 个工作日内", "within {n} working days", "{n} 個工作日內";
    END_OF_DAY = "当天结束前", "by the end of the day", "當天結束前";
    END_OF_NEXT_DAY = "第二天结束前", "by the end of the next day", "第二天結束前";
    END_OF_WORKING_DAY = "当个工作日结束前", "by the end of the working day", "當個工作日結束前";
    END_OF_NEXT_WORKING_DAY = "下个工作日结束前", "by the end of the next working day", "下個工作日結束前";
    NEXT_WORKING_DAY_AT = "下个工作日 {time} 前", "on the next working day by {time}", "下個工作日 {time} 前";
    RINGS = "{n} 声铃内", "within {n} {n?ring|rings}", "{n} 聲鈴內";

    RULE_VERIFY = "值班经理审核", "Verified by the duty manager", "值班經理審核";
    RULE_CONTACT = "联系客户", "Contact with the customer", "聯絡客戶";
    RULE_ARRIVE = "到达现场", "Arrival on site", "到達現場";
    RULE_REVIEW = "核销", "Write-off", "核銷";
    RULE_ALL = "现场服务的期限", "The visit's clocks", "現場服務的期限";
    RULE_OTHER = "期限", "Limit", "期限";
    CLOCK_KEPT = "按时", "in time", "按時";
    CLOCK_MISSED = "超时", "late", "逾時";
    CLOCK_UNPROVEN = "时间未能证实", "time not proven", "時間未能證實";
    CALENDAR_CENTRE = "本中心", "the centre's", "本中心";
}

/// What a rule is about, for ids and for prefixes of ids as clocks are stopped by.
#[must_use]
pub fn rule(id: &str) -> Text {
    match id {
        "onsite." => RULE_ALL,
        id if id.starts_with("request.verify") => RULE_VERIFY,
        id if id.starts_with("onsite.contact") => RULE_CONTACT,
        id if id.starts_with("onsite.arrive") => RULE_ARRIVE,
        id if id.starts_with("onsite.review") => RULE_REVIEW,
        "custody.to_office" => unresolved::RULE_TO_OFFICE,
        "unresolved.to_hq" => unresolved::RULE_TO_HEADQUARTERS,
        "unresolved.chase_hq" => unresolved::RULE_CHASE,
        "unresolved.tell_customer" => unresolved::RULE_TELL,
        "visit.follow_up" => unresolved::RULE_FOLLOW_UP,
        "fees.hand_in" => unresolved::RULE_HAND_IN,
        "fees.invoice" => unresolved::RULE_INVOICE,
        id => super::clocks::name(id).unwrap_or(RULE_OTHER),
    }
}
