//! Why something is not possible, and what the person can do about it.

use domain::Rejection;

use crate::{Text, texts, unresolved};

texts! {
    NOT_FOUND = "没有这条记录，或者您无权操作。", "There is no such record, or it is not yours to change.", "沒有這筆記錄，或者您無權操作。";
    WRONG_STATE = "现在不能这样做：状态已经是「{state}」。", "Not possible now: the state is already “{state}”.", "現在不能這樣做：狀態已經是「{state}」。";
    ALREADY_ASSIGNED = "已经派给 {engineer}，您的操作没有生效。", "Already assigned to {engineer}; your change had no effect.", "已經派給 {engineer}，您的操作沒有生效。";
    MISSING = "请填写：{field}", "Please fill in: {field}", "請填寫：{field}";
    INVALID = "请检查：{field}", "Please check: {field}", "請檢查：{field}";
    OUTSIDE_WINDOW = "这个时间不在值班经理允许的范围内。可以转给值班经理决定。", "That time is outside what the duty manager allowed. You can pass the wish on.", "這個時間不在值班經理允許的範圍內。可以轉給值班經理決定。";
    BACKUP_FIRST = "请先备份。不能备份时，要由客户签字同意。", "Back up first. Without a backup the customer must sign for it.", "請先備份。不能備份時，要由客戶簽字同意。";
    SEALED = "客户已经签字，内容已封存。", "The customer has signed; the content is sealed.", "客戶已經簽字，內容已封存。";
    TOO_LITTLE_INK = "笔迹太少，请完整签名。", "That is too little to be a signature. Please sign in full.", "筆跡太少，請完整簽名。";
    OTHER_CONTENT = "内容在签字时有变化，请客户重新核对并签字。", "The form changed while it was being signed. Please show it again and sign again.", "內容在簽字時有變化，請客戶重新核對並簽字。";
    CUSTOMER_BLOCKED = "该客户已停止服务，不能创建上门。请转区域经理。", "This customer is blocked; no visit can be created. Pass it to the region manager.", "該客戶已停止服務，不能建立到府。請轉區域經理。";
    PASSWORD_REQUEST = "口令问题不派上门：需要单位公函和数据备份，请转值班经理。", "Passwords are not dispatched: an official letter and a data backup are needed. Pass it to the duty manager.", "口令問題不派到府：需要單位公函和資料備份，請轉值班經理。";
    NO_SUCH_ENGINEER = "不能派给这个人。", "This person can't be sent.", "不能派給這個人。";
    REASON_NEEDED = "这样派单{against}，请写明原因。", "Say why so although {against}.", "這樣派單{against}，請寫明原因。";
    WITHOUT_SKILL = "工程师没有这个产品的技能", "the engineer does not know the product", "工程師沒有這個產品的技能";
    ABSENT_THEN = "工程师那时不在", "the engineer is away then", "工程師那時不在";
    OFF_HOURS = "不在工程师的工作时间", "it is outside of the engineer's hours", "不在工程師的工作時間";
    TOO_LATE = "超过到场时限", "it is after the arrival is due", "超過到場時限";
    ID_TAKEN = "这个编号已被使用。", "This id is already in use.", "這個編號已被使用。";
    ID_REUSED = "这个动作编号以前用于别的内容。两份都已保存，由管理员处理。", "This action's id was used for other content before. Both are kept for the administrator.", "這個動作編號以前用於別的內容。兩份都已儲存，由管理員處理。";
    UNKNOWN_PROTOCOL = "版本不同，服务器还看不懂。已完整保存，更新后会处理。", "From a version the server doesn't know yet. Kept whole; it is handled after an update.", "版本不同，伺服器還看不懂。已完整儲存，更新後會處理。";
    NOT_UNDERSTOOD = "服务器看不懂这个动作。已完整保存，由管理员处理。", "The server does not understand this action. It is kept whole for the administrator.", "伺服器看不懂這個動作。已完整儲存，由管理員處理。";
    BAD_SIGNATURE = "设备签名不符。已完整保存，由管理员处理。", "The device's signature does not fit. Kept whole for the administrator.", "裝置簽章不符。已完整儲存，由管理員處理。";
    DEVICE_REVOKED = "这台设备已停用。内容已保存，由管理员处理。", "This device has been revoked. What it sent is kept for review.", "這台裝置已停用。內容已儲存，由管理員處理。";
    FOREIGN_ACTOR = "做这个动作的人没有在这台设备上登录过。已保存，由管理员处理。", "Whoever did this never signed in on this device. Kept for the administrator.", "做這個動作的人沒有在這台裝置上登入過。已儲存，由管理員處理。";
    PLAN_CHANGED = "计划期间有变化。您的工作已保存，由值班经理决定。", "The plan changed meanwhile. Your work is kept; the duty manager decides.", "計畫期間有變化。您的工作已儲存，由值班經理決定。";
    DEPENDENCY_MISSING = "前面的动作还没有送到，稍后自动再送。", "An earlier action has not arrived yet; this one is sent again by itself.", "前面的動作還沒有送到，稍後自動再送。";
    WRONG_PASSWORD = "用户名或密码不对。", "Name or password is wrong.", "使用者名稱或密碼不對。";
    TOO_MANY_ATTEMPTS = "失败次数太多，请 {seconds} 秒后再试。", "Too many failed attempts. Try again in {seconds} s.", "失敗次數太多，請 {seconds} 秒後再試。";
    TOO_LARGE = "内容太大，超过了限制：{limit}", "Too large. The limit is: {limit}", "內容太大，超過了限制：{limit}";
    LIMIT_OF_A_CALL = "每次 64 KiB", "64 KiB per call", "每次 64 KiB";
    LIMIT_OF_AN_ENVELOPE = "每个操作 64 KiB", "64 KiB per envelope", "每個操作 64 KiB";
    LIMIT_OF_ENVELOPES = "每次 100 个操作", "100 envelopes per push", "每次 100 個操作";
    LIMIT_OF_A_PUSH = "每次 1 MiB 操作", "1 MiB per push", "每次 1 MiB 操作";
    LIMIT_OF_A_PACKET = "每个封存包 10 MiB", "10 MiB per packet", "每個封存包 10 MiB";
    LIMIT_OF_A_BLOB = "每个附件 10 MiB", "10 MiB per blob", "每個附件 10 MiB";
    LIMIT_OF_A_SMALL_BLOB = "一起上传时每个附件 64 KiB", "64 KiB per blob", "一起上傳時每個附件 64 KiB";
    LIMIT_OF_BLOBS = "每次 100 个附件", "100 blobs", "每次 100 個附件";
    LIMIT_OF_ALL_BLOBS = "附件每次共 1 MiB", "1 MiB of blobs", "附件每次共 1 MiB";
    MALFORMED = "请求的内容不完整或格式不对，没有保存任何东西。", "The call is incomplete or malformed; nothing was stored.", "請求的內容不完整或格式不對，沒有儲存任何東西。";
    PASSWORD_TOO_SHORT = "密码至少要 10 个字。", "A password needs at least 10 characters.", "密碼至少要 10 個字。";
    WRONG_OLD_PASSWORD = "原密码不对。", "The old password is wrong.", "原密碼不對。";
    LOGIN_TAKEN = "这个用户名已有人用。", "This log-in name is taken.", "這個使用者名稱已有人用。";
    OWN_ACCOUNT = "不能停用自己的账户，也不能取消自己的管理员角色。", "You can't deactivate your own account or drop your own administrator role.", "不能停用自己的帳戶，也不能取消自己的管理員角色。";
    NO_KEY = "这不是一个 ES256 公钥。", "This is no ES256 public key.", "這不是一個 ES256 公鑰。";
    FIELD_MISSING = "这一项必须填写。", "This field must be filled in.", "這一項必須填寫。";
    FIELD_INVALID = "这一项的内容不对。", "This value is not acceptable.", "這一項的內容不對。";
    FOREIGN_ORIGIN = "请求来自别的网站，没有执行。", "The call came from another site and was not carried out.", "請求來自別的網站，沒有執行。";
    NOT_JSON = "内容类型必须是 application/json。", "The content type must be application/json.", "內容類型必須是 application/json。";
    START_OVER = "同步位置已失效，请从头同步。", "The cursor is not valid any more; start over.", "同步位置已失效，請從頭同步。";
    OTHER_BYTES = "文件内容与名称不符，请重新上传。", "The bytes are not what the name says; upload them again.", "檔案內容與名稱不符，請重新上傳。";
    NOT_OPENED = "服务器打不开这个加密包，请保留它并联系管理员。", "The server can't open this sealed packet; keep it and call the administrator.", "伺服器打不開這個加密包，請保留它並聯絡管理員。";
    UNKNOWN_DEVICE = "服务器不认识这台设备，请保留加密包并联系管理员。", "The server does not know this device; keep the packet and call the administrator.", "伺服器不認識這台裝置，請保留加密包並聯絡管理員。";
    KIND_NOT_ALLOWED = "不支持这种文件，只能上传图片或 PDF。", "Files of this kind are not kept; pictures and PDF are.", "不支援這種檔案，只能上傳圖片或 PDF。";
    CHANGED_MEANWHILE = "同时有人改了：{fields}。两边都已保存，由值班经理决定。", "Changed by somebody else meanwhile: {fields}. Both versions are kept; the duty manager decides.", "同時有人改了：{fields}。兩邊都已儲存，由值班經理決定。";
    OFFICE_ONLY = "需要联网才能做这一步。", "This step needs a connection.", "需要連線才能做這一步。";
}

