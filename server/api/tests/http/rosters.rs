//! The duty roster: read by many, planned by one, changed with a reason, and on paper (HOT-1).

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    document::{assert_valid, component, document, validator},
    house::House,
    papers::state,
    program::{Answer, Program, send},
};

on_both_engines![
    a_month_is_proposed_planned_and_read_by_everybody_who_may,
    who_is_on_duty_changes_with_a_reason_that_stays_in_the_record_of_change,
    nobody_overwrites_what_somebody_else_did_meanwhile,
    the_paper_stands_until_somebody_else_comes,
];

/// A month that the demo says nothing about.
const MONTH: &str = "/api/rosters/2030-11";
/// A Monday in it.
const MONDAY: &str = "2030-11-04";

async fn put(program: &Program, roster: &Value, version: Option<i64>) -> Answer {
    send(program.ask(Method::PUT, MONTH).json(&json!({"roster": roster, "version": version}))).await
}

/// What stands, as it would be put.
fn wanted(month: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let roster = &month["roster"];
    let of = |turn: &Value| json!({"date": turn["date"], "post": turn["post"], "person": turn["person"]});
    let turns: Vec<Value> = roster["turns"].as_array().expect("turns").iter().map(of).collect();
    let again = |one: &Value| json!({"date": one["date"], "post": one["post"], "to": one["to"]["person"], "reason": one["reason"]});
    let exchanges: Vec<Value> = roster["exchanges"].as_array().expect("exchanges").iter().map(again).collect();
    let state = [("archived", "archived"), ("reviewed", "reviewed"), ("prepared", "prepared")]
        .into_iter()
        .find(|(mark, _)| !roster[mark].is_null())
        .map_or("draft", |(_, state)| state);
    let mut wanted = json!({"turns": turns, "exchanges": exchanges, "state": state});
    change(&mut wanted);
    wanted
}

/// The month as the proposal fills it, prepared.
async fn prepared(support: &Program) -> Value {
    let proposal = support.post(&format!("{MONTH}/proposal"), &Value::Null).await.ok();
    let empty = support.get(MONTH).await.ok();
    assert_eq!(empty["version"], 0, "the proposal stores nothing");
    let planned = wanted(&empty, |wanted| wanted["turns"].clone_from(&proposal["turns"]));
    let planned = put(support, &planned, Some(0)).await.ok();
    put(support, &wanted(&planned, |wanted| wanted["state"] = json!("prepared")), Some(1)).await.ok()
}

fn planned(month: &Value, post: &str) -> Value {
    let turns = month["roster"]["turns"].as_array().expect("turns");
    turns.iter().find(|turn| turn["date"] == MONDAY && turn["post"] == post).expect("a turn").clone()
}

/// Somebody who could come on that Monday and does not.
fn somebody_else(month: &Value) -> Value {
    let turns = month["roster"]["turns"].as_array().expect("turns");
    let is_on_duty =
        |person: &Value| turns.iter().any(|turn| turn["date"] == MONDAY && turn["person"] == person["person"]);
    let candidates = month["candidates"].as_array().expect("candidates").iter();
    let mut engineers = candidates.filter(|one| one["posts"].as_array().expect("posts").contains(&json!("late")));
    engineers.find(|one| !is_on_duty(one)).expect("somebody").clone()
}

async fn a_month_is_proposed_planned_and_read_by_everybody_who_may(house: &House) {
    let (support, duty) = (house.sign_in("support").await, house.sign_in("duty").await);
    let described = document(&support).await;
    let schema = component(&described, "RosterMonth");
    let proposal = support.post(&format!("{MONTH}/proposal"), &Value::Null).await.ok();
    let answer = &described["paths"]["/api/rosters/{month}/proposal"]["post"]["responses"]["200"];
    assert_valid(&validator(&described, &answer["content"]["application/json"]["schema"]), &proposal, "a proposal");
    let month = prepared(&support).await;
    assert_valid(&schema, &month, "the month");
    assert_eq!(month["roster"]["turns"], proposal["turns"]);
    assert_eq!((&month["gaps"], &month["double_bookings"], &month["version"]), (&json!([]), &json!([]), &json!(2)));
    assert_eq!(month["roster"]["prepared"]["by_name"], support.person["name"]);
    assert!(month["days_off"].as_array().expect("days").contains(&json!("2030-11-03")));
    for login in ["hotline", "field1", "region", "quality"] {
        let reader = house.sign_in(login).await;
        let read = reader.get(MONTH).await.ok();
        assert_eq!((&read["roster"], &read["candidates"]), (&month["roster"], &json!([])), "{login}");
        let refused = put(&reader, &wanted(&month, |_| ()), None).await;
        assert_eq!(refused.problem(), (404, "not_found".to_owned()), "{login}");
        assert_eq!(reader.post(&format!("{MONTH}/proposal"), &Value::Null).await.status, 404, "{login}");
    }
    let reviewed = wanted(&month, |wanted| wanted["state"] = json!("reviewed"));
    assert_eq!(put(&support, &reviewed, None).await.problem(), (422, "own_work".to_owned()));
    let reviewed = put(&duty, &reviewed, Some(2)).await.ok();
    assert_eq!(reviewed["roster"]["reviewed"]["by_name"], duty.person["name"]);
    let archived = wanted(&reviewed, |wanted| wanted["state"] = json!("archived"));
    assert_eq!(put(&duty, &archived, None).await.problem(), (422, "makers_only".to_owned()));
    assert_eq!(put(&support, &archived, None).await.ok()["version"], 4);
    for login in ["admin", "archive"] {
        assert_eq!(house.sign_in(login).await.get(MONTH).await.status, 404, "{login}");
    }
    for path in ["/api/rosters/2030-13", "/api/rosters/november", "/api/rosters/1999-12"] {
        assert_eq!(support.get(path).await.problem(), (404, "not_found".to_owned()), "{path}");
    }
}

