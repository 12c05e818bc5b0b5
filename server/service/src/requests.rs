//! Lists and single requests for whoever may read them.

use std::collections::HashMap;

use domain::{
    RequestId, Timestamp,
    rights::{self, Action, Reach},
    sync::Envelope,
};
use store::{
    changes::{self, Change},
    envelopes,
    requests::{self, Filter, Stored},
};
use uuid::Uuid;

use crate::{Caller, Result, Service, ServiceError};

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub state: Option<String>,
    pub due_before: Option<i64>,
    pub text: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A page of requests.
pub struct Page {
    pub items: Vec<Stored>,
    pub next: Option<String>,
}

/// A line of a record's history.
pub struct Line {
    pub change: Change,
    /// When it was done, on whichever device; that is long before the change where there was no network. None for what
    /// the centre's own program did.
    pub done_at: Option<Timestamp>,
}

const PAGE: i64 = 50;
/// Lines of a record's history at most.
const HISTORY: i64 = 1_000;

impl Service {
    /// Requests the caller may read, by what is due first.
    ///
    /// # Errors
    /// The caller may read none; the cursor is not one of ours; the store.
    pub async fn requests(&self, caller: &Caller, query: &Query) -> Result<Page> {
        let actor = caller.actor();
        let reach = rights::widest(&actor, Action::ReadRequest);
        let after = match &query.cursor {
            Some(cursor) => parse_cursor(cursor).ok_or(ServiceError::Field { pointer: "/cursor", word: "invalid" })?,
            None => (i64::MIN, Uuid::nil()),
        };
        let filter = Filter {
            state: match reach {
                Reach::Archived => "archived".to_owned(),
                _ => query.state.clone().unwrap_or_default(),
            },
            due_before: query.due_before.unwrap_or(i64::MAX),
            text: query.text.clone().unwrap_or_default().replace('\0', "").trim().to_lowercase(),
            region: if reach == Reach::Region { actor.region.clone() } else { String::new() },
            person: (reach <= Reach::Own && reach != Reach::Archived).then_some(actor.person),
            after,
            limit: PAGE,
        };
        let mut items = requests::list(&mut self.db.read().await?, &filter).await?;
        let is_full = items.len() as i64 == PAGE;
        let next = items
            .last()
            .filter(|_| is_full)
            .map(|stored| format!("{}.{}", requests::place_by_due(&stored.request), stored.request.id));
        items.retain(|stored| rights::may_read(&actor, &stored.request));
        Ok(Page { items, next })
    }

    /// One request.
    ///
    /// # Errors
    /// There is none that the caller may read.
    pub async fn request(&self, caller: &Caller, id: RequestId) -> Result<Stored> {
        let stored = requests::find(&mut self.db.read().await?, id).await?;
        stored.filter(|stored| rights::may_read(&caller.actor(), &stored.request)).ok_or(ServiceError::NotFound)
    }

    /// The history of a request, oldest first (AUD-1).
    ///
    /// # Errors
    /// There is none that the caller may read.
    pub async fn history(&self, caller: &Caller, id: RequestId) -> Result<Vec<Line>> {
        self.request(caller, id).await?;
        let mut conn = self.db.read().await?;
        let changes = changes::of_record(&mut conn, "request", id.0, HISTORY).await?;
        let named: Vec<&str> =
            changes.iter().map(|change| change.envelope.as_str()).filter(|id| !id.is_empty()).collect();
        let received = envelopes::find_all(&mut conn, &named).await?;
        // Of two with one id the first counts, and they come in that order.
        let mut done_at: HashMap<String, Timestamp> = HashMap::new();
        for received in received {
            let Ok(envelope) = serde_json::from_str::<Envelope>(&received.body) else { continue };
            let at = envelope.done_at().min(Timestamp(received.received_at)).max(Timestamp::FIRST);
            done_at.entry(received.id).or_insert(at);
        }
        let line = |change: Change| Line { done_at: done_at.get(&change.envelope).copied(), change };
        Ok(changes.into_iter().map(line).collect())
    }
}

fn parse_cursor(text: &str) -> Option<(i64, Uuid)> {
    let (due, id) = text.split_once('.')?;
    Some((due.parse().ok()?, id.parse().ok()?))
}
