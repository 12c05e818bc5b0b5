//! What stands on the lists of the office: calls of a day, problems at headquarters; and the codes on printed ones (RPT-5).

use std::collections::BTreeMap;

use domain::{PersonId, Timestamp, request::ServiceRequest};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Conn, Result, Tx,
    gathered::Gathered,
    requests::{Row, Stored},
};

const OPENED: &str =
    "SELECT record, version FROM requests WHERE opened_at >= $1 AND opened_at < $2 ORDER BY opened_at, id";

/// Requests opened from the first to before the second instant, in epoch milliseconds.
///
/// # Errors
/// The database can't be read.
pub async fn opened(conn: &mut Conn, (from, until): (i64, i64)) -> Result<Vec<Stored>> {
    conn.settle().await?;
    fetch_all!(conn, Row, OPENED, from, until)?.into_iter().map(Row::read).collect()
}

fn sent_at(request: &ServiceRequest) -> Option<Timestamp> {
    request.unresolved.headquarters.as_ref().map(|sent| sent.sent_at)
}

/// Keeps the log in step with a request that stood as `before`.
pub(crate) fn follow(gathered: &mut Gathered, before: Option<&ServiceRequest>, request: &ServiceRequest) {
    let sent = sent_at(request);
    if let Some(at) = sent.filter(|_| before.and_then(sent_at) != sent) {
        gathered.sent_to_headquarters.insert(request.id.0, at);
    }
}

const SENT: &str = "INSERT INTO headquarters_cases (request, sent_at) VALUES ($1, $2) \
     ON CONFLICT (request) DO UPDATE SET sent_at = excluded.sent_at";

pub(crate) async fn write(conn: &mut Conn, sent: &BTreeMap<Uuid, Timestamp>) -> Result<()> {
    for (request, at) in sent {
        execute!(conn, SENT, *request, at.millis())?;
    }
    Ok(())
}

const AT_HEADQUARTERS: &str = "SELECT r.record, r.version FROM headquarters_cases h JOIN requests r ON r.id = h.request \
     WHERE h.sent_at >= $1 AND h.sent_at < $2 ORDER BY h.sent_at, h.request";

/// Requests sent to headquarters from the first to before the second instant, in epoch milliseconds.
///
/// # Errors
/// The database can't be read.
pub async fn at_headquarters(conn: &mut Conn, (from, until): (i64, i64)) -> Result<Vec<Stored>> {
    conn.settle().await?;
    fetch_all!(conn, Row, AT_HEADQUARTERS, from, until)?.into_iter().map(Row::read).collect()
}

/// A printed list that has a code.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ListPaper {
    pub code: String,
    /// Which list, as JSON.
    pub list: String,
    pub person: Uuid,
    /// SHA-256 in hex of what the paper says.
    pub content_hash: String,
    pub made_at: i64,
}

const ADD: &str = "INSERT INTO list_papers (code, list, person, content_hash, made_at) VALUES ($1, $2, $3, $4, $5)";

/// Adds a paper.
///
/// # Errors
/// The database did not do it.
pub async fn add(tx: &mut Tx, paper: &ListPaper) -> Result<()> {
    let ListPaper { code, list, person, content_hash, made_at } = paper;
    execute!(tx.conn(), ADD, code.as_str(), list.as_str(), *person, content_hash.as_str(), *made_at)?;
    Ok(())
}

const OF_CONTENT: &str = "SELECT code, list, person, content_hash, made_at FROM list_papers \
     WHERE content_hash = $1 AND list = $2 AND person = $3 ORDER BY made_at LIMIT 1";

/// The paper that says exactly this about a list, for the same reader.
///
/// # Errors
/// The database can't be read.
pub async fn of_content(
    conn: &mut Conn,
    list: &str,
    person: PersonId,
    content_hash: &str,
) -> Result<Option<ListPaper>> {
    Ok(fetch_optional!(conn, ListPaper, OF_CONTENT, content_hash, list, person.0)?)
}

const FIND: &str = "SELECT code, list, person, content_hash, made_at FROM list_papers WHERE code = $1";

/// The paper of a code.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, code: &str) -> Result<Option<ListPaper>> {
    Ok(fetch_optional!(conn, ListPaper, FIND, code)?)
}
