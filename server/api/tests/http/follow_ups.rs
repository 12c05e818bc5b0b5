//! Calls after visits: the queue, attempts, answers, the case of a customer who is not content (QA-1).

use serde_json::{Value, json};

use crate::{
    document::{assert_valid, component, document},
    house::House,
    program::Program,
    scene::{Job, Scene},
    tablet::{Tablet, new_id, outcome},
};

on_both_engines![a_written_off_visit_is_called_and_a_customer_who_is_not_content_gets_a_case];

async fn stage(person: &Program, job: &Job) -> Option<String> {
    for stage in ["due", "case", "done"] {
        let page = person.get(&format!("/api/follow-ups?stage={stage}")).await.ok();
        let items = page["items"].as_array().expect("items");
        if items.iter().any(|item| item["id"] == job.request.as_str()) {
            return Some(stage.to_owned());
        }
    }
    None
}

/// A visit that was done, returned and written off.
async fn written_off(scene: &Scene) -> Job {
    let job = scene.on_site().await;
    for step in [
        json!({"type": "record_backup", "account_sets": ["001"], "reports_included": false, "path": "E:\\UFDATABAK\\WL20261124"}),
        json!({"type": "record_finding", "finding": {"cause": "误改了日期格式。", "solution": "恢复。", "prevention": ""}}),
        json!({"type": "record_result", "result": {"solved": "all", "told_prevention": true, "satisfaction": 4}}),
        json!({"type": "leave_unsigned", "reason": "负责人已离开。"}),
        json!({"type": "return_form"}),
    ] {
        scene.visit(&job, step).await;
    }
    assert_eq!(stage(&scene.duty, &job).await, None, "not before the write-off");
    scene.office(&job, json!({"type": "write_off", "problem_type": "usage"})).await;
    job
}

async fn a_written_off_visit_is_called_and_a_customer_who_is_not_content_gets_a_case(house: &House) {
    let scene = Scene::open(house).await;
    let quality = house.sign_in("quality").await;
    let phone = Tablet::register(&quality).await;
    let job = written_off(&scene).await;
    assert_eq!(stage(&quality, &job).await.as_deref(), Some("due"));
    assert_eq!(stage(&scene.duty, &job).await.as_deref(), Some("due"), "managers read it");
    for stranger in [&scene.hotline, &scene.engineer] {
        assert_eq!(stranger.get("/api/follow-ups").await.problem(), (404, "not_found".to_owned()));
    }
    let page = quality.get("/api/follow-ups").await.ok();
    assert_valid(&component(&document(&quality).await, "FollowUpPage"), &page, "the queue");

    let attempt = json!({"type": "log_follow_up_attempt", "note": "没人接。"});
    assert_eq!(outcome(&scene.desk.give(&scene.duty, &job.request(), attempt.clone()).await), "kept: not_found");
    assert_eq!(outcome(&phone.give(&quality, &job.request(), attempt).await), "accepted");
    let answers = json!({
        "solved": "not", "polite": true, "punctual": false, "told_prevention": true, "satisfaction": 2,
        "opinion": "第二天又出错了。", "asks_for_more": true,
    });
    let said = |case: Value| json!({"type": "record_follow_up", "answers": answers, "case": case});
    let without = phone.give(&quality, &job.request(), said(Value::Null)).await;
    assert_eq!(outcome(&without), "kept: missing");
    let case = new_id();
    assert_eq!(outcome(&phone.give(&quality, &job.request(), said(json!(case))).await), "accepted");
    assert_eq!(stage(&quality, &job).await.as_deref(), Some("case"));
    let record = quality.request(&job.request).await;
    assert_eq!(record["follow_up"]["complaint"]["case"], case.as_str());
    let call = record["clocks"].as_array().expect("clocks").iter().find(|clock| clock["rule"] == "visit.follow_up");
    assert_eq!(call.expect("the clock")["state"], "kept");
    let settled = json!({"type": "close_follow_up_case", "note": "已再次上门，客户认可。"});
    assert_eq!(outcome(&phone.give(&quality, &job.request(), settled).await), "accepted");
    assert_eq!(stage(&quality, &job).await.as_deref(), Some("done"));
    let history = quality.get(&format!("/api/requests/{}/history", job.request)).await.ok();
    let words: Vec<&str> =
        history["items"].as_array().expect("items").iter().filter_map(|line| line["command"].as_str()).collect();
    assert!(words.ends_with(&["log_follow_up_attempt", "record_follow_up", "close_follow_up_case"]), "{words:?}");
}
