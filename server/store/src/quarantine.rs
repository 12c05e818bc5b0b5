//! Envelopes that could not be taken in, and every attempt to take them in later. The envelope and its first answer are
//! never touched (SYN-7).

use domain::{DeviceId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

/// An envelope in quarantine, as it was received.
#[derive(Clone, Debug, FromRow)]
pub struct Held {
    pub id: String,
    pub sha256: String,
    pub device: Uuid,
    /// Who delivered it.
    pub person: Uuid,
    pub received_at: i64,
    pub body: String,
    /// The first answer, as JSON.
    pub result: String,
    /// How often it was tried again.
    pub attempts: i64,
    /// When an attempt succeeded.
    pub taken_in_at: Option<i64>,
}

/// An attempt to take an envelope in later.
#[derive(Clone, Debug, FromRow)]
pub struct Replay {
    pub sha256: String,
    /// 1, 2, 3 …
    pub attempt: i64,
    pub at: i64,
    pub person: Uuid,
    pub person_name: String,
    pub outcome: String,
    /// The answer, as JSON.
    pub result: String,
}

const ADD: &str = "INSERT INTO quarantine (sha256, id, person, received_at, attempts) VALUES ($1, $2, $3, $4, 0) \
     ON CONFLICT (sha256) DO NOTHING";

/// Puts an envelope into quarantine.
///
/// # Errors
/// The database did not do it.
pub async fn add(tx: &mut Tx, sha256: &str, id: &str, person: PersonId, received_at: i64) -> Result<()> {
    if planted::is("quarantine_not_listed") {
        return Ok(());
    }
    execute!(tx.conn(), ADD, sha256, id, person.0, received_at)?;
    Ok(())
}

/// What a list is narrowed to.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Only what this person delivered.
    pub person: Option<PersonId>,
    /// Only what comes from this device.
    pub device: Option<DeviceId>,
    /// Also what was taken in since.
    pub all: bool,
    /// Where the page before ended: received before, or then with a lesser hash.
    pub before: (i64, String),
    pub limit: i64,
}

const LIST: &str = "SELECT e.id, e.sha256, e.device, e.person, e.received_at, e.body, e.result, q.attempts, q.taken_in_at \
     FROM quarantine q JOIN envelopes e ON e.id = q.id AND e.sha256 = q.sha256 \
     WHERE (q.received_at < $1 OR (q.received_at = $1 AND q.sha256 < $2)) AND ($3 = 1 OR q.taken_in_at IS NULL) \
     AND ($4 = 0 OR q.person = $5) AND ($6 = 0 OR e.device = $7) ORDER BY q.received_at DESC, q.sha256 DESC LIMIT $8";

/// Envelopes in quarantine, the newest first.
///
/// # Errors
/// The database can't be read.
pub async fn list(conn: &mut Conn, filter: &Filter) -> Result<Vec<Held>> {
    let (own, person) = filter.person.map_or((0_i32, Uuid::nil()), |person| (1, person.0));
    let (of_one, device) = filter.device.map_or((0_i32, Uuid::nil()), |device| (1, device.0));
    let (at, sha256, all) = (filter.before.0, filter.before.1.as_str(), i32::from(filter.all));
    Ok(fetch_all!(conn, Held, LIST, at, sha256, all, own, person, of_one, device, filter.limit)?)
}

const FIND: &str = "SELECT e.id, e.sha256, e.device, e.person, e.received_at, e.body, e.result, q.attempts, q.taken_in_at \
     FROM quarantine q JOIN envelopes e ON e.id = q.id AND e.sha256 = q.sha256 WHERE q.sha256 = $1";

/// An envelope that is or was in quarantine, by the hash of its content.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, sha256: &str) -> Result<Option<Held>> {
    Ok(fetch_optional!(conn, Held, FIND, sha256)?)
}

// Touching the row takes its lock: of two attempts at the same time one waits, and then finds it taken in.
const BEGIN: &str =
    "UPDATE quarantine SET attempts = attempts + 1 WHERE sha256 = $1 AND taken_in_at IS NULL RETURNING attempts";

/// Begins an attempt and returns its number; None when there is nothing in quarantine under this hash (any more).
///
/// # Errors
/// The database did not do it.
pub async fn begin(tx: &mut Tx, sha256: &str) -> Result<Option<i64>> {
    let row: Option<(i64,)> = fetch_optional!(tx.conn(), (i64,), BEGIN, sha256)?;
    Ok(row.map(|(attempt,)| attempt))
}

const NOTE: &str = "INSERT INTO replays (sha256, attempt, at, person, person_name, outcome, result) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const TAKEN_IN: &str = "UPDATE quarantine SET taken_in_at = $1 WHERE sha256 = $2";

/// Records what came of an attempt; with `taken_in` the envelope leaves quarantine.
///
/// # Errors
/// The database did not do it.
pub async fn note(tx: &mut Tx, replay: &Replay, taken_in: bool) -> Result<()> {
    let Replay { sha256, attempt, at, person, person_name, outcome, result } = replay;
    execute!(
        tx.conn(),
        NOTE,
        sha256.as_str(),
        *attempt,
        *at,
        *person,
        person_name.as_str(),
        outcome.as_str(),
        result.as_str()
    )?;
    if taken_in {
        execute!(tx.conn(), TAKEN_IN, *at, sha256.as_str())?;
    }
    Ok(())
}

const REPLAYS: &str = "SELECT sha256, attempt, at, person, person_name, outcome, result FROM replays \
     WHERE sha256 = $1 ORDER BY attempt";

/// All attempts to take an envelope in, the first first.
///
/// # Errors
/// The database can't be read.
pub async fn replays(conn: &mut Conn, sha256: &str) -> Result<Vec<Replay>> {
    Ok(fetch_all!(conn, Replay, REPLAYS, sha256)?)
}

/// What stands in the list, whether or not the envelope it names is there.
#[derive(Clone, Debug, FromRow)]
pub struct Entry {
    pub sha256: String,
    pub id: String,
    /// When an attempt succeeded.
    pub taken_in_at: Option<i64>,
}

const ENTRIES: &str = "SELECT sha256, id, taken_in_at FROM quarantine ORDER BY sha256";

/// Everything that is or was in quarantine, as the list has it.
///
/// # Errors
/// The database can't be read.
pub async fn entries(conn: &mut Conn) -> Result<Vec<Entry>> {
    Ok(fetch_all!(conn, Entry, ENTRIES)?)
}
