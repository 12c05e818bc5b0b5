//! One action of the outbox.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use domain::{EnvelopeId, Timestamp, sync::Outcome};
use leptos::{prelude::*, task::spawn_local};
use offline::{EntryState, OutboxEntry};
use ui::{contents::ActionContents, format, t};
use words::{Text, common, conflicts, field, outbox as say};

use super::{export::Export, receipt::ReceiptInWords};
use crate::{
    acting::{Acting, use_acting},
    input::Push,
    sync_badge::is_troubled,
};

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    pub id: EnvelopeId,
    /// This one and those below it of which the same is to be said; none where the line above has said it.
    pub alike: Vec<EnvelopeId>,
}

/// Whether the same sentence says what became of both, so that it need not be said twice.
pub(super) fn is_alike(one: &EntryState, other: &EntryState) -> bool {
    match (one, other) {
        (EntryState::Kept(one), EntryState::Kept(other))
        | (EntryState::Quarantined(one), EntryState::Quarantined(other)) => one.told() == other.told(),
        _ => false,
    }
}

/// An action with its state and what can be done about it.
#[component]
pub fn Entry(
    line: Line,
    /// Which are open: outlives a row that is made anew, or in another list, because something about its action has changed.
    opened: RwSignal<BTreeSet<EnvelopeId>>,
    hold: RwSignal<Option<EnvelopeId>>,
    fates: Fates,
) -> impl IntoView {
    let acting = use_acting();
    move || entry(acting, line.id).map(|entry| row(acting, &entry, &line.alike, opened, hold, fates))
}

/// When the office took in what had been in quarantine, by envelope, as far as it was heard.
pub type Fates = RwSignal<BTreeMap<String, Timestamp>>;

/// Asks what became of what the server could not take in. Without a network nothing is known, and nothing is lost.
pub fn ask_for_fates(acting: Acting, fates: Fates) {
    let Some(client) = acting.desk.client() else { return };
    let is_concerned = client.outbox().iter().any(|entry| matches!(entry.state, EntryState::Quarantined(_)));
    if !is_concerned {
        return;
    }
    spawn_local(async move {
        let Ok(page) = client.get_json("/api/quarantine?all=true").await else { return };
        let items = page.get("items").and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
        let fate = |item: &serde_json::Value| {
            let text = |name: &str| item.get(name).and_then(serde_json::Value::as_str);
            Some((text("id")?.to_owned(), text("taken_in_at")?.parse().ok()?))
        };
        fates.try_set(items.iter().filter_map(fate).collect());
    });
}

/// What becomes of it now, or that the office has dealt with it. Tracked.
fn fate(acting: Acting, entry: &OutboxEntry, fates: Fates) -> impl IntoView + use<> {
    let id = entry.envelope.id.to_string();
    let words = acting.words;
    let text = move || match fates.with(|fates| fates.get(&id).copied()) {
        Some(at) => {
            let time = format::instant(at, format::Shape::DayTime, words.lang(), &acting.desk.zone());
            words.fill(conflicts::OFFICE_TOOK_IN, &[("time", &time)])
        }
        None => words.say(conflicts::KEPT_SAFE).to_owned(),
    };
    view! { <p>{text}</p> }
}

/// The whole action as a file; works without a network.
fn export(entry: &OutboxEntry) -> impl IntoView + use<> {
    let file = serde_json::json!({"envelope": &*entry.envelope, "receipt": entry.receipt});
    view! { <Export name=entry.envelope.id.to_string() file/> }
}

/// The action as it is now, tracked.
fn entry(acting: Acting, id: EnvelopeId) -> Option<Rc<OutboxEntry>> {
    acting.desk.outbox()?.outbox().into_iter().find(|entry| entry.envelope.id == id)
}

