//! Every sentence a person reads, in three languages, as constants: a missing key or language does not compile.
//!
//! One file a feature. A text may hold `{name}` places that [`fill`] fills. The server uses the same texts for the
//! titles of problems.

mod text;

pub mod actions;
pub mod badge;
pub mod calendar;
pub mod common;
pub mod conflicts;
pub mod contents;
pub mod docs;
pub mod fees;
pub mod field;
pub mod office;
pub mod outbox;
pub mod paper;
pub mod private;
pub mod rejections;
pub mod states;
pub mod unresolved;

/// Cookie that remembers the chosen language; readable by the page, holds nothing but a language tag.
pub const LANGUAGE_COOKIE: &str = "paidan_lang";

pub use text::{Lang, Text, fill};
