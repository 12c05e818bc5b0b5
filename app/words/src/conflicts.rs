//! Work on the premises and plans of the office that met: what the engineer reads, what the duty manager decides (SYN-7).

use crate::texts;

// The engineer's form goes on.
texts! {
    GO_ON = "请照常把单子做完、签好、交上来，一样都不会丢；全部会交给值班经理决定。", " Please finish, sign and return the form as usual: nothing is lost. Everything is handed to the duty manager, who decides.", "請照常把單子做完、簽好、交上來，一樣都不會丟；全部會交給值班經理決定。";
    GO_ON_ACCEPTED = "办公室改过安排，值班经理已决定以您的工作为准。请照常做完。", "The office had changed the plan; the duty manager has decided that your work counts. Please finish as usual.", "辦公室改過安排，值班經理已決定以您的工作為準。請照常做完。";
    NOW_WITH = "办公室已把这张单改派给 {engineer}。", "The office has given this visit to {engineer}.", "辦公室已把這張單改派給 {engineer}。";
    NOW_CANCELLED = "办公室已取消这次上门。", "The office has cancelled this visit.", "辦公室已取消這次到府。";
    NOW_TAKEN_BACK = "办公室已收回这张单。", "The office has taken this visit back.", "辦公室已收回這張單。";
    PLAN_REASON = "原因：{reason}。", " Reason: {reason}.", "原因：{reason}。";
}

// The fields of a request that are merged one by one.
texts! {
    CONTACT_NAME = "联系人", "Contact", "聯絡人";
    CONTACT_TITLE = "称呼", "Title", "稱呼";
    CONTACT_PHONE = "电话", "Phone", "電話";
    ADDRESS = "地址", "Address", "地址";
    PRODUCT = "产品", "Product", "產品";
    CATEGORY = "分类", "Category", "分類";
    SYMPTOM = "问题描述", "Problem", "問題描述";
    URGENCY = "紧急程度", "Urgency", "緊急程度";
    WISHED_AT = "希望时间", "Wished time", "希望時間";
}

/// The name of a field, by its word on the wire.
#[must_use]
pub fn field(word: &str) -> Option<crate::Text> {
    Some(match word {
        "contact_name" => CONTACT_NAME,
        "contact_title" => CONTACT_TITLE,
        "contact_phone" => CONTACT_PHONE,
        "address" => ADDRESS,
        "product" => PRODUCT,
        "category" => CATEGORY,
        "symptom" => SYMPTOM,
        "urgency" => URGENCY,
        "wished_at" => WISHED_AT,
        _ => return None,
    })
}

