//! Every envelope has exactly one effect, however it arrives; what is not understood is kept whole (SYN-4, SYN-7).

use domain::{Timestamp, time::HOUR};
use serde_json::{Value, json};
use store::envelopes::{self, Received};

use crate::{
    canonical::{canonical, sha256},
    house::House,
    scene::{Scene, soon},
    tablet::{Subject, Tablet, new_id, outcome},
};

/// Everything the server keeps under an envelope's id.
pub async fn kept(house: &House, id: &str) -> Vec<Received> {
    envelopes::find(&mut house.service.db.read().await.expect("a connection"), id).await.expect("envelopes")
}

fn id(envelope: &Value) -> &str {
    envelope["id"].as_str().expect("an id")
}

/// Pushes one envelope that is quarantined under a word, and checks that it was kept whole.
async fn quarantines(house: &House, scene: &Scene, envelope: &Value, word: &str) {
    let result = scene.tablet.push(&scene.engineer, std::slice::from_ref(envelope)).await.remove(0);
    assert_eq!(outcome(&result), format!("quarantined: {word}"), "{envelope}");
    let kept = kept(house, result["id"].as_str().expect("an id")).await;
    assert_eq!((kept.len(), kept[0].body.as_str()), (1, canonical(envelope).as_str()));
    assert_eq!(result["receipt"]["sha256"], sha256(canonical(envelope)));
}

on_both_engines![
    a_repeat_gets_the_same_answer_and_has_one_effect,
    the_history_tells_when_something_was_done_and_when_it_came_in,
    an_id_used_for_other_content_keeps_both_and_the_first_counts,
    what_comes_too_early_waits_for_what_is_missing,
    nothing_overtakes_what_waits_for_what_is_missing,
    with_nothing_missing_a_rule_that_objects_is_said_and_the_action_kept,
    what_is_not_understood_is_kept_whole,
    a_character_no_database_keeps_does_not_come_again_for_ever,
    only_the_devices_own_signature_over_just_this_content_counts,
    nobody_acts_as_somebody_who_never_worked_on_the_device,
    a_colleague_may_deliver_what_was_done_on_the_same_device,
    a_revoked_device_hands_in_what_it_has_for_review,
    the_session_of_a_revoked_device_hands_in_and_does_nothing_else,
    a_clock_beyond_all_reason_is_kept_as_unproven_and_readable,
    an_unknown_device_is_none,
    only_a_device_itself_moves_the_time_its_claims_are_weighed_against,
];

async fn a_repeat_gets_the_same_answer_and_has_one_effect(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let confirm = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    let first = scene.tablet.push(&scene.engineer, &[confirm.clone(), confirm.clone()]).await;
    let version = scene.duty.get(&format!("/api/requests/{}", job.request)).await.ok()["version"].clone();
    house.let_pass(60_000);
    let again = scene.tablet.push(&scene.engineer, std::slice::from_ref(&confirm)).await;
    assert_eq!(outcome(&first[0]), "accepted");
    assert!(first[0] == first[1] && first[0] == again[0]);
    assert_eq!(kept(house, id(&confirm)).await.len(), 1);
    assert_eq!(scene.duty.get(&format!("/api/requests/{}", job.request)).await.ok()["version"], version);
    let history = scene.duty.get(&format!("/api/requests/{}/history", job.request)).await.ok();
    assert_eq!(
        history["items"].as_array().expect("lines").iter().filter(|line| line["command"] == "confirm").count(),
        1
    );
}

async fn the_history_tells_when_something_was_done_and_when_it_came_in(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let confirm = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    house.let_pass(3 * HOUR);
    assert_eq!(outcome(&scene.tablet.push(&scene.engineer, std::slice::from_ref(&confirm)).await[0]), "accepted");
    let history = scene.duty.get(&format!("/api/requests/{}/history", job.request)).await.ok();
    let lines = history["items"].as_array().expect("lines");
    let line = lines.iter().find(|line| line["command"] == "confirm").expect("a line");
    assert_eq!(line["done_at"], confirm["occurred_at"]);
    let instant = |of: &Value| of.as_str().expect("an instant").parse::<Timestamp>().expect("RFC 3339");
    let (done, came) = (instant(&line["done_at"]), instant(&line["at"]));
    assert!(came.since(done) >= 3 * HOUR, "{done} {came}");
}

