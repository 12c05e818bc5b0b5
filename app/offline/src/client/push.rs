//! Sends what waits, in order, and takes in the server's word for each action (SYN-4).
//!
//! Only a whole, well-formed answer with a receipt that the server signed for the very bytes that were sent settles an
//! action. Everything else (a log-in page, a time-out, a cut connection, a receipt for something else or by somebody
//! else) leaves it where it is.

use std::rc::Rc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    DeviceId, EnvelopeId, Timestamp,
    signature::canonical,
    sync::{MAX_ENVELOPES, MAX_PUSH_BYTES, Outcome, PushResult, signing_bytes},
};
use serde_json::Value;

use crate::{
    Later,
    client::{
        Change, Client, SyncReport,
        act::row_name,
        fetch::{Heard, Stop, problem_of},
        session::is_unknown_device,
    },
    machine::new_id,
    outbox::{EntryState, Item},
    storage::{Expect, StorageError, Table, Write},
    transport::Ask,
};

/// Room for what stands around the envelopes in a push.
const FRAME_BYTES: usize = 256;

/// The question that delivers envelopes, exactly as they were written.
pub(super) fn push_ask(device: DeviceId, batch: &[Item]) -> Ask {
    let size: usize = batch.iter().map(|item| item.text.len() + 1).sum();
    let mut body = String::with_capacity(size + FRAME_BYTES);
    body.push_str("{\"device_id\":\"");
    body.push_str(&device.to_string());
    body.push_str("\",\"envelopes\":[");
    for (place, item) in batch.iter().enumerate() {
        if place > 0 {
            body.push(',');
        }
        body.push_str(&item.text);
    }
    body.push_str("]}");
    Ask::new("POST", "/api/sync/push".to_owned()).json(body.into_bytes())
}

/// The results of a push, by whatever order. None when this is no answer to a push at all.
///
/// A result that cannot be read says nothing about its action, and takes nothing from the others.
pub(super) fn results_of(answer: &mut Value) -> Option<(Timestamp, Vec<PushResult>)> {
    let server_time = answer.get("server_time")?.as_str()?.parse().ok()?;
    let results = answer.get_mut("results")?.as_array_mut()?;
    Some((server_time, results.drain(..).filter_map(|result| serde_json::from_value(result).ok()).collect()))
}

impl Client {
    /// Sends everything that may be sent, once.
    pub(super) async fn push(&self, report: &mut SyncReport) -> Result<(), Stop> {
        let mut tried: Vec<EnvelopeId> = Vec::new();
        let mut limit = MAX_ENVELOPES;
        let mut outcome = Ok(());
        let mut registers_again = true;
        loop {
            let mut batch = self.0.state.borrow().outbox.next_batch(limit, MAX_PUSH_BYTES - FRAME_BYTES, &tried);
            if planted::is("new_id_on_retry") {
                batch = self.with_new_ids(batch).await;
            }
            if batch.is_empty() {
                return outcome;
            }
            let device = self.ensure_device().await?;
            self.0.state.borrow_mut().clock.forget_contact();
            if !self.mark_sent(&batch).await {
                continue;
            }
            let heard = self.exchange(push_ask(device, &batch)).await;
            if heard.is_err() && planted::is("silence_is_consent") {
                let done = |item: Item| Item { state: EntryState::Accepted, ..item };
                self.keep_verdicts(batch.iter().cloned().map(done).collect()).await?;
            }
            let heard = heard?;
            report.sent += batch.len();
            match (heard.answer.status, heard.answer.json()) {
                (200, Some(mut value)) => {
                    let (server_time, results) = results_of(&mut value).ok_or(Stop::TROUBLE)?;
                    self.note_push(server_time, &heard);
                    let undecided = self.take_results(&batch, &results, report).await?;
                    if !undecided.is_empty() {
                        outcome = Err(Stop::trouble(&heard.answer));
                        tried.extend(undecided);
                    }
                }
                (413, _) if batch.len() > 1 => limit = batch.len() / 2,
                (413, _) => {
                    // Too large all by itself: the others can still go.
                    outcome = Err(Stop::TROUBLE);
                    tried.extend(batch.iter().map(|item| item.id));
                }
                (status @ 400..=499, Some(value))
                    if registers_again && is_unknown_device(&problem_of(value.clone(), status)) =>
                {
                    registers_again = false;
                    self.forget_device().await;
                }
                _ => return Err(Stop::trouble(&heard.answer)),
            }
        }
    }

    /// The server has heard from this device: the monotonic count of the actions to come begins here (SYN-12).
    pub(super) fn note_push(&self, server_time: Timestamp, heard: &Heard) {
        let mut state = self.0.state.borrow_mut();
        state.clock.sample(server_time, heard.at);
        state.clock.note_contact(heard.at);
    }

