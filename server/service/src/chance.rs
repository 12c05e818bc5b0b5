//! Where chance comes from: the system's generator, or a simulation's.

use std::sync::Arc;

use rand::RngCore;

/// Draws random bytes; cheap to clone.
#[derive(Clone)]
pub struct Chance(Arc<dyn Fn(&mut [u8]) + Send + Sync>);

impl Chance {
    /// The operating system's generator: fit for secrets.
    #[must_use]
    pub fn of_the_machine() -> Self {
        Self::from(|bytes| rand::rngs::OsRng.fill_bytes(bytes))
    }

    pub fn from(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    #[must_use]
    pub fn bytes<const COUNT: usize>(&self) -> [u8; COUNT] {
        let mut bytes = [0; COUNT];
        (self.0)(&mut bytes);
        bytes
    }
}
