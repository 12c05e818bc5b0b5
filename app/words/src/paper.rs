//! Texts that stand on printed forms only; labels they share with the screen are in `office::form`.

use crate::texts;

texts! {
    NUMBER = "编号", "No.", "編號";
    VERIFY = "扫码或按验证码核对真伪", "Scan, or enter the code, to check this paper", "掃碼或按驗證碼核對真偽";
    HASH = "内容指纹 SHA-256", "Content hash SHA-256", "內容指紋 SHA-256";
    PAGE = "第 {page} 页，共 {pages} 页", "Page {page} of {pages}", "第 {page} 頁，共 {pages} 頁";
    AS_OF = "记录截至 {time}", "As recorded on {time}", "記錄截至 {time}";
    ATTACHED = "签名记录附在 PDF 文件中", "The signature record is attached to the PDF file", "簽章記錄附在 PDF 檔案中";
    PRINT = "打印 / PDF", "Print / PDF", "列印 / PDF";

    PRINT_DATA = "数据记录单 / PDF", "Data record / PDF", "資料記錄單 / PDF";

    TRAVEL_COSTS = "本次费用 · 差旅", "Costs of this visit · travel", "本次費用 · 差旅";
    MATERIAL_COSTS = "本次费用 · 材料", "Costs of this visit · materials", "本次費用 · 材料";
    OTHER_COSTS = "本次费用 · 其他", "Costs of this visit · other", "本次費用 · 其他";
    ESCALATED_TO = "上报总部 · 接收人", "To headquarters · received by", "上報總部 · 接收人";
    ESCALATED_ON = "上报总部 · 日期", "To headquarters · date", "上報總部 · 日期";
    NEXT_ENGINEER = "再次派发 · 工程师", "Re-dispatch · engineer", "再次派發 · 工程師";
    NEXT_NUMBER = "再次派发 · 新单编号", "Re-dispatch · new number", "再次派發 · 新單編號";

    NO_ROWS = "（没有记录）", "(nothing recorded)", "（沒有記錄）";
    ROSTER = "热线值班次序表", "Duty roster", "熱線值班次序表";
    DAY_SHEET = "热线值班记录表", "Hotline day sheet", "熱線值班記錄表";
    DISPATCH_SHEET = "现场服务派发表", "Dispatch sheet", "現場服務派發表";
    HEADQUARTERS_LOG = "上报总部数据汇总记录表", "Headquarters log", "上報總部資料彙總記錄表";
    PERIOD = "起止日期", "Period", "起訖日期";
    DUTY_ENGINEER = "值班工程师", "Duty engineer", "值班工程師";
    CHANGED_TO = "换班人", "Changed to", "換班人";
    PREPARED_BY = "编制", "Prepared by", "編製";
    REVIEWED_BY = "审核", "Reviewed by", "審核";
    ARCHIVED_BY = "归档", "Archived by", "歸檔";
    ARCHIVED_ON = "归档日期", "Archived on", "歸檔日期";
    SEQUENCE = "序号", "No.", "序號";
    CALL_RECORD = "来电记录", "Call record", "來電記錄";
    REQUEST_NUMBER = "请求单编号", "Request number", "請求單編號";
    SOLVED_BY_PHONE = "电话解决", "Solved by phone", "電話解決";
    NO_VISIT = "未上门", "No visit", "未到府";
    OUR_SIGNATURE = "我方签字", "Our signature", "我方簽字";
    BY_VISIT = "上门", "Visit", "到府";
    DATA_VERSION = "数据版本", "Data version", "資料版本";
    SUBMISSION_NUMBER = "上报编号", "Submission number", "上報編號";
    CONTACTS = "与总部联系：日期和状态", "Contacts with headquarters: date and state", "與總部聯絡：日期和狀態";

    USER_DATA = "用户数据记录单", "User data record", "用戶資料記錄單";
    DATA_RECORD = "用户数据记录", "User data", "用戶資料記錄";
    PLEDGE = "用户数据保密承诺书", "Confidentiality pledge", "用戶資料保密承諾書";
    PHONE_FAX = "电话 / 传真", "Phone / fax", "電話 / 傳真";
    MODULES = "模块", "Modules", "模組";
    VERSION_SERIAL = "版本 / 序列号", "Version / serial", "版本 / 序號";
    PLATFORM = "平台", "Platform", "平台";
    DATABASE = "数据库", "Database", "資料庫";
    SUMMARY = "简要说明", "Short description", "簡要說明";
    CUSTOMERS_PLATFORM = "客户的平台", "Customer's platform", "客戶的平台";
    CUSTOMERS_DATABASE = "客户的数据库和版本", "Customer's database and version", "客戶的資料庫和版本";
    PROBLEM = "问题描述", "Problem description", "問題描述";
    ATTACHMENTS = "附件", "Attachments", "附件";
    HANDED_OVER_BY = "交出人（签字）", "Handed over by (signature)", "交出人（簽字）";
    MEDIA = "包装或介质（种类、数量）", "Packing or media (kind, count)", "包裝或媒體（種類、數量）";
    EMAIL = "电子邮件", "E-mail", "電子郵件";
    ACCOUNT_SET = "账套", "Account set", "帳套";
    PROMISE = "承诺", "Promise", "承諾";
    PROMISE_TEXT = "仅用于本公司内部调试，不向第三方出示；用毕按下面所选归还或销毁。", "Used for internal debugging only and not shown to third parties; afterwards returned or destroyed as chosen below.", "僅用於本公司內部除錯，不向第三方出示；用畢按下面所選歸還或銷毀。";
    AFTERWARDS = "用毕", "Afterwards", "用畢";
    RETURNED = "归还", "Returned", "歸還";
    DESTROYED = "销毁", "Destroyed", "銷毀";
    COMPANY = "公司", "Company", "公司";
    RECEIVED_BY = "接收人（签字）", "Received by (signature)", "接收人（簽字）";

    UNALTERED = "这份文件与我们的记录一致，没有改动。", "This document agrees with our records: unaltered.", "這份文件與我們的記錄一致，沒有改動。";
    ALTERED = "这份文件签署或打印之后，记录有了改动：它不再代表现在的内容。", "Our records changed after this document was signed or printed: it no longer says what stands there now.", "這份文件簽署或列印之後，記錄有了改動：它不再代表現在的內容。";
    VERIFY_TITLE = "核对文件", "Check a document", "核對文件";
    VERIFY_PRIVATE = "为保护客户，这里不显示文件内容。", "To protect customers, nothing of its content is shown here.", "為保護客戶，這裡不顯示文件內容。";
}
