//! What a person can do about a request: the buttons, the dialogs behind them, and what is said afterwards.

use crate::texts;

texts! {
    ACTIONS = "可以做的事", "What can be done", "可以做的事";
    NOTHING_TO_DO = "现在没有要做的事。", "There is nothing to do now.", "現在沒有要做的事。";
    VERIFY = "审核通过", "Verify", "審核通過";
    EDIT = "更正", "Correct", "更正";
    SUBMIT = "提交", "Submit", "提交";
    SUBMIT_AGAIN = "重新提交", "Submit again", "重新提交";
    ASSIGN = "派发", "Assign", "派發";
    ASSIGN_KEY = "派发 A", "Assign A", "派發 A";
    MOVE = "改时间或改派", "Move or reassign", "改時間或改派";
    RECALL = "收回", "Take back", "收回";
    DECLINE = "退回提交人", "Decline", "退回提交人";
    CANCEL_REQUEST = "取消请求", "Cancel the request", "取消請求";
    WRITE_OFF = "核销", "Write off", "核銷";
    SEND_BACK = "退回补充", "Send back", "退回補充";
    ARCHIVE = "归档", "Archive", "歸檔";
    OPEN_FORM = "打开服务单", "Open the form", "開啟服務單";

    VERIFIED = "{unit}：已审核。", "{unit}: verified.", "{unit}：已審核。";
    EDITED = "{unit}：已更正。", "{unit}: corrected.", "{unit}：已更正。";
    SUBMITTED = "{unit}：已提交。", "{unit}: submitted.", "{unit}：已提交。";
    ASSIGNED = "{unit} 派给 {engineer}，{time}。", "{unit} assigned to {engineer}, {time}.", "{unit} 派給 {engineer}，{time}。";
    REASSIGNED = "{unit} 改派给 {engineer}，{time}。", "{unit} reassigned to {engineer}, {time}.", "{unit} 改派給 {engineer}，{time}。";
    MOVED = "{unit} 改到 {time}。", "{unit} moved to {time}.", "{unit} 改到 {time}。";
    RECALLED = "{unit} 已收回，回到待派发。", "{unit} taken back; it is in the queue again.", "{unit} 已收回，回到待派發。";
    DECLINED = "{unit}：已退回提交人。", "{unit}: declined.", "{unit}：已退回提交人。";
    CANCELLED = "{unit}：已取消。", "{unit}: cancelled.", "{unit}：已取消。";
    WRITTEN_OFF = "{unit}：已核销。", "{unit}: written off.", "{unit}：已核銷。";
    SENT_BACK = "{unit}：已退回补充。", "{unit}: sent back for completion.", "{unit}：已退回補充。";
    ARCHIVED = "{unit}：已归档。", "{unit}: archived.", "{unit}：已歸檔。";
    SETTLED = "{unit}：已决定。", "{unit}: settled.", "{unit}：已決定。";
    UNDONE = "已撤销：{what}", "Undone: {what}", "已復原：{what}";
    NOTHING_TO_UNDO = "没有可以撤销的操作。", "There is nothing to undo.", "沒有可以復原的操作。";
    CHANGED_SINCE = "{unit} 之后又有别人改动，不能撤销。", "{unit} was changed by somebody else since; it can't be undone.", "{unit} 之後又有別人改動，不能復原。";
    DECISION_LOST = "{unit}：您的决定没有生效，{who} 先决定了。", "{unit}: your decision had no effect; {who} had decided before.", "{unit}：您的決定沒有生效，{who} 先決定了。";
    LOST_RACE = "慢了一步：{why}", "Somebody was faster: {why}", "慢了一步：{why}";
    NOT_UNDERSTOOD = "服务器没有看懂这个操作，已留存待查。", "The server did not understand this; it is kept for inspection.", "伺服器沒有看懂這個操作，已留存待查。";
    REASSIGN_REASON = "在看板上改派", "Reassigned on the board", "在看板上改派";
    RECALL_REASON = "在看板上收回", "Taken back on the board", "在看板上收回";

    DECLINE_HINT = "原因会告诉提交人。", "The person who submitted it will read the reason.", "原因會告訴提交人。";
    CANCEL_HINT = "客户不再需要，或者登记错了。这一步不能撤销。", "The customer no longer needs it, or it was a mistake. This can't be undone.", "客戶不再需要，或者登記錯了。這一步不能復原。";
    RECALL_HINT = "工程师会看到原因。请求回到待派发。", "The engineer will read the reason. The request goes back to the queue.", "工程師會看到原因。請求回到待派發。";
    SEND_BACK_HINT = "写明要补充什么；工程师的单子会重新打开。", "Say what is missing; the engineer's form opens again.", "寫明要補充什麼；工程師的單子會重新開啟。";
    REASON_EMPTY = "请写一句原因。", "Please give a reason.", "請寫一句原因。";

    EDIT_TITLE = "更正请求", "Correct the request", "更正請求";
    SAVE_AND_VERIFY = "保存并审核通过", "Save and verify", "儲存並審核通過";
    NOTHING_CHANGED = "还没有改动。", "Nothing has been changed.", "還沒有改動。";
    MOVE_TITLE = "改时间或改派", "Move or reassign", "改時間或改派";
    ENGINEER = "工程师", "Engineer", "工程師";
    START = "开始", "Start", "開始";
    DURATION = "时长（分钟）", "Duration (minutes)", "時長（分鐘）";
    BAD_TIME = "请填写开始时间。", "Please give a time to start.", "請填寫開始時間。";
    BAD_DURATION = "时长在 5 到 1440 分钟之间。", "Between 5 and 1440 minutes.", "時長在 5 到 1440 分鐘之間。";

    WRITE_OFF_TITLE = "核销", "Write off", "核銷";
    PROBLEM_TYPE = "问题类型", "Type of problem", "問題類型";
    PROPOSED = "工程师建议：{type}", "The engineer proposes: {type}", "工程師建議：{type}";
    DECISION = "没有全部解决，怎么处理", "Not all solved: what happens next", "沒有全部解決，怎麼處理";
    DECISION_OPTIONAL = "还要做什么", "Anything further", "還要做什麼";
    DECISION_NONE = "不用，已解决", "Nothing, it is solved", "不用，已解決";
    DECISION_EMPTY = "请选择怎么处理。", "Please choose what happens next.", "請選擇怎麼處理。";
    ADVICE = "意见", "Advice", "意見";
    ADVICE_HINT = "结束而不再处理时必须说明；再次派发时新单会带上它。", "Needed when it is closed unsolved; a new request carries it along.", "結束而不再處理時必須說明；再次派發時新單會帶上它。";
    ADVICE_EMPTY = "请写明为什么不再处理。", "Please say why nothing more is done.", "請寫明為什麼不再處理。";

    WISH = "希望改到 {time}", "Another time is wished: {time}", "希望改到 {time}";
    WISH_FROM = "{engineer} 转来，原定 {time}", "passed on by {engineer}; planned for {time}", "{engineer} 轉來，原定 {time}";
    WISH_ACCEPT = "同意新时间", "Accept the new time", "同意新時間";
    WISH_REJECT = "保持原定", "Keep the planned time", "保持原定";
    HELP = "{engineer} 请求支援", "{engineer} asks for help", "{engineer} 請求支援";
    DELAY = "{engineer} 会晚到，改到 {time}", "{engineer} will be late: {time}", "{engineer} 會晚到，改到 {time}";
    DELAY_AGREED = "客户已同意。", "The customer agreed.", "客戶已同意。";
    DELAY_REFUSED = "客户不同意，请马上处理。", "The customer did not agree: act now.", "客戶不同意，請馬上處理。";
    REFUSED = "{engineer} 拒绝：{reason}", "{engineer} refused: {reason}", "{engineer} 拒絕：{reason}";

    DISPUTE = "收回之后，现场的工作又到了", "Work arrived after it had been taken back", "收回之後，現場的工作又到了";
    DISPUTE_HINT = "两边都保留着，请决定以哪一边为准。", "Both versions are kept. Decide which one counts.", "兩邊都保留著，請決定以哪一邊為準。";
    DISPUTE_SITE = "现场的记录", "What happened on site", "現場的記錄";
    DISPUTE_PLAN = "办公室的安排", "What the office planned", "辦公室的安排";
    DISPUTE_NO_PLAN = "没有派给别人。", "Nobody else was sent.", "沒有派給別人。";
    DISPUTE_ACCEPT = "以现场为准", "The work on site counts", "以現場為準";
    DISPUTE_ACCEPT_HINT = "另一张派单会收回。", "The other dispatch is taken back.", "另一張派單會收回。";
    ARRIVED_LEFT = "到达 {arrived}，离开 {left}", "arrived {arrived}, left {left}", "到達 {arrived}，離開 {left}";
    SIGNED_BY = "{name} 已签字", "signed by {name}", "{name} 已簽字";
    NO_SIGNATURE = "没有签字", "no signature", "沒有簽字";

    WHO_TO_SEND = "派给谁", "Who to send", "派給誰";
    WHO_NONE = "没有可以派的工程师。", "There is nobody to send.", "沒有可以派的工程師。";
    NO_SKILL = "没有对应技能", "no matching skill", "沒有對應技能";
    FREE_AT = "{time} 空闲", "free at {time}", "{time} 空閒";
    FROM_LAST = "距上一站 {km}", "{km} from the stop before", "距上一站 {km}";
    FROM_BASE = "出发 {km}", "{km} to drive", "出發 {km}";
    ARRIVES = "{time} 到", "there at {time}", "{time} 到";
    DESPITE_TITLE = "有规则不同意这样派", "A rule speaks against this", "有規則不同意這樣派";
    DESPITE_HINT = "理由会记在派工记录里。", "The reason is kept with the dispatch.", "理由會記在派工記錄裡。";
    DESPITE_GO = "仍然这样派", "Plan it all the same", "仍然這樣派";
    AGAINST_BLOCKED = "客户已停止服务，不能派人上门", "the customer is blocked: nobody can be sent", "客戶已停止服務，不能派人到府";
    AGAINST_SKILL = "{engineer} 没有“{product}”的技能", "{engineer} has no skill for “{product}”", "{engineer} 沒有「{product}」的技能";
    AGAINST_LEVEL = "客户的等级要求{level}，{engineer} 不到", "the tier asks for {level}; {engineer} is below", "客戶的等級要求{level}，{engineer} 不到";
    AGAINST_LATE = "比承诺的到达时间晚 {time}", "{time} after the promised arrival", "比承諾的到達時間晚 {time}";
    AGAINST_TOO_EARLY = "路上来不及，会晚到 {time}", "the way takes {time} longer", "路上來不及，會晚到 {time}";
    AGAINST_CANNOT = "{engineer} 不是可派的工程师", "{engineer} is no engineer who can be sent", "{engineer} 不是可派的工程師";
    AGAINST_ABSENT = "{engineer} {kind}，{time} 回来", "{engineer} is away ({kind}), back {time}", "{engineer} {kind}，{time} 回來";
    AGAINST_OFF_HOURS = "不在 {engineer} 的工作时间内", "outside of {engineer}'s working hours", "不在 {engineer} 的工作時間內";
    AGAINST_OVERLAPS = "与另一单重叠 {time}", "overlaps another visit by {time}", "與另一單重疊 {time}";
    AWAY_UNTIL = "{kind}，{time} 回来", "{kind}, back {time}", "{kind}，{time} 回來";
    OFF_HOURS = "不在工作时间", "outside working hours", "不在工作時間";
    NAMED_ENGINEER = "协议指定工程师", "named in the agreement", "協議指定工程師";
    HOURS_THIS_WEEK = "本周已排 {n} 小时", "{n} h this week", "本週已排 {n} 小時";
    BELOW_LEVEL = "要求{level}", "{level} asked for", "要求{level}";
    JOBS_TODAY = "当天已 {n} 单", "{n} {n?job|jobs} that day", "當天已 {n} 單";
    BEEN_THERE = "去过 {n} 次", "been there {n} {n?time|times}", "去過 {n} 次";
    OTHER_REGION = "其他区域", "other region", "其他區域";
    ASSIGN_TO = "派给 {engineer}：{why}", "Assign to {engineer}: {why}", "派給 {engineer}：{why}";
    COMPANION = "同去的人", "Goes along", "同去的人";
    NO_COMPANION = "没有", "Nobody", "沒有";
    RANK_HINT = "↑ ↓ 选择，Enter 派发", "↑ ↓ to choose, Enter to assign", "↑ ↓ 選擇，Enter 派發";
}
