//! What the store promises, shown on SQLite and on PostgreSQL by the same tests (OPS-1, OPS-2, AUD-1).
//!
//! PostgreSQL is looked for under `TEST_POSTGRES_URL` (see `end2end/tools/postgres.sh`). In CI its absence is a failure.

/// Runs each test on both engines, each in a database of its own.
macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                super::$test(&crate::place::Place::sqlite()).await;
            })+
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                if let Some(place) = crate::place::Place::postgres().await {
                    super::$test(&place).await;
                    place.remove().await;
                }
            })+
        }
    };
}

mod blobs;
mod calendar_feeds;
mod configuration;
mod conflicts;
mod crash;
mod customers;
mod devices;
mod envelopes;
mod feed;
mod gathered;
mod nodes;
mod numbers;
mod papers;
mod people;
mod place;
mod records;
mod reminders;
mod request_lists;
mod requests;
mod rosters;
mod sessions;
mod signatures;
mod statements;
mod writer;
