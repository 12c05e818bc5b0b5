//! What has been typed of a request, as it is kept in this browser, and what is still wrong with it.

use domain::{
    CustomerId, Timestamp,
    customer::{Contact, Product},
    request::{Channel, Draft, Urgency},
};
use serde::{Deserialize, Serialize};
use ui::format;
use words::office::requests as texts;

use crate::tell::Tell;

pub const KEY: &str = "paidan-new-request";

/// The form as typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    pub customer: Option<CustomerId>,
    /// The customer's name, for saying it after submitting.
    pub unit: String,
    /// What was typed to find the customer.
    pub search: String,
    pub contact: Contact,
    /// The contact is typed, not one of the customer's.
    pub other_contact: bool,
    pub product: Product,
    pub other_product: bool,
    pub category: String,
    pub symptom: String,
    pub channel: Channel,
    pub urgency: Urgency,
    /// As the input has it.
    pub wished_at: String,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            customer: None,
            unit: String::new(),
            search: String::new(),
            contact: Contact::default(),
            other_contact: false,
            product: Product::default(),
            other_product: false,
            category: String::new(),
            symptom: String::new(),
            channel: Channel::Phone,
            urgency: Urgency::Normal,
            wished_at: String::new(),
        }
    }
}

impl Kept {
    /// The request as a command wants it; None without a customer.
    #[must_use]
    pub fn draft(&self, zone: &str) -> Option<Draft> {
        Some(Draft {
            customer: self.customer?,
            contact: self.contact.clone(),
            product: self.product.clone(),
            category: self.category.clone(),
            symptom: self.symptom.trim().to_owned(),
            channel: self.channel,
            urgency: self.urgency,
            wished_at: format::parse_local(&self.wished_at, zone),
            follows: None,
        })
    }
}

/// Pointer and sentence of what must be filled in first. A draft needs only its customer.
#[must_use]
pub fn mistakes(typed: &Kept, submits: bool, tell: Tell, zone: &str, now: Timestamp) -> Vec<(String, String)> {
    let contact_empty = typed.contact.name.trim().is_empty() && typed.contact.phone.trim().is_empty();
    let wished = format::parse_local(&typed.wished_at, zone);
    let checks = [
        (typed.customer.is_none(), "/customer", texts::CUSTOMER_EMPTY),
        (submits && typed.customer.is_some() && contact_empty, "/contact/name", texts::CONTACT_EMPTY),
        (submits && typed.category.is_empty(), "/category", texts::CATEGORY_EMPTY),
        (submits && typed.symptom.trim().is_empty(), "/symptom", texts::SYMPTOM_EMPTY),
        (wished.is_some_and(|at| at < now), "/wished_at", texts::WISHED_PAST),
    ];
    let wrong = checks.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    wrong.map(|(_, pointer, text)| (pointer.to_owned(), tell.say(text).to_owned())).collect()
}
