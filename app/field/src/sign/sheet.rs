//! The sheet in the customer's hands: read, answer, sign (ONS-15, ONS-16).
//!
//! What is signed is fixed before the pen touches the pad: an answer changed afterwards clears the pad.

use domain::{
    DispatchId, Timestamp,
    command::Command,
    request::{DispatchState, ServiceRequest},
    signature::{DocumentKind, sealed_content},
};
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;
use ui::{shell::LanguageChoice, t};
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};
use words::{Text, field as say, rejections};

use super::{
    answers::{Answers, Questions},
    pad::{PadInk, SignaturePad},
    shown::{Shown, unanswered},
    summary::{Summary, heading},
    take_back::TakeBack,
};
use crate::{
    acting::{Acting, use_acting},
    asks::{Ask, AskDialog, provide_asks},
    input::{Push, TextField},
};

/// The sheet's state.
#[derive(Clone, Copy)]
struct State {
    id: DispatchId,
    kind: DocumentKind,
    acting: Acting,
    record: Memo<Option<ServiceRequest>>,
    answers: Answers,
    ink: PadInk,
    shown: Shown,
    signer: RwSignal<String>,
    /// When the customer was shown what is signed.
    shown_at: RwSignal<Option<Timestamp>>,
    /// The customer wanted to sign: what is missing is said from now on.
    submitted: RwSignal<bool>,
    busy: RwSignal<bool>,
}

#[component]
pub fn Sheet(id: DispatchId, kind: DocumentKind, record: Memo<Option<ServiceRequest>>) -> impl IntoView {
    let acting = use_acting();
    let words = acting.words;
    let known = record.with_untracked(|request| {
        let request = request.as_ref()?;
        Some((request.contact.name.clone(), request.dispatch(id)?.visit.result.clone()))
    });
    let (contact, result) = known.unwrap_or_default();
    let contact = if kind == DocumentKind::Pledge { own_name(acting) } else { contact };
    let shown = Shown::new(id, kind);
    let state = State {
        id,
        kind,
        acting,
        record,
        answers: Answers::new(id, result),
        ink: PadInk::new(),
        shown,
        signer: RwSignal::new(shown.signer().unwrap_or(contact)),
        shown_at: RwSignal::new(None),
        submitted: RwSignal::new(false),
        busy: RwSignal::new(false),
    };
    present(state);
    provide_asks(Callback::new(move |(_, id): (Ask, DispatchId)| acting.start(id, Command::ReturnForm, None)));
    let asks = crate::asks::use_asks();
    let content = Memo::new(move |_| content(state));
    Effect::new(move || {
        let _ = state.ink.strokes();
        state.shown.keep_drawn(content.get_untracked(), state.ink.drawing());
    });
    let badge = acting.desk.client().and_then(|client| client.person()).map(|person| person.badge_number.clone());
    let badge = StoredValue::new(badge.unwrap_or_default());
    let heading = move || content.with(|content| badge.with_value(|badge| heading(acting, content, badge)));
    let redo = RwSignal::new(false);
    let changed = Callback::new(move |()| {
        state.answers.keep();
        if !state.ink.is_empty() {
            state.ink.clear();
            redo.set(true);
        }
    });
    let began = Callback::new(move |()| redo.set(false));
    let give_back = RwSignal::new(false);
    let (title, lead) = match kind {
        DocumentKind::NoBackup => (say::SIGN_NO_BACKUP_TITLE, Some(say::SIGN_NO_BACKUP_TEXT)),
        kind => words::unresolved::paper(kind).map_or((say::SIGN_PAGE, None), |(title, text)| (title, Some(text))),
    };
    let is_sign_off = kind == DocumentKind::SignOff;
    let notice = move || redo.get().then(|| view! { <p class="notice" role="alert">{t(say::SIGN_ANEW)}</p> });
    let pad_mistake = move || mistake(state).map(|text| words.say(text));
    let name_mistake = Signal::derive(move || {
        let missing = state.submitted.get() && state.signer.with(|name| name.trim().is_empty());
        missing.then(|| words.say(say::NAME_MISSING).to_owned())
    });
    let name_typed = Callback::new(move |()| shown.keep_signer(&state.signer.get_untracked()));
    let confirm = Callback::new(move |()| confirm(state));
    let refuse = Callback::new(move |()| asks.ask(Ask::Unsigned, id));
    view! {
        <div class="sheet">
            <header class="sheet-head">
                <div><h1>{t(title)}</h1><p>{heading}</p></div>
                <LanguageChoice/>
                <Push text=say::TO_ENGINEER quiet=true run=Callback::new(move |()| give_back.set(true))/>
            </header>
            <main id="content">
                <div class="sheet-read">
                    <Summary acting=acting content=Signal::derive(move || content.get())/>
                    {lead.map(|lead| view! { <p class="sheet-consent">{t(lead)}</p> })}
                </div>
                <div class="sheet-write">
                {is_sign_off.then(|| view! { <Questions answers=state.answers submitted=state.submitted changed=changed/> })}
                {notice}
                <SignaturePad ink=state.ink began=began signer=state.signer.into()/>
                <p class="mistake" role="alert">{pad_mistake}</p>
                <TextField label=say::SIGNER value=state.signer typed=name_typed mistake=name_mistake autocomplete="off"/>
                </div>
            </main>
            <footer class="panel-foot sheet-foot">
                <small>{t(say::SEAL_HINT)}</small>
                {is_sign_off.then(|| view! { <Push text=say::WILL_NOT_SIGN quiet=true run=refuse/> })}
                <Push text=say::LOOK_AGAIN run=Callback::new(|()| show_the_top())/>
                <Push text=say::CONFIRM_SIGNATURE primary=true run=confirm disabled=Signal::derive(move || state.busy.get())/>
            </footer>
        </div>
        <AskDialog/>
        <TakeBack id=id kind=kind open=give_back/>
    }
}

