//! Cases: one problem of one customer from first word to last.

use domain::{CaseId, case::Case};
use sqlx::FromRow;

use crate::{Conn, Result, Tx};

#[derive(FromRow)]
struct Row {
    record: String,
    version: i64,
}

const FIND: &str = "SELECT record, version FROM cases WHERE id = $1";

/// A case with the record's version.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, id: CaseId) -> Result<Option<(Case, i64)>> {
    let row = fetch_optional!(conn, Row, FIND, id.0)?;
    row.map(|row| Ok((serde_json::from_str(&row.record)?, row.version))).transpose()
}

const SAVE: &str = "INSERT INTO cases (id, customer, state, record, version) VALUES ($1, $2, $3, $4, 1) \
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, record = excluded.record, version = cases.version + 1 \
     RETURNING version";

/// Stores a case; returns the record's new version.
///
/// # Errors
/// The database did not do it.
pub async fn save(tx: &mut Tx, case: &Case) -> Result<i64> {
    let record = serde_json::to_string(case)?;
    let state = serde_json::to_string(&case.state)?;
    let row: Option<(i64,)> =
        fetch_optional!(tx.conn(), (i64,), SAVE, case.id.0, case.customer.0, state.trim_matches('"'), record.as_str())?;
    Ok(row.map_or(1, |(version,)| version))
}
