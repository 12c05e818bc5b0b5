//! Calls that are refused as a whole: each has a clear answer, and nothing of them is stored.

use std::io::{Read, Write};

use serde_json::{Value, json};

use crate::{
    house::House,
    program::{Program, send},
    pushes::kept,
    scene::{Job, Scene},
    tablet::outcome,
};

/// What is answered to a push of one good envelope in a bad wrapping; afterwards the envelope is stored nowhere and can
/// still be pushed.
async fn refuses(
    house: &House,
    scene: &Scene,
    job: &Job,
    wrap: impl AsyncFnOnce(&Value) -> (u16, String),
) -> (u16, String) {
    let help = json!({"type": "ask_help", "note": "请回电"});
    let envelope = scene.tablet.envelope(&scene.engineer, &job.dispatch(), help);
    let push = json!({"device_id": scene.tablet.id, "envelopes": [envelope]});
    let answer = wrap(&push).await;
    let id = envelope["id"].as_str().expect("an id");
    assert!(kept(house, id).await.is_empty());
    assert_eq!(outcome(&scene.tablet.push(&scene.engineer, &[envelope]).await[0]), "accepted");
    answer
}

fn problem(status: u16, word: &str) -> (u16, String) {
    (status, word.to_owned())
}

fn push_as(program: &Program, content_type: &str, body: Vec<u8>) -> reqwest::RequestBuilder {
    program.ask(reqwest::Method::POST, "/api/sync/push").header("content-type", content_type).body(body)
}

on_both_engines![
    without_a_session_nothing_is_stored,
    another_sites_page_can_not_push,
    what_is_not_json_is_refused,
    a_push_that_is_cut_off_stores_nothing,
    over_a_limit_the_limit_is_named_and_nothing_is_stored,
    what_is_no_address_or_no_id_is_said_in_the_same_words_everywhere,
];

async fn without_a_session_nothing_is_stored(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let visitor = house.visitor();
    let answer = refuses(house, &scene, &job, async |push| visitor.post("/api/sync/push", push).await.problem()).await;
    assert_eq!(answer, problem(401, "signed_out"));
}

