//! Private calendar addresses, one a person; only the hash of a token is kept (ONS-21).

use domain::PersonId;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

const SET: &str = "INSERT INTO calendar_feeds (person, token_hash, created_at) VALUES ($1, $2, $3) \
     ON CONFLICT (person) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at";

/// Gives a person a new address; the one before ends with it.
///
/// # Errors
/// The database did not do it.
pub async fn set(tx: &mut Tx, person: PersonId, token_hash: &str, at: i64) -> Result<()> {
    execute!(tx.conn(), SET, person.0, token_hash, at)?;
    Ok(())
}

const END: &str = "DELETE FROM calendar_feeds WHERE person = $1";

/// Takes a person's address away; false when there is none.
///
/// # Errors
/// The database did not do it.
pub async fn end(tx: &mut Tx, person: PersonId) -> Result<bool> {
    Ok(execute!(tx.conn(), END, person.0)? > 0)
}

const SINCE: &str = "SELECT created_at FROM calendar_feeds WHERE person = $1";

/// Since when a person has an address, in epoch milliseconds.
///
/// # Errors
/// The database can't be read.
pub async fn since(conn: &mut Conn, person: PersonId) -> Result<Option<i64>> {
    let row: Option<(i64,)> = fetch_optional!(conn, (i64,), SINCE, person.0)?;
    Ok(row.map(|(at,)| at))
}

const OF_TOKEN: &str = "SELECT person FROM calendar_feeds WHERE token_hash = $1";

/// Whose address this is.
///
/// # Errors
/// The database can't be read.
pub async fn of_token(conn: &mut Conn, token_hash: &str) -> Result<Option<PersonId>> {
    let row: Option<(Uuid,)> = fetch_optional!(conn, (Uuid,), OF_TOKEN, token_hash)?;
    Ok(row.map(|(person,)| PersonId(person)))
}
