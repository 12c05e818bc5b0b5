//! Texts that every page shares.

use crate::texts;

texts! {
    PRODUCT = "派单", "Paidan", "派單";
    BOARD = "看板", "Board", "看板";
    REQUESTS = "请求", "Requests", "請求";
    NEW_REQUEST = "新请求", "New request", "新請求";
    FIELD = "今天", "Today", "今天";
    OUTBOX = "待同步", "Outbox", "待同步";
    PEOPLE = "人员", "People", "人員";
    DEVICES = "设备", "Devices", "裝置";
    ACCOUNT = "我的账户", "My account", "我的帳戶";
    SIGN_OUT = "退出登录", "Sign out", "登出";
    LANGUAGE = "语言", "Language", "語言";
    THEME = "外观", "Appearance", "外觀";
    THEME_AUTO = "跟随系统", "As the system", "跟隨系統";
    THEME_LIGHT = "浅色", "Light", "淺色";
    THEME_DARK = "深色", "Dark", "深色";
    SKIP_TO_CONTENT = "跳到内容", "Skip to content", "跳到內容";
    LOADING = "正在载入…", "Loading…", "正在載入…";
    SAVE = "保存", "Save", "儲存";
    CANCEL = "取消", "Cancel", "取消";
    CLOSE = "关闭", "Close", "關閉";
    UNDO = "撤销", "Undo", "復原";
    BACK = "返回", "Back", "返回";
    REASON = "原因", "Reason", "原因";
    RETRY = "再试一次", "Try again", "再試一次";
    OFFLINE = "离线", "Offline", "離線";
    LIVE = "实时", "Live", "即時";
    RECONNECTING = "正在重新连接…", "Reconnecting…", "正在重新連線…";
    NOT_FOUND = "没有这个页面", "There is no such page", "沒有這個頁面";
    NOT_FOUND_HINT = "它不存在，或者您无权查看。", "It does not exist, or you may not see it.", "它不存在，或者您無權檢視。";
    NOT_LOADED = "这一页没有载入", "This page was not loaded", "這一頁沒有載入";
    NOT_LOADED_HINT = "可能连不上服务器。连上以后再试一次。", "The server may be out of reach. Try again once it is back.", "可能連不上伺服器。連上以後再試一次。";
    UNREACHABLE = "连不上服务器。您输入的内容还在，请稍后再试。", "The server can't be reached. What you typed is still here; try again in a moment.", "連不上伺服器。您輸入的內容還在，請稍後再試。";
    SERVER_TROUBLE = "服务器出了问题，没有保存。请稍后再试。", "The server had a problem; nothing was saved. Try again in a moment.", "伺服器出了問題，沒有儲存。請稍後再試。";
    SIGNED_OUT = "登录已过期，请重新登录。未同步的工作都还在本机。", "Your session has ended; sign in again. Work not yet synced is safe on this device.", "登入已過期，請重新登入。未同步的工作都還在本機。";
    MINUTES = "{n} 分钟", "{n} min", "{n} 分鐘";
    DAYS_HOURS = "{days} 天 {hours} 小时", "{days} d {hours} h", "{days} 天 {hours} 小時";
    LEFT = "余 {time}", "{time} left", "餘 {time}";
    OVERDUE = "超 {time}", "{time} over", "超 {time}";
    NOT_YET_RECEIVED = "我们还没有收到这份文件。", "We have not received this document yet.", "我們還沒有收到這份文件。";
    YES = "是", "Yes", "是";
    NO = "否", "No", "否";
    NAME = "姓名", "Name", "姓名";
    PHONE = "电话", "Phone", "電話";
}
