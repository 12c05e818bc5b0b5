//! Devices and who used them.

use domain::PersonId;
use store::{Db, devices};

use crate::{
    place::Place,
    records::{device, prepare, uuid, write},
};

on_both_engines! {
    a_device_is_found_with_its_key,
    the_last_contact_moves_forward_only,
    a_device_is_heard_with_its_own_people_only,
    a_device_knows_who_has_worked_on_it,
    devices_are_listed_with_their_people_the_last_heard_first,
    a_device_is_revoked_once,
}

async fn register(db: &Db, number: u128, at: i64) -> store::Result<()> {
    write!(db, |tx| devices::insert(tx, device(number), "平板", r#"{"kty":"EC"}"#, at).await)
}

async fn a_device_is_found_with_its_key(place: &Place) {
    let db = place.open().await;
    register(&db, 1, 1_000).await.expect("registered");
    let mut conn = db.read().await.expect("a connection");
    let found = devices::find(&mut conn, device(1)).await.expect("read").expect("a device");
    assert_eq!((found.id, found.name.as_str(), found.public_key.as_str()), (uuid(1), "平板", r#"{"kty":"EC"}"#));
    assert_eq!((found.created_at, found.last_contact, found.revoked_at), (1_000, 1_000, None));
    assert!(devices::find(&mut conn, device(2)).await.expect("read").is_none());
    assert!(register(&db, 1, 2_000).await.expect_err("an id names one device").is_taken());
}

async fn the_last_contact_moves_forward_only(place: &Place) {
    let db = place.open().await;
    register(&db, 1, 1_000).await.expect("registered");
    for (at, expected) in [(3_000, 3_000), (2_000, 3_000), (3_001, 3_001)] {
        write!(db, |tx| devices::touch(tx, device(1), at).await).expect("touched");
        let found = devices::find(&mut db.read().await.expect("a connection"), device(1)).await.expect("read");
        assert_eq!(found.expect("a device").last_contact, expected);
    }
}

async fn a_device_is_heard_with_its_own_people_only(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    register(&db, 1, 1_000).await.expect("registered");
    write!(db, |tx| devices::add_person(tx, device(1), PersonId(uuid(1))).await).expect("noted");
    for (person, at, expected) in [(2, 5_000, 1_000), (1, 3_000, 3_000), (1, 2_000, 3_000)] {
        write!(db, |tx| devices::hear(tx, device(1), PersonId(uuid(person)), at).await).expect("noted, or not");
        let found = devices::find(&mut db.read().await.expect("a connection"), device(1)).await.expect("read");
        let found = found.expect("a device");
        assert_eq!((found.heard_at, found.last_contact), (expected, 1_000), "who was heard has proved nothing");
    }
    write!(db, |tx| devices::touch(tx, device(1), 4_000).await).expect("touched");
    let found = devices::find(&mut db.read().await.expect("a connection"), device(1)).await.expect("read");
    assert_eq!(found.map(|device| (device.heard_at, device.last_contact)), Some((4_000, 4_000)));
}

async fn a_device_knows_who_has_worked_on_it(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    register(&db, 1, 1_000).await.expect("registered");
    for _ in 0..2 {
        write!(db, |tx| devices::add_person(tx, device(1), PersonId(uuid(1))).await).expect("noted, however often");
    }
    let mut conn = db.read().await.expect("a connection");
    assert!(devices::has_person(&mut conn, device(1), PersonId(uuid(1))).await.expect("read"));
    assert!(!devices::has_person(&mut conn, device(1), PersonId(uuid(2))).await.expect("read"));
}

async fn devices_are_listed_with_their_people_the_last_heard_first(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    for (number, at) in [(1, 1_000), (2, 3_000), (3, 2_000)] {
        register(&db, number, at).await.expect("registered");
    }
    write!(db, |tx| {
        for (number, person) in [(1, 1), (2, 1), (2, 2)] {
            devices::add_person(tx, device(number), PersonId(uuid(person))).await?;
        }
        Ok(())
    })
    .expect("noted");
    let listed = devices::list(&mut db.read().await.expect("a connection")).await.expect("read");
    let mut pairs: Vec<_> = listed.iter().map(|device| (-device.heard_at, device.id, device.person)).collect();
    assert!(pairs.is_sorted_by_key(|(contact, ..)| *contact));
    pairs.sort_unstable();
    assert_eq!(pairs, [(-3_000, uuid(2), uuid(1)), (-3_000, uuid(2), uuid(2)), (-1_000, uuid(1), uuid(1))]);
    assert!(listed.iter().all(|device| device.name == "平板" && device.created_at == device.heard_at));
}

async fn a_device_is_revoked_once(place: &Place) {
    let db = place.open().await;
    register(&db, 1, 1_000).await.expect("registered");
    for (at, expected) in [(5_000, true), (6_000, false)] {
        assert_eq!(write!(db, |tx| devices::revoke(tx, device(1), at).await).expect("run"), expected);
    }
    assert!(!write!(db, |tx| devices::revoke(tx, device(2), 1).await).expect("run"), "there is none");
    let found = devices::find(&mut db.read().await.expect("a connection"), device(1)).await.expect("read");
    assert_eq!(found.expect("a device").revoked_at, Some(5_000));
}
