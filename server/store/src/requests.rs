//! Service requests with their dispatches.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CustomerId, DispatchId, PersonId, RequestId, Timestamp,
    request::{RequestState, ServiceRequest},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx, disputes, follow_ups, jobs, lists, search};

/// A request as stored.
#[derive(Clone, Debug)]
pub struct Stored {
    pub request: ServiceRequest,
    pub version: i64,
}

#[derive(FromRow)]
pub(crate) struct Row {
    record: String,
    version: i64,
}

impl Row {
    pub(crate) fn read(self) -> Result<Stored> {
        Ok(Stored { request: serde_json::from_str(&self.record)?, version: self.version })
    }
}

const FIND: &str = "SELECT record, version FROM requests WHERE id = $1";

/// A request.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, id: RequestId) -> Result<Option<Stored>> {
    conn.settle().await?;
    fetch_optional!(conn, Row, FIND, id.0)?.map(Row::read).transpose()
}

const FIND_ALL: &str = "SELECT record, version FROM requests WHERE id IN ($1)";

/// Those of the requests that exist, in no particular order.
///
/// # Errors
/// The database can't be read.
pub async fn find_all(conn: &mut Conn, ids: &[RequestId]) -> Result<Vec<Stored>> {
    conn.settle().await?;
    let rows = fetch_listed!(conn, Row, FIND_ALL, ids, |id| id.0)?;
    rows.into_iter().map(Row::read).collect()
}

const LOCK: &str = "SELECT id, record, version FROM requests WHERE id IN ($1) ORDER BY id";
const OF_DISPATCHES: &str = "SELECT id, request FROM dispatches WHERE id IN ($1)";

/// A request, for changing it: nobody else changes it before this transaction ends.
///
/// # Errors
/// The database did not do it.
pub async fn lock(tx: &mut Tx, id: RequestId) -> Result<Option<Stored>> {
    lock_all(tx, &[id], &[]).await?;
    Ok(tx.conn.gathered.requests.get(&id.0).cloned().flatten())
}

/// The request a dispatch belongs to, for changing it.
///
/// # Errors
/// The database did not do it.
pub async fn lock_of_dispatch(tx: &mut Tx, id: DispatchId) -> Result<Option<Stored>> {
    lock_all(tx, &[], &[id]).await?;
    let gathered = &tx.conn.gathered;
    let request = gathered.of_dispatches.get(&id.0).copied().flatten();
    Ok(request.and_then(|request| gathered.requests.get(&request.0).cloned().flatten()))
}

/// Takes requests in hand, by their own ids and by those of their dispatches: whoever locks them afterwards one by one
/// does not ask the database again.
///
/// # Errors
/// The database did not do it.
pub async fn lock_all(tx: &mut Tx, requests: &[RequestId], dispatches: &[DispatchId]) -> Result<()> {
    let conn = &mut tx.conn;
    let asked: BTreeSet<Uuid> = dispatches.iter().map(|id| id.0).collect();
    let unknown: Vec<Uuid> = asked.iter().copied().filter(|id| !conn.gathered.of_dispatches.contains_key(id)).collect();
    let found = fetch_listed!(conn, (Uuid, Uuid), OF_DISPATCHES, &unknown, |id| *id)?;
    let of_dispatches = &mut conn.gathered.of_dispatches;
    of_dispatches.extend(unknown.into_iter().map(|id| (id, None)));
    of_dispatches.extend(found.into_iter().map(|(id, request)| (id, Some(RequestId(request)))));

    let theirs = asked.iter().filter_map(|id| of_dispatches.get(id).copied().flatten());
    let asked: BTreeSet<Uuid> = requests.iter().copied().chain(theirs).map(|id| id.0).collect();
    let unknown: Vec<Uuid> = asked.into_iter().filter(|id| !conn.gathered.requests.contains_key(id)).collect();
    let lock = conn.locking(LOCK);
    let found = fetch_listed!(conn, (Uuid, String, i64), &lock, &unknown, |id| *id)?;
    conn.gathered.requests.extend(unknown.into_iter().map(|id| (id, None)));
    for (id, record, version) in found {
        conn.gathered.requests.insert(id, Some(Row { record, version }.read()?));
    }
    Ok(())
}

const OF_DISPATCH: &str = "SELECT request FROM dispatches WHERE id = $1";

/// The request a dispatch belongs to.
///
/// # Errors
/// The database can't be read.
pub async fn of_dispatch(conn: &mut Conn, id: DispatchId) -> Result<Option<RequestId>> {
    conn.settle().await?;
    let row: Option<(Uuid,)> = fetch_optional!(conn, (Uuid,), OF_DISPATCH, id.0)?;
    Ok(row.map(|(request,)| RequestId(request)))
}

