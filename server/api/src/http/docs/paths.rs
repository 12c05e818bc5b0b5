//! Every operation, by what it is about.

mod afterwards;
mod conflicts;
mod engineers;
mod follow_ups;
mod people;
mod requests;
mod rosters;
mod session;
mod settings;
mod sync;
mod watch;

use super::operation::Operation;

/// All of them, in the order in which a program meets them.
pub fn all() -> Vec<Operation> {
    let about_work = [requests::all(), afterwards::all(), follow_ups::all(), conflicts::all()];
    let about_people = [people::all(), engineers::all(), rosters::all(), settings::all(), watch::all()];
    [session::all(), sync::all()].into_iter().chain(about_work).chain(about_people).flatten().collect()
}

/// The groups, for readers.
pub const TAGS: [(&str, &str); 10] = [
    ("session", "Signing in and out, sessions, the own password."),
    ("sync", "Devices and keys; push, pull, blobs: the one way to write."),
    ("requests", "Requests, their history, due times, who looks at what, live."),
    ("conflicts", "What a manager has to decide, and what could not be taken in."),
    ("follow-ups", "Calls to customers after visits, and what people are reminded of."),
    ("people", "Accounts."),
    ("engineers", "What an engineer shows at the door, and subscribes to."),
    ("rosters", "Who is on duty, month by month."),
    ("settings", "Clocks and calendars."),
    ("server", "The description itself, verification of documents, health."),
];
