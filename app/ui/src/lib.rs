//! What every page stands on and no feature owns: language, time on screen, the session, small widgets.

mod address;
pub(crate) mod after_paint;
pub mod bell;
pub mod clock;
pub mod contents;
pub mod dialog;
pub mod format;
mod hand_in;
pub mod image;
pub mod language;
mod not_loaded;
mod outcome;
pub mod parts;
mod said;
pub mod session;
pub mod shell;
pub mod theme;
pub mod toast;

pub use address::encoded;
pub use after_paint::after_paint;
pub use clock::{Remaining, use_now};
pub use dialog::Dialog;
pub use hand_in::HandIn;
pub use language::{Words, t, use_language};
pub use not_loaded::NotLoaded;
pub use outcome::outcome_chip;
pub use said::Said;
pub use session::{Desk, use_desk};
pub use toast::{Toasts, use_toasts};