async fn an_id_used_for_other_content_keeps_both_and_the_first_counts(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let ask = |note: &str| json!({"type": "ask_help", "note": note});
    let first = scene.tablet.envelope(&scene.engineer, &job.dispatch(), ask("需要补丁"));
    let mut second = scene.tablet.unsigned(&scene.engineer, &job.dispatch(), ask("不需要"));
    second["id"] = first["id"].clone();
    let second = scene.tablet.seal(second);
    let results = scene.tablet.push(&scene.engineer, &[first.clone(), second.clone()]).await;
    assert_eq!([outcome(&results[0]), outcome(&results[1])], ["accepted", "quarantined: id_reused"]);
    let bodies: Vec<String> = kept(house, id(&first)).await.into_iter().map(|kept| kept.body).collect();
    assert!(bodies.len() == 2 && bodies.contains(&canonical(&first)) && bodies.contains(&canonical(&second)));
    assert_eq!(scene.record(&job).await["dispatches"][0]["help"], "需要补丁");
    assert_eq!(scene.tablet.push(&scene.engineer, &[second, first]).await, [results[1].clone(), results[0].clone()]);
}

async fn what_comes_too_early_waits_for_what_is_missing(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let next = |command: Value| scene.tablet.envelope(&scene.engineer, &job.dispatch(), command);
    let confirm = next(json!({"type": "confirm"}));
    let appoint = next(json!({"type": "appoint", "at": soon(), "agreed_with": ""}));
    let depart = next(json!({"type": "depart"}));
    let results = scene.tablet.push(&scene.engineer, &[depart.clone(), confirm]).await;
    assert_eq!([outcome(&results[0]), outcome(&results[1])], ["retry: dependency_missing", "accepted"]);
    assert!(results[0].get("receipt").is_none());
    assert!(kept(house, id(&depart)).await.is_empty());
    let results = scene.tablet.push(&scene.engineer, &[appoint, depart]).await;
    assert_eq!([outcome(&results[0]), outcome(&results[1])], ["accepted", "accepted"]);
    assert_eq!(scene.record(&job).await["dispatches"][0]["state"], "en_route");
}

async fn nothing_overtakes_what_waits_for_what_is_missing(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.on_site().await;
    let envelope = |command: Value| scene.tablet.envelope(&scene.engineer, &job.dispatch(), command);
    let finding = |solution: &str| json!({"type": "record_finding", "finding": {"solution": solution}});
    let backup =
        json!({"type": "record_backup", "account_sets": ["001"], "reports_included": true, "path": "E:\\BACKUP"});
    let [missing, first, help, second] =
        [backup, finding("first"), json!({"type": "ask_help", "note": "?"}), finding("second")].map(envelope);
    let seen = scene.record(&job).await["address"].clone();
    let correction = json!({"type": "edit_request", "patch": {"address": "迎泽大街 2 号"}, "seen": {"address": seen}});
    let correction = scene.tablet.envelope(&scene.engineer, &job.request(), correction);
    let early = [first.clone(), help.clone(), second.clone(), correction.clone()];
    let results = scene.tablet.push(&scene.engineer, &early).await;
    let outcomes: Vec<String> = results.iter().map(outcome).collect();
    assert_eq!(outcomes, ["retry: dependency_missing"; 4], "help could be asked for, but not before the finding");
    assert_eq!(scene.record(&job).await["address"], seen);
    let results = scene.tablet.push(&scene.engineer, &[missing, first, help, second, correction]).await;
    assert!(results.iter().all(|result| outcome(result) == "accepted"), "{results:?}");
    let record = scene.record(&job).await;
    assert_eq!(record["dispatches"][0]["visit"]["finding"]["solution"], "second");
    assert_eq!(record["address"], "迎泽大街 2 号");
}

async fn with_nothing_missing_a_rule_that_objects_is_said_and_the_action_kept(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.on_site().await;
    let solve = json!({"type": "tick_step", "step": "solve"});
    let result = scene.tablet.give(&scene.engineer, &job.dispatch(), solve).await;
    assert_eq!(outcome(&result), "kept: backup_first");
    assert_eq!(result["receipt"]["outcome"], "kept");
    let waiting = Subject::Request(scene.submitted().await);
    let result = scene.desk.give(&scene.duty, &waiting, json!({"type": "write_off", "problem_type": "usage"})).await;
    assert_eq!(outcome(&result), "kept: wrong_state");
    assert_eq!(result["problem"]["rejection"], json!({"type": "wrong_state", "state": "submitted"}));
    let result = scene.tablet.give(&scene.engineer, &job.dispatch(), json!({"type": "ask_help", "note": " "})).await;
    assert_eq!(result["problem"]["errors"][0]["pointer"], "/command/note");
}

