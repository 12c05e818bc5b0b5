//! Work that comes after the plan changed is kept, and a person decides; nobody overwrites anybody (SYN-7, LIV-4).

use serde_json::{Value, json};

use crate::{
    house::House,
    scene::{Job, Scene, assign, draft, pulled, slot, soon},
    tablet::{Subject, new_id, outcome},
};

/// field1 did a whole visit without a network; meanwhile the dispatch was taken back.
async fn late_work(scene: &Scene, job: &Job) -> Vec<Value> {
    let steps = [
        json!({"type": "confirm"}),
        json!({"type": "appoint", "at": soon(), "agreed_with": "周素珍"}),
        json!({"type": "depart"}),
        json!({"type": "arrive"}),
        json!({"type": "record_backup", "account_sets": ["001"], "reports_included": false, "path": "E:\\UFDATABAK\\WL20261124"}),
        json!({"type": "record_finding", "finding": {"cause": "误改了日期格式。", "solution": "恢复。", "prevention": ""}}),
        json!({"type": "record_result", "result": {"solved": "all", "told_prevention": true, "satisfaction": 4}}),
        json!({"type": "leave_unsigned", "reason": "负责人已离开。"}),
        json!({"type": "return_form"}),
    ];
    let envelopes: Vec<Value> =
        steps.into_iter().map(|step| scene.tablet.envelope(&scene.engineer, &job.dispatch(), step)).collect();
    scene.tablet.push(&scene.engineer, &envelopes).await
}

async fn recalled(scene: &Scene) -> Job {
    let job = scene.job().await;
    scene.office(&job, json!({"type": "recall", "dispatch": job.dispatch, "reason": "客户改期"})).await;
    job
}

fn dispatch<'a>(record: &'a Value, id: &str) -> &'a Value {
    record["dispatches"].as_array().expect("dispatches").iter().find(|known| known["id"] == id).expect("the dispatch")
}

on_both_engines![
    late_work_is_kept_as_evidence_and_can_be_accepted,
    late_work_can_be_set_aside_without_being_lost,
    of_two_engineers_the_one_who_was_there_counts_if_the_manager_says_so,
    anothers_dispatch_can_not_be_acted_on,
    the_loser_of_a_race_is_told_who_has_it,
    an_id_that_names_something_else_is_not_taken_over,
    a_case_stays_with_its_customer,
];

async fn late_work_is_kept_as_evidence_and_can_be_accepted(house: &House) {
    let scene = Scene::open(house).await;
    let job = recalled(&scene).await;
    let results = late_work(&scene, &job).await;
    for (index, result) in results.iter().enumerate() {
        let expected = if index < 3 { "kept: wrong_state" } else { "kept: plan_changed" };
        assert_eq!(outcome(result), expected, "{index}");
    }
    let record = scene.record(&job).await;
    let disputed = dispatch(&record, &job.dispatch);
    assert_eq!((&record["state"], &disputed["state"]), (&json!("verified"), &json!("disputed")));
    assert_eq!(disputed["visit"]["finding"]["solution"], "恢复。");
    assert!(pulled(&scene.engineer, "request").await.iter().any(|found| found["id"] == job.request.as_str()));
    scene.office(&job, json!({"type": "settle_dispute", "dispatch": job.dispatch, "accept": true})).await;
    let record = scene.record(&job).await;
    assert_eq!(
        (&record["state"], &dispatch(&record, &job.dispatch)["state"]),
        (&json!("returned"), &json!("returned"))
    );
}

async fn late_work_can_be_set_aside_without_being_lost(house: &House) {
    let scene = Scene::open(house).await;
    let job = recalled(&scene).await;
    late_work(&scene, &job).await;
    scene.office(&job, json!({"type": "settle_dispute", "dispatch": job.dispatch, "accept": false})).await;
    let record = scene.record(&job).await;
    let superseded = dispatch(&record, &job.dispatch);
    assert_eq!((&record["state"], &superseded["state"]), (&json!("verified"), &json!("superseded")));
    assert_eq!(superseded["visit"]["finding"]["solution"], "恢复。");
    let again = json!({"type": "settle_dispute", "dispatch": job.dispatch, "accept": true});
    assert_eq!(outcome(&scene.desk.give(&scene.duty, &job.request(), again).await), "kept: wrong_state");
}

