//! The key schedule of HPKE (RFC 9180) for base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM.
//!
//! The browser has the curve and the cipher, but not what lies between them. A test opens what comes out with the
//! library that the server uses.

use domain::sealed::INFO;
use hkdf::Hkdf;
use sha2::Sha256;

const VERSION: &[u8] = b"HPKE-v1";
/// DHKEM(P-256, HKDF-SHA256).
const KEM: &[u8] = b"KEM\x00\x10";
/// The same with HKDF-SHA256 and AES-256-GCM.
const SUITE: &[u8] = b"HPKE\x00\x10\x00\x01\x00\x02";
/// Base mode.
const MODE: u8 = 0;

/// What the cipher needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opener {
    pub key: [u8; 32],
    pub nonce: [u8; 12],
}

fn extract(suite: &[u8], salt: &[u8], label: &[u8], secret: &[u8]) -> Hkdf<Sha256> {
    Hkdf::extract(Some(salt), &[VERSION, suite, label, secret].concat()).1
}

fn extract_bytes(suite: &[u8], salt: &[u8], label: &[u8], secret: &[u8]) -> Vec<u8> {
    Hkdf::<Sha256>::extract(Some(salt), &[VERSION, suite, label, secret].concat()).0.to_vec()
}

fn expand<const LENGTH: usize>(from: &Hkdf<Sha256>, suite: &[u8], label: &[u8], info: &[u8]) -> Option<[u8; LENGTH]> {
    let length = u16::try_from(LENGTH).ok()?.to_be_bytes();
    let mut bytes = [0; LENGTH];
    from.expand(&[&length, VERSION, suite, label, info].concat(), &mut bytes).ok()?;
    Some(bytes)
}

/// Key and nonce for the one text that is sealed.
///
/// `shared` is the x coordinate that ephemeral and recipient's key agree on, `encapsulated` and `recipient` are the
/// two public keys, uncompressed.
#[must_use]
pub fn key_schedule(shared: &[u8], encapsulated: &[u8], recipient: &[u8]) -> Option<Opener> {
    let agreed = extract(KEM, b"", b"eae_prk", shared);
    let secret: [u8; 32] = expand(&agreed, KEM, b"shared_secret", &[encapsulated, recipient].concat())?;
    let no_psk = extract_bytes(SUITE, b"", b"psk_id_hash", b"");
    let purpose = extract_bytes(SUITE, b"", b"info_hash", INFO);
    let context = [&[MODE], &*no_psk, &*purpose].concat();
    let secret = extract(SUITE, &secret, b"secret", b"");
    Some(Opener {
        key: expand(&secret, SUITE, b"key", &context)?,
        nonce: expand(&secret, SUITE, b"base_nonce", &context)?,
    })
}

#[cfg(test)]
mod tests {
    use hpke::{
        Deserializable, Kem, OpModeR, Serializable, aead::AesGcm256, kdf::HkdfSha256, kem::DhP256HkdfSha256,
        single_shot_open,
    };
    use p256::{PublicKey, SecretKey, ecdh::diffie_hellman, elliptic_curve::sec1::ToEncodedPoint};

    use super::*;

    #[test]
    fn the_servers_library_opens_what_is_sealed_by_this_schedule() {
        use aes_gcm::{
            Aes256Gcm, KeyInit,
            aead::{Aead, Payload},
        };

        let (private, public) = DhP256HkdfSha256::derive_keypair(&[7; 32]);
        let recipient = public.to_bytes().to_vec();
        let ephemeral = SecretKey::from_slice(&[9; 32]).expect("a key");
        let encapsulated = ephemeral.public_key().to_encoded_point(false).as_bytes().to_vec();
        let theirs = PublicKey::from_sec1_bytes(&recipient).expect("a point");
        let shared = diffie_hellman(ephemeral.to_nonzero_scalar(), theirs.as_affine());
        let opener = key_schedule(shared.raw_secret_bytes(), &encapsulated, &recipient).expect("a key");
        let payload = Payload { msg: b"what was done", aad: b"the head" };
        let cipher = Aes256Gcm::new(&opener.key.into());
        let ciphertext = cipher.encrypt(&opener.nonce.into(), payload).expect("sealed");
        let opened = single_shot_open::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
            &OpModeR::Base,
            &private,
            &<DhP256HkdfSha256 as Kem>::EncappedKey::from_bytes(&encapsulated).expect("a point"),
            INFO,
            &ciphertext,
            b"the head",
        );
        assert_eq!(opened.expect("opened"), b"what was done");
    }
}
