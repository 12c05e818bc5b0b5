//! Words for states, steps, kinds and fields.

use domain::{
    people::{Level, Role},
    request::{Channel, DispatchState, RequestState, Urgency},
    visit::{ProblemType, Solved, Step},
};

use crate::{Text, fees, texts, unresolved};

texts! {
    DRAFT = "草稿", "Draft", "草稿";
    SUBMITTED = "待审核", "To be verified", "待審核";
    VERIFIED = "待派发", "To be dispatched", "待派發";
    DISPATCHED = "已派发", "Dispatched", "已派發";
    RETURNED = "已交单", "Returned", "已交單";
    SENT_BACK = "退回补充", "Sent back", "退回補充";
    WRITTEN_OFF = "已核销", "Written off", "已核銷";
    ARCHIVED = "已归档", "Archived", "已歸檔";
    DECLINED = "已退回", "Declined", "已退回";
    CANCELLED = "已取消", "Cancelled", "已取消";
    OFFERED = "已派未确认", "Offered", "已派未確認";
    CONFIRMED = "已确认", "Confirmed", "已確認";
    APPOINTED = "已约时间", "Appointed", "已約時間";
    EN_ROUTE = "途中", "On the way", "途中";
    ON_SITE = "在现场", "On site", "在現場";
    SIGNED = "已签字", "Signed", "已簽字";
    UNSIGNED = "未签字", "Not signed", "未簽字";
    NOT_MET = "无人在场", "Nobody there", "無人在場";
    SOLVED_BY_PHONE = "电话解决", "Solved by phone", "電話解決";
    REFUSED = "已拒绝", "Refused", "已拒絕";
    RECALLED = "已收回", "Recalled", "已收回";
    DISPUTED = "有争议", "Disputed", "有爭議";
    SUPERSEDED = "已作废", "Superseded", "已作廢";

    STEP_CONFIRM = "确认", "Confirm", "確認";
    STEP_APPOINT = "预约", "Appointment", "預約";
    STEP_BADGE = "出示胸牌", "Badge", "出示識別證";
    STEP_KNOCK = "敲门", "Knock", "敲門";
    STEP_INTRODUCE = "自我介绍", "Introduce yourself", "自我介紹";
    STEP_DEMONSTRATE = "询问与演示", "Ask and let them show", "詢問與示範";
    STEP_BACK_UP = "备份", "Back up", "備份";
    STEP_SOLVE = "解决", "Solve", "解決";
    STEP_TRIAL_RUN = "客户试运行", "Customer's trial run", "客戶試運行";
    STEP_EXPLAIN = "讲解与预防", "Explain and prevent", "講解與預防";
    STEP_SIGN = "客户签字", "Signature", "客戶簽字";
    STEP_FAREWELL = "告别", "Farewell", "告別";

    QUALITY = "产品质量", "Product quality", "產品品質";
    REQUIREMENT = "需求", "Requirement", "需求";
    USAGE = "使用", "Usage", "使用";
    OTHER = "其他", "Other", "其他";
    SOLVED_ALL = "全部解决", "All solved", "全部解決";
    SOLVED_PARTLY = "部分解决", "Partly solved", "部分解決";
    SOLVED_NOT = "没有解决", "Not solved", "沒有解決";

    BY_PHONE = "电话", "Phone", "電話";
    BY_FAX = "传真", "Fax", "傳真";
    BY_VISIT = "来访", "Visit", "來訪";
    BY_EMAIL = "电子邮件", "E-mail", "電子郵件";
    PAYROLL = "紧急·工资", "Urgent: payroll", "緊急·薪資";
    AUDIT = "紧急·审计", "Urgent: audit", "緊急·審計";
    NORMAL = "普通", "Normal", "普通";
    BASIC = "初级", "Basic", "初級";
    INTERMEDIATE = "中级", "Intermediate", "中級";
    SENIOR = "高级", "Senior", "高級";

    HOTLINE = "热线工程师", "Hotline", "熱線工程師";
    FIELD_ENGINEER = "现场工程师", "Field engineer", "現場工程師";
    DUTY_MANAGER = "值班经理", "Duty manager", "值班經理";
    REGION_MANAGER = "区域经理", "Region manager", "區域經理";
    SUPPORT_MANAGER = "支持经理", "Support manager", "支援經理";
    QUALITY_SUPERVISOR = "服务监督", "Quality supervisor", "服務監督";
    IMPLEMENTER = "实施顾问", "Implementer", "實施顧問";
    PROJECT_MANAGER = "项目经理", "Project manager", "專案經理";
    IMPLEMENTATION_MANAGER = "实施经理", "Implementation manager", "實施經理";
    TRAINER = "培训讲师", "Trainer", "培訓講師";
    SALES = "销售", "Sales", "銷售";
    ARCHIVIST = "档案员", "Archivist", "檔案員";
    GENERAL_MANAGER = "总经理", "General manager", "總經理";
    ADMIN = "管理员", "Administrator", "管理員";

    FIELD_REASON = "原因", "reason", "原因";
    FIELD_SYMPTOM = "故障现象", "symptom", "故障現象";
    FIELD_CUSTOMER = "客户", "customer", "客戶";
    FIELD_CONTACT = "联系人", "contact", "聯絡人";
    FIELD_DECISION = "处理决定", "decision", "處理決定";
    FIELD_ADVICE = "意见", "advice", "意見";
    FIELD_SOLUTION = "解决方法", "solution", "解決方法";
    FIELD_CAUSE = "原因分析", "cause", "原因分析";
    FIELD_PATH = "备份位置", "where the backup went", "備份位置";
    FIELD_ACCOUNT_SETS = "账套", "account sets", "帳套";
    FIELD_SIGNER = "签字人姓名", "signer's name", "簽字人姓名";
    FIELD_SATISFACTION = "满意度", "satisfaction", "滿意度";
    FIELD_RESULT = "客户评价", "the customer's result", "客戶評價";
    FIELD_LEFT_AT = "离开时间", "time of leaving", "離開時間";
    FIELD_NOTE = "说明", "note", "說明";
    FIELD_MINUTES = "时长", "duration", "時長";

    LOGIN_FAILURE = "登录故障", "Log-in failure", "登入故障";
    APPLICATION_FAILURE = "应用故障", "Application failure", "應用故障";
    INSTALLATION_TRAINING = "安装培训", "Installation and training", "安裝培訓";
    PATCH = "补丁安装", "Patch", "修補程式";
    DATA_MIGRATION = "数据迁移", "Data migration", "資料遷移";
    PERIOD_CLOSING = "结账服务", "Period closing", "結帳服務";
    REPORT_MAKING = "报表制作", "Report making", "報表製作";
    FORM_PRINTING = "套打调试", "Form printing", "套印調試";
    YEAR_CARRY_OVER = "年度结转", "Year-end carry-over", "年度結轉";
    UPGRADE = "升级服务", "Upgrade", "升級服務";
    HARDWARE_FAILURE = "硬件故障", "Hardware failure", "硬體故障";
    SYSTEM_MIGRATION = "系统迁移", "System migration", "系統遷移";
    DATA_CORRECTION = "数据矫正", "Data correction", "資料矯正";
    POLICY_CHANGE = "政策调整", "Policy change", "政策調整";
    INVOICE_MAKING = "发票制作", "Invoicing", "發票製作";
    PRODUCT_QUALITY = "产品质量", "Product quality", "產品品質";
    PASSWORD = "密码", "Password", "密碼";

    CITY_SOUTH = "城南", "City south", "城南";
    CITY_NORTH = "城北", "City north", "城北";
    OUTER = "远郊", "Outer districts", "遠郊";
}

