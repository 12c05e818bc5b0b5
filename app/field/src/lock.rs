//! Locks the tablet when nobody has touched it for a while (SYN-10).
//!
//! When it was last touched stands in the device's storage, by the device's clock: all tabs count together, and a reload
//! or a device that slept does not begin anew. While the tablet is in a customer's hands it does not lock: that page
//! shows the customer's own form only, holds their ink, and asks for the engineer's PIN itself.

use std::cell::Cell;

use leptos::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use domain::{PersonId, time::MINUTE};
use ui::{Desk, use_desk};

use crate::{
    handover::{Handover, use_handover},
    later::{Later, Part},
    pin, storage, update,
};

/// Whose tablet is locked.
const LOCKED: &str = "paidan-locked";
/// When it was last touched, in milliseconds of the device's clock.
const TOUCHED: &str = "paidan-touched";
/// Who has a PIN here and after how many minutes it locks, as `person minutes`: for pages that do not know either.
const ARMED: &str = "paidan-lock-for";
/// What counts as a touch.
pub const TOUCHES: [&str; 3] = ["pointerdown", "keydown", "wheel"];
/// How often a touch is noted, in milliseconds.
const NOTE_EVERY: i64 = 5_000;
/// How often the worker hears of touches, in milliseconds: it counts the tablet as locked by so much too early at most, and
/// then leads to the tablet's day, which knows better.
const TELL_EVERY: i64 = 30_000;
/// How often it is looked, in milliseconds.
const LOOK_EVERY: i32 = 1_000;

/// Whether the tablet is locked, for everything on the page.
#[derive(Clone, Copy)]
pub struct Lock(RwSignal<bool>);

#[must_use]
pub fn use_lock() -> Lock {
    expect_context::<Lock>()
}

impl Lock {
    /// The lock of this page; it begins to watch with [`watch`](Self::watch).
    pub fn provide() -> Self {
        let lock = Self(RwSignal::new(false));
        provide_context(lock);
        lock
    }

    /// Tracked.
    #[must_use]
    pub fn is_locked(self) -> bool {
        self.0.get()
    }

    /// The engineer is back.
    pub fn open(self) {
        // In this order: a tab that hears of the lock's end first would find nobody there and lock again.
        note_touch();
        storage::remove(LOCKED);
        // A page that is asked for at once must open.
        tell_worker(false, armed().map(|(_, idle)| idle));
        self.0.set(false);
    }

    /// Nobody is signed in any more.
    pub fn forget(self) {
        storage::remove(LOCKED);
        storage::remove(ARMED);
        storage::remove(TOUCHED);
        tell_worker(false, None);
        self.0.set(false);
    }

    /// Watches the clock, the fingers and the other tabs. In the browser only.
    pub fn watch(self, desk: Desk, handover: Handover) {
        let look = move || self.look(desk, handover);
        let touched = move || {
            look();
            if !self.0.try_get_untracked().unwrap_or(true) && since_touch().is_none_or(|since| since >= NOTE_EVERY) {
                note_touch();
            }
        };
        for event in TOUCHES {
            listen(event, touched);
        }
        for event in ["storage", "pageshow", "focus"] {
            listen(event, look);
        }
        tick(look);
    }

    /// Locks if it is time, and follows what another tab has done.
    fn look(self, desk: Desk, handover: Handover) {
        let person = desk.client().and_then(|client| Some((client.person()?.id, client.session()?)));
        let Some((person, session)) = person else { return };
        if untrack(|| handover.is_held()) {
            // The time with the customer is no idle time.
            if since_touch().is_none_or(|since| since >= NOTE_EVERY) {
                note_touch();
            }
            return;
        }
        let idle = i64::from(session.lock_after_minutes) * MINUTE;
        if since_touch().is_none() {
            note_touch();
        }
        if idle > 0 && pin::is_set(person) {
            storage::set(ARMED, &[person.to_string(), session.lock_after_minutes.to_string()].join(" "));
        }
        if is_idle_for(idle) && pin::is_set(person) {
            storage::set(LOCKED, &person.to_string());
        }
        let is_locked = is_locked(person);
        tell_worker(is_locked, (idle > 0 && pin::is_set(person)).then_some(idle));
        if self.0.try_get_untracked().is_some_and(|before| before != is_locked) {
            self.0.set(is_locked);
        }
    }
}

