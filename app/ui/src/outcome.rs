//! What became of an action, as a colour.

use domain::sync::Outcome;

/// The classes of the word that says what became of an action.
#[must_use]
pub fn outcome_chip(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "chip ok",
        Outcome::Kept | Outcome::Retry => "chip soon",
        Outcome::Quarantined => "chip late",
    }
}
