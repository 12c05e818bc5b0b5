//! The store of an office browser: everything in memory, so that nothing stays behind on a shared desk, except what
//! belongs to the browser and not to a person: the table [`Device`](Table::Device), whose key lives for the session
//! (http.md), so its numbers must too, and the marks of an unfinished sign-out and of an emptied device (SYN-10).

use std::rc::Rc;

use crate::{
    Later,
    storage::{ENDING, Memory, Room, Row, Storage, StorageError, Table, WIPED, Write},
};

/// Memory for records and actions, `disk` for the device and its marks.
pub struct Split {
    memory: Memory,
    disk: Rc<dyn Storage>,
}

impl Split {
    #[must_use]
    pub fn new(disk: Rc<dyn Storage>) -> Self {
        Self { memory: Memory::new(), disk }
    }

    fn of(&self, table: Table, key: &str) -> &dyn Storage {
        if is_of_the_browser(table, key) { &*self.disk } else { &self.memory }
    }
}

fn is_of_the_browser(table: Table, key: &str) -> bool {
    table == Table::Device || (table == Table::State && matches!(key, ENDING | WIPED))
}

impl Storage for Split {
    fn rows(&self, table: Table, prefix: &str) -> Later<Result<Vec<Row>, StorageError>> {
        self.of(table, prefix).rows(table, prefix)
    }

    fn row(&self, table: Table, key: &str) -> Later<Result<Option<Row>, StorageError>> {
        self.of(table, key).row(table, key)
    }

    /// The part on disk goes first: a number that was given and not used is only a gap.
    fn write(&self, batch: Vec<Write>) -> Later<Result<(), StorageError>> {
        let (on_disk, in_memory): (Vec<Write>, Vec<Write>) =
            batch.into_iter().partition(|write| is_of_the_browser(write.table, &write.key));
        let disk = (!on_disk.is_empty()).then(|| self.disk.write(on_disk));
        let memory = self.memory.clone();
        Box::pin(async move {
            if let Some(disk) = disk {
                disk.await?;
            }
            memory.write(in_memory).await
        })
    }

    fn room(&self) -> Later<Room> {
        self.disk.room()
    }

    fn ask_persistence(&self) -> Later<bool> {
        self.disk.ask_persistence()
    }
}
