//! Use cases: load, authorise, decide, save, record the change, commit. What the server's routes call, and nothing else.

mod apply;
pub mod archive;
pub mod badge;
pub mod begun;
pub mod blobs;
pub mod calendar_feed;
pub mod centre;
mod chance;
mod complaints;
pub mod configuration;
pub mod devices;
pub mod disputes;
pub mod evidence;
pub mod fees;
pub mod follow_ups;
pub mod keys;
pub mod lists;
pub mod live;
pub mod papers;
pub mod passwords;
pub mod people;
pub mod pull;
pub mod push;
pub mod receipts;
pub mod reminders;
pub mod requests;
pub mod rosters;
pub mod sealed;
pub mod sign_in;
pub mod silence;
pub mod stories;

use std::{path::PathBuf, sync::Arc};

use domain::{
    DeviceId, Timestamp,
    people::{Actor, Person},
};
use store::{Db, StoreError};
use uuid::{Builder, Uuid};

pub use centre::Centre;
pub use chance::Chance;
pub use keys::ServerKeys;

/// Everything a use case needs; cheap to clone.
#[derive(Clone)]
pub struct Service {
    pub db: Db,
    pub keys: Arc<ServerKeys>,
    pub centre: Arc<Centre>,
    /// Folder for blobs too large for the database.
    pub blobs: Arc<PathBuf>,
    pub live: live::Hub,
    pub time: Time,
    pub chance: Chance,
}

impl Service {
    /// A new identifier, ordered by time.
    pub(crate) fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.time.now().millis()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(millis, &self.chance.bytes()).into_uuid()
    }
}

/// Where the present comes from: the machine's clock, or a test's.
#[derive(Clone)]
pub struct Time(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Time {
    #[must_use]
    pub fn of_the_machine() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place where the server reads its clock")]
        Self(Arc::new(|| Timestamp::from(chrono::Utc::now())))
    }

    pub fn from(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

/// Who is calling: a person with a session.
#[derive(Clone, Debug)]
pub struct Caller {
    pub person: Person,
    pub session: Uuid,
    /// Where the call comes from, for the audit trail.
    pub address: String,
    /// The device that asks in the session, once that has said so.
    pub device: Option<DeviceId>,
    /// That device was revoked: it may hand in its work and hear that it is wanted, nothing else (SYN-10).
    pub is_revoked: bool,
}

impl Caller {
    /// Somebody in a session that no device is bound to.
    #[must_use]
    pub fn of(person: Person, session: Uuid, address: &str) -> Self {
        Caller { person, session, address: address.to_owned(), device: None, is_revoked: false }
    }

    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::from(&self.person)
    }
}

/// Why a use case gave no result.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// It does not exist, or the caller may not see it: the two look alike.
    #[error("no such thing")]
    NotFound,
    /// A field is wrong.
    #[error("{pointer}: {word}")]
    Field { pointer: &'static str, word: &'static str },
    /// Wrong name or password.
    #[error("sign-in refused")]
    SignInRefused,
    /// Too many failed sign-ins under this name.
    #[error("too many attempts")]
    TooMany { retry_after_s: i64 },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a file could not be read or written")]
    File(#[from] std::io::Error),
    #[error("{0}")]
    Internal(&'static str),
}

pub type Result<T> = std::result::Result<T, ServiceError>;
