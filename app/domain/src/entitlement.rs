//! What a customer may ask for today, as it was when a request was submitted (ONS-1).
//!
//! This is the place of the full rules of CUS-5. Until they are here, [`assess`] knows an agreement that runs and one
//! that has ended, and says `unknown` of everything else.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{PersonId, customer::Customer};

/// The answer to "may this customer have a visit?" (CUS-5, in order of precedence).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Blocked,
    OtherBranch,
    UnsupportedVersion,
    Covered,
    FirstYear,
    LastVisitAvailable,
    Expired,
    Unknown,
}

/// The entitlement as it stood at one moment, with the documents behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entitlement {
    pub standing: Standing,
    pub tier: String,
    pub agreement_until: Option<String>,
    /// The engineer whom the agreement names (ONS-4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_engineer: Option<PersonId>,
}

impl Entitlement {
    /// No visit can be created for a blocked customer.
    #[must_use]
    pub fn blocks_a_visit(&self) -> bool {
        self.standing == Standing::Blocked
    }
}

/// Assesses a customer on a day of the centre's calendar.
#[must_use]
pub fn assess(customer: &Customer, today: NaiveDate) -> Entitlement {
    let until = customer.agreement_until.as_deref().and_then(|text| text.parse::<NaiveDate>().ok());
    let standing = match until {
        Some(until) if until >= today => Standing::Covered,
        Some(_) => Standing::Expired,
        None => Standing::Unknown,
    };
    Entitlement {
        standing,
        tier: customer.tier.clone(),
        agreement_until: customer.agreement_until.clone(),
        named_engineer: customer.named_engineer,
    }
}
