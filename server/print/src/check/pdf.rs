//! The centre's signature over the file (PAdES).

use cms::{
    cert::CertificateChoices,
    content_info::ContentInfo,
    signed_data::{SignedData, SignerInfo},
};
use der::{
    Decode, Encode, Reader, SliceReader,
    asn1::{ObjectIdentifier, OctetString},
};
use domain::signature::sha256_hex;
use lopdf::{Dictionary, Document, Object};
use p256::{
    ecdsa::{DerSignature, VerifyingKey, signature::Verifier},
    pkcs8::DecodePublicKey,
};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;

use super::{Outcome, Report};
use crate::seal::{SIGNING_CERTIFICATE_V2, SigningCertificate};

const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");

pub fn check(bytes: &[u8], document: &Document, known: Option<&Certificate>, report: &mut Report) {
    let signatures = signatures(document);
    let Some(signature) = signatures.last() else {
        report.note(Outcome::Broken, "The file bears no signature of a centre.");
        return;
    };
    let Some((range, contents)) = read(signature) else {
        report.note(Outcome::Broken, "The centre's signature says neither what it covers nor what it is.");
        return;
    };
    let covered = covered(bytes, range);
    report.say(
        covered.is_some(),
        "The centre's signature covers the whole file.",
        "The centre's signature does not cover the whole file: something was added, cut or moved.",
    );
    let digest = covered.map(|parts| {
        let mut digest = Sha256::new();
        parts.iter().for_each(|part| digest.update(part));
        digest.finalize().to_vec()
    });
    match signed(contents) {
        Some((info, certificate)) => check_signed(&info, &certificate, digest.as_deref(), known, report),
        None => report.note(Outcome::Broken, "The centre's signature can't be read."),
    }
}

fn check_signed(
    info: &SignerInfo,
    certificate: &Certificate,
    digest: Option<&[u8]>,
    known: Option<&Certificate>,
    report: &mut Report,
) {
    let agrees = digest.is_some_and(|digest| {
        attribute::<OctetString>(info, MESSAGE_DIGEST).is_some_and(|said| said.as_bytes() == digest)
    });
    report.say(
        agrees,
        "No byte of the file changed since the centre signed it.",
        "The file changed after the centre had signed it.",
    );
    let der = certificate.to_der().unwrap_or_default();
    let fingerprint = sha256_hex(&der);
    let named = attribute::<SigningCertificate>(info, SIGNING_CERTIFICATE_V2)
        .and_then(|named| named.certificates.into_iter().next())
        .is_some_and(|named| named.hash.as_bytes() == &Sha256::digest(&der)[..]);
    let is_by = named && is_by(info, certificate);
    report.say(
        is_by,
        &format!("The signature is by the key of “{}”.", certificate.tbs_certificate.subject),
        "The signature is not by the key of the certificate in the file.",
    );
    match known {
        Some(known) => report.say(
            known == certificate,
            "That certificate is the one given for comparison.",
            "That certificate is another than the one given for comparison: somebody else signed this file.",
        ),
        None => report.note(
            Outcome::Holds,
            format!("Whose certificate it is, only a comparison tells; its SHA-256 is {fingerprint}."),
        ),
    }
}

/// The signature dictionaries of the document's form fields.
fn signatures(document: &Document) -> Vec<&Dictionary> {
    let fields = || {
        let form = follow(document, document.catalog().ok()?.get(b"AcroForm").ok()?)?.as_dict().ok()?;
        follow(document, form.get(b"Fields").ok()?)?.as_array().ok()
    };
    let field = |field: &Object| -> Option<&Dictionary> {
        let reference = field.as_reference().ok()?;
        let field = document.get_object(reference).ok()?.as_dict().ok()?;
        follow(document, field.get(b"V").ok()?)?.as_dict().ok()
    };
    fields().into_iter().flatten().filter_map(field).collect()
}

/// What an object stands for.
pub fn follow<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    document.dereference(object).ok().map(|(_, object)| object)
}

fn read(signature: &Dictionary) -> Option<([usize; 4], &[u8])> {
    let range = signature.get(b"ByteRange").ok()?.as_array().ok()?;
    let numbers: Vec<usize> =
        range.iter().map(|number| usize::try_from(number.as_i64().ok()?).ok()).collect::<Option<_>>()?;
    Some((numbers.try_into().ok()?, signature.get(b"Contents").ok()?.as_str().ok()?))
}

/// The two covered parts; None when anything but the signature itself lies outside of them.
fn covered(bytes: &[u8], [from, until, after, length]: [usize; 4]) -> Option<[&[u8]; 2]> {
    let is_whole = from == 0 && until < after && after.checked_add(length)? == bytes.len();
    let gap = bytes.get(until..after)?;
    let hex = gap.strip_prefix(b"<")?.strip_suffix(b">")?;
    (is_whole && hex.iter().all(u8::is_ascii_hexdigit)).then(|| [&bytes[..until], &bytes[after..]])
}

/// The signer and the certificate that the signature brings along.
fn signed(contents: &[u8]) -> Option<(SignerInfo, Certificate)> {
    // Room that was kept free follows as zeros.
    let mut reader = SliceReader::new(contents).ok()?;
    let content: ContentInfo = reader.decode().ok()?;
    let signed: SignedData = content.content.decode_as().ok()?;
    let info = signed.signer_infos.0.iter().next()?.clone();
    let certificate = signed.certificates?.0.iter().find_map(|one| match one {
        CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
        CertificateChoices::Other(_) => None,
    })?;
    Some((info, certificate))
}

fn attribute<T: for<'a> Decode<'a>>(info: &SignerInfo, oid: ObjectIdentifier) -> Option<T> {
    let attribute = info.signed_attrs.as_ref()?.iter().find(|attribute| attribute.oid == oid)?;
    T::from_der(&attribute.values.iter().next()?.to_der().ok()?).ok()
}

fn is_by(info: &SignerInfo, certificate: &Certificate) -> bool {
    let key = certificate.tbs_certificate.subject_public_key_info.to_der().ok();
    let key = key.and_then(|key| VerifyingKey::from_public_key_der(&key).ok());
    let signature = DerSignature::from_der(info.signature.as_bytes()).ok();
    let signed = info.signed_attrs.as_ref().and_then(|attributes| attributes.to_der().ok());
    match (key, signature, signed) {
        (Some(key), Some(signature), Some(signed)) => key.verify(&signed, &signature).is_ok(),
        _ => false,
    }
}
