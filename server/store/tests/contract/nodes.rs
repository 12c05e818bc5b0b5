//! Nodes that start together, and what stands when one starts again (OPS-2).

use futures::future::join_all;
use store::{Db, Engine, changes, people};

use crate::{
    place::Place,
    records::{change, person, record, write},
};

on_both_engines! {
    nodes_that_open_the_same_empty_database_at_once_all_come_up,
    everything_committed_is_there_after_opening_again,
    opening_a_database_of_a_newer_version_is_refused,
}

async fn nodes_that_open_the_same_empty_database_at_once_all_come_up(place: &Place) {
    let address = place.address();
    let opening = (0..6).map(|_| {
        let address = address.clone();
        tokio::spawn(async move { Db::open(&address).await })
    });
    let nodes: Vec<Db> = join_all(opening).await.into_iter().map(|db| db.expect("no panic").expect("opened")).collect();
    let expected = if matches!(place, Place::Sqlite(_)) { Engine::Sqlite } else { Engine::Postgres };
    for (number, db) in (1..).zip(&nodes) {
        assert_eq!(db.engine(), expected);
        write!(db, |tx| record(tx, number).await).expect("committed");
        let last = changes::last_seq(&mut nodes[0].read().await.expect("a connection")).await.expect("read");
        assert_eq!(last, number, "each node writes to the same feed");
    }
}

async fn everything_committed_is_there_after_opening_again(place: &Place) {
    for number in 1..=3 {
        let db = place.open().await;
        let version = write!(db, |tx| {
            tx.record(change(number));
            people::save(tx, &person(1)).await
        });
        assert_eq!(version.expect("committed"), number);
    }
    let db = place.open().await;
    let mut conn = db.read().await.expect("a connection");
    assert_eq!(people::find(&mut conn, person(1).id).await.expect("read"), Some((person(1), 3)));
    let found = changes::after_seq(&mut conn, 0, 10).await.expect("read");
    assert_eq!(found.iter().map(|change| (change.seq, change.version)).collect::<Vec<_>>(), [(1, 1), (2, 2), (3, 3)]);
    assert_eq!(changes::first_broken_link(&mut conn).await.expect("read"), None);
}

async fn opening_a_database_of_a_newer_version_is_refused(place: &Place) {
    drop(place.open().await);
    let newer = "INSERT INTO _sqlx_migrations SELECT 9999, description, installed_on, success, checksum, execution_time \
                 FROM _sqlx_migrations WHERE version = 1";
    place.tamper(newer).await;
    let refused = Db::open(&place.address()).await.err().expect("refused");
    assert!(matches!(refused, store::StoreError::Migration(_)), "{refused:?}");
}

/// Port 1 is nobody's.
#[tokio::test]
async fn of_several_addresses_the_one_where_the_primary_is_gets_used() {
    let Some(place) = Place::postgres().await else { return };
    let (address, nobody) = (place.address(), "@127.0.0.1:1,");
    for (number, address) in
        (1..).zip([address.replacen('@', nobody, 1), address.replacen("/store", ",127.0.0.1:1/store", 1)])
    {
        assert!(address.contains(','), "{address}");
        let db = Db::open(&address).await.expect("opened");
        write!(db, |tx| record(tx, number).await).expect("committed");
    }
    assert_eq!(changes::last_seq(&mut place.open().await.read().await.expect("a connection")).await.expect("read"), 2);
    place.remove().await;
}
