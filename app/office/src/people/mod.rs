//! Accounts: listed, added, changed, deactivated, never deleted (ADM-1).

mod absences;
mod edit;
mod list;
mod photo;
mod skills;
mod working_week;

pub use edit::SHORTEST_PASSWORD;
pub use list::PeoplePage;
