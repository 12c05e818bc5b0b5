//! What the customer signed is sealed: checked, countersigned, chained, and never thrown away (SYN-9, ONS-12).

use serde_json::{Value, json};

use crate::{
    canonical::{canonical, sha256},
    house::House,
    scene::{Job, Scene, soon},
    sealing::{countersignature_verifies, signature, signed},
    tablet::outcome,
};

on_both_engines![
    without_a_backup_the_customer_signs_for_it_and_signatures_are_chained,
    a_record_that_does_not_add_up_is_kept_with_doubts,
    what_is_no_signature_of_this_form_is_not_taken_for_one,
];

fn sign(record: &Value) -> Value {
    json!({"type": "sign", "record": record})
}

fn finding() -> Value {
    json!({"type": "record_finding", "finding": {"cause": "误改了日期格式。", "solution": "恢复。", "prevention": ""}})
}

/// A job with everything on its form but the signature.
async fn presented(scene: &Scene) -> Job {
    let job = scene.on_site().await;
    let backup =
        json!({"type": "record_backup", "account_sets": [], "reports_included": true, "path": "E:\\UFDATABAK"});
    let result = json!({"solved": "partly", "told_prevention": true, "satisfaction": 4, "opinion": "“还行”\n"});
    for command in
        [backup, json!({"type": "record_result", "result": result}), json!({"type": "present_form", "left_at": soon()})]
    {
        scene.visit(&job, command).await;
    }
    job
}

async fn signatures(scene: &Scene, job: &Job) -> Vec<Value> {
    let record = scene.record(job).await;
    record["dispatches"][0]["visit"]["signatures"].as_array().expect("signatures").clone()
}

async fn without_a_backup_the_customer_signs_for_it_and_signatures_are_chained(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.on_site().await;
    scene.visit(&job, json!({"type": "decline_backup", "reason": "服务器磁盘已满。"})).await;
    let early = scene.tablet.give(&scene.engineer, &job.dispatch(), finding()).await;
    assert_eq!(outcome(&early), "kept: backup_first");
    let consent = signature(&scene.tablet, "no_backup", &scene.record(&job).await, &job.dispatch);
    scene.visit(&job, sign(&consent)).await;
    scene.visit(&job, finding()).await;
    let result = json!({"solved": "all", "told_prevention": true, "satisfaction": 5});
    scene.visit(&job, json!({"type": "record_result", "result": result})).await;
    scene.visit(&job, json!({"type": "present_form", "left_at": soon()})).await;
    let sign_off = signature(&scene.tablet, "sign_off", &scene.record(&job).await, &job.dispatch);
    scene.visit(&job, sign(&sign_off)).await;

    let keys = scene.duty.get("/api/keys").await.ok();
    let stored = signatures(&scene, &job).await;
    countersignature_verifies(&keys, &stored[0], &consent, "");
    let head = sha256(format!("\n{}", sha256(canonical(&consent))));
    countersignature_verifies(&keys, &stored[1], &sign_off, &head);
}

async fn a_record_that_does_not_add_up_is_kept_with_doubts(house: &House) {
    let scene = Scene::open(house).await;
    let job = presented(&scene).await;
    let good = signature(&scene.tablet, "sign_off", &scene.record(&job).await, &job.dispatch);
    let mut other_hand = good.clone();
    other_hand["device_signature"] = scene.desk.sign(&canonical(&good)).into();
    scene.visit(&job, sign(&other_hand)).await;
    assert_eq!(signatures(&scene, &job).await[0]["countersignature"]["doubts"], json!(["device_signature"]));

    let job = presented(&scene).await;
    let mut other_text = signature(&scene.tablet, "sign_off", &scene.record(&job).await, &job.dispatch);
    other_text["content"]["result"]["satisfaction"] = 5.into();
    scene.visit(&job, sign(&signed(&scene.tablet, other_text))).await;
    assert_eq!(signatures(&scene, &job).await[0]["countersignature"]["doubts"], json!(["content_hash"]));
}

async fn what_is_no_signature_of_this_form_is_not_taken_for_one(house: &House) {
    let scene = Scene::open(house).await;
    let job = presented(&scene).await;
    let good = signature(&scene.tablet, "sign_off", &scene.record(&job).await, &job.dispatch);
    let with = |member: &str, value: Value| {
        let mut record = good.clone();
        record[member] = value;
        sign(&signed(&scene.tablet, record))
    };
    let dot = json!({"width": 700, "height": 248, "strokes": [[[10, 10, 0, 500]]]});
    for (command, word) in [
        (with("content_hash", sha256("another").into()), "other_content"),
        (with("ink", dot), "too_little_ink"),
        (with("signer_name", " ".into()), "missing"),
        (with("document_id", job.request.clone().into()), "invalid"),
    ] {
        let result = scene.tablet.give(&scene.engineer, &job.dispatch(), command).await;
        assert_eq!(outcome(&result), format!("kept: {word}"));
    }
    assert!(signatures(&scene, &job).await.is_empty());
    // The form changed after it was shown: what was signed is not what stands there.
    scene.visit(&job, json!({"type": "present_form", "left_at": soon()})).await;
    let result = scene.tablet.give(&scene.engineer, &job.dispatch(), sign(&good)).await;
    assert_eq!(outcome(&result), "kept: other_content");
    let again = signature(&scene.tablet, "sign_off", &scene.record(&job).await, &job.dispatch);
    assert_eq!(again["content_version"], 2);
    scene.visit(&job, sign(&again)).await;
    let sealed = scene.tablet.give(&scene.engineer, &job.dispatch(), finding()).await;
    assert_eq!(outcome(&sealed), "kept: sealed");
}
