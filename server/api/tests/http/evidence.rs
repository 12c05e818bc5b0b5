//! What was signed can be checked from the first link on, and an anchor shows even a rewritten past (SYN-9).

use chrono::Days;
use service::evidence::{Anchor, Fault, anchors_in};
use store::Link;

use crate::{
    house::{Engine, House},
    scene::Scene,
};

on_both_engines! {
    nothing_is_found_where_nothing_was_altered,
    an_altered_signature_is_found,
    an_altered_past_is_found,
    a_day_is_anchored_once,
}

/// Anchors of the days of the demo, as if each had been made at its end.
async fn anchors(house: &House) -> Vec<Anchor> {
    let today = house.service.centre.day_of(house.service.time.now());
    let mut anchors = Vec::new();
    for back in 0..40 {
        let day = today.checked_sub_days(Days::new(back)).expect("a day");
        anchors.push(house.service.anchor(day).await.expect("an anchor"));
    }
    anchors
}

async fn faults(house: &House, anchors: &[Anchor]) -> Vec<Fault> {
    house.service.check_evidence(anchors).await.expect("all can be read").faults
}

/// What an operator with a database tool does.
async fn tamper(house: &House, sql: &'static str) {
    let done = house.service.db.write(move |tx| {
        Box::pin(async move {
            let rows = match &mut tx.conn().link {
                Link::Sqlite(conn) => sqlx::query(sql).execute(&mut **conn).await.map(|done| done.rows_affected()),
                Link::Postgres(conn) => sqlx::query(sql).execute(&mut **conn).await.map(|done| done.rows_affected()),
            };
            rows.map_err(store::StoreError::from)
        })
    });
    assert!(done.await.expect("done") > 0, "{sql}");
}

async fn nothing_is_found_where_nothing_was_altered(house: &House) {
    let anchors = anchors(house).await;
    assert!(anchors.iter().map(|anchor| anchor.chains.len()).sum::<usize>() > 0, "the demo has signatures");
    let report = house.service.check_evidence(&anchors).await.expect("all can be read");
    assert_eq!(report.faults, []);
    assert!(report.signatures > 0 && report.cases > 0 && report.changes > report.signatures.cast_signed());
    // What comes later leaves the anchors true.
    Scene::open(house).await.job().await;
    assert_eq!(faults(house, &anchors).await, []);
}

async fn an_altered_signature_is_found(house: &House) {
    let anchors = anchors(house).await;
    tamper(house, "UPDATE requests SET record = replace(record, '\"signer_name\":\"', '\"signer_name\":\"不是')").await;
    let found = faults(house, &anchors).await;
    assert!(found.iter().any(|fault| matches!(fault, Fault::Record(_))), "{found:?}");
    assert!(found.iter().any(|fault| matches!(fault, Fault::Device(_))), "{found:?}");
}

async fn an_altered_past_is_found(house: &House) {
    tamper(house, "UPDATE changes SET facts = replace(facts, '\"signed\"', '\"singed\"')").await;
    let found = faults(house, &[]).await;
    assert!(matches!(found.as_slice(), [Fault::Changes { .. }]), "{found:?}");
}

async fn a_day_is_anchored_once(house: &House) {
    let folder = house.folder().join("anchors");
    let (path, digest) = house.service.anchor_yesterday(&folder).await.expect("written").expect("made now");
    assert_eq!(house.service.anchor_yesterday(&folder).await.expect("looked"), None);
    let anchor = Anchor::read(&path).expect("an anchor");
    assert_eq!(anchor.digest(), digest);
    let mut kept = anchors_in(&folder).expect("read");
    assert_eq!(kept, std::slice::from_ref(&anchor));
    assert_eq!(faults(house, &kept).await, []);
    kept[0].changes.length -= 1;
    let day = anchor.day.to_string();
    assert_eq!(faults(house, &kept).await, [Fault::AnchorSignature(day.clone()), Fault::AnchorChanges(day)]);
}

/// Two centres with the same keys and beginnings: what happened in one is the rewritten past of the other.
#[tokio::test]
async fn a_past_rewritten_with_all_its_hashes_is_another_one_than_the_anchored() {
    let (house, other) = (House::open(Engine::Sqlite).await, House::open(Engine::Sqlite).await);
    Scene::open(&house).await.job().await;
    let today = house.service.centre.day_of(house.service.time.now());
    let anchor = house.service.anchor(today).await.expect("an anchor");
    let scene = Scene::open(&other).await;
    scene.job().await;
    scene.job().await;
    assert_eq!(faults(&other, &[]).await, []);
    assert_eq!(faults(&other, std::slice::from_ref(&anchor)).await, [Fault::AnchorChanges(today.to_string())]);
}
