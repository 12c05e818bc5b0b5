//! Whoever doubts sees what the server has of them, wherever it was done (SYN-4).

use serde_json::{Value, json};

use crate::{
    document::{assert_valid, component, document},
    house::House,
    program::Program,
    scene::Scene,
    tablet::{Tablet, new_id, outcome},
};

on_both_engines![
    an_engineer_sees_the_own_receipts_of_every_device_and_nobody_elses,
    pages_of_receipts_leave_nothing_out_and_repeat_nothing,
];

async fn listed(program: &Program, query: &str) -> Value {
    program.get(&format!("/api/receipts{query}")).await.ok()
}

fn items(page: &Value) -> &Vec<Value> {
    page["items"].as_array().expect("items")
}

async fn an_engineer_sees_the_own_receipts_of_every_device_and_nobody_elses(house: &House) {
    let scene = Scene::open(house).await;
    let document = document(&scene.duty).await;
    let job = scene.job().await;
    let first = scene.visit(&job, json!({"type": "confirm"})).await;
    let other = Tablet::register(&scene.engineer).await;
    let mut unknown = other.unsigned(&scene.engineer, &job.dispatch(), json!({"type": "depart"}));
    unknown["protocol"] = json!(2);
    let unknown = other.seal(unknown);
    let second = other.push(&scene.engineer, std::slice::from_ref(&unknown)).await.remove(0);
    assert_eq!(outcome(&second), "quarantined: unknown_protocol");

    let page = listed(&scene.engineer, "").await;
    assert_valid(&component(&document, "ReceiptPage"), &page, "receipts");
    let of = |id: &Value| items(&page).iter().find(|item| item["id"] == *id).expect("a receipt").clone();
    let (confirmed, departed) = (of(&first["id"]), of(&second["id"]));
    assert_eq!((&confirmed["receipt"], &confirmed["outcome"]), (&first["receipt"], &json!("accepted")));
    assert_eq!((&departed["receipt"], &departed["command"]), (&second["receipt"], &json!("depart")));
    assert_eq!((&departed["device"], &departed["device_name"]), (&json!(other.id), &json!("平板")));
    assert!(confirmed["about"]["number"].is_string());
    let path = format!("/api/receipts/{}", second["id"].as_str().expect("an id"));
    let whole = scene.engineer.get(&path).await.ok();
    assert_valid(&component(&document, "ReceivedList"), &whole, "one receipt");
    assert_eq!(whole["items"][0]["content"], unknown);

    let stranger = house.sign_in("field2").await;
    assert!(items(&listed(&stranger, "").await).iter().all(|item| item["person"] != scene.engineer.id()));
    let of_engineer = format!("?person={}", scene.engineer.id());
    for program in [&stranger, &scene.duty] {
        assert_eq!(program.get(&format!("/api/receipts{of_engineer}")).await.status, 404);
        assert_eq!(program.get(&path).await.status, 404);
    }
    let admin = house.sign_in("admin").await;
    assert_eq!(items(&listed(&admin, &of_engineer).await).len(), items(&page).len());
    assert_eq!(admin.get(&path).await.status, 200);
}

async fn pages_of_receipts_leave_nothing_out_and_repeat_nothing(house: &House) {
    let scene = Scene::open(house).await;
    let before = items(&listed(&scene.engineer, "").await).len();
    assert!(before < 50);
    let nowhere = |_| {
        let subject = crate::tablet::Subject::Dispatch(new_id());
        scene.tablet.envelope(&scene.engineer, &subject, json!({"type": "arrive"}))
    };
    let envelopes: Vec<Value> = (0..60).map(nowhere).collect();
    scene.tablet.push(&scene.engineer, &envelopes).await;
    let first = listed(&scene.engineer, "").await;
    let cursor = first["next"].as_str().expect("more");
    let rest = listed(&scene.engineer, &format!("?cursor={cursor}")).await;
    let all: Vec<&Value> = items(&first).iter().chain(items(&rest)).map(|item| &item["id"]).collect();
    let done: Vec<&Value> = envelopes.iter().rev().map(|envelope| &envelope["id"]).collect();
    assert_eq!(all[..60], done[..], "what was done last comes first");
    assert_eq!(all.len(), before + 60);
    assert!(rest["next"].is_null());
    assert_eq!(scene.engineer.get("/api/receipts?cursor=other").await.problem(), (422, "invalid".to_owned()));
}
