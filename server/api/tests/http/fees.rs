//! Money on site from the table to the invoice, and the table itself (CUS-8, ONS-14).

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    document::{assert_valid, component, document},
    house::House,
    program::send,
    scene::{Job, Scene, pulled},
    sealing::signature,
    tablet::{Tablet, outcome},
};

on_both_engines![
    money_is_consented_to_taken_handed_in_and_invoiced,
    a_discount_is_decided_by_a_manager_of_the_region_or_of_support,
    the_fee_table_is_changed_by_few_and_reaches_tablets,
];

fn propose(quantity: u32) -> Value {
    let line = json!({
        "item": "visit", "kind": "visit", "name": "", "unit": "visit", "unit_price": "300.00", "quantity": quantity,
    });
    json!({"type": "propose_fees", "because": "out_of_scope", "lines": [line]})
}

async fn sign(scene: &Scene, job: &Job, kind: &str) -> Value {
    let record = signature(&scene.tablet, kind, &scene.record(job).await, &job.dispatch);
    scene.visit(job, json!({"type": "sign", "record": record})).await;
    record["content"].clone()
}

async fn clock(scene: &Scene, job: &Job, rule: &str) -> Value {
    let record = scene.record(job).await;
    let clocks = record["clocks"].as_array().expect("clocks");
    clocks.iter().rfind(|clock| clock["rule"] == rule).map_or(Value::Null, |clock| clock["state"].clone())
}

async fn fees(scene: &Scene, job: &Job) -> Value {
    scene.record(job).await["dispatches"][0]["visit"]["fees"].clone()
}

async fn agreed(scene: &Scene) -> Job {
    let job = scene.on_site().await;
    scene.visit(&job, propose(1)).await;
    let content = sign(scene, &job, "fees").await;
    assert_valid(&component(&document(&scene.duty).await, "FeesContent"), &content, "what the customer consents to");
    job
}

async fn money_is_consented_to_taken_handed_in_and_invoiced(house: &House) {
    let scene = Scene::open(house).await;
    let job = agreed(&scene).await;
    scene.visit(&job, propose(2)).await;
    let backup =
        json!({"type": "record_backup", "account_sets": ["001"], "reports_included": false, "path": "E:\\UFDATABAK"});
    scene.visit(&job, backup).await;
    let finding = json!({"type": "record_finding", "finding": {"cause": "", "solution": "恢复。", "prevention": ""}});
    let early = scene.tablet.give(&scene.engineer, &job.dispatch(), finding.clone()).await;
    assert_eq!(outcome(&early), "kept: paper_first", "the sum has grown since");
    let record = scene.record(&job).await;
    let kept = record["kept"][0]["envelope"].clone();
    let set_aside = json!({"resolution": {"actions": [{"envelope": kept, "apply": false}], "reason": "重填"}, "type": "resolve_dispute"});
    scene.office(&job, set_aside).await;
    sign(&scene, &job, "fees").await;
    scene.visit(&job, finding).await;
    scene.visit(&job, json!({"type": "record_payment", "pay_by": "cash", "amount": "600.00"})).await;
    assert_eq!(clock(&scene, &job, "fees.hand_in").await, Value::Null, "an unsigned voucher is nothing");
    let voucher = sign(&scene, &job, "voucher").await;
    assert_valid(&component(&document(&scene.duty).await, "VoucherContent"), &voucher, "the voucher");
    assert_eq!(clock(&scene, &job, "fees.hand_in").await, "running");
    assert_eq!(scene.record(&job).await["dispatches"][0]["visit"]["costs"]["paid"], "600.00");

    let receive = |counted: &str, note: &str| json!({"type": "receive_money", "dispatch": job.dispatch, "counted": counted, "note": note});
    let own = scene.tablet.give(&scene.engineer, &job.request(), receive("600.00", "")).await;
    assert_ne!(outcome(&own), "accepted", "nobody hands in to themselves");
    scene.office(&job, receive("590.00", "少一张十元")).await;
    assert_eq!(clock(&scene, &job, "fees.hand_in").await, "kept");
    assert_eq!(clock(&scene, &job, "fees.invoice").await, "running");
    scene.office(&job, json!({"type": "record_invoice", "dispatch": job.dispatch, "number": "FP-2026-0118"})).await;
    assert_eq!(clock(&scene, &job, "fees.invoice").await, "kept");
    assert_eq!(fees(&scene, &job).await["invoice"]["number"], "FP-2026-0118");
    scene.office(&job, json!({"type": "take_back_fee_step", "dispatch": job.dispatch, "step": "invoice"})).await;
    assert_eq!(clock(&scene, &job, "fees.invoice").await, "running");
    assert_eq!(fees(&scene, &job).await["invoice"], Value::Null);
}

async fn a_discount_is_decided_by_a_manager_of_the_region_or_of_support(house: &House) {
    let scene = Scene::open(house).await;
    let job = agreed(&scene).await;
    scene.visit(&job, json!({"type": "ask_discount", "amount": "50.00", "reason": "老客户"})).await;
    let settle = json!({"type": "settle_discount", "dispatch": job.dispatch, "approve": true, "note": ""});
    let refused = scene.desk.give(&scene.duty, &job.request(), settle.clone()).await;
    assert_ne!(outcome(&refused), "accepted", "the duty manager has no such right");
    let support = house.sign_in("support").await;
    let desk = Tablet::register(&support).await;
    let settled = desk.give(&support, &job.request(), settle).await;
    assert_eq!(outcome(&settled), "accepted");
    assert_eq!(fees(&scene, &job).await["discount"]["decided"]["approved"], true);
}

async fn the_fee_table_is_changed_by_few_and_reaches_tablets(house: &House) {
    let scene = Scene::open(house).await;
    let support = house.sign_in("support").await;
    let listed = support.get("/api/settings/fees").await.ok();
    assert_valid(&component(&document(&support).await, "FeeSettingList"), &listed, "the table");
    assert_eq!(scene.duty.get("/api/settings/fees").await.problem(), (404, "not_found".to_owned()));
    let item = json!({"id": "", "kind": "visit", "name": "", "unit": "visit", "price": "350.00", "from": "2027-01-01"});
    let path = "/api/settings/fees/visit-2027";
    let added = send(support.ask(Method::PUT, path).json(&json!({"item": item, "version": 0}))).await.ok();
    assert_eq!((&added["now"]["id"], &added["version"]), (&json!("visit-2027"), &json!(1)));
    let prices = async || {
        let settings = pulled(&scene.engineer, "settings").await.remove(0);
        let table = settings["fees"].as_array().expect("a table").clone();
        table.into_iter().filter(|item| item["kind"] == "visit").map(|item| item["price"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(prices().await, ["300.00", "350.00"]);
    let wrong =
        json!({"item": {"id": "", "kind": "visit", "unit": "visit", "from": "2027-01-01", "until": "2026-01-01"}});
    let wrong = send(support.ask(Method::PUT, path).json(&wrong)).await;
    assert_eq!(wrong.problem(), (422, "out_of_range".to_owned()));
    let history = support.get("/api/settings/history").await.ok();
    assert_valid(&component(&document(&support).await, "SettingsHistory"), &history, "the history");
    assert_eq!(history["items"][0]["command"], "change_fee");
    send(support.ask(Method::DELETE, path)).await.ok();
    assert_eq!(prices().await, ["300.00"]);
    assert_eq!(send(support.ask(Method::DELETE, path)).await.problem(), (404, "not_found".to_owned()));
}
