//! Texts of working hours, absences and photos of the staff.

use domain::availability::AbsenceKind;

use crate::{Text, texts};

texts! {
    SKILL_CATEGORY = "问题类别", "Category", "問題類別";
    ALL_CATEGORIES = "全部类别", "All categories", "全部類別";
    OWN_HOURS = "有自己的工作时间", "Has working hours of their own", "有自己的工作時間";
    OWN_HOURS_HINT = "一天几段，如 08:30-12:00 13:30-17:30；空着是休息。", "Spans of a day, such as 08:30-12:00 13:30-17:30; empty is a day off.", "一天幾段，如 08:30-12:00 13:30-17:30；空著是休息。";
    HOURS_WRONG = "{day}：请写成 08:30-12:00 这样，先开始后结束。", "{day}: write it as 08:30-12:00, from before to.", "{day}：請寫成 08:30-12:00 這樣，先開始後結束。";
    MONDAY = "周一", "Monday", "週一";
    TUESDAY = "周二", "Tuesday", "週二";
    WEDNESDAY = "周三", "Wednesday", "週三";
    THURSDAY = "周四", "Thursday", "週四";
    FRIDAY = "周五", "Friday", "週五";
    SATURDAY = "周六", "Saturday", "週六";
    SUNDAY = "周日", "Sunday", "週日";
    ABSENCES = "不在的时间", "Absences", "不在的時間";
    ABSENCE_ADD = "加一段不在的时间", "Add an absence", "加一段不在的時間";
    ABSENCE_REMOVE = "去掉 {from} 起的{kind}", "Remove the absence ({kind}) from {from}", "去掉 {from} 起的{kind}";
    ABSENCE_KIND = "原因", "Kind", "原因";
    ABSENCE_FROM = "从", "From", "從";
    ABSENCE_UNTIL = "到", "Until", "到";
    ABSENCE_NOTE = "备注（只有经理看得到）", "Note (managers only)", "備註（只有經理看得到）";
    ABSENCE_WRONG = "不在的时间要先开始后结束。", "An absence must end after it begins.", "不在的時間要先開始後結束。";
    LEAVE = "休假", "leave", "休假";
    ILL = "病假", "ill", "病假";
    TRAINING = "培训", "training", "培訓";
    OTHER = "其他", "other", "其他";
    PHOTO = "照片（胸牌上用）", "Photo (for the badge)", "照片（識別證上用）";
    PHOTO_CHOOSE = "选照片", "Choose a photo", "選照片";
    PHOTO_REMOVE = "去掉照片", "Remove the photo", "去掉照片";
    PHOTO_WRONG = "这不是可以用的图片。", "This is no picture that can be used.", "這不是可以用的圖片。";
    PHOTO_ALT = "{name} 的照片", "Photo of {name}", "{name} 的照片";
}

/// Monday first.
pub const WEEKDAYS: [Text; 7] = [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY];

#[must_use]
pub const fn absence(kind: AbsenceKind) -> Text {
    match kind {
        AbsenceKind::Leave => LEAVE,
        AbsenceKind::Ill => ILL,
        AbsenceKind::Training => TRAINING,
        AbsenceKind::Other => OTHER,
    }
}
