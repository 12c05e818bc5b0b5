//! Who may call what: every address as everybody, compared with the reviewed table (ADM-3).

use std::{collections::BTreeMap, fmt::Write};

use api::addresses;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    canonical::sha256,
    document::document,
    house::{Engine, House},
    program::{Program, send},
    scene::Scene,
    tablet::{Tablet, new_id, now},
};

/// The columns: nobody, then the demo's log-ins. The request that is asked for is field1's, in a region of the city.
const CALLERS: [&str; 9] = ["nobody", "admin", "duty", "support", "region", "hotline", "quality", "field1", "field2"];

/// What the addresses are filled with.
struct Targets {
    request: String,
    /// A person nobody else in these tests is.
    person: String,
    blob: String,
    /// What field1 sent in a version nobody knows: its hash, and its id.
    quarantined: String,
    envelope: String,
}

/// The address and the body a route is called with.
async fn call(scene: &Scene, targets: &Targets, caller: &str, method: &Method, route: &str) -> (String, Option<Value>) {
    let request = &targets.request;
    let blob = &targets.blob;
    let own = |path: &str| (path.to_owned(), None);
    match (method.as_str(), route) {
        ("GET", "/api/requests/{id}") => own(&format!("/api/requests/{request}")),
        ("GET", "/api/requests/{id}/history") => own(&format!("/api/requests/{request}/history")),
        ("GET", "/api/lists/{form}") => own("/api/lists/QR-04"),
        ("GET", "/api/forms/{form}") => own("/api/forms/QR-04.pdf"),
        ("GET", "/api/requests/{id}/forms/{form}") => own(&format!("/api/requests/{request}/forms/QR-03.pdf")),
        ("GET" | "HEAD", "/api/blobs/{sha256}") => own(&format!("/api/blobs/{blob}")),
        ("PUT", "/api/blobs") => own(route),
        ("PUT", "/api/blobs/{sha256}") => own(&format!("/api/blobs/{blob}")),
        ("GET", "/api/quarantine/{sha256}") => own(&format!("/api/quarantine/{}", targets.quarantined)),
        ("POST", "/api/quarantine/{sha256}/replay") => {
            (format!("/api/quarantine/{}/replay", targets.quarantined), Some(json!({})))
        }
        ("POST", "/api/quarantine/replay") => (route.to_owned(), Some(json!({}))),
        ("GET", "/api/receipts/{id}") => own(&format!("/api/receipts/{}", targets.envelope)),
        ("DELETE", "/api/begun/{sha256}") => own(&format!("/api/begun/{}", targets.quarantined)),
        ("DELETE", "/api/sessions/{id}") => own(&format!("/api/sessions/{}", new_id())),
        ("GET", "/api/devices/{id}/badge") => own(&format!("/api/devices/{}/badge", scene.tablet.id)),
        ("GET", "/badge/{code}") => own("/badge/023-12345678"),
        ("GET", "/calendar/{file}") => own("/calendar/abc.ics"),
        ("GET", "/verify/{code}") => own("/verify/abc"),
        ("GET", "/welcome/{token}") => own("/welcome/abc"),
        ("POST", "/api/devices/{id}/revoke") => {
            let device = Tablet::register(&scene.engineer).await;
            (format!("/api/devices/{}/revoke", device.id), Some(json!({})))
        }
        ("DELETE", "/api/devices/{id}/revoke") => {
            let device = Tablet::register(&scene.engineer).await;
            let path = format!("/api/devices/{}/revoke", device.id);
            assert_eq!(scene.engineer.post(&path, &json!({})).await.status, 204);
            (path, None)
        }
        ("GET", "/api/devices/{id}/state") => own(&format!("/api/devices/{}/state", scene.tablet.id)),
        ("POST", "/api/devices/{id}/wiped") => {
            (format!("/api/devices/{}/wiped", scene.tablet.id), Some(json!({"sig": "not its own"})))
        }
        ("PUT", "/api/sync/sealed/{sha256}") => own(&format!("/api/sync/sealed/{}", sha256(b"\x89PNG\r\n\x1a\n"))),
        ("PATCH", "/api/people/{id}") => (format!("/api/people/{}", targets.person), Some(json!({"region": "outer"}))),
        ("POST", "/api/session") => (route.to_owned(), Some(json!({"login": "quality", "password": "paidan-demo"}))),
        ("POST", "/api/account/password") => (route.to_owned(), Some(json!({"old": "wrong", "new": "long enough"}))),
        ("POST", "/api/account/calendar") => (route.to_owned(), Some(json!({}))),
        ("POST", "/api/devices") => {
            let key = json!({"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"});
            (route.to_owned(), Some(json!({"public_key": key})))
        }
        ("POST", "/api/people") => {
            let person = json!({"login": format!("new.{caller}"), "password": "long enough", "name": "新人"});
            (route.to_owned(), Some(person))
        }
        ("POST", "/api/deadlines/preview") => {
            (route.to_owned(), Some(json!({"rule": "onsite.arrive", "started": now()})))
        }
        ("PUT" | "DELETE", "/api/settings/clocks/{id}") => {
            let rule = json!({"rule": domain_rule(), "version": null});
            ("/api/settings/clocks/request.verify".to_owned(), (method == Method::PUT).then_some(rule))
        }
        ("PUT" | "DELETE", "/api/settings/calendars/{name}") => {
            let hours = json!([["08:30", "12:00"]]);
            let calendar = json!({"name": "5x8", "zone": "", "weekly": [hours, [], [], [], [], [], []]});
            let body = json!({"calendar": calendar, "version": null});
            ("/api/settings/calendars/5x8".to_owned(), (method == Method::PUT).then_some(body))
        }
        ("PUT" | "DELETE", "/api/settings/fees/{id}") => {
            let item = json!({"item": domain::fees::predefined()[0], "version": null});
            ("/api/settings/fees/visit".to_owned(), (method == Method::PUT).then_some(item))
        }
        ("GET" | "PUT", "/api/rosters/{month}") => {
            let roster = json!({"roster": {"turns": [], "exchanges": [], "state": "draft"}, "version": null});
            ("/api/rosters/2030-11".to_owned(), (method == Method::PUT).then_some(roster))
        }
        ("POST", "/api/rosters/{month}/proposal") => ("/api/rosters/2030-11/proposal".to_owned(), Some(Value::Null)),
        ("POST", "/api/notices/read") => (route.to_owned(), Some(json!({"id": new_id()}))),
        ("POST", "/api/presence") => (route.to_owned(), Some(json!({"request": request, "doing": "looking"}))),
        ("POST", "/api/sync/push") => (route.to_owned(), Some(json!({"device_id": scene.tablet.id, "envelopes": []}))),
        _ if !route.contains('{') && matches!(method.as_str(), "GET" | "DELETE") => own(route),
        _ => panic!("say here how {method} {route} is called"),
    }
}

