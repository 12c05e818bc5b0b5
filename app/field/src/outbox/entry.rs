//! One action of the outbox.

use std::rc::Rc;

use domain::EnvelopeId;
use leptos::{prelude::*, task::spawn_local};
use offline::{EntryState, OutboxEntry};
use ui::{format, t};
use words::{Text, common, field as say};

use super::words::action;
use crate::{
    acting::{Acting, use_acting},
    input::Push,
};

/// An action with its state and what can be done about it.
#[component]
pub fn Entry(id: EnvelopeId, hold: RwSignal<Option<EnvelopeId>>) -> impl IntoView {
    let acting = use_acting();
    move || entry(acting, id).map(|entry| row(acting, &entry, hold))
}

/// The action as it is now, tracked.
fn entry(acting: Acting, id: EnvelopeId) -> Option<Rc<OutboxEntry>> {
    acting.desk.outbox()?.outbox().into_iter().find(|entry| entry.envelope.id == id)
}

fn row(acting: Acting, entry: &OutboxEntry, hold: RwSignal<Option<EnvelopeId>>) -> AnyView {
    let words = acting.words;
    let id = entry.envelope.id;
    let time = format::instant(entry.saved_at, format::Shape::DayTime, words.lang(), &acting.desk.zone());
    let client = acting.desk.client();
    let request = client.as_ref().zip(entry.request).and_then(|(client, request)| client.request(request));
    let unit = request.map(|request| request.unit.clone());
    let (state, class) = state_text(&entry.state);
    let why = why(&entry.state);
    let photos = entry.blobs_missing;
    let photos = (photos > 0).then(|| words.fill(say::PHOTOS_WAITING, &[("n", &photos.to_string())]));
    let can_hold = entry.state == EntryState::Waiting;
    let act = match &entry.state {
        EntryState::Held { .. } => {
            Some(view! { <Push text=say::RELEASE run=Callback::new(move |()| release(acting, id))/> }.into_any())
        }
        EntryState::Kept(_) | EntryState::Quarantined(_) => Some(
            view! { <Push text=say::DISMISS quiet=true run=Callback::new(move |()| dismiss(acting, id))/> }.into_any(),
        ),
        EntryState::Waiting | EntryState::Sent | EntryState::Accepted => None,
    };
    let hold = can_hold.then(|| view! { <Push text=say::HOLD run=Callback::new(move |()| hold.set(Some(id)))/> });
    let receipt = entry.receipt.as_ref().map(|receipt| {
        view! { <h3>{t(say::RECEIPT)}</h3> <pre tabindex="0">{serde_json::to_string(receipt).unwrap_or_default()}</pre> }
    });
    view! {
        <li class="entry">
            <details>
                <summary>
                    <span class="entry-what"><strong>{action(words, &entry.envelope.command)}</strong> " " <span>{unit}</span></span>
                    <small>{photos} " " {time}</small>
                    <span class=class>{t(state)}</span>
                </summary>
                <h3>{t(say::CONTENT)}</h3>
                <pre tabindex="0">{serde_json::to_string(&*entry.envelope).unwrap_or_default()}</pre>
                {receipt}
                {hold}
            </details>
            {why.map(|why| view! { <div class="notice"><p>{why}</p> {act}</div> })}
        </li>
    }
    .into_any()
}

fn state_text(state: &EntryState) -> (Text, &'static str) {
    match state {
        EntryState::Waiting => (say::STATE_WAITING, "chip soon"),
        EntryState::Held { .. } => (say::STATE_HELD, "chip"),
        EntryState::Sent => (say::STATE_SENT, "chip accent"),
        EntryState::Accepted => (say::STATE_ACCEPTED, "chip ok"),
        EntryState::Kept(_) => (say::STATE_KEPT, "chip soon"),
        EntryState::Quarantined(_) => (say::STATE_QUARANTINED, "chip late"),
    }
}

/// Why it is not simply accepted.
fn why(state: &EntryState) -> Option<String> {
    match state {
        EntryState::Held { reason } => Some(reason.clone()),
        EntryState::Kept(problem) | EntryState::Quarantined(problem) => {
            let detail = problem.detail.iter().map(String::as_str);
            Some(std::iter::once(problem.title.as_str()).chain(detail).collect::<Vec<_>>().join(" "))
        }
        _ => None,
    }
}

fn release(acting: Acting, id: EnvelopeId) {
    let Some(client) = acting.desk.client() else { return };
    spawn_local(async move {
        let _ = client.release(id).await;
    });
}

fn dismiss(acting: Acting, id: EnvelopeId) {
    let Some(client) = acting.desk.client() else { return };
    spawn_local(async move {
        let _ = client.dismiss(id).await;
    });
}

/// Asks why an action is held back, and holds it.
#[component]
pub fn HoldForm(id: EnvelopeId, open: RwSignal<bool>) -> impl IntoView {
    let acting = use_acting();
    let reason = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let why = reason.get_untracked().trim().to_owned();
        missing.set(why.is_empty());
        let Some(client) = acting.desk.client().filter(|_| !why.is_empty()) else { return };
        spawn_local(async move {
            let _ = client.hold(id, &why).await;
            open.set(false);
        });
    };
    let mistake = Signal::derive(move || missing.get().then(|| acting.words.say(say::TEXT_MISSING).to_owned()));
    view! {
        <form on:submit=submit>
            <p class="field-hint">{t(say::HOLD_HINT)}</p>
            <crate::input::TextField label=say::REASON value=reason mistake=mistake lines=true/>
            <div class="dialog-end">
                <Push text=common::CANCEL quiet=true run=Callback::new(move |()| open.set(false))/>
                <button class="button primary" type="submit">{t(say::HOLD)}</button>
            </div>
        </form>
    }
}
