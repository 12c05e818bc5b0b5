//! The page that describes the HTTP interface, and problems that only programs meet.

use crate::texts;

texts! {
    TITLE = "派单的 HTTP 接口", "The HTTP interface of Paidan", "派單的 HTTP 介面";
    LEAD = "这里是程序需要知道的一切；同样的内容以 OpenAPI 3.1 提供。", "Everything a program needs to know; the same as OpenAPI 3.1.", "這裡是程式需要知道的一切；同樣的內容以 OpenAPI 3.1 提供。";
    CONTENTS = "目录", "Contents", "目錄";
    GUIDE = "怎样使用", "How it works", "怎樣使用";
    ADDRESSES = "地址", "Addresses", "位址";
    WHO = "谁可以调用", "Who may call", "誰可以呼叫";
    PARAMETERS = "参数", "Parameters", "參數";
    BODY = "请求内容", "Body", "請求內容";
    ANSWERS = "回答", "Answers", "回答";
    COMMANDS = "命令", "Commands", "命令";
    SUBJECT = "对象", "Subject", "對象";
    WHEN = "什么时候可以", "When", "什麼時候可以";
    STATES = "状态和变化", "States and transitions", "狀態和變化";
    REQUEST_STATES = "请求", "Requests", "請求";
    DISPATCH_STATES = "派工", "Dispatches", "派工";
    LEADS_TO = "可以变为", "May become", "可以變為";
    RIGHTS = "权限", "Rights", "權限";
    PROBLEMS = "问题", "Problems", "問題";
    MEANING = "含义", "Meaning", "含義";
    SCHEMAS = "数据结构", "Schemas", "資料結構";
    WRONG_OFFSET = "这一段不从已收到的位置开始。", "The piece does not begin where the upload stands.", "這一段不從已收到的位置開始。";
    NO_SUCH_METHOD = "这个地址不能这样调用。", "This address can't be called in this way.", "這個位址不能這樣呼叫。";
}