// The duty manager's list.
texts! {
    DISPUTES = "争议", "Disputes", "爭議";
    DISPUTES_COUNT = "{n} 件要决定", "{n} to decide", "{n} 件要決定";
    NONE = "没有要决定的。办公室的安排和现场的工作没有冲突。", "Nothing to decide: plans and work on site agree.", "沒有要決定的。辦公室的安排和現場的工作沒有衝突。";
    NOT_OPEN = "这张单没有要决定的。", "There is nothing to decide about this request.", "這張單沒有要決定的。";
    WAITING = "已等 {time}", "waiting {time}", "已等 {time}";
    KIND_FORM = "{engineer} 已在现场", "{engineer} was on site", "{engineer} 已在現場";
    KIND_KEPT = "{n} 个动作没有生效", "without effect so far: {n}", "{n} 個動作沒有生效";
    KIND_FIELDS = "两边都改了资料", "both sides corrected the record", "兩邊都改了資料";
    WHAT_HAPPENED = "发生了什么", "What happened", "發生了什麼";
    TOLD_REASSIGNED = "{engineer} 的单被改派给 {other}，但人已经在做。", "The visit of {engineer} was given to {other}, but the work was under way.", "{engineer} 的單被改派給 {other}，但人已經在做。";
    TOLD_CANCELLED = "{engineer} 的上门被取消，但人已经在做。", "The visit of {engineer} was cancelled, but the work was under way.", "{engineer} 的到府被取消，但人已經在做。";
    TOLD_TAKEN_BACK = "{engineer} 的单被收回，但人已经在做。", "The visit of {engineer} was taken back, but the work was under way.", "{engineer} 的單被收回，但人已經在做。";
    TOLD_ARRIVED = "{time} 到达。", " Arrived {time}.", "{time} 到達。";
    TOLD_SIGNED = "客户 {time} 签字。", " The customer signed {time}.", "客戶 {time} 簽字。";
    TOLD_HANDED_IN = "{time} 交单。", " Handed in {time}.", "{time} 交單。";
    TOLD_GOING_ON = "还没有交单，现场可能还会送来内容。", " Not handed in yet: more may come from the premises.", "還沒有交單，現場可能還會送來內容。";
    TOLD_KEPT_SOME = "{who} {from} 至 {to} 做的 {n} 个动作没有生效：{what}。{why}", "{n} actions of {who}, {from} to {to}, have no effect yet: {what}. {why}", "{who} {from} 至 {to} 做的 {n} 個動作沒有生效：{what}。{why}";
    ALL_TAKE_EFFECT = "全部生效", "All take effect", "全部生效";
    ALL_ONLY_HISTORY = "全部只留记录", "History only for all", "全部只留記錄";
    TOLD_KEPT = "{who} {time}「{what}」没有生效：{why}", "{who}, {time}: “{what}” has no effect yet: {why}", "{who} {time}「{what}」沒有生效：{why}";
    FIELD = "项目", "Field", "項目";
    OFFICE_SIDE = "办公室现在", "The office now", "辦公室現在";
    PREMISES_SIDE = "现场", "On site", "現場";
    SIGNED_SIDE = "现场（客户签的）", "On site (as signed)", "現場（客戶簽的）";
    DIFFERS = "不同", "differs", "不同";
    CHOOSE_SIDE = "{field}：以{side}为准", "{field}: {side} counts", "{field}：以{side}為準";
    FIELDS_TITLE = "资料", "Record", "資料";
    VISIT_TITLE = "上门：{engineer}", "Visit of {engineer}", "到府：{engineer}";
    STEPS_TITLE = "这次上门另有 {n} 步没有生效", "{n} more {n?step|steps} of this visit without effect", "這次上門另有 {n} 步沒有生效";
    ACTIONS_TITLE = "没有生效的动作", "Actions without effect", "沒有生效的動作";
    TAKES_EFFECT = "生效", "Takes effect", "生效";
    ONLY_HISTORY = "只留记录", "History only", "只留記錄";
    SITE_COUNTS = "以现场为准", "The work on site counts", "以現場為準";
    SITE_COUNTS_HINT = "单子交回；如已另派，那张派单会收回。", "The form is returned; if another was dispatched, that one is taken back.", "單子交回；如已另派，那張派單會收回。";
    PLAN_COUNTS = "以安排为准", "The plan counts", "以安排為準";
    PLAN_COUNTS_HINT = "现场的记录留作凭据。", "What was done on site stays as evidence.", "現場的記錄留作憑據。";
    REASON = "理由", "Reason", "理由";
    REASON_HINT = "现场做过的事不算数时必须写。", "Needed where work on site is not to count.", "現場做過的事不算數時必須寫。";
    REASON_MISSING = "请写一句理由。", "Please give a reason.", "請寫一句理由。";
    DECIDE = "决定", "Decide", "決定";
    REOPENED = "撤销决定", "Take the decision back", "復原決定";
    OPEN_DISPUTE = "两边对照、决定", "Compare and decide", "兩邊對照、決定";
    DECIDED = "刚决定的", "Decided just now", "剛決定的";
    DECIDED_HINT = "单子上有了下一步，就不能再撤销；客户的签字任何时候都保留。", "Can be taken back until the next step on the form, from the premises or from the office. Signatures stay in any case.", "單子上有了下一步，就不能再復原；客戶的簽字任何時候都保留。";
    DECIDED_BY = "{who} {time} 决定", "decided by {who}, {time}", "{who} {time} 決定";
    ENGINEER = "工程师", "Engineer", "工程師";
    STATE = "状态", "State", "狀態";
    PLANNED = "时间", "Time", "時間";
    ARRIVED = "到达", "Arrived", "到達";
    LEFT = "离开", "Left", "離開";
    BACKUP = "备份", "Backup", "備份";
    PROBLEM_TYPE = "问题类型", "Kind of problem", "問題類型";
    CAUSE = "原因", "Cause", "原因";
    SOLUTION = "解决方法", "Solution", "解決方法";
    PREVENTION = "预防", "Prevention", "預防";
    PHOTOS = "照片", "Photos", "照片";
    COSTS = "费用", "Costs", "費用";
    RESULT = "结果", "Result", "結果";
    SIGNATURE = "签字", "Signature", "簽字";
    SIGNED = "{name}，{time}", "{name}, {time}", "{name}，{time}";
    SIGNED_OTHER = "{name}，{time}；签的内容与现在不同", "{name}, {time}; covers other content", "{name}，{time}；簽的內容與現在不同";
    NOBODY = "没有派人", "nobody sent", "沒有派人";
    NO_VALUE = "—", "—", "—";
    HAPPENED_KEPT = "动作没有生效，留给经理决定：{what}", "An action had no effect and waits for a manager: {what}", "動作沒有生效，留給經理決定：{what}";
    HAPPENED_SETTLED = "争议已决定", "Dispute decided", "爭議已決定";
    HAPPENED_REOPENED = "{who} 撤销了决定", "{who} took the decision back", "{who} 復原了決定";
    HAPPENED_HANDED_IN = "现场交单，等经理决定", "Form handed in from the site; a manager decides", "現場交單，等經理決定";
}

