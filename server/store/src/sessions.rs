//! Sessions: only the hash of a token is kept (ADM-2).

use domain::{DeviceId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

/// A session of a person.
#[derive(Clone, Debug, FromRow)]
pub struct Session {
    pub id: Uuid,
    pub person: Uuid,
    /// Epoch milliseconds.
    pub created_at: i64,
    pub last_used_at: i64,
    pub address: String,
    pub agent: String,
    /// The device that asks in it, once that has said so.
    pub device: Option<Uuid>,
    /// Since when that device is revoked.
    pub revoked_at: Option<i64>,
}

const INSERT: &str = "INSERT INTO sessions (id, token_hash, person, created_at, last_used_at, address, agent) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Stores a new session under the hash of its token.
///
/// # Errors
/// The database did not do it.
pub async fn insert(tx: &mut Tx, session: &Session, token_hash: &str) -> Result<()> {
    let Session { id, person, created_at, last_used_at, address, agent, .. } = session;
    execute!(
        tx.conn(),
        INSERT,
        *id,
        token_hash,
        *person,
        *created_at,
        *last_used_at,
        address.as_str(),
        agent.as_str()
    )?;
    Ok(())
}

const FIND: &str = "SELECT s.id, s.person, s.created_at, s.last_used_at, s.address, s.agent, s.device, d.revoked_at \
     FROM sessions s LEFT JOIN devices d ON d.id = s.device WHERE s.token_hash = $1";

/// The session of a token.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, token_hash: &str) -> Result<Option<Session>> {
    Ok(fetch_optional!(conn, Session, FIND, token_hash)?)
}

const OF_PERSON: &str = "SELECT s.id, s.person, s.created_at, s.last_used_at, s.address, s.agent, s.device, d.revoked_at \
     FROM sessions s LEFT JOIN devices d ON d.id = s.device WHERE s.person = $1 ORDER BY s.last_used_at DESC";

/// A person's sessions, the last used first.
///
/// # Errors
/// The database can't be read.
pub async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Session>> {
    Ok(fetch_all!(conn, Session, OF_PERSON, person.0)?)
}

const TOUCH: &str = "UPDATE sessions SET last_used_at = $1 WHERE id = $2";

/// Notes that a session was used.
///
/// # Errors
/// The database did not do it.
pub async fn touch(tx: &mut Tx, id: Uuid, at: i64) -> Result<()> {
    execute!(tx.conn(), TOUCH, at, id)?;
    Ok(())
}

const BIND: &str = "UPDATE sessions SET device = $1 WHERE id = $2";

/// Notes which device asks in a session.
///
/// # Errors
/// The database did not do it.
pub async fn bind(tx: &mut Tx, id: Uuid, device: DeviceId) -> Result<()> {
    execute!(tx.conn(), BIND, device.0, id)?;
    Ok(())
}

const END: &str = "DELETE FROM sessions WHERE id = $1 AND person = $2";

/// Ends a person's session; false when there is none.
///
/// # Errors
/// The database did not do it.
pub async fn end(tx: &mut Tx, id: Uuid, person: PersonId) -> Result<bool> {
    Ok(execute!(tx.conn(), END, id, person.0)? > 0)
}

const END_ALL: &str = "DELETE FROM sessions WHERE person = $1 AND id <> $2";

/// Ends all sessions of a person but one.
///
/// # Errors
/// The database did not do it.
pub async fn end_others(tx: &mut Tx, person: PersonId, kept: Uuid) -> Result<()> {
    execute!(tx.conn(), END_ALL, person.0, kept)?;
    Ok(())
}

const INSERT_LINK: &str = "INSERT INTO one_time_links (token_hash, person, expires_at) VALUES ($1, $2, $3)";

/// Stores a link that signs a person in once (ADM-5).
///
/// # Errors
/// The database did not do it.
pub async fn insert_link(tx: &mut Tx, token_hash: &str, person: PersonId, expires_at: i64) -> Result<()> {
    execute!(tx.conn(), INSERT_LINK, token_hash, person.0, expires_at)?;
    Ok(())
}

const USE_LINK: &str = "DELETE FROM one_time_links WHERE token_hash = $1 AND expires_at > $2 RETURNING person";

/// Uses up a link; returns whose it is.
///
/// # Errors
/// The database did not do it.
pub async fn use_link(tx: &mut Tx, token_hash: &str, now: i64) -> Result<Option<PersonId>> {
    let row: Option<(Uuid,)> = fetch_optional!(tx.conn(), (Uuid,), USE_LINK, token_hash, now)?;
    Ok(row.map(|(person,)| PersonId(person)))
}
