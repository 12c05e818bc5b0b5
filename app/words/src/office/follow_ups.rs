//! Texts of the calls after visits (QA-1).

use crate::texts;

texts! {
    TITLE = "回访", "Follow-up calls", "回訪";
    LEAD = "每次上门之后给客户打一个电话，先打快到期的。", "A call to the customer after every visit; what is due first comes first.", "每次到府之後給客戶打一個電話，先打快到期的。";
    DUE = "待回访", "To call", "待回訪";
    CASES = "不满意，待处理", "Not content, open", "不滿意，待處理";
    DONE = "已回访", "Called", "已回訪";
    EMPTY_DUE = "没有要打的电话。核销一张上门的单子后，这里会出现它的回访。", "Nobody to call. When a visit's form is written off, its call appears here.", "沒有要打的電話。核銷一張到府的單子後，這裡會出現它的回訪。";
    EMPTY_CASES = "没有未处理的不满意。", "Nothing open.", "沒有未處理的不滿意。";
    EMPTY_DONE = "还没有回访过。", "No call has been made yet.", "還沒有回訪過。";
    CHOOSE = "从左边选一位客户。", "Choose a customer on the left.", "從左邊選一位客戶。";
    MORE = "更多", "More", "更多";
    CALL = "拨打 {phone}", "Call {phone}", "撥打 {phone}";
    NO_PHONE = "没有电话", "no phone", "沒有電話";
    WHAT_WAS_DONE = "做了什么", "What was done", "做了什麼";
    VISIT = "上门", "Visit", "到府";
    BY_PHONE = "电话解决", "Solved on the phone", "電話解決";
    SYMPTOM = "问题", "Problem", "問題";
    CAUSE = "原因", "Cause", "原因";
    SOLUTION = "处理", "Solution", "處理";
    SAID_ON_SITE = "客户当时说", "Said on site", "客戶當時說";
    TO_FORM = "打开单子", "Open the form", "打開單子";

    ATTEMPTS = "没有打通", "Not reached", "沒有打通";
    TRY_AGAIN = "再打 {time}", "again {time}", "再打 {time}";
    NOT_REACHED = "没有打通", "Not reached", "沒有打通";
    NOTE = "备注", "Note", "備註";
    NEXT_TRY = "什么时候再打", "When to try again", "什麼時候再打";
    NEXT_TRY_PAST = "请选以后两个月之内的时间。", "Choose a time later than now, within two months.", "請選以後兩個月之內的時間。";
    ATTEMPT_SAVED = "{unit}：已记下没有打通。", "{unit}: noted as not reached.", "{unit}：已記下沒有打通。";

    QUESTIONS = "问客户", "Ask the customer", "問客戶";
    Q_SOLVED = "问题像单子上说的那样解决了吗？", "Is it solved, as the form says?", "問題像單子上說的那樣解決了嗎？";
    Q_POLITE = "工程师有礼貌吗？", "Was the engineer polite?", "工程師有禮貌嗎？";
    Q_PUNCTUAL = "按约好的时间到了吗？", "Did the engineer come on time?", "按約好的時間到了嗎？";
    Q_PREVENTION = "讲了以后怎样避免吗？", "Were you told how to prevent it?", "講了以後怎樣避免嗎？";
    Q_SATISFACTION = "满意程度，1 到 5 分", "Satisfaction, 1 to 5", "滿意程度，1 到 5 分";
    Q_OPINION = "客户的原话", "The customer's own words", "客戶的原話";
    Q_MORE = "客户要求有人跟进", "The customer asks that somebody takes care", "客戶要求有人跟進";
    ANSWER_ALL = "请回答每一个问题。", "Please answer every question.", "請回答每一個問題。";
    OPENS_CASE = "客户不满意：保存时会开一个投诉待处理。", "The customer is not content: saving opens a case.", "客戶不滿意：儲存時會開一個投訴待處理。";
    SAVE = "保存回访", "Save the call", "儲存回訪";
    SAVED = "{unit}：回访已保存。", "{unit}: the call was saved.", "{unit}：回訪已儲存。";
    SAVED_CASE = "{unit}：回访已保存，开了一个投诉待处理。", "{unit}: the call was saved and a case opened.", "{unit}：回訪已儲存，開了一個投訴待處理。";
    CORRECT = "更正回答", "Correct the answers", "更正回答";

    CASE_OPEN = "投诉待处理", "Open case", "投訴待處理";
    CASE_SINCE = "{time} 起", "since {time}", "{time} 起";
    CASE_NOTE = "与客户怎样商定的", "What was agreed with the customer", "與客戶怎樣商定的";
    CASE_CLOSE = "处理完毕", "Settled", "處理完畢";
    CASE_CLOSED = "{unit}：投诉已处理完毕。", "{unit}: the case is settled.", "{unit}：投訴已處理完畢。";
    CASE_NOTE_EMPTY = "请写明怎样商定的。", "Please write what was agreed.", "請寫明怎樣商定的。";
    CASE_SETTLED = "已处理", "Settled", "已處理";
    STARS = "{n} 分", "{n} of 5", "{n} 分";
    CALLED_BY = "{who} 于 {time} 回访", "called by {who}, {time}", "{who} 於 {time} 回訪";
    ENDED_BY = "{who} 于 {time} 处理完毕", "settled by {who}, {time}", "{who} 於 {time} 處理完畢";
    POLITE = "有礼貌", "polite", "有禮貌";
    NOT_POLITE = "不礼貌", "not polite", "不禮貌";
    PUNCTUAL = "准时", "on time", "準時";
    NOT_PUNCTUAL = "不准时", "not on time", "不準時";
    TOLD = "讲了怎样避免", "told how to prevent it", "講了怎樣避免";
    NOT_TOLD = "没讲怎样避免", "not told how to prevent it", "沒講怎樣避免";
    WANTS_MORE = "要求跟进", "asks for more", "要求跟進";

    HAPPENED_DUE = "待回访", "Follow-up call due", "待回訪";
    HAPPENED_TRIED = "回访没有打通", "Follow-up call: not reached", "回訪沒有打通";
    HAPPENED_MADE = "已回访客户", "Follow-up call made", "已回訪客戶";
    HAPPENED_CASE = "客户不满意，开了投诉", "Not content: a case was opened", "客戶不滿意，開了投訴";
    HAPPENED_SETTLED = "投诉处理完毕", "Case settled", "投訴處理完畢";
}