/// Why an envelope went to quarantine, by the word of its problem; None for a word of another version.
#[must_use]
pub fn of_quarantine(word: &str) -> Option<Text> {
    Some(match word {
        "id_reused" => ID_REUSED,
        "unknown_protocol" => UNKNOWN_PROTOCOL,
        "not_understood" => NOT_UNDERSTOOD,
        "bad_signature" => BAD_SIGNATURE,
        "device_revoked" => DEVICE_REVOKED,
        "foreign_actor" => FOREIGN_ACTOR,
        _ => return None,
    })
}

/// The sentence for a rejection; its places are filled from the rejection by [`crate::fill`].
#[must_use]
pub fn sentence(rejection: &Rejection) -> Text {
    match rejection {
        Rejection::NotFound => NOT_FOUND,
        Rejection::WrongState { .. } => WRONG_STATE,
        Rejection::AlreadyAssigned { .. } => ALREADY_ASSIGNED,
        Rejection::Missing { .. } => MISSING,
        Rejection::Invalid { .. } => INVALID,
        Rejection::OutsideWindow { .. } => OUTSIDE_WINDOW,
        Rejection::BackupFirst => BACKUP_FIRST,
        Rejection::Sealed => SEALED,
        Rejection::TooLittleInk => TOO_LITTLE_INK,
        Rejection::OtherContent => OTHER_CONTENT,
        Rejection::CustomerBlocked => CUSTOMER_BLOCKED,
        Rejection::PasswordRequest => PASSWORD_REQUEST,
        Rejection::NoSuchEngineer => NO_SUCH_ENGINEER,
        Rejection::ReasonNeeded { .. } => REASON_NEEDED,
        Rejection::IdTaken => ID_TAKEN,
        Rejection::ChangedMeanwhile { .. } => CHANGED_MEANWHILE,
        Rejection::PaperFirst { .. } => unresolved::PAPER_FIRST,
        Rejection::OtherThanPledged => unresolved::OTHER_THAN_PLEDGED,
        Rejection::MustTakePart { .. } => unresolved::MUST_TAKE_PART,
        Rejection::DataElsewhere { .. } => unresolved::DATA_ELSEWHERE,
        Rejection::OwnWitness => unresolved::OWN_WITNESS,
        Rejection::SupportManagerOnly => unresolved::SUPPORT_MANAGER_ONLY,
        Rejection::NotAtHeadquarters => unresolved::NOT_AT_HEADQUARTERS,
        Rejection::SolutionUntried => unresolved::SOLUTION_UNTRIED,
        Rejection::OfficeOnly => OFFICE_ONLY,
    }
}

