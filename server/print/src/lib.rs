//! The paper forms: A4 sheets as PDF, in the reader's language, from values alone (RPT-5).
//!
//! A form is a value that [`forms`] makes of records; a template in `templates/` sets it. Neither knows a database, a clock
//! or a network, so the same value always makes the same bytes.

pub mod check;
pub mod forms;
mod ink;
mod qr;
mod render;
mod say;
pub mod seal;
mod world;

pub use render::{Failed, pages, render};
