//! The demo's tablet: one device with a key of its own, the same in every demo centre.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    DeviceId,
    signature::{SignatureRecord, device_signing_bytes},
};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey, signature::Signer};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::{chance::Chance, people::FOUNDED};

/// The key is public knowledge: it signs nothing but the demo's own records.
const KEY_SEED: u64 = 0x0070_6169_6461_6e31;

static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::random(&mut ChaCha8Rng::seed_from_u64(KEY_SEED)));

/// The device that the demo's forms were signed on, with its public key as a JWK, for the server to register.
#[must_use]
pub fn device() -> (DeviceId, Value) {
    let point = VerifyingKey::from(&*KEY).to_encoded_point(false);
    let coordinate = |bytes: Option<&p256::FieldBytes>| bytes.map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
    let key = json!({"kty": "EC", "crv": "P-256", "x": coordinate(point.x()), "y": coordinate(point.y())});
    (device_id(), key)
}

pub(crate) fn device_id() -> DeviceId {
    DeviceId(Chance::new(KEY_SEED, "device", 0).id(FOUNDED))
}

/// Signs a record as the tablet does: ES256, `r || s`, base64url without padding.
pub(crate) fn sign(record: &mut SignatureRecord) {
    record.device_signature = signature(&device_signing_bytes(record));
}

/// ES256 over bytes, `r || s`, base64url without padding.
pub(crate) fn signature(bytes: &[u8]) -> String {
    let signature: Signature = KEY.sign(bytes);
    URL_SAFE_NO_PAD.encode(signature.to_bytes())
}
