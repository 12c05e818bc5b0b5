//! Duty rosters, a month each (HOT-1).

use domain::roster::{Month, Roster};
use sqlx::FromRow;

use crate::{Conn, Result, Tx};

#[derive(FromRow)]
struct Row {
    record: String,
    version: i64,
}

const FIND: &str = "SELECT record, version FROM rosters WHERE month = $1";

/// The roster of a month with the record's version.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, month: Month) -> Result<Option<(Roster, i64)>> {
    let row = fetch_optional!(conn, Row, FIND, month.to_string())?;
    row.map(|row| Ok((serde_json::from_str(&row.record)?, row.version))).transpose()
}

const SAVE: &str = "INSERT INTO rosters (month, record, version) VALUES ($1, $2, 1) \
     ON CONFLICT (month) DO UPDATE SET record = excluded.record, version = rosters.version + 1 RETURNING version";

/// Stores a month; returns the record's new version.
///
/// # Errors
/// The database did not do it.
pub async fn save(tx: &mut Tx, roster: &Roster) -> Result<i64> {
    let record = serde_json::to_string(roster)?;
    let row: Option<(i64,)> = fetch_optional!(tx.conn(), (i64,), SAVE, roster.month.to_string(), record.as_str())?;
    Ok(row.map_or(1, |(version,)| version))
}
