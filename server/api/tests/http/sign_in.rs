//! Signing in, sessions, passwords, and what every answer carries (ADM-2, OPS-5).

use serde_json::{Value, json};

use crate::{
    house::House,
    program::{Answer, Program, send},
};

const PASSWORD: &str = "paidan-demo";
const SECOND: i64 = 1_000;
const DAY: i64 = 24 * 3_600 * SECOND;

async fn try_to(program: &Program, login: &str, password: &str) -> Answer {
    program.post("/api/session", &json!({"login": login, "password": password})).await
}

async fn is_in(program: &Program) -> bool {
    let answer = program.get("/api/session").await;
    assert!(answer.status == 200 || answer.problem() == (401, "signed_out".to_owned()));
    answer.status == 200
}

async fn sessions(program: &Program) -> Vec<Value> {
    program.get("/api/sessions").await.ok()["items"].as_array().expect("sessions").clone()
}

on_both_engines![
    name_and_password_must_fit_and_neither_is_told_apart,
    failures_make_this_name_wait_and_no_other,
    the_wait_is_never_longer_than_a_quarter_of_an_hour,
    sessions_are_listed_and_can_be_ended,
    a_session_that_is_not_used_for_a_month_ends,
    a_new_password_ends_all_other_sessions,
    whoever_works_here_no_more_is_out_at_once,
    accounts_are_added_and_changed_by_administrators,
    the_first_administrators_link_signs_in_once,
    every_answer_protects_the_browser_it_meets,
    health_is_told_without_a_session,
];

async fn name_and_password_must_fit_and_neither_is_told_apart(house: &House) {
    let visitor = house.visitor();
    assert!(!is_in(&visitor).await);
    let wrong = try_to(&visitor, "duty", "paidan-demO").await;
    let unknown = try_to(&visitor, "nobody", PASSWORD).await;
    assert_eq!(wrong.problem(), (401, "wrong_password".to_owned()));
    assert_eq!((wrong.status, wrong.body), (unknown.status, unknown.body));
    assert_eq!(try_to(&visitor, "a\u{0}b", PASSWORD).await.problem(), (401, "wrong_password".to_owned()));
    let answer = try_to(&visitor, " Duty ", PASSWORD).await;
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    let cookie = answer.header("set-cookie");
    for part in ["paidan_session=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age="] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let info = visitor.get("/api/session").await.ok();
    assert_eq!(
        (&info["person"]["login"], &info["protocols"], &info["zone"]),
        (&json!("duty"), &json!([1]), &json!("Asia/Shanghai"))
    );
    let answer = visitor.delete("/api/session").await;
    assert_eq!(answer.status, 204);
    assert!(
        answer.header("set-cookie").contains("paidan_session=; ") && answer.header("set-cookie").contains("Max-Age=0")
    );
    assert!(!is_in(&visitor).await);
    assert_eq!(visitor.delete("/api/session").await.status, 204, "a second time is no error");
}

async fn failures_make_this_name_wait_and_no_other(house: &House) {
    let visitor = house.visitor();
    for _ in 0..5 {
        assert_eq!(try_to(&visitor, "duty", "wrong").await.status, 401);
    }
    for seconds in [1, 2, 4, 8] {
        let answer = try_to(&visitor, "duty", PASSWORD).await;
        assert_eq!(answer.problem(), (429, "too_many_attempts".to_owned()));
        assert_eq!(answer.header("retry-after"), seconds.to_string());
        house.let_pass(seconds * SECOND);
        assert_eq!(try_to(&visitor, "duty", "wrong").await.status, 401);
    }
    assert_eq!(try_to(&house.visitor(), "hotline", PASSWORD).await.status, 204);
    house.let_pass(16 * SECOND);
    assert_eq!(try_to(&visitor, "duty", PASSWORD).await.status, 204);
    assert_eq!(try_to(&house.visitor(), "duty", "wrong").await.status, 401, "a success forgives");
    assert_eq!(try_to(&house.visitor(), "duty", PASSWORD).await.status, 204);
}

async fn the_wait_is_never_longer_than_a_quarter_of_an_hour(house: &House) {
    let visitor = house.visitor();
    for _ in 0..17 {
        assert_eq!(try_to(&visitor, "duty", "wrong").await.status, 401);
        house.let_pass(15 * 60 * SECOND);
    }
    assert_eq!(try_to(&visitor, "duty", "wrong").await.status, 401);
    let answer = try_to(&visitor, "duty", PASSWORD).await;
    assert!((500..=900).contains(&answer.header("retry-after").parse().expect("seconds")));
}

async fn sessions_are_listed_and_can_be_ended(house: &House) {
    let (here, there) = (house.sign_in_anew("quality").await, house.sign_in_anew("quality").await);
    let listed = sessions(&here).await;
    assert_eq!((listed.len(), listed.iter().filter(|session| session["current"] == true).count()), (2, 1));
    assert_eq!(listed[0]["address"], "127.0.0.1");
    let other = listed.iter().find(|session| session["current"] == false).expect("the other one")["id"].clone();
    let end = format!("/api/sessions/{}", other.as_str().expect("an id"));
    let stranger = house.sign_in("hotline").await;
    assert_eq!(stranger.delete(&end).await.problem(), (404, "not_found".to_owned()));
    assert_eq!(here.delete(&end).await.status, 204);
    assert!(is_in(&here).await && !is_in(&there).await);
    assert_eq!(here.delete(&end).await.problem(), (404, "not_found".to_owned()));
}

