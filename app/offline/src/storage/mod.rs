//! What a device keeps: rows in tables, written in batches that are whole or not at all.
//!
//! Every implementation passes the same suite, see `contract`. Rows hold what the [vault](crate::vault) has sealed;
//! only keys and tags (ids, order, state words, versions) are in clear.

#[cfg(any(test, feature = "contract"))]
pub mod contract;
#[cfg(target_arch = "wasm32")]
mod indexed_db;
mod memory;
mod split;

#[cfg(target_arch = "wasm32")]
pub use indexed_db::IndexedDb;
pub use memory::Memory;
pub use split::Split;

use crate::Later;

/// Key of the row in [`Table::State`] that says that the server has not heard of a sign-out yet.
pub(crate) const ENDING: &str = "ending";
/// Key of the row in [`Table::State`] that says that this device was emptied. Its tag is the device, its bytes are what
/// the server must still be told.
pub(crate) const WIPED: &str = "wiped";

/// The tables of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Records of the server: `person/kind/id`, tag `epoch.version`.
    Records,
    /// Actions: `person/number`, tag is the state word.
    Outbox,
    /// What is known of each blob: `person/sha256`, tag `waiting` or `uploaded`.
    BlobIndex,
    /// The bytes of blobs: `person/sha256`.
    Blobs,
    /// Who is signed in, and how far pulling has got.
    State,
    /// Work that was sealed to the server's key when its person signed out: `person/number`, for blobs
    /// `person/blob-sha256`; tag is what everybody may know, `kind items name`.
    Sealed,
    /// The device's id and the last number it gave to an action. On disk even in an office browser.
    Device,
}

impl Table {
    pub const ALL: [Table; 7] =
        [Table::Records, Table::Outbox, Table::BlobIndex, Table::Blobs, Table::State, Table::Sealed, Table::Device];

    /// The table's name on disk. Names are for ever: a store with waiting actions is never dropped or renamed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Table::Records => "records",
            Table::Outbox => "outbox",
            Table::BlobIndex => "blob_index",
            Table::Blobs => "blobs",
            Table::State => "state",
            Table::Sealed => "sealed",
            Table::Device => "device",
        }
    }
}

/// A row as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub key: String,
    /// A word in clear that writes can be made to depend on.
    pub tag: String,
    pub bytes: Vec<u8>,
}

/// What a write expects to find. If one expectation of a batch fails, nothing of the batch is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    Anything,
    Absent,
    /// The row is there and carries this tag.
    Tag(String),
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Become {
    Row {
        tag: String,
        bytes: Vec<u8>,
    },
    /// Only the tag changes. A row that is not there stays absent.
    Tag(String),
    Gone,
}

/// One line of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub table: Table,
    pub key: String,
    pub expect: Expect,
    pub becomes: Become,
}

impl Write {
    #[must_use]
    pub fn row(table: Table, key: String, tag: String, bytes: Vec<u8>) -> Self {
        Self { table, key, expect: Expect::Anything, becomes: Become::Row { tag, bytes } }
    }

    #[must_use]
    pub fn tag(table: Table, key: String, tag: &str) -> Self {
        Self { table, key, expect: Expect::Anything, becomes: Become::Tag(tag.to_owned()) }
    }

    #[must_use]
    pub fn gone(table: Table, key: String) -> Self {
        Self { table, key, expect: Expect::Anything, becomes: Become::Gone }
    }

    /// The same write, if the row is as expected.
    #[must_use]
    pub fn expecting(mut self, expect: Expect) -> Self {
        self.expect = expect;
        self
    }
}

/// Why nothing was read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser gives no more space.
    Full,
    /// A row was not as expected: another tab was faster.
    Changed,
    /// A newer version of the app has opened the store: reload the page.
    Outdated,
    /// The store cannot be used.
    Broken,
}

/// How much space there is, as far as the browser says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Bytes.
    pub used: Option<u64>,
    /// Bytes.
    pub quota: Option<u64>,
    /// Whether the browser promises not to clear the store by itself.
    pub persistent: Option<bool>,
}

impl Room {
    /// Bytes left; None when the browser does not say.
    #[must_use]
    pub fn left(&self) -> Option<u64> {
        Some(self.quota?.saturating_sub(self.used?))
    }
}

/// A device's store.
pub trait Storage {
    /// Rows of a table whose key begins with `prefix`, in the order of their keys.
    fn rows(&self, table: Table, prefix: &str) -> Later<Result<Vec<Row>, StorageError>>;

    /// One row; `Ok(None)` when there is none.
    fn row(&self, table: Table, key: &str) -> Later<Result<Option<Row>, StorageError>>;

    /// Writes a batch whole or not at all. When it returns `Ok`, the batch outlives a power failure (SYN-3).
    fn write(&self, batch: Vec<Write>) -> Later<Result<(), StorageError>>;

    fn room(&self) -> Later<Room>;

    /// Asks the browser to keep the store until a person clears it (SYN-8); true when it agrees.
    fn ask_persistence(&self) -> Later<bool>;
}
