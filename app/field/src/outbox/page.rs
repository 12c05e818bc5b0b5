//! The page: what waits first, then what was answered.

use std::collections::{BTreeMap, BTreeSet};

use domain::EnvelopeId;
use leptos::{prelude::*, task::spawn_local};
use offline::{Client, EntryState, SyncEnd, Unshown};
use ui::{Dialog, HandIn, format, parts, t};
use words::{common, field, outbox as say, private};

use super::{
    centre::AtCentre,
    entry::{self, Entry, HoldForm, Line, ask_for_fates, state_text},
};
use crate::{
    acting::{Acting, use_acting},
    black_box::SaveBox,
    day::FieldNav,
    device::{PersistenceButton, megabytes, used},
    handover::EngineersOnly,
    input::{Push, use_title},
    sync_badge::{SyncBadge, is_troubled},
};

/// Every action of this device.
#[component]
pub fn OutboxPage() -> impl IntoView {
    view! { <EngineersOnly><Outbox/></EngineersOnly> }
}

#[component]
fn Outbox() -> impl IntoView {
    use_title(common::OUTBOX);
    let acting = use_acting();
    let hold = RwSignal::new(None::<EnvelopeId>);
    let opened = RwSignal::new(BTreeSet::new());
    let fates = RwSignal::new(BTreeMap::new());
    ask_for_fates(acting, fates);
    let waiting = Memo::new(move |_| lines(acting, true));
    let answered = Memo::new(move |_| lines(acting, false));
    let unshown = Memo::new(move |_| acting.desk.outbox().map(|client| client.unshown()).unwrap_or_default());
    let is_troubled = Memo::new(move |_| {
        let status = acting.desk.status().map(|client| client.status());
        status.is_some_and(|status| status.troubled && status.waiting + status.blobs_waiting > 0)
    });
    let list = move |lines: Memo<Vec<Line>>| {
        view! {
            <ul class="entries card">
                <For each=move || lines.get() key=Clone::clone children=move |line| view! { <Entry line opened hold fates/> }/>
            </ul>
        }
    };
    view! {
        <header class="field-head">
            <div class="field-head-row"><h1>{t(common::OUTBOX)}</h1><SyncBadge/></div>
            <div class="readiness"><p>{move || summary(acting)}</p><SyncNow/><PersistenceButton/></div>
        </header>
        <main id="content" class="day-stops">
            <Show when=move || is_troubled.get()><p class="notice" role="status">{t(say::SYNC_TROUBLE)}</p></Show>
            <Show when=move || waiting.with(Vec::is_empty) && answered.with(Vec::is_empty) && unshown.with(Vec::is_empty)>
                <p class="empty">{t(say::OUTBOX_EMPTY)}</p>
            </Show>
            <Show when=move || !waiting.with(Vec::is_empty)>
                <h2>{t(say::NOT_ANSWERED)}</h2>
                <p class="muted">{t(say::NOT_ANSWERED_HINT)}</p>
                {list(waiting)}
            </Show>
            <Show when=move || !unshown.with(Vec::is_empty)>
                <h2>{t(say::UNSHOWN)}</h2>
                <p class="muted">{t(say::UNSHOWN_HINT)}</p>
                <ul class="entries card">{move || unshown.get().into_iter().map(|one| unshown_entry(acting, &one)).collect_view()}</ul>
            </Show>
            <Show when=move || !answered.with(Vec::is_empty)>
                <h2>{t(say::ANSWERED)}</h2>
                {list(answered)}
            </Show>
            <SealedWork/>
            <AtCentre/>
            <details class="card black-boxes">
                <summary>{t(private::BOX)}</summary>
                <SaveBox/>
                <HandIn/>
            </details>
        </main>
        <FieldNav here="/field/outbox"/>
        {move || hold.get().map(|id| view! { <HoldDialog id=id hold=hold/> })}
    }
}

/// An action of which no more can be shown than that it is there, since when, and how far it has come.
fn unshown_entry(acting: Acting, one: &Unshown) -> impl IntoView + use<> {
    let words = acting.words;
    let time = format::instant(one.saved_at, format::Shape::DayTime, words.lang(), &acting.desk.zone());
    let (state, class) = state_text(&one.state, is_troubled(acting.desk));
    view! {
        <li class="entry">
            <p class="entry-line"><span class="entry-what">{words.fill(say::UNSHOWN_ENTRY, &[("time", &time)])}</span> <span class=class>{t(state)}</span></p>
        </li>
    }
}

