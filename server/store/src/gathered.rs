//! What a piece of work has changed and not written yet: requests are read and written many at a time.
//!
//! A delivery is about many requests, often several times about the same one. A statement for each would make the way
//! to the database the most expensive part of a push. So a request that is locked stays at hand, saving it changes what
//! is at hand, and all of it is written at the end of the piece of work, or earlier when somebody reads by another way:
//! whatever reads these tables settles first.

use std::collections::BTreeMap;

use domain::{DispatchId, PersonId, RequestId, Timestamp};
use uuid::Uuid;

use crate::{
    Conn, Result, blobs, disputes, follow_ups, jobs, lists, notices, papers,
    requests::{self, Stored},
};

/// In the order of their ids, so that the same work always leads to the same statements.
#[derive(Default)]
pub(crate) struct Gathered {
    /// Requests that were locked, as this transaction sees them; None for those that do not exist.
    pub requests: BTreeMap<Uuid, Option<Stored>>,
    /// The requests of dispatches that somebody asked for, or that were opened here.
    pub of_dispatches: BTreeMap<Uuid, Option<RequestId>>,
    /// Requests that are still to be written, and when they changed.
    pub changed: BTreeMap<Uuid, Timestamp>,
    /// Who has to do with which request since now, or with one that is closed or open since now: when it changed, or
    /// [`requests::OPEN`].
    pub people: BTreeMap<(PersonId, RequestId), i64>,
    /// Dispatches that are new, with their engineers.
    pub dispatches: Vec<(DispatchId, RequestId, PersonId)>,
    pub blob_uses: Vec<(String, RequestId)>,
    pub papers: Vec<papers::Paper>,
    /// Requests whose oldest open matter is another than before, with their region and since when it waits; None when
    /// nothing is left to decide.
    pub disputes: BTreeMap<Uuid, Option<(String, Timestamp)>>,
    /// Requests that stand elsewhere in the queue of calls than before; None for those that leave it.
    pub follow_ups: BTreeMap<Uuid, Option<follow_ups::Place>>,
    /// Requests that were sent to headquarters, and when.
    pub sent_to_headquarters: BTreeMap<Uuid, Timestamp>,
    /// Requests whose clocks changed, and when they have to be looked at; None for those that never have to be.
    pub jobs: BTreeMap<Uuid, Option<Timestamp>>,
    /// Notices about requests that are worth nothing any more, by their matter.
    pub moot_notices: Vec<(Uuid, String)>,
}

impl Conn {
    /// Writes what was gathered. What is needed again is read again.
    ///
    /// # Errors
    /// The database did not do it: the piece of work is lost.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        let gathered = &mut self.gathered;
        let changed = std::mem::take(&mut gathered.changed);
        let people = std::mem::take(&mut gathered.people);
        let dispatches = std::mem::take(&mut gathered.dispatches);
        let blob_uses = std::mem::take(&mut gathered.blob_uses);
        let papers = std::mem::take(&mut gathered.papers);
        let disputes = std::mem::take(&mut gathered.disputes);
        let follow_ups = std::mem::take(&mut gathered.follow_ups);
        let sent_to_headquarters = std::mem::take(&mut gathered.sent_to_headquarters);
        let jobs = std::mem::take(&mut gathered.jobs);
        let moot_notices = std::mem::take(&mut gathered.moot_notices);
        // All the others name requests.
        requests::write(self, &changed).await?;
        requests::write_people(self, people).await?;
        requests::write_dispatches(self, &dispatches).await?;
        disputes::write(self, &disputes).await?;
        follow_ups::write(self, &follow_ups).await?;
        lists::write(self, &sent_to_headquarters).await?;
        jobs::write(self, &jobs).await?;
        notices::withdraw(self, &moot_notices).await?;
        papers::write(self, &papers).await?;
        blobs::write_uses(self, &blob_uses).await
    }
}