/// Whoever is signed in on this tablet.
fn own_name(acting: Acting) -> String {
    acting.desk.client().and_then(|client| client.person()).map(|person| person.name.clone()).unwrap_or_default()
}

/// Fixes the time of leaving that the customer is shown (SYN-9), unless they were shown the same a moment ago.
fn present(state: State) {
    let State { id, kind, acting, shown, shown_at, .. } = state;
    let now = acting.now();
    let is_sign_off = kind == DocumentKind::SignOff;
    let before = unanswered_now(state);
    if let Some(at) = shown.presented(&before, now) {
        shown_at.set(Some(at));
        if let Some(drawing) = shown.drawn(&untrack(|| content(state))) {
            state.ink.restore(drawing);
        }
        return;
    }
    spawn_local(async move {
        if is_sign_off && !has_left(acting, id) && !acting.act(id, Command::PresentForm { left_at: now }).await {
            return;
        }
        if shown_at.try_set(Some(now)).is_none() {
            shown.keep_presented(unanswered_now(state), now);
        }
    });
}

/// The form was returned before and is signed once more: when the engineer left is known.
fn has_left(acting: Acting, id: DispatchId) -> bool {
    let request = acting.desk.client().and_then(|client| client.by_dispatch(id));
    let dispatch = request.as_ref().and_then(|request| request.dispatch(id));
    dispatch.is_some_and(|dispatch| dispatch.state == DispatchState::Returned && dispatch.visit.left_at.is_some())
}

fn unanswered_now(state: State) -> Value {
    let State { id, kind, record, .. } = state;
    let content = record.try_with_untracked(|request| request.as_ref().map(|request| unanswered(kind, request, id)));
    content.flatten().unwrap_or_default()
}

/// What the customer is shown, with the answers as they are now. Tracked.
fn content(state: State) -> Value {
    let State { id, kind, record, answers, .. } = state;
    record.with(|request| {
        let Some((request, dispatch)) = request.as_ref().and_then(|request| Some((request, request.dispatch(id)?)))
        else {
            return Value::Null;
        };
        let mut dispatch = dispatch.clone();
        if kind == DocumentKind::SignOff {
            dispatch.visit.result = answers.result();
        }
        sealed_content(kind, request, &dispatch)
    })
}

