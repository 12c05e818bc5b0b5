//! Everything that is kept, on SQLite or PostgreSQL, by one SQL text.
//!
//! Reading functions take a [`Conn`]; writing functions take a [`Tx`] and so can only run inside [`Db::write`], which
//! is the one place where transactions begin and end.

#[macro_use]
mod sql;

pub mod archive;
pub mod begun;
pub mod blobs;
pub mod calendar_feeds;
pub mod cases;
pub mod changes;
pub mod configuration;
mod connection;
pub mod customers;
pub mod devices;
pub mod disk;
pub mod disputes;
pub mod envelopes;
pub mod follow_ups;
mod gathered;
pub mod jobs;
pub mod knowledge;
pub mod lists;
pub mod notices;
pub mod numbers;
pub mod papers;
pub mod people;
mod primary;
pub mod quarantine;
pub mod requests;
pub mod rosters;
pub mod search;
pub mod sessions;
pub mod signatures;
mod writer;

pub use changes::NewChange;
pub use connection::{Conn, Db, Engine, Link};
pub use writer::Tx;

/// What can go wrong with the store. Absence is never an error.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached; nothing was stored.
    #[error("the database did not do it")]
    Database(#[from] sqlx::Error),
    #[error("the database could not be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored record is not what this version writes.
    #[error("a stored record can't be read")]
    Record(#[from] serde_json::Error),
    /// The transaction this work was part of did not commit; nothing of it was stored.
    #[error("the transaction did not commit: {0}")]
    NotCommitted(String),
    #[error("the writer has stopped")]
    Stopped,
    #[error("a file could not be read or written")]
    File(#[from] std::io::Error),
    /// Somebody else moved the head of a chain in between.
    #[error("the head of the chain had moved")]
    ChainMoved,
}

pub type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    /// A unique value was taken already.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self, StoreError::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}
