//! The papers beside the form, by name; and those about data of the customer, as the signing page shows them (UNR-6, UNR-7).

use domain::{
    DispatchId,
    request::{Dispatch, ServiceRequest},
    signature::{DocumentKind, stands},
};
use serde_json::Value;
use words::{Text, field as say, unresolved as texts};

use crate::{
    acting::Acting,
    day::visit_address,
    visit::progress::{self, Closed, Panel},
};

const NAMES: [(&str, DocumentKind); 6] = [
    ("consent", DocumentKind::Consent),
    ("pledge", DocumentKind::Pledge),
    ("data_record", DocumentKind::DataRecord),
    ("data_returned", DocumentKind::DataReturned),
    ("fees", DocumentKind::Fees),
    ("voucher", DocumentKind::Voucher),
];

/// The paper an address names.
#[must_use]
pub fn named(name: &str) -> Option<DocumentKind> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// The paper's name in an address.
#[must_use]
pub fn name(kind: DocumentKind) -> Option<&'static str> {
    NAMES.iter().find(|(_, known)| *known == kind).map(|(name, _)| *name)
}

/// Where a document of a visit is signed.
#[must_use]
pub fn address(id: DispatchId, kind: DocumentKind) -> String {
    let what = match kind {
        DocumentKind::NoBackup => "?for=no_backup".to_owned(),
        kind => name(kind).map(|name| ["?for=", name].concat()).unwrap_or_default(),
    };
    [&visit_address(id), "/sign", &what].concat()
}

/// What has to come before a paper can be signed.
#[must_use]
pub fn not_ready(kind: DocumentKind, request: &ServiceRequest, dispatch: &Dispatch) -> Option<Text> {
    let visit = &dispatch.visit;
    if kind == DocumentKind::DataReturned {
        let is_ours = visit.custody().is_some_and(domain::custody::Custody::is_open);
        return (!is_ours).then_some(say::NOTHING_TO_SIGN);
    }
    match progress::may_fill(Panel::Data, request, dispatch) {
        Err(Closed::NotThereYet) => return Some(say::NOT_THERE_YET),
        Err(Closed::Disputed) => return Some(say::FORM_DISPUTED),
        Err(_) => return Some(say::FORM_CLOSED),
        Ok(()) => {}
    }
    let data = visit.data.as_deref();
    let consented = stands(DocumentKind::Consent, request, dispatch);
    let is_ready = match kind {
        DocumentKind::Consent => data.is_some(),
        DocumentKind::Pledge => consented,
        _ => stands(DocumentKind::Pledge, request, dispatch) && data.is_some_and(|data| data.record.is_some()),
    };
    (!is_ready).then_some(say::NOTHING_TO_SIGN)
}

/// The rows of a paper, from the content that is sealed.
#[must_use]
pub fn rows(acting: Acting, content: &Value) -> Vec<(Text, String)> {
    let words = acting.words;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let plan = &content["plan"];
    let sets: Vec<String> = plan["account_sets"].as_array().into_iter().flatten().map(text).collect();
    let media = [text(&plan["media"]).as_str(), " × ", &plan["media_count"].to_string()].concat();
    let afterwards = serde_json::from_value(plan["afterwards"].clone()).unwrap_or_default();
    let mut rows = vec![
        (say::ACCOUNT_SETS, sets.join(" ")),
        (texts::MEDIA, media),
        (texts::TAKE_REASON, text(&plan["reason"])),
        (texts::AFTERWARDS, words.say(texts::afterwards(afterwards)).to_owned()),
        (texts::COMPANY, text(&plan["company"])),
    ];
    let record = &content["record"];
    let field = |label: Text, name: &str| (label, text(&record[name]));
    if !record.is_null() {
        let fields = [
            field(texts::PROBLEM, "problem"),
            field(texts::MODULES, "modules"),
            field(texts::VERSION, "version"),
            field(texts::PLATFORM, "platform"),
            field(texts::DATABASE, "database"),
            field(texts::CUSTOMER_PLATFORM, "customer_platform"),
            field(texts::CUSTOMER_DATABASE, "customer_database"),
            field(texts::ATTACHMENTS, "attachments"),
            field(texts::EMAIL, "email"),
            field(texts::OTHER, "other"),
        ];
        rows.extend(fields.into_iter().filter(|(_, value)| !value.is_empty()));
    }
    rows
}
