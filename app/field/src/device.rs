//! This device: language, appearance, PIN, storage, signing out.

use leptos::{prelude::*, task::spawn_local};
use offline::Status;
use ui::{Dialog, Words, shell::LanguageChoice, t, theme::ThemeChoice};
use words::{common, field as say, private};

use crate::{
    acting::{Acting, use_acting},
    input::{Push, TextField},
    lock::{Lock, use_lock},
    pin,
};

/// The dialog behind “this device” in the navigation.
#[component]
pub fn DeviceDialog(open: RwSignal<bool>) -> impl IntoView {
    view! { <Dialog title=say::THIS_DEVICE open=open><Device open=open/></Dialog> }
}

#[component]
fn Device(open: RwSignal<bool>) -> impl IntoView {
    let acting = use_acting();
    let person = acting.desk.client().and_then(|client| client.person());
    let name = person.as_ref().map(|person| [person.name.as_str(), " · ", &person.badge_number].concat());
    let setting = RwSignal::new(false);
    let has_pin = person.as_ref().is_some_and(|person| pin::is_set(person.id));
    let pin_text = if has_pin { private::CHANGE_PIN } else { say::SET_PIN };
    let lock = use_lock();
    let close = Callback::new(move |()| open.set(false));
    view! {
        <div class="this-device">
            <p><strong>{name}</strong></p>
            <div class="device-row"><LanguageChoice/><ThemeChoice/></div>
            <h3>{t(say::STORAGE)}</h3>
            <p>{move || storage_line(acting)}</p>
            <PersistenceButton/>
            <h3>{t(say::PIN)}</h3>
            <p>{t(say::PIN_HINT)}</p>
            <Show when=move || setting.get() fallback=move || view! {
                <Push text=pin_text run=Callback::new(move |()| setting.set(true))/>
            }>
                <SetPin then=Callback::new(move |()| {
                    setting.set(false);
                    acting.toasts.done(say::PIN_SET, None);
                })/>
            </Show>
            <h3>{t(common::SIGN_OUT)}</h3>
            <p>{move || sign_out_hint(acting)}</p>
            <div class="dialog-end">
                <Push text=common::SIGN_OUT quiet=true run=Callback::new(move |()| sign_out(acting, lock))/>
                <Push text=common::CLOSE run=close/>
            </div>
        </div>
    }
}

/// What becomes of the work when the person signs out. Tracked.
pub fn sign_out_hint(acting: Acting) -> String {
    let Some(status) = acting.desk.outbox().map(|client| client.status()) else { return String::new() };
    let words = acting.words;
    let mut hint = match status.waiting + status.blobs_waiting {
        0 => words.say(say::SIGN_OUT_HINT).to_owned(),
        n => words.fill(private::SIGN_OUT_SEALED, &[("n", &n.to_string())]),
    };
    if status.held > 0 {
        hint += &words.fill(private::SIGN_OUT_HELD, &[("n", &status.held.to_string())]);
    }
    if status.unfinished > 0 {
        hint += &words.fill(private::SIGN_OUT_UNFINISHED, &[("n", &status.unfinished.to_string())]);
    }
    hint
}

/// Signs out: what waits is sealed, everything else goes.
pub fn sign_out(acting: Acting, lock: Lock) {
    let Some(client) = acting.desk.client() else { return };
    spawn_local(async move {
        let _ = client.sign_out().await;
        lock.forget();
        let _ = window().location().replace("/field");
    });
}

/// How much the device holds and whether the browser promised to keep it.
fn storage_line(acting: Acting) -> String {
    let Some(status) = acting.desk.status().map(|client| client.status()) else { return String::new() };
    let words = acting.words;
    let used = used(words, &status);
    let kept = if status.persistent == Some(true) { say::PERSISTENT } else { say::NOT_PERSISTENT };
    [used.as_str(), " · ", words.say(kept)].concat()
}

/// What the device holds, in words.
#[must_use]
pub fn used(words: Words, status: &Status) -> String {
    words.fill(say::USED, &[("mb", &megabytes(status.bytes_used.unwrap_or_default()))])
}

/// Bytes as megabytes with one decimal below ten.
#[must_use]
pub fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    match tenths {
        0..100 => [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string()].concat(),
        _ => (tenths / 10).to_string(),
    }
}

/// Asks the browser to keep what is stored; gone once it has promised.
#[component]
pub fn PersistenceButton() -> impl IntoView {
    let acting = use_acting();
    let asked = Memo::new(move |_| acting.desk.status().is_some_and(|client| client.status().persistent != Some(true)));
    let ask = Callback::new(move |()| {
        let Some(client) = acting.desk.client() else { return };
        spawn_local(async move {
            if client.ask_persistence().await {
                acting.toasts.done(say::PERSISTENT, None);
            } else {
                acting.toasts.failed(say::PERSISTENCE_REFUSED);
            }
        });
    });
    view! { <Show when=move || asked.get()><Push text=say::ASK_PERSISTENCE run=ask/></Show> }
}

/// Chooses the PIN that leads back from the customer's page.
#[component]
pub fn SetPin(then: Callback<()>) -> impl IntoView {
    let acting = use_acting();
    let (first, second) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let mistake = RwSignal::new(None::<words::Text>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(person) = acting.desk.client().and_then(|client| client.person()) else { return };
        let pin = first.get_untracked();
        if !pin::is_well_formed(&pin) {
            mistake.set(Some(say::PIN_FORM));
        } else if pin != second.get_untracked() {
            mistake.set(Some(say::PIN_DIFFERS));
        } else {
            spawn_local(async move {
                if pin::set(person.id, &pin).await { then.run(()) } else { mistake.set(Some(say::PIN_IMPOSSIBLE)) }
            });
        }
    };
    let mistake = Signal::derive(move || mistake.get().map(|text| acting.words.say(text).to_owned()));
    view! {
        <form class="pin" on:submit=submit>
            <TextField label=say::NEW_PIN value=first kind="pin" autocomplete="off" mistake=mistake/>
            <TextField label=say::PIN_AGAIN value=second kind="pin" autocomplete="off"/>
            <button class="button primary" type="submit">{t(common::SAVE)}</button>
        </form>
    }
}