/// What keeps the signature from being one, in words. Tracked.
fn mistake(state: State) -> Option<Text> {
    let enough = state.ink.strokes() > 0 && state.ink.ink().is_enough();
    match (state.submitted.get(), enough) {
        (true, false) if state.ink.strokes() == 0 => Some(say::PLEASE_SIGN),
        (true, false) => Some(rejections::TOO_LITTLE_INK),
        _ => None,
    }
}

/// Signs and returns the form. Each step is saved before the next; what is saved stays saved.
fn confirm(state: State) {
    let State { id, kind, acting, answers, ink, shown, signer, shown_at, submitted, busy, .. } = state;
    submitted.set(true);
    let name = signer.get_untracked().trim().to_owned();
    let result = untrack(|| answers.result());
    let is_complete =
        !name.is_empty() && (kind != DocumentKind::SignOff || result.is_some()) && untrack(|| mistake(state)).is_none();
    if !is_complete {
        show_first_mistake();
        return;
    }
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    let (ink, shown_at) = (ink.ink(), shown_at.get_untracked());
    spawn_local(async move {
        if sign(acting, id, kind, result, ink, &name, shown_at).await {
            answers.forget();
            shown.forget();
        }
        busy.try_set(false);
    });
}

async fn sign(
    acting: Acting,
    id: DispatchId,
    kind: DocumentKind,
    result: Option<domain::visit::CustomerResult>,
    ink: domain::signature::Ink,
    name: &str,
    shown_at: Option<Timestamp>,
) -> bool {
    let Some(client) = acting.desk.client() else { return false };
    let is_sign_off = kind == DocumentKind::SignOff;
    let visit = client.by_dispatch(id).and_then(|request| request.dispatch(id).map(|dispatch| dispatch.visit.clone()));
    if let Some(result) = result.filter(|_| is_sign_off) {
        let is_known = visit.as_ref().is_some_and(|visit| visit.result.as_ref() == Some(&result));
        if !is_known && !acting.act(id, Command::RecordResult { result: Box::new(result) }).await {
            return false;
        }
    }
    // Storing failed when the page was opened: what was shown then has no time of leaving yet.
    if is_sign_off && visit.is_some_and(|visit| visit.left_at.is_none()) {
        let left_at = acting.now();
        if !acting.act(id, Command::PresentForm { left_at }).await {
            return false;
        }
    }
    let record = match client.new_signature(id, kind, ink, name, shown_at.unwrap_or_else(|| acting.now())).await {
        Ok(record) => record,
        Err(error) => {
            acting.complain(&error);
            return false;
        }
    };
    let signed = acting.act(id, Command::Sign { record: Box::new(record) }).await;
    signed && (!is_sign_off || acting.act(id, Command::ReturnForm).await)
}

/// The customer reads again from the beginning.
fn show_the_top() {
    if let Ok(Some(summary)) = document().query_selector(".sheet-head") {
        summary.scroll_into_view();
    }
}

/// Brings the first mistake into view, and the focus to where it can be mended.
fn show_first_mistake() {
    request_animation_frame(|| {
        let mistakes = document().query_selector_all(".sheet .mistake");
        let Ok(mistakes) = mistakes else { return };
        let first = (0..mistakes.length())
            .filter_map(|at| mistakes.item(at))
            .find(|mistake| mistake.text_content().is_some_and(|text| !text.is_empty()));
        if let Some(first) = first {
            let block = first.unchecked_into::<web_sys::Element>();
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            block.scroll_into_view_with_scroll_into_view_options(&options);
            let field = block.closest(".question, .form-field").ok().flatten();
            let input = field.and_then(|field| field.query_selector("input, textarea").ok().flatten());
            if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
                let options = FocusOptions::new();
                options.set_prevent_scroll(true);
                let _ = input.focus_with_options(&options);
            }
        }
    });
}
