//! The one writer: what waits at the same time is committed together, and nobody's failure is another's.

use std::sync::Arc;

use store::{Db, StoreError, changes, numbers, people};
use tokio::sync::Notify;

use crate::{
    place::Place,
    records::{change, person, record, write},
};

on_both_engines! {
    work_that_fails_takes_nothing_with_it,
    work_that_passes_over_an_error_of_the_database_is_answered_truly,
    work_that_panics_stops_nobody_else,
    work_sees_what_was_written_before_it_in_the_same_commit,
    work_is_done_in_the_order_it_was_handed_in,
    work_counts_although_nobody_waits_for_it,
    nothing_is_announced_before_it_can_be_read,
    work_that_records_nothing_uses_no_number,
}

/// Holds the writer up, so that what is handed in meanwhile shares a commit.
async fn hold_up(db: &Db) -> Arc<Notify> {
    let (held, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (is_held, may_go, db) = (held.clone(), go.clone(), db.clone());
    tokio::spawn(async move {
        write!(db, |_tx| {
            is_held.notify_one();
            may_go.notified().await;
            Ok(())
        })
    });
    held.notified().await;
    go
}

async fn versions(db: &Db) -> Vec<i64> {
    let found = changes::after_seq(&mut db.read().await.expect("a connection"), 0, 10_000).await.expect("read");
    assert!(found.iter().map(|change| change.seq).eq((1..).take(found.len())), "numbered without a gap");
    found.iter().map(|change| change.version).collect()
}

/// What becomes of three neighbours of some work that share its commit.
async fn neighbours<F>(place: &Place, middle: F) -> (Db, store::Result<()>)
where
    F: for<'t> FnOnce(&'t mut store::Tx) -> futures::future::BoxFuture<'t, store::Result<()>> + Send + 'static,
{
    let db = place.open().await;
    write!(db, |tx| people::save(tx, &person(1)).await).expect("saved");
    let go = hold_up(&db).await;
    let before = db.write(|tx| Box::pin(record(tx, 1)));
    let middle = db.write(middle);
    let after = db.write(|tx| Box::pin(record(tx, 3)));
    let handed_in = async { tokio::join!(biased; before, middle, after, async { go.notify_one() }) };
    let (before, middle, after, ()) = handed_in.await;
    assert_eq!((before.expect("committed"), after.expect("committed")), (1, 3));
    (db, middle)
}

async fn work_that_fails_takes_nothing_with_it(place: &Place) {
    let (db, failed) = neighbours(place, |tx| {
        Box::pin(async move {
            tx.record(change(2));
            numbers::next(tx, "XC").await?;
            people::save(tx, &person(2)).await?;
            Err(StoreError::ChainMoved)
        })
    })
    .await;
    assert!(matches!(failed, Err(StoreError::ChainMoved)), "{failed:?}");
    assert_eq!(versions(&db).await, [1, 3]);
    assert_eq!(people::count(&mut db.read().await.expect("a connection")).await.expect("read"), 1);
    assert_eq!(write!(db, |tx| numbers::last(tx, "XC").await).expect("read"), 0);
}

async fn work_that_passes_over_an_error_of_the_database_is_answered_truly(place: &Place) {
    let (db, answer) = neighbours(place, |tx| {
        Box::pin(async move {
            tx.record(change(2));
            let twin = domain::people::Person { login: person(1).login, ..person(2) };
            people::save(tx, &twin).await.expect_err("the login is taken");
            Ok(())
        })
    })
    .await;
    // PostgreSQL goes on only after the work was taken back; SQLite forgives.
    let expected: &[i64] = if answer.is_ok() { &[1, 2, 3] } else { &[1, 3] };
    assert_eq!(versions(&db).await, expected);
}

async fn work_that_panics_stops_nobody_else(place: &Place) {
    let (db, broken) = neighbours(place, |tx| {
        Box::pin(async move {
            tx.record(change(2));
            people::save(tx, &person(2)).await?;
            panic!("on purpose");
        })
    })
    .await;
    assert!(matches!(broken, Err(StoreError::NotCommitted(_))), "{broken:?}");
    assert_eq!(versions(&db).await, [1, 3]);
    assert_eq!(write!(db, |tx| record(tx, 4).await).expect("the writer goes on"), 4);
}

async fn work_sees_what_was_written_before_it_in_the_same_commit(place: &Place) {
    let db = place.open().await;
    let go = hold_up(&db).await;
    let numbered = futures::future::join_all(
        (0..20).map(|_| db.write(|tx| Box::pin(async move { numbers::next(tx, "XC").await }))),
    );
    let (numbered, ()) = tokio::join!(biased; numbered, async { go.notify_one() });
    let numbered: Vec<i64> = numbered.into_iter().map(|number| number.expect("counted")).collect();
    assert_eq!(numbered, (1..=20).collect::<Vec<_>>());
}

async fn work_is_done_in_the_order_it_was_handed_in(place: &Place) {
    let db = place.open().await;
    // More than one group.
    let go = hold_up(&db).await;
    let mut work: Vec<_> = (1..=200).map(|number| Box::pin(db.write(move |tx| Box::pin(record(tx, number))))).collect();
    for piece in &mut work {
        assert!(futures::poll!(piece).is_pending(), "polled once, it is handed in");
    }
    go.notify_one();
    for piece in work {
        piece.await.expect("committed");
    }
    assert_eq!(versions(&db).await, (1..=200).collect::<Vec<_>>());
}

async fn work_counts_although_nobody_waits_for_it(place: &Place) {
    let db = place.open().await;
    let go = hold_up(&db).await;
    let abandoned = db.write(|tx| Box::pin(record(tx, 1)));
    // Polled once, it is handed in; then whoever asked goes away.
    tokio::select! { biased; _ = abandoned => unreachable!("the writer is held up"), () = async {} => {} }
    go.notify_one();
    write!(db, |tx| record(tx, 2).await).expect("committed");
    assert_eq!(versions(&db).await, [1, 2]);
}

async fn nothing_is_announced_before_it_can_be_read(place: &Place) {
    let db = place.open().await;
    let mut news = db.committed();
    let writer = db.clone();
    let writing = tokio::spawn(async move {
        for number in 1..=50 {
            write!(writer, |tx| record(tx, number).await).expect("committed");
        }
    });
    let mut announced = 0;
    while announced < 50 {
        news.changed().await.expect("the writer lives");
        let next = *news.borrow_and_update();
        assert!(next > announced);
        announced = next;
        let last = changes::last_seq(&mut db.read().await.expect("a connection")).await.expect("read");
        assert!(last >= announced, "{announced} was announced, {last} can be read");
    }
    writing.await.expect("no panic");
}

async fn work_that_records_nothing_uses_no_number(place: &Place) {
    let db = place.open().await;
    write!(db, |tx| people::save(tx, &person(1)).await).expect("saved");
    assert_eq!(changes::last_seq(&mut db.read().await.expect("a connection")).await.expect("read"), 0);
    write!(db, |tx| record(tx, 7).await).expect("committed");
    assert_eq!((versions(&db).await, *db.committed().borrow()), (vec![7], 1));
}
