//! What somebody had begun and not finished when they left a tablet, until they take it up again (SYN-10).

use domain::PersonId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

/// What was left behind at one time.
#[derive(Clone, Debug, FromRow)]
pub struct Left {
    /// Of the packet it came in.
    pub sha256: String,
    pub device: Uuid,
    /// Epoch milliseconds.
    pub received_at: i64,
    /// Names and texts, as JSON.
    pub drafts: String,
}

const ADD: &str = "INSERT INTO begun (sha256, person, device, received_at, drafts) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (sha256) DO NOTHING";

/// Keeps it for its person. The same packet again changes nothing.
///
/// # Errors
/// The database did not do it.
pub async fn add(tx: &mut Tx, person: PersonId, left: &Left) -> Result<()> {
    let Left { sha256, device, received_at, drafts } = left;
    execute!(tx.conn(), ADD, sha256.as_str(), person.0, *device, *received_at, drafts.as_str())?;
    Ok(())
}

const OF: &str = "SELECT sha256, device, received_at, drafts FROM begun WHERE person = $1 AND taken_up_at IS NULL \
     ORDER BY received_at, sha256";

/// What waits for a person, the oldest first.
///
/// # Errors
/// The database can't be read.
pub async fn of(conn: &mut Conn, person: PersonId) -> Result<Vec<Left>> {
    Ok(fetch_all!(conn, Left, OF, person.0)?)
}

const TAKE_UP: &str = "UPDATE begun SET taken_up_at = $1 WHERE sha256 = $2 AND person = $3 AND taken_up_at IS NULL";

/// Notes that its person has it again; false when nothing of the name waits for them.
///
/// # Errors
/// The database did not do it.
pub async fn take_up(tx: &mut Tx, person: PersonId, sha256: &str, at: i64) -> Result<bool> {
    Ok(execute!(tx.conn(), TAKE_UP, at, sha256, person.0)? > 0)
}
