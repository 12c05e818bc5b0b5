//! What could not be taken in is kept whole, seen by those it concerns, and tried again (SYN-7).

use serde_json::{Value, json};

use crate::{
    house::House,
    program::{Program, send},
    scene::Scene,
    tablet::{Tablet, outcome},
};

on_both_engines![
    engineer_and_administrator_see_it_whole_and_nobody_else,
    whose_request_it_is_about_is_told_nobody_who_may_not_read_it,
    what_is_understood_by_now_gets_its_effect_exactly_once,
    what_fails_again_stays_with_the_new_reason,
    what_a_revoked_device_sent_is_reviewed_one_by_one,
    an_action_about_nothing_that_is_here_waits_there_too,
];

async fn listed(program: &Program, query: &str) -> Vec<Value> {
    program.get(&format!("/api/quarantine{query}")).await.ok()["items"].as_array().expect("items").clone()
}

async fn whole(program: &Program, sha256: &str) -> Value {
    program.get(&format!("/api/quarantine/{sha256}")).await.ok()
}

async fn replay(program: &Program, sha256: &str) -> Value {
    program.post(&format!("/api/quarantine/{sha256}/replay"), &json!({})).await.ok()
}

fn sha256(result: &Value) -> String {
    result["receipt"]["sha256"].as_str().expect("a receipt").to_owned()
}

/// field1 delivers what field2 did on this tablet before the server ever heard that field2 works on it.
async fn of_a_stranger(house: &House, scene: &Scene) -> (Program, Value, Value) {
    let other = house.sign_in("field2").await;
    let job = scene.submitted().await;
    let subject = crate::tablet::Subject::Request(job.clone());
    let dispatch = crate::tablet::new_id();
    let assigned = scene.desk.give(&scene.duty, &subject, crate::scene::assign(&dispatch, other.id())).await;
    assert_eq!(outcome(&assigned), "accepted");
    let confirm =
        scene.tablet.envelope(&other, &crate::tablet::Subject::Dispatch(dispatch), json!({"type": "confirm"}));
    let result = scene.tablet.push(&scene.engineer, std::slice::from_ref(&confirm)).await.remove(0);
    assert_eq!(outcome(&result), "quarantined: foreign_actor");
    (other, confirm, result)
}

async fn engineer_and_administrator_see_it_whole_and_nobody_else(house: &House) {
    let scene = Scene::open(house).await;
    let admin = house.sign_in("admin").await;
    let job = scene.job().await;
    let mut unknown = scene.tablet.unsigned(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    unknown["protocol"] = json!(2);
    let unknown = scene.tablet.seal(unknown);
    let result = scene.tablet.push(&scene.engineer, std::slice::from_ref(&unknown)).await.remove(0);
    let hash = sha256(&result);
    for program in [&admin, &scene.engineer] {
        let line = listed(program, "").await.into_iter().find(|item| item["sha256"] == hash.as_str()).expect("listed");
        assert_eq!((&line["command"], &line["problem"]["type"]), (&json!("confirm"), &json!("unknown_protocol")));
        assert_eq!(line["person"], scene.engineer.id());
        let record = crate::scene::pulled(&scene.duty, "request").await;
        let record =
            record.iter().find(|record| record["id"] == line["about"]["request"]).expect("the request it names");
        assert_eq!((&line["about"]["number"], &line["about"]["unit"]), (&record["number"], &record["unit"]));
        let whole = whole(program, &hash).await;
        assert_eq!(whole["content"], unknown);
        assert_eq!(whole["first_answer"], result);
    }
    let stranger = house.sign_in("field2").await;
    assert!(listed(&stranger, "").await.iter().all(|item| item["sha256"] != hash.as_str()));
    assert_eq!(stranger.get(&format!("/api/quarantine/{hash}")).await.status, 404);
    for login in ["duty", "hotline", "quality", "support", "region"] {
        assert_eq!(house.sign_in(login).await.get("/api/quarantine").await.status, 404, "{login}");
    }
    let by_engineer = scene.engineer.post(&format!("/api/quarantine/{hash}/replay"), &json!({})).await;
    assert_eq!(by_engineer.status, 404, "the engineer sees it; the administrator tries again");
}

async fn whose_request_it_is_about_is_told_nobody_who_may_not_read_it(house: &House) {
    let scene = Scene::open(house).await;
    let admin = house.sign_in("admin").await;
    let stranger = house.sign_in("field2").await;
    let job = scene.job().await;
    let tablet = Tablet::register(&stranger).await;
    let mut unknown = tablet.unsigned(&stranger, &job.dispatch(), json!({"type": "confirm"}));
    unknown["protocol"] = json!(2);
    let result = tablet.push(&stranger, &[tablet.seal(unknown)]).await.remove(0);
    let hash = sha256(&result);
    let about = async |program: &Program| {
        let line = listed(program, "").await.into_iter().find(|item| item["sha256"] == hash.as_str()).expect("listed");
        assert_eq!(line["about"], whole(program, &hash).await["about"]);
        line["about"].clone()
    };
    assert_eq!(about(&stranger).await, Value::Null);
    assert!(about(&admin).await["unit"].is_string());
}

async fn what_is_understood_by_now_gets_its_effect_exactly_once(house: &House) {
    let scene = Scene::open(house).await;
    let admin = house.sign_in("admin").await;
    let (other, confirm, first) = of_a_stranger(house, &scene).await;
    // By now the server has heard that field2 works on this tablet.
    let own = scene.tablet.envelope(
        &other,
        &crate::tablet::Subject::Request(crate::tablet::new_id()),
        json!({"type": "archive"}),
    );
    scene.tablet.push(&other, &[own]).await;
    let hash = sha256(&first);
    let (path, nothing) = (format!("/api/quarantine/{hash}/replay"), json!({}));
    let (one, two) = tokio::join!(admin.post(&path, &nothing), admin.post(&path, &nothing));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404], "of two at the same time one does it");
    let answer = if one.status == 200 { one.json() } else { two.json() };
    assert_eq!(outcome(&answer), "accepted");
    assert_eq!(sha256(&answer), hash, "a receipt of its own for the same content");
    assert_ne!(answer["receipt"]["sig"], first["receipt"]["sig"]);
    let dispatch = confirm["subject"]["id"].as_str().expect("an id");
    let requests = crate::scene::pulled(&scene.duty, "request").await;
    let of_dispatch = |request: &&Value| {
        request["dispatches"].as_array().expect("dispatches").iter().any(|known| known["id"] == dispatch)
    };
    let request = requests.iter().find(of_dispatch).expect("the request");
    assert_eq!(request["dispatches"][0]["state"], "confirmed");
    let history =
        scene.duty.get(&format!("/api/requests/{}/history", request["id"].as_str().expect("an id"))).await.ok();
    let confirmed =
        history["items"].as_array().expect("changes").iter().filter(|change| change["command"] == "confirm");
    assert_eq!(confirmed.count(), 1);
    let whole = whole(&admin, &hash).await;
    assert_eq!(whole["first_answer"], first, "the first answer stays");
    assert_eq!((&whole["replays"][0]["answer"], &whole["replays"][0]["person"]), (&answer, &json!(admin.id())));
    assert!(listed(&admin, "").await.iter().all(|item| item["sha256"] != hash.as_str()), "it has left quarantine");
    let seen = listed(&scene.engineer, "?all=true").await;
    assert!(seen.iter().any(|item| item["sha256"] == hash.as_str() && item["taken_in_at"].is_string()));
    let repeat = scene.tablet.push(&scene.engineer, &[confirm]).await.remove(0);
    assert_eq!(repeat, first, "a repeat gets the answer that was given, for ever");
}

