//! A whole visit, office and premises, by nothing but HTTP and the document.

use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    canonical::{canonical, is_by_server, sha256, without},
    house::House,
    program::{Program, send},
    scene::{assign, draft, pulled, soon},
    sealing::{countersignature_verifies, signature},
    tablet::{Subject, Tablet, new_id, now, outcome},
};

/// Counts what was sent, over all workers.
static SENT: AtomicUsize = AtomicUsize::new(0);

/// Somebody at a device, with everything that was sent and answered, in order.
struct Worker {
    person: Program,
    device: Tablet,
    sent: Vec<(usize, Value, Value)>,
}

impl Worker {
    async fn sign_in(house: &House, login: &str) -> Worker {
        let person = house.sign_in_anew(login).await;
        let device = Tablet::register(&person).await;
        Worker { person, device, sent: Vec::new() }
    }

    async fn give(&mut self, subject: &Subject, command: Value) {
        let envelope = self.device.envelope(&self.person, subject, command);
        let result = self.device.push(&self.person, std::slice::from_ref(&envelope)).await.remove(0);
        assert_eq!(outcome(&result), "accepted", "{envelope} {result}");
        self.sent.push((SENT.fetch_add(1, Ordering::SeqCst), envelope, result));
    }
}

on_both_engines![a_program_that_knows_only_the_document_can_do_it,];

async fn a_program_that_knows_only_the_document_can_do_it(house: &House) {
    // The office.
    let mut hotline = Worker::sign_in(house, "hotline").await;
    let mut duty = Worker::sign_in(house, "duty").await;
    let mut engineer = Worker::sign_in(house, "field1").await;
    let customer = pulled(&hotline.person, "customer").await.remove(0);
    let people = pulled(&duty.person, "person").await;
    let field1 = people.iter().find(|person| person["login"] == "field1").expect("field1");
    assert_eq!(field1["id"], engineer.person.id());
    let (request, dispatch) = (new_id(), new_id());
    let office = Subject::Request(request.clone());
    let submit = json!({"type": "submit_new_request", "case": new_id(), "draft": draft(&customer)});
    hotline.give(&office, submit).await;
    duty.give(&office, json!({"type": "verify_request"})).await;
    duty.give(&office, assign(&dispatch, field1["id"].as_str().expect("an id"))).await;

    // The premises.
    let premises = Subject::Dispatch(dispatch.clone());
    let found = pulled(&engineer.person, "request").await;
    assert!(
        found.iter().any(|found| found["id"] == request.as_str() && found["dispatches"][0]["id"] == dispatch.as_str())
    );
    arrive(&mut engineer, &premises).await;
    let photo = picture();
    work(&mut engineer, &premises, &photo).await;
    upload(&engineer.person, &photo).await;
    engineer.give(&premises, json!({"type": "present_form", "left_at": soon()})).await;
    let shown = pulled(&engineer.person, "request").await.into_iter().find(|found| found["id"] == request.as_str());
    let record = signature(&engineer.device, "sign_off", &shown.expect("the request"), &dispatch);
    engineer.give(&premises, json!({"type": "sign", "record": record})).await;
    engineer.give(&premises, json!({"type": "return_form"})).await;

    // The office again.
    duty.give(&office, json!({"type": "write_off", "problem_type": "usage"})).await;
    duty.give(&office, json!({"type": "archive"})).await;
    let stored = duty.person.request(&request).await;
    assert_eq!(stored["state"], "archived");
    let blob = duty.person.get(&format!("/api/blobs/{}", sha256(&photo))).await;
    assert_eq!((blob.status, blob.header("content-type"), &blob.body), (200, "image/jpeg", &photo));

    let keys = house.visitor().get("/api/keys").await.ok();
    history_shows_everything(&duty.person, &request, [&hotline, &duty, &engineer]).await;
    for worker in [&hotline, &duty, &engineer] {
        receipts_verify(&keys, worker);
    }
    countersignature_verifies(&keys, &stored["dispatches"][0]["visit"]["signatures"][0], &record, "");
}

async fn arrive(engineer: &mut Worker, premises: &Subject) {
    engineer.give(premises, json!({"type": "confirm"})).await;
    engineer.give(premises, json!({"type": "appoint", "at": soon(), "agreed_with": "周素珍"})).await;
    engineer.give(premises, json!({"type": "depart"})).await;
    engineer.give(premises, json!({"type": "arrive"})).await;
}

