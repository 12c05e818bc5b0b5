//! The guided visit (ONS-11): its steps, and one panel for each.

mod arrive;
mod backup;
mod costs;
mod costs_form;
mod custody;
mod data;
mod data_record;
mod explain;
mod fees;
mod fees_lines;
mod fees_payment;
mod finding_form;
mod finish;
mod form;
mod information;
mod page;
mod panel;
pub mod progress;
mod solve;
mod steps;

pub use form::use_form;
pub use page::VisitPage;
