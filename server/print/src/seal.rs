//! The centre's signature in a PDF (PAdES-B-B): by it a paper is known for ours, and every change of a byte is seen.

mod identity;
mod sign;

pub use identity::{Identity, SEED_BYTES};
pub use sign::sign;
pub(crate) use sign::{SIGNING_CERTIFICATE_V2, SigningCertificate};

/// A PDF could not be signed, or the centre's certificate can't be used: for the log.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error("the certificate can't be made or read: {0}")]
    Certificate(String),
    #[error("the PDF can't be taken apart: {0}")]
    Document(#[from] lopdf::Error),
    #[error("the PDF can't be written")]
    Write(#[from] std::io::Error),
    #[error("the signature can't be made: {0}")]
    Signature(String),
}
