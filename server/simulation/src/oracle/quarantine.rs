//! What could not be taken in is kept whole and listed until it has its place, and an update brings in what it makes
//! readable.

use std::collections::{BTreeMap, BTreeSet};

use domain::sync::{Envelope, Outcome, PushResult};
use service::{Caller, Service, ServiceError};
use store::{
    envelopes::Received,
    quarantine::{Held, Replay},
};
use uuid::Uuid;

use crate::{centre, oracle::Stored};

/// Quarantine as administrators see it.
pub(crate) struct Quarantine {
    /// By hash of the content, everything that was ever in it, with the attempts to take it in.
    pub ever: BTreeMap<String, (Held, Vec<Replay>)>,
    /// Hashes of what the list shows.
    listed: BTreeSet<String>,
}

impl Quarantine {
    /// What came of the attempt that took an envelope in.
    pub(super) fn taken_in(&self, sha256: &str) -> Option<PushResult> {
        let (held, replays) = self.ever.get(sha256)?;
        held.taken_in_at?;
        serde_json::from_str(&replays.last()?.result).ok()
    }
}

/// Somebody of the office, as the interface would let them in.
pub(super) fn caller(login: &str) -> Result<Caller, ServiceError> {
    let person = centre::person(login).ok_or(ServiceError::NotFound)?;
    Ok(Caller::of(person, Uuid::nil(), ""))
}

pub(super) async fn read(service: &Service) -> Result<Quarantine, ServiceError> {
    let admin = caller("admin")?;
    let mut ever = BTreeMap::new();
    for held in pages(service, &admin, true).await? {
        let whole = service.quarantined(&admin, &held.sha256).await?;
        ever.insert(held.sha256, (whole.held, whole.replays));
    }
    let listed = pages(service, &admin, false).await?.into_iter().map(|held| held.sha256).collect();
    Ok(Quarantine { ever, listed })
}

async fn pages(service: &Service, admin: &Caller, all: bool) -> Result<Vec<Held>, ServiceError> {
    let (mut items, mut cursor) = (Vec::new(), None);
    loop {
        let page = service.quarantine(admin, all, None, cursor.as_deref()).await?;
        items.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(items);
        }
    }
}

pub(super) fn look(stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    let quarantine = &stored.quarantine;
    let homeless: BTreeMap<&str, &Received> = stored
        .envelopes
        .iter()
        .filter(|received| is_nowhere_else(stored, received))
        .map(|received| (received.sha256.as_str(), received))
        .collect();
    for (sha256, received) in &homeless {
        if !quarantine.listed.contains(*sha256) {
            broken.push(format!("{} is {} and stands in no list", received.id, received.outcome));
        }
        match quarantine.ever.get(*sha256) {
            Some((held, _)) if held.body == received.body && held.result == received.result => {}
            _ => broken.push(format!("{} is not whole in quarantine", received.id)),
        }
    }
    for sha256 in &quarantine.listed {
        if !homeless.contains_key(sha256.as_str()) {
            broken.push(format!("{sha256} stands in quarantine although it has its place"));
        }
    }
    broken.extend(left_out_by_the_update(stored));
    broken
}

/// Not accepted, with no effect, and not with its request either. Whoever gave an order in the office has the answer.
fn is_nowhere_else(stored: &Stored, received: &Received) -> bool {
    let is_from_away = Stored::envelope(received).is_none_or(|envelope| envelope.command.is_from_away());
    let is_open = match Outcome::parse(&received.outcome) {
        Some(Outcome::Quarantined) => true,
        Some(Outcome::Kept) => is_from_away,
        _ => false,
    };
    is_open && !stored.has_left_a_trace(&received.id)
}

/// After the update everything was tried again: what can be read by now was judged like any other.
fn left_out_by_the_update(stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    for (held, replays) in stored.quarantine.ever.values().filter(|(held, _)| held.taken_in_at.is_none()) {
        let Some(last) = replays.last() else {
            broken.push(format!("{} is in quarantine and was never tried again", held.id));
            continue;
        };
        let is_readable = serde_json::from_str::<Envelope>(&held.body).is_ok();
        let word = serde_json::from_str::<PushResult>(&last.result).ok().and_then(|result| result.problem);
        let word = word.map(|problem| problem.word).unwrap_or_default();
        if is_readable && matches!(word.as_str(), "unknown_protocol" | "not_understood" | "bad_signature") {
            broken.push(format!("{} can be read since the update and is still {word}", held.id));
        }
    }
    broken
}