    /// Notes durably that actions leave the device; from then on they cannot be held back. False when another tab
    /// changed one of them meanwhile: then the batch must be put together anew.
    async fn mark_sent(&self, batch: &[Item]) -> bool {
        let waiting = batch.iter().filter(|item| item.state == EntryState::Waiting);
        let ids: Vec<EnvelopeId> = waiting.clone().map(|item| item.id).collect();
        let expect = || Expect::Tag("waiting".to_owned());
        let writes: Vec<Write> = waiting
            .filter_map(|item| self.key(&row_name(item.seq)))
            .map(|key| {
                if planted::is("deleted_before_receipt") {
                    return Write::gone(Table::Outbox, key);
                }
                Write::tag(Table::Outbox, key, "sent").expecting(expect())
            })
            .collect();
        if ids.is_empty() {
            return true;
        }
        let written = self.0.storage.write(writes).await;
        if written == Err(StorageError::Changed) {
            return self.reload_outbox().await.is_err();
        }
        // On a store that fails now, the server is the best place for the work.
        {
            let mut state = self.0.state.borrow_mut();
            for id in ids {
                if let Some(item) = state.outbox.get_mut(id) {
                    item.state = EntryState::Sent;
                }
            }
        }
        self.tell_of_outbox();
        true
    }

    /// Takes in the results that are one, and returns the actions about which nothing was said.
    async fn take_results(
        &self,
        batch: &[Item],
        results: &[PushResult],
        report: &mut SyncReport,
    ) -> Result<Vec<EnvelopeId>, Stop> {
        let mut undecided = Vec::new();
        let mut settled = Vec::new();
        for item in batch {
            let id = item.id.to_string();
            let result = results.iter().find(|result| result.id == id);
            if planted::is("retry_is_done") && result.is_some_and(|result| result.outcome == Outcome::Retry) {
                settled.push(Item { state: EntryState::Accepted, ..item.clone() });
                continue;
            }
            let verdict = match result.and_then(|result| item.verdict(result)) {
                Some((state, receipt)) if self.is_by_server(&receipt).await => Some((state, receipt)),
                _ => None,
            };
            let Some((state, receipt)) = verdict else {
                match result {
                    Some(result) if result.outcome == Outcome::Retry => report.retried += 1,
                    Some(_) => report.without_receipt += 1,
                    None => {}
                }
                undecided.push(item.id);
                continue;
            };
            match state {
                EntryState::Accepted => report.accepted += 1,
                EntryState::Kept(_) => report.kept += 1,
                _ => report.quarantined += 1,
            }
            let settles = item.settled || planted::is("effect_dropped_at_receipt");
            settled.push(Item { state, receipt: Some(receipt), settled: settles, ..item.clone() });
            if let Some(result) = result {
                self.note_missing_blobs(&result.missing_blobs).await;
            }
        }
        if !settled.is_empty() {
            self.keep_verdicts(settled).await?;
        }
        Ok(undecided)
    }

    /// The fault of a client that makes each delivery a new action. Boxed, so that nothing of it is in a program that
    /// never calls it.
    fn with_new_ids(&self, mut batch: Vec<Item>) -> Later<Vec<Item>> {
        let client = self.clone();
        Box::pin(async move {
            for item in batch.iter_mut().filter(|item| item.state == EntryState::Sent) {
                let mut value: Value = serde_json::from_str(&item.text).unwrap_or_default();
                let id = EnvelopeId(new_id(&*client.0.machine));
                value["id"] = Value::String(id.to_string());
                let Ok(signature) = client.0.vault.sign(&signing_bytes(&mut value)).await else { continue };
                value["sig"] = Value::String(URL_SAFE_NO_PAD.encode(signature));
                let Ok(text) = String::from_utf8(canonical(&value)) else { continue };
                let envelope = serde_json::from_value(value).ok().map(Rc::new);
                let renamed = Item { id, text: text.into(), envelope, ..item.clone() };
                if let Some(known) = client.0.state.borrow_mut().outbox.get_mut(item.id) {
                    *known = renamed.clone();
                }
                *item = renamed;
            }
            batch
        })
    }

    async fn keep_verdicts(&self, settled: Vec<Item>) -> Result<(), Stop> {
        let _turn = self.0.acts.take().await;
        let generation = self.0.generation.get();
        let sealing: Vec<_> = settled.iter().map(|item| self.seal(item.to_bytes())).collect();
        let mut writes = Vec::new();
        for (item, sealed) in settled.iter().zip(sealing) {
            let (Ok(sealed), Some(key)) = (sealed.await, self.key(&row_name(item.seq))) else { continue };
            // A row that was sealed at a sign-out in another tab must not come back under a key that is gone.
            let row = Write::row(Table::Outbox, key, item.word().to_owned(), sealed);
            writes.push(row.expecting(Expect::Tag("sent".to_owned())));
        }
        // If this fails, the actions are sent again after a restart and get the same answer.
        let _ = self.0.storage.write(writes).await;
        if self.0.generation.get() != generation {
            return Err(Stop::NOT_SIGNED_IN);
        }
        {
            let mut state = self.0.state.borrow_mut();
            for item in settled {
                let request = item.request;
                if let Some(known) = state.outbox.get_mut(item.id) {
                    *known = item;
                }
                if let Some(request) = request {
                    state.refresh(request);
                }
            }
        }
        self.notify(Change::Records);
        self.tell_of_outbox();
        Ok(())
    }
}
