//! Texts of the dispatch sheet QR/04.

use domain::dispatch_sheet::Outcome;

use crate::{Text, texts};

texts! {
    TITLE = "现场服务派发表", "Dispatch sheet", "現場服務派發表";
    LISTS = "表单", "Lists", "表單";
    DAY = "日期", "Day", "日期";
    PREVIOUS = "前一天", "Day before", "前一天";
    NEXT = "后一天", "Day after", "後一天";
    PREVIOUS_YEAR = "前一年", "Year before", "前一年";
    NEXT_YEAR = "后一年", "Year after", "後一年";
    TAKEN = "接听时间", "Taken", "接聽時間";
    EMPTY_CALLS = "这一天没有登记请求。", "Nothing was asked for on this day.", "這一天沒有登記請求。";
    EMPTY_HEADQUARTERS = "这一年没有上报总部的问题。", "Nothing was sent to headquarters in this year.", "這一年沒有上報總部的問題。";
    MANAGER = "值班经理", "Duty manager", "值班經理";
    DATE = "日期", "Date", "日期";
    SEQUENCE = "编号", "No.", "編號";
    REQUEST = "服务单号", "Request", "服務單號";
    UNIT = "用户单位", "Unit", "用戶單位";
    ENGINEER = "工程师", "Engineer", "工程師";
    DISPATCHED = "派出时间", "Dispatched", "派出時間";
    RETURNED = "返回时间", "Returned", "返回時間";
    OUTCOME = "结果", "Outcome", "結果";
    AGAIN = "再派单号", "Re-dispatch", "再派單號";
    EMPTY = "这一天没有派发。", "There are no dispatches on this day.", "這一天沒有派發。";
    COUNT = "{n} 条", "{n} {n?row|rows}", "{n} 條";
    SOME_REGION = "只列出您可以看到的请求。", "Only requests that you may see are listed.", "只列出您可以看到的請求。";
    OPEN = "进行中", "open", "進行中";
    BY_PHONE = "电话解决", "by phone", "電話解決";
    ON_SITE = "上门解决", "on site", "到府解決";
    PARTLY = "部分解决", "partly", "部分解決";
    NOT_SOLVED = "未解决", "not solved", "未解決";
    NOT_MET = "无人在场", "nobody there", "無人在場";
    NOT_CARRIED_OUT = "未执行", "not carried out", "未執行";
}

#[must_use]
pub const fn outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Open => OPEN,
        Outcome::ByPhone => BY_PHONE,
        Outcome::OnSite => ON_SITE,
        Outcome::Partly => PARTLY,
        Outcome::NotSolved => NOT_SOLVED,
        Outcome::NotMet => NOT_MET,
        Outcome::NotCarriedOut => NOT_CARRIED_OUT,
    }
}
