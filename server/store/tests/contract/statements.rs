//! Every SQL text of the store, wherever it stands, is understood by both engines.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};

use crate::place::Place;

on_both_engines! {
    every_statement_of_the_store_can_be_prepared,
    a_tablet_starts_without_a_walk_through_everything,
}

/// Asked for when it runs: the tests may have been built for a checkout that stood elsewhere.
fn source_folder() -> PathBuf {
    let folder = env::var("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder");
    Path::new(&folder).join("src")
}

/// The constants of a source file that hold SQL, by their names.
fn statements(source: &str) -> Vec<(String, String)> {
    let constants = source.split("\nconst ").skip(1);
    let text = constants.filter_map(|rest| {
        let (name, rest) = rest.split_once(": &str =")?;
        let rest = rest.trim_start().strip_prefix('"')?;
        let (text, _) = rest.split_once("\";")?;
        // A backslash at the end of a line joins it with the next.
        let lines: Vec<&str> = text.split("\\\n").map(str::trim_start).collect();
        Some((name.to_owned(), lines.concat()))
    });
    let is_sql = |text: &str| ["SELECT", "INSERT", "UPDATE", "DELETE"].iter().any(|word| text.starts_with(word));
    text.filter(|(_, text)| is_sql(text)).collect()
}

async fn every_statement_of_the_store_can_be_prepared(place: &Place) {
    drop(place.open().await);
    let mut count = 0;
    for entry in fs::read_dir(source_folder()).expect("the source") {
        let path = entry.expect("a file").path();
        // Only PostgreSQL has a primary and standbys.
        if matches!(place, Place::Sqlite(_)) && path.ends_with("primary.rs") {
            continue;
        }
        for (name, text) in statements(&fs::read_to_string(&path).expect("a source")) {
            let failed = |error| panic!("{name} in {}: {error}", path.display());
            let sql = AssertSqlSafe(text).into_sql_str();
            match place {
                Place::Sqlite(_) => {
                    let mut conn = SqliteConnection::connect(&place.address()).await.expect("a connection");
                    conn.prepare(sql).await.map_or_else(failed, drop);
                }
                Place::Postgres { .. } => {
                    let mut conn = PgConnection::connect(&place.address()).await.expect("a connection");
                    conn.prepare(sql).await.map_or_else(failed, drop);
                }
            }
            count += 1;
        }
    }
    assert!(count >= 60, "{count} statements found");
}

/// What a person's tablet starts with is found by what is open or closed lately, however much is stored.
async fn a_tablet_starts_without_a_walk_through_everything(place: &Place) {
    // PostgreSQL plans by the sizes of tables, which are empty here.
    let Place::Sqlite(_) = place else { return };
    drop(place.open().await);
    let mut conn = SqliteConnection::connect(&place.address()).await.expect("a connection");
    for file in ["requests.rs", "customers.rs"] {
        let source = fs::read_to_string(source_folder().join(file)).expect("a source");
        let (_, text) = statements(&source).into_iter().find(|(name, _)| name == "PAGE_OF").expect("the statement");
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}"));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(explain).fetch_all(&mut conn).await.expect("a plan");
        let steps: Vec<String> = steps.into_iter().map(|(_, _, _, step)| step).collect();
        let begins = steps.iter().any(|step| step.contains("INDEX request_people_at_hand (person=? AND closed_at>?)"));
        let walks = ["SCAN requests", "SCAN r", "SCAN request_people", "SCAN c"].map(str::to_owned);
        assert!(begins && !steps.iter().any(|step| walks.contains(step)), "{file}: {steps:#?}");
    }
}
