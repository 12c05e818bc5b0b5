//! Signing in (ADM-2): name and password, errors in words, the demo's log-ins where there is a demo.

mod demo;
mod landing;

use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use offline::SignInError;
use ui::{session::Stage, shell::LanguageChoice, t, use_desk};
use words::{common, office::login as texts};

use crate::{
    field::Field,
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
    let typed = Typed { name: NodeRef::new(), password: NodeRef::new() };
    view! {
        <main class="login">
            <div class="login-card card">
                <div class="login-head">
                    <span class="mark"><i></i>{t(common::PRODUCT)}</span>
                    <LanguageChoice/>
                </div>
                <h1>{t(texts::TITLE)}</h1>
                <p class="login-lead">{move || tell.say(if next().is_some() { texts::EXPIRED } else { texts::LEAD })}</p>
                <SignInForm typed go/>
                <DemoLogins typed/>
            </div>
        </main>
    }
}

/// The inputs keep what is typed themselves: what somebody types before the page is awake is still there after.
#[derive(Clone, Copy)]
struct Typed {
    name: NodeRef<html::Input>,
    password: NodeRef<html::Input>,
}

impl Typed {
    fn fill(self, name: &str, password: &str) {
        for (input, value) in [(self.name, name), (self.password, password)] {
            if let Some(input) = input.get_untracked() {
                input.set_value(value);
            }
        }
    }
}

fn value(input: NodeRef<html::Input>) -> String {
    input.get_untracked().map(|input| input.value()).unwrap_or_default()
}

#[component]
fn SignInForm(typed: Typed, go: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    // Until the page is awake nothing could be sent: a disabled button also keeps Enter from sending the form.
    let is_awake = RwSignal::new(false);
    Effect::new(move || is_awake.set(true));
    let name_mistake = RwSignal::new(None::<&'static str>);
    let password_mistake = RwSignal::new(None::<&'static str>);
    let mistake = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let is_shown = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (login, secret) = (value(typed.name).trim().to_owned(), value(typed.password));
        name_mistake.set(login.is_empty().then(|| tell.say(texts::LOGIN_EMPTY)));
        password_mistake.set(secret.is_empty().then(|| tell.say(texts::PASSWORD_EMPTY)));
        mistake.set(None);
        if login.is_empty() {
            focus(typed.name);
        } else if secret.is_empty() {
            focus(typed.password);
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
                    focus(typed.password);
                }
            }
        });
    };
    view! {
        <form class="login-form" novalidate method="post" on:submit=submit>
            <Field label=texts::LOGIN id="login-name" mistake=said(name_mistake)>
                <input
                    class="input"
                    type="text"
                    name="login"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    autofocus
                    node_ref=typed.name
                    aria-invalid=move || name_mistake.get().map(|_| "true")
                    aria-describedby="login-name"
                />
            </Field>
            <Field label=texts::PASSWORD id="login-password" mistake=said(password_mistake)>
                <input
                    class="input"
                    type=move || if is_shown.get() { "text" } else { "password" }
                    name="password"
                    autocomplete="current-password"
                    node_ref=typed.password
                    aria-invalid=move || password_mistake.get().map(|_| "true")
                    aria-describedby="login-password"
                />
            </Field>
            <label class="switch">
                <input type="checkbox" prop:checked=is_shown on:change:target=move |event| is_shown.set(event.target().checked())/>
                {t(texts::SHOW_PASSWORD)}
            </label>
            <p class="mistake login-mistake" role="alert">{mistake}</p>
            <button
                type="submit"
                class="button primary login-submit"
                disabled=move || !is_awake.get()
                aria-disabled=move || is_busy.get().then_some("true")
            >
                {move || tell.say(if is_busy.get() { texts::BUSY } else { texts::SUBMIT })}
            </button>
        </form>
    }
}

fn said(mistake: RwSignal<Option<&'static str>>) -> Signal<Option<String>> {
    Signal::derive(move || mistake.get().map(str::to_owned))
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