async fn what_is_not_understood_is_kept_whole(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let unsigned = |command: Value| scene.tablet.unsigned(&scene.engineer, &job.dispatch(), command);
    quarantines(
        house,
        &scene,
        &scene.tablet.seal(unsigned(json!({"type": "teleport", "to": "太原"}))),
        "not_understood",
    )
    .await;
    quarantines(house, &scene, &scene.tablet.seal(unsigned(json!({"type": "refuse"}))), "not_understood").await;
    let mut newer = unsigned(json!({"type": "confirm"}));
    newer["protocol"] = 2.into();
    quarantines(house, &scene, &scene.tablet.seal(newer), "unknown_protocol").await;
    let mut without = unsigned(json!({"type": "confirm"}));
    without.as_object_mut().expect("an object").remove("protocol");
    quarantines(house, &scene, &scene.tablet.seal(without), "unknown_protocol").await;
    for nonsense in [
        json!(42),
        json!("text"),
        json!(null),
        json!([]),
        json!({"id": "", "protocol": 1}),
        json!({"id": "x".repeat(200)}),
    ] {
        let results = scene.tablet.push(&scene.engineer, std::slice::from_ref(&nonsense)).await;
        assert_eq!(results[0]["outcome"], "quarantined", "{nonsense}");
        assert!(results[0]["id"].as_str().expect("an id").starts_with("unnamed-"));
    }
    assert_eq!(scene.record(&job).await["dispatches"][0]["state"], "offered");
}

async fn a_character_no_database_keeps_does_not_come_again_for_ever(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let envelope =
        scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "ask_help", "note": "a\u{0}b"}));
    quarantines(house, &scene, &envelope, "not_understood").await;
    let mut envelope = scene.desk.unsigned(
        &scene.duty,
        &job.request(),
        json!({"type": "edit_request", "patch": {"symptom": "\u{0}"}}),
    );
    envelope["id"] = "\u{0}".into();
    let results = scene.desk.push(&scene.duty, &[scene.desk.seal(envelope)]).await;
    assert_eq!(outcome(&results[0]), "quarantined: not_understood");
    assert_eq!(scene.duty.get("/api/requests?q=%00").await.status, 200);
    let named = scene.duty.post("/api/devices", &json!({"public_key": {}, "name": "\u{0}"})).await;
    assert_eq!(named.problem(), (422, "no_es256_key".to_owned()));
}

async fn only_the_devices_own_signature_over_just_this_content_counts(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let next = || scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    let mut altered = next();
    altered["command"] = json!({"type": "refuse", "reason": "x"});
    quarantines(house, &scene, &altered, "bad_signature").await;
    let mut unsigned = next();
    unsigned.as_object_mut().expect("an object").remove("sig");
    quarantines(house, &scene, &unsigned, "bad_signature").await;
    let stranger = Tablet::register(&scene.engineer).await;
    quarantines(house, &scene, &stranger.seal(next()), "bad_signature").await;
    assert_eq!(scene.record(&job).await["dispatches"][0]["state"], "offered");
}

async fn nobody_acts_as_somebody_who_never_worked_on_the_device(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let mut foreign = scene.tablet.unsigned(
        &scene.engineer,
        &job.request(),
        json!({"type": "recall", "dispatch": job.dispatch, "reason": "x"}),
    );
    foreign["actor"] = scene.duty.id().into();
    quarantines(house, &scene, &scene.tablet.seal(foreign), "foreign_actor").await;
    assert_eq!(scene.record(&job).await["dispatches"][0]["state"], "offered");
}

async fn a_colleague_may_deliver_what_was_done_on_the_same_device(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let confirm = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    let colleague = house.sign_in("field2").await;
    let results = scene.tablet.push(&colleague, &[confirm]).await;
    assert_eq!(outcome(&results[0]), "accepted");
    let history = scene.duty.get(&format!("/api/requests/{}/history", job.request)).await.ok();
    let line = history["items"].as_array().expect("lines").last().expect("a line").clone();
    assert_eq!((&line["command"], &line["person"]), (&json!("confirm"), &scene.engineer.person["id"]));
}

