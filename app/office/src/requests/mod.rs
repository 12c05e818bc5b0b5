//! Requests: the list, taking one down, and the form QR/03 with its history.

mod form;
pub(crate) mod list;
mod new;

pub use form::RequestPage;
pub use list::RequestsPage;
pub use new::NewRequestPage;
