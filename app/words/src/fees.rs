//! Money on site: what is charged, consented to, paid, handed in and invoiced; and the fee table (CUS-8, ONS-14).

use domain::{
    fees::{ChargedBecause, FeeKind, FeeStage, FeeUnit, PayBy},
    signature::DocumentKind,
};

use crate::{Text, texts};

texts! {
    TITLE = "收费", "Fees", "收費";

    KIND_VISIT = "上门服务费", "Visit", "到府服務費";
    KIND_WORK = "收费工作", "Chargeable work", "收費工作";
    KIND_TRAVEL = "交通费", "Travel", "交通費";
    KIND_MATERIALS = "材料", "Materials", "材料";
    KIND_UPGRADE = "升级转换", "Upgrade conversion", "升級轉換";
    KIND_OTHER = "其他", "Other", "其他";

    UNIT_VISIT = "次", "visit", "次";
    UNIT_HOUR = "小时", "hour", "小時";
    UNIT_KILOMETRE = "公里", "km", "公里";
    UNIT_PIECE = "件", "piece", "件";
    UNIT_ACCOUNT_SET = "账套", "account set", "帳套";
    PER = "{price} / {unit}", "{price} per {unit}", "{price} / {unit}";
    AT_COST = "按实际价格", "At cost", "按實際價格";
    LINE = "{price} × {n} {unit}", "{price} × {n} {unit}", "{price} × {n} {unit}";

    BECAUSE_NOT_COVERED = "服务期外", "Not covered by the agreement", "服務期外";
    BECAUSE_OUT_OF_SCOPE = "服务范围外的工作", "Work outside of the agreement", "服務範圍外的工作";

    STAGE_PROPOSED = "等客户确认", "Waits for consent", "等客戶確認";
    STAGE_DECLINED = "客户不同意付费", "Customer declined", "客戶不同意付費";
    STAGE_AGREED = "已确认，未付款", "Agreed, not paid", "已確認，未付款";
    STAGE_WITH_ENGINEER = "款在工程师处", "With the engineer", "款在工程師處";
    STAGE_TO_INVOICE = "待开发票", "To be invoiced", "待開發票";
    STAGE_INVOICED = "已开发票", "Invoiced", "已開發票";

    PAY_CASH = "现金", "Cash", "現金";
    PAY_TRANSFER = "转账", "Transfer", "轉帳";
    PAY_INVOICE = "凭发票付款", "Against the invoice", "憑發票付款";

    PANEL_LEAD = "先说清楚费用，客户签字同意后再动手。", "Say what it costs first; work starts when the customer has signed.", "先說清楚費用，客戶簽字同意後再動手。";
    PANEL_COVERED = "本次服务在服务期内。只有范围外的工作才收费。", "The visit is covered. Only work outside of the agreement is charged.", "本次服務在服務期內。只有範圍外的工作才收費。";
    PANEL_NOT_COVERED = "本次服务不在服务期内，要收费。", "The agreement does not cover this visit: it is charged.", "本次服務不在服務期內，要收費。";
    PANEL_LAST_VISIT = "这是最后一次免费服务。请给客户看收费标准，下次要收费。", "This is the last free visit. Show the customer the fee table: the next one is charged.", "這是最後一次免費服務。請給客戶看收費標準，下次要收費。";
    TABLE = "收费标准", "Fee table", "收費標準";
    TABLE_OF = "{date} 的收费标准", "Fee table of {date}", "{date} 的收費標準";
    TABLE_MISSING = "这台平板上还没有收费标准，请联网一次。", "The fee table is not on this tablet yet. Go online once.", "這台平板上還沒有收費標準，請連網一次。";
    PROPOSE = "按标准列出费用", "Propose the fees of the table", "按標準列出費用";
    ADD = "加上：{item}", "Add: {item}", "加上：{item}";
    LINES = "本次收费", "Charged for this visit", "本次收費";
    NO_LINES = "还没有收费项目。", "Nothing is charged.", "還沒有收費項目。";
    QUANTITY_OF = "{item} 的数量", "Quantity of {item}", "{item} 的數量";
    PRICE_OF = "{item} 的单价", "Unit price of {item}", "{item} 的單價";
    LESS = "少一个：{item}", "One less: {item}", "少一個：{item}";
    MORE = "多一个：{item}", "One more: {item}", "多一個：{item}";
    REMOVE = "去掉：{item}", "Remove: {item}", "去掉：{item}";
    TOTAL = "合计", "Total", "合計";
    ODD = "金额要核对", "check the amount", "金額要核對";
    OVERPAID = "多收 {amount}：优惠批准时工程师还不知道，请退给客户", "{amount} too much was taken: the engineer did not know of the discount yet. Give it back", "多收 {amount}：優惠批准時工程師還不知道，請退給客戶";
    PAYABLE = "应付", "To pay", "應付";
    SIGN_FEES = "请客户签字同意", "Have the customer consent", "請客戶簽字同意";
    SIGN_AGAIN = "金额增加了，请客户重新签字", "The sum has grown: have the customer consent again", "金額增加了，請客戶重新簽字";
    OTHER_PRICE = "价目表上是 {price}", "the table says {price}", "價目表上是 {price}";
    NOT_LISTED = "不在价目表上", "not on the table", "不在價目表上";
    CONSENTED = "客户已签字同意 {amount}", "The customer has consented to {amount}", "客戶已簽字同意 {amount}";
    DECLINE = "客户不同意付费", "The customer does not want to pay", "客戶不同意付費";
    DECLINE_REASON = "客户怎么说", "What the customer says", "客戶怎麼說";
    DECLINED_NOTE = "客户不同意付费：{reason}。收费的工作不做，公司会联系客户。", "The customer does not want to pay: {reason}. Chargeable work is not done; the office will be in touch.", "客戶不同意付費：{reason}。收費的工作不做，公司會聯絡客戶。";
    CONSENT_FIRST = "有收费项目，客户签字同意后才能继续。", "Something is charged. The customer has to consent before the work.", "有收費項目，客戶簽字同意後才能繼續。";
    NOT_COVERED_FIRST = "本次服务不在服务期内，动手前先和客户说好费用。", "The agreement does not cover this visit: agree on the fees before the work.", "本次服務不在服務期內，動手前先和客戶說好費用。";
    GO_TO_FEES = "去说费用", "Go to the fees", "去說費用";
    CHECK_CONSENT = "费用已经客户签字同意", "The customer has consented to the fees", "費用已經客戶簽字同意";
    CHECK_VOUCHER = "收款凭证已签字", "The voucher is signed", "收款憑證已簽字";

    DISCOUNT = "优惠", "Discount", "優惠";
    ASK_DISCOUNT = "申请优惠", "Ask for a discount", "申請優惠";
    DISCOUNT_AMOUNT = "减多少（元）", "How much less (CNY)", "減多少（元）";
    DISCOUNT_REASON = "为什么", "Why", "為什麼";
    DISCOUNT_WAITS = "申请减 {amount}，还没批准，先按全价。", "{amount} less was asked for. Until it is approved, the full price stands.", "申請減 {amount}，還沒批准，先按全價。";
    DISCOUNT_APPROVED = "{name} 批准减 {amount}", "{name} has approved {amount} less", "{name} 批准減 {amount}";
    DISCOUNT_REFUSED = "{name} 没有批准优惠：{note}", "{name} has refused the discount: {note}", "{name} 沒有批准優惠：{note}";
    DISCOUNT_INVALID = "要大于零、小于合计。", "More than nothing, less than the total.", "要大於零、小於合計。";

    PAYMENT = "付款", "Payment", "付款";
    PAY_HOW = "怎么付", "How it is paid", "怎麼付";
    PAY_AMOUNT = "金额（元）", "Amount (CNY)", "金額（元）";
    PAY_INVALID = "要大于零，不超过合计。", "More than nothing, at most the total.", "要大於零，不超過合計。";
    SIGN_VOUCHER = "请客户签收款凭证", "Have the customer sign the voucher", "請客戶簽收款憑證";
    TAKEN = "{pay_by} {amount}，客户已签凭证。", "{pay_by} {amount}; the customer has signed the voucher.", "{pay_by} {amount}，客戶已簽憑證。";
    HAND_IN_TODAY = "请在今天 24:00 前上交。", "Hand it in by midnight today.", "請在今天 24:00 前上交。";
    HANDED_IN = "公司已收到 {amount}。", "The office has received {amount}.", "公司已收到 {amount}。";

    FEES_TITLE = "费用确认", "Consent to the fees", "費用確認";
    FEES_TEXT = "我已知道并同意上面的费用。以后增加费用，要我重新签字。", "I have read the fees above and consent to them. If they grow, I am asked again.", "我已知道並同意上面的費用。以後增加費用，要我重新簽字。";
    VOUCHER_TITLE = "收款凭证", "Voucher", "收款憑證";
    VOUCHER_TEXT = "我按上面写的方式付款，金额正确。", "I pay as written above, and the amount is right.", "我按上面寫的方式付款，金額正確。";

    LEAD = "现场收的钱：当天上交，下个工作日开发票。", "Money taken on site: handed in the same day, invoiced the next working day.", "現場收的錢：當天上交，下個工作日開發票。";
    EMPTY = "没有要处理的收费。", "No money is out.", "沒有要處理的收費。";
    EMPTY_FILTERED = "没有符合条件的收费。", "Nothing matches.", "沒有符合條件的收費。";
    ALL = "全部", "All", "全部";
    WAITING_DISCOUNT = "待批优惠", "Discount to be decided", "待批優惠";
    COLUMN_ENGINEER = "工程师", "Engineer", "工程師";
    COLUMN_AMOUNT = "金额", "Amount", "金額";
    COLUMN_STAGE = "状态", "State", "狀態";
    COLUMN_DUE = "到期", "Due", "到期";
    COLUMN_ACTIONS = "操作", "Actions", "操作";
    APPROVE = "批准优惠", "Approve the discount", "批准優惠";
    REFUSE = "不批准", "Refuse it", "不批准";
    RECEIVE = "收到上交款", "Receive the money", "收到上交款";
    INVOICE = "登记发票", "Record the invoice", "登記發票";
    COUNTED = "清点金额（元）", "Amount counted (CNY)", "清點金額（元）";
    COUNTED_HINT = "凭证上是 {amount}。不一样要写明原因。", "The voucher says {amount}. A difference needs a note.", "憑證上是 {amount}。不一樣要寫明原因。";
    NOTE = "说明", "Note", "說明";
    REFUSE_WHY = "为什么不批准", "Why not", "為什麼不批准";
    INVOICE_NUMBER = "发票号码", "Invoice number", "發票號碼";
    APPROVED = "{unit}：优惠已批准。", "{unit}: the discount is approved.", "{unit}：優惠已批准。";
    REFUSED = "{unit}：优惠没有批准。", "{unit}: the discount is refused.", "{unit}：優惠沒有批准。";
    RECEIVED = "{unit}：已收到上交款。", "{unit}: the money is received.", "{unit}：已收到上交款。";
    INVOICED = "{unit}：发票已登记。", "{unit}: the invoice is recorded.", "{unit}：發票已登記。";
    TAKEN_BACK = "{unit}：已撤销。", "{unit}: taken back.", "{unit}：已撤銷。";
    NOT_AN_AMOUNT = "请填金额，最多两位小数。", "Please give an amount with at most two decimals.", "請填金額，最多兩位小數。";
    DIFFERENCE = "比凭证少 {amount}", "{amount} less than the voucher", "比憑證少 {amount}";
    SURPLUS = "比凭证多 {amount}", "{amount} more than the voucher", "比憑證多 {amount}";
    STORY = "经过", "What happened", "經過";

    DID_PROPOSE = "列出费用 {amount}", "Fees proposed: {amount}", "列出費用 {amount}";
    DID_PROPOSE_NOTHING = "去掉全部收费", "All charges removed", "去掉全部收費";
    DID_TAKE = "客户签收款凭证", "The customer signed the voucher", "客戶簽收款憑證";
    DID_RECEIVE = "收到上交款 {amount}", "Money received: {amount}", "收到上交款 {amount}";
    DID_INVOICE = "发票 {number}", "Invoice {number}", "發票 {number}";
    DID_TAKE_BACK = "撤销上一步", "The last step was taken back", "撤銷上一步";
    ACT_PROPOSE = "列出费用", "Proposed fees", "列出費用";
    ACT_DECLINE = "记下客户不同意付费", "Noted that the customer does not want to pay", "記下客戶不同意付費";
    ACT_ASK_DISCOUNT = "申请优惠", "Asked for a discount", "申請優惠";
    ACT_PAYMENT = "填收款凭证", "Filled in the voucher", "填收款憑證";

    SETTINGS_LEAD = "今天起收的费用按这张表。换价格就另加一行，写上起始日期。", "What is charged from today on. For a new price add a row with its first day.", "今天起收的費用按這張表。換價格就另加一行，寫上起始日期。";
    ITEM = "项目", "Item", "項目";
    ITEM_NAME = "名称（空着用类别名）", "Name, if other than the kind", "名稱（空著用類別名）";
    KIND = "类别", "Kind", "類別";
    UNIT = "单位", "Unit", "單位";
    PRICE = "单价（元）", "Unit price (CNY)", "單價（元）";
    PRICE_HINT = "空着：按实际价格。", "Empty: at cost.", "空著：按實際價格。";
    FROM = "起始日期", "First day", "起始日期";
    UNTIL = "截止日期", "Last day", "截止日期";
    UNTIL_HINT = "空着：没有截止。", "Empty: no end.", "空著：沒有截止。";
    VALIDITY = "有效期", "Valid", "有效期";
    VALID_FROM = "{from} 起", "from {from}", "{from} 起";
    VALID_BETWEEN = "{from} 至 {until}", "{from} to {until}", "{from} 至 {until}";
    NOT_YET = "未生效", "not yet", "未生效";
    OVER = "已失效", "over", "已失效";
    ADD_ITEM = "加一行", "Add a row", "加一行";
    ADD_TITLE = "新的收费项目", "New fee", "新的收費項目";
    EDIT_TITLE = "修改收费项目", "Change a fee", "修改收費項目";
    DELETE = "删除", "Delete", "刪除";
    DELETED = "已删除：{name}", "Deleted: {name}", "已刪除：{name}";
    DAY_INVALID = "请填日期。", "Please give a day.", "請填日期。";
}

