//! What a manager decides about work that met another plan: the list, the decision, and taking it back (SYN-7).

use serde_json::{Value, json};

use crate::{
    house::House,
    program::Program,
    scene::{Job, Scene},
    tablet::outcome,
};

on_both_engines![
    what_a_rule_objects_to_stands_on_the_list_until_it_is_decided,
    a_decision_can_be_taken_back_until_something_else_happens,
    a_region_manager_sees_and_decides_the_own_region_only,
    edits_of_both_sides_merge_field_by_field,
    the_oldest_matter_comes_first,
    the_demo_shows_what_there_can_be,
];

async fn disputes(program: &Program) -> Vec<Value> {
    program.get("/api/disputes").await.ok()["items"].as_array().expect("items").clone()
}

async fn of(program: &Program, job: &Job) -> Option<Value> {
    disputes(program).await.into_iter().find(|item| item["id"] == job.request.as_str())
}

/// The engineer confirms a dispatch that was taken back meanwhile.
async fn confirmed_too_late(scene: &Scene) -> Job {
    let job = scene.job().await;
    scene.office(&job, json!({"type": "recall", "dispatch": job.dispatch, "reason": "客户改期"})).await;
    let result = scene.tablet.give(&scene.engineer, &job.dispatch(), json!({"type": "confirm"})).await;
    assert_eq!(outcome(&result), "kept: wrong_state");
    job
}

/// And stands at the customer's.
async fn arrived_too_late(scene: &Scene) -> Job {
    let job = confirmed_too_late(scene).await;
    let result = scene.tablet.give(&scene.engineer, &job.dispatch(), json!({"type": "arrive"})).await;
    assert_eq!(outcome(&result), "kept: plan_changed");
    job
}

async fn what_a_rule_objects_to_stands_on_the_list_until_it_is_decided(house: &House) {
    let scene = Scene::open(house).await;
    let job = confirmed_too_late(&scene).await;
    let listed = of(&scene.duty, &job).await.expect("on the list");
    let kept = &listed["record"]["kept"][0];
    assert_eq!((&kept["command"]["type"], &kept["because"]["type"]), (&json!("confirm"), &json!("wrong_state")));
    assert_eq!(kept["by"], scene.engineer.id());
    let resolution = listed["proposed"].clone();
    assert_eq!(resolution["actions"], json!([{"envelope": kept["envelope"], "apply": false}]));
    scene.office(&job, json!({"type": "resolve_dispute", "resolution": resolution})).await;
    assert!(of(&scene.duty, &job).await.is_none());
    let history = scene.duty.get(&format!("/api/requests/{}/history", job.request)).await.ok();
    let words: Vec<&str> =
        history["items"].as_array().expect("changes").iter().filter_map(|change| change["command"].as_str()).collect();
    assert!(words.ends_with(&["recall", "confirm", "resolve_dispute"]), "{words:?}");
}

async fn a_decision_can_be_taken_back_until_something_else_happens(house: &House) {
    let scene = Scene::open(house).await;
    let job = arrived_too_late(&scene).await;
    let before = scene.record(&job).await;
    let resolution = of(&scene.duty, &job).await.expect("on the list")["proposed"].clone();
    assert_eq!(resolution["forms"][0]["accept"], true);
    scene.office(&job, json!({"type": "resolve_dispute", "resolution": resolution})).await;
    assert_eq!(scene.record(&job).await["state"], "returned");
    scene.office(&job, json!({"type": "reopen_dispute"})).await;
    assert_eq!(scene.record(&job).await, before);
    assert!(of(&scene.duty, &job).await.is_some());
    scene.office(&job, json!({"type": "resolve_dispute", "resolution": resolution})).await;
    scene.office(&job, json!({"type": "send_back", "reason": "缺交通费"})).await;
    let again = scene.desk.give(&scene.duty, &job.request(), json!({"type": "reopen_dispute"})).await;
    assert_eq!(outcome(&again), "kept: wrong_state");
}

