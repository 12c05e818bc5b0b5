//! A signature on paper: drawn from its strokes, with who gave it and what can be said of it.

use domain::{
    request::{Dispatch, ServiceRequest},
    signature::{self, SignatureLevel, SignatureRecord},
};
use serde::Serialize;
use words::{
    Text,
    office::{form as texts, shared},
};

use crate::{ink, say::Say};

/// A signature as it was drawn, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Signed {
    pub label: String,
    /// As an SVG.
    pub drawing: Option<String>,
    /// Who signed and when, or why nobody did.
    pub line: String,
    /// How it was given, whether it covers the form as it stands, who vouches for it.
    pub notes: Vec<String>,
}

impl Signed {
    pub fn nobody(label: Text, line: String, say: Say) -> Self {
        Self { label: say.text(label), drawing: None, line, notes: Vec::new() }
    }

    pub fn by(label: Text, record: &SignatureRecord, request: &ServiceRequest, dispatch: &Dispatch, say: Say) -> Self {
        let place = [("name", record.signer_name.as_str()), ("time", &say.day_time(record.signed_at))];
        let covers = signature::covers(record, request, dispatch);
        Self {
            label: say.text(label),
            drawing: Some(ink::drawing(&record.ink)),
            line: say.fill(texts::SIGNED_AT, &place),
            notes: vec![
                say.text(level(record.level)),
                say.text(if covers { texts::COVERS } else { texts::NOT_COVERS }),
                countersigned(record, say),
            ],
        }
    }
}

fn level(level: SignatureLevel) -> Text {
    match level {
        SignatureLevel::Drawn => texts::LEVEL_DRAWN,
        SignatureLevel::DrawnWithCode => texts::LEVEL_CODE,
        SignatureLevel::OwnDevice => texts::LEVEL_OWN,
    }
}

fn countersigned(record: &SignatureRecord, say: Say) -> String {
    let Some(word) = &record.countersignature else { return say.text(texts::NOT_COUNTERSIGNED) };
    if word.doubts.is_empty() {
        return say.fill(texts::COUNTERSIGNED, &[("time", &say.day_time(word.received_at))]);
    }
    let doubts = word.doubts.iter().map(|word| match word.as_str() {
        "device_signature" => say.text(texts::DOUBT_DEVICE),
        "content_hash" => say.text(texts::DOUBT_HASH),
        "other_content" => say.text(texts::DOUBT_CONTENT),
        other => other.to_owned(),
    });
    let doubts: Vec<String> = doubts.collect();
    say.fill(texts::DOUBTS, &[("doubts", &doubts.join(&say.text(shared::COMMA)))])
}
