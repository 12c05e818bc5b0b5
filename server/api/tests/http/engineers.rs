//! What an engineer shows at the door and subscribes to: the badge's code (ONS-10), the calendar (ONS-21); and what is
//! known of working hours and absences (ADM-1).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Timestamp, badge, time::MINUTE};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    canonical::sha256,
    house::House,
    program::{Program, send},
    scene::{Job, Scene, pulled},
};

on_both_engines! {
    a_badges_code_is_confirmed_while_the_engineer_is_expected_and_never_for_another_device_or_visit,
    a_calendar_is_read_by_its_address_only_until_a_new_one_is_made,
    why_somebody_is_away_is_for_those_who_plan_the_work,
}

async fn secret(engineer: &Program, device: &str) -> Vec<u8> {
    let answer = engineer.get(&format!("/api/devices/{device}/badge")).await.ok();
    URL_SAFE_NO_PAD.decode(answer["secret"].as_str().expect("a secret")).expect("base64url")
}

async fn check(house: &House, code: &str) -> Value {
    let ask = house.visitor().ask(Method::GET, &format!("/badge/{code}")).header("accept", "application/json");
    send(ask).await.ok()
}

fn shown(house: &House, secret: &[u8], job: &Job, minutes: i64) -> String {
    let at = house.service.time.now().plus(minutes * MINUTE);
    badge::code(secret, job.dispatch.parse().expect("an id"), at)
}

async fn a_badges_code_is_confirmed_while_the_engineer_is_expected_and_never_for_another_device_or_visit(
    house: &House,
) {
    let scene = Scene::open(house).await;
    let job = scene.on_site().await;
    let secret = secret(&scene.engineer, &scene.tablet.id).await;
    let number = scene.engineer.person["badge_number"].as_str().expect("a number").to_owned();
    let of = |code: &str| format!("{number}-{code}");

    let checked = check(house, &of(&shown(house, &secret, &job, 0))).await;
    let name = &scene.engineer.person["name"];
    assert_eq!(checked, json!({"state": "expected", "name": name, "badge_number": number}), "nothing else is told");
    // A tablet's clock may be two minutes off, in both directions.
    for (minutes, state) in [(2, "expected"), (-2, "expected"), (4, "not_confirmed"), (-4, "not_confirmed")] {
        assert_eq!(check(house, &of(&shown(house, &secret, &job, minutes))).await["state"], state, "{minutes}");
    }
    let elsewhere = Job { dispatch: crate::tablet::new_id(), ..job.clone() };
    assert_eq!(check(house, &of(&shown(house, &secret, &elsewhere, 0))).await["state"], "not_confirmed");
    assert_eq!(check(house, &format!("999-{}", shown(house, &secret, &job, 0))).await["state"], "not_confirmed");

    // As a page, in the customer's language; typed by hand too.
    let page = house.visitor().get(&format!("/badge?number={number}&code={}", shown(house, &secret, &job, 0))).await;
    assert!(page.text().contains("这位工程师现在应当在您这里。"), "{}", page.text());
    assert!(!page.text().contains(scene.record(&job).await["unit"].as_str().expect("a unit")), "names no customer");

    // Nobody gets the secret of another's tablet, and a revoked tablet's codes end.
    let path = format!("/api/devices/{}/badge", scene.tablet.id);
    assert_eq!(house.sign_in("field2").await.get(&path).await.status, 404);
    let admin = house.sign_in("admin").await;
    assert_eq!(admin.post(&format!("/api/devices/{}/revoke", scene.tablet.id), &json!({})).await.status, 204);
    assert_eq!(check(house, &of(&shown(house, &secret, &job, 0))).await["state"], "not_confirmed");
    assert_eq!(scene.engineer.get(&path).await.status, 404);

    // Whoever guesses is stopped.
    let mut last = 200;
    for _ in 0..40 {
        last = house.visitor().get(&format!("/badge/{number}-00000000")).await.status;
    }
    assert_eq!(last, 429);
}

