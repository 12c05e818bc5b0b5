//! The outbox: what waits on the tablet, and the server's receipts (SYN-4, SYN-8).

use crate::texts;

texts! {
    OUTBOX_EMPTY = "没有待同步的工作。您做的每一步都会先存在这里，再送到办公室。", "Nothing waits. Each step you take is kept here first, then goes to the office.", "沒有待同步的工作。您做的每一步都會先存在這裡，再送到辦公室。";
    NOT_ANSWERED = "还没有送达", "Not delivered yet", "還沒有送達";
    NOT_ANSWERED_HINT = "没有送达的不能删除，只能写明原因暂缓。", "What is not delivered can't be deleted, only held back with a reason.", "沒有送達的不能刪除，只能寫明原因暫緩。";
    ANSWERED = "办公室已收到", "The office has it", "辦公室已收到";
    LAST_SYNC = "上次同步 {time}", "last synced {time}", "上次同步 {time}";
    NEVER_SYNCED = "还没有同步过", "never synced", "還沒有同步過";
    ROOM = "可用 {mb} MB", "{mb} MB available", "可用 {mb} MB";
    OTHERS_WAITING = "本机还有同事的 {n} 项，等本人登录", "{n} of a colleague wait for their sign-in", "本機還有同事的 {n} 項，等本人登入";
    UNREADABLE = "{n} 项读不出，原样保留", "{n} can't be read and are kept as they are", "{n} 項讀不出，原樣保留";
    UNSHOWN = "这个版本的应用显示不了", "This version of the app can't show these", "這個版本的應用顯示不了";
    UNSHOWN_HINT = "内容原样保留，照样会送出。更新应用以后就能看到。", "They are kept as they were written and will be delivered all the same. After an update of the app you can read them again.", "內容原樣保留，照樣會送出。更新應用以後就能看到。";
    UNSHOWN_ENTRY = "{time} 的操作", "Action of {time}", "{time} 的操作";
    SYNC_NOW = "现在同步", "Sync now", "現在同步";
    ALL_SENT = "全部送达。", "Everything is delivered.", "全部送達。";
    STILL_OFFLINE = "现在连不上服务器，工作都在本机，联网后自动送出。", "The server can't be reached now. Your work is safe here and is sent by itself later.", "現在連不上伺服器，工作都在本機，連線後自動送出。";
    COMES_LATER = "还没送达，稍后会自动再试。", "It has not arrived yet and is tried again by itself.", "還沒送達，稍後會自動再試。";
    SYNC_TROUBLE = "服务器没有正常应答（可能正忙，也可能这里的网络要先登录），没有送达。工作都在本机，稍后自动再试。", "The server did not answer as it should (it may be busy, or this network wants a log-in first): nothing was delivered. Your work is safe here and is tried again by itself.", "伺服器沒有正常應答（可能正忙，也可能這裡的網路要先登入），沒有送達。工作都在本機，稍後自動再試。";
    CONTENT = "内容", "Content", "內容";
    HOLD = "暂缓", "Hold back", "暫緩";
    HOLD_TITLE = "暂缓送出", "Hold back", "暫緩送出";
    HOLD_HINT = "这张单后面的操作也会一起等着。", "Later actions on the same form wait behind it.", "這張單後面的操作也會一起等著。";
    RELEASE = "送出", "Let it go", "送出";
    DISMISS = "知道了", "Understood", "知道了";
    ALIKE = "以下 {n} 步都是这样。", "So it is with these {n} steps.", "以下 {n} 步都是這樣。";
    DISMISS_ALIKE = "{n} 步都知道了", "Understood, all {n}", "{n} 步都知道了";
    STATE_WAITING = "在本机", "on this device", "在本機";
    STATE_HELD = "已暂缓", "held back", "已暫緩";
    STATE_SENT = "已送出", "sent", "已送出";
    STATE_ACCEPTED = "已接受", "accepted", "已接受";
    STATE_KEPT = "由办公室决定", "the office decides", "由辦公室決定";
    STATE_QUARANTINED = "服务器没看懂", "not understood", "伺服器沒看懂";
}

