//! Everything received, by id and outcome.

use domain::PersonId;
use store::{
    Db,
    envelopes::{self, Received},
};

use crate::{
    place::Place,
    records::{device, uuid, write},
};

on_both_engines! {
    everything_received_under_an_id_is_kept_whole_in_order,
    the_same_content_under_the_same_id_is_stored_once,
    earlier_actions_of_a_device_are_counted_once_each,
    envelopes_of_an_outcome_are_listed_the_newest_first,
}

fn received(id: &str, sha256: &str, device_seq: i64, received_at: i64) -> Received {
    Received {
        id: id.to_owned(),
        sha256: sha256.to_owned(),
        device: uuid(1),
        person: uuid(2),
        device_seq,
        outcome: "accepted".to_owned(),
        received_at,
        body: format!(r#"{{"id":"{id}","text":"凭证\u0000"}}"#),
        result: "{}".to_owned(),
    }
}

async fn insert(db: &Db, received: Received) -> store::Result<()> {
    write!(db, |tx| envelopes::insert(tx, &received).await)
}

async fn everything_received_under_an_id_is_kept_whole_in_order(place: &Place) {
    let db = place.open().await;
    insert(&db, received("one", "bb", 1, 1_000)).await.expect("stored");
    insert(&db, received("one", "aa", 1, 2_000)).await.expect("stored too: the content differs");
    insert(&db, received("two", "aa", 2, 500)).await.expect("stored");
    let mut conn = db.read().await.expect("a connection");
    let found = envelopes::find(&mut conn, "one").await.expect("read");
    let contents: Vec<_> = found.iter().map(|received| received.sha256.as_str()).collect();
    assert_eq!(contents, ["bb", "aa"]);
    assert_eq!(found[0].body, received("one", "", 0, 0).body);
    assert_eq!((found[0].outcome.as_str(), found[0].result.as_str(), found[0].device_seq), ("accepted", "{}", 1));
    assert_eq!(envelopes::sender(&found[0]), (device(1), PersonId(uuid(2))));
    assert!(envelopes::find(&mut conn, "three").await.expect("read").is_empty());
}

async fn the_same_content_under_the_same_id_is_stored_once(place: &Place) {
    let db = place.open().await;
    insert(&db, received("one", "aa", 1, 1_000)).await.expect("stored");
    assert!(insert(&db, received("one", "aa", 1, 2_000)).await.expect_err("refused").is_taken());
}

async fn earlier_actions_of_a_device_are_counted_once_each(place: &Place) {
    let db = place.open().await;
    for (id, sha256, seq) in
        [("one", "aa", 1), ("one", "bb", 1), ("two", "aa", 2), ("four", "aa", 4), ("unread", "aa", 0)]
    {
        insert(&db, received(id, sha256, seq, 1_000)).await.expect("stored");
    }
    insert(&db, Received { device: uuid(9), ..received("three", "aa", 3, 1_000) }).await.expect("another device");
    let mut conn = db.read().await.expect("a connection");
    for (seq, expected) in [(1, 0), (2, 1), (3, 2), (4, 2), (5, 3)] {
        assert_eq!(envelopes::count_before(&mut conn, device(1), seq).await.expect("read"), expected, "before {seq}");
    }
}

async fn envelopes_of_an_outcome_are_listed_the_newest_first(place: &Place) {
    let db = place.open().await;
    for number in 1..=4 {
        let outcome = if number == 3 { "accepted" } else { "kept" }.to_owned();
        let id = number.to_string();
        insert(&db, Received { outcome, ..received(&id, "aa", number, number * 1_000) }).await.expect("stored");
    }
    let mut conn = db.read().await.expect("a connection");
    for (before, limit, expected) in [(i64::MAX, 10, vec!["4", "2", "1"]), (4_000, 1, vec!["2"]), (1_000, 10, vec![])] {
        let found = envelopes::by_outcome(&mut conn, "kept", before, limit).await.expect("read");
        assert_eq!(found.iter().map(|received| received.id.as_str()).collect::<Vec<_>>(), expected);
    }
}
