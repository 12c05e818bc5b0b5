//! Handing in the black box of a broken tablet, from another tablet or from the office (SYN-10).

use js_sys::Uint8Array;
use leptos::{html, prelude::*, task::spawn_local};
use offline::{HandInError, HandedIn};
use wasm_bindgen_futures::JsFuture;
use words::{Text, common, private as texts};

use crate::{Words, t, use_desk, use_language};

/// Takes a file and says what came of it. Whoever is signed in may bring a colleague's work.
#[component]
pub fn HandIn() -> impl IntoView {
    let (desk, words) = (use_desk(), use_language());
    let input = NodeRef::<html::Input>::new();
    let said = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let chosen = move |_| {
        let file = input.get_untracked().and_then(|input| input.files()?.get(0));
        let (Some(client), Some(file)) = (desk.client(), file) else { return };
        busy.set(true);
        spawn_local(async move {
            let bytes = JsFuture::from(file.array_buffer()).await.map(|buffer| Uint8Array::new(&buffer).to_vec());
            let heard = move |done: usize, all: usize| {
                let numbers = [("done", &*done.to_string()), ("all", &*all.to_string())];
                said.try_set(untrack(|| words.fill(texts::BOX_PROGRESS, &numbers)));
            };
            let handed_in = match bytes {
                Ok(bytes) => client.hand_in(&bytes, heard).await,
                Err(_) => Err(HandInError::NoBox),
            };
            said.try_set(untrack(|| report(words, handed_in)));
            busy.try_set(false);
            // The same file can be chosen again.
            if let Some(input) = input.get_untracked() {
                input.set_value("");
            }
        });
    };
    view! {
        <div class="black-box">
                <p id="hand-in-hint">{t(texts::BOX_HAND_IN_HINT)}</p>
                <label class="button" class:is-busy=move || busy.get()>
                    <input class="visually-hidden" type="file" accept=".paidan" node_ref=input on:change=chosen
                        disabled=move || busy.get() aria-describedby="hand-in-hint"/>
                    {t(texts::BOX_HAND_IN)}
                </label>
                <p role="status">{move || said.get()}</p>
        </div>
    }
}

/// What came of it, in words. Tracked.
fn report(words: Words, handed_in: Result<HandedIn, HandInError>) -> String {
    let fill = |text: Text, n: usize| words.fill(text, &[("n", &n.to_string())]);
    let sum = match handed_in {
        Ok(sum) => sum,
        Err(HandInError::NoBox) => return words.say(texts::BOX_NONE).to_owned(),
        Err(HandInError::Unreachable) => return words.say(texts::BOX_OFFLINE).to_owned(),
        Err(HandInError::SignedOut) => return words.say(common::SIGNED_OUT).to_owned(),
    };
    let counts = [sum.accepted, sum.kept, sum.quarantined].map(|count| count.to_string());
    let counts = [("n", &*counts[0]), ("k", &*counts[1]), ("q", &*counts[2])];
    let mut parts = vec![words.fill(texts::BOX_DONE, &counts)];
    if sum.retry > 0 {
        parts.push(fill(texts::BOX_RETRY, sum.retry));
    }
    if sum.refused > 0 {
        parts.push(fill(texts::BOX_REFUSED, sum.refused));
    }
    parts.join(" ")
}
