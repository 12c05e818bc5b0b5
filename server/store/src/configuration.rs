//! Clocks, calendars and fees that differ from those the product comes with (ADM-4).

use sqlx::FromRow;

use crate::{Conn, Result, Tx};

/// A setting as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Kept {
    /// `clock`, `calendar` or `fee`.
    pub kind: String,
    pub name: String,
    /// JSON; None when it is as predefined again.
    pub record: Option<String>,
    pub version: i64,
}

const LIST: &str = "SELECT kind, name, record, version FROM configuration ORDER BY kind, name";

/// Everything that was ever changed.
///
/// # Errors
/// The database can't be read.
pub async fn list(conn: &mut Conn) -> Result<Vec<Kept>> {
    Ok(fetch_all!(conn, Kept, LIST)?)
}

const STAMP: &str = "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM configuration";

/// A number that grows with every change.
///
/// # Errors
/// The database can't be read.
pub async fn stamp(conn: &mut Conn) -> Result<i64> {
    let row: Option<(i64,)> = fetch_optional!(conn, (i64,), STAMP)?;
    Ok(row.map_or(0, |(stamp,)| stamp))
}

const SAVE: &str = "INSERT INTO configuration (kind, name, record, version) VALUES ($1, $2, $3, 1) \
     ON CONFLICT (kind, name) DO UPDATE SET record = excluded.record, version = configuration.version + 1 \
     RETURNING version";

/// Stores a setting, or that it is as predefined again; returns its new version.
///
/// # Errors
/// The database did not do it.
pub async fn save(tx: &mut Tx, kind: &str, name: &str, record: Option<&str>) -> Result<i64> {
    let row: Option<(i64,)> = fetch_optional!(tx.conn(), (i64,), SAVE, kind, name, record)?;
    Ok(row.map_or(1, |(version,)| version))
}
