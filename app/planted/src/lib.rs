//! Faults that are planted on purpose, so that the simulation can show that it would find them.
//!
//! A fault stands where it would be made, behind [`is`] with its name. Without the feature `on` that is a constant
//! `false` and nothing of the fault is left in the program.

/// Whether faults are compiled in.
pub const ON: bool = cfg!(feature = "on");

#[cfg(feature = "on")]
thread_local! {
    static CHOSEN: std::cell::Cell<&'static str> = const { std::cell::Cell::new("") };
}

/// From now on this thread runs with the fault of this name; an empty name is without any.
#[cfg(feature = "on")]
pub fn plant(name: &'static str) {
    CHOSEN.set(name);
}

/// Whether the fault of this name is to be made here.
#[cfg(feature = "on")]
#[must_use]
pub fn is(name: &str) -> bool {
    CHOSEN.get() == name
}

/// Whether the fault of this name is to be made here: never.
#[cfg(not(feature = "on"))]
#[must_use]
#[inline(always)]
pub const fn is(_: &str) -> bool {
    false
}
