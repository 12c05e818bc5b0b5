//! The engineer takes the tablet back: by PIN, or by password when the PIN is forgotten (ONS-16).

use domain::{DispatchId, PersonId, signature::DocumentKind};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{Dialog, t, use_now};
use words::{common, field as say};

use crate::{
    acting::use_acting,
    day::visit_address,
    handover::use_handover,
    input::{Push, TextField},
    pin,
    sign_in::SignIn,
};

/// Asks for the PIN and leads on to the visit.
#[component]
pub fn TakeBack(id: DispatchId, kind: DocumentKind, open: RwSignal<bool>) -> impl IntoView {
    let acting = use_acting();
    let handover = use_handover();
    let navigate = StoredValue::new_local(use_navigate());
    let done = Callback::new(move |()| {
        open.set(false);
        handover.end(acting.words);
        let signed = acting.desk.client().and_then(|client| client.by_dispatch(id)).is_some_and(|request| {
            let visit = request.dispatch(id).map(|dispatch| &dispatch.visit);
            visit.is_some_and(|visit| {
                visit.unsigned_reason.is_some() || visit.signatures.iter().any(|record| record.kind == kind)
            })
        });
        let next = match (kind, signed) {
            (DocumentKind::NoBackup, true) => "?show=solve",
            (DocumentKind::SignOff, true) => "?show=farewell",
            (kind, _) if kind.is_about_data() => "?show=data",
            (kind, signed) if kind.is_about_money() => super::money::leads_to(kind, signed),
            _ => "",
        };
        navigate.with_value(|navigate| {
            navigate(
                &[&visit_address(id), next].concat(),
                NavigateOptions { replace: true, ..NavigateOptions::default() },
            );
        });
    });
    view! { <Dialog title=say::TAKE_BACK open=open><Key done=done open=open/></Dialog> }
}

/// PIN or password.
#[component]
fn Key(done: Callback<()>, open: RwSignal<bool>) -> impl IntoView {
    let acting = use_acting();
    let Some(person) = acting.desk.client().and_then(|client| client.person()) else { return ().into_any() };
    // Somebody else has signed in meanwhile, who has no PIN here: the password does.
    let by_password = RwSignal::new(!pin::is_set(person.id));
    let login = person.login.clone();
    let id = person.id;
    let close = Callback::new(move |()| open.set(false));
    view! {
        <Show when=move || by_password.get() fallback=move || view! {
            <PinForm person=id done=done/>
            <p><Push text=say::FORGOT_PIN quiet=true run=Callback::new(move |()| by_password.set(true))/></p>
        }>
            <p class="field-hint">{t(say::BY_PASSWORD_HINT)}</p>
            <SignIn login=Some(login.clone()) then=Some(done)/>
        </Show>
        <div class="dialog-end"><Push text=say::STAY quiet=true run=close/></div>
    }
    .into_any()
}

#[component]
fn PinForm(person: PersonId, done: Callback<()>) -> impl IntoView {
    let acting = use_acting();
    let words = acting.words;
    let now = use_now();
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let waits = Memo::new(move |_| {
        wrong.track();
        pin::wait(person, now.get()).div_euclid(1_000)
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || pin::wait(person, acting.now()) > 0 {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let right = pin::is_right(person, &typed.get_untracked(), acting.now()).await;
            busy.set(false);
            typed.set(String::new());
            wrong.set(!right);
            if right {
                done.run(());
            }
        });
    };
    let mistake = Signal::derive(move || match (wrong.get(), waits.get()) {
        (_, seconds) if seconds > 0 => Some(words.fill(say::PIN_WAIT, &[("n", &seconds.to_string())])),
        (true, _) => Some(words.say(say::PIN_WRONG).to_owned()),
        _ => None,
    });
    let blocked = move || busy.get() || waits.get() > 0;
    view! {
        <form class="pin" on:submit=submit>
            <p class="field-hint">{t(say::TAKE_BACK_HINT)}</p>
            <TextField label=say::PIN value=typed kind="pin" autocomplete="off" mistake=mistake/>
            <button class="button primary" type="submit" disabled=blocked>{t(common::BACK)}</button>
        </form>
    }
}
