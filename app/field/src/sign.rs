//! What the customer reads, answers and signs (ONS-15, ONS-16, SYN-9).

mod answers;
mod ink;
mod money;
mod pad;
mod page;
mod paint;
mod papers;
mod sheet;
mod shown;
mod summary;
mod take_back;

pub use page::SignPage;
pub use papers::address;
