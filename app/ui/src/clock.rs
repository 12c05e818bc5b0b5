//! Clocks that tick on screen from server time (LIV-3).

use domain::{
    Timestamp,
    deadline::{Clock, Phase},
};
use leptos::prelude::*;
use words::common;

use crate::{format, use_desk, use_language};

/// Server time, tracked; moves once a second.
#[derive(Clone, Copy)]
pub struct Now(RwSignal<Timestamp>);

/// Starts the ticking; called once by [`crate::session::provide_desk`].
pub(crate) fn provide_now(read: impl Fn() -> Timestamp + 'static) -> RwSignal<Timestamp> {
    let now = RwSignal::new(read());
    provide_context(Now(now));
    #[cfg(target_arch = "wasm32")]
    if let Ok(handle) = set_interval_with_handle(move || now.set(read()), std::time::Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
    now
}

/// Server time as the screen shows it.
///
/// # Panics
/// Outside of a desk.
#[must_use]
pub fn use_now() -> RwSignal<Timestamp> {
    expect_context::<Now>().0
}

/// What is left of a clock, in words: amber before, red after.
#[component]
pub fn Remaining(clock: Clock) -> impl IntoView {
    let now = use_now();
    let words = use_language();
    let due = clock.due;
    let phase = Memo::new(move |_| clock.phase(now.get()));
    let class = move || match phase.get() {
        Phase::Calm => "clock",
        Phase::Soon => "clock soon",
        Phase::Late => "clock late",
    };
    // Tenths of a minute are enough: the text changes once a minute.
    let minutes = Memo::new(move |_| due.since(now.get()).div_euclid(60_000));
    let text = move || {
        let left = minutes.get() * 60_000;
        let pattern = if left < 0 { common::OVERDUE } else { common::LEFT };
        words.fill(pattern, &[("time", &format::long_span(left, words.lang()))])
    };
    let title = {
        let desk = use_desk();
        move || format::instant(due, format::Shape::DayTime, words.lang(), &desk.zone())
    };
    view! { <span class=class title=title>{text}</span> }
}
