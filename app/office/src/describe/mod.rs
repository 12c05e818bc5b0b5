//! Domain values in sentences: why something is due, what a customer may ask for, what happened.

pub mod afterwards;
pub mod entitlement;
pub mod facts;
pub mod fees;
pub mod former;
pub mod reasons;
mod unresolved;

use domain::request::Dispatch;
use words::office::shared;

use crate::tell::Tell;

/// Who was sent, and who goes along.
#[must_use]
pub fn sent(dispatch: &Dispatch, tell: Tell) -> String {
    let along = dispatch.companion.as_ref().map(|along| tell.fill(shared::GOES_ALONG, &[("name", &along.name)]));
    tell.sentence(&[dispatch.engineer_name.clone(), along.unwrap_or_default()])
}
