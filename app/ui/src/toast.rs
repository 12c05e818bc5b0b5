//! Short messages that float at the foot of the page, with an undo where one makes sense.

use std::sync::Arc;

use leptos::prelude::*;
use words::common;

use crate::{Said, Words, t, use_language};

/// Takes a step back. It outlives the form or page that the step was taken on, so it may hold nothing that ends with them.
pub type Undo = Arc<dyn Fn() + Send + Sync>;

/// A message; `undo` runs when the person takes the step back.
#[derive(Clone)]
struct Toast {
    id: u32,
    said: Said,
    is_error: bool,
    undo: Option<Undo>,
}

/// Where messages are put.
#[derive(Clone, Copy)]
pub struct Toasts {
    all: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    words: Words,
}

/// How long a message stays; an error stays until it is closed.
#[cfg(target_arch = "wasm32")]
const STAY: std::time::Duration = std::time::Duration::from_secs(8);

impl Toasts {
    /// Says that something was done.
    pub fn done(self, said: impl Into<Said>, undo: Option<Undo>) {
        self.announce(said.into(), undo);
    }

    /// Says that something was done and can be undone. Returns the message's number, for taking it away when the undo
    /// has been taken elsewhere.
    pub fn undoable(self, said: impl Into<Said>, undo: Undo) -> u32 {
        self.announce(said.into(), Some(undo))
    }

    /// What went wrong has been mended, or is no longer what the person is at.
    pub fn mended(self) {
        if self.all.with_untracked(|all| all.iter().any(|toast| toast.is_error)) {
            self.all.update(|all| all.retain(|toast| !toast.is_error));
        }
    }

    fn announce(self, said: Said, undo: Option<Undo>) -> u32 {
        self.mended();
        let id = self.push(said, false, undo);
        #[cfg(target_arch = "wasm32")]
        set_timeout(move || self.close(id), STAY);
        id
    }

    /// Says that something did not work, and why.
    pub fn failed(self, said: impl Into<Said>) {
        self.push(said.into(), true, None);
    }

    fn push(self, said: Said, is_error: bool, undo: Option<Undo>) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let sentence = said.now(self.words);
        self.all.update(|all| {
            all.retain(|toast| toast.said.now(self.words) != sentence);
            // Three at a time: older ones have been read or are out of date.
            if all.len() >= 3 {
                all.remove(0);
            }
            all.push(Toast { id, said, is_error, undo });
        });
        id
    }

    /// Takes a message away.
    pub fn close(self, id: u32) {
        // The page may be gone by the time the message runs out.
        let _ = self.all.try_update(|all| all.retain(|toast| toast.id != id));
    }
}

pub fn provide_toasts() -> Toasts {
    let toasts = Toasts { all: RwSignal::new(Vec::new()), next: StoredValue::new(0), words: use_language() };
    provide_context(toasts);
    toasts
}

/// The page's messages.
///
/// # Panics
/// Outside of [`provide_toasts`].
#[must_use]
pub fn use_toasts() -> Toasts {
    expect_context::<Toasts>()
}

/// The place where messages appear.
#[component]
pub fn ToastArea() -> impl IntoView {
    let toasts = use_toasts();
    let row = move |toast: Toast| {
        let id = toast.id;
        let undo = toast.undo.map(|undo| {
            let take_back = move |_| {
                toasts.close(id);
                undo();
            };
            view! { <button class="button quiet" on:click=take_back>{t(common::UNDO)}</button> }
        });
        view! {
            <div class="toast" class:error=toast.is_error role=if toast.is_error { "alert" } else { "status" }>
                <span>{move || toast.said.in_words(toasts.words)}</span>
                {undo}
                <button class="button quiet" aria-label=t(common::CLOSE) on:click=move |_| toasts.close(id)>"×"</button>
            </div>
        }
    };
    view! {
        <div class="toasts" aria-live="polite">
            <For each=move || toasts.all.get() key=|toast| toast.id children=row/>
        </div>
    }
}
