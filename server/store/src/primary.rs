//! PostgreSQL at one or several addresses, of which one at a time is the primary (OPS-2).
//!
//! `postgres://user@one:5432,two:5432/paidan` names a primary and its standbys, as PostgreSQL's own programs read it.
//! The library connects to one address only, so that which one it is gets looked up here: at the start, and whenever a
//! connection does not come at once. A connection to a standby is never handed out: what it tells may be old, and it
//! takes nothing.

use std::{pin::pin, str::FromStr, sync::Arc, time::Duration};

use futures::future::join_all;
use sqlx::{
    Connection, PgConnection, PgPool, Postgres,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::{sync::Mutex, time::timeout};

use crate::Result;

/// How long a connection may be waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// After this time without a connection, it is asked which address is the primary now.
const SUSPICION: Duration = Duration::from_millis(250);
/// How long an address has to say whether it is the primary.
const ANSWER: Duration = Duration::from_secs(2);

/// A pool of connections to whichever address is the primary.
#[derive(Clone)]
pub(crate) struct Primary {
    pool: PgPool,
    addresses: Arc<[PgConnectOptions]>,
    /// One looks for all that wait.
    looking: Arc<Mutex<()>>,
}

impl Primary {
    /// Finds the primary and connects to it.
    pub(crate) async fn connect(address: &str) -> Result<Primary> {
        let addresses: Arc<[PgConnectOptions]> = each_address(address)?.into();
        let options =
            PgPoolOptions::new().max_connections(12).acquire_timeout(PATIENCE).after_connect(|connection, _| {
                Box::pin(async move {
                    match timeline_of_primary(connection).await? {
                        Some(_) => Ok(()),
                        None => Err(sqlx::Error::Configuration("this address is a standby".into())),
                    }
                })
            });
        let pool = options.connect_lazy_with(addresses[0].clone());
        let primary = Primary { pool, addresses, looking: Arc::default() };
        primary.look().await;
        drop(primary.acquire().await?);
        Ok(primary)
    }

    /// For what the library does with a pool itself.
    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// A connection to the primary.
    pub(crate) async fn acquire(&self) -> Result<PoolConnection<Postgres>> {
        if self.addresses.len() == 1 {
            return Ok(self.pool.acquire().await?);
        }
        timeout(PATIENCE, async {
            loop {
                if let Some(connection) = self.acquire_here().await? {
                    return Ok(connection);
                }
            }
        })
        .await
        .unwrap_or(Err(sqlx::Error::PoolTimedOut.into()))
    }

    /// A connection to the address that is used now; None when the primary is to be found elsewhere by now.
    async fn acquire_here(&self) -> Result<Option<PoolConnection<Postgres>>> {
        let mut acquiring = pin!(self.pool.acquire());
        loop {
            let failed = match timeout(SUSPICION, &mut acquiring).await {
                Ok(Ok(connection)) => return Ok(Some(connection)),
                Ok(Err(error)) => Some(error),
                // All are in use, or nobody listens there any more.
                Err(_) => None,
            };
            match (self.look().await, failed) {
                (Found::Here, Some(error)) => return Err(error.into()),
                (Found::Elsewhere, _) | (Found::Nowhere, Some(_)) => return Ok(None),
                (Found::Here | Found::Nowhere, None) => {}
            }
        }
    }

    /// Asks all addresses, and lets new connections go to the primary. A primary that was replaced and came back without
    /// knowing has an older timeline than its successor.
    async fn look(&self) -> Found {
        if self.addresses.len() == 1 {
            return Found::Here;
        }
        let before = self.pool.connect_options();
        let Ok(_only) = self.looking.try_lock() else {
            drop(self.looking.lock().await);
            let is_unchanged = Arc::ptr_eq(&before, &self.pool.connect_options());
            return if is_unchanged { Found::Here } else { Found::Elsewhere };
        };
        let asked = join_all(self.addresses.iter().map(async |address| {
            let timeline = timeout(ANSWER, async {
                let mut connection = PgConnection::connect_with(address).await?;
                let timeline = timeline_of_primary(&mut connection).await;
                // A connection that was not closed in order makes no difference to a question.
                let _ = connection.close().await;
                timeline
            });
            Some((timeline.await.ok()?.ok()??, address))
        }));
        let primary = asked.await.into_iter().flatten().max_by(|(one, _), (other, _)| one.cmp(other));
        let Some((_, address)) = primary else {
            // A moment later somebody may have been promoted.
            tokio::time::sleep(SUSPICION).await;
            return Found::Nowhere;
        };
        let (host, port) = (address.get_host(), address.get_port());
        if (before.get_host(), before.get_port()) == (host, port) {
            return Found::Here;
        }
        tracing::warn!("the database is now at {host}:{port}");
        self.pool.set_connect_options(address.clone());
        Found::Elsewhere
    }
}

/// Where the primary is.
enum Found {
    /// At the address that is used.
    Here,
    Elsewhere,
    Nowhere,
}

const TIMELINE: &str =
    "SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END";

/// The timeline a primary writes, eight hexadecimal digits; None for a standby.
async fn timeline_of_primary(connection: &mut PgConnection) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(TIMELINE).fetch_one(connection).await
}

/// One set of options an address: `user@one:5432,two` names two. Everything but host and port is the same for all.
fn each_address(address: &str) -> sqlx::Result<Vec<PgConnectOptions>> {
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, hosts) = match authority.rsplit_once('@') {
        Some((user, hosts)) => (format!("{user}@"), hosts),
        None => (String::new(), authority),
    };
    hosts.split(',').map(|host| PgConnectOptions::from_str(&format!("{scheme}://{user}{host}{path}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: &[(&str, u16)]) {
        let found = each_address(address).expect("an address");
        let found: Vec<_> = found.iter().map(|options| (options.get_host(), options.get_port())).collect();
        assert_eq!(found, expected, "{address}");
    }

    #[test]
    fn an_address_may_name_several_hosts() {
        check("postgres://paidan@127.0.0.1:5433/paidan", &[("127.0.0.1", 5433)]);
        check("postgresql://one:1,two:2/paidan", &[("one", 1), ("two", 2)]);
        check("postgres://paidan:a,b@one,two:2?sslmode=disable", &[("one", 5432), ("two", 2)]);
        check("postgres://[::1]:1,[::2]:2/paidan", &[("[::1]", 1), ("[::2]", 2)]);
        assert!(each_address("postgres://one:nothing,two/paidan").is_err());
    }

    #[test]
    fn person_and_database_are_the_same_everywhere() {
        for options in each_address("postgres://paidan:secret@one,two/centre").expect("an address") {
            assert_eq!((options.get_username(), options.get_database()), ("paidan", Some("centre")));
        }
    }
}
