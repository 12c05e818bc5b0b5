//! Every SQL text of the store, wherever it stands, is understood by both engines.

use std::{fs, path::Path};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};

use crate::place::Place;

on_both_engines! { every_statement_of_the_store_can_be_prepared }

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
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("the source") {
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
