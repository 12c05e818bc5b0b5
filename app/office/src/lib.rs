//! The office's screens: signing in, the live board, requests and the form QR/03, people, devices, the own account.

mod acts;
mod board;
mod describe;
mod frame;
mod local;
mod plan;
mod tell;

pub use board::BoardPage;
pub use frame::OfficeFrame;