async fn a_calendar_is_read_by_its_address_only_until_a_new_one_is_made(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let engineer = &scene.engineer;
    assert_eq!(engineer.get("/api/account/calendar").await.ok()["since"], Value::Null);
    assert_eq!(scene.hotline.get("/api/account/calendar").await.status, 404, "makes no visits");
    let path = async || {
        let made = engineer.post("/api/account/calendar", &json!({})).await;
        assert_eq!(made.status, 201);
        made.json()["path"].as_str().expect("a path").to_owned()
    };
    let first = path().await;
    assert!(engineer.get("/api/account/calendar").await.ok()["since"].is_string());
    let visitor = house.visitor();
    let feed = visitor.get(&first).await;
    assert_eq!((feed.status, feed.header("content-type")), (200, "text/calendar; charset=utf-8"));
    let record = scene.record(&job).await;
    let text = feed.text().replace("\r\n ", "");
    let uid = format!("UID:{}@paidan\r\n", job.dispatch);
    let event = |text: &str| -> Option<String> {
        let all = text.split("BEGIN:VEVENT").find(|event| event.contains(&uid))?;
        Some(all.to_owned())
    };
    let before = event(&text).expect("the visit");
    assert!(before.contains(record["address"].as_str().expect("an address")), "{before}");
    assert!(before.contains(record["contact"]["phone"].as_str().expect("a phone")), "{before}");
    let slot: Timestamp =
        record["dispatches"][0]["slot"]["from"].as_str().expect("a slot").parse().expect("an instant");
    let starts = slot.to_utc().format("DTSTART:%Y%m%dT%H%M%SZ").to_string();
    assert!(before.contains(&starts), "{starts} {before}");

    scene.office(&job, json!({"type": "recall", "dispatch": job.dispatch, "reason": "客户改期"})).await;
    let after = event(&visitor.get(&first).await.text().replace("\r\n ", "")).expect("still told of");
    assert!(after.contains("STATUS:CANCELLED"), "{after}");
    let sequence = |event: &str| -> i64 {
        let number = event.split("SEQUENCE:").nth(1).and_then(|rest| rest.split("\r\n").next());
        number.expect("a sequence").parse().expect("a number")
    };
    assert!(sequence(&after) > sequence(&before));

    let second = path().await;
    assert_eq!(visitor.get(&first).await.status, 404);
    assert_eq!(visitor.get(&second).await.status, 200);
    assert_eq!(engineer.delete("/api/account/calendar").await.status, 204);
    assert_eq!(visitor.get(&second).await.status, 404);
}

async fn why_somebody_is_away_is_for_those_who_plan_the_work(house: &House) {
    let scene = Scene::open(house).await;
    let admin = house.sign_in("admin").await;
    let path = format!("/api/people/{}", scene.engineer.id());
    let absence =
        json!({"from": "2026-12-01T00:30:00.000Z", "until": "2026-12-01T09:30:00.000Z", "kind": "ill", "note": "感冒"});
    let hours: Vec<Value> = (0..7).map(|day| if day < 5 { json!([["08:30", "17:30"]]) } else { json!([]) }).collect();
    let photo = sha256(b"a face");
    let change = json!({"absences": [absence], "working_hours": hours, "photo": photo});
    let changed = admin.patch(&path, &change).await.ok();
    assert_eq!((&changed["absences"][0]["note"], &changed["photo"]), (&json!("感冒"), &json!(photo)));

    let seen = async |program: &Program| {
        let people = pulled(program, "person").await;
        people.into_iter().find(|person| person["id"] == scene.engineer.id()).expect("the engineer")
    };
    assert_eq!(seen(&scene.duty).await["absences"][0], absence);
    assert_eq!(seen(&scene.engineer).await["absences"][0], absence, "their own");
    let by_hotline = seen(&scene.hotline).await;
    assert_eq!(by_hotline["absences"][0]["kind"], "other");
    assert_eq!(by_hotline["absences"][0].get("note"), None);
    assert_eq!(by_hotline["working_hours"][0], json!([["08:30", "17:30"]]));

    let backwards = json!({"absences": [{"from": "2026-12-02T00:00:00.000Z", "until": "2026-12-01T00:00:00.000Z", "kind": "leave"}]});
    assert_eq!(admin.patch(&path, &backwards).await.problem(), (422, "invalid".to_owned()));
    assert_eq!(admin.patch(&path, &json!({"working_hours": [[]]})).await.problem(), (422, "invalid".to_owned()));
    assert_eq!(admin.patch(&path, &json!({"photo": "no name"})).await.problem(), (422, "invalid".to_owned()));
    let cleared = admin.patch(&path, &json!({"absences": [], "working_hours": [], "photo": ""})).await.ok();
    assert_eq!((cleared.get("absences"), cleared.get("working_hours"), cleared.get("photo")), (None, None, None));
}
