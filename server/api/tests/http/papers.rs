//! Papers and their codes: who may print, and what anybody may ask about them (PRT-5, RPT-5).

use reqwest::{Method, header::ACCEPT};
use serde_json::{Value, json};

use crate::{
    canonical::{canonical, sha256},
    house::House,
    program::{Program, send},
    scene::{Job, Scene, soon},
    sealing::signature,
};

on_both_engines![
    a_signed_paper_is_unaltered_until_its_content_changes,
    an_unsigned_paper_keeps_its_code_until_its_content_changes,
    what_is_no_code_of_ours_was_not_received,
    a_paper_exists_for_whoever_may_read_the_request,
];

/// What the printer of these tests puts on a paper.
struct Paper {
    number: String,
    code: String,
    server: String,
    bytes: Vec<u8>,
}

async fn print(program: &Program, request: &str) -> Paper {
    let answer = program.get(&format!("/api/requests/{request}/forms/QR-03.pdf")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.headers["content-type"], "application/pdf");
    let text = answer.text();
    let lines: Vec<&str> = text.lines().collect();
    let file = format!("inline; filename=\"QR-03 {}.pdf\"", lines[0]);
    assert_eq!(answer.headers["content-disposition"], file.as_str());
    Paper { number: lines[0].into(), code: lines[1].into(), server: lines[3].into(), bytes: answer.body.clone() }
}

/// What anybody is told about a code.
pub async fn state(house: &House, code: &str) -> Value {
    let ask = house.visitor().ask(Method::GET, &format!("/verify/{code}")).header(ACCEPT, "application/json");
    let answer = send(ask).await;
    assert_eq!(answer.status, 200);
    serde_json::from_slice::<Value>(&answer.body).expect("JSON")["state"].clone()
}

/// A visit that the customer has signed for; `solved` as the customer says it.
pub async fn signed(scene: &Scene, solved: &str) -> (Job, Value) {
    let job = scene.on_site().await;
    let backup =
        json!({"type": "record_backup", "account_sets": [], "reports_included": true, "path": "E:\\UFDATABAK"});
    let finding = json!({"cause": "误改了日期格式。", "solution": "恢复。", "prevention": ""});
    let result = json!({"solved": solved, "told_prevention": true, "satisfaction": 5});
    let rest = [
        json!({"type": "record_finding", "finding": finding}),
        json!({"type": "record_result", "result": result}),
        json!({"type": "present_form", "left_at": soon()}),
    ];
    for command in [backup].into_iter().chain(rest) {
        scene.visit(&job, command).await;
    }
    let record = signature(&scene.tablet, "sign_off", &scene.record(&job).await, &job.dispatch);
    scene.visit(&job, json!({"type": "sign", "record": record})).await;
    (job, record)
}

/// The code as a tablet without a network makes it: the first 128 bits of the record's hash.
fn code_on_the_tablet(record: &Value) -> String {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let hash = sha256(canonical(record));
    let number = u128::from_str_radix(&hash[..32], 16).expect("hexadecimal digits");
    let bits = format!("{number:0128b}00");
    let five = |at: usize| usize::from_str_radix(&bits[at..at + 5], 2).expect("bits");
    (0..130).step_by(5).map(|at| char::from(LETTERS[five(at)])).collect()
}

async fn a_signed_paper_is_unaltered_until_its_content_changes(house: &House) {
    let scene = Scene::open(house).await;
    let (job, record) = signed(&scene, "all").await;
    let code = code_on_the_tablet(&record);
    // Known as soon as the signature has arrived, before anybody prints.
    assert_eq!(state(house, &code).await, "unaltered");
    let paper = print(&scene.duty, &job.request).await;
    assert_eq!(paper.code, code);
    assert_eq!(paper.server, "https://paidan.example");
    assert_eq!(print(&scene.duty, &job.request).await.bytes, paper.bytes, "the same record makes the same paper");

    let page = house.visitor().get(&format!("/verify/{}", code.to_lowercase())).await;
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert!(page.text().contains("没有改动"), "{}", page.text());
    let request = scene.record(&job).await;
    for private in [&request["unit"], &request["number"], &request["contact"]["name"]] {
        assert!(!page.text().contains(private.as_str().expect("text")), "{private} is nobody's business");
    }

    // What the customer did not sign for may change; what was signed may not.
    scene.office(&job, json!({"type": "edit_request", "patch": {"address": "迎泽大街 2 号"}})).await;
    assert_eq!(state(house, &code).await, "unaltered");
    scene.office(&job, json!({"type": "edit_request", "patch": {"symptom": "凭证日期不对"}})).await;
    assert_eq!(state(house, &code).await, "altered");
}

async fn an_unsigned_paper_keeps_its_code_until_its_content_changes(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let paper = print(&scene.duty, &job.request).await;
    assert_eq!(paper.number, scene.record(&job).await["number"]);
    assert_eq!(print(&scene.hotline, &job.request).await.code, paper.code);
    assert_eq!(state(house, &paper.code).await, "unaltered");
    scene.office(&job, json!({"type": "edit_request", "patch": {"symptom": "凭证日期不对"}})).await;
    assert_eq!(state(house, &paper.code).await, "altered");
    let newer = print(&scene.duty, &job.request).await;
    assert_ne!(newer.code, paper.code);
    assert_eq!(state(house, &newer.code).await, "unaltered");
}

async fn what_is_no_code_of_ours_was_not_received(house: &House) {
    for code in ["abc", "0123456789ABCDEFGHJKMNPQRS", "%E7%AD%BE", "%3Cscript%3E"] {
        assert_eq!(state(house, code).await, "not_yet_received");
        let page = house.visitor().get(&format!("/verify/{code}")).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("还没有收到") && !page.text().contains("<script>"), "{}", page.text());
    }
}

async fn a_paper_exists_for_whoever_may_read_the_request(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let address = format!("/api/requests/{}/forms/QR-03.pdf", job.request);
    let stranger = house.sign_in("field2").await;
    assert_eq!(stranger.get(&address).await.status, 404);
    assert_eq!(house.visitor().get(&address).await.status, 401);
    assert_eq!(print(&scene.engineer, &job.request).await.number, scene.record(&job).await["number"]);
    for other in ["QR-99.pdf", "QR-03", "qr-03.pdf"] {
        let answer = scene.duty.get(&format!("/api/requests/{}/forms/{other}", job.request)).await;
        assert_eq!(answer.status, 404, "{other}");
    }
}
