//! The sheets of rows and the user's data: every value stands on one landscape or portrait page.

use domain::{
    Timestamp,
    day_sheet::CallResult,
    dispatch_sheet::Outcome,
    roster::{Duty, Month, Post, Row},
    time::DAY,
};
use print::{
    forms::{
        Call, Centre, Contents, DaySheet, DispatchRow, DispatchSheet, Form, HeadquartersCase, HeadquartersLog,
        Printing, Signatures, UserData, Verification,
    },
    pages, render,
};
use words::Lang;

use super::{
    example::request_with_data,
    look::{keep, text},
};

const MONDAY: Timestamp = Timestamp(1_795_395_600_000);

/// Calls with a printing for each language.
fn for_everybody(print: impl Fn(&Printing)) {
    let centre = Centre { name: "太原星辰软件服务中心".to_owned(), zone: chrono_tz::Asia::Shanghai };
    let code = domain::verification::code([9; 16]);
    let verification =
        Verification { code, server: "https://service.example".to_owned(), content_hash: "ab".repeat(32) };
    for lang in Lang::ALL {
        print(&Printing { centre: &centre, verification: &verification, lang, as_of: MONDAY });
    }
}

/// Sets a form on one page and finds these texts on it.
fn shows<F: Form>(name: &str, form: &F, wanted: &[&str]) {
    assert_eq!(pages(form).expect("set"), 1, "{name}");
    let pdf = render(form).expect("set");
    keep(&format!("{name} {}.pdf", form.sheet().language), &pdf);
    let text = text(&pdf);
    for wanted in wanted.iter().copied().chain([form.sheet().title.as_str(), &form.sheet().code]) {
        let wanted: String = wanted.split_whitespace().collect();
        assert!(text.contains(&wanted), "{wanted} is not on {name}: {text}");
    }
}

/// 1 November 2026, 00:00 in Shanghai: a Sunday.
const NOVEMBER: Timestamp = Timestamp(1_793_462_400_000);

/// A month in which somebody came instead of the engineer on the 12th, and nobody instead of the manager on the 13th.
fn november() -> Vec<Row> {
    let month: Month = "2026-11".parse().expect("a month");
    let duty = |post, name: &str, changed_to: Option<&str>| Duty {
        post,
        name: name.to_owned(),
        changed_to: changed_to.map(ToOwned::to_owned),
    };
    let day = |date: chrono::NaiveDate| {
        let is = |text: &str| date.to_string() == text;
        let manager = duty(Post::Manager, "周伟", is("2026-11-13").then_some(""));
        let late = duty(Post::Late, "刘敏", is("2026-11-12").then_some("陈静"));
        let of_engineers = if is("2026-11-01") {
            vec![duty(Post::Weekend, "武磊", None)]
        } else {
            vec![
                duty(Post::Day, "段雪", None),
                duty(Post::Noon, if is("2026-11-10") { "" } else { "高翔" }, None),
                late,
            ]
        };
        Row {
            date,
            duties: [vec![manager], of_engineers].concat(),
            prepared_by: "赵强".to_owned(),
            reviewed_by: "孙莉".to_owned(),
            archived_by: "吴芳".to_owned(),
        }
    };
    month.days().map(day).collect()
}

#[test]
fn the_roster_shows_a_row_for_each_day_with_its_shifts_and_who_came_instead() {
    let contents = Contents { number: "2026-11", from: NOVEMBER };
    for_everybody(|printing| {
        let form = contents.roster(&november(), printing);
        let pdf = render(&form).expect("set");
        keep(&format!("QR-01 {}.pdf", form.sheet().language), &pdf);
        let text = text(&pdf);
        let post = |post| words::office::roster::post(post).get(printing.lang);
        let [day, noon, late, weekend] = [Post::Day, Post::Noon, Post::Late, Post::Weekend].map(post);
        let wanted = [
            form.sheet().title.clone(),
            form.sheet().code.clone(),
            "QR/01".to_owned(),
            "2026-11-01 – 2026-11-30".to_owned(),
            // Date, engineer, changed to, manager, changed to.
            format!("2026-11-01 {weekend} 武磊 周伟 2026-11-02"),
            format!("2026-11-10 {day} 段雪 · {noon} — · {late} 刘敏 周伟 2026-11-11"),
            format!("2026-11-12 {day} 段雪 · {noon} 高翔 · {late} 刘敏 {late} 陈静 周伟 2026-11-13"),
            format!("2026-11-13 {day} 段雪 · {noon} 高翔 · {late} 刘敏 周伟 — 2026-11-14"),
            "2026-11-30".to_owned(),
            "赵强".to_owned(),
            "孙莉".to_owned(),
            "吴芳".to_owned(),
        ];
        for wanted in wanted {
            let wanted: String = wanted.split_whitespace().collect();
            assert!(text.contains(&wanted), "{wanted} is not on QR-01: {text}");
        }
        let empty = contents.roster(&[], printing);
        shows("QR-01 empty", &empty, &["2026-11-01 – 2026-11-30", words::paper::NO_ROWS.get(printing.lang)]);
    });
}

