//! Accounts: listed, added, changed, deactivated, never deleted (ADM-1).

mod edit;
mod list;
mod skills;

pub use edit::SHORTEST_PASSWORD;
pub use list::PeoplePage;
