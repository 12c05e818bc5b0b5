//! `/field/badge`: what an engineer shows at the door, with a code that the customer can verify; needs no network (ONS-10).

mod page;
mod picture;
pub mod secret;

pub use page::BadgePage;
