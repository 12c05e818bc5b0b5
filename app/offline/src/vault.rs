//! Keys that no code can read: one that seals what is kept, one that signs what is sent (SYN-3, SYN-9, SYN-10).

mod hpke;
#[cfg(target_arch = "wasm32")]
mod web_crypto;

use domain::PersonId;
use serde_json::Value;
#[cfg(target_arch = "wasm32")]
pub use web_crypto::WebCrypto;

pub use hpke::{Opener, key_schedule};

use crate::{Later, ready};

/// The vault cannot do what was asked: no key is open, or the bytes were sealed with another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked;

/// The keys of one person on this device. Work begins at the call: start many, then wait for each.
pub trait Vault {
    /// Opens a person's keys, making them at the first time. Everything below uses the keys opened last.
    fn open(&self, person: PersonId) -> Later<Result<(), Locked>>;

    /// Lets go of the keys; they stay on the device.
    fn close(&self);

    /// Destroys the key that seals: what was sealed with it is gone for good.
    fn forget(&self, person: PersonId) -> Later<()>;

    /// Destroys all keys of everybody on this device.
    fn destroy(&self) -> Later<()>;

    fn seal(&self, plain: &[u8]) -> Later<Result<Vec<u8>, Locked>>;

    fn unseal(&self, sealed: &[u8]) -> Later<Result<Vec<u8>, Locked>>;

    /// ES256, as `r ‖ s`: 64 bytes.
    fn sign(&self, bytes: &[u8]) -> Later<Result<Vec<u8>, Locked>>;

    /// Seals to somebody else's public key (a point of P-256, uncompressed), so that only they can open it: HPKE with
    /// `line` as associated data. The encapsulated key, then the ciphertext.
    fn seal_to(&self, public_key: &[u8], line: &[u8], plain: &[u8]) -> Later<Result<Vec<u8>, Locked>>;

    /// Whether the holder of an Ed25519 key signed these bytes. Needs no key of a person.
    fn verify(&self, public_key: &[u8], bytes: &[u8], signature: &[u8]) -> Later<bool>;

    /// The signing key's public half as a JWK.
    fn public_key(&self) -> Later<Result<Value, Locked>>;
}

/// No secrets at all: for a machine without a browser, where nothing is kept.
pub struct Glass;

impl Vault for Glass {
    fn open(&self, _: PersonId) -> Later<Result<(), Locked>> {
        ready(Ok(()))
    }

    fn close(&self) {}

    fn forget(&self, _: PersonId) -> Later<()> {
        ready(())
    }

    fn destroy(&self) -> Later<()> {
        ready(())
    }

    fn seal(&self, plain: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        ready(Ok(plain.to_vec()))
    }

    fn unseal(&self, sealed: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        ready(Ok(sealed.to_vec()))
    }

    fn sign(&self, _: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        ready(Err(Locked))
    }

    fn seal_to(&self, _: &[u8], _: &[u8], _: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        ready(Err(Locked))
    }

    fn verify(&self, _: &[u8], _: &[u8], _: &[u8]) -> Later<bool> {
        ready(false)
    }

    fn public_key(&self) -> Later<Result<Value, Locked>> {
        ready(Err(Locked))
    }
}
