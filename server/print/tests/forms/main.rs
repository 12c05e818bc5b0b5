//! Printed forms as a reader finds them: what stands on them, how many pages they take, that they never change.

// The record of a whole visit is one value.
#![recursion_limit = "256"]

mod example;
mod lists;
mod look;
mod seal;
mod service_request;
