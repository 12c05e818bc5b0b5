//! The engineer's day: what is to be done, in the order of the route (ONS-7 to ONS-9).

mod actions;
mod along;
mod card;
mod page;
mod plan;
mod readiness;
mod ready;

pub use actions::{DispatchActions, Next, guidance, plan_changed, remarks, visit_address};
pub use card::{entitlement_chip, entitlement_sentence};
pub use page::{DayPage, FieldNav};
