//! Texts of the duty roster QR/01 (HOT-1).

use domain::roster::{GapReason, Post, RosterState};

use crate::{Text, states, texts};

texts! {
    TITLE = "值班表", "Duty roster", "值班表";
    MONTH = "月份", "Month", "月份";
    PREVIOUS = "上个月", "Month before", "上個月";
    NEXT = "下个月", "Next month", "下個月";
    DATE = "日期", "Date", "日期";
    TODAY = "今天", "today", "今天";
    DAY = "白班", "Day", "白班";
    NOON = "午班", "Noon", "午班";
    LATE = "晚班", "Late", "晚班";
    WEEKEND = "休息日", "Day off", "休息日";

    STATE = "状态", "State", "狀態";
    STATE_DRAFT = "草稿", "draft", "草稿";
    STATE_PREPARED = "已编制", "prepared", "已編製";
    STATE_REVIEWED = "已审核", "reviewed", "已審核";
    STATE_ARCHIVED = "已归档", "archived", "已歸檔";
    MARK = "{name}，{time}", "{name}, {time}", "{name}，{time}";

    EMPTY = "这个月还没有排班。", "Nobody has planned this month yet.", "這個月還沒有排班。";
    EMPTY_HINT = "按“自动排班”，每人轮流，避开请假；之后可以逐个调整。", "Press “Propose” for turns that are fair and leave out who is absent; each can be changed afterwards.", "按「自動排班」，每人輪流，避開請假；之後可以逐個調整。";
    PROPOSE = "自动排班", "Propose", "自動排班";
    PROPOSED = "已排好空着的班。", "The open turns were filled.", "已排好空著的班。";
    PROPOSED_NOTHING = "没有可以再排的班：没有空着的，或没有人能值。", "There is nothing to fill: no turn is open, or nobody can take it.", "沒有可以再排的班：沒有空著的，或沒有人能值。";
    CLEAR = "全部清空", "Clear all", "全部清空";
    CLEARED = "已清空。", "Cleared.", "已清空。";
    PREPARE = "编制完成", "Prepared", "編製完成";
    PREPARE_BACK = "退回草稿", "Back to draft", "退回草稿";
    REVIEW = "审核通过", "Reviewed", "審核通過";
    REVIEW_BACK = "撤回审核", "Take the review back", "撤回審核";
    ARCHIVE = "归档", "Archive", "歸檔";
    ARCHIVE_BACK = "撤回归档", "Take it out of the archive", "撤回歸檔";
    STEP_DONE = "{month}：{state}。", "{month}: {state}.", "{month}：{state}。";
    UNDONE = "已撤回。", "Taken back.", "已撤回。";
    REVIEW_BY_OTHER = "等另一位经理审核。", "Waits for another manager's review.", "等另一位經理審核。";

    ASK_TURN = "安排值班", "Choose who is on duty", "安排值班";
    ASK_EXCHANGE = "换班", "Change who is on duty", "換班";
    ASK_LABEL = "{day}，{post}：{name}", "{day}, {post}: {name}", "{day}，{post}：{name}";
    ASK_ABOUT = "{day} · {post} {from}–{until}", "{day} · {post} {from}–{until}", "{day} · {post} {from}–{until}";
    PLANNED = "原来：{name}", "Planned: {name}", "原來：{name}";
    WHO = "谁值班", "Who is on duty", "誰值班";
    WHO_INSTEAD = "换成谁", "Who comes instead", "換成誰";
    NOBODY = "没有人", "nobody", "沒有人";
    AWAY_OPTION = "{name}（不在）", "{name} (away)", "{name}（不在）";
    REASON_HINT = "看值班表的人都能看到，也留在变动记录里。", "Everybody who reads the roster sees it, and it stays in the record of change.", "看值班表的人都能看到，也留在變動記錄裡。";
    REASON_EMPTY = "请写明为什么换班。", "Please say why.", "請寫明為什麼換班。";
    TURN_SAVED = "{day} {post}：{name}。", "{day}, {post}: {name}.", "{day} {post}：{name}。";
    EXCHANGE_BACK = "恢复原来的安排", "Back to the plan", "恢復原來的安排";
    INSTEAD_OF = "替 {name}", "for {name}", "替 {name}";
    BECAUSE = "{reason}（{by}）", "{reason} ({by})", "{reason}（{by}）";

    WARNINGS = "需要处理：{n} 处", "To be looked at: {n}", "需要處理：{n} 處";
    NO_WARNINGS = "没有空班，也没有重复排班。", "No gaps and no double bookings.", "沒有空班，也沒有重複排班。";
    MORE_WARNINGS = "还有 {n} 处，见下表。", "{n} more, in the table below.", "還有 {n} 處，見下表。";
    GAP_NOBODY = "{day} {post}：没有人", "{day}, {post}: nobody", "{day} {post}：沒有人";
    GAP_AWAY = "{day} {post}：{name}不在", "{day}, {post}: {name} is away", "{day} {post}：{name}不在";
    GAP_DAY_OFF = "{day} {post}：{name}这天不上班", "{day}, {post}: {name} does not work on that day", "{day} {post}：{name}這天不上班";
    GAP_GONE = "{day} {post}：{name}不能再值这个班", "{day}, {post}: {name} can't do this duty any more", "{day} {post}：{name}不能再值這個班";
    DOUBLE = "{day}：{name}同时排了{posts}", "{day}: {name} has {posts} at the same time", "{day}：{name}同時排了{posts}";
    CHIP_NOBODY = "缺人", "gap", "缺人";
    CHIP_AWAY = "不在", "away", "不在";
    CHIP_DAY_OFF = "不上班", "off that day", "不上班";
    CHIP_GONE = "不能值", "not any more", "不能值";
    CHIP_DOUBLE = "重复", "double", "重複";

    MAKERS_ONLY = "排班、编制和归档由支持经理做。编制以后，值班经理可以写明原因换班。", "The support manager plans, prepares and archives. Once it is prepared, duty managers can change who comes, with a reason.", "排班、編製和歸檔由支援經理做。編製以後，值班經理可以寫明原因換班。";
    WRONG_STEP = "这个月现在不能这样改：草稿时排班，编制以后写明原因换班，归档以后不再改。", "Not in this state: a draft is planned; once prepared, places change with a reason; the archive stays as it is.", "這個月現在不能這樣改：草稿時排班，編製以後寫明原因換班，歸檔以後不再改。";
    HAS_EXCHANGES = "已经有人换班。先恢复原来的安排，才能退回草稿。", "Places were changed. Put those back first; then it can be a draft again.", "已經有人換班。先恢復原來的安排，才能退回草稿。";
    OWN_WORK = "编制的人不能自己审核，请另一位经理审核。", "Whoever prepared it can't review it; ask another manager.", "編製的人不能自己審核，請另一位經理審核。";
    NOT_FOR_THIS_DUTY = "此人不能值这个班：角色不合，或已停用。", "This person can't do this duty: another role, or no longer active.", "此人不能值這個班：角色不合，或已停用。";
    SAME_PERSON = "原来就是此人值班，不用换。", "It is this person's turn anyway.", "原來就是此人值班，不用換。";
}