/// The categories of the catalogue: stable word and text.
pub const CATEGORIES: [(&str, Text); 17] = [
    ("login_failure", LOGIN_FAILURE),
    ("application_failure", APPLICATION_FAILURE),
    ("installation_training", INSTALLATION_TRAINING),
    ("patch", PATCH),
    ("data_migration", DATA_MIGRATION),
    ("period_closing", PERIOD_CLOSING),
    ("report_making", REPORT_MAKING),
    ("form_printing", FORM_PRINTING),
    ("year_carry_over", YEAR_CARRY_OVER),
    ("upgrade", UPGRADE),
    ("hardware_failure", HARDWARE_FAILURE),
    ("system_migration", SYSTEM_MIGRATION),
    ("data_correction", DATA_CORRECTION),
    ("policy_change", POLICY_CHANGE),
    ("invoice_making", INVOICE_MAKING),
    ("product_quality", PRODUCT_QUALITY),
    ("password", PASSWORD),
];

/// The text of a category; None for one the centre made itself.
#[must_use]
pub fn category(word: &str) -> Option<Text> {
    CATEGORIES.iter().find(|(known, _)| *known == word).map(|(_, text)| *text)
}

/// The text of a region; None for one the centre made itself.
#[must_use]
pub fn region(word: &str) -> Option<Text> {
    match word {
        "city_south" => Some(CITY_SOUTH),
        "city_north" => Some(CITY_NORTH),
        "outer" => Some(OUTER),
        _ => None,
    }
}

