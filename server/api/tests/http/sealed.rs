//! Sealed work: anybody delivers it, nobody but the server reads it, each envelope has one effect (SYN-10).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::sealed::INFO;
use hpke::{
    Deserializable, Kem, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256, kem::DhP256HkdfSha256,
    single_shot_seal,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    canonical::sha256,
    house::House,
    program::{Answer, Program, send},
    pushes::kept,
    scene::Scene,
    tablet::{Tablet, outcome},
};

/// Seals bytes to the key that the server publishes.
async fn seal(scene: &Scene, kind: &str, device: &str, plain: &[u8]) -> Vec<u8> {
    let keys = scene.duty.get("/api/keys").await.ok();
    let key_id = keys["current_sealing"].as_str().expect("a key");
    let point = URL_SAFE_NO_PAD.decode(keys["sealing"][key_id].as_str().expect("a point")).expect("base64url");
    let head = json!({"kind": kind, "key_id": key_id, "device": device, "actor": scene.engineer.id(), "items": 1});
    let mut packet = head.to_string().into_bytes();
    let (encapsulated, ciphertext) = single_shot_seal::<AesGcm256, HkdfSha256, DhP256HkdfSha256, _>(
        &OpModeS::Base,
        &<DhP256HkdfSha256 as Kem>::PublicKey::from_bytes(&point).expect("a point"),
        INFO,
        plain,
        &packet,
        &mut rand::thread_rng(),
    )
    .expect("sealed");
    packet.push(b'\n');
    packet.extend(encapsulated.to_bytes());
    packet.extend(ciphertext);
    packet
}

async fn seal_push(scene: &Scene, device: &Tablet, envelopes: &[Value]) -> Vec<u8> {
    let plain = json!({"device_id": device.id, "envelopes": envelopes}).to_string();
    seal(scene, "actions", &device.id, plain.as_bytes()).await
}

async fn deliver(by: &Program, packet: &[u8]) -> Answer {
    send(by.ask(Method::PUT, &format!("/api/sync/sealed/{}", sha256(packet))).body(packet.to_vec())).await
}

fn counts(answer: &Value) -> [u64; 4] {
    ["accepted", "kept", "quarantined", "retry"].map(|name| answer[name].as_u64().expect("a count"))
}

fn id(envelope: &Value) -> &str {
    envelope["id"].as_str().expect("an id")
}

on_both_engines![
    whoever_delivers_it_the_work_is_its_persons_and_happens_once,
    whoever_only_delivers_sees_neither_answers_nor_photos,
    what_came_too_early_gets_no_receipt_until_it_is_all_there,
    nobody_becomes_somebody_else_by_sealing,
    what_was_begun_waits_for_its_person_and_only_managers_of_the_visit_read_it,
    nobody_leaves_drafts_in_anothers_name,
    what_was_held_back_comes_with_its_reason_for_those_who_may_read_it,
    what_cannot_be_opened_is_not_taken,
    a_revoked_tablet_hands_in_and_says_that_it_is_empty,
];

async fn whoever_delivers_it_the_work_is_its_persons_and_happens_once(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let confirm = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    let packet = seal_push(&scene, &scene.tablet, std::slice::from_ref(&confirm)).await;
    let colleague = house.sign_in("field2").await;
    let first = deliver(&colleague, &packet).await.ok();
    assert_eq!(counts(&first), [1, 0, 0, 0]);
    assert_eq!(first["receipt"]["sha256"], sha256(&packet));
    let version = scene.duty.get(&format!("/api/requests/{}", job.request)).await.ok()["version"].clone();

    // It comes again by a third person; then its own person's tablet sends it, which had kept a copy.
    assert_eq!(counts(&deliver(&scene.duty, &packet).await.ok()), [1, 0, 0, 0]);
    let own = scene.tablet.push(&scene.engineer, std::slice::from_ref(&confirm)).await.remove(0);
    assert_eq!(outcome(&own), "accepted");
    let kept = kept(house, id(&confirm)).await;
    assert_eq!((kept.len(), kept[0].person.to_string()), (1, scene.engineer.id().to_owned()));
    assert_eq!(scene.duty.get(&format!("/api/requests/{}", job.request)).await.ok()["version"], version);
}

