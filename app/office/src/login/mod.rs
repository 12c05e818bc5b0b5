//! Signing in (ADM-2): name and password, errors in words, the demo's log-ins where there is a demo.

mod demo;
mod landing;

use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use offline::SignInError;
use ui::{session::Stage, shell::LanguageChoice, t, use_desk};
use words::{common, office::login as texts};

use crate::{
    frame::office_desk,
    tell::{Tell, use_tell},
};
use demo::DemoLogins;
use landing::{asked_for, place_of};

/// `/login`
#[component]
pub fn LoginPage() -> impl IntoView {
    office_desk();
    let (desk, tell) = (use_desk(), use_tell());
    let query = use_query_map();
    let next = move || asked_for(query.with_untracked(|query| query.get("next")).as_deref());
    let go = move || {
        let person = desk.client().and_then(|client| client.person());
        let place = next().or_else(|| person.map(|person| place_of(&person).to_owned()));
        let _ = window().location().assign(place.as_deref().unwrap_or("/"));
    };
    // Somebody who is signed in already has nothing to type here.
    Effect::new(move || {
        if desk.stage.get() == Stage::Ready && desk.client().is_some_and(|client| client.person().is_some()) {
            go();
        }
    });
    let name = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    view! {
        <main class="login">
            <div class="login-card card">
                <div class="login-head">
                    <span class="mark"><i></i>{t(common::PRODUCT)}</span>
                    <LanguageChoice/>
                </div>
                <h1>{t(texts::TITLE)}</h1>
                <p class="login-lead">{move || tell.say(if next().is_some() { texts::EXPIRED } else { texts::LEAD })}</p>
                <SignInForm name password go/>
                <DemoLogins name password/>
            </div>
        </main>
    }
}

#[component]
fn SignInForm(
    name: RwSignal<String>,
    password: RwSignal<String>,
    go: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let name_input = NodeRef::<html::Input>::new();
    let password_input = NodeRef::<html::Input>::new();
    let name_mistake = RwSignal::new(None::<&'static str>);
    let password_mistake = RwSignal::new(None::<&'static str>);
    let mistake = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let is_shown = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (login, secret) = (name.get_untracked().trim().to_owned(), password.get_untracked());
        name_mistake.set(login.is_empty().then(|| tell.say(texts::LOGIN_EMPTY)));
        password_mistake.set(secret.is_empty().then(|| tell.say(texts::PASSWORD_EMPTY)));
        mistake.set(None);
        if login.is_empty() {
            focus(name_input);
        } else if secret.is_empty() {
            focus(password_input);
        }
        if login.is_empty() || secret.is_empty() || is_busy.get_untracked() {
            return;
        }
        let Some(client) = desk.client() else { return };
        is_busy.set(true);
        spawn_local(async move {
            match client.sign_in(&login, &secret).await {
                // Stays busy: the next page is on its way.
                Ok(_) => go(),
                Err(error) => {
                    mistake.set(Some(untrack(|| in_words(&error, tell))));
                    is_busy.set(false);
                    focus(password_input);
                }
            }
        });
    };
    view! {
        <form class="login-form" novalidate method="post" on:submit=submit>
            <label class="form-field">
                <span>{t(texts::LOGIN)}</span>
                <input
                    class="input"
                    type="text"
                    name="login"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    autofocus
                    node_ref=name_input
                    prop:value=name
                    on:input:target=move |event| name.set(event.target().value())
                    aria-invalid=move || name_mistake.get().map(|_| "true")
                    aria-describedby="login-name-mistake"
                />
                <span class="mistake" id="login-name-mistake">{name_mistake}</span>
            </label>
            <label class="form-field">
                <span>{t(texts::PASSWORD)}</span>
                <input
                    class="input"
                    type=move || if is_shown.get() { "text" } else { "password" }
                    name="password"
                    autocomplete="current-password"
                    node_ref=password_input
                    prop:value=password
                    on:input:target=move |event| password.set(event.target().value())
                    aria-invalid=move || password_mistake.get().map(|_| "true")
                    aria-describedby="login-password-mistake"
                />
                <span class="mistake" id="login-password-mistake">{password_mistake}</span>
            </label>
            <label class="switch">
                <input type="checkbox" prop:checked=is_shown on:change:target=move |event| is_shown.set(event.target().checked())/>
                {t(texts::SHOW_PASSWORD)}
            </label>
            <p class="mistake login-mistake" role="alert">{mistake}</p>
            <button type="submit" class="button primary login-submit" aria-disabled=move || is_busy.get().then_some("true")>
                {move || tell.say(if is_busy.get() { texts::BUSY } else { texts::SUBMIT })}
            </button>
        </form>
    }
}

fn focus(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        let _ = input.focus();
    }
}

fn in_words(error: &SignInError, tell: Tell) -> String {
    match error {
        SignInError::WrongPassword => tell.say(texts::WRONG).to_owned(),
        SignInError::TooMany { retry_after_s } => tell.fill(texts::TOO_MANY, &[("n", &retry_after_s.to_string())]),
        SignInError::Unreachable => tell.say(common::UNREACHABLE).to_owned(),
        SignInError::ServerTrouble => tell.say(common::SERVER_TROUBLE).to_owned(),
    }
}
