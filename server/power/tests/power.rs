//! What SQLite keeps when the power goes, and what it loses when it does not wait for the disk.

use std::{path::Path, sync::Arc};

use power::Disk;
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

const PROGRAM: usize = 0;

fn options(folder: &Path, synchronous: SqliteSynchronous) -> SqliteConnectOptions {
    let file = folder.canonicalize().expect("a folder").join("book.sqlite");
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
    options.journal_mode(SqliteJournalMode::Wal).synchronous(synchronous).vfs(Disk::system(PROGRAM))
}

/// Writes lines until the power goes; tells how many were said to be written.
async fn write(options: &SqliteConnectOptions) -> sqlx::Result<i64> {
    let mut book = SqliteConnection::connect_with(options).await?;
    sqlx::query("PRAGMA wal_autocheckpoint = 8").execute(&mut book).await?;
    sqlx::query("CREATE TABLE IF NOT EXISTS line (number INTEGER PRIMARY KEY, words TEXT NOT NULL)")
        .execute(&mut book)
        .await?;
    let mut written = 0;
    for number in 1..=40 {
        let words = "word ".repeat(300);
        let line = sqlx::query("INSERT INTO line VALUES ($1, $2)").bind(number).bind(words).execute(&mut book).await;
        if line.is_err() {
            break;
        }
        written = number;
    }
    // What closing writes fails as well once the power is gone.
    let _ = book.close().await;
    Ok(written)
}

/// How many lines there are, in a database that is whole.
async fn count(options: &SqliteConnectOptions) -> i64 {
    let mut book = SqliteConnection::connect_with(options).await.expect("it opens again");
    let whole: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut book).await.expect("an answer");
    assert_eq!(whole, "ok");
    let there: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'line'")
        .fetch_one(&mut book)
        .await
        .expect("an answer");
    let lines = match there {
        0 => 0,
        _ => sqlx::query_scalar("SELECT COUNT(*) FROM line").fetch_one(&mut book).await.expect("lines"),
    };
    book.close().await.expect("it closes");
    lines
}

/// Writes until the power goes after so many operations, and brings it back with a part of what was not synced.
async fn cut(after: u32, synchronous: SqliteSynchronous, kept: impl FnMut(usize) -> usize) -> (i64, i64) {
    let folder = tempfile::tempdir().expect("a folder");
    let disk: Arc<Disk> = Disk::below(folder.path()).expect("a disk");
    let options = options(folder.path(), synchronous);
    disk.cut_after(after);
    let written = write(&options).await.unwrap_or_default();
    disk.cut();
    disk.wait_until_closed(PROGRAM);
    disk.restore(kept).expect("the files are set back");
    (written, count(&options).await)
}

#[tokio::test]
async fn what_was_said_to_be_written_is_there_wherever_the_power_goes() {
    let mut met = 0;
    for after in 0..260 {
        // Nothing, everything, and every other half a write.
        let mut turn = 0_usize;
        let parts = |length: usize| {
            turn += 1;
            [0, length, length / 2, length][turn % 4]
        };
        let (written, there) = match after % 3 {
            0 => cut(after, SqliteSynchronous::Full, |_| 0).await,
            1 => cut(after, SqliteSynchronous::Full, |length| length).await,
            _ => cut(after, SqliteSynchronous::Full, parts).await,
        };
        assert!(there == written || there == written + 1, "after {after}: {written} written, {there} there");
        met += u32::from(written < 40);
    }
    assert!(met > 100, "the power goes in the middle: {met}");
}

#[tokio::test]
async fn what_did_not_wait_for_the_disk_is_lost() {
    let (written, there) = cut(u32::MAX, SqliteSynchronous::Off, |_| 0).await;
    assert_eq!((written, there), (40, 0));
}

#[tokio::test]
async fn a_dark_disk_takes_nothing_and_opens_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = Disk::below(folder.path()).expect("a disk");
    let options = options(folder.path(), SqliteSynchronous::Full);
    disk.cut();
    assert!(write(&options).await.is_err());
    disk.restore(|length| length).expect("nothing is to be set back");
    assert_eq!(write(&options).await.expect("the power is back"), 40);
}
