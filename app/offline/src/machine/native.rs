//! A machine without a browser: for the server's side of a build, for tests, for simulations.

use std::{
    cell::RefCell,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use domain::Timestamp;
use uuid::Uuid;

use crate::{
    Later,
    machine::{Lease, Machine, Nudge, Patience},
    ready,
};

/// The operating system's clocks. Tasks are kept for whoever drives the machine; nothing is ever waited for.
pub struct Native {
    started: Instant,
    tasks: RefCell<Vec<Later<()>>>,
}

impl Default for Native {
    fn default() -> Self {
        Self { started: Instant::now(), tasks: RefCell::default() }
    }
}

impl Native {
    /// The tasks that were spawned since the last call.
    pub fn take_tasks(&self) -> Vec<Later<()>> {
        self.tasks.take()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge: the machine itself")]
impl Machine for Native {
    fn wall(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or_default())
    }

    fn monotonic(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        // The last eight bytes of a UUIDv7 are random; two of their bits are not, which is no loss here.
        bytes[..8].copy_from_slice(&Uuid::now_v7().as_bytes()[8..]);
        bytes[8..].copy_from_slice(&Uuid::now_v7().as_bytes()[14..]);
        bytes
    }

    fn spawn(&self, task: Later<()>) {
        self.tasks.borrow_mut().push(task);
    }

    fn wait(&self, _: i64) -> Later<()> {
        ready(())
    }

    fn lock(&self, _: &str, _: Patience) -> Later<Option<Lease>> {
        ready(Some(Lease::new(Box::new(|| ()))))
    }

    fn tell(&self, _: &str) {}

    fn attend(&self, _: Box<dyn Fn(Nudge)>) {}

    fn may_be_online(&self) -> bool {
        true
    }

    fn name(&self) -> String {
        String::from("native")
    }
}
