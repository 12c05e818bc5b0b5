//! Due times explain themselves: the examples of ONS-5, on the centre's calendar (CUS-6).

use serde_json::{Value, json};

use crate::{
    document::{assert_valid, component, document},
    house::{Engine, House},
    program::Program,
};

/// Monday, 10:00 in Taiyuan.
const MONDAY: &str = "2026-11-23T02:00:00.000Z";

async fn preview(program: &Program, question: Value) -> Value {
    program.post("/api/deadlines/preview", &question).await.ok()
}

fn kinds(answer: &Value) -> Vec<&str> {
    answer["reasons"]
        .as_array()
        .expect("reasons")
        .iter()
        .map(|reason| reason["kind"].as_str().expect("a kind"))
        .collect()
}

#[tokio::test]
async fn the_examples_of_the_specification_come_out_with_their_reasons() {
    let house = House::open(Engine::Sqlite).await;
    let duty = house.sign_in("duty").await;
    let schema = component(&document(&duty).await, "Deadline");
    let cases = [
        // 16 h for the first contact.
        (json!({"rule": "onsite.contact", "tier": "premium"}), "2026-11-23T18:00:00.000Z", "2026-11-23T14:00:00.000Z"),
        (json!({"rule": "onsite.contact"}), "2026-11-23T18:00:00.000Z", "2026-11-23T14:00:00.000Z"),
        // By noon of the next working day for the others.
        (json!({"rule": "onsite.contact", "tier": "standard"}), "2026-11-24T04:00:00.000Z", "2026-11-24T01:37:30.000Z"),
        // 24 h up to 30 km, 48 h beyond.
        (
            json!({"rule": "onsite.arrive", "tier": "premium", "distance_km": 30.0}),
            "2026-11-24T02:00:00.000Z",
            "2026-11-23T20:00:00.000Z",
        ),
        (
            json!({"rule": "onsite.arrive", "tier": "premium", "distance_km": 30.1}),
            "2026-11-25T02:00:00.000Z",
            "2026-11-24T14:00:00.000Z",
        ),
        (json!({"rule": "onsite.arrive", "tier": "standard"}), "2026-11-24T02:00:00.000Z", "2026-11-23T20:00:00.000Z"),
        // 2 working days.
        (
            json!({"rule": "onsite.arrive_basic", "tier": "standard"}),
            "2026-11-25T02:00:00.000Z",
            "2026-11-24T07:15:00.000Z",
        ),
    ];
    for (mut question, due, warn) in cases {
        question["started"] = MONDAY.into();
        let answer = preview(&duty, question.clone()).await;
        assert_eq!((&answer["due"], &answer["warn"]), (&json!(due), &json!(warn)), "{question}");
        assert_valid(&schema, &answer, &question.to_string());
        assert_eq!(answer["reasons"][0], json!({"kind": "started", "at": MONDAY}));
        assert_eq!(answer["reasons"][1]["kind"], "limit");
    }
}

#[tokio::test]
async fn the_reasons_say_which_limit_on_what_and_moved_by_what() {
    let house = House::open(Engine::Sqlite).await;
    let duty = house.sign_in("duty").await;
    let far =
        preview(&duty, json!({"rule": "onsite.arrive", "started": MONDAY, "tier": "premium", "distance_km": 42.5}))
            .await;
    assert_eq!(
        far["reasons"],
        json!([
            {"kind": "started", "at": MONDAY},
            {"kind": "limit", "unit": "hours", "amount": 48},
            {"kind": "distance", "km": 42.5, "limit_km": 30.0, "rule": "onsite.arrive_far"},
            {"kind": "counted_on", "calendar": "clock"},
        ])
    );
    // Friday, 18:00: 24 h later is Saturday.
    let friday = "2026-11-27T10:00:00.000Z";
    let near = |tier: &str| json!({"rule": "onsite.arrive", "started": friday, "tier": tier, "distance_km": 5});
    let standard = preview(&duty, near("standard")).await;
    assert_eq!(standard["due"], "2026-11-30T00:30:00.000Z", "Monday's opening");
    assert_eq!(
        standard["reasons"].as_array().and_then(|reasons| reasons.last()),
        Some(&json!(
            {"kind": "moved_to_opening", "from": "2026-11-28T10:00:00.000Z", "to": "2026-11-30T00:30:00.000Z"}
        ))
    );
    // Premium is served at all hours.
    assert_eq!(preview(&duty, near("premium")).await["due"], "2026-11-28T10:00:00.000Z");
    // The days off around the first of October are on the way.
    let holiday = json!({"rule": "onsite.arrive_basic", "started": "2026-09-30T02:00:00.000Z", "tier": "standard"});
    let holiday = preview(&duty, holiday).await;
    assert!(kinds(&holiday).contains(&"holiday"), "{holiday}");
    let later = json!({"rule": "onsite.arrive_basic", "started": "2031-03-03T02:00:00.000Z", "calendar": "6x8"});
    let later = preview(&duty, later).await;
    assert!(kinds(&later).contains(&"year_not_published"));
    assert!(later["reasons"].as_array().expect("reasons").contains(&json!({"kind": "counted_on", "calendar": "6x8"})));
}

#[tokio::test]
async fn a_question_without_an_answer_is_said_to_be_one() {
    let house = House::open(Engine::Sqlite).await;
    let duty = house.sign_in("duty").await;
    let ask = async |question: Value| duty.post("/api/deadlines/preview", &question).await.problem();
    assert_eq!(ask(json!({"rule": "onsite.teleport", "started": MONDAY})).await, (422, "unknown_rule".to_owned()));
    assert_eq!(
        ask(json!({"rule": "onsite.arrive", "started": "9999-12-31T23:59:59Z"})).await,
        (422, "no_answer".to_owned())
    );
    assert_eq!(ask(json!({"rule": "onsite.arrive", "started": "tomorrow"})).await, (422, "malformed".to_owned()));
    assert_eq!(ask(json!({"rule": "onsite.arrive"})).await, (422, "malformed".to_owned()));
    for distance in [-1.0, 50_000.0] {
        let question = json!({"rule": "onsite.arrive", "started": MONDAY, "distance_km": distance});
        assert_eq!(ask(question).await, (422, "invalid".to_owned()));
    }
}
