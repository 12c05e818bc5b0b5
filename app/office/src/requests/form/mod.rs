//! The form QR/03 on screen, in the paper's order, with its signature, its chain and its history.

mod chain;
mod clocks;
mod costs;
mod history;
mod page;
mod parts;
mod photos;
mod signature;

pub use page::RequestPage;