thread_local! {
    /// What the worker was told last.
    static TOLD: Cell<Option<Option<i64>>> = const { Cell::new(None) };
}

/// Says to the worker from when on the tablet is locked; `idle` is the time after which it locks, where it does.
fn tell_worker(is_locked: bool, idle: Option<i64>) {
    let from = match (is_locked, idle) {
        (true, _) => Some(0),
        (false, None) => None,
        (false, Some(idle)) => Some(clock() - since_touch().unwrap_or_default() + idle),
    };
    let is_news = match (TOLD.get(), from) {
        (Some(Some(told)), Some(from)) if told > 0 && from > 0 => (from - told).abs() >= TELL_EVERY,
        (told, from) => told != Some(from),
    };
    if is_news && update::lock(from) {
        TOLD.set(Some(from));
    }
}

/// A PIN that is gone locks nobody out.
fn is_locked(person: PersonId) -> bool {
    storage::get(LOCKED).is_some_and(|whose| whose == person.to_string()) && pin::is_set(person)
}

/// Whether nobody has touched the tablet for so long, in milliseconds; 0 never ends.
fn is_idle_for(idle: i64) -> bool {
    // A clock that was set back must not keep it open.
    idle > 0 && since_touch().is_some_and(|since| since >= idle || since < -MINUTE)
}

/// Who has a PIN here, and after how many milliseconds it locks.
fn armed() -> Option<(PersonId, i64)> {
    let kept = storage::get(ARMED)?;
    let (person, minutes) = kept.split_once(' ')?;
    let person = person.parse().ok().filter(|person| pin::is_set(*person))?;
    Some((person, minutes.parse::<i64>().ok()? * MINUTE))
}

/// Locks the tablet from a page that is none of the tablet's own.
pub fn lock_if_idle() {
    if let Some((person, _)) = armed().filter(|(_, idle)| is_idle_for(*idle)) {
        storage::set(LOCKED, &person.to_string());
    }
}

/// Whether somebody's lock is closed on this device.
pub fn is_closed() -> bool {
    let whose = storage::get(LOCKED).and_then(|whose| whose.parse().ok());
    whose.is_some_and(is_locked)
}

/// A touch on a page that is none of the tablet's own counts like any other.
pub fn touch_elsewhere() {
    if armed().is_some() && !is_closed() && since_touch().is_none_or(|since| since >= NOTE_EVERY) {
        note_touch();
        tell_worker(false, armed().map(|(_, idle)| idle));
    }
}

fn clock() -> i64 {
    js_sys::Date::now() as i64
}

fn note_touch() {
    storage::set(TOUCHED, &clock().to_string());
}

/// Milliseconds since the tablet was touched; None when it never was.
fn since_touch() -> Option<i64> {
    Some(clock() - storage::get(TOUCHED)?.parse::<i64>().ok()?)
}

/// Shows its children unless the tablet is locked: then nothing of them is on the page.
#[component]
pub fn Unlocked(children: ChildrenFn) -> impl IntoView {
    let (lock, desk, handover) = (use_lock(), use_desk(), use_handover());
    // Before anything is drawn: a reload must not show what was covered.
    lock.look(desk, handover);
    view! {
        <Show when=move || !lock.is_locked() fallback=|| view! { <Later part=Part::Lock/> }>{children()}</Show>
    }
}

/// Listens to an event of the window for as long as the page lives.
pub fn listen(event: &str, react: impl Fn() + 'static) {
    let react = Closure::<dyn Fn()>::new(react);
    #[cfg(target_arch = "wasm32")]
    let _ = window().add_event_listener_with_callback_and_bool(event, react.as_ref().unchecked_ref(), true);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = event;
    react.forget();
}

pub fn tick(react: impl Fn() + 'static) {
    let react = Closure::<dyn Fn()>::new(react);
    #[cfg(target_arch = "wasm32")]
    let _ = window().set_interval_with_callback_and_timeout_and_arguments_0(react.as_ref().unchecked_ref(), LOOK_EVERY);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = LOOK_EVERY;
    react.forget();
}
