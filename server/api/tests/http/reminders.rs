//! Clocks by hand, reminders that are given once and go again, the digest of a working morning (LIV-3, SYN-12).

use serde_json::{Value, json};

use crate::{
    document::{assert_valid, component, document},
    house::House,
    program::Program,
    scene::{Job, Scene, soon},
    tablet::outcome,
};

const DAY: i64 = 24 * 3_600_000;

on_both_engines![
    a_call_made_in_time_takes_back_what_was_said_too_early,
    two_nodes_tell_everybody_once_and_a_morning_sums_up,
    a_manager_pauses_a_clock_and_moves_its_due_time,
];

fn works_today(house: &House) -> bool {
    let centre = &house.service.centre;
    let today = centre.day_of(house.service.time.now());
    centre.configured().calendar("centre").is_some_and(|calendar| calendar.is_working_day(today))
}

/// The rules a person was told of about a job, with the moment.
async fn told(person: &Program, job: &Job) -> Vec<String> {
    let all = person.get("/api/notices").await.ok();
    let items = all["items"].as_array().expect("items").iter().map(|item| &item["notice"]);
    let about = items.filter(|notice| notice["clock"]["request"] == job.request.as_str());
    let name = |notice: &Value| {
        let rule = notice["clock"]["rule"].as_str().expect("a rule");
        let rule = rule.rsplit_once('_').map_or(rule, |(rule, _)| rule);
        format!("{rule} {}", notice["moment"].as_str().expect("a moment"))
    };
    let mut told: Vec<String> = about.map(name).collect();
    told.sort();
    told
}

fn clock<'a>(record: &'a Value, rule: &str) -> &'a Value {
    let clocks = record["clocks"].as_array().expect("clocks");
    let found = clocks.iter().find(|clock| clock["rule"].as_str().is_some_and(|id| id.starts_with(rule)));
    found.expect("the clock")
}

async fn a_call_made_in_time_takes_back_what_was_said_too_early(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let steps = [json!({"type": "confirm"}), json!({"type": "appoint", "at": soon(), "agreed_with": "周素珍"})];
    let envelopes = steps.map(|step| scene.tablet.envelope(&scene.engineer, &job.dispatch(), step));
    // The tablet has no network for four days; nobody in the office knows that the customer was called.
    house.let_pass(4 * DAY);
    house.service.run_due_jobs().await.expect("done");
    let (duty, engineer) = (house.sign_in_anew("duty").await, house.sign_in_anew("field1").await);
    let both = ["onsite.arrive due", "onsite.contact due"];
    assert_eq!(
        (told(&duty, &job).await, told(&engineer, &job).await),
        (both.map(str::to_owned).into(), both.map(str::to_owned).into())
    );
    assert!(told(&house.sign_in_anew("quality").await, &job).await.is_empty());

    for result in scene.tablet.push(&engineer, &envelopes).await {
        assert_eq!(outcome(&result), "accepted", "{result}");
    }
    let record = duty.request(&job.request).await;
    let contact = clock(&record, "onsite.contact");
    assert_eq!((&contact["state"], &contact["proven"]), (&json!("kept"), &json!(true)), "{contact}");
    assert_eq!(told(&duty, &job).await, ["onsite.arrive due"]);
    house.service.run_due_jobs().await.expect("done");
    assert_eq!(told(&engineer, &job).await, ["onsite.arrive due"], "and nobody is told again");
}

async fn two_nodes_tell_everybody_once_and_a_morning_sums_up(house: &House) {
    let scene = Scene::open(house).await;
    let (_, other) = house.another_node().await;
    let job = scene.job().await;
    house.service.run_due_jobs().await.expect("the morning is waited for");
    house.let_pass(5 * DAY);
    while !works_today(house) {
        house.let_pass(DAY);
    }
    let (one, two) = tokio::join!(house.service.run_due_jobs(), other.run_due_jobs());
    assert!(one.expect("done") + two.expect("done") > 0);
    let duty = house.sign_in_anew("duty").await;
    let all = duty.get("/api/notices").await.ok();
    assert_valid(&component(&document(&duty).await, "NoticeList"), &all, "the notices");
    let items = all["items"].as_array().expect("items");
    let digests: Vec<&Value> = items.iter().filter(|item| item["notice"]["kind"] == "overdue").collect();
    assert_eq!(digests.len(), 1, "one a person and morning");
    let clocks = digests[0]["notice"]["clocks"].as_array().expect("clocks");
    assert!(clocks.iter().any(|clock| clock["request"] == job.request.as_str()));
    assert_eq!(told(&duty, &job).await, ["onsite.arrive due", "onsite.contact due"]);

    let unread = all["unread"].as_i64().expect("a count");
    assert_eq!(unread, items.len() as i64);
    assert_eq!(duty.post("/api/notices/read", &json!({"id": items[0]["id"]})).await.status, 204);
    assert_eq!(duty.get("/api/notices").await.ok()["unread"], unread - 1);
    assert_eq!(duty.post("/api/notices/read", &json!({})).await.status, 204);
    assert_eq!(duty.get("/api/notices").await.ok()["unread"], 0);
    assert_eq!(other.run_due_jobs().await.expect("done"), 0, "nothing is left to do");
}

async fn a_manager_pauses_a_clock_and_moves_its_due_time(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let rule = clock(&scene.record(&job).await, "onsite.arrive")["rule"].clone();
    let pause = json!({"type": "pause_clock", "rule": rule, "reason": "客户要求下周再来。"});
    let refused = scene.desk.give(&scene.hotline, &job.request(), pause.clone()).await;
    assert_eq!(outcome(&refused), "kept: not_found");
    scene.office(&job, pause.clone()).await;
    let twice = scene.desk.give(&scene.duty, &job.request(), pause).await;
    assert_eq!(outcome(&twice), "kept: wrong_state");
    house.let_pass(4 * DAY);
    house.service.run_due_jobs().await.expect("done");
    let duty = house.sign_in_anew("duty").await;
    assert_eq!(told(&duty, &job).await, ["onsite.contact due"], "a paused clock reminds nobody");
    let resumed = scene.desk.give(&duty, &job.request(), json!({"type": "resume_clock", "rule": rule})).await;
    assert_eq!(outcome(&resumed), "accepted");
    let record = duty.request(&job.request).await;
    let arrive = clock(&record, "onsite.arrive");
    assert_eq!(arrive["state"], "running");
    assert_eq!(arrive["reasons"].as_array().expect("reasons").last().expect("one")["kind"], "paused");
}