async fn a_revoked_device_hands_in_what_it_has_for_review(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let admin = house.sign_in("admin").await;
    let revoke = format!("/api/devices/{}/revoke", scene.tablet.id);
    assert_eq!(admin.post(&revoke, &json!({})).await.status, 204);
    let confirm = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    quarantines(house, &scene, &confirm, "device_revoked").await;
    assert_eq!(scene.record(&job).await["dispatches"][0]["state"], "offered");
    assert_eq!(admin.post(&revoke, &json!({})).await.problem(), (404, "not_found".to_owned()));
}

async fn the_session_of_a_revoked_device_hands_in_and_does_nothing_else(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let pull = format!("/api/sync/pull?device={}", scene.tablet.id);
    assert_eq!(scene.engineer.get(&pull).await.status, 200);
    let admin = house.sign_in("admin").await;
    let revoke = format!("/api/devices/{}/revoke", scene.tablet.id);
    assert_eq!(admin.post(&revoke, &json!({})).await.status, 204);

    let wanted = (403, "device_revoked".to_owned());
    let request = format!("/api/requests/{}", job.request);
    for path in
        ["/api/requests", &request, "/api/devices", "/api/people", "/api/live?topics=board", "/api/sync/pull", &pull]
    {
        assert_eq!(scene.engineer.get(path).await.problem(), wanted, "{path}");
    }
    assert_eq!(scene.engineer.delete(&revoke).await.problem(), wanted, "the tablet does not take it back itself");
    let confirm = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    quarantines(house, &scene, &confirm, "device_revoked").await;
    // The same person at another device goes on.
    assert_eq!(house.sign_in_anew("field1").await.get("/api/requests").await.status, 200);

    assert_eq!(admin.delete(&revoke).await.status, 204);
    assert_eq!(scene.engineer.get(&request).await.status, 200);
}

async fn a_clock_beyond_all_reason_is_kept_as_unproven_and_readable(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    for (at, offset) in [
        ("9999-12-31T23:59:59.999-23:00", 9_000_000_000_000_000_i64),
        ("0000-01-01T00:00:00+23:00", -9_000_000_000_000_000),
    ] {
        let mut envelope =
            scene.tablet.unsigned(&scene.engineer, &job.dispatch(), json!({"type": "ask_help", "note": at}));
        envelope["occurred_at"] = at.into();
        envelope["clock_offset_ms"] = offset.into();
        let results = scene.tablet.push(&scene.engineer, &[scene.tablet.seal(envelope)]).await;
        assert_eq!(results[0]["outcome"], "accepted", "{}", results[0]);
    }
    assert_eq!(scene.record(&job).await["dispatches"][0]["help"], "0000-01-01T00:00:00+23:00");
    let mut late = scene.tablet.unsigned(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    late["occurred_at"] = "2020-01-01T00:00:00.000Z".into();
    scene.tablet.push(&scene.engineer, &[scene.tablet.seal(late)]).await;
    scene.visit(&job, json!({"type": "appoint", "at": "9999-12-31T23:59:59.999-23:00", "agreed_with": ""})).await;
    assert_eq!(scene.record(&job).await["dispatches"][0]["state"], "appointed");
}

async fn an_unknown_device_is_none(house: &House) {
    let scene = Scene::open(house).await;
    let answer = scene.duty.post("/api/sync/push", &json!({"device_id": new_id(), "envelopes": []})).await;
    assert_eq!(answer.problem(), (404, "not_found".to_owned()));
    let nothing = scene.desk.give(&scene.duty, &Subject::Request(new_id()), json!({"type": "archive"})).await;
    assert_eq!(outcome(&nothing), "kept: not_found");
}

async fn only_a_device_itself_moves_the_time_its_claims_are_weighed_against(house: &House) {
    let scene = Scene::open(house).await;
    let last_contact = async || {
        let devices = scene.engineer.get("/api/devices").await.ok();
        let devices = devices["items"].as_array().expect("devices").clone();
        devices.into_iter().find(|device| device["id"] == scene.tablet.id.as_str()).expect("the tablet")["last_contact"]
            .clone()
    };
    let before = last_contact().await;
    house.let_pass(60_000);
    assert_eq!(scene.tablet.deliver(&scene.hotline, &[]).await.status, 200);
    assert_eq!(scene.tablet.deliver(&scene.hotline, &[json!({"id": "x"})]).await.status, 200);
    assert_eq!(last_contact().await, before);
    assert_eq!(scene.tablet.deliver(&scene.engineer, &[]).await.status, 200);
    assert_ne!(last_contact().await, before);
}