/// What speaks against a place in the plan, by its word (ONS-4).
fn objection(word: &str) -> Option<Text> {
    Some(match word {
        "no_skill" => WITHOUT_SKILL,
        "absent" => ABSENT_THEN,
        "off_hours" => OFF_HOURS,
        "late" => TOO_LATE,
        _ => return None,
    })
}

/// The whole sentence, places filled.
#[must_use]
pub fn in_words(rejection: &Rejection, lang: crate::Lang) -> String {
    let text = sentence(rejection).get(lang);
    match rejection {
        Rejection::WrongState { state } => {
            let state = crate::states::of_word(state).map_or(state.as_str(), |text| text.get(lang));
            crate::fill(text, &[("state", state)])
        }
        Rejection::PaperFirst { paper } => {
            let paper = unresolved::paper(*paper).map_or("", |(title, _)| title.get(lang));
            crate::fill(text, &[("paper", paper)])
        }
        Rejection::AlreadyAssigned { engineer } | Rejection::MustTakePart { engineer } => {
            crate::fill(text, &[("engineer", engineer)])
        }
        Rejection::ReasonNeeded { against } => {
            let known = against.iter().filter_map(|word| objection(word)).map(|text| text.get(lang));
            crate::fill(text, &[("against", &known.collect::<Vec<_>>().join(crate::office::shared::AND.get(lang)))])
        }
        Rejection::DataElsewhere { holder } => crate::fill(text, &[("holder", holder)]),
        Rejection::ChangedMeanwhile { fields } => {
            let names: Vec<&str> = fields
                .iter()
                .map(|field| crate::conflicts::field(field).map_or(field.as_str(), |text| text.get(lang)))
                .collect();
            crate::fill(text, &[("fields", &names.join(" · "))])
        }
        Rejection::Missing { pointer } | Rejection::Invalid { pointer } => {
            let field = pointer.rsplit('/').next().unwrap_or_default();
            let field = crate::states::field(field).map_or(field, |text| text.get(lang));
            crate::fill(text, &[("field", field)])
        }
        _ => text.to_owned(),
    }
}
