//! Tells the screens what changed, and how things stand.

use std::rc::{Rc, Weak};

use domain::{Timestamp, sync::Presence};

use crate::{
    Doing,
    client::{Client, Inner},
    outbox::EntryState,
    storage::StorageError,
};

/// What changed; look again at what you show of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Records,
    Outbox,
    Status,
    /// Somebody looks at a request, moves it, or has left it (LIV-4).
    Presence(Presence),
    /// The person was told something.
    Notices,
}

#[derive(Clone)]
pub(super) struct Listener {
    id: u64,
    hear: Rc<dyn Fn(Change)>,
}

/// Dropping it ends the listening.
pub struct Subscription {
    client: Weak<Inner>,
    id: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(inner) = self.client.upgrade() {
            inner.listeners.borrow_mut().retain(|listener| listener.id != self.id);
        }
    }
}

/// How the device and its connection stand (SYN-2, SYN-8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The server answered last time.
    pub online: bool,
    /// The last round of work ended with an answer that is none, or with "later": what was sent may not have arrived, and is
    /// tried again.
    pub troubled: bool,
    /// Changes arrive by themselves: a stream is open and gives signs of life.
    pub live: bool,
    /// Everything has been fetched to the end at least once since the page was opened or its person changed.
    pub has_all: bool,
    /// The session has ended; the work on the device waits for its person.
    pub signed_out: bool,
    /// Actions the server has not answered for, held ones included.
    pub waiting: usize,
    /// Of these, held back.
    pub held: usize,
    /// Actions about which the office decides or that were not understood, until dismissed.
    pub problems: usize,
    pub blobs_waiting: usize,
    /// Actions of other people on this device that wait for their person.
    pub others_waiting: usize,
    /// Actions and photos that were sealed when their person signed out and wait to be delivered, everybody's.
    pub sealed_waiting: usize,
    /// Rows on the device that cannot be read. They are never deleted.
    pub unreadable: usize,
    /// What was typed and is no action yet: a sign-out seals it, and its person gets it back.
    pub unfinished: usize,
    /// When everything was last fetched, in server time.
    pub last_sync: Option<Timestamp>,
    /// Milliseconds since then.
    pub records_age_ms: Option<i64>,
    /// Whether the browser promises to keep the store; None when it does not say.
    pub persistent: Option<bool>,
    /// Bytes.
    pub bytes_used: Option<u64>,
    /// Bytes.
    pub quota: Option<u64>,
    /// Server time minus the device's clock.
    pub clock_offset_ms: i64,
    pub syncing: bool,
    /// A newer version of the app is there, or has already opened the store in another tab.
    pub update_available: bool,
}

impl Client {
    /// Calls `hear` after every change, until the subscription is dropped.
    pub fn on_change(&self, hear: Box<dyn Fn(Change)>) -> Subscription {
        let id = self.0.next_listener.get();
        self.0.next_listener.set(id + 1);
        self.0.listeners.borrow_mut().push(Listener { id, hear: Rc::from(hear) });
        Subscription { client: Rc::downgrade(&self.0), id }
    }

    pub(super) fn notify(&self, change: Change) {
        // A listener may well end its own subscription, or begin another.
        let listeners = self.0.listeners.borrow().clone();
        listeners.iter().for_each(|listener| (listener.hear)(change.clone()));
    }

    /// How things stand now.
    #[must_use]
    pub fn status(&self) -> Status {
        let (now, live) = (self.now(), self.is_live());
        let state = self.0.state.borrow();
        let count =
            |chosen: fn(&EntryState) -> bool| state.outbox.items.iter().filter(|item| chosen(&item.state)).count();
        Status {
            online: state.online,
            troubled: state.troubled,
            live,
            has_all: state.has_all,
            signed_out: state.signed_out,
            waiting: state.outbox.unsent(),
            held: count(|entry| matches!(entry, EntryState::Held { .. })),
            problems: count(|entry| matches!(entry, EntryState::Kept(_) | EntryState::Quarantined(_))),
            blobs_waiting: state.blobs.iter().filter(|blob| !blob.is_uploaded).count(),
            others_waiting: state.others_waiting,
            sealed_waiting: state.sealed_waiting(),
            unreadable: state.outbox.unreadable,
            unfinished: state.unfinished(),
            last_sync: state.pulled.last_sync,
            records_age_ms: state.pulled.last_sync.map(|last| now.since(last)),
            persistent: state.room.persistent,
            bytes_used: state.room.used,
            quota: state.room.quota,
            clock_offset_ms: state.clock.offset_ms,
            syncing: state.syncing,
            update_available: state.update_available,
        }
    }

    /// The page has found a newer version of the app, or has installed it.
    pub fn set_update_available(&self, is_available: bool) {
        self.0.state.borrow_mut().update_available = is_available;
        self.notify(Change::Status);
    }

    /// A store that a newer version has taken over is a sign that there is one.
    pub(super) fn note_storage(&self, error: StorageError) {
        if error == StorageError::Outdated {
            self.set_update_available(true);
        }
    }

    /// Asks the browser to keep the store until a person clears it (SYN-8); true when it agrees.
    pub fn ask_persistence(&self) -> Doing<'_, bool> {
        Box::pin(async move {
            let agreed = self.0.storage.ask_persistence().await;
            self.look_at_room().await;
            agreed
        })
    }

    /// Looks how much space there is.
    pub(super) async fn look_at_room(&self) {
        let room = self.0.storage.room().await;
        let changed = {
            let mut state = self.0.state.borrow_mut();
            let changed = state.room != room;
            state.room = room;
            changed
        };
        if changed {
            self.notify(Change::Status);
        }
    }
}