/// The rule for verifying, as it comes.
fn domain_rule() -> Value {
    json!({
        "id": "request.verify", "limit": {"unit": "hours", "amount": 1}, "calendar": "service_hours",
        "default_for": "all", "warn_percent": 50,
    })
}

/// The status of an answer, with the word of its problem.
async fn answer(program: &Program, method: &Method, path: &str, body: Option<Value>) -> (u16, String) {
    let ask = program.ask(method.clone(), path);
    match (method, body) {
        (_, Some(body)) => send(ask.json(&body)).await.problem(),
        (&Method::PUT, None) => send(ask.body(b"\x89PNG\r\n\x1a\n".to_vec())).await.problem(),
        // A HEAD has no body, and the stream of events never ends: the status is enough.
        (&Method::HEAD, None) => (send(ask).await.status, String::new()),
        _ if path == "/api/live" => (ask.send().await.expect("an answer").status().as_u16(), String::new()),
        _ => send(ask).await.problem(),
    }
}

/// The document knows this answer of this address.
fn assert_described(document: &Value, method: &Method, route: &str, (status, word): &(u16, String)) {
    let operation = &document["paths"][route][method.as_str().to_lowercase()];
    let described = &operation["responses"][status.to_string()];
    assert!(described.is_object(), "{method} {route} answers {status}");
    if !word.is_empty() {
        let schema = &described["content"]["application/problem+json"]["schema"];
        let words = schema["allOf"][1]["properties"]["type"]["enum"].as_array().expect("words");
        assert!(words.contains(&json!(word)), "{method} {route} answers {word}");
    }
}

#[tokio::test]
async fn every_address_answers_everybody_as_the_table_says() {
    let house = House::open(Engine::Sqlite).await;
    let scene = Scene::open(&house).await;
    let job = scene.on_site().await;
    let bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let photo =
        json!({"sha256": sha256(&bytes), "media_type": "image/png", "size": 8, "caption": "", "taken_at": now()});
    let blob = sha256(&bytes);
    assert_eq!(send(scene.engineer.ask(Method::PUT, &format!("/api/blobs/{blob}")).body(bytes)).await.status, 201);
    scene.visit(&job, json!({"type": "attach_photo", "photo": photo})).await;
    let mut unknown = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    unknown["protocol"] = json!(2);
    let result = scene.tablet.push(&scene.engineer, &[unknown]).await.remove(0);
    let quarantined = result["receipt"]["sha256"].as_str().expect("a receipt").to_owned();
    let envelope = result["id"].as_str().expect("an id").to_owned();
    let person = house.sign_in("field4").await.id().to_owned();
    let targets = Targets { request: job.request, person, blob, quarantined, envelope };
    let document = document(&scene.duty).await;
    let mut table = format!("{:<34}{}\n", "", CALLERS.map(|caller| format!("{caller:<8}")).concat());
    let mut programs = BTreeMap::new();
    for caller in CALLERS {
        programs.insert(caller, if caller == "nobody" { house.visitor() } else { house.sign_in(caller).await });
    }
    for (method, route) in addresses() {
        let _ = write!(table, "{:<34}", format!("{method} {route}"));
        for caller in CALLERS {
            let ends_it = (&method, route.as_str()) == (&Method::DELETE, "/api/session") && caller != "nobody";
            // The cookie only, so that a call that gives another one changes nothing for the next.
            let program = if ends_it { house.sign_in_anew(caller).await } else { programs[caller].at(&house.address) };
            let (path, body) = call(&scene, &targets, caller, &method, &route).await;
            let answer = answer(&program, &method, &path, body).await;
            assert_described(&document, &method, &route, &answer);
            let _ = write!(table, "{:<8}", answer.0);
        }
        table.push('\n');
    }
    let table: String = table.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    insta::assert_snapshot!("addresses", table);
}
