//! Sessions, links and their tokens.

use domain::PersonId;
use store::{
    Db,
    sessions::{self, Session},
};

use crate::{
    place::Place,
    records::{prepare, uuid, write},
};

on_both_engines! {
    a_session_is_found_by_its_token_until_its_owner_ends_it,
    a_persons_sessions_are_listed_the_last_used_first,
    all_sessions_but_one_can_be_ended,
    a_link_is_used_once_and_before_it_expires,
}

const OWNER: fn() -> PersonId = || PersonId(uuid(1));
const OTHER: fn() -> PersonId = || PersonId(uuid(2));

async fn start(db: &Db, number: u128, person: PersonId, at: i64) {
    let (address, agent) = ("10.0.0.7".to_owned(), "Chromium".to_owned());
    let (device, revoked_at) = (None, None);
    let (id, person) = (uuid(number), person.0);
    let session = Session { id, person, created_at: at, last_used_at: at, address, agent, device, revoked_at };
    write!(db, |tx| sessions::insert(tx, &session, &format!("token{number}")).await).expect("inserted");
}

async fn of(db: &Db, person: PersonId) -> Vec<u128> {
    let found = sessions::of_person(&mut db.read().await.expect("a connection"), person).await.expect("read");
    found.iter().map(|session| session.id.as_u128() - uuid(0).as_u128()).collect()
}

async fn a_session_is_found_by_its_token_until_its_owner_ends_it(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    start(&db, 10, OWNER(), 1_000).await;
    let mut conn = db.read().await.expect("a connection");
    let found = sessions::find(&mut conn, "token10").await.expect("read").expect("a session");
    assert_eq!((found.id, found.person, found.created_at), (uuid(10), uuid(1), 1_000));
    assert_eq!((found.address.as_str(), found.agent.as_str()), ("10.0.0.7", "Chromium"));
    assert!(sessions::find(&mut conn, "token11").await.expect("read").is_none());
    assert!(!write!(db, |tx| sessions::end(tx, uuid(10), OTHER()).await).expect("run"), "somebody else's");
    assert!(write!(db, |tx| sessions::end(tx, uuid(10), OWNER()).await).expect("run"));
    assert!(!write!(db, |tx| sessions::end(tx, uuid(10), OWNER()).await).expect("run"), "ended already");
    assert!(sessions::find(&mut conn, "token10").await.expect("read").is_none());
}

async fn a_persons_sessions_are_listed_the_last_used_first(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    for number in [10, 11, 12] {
        start(&db, number, OWNER(), i64::try_from(number).expect("small")).await;
    }
    start(&db, 20, OTHER(), 99).await;
    assert_eq!(of(&db, OWNER()).await, [12, 11, 10]);
    write!(db, |tx| sessions::touch(tx, uuid(10), 50).await).expect("touched");
    assert_eq!(of(&db, OWNER()).await, [10, 12, 11]);
}

async fn all_sessions_but_one_can_be_ended(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    for number in [10, 11, 12] {
        start(&db, number, OWNER(), 1).await;
    }
    start(&db, 20, OTHER(), 1).await;
    write!(db, |tx| sessions::end_others(tx, OWNER(), uuid(11)).await).expect("ended");
    assert_eq!((of(&db, OWNER()).await, of(&db, OTHER()).await), (vec![11], vec![20]));
}

async fn a_link_is_used_once_and_before_it_expires(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    write!(db, |tx| sessions::insert_link(tx, "link", OWNER(), 1_000).await).expect("inserted");
    let used = async |token: &'static str, now| write!(db, |tx| sessions::use_link(tx, token, now).await).expect("run");
    assert_eq!(used("link", 1_000).await, None, "expired");
    assert_eq!(used("other", 999).await, None);
    assert_eq!(used("link", 999).await, Some(OWNER()));
    assert_eq!(used("link", 999).await, None, "used up");
}
