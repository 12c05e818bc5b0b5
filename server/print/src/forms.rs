//! The forms as values: what stands on a sheet, in the reader's words, and nothing else.

mod list;
mod rows;
mod service_request;
mod signed;
mod user_data;

pub use list::{
    Call, DaySheet, DispatchRow, DispatchSheet, HeadquartersCase, HeadquartersLog, ListForm, Printing, Roster,
    RosterDay,
};
pub use rows::Contents;
pub use service_request::{ServiceRequestForm, Surroundings};
pub use user_data::{Signatures, UserData, UserDataForm};

use domain::Timestamp;
use serde::Serialize;
use words::{Lang, paper as texts};

use crate::{qr, say::Say};

/// A form that a template sets.
pub trait Form: Serialize {
    /// Path of the template.
    const TEMPLATE: &'static str;

    fn sheet(&self) -> &Sheet;

    /// The last instant that stands in the record: the date of the document.
    fn as_of(&self) -> Timestamp;

    /// What is attached to the PDF as `signature-record.json`; empty when nothing is.
    fn attachment(&self) -> &[u8] {
        &[]
    }
}

/// What every sheet of every form carries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sheet {
    /// BCP 47: `zh-CN`.
    pub language: &'static str,
    /// Such as `QR/03`.
    pub form_id: String,
    pub title: String,
    pub centre: String,
    /// The form's own number, such as `XC-2026-11-0231`.
    pub number: String,
    /// By which anybody can ask whether the paper still stands, in groups for reading aloud (PRT-5).
    pub code: String,
    /// Where to ask.
    pub address: String,
    /// The address as a square for a camera, as an SVG.
    pub qr: String,
    /// SHA-256 in hex of what the paper says.
    pub content_hash: String,
    pub words: SheetWords,
}

/// The few words around every form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetWords {
    pub number: String,
    pub verify: String,
    pub hash: String,
    /// With the places `{page}` and `{pages}`.
    pub page: String,
    pub as_of: String,
    pub attached: String,
}

/// By which code, at which server, anybody may ask about a paper.
#[derive(Clone, Debug)]
pub struct Verification {
    /// As [`domain::verification`] writes it.
    pub code: String,
    /// Scheme and host, such as `https://paidan.example`.
    pub server: String,
    pub content_hash: String,
}

/// The centre that prints, for whom.
#[derive(Clone, Debug)]
pub struct Centre {
    pub name: String,
    pub zone: chrono_tz::Tz,
}

impl Centre {
    pub(crate) fn say(&self, lang: Lang) -> Say {
        Say { lang, zone: self.zone }
    }
}

impl Sheet {
    pub(crate) fn new(
        (form_id, title): (&str, words::Text),
        number: &str,
        centre: &Centre,
        verification: &Verification,
        as_of: Timestamp,
        lang: Lang,
    ) -> Self {
        let say = centre.say(lang);
        let address = format!("{}/verify/{}", verification.server.trim_end_matches('/'), verification.code);
        Self {
            language: lang.tag(),
            form_id: form_id.to_owned(),
            title: say.text(title),
            centre: centre.name.clone(),
            number: if number.is_empty() { say.text(words::office::form::NO_NUMBER) } else { number.to_owned() },
            code: domain::verification::grouped(&verification.code),
            qr: qr::square(&address),
            address,
            content_hash: verification.content_hash.clone(),
            words: SheetWords {
                number: say.text(texts::NUMBER),
                verify: say.text(texts::VERIFY),
                hash: say.text(texts::HASH),
                page: say.text(texts::PAGE),
                as_of: say.fill(texts::AS_OF, &[("time", &say.day_time(as_of))]),
                attached: say.text(texts::ATTACHED),
            },
        }
    }
}

/// A part of a form: a heading and its fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    pub title: String,
    pub fields: Vec<Field>,
}

/// A field as it stands on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    pub label: String,
    pub value: String,
    /// Instead of a value: everything that could be chosen.
    pub choices: Vec<Choice>,
    /// Sealed by the customer's signature (●).
    pub is_sealed: bool,
    /// Twelfths of the width.
    pub span: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub label: String,
    pub is_chosen: bool,
}

impl Field {
    pub(crate) fn new(label: String, value: impl Into<String>, span: u8) -> Self {
        Self { label, value: value.into(), choices: Vec::new(), is_sealed: false, span }
    }

    pub(crate) fn choice(label: String, choices: impl IntoIterator<Item = (String, bool)>, span: u8) -> Self {
        let choices = choices.into_iter().map(|(label, is_chosen)| Choice { label, is_chosen }).collect();
        Self { choices, ..Self::new(label, "", span) }
    }

    pub(crate) fn sealed(self) -> Self {
        Self { is_sealed: true, ..self }
    }
}
