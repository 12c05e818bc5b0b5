//! What the customer was shown, when, and what they had drawn under it: as long as nothing of it changes, coming back
//! to the page is no new presentation, and no stroke is asked for twice.

use domain::{
    DispatchId, Timestamp,
    request::ServiceRequest,
    signature::{DocumentKind, sealed_content},
    time::MINUTE,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::ink::Drawing;
use crate::drafts::Draft;

/// After this long the time of leaving that was shown is not true any more.
const HOLDS: i64 = 5 * MINUTE;

#[derive(Serialize, Deserialize)]
struct Presented {
    /// Without the customer's answers.
    content: Value,
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Drawn {
    /// With the answers: strokes under other words are not theirs.
    content: Value,
    drawing: Drawing,
}

/// The drafts of a signing page, beside the answers.
#[derive(Clone, Copy)]
pub struct Shown {
    presented: Draft,
    drawn: Draft,
    signer: Draft,
}

impl Shown {
    #[must_use]
    pub fn new(id: DispatchId, kind: DocumentKind) -> Self {
        let kind = match kind {
            DocumentKind::NoBackup => "-no-backup-",
            kind => super::papers::name(kind).unwrap_or("-sign-off-"),
        };
        let id = id.to_string();
        let named = |what| Draft::named(&[what, kind, &id]);
        Self { presented: named("shown"), drawn: named("ink"), signer: named("signer") }
    }

    /// The name that was typed.
    #[must_use]
    pub fn signer(self) -> Option<String> {
        self.signer.read()
    }

    pub fn keep_signer(self, name: &str) {
        self.signer.keep(name);
    }

    /// When the same content was presented, if that still holds.
    #[must_use]
    pub fn presented(self, content: &Value, now: Timestamp) -> Option<Timestamp> {
        let presented: Presented = read(self.presented)?;
        let holds = presented.content == *content && (0..HOLDS).contains(&now.since(presented.at));
        holds.then_some(presented.at)
    }

    pub fn keep_presented(self, content: Value, at: Timestamp) {
        keep(self.presented, &Presented { content, at });
    }

    /// The strokes that were drawn under the same content.
    #[must_use]
    pub fn drawn(self, content: &Value) -> Option<Drawing> {
        read(self.drawn).filter(|drawn: &Drawn| drawn.content == *content).map(|drawn| drawn.drawing)
    }

    /// Keeps the strokes as they are now; none at all are forgotten.
    pub fn keep_drawn(self, content: Value, drawing: Drawing) {
        if drawing.is_empty() { self.drawn.forget() } else { keep(self.drawn, &Drawn { content, drawing }) }
    }

    /// It is signed: nothing is left to come back to.
    pub fn forget(self) {
        self.presented.forget();
        self.drawn.forget();
        self.signer.forget();
    }
}

/// What the page shows before the customer answers.
#[must_use]
pub fn unanswered(kind: DocumentKind, request: &ServiceRequest, id: DispatchId) -> Value {
    let Some(dispatch) = request.dispatch(id) else { return Value::Null };
    let mut dispatch = dispatch.clone();
    dispatch.visit.result = None;
    sealed_content(kind, request, &dispatch)
}

fn read<T: DeserializeOwned>(draft: Draft) -> Option<T> {
    serde_json::from_str(&draft.read()?).ok()
}

fn keep(draft: Draft, value: &impl Serialize) {
    draft.keep(&serde_json::to_string(value).unwrap_or_default());
}