async fn another_sites_page_can_not_push(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let post = |push: &Value| scene.engineer.ask(reqwest::Method::POST, "/api/sync/push").json(push);
    for (header, value) in [("origin", "https://example.com"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
        let answer =
            refuses(house, &scene, &job, async |push| send(post(push).header(header, value)).await.problem()).await;
        assert_eq!(answer, problem(403, "foreign_origin"), "{header}: {value}");
    }
    let ours =
        send(post(&json!({"device_id": scene.tablet.id, "envelopes": []})).header("origin", &scene.engineer.address))
            .await;
    assert_eq!(ours.status, 200);
}

async fn what_is_not_json_is_refused(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    for content_type in ["text/html", "text/plain", "application/x-www-form-urlencoded"] {
        let answer = refuses(house, &scene, &job, async |push| {
            send(push_as(&scene.engineer, content_type, push.to_string().into_bytes())).await.problem()
        })
        .await;
        assert_eq!(answer, problem(415, "not_json"));
    }
    for missing in [1, 100] {
        let answer = refuses(house, &scene, &job, async |push| {
            let text = push.to_string().into_bytes();
            send(push_as(&scene.engineer, "application/json", text[..text.len() - missing].to_vec())).await.problem()
        })
        .await;
        assert_eq!(answer, problem(400, "malformed"));
    }
    let answer = refuses(house, &scene, &job, async |push| {
        scene.engineer.post("/api/sync/push", &json!({"envelopes": push["envelopes"]})).await.problem()
    })
    .await;
    assert_eq!(answer, problem(422, "malformed"));
    let html = push_as(&scene.engineer, "application/json", b"<!DOCTYPE html><title>Sign in</title>".to_vec());
    assert_eq!(send(html).await.problem(), problem(400, "malformed"));
}

async fn a_push_that_is_cut_off_stores_nothing(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let address = house.address.trim_start_matches("http://").to_owned();
    let cookie = scene.engineer.cookie();
    refuses(house, &scene, &job, async |push| {
        let body = push.to_string();
        let head = format!(
            "POST /api/sync/push HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let half = body[..body.len() / 2].to_owned();
        let cut = move || {
            let mut socket = std::net::TcpStream::connect(address).expect("a connection");
            socket.write_all(head.as_bytes()).and_then(|()| socket.write_all(half.as_bytes())).expect("written");
            socket.shutdown(std::net::Shutdown::Write).expect("cut");
            let mut answer = String::new();
            socket.read_to_string(&mut answer).map(|_| answer).unwrap_or_default()
        };
        let answer = tokio::task::spawn_blocking(cut).await.expect("a thread");
        assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
        (0, answer)
    })
    .await;
}

async fn over_a_limit_the_limit_is_named_and_nothing_is_stored(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let note = |length: usize| json!({"type": "ask_help", "note": "x".repeat(length)});
    let next = |length: usize| scene.tablet.envelope(&scene.engineer, &job.dispatch(), note(length));
    let cases: [(Vec<Value>, [&str; 3]); 3] = [
        (
            (0..101).map(|_| json!({"id": "x"})).collect(),
            ["每次 100 个操作", "100 envelopes per push", "每次 100 個操作"],
        ),
        (
            (0..20).map(|_| json!({"id": "x", "note": "x".repeat(60_000)})).collect(),
            ["每次 1 MiB 操作", "1 MiB per push", "每次 1 MiB 操作"],
        ),
        (
            vec![json!({"id": "x", "note": "x".repeat(66_000)})],
            ["每个操作 64 KiB", "64 KiB per envelope", "每個操作 64 KiB"],
        ),
    ];
    for (envelopes, limits) in cases {
        let push = json!({"device_id": scene.tablet.id, "envelopes": envelopes});
        for (language, limit) in ["zh-CN", "en", "zh-TW"].into_iter().zip(limits) {
            let ask = scene.engineer.ask(reqwest::Method::POST, "/api/sync/push").header("accept-language", language);
            let answer = crate::program::send(ask.json(&push)).await;
            assert_eq!(answer.problem(), problem(413, "too_large"));
            let said = answer.json();
            assert_eq!(said["detail"], limit, "the whole sentence is in one language: {said}");
            assert!(said["title"].as_str().is_some_and(|title| title.ends_with(limit)), "{said}");
        }
    }
    assert!(kept(house, "x").await.is_empty());
    assert_eq!(outcome(&scene.tablet.push(&scene.engineer, &[next(64_000)]).await[0]), "accepted");
    let many: Vec<Value> = (0..100).map(|_| next(1)).collect();
    assert!(scene.tablet.push(&scene.engineer, &many).await.iter().all(|result| result["outcome"] == "accepted"));
}

async fn what_is_no_address_or_no_id_is_said_in_the_same_words_everywhere(house: &House) {
    let duty = house.sign_in("duty").await;
    for path in ["/api/nothing", "/api/requests/42", "/api/requests/42/history", "/api/blobs/..%2f..%2fserver.key"] {
        assert_eq!(duty.get(path).await.problem(), problem(404, "not_found"), "{path}");
    }
    assert_eq!(duty.delete("/api/sessions/42").await.problem(), problem(404, "not_found"));
    assert_eq!(duty.post("/api/devices/42/revoke", &json!({})).await.problem(), problem(404, "not_found"));
    assert_eq!(duty.patch("/api/people/42", &json!({})).await.problem(), problem(404, "not_found"));
    assert_eq!(duty.delete("/api/requests").await.problem(), problem(405, "no_such_method"));
    for path in ["/api/sync/pull?limit=many", "/api/requests?due_before=soon", "/api/live?after=x"] {
        assert_eq!(duty.get(path).await.problem(), problem(400, "malformed"), "{path}");
    }
    assert_eq!(duty.get("/api/requests?cursor=x").await.problem(), problem(422, "invalid"));
    let big = json!({"login": "x".repeat(70_000), "password": ""});
    assert_eq!(duty.post("/api/session", &big).await.problem(), problem(413, "too_large"));
}
