//! Every action that was said to be saved has arrived, exactly once, as it was meant, in order, with a true receipt.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    EnvelopeId, PersonId,
    command::Command,
    signature::sha256_hex,
    sync::{Envelope, Outcome, Receipt, Subject},
};
use offline::{EntryState, Keeping};
use serde_json::json;
use store::{changes::Change, envelopes::Received};
use uuid::Uuid;

use crate::{
    book::{Intent, Stays, Told},
    centre,
    oracle::Stored,
    play::Play,
};

pub(super) fn look(play: &Play, stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    broken.extend(received_once(stored));
    broken.extend(as_asked(play, stored));
    broken.extend(effects_fit_the_outcome(stored));
    broken.extend(in_order(stored));
    broken.extend(receipts_verify(stored));
    broken.extend(shown_on_devices(play, stored));
    broken
}

fn received_once(stored: &Stored) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let again = stored.envelopes.iter().filter(|received| !seen.insert(&received.id));
    again.map(|received| format!("{} was received with two contents", received.id)).collect()
}

fn as_asked(play: &Play, stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    let book = play.world.book.borrow();
    let by_id: BTreeMap<&str, &Received> =
        stored.envelopes.iter().map(|received| (received.id.as_str(), received)).collect();
    let mut explained: BTreeSet<String> = BTreeSet::new();
    for intent in &book.intents {
        let id = match &intent.told {
            Told::Saved(id) => id.to_string(),
            Told::Answered(result) => result.id.clone(),
            Told::Nothing | Told::NotDone(_) => continue,
        };
        let Some(received) = by_id.get(id.as_str()) else {
            broken.push(format!("lost: {} {id} of device {}", intent.command.word(), intent.device));
            continue;
        };
        if !Stored::envelope(received).is_some_and(|envelope| is_that(intent, &envelope)) {
            broken.push(format!("{id} is stored otherwise than it was asked for"));
        }
        if let Told::Answered(result) = &intent.told
            && result.outcome.word() != received.outcome
        {
            broken.push(format!("{id} was answered {} and is {}", result.outcome.word(), received.outcome));
        }
        explained.insert(id);
    }
    // What arrived and nobody was told of must be something whose asker died, or never heard the answer.
    let mut open: Vec<&Intent> = book
        .intents
        .iter()
        .filter(|intent| match intent.told {
            Told::Nothing => true,
            Told::NotDone(_) => play.devices[intent.device].keeping == Keeping::InMemory,
            _ => false,
        })
        .collect();
    for received in stored.envelopes.iter().filter(|received| !explained.contains(&received.id)) {
        let envelope = Stored::envelope(received);
        let found = open.iter().position(|intent| envelope.as_ref().is_some_and(|envelope| is_that(intent, envelope)));
        match found {
            Some(place) => {
                open.remove(place);
            }
            None => broken.push(format!("{} arrived and nobody asked for it, or not so often", received.id)),
        }
    }
    broken
}

fn is_that(intent: &Intent, envelope: &Envelope) -> bool {
    let meant: (PersonId, Subject, &Command) = (intent.person, intent.subject, &intent.command);
    meant == (envelope.actor, envelope.subject, &envelope.command)
}

/// Accepted: one effect. Kept because the plan changed: one effect, as evidence. Anything else: none.
fn effects_fit_the_outcome(stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    for received in &stored.envelopes {
        let Some(result) = stored.came_of(received) else {
            broken.push(format!("{}: its answer cannot be read", received.id));
            continue;
        };
        let is_evidence = result.problem.as_ref().is_some_and(|problem| problem.word == "plan_changed");
        let expected = match result.outcome {
            Outcome::Accepted => 1,
            Outcome::Kept if is_evidence => 1,
            _ => 0,
        };
        let is_from_away = Stored::envelope(received).is_some_and(|envelope| envelope.command.is_from_away());
        let to_be_listed = usize::from(result.outcome == Outcome::Kept && !is_evidence && is_from_away);
        let listed = stored.listed(&received.id);
        if listed != to_be_listed {
            broken.push(format!("{} is {} and stands {listed} times with its request", received.id, received.outcome));
        }
        let effects = stored.effects(&received.id).len();
        if effects != expected {
            broken.push(format!("{} is {} and has {effects} effects", received.id, received.outcome));
        }
        if result.outcome != Outcome::Accepted && result.problem.is_none() {
            broken.push(format!("{} is {} without a word why", received.id, received.outcome));
        }
    }
    let known: BTreeSet<&str> = stored.envelopes.iter().map(|received| received.id.as_str()).collect();
    for change in stored.changes.iter().filter(|change| !change.envelope.is_empty()) {
        if !known.contains(change.envelope.as_str()) {
            broken.push(format!("change {} is the effect of {}, which is not there", change.seq, change.envelope));
        }
    }
    broken
}

