//! Handing in the black box of a broken tablet, from another tablet or from the office (SYN-10).

use js_sys::Uint8Array;
use leptos::{html, prelude::*, task::spawn_local};
use offline::{HandInError, HandedIn};
use wasm_bindgen_futures::JsFuture;
use words::{Text, common, conflicts, contents, private as texts};

use crate::{
    Words,
    contents::{ActionContents, DraftContents},
    parts, t, use_desk, use_language,
};

/// Takes a file and says what came of it. Whoever is signed in may bring a colleague's work.
#[component]
pub fn HandIn() -> impl IntoView {
    let (desk, words) = (use_desk(), use_language());
    let input = NodeRef::<html::Input>::new();
    let said = RwSignal::new(String::new());
    let done = RwSignal::new(HandedIn::default());
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
            said.try_set(untrack(|| report(words, &handed_in)));
            done.try_set(handed_in.unwrap_or_default());
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
                {move || done.with(|done| inside(done, words))}
        </div>
    }
}

/// What whoever hands it in may read of it: what was held back, and what was begun. Tracked.
fn inside(done: &HandedIn, words: Words) -> AnyView {
    let held = done.held_back.iter().map(|held| {
        let command = serde_json::from_value(held.command.clone()).ok();
        let what = command.map_or_else(
            || words.say(conflicts::UNREADABLE_ACTION).to_owned(),
            |command| words::actions::in_words(&command, words.lang()),
        );
        let text = words.fill(texts::BOX_HELD_ONE, &[("what", &what), ("reason", &held.reason)]);
        view! { <li><p>{text}</p> <ActionContents action=held.command.clone()/></li> }
    });
    let held = (!done.held_back.is_empty()).then(|| {
        view! { <h3>{t(texts::BOX_HELD_TITLE)}</h3> <ul class="entries begun-list">{held.collect_view()}</ul> }
    });
    let begun = done.begun.iter().map(|begun| {
        let title = contents::begun(&begun.name);
        view! { <li><h4>{t(title)}</h4> <DraftContents text=begun.text.clone()/></li> }
    });
    let begun = (!done.begun.is_empty()).then(|| {
        view! { <h3>{t(texts::BEGUN_TITLE)}</h3> <ul class="entries begun-list">{begun.collect_view()}</ul> }
    });
    view! { {held} {begun} }.into_any()
}

/// What came of it, in words. Tracked.
fn report(words: Words, handed_in: &Result<HandedIn, HandInError>) -> String {
    let fill = |text: Text, n: usize| words.fill(text, &[("n", &n.to_string())]);
    let sum = match handed_in {
        Ok(sum) => sum,
        Err(HandInError::NoBox) => return words.say(texts::BOX_NONE).to_owned(),
        Err(HandInError::Unreachable) => return words.say(texts::BOX_OFFLINE).to_owned(),
        Err(HandInError::SignedOut) => return words.say(common::SIGNED_OUT).to_owned(),
    };
    let what = parts::in_words(sum.contents, words);
    let told = |lines: &[(Text, usize)]| -> Vec<String> {
        lines.iter().filter(|(_, count)| *count > 0).map(|(text, count)| fill(*text, *count)).collect()
    };
    // What went wrong comes first: the file has to be kept.
    let mut said = told(&[(texts::BOX_REFUSED, sum.refused), (texts::BOX_RETRY, sum.retry)]);
    said.push(words.fill(texts::BOX_HOLDS, &[("what", &what)]));
    let counts = [sum.accepted, sum.kept, sum.quarantined].map(|count| count.to_string());
    let counts = [("n", &*counts[0]), ("k", &*counts[1]), ("q", &*counts[2])];
    said.push(words.fill(texts::BOX_DONE, &counts));
    said.extend(told(&[
        (texts::BOX_PHOTOS_DONE, sum.photos),
        (texts::BOX_HELD_HERE, sum.contents.held),
        (texts::BOX_BEGUN, sum.drafts),
    ]));
    said.join(" ")
}
