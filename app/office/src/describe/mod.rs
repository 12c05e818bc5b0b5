//! Domain values in sentences: why something is due, what a customer may ask for, what happened.

pub mod afterwards;
pub mod entitlement;
pub mod facts;
pub mod fees;
pub mod former;
pub mod reasons;
mod unresolved;
