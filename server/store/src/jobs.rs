//! Work that falls due at a time. At most one job a matter; it is queued in the transaction that needs it, and taken in
//! the transaction that does it, so that several nodes do it once and a restart forgets nothing.

use std::collections::BTreeMap;

use domain::{Timestamp, reminder, request::ServiceRequest};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx, gathered::Gathered};

/// A job that is due.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Job {
    /// Such as `clocks/019d1b3a-…`.
    pub id: String,
    /// Attempts that failed.
    pub attempts: i64,
}

/// The job that looks at the clocks of a request.
#[must_use]
pub fn of_request(request: Uuid) -> String {
    format!("clocks/{request}")
}

/// The request whose clocks a job looks at.
#[must_use]
pub fn request_of(job: &str) -> Option<Uuid> {
    job.strip_prefix("clocks/")?.parse().ok()
}

/// Keeps jobs and notices in step with a request that stood as `before`.
pub(crate) fn follow(
    gathered: &mut Gathered,
    before: Option<&ServiceRequest>,
    request: &ServiceRequest,
    now: Timestamp,
) {
    let same_clocks = before.is_some_and(|before| before.clocks == request.clocks);
    if same_clocks || (before.is_none() && request.clocks.is_empty()) {
        return;
    }
    gathered.jobs.insert(request.id.0, reminder::first(request, now));
    if let Some(before) = before {
        let moot = reminder::moot(before, request, now);
        gathered.moot_notices.extend(moot.into_iter().map(|matter| (request.id.0, matter)));
    }
}

const QUEUE: &str = "INSERT INTO jobs (id, run_at, attempts) VALUES ($1, $2, $3) \
     ON CONFLICT (id) DO UPDATE SET run_at = excluded.run_at, attempts = excluded.attempts";
const FORGET: &str = "DELETE FROM jobs WHERE id = $1";

/// Writes the jobs that follow from what was changed.
pub(crate) async fn write(conn: &mut Conn, jobs: &BTreeMap<Uuid, Option<Timestamp>>) -> Result<()> {
    let mut queued = Vec::with_capacity(jobs.len());
    for (request, run_at) in jobs {
        let id = of_request(*request);
        match run_at {
            Some(run_at) => queued.push((id, *run_at)),
            None => {
                execute!(conn, FORGET, id.as_str())?;
            }
        }
    }
    execute_rows!(conn, QUEUE, &queued, |(id, run_at)| [id.as_str(), run_at.millis(), 0_i64])
}

/// Queues a job, or moves the one that is queued; `attempts` counts those that failed.
///
/// # Errors
/// The database did not do it.
pub async fn queue(tx: &mut Tx, id: &str, run_at: Timestamp, attempts: i64) -> Result<()> {
    execute!(tx.conn(), QUEUE, id, run_at.millis(), attempts)?;
    Ok(())
}

const QUEUE_NEW: &str = "INSERT INTO jobs (id, run_at, attempts) VALUES ($1, $2, 0) ON CONFLICT (id) DO NOTHING";

/// Queues a job unless it is queued already.
///
/// # Errors
/// The database did not do it.
pub async fn queue_new(tx: &mut Tx, id: &str, run_at: Timestamp) -> Result<()> {
    execute!(tx.conn(), QUEUE_NEW, id, run_at.millis())?;
    Ok(())
}

const DUE: &str = "SELECT id, attempts FROM jobs WHERE run_at <= $1 ORDER BY run_at, id LIMIT $2";

/// Jobs that are due, the oldest first. Another node may see the same ones: who takes one does it.
///
/// # Errors
/// The database can't be read.
pub async fn due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<Job>> {
    Ok(fetch_all!(conn, Job, DUE, now.millis(), limit)?)
}

const TAKE: &str = "DELETE FROM jobs WHERE id = $1 AND run_at <= $2";

/// Takes a job that is due; false when somebody else has it, or it was moved meanwhile.
///
/// # Errors
/// The database did not do it.
pub async fn take(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool> {
    Ok(execute!(tx.conn(), TAKE, id, now.millis())? > 0)
}

const QUEUED: &str = "SELECT id, attempts FROM jobs WHERE id = $1";

/// Whether a job waits for its time.
///
/// # Errors
/// The database can't be read.
pub async fn is_queued(conn: &mut Conn, id: &str) -> Result<bool> {
    Ok(fetch_optional!(conn, Job, QUEUED, id)?.is_some())
}
