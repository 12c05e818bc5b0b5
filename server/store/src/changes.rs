//! The one record of change: append-only, chained, numbered without gaps in the order of commits (AUD-1).
//!
//! A number that is taken before the commit lets readers skip rows that commit later. Here all changes of a
//! transaction are numbered from one counter row as its last step: whoever holds that row commits next.

use domain::{PersonId, Timestamp, signature::sha256_hex};
use serde_json::json;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result};

/// A change as it is recorded; its number comes with the commit.
#[derive(Clone, Debug, Default)]
pub struct NewChange {
    /// Epoch milliseconds at the server.
    pub at: i64,
    /// Kind of the record: `request`, `customer`, `person`, `case`.
    pub kind: &'static str,
    pub id: Uuid,
    pub version: i64,
    pub person: Option<Uuid>,
    pub person_name: String,
    pub device: Option<Uuid>,
    pub address: String,
    /// Word of the command that led to it.
    pub command: String,
    pub envelope: String,
    /// The facts as a JSON array.
    pub facts: String,
}

impl NewChange {
    /// The change as the next link after `previous`.
    fn numbered(self, seq: i64, previous: &str) -> Change {
        let NewChange { at, kind, id, version, person, person_name, device, address, command, envelope, facts } = self;
        let (kind, hash) = (kind.to_owned(), String::new());
        let change =
            Change { seq, at, kind, id, version, person, person_name, device, address, command, envelope, facts, hash };
        Change { hash: link(previous, &change), ..change }
    }
}

/// A recorded change.
#[derive(Clone, Debug, FromRow)]
pub struct Change {
    pub seq: i64,
    pub at: i64,
    pub kind: String,
    pub id: Uuid,
    pub version: i64,
    pub person: Option<Uuid>,
    pub person_name: String,
    pub device: Option<Uuid>,
    pub address: String,
    pub command: String,
    pub envelope: String,
    pub facts: String,
    pub hash: String,
}

impl Change {
    #[must_use]
    pub fn at(&self) -> Timestamp {
        Timestamp(self.at)
    }

    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.person.map(PersonId)
    }
}

const TAKE_NUMBERS: &str = "UPDATE feed SET seq = seq + $1 WHERE name = 'changes' RETURNING seq, head";
const MOVE_HEAD: &str = "UPDATE feed SET head = $1 WHERE name = 'changes'";
const INSERT: &str = "INSERT INTO changes (seq, at, kind, id, version, person, person_name, device, address, command, envelope, facts, hash) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

/// Numbers and stores the changes of a transaction; returns the last number.
pub(crate) async fn number(conn: &mut Conn, changes: Vec<NewChange>) -> Result<i64> {
    let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    let row: Option<(i64, String)> = fetch_optional!(conn, (i64, String), TAKE_NUMBERS, count)?;
    let (last, mut head) = row.ok_or(sqlx::Error::RowNotFound)?;
    let mut numbered = Vec::with_capacity(changes.len());
    for (seq, change) in (last - count + 1..).zip(changes) {
        let change = change.numbered(seq, &head);
        head.clone_from(&change.hash);
        numbered.push(change);
    }
    execute_rows!(conn, INSERT, &numbered, |change| [
        change.seq,
        change.at,
        change.kind.as_str(),
        change.id,
        change.version,
        change.person,
        change.person_name.as_str(),
        change.device,
        change.address.as_str(),
        change.command.as_str(),
        change.envelope.as_str(),
        change.facts.as_str(),
        change.hash.as_str(),
    ])?;
    execute!(conn, MOVE_HEAD, head)?;
    Ok(last)
}

/// The hash of a change, over everything but what may have to be erased one day: the person's name and address (ADM-6).
fn link(previous: &str, change: &Change) -> String {
    let Change { seq, at, kind, id, version, person, device, command, envelope, facts, .. } = change;
    let linked = json!([previous, seq, at, kind, id, version, person, device, command, envelope, facts]);
    sha256_hex(linked.to_string().as_bytes())
}

/// The hash over the names and addresses of all changes up to this one, from that up to the one before.
#[must_use]
pub fn next_names(previous: &str, seq: i64, person_name: &str, address: &str) -> String {
    sha256_hex(json!([previous, seq, person_name, address]).to_string().as_bytes())
}

const NAMES: &str =
    "SELECT seq, person_name, address FROM changes WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT 2000";

/// The hash over the names and addresses of all changes up to a number; empty before the first. They stand in no link of
/// the chain, because they may have to be erased one day (ADM-6).
///
/// # Errors
/// The database can't be read.
pub async fn names(conn: &mut Conn, until: i64) -> Result<String> {
    let (mut names, mut after) = (String::new(), 0);
    loop {
        let page = fetch_all!(conn, (i64, String, String), NAMES, after, until)?;
        let Some((last, ..)) = page.last() else { return Ok(names) };
        after = *last;
        for (seq, person_name, address) in &page {
            names = next_names(&names, *seq, person_name, address);
        }
    }
}

