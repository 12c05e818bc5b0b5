//! Clocks and calendars as configuration: who edits them, what is accepted, from when it counts (ADM-4).

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    document::{assert_valid, component, document},
    house::House,
    program::{Program, send},
    scene::{Job, Scene},
    tablet::new_id,
};

on_both_engines![
    a_changed_clock_counts_for_what_starts_afterwards_at_every_node,
    what_makes_no_sense_is_refused_and_says_where,
    a_holiday_that_is_added_is_not_counted_any_more,
];

const VERIFY: &str = "/api/settings/clocks/request.verify";

fn verify(limit: Value) -> Value {
    json!({"id": "request.verify", "limit": limit, "calendar": "clock", "default_for": "all", "warn_percent": 50})
}

async fn put(program: &Program, path: &str, body: &Value) -> crate::program::Answer {
    send(program.ask(Method::PUT, path).json(body)).await
}

async fn limit_of_verifying(scene: &Scene) -> Value {
    let job = Job { request: scene.submitted().await, dispatch: new_id() };
    let record = scene.record(&job).await;
    let clocks = record["clocks"].as_array().expect("clocks");
    let clock = clocks.iter().find(|clock| clock["rule"] == "request.verify").expect("the clock");
    let reasons = clock["reasons"].as_array().expect("reasons");
    let limit = reasons.iter().find(|reason| reason["kind"] == "limit").expect("the limit");
    json!([limit["unit"], limit["amount"]])
}

async fn a_changed_clock_counts_for_what_starts_afterwards_at_every_node(house: &House) {
    let scene = Scene::open(house).await;
    let (admin, (_, other)) = (house.sign_in("admin").await, house.another_node().await);
    let before = Job { request: scene.submitted().await, dispatch: new_id() };
    let promised = scene.record(&before).await["clocks"].clone();
    let half_an_hour = verify(json!({"unit": "minutes", "amount": 30}));
    let changed = put(&admin, VERIFY, &json!({"rule": half_an_hour, "version": 0})).await.ok();
    assert_eq!((&changed["is_changed"], &changed["version"]), (&json!(true), &json!(1)));
    assert_eq!(limit_of_verifying(&scene).await, json!(["minutes", 30]));
    assert_eq!(scene.record(&before).await["clocks"], promised, "what was promised stays");
    // The other node hears of it by itself.
    while other.centre.configured().stamp != house.service.centre.configured().stamp {
        tokio::task::yield_now().await;
    }
    let stale =
        put(&admin, VERIFY, &json!({"rule": verify(json!({"unit": "hours", "amount": 2})), "version": 0})).await;
    assert_eq!(stale.problem(), (422, "changed_meanwhile".to_owned()));
    let back = send(admin.ask(Method::DELETE, VERIFY)).await.ok();
    assert_eq!((&back["is_changed"], &back["now"]), (&json!(false), &back["predefined"]));
    assert_eq!(limit_of_verifying(&scene).await, json!(["hours", 1]));

    let history = admin.get("/api/settings/history").await.ok();
    assert_valid(&component(&document(&admin).await, "SettingsHistory"), &history, "the history");
    let commands: Vec<&Value> =
        history["items"].as_array().expect("items").iter().map(|item| &item["command"]).collect();
    assert_eq!(commands, ["reset_clock", "change_clock"]);
    assert_eq!(history["items"][1]["after"]["limit"], json!({"unit": "minutes", "amount": 30}));
    for path in ["/api/settings/clocks", "/api/settings/calendars", "/api/settings/history"] {
        assert_eq!(scene.duty.get(path).await.problem(), (404, "not_found".to_owned()), "{path}");
    }
}

async fn what_makes_no_sense_is_refused_and_says_where(house: &House) {
    let admin = house.sign_in("admin").await;
    let never = put(&admin, VERIFY, &json!({"rule": verify(json!({"unit": "hours", "amount": 0}))})).await;
    assert_eq!(never.problem(), (422, "out_of_range".to_owned()));
    assert_eq!(never.json()["errors"][0]["pointer"], "/limit/amount");
    let sensible = json!({"rule": verify(json!({"unit": "hours", "amount": 1}))});
    let unknown = put(&admin, "/api/settings/clocks/tea.break", &sensible).await;
    assert_eq!(unknown.problem(), (404, "not_found".to_owned()));
    let idle = json!({"name": "5x8", "zone": "", "weekly": [[], [], [], [], [], [], []]});
    let idle = put(&admin, "/api/settings/calendars/5x8", &json!({"calendar": idle})).await;
    assert_eq!(idle.problem(), (422, "no_hours".to_owned()));
    let all = admin.get("/api/settings/clocks").await.ok();
    assert_valid(&component(&document(&admin).await, "ClockList"), &all, "the clocks");
    assert!(all["items"].as_array().expect("items").iter().all(|item| item["is_changed"] == false));
}

async fn a_holiday_that_is_added_is_not_counted_any_more(house: &House) {
    let admin = house.sign_in("admin").await;
    let listed = admin.get("/api/settings/calendars").await.ok();
    assert_valid(&component(&document(&admin).await, "CalendarList"), &listed, "the calendars");
    let mut centre = listed["items"][0]["now"].clone();
    let question = json!({"rule": "onsite.arrive_basic", "started": "2026-11-23T02:00:00.000Z", "tier": "standard"});
    let due = async || admin.post("/api/deadlines/preview", &question).await.ok();
    assert_eq!(due().await["due"], "2026-11-25T02:00:00.000Z");
    centre["holidays"].as_array_mut().expect("days").push(json!("2026-11-24"));
    put(&admin, "/api/settings/calendars/centre", &json!({"calendar": centre, "version": 0})).await.ok();
    let answer = due().await;
    assert_eq!(answer["due"], "2026-11-26T02:00:00.000Z");
    assert!(answer["reasons"].as_array().expect("reasons").contains(&json!({"kind": "holiday", "date": "2026-11-24"})));

    let mut asked = question.clone();
    asked["as_if"] = json!({
        "id": "onsite.arrive_basic", "limit": {"unit": "hours", "amount": 3}, "calendar": "clock", "default_for": "all",
        "warn_percent": null,
    });
    let as_if = admin.post("/api/deadlines/preview", &asked).await.ok();
    assert_eq!(as_if["due"], "2026-11-23T05:00:00.000Z", "what is only tried changes nothing");
    assert_eq!(due().await, answer);
}
