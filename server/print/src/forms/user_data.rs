//! QR/05a and QR/05b, the user's data and what is promised about it, on one sheet.

use domain::Timestamp;
use serde::Serialize;
use words::{Text, office::form as texts, paper, states};

use super::{Field, Form, Part, Printing, Sheet};

/// QR/05a and QR/05b on one sheet: what was taken along, and what is promised about it.
#[derive(Clone, Debug, Default)]
pub struct UserData {
    pub number: String,
    pub unit: String,
    pub archive_number: String,
    pub contact: String,
    pub phone: String,
    pub modules: String,
    pub version: String,
    pub platform: String,
    pub database: String,
    pub summary: String,
    pub customers_platform: String,
    pub customers_database: String,
    pub problem: String,
    pub attachments: String,
    pub handed_over_by: String,
    pub handed_over_at: Option<Timestamp>,
    /// Packing or media: kind and count.
    pub media: String,
    pub email: String,
    pub other: String,
    pub account_set: String,
    /// None while nobody has decided what becomes of the media.
    pub will_be_destroyed: Option<bool>,
    pub received_by: String,
    pub received_at: Option<Timestamp>,
}

/// The sheet QR/05.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UserDataForm {
    sheet: Sheet,
    parts: Vec<Part>,
    #[serde(skip)]
    as_of: Timestamp,
}

impl Form for UserDataForm {
    const TEMPLATE: &'static str = "/user-data.typ";

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn as_of(&self) -> Timestamp {
        self.as_of
    }
}

impl UserData {
    #[must_use]
    pub fn form(&self, printing: &Printing) -> UserDataForm {
        let say = printing.say();
        let day = |at: Option<Timestamp>| at.map(|at| say.day_time(at)).unwrap_or_default();
        let field = |label: Text, value: &str, span| Field::new(say.text(label), value, span);
        let record = vec![
            field(texts::UNIT, &self.unit, 9),
            field(texts::ARCHIVE_NUMBER, &self.archive_number, 3),
            field(texts::CONTACT, &self.contact, 6),
            field(paper::PHONE_FAX, &self.phone, 6),
            field(paper::MODULES, &self.modules, 6),
            field(paper::VERSION_SERIAL, &self.version, 6),
            field(paper::PLATFORM, &self.platform, 6),
            field(paper::DATABASE, &self.database, 6),
            field(paper::SUMMARY, &self.summary, 12),
            field(paper::CUSTOMERS_PLATFORM, &self.customers_platform, 6),
            field(paper::CUSTOMERS_DATABASE, &self.customers_database, 6),
            field(paper::PROBLEM, &self.problem, 12),
            field(paper::ATTACHMENTS, &self.attachments, 12),
            field(paper::HANDED_OVER_BY, &self.handed_over_by, 6),
            Field::new(say.text(texts::DATE), day(self.handed_over_at), 6),
            field(paper::MEDIA, &self.media, 6),
            field(paper::EMAIL, &self.email, 6),
            field(states::OTHER, &self.other, 12),
        ];
        let ends = [(paper::RETURNED, false), (paper::DESTROYED, true)];
        let ends = ends.map(|(text, destroyed)| (say.text(text), self.will_be_destroyed == Some(destroyed)));
        let pledge = vec![
            field(texts::UNIT, &self.unit, 6),
            field(paper::MEDIA, &self.media, 3),
            field(paper::ACCOUNT_SET, &self.account_set, 3),
            Field::new(say.text(paper::PROMISE), say.text(paper::PROMISE_TEXT), 12),
            Field::choice(say.text(paper::AFTERWARDS), ends, 12),
            field(paper::COMPANY, &printing.centre.name, 6),
            field(paper::RECEIVED_BY, &self.received_by, 3),
            Field::new(say.text(texts::DATE), day(self.received_at), 3),
        ];
        let part = |title, fields| Part { title: say.text(title), fields };
        UserDataForm {
            sheet: Sheet::new(
                ("QR/05", paper::USER_DATA),
                &self.number,
                printing.centre,
                printing.verification,
                printing.as_of,
                printing.lang,
            ),
            parts: vec![part(paper::DATA_RECORD, record), part(paper::PLEDGE, pledge)],
            as_of: printing.as_of,
        }
    }
}
