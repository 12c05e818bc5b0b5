//! What the crate needs of the machine it runs on: clocks, chance, tasks, locks, the other tabs.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(any(target_arch = "wasm32", test))]
mod naming;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
pub use browser::Browser;
use domain::Timestamp;
#[cfg(not(target_arch = "wasm32"))]
pub use native::Native;
use uuid::{Builder, Uuid};

use crate::{Later, Rules};

/// Something from outside that is worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nudge {
    /// The network is there again, or somebody looks at the page again.
    Awake,
    /// The network is gone.
    Offline,
    /// Another tab says this.
    Word(String),
}

/// A lock that is held until this is dropped.
pub struct Lease(Option<Box<dyn FnOnce()>>);

impl Lease {
    #[must_use]
    pub fn new(release: Box<dyn FnOnce()>) -> Self {
        Self(Some(release))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            release();
        }
    }
}

/// Whether to wait for a lock that somebody else holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    Wait,
    IfAvailable,
}

/// The machine, as far as the client depends on it.
pub trait Machine {
    /// The device's clock, right or wrong.
    fn wall(&self) -> Timestamp;

    /// Milliseconds since some moment of this run; never goes back.
    fn monotonic(&self) -> i64;

    fn random(&self) -> [u8; 10];

    /// Runs a task beside the caller.
    fn spawn(&self, task: Later<()>);

    /// Ends after so many milliseconds.
    fn wait(&self, millis: i64) -> Later<()>;

    /// A lock among all tabs of this origin. None when it is not to be had.
    fn lock(&self, name: &str, patience: Patience) -> Later<Option<Lease>>;

    /// Says a word to the other tabs.
    fn tell(&self, word: &str);

    /// From now on calls `hear` for everything worth a look.
    fn attend(&self, hear: Box<dyn Fn(Nudge)>);

    /// False when the machine is sure that there is no network.
    fn may_be_online(&self) -> bool;

    /// How a person recognises the device in a list.
    fn name(&self) -> String;

    /// The rules as the release of the app that runs here has them: the present one's, but in a simulation.
    fn released(&self, rules: Rules) -> Rules {
        rules
    }
}

/// A new UUIDv7 by the device's clock.
pub(crate) fn new_id(machine: &dyn Machine) -> Uuid {
    let millis = u64::try_from(machine.wall().millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &machine.random()).into_uuid()
}