/// What one tablet did to one request has its effects in the order in which it was done; its numbers are whole. In the
/// office each command waits for its own answer, and several may be under way.
fn in_order(stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    let numbers: BTreeMap<&str, i64> =
        stored.envelopes.iter().map(|received| (received.id.as_str(), received.device_seq)).collect();
    let engineers: Vec<_> =
        centre::ENGINEERS.iter().filter_map(|login| centre::person(login)).map(|person| person.id).collect();
    let is_engineer = |person: Option<Uuid>| person.is_some_and(|person| engineers.contains(&PersonId(person)));
    let mut last = BTreeMap::new();
    let came_later: BTreeSet<&str> =
        stored.envelopes.iter().filter(|known| stored.came_later(known)).map(|known| known.id.as_str()).collect();
    let does_something = |change: &&Change| {
        // What was taken in after an update comes after what was done since.
        !super::records::only_keeps(change) && !came_later.contains(change.envelope.as_str())
    };
    let by_engineers = stored.changes.iter().filter(|change| change.kind == "request" && is_engineer(change.person));
    for change in by_engineers.filter(does_something) {
        let Some(number) = numbers.get(change.envelope.as_str()) else { continue };
        let before = last.insert((change.device, change.id), *number).unwrap_or(0);
        if before >= *number {
            broken.push(format!(
                "{} ({}), action {number} of its device, has its effect after action {before}",
                change.envelope, change.command
            ));
        }
    }
    let mut of_device: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for received in stored.envelopes.iter().filter(|received| is_engineer(Some(received.person))) {
        of_device.entry(received.device).or_default().push(received.device_seq);
    }
    for (device, mut numbers) in of_device {
        numbers.sort_unstable();
        if !numbers.iter().copied().eq(1..=i64::try_from(numbers.len()).unwrap_or(i64::MAX)) {
            broken.push(format!("the numbers of device {device} have gaps or repeats: {numbers:?}"));
        }
    }
    broken
}

fn receipts_verify(stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    for received in &stored.envelopes {
        if sha256_hex(received.body.as_bytes()) != received.sha256 {
            broken.push(format!("{} is stored with other bytes than its hash says", received.id));
        }
        let receipt = Stored::result(received).and_then(|result| result.receipt);
        let fits = receipt.is_some_and(|receipt| {
            receipt.id == received.id
                && receipt.sha256 == received.sha256
                && receipt.outcome.word() == received.outcome
                && is_by_server(&receipt)
        });
        if !fits {
            broken.push(format!("the receipt of {} does not verify", received.id));
        }
    }
    broken
}

fn is_by_server(receipt: &Receipt) -> bool {
    let Receipt { id, sha256, outcome, received_at, key_id, sig } = receipt;
    let unsigned =
        json!({"id": id, "sha256": sha256, "outcome": outcome, "received_at": received_at, "key_id": key_id});
    centre::keys().verifies(key_id, &unsigned, sig)
}

/// No conflict is silent: what was not accepted stands in the list on the device that did it, with its reason.
fn shown_on_devices(play: &Play, stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    let by_id: BTreeMap<&str, &Received> =
        stored.envelopes.iter().map(|received| (received.id.as_str(), received)).collect();
    for device in play.devices.iter().filter(|device| device.keeping == Keeping::OnDevice) {
        for tab in device.tabs() {
            let Some(client) = tab.client() else { continue };
            let entries: BTreeMap<EnvelopeId, _> =
                client.outbox().into_iter().map(|entry| (entry.envelope.id, entry)).collect();
            let book = play.world.book.borrow();
            let own = book
                .intents
                .iter()
                .filter(|intent| intent.device == device.number && intent.stays != Stays::LeftBehind);
            for intent in own {
                let Told::Saved(id) = intent.told else { continue };
                let Some(received) = by_id.get(id.to_string().as_str()) else { continue };
                let entry = entries.get(&id);
                if entry.is_none() && intent.stays == Stays::Perhaps {
                    // Sealed and delivered for its person, who has signed in anew.
                    continue;
                }
                let word = match entry.map(|entry| &entry.state) {
                    None => "accepted",
                    Some(EntryState::Accepted) => "accepted",
                    Some(EntryState::Kept(_)) => "kept",
                    Some(EntryState::Quarantined(_)) => "quarantined",
                    Some(_) => "unsent",
                };
                if word != received.outcome {
                    broken
                        .push(format!("{id} is {} and shown as {word} on device {}", received.outcome, device.number));
                }
                if let Some(entry) = entry
                    && !entry
                        .receipt
                        .as_ref()
                        .is_some_and(|receipt| is_by_server(receipt) && receipt.sha256 == received.sha256)
                {
                    broken.push(format!("device {} holds no receipt for {id}", device.number));
                }
            }
        }
    }
    broken
}
