//! Texts of the badge, on the tablet and on the page that a customer opens.

use crate::texts;

texts! {
    BADGE = "胸牌", "Badge", "識別證";
    SHOW = "出示胸牌", "Show the badge", "出示識別證";
    NUMBER_IS = "工号 {number}", "No. {number}", "工號 {number}";
    SCAN = "请扫码核实", "Scan to verify", "請掃碼核實";
    CODE_HINT = "验证码每分钟更换。也可以打电话核实：{phone}", "The code changes every minute. Or verify by phone: {phone}", "驗證碼每分鐘更換。也可以打電話核實：{phone}";
    CODE_LABEL = "验证码 {code}", "Code {code}", "驗證碼 {code}";
    NO_VISIT = "现在没有要出示胸牌的上门，不显示验证码。", "There is no visit now, so no code is shown.", "現在沒有要出示識別證的到府，不顯示驗證碼。";
    NO_SECRET = "这台设备还没有联网取得验证码，请用电话核实：{phone}", "This device has not fetched its codes yet. Verify by phone: {phone}", "這台裝置還沒有連線取得驗證碼，請用電話核實：{phone}";
    PHOTO_OF = "{name} 的照片", "Photo of {name}", "{name} 的照片";
    CLOSE = "收起胸牌", "Close the badge", "收起識別證";

    CHECK_TITLE = "核实工程师", "Verify an engineer", "核實工程師";
    EXPECTED = "这位工程师现在应当在您这里。", "This engineer is expected at your place now.", "這位工程師現在應當在您這裡。";
    NOT_CONFIRMED = "没有核实到。验证码可能已更换，请再扫一次。", "Not confirmed. The code may have changed: scan it again.", "沒有核實到。驗證碼可能已更換，請再掃一次。";
    CALL = "如果仍然不行，请不要让对方进入，打电话给服务中心：{phone}", "If it still fails, let nobody in and call the service centre: {phone}", "如果仍然不行，請不要讓對方進入，打電話給服務中心：{phone}";
    TOO_MANY = "试的次数太多，请十分钟后再试。", "Too many attempts. Please try again in ten minutes.", "試的次數太多，請十分鐘後再試。";
    TYPE_IN = "也可以照胸牌输入：", "Or type what the badge shows:", "也可以照識別證輸入：";
    NUMBER = "工号", "Number", "工號";
    CODE = "验证码", "Code", "驗證碼";
    CHECK = "核实", "Verify", "核實";
}