async fn of_two_engineers_the_one_who_was_there_counts_if_the_manager_says_so(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let other =
        pulled(&scene.duty, "person").await.into_iter().find(|person| person["login"] == "field2").expect("field2");
    let second = new_id();
    let reassign = json!({"type": "reassign", "from": job.dispatch, "dispatch": second, "engineer": other["id"], "slot": slot(), "reason": "更近"});
    scene.office(&job, reassign).await;
    late_work(&scene, &job).await;
    let record = scene.record(&job).await;
    assert_eq!(
        (&dispatch(&record, &job.dispatch)["state"], &dispatch(&record, &second)["state"]),
        (&json!("disputed"), &json!("offered"))
    );
    scene.office(&job, json!({"type": "settle_dispute", "dispatch": job.dispatch, "accept": true})).await;
    let record = scene.record(&job).await;
    assert_eq!(
        (&dispatch(&record, &job.dispatch)["state"], &dispatch(&record, &second)["state"]),
        (&json!("returned"), &json!("recalled"))
    );
}

async fn anothers_dispatch_can_not_be_acted_on(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let stranger = house.sign_in("field2").await;
    let tablet = crate::tablet::Tablet::register(&stranger).await;
    let result = tablet.give(&stranger, &job.dispatch(), json!({"type": "confirm"})).await;
    assert_eq!(outcome(&result), "kept: not_found");
    assert_eq!(result["problem"]["rejection"], json!({"type": "not_found"}));
    assert_eq!(scene.record(&job).await["dispatches"][0]["state"], "offered");
}

async fn the_loser_of_a_race_is_told_who_has_it(house: &House) {
    let scene = Scene::open(house).await;
    let request = Subject::Request(scene.submitted().await);
    let assigns = [assign(&new_id(), scene.engineer.id()), assign(&new_id(), scene.engineer.id())];
    let support = house.sign_in("support").await;
    let desk = crate::tablet::Tablet::register(&support).await;
    let [one, two] = assigns;
    let (one, two) = tokio::join!(scene.desk.give(&scene.duty, &request, one), desk.give(&support, &request, two));
    let (winner, loser) = if one["outcome"] == "accepted" { (one, two) } else { (two, one) };
    assert_eq!([outcome(&winner), outcome(&loser)], ["accepted", "kept: already_assigned"]);
    assert_eq!(loser["problem"]["rejection"]["engineer"], scene.engineer.person["name"]);
}

async fn an_id_that_names_something_else_is_not_taken_over(house: &House) {
    let scene = Scene::open(house).await;
    let (mine, other) = (scene.on_site().await, scene.job().await);
    let third = Subject::Request(scene.submitted().await);
    let result = scene.desk.give(&scene.duty, &third, assign(&other.dispatch, scene.engineer.id())).await;
    assert_eq!(outcome(&result), "kept: id_taken");
    scene.visit(&mine, json!({"type": "leave_unsigned", "reason": "负责人已离开。"})).await;
    scene.visit(&mine, json!({"type": "return_form"})).await;
    let before = scene.record(&other).await;
    let write_off = |follow_up: &str| json!({"type": "write_off", "problem_type": "other", "decision": "re_dispatch", "advice": "带上补丁", "follow_up": follow_up});
    let result = scene.desk.give(&scene.duty, &mine.request(), write_off(&other.request)).await;
    assert_eq!(outcome(&result), "kept: id_taken");
    assert_eq!(scene.record(&other).await, before);
    let follow_up = new_id();
    scene.office(&mine, write_off(&follow_up)).await;
    let followed = scene.duty.request(&follow_up).await;
    assert_eq!((&followed["follows"], &followed["state"]), (&json!(mine.request), &json!("verified")));
    assert_ne!(followed["number"], before["number"]);
}

async fn a_case_stays_with_its_customer(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let case = scene.record(&job).await["case"].clone();
    let customers = pulled(&scene.duty, "customer").await;
    for (customer, expected) in [(&customers[0], "accepted"), (&customers[1], "kept: invalid")] {
        let command = json!({"type": "submit_new_request", "case": case, "draft": draft(customer)});
        let result = scene.desk.give(&scene.hotline, &Subject::Request(new_id()), command).await;
        assert_eq!(outcome(&result), expected);
    }
}