/// What somebody is on duty for.
#[must_use]
pub const fn post(post: Post) -> Text {
    match post {
        Post::Manager => states::DUTY_MANAGER,
        Post::Day => DAY,
        Post::Noon => NOON,
        Post::Late => LATE,
        Post::Weekend => WEEKEND,
    }
}

#[must_use]
pub const fn state(state: RosterState) -> Text {
    match state {
        RosterState::Draft => STATE_DRAFT,
        RosterState::Prepared => STATE_PREPARED,
        RosterState::Reviewed => STATE_REVIEWED,
        RosterState::Archived => STATE_ARCHIVED,
    }
}

/// Why nobody comes, as a sentence with the places `{day}`, `{post}` and `{name}`.
#[must_use]
pub const fn gap(reason: GapReason) -> Text {
    match reason {
        GapReason::Nobody => GAP_NOBODY,
        GapReason::Away => GAP_AWAY,
        GapReason::DayOff => GAP_DAY_OFF,
        GapReason::Gone => GAP_GONE,
    }
}

/// The same in a word, beside the name.
#[must_use]
pub const fn gap_in_short(reason: GapReason) -> Text {
    match reason {
        GapReason::Nobody => CHIP_NOBODY,
        GapReason::Away => CHIP_AWAY,
        GapReason::DayOff => CHIP_DAY_OFF,
        GapReason::Gone => CHIP_GONE,
    }
}
