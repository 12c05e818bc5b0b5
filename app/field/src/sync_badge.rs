//! Where the work is, at a glance: offline, waiting, synced at, signed out (SYN-8).

use leptos::prelude::*;
use offline::Whereabouts;
use ui::{Desk, Dialog, Words, after_paint, format, t, use_desk, use_language};
use words::field as say;

use crate::later::{Later, Part};

/// The badge in the corner of every page of the engineer.
#[component]
pub fn SyncBadge() -> impl IntoView {
    let desk = use_desk();
    let words = use_language();
    let asked = RwSignal::new(false);
    // The first time in words costs the browser its tables of dates: the page is there before that.
    let is_settled = RwSignal::new(false);
    Effect::new(move || {
        after_paint(move || {
            is_settled.try_set(true);
        });
    });
    let status = move || desk.status().map(|client| client.status());
    let signed_out = Memo::new(move |_| status().is_some_and(|status| status.signed_out));
    let text = Memo::new(move |_| {
        let Some(status) = status() else { return String::new() };
        let waiting = status.waiting.to_string();
        let n = [("n", waiting.as_str())];
        match (status.online, status.waiting, status.last_sync) {
            (false, 0, _) => words.say(say::OFFLINE).to_owned(),
            (false, _, _) => words.fill(say::OFFLINE_WAITING, &n),
            (true, 0, _) if status.blobs_waiting > 0 => {
                words.fill(say::PHOTOS_WAITING, &[("n", &status.blobs_waiting.to_string())])
            }
            (true, 0, Some(at)) if is_settled.get() => {
                let at = format::instant(at, format::Shape::Time, words.lang(), &desk.zone());
                words.fill(say::SYNCED_AT, &[("time", &at)])
            }
            (true, 0, _) => words.say(say::ONLINE).to_owned(),
            (true, _, _) if status.troubled => words.fill(say::TROUBLED, &n),
            (true, _, _) if status.syncing => words.fill(say::SYNCING, &n),
            (true, _, _) => words.fill(say::WAITING, &n),
        }
    });
    let class = move || match status() {
        Some(status) if status.online && status.waiting == 0 && status.blobs_waiting == 0 => "sync-badge ok",
        _ => "sync-badge",
    };
    let who = move || desk.person().map(|person| person.login);
    let again = move || {
        view! {
            <button type="button" class="sync-badge late" on:click=move |_| asked.set(true)><span>{t(say::SESSION_ENDED)}</span></button>
            <Dialog title=say::SIGN_IN open=asked>
                <Later part=Part::SignIn { login: untrack(who), then: Some(Callback::new(move |()| asked.set(false))) }/>
            </Dialog>
        }
    };
    view! {
        <Show when=move || signed_out.get() fallback=move || view! {
            <span class="sync-state" role="status"><a class=class href="/field/outbox"><span>{move || text.get()}</span></a></span>
        }>{again()}</Show>
    }
}

/// Whether what answered last was not the server as it should be. Tracked.
#[must_use]
pub fn is_troubled(desk: Desk) -> bool {
    desk.status().is_some_and(|client| client.status().troubled)
}

/// Where a form is: on this device, sent, accepted.
#[must_use]
pub fn whereabouts(words: Words, where_it_is: Whereabouts, is_troubled: bool) -> String {
    match where_it_is {
        Whereabouts::Sent if is_troubled => words.say(say::NOT_DELIVERED).to_owned(),
        Whereabouts::OnDevice(n) => words.fill(say::ON_DEVICE, &[("n", &n.to_string())]),
        Whereabouts::Sent => words.say(say::SENT).to_owned(),
        Whereabouts::Accepted => words.say(say::ARRIVED_AT_OFFICE).to_owned(),
    }
}