#[must_use]
pub const fn request_state(state: RequestState) -> Text {
    match state {
        RequestState::Draft => DRAFT,
        RequestState::Submitted => SUBMITTED,
        RequestState::Verified => VERIFIED,
        RequestState::Dispatched => DISPATCHED,
        RequestState::Returned => RETURNED,
        RequestState::SentBack => SENT_BACK,
        RequestState::WrittenOff => WRITTEN_OFF,
        RequestState::Archived => ARCHIVED,
        RequestState::Declined => DECLINED,
        RequestState::Cancelled => CANCELLED,
    }
}

#[must_use]
pub const fn dispatch_state(state: DispatchState) -> Text {
    match state {
        DispatchState::Offered => OFFERED,
        DispatchState::Confirmed => CONFIRMED,
        DispatchState::Appointed => APPOINTED,
        DispatchState::EnRoute => EN_ROUTE,
        DispatchState::OnSite => ON_SITE,
        DispatchState::Signed => SIGNED,
        DispatchState::Unsigned => UNSIGNED,
        DispatchState::NotMet => NOT_MET,
        DispatchState::SolvedByPhone => SOLVED_BY_PHONE,
        DispatchState::Returned => RETURNED,
        DispatchState::Refused => REFUSED,
        DispatchState::Recalled => RECALLED,
        DispatchState::Disputed => DISPUTED,
        DispatchState::Superseded => SUPERSEDED,
    }
}

/// The text for a state's word on the wire.
#[must_use]
pub fn of_word(word: &str) -> Option<Text> {
    let request = RequestState::ALL.into_iter().find(|state| state.word() == word).map(request_state);
    let dispatch = || DispatchState::ALL.into_iter().find(|state| state.word() == word).map(dispatch_state);
    request.or_else(dispatch).or_else(|| crate::office::clocks::state_of_word(word))
}

#[must_use]
pub const fn step(step: Step) -> Text {
    match step {
        Step::Confirm => STEP_CONFIRM,
        Step::Appoint => STEP_APPOINT,
        Step::Badge => STEP_BADGE,
        Step::Knock => STEP_KNOCK,
        Step::Introduce => STEP_INTRODUCE,
        Step::Demonstrate => STEP_DEMONSTRATE,
        Step::BackUp => STEP_BACK_UP,
        Step::Solve => STEP_SOLVE,
        Step::TrialRun => STEP_TRIAL_RUN,
        Step::Explain => STEP_EXPLAIN,
        Step::Sign => STEP_SIGN,
        Step::Farewell => STEP_FAREWELL,
    }
}

