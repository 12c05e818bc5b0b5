//! Quarantine: what could not be taken in, for whoever may see it, and trying again after an update (SYN-7).

use std::collections::HashMap;

use domain::{
    DeviceId, PersonId,
    rights::{Action, Reach, permits_somewhere, widest},
    sync::{Outcome, PushResult},
};
use serde_json::{Value, json};
use store::{
    NewChange, Tx,
    devices::{self as stored_devices},
    envelopes, people,
    quarantine::{self, Filter, Held, Replay},
};
use uuid::Uuid;
use words::Lang;

use super::{About, Desk, Papers, Read, Verdict, about};
use crate::{Caller, Result, Service, ServiceError, devices};

/// Envelopes of one page, and of one round of trying all again.
const PAGE: i64 = 50;

/// A page of what is in quarantine.
pub struct HeldPage {
    pub items: Vec<Held>,
    /// What they were to be about, by their hashes, as far as it is known.
    pub about: HashMap<String, About>,
    /// What the devices are called that they come from.
    pub devices: HashMap<Uuid, String>,
    pub next: Option<String>,
}

/// An envelope in quarantine with every attempt to take it in.
pub struct HeldWhole {
    pub held: Held,
    /// What it was to be about, as far as it is known.
    pub about: Option<About>,
    /// What the device is called that it comes from.
    pub device: String,
    pub replays: Vec<Replay>,
}

/// What came of trying everything again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    pub accepted: usize,
    pub kept: usize,
    /// Still not to be taken in.
    pub still: usize,
    /// Left alone: what a revoked device sent is looked at one by one.
    pub for_review: usize,
}

/// How an attempt treats what a revoked device sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Revoked {
    /// Whoever tries this one has looked at it: that is the review.
    Reviewed,
    Refused,
}

impl Service {
    /// What is in quarantine and the caller may see, of all devices or of one: administrators everything, engineers what they
    /// delivered.
    ///
    /// # Errors
    /// The caller may see none; the cursor is not one of ours; the store.
    pub async fn quarantine(
        &self,
        caller: &Caller,
        all: bool,
        device: Option<DeviceId>,
        cursor: Option<&str>,
    ) -> Result<HeldPage> {
        let reach = widest(&caller.actor(), Action::SeeQuarantine);
        let person = match reach {
            Reach::All => None,
            Reach::Own => Some(caller.person.id),
            _ => return Err(ServiceError::NotFound),
        };
        let before = match cursor.filter(|cursor| !cursor.is_empty()) {
            Some(cursor) => parse_cursor(cursor).ok_or(ServiceError::Field { pointer: "/cursor", word: "invalid" })?,
            None => (i64::MAX, String::new()),
        };
        let filter = Filter { person, device, all, before, limit: PAGE };
        let mut conn = self.db.read().await?;
        let mut items = quarantine::list(&mut conn, &filter).await?;
        let about = about(&mut conn, caller, reach, items.iter().map(|held| (&held.sha256, &held.body))).await?;
        let devices: Vec<Uuid> = items.iter().map(|held| held.device).collect();
        let devices = stored_devices::names(&mut conn, &devices).await?;
        let is_full = i64::try_from(items.len()).is_ok_and(|count| count == PAGE);
        let next = items.last().filter(|_| is_full).map(|held| format!("{}.{}", held.received_at, held.sha256));
        // What came together reads backwards in the order in which it was done, whatever its hashes are.
        items.sort_by_cached_key(|held| std::cmp::Reverse((held.received_at, place_on_device(held))));
        Ok(HeldPage { items, about, devices, next })
    }

    /// One envelope in quarantine, whole.
    ///
    /// # Errors
    /// There is none that the caller may see.
    pub async fn quarantined(&self, caller: &Caller, sha256: &str) -> Result<HeldWhole> {
        let reach = widest(&caller.actor(), Action::SeeQuarantine);
        let mut conn = self.db.read().await?;
        let held = quarantine::find(&mut conn, sha256).await?;
        let is_seen = |held: &Held| reach == Reach::All || (reach == Reach::Own && held.person == caller.person.id.0);
        let held = held.filter(is_seen).ok_or(ServiceError::NotFound)?;
        let replays = quarantine::replays(&mut conn, sha256).await?;
        let named = std::iter::once((&held.sha256, &held.body));
        let about = about(&mut conn, caller, reach, named).await?.remove(&held.sha256);
        let device = stored_devices::names(&mut conn, &[held.device]).await?.remove(&held.device).unwrap_or_default();
        Ok(HeldWhole { held, about, device, replays })
    }

    /// Tries to take an envelope in again: judged as if it came now, with one effect however often it is tried. The first
    /// answer stays; the new one is recorded beside it.
    ///
    /// # Errors
    /// Nothing is in quarantine under this hash for the caller; the store.
    pub async fn replay(&self, caller: &Caller, sha256: &str, lang: Lang) -> Result<PushResult> {
        self.may_replay(caller)?;
        self.try_again(caller, sha256, lang, Revoked::Reviewed).await?.ok_or(ServiceError::NotFound)
    }

