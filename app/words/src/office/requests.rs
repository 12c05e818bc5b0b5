//! Texts of the list of requests and of taking one down.

use crate::texts;

texts! {
    TITLE = "服务请求", "Service requests", "服務請求";
    STATE = "状态", "State", "狀態";
    ALL_STATES = "全部状态", "All states", "全部狀態";
    DUE_BEFORE = "在此之前到期", "Due before", "在此之前到期";
    SEARCH = "搜索", "Search", "搜尋";
    SEARCH_HINT = "单位、单号、电话、现象、拼音首字母", "Unit, number, phone, symptom, pinyin initials", "單位、單號、電話、現象、拼音首字母";
    CLEAR = "清除", "Clear", "清除";
    EMPTY = "还没有请求。", "There are no requests yet.", "還沒有請求。";
    EMPTY_FILTERED = "没有符合条件的请求。", "No request matches.", "沒有符合條件的請求。";
    MORE = "再取一些", "More", "再取一些";
    LOADING = "正在取列表…", "Fetching the list…", "正在取得清單…";
    SHOWN = "已显示 {n} 条", "{n} shown", "已顯示 {n} 筆";
    COLUMN_NUMBER = "编号", "Number", "編號";
    COLUMN_UNIT = "单位", "Unit", "單位";
    COLUMN_SYMPTOM = "故障现象", "Symptom", "故障現象";
    COLUMN_STATE = "状态", "State", "狀態";
    COLUMN_ENGINEER = "工程师", "Engineer", "工程師";
    COLUMN_DUE = "期限", "Due", "期限";
    COLUMN_TAKEN = "提出", "Requested", "提出";
    NOT_NUMBERED = "未编号", "no number", "未編號";
    NEW = "新请求", "New request", "新請求";

    NEW_TITLE = "登记新请求", "Take down a request", "登記新請求";
    NEW_LEAD = "填到哪里都会留在这个浏览器里，直到提交。", "What you type stays in this browser until it is submitted.", "填到哪裡都會留在這個瀏覽器裡，直到提交。";
    WHO = "客户", "Customer", "客戶";
    FIND_CUSTOMER = "查找客户", "Find the customer", "尋找客戶";
    FIND_HINT = "名称、档案号、服务代码、联系人或电话", "Name, archive number, service code, contact or phone", "名稱、檔案號、服務代碼、聯絡人或電話";
    NO_CUSTOMER = "没有找到，请核对名称或档案号。", "Nobody found; check the name or the archive number.", "沒有找到，請核對名稱或檔案號。";
    MATCHES = "{n} 个客户", "{n} {n?customer|customers}", "{n} 個客戶";
    CHANGE_CUSTOMER = "换一个客户", "Another customer", "換一個客戶";
    CUSTOMER_EMPTY = "请先选定客户。", "Choose the customer first.", "請先選定客戶。";
    CONTACT_CHOICE = "联系人", "Contact", "聯絡人";
    OTHER_CONTACT = "其他人", "Somebody else", "其他人";
    CONTACT_NAME = "联系人姓名", "Contact's name", "聯絡人姓名";
    CONTACT_PHONE = "联系电话", "Contact's phone", "聯絡電話";
    CONTACT_EMPTY = "请填写联系人的姓名或电话。", "Give the contact's name or phone.", "請填寫聯絡人的姓名或電話。";
    PRODUCT_CHOICE = "产品", "Product", "產品";
    OTHER_PRODUCT = "其他产品", "Another product", "其他產品";
    PRODUCT_NAME = "产品名称", "Product", "產品名稱";
    WHAT = "问题", "The problem", "問題";
    CATEGORY_EMPTY = "请选择分类。", "Choose a category.", "請選擇分類。";
    SYMPTOM_HINT = "用客户的话写；什么时候开始、影响谁。", "In the customer's words; since when, and who is affected.", "用客戶的話寫；什麼時候開始、影響誰。";
    WISHED_PAST = "希望的时间已经过了。", "The wished time has passed.", "希望的時間已經過了。";
    SYMPTOM_EMPTY = "请写下故障现象。", "Write down the symptom.", "請寫下故障現象。";
    WHEN = "来源与时间", "Channel and time", "來源與時間";
    CHANNEL = "来源", "Channel", "來源";
    PASSWORD_TITLE = "口令问题不派上门", "Passwords are not dispatched", "口令問題不派到府";
    PASSWORD_TEXT = "恢复口令要凭单位公函，并先做数据备份，由值班经理处理。请告诉客户准备公函，然后转给值班经理。", "Recovering a password needs an official letter and a data backup, and is handled by the duty manager. Ask the customer for the letter, then pass it on.", "恢復口令要憑單位公函，並先做資料備份，由值班經理處理。請告訴客戶準備公函，然後轉給值班經理。";
    SUBMIT = "提交请求", "Submit the request", "提交請求";
    KEEP_DRAFT = "存为草稿", "Keep as a draft", "存為草稿";
    SUBMITTED = "已提交：{unit}。", "Submitted: {unit}.", "已提交：{unit}。";
    DRAFTED = "已存为草稿：{unit}。", "Kept as a draft: {unit}.", "已存為草稿：{unit}。";
    CLEAR_DRAFT = "全部清空", "Clear everything", "全部清空";
    RESTORED = "已恢复上次没有提交的内容。", "What you had not submitted is back.", "已恢復上次沒有提交的內容。";
    CHECK = "还有 {n} 处要填。", "{n} {n?field needs|fields need} a look.", "還有 {n} 處要填。";
    OPEN_OF_CUSTOMER = "这位客户还有 {n} 个未结的请求", "This customer has {n} open {n?request|requests}", "這位客戶還有 {n} 個未結的請求";
    OPTIONAL = "（选填）", "(optional)", "（選填）";
}
