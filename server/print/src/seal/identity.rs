//! The key and the self-signed certificate that the centre signs papers with.

use std::{str::FromStr, time::Duration};

use der::{
    DecodePem, EncodePem,
    asn1::{GeneralizedTime, ObjectIdentifier, UtcTime},
    pem::LineEnding,
};
use domain::Timestamp;
use p256::{
    ecdsa::{
        DerSignature, SigningKey, VerifyingKey,
        signature::{self, Keypair, Signer},
    },
    pkcs8::{DecodePrivateKey, EncodePrivateKey},
};
use x509_cert::{
    Certificate,
    builder::{Builder, CertificateBuilder, Profile},
    name::Name,
    serial_number::SerialNumber,
    spki::{self, AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, SubjectPublicKeyInfoOwned},
    time::{Time, Validity},
};

use super::SealError;

/// Random bytes that make an identity: a key, and the number of its certificate.
pub const SEED_BYTES: usize = 48;
/// For how long the certificate is good, in days: papers are asked about for as long as they are kept.
const DAYS: i64 = 20 * 365;
/// The last instant that a certificate writes with two digits of the year.
const TWO_DIGITS_UNTIL: i64 = 2_524_608_000;

const ECDSA_WITH_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// The key as the builders of certificates and signatures want it. It could do without, were `sha2` compiled with names
/// for its algorithms; but then everything that hashes would be compiled a second time for the printer's sake.
pub(super) struct Pen<'a>(pub &'a SigningKey);

impl Keypair for Pen<'_> {
    type VerifyingKey = VerifyingKey;

    fn verifying_key(&self) -> VerifyingKey {
        *self.0.verifying_key()
    }
}

impl DynSignatureAlgorithmIdentifier for Pen<'_> {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        Ok(AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA_256, parameters: None })
    }
}

impl Signer<DerSignature> for Pen<'_> {
    fn try_sign(&self, message: &[u8]) -> Result<DerSignature, signature::Error> {
        self.0.try_sign(message)
    }
}

/// The key and certificate of a centre.
pub struct Identity {
    pub(super) key: SigningKey,
    pub(super) certificate: Certificate,
}

impl Identity {
    /// A new key with a certificate in the centre's name, good from now on.
    ///
    /// # Errors
    /// The name can't stand in a certificate, or the bytes make no key.
    pub fn make(centre: &str, now: Timestamp, seed: &[u8; SEED_BYTES]) -> Result<Self, SealError> {
        let (secret, number) = seed.split_at(32);
        let key = SigningKey::from_slice(secret).map_err(failed)?;
        let mut number = number.to_vec();
        // A number is positive and takes at most twenty bytes.
        number[0] &= 0x7f;
        let subject = Name::from_str(&format!("CN={}", escaped(centre))).map_err(failed)?;
        let issuer = subject.clone();
        let profile = Profile::Leaf { issuer, enable_key_agreement: false, enable_key_encipherment: false };
        let validity = Validity { not_before: time(now)?, not_after: time(now.plus(DAYS * domain::time::DAY))? };
        let public = SubjectPublicKeyInfoOwned::from_key(*key.verifying_key()).map_err(failed)?;
        let serial = SerialNumber::new(&number).map_err(failed)?;
        let pen = Pen(&key);
        let builder = CertificateBuilder::new(profile, serial, validity, subject, public, &pen).map_err(failed)?;
        let certificate = builder.build::<DerSignature>().map_err(failed)?;
        Ok(Self { key, certificate })
    }

    /// Key and certificate as two PEM blocks.
    ///
    /// # Errors
    /// They can't be written.
    pub fn to_pem(&self) -> Result<String, SealError> {
        let secret = self.key.to_pkcs8_pem(LineEnding::LF).map_err(failed)?;
        Ok(format!("{}{}", secret.as_str(), self.certificate_pem()?))
    }

    /// The certificate alone, for whoever wants to check papers.
    ///
    /// # Errors
    /// It can't be written.
    pub fn certificate_pem(&self) -> Result<String, SealError> {
        self.certificate.to_pem(LineEnding::LF).map_err(failed)
    }

    /// Reads what [`Identity::to_pem`] wrote.
    ///
    /// # Errors
    /// It is something else, or key and certificate do not belong together.
    pub fn from_pem(text: &str) -> Result<Self, SealError> {
        let certificate = text.find("-----BEGIN CERTIFICATE-----").ok_or_else(|| failed("there is none"))?;
        let (secret, certificate) = text.split_at(certificate);
        let key = SigningKey::from_pkcs8_pem(secret.trim()).map_err(failed)?;
        let certificate = Certificate::from_pem(certificate.trim()).map_err(failed)?;
        let public = SubjectPublicKeyInfoOwned::from_key(*key.verifying_key()).map_err(failed)?;
        if certificate.tbs_certificate.subject_public_key_info != public {
            return Err(failed("key and certificate do not belong together"));
        }
        Ok(Self { key, certificate })
    }
}

fn failed(error: impl std::fmt::Display) -> SealError {
    SealError::Certificate(error.to_string())
}

fn time(at: Timestamp) -> Result<Time, SealError> {
    let seconds = at.millis().div_euclid(1_000);
    let since = Duration::from_secs(u64::try_from(seconds).map_err(failed)?);
    Ok(if seconds < TWO_DIGITS_UNTIL {
        Time::UtcTime(UtcTime::from_unix_duration(since).map_err(failed)?)
    } else {
        Time::GeneralTime(GeneralizedTime::from_unix_duration(since).map_err(failed)?)
    })
}

/// A name as RFC 4514 writes it.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for letter in name.trim().chars().filter(|letter| !letter.is_control()) {
        if matches!(letter, ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=' | '#') {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    #[test]
    fn an_identity_is_read_as_it_was_written() {
        let made = Identity::make("派单 + 服务, \"中心\"", NOW, &[7; SEED_BYTES]).expect("an identity");
        let text = made.to_pem().expect("text");
        let read = Identity::from_pem(&text).expect("read");
        assert_eq!(read.to_pem().expect("text"), text);
        assert_eq!(read.certificate.tbs_certificate.subject, read.certificate.tbs_certificate.issuer);
    }

    #[test]
    fn a_key_with_anothers_certificate_is_refused() {
        let one = Identity::make("一", NOW, &[7; SEED_BYTES]).expect("an identity");
        let other = Identity::make("二", NOW, &[8; SEED_BYTES]).expect("an identity");
        let secret = one.key.to_pkcs8_pem(LineEnding::LF).expect("text");
        let mixed = format!("{}{}", secret.as_str(), other.certificate_pem().expect("text"));
        assert!(Identity::from_pem(&mixed).is_err());
    }
}
