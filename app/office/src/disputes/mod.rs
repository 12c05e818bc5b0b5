//! What the duty manager has to decide: the list, and beside it both versions of one request (SYN-7).

mod choices;
mod compare;
mod list;
mod page;
mod pane;
mod told;

pub use page::DisputesPage;