async fn work(engineer: &mut Worker, premises: &Subject, photo: &[u8]) {
    for step in ["badge", "knock", "introduce", "demonstrate"] {
        engineer.give(premises, json!({"type": "tick_step", "step": step})).await;
    }
    let initials = engineer.person.person["initials"].as_str().expect("initials").to_owned();
    let path = format!("E:\\UFDATABAK\\{initials}20261124");
    let backup =
        json!({"type": "record_backup", "account_sets": ["001", "002"], "reports_included": true, "path": path});
    engineer.give(premises, backup).await;
    let attached = json!({
        "sha256": sha256(photo), "media_type": "image/jpeg", "size": photo.len(), "caption": "错误提示", "taken_at": now(),
    });
    engineer.give(premises, json!({"type": "attach_photo", "photo": attached})).await;
    let finding = json!({"problem_type": "usage", "cause": "误改了“日期”格式。", "solution": "恢复日期格式；\n重新登录。", "prevention": "不要改系统日期格式。"});
    engineer.give(premises, json!({"type": "record_finding", "finding": finding})).await;
    for step in ["solve", "trial_run", "explain"] {
        engineer.give(premises, json!({"type": "tick_step", "step": step})).await;
    }
    let costs = json!({
        "type": "record_costs", "travel": "12", "materials": "35.5", "other": "0.00", "paid": "47.50",
        "parts": [{"name": "加密狗延长线", "quantity": 1, "unit_price": "35.50"}],
    });
    engineer.give(premises, costs).await;
    let result = json!({"solved": "all", "told_prevention": true, "satisfaction": 5, "opinion": "很及时。"});
    engineer.give(premises, json!({"type": "record_result", "result": result})).await;
}

/// Bytes that begin like a JPEG and are too many for one piece.
fn picture() -> Vec<u8> {
    let noise = (0..150_000_u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8);
    [0xff, 0xd8, 0xff].into_iter().chain(noise).collect()
}

/// In two pieces; where the first one ended is asked for in between.
async fn upload(person: &Program, bytes: &[u8]) {
    let path = format!("/api/blobs/{}", sha256(bytes));
    assert_eq!(send(person.ask(Method::HEAD, &path)).await.status, 404);
    let piece = |first: usize, last: usize| {
        let range = format!("bytes {first}-{last}/{}", bytes.len());
        person.ask(Method::PUT, &path).header("content-range", range).body(bytes[first..=last].to_vec())
    };
    let answer = send(piece(0, 99_999)).await;
    assert_eq!((answer.status, answer.header("upload-offset")), (202, "100000"));
    let standing = send(person.ask(Method::HEAD, &path)).await;
    assert_eq!((standing.status, standing.header("upload-offset")), (200, "100000"));
    assert_eq!(standing.header("upload-length"), bytes.len().to_string());
    assert_eq!(send(piece(100_000, bytes.len() - 1)).await.status, 201);
    let standing = send(person.ask(Method::HEAD, &path)).await;
    assert_eq!(standing.header("upload-offset"), standing.header("upload-length"));
}

async fn history_shows_everything(duty: &Program, request: &str, workers: [&Worker; 3]) {
    let history = duty.get(&format!("/api/requests/{request}/history")).await.ok();
    let lines = history["items"].as_array().expect("lines");
    let words: Vec<&str> = lines.iter().map(|line| line["command"].as_str().expect("a word")).collect();
    let mut sent: Vec<(usize, &Worker, &str)> = Vec::new();
    for worker in workers {
        let of_worker = worker.sent.iter();
        sent.extend(
            of_worker
                .map(|(order, envelope, _)| (*order, worker, envelope["command"]["type"].as_str().expect("a word"))),
        );
    }
    sent.sort_by_key(|(order, ..)| *order);
    assert_eq!(words, sent.iter().map(|(_, _, word)| *word).collect::<Vec<_>>());
    for (line, (_, worker, _)) in lines.iter().zip(&sent) {
        assert_eq!((&line["person"], &line["device"]), (&worker.person.person["id"], &json!(worker.device.id)));
        assert_eq!(line["address"], "127.0.0.1");
        assert!(!line["facts"].as_array().expect("facts").is_empty());
    }
}

fn receipts_verify(keys: &Value, worker: &Worker) {
    for (_, envelope, result) in &worker.sent {
        let receipt = &result["receipt"];
        assert_eq!((&receipt["id"], &receipt["outcome"]), (&envelope["id"], &json!("accepted")));
        assert_eq!(receipt["sha256"], sha256(canonical(envelope)));
        assert!(is_by_server(keys, &receipt["key_id"], &without(receipt, &["sig"]), &receipt["sig"]));
    }
}