async fn what_fails_again_stays_with_the_new_reason(house: &House) {
    let scene = Scene::open(house).await;
    let admin = house.sign_in("admin").await;
    let (_, _, first) = of_a_stranger(house, &scene).await;
    let hash = sha256(&first);
    assert_eq!(outcome(&replay(&admin, &hash).await), "quarantined: foreign_actor");
    let line = listed(&admin, "").await.into_iter().find(|item| item["sha256"] == hash.as_str()).expect("still there");
    assert_eq!(line["attempts"], 1);
    let round = admin.post("/api/quarantine/replay", &json!({})).await.ok();
    assert_eq!((&round["accepted"], &round["still"]), (&json!(0), &json!(listed(&admin, "").await.len())));
    let whole = whole(&admin, &hash).await;
    assert_eq!(whole["replays"].as_array().map(Vec::len), Some(2));
    assert_eq!(whole["replays"][1]["answer"]["problem"]["type"], "foreign_actor");
}

async fn what_a_revoked_device_sent_is_reviewed_one_by_one(house: &House) {
    let scene = Scene::open(house).await;
    let (admin, job) = (house.sign_in("admin").await, scene.job().await);
    let lost = Tablet::register(&scene.engineer).await;
    let revoke = admin.ask(reqwest::Method::POST, &format!("/api/devices/{}/revoke", lost.id)).json(&json!({}));
    assert_eq!(send(revoke).await.status, 204);
    let result = lost.give(&scene.engineer, &job.dispatch(), json!({"type": "confirm"})).await;
    assert_eq!(outcome(&result), "quarantined: device_revoked");
    let round = admin.post("/api/quarantine/replay", &json!({})).await.ok();
    assert_eq!((&round["accepted"], &round["for_review"]), (&json!(0), &json!(1)));
    assert_eq!(scene.record(&job).await["dispatches"][0]["state"], "offered");
    assert_eq!(outcome(&replay(&admin, &sha256(&result)).await), "accepted");
    assert_eq!(scene.record(&job).await["dispatches"][0]["state"], "confirmed");
}

async fn an_action_about_nothing_that_is_here_waits_there_too(house: &House) {
    let scene = Scene::open(house).await;
    let admin = house.sign_in("admin").await;
    let nowhere = crate::tablet::Subject::Dispatch(crate::tablet::new_id());
    let result = scene.tablet.give(&scene.engineer, &nowhere, json!({"type": "arrive"})).await;
    assert_eq!(outcome(&result), "kept: not_found");
    let hash = sha256(&result);
    let line = listed(&admin, "").await.into_iter().find(|item| item["sha256"] == hash.as_str()).expect("listed");
    assert_eq!(line["problem"]["type"], "not_found");
    assert_eq!(outcome(&replay(&admin, &hash).await), "kept: not_found");
    assert!(listed(&admin, "").await.iter().any(|item| item["sha256"] == hash.as_str()), "until it can be placed");
}
