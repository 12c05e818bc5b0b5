//! Customers with their contacts and installed products, as far as a visit needs them (CUS-1, CUS-2).

use serde::{Deserialize, Serialize};

use crate::{CustomerId, PersonId, geo::Place};

/// An organisation with a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Customer {
    pub id: CustomerId,
    /// The customer's number in the files, such as `TY-00418`.
    pub archive_number: String,
    pub name: String,
    pub address: String,
    pub region: String,
    pub place: Option<Place>,
    /// Road distance to the service centre in kilometres.
    pub distance_km: f64,
    pub service_code: String,
    /// Name of the tier whose promises apply: `none`, `standard`, `premium`.
    pub tier: String,
    /// Last day of the agreement in force or last in force, as `YYYY-MM-DD`.
    pub agreement_until: Option<String>,
    /// The engineer whom the agreement names, where the tier promises one (ONS-4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_engineer: Option<PersonId>,
    pub contacts: Vec<Contact>,
    pub products: Vec<Product>,
}

/// A person at the customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contact {
    pub name: String,
    pub title: String,
    pub phone: String,
}

/// An installed product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Product {
    pub name: String,
    pub version: String,
    #[serde(default)]
    pub dongle_number: String,
    #[serde(default)]
    pub account_sets: Vec<String>,
}

impl Product {
    /// Version and dongle number in a line, as far as they are known.
    #[must_use]
    pub fn version_and_number(&self) -> String {
        let parts = [self.version.as_str(), &self.dongle_number];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}