fn row(
    acting: Acting,
    entry: &OutboxEntry,
    alike: &[EnvelopeId],
    opened: RwSignal<BTreeSet<EnvelopeId>>,
    hold: RwSignal<Option<EnvelopeId>>,
    fates: Fates,
) -> AnyView {
    let words = acting.words;
    let id = entry.envelope.id;
    let time = format::instant(entry.saved_at, format::Shape::DayTime, words.lang(), &acting.desk.zone());
    let client = acting.desk.client();
    let request = client.as_ref().zip(entry.request).and_then(|(client, request)| client.request(request));
    let unit = request.map(|request| request.unit.clone());
    let (state, class) = state_text(&entry.state, is_troubled(acting.desk));
    let why = why(&entry.state);
    let is_quarantined = matches!(entry.state, EntryState::Quarantined(_));
    let fate = is_quarantined.then(|| fate(acting, entry, fates));
    let export = is_quarantined.then(|| export(entry));
    let photos = entry.blobs_missing;
    let photos = (photos > 0).then(|| words.fill(field::PHOTOS_WAITING, &[("n", &photos.to_string())]));
    let can_hold = entry.state == EntryState::Waiting;
    let act = match &entry.state {
        EntryState::Held { .. } => {
            Some(view! { <Push text=say::RELEASE run=Callback::new(move |()| release(acting, id))/> }.into_any())
        }
        EntryState::Kept(_) | EntryState::Quarantined(_) => Some(
            view! { <Push text=say::DISMISS quiet=true run=Callback::new(move |()| dismiss(acting, vec![id]))/> }
                .into_any(),
        ),
        EntryState::Waiting | EntryState::Sent | EntryState::Accepted => None,
    };
    let of_all = (alike.len() > 1).then(|| {
        let (alike, n) = (alike.to_vec(), alike.len().to_string());
        let dismiss_all = move |_| dismiss(acting, alike.clone());
        let (said, button) = (words.fill(say::ALIKE, &[("n", &n)]), words.fill(say::DISMISS_ALIKE, &[("n", &n)]));
        (view! { <p>{said}</p> }, view! { <button type="button" class="button" on:click=dismiss_all>{button}</button> })
    });
    let (said_of_all, dismiss_all) = of_all.unzip();
    let hold = can_hold.then(|| view! { <Push text=say::HOLD run=Callback::new(move |()| hold.set(Some(id)))/> });
    let action = serde_json::to_value(&entry.envelope.command).unwrap_or_default();
    let is_open = Memo::new(move |_| opened.with(|opened| opened.contains(&id)));
    let receipt = entry.receipt.clone().map(|receipt| view! { <ReceiptInWords id receipt is_open/> });
    let is_told_above = alike.is_empty();
    let told = why.map(|why| {
        if is_told_above {
            view! { <div class="entry-ends">{fate} {export} {act}</div> }.into_any()
        } else {
            let why = view! { <p>{why}</p> };
            view! { <div class="notice">{why} {said_of_all} {fate} <div class="notice-end">{dismiss_all} {export} {act}</div></div> }.into_any()
        }
    });
    let toggled = move |event: web_sys::Event| {
        let is_open = event_target::<web_sys::Element>(&event).has_attribute("open");
        opened.update(|opened| {
            if is_open {
                opened.insert(id);
            } else {
                opened.remove(&id);
            }
        });
    };
    view! {
        <li class="entry">
            <details prop:open=move || is_open.get() on:toggle=toggled>
                <summary>
                    <span class="entry-what"><strong>{words::actions::in_words(&entry.envelope.command, words.lang())}</strong> " " <span>{unit}</span></span>
                    <small>{photos} " " {time}</small>
                    <span class=class>{t(state)}</span>
                </summary>
                <h3>{t(say::CONTENT)}</h3>
                <ActionContents action/>
                {receipt}
                {hold}
            </details>
            {told}
        </li>
    }
    .into_any()
}

/// The server's verdict as the same words that stand beside the action.
pub fn state_of(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Accepted => say::STATE_ACCEPTED,
        Outcome::Kept => say::STATE_KEPT,
        Outcome::Quarantined => say::STATE_QUARANTINED,
        Outcome::Retry => say::STATE_SENT,
    }
}

/// Where an action is, in words and as the class of a chip.
pub(super) fn state_text(state: &EntryState, is_troubled: bool) -> (Text, &'static str) {
    match state {
        EntryState::Sent if is_troubled => (words::field::NOT_DELIVERED, "chip soon"),
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
        EntryState::Kept(problem) | EntryState::Quarantined(problem) => Some(problem.told()),
        _ => None,
    }
}

fn release(acting: Acting, id: EnvelopeId) {
    let Some(client) = acting.desk.client() else { return };
    spawn_local(async move {
        let _ = client.release(id).await;
    });
}

fn dismiss(acting: Acting, ids: Vec<EnvelopeId>) {
    let Some(client) = acting.desk.client() else { return };
    spawn_local(async move {
        for id in ids {
            let _ = client.dismiss(id).await;
        }
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
    let mistake = Signal::derive(move || missing.get().then(|| acting.words.say(field::TEXT_MISSING).to_owned()));
    view! {
        <form on:submit=submit>
            <p class="field-hint">{t(say::HOLD_HINT)}</p>
            <crate::input::TextField label=field::REASON value=reason mistake=mistake lines=true/>
            <div class="dialog-end">
                <Push text=common::CANCEL quiet=true run=Callback::new(move |()| open.set(false))/>
                <button class="button primary" type="submit">{t(say::HOLD)}</button>
            </div>
        </form>
    }
}