const SAVE: &str = "INSERT INTO requests (id, case_id, customer, number, state, region, due_at, opened_at, changed_at, is_closed, \
     search_text, record, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
     ON CONFLICT (id) DO UPDATE SET number = excluded.number, state = excluded.state, due_at = excluded.due_at, \
     changed_at = excluded.changed_at, is_closed = excluded.is_closed, search_text = excluded.search_text, \
     record = excluded.record, version = excluded.version";
const SAVE_PERSON: &str = "INSERT INTO request_people (person, request, closed_at) VALUES ($1, $2, $3) \
     ON CONFLICT (person, request) DO UPDATE SET closed_at = excluded.closed_at";
const SAVE_DISPATCH: &str =
    "INSERT INTO dispatches (id, request, engineer) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";

/// Where what is over stands among the due times: behind everything else.
const NEVER: i64 = i64::MAX;
/// Where what has no due time stands: behind whatever has one.
const SOME_DAY: i64 = i64::MAX - 1;

/// Where a request stands in the lists, which come by what is due first: epoch milliseconds. What is closed, or was sent
/// back to whoever asked, waits for nobody here: a clock that still runs in it puts it before nothing.
#[must_use]
pub fn place_by_due(request: &ServiceRequest) -> i64 {
    if request.state.is_closed() || request.state == RequestState::Declined {
        return NEVER;
    }
    request.next_due().map_or(SOME_DAY, |clock| clock.due.millis())
}
/// When something closed that is open.
pub(crate) const OPEN: i64 = i64::MAX;

/// Saves a request that stood as `before`; returns its new version. It is written with the others of the same piece of
/// work.
///
/// # Errors
/// The database did not do it.
pub async fn save(
    tx: &mut Tx,
    before: Option<&ServiceRequest>,
    request: &ServiceRequest,
    now: Timestamp,
) -> Result<i64> {
    lock_all(tx, &[request.id], &[]).await?;
    let gathered = &mut tx.conn.gathered;
    let stored = gathered.requests.entry(request.id.0).or_default();
    let version = stored.as_ref().map_or(0, |stored| stored.version) + 1;
    *stored = Some(Stored { request: request.clone(), version });
    gathered.changed.insert(request.id.0, now);
    // Whoever once had to do with it keeps it, and dispatches are never taken away: only what is new is written, and for
    // everybody when what they have has closed, or was reopened.
    let (was_closed, is_closed) = (before.is_some_and(|before| before.state.is_closed()), request.state.is_closed());
    let known: Vec<PersonId> = before.map(everybody).unwrap_or_default();
    let closed_at = if is_closed { now.millis() } else { OPEN };
    for person in everybody(request).into_iter().chain(known.iter().copied()) {
        if was_closed || is_closed || !known.contains(&person) {
            gathered.people.insert((person, request.id), closed_at);
        }
    }
    let is_known = |id| before.is_some_and(|before| before.dispatch(id).is_some());
    for dispatch in request.dispatches.iter().filter(|dispatch| !is_known(dispatch.id)) {
        gathered.of_dispatches.insert(dispatch.id.0, Some(request.id));
        gathered.dispatches.push((dispatch.id, request.id, dispatch.engineer));
    }
    disputes::follow(gathered, before, request);
    follow_ups::follow(gathered, before, request);
    lists::follow(gathered, before, request);
    jobs::follow(gathered, before, request, now);
    Ok(version)
}

/// Writes requests as they are at hand, and lays them away.
pub(crate) async fn write(conn: &mut Conn, changed: &BTreeMap<Uuid, Timestamp>) -> Result<()> {
    let mut rows = Vec::with_capacity(changed.len());
    for (id, changed_at) in changed {
        let Some(Stored { request, version }) = conn.gathered.requests.remove(id).flatten() else { continue };
        let (record, text) = (serde_json::to_string(&request)?, search::text_of(&request));
        rows.push((request, version, *changed_at, record, text));
    }
    execute_rows!(conn, SAVE, &rows, |(request, version, changed_at, record, text)| [
        request.id.0,
        request.case.0,
        request.customer.0,
        request.number.as_str(),
        request.state.word(),
        request.region.as_str(),
        place_by_due(request),
        request.opened_at.millis(),
        changed_at.millis(),
        request.is_done(),
        text.as_str(),
        record.as_str(),
        *version,
    ])
}

pub(crate) async fn write_people(conn: &mut Conn, people: BTreeMap<(PersonId, RequestId), i64>) -> Result<()> {
    let people: Vec<_> = people.into_iter().collect();
    execute_rows!(conn, SAVE_PERSON, &people, |((person, request), closed_at)| [person.0, request.0, *closed_at])
}

pub(crate) async fn write_dispatches(conn: &mut Conn, dispatches: &[(DispatchId, RequestId, PersonId)]) -> Result<()> {
    execute_rows!(conn, SAVE_DISPATCH, dispatches, |(id, request, engineer)| [id.0, request.0, engineer.0])
}

