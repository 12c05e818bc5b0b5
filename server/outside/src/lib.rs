//! A program that meets the server from outside, as the document describes it: a session, a device's key, canonical
//! JSON. Written from the document and not from the server, for tests that call a real one.

pub mod canonical;
pub mod program;
pub mod tablet;
pub mod visits;
