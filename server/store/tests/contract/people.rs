//! People, passwords, failed sign-ins.

use domain::{PersonId, people::Person};
use store::people::{self, Attempts};

use crate::{
    place::Place,
    records::{person, uuid, write},
};

on_both_engines! {
    a_person_is_found_as_saved_and_each_saving_counts,
    a_login_belongs_to_one_person,
    everybody_is_listed_by_login_also_who_has_left,
    a_password_belongs_to_a_login_and_can_be_changed,
    failed_sign_ins_are_counted_by_name_whether_or_not_it_exists,
}

async fn a_person_is_found_as_saved_and_each_saving_counts(place: &Place) {
    let db = place.open().await;
    let mut one = person(1);
    assert_eq!(people::find(&mut db.read().await.expect("a connection"), one.id).await.expect("read"), None);
    for version in 1..=3 {
        one.name = format!("赵勇 {version}");
        let saved = one.clone();
        assert_eq!(write!(db, |tx| people::save(tx, &saved).await).expect("saved"), version);
        let found = people::find(&mut db.read().await.expect("a connection"), one.id).await.expect("read");
        assert_eq!(found, Some((one.clone(), version)));
    }
}

async fn a_login_belongs_to_one_person(place: &Place) {
    let db = place.open().await;
    write!(db, |tx| people::save(tx, &person(1)).await).expect("saved");
    let second = Person { login: person(1).login, ..person(2) };
    let refused = write!(db, |tx| people::save(tx, &second).await).expect_err("refused");
    assert!(refused.is_taken(), "{refused:?}");
    assert_eq!(people::count(&mut db.read().await.expect("a connection")).await.expect("read"), 1);
}

async fn everybody_is_listed_by_login_also_who_has_left(place: &Place) {
    let db = place.open().await;
    let left = Person { active: false, ..person(3) };
    let (second, third) = (person(1), left.clone());
    write!(db, |tx| {
        for person in [third, person(2), second] {
            people::save(tx, &person).await?;
        }
        Ok(())
    })
    .expect("saved");
    let mut conn = db.read().await.expect("a connection");
    let listed = people::list(&mut conn).await.expect("read");
    assert_eq!(listed, [(person(1), 1), (person(2), 1), (left, 1)]);
    assert_eq!(people::count(&mut conn).await.expect("read"), 3);
}

async fn a_password_belongs_to_a_login_and_can_be_changed(place: &Place) {
    let db = place.open().await;
    write!(db, |tx| people::save(tx, &person(1)).await).expect("saved");
    let mut conn = db.read().await.expect("a connection");
    assert!(people::credentials(&mut conn, "nobody").await.expect("read").is_none());
    let fresh = people::credentials(&mut conn, "login1").await.expect("read").expect("credentials");
    assert_eq!((fresh.id, fresh.password_hash, fresh.active), (uuid(1), None, true));
    for hash in ["first", "second"] {
        write!(db, |tx| people::set_password(tx, PersonId(uuid(1)), hash).await).expect("set");
        let found = people::credentials(&mut conn, "login1").await.expect("read").expect("credentials");
        assert_eq!(found.password_hash.as_deref(), Some(hash));
    }
    let gone = Person { active: false, ..person(1) };
    write!(db, |tx| people::save(tx, &gone).await).expect("saved");
    let found = people::credentials(&mut conn, "login1").await.expect("read").expect("credentials");
    assert_eq!((found.password_hash.as_deref(), found.active), (Some("second"), false), "saving keeps the password");
}

async fn failed_sign_ins_are_counted_by_name_whether_or_not_it_exists(place: &Place) {
    let db = place.open().await;
    let mut conn = db.read().await.expect("a connection");
    let none = people::attempts(&mut conn, "login1").await.expect("read");
    assert_eq!((none.failures, none.blocked_until), (0, 0));
    for failures in [3, 4, 0] {
        let attempts = Attempts { failures, blocked_until: failures * 1_000 };
        write!(db, |tx| people::set_attempts(tx, "login1", attempts).await).expect("set");
        let found = people::attempts(&mut conn, "login1").await.expect("read");
        assert_eq!((found.failures, found.blocked_until), (failures, failures * 1_000));
    }
    assert_eq!(people::attempts(&mut conn, "login2").await.expect("read").failures, 0);
}
