//! The archive: written-off forms that are due for it, and looking for archived ones (ONS-19).

use domain::PersonId;
use uuid::Uuid;

use crate::{
    Conn, Result,
    requests::{Row, Stored, literally},
};

const DUE: &str =
    "SELECT record, version FROM requests WHERE state = $1 AND changed_at <= $2 ORDER BY opened_at, id LIMIT $3";

/// Requests in a state (its word) that have not changed since an instant, in epoch milliseconds.
///
/// # Errors
/// The database can't be read.
pub async fn unchanged_since(conn: &mut Conn, state: &str, at: i64, limit: i64) -> Result<Vec<Stored>> {
    conn.settle().await?;
    fetch_all!(conn, Row, DUE, state, at, limit)?.into_iter().map(Row::read).collect()
}

/// What is looked for in the archive.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Part of number, unit, contact or problem; empty for any.
    pub text: String,
    /// Somebody who was sent, or nobody in particular.
    pub engineer: Option<PersonId>,
    /// Opened from the first to before the second, in epoch milliseconds.
    pub opened: (i64, i64),
    /// Only this region, or empty.
    pub region: String,
    /// Older than this opening and id.
    pub before: (i64, Uuid),
    pub limit: i64,
}

const FIND: &str = "SELECT record, version FROM requests r WHERE state = $1 AND opened_at >= $2 AND opened_at < $3 \
     AND (opened_at < $4 OR (opened_at = $4 AND id < $5)) AND ($6 = '' OR region = $6) \
     AND ($7 = '%%' OR search_text LIKE $7 ESCAPE '!') \
     AND ($8 = 0 OR EXISTS (SELECT 1 FROM dispatches d WHERE d.request = r.id AND d.engineer = $9)) \
     ORDER BY opened_at DESC, id DESC LIMIT $10";

/// Archived requests, the newest first.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, wanted: &Wanted) -> Result<Vec<Stored>> {
    conn.settle().await?;
    let pattern = format!("%{}%", literally(&wanted.text));
    let (by_engineer, engineer) = wanted.engineer.map_or((0_i32, Uuid::nil()), |engineer| (1, engineer.0));
    let rows = fetch_all!(
        conn,
        Row,
        FIND,
        "archived",
        wanted.opened.0,
        wanted.opened.1,
        wanted.before.0,
        wanted.before.1,
        wanted.region.as_str(),
        pattern.as_str(),
        by_engineer,
        engineer,
        wanted.limit
    )?;
    rows.into_iter().map(Row::read).collect()
}

const AROUND: &str = "SELECT record, version FROM requests WHERE opened_at < $2 AND (is_closed = $3 OR changed_at >= $1) \
     ORDER BY opened_at, id";

/// Requests that a day, in epoch milliseconds from and before, can have to do with: opened before its end and not closed
/// before its beginning.
///
/// # Errors
/// The database can't be read.
pub async fn around(conn: &mut Conn, (from, until): (i64, i64)) -> Result<Vec<Stored>> {
    conn.settle().await?;
    fetch_all!(conn, Row, AROUND, from, until, false)?.into_iter().map(Row::read).collect()
}
