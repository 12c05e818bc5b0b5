//! Chance that repeats: the same seed and the same part of the centre give the same choices.

use domain::time::{MINUTE, SECOND, Timestamp};
use rand::{Rng, RngCore, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use uuid::{Builder, Uuid};

/// A stream of choices of its own for each part, so that a change in one part leaves the others as they were.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    pub(crate) fn new(seed: u64, part: &str, number: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(spread(part) ^ number);
        Self(rng)
    }

    /// A whole number, both ends included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.gen_range(low..=high.max(low))
    }

    /// A duration in milliseconds, full seconds.
    pub(crate) fn minutes(&mut self, low: i64, high: i64) -> i64 {
        self.between(low * MINUTE / SECOND, high * MINUTE / SECOND) * SECOND
    }

    /// A number from -1 to 1.
    pub(crate) fn swing(&mut self) -> f64 {
        self.0.gen_range(-1.0..=1.0)
    }

    pub(crate) fn percent(&mut self, share: i64) -> bool {
        self.between(1, 100) <= share
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> Option<&'a T> {
        from.choose(&mut self.0).copied()
    }

    /// One of several texts.
    pub(crate) fn word(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).unwrap_or_default()
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        list.shuffle(&mut self.0);
    }

    /// An id in the shape of a UUIDv7 made at `at`.
    pub(crate) fn id(&mut self, at: Timestamp) -> Uuid {
        let mut random = [0; 10];
        self.0.fill_bytes(&mut random);
        let millis = u64::try_from(at.millis()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// FNV-1a: texts far apart in the space of streams.
fn spread(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
