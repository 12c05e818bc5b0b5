//! Adds the signature to a PDF as an update at its end: nothing of the set document changes.

use cms::{
    builder::{SignedDataBuilder, SignerInfoBuilder},
    cert::{CertificateChoices, IssuerAndSerialNumber},
    signed_data::{EncapsulatedContentInfo, SignerIdentifier},
};
use der::{
    Encode, Sequence,
    asn1::{ObjectIdentifier, OctetString, SetOfVec},
};
use domain::Timestamp;
use lopdf::{Dictionary, Document, IncrementalDocument, Object, StringFormat, dictionary};
use p256::ecdsa::DerSignature;
use sha2::{Digest, Sha256};
use x509_cert::{attr::Attribute, spki::AlgorithmIdentifierOwned};

use super::{Identity, SealError, identity::Pen};

const ID_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
/// ETSI wants the certificate named inside what is signed.
pub(crate) const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// Bytes kept free for the signature; ours take about 900.
const ROOM: usize = 1_536;
/// Stands where a byte range goes until it is known; the range is written over it, with blanks behind.
const NOT_KNOWN: i64 = 1_000_000_000;
/// Print it; it can't be changed.
const PRINT_AND_LOCKED: i64 = 4 | 128;
/// Signatures exist, and the file may only be added to.
const APPEND_ONLY: i64 = 3;

/// `SigningCertificateV2` of RFC 5035, with SHA-256 and nothing optional.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(crate) struct SigningCertificate {
    pub certificates: Vec<NamedCertificate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(crate) struct NamedCertificate {
    /// SHA-256 of the whole certificate.
    pub hash: OctetString,
}

/// Signs a PDF. The same document, identity and time always make the same bytes.
///
/// # Errors
/// It is no PDF with a page.
pub fn sign(pdf: Vec<u8>, identity: &Identity, at: Timestamp) -> Result<Vec<u8>, SealError> {
    let mut pdf = with_room(pdf, at)?;
    let contents = find(&pdf, b"/Contents<000").ok_or_else(|| failed("no room for it"))? + b"/Contents".len();
    let after = contents + 2 + 2 * ROOM;
    let ranges = [0, contents, after, pdf.len() - after];
    let place = find(&pdf, byte_range().as_bytes()).ok_or_else(|| failed("no byte range"))?;
    let text = format!("/ByteRange[{} {} {} {}]", ranges[0], ranges[1], ranges[2], ranges[3]);
    let padded = format!("{text:<width$}", width = byte_range().len());
    pdf[place..place + padded.len()].copy_from_slice(padded.as_bytes());

    let mut digest = Sha256::new();
    digest.update(&pdf[..contents]);
    digest.update(&pdf[after..]);
    let signature = signature(&digest.finalize(), identity)?;
    if signature.len() > ROOM {
        return Err(failed("it takes more room than there is"));
    }
    for (at, byte) in signature.iter().enumerate() {
        let place = contents + 1 + 2 * at;
        pdf[place..place + 2].copy_from_slice(format!("{byte:02x}").as_bytes());
    }
    Ok(pdf)
}

/// The document with an empty signature in a field that is not shown.
fn with_room(pdf: Vec<u8>, at: Timestamp) -> Result<Vec<u8>, SealError> {
    let before = Document::load_mem(&pdf)?;
    let catalog = before.trailer.get(b"Root")?.as_reference()?;
    let page = *before.get_pages().values().next().ok_or_else(|| failed("no page"))?;
    let mut update = IncrementalDocument::create_from(pdf, before);
    update.opt_clone_object_to_new_document(catalog)?;
    update.opt_clone_object_to_new_document(page)?;
    let document = &mut update.new_document;
    let range = [0, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN].map(Object::Integer);
    let signature = document.add_object(dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => range.to_vec(),
        "Contents" => Object::String(vec![0; ROOM], StringFormat::Hexadecimal),
        "M" => Object::string_literal(at.to_utc().format("D:%Y%m%d%H%M%SZ").to_string()),
    });
    let field = document.add_object(dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal("centre"),
        "V" => signature,
        "F" => PRINT_AND_LOCKED,
        "Rect" => vec![Object::Integer(0); 4],
        "P" => page,
    });
    let dictionary = |document: &mut Document, id| -> Result<Dictionary, SealError> {
        Ok(document.get_object(id)?.as_dict()?.clone())
    };
    let mut changed = dictionary(document, page)?;
    let mut annotations = match changed.get(b"Annots") {
        Ok(Object::Array(known)) => known.clone(),
        _ => Vec::new(),
    };
    annotations.push(field.into());
    changed.set("Annots", annotations);
    document.set_object(page, changed);
    let mut changed = dictionary(document, catalog)?;
    changed.set("AcroForm", dictionary! { "Fields" => vec![field.into()], "SigFlags" => APPEND_ONLY });
    document.set_object(catalog, changed);
    let mut bytes = Vec::new();
    update.save_to(&mut bytes)?;
    Ok(bytes)
}

/// The CMS signature over a digest (PAdES-B-B: no signing time inside, it stands in the PDF).
fn signature(digest: &[u8], identity: &Identity) -> Result<Vec<u8>, SealError> {
    let certificate = &identity.certificate;
    let hash = Sha256::digest(certificate.to_der().map_err(failed)?);
    let hash = OctetString::new(hash.to_vec()).map_err(failed)?;
    let named = SigningCertificate { certificates: vec![NamedCertificate { hash }] };
    let values = SetOfVec::try_from(vec![der::Any::encode_from(&named).map_err(failed)?]).map_err(failed)?;
    let sha_256 = AlgorithmIdentifierOwned { oid: SHA_256, parameters: None };
    let content = EncapsulatedContentInfo { econtent_type: ID_DATA, econtent: None };
    let signer = SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
        issuer: certificate.tbs_certificate.issuer.clone(),
        serial_number: certificate.tbs_certificate.serial_number.clone(),
    });
    let pen = Pen(&identity.key);
    let info = SignerInfoBuilder::new(&pen, signer, sha_256.clone(), &content, Some(digest));
    let mut info = info.map_err(failed)?;
    info.add_signed_attribute(Attribute { oid: SIGNING_CERTIFICATE_V2, values }).map_err(failed)?;
    let mut builder = SignedDataBuilder::new(&content);
    builder.add_digest_algorithm(sha_256).map_err(failed)?;
    builder.add_certificate(CertificateChoices::Certificate(certificate.clone())).map_err(failed)?;
    builder.add_signer_info::<_, DerSignature>(info).map_err(failed)?;
    builder.build().map_err(failed)?.to_der().map_err(failed)
}

fn byte_range() -> String {
    format!("/ByteRange[0 {NOT_KNOWN} {NOT_KNOWN} {NOT_KNOWN}]")
}

/// The last place of some bytes: what was added stands at the end.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

fn failed(error: impl std::fmt::Display) -> SealError {
    SealError::Signature(error.to_string())
}
