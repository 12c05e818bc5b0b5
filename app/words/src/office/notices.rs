//! Texts of the notices.

use crate::texts;

texts! {
    TITLE = "通知", "Notices", "通知";
    LEAD = "期限快到、已过的时候会告诉您；按时做完的就不再提。", "You are told when a clock turns amber and when it is overdue; what was done in time goes again.", "期限快到、已過的時候會告訴您；按時做完的就不再提。";
    EMPTY = "没有通知。", "No notices.", "沒有通知。";
    WARN = "快到期：{rule}", "Due soon: {rule}", "快到期：{rule}";
    DUE = "已超时：{rule}", "Overdue: {rule}", "已逾時：{rule}";
    DIGEST = "今早有 {n} 个期限已超时", "{n} {n?clock was|clocks were} overdue this morning", "今早有 {n} 個期限已逾時";
    DUE_AT = "{time} 到期", "due {time}", "{time} 到期";
    READ_ALL = "全部标为已读", "Mark all as read", "全部標為已讀";
    READ = "标为已读", "Mark as read", "標為已讀";
    READ_LABEL = "标为已读：{what}", "Mark as read: {what}", "標為已讀：{what}";
    NEW = "未读", "new", "未讀";
    OWN = "您的期限", "Your deadlines", "您的期限";
}
