//! What was not solved: the list of open problems, the story of one, and what the office can do about it (UNR).

mod ask;
mod customer;
mod deed;
mod page;
mod story;

pub use ask::{HelpDialog, provide_help_dialog};
pub use customer::MattersOfCustomer;
pub use page::UnresolvedPage;
pub use story::{HelpAnswerButton, Matter};
