//! Texts that several of the office's screens use.

use crate::texts;

texts! {
    OPENING = "正在打开…", "Opening…", "正在開啟…";
    NO_STORAGE = "浏览器没有给出存储空间，无法打开。请检查隐私设置或换一个浏览器。", "The browser gives no storage, so nothing can be opened. Check its privacy settings or use another browser.", "瀏覽器沒有提供儲存空間，無法開啟。請檢查隱私設定或換一個瀏覽器。";
    AND = "、", ", ", "、";
    COMMA = "，", ", ", "，";
    DOT = " · ", " · ", " · ";
    MINUTES_SHORT = "{n} 分", "{n} min", "{n} 分";
    TO = "{from} 至 {to}", "{from} to {to}", "{from} 至 {to}";
    KILOMETRES = "{n} km", "{n} km", "{n} km";
    NOT_YET = "还没有", "Not yet", "還沒有";
    NONE = "无", "None", "無";
    MORE = "更多", "More", "更多";
    LIST_FAILED = "没能取到列表。", "The list could not be fetched.", "沒能取得清單。";
    SAVED = "已保存。", "Saved.", "已儲存。";
    DISCARD = "放弃", "Discard", "放棄";
    GOES_ALONG = "{name} 同去", "with {name}", "{name} 同去";
    UNKNOWN_PERSON = "某人", "Somebody", "某人";

    TIER_NONE = "无协议", "no agreement", "無協議";
    TIER_STANDARD = "标准级", "standard", "標準級";
    TIER_PREMIUM = "高端", "premium", "高階";

    COVERED = "可以上门", "A visit is covered", "可以到府";
    COVERED_SENTENCE = "年度协议（{tier}）有效，到 {until}。", "The yearly agreement ({tier}) runs until {until}.", "年度協議（{tier}）有效，到 {until}。";
    EXPIRED = "协议已到期", "The agreement has ended", "協議已到期";
    EXPIRED_SENTENCE = "服务协议到 {until} 为止；上门要先说明收费。", "The agreement ended on {until}; say what a visit costs before it starts.", "服務協議到 {until} 為止；到府要先說明收費。";
    FIRST_YEAR = "购买首年", "First year", "購買首年";
    FIRST_YEAR_SENTENCE = "购买后第一年，上门免费。", "In the first year after the purchase visits are free.", "購買後第一年，到府免費。";
    LAST_VISIT = "末次上门", "Last free visit", "末次到府";
    LAST_VISIT_SENTENCE = "协议已到期，还可以免费上门一次。", "The agreement has ended; one free visit is left.", "協議已到期，還可以免費到府一次。";
    BLOCKED = "不能上门", "No visit", "不能到府";
    BLOCKED_SENTENCE = "该客户已停止服务，请转区域经理。", "This customer is blocked; pass it to the region manager.", "該客戶已停止服務，請轉區域經理。";
    OTHER_BRANCH = "属其他机构", "Other branch", "屬其他機構";
    OTHER_BRANCH_SENTENCE = "该客户由其他分支机构服务。", "Another branch serves this customer.", "該客戶由其他分支機構服務。";
    UNSUPPORTED = "版本已停止支持", "Unsupported version", "版本已停止支援";
    UNSUPPORTED_SENTENCE = "这个版本不再支持，先谈升级。", "This version is no longer supported; talk about an upgrade first.", "這個版本不再支援，先談升級。";
    UNKNOWN_STANDING = "没有协议记录", "No agreement on file", "沒有協議記錄";
    UNKNOWN_STANDING_SENTENCE = "档案里没有服务协议，请核对；上门要先说明收费。", "There is no agreement on file; check, and say what a visit costs before it starts.", "檔案裡沒有服務協議，請核對；到府要先說明收費。";
}

use crate::Text;

/// The text for a tier's name; None for one the centre made itself.
#[must_use]
pub fn tier(name: &str) -> Option<Text> {
    match name {
        "none" => Some(TIER_NONE),
        "standard" => Some(TIER_STANDARD),
        "premium" => Some(TIER_PREMIUM),
        _ => None,
    }
}
