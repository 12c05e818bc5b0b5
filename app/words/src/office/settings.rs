//! Texts of the settings of clocks and calendars (ADM-4).

use crate::texts;

texts! {
    TITLE = "设置", "Settings", "設定";
    CLOCKS = "期限", "Clocks", "期限";
    CALENDARS = "工作日历", "Calendars", "工作日曆";
    CLOCKS_LEAD = "改动对以后开始的期限有效；正在计时的期限按当时答应的不变。", "A change counts for clocks that start from now on; clocks that run keep what was promised.", "改動對以後開始的期限有效；正在計時的期限按當時答應的不變。";
    RULE = "期限", "Clock", "期限";
    LIMIT = "时限", "Limit", "時限";
    COUNTED_ON = "怎样计时", "Counted on", "怎樣計時";
    FOR_WHOM = "客户等级", "Tiers", "客戶等級";
    WARN = "变黄", "Amber after", "變黃";
    NO_WARN = "不提前", "no warning", "不提前";
    WARN_AT = "{n}%", "{n}%", "{n}%";
    CHANGED = "已改", "changed", "已改";
    EDIT_LABEL = "修改：{rule}", "Edit: {rule}", "修改：{rule}";
    EDIT_TITLE = "修改期限", "Edit the clock", "修改期限";

    ON_CLOCK = "连续计时", "elapsed time", "連續計時";
    ON_CLOCK_TO_OPENING = "连续计时，不在服务时间的顺延到开门", "elapsed time, moved to the next opening", "連續計時，不在服務時間的順延到開門";
    ON_SERVICE_HOURS = "只算服务时间", "service hours only", "只算服務時間";
    ON_WORKING_DAYS = "只算工作日", "working days only", "只算工作日";
    ALL_TIERS = "所有等级", "all tiers", "所有等級";
    NO_TIER = "由等级选用", "for tiers that choose it", "由等級選用";
    TIER_CHOICE = "只给选中的等级", "Only for these tiers", "只給選中的等級";
    STAYS_FOR = "不顺延的等级", "Not moved for", "不順延的等級";

    UNIT = "单位", "Unit", "單位";
    AMOUNT = "多少", "How many", "多少";
    TIME = "几点", "Time of day", "幾點";
    UNIT_MINUTES = "分钟", "minutes", "分鐘";
    UNIT_HOURS = "小时", "hours", "小時";
    UNIT_DAYS = "天", "days", "天";
    UNIT_WORKING_DAYS = "个工作日", "working days", "個工作日";
    UNIT_NEXT_WORKING_DAY = "下个工作日几点前", "next working day at", "下個工作日幾點前";
    UNIT_RINGS = "声铃", "rings", "聲鈴";
    WARN_PERCENT = "时限过了百分之几变黄（留空：到期才变）", "Amber after this share of the limit, % (empty: only when due)", "時限過了百分之幾變黃（留空：到期才變）";
    DISTANCE = "近与远的分界，公里", "Near ends and far begins at, km", "近與遠的分界，公里";
    DISTANCE_HINT = "“近”和“远”两条期限一起改。", "Moves both clocks, near and far.", "「近」和「遠」兩條期限一起改。";

    PREVIEW = "这样改了以后", "With this", "這樣改了以後";
    PREVIEW_START = "假如从这时开始", "Say it starts", "假如從這時開始";
    PREVIEW_TIER = "客户等级", "Tier", "客戶等級";
    PREVIEW_DUE = "{time} 到期", "due {time}", "{time} 到期";
    PREVIEW_WARN = "{time} 变黄", "amber {time}", "{time} 變黃";
    PREVIEW_NONE = "现在这样算不出期限。", "This gives no due time.", "現在這樣算不出期限。";
    PREVIEW_RINGS = "按铃声计，由电话交换机来数。", "Counted in rings, by the telephone exchange.", "按鈴聲計，由電話交換機來數。";
    RESET = "恢复默认", "Back to the default", "恢復預設";
    DEFAULT_IS = "默认：{limit}", "Default: {limit}", "預設：{limit}";
    SAVED = "已修改：{name}。", "Changed: {name}.", "已修改：{name}。";
    RESET_DONE = "已恢复默认：{name}。", "Back to the default: {name}.", "已恢復預設：{name}。";
    UNDONE = "已撤回：{name}。", "Taken back: {name}.", "已撤回：{name}。";

    HISTORY = "最近的改动", "Last changes", "最近的改動";
    HISTORY_EMPTY = "还没有改过。", "Nothing has been changed yet.", "還沒有改過。";
    DID_CHANGE = "改了{name}", "changed {name}", "改了{name}";
    DID_RESET = "把{name}恢复默认", "put {name} back", "把{name}恢復預設";
    CALENDAR_NAMED = "日历{name}", "the calendar {name}", "日曆{name}";

    CENTRE = "本中心", "The centre", "本中心";
    WEEKLY = "每周时间", "Weekly hours", "每週時間";
    WEEK_HOURS = "每周 {time}", "{time} a week", "每週 {time}";
    WEEKLY_HINT = "例如 08:30-12:00 13:30-17:30；不上班就留空。", "Such as 08:30-12:00 13:30-17:30; empty for a day off.", "例如 08:30-12:00 13:30-17:30；不上班就留空。";
    MONDAY = "周一", "Mon", "週一";
    TUESDAY = "周二", "Tue", "週二";
    WEDNESDAY = "周三", "Wed", "週三";
    THURSDAY = "周四", "Thu", "週四";
    FRIDAY = "周五", "Fri", "週五";
    SATURDAY = "周六", "Sat", "週六";
    SUNDAY = "周日", "Sun", "週日";
    YEAR_BEFORE = "上一年", "Year before", "上一年";
    YEAR_AFTER = "下一年", "Next year", "下一年";
    MONTH = "{n}月", "{n}", "{n}月";
    LEGEND_HOLIDAY = "休", "off", "休";
    LEGEND_MAKE_UP = "班", "on", "班";
    HOLIDAY = "放假", "holiday", "放假";
    MAKE_UP = "调休上班", "make-up day", "調休上班";
    WORKING = "上班", "working day", "上班";
    WEEKEND = "不上班", "day off", "不上班";
    DAY_HINT = "点一天：放假、调休上班、照常，依次切换。方向键移动。", "Press a day to switch: holiday, make-up day, as usual. Arrow keys move.", "點一天：放假、調休上班、照常，依次切換。方向鍵移動。";
    DAY_LABEL = "{date}，{what}", "{date}, {what}", "{date}，{what}";
    COUNTS = "{holidays} 天放假，{make_up} 天调休上班", "{holidays} holidays, {make_up} make-up days", "{holidays} 天放假，{make_up} 天調休上班";
    PUBLISHED = "{year} 年的放假安排已经公布并录入", "The holidays of {year} are published and entered", "{year} 年的放假安排已經公布並錄入";
    UNPUBLISHED = "{year} 年的放假安排还没有录入：计时只扣周末，期限里会写明。", "The holidays of {year} are not entered: only weekends count off, and every deadline says so.", "{year} 年的放假安排還沒有錄入：計時只扣週末，期限裡會寫明。";
    EVERY_DAY = "这个日历天天上班，不随放假安排变。", "This calendar works every day, whatever is published.", "這個日曆天天上班，不隨放假安排變。";
    UNSAVED = "有改动还没有保存。", "There are changes that are not saved.", "有改動還沒有儲存。";
    DISCARD = "放弃改动", "Discard", "放棄改動";
    BAD_HOURS = "{day}的时间看不懂，请写成 08:30-12:00 13:30-17:30。", "The hours of {day} can't be read; write 08:30-12:00 13:30-17:30.", "{day}的時間看不懂，請寫成 08:30-12:00 13:30-17:30。";

    OUT_OF_RANGE = "这个数太小或太大。", "The number is too small or too large.", "這個數太小或太大。";
    NO_HOURS = "一周至少要有一天上班。", "At least one day of the week needs working hours.", "一週至少要有一天上班。";
    OVERLAP = "同一天的时间有重叠。", "Hours of one day overlap.", "同一天的時間有重疊。";
    BOTH = "一天不能既放假又调休上班。", "A day can't be a holiday and a make-up day.", "一天不能既放假又調休上班。";
    CHANGED_MEANWHILE = "别人刚改过，请看过新的再改。", "Somebody else has just changed it. Look at it again first.", "別人剛改過，請看過新的再改。";
}
