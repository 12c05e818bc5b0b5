//! `/field/outbox`: every action and where it is (SYN-3, SYN-8). Nothing that was not sent can be deleted.

mod entry;
mod page;
mod receipt;
mod words;

pub use page::OutboxPage;
