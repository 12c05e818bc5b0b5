//! Every operation, by what it is about.

mod afterwards;
mod conflicts;
mod engineers;
mod people;
mod requests;
mod session;
mod sync;
mod watch;

use super::operation::Operation;

/// All of them, in the order in which a program meets them.
pub fn all() -> Vec<Operation> {
    [
        session::all(),
        sync::all(),
        requests::all(),
        afterwards::all(),
        conflicts::all(),
        people::all(),
        engineers::all(),
        watch::all(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The groups, for readers.
pub const TAGS: [(&str, &str); 7] = [
    ("session", "Signing in and out, sessions, the own password."),
    ("sync", "Devices and keys; push, pull, blobs: the one way to write."),
    ("requests", "Requests, their history, due times, who looks at what, live."),
    ("conflicts", "What a manager has to decide, and what could not be taken in."),
    ("people", "Accounts."),
    ("engineers", "What an engineer shows at the door, and subscribes to."),
    ("server", "The description itself, verification of documents, health."),
];
