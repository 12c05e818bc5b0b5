//! The HTTP interface as programs meet it: a real server on a real socket, on both databases.

#[macro_use]
mod house;

mod canonical;
mod program;
mod scene;
mod sealing;
mod tablet;

mod blobs;
mod commands;
mod deadlines;
mod document;
mod evidence;
mod full_disk;
mod late;
mod live;
mod pulls;
mod pushes;
mod refusals;
mod rights;
mod sign_in;
mod signatures;
mod silent;
mod visit;
