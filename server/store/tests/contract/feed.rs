//! The one record of change: no reader misses a number, and whoever rewrites the past is found out (AUD-1).

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{PersonId, Timestamp};
use futures::future::join_all;
use store::{Db, NewChange, changes};

use crate::{
    place::Place,
    records::{NOW, change, dispatch, person, prepare, record, request, save, uuid, write},
};

on_both_engines! {
    a_change_is_read_as_it_was_recorded,
    a_reader_beside_many_writers_misses_nothing_and_sees_nothing_twice,
    a_later_commit_never_has_a_smaller_number,
    what_was_touched_is_read_in_order_by_everybody_or_by_whom_it_concerns,
    a_record_has_its_history_oldest_first,
    a_whole_chain_has_no_broken_link,
    whoever_rewrites_the_past_is_found_out,
}

async fn a_change_is_read_as_it_was_recorded(place: &Place) {
    let db = place.open().await;
    write!(db, |tx| record(tx, 5).await).expect("committed");
    let anonymous = NewChange { person: None, device: None, ..change(6) };
    write!(db, |tx| {
        tx.record(anonymous);
        Ok(())
    })
    .expect("committed");
    let found = changes::after_seq(&mut db.read().await.expect("a connection"), 0, 10).await.expect("read");
    let [one, two] = &found[..] else { panic!("{found:?}") };
    let NewChange { at, kind, id, version, person, person_name, device, address, command, envelope, facts } = change(5);
    assert_eq!((one.seq, one.at, one.kind.as_str(), one.id, one.version), (1, at, kind, id, version));
    assert_eq!((one.person, &one.person_name, one.device, &one.address), (person, &person_name, device, &address));
    assert_eq!((&one.command, &one.envelope, &one.facts, one.hash.len()), (&command, &envelope, &facts, 64));
    assert_eq!((one.at(), one.person()), (Timestamp(NOW.millis()), Some(PersonId(uuid(1)))));
    assert_eq!((two.seq, two.person(), two.device), (2, None, None));
}

/// The cursor trap: a number that is taken before the commit lets a reader pass over rows that commit later.
async fn a_reader_beside_many_writers_misses_nothing_and_sees_nothing_twice(place: &Place) {
    const WRITERS: i64 = 24;
    const EACH: i64 = 20;
    let nodes = place.nodes(4).await;
    let (reader, stop) = (nodes[3].clone(), Arc::new(AtomicBool::new(false)));
    let done = stop.clone();
    let reading = tokio::spawn(async move {
        let (mut cursor, mut versions) = (0, Vec::new());
        loop {
            let is_over = done.load(Ordering::SeqCst);
            let page =
                changes::after_seq(&mut reader.read().await.expect("a connection"), cursor, 7).await.expect("read");
            if page.is_empty() && is_over {
                return (cursor, versions);
            }
            for change in page {
                assert_eq!(change.seq, cursor + 1, "a number was passed over");
                cursor = change.seq;
                versions.push(change.version);
            }
        }
    });
    let writing = (0..WRITERS).map(|writer| {
        let db = nodes[usize::try_from(writer % 3).expect("small")].clone();
        tokio::spawn(async move {
            for turn in 0..EACH {
                let number = writer * EACH + turn;
                write!(db, |tx| {
                    tx.record(change(number));
                    // Some transactions hold more than one change, some take longer than others.
                    if number % 5 == 0 {
                        tokio::task::yield_now().await;
                        tx.record(change(-number - 1));
                    }
                    Ok(())
                })
                .expect("committed");
            }
        })
    });
    join_all(writing).await.into_iter().for_each(|written| written.expect("no panic"));
    stop.store(true, Ordering::SeqCst);
    let (cursor, mut versions) = reading.await.expect("no number passed over");
    let total = WRITERS * EACH;
    versions.sort_unstable();
    let mut expected: Vec<i64> =
        (0..total).chain((0..total).filter(|number| number % 5 == 0).map(|number| -number - 1)).collect();
    expected.sort_unstable();
    assert_eq!((cursor, versions), (i64::try_from(expected.len()).expect("small"), expected));
    let mut conn = nodes[0].read().await.expect("a connection");
    assert_eq!(changes::first_broken_link(&mut conn).await.expect("read"), None);
}

async fn a_later_commit_never_has_a_smaller_number(place: &Place) {
    let nodes = place.nodes(3).await;
    for number in 0..30 {
        let db = &nodes[usize::try_from(number % 3).expect("small")];
        write!(db, |tx| record(tx, number).await).expect("committed");
        assert_eq!(
            changes::last_seq(&mut nodes[0].read().await.expect("a connection")).await.expect("read"),
            number + 1
        );
        assert_eq!(*db.committed().borrow(), number + 1);
    }
}

