//! The chain of signatures of each case (SYN-9).

use domain::CaseId;

use crate::{Result, StoreError, Tx};

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

const MOVE: &str = "UPDATE signature_chains SET head = $1, length = length + 1 WHERE case_id = $2 AND head = $3";

/// Moves the head from where it stood.
///
/// # Errors
/// The head had moved in between, or the database did not do it.
pub async fn move_head(tx: &mut Tx, case: CaseId, from: &str, to: &str) -> Result<()> {
    match execute!(tx.conn(), MOVE, to, case.0, from)? {
        1 => Ok(()),
        _ => Err(StoreError::ChainMoved),
    }
}