#[must_use]
pub const fn problem_type(kind: ProblemType) -> Text {
    match kind {
        ProblemType::Quality => QUALITY,
        ProblemType::Requirement => REQUIREMENT,
        ProblemType::Usage => USAGE,
        ProblemType::Other => OTHER,
    }
}

#[must_use]
pub const fn solved(solved: Solved) -> Text {
    match solved {
        Solved::All => SOLVED_ALL,
        Solved::Partly => SOLVED_PARTLY,
        Solved::Not => SOLVED_NOT,
    }
}

#[must_use]
pub const fn channel(channel: Channel) -> Text {
    match channel {
        Channel::Phone => BY_PHONE,
        Channel::Fax => BY_FAX,
        Channel::Visit => BY_VISIT,
        Channel::Email => BY_EMAIL,
    }
}

#[must_use]
pub const fn urgency(urgency: Urgency) -> Text {
    match urgency {
        Urgency::Payroll => PAYROLL,
        Urgency::Audit => AUDIT,
        Urgency::Normal => NORMAL,
    }
}

#[must_use]
pub const fn level(level: Level) -> Text {
    match level {
        Level::Basic => BASIC,
        Level::Intermediate => INTERMEDIATE,
        Level::Senior => SENIOR,
    }
}

#[must_use]
pub const fn role(role: Role) -> Text {
    match role {
        Role::Hotline => HOTLINE,
        Role::Field => FIELD_ENGINEER,
        Role::DutyManager => DUTY_MANAGER,
        Role::RegionManager => REGION_MANAGER,
        Role::SupportManager => SUPPORT_MANAGER,
        Role::Quality => QUALITY_SUPERVISOR,
        Role::Implementer => IMPLEMENTER,
        Role::ProjectManager => PROJECT_MANAGER,
        Role::ImplementationManager => IMPLEMENTATION_MANAGER,
        Role::Trainer => TRAINER,
        Role::Sales => SALES,
        Role::Archivist => ARCHIVIST,
        Role::GeneralManager => GENERAL_MANAGER,
        Role::Admin => ADMIN,
    }
}

/// The text for a field named at the end of a JSON pointer.
#[must_use]
pub fn field(name: &str) -> Option<Text> {
    Some(match name {
        "reason" => FIELD_REASON,
        "symptom" => FIELD_SYMPTOM,
        "customer" => FIELD_CUSTOMER,
        "contact" | "name" => FIELD_CONTACT,
        "decision" => FIELD_DECISION,
        "advice" => FIELD_ADVICE,
        "solution" => FIELD_SOLUTION,
        "cause" => FIELD_CAUSE,
        "path" => FIELD_PATH,
        "account_sets" => FIELD_ACCOUNT_SETS,
        "signer_name" => FIELD_SIGNER,
        "satisfaction" => FIELD_SATISFACTION,
        "result" => FIELD_RESULT,
        "left_at" => FIELD_LEFT_AT,
        "note" => FIELD_NOTE,
        "minutes" => FIELD_MINUTES,
        "plan" => unresolved::PLAN,
        "findings" => unresolved::FINDINGS,
        "participants" => unresolved::PARTICIPANTS,
        "description" => unresolved::DESCRIPTION,
        "recipient" => unresolved::RECIPIENT,
        "submission_number" => unresolved::SUBMISSION_NUMBER,
        "received_by" => unresolved::RECEIVED_BY,
        "state" | "text" => unresolved::STATE_OF_THINGS,
        "media" => unresolved::MEDIA,
        "media_count" => unresolved::MEDIA_COUNT,
        "problem" => unresolved::PROBLEM,
        "record" => unresolved::RECORD,
        "witness" => unresolved::WITNESS,
        "fees" | "lines" => fees::LINES,
        "payment" => fees::PAYMENT,
        "amount" => fees::COLUMN_AMOUNT,
        "counted" => fees::COUNTED,
        "number" => fees::INVOICE_NUMBER,
        _ => return None,
    })
}
