//! A tablet's keys: real signatures by keys that follow from the seed, and seals that show who can read what.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use domain::{PersonId, sealed::INFO, signature::sha256_hex};
use ed25519_dalek::VerifyingKey;
use hpke::{
    Deserializable, Kem, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256, kem::DhP256HkdfSha256,
    single_shot_seal,
};
use offline::{
    Later,
    vault::{Locked, Vault},
};
use p256::{
    PublicKey,
    ecdsa::{Signature, SigningKey, signature::Signer},
};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use serde_json::Value;

/// What lies on the device: the keys of everybody who worked on it.
#[derive(Default)]
pub struct Keys {
    signing: BTreeMap<PersonId, SigningKey>,
    /// How often somebody's key that seals was made anew.
    sealing: BTreeMap<PersonId, u64>,
}

/// One tab's view of the device's keys.
pub struct SeededVault {
    keys: Rc<RefCell<Keys>>,
    /// What the keys follow from.
    origin: String,
    person: Cell<Option<PersonId>>,
}

impl SeededVault {
    #[must_use]
    pub fn new(keys: Rc<RefCell<Keys>>, origin: String) -> Self {
        Self { keys, origin, person: Cell::new(None) }
    }

    /// What stands in front of everything sealed with the key that is open.
    fn mark(&self) -> Option<Vec<u8>> {
        let person = self.person.get()?;
        let number = self.keys.borrow().sealing.get(&person).copied()?;
        Some(format!("{person}.{number}:").into_bytes())
    }

    fn key(&self) -> Option<SigningKey> {
        self.keys.borrow().signing.get(&self.person.get()?).cloned()
    }
}

fn now<T: 'static>(value: Option<T>) -> Later<Result<T, Locked>> {
    Box::pin(std::future::ready(value.ok_or(Locked)))
}

impl Vault for SeededVault {
    fn open(&self, person: PersonId) -> Later<Result<(), Locked>> {
        let mut keys = self.keys.borrow_mut();
        keys.signing.entry(person).or_insert_with(|| {
            // A hash is a valid key but for odds that nobody will ever meet.
            let drawn = |number: u64| sha256_hex(format!("{} {person} {number}", self.origin).as_bytes());
            let bytes = |text: String| text.into_bytes().into_iter().take(32).collect::<Vec<u8>>();
            let key = (0..).find_map(|number| SigningKey::from_slice(&bytes(drawn(number))).ok());
            key.unwrap_or_else(|| unreachable!())
        });
        keys.sealing.entry(person).or_insert(0);
        self.person.set(Some(person));
        now(Some(()))
    }

    fn close(&self) {
        self.person.set(None);
    }

    fn forget(&self, person: PersonId) -> Later<()> {
        *self.keys.borrow_mut().sealing.entry(person).or_insert(0) += 1;
        Box::pin(std::future::ready(()))
    }

    fn destroy(&self) -> Later<()> {
        *self.keys.borrow_mut() = Keys::default();
        Box::pin(std::future::ready(()))
    }

    fn seal(&self, plain: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        now(self.mark().map(|mark| [&mark, plain].concat()))
    }

    fn unseal(&self, sealed: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        now(self.mark().and_then(|mark| sealed.strip_prefix(&*mark).map(<[u8]>::to_vec)))
    }

    fn sign(&self, bytes: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        let signed = self.key().map(|key| {
            let signature: Signature = key.sign(bytes);
            signature.to_bytes().to_vec()
        });
        now(signed)
    }

    fn seal_to(&self, public_key: &[u8], line: &[u8], plain: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        // Drawn from what is sealed: the same run seals the same bytes.
        let seed = sha256_hex(&[self.origin.as_bytes(), line, plain].concat());
        let mut chance = ChaCha20Rng::from_seed(std::array::from_fn(|place| seed.as_bytes()[place]));
        let sealed = <DhP256HkdfSha256 as Kem>::PublicKey::from_bytes(public_key).and_then(|recipient| {
            let mode = OpModeS::Base;
            single_shot_seal::<AesGcm256, HkdfSha256, DhP256HkdfSha256, _>(
                &mode,
                &recipient,
                INFO,
                plain,
                line,
                &mut chance,
            )
        });
        now(sealed.ok().map(|(encapsulated, ciphertext)| [encapsulated.to_bytes().to_vec(), ciphertext].concat()))
    }

    fn verify(&self, public_key: &[u8], bytes: &[u8], signature: &[u8]) -> Later<bool> {
        let key = public_key.try_into().ok().and_then(|key| VerifyingKey::from_bytes(key).ok());
        let signature = ed25519_dalek::Signature::from_slice(signature).ok();
        let is_signed = key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(bytes, &signature).is_ok());
        Box::pin(std::future::ready(is_signed))
    }

    fn public_key(&self) -> Later<Result<Value, Locked>> {
        let jwk = self.key().map(|key| PublicKey::from(key.verifying_key()).to_jwk_string());
        now(jwk.and_then(|jwk| serde_json::from_str(&jwk).ok()))
    }
}
