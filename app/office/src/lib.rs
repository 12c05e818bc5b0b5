//! The office's screens: signing in, the live board, requests and the form QR/03, disputes, quarantine, people, devices, the own account.

mod account;
mod acts;
mod board;
mod calendar_feed;
mod describe;
mod devices;
mod disputes;
mod field;
mod frame;
mod local;
mod login;
mod not_found;
mod people;
mod plan;
mod quarantine;
mod refusal;
mod remote;
mod requests;
mod silent;
mod tell;
mod trouble;
mod unresolved;

pub use account::AccountPage;
pub use board::BoardPage;
pub use devices::DevicesPage;
pub use disputes::DisputesPage;
pub use frame::OfficeFrame;
pub use login::LoginPage;
pub use not_found::OfficeNotFound;
pub use people::PeoplePage;
pub use quarantine::QuarantinePage;
pub use requests::{NewRequestPage, RequestPage, RequestsPage};
pub use unresolved::UnresolvedPage;