#[test]
fn the_day_sheet_shows_a_row_for_each_call() {
    let call = |unit: &str, record: &str, result: CallResult, number: &str| Call {
        unit: unit.to_owned(),
        record: record.to_owned(),
        result,
        request_number: number.to_owned(),
    };
    let sheet = DaySheet {
        number: "RX-2026-11-23".to_owned(),
        engineer: "刘敏".to_owned(),
        date: MONDAY,
        calls: vec![
            call("太原市第二建筑机械有限公司", "十月不能结账", CallResult::Visit, "XC-2026-11-0231"),
            call(
                "晋阳粮油贸易公司",
                "打印机无法套打，电话指导设置边距后正常",
                CallResult::SolvedByPhone,
                "XC-2026-11-0232",
            ),
        ],
        manager: "周伟".to_owned(),
        archived_on: Some(MONDAY.plus(DAY)),
    };
    let shown = ["RX-2026-11-23", "晋阳粮油贸易公司", "XC-2026-11-0231", "2026-11-24", "周伟"];
    for_everybody(|printing| shows("QR-02", &sheet.form(printing), &shown));
}

#[test]
fn the_dispatch_sheet_shows_a_row_for_each_dispatch_or_says_that_there_is_none() {
    let row = |outcome: Outcome, again: Option<&str>| DispatchRow {
        request_number: "XC-2026-11-0231".to_owned(),
        unit: "太原市第二建筑机械有限公司".to_owned(),
        engineer: "李建军".to_owned(),
        dispatched_at: MONDAY.plus(1_920_000),
        returned_at: (outcome != Outcome::Open).then(|| MONDAY.plus(DAY / 3)),
        outcome,
        re_dispatch_number: again.map(ToOwned::to_owned),
    };
    let rows = vec![
        row(Outcome::OnSite, None),
        row(Outcome::Partly, Some("XC-2026-11-0240")),
        row(Outcome::ByPhone, None),
        row(Outcome::Open, None),
    ];
    let empty = DispatchSheet {
        number: "PF-2026-11-23".to_owned(),
        manager: "周伟".to_owned(),
        date: MONDAY,
        dispatches: vec![],
    };
    let sheet = DispatchSheet { dispatches: rows, ..empty.clone() };
    let shown = ["PF-2026-11-23", "李建军", "09:32", "2026-11-23 17:00", "XC-2026-11-0240"];
    for_everybody(|printing| {
        shows("QR-04", &sheet.form(printing), &shown);
        let outcomes = match printing.lang {
            Lang::ZhCn => ["上门解决", "部分解决", "电话解决"],
            Lang::En => ["on site", "partly", "by phone"],
            Lang::ZhTw => ["到府解決", "部分解決", "電話解決"],
        };
        shows("QR-04", &sheet.form(printing), &outcomes);
        shows("QR-04 empty", &empty.form(printing), &[words::paper::NO_ROWS.get(printing.lang)]);
    });
}

#[test]
fn the_headquarters_log_shows_every_contact_of_a_case() {
    let case = HeadquartersCase {
        engineer: "李建军".to_owned(),
        unit: "太原市第二建筑机械有限公司".to_owned(),
        data_version: "U8 13.0".to_owned(),
        submission_number: "ZB-88121".to_owned(),
        contacts: (0..4).map(|at| (MONDAY.plus(2 * at * DAY), format!("第 {} 次联系，研发处理中", at + 1))).collect(),
    };
    let log = HeadquartersLog { number: "2026-11".to_owned(), cases: vec![case] };
    let shown = ["ZB-88121", "2026-11-23", "2026-11-29", "第 4 次联系"];
    for_everybody(|printing| shows("QR-06", &log.form(printing), &shown));
}

#[test]
fn the_users_data_and_the_pledge_stand_on_one_sheet_with_both_signatures() {
    let request = request_with_data();
    let dispatch = domain::verification::data_dispatch(&request).expect("a visit with data");
    let data = UserData::of(&request, dispatch).expect("recorded data");
    let evidence = serde_json::json!({"format": "paidan-signature-record/1"});
    let shown = ["SN-77120045", "移动硬盘 × 1", "zlh@example.com", "李建军", "TY-00418", "截图 2 张", "√"];
    for_everybody(|printing| {
        let form = data.form(printing, Signatures { request: &request, dispatch, evidence: Some(&evidence) });
        shows("QR-05", &form, &shown);
        let covers = words::office::form::COVERS.get(printing.lang);
        assert_eq!(
            text(&render(&form).expect("set")).matches(covers.split_whitespace().collect::<String>().as_str()).count(),
            2
        );
    });
}