    /// Tries everything in quarantine again, in the order in which it was received; what came together, in the order in
    /// which it was done on its device.
    ///
    /// # Errors
    /// The caller may not; the store.
    pub async fn replay_all(&self, caller: &Caller, lang: Lang) -> Result<Round> {
        self.may_replay(caller)?;
        let mut all = Vec::new();
        let mut before = (i64::MAX, String::new());
        loop {
            let filter = Filter { person: None, device: None, all: false, before, limit: PAGE };
            let page = quarantine::list(&mut self.db.read().await?, &filter).await?;
            let Some(last) = page.last() else { break };
            before = (last.received_at, last.sha256.clone());
            all.extend(page.into_iter().map(|held| (held.received_at, place_on_device(&held), held.sha256)));
        }
        all.sort();
        let mut round = Round::default();
        for (_, _, sha256) in all {
            let Some(result) = self.try_again(caller, &sha256, lang, Revoked::Refused).await? else { continue };
            let is_revoked = result.problem.is_some_and(|problem| problem.word == "device_revoked");
            match result.outcome {
                Outcome::Accepted => round.accepted += 1,
                Outcome::Kept => round.kept += 1,
                _ if is_revoked => round.for_review += 1,
                _ => round.still += 1,
            }
        }
        Ok(round)
    }

    fn may_replay(&self, caller: &Caller) -> Result<()> {
        let may = permits_somewhere(&caller.actor(), Action::ReplayQuarantine);
        if may { Ok(()) } else { Err(ServiceError::NotFound) }
    }

    async fn try_again(
        &self,
        caller: &Caller,
        sha256: &str,
        lang: Lang,
        revoked: Revoked,
    ) -> Result<Option<PushResult>> {
        let (centre, keys) = (self.centre.clone(), self.keys.clone());
        let (caller, sha256, now) = (caller.clone(), sha256.to_owned(), self.time.now());
        let done = self.db.write(move |tx| {
            Box::pin(async move {
                let Some(attempt) = quarantine::begin(tx, &sha256).await? else { return Ok(None) };
                let Some(held) = quarantine::find(tx.conn(), &sha256).await? else { return Ok(None) };
                let device_id = DeviceId(held.device);
                let device = stored_devices::find(tx.conn(), device_id).await?;
                let sender = people::find(tx.conn(), PersonId(held.person)).await?;
                let (Some(mut device), Some((person, _))) = (device, sender) else { return Ok(None) };
                if revoked == Revoked::Reviewed {
                    device.revoked_at = None;
                }
                let key = devices::read_key(&device.public_key);
                let sender = Caller::of(person, Uuid::nil(), &caller.address);
                let read = Read::new(serde_json::from_str(&held.body)?, key.as_ref(), (&centre, &keys), now);
                let (device, key) = (&device, key.as_ref());
                let mut desk = Desk::new(&centre, &keys, &sender, (device_id, device, key), now, lang);
                desk.papers = Papers::lay_out(tx, std::slice::from_ref(&read)).await?;
                let verdict = match envelopes::find(tx.conn(), &held.id).await?.first() {
                    Some(first) if first.sha256 != held.sha256 => desk.id_reused(),
                    _ => desk.judge(tx, &read).await?,
                };
                let result = conclude(tx, &desk, &held, attempt, &caller, verdict).await?;
                Ok(Some(result))
            })
        });
        Ok(done.await?)
    }
}

/// The number that its device gave an envelope; zero when it has none that can be read.
#[must_use]
pub fn place_on_device(held: &Held) -> u64 {
    let body: Value = serde_json::from_str(&held.body).unwrap_or_default();
    body["device_seq"].as_u64().unwrap_or_default()
}

/// Records what came of an attempt: the answer with its own receipt, and who asked for it.
async fn conclude(
    tx: &mut Tx,
    desk: &Desk<'_>,
    held: &Held,
    attempt: i64,
    caller: &Caller,
    verdict: Verdict,
) -> store::Result<PushResult> {
    let Verdict { outcome, problem, missing_blobs, .. } = verdict;
    let has_its_place = verdict.is_listed && matches!(outcome, Outcome::Accepted | Outcome::Kept);
    let is_taken_in = has_its_place || planted::is("quarantine_left_by_trying");
    let now = desk.received_at;
    let receipt = (outcome != Outcome::Retry).then(|| desk.keys.receipt(&held.id, &held.sha256, outcome, now));
    let result = PushResult { id: held.id.clone(), outcome, receipt, missing_blobs, problem };
    let replay = Replay {
        sha256: held.sha256.clone(),
        attempt,
        at: now.millis(),
        person: caller.person.id.0,
        person_name: caller.person.name.clone(),
        outcome: outcome.word().to_owned(),
        result: serde_json::to_string(&result)?,
    };
    quarantine::note(tx, &replay, is_taken_in).await?;
    let why = result.problem.as_ref().map(|problem| problem.word.clone());
    let fact: Value =
        json!({"type": "replayed", "envelope": held.id, "sha256": held.sha256, "outcome": outcome, "problem": why});
    tx.record(NewChange {
        at: now.millis(),
        kind: "envelope",
        id: held.id.parse().unwrap_or(Uuid::nil()),
        version: attempt,
        person: Some(caller.person.id.0),
        person_name: caller.person.name.clone(),
        device: Some(held.device),
        address: caller.address.clone(),
        command: "replay".to_owned(),
        envelope: String::new(),
        facts: json!([fact]).to_string(),
    });
    Ok(result)
}

fn parse_cursor(text: &str) -> Option<(i64, String)> {
    let (at, sha256) = text.split_once('.')?;
    Some((at.parse().ok()?, sha256.to_owned()))
}
