//! A device's disk: what was committed outlives everything, what was under way is lost with the power.

use std::rc::Rc;

use futures::{FutureExt, channel::oneshot};
use offline::{
    Keeping, Later,
    storage::{Memory, Room, Row, Storage, StorageError, Table, Write},
};

use crate::device::{Device, Tab};

/// The disk as one page reaches it.
pub struct TabDisk {
    pub device: Rc<Device>,
    pub tab: Rc<Tab>,
}

/// When the power goes, seen from a write.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Crash {
    Never,
    BeforeCommit,
    AfterCommit,
}

impl TabDisk {
    /// Plans work on the rows. Work that was asked for earlier is done earlier; whoever asked hears a little later.
    fn operate<T: 'static>(&self, writes: bool, work: impl FnOnce(&Memory) -> Later<T> + 'static) -> Later<T> {
        let (device, tab, power) = (self.device.clone(), self.tab.clone(), self.device.power());
        let world = device.world.clone();
        let crash = match writes && device.keeping == Keeping::OnDevice && world.happens(self.crash_rate()) {
            true if world.happens(500) => Crash::BeforeCommit,
            true => Crash::AfterCommit,
            false => Crash::Never,
        };
        let (answer, waiting) = oneshot::channel();
        let moment = device.disk_free_at.get().max(world.now() + world.between(0, 3));
        device.disk_free_at.set(moment);
        world.clone().at(moment, move || {
            // A page that was closed may have been quicker or slower than its transaction.
            if device.power() != power || (!tab.is_open.get() && world.happens(500)) {
                return;
            }
            if crash == Crash::BeforeCommit {
                world.faults.count("tablet dies before a commit");
                device.crash();
                return;
            }
            let Some(done) = work(&device.memory).now_or_never() else { return };
            if crash == Crash::AfterCommit {
                world.faults.count("tablet dies after a commit");
                device.crash();
                return;
            }
            world.after(world.between(0, 2), move || {
                // Nobody may be waiting any more.
                let _ = answer.send(done);
            });
        });
        Box::pin(async move {
            match waiting.await {
                Ok(done) => done,
                // The page is gone, or soon will be: no answer ever comes.
                Err(_) => std::future::pending().await,
            }
        })
    }

    fn crash_rate(&self) -> u32 {
        self.device.world.faults.now().tablet_crash
    }
}

impl Storage for TabDisk {
    fn rows(&self, table: Table, prefix: &str) -> Later<Result<Vec<Row>, StorageError>> {
        let prefix = prefix.to_owned();
        self.operate(false, move |memory| memory.rows(table, &prefix))
    }

    fn row(&self, table: Table, key: &str) -> Later<Result<Option<Row>, StorageError>> {
        let key = key.to_owned();
        self.operate(false, move |memory| memory.row(table, &key))
    }

    fn write(&self, batch: Vec<Write>) -> Later<Result<(), StorageError>> {
        self.operate(true, move |memory| memory.write(batch))
    }

    fn room(&self) -> Later<Room> {
        self.operate(false, Memory::room)
    }

    fn ask_persistence(&self) -> Later<bool> {
        self.device.memory.ask_persistence()
    }
}