/// Where the chain breaks, if it does: the first number whose hash is not what its content says, or that is missing.
///
/// # Errors
/// The database can't be read.
pub async fn first_broken_link(conn: &mut Conn) -> Result<Option<i64>> {
    let (last, head) = head(conn).await?;
    let (mut previous, mut after) = (String::new(), 0);
    while after < last {
        let page = after_seq(conn, after, 500.min(last - after)).await?;
        if page.is_empty() {
            return Ok(Some(after + 1));
        }
        for change in page {
            if change.seq != after + 1 || link(&previous, &change) != change.hash {
                return Ok(Some(after + 1));
            }
            previous = change.hash;
            after = change.seq;
        }
    }
    if previous != head {
        return Ok(Some(last));
    }
    // Behind the last number stands nothing that was recorded; what was meanwhile has moved the number on.
    let behind = after_seq(conn, last, 1).await?;
    let moved = self::head(conn).await?.0;
    Ok(behind.first().filter(|change| change.seq > moved).map(|change| change.seq))
}

const AFTER: &str = "SELECT seq, at, kind, id, version, person, person_name, device, address, command, envelope, facts, hash \
     FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2";

/// Changes after a number, in order.
///
/// # Errors
/// The database can't be read.
pub async fn after_seq(conn: &mut Conn, seq: i64, limit: i64) -> Result<Vec<Change>> {
    Ok(fetch_all!(conn, Change, AFTER, seq, limit)?)
}

/// What changed, without its content: for pulls and boards.
#[derive(Clone, Debug, FromRow)]
pub struct Touched {
    pub seq: i64,
    pub kind: String,
    pub id: Uuid,
}

const TOUCHED: &str = "SELECT seq, kind, id FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2";
const TOUCHED_OF: &str = "SELECT c.seq, c.kind, c.id FROM changes c \
     WHERE c.seq > $1 AND (c.kind <> 'request' OR EXISTS (SELECT 1 FROM request_people p WHERE p.person = $3 AND p.request = c.id)) \
     ORDER BY c.seq LIMIT $2";

/// Records touched after a number, in order.
///
/// # Errors
/// The database can't be read.
pub async fn touched(conn: &mut Conn, seq: i64, limit: i64) -> Result<Vec<Touched>> {
    Ok(fetch_all!(conn, Touched, TOUCHED, seq, limit)?)
}

/// As [`touched`], of requests only those that are or were the person's own.
///
/// # Errors
/// The database can't be read.
pub async fn touched_of(conn: &mut Conn, seq: i64, limit: i64, person: Uuid) -> Result<Vec<Touched>> {
    Ok(fetch_all!(conn, Touched, TOUCHED_OF, seq, limit, person)?)
}

const LAST: &str = "SELECT seq, head FROM feed WHERE name = 'changes'";

/// The number of the last change.
///
/// # Errors
/// The database can't be read.
pub async fn last_seq(conn: &mut Conn) -> Result<i64> {
    Ok(head(conn).await?.0)
}

/// The number of the last change, and the hash at the end of the chain.
///
/// # Errors
/// The database can't be read.
pub async fn head(conn: &mut Conn) -> Result<(i64, String)> {
    let row: Option<(i64, String)> = fetch_optional!(conn, (i64, String), LAST)?;
    Ok(row.unwrap_or_default())
}

const OF_RECORD: &str = "SELECT seq, at, kind, id, version, person, person_name, device, address, command, envelope, facts, hash \
     FROM changes WHERE kind = $1 AND id = $2 ORDER BY seq LIMIT $3";

/// The history of one record, oldest first.
///
/// # Errors
/// The database can't be read.
pub async fn of_record(conn: &mut Conn, kind: &str, id: Uuid, limit: i64) -> Result<Vec<Change>> {
    Ok(fetch_all!(conn, Change, OF_RECORD, kind, id, limit)?)
}

const LAST_OF: &str = "SELECT MAX(at) FROM changes WHERE kind = $1 AND id = $2";

/// When a record last changed, in milliseconds; None for one that never did.
///
/// # Errors
/// The database can't be read.
pub async fn last_of(conn: &mut Conn, kind: &str, id: Uuid) -> Result<Option<i64>> {
    let row: Option<(Option<i64>,)> = fetch_optional!(conn, (Option<i64>,), LAST_OF, kind, id)?;
    Ok(row.and_then(|(at,)| at))
}

const OF_KINDS: &str = "SELECT seq, at, kind, id, version, person, person_name, device, address, command, envelope, facts, hash \
     FROM changes WHERE kind = $1 OR kind = $2 OR kind = $3 ORDER BY seq DESC LIMIT $4";

/// The last changes of records of three kinds, the newest first.
///
/// # Errors
/// The database can't be read.
pub async fn of_kinds(conn: &mut Conn, kinds: [&str; 3], limit: i64) -> Result<Vec<Change>> {
    let [one, other, third] = kinds;
    Ok(fetch_all!(conn, Change, OF_KINDS, one, other, third, limit)?)
}
