//! Actions on their way to the server: in order, unchanged since they were written, never dropped without a receipt.

use std::rc::Rc;

use domain::{
    EnvelopeId, RequestId, Timestamp,
    signature::sha256_hex,
    sync::{Envelope, Outcome, Problem, PushResult, Receipt},
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::client::Rules;

/// How many accepted actions stay for the list on the screen.
pub(crate) const HISTORY: usize = 200;

/// Where an action is (SYN-8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// On this device, never sent.
    Waiting,
    /// On this device, held back by the person.
    Held { reason: String },
    /// Sent at least once; the server's word is not here yet.
    Sent,
    /// Has its effect.
    Accepted,
    /// Stored by the server, not applied; a person in the office decides.
    Kept(Problem),
    /// Stored by the server, not understood.
    Quarantined(Problem),
}

impl EntryState {
    /// Whether the action may still have to be sent: the server has not answered for it.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        matches!(self, EntryState::Waiting | EntryState::Held { .. } | EntryState::Sent)
    }
}

/// An action in the outbox, as a screen shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxEntry {
    pub envelope: Rc<Envelope>,
    pub state: EntryState,
    /// The request the action concerns, when that was known.
    pub request: Option<RequestId>,
    /// Blobs the action names that the server does not have yet (SYN-5).
    pub blobs_missing: usize,
    /// When it was written, by the device's clock.
    pub saved_at: Timestamp,
    pub receipt: Option<Receipt>,
}

/// An action as the client keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub seq: u64,
    pub id: EnvelopeId,
    /// Canonical JSON of the whole envelope, as it was first written. This is what is sent and what a receipt names:
    /// a later version of the app may read it differently but must not write it anew.
    pub text: Rc<str>,
    /// None when this version of the app cannot read it, or the rules are not here yet. It is sent all the same.
    pub envelope: Option<Rc<Envelope>>,
    pub request: Option<RequestId>,
    pub state: EntryState,
    /// Answered, and the server's version that contains it is here.
    pub settled: bool,
    pub saved_at: Timestamp,
    pub receipt: Option<Receipt>,
}

impl Item {
    /// The word in clear beside the sealed row.
    pub(crate) fn word(&self) -> &'static str {
        match &self.state {
            EntryState::Waiting => "waiting",
            EntryState::Held { .. } => "held",
            EntryState::Sent => "sent",
            EntryState::Accepted if self.settled => "settled",
            EntryState::Accepted => "accepted",
            // An older version of the app sends it again, which is always safe.
            EntryState::Kept(_) if self.has_effect() => "kept_open",
            EntryState::Kept(_) => "kept",
            EntryState::Quarantined(_) => "quarantined",
        }
    }

    /// Whether a row with this word holds an action that has not reached the server.
    pub(crate) fn is_unsent_word(word: &str) -> bool {
        matches!(word, "waiting" | "held" | "sent")
    }

    /// What is sealed. The state word stands outside, so that it can change without unsealing.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut object = Map::new();
        object.insert("envelope".to_owned(), Value::String(self.text.to_string()));
        object.insert("saved_at".to_owned(), Value::from(self.saved_at.millis()));
        if let Some(request) = self.request {
            object.insert("request".to_owned(), Value::String(request.to_string()));
        }
        if let Some(receipt) = &self.receipt {
            object.insert("receipt".to_owned(), serde_json::to_value(receipt).unwrap_or_default());
        }
        match &self.state {
            EntryState::Held { reason } => {
                object.insert("reason".to_owned(), Value::String(reason.clone()));
            }
            EntryState::Kept(problem) | EntryState::Quarantined(problem) => {
                object.insert("problem".to_owned(), serde_json::to_value(problem).unwrap_or_default());
            }
            EntryState::Waiting | EntryState::Sent | EntryState::Accepted => {}
        }
        Value::Object(object).to_string().into_bytes()
    }

    /// Reads a row of this version or an older one; what it says with [`read`](Self::read). None when not even the
    /// envelope's id can be found.
    pub(crate) fn from_row(seq: u64, word: &str, bytes: &[u8]) -> Option<Self> {
        let mut row: Value = serde_json::from_slice(bytes).ok()?;
        let text: Rc<str> = row.get("envelope")?.as_str()?.into();
        let envelope: Value = serde_json::from_str(&text).ok()?;
        let id = EnvelopeId(Uuid::parse_str(envelope.get("id")?.as_str()?).ok()?);
        let saved_at = Timestamp(row.get("saved_at").and_then(Value::as_i64).unwrap_or_default());
        let request = row.get("request").and_then(Value::as_str).and_then(|text| text.parse().ok());
        let reason = row.get("reason").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut take = |name: &str| row.get_mut(name).map(Value::take).unwrap_or_default();
        let problem: Problem = serde_json::from_value(take("problem")).unwrap_or_default();
        let state = match word {
            "held" => EntryState::Held { reason },
            "sent" => EntryState::Sent,
            "accepted" | "settled" => EntryState::Accepted,
            "kept" | "kept_open" => EntryState::Kept(problem),
            "quarantined" => EntryState::Quarantined(problem),
            // An unknown word of another version: sending again is always safe.
            _ => EntryState::Waiting,
        };
        Some(Self {
            seq,
            id,
            text,
            envelope: None,
            request,
            state,
            settled: matches!(word, "settled" | "kept"),
            saved_at,
            receipt: serde_json::from_value(take("receipt")).ok(),
        })
    }

    /// Understands what the action says.
    pub(crate) fn read(&mut self, rules: Rules) {
        if self.envelope.is_none() {
            let value = serde_json::from_str(&self.text).ok();
            self.envelope = value.and_then(rules.read).map(Rc::new);
        }
    }

    /// Whether the action still changes what is shown: not yet contained in the server's version.
    pub(crate) fn has_effect(&self) -> bool {
        self.state.is_unsent() || (!self.settled && self.is_told_by_record())
    }

    /// Whether the server's version says what came of the action: it was accepted, or the office decides about it. Until
    /// that version is here, whoever stands at the customer's sees what they did (SYN-7).
    pub(crate) fn is_told_by_record(&self) -> bool {
        matches!(self.state, EntryState::Accepted | EntryState::Kept(_))
    }

    /// Nothing is left to be known or decided about the action.
    pub(crate) fn is_history(&self) -> bool {
        self.settled && self.state == EntryState::Accepted
    }

    /// What the server said about this action, if it said so properly.
    ///
    /// A receipt that names other bytes than ours is no receipt: the answer then says nothing.
    pub(crate) fn verdict(&self, result: &PushResult) -> Option<(EntryState, Receipt)> {
        let id = self.id.to_string();
        let receipt = result.receipt.as_ref()?;
        let ours = receipt.id == id && receipt.outcome == result.outcome;
        if !ours || receipt.sha256 != sha256_hex(self.text.as_bytes()) {
            return None;
        }
        let problem = || {
            let unnamed = || Problem { word: result.outcome.word().to_owned(), ..Problem::default() };
            result.problem.clone().unwrap_or_else(unnamed)
        };
        let state = match result.outcome {
            Outcome::Accepted => EntryState::Accepted,
            Outcome::Kept => EntryState::Kept(problem()),
            Outcome::Quarantined => EntryState::Quarantined(problem()),
            Outcome::Retry => return None,
        };
        Some((state, receipt.clone()))
    }

    /// What actions of one kind of order share: a held action holds back the later ones about the same request.
    fn about(&self) -> Option<Uuid> {
        let subject = || self.envelope.as_ref().map(|envelope| envelope.subject.id);
        self.request.map(|request| request.0).or_else(subject)
    }
}

