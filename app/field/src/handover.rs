//! While the customer holds the tablet nothing but the signing page opens (ONS-16); the engineer's PIN leads back.
//!
//! The mark stands in the device's storage and not in the tab's: a reload, another tab and a restarted browser are
//! held as well.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_location, hooks::use_navigate};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::JsCast;
use wasm_bindgen::{JsValue, closure::Closure};

use ui::Words;
use words::Lang;

use crate::{storage, update};

const KEY: &str = "paidan-handed-over";
/// The engineer's language, while the customer may choose another.
const OWN_LANGUAGE: &str = "paidan-own-language";

/// The address the customer may see, while the tablet is in the customer's hands.
pub fn held_by_customer() -> Option<String> {
    storage::get(KEY)
}

/// Whether the tablet is handed over, for the pages below the shell.
#[derive(Clone, Copy)]
pub struct Handover(RwSignal<Option<String>>);

impl Handover {
    /// Tracked.
    #[must_use]
    pub fn is_held(self) -> bool {
        self.0.with(Option::is_some)
    }

    /// The customer takes the tablet at this address. It counts, and what the customer reads is shown, when a power cut
    /// would not undo it.
    pub fn begin(self, address: &str, words: Words) {
        storage::set(OWN_LANGUAGE, untrack(|| words.lang()).tag());
        let address = address.to_owned();
        spawn_local(async move {
            storage::set_for_sure(KEY, &address).await;
            update::hold(Some(&address));
            // A second entry of the same page: the first step back stays here.
            stay_at(&address);
            self.0.try_set(Some(address));
        });
    }

    /// What the device knows, after a start that may have lost its newest notes.
    pub fn look_again(self) {
        let known = held_by_customer();
        if self.0.with_untracked(|before| *before != known) {
            self.0.set(known);
        }
    }

    /// The engineer has the tablet again, in the engineer's own language.
    pub fn end(self, words: Words) {
        if let Some(own) = storage::get(OWN_LANGUAGE).and_then(|tag| Lang::from_tag(&tag)) {
            words.switch(own);
        }
        storage::remove(KEY);
        self.0.set(None);
        update::hold(None);
    }
}

#[must_use]
pub fn use_handover() -> Handover {
    expect_context::<Handover>()
}

/// Watches the address and the history of this page. In the browser only.
pub fn provide_handover() -> Handover {
    let handover = Handover(RwSignal::new(held_by_customer()));
    provide_context(handover);
    let held = handover.0;
    listen("popstate", move || {
        if let Some(address) = held.try_get_untracked().flatten() {
            stay_at(&address);
        }
    });
    // Another tab has handed over or taken back.
    listen("storage", move || {
        let now = held_by_customer();
        if held.try_get_untracked().is_some_and(|before| before != now) {
            held.set(now);
        }
    });
    handover
}

/// Shows its children only where the customer may be; leads there from every other address.
#[component]
pub fn OnlyWhereAllowed(children: ChildrenFn) -> impl IntoView {
    let handover = use_handover();
    let location = use_location();
    let navigate = use_navigate();
    let elsewhere = Memo::new(move |_| {
        let here = address(&location.pathname.get(), &location.search.get());
        handover.0.get().filter(|held| *held != here)
    });
    Effect::new(move || {
        if let Some(held) = elsewhere.get() {
            navigate(&held, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    view! { <Show when=move || elsewhere.with(Option::is_none)>{children()}</Show> }
}

/// Shows its children unless the customer holds the tablet: every page but the one to sign on stands in it. The address
/// alone is not enough: while the signing page is still on its way, the page before it stands at its address.
#[component]
pub fn EngineersOnly(children: ChildrenFn) -> impl IntoView {
    let handover = use_handover();
    view! { <Show when=move || !handover.is_held()>{children()}</Show> }
}

/// Path and query as one address.
#[must_use]
pub fn address(path: &str, search: &str) -> String {
    let search = search.trim_start_matches('?');
    if search.is_empty() { path.to_owned() } else { [path, "?", search].concat() }
}

fn stay_at(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Listens to an event of the window for as long as the page lives.
fn listen(event: &str, react: impl Fn() + 'static) {
    let react = Closure::<dyn Fn()>::new(react);
    #[cfg(target_arch = "wasm32")]
    let _ = window().add_event_listener_with_callback(event, react.as_ref().unchecked_ref());
    #[cfg(not(target_arch = "wasm32"))]
    let _ = event;
    react.forget();
}
