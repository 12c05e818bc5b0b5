//! A photo that a number stands for: its bytes are made when they are needed.

use outside::canonical::sha256;
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A photo on a device.
#[derive(Clone, Debug)]
pub struct Photo {
    number: u64,
    length: usize,
    pub sha256: String,
}

impl Photo {
    /// The photo of a number: a JPEG by its first bytes, otherwise noise.
    #[must_use]
    pub fn new(number: u64, length: usize) -> Photo {
        let mut photo = Photo { number, length, sha256: String::new() };
        photo.sha256 = sha256(photo.bytes());
        photo
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.length];
        ChaCha8Rng::seed_from_u64(self.number).fill_bytes(&mut bytes);
        let head = [0xff, 0xd8, 0xff, 0xe0];
        bytes.iter_mut().zip(head).for_each(|(byte, head)| *byte = head);
        bytes
    }

    /// Where the interface keeps it.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/api/blobs/{}", self.sha256)
    }
}
