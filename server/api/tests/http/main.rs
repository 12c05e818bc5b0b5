//! The HTTP interface as programs meet it: a real server on a real socket, on both databases.

// Programs from outside are called as if they were modules of this one.
use outside::{canonical, program, tablet};

#[macro_use]
mod house;

mod scene;
mod sealed;
mod sealing;

mod archive;
mod blobs;
mod commands;
mod cuts;
mod deadlines;
mod disputes;
mod document;
mod engineers;
mod evidence;
mod fees;
mod first_start;
mod follow_ups;
mod full_disk;
mod late;
mod lists;
mod live;
mod papers;
mod pulls;
mod pushes;
mod quarantine;
mod receipts;
mod refusals;
mod reminders;
mod rights;
mod rosters;
mod settings;
mod sign_in;
mod signatures;
mod silent;
mod visit;
