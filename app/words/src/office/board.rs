//! Texts of the live board.

use crate::texts;

texts! {
    TITLE = "派单看板", "Dispatch board", "派單看板";
    QUEUE = "待派发", "Queue", "待派發";
    TO_WRITE_OFF = "待核销", "Write off", "待核銷";
    TO_DECIDE = "待决定", "Decide", "待決定";
    SECTIONS = "请求的分组", "Groups of requests", "請求的分組";
    YESTERDAY = "昨日未解决，今天要处理", "Unsolved from before today: deal with it today", "昨日未解決，今天要處理";
    RETURNED_TODAY = "其余已交单", "Other returned forms", "其餘已交單";
    QUEUE_EMPTY = "没有待派发的请求。", "No request is waiting to be dispatched.", "沒有待派發的請求。";
    WRITE_OFF_EMPTY = "没有待核销的单子。", "No form is waiting to be written off.", "沒有待核銷的單子。";
    DECIDE_EMPTY = "没有等您决定的事。", "Nothing is waiting for your decision.", "沒有等您決定的事。";
    FILTERED_EMPTY = "没有符合筛选的请求。", "No request matches the filter.", "沒有符合篩選的請求。";
    NEW = "新请求", "New", "新請求";

    TODAY = "今天", "Today", "今天";
    TOMORROW = "明天", "Tomorrow", "明天";
    YESTERDAY_DAY = "昨天", "Yesterday", "昨天";
    PREVIOUS_DAY = "前一天", "Day before", "前一天";
    NEXT_DAY = "后一天", "Day after", "後一天";
    LANES = "工程师一天的安排", "The engineers' day", "工程師一天的安排";
    ENGINEERS = "工程师 {n}", "Engineers {n}", "工程師 {n}";
    NO_ENGINEERS = "没有符合筛选的工程师。", "No engineer matches the filter.", "沒有符合篩選的工程師。";
    LANE_LABEL = "{name}，{skills}，{jobs} 单，已排 {load}%", "{name}, {skills}, {jobs} {jobs?job|jobs}, {load}% planned", "{name}，{skills}，{jobs} 單，已排 {load}%";
    LOAD_TITLE = "已排 {load}%：上门和路上的时间，按 8 小时算", "{load}% planned: visits and driving, of 8 hours", "已排 {load}%：到府和路上的時間，按 8 小時算";
    NO_SKILLS = "未登记技能", "no skills on file", "未登記技能";
    JOB_LABEL = "{unit}，{engineer}，{from} 到 {to}，{state}", "{unit}, {engineer}, {from} to {to}, {state}", "{unit}，{engineer}，{from} 到 {to}，{state}";
    CARD_LABEL = "{unit}，{symptom}，{details}，{due}", "{unit}, {symptom}, {details}, {due}", "{unit}，{symptom}，{details}，{due}";
    DUE_AT = "{what} {time} 到期", "{what} due {time}", "{what} {time} 到期";
    NO_DUE = "没有期限", "no clock running", "沒有期限";
    GOES_ALONG_WITH = "陪 {name} 去", "goes along with {name}", "陪 {name} 去";
    ABOUT = "{time} 已约", "{time} agreed", "{time} 已約";
    WISHED = "希望 {time}", "wished {time}", "希望 {time}";
    ASKS_FOR_HELP = "请求支援", "asks for help", "請求支援";
    AGAIN = "再派", "again", "再派";
    DECLINED_CHIP = "曾退回", "declined before", "曾退回";
    WAY_TIGHT = "路上来不及：间隔不够", "too little time for the way", "路上來不及：間隔不夠";
    LUNCH = "午休", "Lunch", "午休";
    NOW = "现在 {time}", "Now {time}", "現在 {time}";

    DROP_HERE = "放在这里：{time} 到", "Put here: there at {time}", "放在這裡：{time} 到";
    DROP_MARGIN = "放在这里：{time} 到，{margin}", "Put here: there at {time}, {margin}", "放在這裡：{time} 到，{margin}";
    PREVIEW = "{time} 到", "there at {time}", "{time} 到";
    TOO_EARLY = "路上要到 {time}", "the way takes until {time}", "路上要到 {time}";
    DELAYS_NEXT = "下一单会晚 {time}", "the next job gets {time} late", "下一單會晚 {time}";
    TAKES_BREAK = "占到午休", "takes from lunch", "占到午休";
    ONLY_OWN_REGION = "别区工程师：只显示本区的单", "From another region: only your region's jobs are shown", "別區工程師：只顯示本區的單";
    DROP_NOWHERE = "拖到一位工程师的时间轴上", "Drag onto an engineer's day", "拖到一位工程師的時間軸上";
    DROP_PAST = "这个时间已经过去", "That time has passed", "這個時間已經過去";
    DROP_BACK = "放开就收回到待派发", "Let go to take it back", "放開就收回到待派發";
    FIXED = "工程师已到现场，不能再移动。", "The engineer is on site; this can't be moved any more.", "工程師已到現場，不能再移動。";
    NOT_YOURS = "您不能派发这个请求。", "You may not dispatch this request.", "您不能派發這個請求。";
    HELD = "{engineer}，{what}。按 Enter 确认，Esc 取消。", "{engineer}, {what}. Enter to confirm, Escape to cancel.", "{engineer}，{what}。按 Enter 確認，Esc 取消。";
    LET_GO = "已取消移动。", "Move cancelled.", "已取消移動。";

    FIND = "客户、单号、电话、工程师", "Customer, number, phone, engineer", "客戶、單號、電話、工程師";
    FIND_LABEL = "筛选看板", "Filter the board", "篩選看板";
    FILTER = "筛选", "Filter", "篩選";
    ALL_REGIONS = "全部区域", "All regions", "全部區域";
    ALL_SKILLS = "全部产品", "All products", "全部產品";
    REGION = "区域", "Region", "區域";
    SKILL = "产品", "Product", "產品";
    MINE = "只看我的", "Only mine", "只看我的";
    MINE_HINT = "我登记的、我派发的，或我负责区域的请求", "Requests I took down, dispatched, or of my region", "我登記的、我派發的，或我負責區域的請求";
    SAVED_FILTERS = "我的筛选", "My filters", "我的篩選";
    SAVE_FILTER = "存为筛选", "Save filter", "存為篩選";
    FILTER_NAME = "筛选的名称", "Name of the filter", "篩選的名稱";
    FILTER_NAME_EMPTY = "请起一个名称。", "Please give it a name.", "請取一個名稱。";
    REMOVE_FILTER = "删除筛选「{name}」", "Remove the filter “{name}”", "刪除篩選「{name}」";
    CLEAR_FILTER = "清除筛选", "Clear", "清除篩選";
    APPLY_FILTER = "我的筛选：{name}", "My filter: {name}", "我的篩選：{name}";

    FACES = "也在看板上：{names}", "Also on the board: {names}", "也在看板上：{names}";
    LOOKING = "{name} 正在看", "{name} is looking at this", "{name} 正在看";
    MOVING = "{name} 正在移动", "{name} is moving this", "{name} 正在移動";

    DETAIL = "请求详情", "The request", "請求詳情";
    DETAIL_EMPTY = "选一个请求，看它的期限、谁可以去、可以做什么。", "Choose a request to see why it is due, who can go and what can be done.", "選一個請求，看它的期限、誰可以去、可以做什麼。";
    DETAIL_KEYS = "J K 在队列里选，A 派发，? 看全部快捷键。", "J and K walk the queue, A assigns, ? shows all keys.", "J K 在佇列裡選，A 派發，? 看全部快速鍵。";
    TAKEN_BY = "{channel} · {who} {time}", "{channel} · {who} {time}", "{channel} · {who} {time}";
    CUSTOMER = "客户", "Customer", "客戶";
    ARCHIVE_NUMBER = "档案号", "Archive number", "檔案號";
    CONTACT = "联系人", "Contact", "聯絡人";
    PRODUCT = "产品", "Product", "產品";
    DONGLE = "加密锁 {n}", "dongle {n}", "加密鎖 {n}";
    ADDRESS = "地址", "Address", "地址";
    LAST_TIME = "上次", "Last time", "上次";
    DISPATCH = "派单", "Dispatch", "派單";
    ENGINEER = "工程师", "Engineer", "工程師";
    PLANNED = "计划", "Planned", "計劃";
    AGREED = "约定", "Agreed", "約定";
    AGREED_DIFFERS = "与计划不同", "differs from the plan", "與計劃不同";
    ALLOWED = "可约范围", "May promise", "可約範圍";
    ON_SITE = "现场", "On site", "現場";
    FOUND = "原因", "Cause", "原因";
    SOLVED = "解决", "Solution", "解決";
    RESULT = "评价", "Result", "評價";
    SIGNATURE = "签字", "Signature", "簽字";
    REASON = "说明", "Remark", "說明";

    UNASSIGNED = "未派", "Unassigned", "未派";
    DUE_SOON = "2 小时内到期", "Due within 2 hours", "2 小時內到期";
    OVERDUE = "超时", "Overdue", "逾時";
    AT_WORK = "在现场", "On site", "在現場";
    RETURNED = "已交单待核销", "Returned, to write off", "已交單待核銷";
    UNSOLVED = "昨日未解决", "Unsolved from before", "昨日未解決";
    COUNTS = "看板的数字", "The board in numbers", "看板的數字";

    SHORTCUTS = "快捷键", "Keyboard shortcuts", "快速鍵";
    ALL_KEYS = "全部快捷键", "All shortcuts", "全部快速鍵";
    KEY_WALK = "在队列里选下一个、上一个", "Next and previous in the queue", "在佇列裡選下一個、上一個";
    KEY_WALK_SHORT = "选请求", "choose", "選請求";
    KEY_ASSIGN = "到「派给谁」；↑ ↓ 选择，Enter 派发", "Go to “Who to send”; ↑ ↓ choose, Enter assigns", "到「派給誰」；↑ ↓ 選擇，Enter 派發";
    KEY_ASSIGN_SHORT = "派发", "assign", "派發";
    KEY_TIME = "把选中的请求移动 15 分钟", "Move the chosen request by 15 minutes", "把選中的請求移動 15 分鐘";
    KEY_TIME_SHORT = "移动时间", "move", "移動時間";
    KEY_LANE = "移给上一位、下一位工程师", "Give it to the engineer above or below", "移給上一位、下一位工程師";
    KEY_CONFIRM = "确认移动", "Confirm the move", "確認移動";
    KEY_CANCEL = "取消移动，关闭详情", "Cancel the move, close the panel", "取消移動，關閉詳情";
    KEY_UNDO = "撤销上一步", "Undo the last step", "復原上一步";
    KEY_FIND = "筛选看板", "Filter the board", "篩選看板";
    KEY_HELP = "显示快捷键", "Show the shortcuts", "顯示快速鍵";
    KEYS_SWITCH = "单个字母的快捷键", "Single-letter shortcuts", "單個字母的快速鍵";
    KEYS_SWITCH_HINT = "关掉后，J K A ? / 和方向键不再有作用。", "When off, J K A ? / and the arrow keys do nothing.", "關掉後，J K A ? / 和方向鍵不再有作用。";
}
