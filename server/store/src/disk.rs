//! The moments at which a disk can fail a writer: right before a commit, and right after it.

use futures::{FutureExt, future::BoxFuture};

use crate::Result;

/// What stands around every commit of a node's writer. A simulation cuts the power there, or fills the disk.
pub trait Disk: Send + Sync {
    /// All of a group has been written and nothing is durable yet.
    ///
    /// # Errors
    /// The disk takes no more: the group is rolled back, and everybody in it is told.
    fn before_commit(&self) -> BoxFuture<'_, Result<()>>;

    /// The group is durable and nobody has been told.
    fn after_commit(&self) -> BoxFuture<'_, ()>;

    /// The file system below SQLite, by the name under which SQLite knows it; None for the machine's own.
    fn system(&self) -> Option<&'static str> {
        None
    }
}

/// The machine's own disk: whatever goes wrong with it, the database says.
pub struct Sound;

impl Disk for Sound {
    fn before_commit(&self) -> BoxFuture<'_, Result<()>> {
        std::future::ready(Ok(())).boxed()
    }

    fn after_commit(&self) -> BoxFuture<'_, ()> {
        std::future::ready(()).boxed()
    }
}
