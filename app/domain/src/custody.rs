//! Data of a customer in our hands: asked for, promised, recorded, handed on, ended (UNR-6, UNR-7; forms QR/05a, QR/05b).

use serde::{Deserialize, Serialize};

use crate::{PersonId, Timestamp};

/// Data that stays with us for more days than these raises an alarm, unless the centre has set another limit (UNR-7).
pub const LONGEST_DAYS: u32 = 14;

/// What becomes of the data in the end, as the pledge promises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Afterwards {
    #[default]
    Return,
    Destroy,
}

/// What is to be taken away and why: the customer consents to exactly this, and the pledge stands on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DataPlan {
    pub account_sets: Vec<String>,
    /// Kind of packing or medium, such as a USB stick.
    pub media: String,
    pub media_count: u32,
    pub reason: String,
    pub afterwards: Afterwards,
    /// The company that promises.
    pub company: String,
}

/// The user data record, QR/05a, as far as the request does not say it already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct DataRecord {
    pub modules: String,
    /// Version and serial number of the product.
    pub version: String,
    pub platform: String,
    pub database: String,
    pub customer_platform: String,
    pub customer_database: String,
    pub problem: String,
    /// What goes with it: screenshots, reports, papers.
    pub attachments: String,
    pub email: String,
    pub other: String,
}

/// Where data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Keeping {
    Engineer,
    Office,
    Investigator,
    Headquarters,
}

impl Keeping {
    pub const ALL: [Keeping; 4] = [Keeping::Engineer, Keeping::Office, Keeping::Investigator, Keeping::Headquarters];
}

/// Who has the data from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Holder {
    pub keeping: Keeping,
    pub name: String,
}

/// One link of the chain: the data went to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandOver {
    pub to: Holder,
    pub at: Timestamp,
    /// Who recorded it.
    pub by: PersonId,
    pub by_name: String,
    #[serde(default)]
    pub note: String,
}

/// How it ended: as promised, with the customer's signature or before a witness.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustodyEnd {
    pub how: Afterwards,
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
    /// Empty when the customer signed for it.
    #[serde(default)]
    pub witness: String,
    #[serde(default)]
    pub note: String,
}

/// Data in our hands. The chain can't be edited, only continued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Custody {
    /// The first link is the engineer who took the data.
    pub chain: Vec<HandOver>,
    pub end: Option<CustodyEnd>,
}

impl Custody {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// Who has it now; nobody after the end.
    #[must_use]
    pub fn holder(&self) -> Option<&Holder> {
        self.chain.last().filter(|_| self.is_open()).map(|link| &link.to)
    }

    #[must_use]
    pub fn taken_at(&self) -> Option<Timestamp> {
        self.chain.first().map(|link| link.at)
    }
}

/// Everything about the data of one visit, from the plan to the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DataTaking {
    pub plan: DataPlan,
    #[serde(default)]
    pub record: Option<DataRecord>,
    #[serde(default)]
    pub custody: Option<Custody>,
}
