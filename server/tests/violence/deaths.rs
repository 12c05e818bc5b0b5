//! `kill -9` of the server, and of the primary of its database.

use std::io::Write;

use soak::{
    kills::{Kills, kills},
    postgres::{drop_database, new_database},
    promotions::{Promotions, promotions},
};

use crate::{folder, is_automatic, program};

const ON_SQLITE: u64 = 26;
const ON_POSTGRES: u64 = 24;
const PROMOTIONS: u64 = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_on_sqlite_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    let folder = folder();
    let asked =
        Kills { program: program(), folder: folder.path().to_owned(), database: None, rounds: ON_SQLITE, seed: 1 };
    let report = kills(asked, || {}).await.expect("all gets done");
    eprintln!("{report}");
    assert!(report.is_fine() && report.repeated > 0, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_on_postgres_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        assert!(!is_automatic(), "TEST_POSTGRES_URL is missing: run by end2end/tools/postgres.sh");
        // Not through print: a passed test's output is swallowed.
        writeln!(std::io::stderr(), "TEST_POSTGRES_URL is missing: PostgreSQL was not tested").expect("a message");
        return;
    };
    let name = format!("killed_{}", std::process::id());
    let database = Some(new_database(&server, &name).expect("a database"));
    let folder = folder();
    let asked = Kills { program: program(), folder: folder.path().to_owned(), database, rounds: ON_POSTGRES, seed: 2 };
    let report = kills(asked, || {}).await.expect("all gets done");
    drop_database(&server, &name).expect("removed");
    eprintln!("{report}");
    assert!(report.is_fine() && report.repeated > 0, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_goes_on_with_the_standby_when_the_primary_of_its_database_dies() {
    let folder = folder();
    let asked = Promotions { program: program(), folder: folder.path().to_owned(), rounds: PROMOTIONS, seed: 3 };
    let report = promotions(asked, || {}).await.expect("all gets done");
    eprintln!("{report}");
    assert!(report.is_fine() && report.repeated > 0, "{report}");
}