#[must_use]
pub const fn kind(kind: FeeKind) -> Text {
    match kind {
        FeeKind::Visit => KIND_VISIT,
        FeeKind::Work => KIND_WORK,
        FeeKind::Travel => KIND_TRAVEL,
        FeeKind::Materials => KIND_MATERIALS,
        FeeKind::Upgrade => KIND_UPGRADE,
        FeeKind::Other => KIND_OTHER,
    }
}

#[must_use]
pub const fn unit(unit: FeeUnit) -> Text {
    match unit {
        FeeUnit::Visit => UNIT_VISIT,
        FeeUnit::Hour => UNIT_HOUR,
        FeeUnit::Kilometre => UNIT_KILOMETRE,
        FeeUnit::Piece => UNIT_PIECE,
        FeeUnit::AccountSet => UNIT_ACCOUNT_SET,
    }
}

#[must_use]
pub const fn stage(stage: FeeStage) -> Text {
    match stage {
        FeeStage::Proposed => STAGE_PROPOSED,
        FeeStage::Declined => STAGE_DECLINED,
        FeeStage::Agreed => STAGE_AGREED,
        FeeStage::WithEngineer => STAGE_WITH_ENGINEER,
        FeeStage::ToInvoice => STAGE_TO_INVOICE,
        FeeStage::Invoiced => STAGE_INVOICED,
    }
}

#[must_use]
pub const fn pay_by(pay_by: PayBy) -> Text {
    match pay_by {
        PayBy::Cash => PAY_CASH,
        PayBy::Transfer => PAY_TRANSFER,
        PayBy::Invoice => PAY_INVOICE,
    }
}

#[must_use]
pub const fn because(because: ChargedBecause) -> Text {
    match because {
        ChargedBecause::NotCovered => BECAUSE_NOT_COVERED,
        ChargedBecause::OutOfScope => BECAUSE_OUT_OF_SCOPE,
    }
}

/// Title of a paper about money, and what the customer under it declares; None for other documents.
#[must_use]
pub const fn paper(kind: DocumentKind) -> Option<(Text, Text)> {
    match kind {
        DocumentKind::Fees => Some((FEES_TITLE, FEES_TEXT)),
        DocumentKind::Voucher => Some((VOUCHER_TITLE, VOUCHER_TEXT)),
        _ => None,
    }
}
