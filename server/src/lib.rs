//! The one binary: the HTTP interface, the pages, the service worker, put together.

pub mod pages;
pub mod router;
pub mod worker;
