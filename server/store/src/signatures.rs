//! The chain of signatures of each case (SYN-9).

use domain::CaseId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, StoreError, Tx};

const HEAD: &str = "INSERT INTO signature_chains (case_id, head, length) VALUES ($1, '', 0) \
     ON CONFLICT (case_id) DO UPDATE SET length = signature_chains.length RETURNING head";

/// The head of a case's chain; the row stays locked until the commit. Empty for a new chain.
///
/// # Errors
/// The database did not do it.
pub async fn head(tx: &mut Tx, case: CaseId) -> Result<String> {
    let row: Option<(String,)> = fetch_optional!(tx.conn(), (String,), HEAD, case.0)?;
    Ok(row.map(|(head,)| head).unwrap_or_default())
}

const MOVE: &str =
    "UPDATE signature_chains SET head = $1, length = length + 1, moved_at = $4 WHERE case_id = $2 AND head = $3";

/// Moves the head from where it stood, at a server time in epoch milliseconds.
///
/// # Errors
/// The head had moved in between, or the database did not do it.
pub async fn move_head(tx: &mut Tx, case: CaseId, from: &str, to: &str, at: i64) -> Result<()> {
    match execute!(tx.conn(), MOVE, to, case.0, from, at)? {
        1 => Ok(()),
        _ => Err(StoreError::ChainMoved),
    }
}

/// The chain of one case as it stands.
#[derive(Clone, Debug, FromRow)]
pub struct Chain {
    pub case_id: Uuid,
    pub head: String,
    /// Signatures in it.
    pub length: i64,
}

const MOVED: &str = "SELECT case_id, head, length FROM signature_chains \
     WHERE moved_at >= $1 AND moved_at < $2 AND case_id > $3 ORDER BY case_id LIMIT $4";

/// Chains that last moved from `from` until before `until` (epoch milliseconds), in the order of their cases after one.
///
/// # Errors
/// The database can't be read.
pub async fn moved(conn: &mut Conn, from: i64, until: i64, after: CaseId, limit: i64) -> Result<Vec<Chain>> {
    Ok(fetch_all!(conn, Chain, MOVED, from, until, after.0, limit)?)
}

const PAGE: &str = "SELECT case_id, head, length FROM signature_chains WHERE case_id > $1 ORDER BY case_id LIMIT $2";

/// All chains, in the order of their cases after one.
///
/// # Errors
/// The database can't be read.
pub async fn page(conn: &mut Conn, after: CaseId, limit: i64) -> Result<Vec<Chain>> {
    Ok(fetch_all!(conn, Chain, PAGE, after.0, limit)?)
}
