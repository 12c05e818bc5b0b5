//! Every sentence a person reads, in three languages, as constants: a missing key or language does not compile.
//!
//! One file a feature. A text may hold `{name}` places that [`fill`] fills. The server uses the same texts for the
//! titles of problems.

mod text;

pub mod common;
pub mod field;
pub mod office;
pub mod rejections;
pub mod states;

pub use text::{Lang, Text, fill};
