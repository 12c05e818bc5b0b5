//! The queue of calls after visits, for whoever makes or reads them (QA-1).

use domain::{
    follow_up::{self, Stage},
    rights::{self, Action, Reach},
};
use store::follow_ups;
use uuid::Uuid;

use crate::{Caller, Result, Service, ServiceError, requests::Page};

const PAGE: i64 = 50;

impl Service {
    /// A page of a list of the queue: what is due first, what was opened first, what was done last.
    ///
    /// # Errors
    /// The caller may not see the queue; the cursor is not one of ours; the store.
    pub async fn follow_ups(&self, caller: &Caller, stage: Stage, cursor: Option<&str>) -> Result<Page> {
        let actor = caller.actor();
        let region = match rights::widest(&actor, Action::SeeFollowUps) {
            Reach::All => "",
            Reach::Region => actor.region.as_str(),
            _ => return Err(ServiceError::NotFound),
        };
        let newest_first = stage == Stage::Done;
        let after = match cursor {
            Some(cursor) => parse(cursor).ok_or(ServiceError::Field { pointer: "/cursor", word: "invalid" })?,
            None if newest_first => (i64::MAX, Uuid::max()),
            None => (i64::MIN, Uuid::nil()),
        };
        let mut conn = self.db.read().await?;
        let mut items = follow_ups::list(&mut conn, stage, region, after, PAGE).await?;
        let is_full = items.len() as i64 == PAGE;
        let next = items.last().filter(|_| is_full).and_then(|stored| {
            let (_, at) = follow_up::place(&stored.request)?;
            Some(format!("{}.{}", at.millis(), stored.request.id))
        });
        items.retain(|stored| rights::may_read(&actor, &stored.request));
        Ok(Page { items, next })
    }
}

fn parse(cursor: &str) -> Option<(i64, Uuid)> {
    let (at, id) = cursor.split_once('.')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}
