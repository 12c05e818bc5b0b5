//! `/field/outbox`: every action and where it is (SYN-3, SYN-8). Nothing that was not sent can be deleted.

mod centre;
mod entry;
mod export;
mod page;
mod receipt;

pub use page::OutboxPage;