async fn whoever_only_delivers_sees_neither_answers_nor_photos(house: &House) {
    let scene = Scene::open(house).await;
    let picture = b"\x89PNG\r\n\x1a\nof the customer's screen";
    let packet = seal(&scene, "blob", &scene.tablet.id, picture).await;
    let colleague = house.sign_in("field2").await;
    let answer = deliver(&colleague, &packet).await.ok();
    assert!(answer["results"].is_null() && !answer.to_string().contains(&sha256(picture)));
    let path = format!("/api/blobs/{}", sha256(picture));
    assert_eq!(colleague.get(&path).await.status, 404);
    assert_eq!(scene.engineer.get(&path).await.status, 200);
}

async fn what_came_too_early_gets_no_receipt_until_it_is_all_there(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let confirm = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    let depart = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "depart"}));
    let late = seal_push(&scene, &scene.tablet, &[depart]).await;
    let answer = deliver(&scene.duty, &late).await.ok();
    assert_eq!(counts(&answer), [0, 0, 0, 1]);
    assert!(answer["receipt"].is_null());
    scene.tablet.push(&scene.engineer, &[confirm]).await;
    assert!(deliver(&scene.duty, &late).await.ok()["receipt"].is_object());
}

async fn nobody_becomes_somebody_else_by_sealing(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let colleague = house.sign_in("field2").await;
    let device = Tablet::register(&colleague).await;
    let forged = device.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    let packet = seal_push(&scene, &device, std::slice::from_ref(&forged)).await;
    assert_eq!(counts(&deliver(&colleague, &packet).await.ok()), [0, 0, 1, 0]);
    let kept = kept(house, id(&forged)).await;
    assert_eq!(kept[0].person.to_string(), colleague.id());
}

async fn what_cannot_be_opened_is_not_taken(house: &House) {
    let scene = Scene::open(house).await;
    let packet = seal_push(&scene, &scene.tablet, &[]).await;
    let mut broken = packet.clone();
    *broken.last_mut().expect("bytes") ^= 1;
    let word = |answer: Answer| answer.problem();
    assert_eq!(word(deliver(&scene.duty, &broken).await), (422, "not_opened".to_owned()));
    let other_head = String::from_utf8_lossy(&packet).find("\"items\":1").expect("a head");
    let mut other = packet.clone();
    other[other_head + 8] = b'2';
    assert_eq!(word(deliver(&scene.duty, &other).await), (422, "not_opened".to_owned()));
    assert_eq!(word(deliver(&scene.duty, b"no packet").await), (422, "not_opened".to_owned()));
    let path = format!("/api/sync/sealed/{}", sha256(b"something else"));
    assert_eq!(word(send(scene.duty.ask(Method::PUT, &path).body(packet)).await), (422, "other_bytes".to_owned()));
    let unknown = json!({"device_id": crate::tablet::new_id(), "envelopes": []}).to_string();
    let unknown = seal(&scene, "actions", &scene.tablet.id, unknown.as_bytes()).await;
    assert_eq!(word(deliver(&scene.duty, &unknown).await), (422, "unknown_device".to_owned()));
}

async fn a_revoked_tablet_hands_in_and_says_that_it_is_empty(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let device = &scene.tablet.id;
    let admin = house.sign_in("admin").await;
    let revoke = format!("/api/devices/{device}/revoke");
    let pull = format!("/api/sync/pull?device={device}");
    assert_eq!(admin.post(&revoke, &json!({})).await.status, 204);
    assert_eq!(scene.engineer.get(&pull).await.problem(), (403, "device_revoked".to_owned()));
    let undo = || send(admin.ask(Method::DELETE, &revoke));
    assert_eq!(undo().await.status, 204, "until then it can be taken back");
    assert_eq!(scene.engineer.get(&pull).await.status, 200);

    assert_eq!(admin.post(&revoke, &json!({})).await.status, 204);
    let state = format!("/api/devices/{device}/state");
    assert_eq!(house.visitor().get(&state).await.ok(), json!({"revoked": true}));
    let confirm = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    let packet = seal_push(&scene, &scene.tablet, std::slice::from_ref(&confirm)).await;
    assert_eq!(counts(&deliver(&scene.engineer, &packet).await.ok()), [0, 0, 1, 0]);
    let kept = kept(house, id(&confirm)).await;
    assert!(kept[0].result.contains("device_revoked"));

    let wiped = format!("/api/devices/{device}/wiped");
    let says = |sig: String| json!({"sig": sig});
    assert_eq!(house.visitor().post(&wiped, &says("anybody".to_owned())).await.status, 404);
    let sig = scene.tablet.sign(&format!("paidan wiped {device}"));
    assert_eq!(house.visitor().post(&wiped, &says(sig)).await.status, 204);
    let list = admin.get("/api/devices").await.ok();
    let line = list["items"].as_array().expect("devices").iter().find(|line| line["id"] == device.as_str());
    assert!(line.expect("the device")["wiped_at"].is_string());
    assert_eq!(undo().await.status, 404, "what is gone does not come back");
}

