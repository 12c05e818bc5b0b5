//! Texts of signing in.

use crate::texts;

texts! {
    TITLE = "登录", "Sign in", "登入";
    LEAD = "现场服务，从一个电话到一个签字。", "On-site service, from a call to a signature.", "現場服務，從一個電話到一個簽字。";
    LOGIN = "用户名", "User name", "使用者名稱";
    PASSWORD = "密码", "Password", "密碼";
    SHOW_PASSWORD = "显示密码", "Show password", "顯示密碼";
    SUBMIT = "登录", "Sign in", "登入";
    BUSY = "正在登录…", "Signing in…", "正在登入…";
    LOGIN_EMPTY = "请输入用户名。", "Please type your user name.", "請輸入使用者名稱。";
    PASSWORD_EMPTY = "请输入密码。", "Please type your password.", "請輸入密碼。";
    WRONG = "用户名或密码不对，请再试一次。", "User name or password is wrong; try again.", "使用者名稱或密碼不對，請再試一次。";
    TOO_MANY = "试得太多了，请 {n} 秒后再试。", "Too many attempts; try again in {n} {n?second|seconds}.", "嘗試太多次，請 {n} 秒後再試。";
    DEMO = "演示中心的用户", "Log-ins of the demo centre", "示範中心的使用者";
    DEMO_HINT = "点一个就填好。密码都是 {password}", "Choose one to fill it in. The password is always {password}", "點一個就填好。密碼都是 {password}";
    EXPIRED = "请登录后继续。", "Please sign in to go on.", "請登入後繼續。";
}
