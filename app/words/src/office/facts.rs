//! What happened to a request, one text for every kind of fact (AUD-1).

use crate::texts;

texts! {
    OPENED = "登记请求", "Request taken down", "登記請求";
    EDITED = "更正资料", "Record corrected", "更正資料";
    FIELD_OF = "{what}：{field}", "{what}: {field}", "{what}：{field}";
    EDITED_FIELD = "更正{field}", "Corrected: {field}", "更正{field}";
    STATE = "请求状态", "Request", "請求狀態";
    SUBMITTED = "提交，编号 {number}", "Submitted as {number}", "提交，編號 {number}";
    DISPATCHED = "派给 {engineer}", "Assigned to {engineer}", "派給 {engineer}";
    DISPATCH_STATE = "派单状态", "Dispatch", "派單狀態";
    RESCHEDULED = "改计划时间", "Planned time moved", "改計劃時間";
    APPOINTED = "约定时间", "Appointment", "約定時間";
    WISHED = "希望改时间", "Another time wished", "希望改時間";
    HELP = "请求支援", "Help asked for", "請求支援";
    DELAY = "告知客户会晚到", "Customer told of a delay", "告知客戶會晚到";
    DELAY_AGREED = "客户同意", "the customer agreed", "客戶同意";
    DELAY_REFUSED = "客户不同意", "the customer did not agree", "客戶不同意";
    CLOCK_STOPPED = "期限停止：{rule}", "Clock stopped: {rule}", "期限停止：{rule}";
    STEP = "步骤「{step}」", "Step “{step}”", "步驟「{step}」";
    ARRIVED = "到达现场", "Arrived on site", "到達現場";
    BACKED_UP = "已备份", "Backed up", "已備份";
    NOT_BACKED_UP = "没有备份", "No backup", "沒有備份";
    FOUND = "记录原因和解决方法", "Cause and solution recorded", "記錄原因和解決方法";
    PHOTO_ADDED = "加了照片", "Photo added", "加了照片";
    PHOTO_REMOVED = "去掉照片", "Photo removed", "去掉照片";
    COSTS = "记录费用", "Costs recorded", "記錄費用";
    RESULT = "客户评价", "The customer's result", "客戶評價";
    LEFT_AT = "交给客户核对，离开时间", "Shown to the customer; time of leaving", "交給客戶核對，離開時間";
    SIGNED = "{name} 签字", "Signed by {name}", "{name} 簽字";
    SIGNED_NO_BACKUP = "{name} 签字同意不备份", "{name} signed for going without a backup", "{name} 簽字同意不備份";
    COUNTERSIGNED = "服务器核对并会签", "Verified and countersigned by the server", "伺服器核對並會簽";
    COUNTERSIGNED_DOUBTS = "服务器会签，但有疑点", "Countersigned by the server, with doubts", "伺服器會簽，但有疑點";
    NOT_SIGNED = "客户没有签字", "The customer did not sign", "客戶沒有簽字";
    BY_PHONE = "电话里解决", "Solved on the phone", "電話裡解決";
    WRITTEN_OFF = "核销", "Written off", "核銷";
    DISPUTED = "收回之后又到了现场的记录，等经理决定", "Work arrived after the dispatch had been taken back; a manager decides", "收回之後又到了現場的記錄，等經理決定";
    UNKNOWN = "其他变动（{type}）", "Another change ({type})", "其他變動（{type}）";
    MINUTES_LONG = "{time}，{n} 分钟", "{time}, {n} minutes", "{time}，{n} 分鐘";
    UNPROVEN = "时间未能证实", "time not proven", "時間未能證實";
    REASON = "原因：{reason}", "Reason: {reason}", "原因：{reason}";
    STARS = "满意度 {n}", "satisfaction {n}", "滿意度 {n}";
    TOTAL = "合计 {amount}", "{amount} in total", "合計 {amount}";
    ADVICE = "意见：{text}", "Advice: {text}", "意見：{text}";
    FURTHER = "其他需求：{text}", "Further needs: {text}", "其他需求：{text}";

    CONSULT = "会诊", "Consult", "會診";
    RE_DISPATCH = "再次派发", "Dispatch again", "再次派發";
    ESCALATE = "上报总部", "Escalate to headquarters", "上報總部";
    CLOSE = "结束，不再处理", "Close", "結束，不再處理";
}

use crate::Text;
use domain::fact::Decision;

#[must_use]
pub const fn decision(decision: Decision) -> Text {
    match decision {
        Decision::Consult => CONSULT,
        Decision::ReDispatch => RE_DISPATCH,
        Decision::Escalate => ESCALATE,
        Decision::Close => CLOSE,
    }
}
