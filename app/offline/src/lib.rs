//! The tablet's store and its way to the server: it keeps, sends and fetches. The rules are `domain`'s.
//!
//! [`Client`] is the whole face of this crate. Below it stand four traits, one for each thing a device has:
//! [`Storage`](storage::Storage) keeps rows, [`Transport`](transport::Transport) talks to the server,
//! [`Vault`](vault::Vault) holds keys, [`Machine`](machine::Machine) is clock, chance, tasks and the other tabs.
//! In the browser they are IndexedDB, fetch, WebCrypto and the window; in tests whatever the test wants.
//!
//! Everything that is read or written goes through [`serde_json::Value`]: one instantiation of each type's
//! serialisation instead of three keeps the module that the browser loads small.

mod client;
mod clock;
pub mod machine;
pub mod marks;
mod outbox;
mod replica;
pub mod storage;
pub mod transport;
mod turns;
pub mod vault;
mod wake;

use std::{future::Future, pin::Pin};

pub use client::{
    ActError, BlackBox, BoxContents, Change, Client, FetchError, HandInError, HandedIn, Keeping, Lack, OpenError,
    PHOTO_QUOTA, Rules, SealedWork, SignInError, Status, SubmitError, Subscription, SyncEnd, SyncReport, Unreachable,
    Unshown, Whereabouts,
};
pub use outbox::{EntryState, OutboxEntry};

/// Work under way on this thread. Its first steps may already be taken when it is returned.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// What a method of the [`Client`] is doing. It is boxed where it is written: an `async fn` is compiled once more in every
/// crate that waits for it, with all that it waits for itself.
pub type Doing<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Something that is known already, as work under way.
pub(crate) fn ready<T: 'static>(value: T) -> Later<T> {
    Box::pin(std::future::ready(value))
}
