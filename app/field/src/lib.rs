//! The tablet's screens: the engineer's day, a visit, signing, the outbox. Nothing here waits for the network.

mod acting;
mod asks;
mod autosave;
mod badge;
mod black_box;
mod choose_pin;
mod day;
mod device;
mod drafts;
mod elsewhere;
mod handover;
mod input;
mod later;
mod lock;
mod lock_page;
mod not_found;
mod once;
mod outbox;
mod photos;
mod pin;
mod shell;
mod sign;
mod sign_in;
mod storage;
mod sync_badge;
mod update;
mod visit;
mod wiped;

pub use badge::BadgePage;
pub use day::DayPage;
pub use elsewhere::watch_elsewhere;
pub use not_found::FieldNotFound;
pub use outbox::OutboxPage;
pub use shell::FieldShell;
pub use sign::SignPage;
pub use visit::VisitPage;
