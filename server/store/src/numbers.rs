//! Numbers on forms, and facts of the centre that are set once.

use crate::{Conn, Result, Tx};

const NEXT: &str = "INSERT INTO counters (name, value) VALUES ($1, 1) \
     ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value";

/// The next value of a counter, beginning with 1.
///
/// # Errors
/// The database did not do it.
pub async fn next(tx: &mut Tx, counter: &str) -> Result<i64> {
    let row: Option<(i64,)> = fetch_optional!(tx.conn(), (i64,), NEXT, counter)?;
    Ok(row.map_or(1, |(value,)| value))
}

const RAISE: &str = "INSERT INTO counters (name, value) VALUES ($1, $2) \
     ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE counters.value < excluded.value";

/// Lets a counter go on after `value` at the earliest.
///
/// # Errors
/// The database did not do it.
pub async fn raise(tx: &mut Tx, counter: &str, value: i64) -> Result<()> {
    execute!(tx.conn(), RAISE, counter, value)?;
    Ok(())
}

const FACT: &str = "SELECT value FROM facts_of_the_centre WHERE name = $1";
const SET_FACT: &str = "INSERT INTO facts_of_the_centre (name, value) VALUES ($1, $2) \
     ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// A fact of the centre, such as `demo`.
///
/// # Errors
/// The database can't be read.
pub async fn fact(conn: &mut Conn, name: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = fetch_optional!(conn, (String,), FACT, name)?;
    Ok(row.map(|(value,)| value))
}

/// Sets a fact of the centre.
///
/// # Errors
/// The database did not do it.
pub async fn set_fact(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    execute!(tx.conn(), SET_FACT, name, value)?;
    Ok(())
}

const CLAIM: &str = "INSERT INTO facts_of_the_centre (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING \
     RETURNING value";

/// Sets a fact that nobody has set before; false when it stands already. Of several nodes that do so at the same time one
/// goes on, and the others wait until its transaction has ended.
///
/// # Errors
/// The database did not do it.
pub async fn claim_fact(tx: &mut Tx, name: &str, value: &str) -> Result<bool> {
    let row: Option<(String,)> = fetch_optional!(tx.conn(), (String,), CLAIM, name, value)?;
    Ok(row.is_some())
}

const LAST: &str = "INSERT INTO counters (name, value) VALUES ($1, 0) \
     ON CONFLICT (name) DO UPDATE SET value = counters.value RETURNING value";

/// The last value of a counter, 0 when it has not begun; nobody else moves it before this transaction ends.
///
/// # Errors
/// The database did not do it.
pub async fn last(tx: &mut Tx, counter: &str) -> Result<i64> {
    let row: Option<(i64,)> = fetch_optional!(tx.conn(), (i64,), LAST, counter)?;
    Ok(row.map_or(0, |(value,)| value))
}
