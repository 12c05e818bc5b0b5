//! QR/05a and QR/05b, the user's data and what is promised about it, on one sheet.

use domain::{
    Timestamp,
    custody::Afterwards,
    request::{Dispatch, ServiceRequest},
    signature::{DocumentKind, SignatureRecord, canonical_value},
};
use serde::Serialize;
use words::{Text, office::form as texts, paper, states};

use super::{Field, Form, Part, Printing, Sheet, signed::Signed};

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

/// What stands on the sheet beside the fields.
#[derive(Clone, Copy, Debug)]
pub struct Signatures<'a> {
    pub request: &'a ServiceRequest,
    pub dispatch: &'a Dispatch,
    /// The signature record with the keys it can be checked with; None without a signature.
    pub evidence: Option<&'a serde_json::Value>,
}

impl Signatures<'_> {
    fn of(self, kind: DocumentKind, label: Text, printing: &Printing) -> Signed {
        let say = printing.say();
        let given = self.dispatch.visit.signatures.iter().rev().find(|record| record.kind == kind);
        match given {
            Some(record) => Signed::by(label, record, self.request, self.dispatch, say),
            None => Signed::nobody(label, say.text(texts::NOT_SIGNED_YET), say),
        }
    }
}

/// The sheet QR/05.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UserDataForm {
    sheet: Sheet,
    parts: Vec<Part>,
    /// One under each of the parts: the customer's, and ours on the pledge.
    signatures: Vec<Signed>,
    has_attachment: bool,
    #[serde(skip)]
    as_of: Timestamp,
    #[serde(skip)]
    attachment: Vec<u8>,
}

impl Form for UserDataForm {
    const TEMPLATE: &'static str = "/user-data.typ";

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn as_of(&self) -> Timestamp {
        self.as_of
    }

    fn attachment(&self) -> &[u8] {
        &self.attachment
    }
}

impl UserData {
    /// What a visit recorded of the customer's data; None while nothing is recorded.
    #[must_use]
    pub fn of(request: &ServiceRequest, dispatch: &Dispatch) -> Option<Self> {
        let data = dispatch.visit.data.as_ref()?;
        let (plan, record) = (&data.plan, data.record.clone()?);
        let last = |kind: DocumentKind| dispatch.visit.signatures.iter().rev().find(|signed| signed.kind == kind);
        let (handed_over, pledged) = (last(DocumentKind::DataRecord), last(DocumentKind::Pledge));
        let name = |signed: Option<&SignatureRecord>| signed.map(|signed| signed.signer_name.clone());
        let media = match plan.media_count {
            0 => plan.media.clone(),
            count => format!("{} × {count}", plan.media),
        };
        Some(Self {
            number: request.number.clone(),
            unit: request.unit.clone(),
            archive_number: request.archive_number.clone(),
            contact: request.contact.name.clone(),
            phone: request.contact.phone.clone(),
            modules: record.modules,
            version: record.version,
            platform: record.platform,
            database: record.database,
            summary: request.symptom.clone(),
            customers_platform: record.customer_platform,
            customers_database: record.customer_database,
            problem: record.problem,
            attachments: record.attachments,
            handed_over_by: name(handed_over).unwrap_or_default(),
            handed_over_at: handed_over.map(|signed| signed.signed_at),
            media,
            email: record.email,
            other: record.other,
            account_set: plan.account_sets.join("、"),
            will_be_destroyed: Some(plan.afterwards == Afterwards::Destroy),
            received_by: name(pledged).unwrap_or_default(),
            received_at: pledged.map(|signed| signed.signed_at),
        })
    }

    #[must_use]
    pub fn form(&self, printing: &Printing, signatures: Signatures) -> UserDataForm {
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
            signatures: vec![
                signatures.of(DocumentKind::DataRecord, texts::SIGNATURE, printing),
                signatures.of(DocumentKind::Pledge, paper::OUR_SIGNATURE, printing),
            ],
            has_attachment: signatures.evidence.is_some(),
            as_of: printing.as_of,
            attachment: signatures.evidence.map(canonical_value).unwrap_or_default(),
        }
    }
}
