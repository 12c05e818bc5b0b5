//! The store of an office browser: everything in memory, so that nothing stays behind on a shared desk, except the
//! table [`Device`](Table::Device). Its key lives for the session (http.md), so its numbers must too.

use std::rc::Rc;

use crate::{
    Later,
    storage::{Memory, Room, Row, Storage, StorageError, Table, Write},
};

/// Memory for records and actions, `disk` for the device.
pub struct Split {
    memory: Memory,
    disk: Rc<dyn Storage>,
}

impl Split {
    #[must_use]
    pub fn new(disk: Rc<dyn Storage>) -> Self {
        Self { memory: Memory::new(), disk }
    }

    fn of(&self, table: Table) -> &dyn Storage {
        if table == Table::Device { &*self.disk } else { &self.memory }
    }
}

impl Storage for Split {
    fn rows(&self, table: Table, prefix: &str) -> Later<Result<Vec<Row>, StorageError>> {
        self.of(table).rows(table, prefix)
    }

    fn row(&self, table: Table, key: &str) -> Later<Result<Option<Row>, StorageError>> {
        self.of(table).row(table, key)
    }

    /// The part on disk goes first: a number that was given and not used is only a gap.
    fn write(&self, batch: Vec<Write>) -> Later<Result<(), StorageError>> {
        let (on_disk, in_memory): (Vec<Write>, Vec<Write>) =
            batch.into_iter().partition(|write| write.table == Table::Device);
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
