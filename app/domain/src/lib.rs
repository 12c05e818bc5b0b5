//! The rules of a service centre, pure: no I/O, no clock, no randomness, no screen.
//!
//! Every change is a [`Command`](command::Command) that [`decide`](request::decide) turns into
//! [`Fact`](fact::Fact)s or a [`Rejection`](rejection::Rejection), and [`evolve`](request::evolve) folds
//! facts into state. The tablet and the server run these same functions.

pub mod availability;
pub mod backup_path;
pub mod badge;
pub mod calendar;
pub mod case;
pub mod command;
pub mod configuration;
pub mod custody;
pub mod customer;
pub mod day_sheet;
pub mod deadline;
pub mod dispatch_sheet;
pub mod dispute;
pub mod entitlement;
pub mod fact;
pub mod fees;
pub mod follow_up;
pub mod geo;
pub mod headquarters_log;
pub mod id;
pub mod knowledge;
pub mod money;
pub mod people;
pub mod proposal;
pub mod rejection;
pub mod reminder;
pub mod request;
pub mod rights;
pub mod roster;
pub mod sealed;
pub mod sending;
pub mod signature;
pub mod silence;
pub mod sync;
pub mod time;
pub mod unresolved;
pub mod verification;
pub mod visit;

pub use id::{CaseId, CustomerId, DeviceId, DispatchId, EnvelopeId, PersonId, RequestId, SignatureId};
pub use money::Money;
pub use rejection::Rejection;
pub use time::Timestamp;