// Quarantine.
texts! {
    QUARANTINE = "隔离区", "Quarantine", "隔離區";
    QUARANTINE_LEAD = "服务器没能收下的动作，一个字不少地留在这里。更新以后可以重试；看懂了就生效一次，第一次的答复照样保留。", "Actions the server could not take in, kept whole. Try them again after an update: what is understood takes effect once, and the first answer stays on record.", "伺服器沒能收下的動作，一個字不少地留在這裡。更新以後可以重試；看懂了就生效一次，第一次的答覆照樣保留。";
    QUARANTINE_EMPTY = "隔离区是空的。", "Nothing is in quarantine.", "隔離區是空的。";
    QUARANTINE_ALL = "也显示已收下的", "Show what was taken in since", "也顯示已收下的";
    RECEIVED = "收到", "Received", "收到";
    WHO = "谁交来的", "From", "誰交來的";
    WHAT = "动作", "Action", "動作";
    WHY = "为什么", "Why", "為什麼";
    ATTEMPTS = "重试", "Tries", "重試";
    DETAILS = "详细", "Details", "詳細";
    STUMBLED = "服务器停在这里：", "Where the server stopped:", "伺服器停在這裡：";
    RAW = "原始内容（JSON）", "Raw content (JSON)", "原始內容（JSON）";
    EXPORT = "导出文件", "Export as a file", "匯出檔案";
    REPLAY = "重试", "Try again", "重試";
    DEVICE_COUNT = "{n} 个动作", "{n} {n?action|actions}", "{n} 個動作";
    REPLAY_DEVICE = "收下这台平板的全部", "Take in all of this tablet", "收下這台平板的全部";
    REPLAY_DEVICE_LABEL = "收下这台平板的全部：{device}", "Take in all of this tablet: {device}", "收下這台平板的全部：{device}";
    REPLAY_DEVICE_RUNNING = "正在按顺序收下：{done} / {all}", "Taking in, in order: {done} of {all}", "正在按順序收下：{done} / {all}";
    REPLAY_DEVICE_STOPPED = "没有做完：{why} 剩下的还在隔离区。", "It did not get to the end: {why} The rest is still in quarantine.", "沒有做完：{why} 剩下的還在隔離區。";
    REPLAY_DEVICE_DONE = "做完了：{accepted} 个生效，{kept} 个交经理决定，{still} 个仍在隔离。", "Done: {accepted} took effect, {kept} for a manager, {still} still here.", "做完了：{accepted} 個生效，{kept} 個交經理決定，{still} 個仍在隔離。";
    REPLAY_ALL = "全部重试", "Try all again", "全部重試";
    REPLAY_LABEL = "重试：{what}，{who}", "Try again: {what}, {who}", "重試：{what}，{who}";
    PLAN_COUNTED = "办公室已决定：以安排为准。", "The office has decided: the plan counts. ", "辦公室已決定：以安排為準。";
    PLAN_COUNTED_HINT = "您做的都留作凭据。在现场还要继续的，请先打电话给值班经理。", "What you did stays as evidence. Call the duty manager before going on.", "您做的都留作憑據。在現場還要繼續的，請先打電話給值班經理。";
    REPLAYED_KEPT = "已收下，但现在没有作用，已列入争议：{what}", "Taken in without effect, listed among the disputes: {what}", "已收下，但現在沒有作用，已列入爭議：{what}";
    REPLAYED = "已收下：{what}", "Taken in: {what}", "已收下：{what}";
    STILL = "还是收不下：{why}", "Still not taken in: {why}", "還是收不下：{why}";
    ROUND = "生效 {accepted}，交经理决定 {kept}，仍在隔离 {still}，待逐个检查 {for_review}。", "{accepted} took effect, {kept} for a manager, {still} still here, {for_review} to be reviewed one by one.", "生效 {accepted}，交經理決定 {kept}，仍在隔離 {still}，待逐個檢查 {for_review}。";
    TAKEN_IN = "{time} 已收下", "taken in {time}", "{time} 已收下";
    UNKNOWN_ACTION = "这个版本不认识的动作", "an action that this version doesn't know", "這個版本不認識的動作";
    UNREADABLE_ACTION = "看不懂的动作", "not readable", "看不懂的動作";
    ATTEMPT_LINE = "{time} {who}：{outcome}", "{time}, {who}: {outcome}", "{time} {who}：{outcome}";
    OUTCOME_ACCEPTED = "已生效", "took effect", "已生效";
    OUTCOME_KEPT = "交经理决定", "a manager decides", "交經理決定";
    OUTCOME_QUARANTINED = "仍然收不下", "still not taken in", "仍然收不下";
    OUTCOME_RETRY = "要等前面的动作", "waits for an earlier action", "要等前面的動作";
    SENT_AT = "{time} 做的", "done {time}", "{time} 做的";
    OFFICE_TOOK_IN = "办公室已于 {time} 补收，已处理。", "The office took it in at {time}.", "辦公室已於 {time} 補收，已處理。";
    KEPT_SAFE = "内容完整保存在服务器和这台平板上。管理员会处理；需要时可以导出文件交给他。", "It is kept whole on the server and on this tablet. The administrator deals with it; you can export it as a file and hand it over.", "內容完整保存在伺服器和這台平板上。管理員會處理；需要時可以匯出檔案交給他。";
}
