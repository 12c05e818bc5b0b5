//! Requests about which a manager has to decide, so that the list costs what is in it (SYN-7).

use std::collections::BTreeMap;

use domain::{Timestamp, dispute, request::ServiceRequest};
use uuid::Uuid;

use crate::{
    Conn, Result,
    gathered::Gathered,
    requests::{Row, Stored},
};

const NOTE: &str = "INSERT INTO disputes (request, region, since) VALUES ($1, $2, $3) \
     ON CONFLICT (request) DO UPDATE SET since = excluded.since";
const FORGET: &str = "DELETE FROM disputes WHERE request = $1";

/// Keeps the list in step with a request that stood as `before`.
pub(crate) fn follow(gathered: &mut Gathered, before: Option<&ServiceRequest>, request: &ServiceRequest) {
    let since = dispute::since(request);
    if before.and_then(dispute::since) != since {
        gathered.disputes.insert(request.id.0, since.map(|since| (request.region.clone(), since)));
    }
}

/// Writes what has changed in the list.
pub(crate) async fn write(conn: &mut Conn, changed: &BTreeMap<Uuid, Option<(String, Timestamp)>>) -> Result<()> {
    for (id, matter) in changed {
        match matter {
            Some(_) if planted::is("dispute_not_listed") => 0,
            None if planted::is("settled_dispute_stays_listed") => 0,
            Some((region, since)) => execute!(conn, NOTE, *id, region.as_str(), since.millis())?,
            None => execute!(conn, FORGET, *id)?,
        };
    }
    Ok(())
}

const LIST: &str = "SELECT r.record, r.version FROM disputes d JOIN requests r ON r.id = d.request \
     WHERE ($1 = '' OR d.region = $1) ORDER BY d.since, d.request LIMIT $2";

/// Requests in dispute, the oldest matter first; `region` narrows to one, empty means any.
///
/// # Errors
/// The database can't be read.
pub async fn list(conn: &mut Conn, region: &str, limit: i64) -> Result<Vec<Stored>> {
    conn.settle().await?;
    fetch_all!(conn, Row, LIST, region, limit)?.into_iter().map(Row::read).collect()
}

const LISTED: &str = "SELECT request FROM disputes ORDER BY request";

/// The ids of all requests on the list.
///
/// # Errors
/// The database can't be read.
pub async fn listed(conn: &mut Conn) -> Result<Vec<Uuid>> {
    let rows = fetch_all!(conn, (Uuid,), LISTED)?;
    Ok(rows.into_iter().map(|(request,)| request).collect())
}
