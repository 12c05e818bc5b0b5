//! The lists of the office on the screen and on paper, and what can be said about the paper (HOT-11, UNR-8, PRT-5).

use serde_json::{Value, json};

use crate::{
    house::House,
    papers::{signed, state},
    program::Program,
    scene::Scene,
};

on_both_engines! {
    what_was_asked_for_on_a_day_stands_on_the_day_sheet,
    what_went_to_headquarters_stands_in_the_log_with_every_contact,
    a_printed_list_stands_until_something_on_it_changes,
}

async fn rows(program: &Program, form: &str) -> Vec<Value> {
    let list = program.get(&format!("/api/lists/{form}")).await.ok();
    list["items"].as_array().expect("rows").clone()
}

async fn what_was_asked_for_on_a_day_stands_on_the_day_sheet(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let record = scene.record(&job).await;
    let of_job = |rows: Vec<Value>| rows.into_iter().find(|row| row["request"] == job.request);
    let row = of_job(rows(&scene.hotline, "QR-02").await).expect("on the sheet");
    assert_eq!((&row["request_number"], &row["record"]), (&record["number"], &record["symptom"]));
    assert_eq!((&row["result"], &row["taken_by_name"]), (&json!("visit"), &record["submitted_by_name"]));
    scene.visit(&job, json!({"type": "confirm"})).await;
    scene.visit(&job, by_phone()).await;
    assert_eq!(of_job(rows(&scene.duty, "QR-02").await).expect("still there")["result"], "solved_by_phone");
    assert!(rows(&scene.duty, "QR-02?date=2020-01-01").await.is_empty());
    assert_eq!(scene.engineer.get("/api/lists/QR-02").await.status, 404);
    assert_eq!(scene.engineer.get("/api/forms/QR-02.pdf").await.status, 404);
    assert_eq!(scene.duty.get("/api/lists/QR-99").await.status, 404);
    assert_eq!(scene.duty.get("/api/forms/QR-04").await.status, 404);
}

async fn what_went_to_headquarters_stands_in_the_log_with_every_contact(house: &House) {
    let scene = Scene::open(house).await;
    let (job, _) = signed(&scene, "not").await;
    scene.visit(&job, json!({"type": "return_form"})).await;
    let participant = json!({"person": scene.duty.id(), "name": scene.duty.person["name"]});
    let consultation =
        json!({"participants": [participant], "findings": "无法重现", "plan": "上报", "solution_found": false});
    let escalation = json!({"description": "结账报错", "data_reference": "", "recipient": "总部支持部"});
    for command in [
        json!({"type": "write_off", "problem_type": "quality", "decision": "consult", "advice": "", "follow_up": null}),
        json!({"type": "consult", "consultation": consultation}),
        json!({"type": "escalate", "escalation": escalation}),
        json!({"type": "acknowledge_escalation", "submission_number": "ZB-88121", "received_by": "研发值班"}),
        json!({"type": "chase_headquarters", "state": "已排期"}),
    ] {
        scene.office(&job, command).await;
    }
    let log = rows(&scene.duty, "QR-06").await;
    let case = log.iter().find(|case| case["request"] == job.request).expect("in the log");
    assert_eq!((&case["submission_number"], &case["is_ended"]), (&json!("ZB-88121"), &json!(false)));
    let contacts = case["contacts"].as_array().expect("contacts");
    assert_eq!(contacts.last().expect("one")["state"], "已排期");
    assert!(rows(&scene.duty, "QR-06?date=2020-01-01").await.is_empty());
}

async fn a_printed_list_stands_until_something_on_it_changes(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let print = async || {
        let paper = scene.duty.get("/api/forms/QR-02.pdf").await;
        assert_eq!(paper.status, 200, "{}", paper.text());
        let text = paper.text();
        let mut lines = text.lines().map(ToOwned::to_owned);
        (lines.next().expect("a name"), lines.next().expect("a code"))
    };
    let (name, code) = print().await;
    assert!(name.starts_with("QR-02 20"), "{name}");
    assert_eq!(print().await.1, code, "the same content has the same code");
    assert_eq!(state(house, &code).await, "unaltered");
    scene.visit(&job, json!({"type": "confirm"})).await;
    scene.visit(&job, by_phone()).await;
    assert_eq!(state(house, &code).await, "altered");
    let (_, renewed) = print().await;
    assert_ne!(renewed, code);
    assert_eq!(state(house, &renewed).await, "unaltered");
}

fn by_phone() -> Value {
    let finding =
        json!({"problem_type": "usage", "cause": "设置", "solution": "改设置", "prevention": "无", "article": null});
    json!({"type": "solve_by_phone", "finding": finding})
}
