//! Taking a request down by hand (ONS-1, HOT-6): who, what, when. What is typed survives everything but submitting.

mod customer;
mod fields;
mod kept;

use domain::{
    CaseId, RequestId,
    command::Command,
    rights::Action,
    sync::{Outcome, Subject, SubjectKind},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{Said, shell::OfficeShell, t, use_desk, use_toasts};
use words::{common, office::requests as texts};

use crate::{
    acts::new_id,
    frame::{WhenReady, office_desk},
    local,
    not_found::NotFound,
    refusal::Refusal,
    tell::use_tell,
};
use customer::CustomerChoice;
use fields::{Problem, When};
use kept::{KEY, Kept, mistakes};

/// `/requests/new`
#[component]
pub fn NewRequestPage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    view! {
        <OfficeShell here="/requests">
            <WhenReady>
                <Show when=move || desk.may(Action::SubmitRequest) fallback=NotFound><Form/></Show>
            </WhenReady>
        </OfficeShell>
    }
}

/// What the form's parts share.
#[derive(Clone, Copy)]
pub(super) struct Typing {
    pub typed: RwSignal<Kept>,
    /// What is wrong, from here or from the server.
    pub refusal: RwSignal<Refusal>,
}

impl Typing {
    /// A field is being corrected: what was said about it no longer holds.
    pub fn forgive(self, field: &'static str) {
        self.refusal.update(|refusal| {
            refusal.fields.retain(|(pointer, _)| !pointer.ends_with(field));
            if refusal.fields.is_empty() {
                refusal.sentence.clear();
            }
        });
    }

    /// The sentence beside a field.
    pub fn mistake(self, field: &'static str) -> impl Fn() -> Option<String> + Copy + Send + Sync {
        move || self.refusal.with(|refusal| refusal.of_field(field))
    }
}

#[component]
fn Form() -> impl IntoView {
    let (desk, tell, toasts) = (use_desk(), use_tell(), use_toasts());
    let navigate = StoredValue::new_local(use_navigate());
    let restored: Option<Kept> = local::recall(KEY);
    let was_restored = RwSignal::new(restored.as_ref().is_some_and(|kept| *kept != Kept::default()));
    let typing =
        Typing { typed: RwSignal::new(restored.unwrap_or_default()), refusal: RwSignal::new(Refusal::default()) };
    let is_busy = RwSignal::new(false);
    Effect::new(move || typing.typed.with(|typed| local::remember(KEY, typed)));
    // Set after a first try: from then on what is missing is counted as it is filled in.
    let checks = RwSignal::new(None::<bool>);
    Effect::new(move || {
        let Some(submits) = checks.get() else { return };
        let found = typing.typed.with(|typed| mistakes(typed, submits, tell, &desk.zone(), desk.now()));
        let sentence = match found.len() {
            0 => String::new(),
            n => tell.fill(texts::CHECK, &[("n", &n.to_string())]),
        };
        typing.refusal.set(Refusal { sentence, fields: found, ..Refusal::default() });
    });
    let is_password = Memo::new(move |_| typing.typed.with(|typed| typed.category == "password"));

    let give = move |submits: bool| {
        let typed = typing.typed.get_untracked();
        let found = mistakes(&typed, submits, tell, &desk.zone(), desk.now());
        checks.set((!found.is_empty()).then_some(submits));
        if !found.is_empty() {
            focus_first_mistake();
            return;
        }
        let (Some(client), Some(draft)) = (desk.client(), typed.draft(&desk.zone())) else { return };
        let now = desk.now();
        let (id, case, draft) = (RequestId(new_id(now)), CaseId(new_id(now)), Box::new(draft));
        let command =
            if submits { Command::SubmitNewRequest { case, draft } } else { Command::DraftRequest { case, draft } };
        typing.refusal.set(Refusal::default());
        is_busy.set(true);
        spawn_local(async move {
            let subject = Subject { kind: SubjectKind::Request, id: id.0 };
            let refusal = match client.submit(subject, command).await {
                Ok(result) if result.outcome == Outcome::Accepted => None,
                Ok(result) => Some(untrack(|| match &result.problem {
                    Some(problem) => Refusal::of_problem(problem, tell),
                    None => Refusal::of(common::SERVER_TROUBLE, tell),
                })),
                Err(error) => Some(untrack(|| Refusal::of_submit(&error, tell))),
            };
            is_busy.try_set(false);
            if let Some(refusal) = refusal {
                typing.refusal.try_set(refusal);
                focus_first_mistake();
                return;
            }
            local::forget(KEY);
            let text = if submits { texts::SUBMITTED } else { texts::DRAFTED };
            toasts.done(Said::filled(text, &[("unit", &typed.unit)]), None);
            let path = ["/requests/", &id.to_string()].concat();
            navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        give(true);
    };
    let clear = move |_| {
        typing.typed.set(Kept::default());
        typing.refusal.set(Refusal::default());
        was_restored.set(false);
    };
    view! {
        <div class="page narrow">
            <h1>{t(texts::NEW_TITLE)}</h1>
            <p class="lead">{move || tell.say(if was_restored.get() { texts::RESTORED } else { texts::NEW_LEAD })}</p>
            <form class="new-request" novalidate on:submit=submit>
                <CustomerChoice typing/>
                <Problem typing/>
                <Show when=move || is_password.get()>
                    <div class="notice late" role="alert">
                        <h3>{t(texts::PASSWORD_TITLE)}</h3>
                        <p>{t(texts::PASSWORD_TEXT)}</p>
                    </div>
                </Show>
                <When typing/>
                <p class="mistake" role="alert">{move || typing.refusal.with(|refusal| refusal.sentence.clone())}</p>
                <div class="form-end">
                    <button type="button" class="button quiet" on:click=clear>{t(texts::CLEAR_DRAFT)}</button>
                    <button type="button" class="button" disabled=is_busy on:click=move |_| give(false)>{t(texts::KEEP_DRAFT)}</button>
                    <button type="submit" class="button primary" disabled=move || is_busy.get() || is_password.get()>{t(texts::SUBMIT)}</button>
                </div>
            </form>
        </div>
    }
}

/// To the first field that says it is wrong, once the page has drawn it.
fn focus_first_mistake() {
    request_animation_frame(|| {
        let first = document().query_selector(".new-request [aria-invalid=true]").ok().flatten();
        if let Some(first) = first.and_then(|first| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(first).ok())
        {
            let _ = first.focus();
        }
    });
}
