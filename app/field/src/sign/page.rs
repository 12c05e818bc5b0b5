//! `/field/visits/<id>/sign`: who holds the tablet, and what it shows them.

use domain::{
    DispatchId,
    request::{Dispatch, DispatchState, RequestState, ServiceRequest},
    signature::{self, DocumentKind},
    visit::Backup,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::t;
use words::{Text, common, field as say};

use super::{money, papers, sheet::Sheet, take_back::TakeBack};
use crate::{
    acting::use_acting,
    day::visit_address,
    device::SetPin,
    handover::use_handover,
    input::{Push, use_title},
    not_found::{NotHere, Nothing},
    pin,
    visit::progress::{self, Closed, Panel},
};

/// The page the customer signs on. `?for=no_backup` asks for the consent to work without a backup (ONS-12).
#[component]
pub fn SignPage() -> impl IntoView {
    use_title(say::SIGN_PAGE);
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<DispatchId>().ok()));
    let kind = Memo::new(move |_| match query.with(|query| query.get("for")).as_deref() {
        Some("no_backup") => DocumentKind::NoBackup,
        Some(name) => papers::named(name).unwrap_or(DocumentKind::SignOff),
        None => DocumentKind::SignOff,
    });
    move || match id.get() {
        Some(id) => view! { <Signing id=id kind=kind.get()/> }.into_any(),
        None => view! { <Nothing title=common::NOT_FOUND hint=common::NOT_FOUND_HINT/> }.into_any(),
    }
}

/// What the page is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The record is not on this device.
    Missing,
    /// Something has to come before.
    NotReady(Text),
    /// The engineer still holds the tablet and has no PIN to get it back with.
    NeedsPin,
    /// The customer reads and signs.
    Open,
    /// Signed, or left unsigned.
    Done,
}

#[component]
fn Signing(id: DispatchId, kind: DocumentKind) -> impl IntoView {
    let acting = use_acting();
    let handover = use_handover();
    let record = Memo::new(move |_| acting.desk.records()?.by_dispatch(id).map(|request| (*request).clone()));
    let person = acting.desk.client().and_then(|client| client.person()).map(|person| person.id);
    let has_pin = RwSignal::new(person.is_some_and(pin::is_set));
    // What the engineer pledges is signed by the engineer: nobody else holds the tablet.
    let is_own = kind == DocumentKind::Pledge;
    let phase = Memo::new(move |_| {
        record.with(|request| {
            let found = request.as_ref().and_then(|request| Some((request, request.dispatch(id)?)));
            let Some((request, dispatch)) = found else { return Phase::Missing };
            if is_done(kind, request, dispatch) {
                return Phase::Done;
            }
            match not_ready(kind, request, dispatch) {
                Some(text) => Phase::NotReady(text),
                None if is_own || has_pin.get() || handover.is_held() => Phase::Open,
                None => Phase::NeedsPin,
            }
        })
    });
    let address = papers::address(id, kind);
    let begin = {
        let address = address.clone();
        move || {
            if !untrack(|| handover.is_held()) {
                handover.begin(&address, acting.words);
            }
        }
    };
    move || match phase.get() {
        Phase::Missing if !untrack(|| handover.is_held()) => view! { <NotHere/> }.into_any(),
        Phase::Missing => view! { <Stopped id=id kind=kind text=say::NOT_ON_DEVICE/> }.into_any(),
        Phase::NotReady(text) => view! { <Stopped id=id kind=kind text=text/> }.into_any(),
        Phase::NeedsPin => {
            let set = Callback::new(move |()| has_pin.set(true));
            view! {
                <main class="lone is-narrow">
                    <h1>{t(say::PIN_FIRST)}</h1>
                    <p>{t(say::PIN_FIRST_HINT)}</p>
                    <SetPin then=set/>
                    <p><a class="button quiet" href=visit_address(id)>{t(common::BACK)}</a></p>
                </main>
            }
            .into_any()
        }
        Phase::Open if is_own => view! { <Sheet id=id kind=kind record=record/> }.into_any(),
        Phase::Open => {
            begin();
            view! { <Show when=move || handover.is_held()><Sheet id=id kind=kind record=record/></Show> }.into_any()
        }
        Phase::Done => view! { <Thanks id=id kind=kind record=record/> }.into_any(),
    }
}

