//! What waits for a manager's decision, and what could not be taken in (SYN-7).

use domain::{PersonId, Rejection, Timestamp, dispute::KeptAction, request::ServiceRequest, time::Attested};
use store::{
    Db, disputes,
    envelopes::{self, Received},
    quarantine::{self, Filter, Replay},
    requests,
};

use crate::{
    place::Place,
    records::{self, NOW, person, prepare, uuid, write},
};

on_both_engines! {
    requests_in_dispute_are_listed_the_oldest_matter_first,
    a_request_leaves_the_list_when_nothing_is_open_any_more,
    envelopes_in_quarantine_are_listed_the_newest_first_whole,
    of_two_attempts_at_the_same_time_one_finds_it_taken_in,
    every_attempt_is_recorded_beside_the_first_answer,
}

fn kept(since: i64) -> KeptAction {
    KeptAction {
        envelope: format!("e{since}"),
        dispatch: None,
        command: serde_json::json!({"type": "confirm"}),
        by: PersonId(uuid(2)),
        by_name: "赵勇".to_owned(),
        attested: Attested { at: Timestamp(since), proven: true },
        received_at: Timestamp(since),
        because: Rejection::NotFound,
    }
}

fn request(number: u128) -> ServiceRequest {
    ServiceRequest { number: format!("XC-{number}"), ..records::request(number) }
}

async fn save(db: &Db, before: Option<ServiceRequest>, request: ServiceRequest) {
    write!(db, |tx| requests::save(tx, before.as_ref(), &request, NOW).await).expect("saved");
}

async fn listed(db: &Db, region: &str) -> Vec<String> {
    let mut conn = db.read().await.expect("a connection");
    let found = disputes::list(&mut conn, region, 10).await.expect("read");
    found.into_iter().map(|stored| stored.request.number).collect()
}

/// A stored request about which something waits since then.
async fn disputed(db: &Db, number: u128, region: &str, since: i64) -> ServiceRequest {
    let plain = ServiceRequest { region: region.to_owned(), ..request(number) };
    records::save(db, &plain).await.expect("saved");
    let disputed = ServiceRequest { kept: vec![kept(since)], ..plain.clone() };
    save(db, Some(plain), disputed.clone()).await;
    disputed
}

async fn requests_in_dispute_are_listed_the_oldest_matter_first(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    records::save(&db, &request(9)).await.expect("saved");
    let late = disputed(&db, 1, "taiyuan", 3_000).await;
    let early = disputed(&db, 2, "outer", 1_000).await;
    let middle = disputed(&db, 3, "taiyuan", 2_000).await;
    assert_eq!(listed(&db, "").await, [early.number.as_str(), &middle.number, &late.number]);
    assert_eq!(listed(&db, "taiyuan").await, [middle.number.as_str(), &late.number]);
    let older = ServiceRequest { kept: vec![kept(3_000), kept(500)], ..late.clone() };
    save(&db, Some(late), older.clone()).await;
    assert_eq!(listed(&db, "").await[0], older.number);
}

async fn a_request_leaves_the_list_when_nothing_is_open_any_more(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let open = disputed(&db, 1, "taiyuan", 1_000).await;
    let settled = ServiceRequest { kept: Vec::new(), ..open.clone() };
    save(&db, Some(open.clone()), settled.clone()).await;
    assert!(listed(&db, "").await.is_empty());
    save(&db, Some(settled), open).await;
    assert_eq!(listed(&db, "").await.len(), 1, "a decision that was taken back");
}

