//! Codes by which anybody can ask whether a paper of ours still stands (PRT-5).
//!
//! A signed form's code follows from its signature record, so the tablet knows it as soon as the customer has signed and
//! needs no network for it. The record holds the strokes and the device's signature, so nobody else can guess it.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    request::{Dispatch, ServiceRequest},
    signature::{self, DocumentKind, SignatureRecord},
};

/// What can be said in public about a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// Our records say what the document says.
    Unaltered,
    /// Our records changed since, or what was received does not add up.
    Altered,
    /// Nothing of ours has this code, or it is still on a tablet.
    NotYetReceived,
}

/// Digits and letters without those that look alike (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code: 128 bits, five at a time.
const LENGTH: usize = 26;
/// Characters of a code between two dashes.
const GROUP: usize = 5;

/// 128 bits as a code.
#[must_use]
pub fn code(bits: [u8; 16]) -> String {
    // Two bits of nothing at the end make 130, which five divides.
    let number = u128::from_be_bytes(bits);
    let digit = |at: usize| {
        let shift = 123_i32 - 5 * i32::try_from(at).unwrap_or_default();
        let five = if shift >= 0 { number >> shift } else { number << -shift };
        char::from(ALPHABET[usize::try_from(five & 31).unwrap_or_default()])
    };
    (0..LENGTH).map(digit).collect()
}

/// The code of a signature: from the hash of its record as the device made it.
#[must_use]
pub fn code_of(record: &SignatureRecord) -> String {
    let hash = signature::sha256_hex(&signature::countersigned_bytes(record));
    let byte = |at: usize| u8::from_str_radix(hash.get(2 * at..2 * at + 2).unwrap_or_default(), 16).unwrap_or_default();
    code(std::array::from_fn(byte))
}

/// In groups, for reading aloud.
#[must_use]
pub fn grouped(code: &str) -> String {
    let groups: Vec<&str> =
        (0..code.len()).step_by(GROUP).filter_map(|at| code.get(at..code.len().min(at + GROUP))).collect();
    groups.join("-")
}

/// A code as a person typed it; None when it can't be one.
#[must_use]
pub fn read(text: &str) -> Option<String> {
    let letters = text.chars().filter(|letter| !matches!(letter, '-' | ' '));
    let read = letters.map(|letter| match letter.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        letter => ALPHABET.contains(&u8::try_from(letter).ok()?).then_some(letter),
    });
    let code: String = read.collect::<Option<_>>()?;
    (code.len() == LENGTH).then_some(code)
}

/// The dispatch whose visit a form shows: the one that counts, else the latest.
#[must_use]
pub fn shown_dispatch(request: &ServiceRequest) -> Option<&Dispatch> {
    request.active_dispatch().or_else(|| request.dispatches.last())
}

/// The dispatch whose data of the customer the form QR/05 is about: the last with a record of it.
#[must_use]
pub fn data_dispatch(request: &ServiceRequest) -> Option<&Dispatch> {
    let has_record = |dispatch: &&Dispatch| dispatch.visit.data.as_ref().is_some_and(|data| data.record.is_some());
    request.dispatches.iter().rev().find(has_record)
}

/// SHA-256 in hex of what the form QR/05 says while nobody has signed it; None while no data is recorded.
#[must_use]
pub fn unsigned_data_hash(request: &ServiceRequest) -> Option<String> {
    data_dispatch(request).map(|dispatch| signature::content_hash(DocumentKind::DataRecord, request, dispatch))
}

/// SHA-256 in hex of what a form says that nobody has signed: what the customer would be shown.
#[must_use]
pub fn unsigned_hash(request: &ServiceRequest) -> String {
    match shown_dispatch(request) {
        Some(dispatch) => signature::content_hash(DocumentKind::SignOff, request, dispatch),
        None => {
            let content = json!({
                "number": request.number,
                "unit": request.unit,
                "contact": request.contact.name,
                "product": request.product,
                "symptom": request.symptom,
            });
            signature::sha256_hex(&signature::canonical_value(&content))
        }
    }
}

/// What can be said about a signature as the record stands now; `keys_agree` says whether the server's countersignature
/// is by one of its keys.
#[must_use]
pub fn state_of_signature(request: &ServiceRequest, record: &SignatureRecord, keys_agree: bool) -> DocumentState {
    let Some(word) = &record.countersignature else { return DocumentState::NotYetReceived };
    let record_hash = signature::sha256_hex(&signature::countersigned_bytes(record));
    let content_hash = signature::sha256_hex(&signature::canonical_value(&record.content));
    let covers =
        request.dispatch(record.document_id).is_some_and(|dispatch| signature::covers(record, request, dispatch));
    let holds = word.doubts.is_empty() && word.record_hash == record_hash && record.content_hash == content_hash;
    if holds && covers && keys_agree { DocumentState::Unaltered } else { DocumentState::Altered }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_holds_every_bit() {
        assert_eq!(code([0; 16]), "0".repeat(26));
        assert_eq!(code([0xff; 16]), "Z".repeat(25) + "W");
        let mut one = [0; 16];
        one[15] = 1;
        assert_eq!(code(one), "0".repeat(25) + "4");
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = code(std::array::from_fn(|at| u8::try_from(at * 13).unwrap_or_default()));
        assert_eq!(read(&grouped(&code)), Some(code.clone()));
        assert_eq!(read(&code.to_lowercase()), Some(code.clone()));
        assert_eq!(read(&code.replace('0', "o").replace('1', "l")), Some(code));
        assert_eq!(read("abc"), None);
        assert_eq!(read(&"U".repeat(26)), None);
        assert_eq!(read(&"签".repeat(26)), None);
    }
}
