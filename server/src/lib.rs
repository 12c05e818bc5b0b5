//! The one binary: the HTTP interface, the pages, the service worker, put together.

pub mod commands;
pub mod pages;
pub mod papers;
pub mod router;
pub mod worker;

// Two builds in one could share features: this one never has the faults that the simulation plants.
const _: () = assert!(!planted::ON, "build the simulation with planted faults by itself");