async fn a_session_that_is_not_used_for_a_month_ends(house: &House) {
    let program = house.sign_in("duty").await;
    house.let_pass(29 * DAY);
    assert!(is_in(&program).await);
    house.let_pass(29 * DAY);
    assert!(is_in(&program).await, "it was used in between");
    house.let_pass(31 * DAY);
    assert!(!is_in(&program).await);
}

async fn a_new_password_ends_all_other_sessions(house: &House) {
    let (here, there) = (house.sign_in_anew("quality").await, house.sign_in_anew("quality").await);
    let change =
        async |old: &str, new: &str| here.post("/api/account/password", &json!({"old": old, "new": new})).await;
    let wrong = change("wrong", "long enough indeed").await;
    assert_eq!(
        (wrong.problem(), &wrong.json()["errors"][0]["pointer"]),
        ((422, "wrong_password".to_owned()), &json!("/old"))
    );
    let short = change(PASSWORD, "short").await;
    assert_eq!(
        (short.problem(), &short.json()["errors"][0]["pointer"]),
        ((422, "too_short".to_owned()), &json!("/new"))
    );
    assert!(is_in(&there).await);
    assert_eq!(change(PASSWORD, "long enough indeed").await.status, 204);
    assert!(is_in(&here).await && !is_in(&there).await);
    assert_eq!(try_to(&there, "quality", PASSWORD).await.status, 401);
    assert_eq!(try_to(&there, "quality", "long enough indeed").await.status, 204);
}

async fn whoever_works_here_no_more_is_out_at_once(house: &House) {
    let (admin, program) = (house.sign_in("admin").await, house.sign_in("field2").await);
    let path = format!("/api/people/{}", program.id());
    assert_eq!(admin.patch(&path, &json!({"active": false})).await.ok()["active"], false);
    assert!(!is_in(&program).await);
    assert_eq!(try_to(&program, "field2", PASSWORD).await.status, 401);
    assert_eq!(admin.patch(&path, &json!({"active": true, "password": "another one"})).await.status, 200);
    assert_eq!(try_to(&program, "field2", "another one").await.status, 204);
}

async fn accounts_are_added_and_changed_by_administrators(house: &House) {
    let admin = house.sign_in("admin").await;
    let add = async |login: &str, name: &str, password: &str| {
        admin
            .post(
                "/api/people",
                &json!({"login": login, "name": name, "password": password, "roles": ["field"], "region": "outer"}),
            )
            .await
    };
    let added = add("Field.9", "欧阳文静", PASSWORD).await;
    assert_eq!(added.status, 201);
    assert_eq!((&added.json()["login"], &added.json()["initials"]), (&json!("field.9"), &json!("OYWJ")));
    for (login, name, password, word) in [
        ("field.9", "x", PASSWORD, "taken"),
        ("with space", "x", PASSWORD, "invalid"),
        ("fine", " ", PASSWORD, "missing"),
        ("fine", "a\u{0}", PASSWORD, "invalid"),
        ("fine", "x", "short", "too_short"),
    ] {
        assert_eq!(add(login, name, password).await.problem(), (422, word.to_owned()), "{login}");
    }
    let own = format!("/api/people/{}", admin.id());
    for change in [json!({"active": false}), json!({"roles": ["field"]})] {
        assert_eq!(admin.patch(&own, &change).await.problem(), (422, "own_account".to_owned()));
    }
    assert_eq!(house.visitor().signed_in("field.9", PASSWORD).await.person["region"], "outer");
}

async fn the_first_administrators_link_signs_in_once(house: &House) {
    let admin = house.sign_in("admin").await;
    let id = domain::PersonId(admin.id().parse().expect("an id"));
    let token = house.service.one_time_link(id).await.expect("a link");
    let visitor = house.visitor();
    let answer = visitor.get(&format!("/welcome/{token}")).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/account"));
    assert!(is_in(&visitor).await);
    let late = house.visitor();
    assert_eq!(late.get(&format!("/welcome/{token}")).await.header("location"), "/login");
    assert!(!is_in(&late).await);
    let token = house.service.one_time_link(id).await.expect("a link");
    house.let_pass(DAY + 1);
    assert_eq!(late.get(&format!("/welcome/{token}")).await.header("location"), "/login");
}

async fn every_answer_protects_the_browser_it_meets(house: &House) {
    let duty = house.sign_in("duty").await;
    let foreign = duty.ask(reqwest::Method::POST, "/api/presence").header("origin", "https://example.com");
    let answers = [
        duty.get("/api/session").await,
        duty.get("/api/nothing").await,
        duty.delete("/api/requests").await,
        house.visitor().get("/api/requests").await,
        duty.post("/api/session", &json!({})).await,
        duty.get("/api/docs").await,
        duty.get("/healthz").await,
        duty.get("/no/such/page").await,
        duty.get("/verify/abc").await,
        send(foreign).await,
    ];
    for answer in answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), value, "{} {}", answer.status, answer.text());
        }
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        assert!(!answer.header("x-request-id").is_empty());
    }
    assert_eq!(duty.get("/api/session").await.header("cache-control"), "no-store");
    let english = duty.ask(reqwest::Method::GET, "/api/nothing").header("accept-language", "en-GB");
    assert_eq!(send(english).await.json()["title"], words::common::NOT_FOUND_HINT.en);
}

async fn health_is_told_without_a_session(house: &House) {
    let visitor = house.visitor();
    assert_eq!(visitor.get("/healthz").await.text(), "ok");
    assert_eq!(visitor.get("/readyz").await.text(), "ready");
    assert!(visitor.get("/metrics").await.text().contains("paidan_changes_total "));
    let demo = visitor.get("/api/demo").await.ok();
    assert!(demo["logins"].as_array().expect("log-ins").iter().any(|login| login["login"] == "field1"));
}
