//! Texts of the archive and of what was learned from it.

use crate::texts;

texts! {
    TITLE = "档案", "Archive", "檔案";
    LEAD = "已归档的服务单，只读。", "Archived forms, for reading only.", "已歸檔的服務單，唯讀。";
    FIND = "单号、客户或问题", "Number, customer or problem", "單號、客戶或問題";
    ENGINEER = "工程师", "Engineer", "工程師";
    ANY_ENGINEER = "全部工程师", "All engineers", "全部工程師";
    MONTH = "月份", "Month", "月份";
    NUMBER = "服务单号", "Number", "服務單號";
    UNIT = "用户单位", "Customer", "用戶單位";
    SYMPTOM = "故障现象", "Symptom", "故障現象";
    OPENED = "登记时间", "Taken down", "登記時間";
    EMPTY = "没有符合的档案。", "There is nothing like that in the archive.", "沒有符合的檔案。";
    MORE = "更多", "More", "更多";

    KNOWLEDGE = "知识库", "Knowledge", "知識庫";
    KNOWLEDGE_LEAD = "归档时，现场的解决方法自动成为草稿。", "When a form is archived, its solution becomes a draft.", "歸檔時，現場的解決方法自動成為草稿。";
    KNOWLEDGE_FIND = "标题、产品、现象或解决方法", "Title, product, symptom or solution", "標題、產品、現象或解決方法";
    KNOWLEDGE_EMPTY = "没有符合的条目。", "There is no such article.", "沒有符合的條目。";
    DRAFT = "草稿", "Draft", "草稿";
    CAUSE = "原因", "Cause", "原因";
    SOLUTION = "解决方法", "Solution", "解決方法";
    PREVENTION = "预防", "Prevention", "預防";
    SOURCE = "来自 {number}，{engineer}", "From {number}, {engineer}", "來自 {number}，{engineer}";
}
