//! Texts of the form QR/03 on screen, in the order of the paper, and of the record's history.

use domain::request::{Dispatch, DispatchState};

use crate::{Text, texts};

texts! {
    TITLE = "现场服务请求单", "On-site service request", "現場服務請求單";
    FORM_ID = "QR/03", "QR/03", "QR/03";
    NO_NUMBER = "还没有编号", "no number yet", "還沒有編號";
    SEALED_MARK = "● 由客户签字封存", "● sealed by the customer's signature", "● 由客戶簽字封存";

    PART_HOTLINE = "一、热线工程师", "1 · Hotline engineer", "一、熱線工程師";
    PART_MANAGER = "二、值班经理", "2 · Duty manager", "二、值班經理";
    PART_ENGINEER = "三、现场工程师", "3 · Field engineer", "三、現場工程師";
    PART_CUSTOMER = "四、客户", "4 · Customer", "四、客戶";
    PART_RECEIPT = "回执", "Receipt", "回執";

    NAME = "姓名", "Name", "姓名";
    DATE = "日期", "Date", "日期";
    NUMBER = "编号", "Number", "編號";
    SOURCE = "来源", "Source", "來源";
    UNIT = "单位", "Unit", "單位";
    ARCHIVE_NUMBER = "档案号", "Archive number", "檔案號";
    CONTACT = "联系人", "Contact", "聯絡人";
    CONTACT_TITLE = "职务", "Position", "職務";
    ADDRESS = "地址", "Address", "地址";
    PRODUCT = "产品", "Product", "產品";
    VERSION = "版本", "Version", "版本";
    CATEGORY = "分类", "Category", "分類";
    SYMPTOM = "故障现象", "Symptom", "故障現象";
    URGENCY = "紧急程度", "Urgency", "緊急程度";
    ASKS_FOR_VISIT = "要求上门", "Asks for a visit", "要求到府";
    SERVICE_CARD = "服务卡号", "Service card number", "服務卡號";
    WISHED_AT = "希望的时间", "Wished time", "希望的時間";
    CHOOSE = "请选择", "Please choose", "請選擇";

    ENGINEER = "工程师", "Engineer", "工程師";
    DISPATCHED_AT = "派发时间", "Dispatched at", "派發時間";
    PROBLEM_TYPE = "问题类型", "Type of problem", "問題類型";
    ADVICE = "意见", "Advice", "意見";
    DECISION = "处理决定", "Decision", "處理決定";

    CAUSE = "原因分析", "Cause", "原因分析";
    SOLUTION = "解决方法", "Solution", "解決方法";
    PREVENTION = "预防措施", "Prevention", "預防措施";
    BACKUP = "备份", "Backup", "備份";
    BACKUP_MADE = "账套 {sets}，{reports}，{path}", "account sets {sets}, {reports}, {path}", "帳套 {sets}，{reports}，{path}";
    REPORTS_IN = "含报表", "reports included", "含報表";
    REPORTS_OUT = "不含报表", "without reports", "不含報表";
    BACKUP_NONE = "没有备份：{reason}", "no backup: {reason}", "沒有備份：{reason}";
    ARRIVED_LEFT = "到达和离开", "Arrived and left", "到達和離開";
    PHOTOS = "照片", "Photos", "照片";
    PHOTO = "照片：{caption}", "Photo: {caption}", "照片：{caption}";
    PHOTO_MISSING = "照片还没有传上来", "the photo has not arrived yet", "照片還沒有傳上來";
    STEPS = "步骤", "Steps", "步驟";

    RESULT = "解决情况", "Result", "解決情況";
    TOLD_PREVENTION = "讲解了预防", "Told how to prevent it", "講解了預防";
    SATISFACTION = "满意度", "Satisfaction", "滿意度";
    STARS = "{n} / 5", "{n} of 5", "{n} / 5";
    OPINION = "意见", "Opinion", "意見";
    FURTHER_NEEDS = "其他需求", "Further needs", "其他需求";
    COSTS_SHOWN = "告知的费用", "Costs shown", "告知的費用";
    ENTITLEMENT = "服务权益", "Entitlement", "服務權益";
    SIGNATURE = "签字", "Signature", "簽字";
    SIGNATURE_OF = "{name} 的签字", "Signature of {name}", "{name} 的簽字";
    SIGNED_AT = "{name}，{time}", "{name}, {time}", "{name}，{time}";
    NOT_SIGNED_YET = "还没有签字", "not signed yet", "還沒有簽字";
    BY_PHONE = "电话解决，不需要签字", "solved by phone: needs no signature", "電話解決，不需要簽字";
    NOBODY_THERE = "无人在场：{reason}", "nobody there: {reason}", "無人在場：{reason}";
    UNSIGNED = "没有签字：{reason}", "not signed: {reason}", "沒有簽字：{reason}";
    COVERS = "签字与现在的内容一致。", "The signature covers the form as it stands.", "簽字與現在的內容一致。";
    NOT_COVERS = "签字之后内容有改动：签字不再覆盖现在的内容。", "The form was changed after signing: the signature no longer covers it.", "簽字之後內容有改動：簽字不再涵蓋現在的內容。";
    COUNTERSIGNED = "服务器已核对并会签，{time}。", "Verified and countersigned by the server, {time}.", "伺服器已核對並會簽，{time}。";
    NOT_COUNTERSIGNED = "服务器还没有会签。", "Not countersigned by the server yet.", "伺服器還沒有會簽。";
    DOUBTS = "服务器有疑点：{doubts}。", "The server has doubts: {doubts}.", "伺服器有疑點：{doubts}。";
    DOUBT_DEVICE = "设备签名对不上", "the device's signature does not match", "裝置簽章對不上";
    DOUBT_HASH = "内容的指纹对不上", "the content's hash does not match", "內容的指紋對不上";
    DOUBT_CONTENT = "签的不是当时的内容", "other content than stood there was signed", "簽的不是當時的內容";
    LEVEL_DRAWN = "在工程师的平板上手写。", "Drawn on the engineer's tablet.", "在工程師的平板上手寫。";
    LEVEL_CODE = "在平板上手写，并有短信验证码。", "Drawn, with a code sent to the customer's phone.", "在平板上手寫，並有簡訊驗證碼。";
    LEVEL_OWN = "在客户自己的设备上。", "On the customer's own device.", "在客戶自己的裝置上。";
    HASH = "指纹 {hash}", "fingerprint {hash}", "指紋 {hash}";
    NO_BACKUP_SIGNED = "{name} 签字同意不备份，{time}。", "{name} signed for going without a backup, {time}.", "{name} 簽字同意不備份，{time}。";

    TRAVEL = "差旅", "Travel", "差旅";
    MATERIALS = "材料", "Materials", "材料";
    OTHER_COSTS = "其他", "Other", "其他";
    TOTAL = "合计", "Total", "合計";
    PAID = "已收", "Paid", "已收";
    PARTS = "配件", "Parts", "配件";
    VOUCHERS = "凭证", "Vouchers", "憑證";
    TO_HEADQUARTERS = "上报总部", "Escalated to headquarters", "上報總部";
    RE_DISPATCHED = "再次派发", "Re-dispatch", "再次派發";

    CHAIN = "同一问题的单子", "Forms of this problem", "同一問題的單子";
    FOLLOWS = "接续 {number}", "continues {number}", "接續 {number}";
    FOLLOWED_BY = "由 {number} 接续", "continued by {number}", "由 {number} 接續";
    THIS_FORM = "本单", "this form", "本單";
    EARLIER = "上一张单", "the former form", "上一張單";
    LATER = "下一张单", "the next form", "下一張單";
    DISPATCHES = "全部派单", "All dispatches", "全部派單";

    HISTORY = "变动记录", "History", "變動記錄";
    HISTORY_FAILED = "没能取到变动记录。", "The history could not be fetched.", "沒能取得變動記錄。";
    HISTORY_BY = "{who}，{device}", "{who}, {device}", "{who}，{device}";
    RECEIVED_AT = "{time} 收到", "received {time}", "{time} 收到";
    SYSTEM = "系统", "The system", "系統";
    BEFORE_AFTER = "{before} → {after}", "{before} → {after}", "{before} → {after}";
    EMPTY_VALUE = "（空）", "(empty)", "（空）";

    DEADLINES = "期限", "Deadlines", "期限";
    NO_VISIT_NEEDED = "{time} 电话解决，不用上门", "{time} solved by phone: no visit needed", "{time} 電話解決，不用到府";
    KEPT = "{time} 完成，按时", "done {time}, in time", "{time} 完成，按時";
    MISSED = "{time} 完成，超时", "done {time}, late", "{time} 完成，逾時";
    CLOCK_CANCELLED = "已取消", "cancelled", "已取消";
    CLOCK_PAUSED = "已暂停", "paused", "已暫停";
    FORM_LOADING = "正在取服务单…", "Fetching the form…", "正在取得服務單…";
    NOT_THERE = "没有这张单", "There is no such form", "沒有這張單";
}

/// Why nobody has signed a dispatch's form, and what fills the sentence's `reason` (ONS-15).
#[must_use]
pub fn unsigned(dispatch: &Dispatch) -> (Text, &str) {
    // Nobody was there, and nobody has gone again under this number.
    let not_met = matches!(dispatch.state, DispatchState::NotMet | DispatchState::Returned);
    match (&dispatch.visit.unsigned_reason, &dispatch.reason) {
        _ if dispatch.visit.solved_by_phone => (BY_PHONE, ""),
        (Some(reason), _) if dispatch.visit.is_not_met => (NOBODY_THERE, reason),
        (Some(reason), _) => (UNSIGNED, reason),
        (None, Some(note)) if not_met => (NOBODY_THERE, note),
        _ => (NOT_SIGNED_YET, ""),
    }
}
