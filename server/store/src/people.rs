//! Members of staff and their passwords (ADM-1, ADM-2).

use domain::{PersonId, people::Person};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

#[derive(FromRow)]
struct Row {
    record: String,
    version: i64,
}

impl Row {
    fn read(self) -> Result<(Person, i64)> {
        Ok((serde_json::from_str(&self.record)?, self.version))
    }
}

const FIND: &str = "SELECT record, version FROM people WHERE id = $1";

/// A person with the record's version.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, id: PersonId) -> Result<Option<(Person, i64)>> {
    fetch_optional!(conn, Row, FIND, id.0)?.map(Row::read).transpose()
}

const LIST: &str = "SELECT record, version FROM people ORDER BY login";

/// Everybody, deactivated ones too, by login.
///
/// # Errors
/// The database can't be read.
pub async fn list(conn: &mut Conn) -> Result<Vec<(Person, i64)>> {
    fetch_all!(conn, Row, LIST)?.into_iter().map(Row::read).collect()
}

const SAVE: &str = "INSERT INTO people (id, login, active, record, version) VALUES ($1, $2, $3, $4, 1) \
     ON CONFLICT (id) DO UPDATE SET login = excluded.login, active = excluded.active, record = excluded.record, \
     version = people.version + 1 RETURNING version";

/// Stores a person; returns the record's new version.
///
/// # Errors
/// The login is taken ([`StoreError::is_taken`](crate::StoreError::is_taken)), or the database did not do it.
pub async fn save(tx: &mut Tx, person: &Person) -> Result<i64> {
    let record = serde_json::to_string(person)?;
    let row: Option<(i64,)> =
        fetch_optional!(tx.conn(), (i64,), SAVE, person.id.0, person.login.as_str(), person.active, record.as_str())?;
    Ok(row.map_or(1, |(version,)| version))
}

const SET_PASSWORD: &str = "UPDATE people SET password_hash = $1 WHERE id = $2";

/// Sets the hash of a password.
///
/// # Errors
/// The database did not do it.
pub async fn set_password(tx: &mut Tx, person: PersonId, hash: &str) -> Result<()> {
    execute!(tx.conn(), SET_PASSWORD, hash, person.0)?;
    Ok(())
}

/// What a sign-in is checked against.
#[derive(Clone, Debug, FromRow)]
pub struct Credentials {
    pub id: Uuid,
    pub password_hash: Option<String>,
    pub active: bool,
}

const CREDENTIALS: &str = "SELECT id, password_hash, active FROM people WHERE login = $1";

/// What a sign-in under this name is checked against.
///
/// # Errors
/// The database can't be read.
pub async fn credentials(conn: &mut Conn, login: &str) -> Result<Option<Credentials>> {
    Ok(fetch_optional!(conn, Credentials, CREDENTIALS, login)?)
}

const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM people";

/// How many people there are.
///
/// # Errors
/// The database can't be read.
pub async fn count(conn: &mut Conn) -> Result<i64> {
    let row: Option<(i64,)> = fetch_optional!(conn, (i64,), COUNT)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Failed sign-ins under one name.
#[derive(Clone, Copy, Debug, Default, FromRow)]
pub struct Attempts {
    pub failures: i64,
    /// Epoch milliseconds; no sign-in is tried before.
    pub blocked_until: i64,
}

const ATTEMPTS: &str = "SELECT failures, blocked_until FROM sign_in_attempts WHERE login = $1";

/// Failed sign-ins under a name since the last success.
///
/// # Errors
/// The database can't be read.
pub async fn attempts(conn: &mut Conn, login: &str) -> Result<Attempts> {
    Ok(fetch_optional!(conn, Attempts, ATTEMPTS, login)?.unwrap_or_default())
}

const SET_ATTEMPTS: &str = "INSERT INTO sign_in_attempts (login, failures, blocked_until) VALUES ($1, $2, $3) \
     ON CONFLICT (login) DO UPDATE SET failures = excluded.failures, blocked_until = excluded.blocked_until";

/// Notes the failed sign-ins under a name.
///
/// # Errors
/// The database did not do it.
pub async fn set_attempts(tx: &mut Tx, login: &str, attempts: Attempts) -> Result<()> {
    execute!(tx.conn(), SET_ATTEMPTS, login, attempts.failures, attempts.blocked_until)?;
    Ok(())
}
