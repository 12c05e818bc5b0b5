//! The server's keys: Ed25519 for receipts and countersignatures, and from each of these one that opens sealed work.
//! Old ones stay valid after a rotation.

use std::{io::Write, path::Path};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Timestamp,
    sealed::{Packet, SealingKey},
    signature::canonical_value,
    sync::{Outcome, Receipt, ReceiptKey},
};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::Sha256;

use crate::sealed::OpeningKey;

/// The keys of a centre; the last one signs, and work is sealed to the one that follows from it.
pub struct ServerKeys {
    keys: Vec<(String, SigningKey)>,
    opening: Vec<OpeningKey>,
}

impl ServerKeys {
    /// Reads the keys from a file of base64url lines, making one for a centre that has none.
    ///
    /// # Errors
    /// The file can't be read or written, or holds something else.
    pub fn load(path: &Path) -> std::io::Result<Self> {
        if !path.exists() {
            make(path)?;
        }
        let text = std::fs::read_to_string(path)?;
        let keys = text.lines().filter(|line| !line.trim().is_empty()).map(read_key).collect::<Option<Vec<_>>>();
        match keys {
            Some(keys) if !keys.is_empty() => Ok(Self::of(keys)),
            _ => Err(std::io::Error::other(format!("{} holds no signing keys", path.display()))),
        }
    }

    /// A key that is kept nowhere, for whoever only reads.
    #[must_use]
    pub fn for_now() -> Self {
        let key = SigningKey::generate(&mut rand::rngs::OsRng);
        Self::of(vec![(key_id(&key.verifying_key()), key)])
    }

    /// A key from a seed, for tests.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        let key = SigningKey::from_bytes(&seed);
        Self::of(vec![(key_id(&key.verifying_key()), key)])
    }

    fn of(keys: Vec<(String, SigningKey)>) -> Self {
        let opening = keys.iter().map(|(_, key)| OpeningKey::of(&key.to_bytes())).collect();
        Self { keys, opening }
    }

    /// The keys that work can be sealed to; the last one is for now.
    #[must_use]
    pub fn sealing(&self) -> Vec<SealingKey> {
        self.opening.iter().map(OpeningKey::published).collect()
    }

    /// What is sealed in a packet; None when none of the keys opens it.
    #[must_use]
    pub fn open(&self, packet: &Packet<'_>) -> Option<Vec<u8>> {
        self.opening.iter().find(|key| key.id() == packet.head.key_id)?.open(packet)
    }

    /// Signs canonical JSON; returns key id and signature, base64url.
    #[must_use]
    pub fn sign(&self, value: &serde_json::Value) -> (String, String) {
        let (id, key) = &self.keys[self.keys.len() - 1];
        (id.clone(), URL_SAFE_NO_PAD.encode(key.sign(&canonical_value(value)).to_bytes()))
    }

    /// The id of the key that signs.
    #[must_use]
    pub fn current(&self) -> &str {
        &self.keys[self.keys.len() - 1].0
    }

    /// All verification keys; the last one is for now.
    #[must_use]
    pub fn receipt_keys(&self) -> Vec<ReceiptKey> {
        self.keys.iter().map(|(_, key)| ReceiptKey::of(key.verifying_key().as_bytes())).collect()
    }

    /// Whether there is a key of this id.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.keys.iter().any(|(known, _)| known == id)
    }

    /// Whether one of the keys signed this.
    #[must_use]
    pub fn verifies(&self, id: &str, value: &serde_json::Value, signature: &str) -> bool {
        let key = self.keys.iter().find(|(known, _)| known == id);
        let bytes = URL_SAFE_NO_PAD.decode(signature).ok().and_then(|bytes| Signature::from_slice(&bytes).ok());
        match (key, bytes) {
            (Some((_, key)), Some(signature)) => {
                key.verifying_key().verify(&canonical_value(value), &signature).is_ok()
            }
            _ => false,
        }
    }

    /// Secrets for a purpose, one from each key: what was given out before a rotation stays known. The last is for now.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> Vec<[u8; 32]> {
        let derive = |(_, key): &(String, SigningKey)| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key.to_bytes()).ok()?;
            mac.update(b"paidan derived ");
            mac.update(purpose.as_bytes());
            Some(mac.finalize().into_bytes().into())
        };
        self.keys.iter().filter_map(derive).collect()
    }

    /// A receipt for an envelope (SYN-4).
    #[must_use]
    pub fn receipt(&self, id: &str, sha256: &str, outcome: Outcome, received_at: Timestamp) -> Receipt {
        let key_id = self.current().to_owned();
        let unsigned =
            json!({"id": id, "sha256": sha256, "outcome": outcome, "received_at": received_at, "key_id": key_id});
        let (key_id, mut sig) = self.sign(&unsigned);
        if planted::is("receipt_not_signed") {
            sig.clear();
        }
        Receipt { id: id.to_owned(), sha256: sha256.to_owned(), outcome, received_at, key_id, sig }
    }
}

/// Makes a centre's first key. It is there whole or not at all, and of two nodes that start together one makes it.
fn make(path: &Path) -> std::io::Result<()> {
    let key = SigningKey::generate(&mut rand::rngs::OsRng);
    // Only its owner may read a temporary file.
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    writeln!(file, "{}", URL_SAFE_NO_PAD.encode(key.to_bytes()))?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Err(found) if found.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        outcome => outcome.map(drop).map_err(std::io::Error::from),
    }
}

fn read_key(line: &str) -> Option<(String, SigningKey)> {
    let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(line.trim()).ok()?.try_into().ok()?;
    let key = SigningKey::from_bytes(&bytes);
    Some((key_id(&key.verifying_key()), key))
}

fn key_id(key: &VerifyingKey) -> String {
    ReceiptKey::of(key.as_bytes()).id
}
