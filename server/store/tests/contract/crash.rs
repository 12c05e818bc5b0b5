//! A server that is killed, and a disk that is full: what was acknowledged is there, what was not is answered as such.

use std::{
    io::{BufRead, BufReader, Write, stdout},
    process::{Command, Stdio},
    sync::atomic::{AtomicI64, Ordering},
};

use futures::future::join_all;
use store::{
    Db, Link,
    blobs::{self, Blob},
    changes,
};

use crate::{
    place::Place,
    records::{record, uuid, write},
};

on_both_engines! { whatever_was_acknowledged_before_the_process_was_killed_is_there }

const ADDRESS: &str = "STORE_TEST_ADDRESS";
const ENOUGH: usize = 200;

async fn whatever_was_acknowledged_before_the_process_was_killed_is_there(place: &Place) {
    drop(place.open().await);
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "crash::the_process_that_writes_until_it_is_killed", "--ignored", "--nocapture"])
        .env(ADDRESS, place.address())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let number = |line: std::io::Result<String>| line.expect("a line").strip_prefix("acknowledged ").map(str::to_owned);
    let mut acknowledged: Vec<String> = lines.by_ref().filter_map(number).take(ENOUGH).collect();
    child.kill().expect("killed");
    // What was on its way counts too; the last line may be cut.
    acknowledged.extend(lines.filter_map(number));
    child.wait().expect("gone");
    assert!(acknowledged.len() >= ENOUGH, "the child wrote {}", acknowledged.len());

    let db = place.open().await;
    let mut conn = db.read().await.expect("a connection");
    let stored = changes::after_seq(&mut conn, 0, 1_000_000).await.expect("read");
    let versions: std::collections::HashSet<i64> = stored.iter().map(|change| change.version).collect();
    let missing: Vec<_> =
        acknowledged.iter().filter(|line| line.parse().is_ok_and(|version| !versions.contains(&version))).collect();
    assert!(missing.is_empty(), "acknowledged and lost: {missing:?}");
    assert_eq!(changes::first_broken_link(&mut conn).await.expect("read"), None);
    assert!(stored.iter().map(|change| change.seq).eq(1..=i64::try_from(stored.len()).expect("small")));
}

#[test]
#[ignore = "started by the test above, and killed by it"]
fn the_process_that_writes_until_it_is_killed() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let db = Db::open(&address).await.expect("opened");
        let numbers = AtomicI64::new(1);
        let write = async || {
            loop {
                let number = numbers.fetch_add(1, Ordering::Relaxed);
                write!(db, |tx| record(tx, number).await).expect("committed");
                let mut out = stdout().lock();
                std::writeln!(out, "acknowledged {number}").and_then(|()| out.flush()).expect("told");
            }
        };
        join_all((0..8).map(|_| write())).await;
    });
}

/// SQLite only: a test cannot fill the disk of a PostgreSQL.
#[tokio::test]
async fn on_a_full_disk_nothing_is_acknowledged_that_is_not_stored() {
    let place = Place::sqlite();
    let db = place.open().await;
    limit(&db, "PRAGMA max_page_count = 200").await;
    let blob = || Blob { media_type: String::new(), size: 20_000, bytes: Some(vec![7; 20_000]), created_by: uuid(1) };
    let work = |number: i64| {
        db.write(move |tx| {
            Box::pin(async move {
                blobs::insert(tx, &number.to_string(), &blob(), 0).await?;
                record(tx, number).await
            })
        })
    };
    let mut acknowledged = Vec::new();
    for number in 1..=10 {
        acknowledged.push(work(number).await.expect("there is room"));
    }
    let answers = join_all((11..=100).map(work)).await;
    assert!(answers.iter().any(Result::is_err), "the disk is full");
    acknowledged.extend(answers.iter().filter_map(|answer| answer.as_ref().ok()));
    assert_eq!(stored(&db).await, acknowledged);

    limit(&db, "PRAGMA max_page_count = 100000").await;
    acknowledged.push(work(101).await.expect("there is room again"));
    assert_eq!(stored(&db).await, acknowledged);
}

async fn limit(db: &Db, pragma: &'static str) {
    write!(db, |tx| {
        let Link::Sqlite(conn) = &mut tx.conn().link else { panic!("not SQLite") };
        sqlx::raw_sql(pragma).execute(&mut **conn).await?;
        Ok(())
    })
    .expect("limited");
}

/// The versions of the changes that stand, each of which must have its blob.
async fn stored(db: &Db) -> Vec<i64> {
    let mut conn = db.read().await.expect("a connection");
    let found = changes::after_seq(&mut conn, 0, 1_000).await.expect("read");
    for number in 1..=101 {
        let is_there = blobs::size(&mut conn, &number.to_string()).await.expect("read").is_some();
        assert_eq!(is_there, found.iter().any(|change| change.version == number), "{number}");
    }
    assert_eq!(changes::first_broken_link(&mut conn).await.expect("read"), None);
    found.iter().map(|change| change.version).collect()
}