/// All actions of one person on this device, in order.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    pub items: Vec<Item>,
    /// Rows that could not be read at all. They stay where they are.
    pub unreadable: usize,
}

impl Outbox {
    pub(crate) fn get(&self, id: EnvelopeId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: EnvelopeId) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.id == id)
    }

    pub(crate) fn insert(&mut self, item: Item) {
        let place = self.items.partition_point(|other| other.seq < item.seq);
        self.items.insert(place, item);
    }

    pub(crate) fn remove(&mut self, id: EnvelopeId) {
        self.items.retain(|item| item.id != id);
    }

    pub(crate) fn unsent(&self) -> usize {
        self.items.iter().filter(|item| item.state.is_unsent()).count()
    }

    /// Actions that still change what is shown of a request.
    pub(crate) fn concerns(&self, request: RequestId) -> bool {
        self.items.iter().any(|item| item.request == Some(request) && item.has_effect())
    }

    /// The next actions to send, in order: at most `limit`, together at most `bytes`.
    ///
    /// What is held back, or was tried in vain in this round (`tried`), holds back everything after it that concerns
    /// the same request: an action is built on the ones before it.
    pub(crate) fn next_batch(&self, limit: usize, bytes: usize, tried: &[EnvelopeId]) -> Vec<Item> {
        let mut batch = Vec::new();
        let mut held: Vec<Uuid> = Vec::new();
        let mut size = 0;
        let mut unsent: Vec<&Item> = self.items.iter().filter(|item| item.state.is_unsent()).collect();
        if planted::is("order_by_the_clock") {
            unsent.sort_by_key(|item| item.saved_at);
        }
        for item in unsent {
            let about = item.about();
            let follows = about.is_some_and(|about| held.contains(&about));
            if follows || matches!(item.state, EntryState::Held { .. }) || tried.contains(&item.id) {
                held.extend(about);
                continue;
            }
            size += item.text.len() + 1;
            if batch.len() == limit || (size > bytes && !batch.is_empty()) {
                break;
            }
            batch.push(item.clone());
        }
        batch
    }

    /// Settled actions beyond the last [`HISTORY`], oldest first.
    pub(crate) fn superfluous(&self) -> Vec<(u64, EnvelopeId)> {
        let settled: Vec<_> =
            self.items.iter().filter(|item| item.is_history()).map(|item| (item.seq, item.id)).collect();
        let surplus = settled.len().saturating_sub(HISTORY);
        settled[..surplus].to_vec()
    }
}
