//! What people are told, once each (LIV-3).

use domain::{PersonId, RequestId, Timestamp, reminder::Notice};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

/// A notice as its person sees it.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: Uuid,
    pub at: Timestamp,
    pub read_at: Option<Timestamp>,
    pub notice: Notice,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    at: i64,
    read_at: Option<i64>,
    record: String,
}

impl Row {
    fn read(self) -> Result<Told> {
        let notice = serde_json::from_str(&self.record)?;
        Ok(Told { id: self.id, at: Timestamp(self.at), read_at: self.read_at.map(Timestamp), notice })
    }
}

const TELL: &str = "INSERT INTO notices (id, person, matter, request, at, record) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT (person, matter) DO NOTHING";

/// Tells somebody of a matter; false when they know already.
///
/// # Errors
/// The database did not do it.
pub async fn tell(
    tx: &mut Tx,
    id: Uuid,
    person: PersonId,
    matter: &str,
    request: Option<RequestId>,
    at: Timestamp,
    notice: &Notice,
) -> Result<bool> {
    let record = serde_json::to_string(notice)?;
    let request = request.map(|request| request.0);
    let told = execute!(tx.conn(), TELL, id, person.0, matter, request, at.millis(), record.as_str())?;
    Ok(told > 0)
}

const OF_PERSON: &str =
    "SELECT id, at, read_at, record FROM notices WHERE person = $1 AND at > $2 ORDER BY at DESC, id DESC LIMIT $3";

/// What somebody was told since an instant, the newest first.
///
/// # Errors
/// The database can't be read.
pub async fn of_person(conn: &mut Conn, person: PersonId, since: Timestamp, limit: i64) -> Result<Vec<Told>> {
    fetch_all!(conn, Row, OF_PERSON, person.0, since.millis(), limit)?.into_iter().map(Row::read).collect()
}

const UNREAD: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM notices WHERE person = $1 AND at > $2 AND read_at IS NULL";

/// How much of it is not read yet.
///
/// # Errors
/// The database can't be read.
pub async fn unread(conn: &mut Conn, person: PersonId, since: Timestamp) -> Result<i64> {
    let row: Option<(i64,)> = fetch_optional!(conn, (i64,), UNREAD, person.0, since.millis())?;
    Ok(row.map_or(0, |(count,)| count))
}

const READ_ALL: &str = "UPDATE notices SET read_at = $1 WHERE person = $2 AND read_at IS NULL";
const READ_ONE: &str = "UPDATE notices SET read_at = $1 WHERE person = $2 AND id = $3 AND read_at IS NULL";

/// The person has read one notice, or all of theirs.
///
/// # Errors
/// The database did not do it.
pub async fn mark_read(tx: &mut Tx, person: PersonId, id: Option<Uuid>, at: Timestamp) -> Result<()> {
    match id {
        Some(id) => execute!(tx.conn(), READ_ONE, at.millis(), person.0, id)?,
        None => execute!(tx.conn(), READ_ALL, at.millis(), person.0)?,
    };
    Ok(())
}

const WITHDRAW: &str = "DELETE FROM notices WHERE request = $1 AND matter = $2";

/// Takes back what is worth nothing any more, from everybody who was told.
pub(crate) async fn withdraw(conn: &mut Conn, moot: &[(Uuid, String)]) -> Result<()> {
    for (request, matter) in moot {
        execute!(conn, WITHDRAW, *request, matter.as_str())?;
    }
    Ok(())
}