async fn a_region_manager_sees_and_decides_the_own_region_only(house: &House) {
    let scene = Scene::open(house).await;
    let job = confirmed_too_late(&scene).await;
    let region = house.sign_in("region").await;
    let own = region.get("/api/session").await.ok()["person"]["region"].clone();
    let all = disputes(&scene.duty).await;
    let expected = all.iter().filter(|item| item["record"]["region"] == own).count();
    assert_eq!(disputes(&region).await.len(), expected);
    for (login, status) in [("hotline", 404), ("quality", 404), ("field1", 404), ("admin", 404), ("support", 200)] {
        assert_eq!(house.sign_in(login).await.get("/api/disputes").await.status, status, "{login}");
    }
    let resolution = of(&scene.duty, &job).await.expect("on the list")["proposed"].clone();
    let by_hotline = scene
        .desk
        .give(&scene.hotline, &job.request(), json!({"type": "resolve_dispute", "resolution": resolution}))
        .await;
    assert_eq!(outcome(&by_hotline), "kept: not_found");
}

async fn edits_of_both_sides_merge_field_by_field(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let contact = |name: &str, phone: &str| json!({"name": name, "title": "会计", "phone": phone});
    let seen = json!({"contact": contact("周素珍", "0351-700 1234"), "symptom": "启动总账时报错，无法登录。"});
    let office = json!({"symptom": "报表打不开。", "contact": contact("周素珍", "111")});
    scene.office(&job, json!({"type": "edit_request", "patch": office})).await;
    // The engineer had corrected name and phone before hearing of it.
    let away = json!({"contact": contact("周素贞", "222"), "symptom": "启动总账时报错，无法登录。"});
    let edit = json!({"type": "edit_request", "patch": away, "seen": seen});
    let result = scene.tablet.give(&scene.engineer, &job.request(), edit).await;
    assert_eq!(outcome(&result), "kept: plan_changed");
    let record = scene.record(&job).await;
    assert_eq!((&record["symptom"], &record["contact"]), (&json!("报表打不开。"), &contact("周素贞", "111")));
    let listed = of(&scene.duty, &job).await.expect("on the list");
    assert_eq!(listed["record"]["kept"][0]["because"]["fields"], json!(["contact_phone"]));
    let resolution = json!({"fields": [{"field": "contact_phone", "side": "premises"}]});
    scene.office(&job, json!({"type": "resolve_dispute", "resolution": resolution})).await;
    assert_eq!(scene.record(&job).await["contact"], contact("周素贞", "222"));
    assert!(of(&scene.duty, &job).await.is_none());
}

async fn the_oldest_matter_comes_first(house: &House) {
    let scene = Scene::open(house).await;
    let first = confirmed_too_late(&scene).await;
    house.let_pass(60_000);
    let second = confirmed_too_late(&scene).await;
    let listed = disputes(&scene.duty).await;
    let place = |job: &Job| listed.iter().position(|item| item["id"] == job.request.as_str()).expect("listed");
    assert!(place(&first) < place(&second));
    let since: Vec<&str> = listed.iter().filter_map(|item| item["since"].as_str()).collect();
    assert!(since.is_sorted(), "{since:?}");
}

async fn the_demo_shows_what_there_can_be(house: &House) {
    let listed = disputes(&house.sign_in("duty").await).await;
    let has_form = |item: &&Value| {
        item["record"]["dispatches"].as_array().expect("dispatches").iter().any(|known| known["state"] == "disputed")
    };
    assert!(listed.iter().any(|item| has_form(&item)), "work for a visit given to somebody else");
    let fields = |item: &Value| item["record"]["kept"][0]["because"]["fields"].clone();
    assert!(listed.iter().any(|item| fields(item) == json!(["contact_phone"])), "a number corrected on both sides");
    let quarantine = house.sign_in("admin").await.get("/api/quarantine").await.ok();
    assert_eq!(quarantine["items"][0]["problem"]["type"], "unknown_protocol");
}
