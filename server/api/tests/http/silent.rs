//! Devices that should have been heard are listed, with the work they owe a word about.

use serde_json::{Value, json};

use crate::{house::House, scene::Scene, tablet::outcome};

on_both_engines! { a_tablet_with_work_that_should_be_over_is_listed_until_it_is_heard }

async fn a_tablet_with_work_that_should_be_over_is_listed_until_it_is_heard(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.on_site().await;
    let admin = house.sign_in("admin").await;
    let of_job = |list: Value| -> Vec<Value> {
        let items = list["items"].as_array().expect("a list").clone();
        items.into_iter().filter(|item| item["id"] == scene.tablet.id && item["request"] == job.request).collect()
    };
    assert_eq!(of_job(admin.get("/api/devices/silent").await.json()), [] as [Value; 0], "it was heard a moment ago");

    house.let_pass(10 * 3_600_000);
    let admin = house.sign_in_anew("admin").await;
    let listed = admin.get("/api/devices/silent").await.json();
    let own: Vec<&Value> =
        listed["items"].as_array().expect("a list").iter().filter(|item| item["id"] == scene.tablet.id).collect();
    assert_eq!(own.len(), 1, "{listed}");
    assert_eq!(own[0]["person"], scene.engineer.id());
    assert!(own[0]["planned_end"].as_str() > own[0]["last_contact"].as_str(), "{listed}");

    // Whoever has to phone the engineer hears of it too, without seeing the devices themselves.
    let silent =
        |list: Value| list["items"].as_array().expect("a list").iter().any(|item| item["id"] == scene.tablet.id);
    let duty = house.sign_in_anew("duty").await;
    assert!(silent(duty.get("/api/devices/silent").await.ok()));
    assert_eq!(duty.get("/api/devices").await.status, 404);
    let engineer = house.sign_in_anew("field1").await;
    assert!(silent(engineer.get("/api/devices/silent").await.ok()), "it is theirs");

    // The hotline took the request down, but the tablet is somebody else's.
    let hotline = house.sign_in_anew("hotline").await;
    let heard_of = hotline.get("/api/devices/silent").await.ok();
    let items = heard_of["items"].as_array().expect("a list");
    assert!(items.iter().all(|item| item["person"] == hotline.id()), "{heard_of}");
    let other = house.sign_in_anew("field2").await;
    assert!(!silent(other.get("/api/devices/silent").await.ok()));
    assert_eq!(house.sign_in_anew("quality").await.get("/api/devices/silent").await.status, 404);

    // That its engineer asks for news with it is a word too; that somebody else names it is none.
    let asks = format!("/api/sync/pull?device={}", scene.tablet.id);
    assert_eq!(duty.get(&asks).await.status, 200);
    assert!(silent(admin.get("/api/devices/silent").await.ok()));
    assert_eq!(engineer.get(&asks).await.status, 200);
    assert!(!silent(admin.get("/api/devices/silent").await.ok()));

    // Hours later it is silent again, until it delivers something: nothing is owed.
    house.let_pass(10 * 3_600_000);
    let (admin, engineer) = (house.sign_in_anew("admin").await, house.sign_in_anew("field1").await);
    assert!(silent(admin.get("/api/devices/silent").await.ok()));
    let note = json!({"type": "ask_help", "note": "路上没有信号"});
    let results = scene.tablet.push(&engineer, &[scene.tablet.envelope(&engineer, &job.dispatch(), note)]).await;
    assert_eq!(outcome(&results[0]), "accepted", "{results:?}");
    let listed = admin.get("/api/devices/silent").await.json();
    assert!(listed["items"].as_array().expect("a list").iter().all(|item| item["id"] != scene.tablet.id), "{listed}");
}
