//! Domain values in sentences: why something is due, what a customer may ask for, what happened.

pub mod afterwards;
pub mod entitlement;
pub mod facts;
pub mod fees;
pub mod former;
pub mod reasons;
mod unresolved;

use domain::request::{Dispatch, ServiceRequest};
use words::{office::shared, unresolved::way_here};

use crate::tell::Tell;

/// What a form that continues another brings along (UNR-4, UNR-10).
#[must_use]
pub fn continues(request: &ServiceRequest, tell: Tell) -> Option<String> {
    let former = request.former.as_deref()?;
    Some(way_here(tell.lang(), former).join(" "))
}

/// Who was sent, and who goes along.
#[must_use]
pub fn sent(dispatch: &Dispatch, tell: Tell) -> String {
    let along = dispatch.companion.as_ref().map(|along| tell.fill(shared::GOES_ALONG, &[("name", &along.name)]));
    tell.sentence(&[dispatch.engineer_name.clone(), along.unwrap_or_default()])
}