fn everybody(request: &ServiceRequest) -> Vec<PersonId> {
    request.engineers().into_iter().chain(request.followers()).chain(request.submitted_by).collect()
}

/// What a list of requests is narrowed to.
#[derive(Clone, Debug)]
pub struct Filter {
    /// A state's word, or empty for any.
    pub state: String,
    /// Epoch milliseconds; `i64::MAX` for whatever is due, or nothing.
    pub due_before: i64,
    /// Text that must occur, or empty.
    pub text: String,
    /// Only this region, or empty.
    pub region: String,
    /// Only the person's own, or nil for anybody's.
    pub person: Option<PersonId>,
    /// After this due time and id.
    pub after: (i64, Uuid),
    pub limit: i64,
}

const LIST: &str = "SELECT record, version FROM requests r WHERE (due_at > $1 OR (due_at = $1 AND id > $2)) AND due_at <= $3 \
     AND ($4 = '' OR state = $4) AND ($5 = '' OR region = $5) AND ($6 = '%%' OR search_text LIKE $6 ESCAPE '!') \
     AND ($7 = 0 OR EXISTS (SELECT 1 FROM request_people p WHERE p.person = $8 AND p.request = r.id)) \
     ORDER BY due_at, id LIMIT $9";

/// Requests by what is due first.
///
/// # Errors
/// The database can't be read.
pub async fn list(conn: &mut Conn, filter: &Filter) -> Result<Vec<Stored>> {
    conn.settle().await?;
    let pattern = format!("%{}%", literally(&filter.text));
    let (own, person) = filter.person.map_or((0_i32, Uuid::nil()), |person| (1, person.0));
    let rows = fetch_all!(
        conn,
        Row,
        LIST,
        filter.after.0,
        filter.after.1,
        filter.due_before,
        filter.state.as_str(),
        filter.region.as_str(),
        pattern.as_str(),
        own,
        person,
        filter.limit
    )?;
    rows.into_iter().map(Row::read).collect()
}

/// A text as a pattern of LIKE that means just this text.
pub(crate) fn literally(text: &str) -> String {
    text.to_lowercase().replace('\0', "").replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

// By what is kept and not by walking through everything that is stored: a centre has far more closed work than open.
const PAGE: &str = "SELECT r.record, r.version FROM (SELECT id FROM (SELECT id FROM requests WHERE is_closed = $2 \
     UNION ALL SELECT id FROM requests WHERE is_closed = (NOT $2) AND changed_at > $3) AS kept WHERE id > $1 ORDER BY id LIMIT $4) AS page \
     CROSS JOIN requests r WHERE r.id = page.id ORDER BY r.id";
// Materialized, or the engines walk through all of a person's requests to save sorting a few.
const PAGE_OF: &str = "SELECT r.record, r.version FROM (WITH kept AS MATERIALIZED \
     (SELECT request AS id FROM request_people WHERE person = $1 AND closed_at > $2) \
     SELECT id FROM kept WHERE id > $3 ORDER BY id LIMIT $4) AS page \
     CROSS JOIN requests r WHERE r.id = page.id ORDER BY r.id";

/// Open requests and those changed since, in the order of their ids; `person` narrows to that person's own.
///
/// # Errors
/// The database can't be read.
pub async fn page(
    conn: &mut Conn,
    person: Option<PersonId>,
    after: Uuid,
    since: i64,
    limit: i64,
) -> Result<Vec<Stored>> {
    conn.settle().await?;
    let rows = match person {
        // What is open is closed at the end of all time, and is among them even if nothing that is closed shall be.
        Some(person) => fetch_all!(conn, Row, PAGE_OF, person.0, since.min(i64::MAX - 1), after, limit)?,
        None => fetch_all!(conn, Row, PAGE, after, false, since, limit)?,
    };
    rows.into_iter().map(Row::read).collect()
}

const OF_CUSTOMER: &str = "SELECT record, version FROM requests WHERE customer = $1 ORDER BY opened_at DESC LIMIT $2";

/// A customer's requests, the newest first.
///
/// # Errors
/// The database can't be read.
pub async fn of_customer(conn: &mut Conn, customer: CustomerId, limit: i64) -> Result<Vec<Stored>> {
    conn.settle().await?;
    fetch_all!(conn, Row, OF_CUSTOMER, customer.0, limit)?.into_iter().map(Row::read).collect()
}

const IDS: &str = "SELECT id FROM requests WHERE id > $1 ORDER BY id LIMIT $2";

/// The ids of all requests, in their order after one.
///
/// # Errors
/// The database can't be read.
pub async fn ids(conn: &mut Conn, after: Uuid, limit: i64) -> Result<Vec<RequestId>> {
    conn.settle().await?;
    let rows = fetch_all!(conn, (Uuid,), IDS, after, limit)?;
    Ok(rows.into_iter().map(|(id,)| RequestId(id)).collect())
}
