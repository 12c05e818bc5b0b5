//! Texts of an engineer's calendar feed.

use crate::texts;

texts! {
    NAME = "{name} 的上门", "Visits of {name}", "{name} 的到府";
    NUMBER = "服务单号：", "Request: ", "服務單號：";
    CONTACT = "联系人：", "Contact: ", "聯絡人：";
    PHONE = "电话：", "Phone: ", "電話：";
    PRODUCT = "产品：", "Product: ", "產品：";
    SYMPTOM = "故障现象：", "Symptom: ", "故障現象：";

    TITLE = "日历订阅", "Calendar feed", "行事曆訂閱";
    LEAD = "把上门安排放进手机或电脑的日历。谁有这个地址，谁就看得到您的安排和客户电话，请不要转给别人。", "Puts your visits into the calendar of your phone or computer. Whoever has the address sees your visits and customers' phone numbers: keep it to yourself.", "把到府安排放進手機或電腦的行事曆。誰有這個位址，誰就看得到您的安排和客戶電話，請不要轉給別人。";
    NONE = "还没有日历地址。", "There is no calendar address yet.", "還沒有行事曆位址。";
    SINCE = "{time} 起有一个日历地址。地址只显示一次；忘了就换一个新的。", "There has been a calendar address since {time}. It is shown once only; make a new one if it is lost.", "{time} 起有一個行事曆位址。位址只顯示一次；忘了就換一個新的。";
    MAKE = "生成日历地址", "Make a calendar address", "產生行事曆位址";
    RENEW = "换一个新地址", "Make a new address", "換一個新位址";
    RENEW_HINT = "换新后，旧地址马上失效。", "The old address ends at once.", "換新後，舊位址馬上失效。";
    REVOKE = "停用", "End it", "停用";
    REVOKED = "日历地址已停用。", "The calendar address has ended.", "行事曆位址已停用。";
    ADDRESS = "日历地址（现在复制，离开这一页就看不到了）", "Calendar address (copy it now: it is not shown again)", "行事曆位址（現在複製，離開這一頁就看不到了）";
    COPY = "复制", "Copy", "複製";
    COPIED = "已复制日历地址。", "The calendar address was copied.", "已複製行事曆位址。";
}