/// Work that its people left here sealed: whose, how much, and no more (SYN-10).
#[component]
fn SealedWork() -> impl IntoView {
    let acting = use_acting();
    let works = Memo::new(move |_| acting.desk.outbox().map(|client| client.sealed_work()).unwrap_or_default());
    let words = acting.words;
    let line = move |work: offline::SealedWork| {
        let offline::SealedWork { actions, photos, drafts, .. } = work;
        let contents = offline::BoxContents { actions, photos, drafts, ..offline::BoxContents::default() };
        let what = parts::in_words(contents, words);
        let text = words.fill(private::SEALED_OF, &[("name", &work.name), ("what", &what)]);
        let refused = work.is_refused.then(|| view! { <p class="notice">{words.say(private::SEALED_REFUSED)}</p> });
        view! { <li><p>{text}</p>{refused}</li> }
    };
    view! {
        <Show when=move || !works.with(Vec::is_empty)>
            <h2>{t(private::SEALED)}</h2>
            <p class="muted">{t(private::SEALED_HINT)}</p>
            <ul class="entries card sealed-work">{move || works.get().into_iter().map(line).collect_view()}</ul>
        </Show>
    }
}

/// Actions that wait in their order; answered ones the latest first, undecided ones before all.
fn lines(acting: Acting, unanswered: bool) -> Vec<Line> {
    let Some(client) = acting.desk.outbox() else { return Vec::new() };
    let mut entries = client.outbox();
    entries.retain(|entry| entry.state.is_unsent() == unanswered);
    if !unanswered {
        entries.reverse();
        entries.sort_by_key(|entry| entry.state == EntryState::Accepted);
    }
    let alike = entries.chunk_by(|one, next| entry::is_alike(&one.state, &next.state));
    let lines = alike.flat_map(|alike| {
        let ids: Vec<EnvelopeId> = alike.iter().map(|entry| entry.envelope.id).collect();
        let of_first = ids.clone();
        ids.into_iter()
            .enumerate()
            .map(move |(place, id)| Line { id, alike: if place == 0 { of_first.clone() } else { Vec::new() } })
    });
    lines.collect()
}

/// When it was last in step with the office, and what the device holds.
fn summary(acting: Acting) -> String {
    let Some(status) = acting.desk.status().map(|client| client.status()) else { return String::new() };
    let words = acting.words;
    let synced = match status.last_sync {
        Some(at) => {
            let at = format::instant(at, format::Shape::DayTime, words.lang(), &acting.desk.zone());
            words.fill(say::LAST_SYNC, &[("time", &at)])
        }
        None => words.say(say::NEVER_SYNCED).to_owned(),
    };
    let mut parts = vec![synced, used(words, &status)];
    if let Some(quota) = status.quota {
        parts.push(words.fill(say::ROOM, &[("mb", &megabytes(quota))]));
    }
    if status.blobs_waiting > 0 {
        parts.push(words.fill(field::PHOTOS_WAITING, &[("n", &status.blobs_waiting.to_string())]));
    }
    if status.others_waiting > 0 {
        parts.push(words.fill(say::OTHERS_WAITING, &[("n", &status.others_waiting.to_string())]));
    }
    if status.unreadable > 0 {
        parts.push(words.fill(say::UNREADABLE, &[("n", &status.unreadable.to_string())]));
    }
    parts.join(" · ")
}

#[component]
fn SyncNow() -> impl IntoView {
    let acting = use_acting();
    let busy = RwSignal::new(false);
    let sync = Callback::new(move |()| {
        let Some(client) = acting.desk.client() else { return };
        busy.set(true);
        spawn_local(async move {
            try_now(acting, &client).await;
            busy.try_set(false);
        });
    });
    view! { <Push text=say::SYNC_NOW run=sync disabled=Signal::derive(move || busy.get())/> }
}

async fn try_now(acting: Acting, client: &Client) {
    let report = client.sync().await;
    // What was said of the try before is no longer true.
    acting.toasts.mended();
    match report.end {
        SyncEnd::Done if client.status().waiting == 0 => acting.toasts.done(say::ALL_SENT, None),
        SyncEnd::Done | SyncEnd::Busy => {}
        SyncEnd::NotSignedIn | SyncEnd::SignedOut | SyncEnd::Revoked => acting.toasts.failed(words::common::SIGNED_OUT),
        SyncEnd::Unreachable => acting.toasts.failed(say::STILL_OFFLINE),
        SyncEnd::Trouble => acting.toasts.failed(say::SYNC_TROUBLE),
        SyncEnd::Storage => acting.toasts.failed(field::STORAGE_FULL),
    }
}

#[component]
fn HoldDialog(id: EnvelopeId, hold: RwSignal<Option<EnvelopeId>>) -> impl IntoView {
    let open = RwSignal::new(true);
    Effect::new(move || {
        if !open.get() {
            set_timeout(
                move || {
                    hold.try_set(None);
                },
                std::time::Duration::ZERO,
            );
        }
    });
    view! { <Dialog title=say::HOLD_TITLE open=open><HoldForm id=id open=open/></Dialog> }
}
