//! Everything ever received, whole: what makes a repeat harmless and a late fact safe (SYN-4, SYN-7).

use domain::{DeviceId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

/// An envelope as it was received, with the answer it got.
#[derive(Clone, Debug, FromRow)]
pub struct Received {
    pub id: String,
    pub sha256: String,
    pub device: Uuid,
    pub person: Uuid,
    /// The device's own order; 0 when it could not be read.
    pub device_seq: i64,
    pub outcome: String,
    pub received_at: i64,
    pub body: String,
    /// The stored answer, as JSON.
    pub result: String,
}

const FIND: &str = "SELECT id, sha256, device, person, device_seq, outcome, received_at, body, result FROM envelopes WHERE id = $1 \
     ORDER BY received_at, sha256";

/// Everything received under an id, the first first.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Vec<Received>> {
    Ok(fetch_all!(conn, Received, FIND, id)?)
}

const FIND_ALL: &str = "SELECT id, sha256, device, person, device_seq, outcome, received_at, body, result FROM envelopes WHERE id IN ($1) \
     ORDER BY received_at, sha256";

/// Everything received under any of the ids, the first first.
///
/// # Errors
/// The database can't be read.
pub async fn find_all(conn: &mut Conn, ids: &[&str]) -> Result<Vec<Received>> {
    fetch_listed!(conn, Received, FIND_ALL, ids, |id| *id)
}

const INSERT: &str = "INSERT INTO envelopes (id, sha256, device, person, device_seq, outcome, received_at, body, result) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Stores envelopes with their answers.
///
/// # Errors
/// The same content was stored under its id before, or the database did not do it.
pub async fn insert_all(tx: &mut Tx, received: &[Received]) -> Result<()> {
    execute_rows!(tx.conn, INSERT, received, |received| [
        received.id.as_str(),
        received.sha256.as_str(),
        received.device,
        received.person,
        received.device_seq,
        received.outcome.as_str(),
        received.received_at,
        received.body.as_str(),
        received.result.as_str(),
    ])
}

/// Stores an envelope with its answer.
///
/// # Errors
/// As [`insert_all`].
pub async fn insert(tx: &mut Tx, received: &Received) -> Result<()> {
    insert_all(tx, std::slice::from_ref(received)).await
}

const BEFORE: &str = "SELECT CAST(COUNT(DISTINCT device_seq) AS BIGINT) FROM envelopes \
     WHERE device = $1 AND device_seq > 0 AND device_seq < $2";

/// How many of a device's earlier actions have been received.
///
/// # Errors
/// The database can't be read.
pub async fn count_before(conn: &mut Conn, device: DeviceId, device_seq: i64) -> Result<i64> {
    let row: Option<(i64,)> = fetch_optional!(conn, (i64,), BEFORE, device.0, device_seq)?;
    Ok(row.map_or(0, |(count,)| count))
}

const BY_OUTCOME: &str = "SELECT id, sha256, device, person, device_seq, outcome, received_at, body, result FROM envelopes \
     WHERE outcome = $1 AND received_at < $2 ORDER BY received_at DESC LIMIT $3";

/// Envelopes of an outcome, the newest first.
///
/// # Errors
/// The database can't be read.
pub async fn by_outcome(conn: &mut Conn, outcome: &str, before: i64, limit: i64) -> Result<Vec<Received>> {
    Ok(fetch_all!(conn, Received, BY_OUTCOME, outcome, before, limit)?)
}

const PAGE: &str = "SELECT id, sha256, device, person, device_seq, outcome, received_at, body, result FROM envelopes \
     WHERE (id, sha256) > ($1, $2) ORDER BY id, sha256 LIMIT $3";

/// Everything received, in the order of id and hash after a pair of them.
///
/// # Errors
/// The database can't be read.
pub async fn page(conn: &mut Conn, after: (&str, &str), limit: i64) -> Result<Vec<Received>> {
    Ok(fetch_all!(conn, Received, PAGE, after.0, after.1, limit)?)
}

const OF_PERSON: &str = "SELECT id, sha256, device, person, device_seq, outcome, received_at, body, result FROM envelopes \
     WHERE person = $1 AND (received_at, device_seq, sha256) < ($2, $3, $4) \
     ORDER BY received_at DESC, device_seq DESC, sha256 DESC LIMIT $5";

/// What was received of a person before a place in that order (instant, number on the device, hash), the newest first.
///
/// # Errors
/// The database can't be read.
pub async fn of_person(
    conn: &mut Conn,
    person: PersonId,
    before: (i64, i64, &str),
    limit: i64,
) -> Result<Vec<Received>> {
    let (at, device_seq, sha256) = before;
    Ok(fetch_all!(conn, Received, OF_PERSON, person.0, at, device_seq, sha256, limit)?)
}

const RECEIVED: &str = "SELECT id, sha256 FROM envelopes WHERE received_at >= $1 AND received_at < $2";

/// Id and hash of everything received from one instant until before another (epoch milliseconds), in no particular order.
///
/// # Errors
/// The database can't be read.
pub async fn received(conn: &mut Conn, from: i64, until: i64) -> Result<Vec<(String, String)>> {
    Ok(fetch_all!(conn, (String, String), RECEIVED, from, until)?)
}

/// Who sent an envelope from which device.
#[must_use]
pub fn sender(received: &Received) -> (DeviceId, PersonId) {
    (DeviceId(received.device), PersonId(received.person))
}
