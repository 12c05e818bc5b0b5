//! Texts of people, devices and the own account.

use crate::texts;

texts! {
    TITLE = "人员", "People", "人員";
    ADD = "添加人员", "Add somebody", "新增人員";
    EDIT = "修改", "Edit", "修改";
    EDIT_LABEL = "修改 {name}", "Edit {name}", "修改 {name}";
    NAME = "姓名", "Name", "姓名";
    LOGIN = "用户名", "User name", "使用者名稱";
    ROLES = "角色", "Roles", "角色";
    REGION = "区域", "Region", "區域";
    NO_REGION = "不分区域", "No region", "不分區域";
    BADGE = "工号", "Badge", "工號";
    SKILLS = "技能", "Skills", "技能";
    SKILL_PRODUCT = "产品线", "Product line", "產品線";
    SKILL_LEVEL = "水平", "Level", "水準";
    SKILL_ADD = "加一项技能", "Add a skill", "加一項技能";
    SKILL_REMOVE = "去掉 {product}", "Remove {product}", "去掉 {product}";
    STATE = "状态", "State", "狀態";
    ACTIVE = "在职", "Active", "在職";
    INACTIVE = "已停用", "Deactivated", "已停用";
    DEACTIVATE = "停用", "Deactivate", "停用";
    ACTIVATE = "重新启用", "Activate again", "重新啟用";
    DEACTIVATE_HINT = "停用后不能登录，记录都保留。", "Cannot sign in afterwards; all records stay.", "停用後不能登入，記錄都保留。";
    SHOW_INACTIVE = "也显示已停用的", "Show deactivated people too", "也顯示已停用的";
    PASSWORD_FIRST = "初始密码", "First password", "初始密碼";
    PASSWORD_NEW = "新密码（不改就留空）", "New password (empty: unchanged)", "新密碼（不改就留空）";
    PASSWORD_HINT = "至少 {n} 个字符。", "At least {n} characters.", "至少 {n} 個字元。";
    ADDED = "已添加 {name}。", "{name} was added.", "已新增 {name}。";
    CHANGED = "已修改 {name}。", "{name} was changed.", "已修改 {name}。";
    DEACTIVATED = "已停用 {name}。", "{name} was deactivated.", "已停用 {name}。";
    ACTIVATED = "已重新启用 {name}。", "{name} is active again.", "已重新啟用 {name}。";
    NAME_EMPTY = "请填写姓名。", "Please give a name.", "請填寫姓名。";
    LOGIN_EMPTY = "请填写用户名。", "Please give a user name.", "請填寫使用者名稱。";
    ROLES_EMPTY = "至少选一个角色。", "Choose at least one role.", "至少選一個角色。";
    PASSWORD_SHORT = "密码至少 {n} 个字符。", "The password needs at least {n} characters.", "密碼至少 {n} 個字元。";
    EMPTY = "没有人员。", "There is nobody.", "沒有人員。";
    NOT_ALLOWED = "您无权查看这一页。", "You may not see this page.", "您無權檢視這一頁。";
    SELF_HINT = "不能停用自己。", "You can't deactivate yourself.", "不能停用自己。";

    DEVICES = "设备", "Devices", "裝置";
    DEVICES_LEAD = "遗失的平板请马上注销：它下次联网时交出没发送的工作，然后清空。", "Revoke a lost tablet at once: at its next contact it hands in its unsent work and wipes itself.", "遺失的平板請馬上註銷：它下次連線時交出沒傳送的工作，然後清空。";
    DEVICE = "设备", "Device", "裝置";
    PERSON = "使用人", "Person", "使用人";
    SINCE = "登记时间", "Registered", "登記時間";
    LAST_CONTACT = "最近联系", "Last contact", "最近連線";
    REVOKE = "注销", "Revoke", "註銷";
    REVOKE_LABEL = "注销 {name}（{person}）", "Revoke {name} ({person})", "註銷 {name}（{person}）";
    REVOKE_TITLE = "注销设备", "Revoke the device", "註銷裝置";
    REVOKE_SURE = "注销后这台设备不能再用；没发送的工作会先交出来，等人复核。这一步不能撤销。", "The device can't be used afterwards; unsent work is handed in for review first. This can't be undone.", "註銷後這台裝置不能再用；沒傳送的工作會先交出來，等人複核。這一步不能復原。";
    REVOKED = "已注销", "Revoked", "已註銷";
    REVOKED_DONE = "已注销 {name}。", "{name} was revoked.", "已註銷 {name}。";
    DEVICES_EMPTY = "还没有登记过设备。", "No device has been registered yet.", "還沒有登記過裝置。";
    NEVER = "从未", "never", "從未";

    ACCOUNT = "我的账户", "My account", "我的帳戶";
    SIGNED_IN_AS = "登录为", "Signed in as", "登入為";
    SESSIONS = "登录的地方", "Where I am signed in", "登入的地方";
    SESSION_AGENT = "浏览器", "Browser", "瀏覽器";
    SESSION_ADDRESS = "地址", "Address", "位址";
    SESSION_SINCE = "登录于", "Since", "登入於";
    SESSION_USED = "最近使用", "Last used", "最近使用";
    SESSION_CURRENT = "现在这里", "this one", "現在這裡";
    SESSION_END = "结束", "End", "結束";
    SESSION_END_LABEL = "结束 {agent} 的登录", "End the session of {agent}", "結束 {agent} 的登入";
    SESSION_ENDED = "已结束那个登录。", "That session was ended.", "已結束那個登入。";
    SESSIONS_EMPTY = "没有其他登录。", "No other session.", "沒有其他登入。";
    PASSWORD = "修改密码", "Change the password", "修改密碼";
    PASSWORD_OLD = "现在的密码", "Present password", "現在的密碼";
    PASSWORD_NEW_OWN = "新密码", "New password", "新密碼";
    PASSWORD_REPEAT = "再输一遍新密码", "New password again", "再輸一遍新密碼";
    PASSWORD_DIFFERS = "两次输入的不一样。", "The two are not the same.", "兩次輸入的不一樣。";
    PASSWORD_OLD_WRONG = "现在的密码不对。", "The present password is wrong.", "現在的密碼不對。";
    PASSWORD_OLD_EMPTY = "请输入现在的密码。", "Please type your present password.", "請輸入現在的密碼。";
    PASSWORD_CHANGED = "密码已修改。", "The password was changed.", "密碼已修改。";
    UNKNOWN_AGENT = "未知的浏览器", "unknown browser", "未知的瀏覽器";
}