async fn who_is_on_duty_changes_with_a_reason_that_stays_in_the_record_of_change(house: &House) {
    let (support, duty) = (house.sign_in("support").await, house.sign_in("duty").await);
    prepared(&support).await;
    let month = duty.get(MONTH).await.ok();
    let (from, to) = (planned(&month, "late"), somebody_else(&month));
    let exchange = |to: &Value, reason: &str| {
        let exchange = json!({"date": MONDAY, "post": "late", "to": to, "reason": reason});
        wanted(&month, |wanted| wanted["exchanges"] = json!([exchange]))
    };
    for (wanted, word, pointer) in [
        (exchange(&to["person"], " "), "missing", "/exchanges/reason"),
        (exchange(&from["person"], "换班"), "same_person", "/exchanges/to"),
        (exchange(&json!(duty.id()), "换班"), "not_for_this_duty", "/exchanges/to"),
    ] {
        let refused = put(&duty, &wanted, None).await;
        assert_eq!(refused.problem(), (422, word.to_owned()));
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
    }
    let changed = put(&duty, &exchange(&to["person"], "孩子发烧"), Some(2)).await.ok();
    let kept = &changed["roster"]["exchanges"][0];
    assert_eq!((&kept["from"]["name"], &kept["to"]["name"]), (&from["name"], &to["name"]));
    assert_eq!((&kept["reason"], &kept["by_name"]), (&json!("孩子发烧"), &duty.person["name"]));
    assert_eq!(changed["roster"]["turns"], month["roster"]["turns"]);
    let nobody = put(&duty, &exchange(&Value::Null, "病了"), Some(3)).await.ok();
    assert_eq!(nobody["gaps"], json!([{"date": MONDAY, "post": "late", "reason": "nobody", "who": null}]));

    let mut conn = house.service.db.read().await.expect("a connection");
    let changes = store::changes::of_kinds(&mut conn, ["roster"; 3], 2).await.expect("read");
    let facts: Value = serde_json::from_str(&changes[1].facts).expect("JSON");
    assert_eq!((changes[1].command.as_str(), changes[1].version), ("change_roster", 3));
    assert_eq!(changes[1].person_name, duty.person["name"]);
    assert_eq!((&facts[0]["name"], &facts[0]["before"]["exchanges"]), (&json!("2030-11"), &json!([])));
    assert_eq!(facts[0]["after"]["exchanges"], json!([kept]));
    assert_eq!(facts[0]["after"]["turns"], json!([]), "only what differs");
}

async fn nobody_overwrites_what_somebody_else_did_meanwhile(house: &House) {
    let (support, duty) = (house.sign_in("support").await, house.sign_in("duty").await);
    let month = prepared(&support).await;
    let late = wanted(&month, |wanted| {
        wanted["exchanges"] = json!([{"date": MONDAY, "post": "late", "to": null, "reason": "病了"}]);
    });
    let noon = wanted(&month, |wanted| {
        wanted["exchanges"] = json!([{"date": MONDAY, "post": "noon", "to": null, "reason": "开会"}]);
    });
    put(&duty, &late, Some(2)).await.ok();
    assert_eq!(put(&support, &noon, Some(2)).await.problem(), (422, "changed_meanwhile".to_owned()));
    let (_, other) = house.another_node().await;
    let person = serde_json::from_value(support.person.clone()).expect("a person");
    let caller = service::Caller::of(person, uuid::Uuid::nil(), "");
    let seen = other.roster(&caller, "2030-11".parse().expect("a month")).await.expect("the month");
    assert_eq!(seen.roster.exchanges.len(), 1, "every node sees it");
    let same = put(&duty, &late, None).await.ok();
    assert_eq!(same["version"], 3, "what is the same is not kept anew");
}

async fn the_paper_stands_until_somebody_else_comes(house: &House) {
    let (support, duty, hotline) =
        (house.sign_in("support").await, house.sign_in("duty").await, house.sign_in("hotline").await);
    let month = prepared(&support).await;
    let print = async || {
        let paper = hotline.get("/api/forms/QR-01.pdf?date=2030-11-20").await;
        assert_eq!(paper.status, 200, "{}", paper.text());
        let text = paper.text();
        let mut lines = text.lines().map(ToOwned::to_owned);
        (lines.next().expect("a name"), lines.next().expect("a code"))
    };
    let (name, code) = print().await;
    assert_eq!(name, "QR-01 2030-11");
    assert_eq!(state(house, &code).await, "unaltered");
    let rows = hotline.get("/api/lists/QR-01?date=2030-11-20").await.ok()["items"].clone();
    let rows = rows.as_array().expect("rows");
    let monday = rows.iter().find(|row| row["date"] == MONDAY).expect("a row");
    assert_eq!((rows.len(), &monday["prepared_by"]), (30, &support.person["name"]));
    assert_eq!(monday["duties"][3]["name"], planned(&month, "late")["name"]);
    let ill = wanted(&month, |wanted| {
        wanted["exchanges"] = json!([{"date": MONDAY, "post": "late", "to": null, "reason": "病了"}]);
    });
    put(&duty, &ill, None).await.ok();
    assert_eq!(state(house, &code).await, "altered");
    let admin = house.sign_in("admin").await;
    assert_eq!(admin.get("/api/forms/QR-01.pdf").await.status, 404);
}
