//! `/archive` and `/knowledge`: what is over, and what was learned from it (ONS-19).

mod drafts;
mod list;
mod pages;

pub use drafts::KnowledgePage;
pub use list::ArchivePage;