/// What the engineer had begun on a tablet, sealed and signed by it.
async fn seal_drafts(scene: &Scene, signer: &Tablet, drafts: &Value) -> Vec<u8> {
    let mut plain = json!({"device_id": scene.tablet.id, "drafts": drafts});
    plain["sig"] = json!(signer.sign(&crate::canonical::canonical(&plain)));
    seal(scene, "drafts", &scene.tablet.id, plain.to_string().as_bytes()).await
}

async fn what_was_begun_waits_for_its_person_and_only_managers_of_the_visit_read_it(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let name = format!("finding-{}", job.dispatch);
    let drafts = json!([{"name": name, "text": "{\"cause\":\"打印服务占满内存\"}"}]);
    let packet = seal_drafts(&scene, &scene.tablet, &drafts).await;
    let colleague = house.sign_in("field2").await;
    let carried = deliver(&colleague, &packet).await.ok();
    assert_eq!((&carried["drafts"], &carried["begun"]), (&json!(1), &Value::Null), "whoever carries it reads nothing");
    assert_eq!(carried["receipt"]["sha256"], sha256(&packet));
    assert_eq!(deliver(&scene.duty, &packet).await.ok()["begun"], drafts, "a manager of the visit reads it");

    assert_eq!(colleague.get("/api/begun").await.ok()["items"], json!([]));
    let waiting = scene.engineer.get("/api/begun").await.ok();
    let schema = crate::document::component(&crate::document::document(&scene.duty).await, "BegunList");
    crate::document::assert_valid(&schema, &waiting, "what was begun");
    assert_eq!(waiting["items"].as_array().map(Vec::len), Some(1), "however often it was brought");
    assert_eq!((&waiting["items"][0]["drafts"], &waiting["items"][0]["device_name"]), (&drafts, &json!("平板")));
    let path = format!("/api/begun/{}", sha256(&packet));
    let take_up = |by: &Program| send(by.ask(Method::DELETE, &path));
    assert_eq!(take_up(&colleague).await.status, 404);
    assert_eq!(take_up(&scene.engineer).await.status, 204);
    assert_eq!(scene.engineer.get("/api/begun").await.ok()["items"], json!([]));
    assert_eq!(take_up(&scene.engineer).await.status, 404);
}

async fn nobody_leaves_drafts_in_anothers_name(house: &House) {
    let scene = Scene::open(house).await;
    let colleague = house.sign_in("field2").await;
    let forger = Tablet::register(&colleague).await;
    let packet = seal_drafts(&scene, &forger, &json!([{"name": "x", "text": "y"}])).await;
    assert_eq!(deliver(&colleague, &packet).await.problem(), (422, "not_opened".to_owned()));
    assert_eq!(scene.engineer.get("/api/begun").await.ok()["items"], json!([]));
}

async fn what_was_held_back_comes_with_its_reason_for_those_who_may_read_it(house: &House) {
    let scene = Scene::open(house).await;
    let job = scene.job().await;
    let confirm = scene.tablet.envelope(&scene.engineer, &job.dispatch(), json!({"type": "confirm"}));
    let held = json!([{"id": confirm["id"], "reason": "客户改主意了"}]);
    let plain = json!({"device_id": scene.tablet.id, "envelopes": [confirm], "held": held}).to_string();
    let packet = seal(&scene, "actions", &scene.tablet.id, plain.as_bytes()).await;
    let carried = deliver(&house.sign_in("field2").await, &packet).await.ok();
    assert_eq!((&carried["accepted"], &carried["held_back"]), (&json!(1), &Value::Null));
    let read = deliver(&scene.duty, &packet).await.ok();
    assert_eq!(read["held_back"][0]["reason"], "客户改主意了");
    assert_eq!(read["held_back"][0]["command"]["type"], "confirm");
}
