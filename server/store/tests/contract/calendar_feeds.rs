//! Private calendar addresses.

use domain::PersonId;
use store::calendar_feeds;

use crate::{
    place::Place,
    records::{prepare, uuid, write},
};

on_both_engines! { a_new_address_ends_the_one_before_and_one_taken_away_is_nobodys }

async fn a_new_address_ends_the_one_before_and_one_taken_away_is_nobodys(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let person = PersonId(uuid(1));
    for (hash, at) in [("first", 1_000), ("second", 2_000)] {
        write!(db, |tx| calendar_feeds::set(tx, person, hash, at).await).expect("set");
    }
    let mut conn = db.read().await.expect("a connection");
    assert_eq!(calendar_feeds::of_token(&mut conn, "first").await.expect("read"), None);
    assert_eq!(calendar_feeds::of_token(&mut conn, "second").await.expect("read"), Some(person));
    assert_eq!(calendar_feeds::since(&mut conn, person).await.expect("read"), Some(2_000));
    drop(conn);
    assert!(write!(db, |tx| calendar_feeds::end(tx, person).await).expect("ended"));
    assert!(!write!(db, |tx| calendar_feeds::end(tx, person).await).expect("nothing to end"));
    let mut conn = db.read().await.expect("a connection");
    assert_eq!(calendar_feeds::of_token(&mut conn, "second").await.expect("read"), None);
    assert_eq!(calendar_feeds::since(&mut conn, person).await.expect("read"), None);
}
