//! Texts of the proposal for a whole day (ONS-20).

use domain::proposal::Obstacle;

use crate::{Text, texts};

texts! {
    PROPOSE = "排一整天…", "Plan the day…", "排一整天…";
    TITLE = "整天安排建议", "Proposal for the day", "整天安排建議";
    SEARCHING = "正在比较各种排法…", "Comparing plans…", "正在比較各種排法…";
    STOP = "就用现在最好的", "Take the best so far", "就用現在最好的";
    NOTHING_TO_PLAN = "这一天没有等待安排或可以调整的单。", "Nothing waits for this day, and nothing of it can be moved.", "這一天沒有等待安排或可以調整的單。";
    NOTHING_BETTER = "现在的安排已经合适，没有要改的。", "The day is well planned as it is.", "現在的安排已經合適，沒有要改的。";
    SUMMARY = "排进 {n} 单，改动 {m} 单，{k} 单排不进。", "{n} {n?visit|visits} placed, {m} changed, {k} without a place.", "排進 {n} 單，改動 {m} 單，{k} 單排不進。";
    TOTALS = "超时 {late} → {late_after} 单 · 行车 {driving} → {driving_after} 分钟 · 最忙的人 {longest} → {longest_after} 分钟", "Late: {late} → {late_after} · Driving: {driving} → {driving_after} min · Busiest: {longest} → {longest_after} min", "超時 {late} → {late_after} 單 · 行車 {driving} → {driving_after} 分鐘 · 最忙的人 {longest} → {longest_after} 分鐘";
    HINT = "约好的时间和已经出发的不动。勾掉不要的，再接受；接受之前什么都不会变。", "Agreed times and visits under way stay. Untick what you don't want; nothing changes before you accept.", "約好的時間和已經出發的不動。勾掉不要的，再接受；接受之前什麼都不會變。";
    WHEN = "时间", "Time", "時間";
    VISIT = "客户", "Customer", "客戶";
    WHO = "工程师", "Engineer", "工程師";
    BEFORE = "原来", "Before", "原來";
    WHY = "为什么", "Why", "為什麼";
    TAKE = "接受：{unit}", "Accept: {unit}", "接受：{unit}";
    TAKE_ALL = "全选", "All", "全選";
    WAITS_UNVERIFIED = "待审核（接受即审核）", "to verify (accepting verifies it)", "待審核（接受即審核）";
    WAITS = "等待中", "waits", "等待中";
    WHY_WAITED = "等着安排", "it waited", "等著安排";
    WHY_AWAY = "{name} 那时不在", "{name} is away then", "{name} 那時不在";
    WHY_OVERRUN = "{name} 做完前一单赶不上", "{name} can't be there in time after the visit before", "{name} 做完前一單趕不上";
    WHY_LATE = "原来会超时", "it would have been late", "原來會超時";
    WHY_ROOM = "给 {unit} 让出时间", "makes room for {unit}", "給 {unit} 讓出時間";
    WHY_BETTER = "路更近或更均衡", "shorter ways, or a more even day", "路更近或更均衡";
    IN_TIME = "离时限还有 {time}", "{time} before it is due", "離時限還有 {time}";
    LATE = "晚于时限 {time}", "{time} after it was due", "晚於時限 {time}";
    DRIVE = "行车 {n} 分钟", "{n} min by car", "行車 {n} 分鐘";
    LEFT = "排不进的", "Without a place", "排不進的";
    NO_SKILL = "没有人会这个产品", "nobody knows this product", "沒有人會這個產品";
    NOBODY_THERE = "会的人这一天都不在或已下班", "those who know it are away or have left for the day", "會的人這一天都不在或已下班";
    NO_ROOM = "会的人都排满了", "those who know it have no room", "會的人都排滿了";
    ACCEPT = "接受 {n} 单", "Accept {n}", "接受 {n} 單";
    GIVING = "正在安排：{done} / {all}", "Planning: {done} of {all}", "正在安排：{done} / {all}";
    DONE = "按建议安排了 {n} 单。", "{n} {n?visit|visits} planned as proposed.", "按建議安排了 {n} 單。";
    NOT_DONE = "这 {n} 单没有排上：{units}", "{n} could not be planned: {units}", "這 {n} 單沒有排上：{units}";
    COLLIDES = "{unit}（会和 {name} 的另一单冲突）", "{unit} (would collide with another visit of {name})", "{unit}（會和 {name} 的另一單衝突）";
    CHANGED = "{unit}（已有人改动）", "{unit} (changed meanwhile)", "{unit}（已有人改動）";
    REASON = "按整天安排建议调整", "moved by the proposal for the day", "按整天安排建議調整";
    REASON_LATE = "按整天安排建议，晚于时限", "by the proposal for the day, after it was due", "按整天安排建議，晚於時限";
    TAKEN_BACK = "已撤销整天安排：{n} 单回到原来的人和时间。", "The plan of the day was taken back: {n} at their former people and times.", "已撤銷整天安排：{n} 單回到原來的人和時間。";
    TAKEN_BACK_BUT = "已撤销 {n} 单；这 {m} 单后来有改动，没有撤销：{units}", "{n} taken back; {m} changed since and stay: {units}", "已撤銷 {n} 單；這 {m} 單後來有改動，沒有撤銷：{units}";
}

/// Why a visit finds no place.
#[must_use]
pub fn obstacle(obstacle: Obstacle) -> Text {
    match obstacle {
        Obstacle::NoSkill => NO_SKILL,
        Obstacle::NobodyThere => NOBODY_THERE,
        Obstacle::NoRoom => NO_ROOM,
    }
}
