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

/// What befalls a write: a transaction is there as a whole or not at all, whoever may know.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Done,
    /// The power goes between begin and commit.
    DieBeforeCommit,
    /// The power goes before the page hears.
    DieAfterCommit,
    /// The transaction never ends, and is rolled back when the page goes.
    HangBeforeCommit,
    /// The transaction ends and the page never hears.
    HangAfterCommit,
}

impl TabDisk {
    /// Plans work on the rows. Work that was asked for earlier is done earlier; whoever asked hears a little later.
    fn operate<T: 'static>(&self, writes: bool, work: impl FnOnce(&Memory) -> Later<T> + 'static) -> Later<T> {
        let (device, tab, power) = (self.device.clone(), self.tab.clone(), self.device.power());
        let world = device.world.clone();
        let fate = if writes && device.keeping == Keeping::OnDevice { self.draw_fate() } else { Fate::Done };
        let (answer, waiting) = oneshot::channel();
        let moment = device.disk_free_at.get().max(world.now() + world.between(0, 3));
        device.disk_free_at.set(moment);
        world.clone().at(moment, move || {
            // A page that was closed may have been quicker or slower than its transaction.
            if device.power() != power || (!tab.is_open.get() && world.happens(500)) {
                return;
            }
            match fate {
                Fate::DieBeforeCommit => {
                    world.faults.count("tablet dies before a commit");
                    return device.crash();
                }
                Fate::HangBeforeCommit => {
                    world.faults.count("a tablet's write hangs before its commit");
                    return hang(&device, &tab, answer);
                }
                _ => {}
            }
            let Some(done) = work(&device.memory).now_or_never() else { return };
            match fate {
                Fate::DieAfterCommit => {
                    world.faults.count("tablet dies after a commit");
                    return device.crash();
                }
                Fate::HangAfterCommit => {
                    world.faults.count("a tablet's write hangs after its commit");
                    return hang(&device, &tab, answer);
                }
                _ => {}
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

    fn draw_fate(&self) -> Fate {
        let world = &self.device.world;
        let rates = world.faults.now();
        if world.happens(rates.tablet_crash) {
            if world.happens(500) { Fate::DieBeforeCommit } else { Fate::DieAfterCommit }
        } else if world.happens(rates.tablet_hangs) {
            if world.happens(500) { Fate::HangBeforeCommit } else { Fate::HangAfterCommit }
        } else {
            Fate::Done
        }
    }
}

/// The page waits for an answer that never comes, until its person closes it.
fn hang<T: 'static>(device: &Rc<Device>, tab: &Rc<Tab>, answer: oneshot::Sender<T>) {
    let (device, tab) = (device.clone(), tab.clone());
    let world = device.world.clone();
    world.note(|| format!("device {}.{} hangs", device.number, tab.number));
    world.after(world.between(1_000, 30_000), move || {
        if tab.is_open.get() {
            device.close_tab(&tab);
            device.boot();
        }
        drop(answer);
    });
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
