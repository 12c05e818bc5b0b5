//! Money on site: where it is, what the office does with it, and the panel of one form (CUS-8).

mod ask;
mod deed;
mod page;
mod panel;

pub use page::FeesPage;
pub use panel::FeesPanel;
