//! What was received, against its hashes, its receipts, and what the record of change and the quarantine say of it.

use std::collections::HashMap;

use domain::{
    signature::sha256_hex,
    sync::{Envelope, Outcome, PushResult, Receipt},
};
use store::{
    Conn,
    envelopes::{self, Received},
    quarantine::{self, Entry},
};

use super::{
    Anchor, Fault, Received as Anchored,
    check::{PAGE, Walk},
};
use crate::{Result, Service};

impl Service {
    /// Looks at everything received; returns what each of the anchors would say of it now.
    pub(super) async fn look_at_received(
        &self,
        conn: &mut Conn,
        walk: &mut Walk,
        anchors: &[Anchor],
    ) -> Result<Vec<Option<Anchored>>> {
        let mut covered: Vec<Vec<(String, String)>> = vec![Vec::new(); anchors.len()];
        let entries = quarantine::entries(conn).await?;
        let mut held: HashMap<String, Entry> = entries.into_iter().map(|entry| (entry.sha256.clone(), entry)).collect();
        // What the record of change names and was not come across yet.
        let mut named = walk.envelopes.clone();
        let mut after = (String::new(), String::new());
        loop {
            let page = envelopes::page(conn, (&after.0, &after.1), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = (last.id.clone(), last.sha256.clone());
            walk.report.envelopes += page.len();
            for received in page {
                named.remove(&received.id);
                for (anchor, covered) in anchors.iter().zip(&mut covered) {
                    if anchor.received.as_ref().is_some_and(|then| then.covers(received.received_at)) {
                        covered.push((received.id.clone(), received.sha256.clone()));
                    }
                }
                self.look_at_envelope(walk, &received);
                let entry = held.remove(&received.sha256).filter(|entry| entry.id == received.id);
                let is_replayed = walk.replayed.remove(&received.sha256);
                let belongs_there = is_replayed.is_some() || belongs_in_quarantine(walk, &received);
                let is_altered = match &entry {
                    // It leaves only by an attempt that succeeded.
                    Some(entry) => entry.taken_in_at.is_some() && is_replayed != Some(true),
                    None => belongs_there,
                };
                if is_altered {
                    walk.fault(Fault::Quarantine(received.id));
                }
            }
        }
        // What is left was in quarantine, or tried again, or had an effect, and is not among what was received.
        let replayed = std::mem::take(&mut walk.replayed);
        let gone = held.values().map(|entry| entry.id.clone());
        let gone: Vec<String> = gone.chain(replayed.into_keys().filter(|sha256| !held.contains_key(sha256))).collect();
        gone.into_iter().for_each(|id| walk.fault(Fault::Quarantine(id)));
        let mut named: Vec<String> = named.into_iter().collect();
        named.sort_unstable();
        named.into_iter().for_each(|id| walk.fault(Fault::EnvelopeGone(id)));
        walk.report.received_until = anchors.iter().filter_map(|anchor| Some(anchor.received.as_ref()?.until)).max();
        let now = anchors
            .iter()
            .zip(covered)
            .map(|(anchor, covered)| anchor.received.as_ref().map(|then| Anchored::of(then.from, then.until, covered)));
        Ok(now.collect())
    }

    fn look_at_envelope(&self, walk: &mut Walk, received: &Received) {
        let Received { id, sha256, body, .. } = received;
        if sha256_hex(body.as_bytes()) != *sha256 {
            walk.fault(Fault::Envelope(id.clone()));
        }
        let result = serde_json::from_str::<PushResult>(&received.result).ok();
        let Some(receipt) = result.and_then(|result| result.receipt) else {
            walk.fault(Fault::Receipt(id.clone()));
            return;
        };
        let is_about_it = receipt.id == *id
            && receipt.sha256 == *sha256
            && receipt.outcome.word() == received.outcome
            && receipt.received_at.millis() == received.received_at;
        let Receipt { key_id, sig, .. } = &receipt;
        let signed = serde_json::from_slice(&receipt.signing_bytes()).unwrap_or_default();
        let is_by_centre = walk.is_ours(&self.keys, key_id, &signed, sig);
        if !is_about_it || !is_by_centre {
            walk.fault(Fault::Receipt(id.clone()));
        }
    }
}

/// Whether nobody would have come across it elsewhere: it was not understood, or it is about nothing that is here.
fn belongs_in_quarantine(walk: &Walk, received: &Received) -> bool {
    match Outcome::parse(&received.outcome) {
        Some(Outcome::Quarantined) => true,
        // What is kept with its request is in the record of change.
        Some(Outcome::Kept) if walk.broken.is_none() && !walk.envelopes.contains(&received.id) => {
            let envelope: Option<Envelope> = serde_json::from_str(&received.body).ok();
            envelope.is_some_and(|envelope| envelope.command.is_from_away())
        }
        _ => false,
    }
}