async fn quarantined(db: &Db, number: u8, sender: u128) -> String {
    let sha256 = format!("{number:064}");
    let received = Received {
        id: format!("id{number}"),
        sha256: sha256.clone(),
        device: uuid(1),
        person: person(sender).id.0,
        device_seq: 1,
        outcome: "quarantined".to_owned(),
        received_at: i64::from(number) * 1_000,
        body: format!(r#"{{"id":"id{number}","text":"凭证"}}"#),
        result: "{}".to_owned(),
    };
    let hash = sha256.clone();
    write!(db, |tx| {
        envelopes::insert(tx, &received).await?;
        quarantine::add(tx, &hash, &received.id, PersonId(received.person), received.received_at).await
    })
    .expect("stored");
    sha256
}

fn all() -> Filter {
    Filter { person: None, device: None, all: false, before: (i64::MAX, String::new()), limit: 10 }
}

async fn hashes(db: &Db, filter: Filter) -> Vec<String> {
    let mut conn = db.read().await.expect("a connection");
    let held = quarantine::list(&mut conn, &filter).await.expect("read");
    assert!(held.iter().all(|held| held.body.contains("凭证")));
    held.into_iter().map(|held| held.sha256).collect()
}

async fn envelopes_in_quarantine_are_listed_the_newest_first_whole(place: &Place) {
    let db = place.open().await;
    let [one, two, three] = [quarantined(&db, 1, 5).await, quarantined(&db, 2, 6).await, quarantined(&db, 3, 5).await];
    assert_eq!(hashes(&db, all()).await, [three.clone(), two.clone(), one.clone()]);
    assert_eq!(hashes(&db, Filter { person: Some(person(5).id), ..all() }).await, [three.clone(), one.clone()]);
    assert_eq!(hashes(&db, Filter { before: (3_000, three), limit: 1, ..all() }).await, [two]);
    let mut conn = db.read().await.expect("a connection");
    assert!(quarantine::find(&mut conn, "nothing").await.expect("read").is_none());
}

fn attempt(sha256: &str, number: i64, outcome: &str) -> Replay {
    Replay {
        sha256: sha256.to_owned(),
        attempt: number,
        at: 9_000,
        person: uuid(7),
        person_name: "系统管理员".to_owned(),
        outcome: outcome.to_owned(),
        result: format!(r#"{{"outcome":"{outcome}"}}"#),
    }
}

async fn of_two_attempts_at_the_same_time_one_finds_it_taken_in(place: &Place) {
    let nodes = place.nodes(2).await;
    let hash = quarantined(&nodes[0], 1, 5).await;
    let take_in = |db: Db| {
        let hash = hash.clone();
        async move {
            write!(db, |tx| {
                let Some(number) = quarantine::begin(tx, &hash).await? else { return Ok(false) };
                quarantine::note(tx, &attempt(&hash, number, "accepted"), true).await?;
                Ok(true)
            })
            .expect("done")
        }
    };
    let (one, two) = tokio::join!(take_in(nodes[0].clone()), take_in(nodes[1].clone()));
    assert!(one != two, "one of them did it");
    let mut conn = nodes[0].read().await.expect("a connection");
    assert_eq!(quarantine::replays(&mut conn, &hash).await.expect("read").len(), 1);
}

async fn every_attempt_is_recorded_beside_the_first_answer(place: &Place) {
    let db = place.open().await;
    let hash = quarantined(&db, 1, 5).await;
    for (number, outcome, taken_in) in [(1, "quarantined", false), (2, "accepted", true)] {
        let hash = hash.clone();
        let begun = write!(db, |tx| {
            let begun = quarantine::begin(tx, &hash).await?;
            quarantine::note(tx, &attempt(&hash, number, outcome), taken_in).await?;
            Ok(begun)
        });
        assert_eq!(begun.expect("noted"), Some(number));
    }
    assert!(hashes(&db, all()).await.is_empty(), "it has left quarantine");
    assert_eq!(hashes(&db, Filter { all: true, ..all() }).await, std::slice::from_ref(&hash));
    let mut conn = db.read().await.expect("a connection");
    let outcomes: Vec<String> =
        quarantine::replays(&mut conn, &hash).await.expect("read").into_iter().map(|replay| replay.outcome).collect();
    assert_eq!(outcomes, ["quarantined", "accepted"]);
    let held = quarantine::find(&mut conn, &hash).await.expect("read").expect("still there");
    assert_eq!((held.result.as_str(), held.attempts, held.taken_in_at), ("{}", 2, Some(9_000)));
}