/// The document was signed, or the visit ended without.
fn is_done(kind: DocumentKind, request: &ServiceRequest, dispatch: &Dispatch) -> bool {
    if kind.is_about_data() {
        return signature::stands(kind, request, dispatch);
    }
    if kind.is_about_money() {
        return money::is_done(kind, dispatch);
    }
    if kind == DocumentKind::NoBackup {
        return progress::signed_without_backup(&dispatch.visit).is_some();
    }
    let closed =
        matches!(dispatch.lived_state(), DispatchState::Signed | DispatchState::Unsigned | DispatchState::Returned);
    closed && request.state != RequestState::SentBack
}

/// What has to come before the customer can sign.
fn not_ready(kind: DocumentKind, request: &ServiceRequest, dispatch: &Dispatch) -> Option<Text> {
    if kind.is_about_data() {
        return papers::not_ready(kind, request, dispatch);
    }
    if kind.is_about_money() {
        return money::not_ready(kind, request, dispatch);
    }
    let panel = if kind == DocumentKind::NoBackup { Panel::BackUp } else { Panel::Sign };
    let visit = &dispatch.visit;
    match progress::may_fill(panel, request, dispatch) {
        Err(Closed::NotThereYet) => Some(say::NOT_THERE_YET),
        Err(Closed::BackupFirst) => Some(say::BACKUP_FIRST),
        Err(Closed::FeesFirst) => Some(words::fees::CONSENT_FIRST),
        Err(Closed::Sealed) => Some(say::FORM_CLOSED),
        Err(Closed::Disputed) => Some(say::FORM_DISPUTED),
        Ok(()) if kind == DocumentKind::NoBackup => {
            (!matches!(visit.backup, Some(Backup::Declined { .. }))).then_some(say::NOTHING_TO_SIGN)
        }
        Ok(()) => visit.finding.solution.is_empty().then_some(say::CHECK_SOLUTION),
    }
}

/// There is nothing to sign now. Whoever holds the tablet finds the way back.
#[component]
fn Stopped(id: DispatchId, kind: DocumentKind, text: Text) -> impl IntoView {
    let handover = use_handover();
    let asked = RwSignal::new(false);
    view! {
        <main class="lone">
            <h1>{t(say::NOT_READY)}</h1>
            <p>{t(text)}</p>
            <Show when=move || handover.is_held() fallback=move || view! {
                <p><a class="button primary" href=visit_address(id)>{t(say::BACK_TO_VISIT)}</a></p>
            }>
                <p><Push text=say::TO_ENGINEER primary=true run=Callback::new(move |()| asked.set(true))/></p>
            </Show>
        </main>
        <TakeBack id=id kind=kind open=asked/>
    }
}

/// Thanks the customer and asks for the tablet back.
#[component]
fn Thanks(id: DispatchId, kind: DocumentKind, record: Memo<Option<ServiceRequest>>) -> impl IntoView {
    let handover = use_handover();
    let asked = RwSignal::new(false);
    let signed = Memo::new(move |_| {
        let is_signed = |request: &ServiceRequest| {
            request
                .dispatch(id)
                .is_some_and(|dispatch| dispatch.visit.signatures.iter().any(|record| record.kind == kind))
        };
        record.with(|request| request.as_ref().is_some_and(is_signed))
    });
    let title = move || if signed.get() { say::THANKS } else { say::NOT_SIGNED };
    let hint = move || if signed.get() { say::THANKS_HINT } else { say::NOT_SIGNED_HINT };
    let words = use_acting().words;
    view! {
        <main class="lone thanks">
            <Show when=move || signed.get()><p class="thanks-mark" aria-hidden="true">"✓"</p></Show>
            <h1>{move || words.say(title())}</h1>
            <p role="status">{move || words.say(hint())}</p>
            <Show when=move || handover.is_held() fallback=move || view! {
                <p><a class="button primary" href=visit_address(id)>{t(say::BACK_TO_VISIT)}</a></p>
            }>
                <p class="thanks-give-back">{t(say::GIVE_BACK)}</p>
                <p><Push text=say::I_AM_ENGINEER run=Callback::new(move |()| asked.set(true))/></p>
            </Show>
        </main>
        <TakeBack id=id kind=kind open=asked/>
    }
}
