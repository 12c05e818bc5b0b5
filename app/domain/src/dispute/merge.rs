//! Field by field: what only one side changed merges by itself, what both changed differently is a conflict.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    customer::Contact,
    request::{RequestPatch, ServiceRequest},
};

/// A field of a request that is merged on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    ContactName,
    ContactTitle,
    ContactPhone,
    Address,
    Product,
    Category,
    Symptom,
    Urgency,
    WishedAt,
}

impl Field {
    pub const ALL: [Field; 9] = [
        Field::ContactName,
        Field::ContactTitle,
        Field::ContactPhone,
        Field::Address,
        Field::Product,
        Field::Category,
        Field::Symptom,
        Field::Urgency,
        Field::WishedAt,
    ];

    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Field::ContactName => "contact_name",
            Field::ContactTitle => "contact_title",
            Field::ContactPhone => "contact_phone",
            Field::Address => "address",
            Field::Product => "product",
            Field::Category => "category",
            Field::Symptom => "symptom",
            Field::Urgency => "urgency",
            Field::WishedAt => "wished_at",
        }
    }
}

/// Values by field, as the wire writes them. A field that is not there has no value.
pub type Fields = BTreeMap<Field, Value>;

/// A field that both sides changed to different values.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// What both had seen.
    pub base: Option<Value>,
    pub office: Option<Value>,
    pub premises: Option<Value>,
}

/// What came of a merge: nothing of either side is in neither.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// The fields that agree; with the office's value where they conflict.
    pub fields: Fields,
    pub conflicts: BTreeMap<Field, Conflict>,
}

/// Merges what the premises changed since they saw `base` with what the office has now.
///
/// `premises` names only what was looked at there; other fields are the office's.
#[must_use]
pub fn merge(base: &Fields, office: &Fields, premises: &Fields) -> Merged {
    let mut merged = Merged { fields: office.clone(), conflicts: BTreeMap::new() };
    let named: BTreeSet<Field> = premises.keys().copied().collect();
    for field in named {
        let (base, ours, theirs) = (base.get(&field), office.get(&field), premises.get(&field));
        if theirs == base || theirs == ours {
            continue;
        }
        if ours == base {
            merged.fields.extend(theirs.map(|value| (field, value.clone())));
        } else {
            let conflict = Conflict { base: base.cloned(), office: ours.cloned(), premises: theirs.cloned() };
            merged.conflicts.insert(field, conflict);
        }
    }
    merged
}

fn value<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The fields that a patch names.
pub(crate) fn of_patch(patch: &RequestPatch) -> Fields {
    // A new field of the patch must be merged too, or this does not compile.
    let RequestPatch { contact, address, product, category, symptom, urgency, wished_at } = patch;
    let mut fields = Fields::new();
    if let Some(Contact { name, title, phone }) = contact {
        fields.insert(Field::ContactName, value(name));
        fields.insert(Field::ContactTitle, value(title));
        fields.insert(Field::ContactPhone, value(phone));
    }
    fields.extend(address.as_ref().map(|address| (Field::Address, value(address))));
    fields.extend(product.as_ref().map(|product| (Field::Product, value(product))));
    fields.extend(category.as_ref().map(|category| (Field::Category, value(category))));
    fields.extend(symptom.as_ref().map(|symptom| (Field::Symptom, value(symptom))));
    fields.extend(urgency.as_ref().map(|urgency| (Field::Urgency, value(urgency))));
    fields.extend(wished_at.as_ref().map(|at| (Field::WishedAt, value(at))));
    fields
}

/// All fields of a request.
pub(crate) fn of_request(request: &ServiceRequest) -> Fields {
    of_patch(&whole(request))
}

fn whole(request: &ServiceRequest) -> RequestPatch {
    RequestPatch {
        contact: Some(request.contact.clone()),
        address: Some(request.address.clone()),
        product: Some(request.product.clone()),
        category: Some(request.category.clone()),
        symptom: Some(request.symptom.clone()),
        urgency: Some(request.urgency),
        wished_at: request.wished_at,
    }
}

/// The patch that gives a request these values where they differ from its own.
pub(crate) fn to_patch(fields: &Fields, request: &ServiceRequest) -> RequestPatch {
    let standing = of_request(request);
    let changed = |field: Field| fields.get(&field).filter(|value| standing.get(&field) != Some(value)).cloned();
    let text = |field: Field| changed(field).and_then(|value| value.as_str().map(str::to_owned));
    let mut contact = request.contact.clone();
    let parts = [text(Field::ContactName), text(Field::ContactTitle), text(Field::ContactPhone)];
    let has_contact = parts.iter().any(Option::is_some);
    let [name, title, phone] = parts;
    contact.name = name.unwrap_or(contact.name);
    contact.title = title.unwrap_or(contact.title);
    contact.phone = phone.unwrap_or(contact.phone);
    RequestPatch {
        contact: has_contact.then_some(contact),
        address: text(Field::Address),
        product: changed(Field::Product).and_then(|value| serde_json::from_value(value).ok()),
        category: text(Field::Category),
        symptom: text(Field::Symptom),
        urgency: changed(Field::Urgency).and_then(|value| serde_json::from_value(value).ok()),
        wished_at: changed(Field::WishedAt).and_then(|value| serde_json::from_value(value).ok()),
    }
}

/// What is left of an edit when only these fields are in conflict; the others are as both had seen them.
pub(crate) fn remainder(
    patch: &RequestPatch,
    seen: &RequestPatch,
    conflicts: &BTreeMap<Field, Conflict>,
) -> RequestPatch {
    let is_left = |field: Field| conflicts.contains_key(&field);
    let contact = patch.contact.clone().zip(seen.contact.clone()).map(|(theirs, seen)| Contact {
        name: if is_left(Field::ContactName) { theirs.name } else { seen.name },
        title: if is_left(Field::ContactTitle) { theirs.title } else { seen.title },
        phone: if is_left(Field::ContactPhone) { theirs.phone } else { seen.phone },
    });
    let in_contact = [Field::ContactName, Field::ContactTitle, Field::ContactPhone].into_iter().any(is_left);
    RequestPatch {
        contact: contact.or_else(|| patch.contact.clone()).filter(|_| in_contact),
        address: patch.address.clone().filter(|_| is_left(Field::Address)),
        product: patch.product.clone().filter(|_| is_left(Field::Product)),
        category: patch.category.clone().filter(|_| is_left(Field::Category)),
        symptom: patch.symptom.clone().filter(|_| is_left(Field::Symptom)),
        urgency: patch.urgency.filter(|_| is_left(Field::Urgency)),
        wished_at: patch.wished_at.filter(|_| is_left(Field::WishedAt)),
    }
}