// What the server holds of this person, from this tablet before and from others.
texts! {
    CENTRE = "中心存着的", "What the centre holds of you", "中心存著的";
    CENTRE_HINT = "您做过的，不管在哪台平板上、退出登录以前还是以后，都查得到。", "Whatever you did, on whichever tablet, before a sign-out or after it.", "您做過的，不管在哪台平板上、登出以前還是以後，都查得到。";
    CENTRE_OFFLINE = "这一部分在服务器上，联网后才能看到。您没有送出的工作都在上面，在本机。", "This part is on the server and needs the connection. What you have not sent is above, on this device.", "這一部分在伺服器上，連線後才能看到。您沒有送出的工作都在上面，在本機。";
    CENTRE_FAILED = "没能从服务器取到。", "It could not be fetched from the server.", "沒能從伺服器取得。";
    CENTRE_QUARANTINE = "在中心的隔离区", "In quarantine at the centre", "在中心的隔離區";
    CENTRE_QUARANTINE_HINT = "服务器没看懂的动作，一个字不少地存着，等管理员处理。", "Actions the server did not understand, kept whole until the administrator deals with them.", "伺服器沒看懂的動作，一個字不少地存著，等管理員處理。";
    CENTRE_QUARANTINE_ABOVE = "隔离区里的 {n} 步都列在上面了。", "The {n} {n?step|steps} of yours in quarantine {n?stands|stand} above.", "隔離區裡的 {n} 步都列在上面了。";
    IN_QUARANTINE_HERE = "有 {n} 步服务器没看懂，已送达并保存，由办公室处理；不用重做，详情见“待同步”。", "{n} {n?step|steps} of this visit could not be read by the server; {n?it has|they have} arrived and {n?is|are} kept for the office. Nothing has to be done again; see “Outbox”.", "有 {n} 步伺服器沒看懂，已送達並儲存，由辦公室處理；不用重做，詳情見「待同步」。";
    CENTRE_QUARANTINE_EMPTY = "隔离区里没有您的动作。", "Nothing of yours is in quarantine.", "隔離區裡沒有您的動作。";
    CENTRE_RECEIPTS = "服务器的回执", "Receipts of the server", "伺服器的回執";
    CENTRE_RECEIPTS_HINT = "服务器签收过的每一个动作，最近的在前。", "Every action the server has signed for, the latest first.", "伺服器簽收過的每一個動作，最近的在前。";
    CENTRE_RECEIPTS_EMPTY = "服务器还没有签收过您的动作。", "The server has not signed for anything of yours yet.", "伺服器還沒有簽收過您的動作。";
    CENTRE_BEGUN = "您在别的平板上写了一半的", "What you began on another tablet", "您在別的平板上寫了一半的";
    CENTRE_BEGUN_HINT = "本机的表单里已经有别的内容，所以没有放回去。需要的话可以照着抄。", "The form on this tablet already holds something else, so it was not put back. Copy from it what you need.", "本機的表單裡已經有別的內容，所以沒有放回去。需要的話可以照著抄。";
    MORE = "更早的", "Earlier", "更早的";
    FROM_DEVICE = "{device} · {time}", "{device} · {time}", "{device} · {time}";
    UNKNOWN_DEVICE = "未知设备", "unknown device", "未知裝置";
    WHY = "原因：{why}", "Reason: {why}", "原因：{why}";
}

// A receipt in words.
texts! {
    RECEIPT = "回执", "Receipt", "回執";
    RECEIVED_AT = "服务器收到", "Received by the server", "伺服器收到";
    VERDICT = "结论", "Verdict", "結論";
    FINGERPRINT = "内容指纹", "Fingerprint of the content", "內容指紋";
    SERVERS_KEY = "服务器的签名密钥", "Key of the server", "伺服器的簽名金鑰";
    SERVERS_SIGNATURE = "服务器的签名", "Signature of the server", "伺服器的簽名";
    RECEIPT_HOLDS = "已核对：服务器签收的正是本机写下的内容。", "Checked: the server signed for exactly what was written here.", "已核對：伺服器簽收的正是本機寫下的內容。";
    RECEIPT_FAILS = "签名核对不上，请联系管理员。", "The signature does not fit; please tell the administrator.", "簽名核對不上，請聯絡管理員。";
}