async fn seqs(db: &Db, after: i64, person: Option<u128>) -> Vec<i64> {
    let mut conn = db.read().await.expect("a connection");
    let found = match person {
        Some(person) => changes::touched_of(&mut conn, after, 10, uuid(person)).await.expect("read"),
        None => changes::touched(&mut conn, after, 10).await.expect("read"),
    };
    assert!(found.iter().all(|touched| (touched.kind == "request") == (touched.id != uuid(50))));
    found.iter().map(|touched| touched.seq).collect()
}

async fn what_was_touched_is_read_in_order_by_everybody_or_by_whom_it_concerns(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let mut own = request(11);
    own.dispatches = vec![dispatch(21, &person(1))];
    save(&db, &own).await.expect("saved");
    save(&db, &request(12)).await.expect("saved");
    let of = |kind, id| NewChange { kind, id: uuid(id), ..change(1) };
    let all = [of("request", 11), of("request", 12), of("customer", 50), of("request", 12), of("request", 11)];
    write!(db, |tx| {
        all.into_iter().for_each(|change| tx.record(change));
        Ok(())
    })
    .expect("committed");
    assert_eq!(seqs(&db, 0, None).await, [1, 2, 3, 4, 5]);
    assert_eq!(seqs(&db, 3, None).await, [4, 5]);
    assert_eq!(seqs(&db, 0, Some(1)).await, [1, 3, 5], "own requests, and what is not a request");
    assert_eq!(seqs(&db, 1, Some(1)).await, [3, 5]);
    assert_eq!(seqs(&db, 0, Some(2)).await, [3]);
}

async fn a_record_has_its_history_oldest_first(place: &Place) {
    let db = place.open().await;
    for (version, id) in [(1, 11), (1, 12), (2, 11), (3, 11)] {
        let change = NewChange { id: uuid(id), ..change(version) };
        write!(db, |tx| {
            tx.record(change);
            Ok(())
        })
        .expect("committed");
    }
    let mut conn = db.read().await.expect("a connection");
    for (kind, limit, expected) in
        [("request", 10, vec![1, 2, 3]), ("request", 2, vec![1, 2]), ("customer", 10, vec![])]
    {
        let found = changes::of_record(&mut conn, kind, uuid(11), limit).await.expect("read");
        assert_eq!(found.iter().map(|change| change.version).collect::<Vec<_>>(), expected);
    }
}

async fn a_whole_chain_has_no_broken_link(place: &Place) {
    let db = place.open().await;
    let mut conn = db.read().await.expect("a connection");
    assert_eq!(changes::first_broken_link(&mut conn).await.expect("read"), None, "an empty one");
    // More than a page of them, of a kind no version has known so far.
    let unknown = |number| NewChange { kind: "certificate", ..change(number) };
    write!(db, |tx| {
        (0..1_100).for_each(|number| tx.record(unknown(number)));
        Ok(())
    })
    .expect("committed");
    assert_eq!(changes::first_broken_link(&mut conn).await.expect("read"), None);
}

async fn whoever_rewrites_the_past_is_found_out(place: &Place) {
    let db = place.open().await;
    write!(db, |tx| {
        (1..=9).for_each(|number| tx.record(change(number)));
        Ok(())
    })
    .expect("committed");
    let zero = match place {
        Place::Sqlite(_) => "zeroblob(16)",
        Place::Postgres { .. } => "'00000000-0000-0000-0000-000000000000'",
    };
    place.tamper("CREATE TABLE kept AS SELECT * FROM changes").await;
    for (what, broken) in [
        ("UPDATE changes SET facts = '[]' WHERE seq = 4", Some(4)),
        ("UPDATE changes SET at = at + 1 WHERE seq = 1", Some(1)),
        ("UPDATE changes SET command = 'refuse' WHERE seq = 9", Some(9)),
        (&format!("UPDATE changes SET person = {zero} WHERE seq = 5"), Some(5)),
        (&format!("UPDATE changes SET device = {zero} WHERE seq = 5"), Some(5)),
        ("UPDATE changes SET person = NULL WHERE seq = 2", Some(2)),
        ("UPDATE changes SET version = 8, hash = 'x' WHERE seq = 3", Some(3)),
        ("DELETE FROM changes WHERE seq = 6", Some(6)),
        ("DELETE FROM changes WHERE seq > 7", Some(8)),
        ("DELETE FROM changes", Some(1)),
        ("UPDATE changes SET person_name = '', address = ''", None),
    ] {
        place.tamper(what).await;
        let found = changes::first_broken_link(&mut db.read().await.expect("a connection")).await.expect("read");
        assert_eq!(found, broken, "{what}");
        place.tamper("DELETE FROM changes; INSERT INTO changes SELECT * FROM kept").await;
    }
}
