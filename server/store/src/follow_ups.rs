//! Where requests stand in the queue of calls after visits, so that the queue costs what is in it (QA-1).

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    follow_up::{self, Stage},
    request::ServiceRequest,
};
use uuid::Uuid;

use crate::{
    Conn, Result,
    gathered::Gathered,
    requests::{Row, Stored},
};

/// Region, list, and the instant by which it is ordered.
pub(crate) type Place = (String, Stage, Timestamp);

const NOTE: &str = "INSERT INTO follow_ups (request, region, stage, at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (request) DO UPDATE SET stage = excluded.stage, at = excluded.at";
const FORGET: &str = "DELETE FROM follow_ups WHERE request = $1";

/// Keeps the queue in step with a request that stood as `before`.
pub(crate) fn follow(gathered: &mut Gathered, before: Option<&ServiceRequest>, request: &ServiceRequest) {
    let place = follow_up::place(request);
    if before.and_then(follow_up::place) != place {
        let place = place.map(|(stage, at)| (request.region.clone(), stage, at));
        gathered.follow_ups.insert(request.id.0, place);
    }
}

/// Writes what has changed in the queue.
pub(crate) async fn write(conn: &mut Conn, changed: &BTreeMap<Uuid, Option<Place>>) -> Result<()> {
    for (id, place) in changed {
        match place {
            Some((region, stage, at)) => execute!(conn, NOTE, *id, region.as_str(), stage.word(), at.millis())?,
            None => execute!(conn, FORGET, *id)?,
        };
    }
    Ok(())
}

const EARLIEST_FIRST: &str = "SELECT r.record, r.version FROM follow_ups f JOIN requests r ON r.id = f.request \
     WHERE f.stage = $1 AND ($2 = '' OR f.region = $2) AND (f.at > $3 OR (f.at = $3 AND f.request > $4)) \
     ORDER BY f.at, f.request LIMIT $5";
const NEWEST_FIRST: &str = "SELECT r.record, r.version FROM follow_ups f JOIN requests r ON r.id = f.request \
     WHERE f.stage = $1 AND ($2 = '' OR f.region = $2) AND (f.at < $3 OR (f.at = $3 AND f.request < $4)) \
     ORDER BY f.at DESC, f.request DESC LIMIT $5";

/// Requests of a list: by what is due first, what was done the newest first. `region` narrows to one, empty means any.
///
/// # Errors
/// The database can't be read.
pub async fn list(
    conn: &mut Conn,
    stage: Stage,
    region: &str,
    (at, id): (i64, Uuid),
    limit: i64,
) -> Result<Vec<Stored>> {
    conn.settle().await?;
    let rows = match stage {
        Stage::Done => fetch_all!(conn, Row, NEWEST_FIRST, stage.word(), region, at, id, limit)?,
        Stage::Due | Stage::Case => fetch_all!(conn, Row, EARLIEST_FIRST, stage.word(), region, at, id, limit)?,
    };
    rows.into_iter().map(Row::read).collect()
}
