//! The outbox as a person sees it: where each action is, holding back, letting go, putting aside.

use std::rc::Rc;

use domain::{EnvelopeId, RequestId, Timestamp};

use crate::{
    Doing,
    client::{Change, Client, State, act::row_name},
    outbox::{EntryState, Item, OutboxEntry},
    storage::{Expect, Table, Write},
};

/// Where the work on a request is (SYN-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// So many actions are on this device only.
    OnDevice(usize),
    /// Everything was sent; the server's word is not here yet.
    Sent,
    Accepted,
}

impl State {
    fn blobs_missing(&self, item: &Item) -> usize {
        let Some(envelope) = &item.envelope else { return 0 };
        let named = envelope.command.blobs();
        let waits = |sha256: &&str| self.blobs.iter().any(|blob| blob.sha256 == **sha256 && !blob.is_uploaded);
        named.iter().filter(|sha256| waits(sha256)).count()
    }
}

/// An action that this version of the app cannot read. It is kept as it was written, and sent like any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unshown {
    pub id: EnvelopeId,
    pub state: EntryState,
    /// When it was written, by the device's clock.
    pub saved_at: Timestamp,
}

impl Client {
    /// Actions of this person on this device that this version of the app cannot read, in order; none of them is in
    /// [`outbox`](Self::outbox).
    #[must_use]
    pub fn unshown(&self) -> Vec<Unshown> {
        let state = self.0.state.borrow();
        let can_tell = state.rules.is_some();
        let unread = state.outbox.items.iter().filter(|item| can_tell && item.envelope.is_none());
        unread.map(|item| Unshown { id: item.id, state: item.state.clone(), saved_at: item.saved_at }).collect()
    }

    /// All actions of this person on this device that it can read, in order.
    #[must_use]
    pub fn outbox(&self) -> Vec<Rc<OutboxEntry>> {
        let state = self.0.state.borrow();
        let entries = state.outbox.items.iter().filter_map(|item| {
            Some(Rc::new(OutboxEntry {
                envelope: item.envelope.clone()?,
                state: item.state.clone(),
                request: item.request,
                blobs_missing: state.blobs_missing(item),
                saved_at: item.saved_at,
                receipt: item.receipt.clone(),
            }))
        });
        entries.collect()
    }

    /// Where the work on a request is.
    #[must_use]
    pub fn whereabouts(&self, request: RequestId) -> Whereabouts {
        let state = self.0.state.borrow();
        let unsent = state.outbox.items.iter().filter(|item| item.request == Some(request) && item.state.is_unsent());
        let (sent, here): (Vec<&Item>, Vec<&Item>) = unsent.partition(|item| item.state == EntryState::Sent);
        match (here.len(), sent.is_empty()) {
            (0, true) => Whereabouts::Accepted,
            (0, false) => Whereabouts::Sent,
            (waiting, _) => Whereabouts::OnDevice(waiting),
        }
    }

    /// Holds back an action that was never sent, for a reason everybody can read; later actions about the same
    /// request wait behind it. False when it was sent already: nobody can take that back.
    pub fn hold<'a>(&'a self, id: EnvelopeId, reason: &'a str) -> Doing<'a, bool> {
        Box::pin(async move {
            self.change_state(id, "waiting", EntryState::Held { reason: reason.trim().to_owned() }).await
        })
    }

    /// Lets go of an action that was held back. False when it was not.
    pub fn release(&self, id: EnvelopeId) -> Doing<'_, bool> {
        Box::pin(async move {
            let released = self.change_state(id, "held", EntryState::Waiting).await;
            if released {
                self.sync_soon();
            }
            released
        })
    }

    /// Puts aside an action that was kept or quarantined, once somebody has read why. False for any other.
    pub fn dismiss(&self, id: EnvelopeId) -> Doing<'_, bool> {
        Box::pin(async move {
            let _turn = self.0.acts.take().await;
            let found = {
                let state = self.0.state.borrow();
                let item = state.outbox.get(id);
                item.filter(|item| matches!(item.state, EntryState::Kept(_) | EntryState::Quarantined(_)))
                    .map(|item| item.seq)
            };
            let Some(key) = found.and_then(|seq| self.key(&row_name(seq))) else { return false };
            if self.0.storage.write(vec![Write::gone(Table::Outbox, key)]).await.is_err() {
                return false;
            }
            self.0.state.borrow_mut().outbox.remove(id);
            self.tell_of_outbox();
            true
        })
    }

    /// Changes an action's state, if its row still has the word `from`: another tab may be sending it.
    async fn change_state(&self, id: EnvelopeId, from: &str, to: EntryState) -> bool {
        let _turn = self.0.acts.take().await;
        let found = self.0.state.borrow().outbox.get(id).cloned();
        let Some(mut item) = found.filter(|item| item.word() == from) else { return false };
        item.state = to;
        let Some(key) = self.key(&row_name(item.seq)) else { return false };
        let Ok(sealed) = self.seal(item.to_bytes()).await else { return false };
        let row = Write::row(Table::Outbox, key, item.word().to_owned(), sealed);
        let written = self.0.storage.write(vec![row.expecting(Expect::Tag(from.to_owned()))]).await;
        if written.is_err() {
            let _ = self.load_outbox().await;
            self.notify(Change::Outbox);
            return false;
        }
        if let Some(known) = self.0.state.borrow_mut().outbox.get_mut(id) {
            known.state = item.state;
        }
        self.tell_of_outbox();
        true
    }

    pub(super) fn tell_of_outbox(&self) {
        self.notify(Change::Outbox);
        self.notify(Change::Status);
        self.0.machine.tell("outbox");
    }
}
