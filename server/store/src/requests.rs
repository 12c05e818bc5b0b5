//! Service requests with their dispatches.

use domain::{CustomerId, DispatchId, PersonId, RequestId, Timestamp, request::ServiceRequest};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

/// A request as stored.
#[derive(Clone, Debug)]
pub struct Stored {
    pub request: ServiceRequest,
    pub version: i64,
}

#[derive(FromRow)]
struct Row {
    record: String,
    version: i64,
}

impl Row {
    fn read(self) -> Result<Stored> {
        Ok(Stored { request: serde_json::from_str(&self.record)?, version: self.version })
    }
}

const FIND: &str = "SELECT record, version FROM requests WHERE id = $1";

/// A request.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, id: RequestId) -> Result<Option<Stored>> {
    fetch_optional!(conn, Row, FIND, id.0)?.map(Row::read).transpose()
}

// Touching the row takes its lock on PostgreSQL and reads what the one before committed; on SQLite there is one writer.
const LOCK: &str = "UPDATE requests SET version = version WHERE id = $1 RETURNING record, version";

/// A request, for changing it: nobody else changes it before this transaction ends.
///
/// # Errors
/// The database did not do it.
pub async fn lock(tx: &mut Tx, id: RequestId) -> Result<Option<Stored>> {
    fetch_optional!(tx.conn(), Row, LOCK, id.0)?.map(Row::read).transpose()
}

const LOCK_OF_DISPATCH: &str = "UPDATE requests SET version = version WHERE id = (SELECT request FROM dispatches WHERE id = $1) RETURNING record, version";

/// The request a dispatch belongs to, for changing it.
///
/// # Errors
/// The database did not do it.
pub async fn lock_of_dispatch(tx: &mut Tx, id: DispatchId) -> Result<Option<Stored>> {
    fetch_optional!(tx.conn(), Row, LOCK_OF_DISPATCH, id.0)?.map(Row::read).transpose()
}

const OF_DISPATCH: &str = "SELECT request FROM dispatches WHERE id = $1";

/// The request a dispatch belongs to.
///
/// # Errors
/// The database can't be read.
pub async fn of_dispatch(conn: &mut Conn, id: DispatchId) -> Result<Option<RequestId>> {
    let row: Option<(Uuid,)> = fetch_optional!(conn, (Uuid,), OF_DISPATCH, id.0)?;
    Ok(row.map(|(request,)| RequestId(request)))
}

const SAVE: &str = "INSERT INTO requests (id, case_id, customer, number, state, region, due_at, opened_at, changed_at, is_closed, \
     search_text, record, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1) \
     ON CONFLICT (id) DO UPDATE SET number = excluded.number, state = excluded.state, due_at = excluded.due_at, \
     changed_at = excluded.changed_at, is_closed = excluded.is_closed, search_text = excluded.search_text, \
     record = excluded.record, version = requests.version + 1 RETURNING version";
const SAVE_PERSON: &str =
    "INSERT INTO request_people (person, request) VALUES ($1, $2) ON CONFLICT (person, request) DO NOTHING";
const SAVE_DISPATCH: &str =
    "INSERT INTO dispatches (id, request, engineer) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";

/// When nothing is due.
const NEVER: i64 = i64::MAX;

/// Stores a request that stood as `before`; returns its new version.
///
/// # Errors
/// The database did not do it.
pub async fn save(
    tx: &mut Tx,
    before: Option<&ServiceRequest>,
    request: &ServiceRequest,
    now: Timestamp,
) -> Result<i64> {
    let record = serde_json::to_string(request)?;
    let due_at = request.next_due().map_or(NEVER, |clock| clock.due.millis());
    let closed = request.state.is_closed();
    let text = search_text(request);
    let row: Option<(i64,)> = fetch_optional!(
        tx.conn(),
        (i64,),
        SAVE,
        request.id.0,
        request.case.0,
        request.customer.0,
        request.number.as_str(),
        request.state.word(),
        request.region.as_str(),
        due_at,
        request.opened_at.millis(),
        now.millis(),
        closed,
        text.as_str(),
        record.as_str()
    )?;
    // Whoever once had to do with it keeps it, and dispatches are never taken away: only what is new is written.
    let known: Vec<PersonId> = before.map(everybody).unwrap_or_default();
    for person in everybody(request).into_iter().filter(|person| !known.contains(person)) {
        execute!(tx.conn(), SAVE_PERSON, person.0, request.id.0)?;
    }
    let is_known = |id| before.is_some_and(|before| before.dispatch(id).is_some());
    for dispatch in request.dispatches.iter().filter(|dispatch| !is_known(dispatch.id)) {
        execute!(tx.conn(), SAVE_DISPATCH, dispatch.id.0, request.id.0, dispatch.engineer.0)?;
    }
    Ok(row.map_or(1, |(version,)| version))
}

fn everybody(request: &ServiceRequest) -> Vec<PersonId> {
    request.engineers().into_iter().chain(request.submitted_by).collect()
}

fn search_text(request: &ServiceRequest) -> String {
    let ServiceRequest { number, unit, archive_number, symptom, contact, product, .. } = request;
    let text = [number, unit, archive_number, symptom, &contact.name, &contact.phone, &product.name]
        .map(String::as_str)
        .join("\n");
    // PostgreSQL keeps no NUL in a text; in the record it stands escaped.
    text.to_lowercase().replace('\0', "")
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
fn literally(text: &str) -> String {
    text.to_lowercase().replace('\0', "").replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

const PAGE: &str =
    "SELECT record, version FROM requests WHERE id > $1 AND (is_closed = $2 OR changed_at > $3) ORDER BY id LIMIT $4";
const PAGE_OF: &str = "SELECT r.record, r.version FROM requests r JOIN request_people p ON p.request = r.id \
     WHERE p.person = $1 AND r.id > $2 AND (r.is_closed = $3 OR r.changed_at > $4) ORDER BY r.id LIMIT $5";

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
    let rows = match person {
        Some(person) => fetch_all!(conn, Row, PAGE_OF, person.0, after, false, since, limit)?,
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
    fetch_all!(conn, Row, OF_CUSTOMER, customer.0, limit)?.into_iter().map(Row::read).collect()
}
