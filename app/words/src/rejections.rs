//! Why something is not possible, and what the person can do about it.

use domain::Rejection;

use crate::{Text, texts};

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
    ID_TAKEN = "这个编号已被使用。", "This id is already in use.", "這個編號已被使用。";
    OFFICE_ONLY = "需要联网才能做这一步。", "This step needs a connection.", "需要連線才能做這一步。";
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
        Rejection::IdTaken => ID_TAKEN,
        Rejection::OfficeOnly => OFFICE_ONLY,
    }
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
        Rejection::AlreadyAssigned { engineer } => crate::fill(text, &[("engineer", engineer)]),
        Rejection::Missing { pointer } | Rejection::Invalid { pointer } => {
            let field = pointer.rsplit('/').next().unwrap_or_default();
            let field = crate::states::field(field).map_or(field, |text| text.get(lang));
            crate::fill(text, &[("field", field)])
        }
        _ => text.to_owned(),
    }
}
