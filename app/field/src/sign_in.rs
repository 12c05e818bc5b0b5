//! Signing in on the tablet: the first time, and again when the session has ended, without losing any work.

use leptos::{prelude::*, task::spawn_local};
use offline::{Client, SignInError};
use ui::{session::Stage, t};
use words::{Text, common, field as say, private};

use crate::{acting::use_acting, input::TextField};

/// The form. `login` fixes whose password is asked for; `then` runs after success.
#[component]
pub fn SignIn(
    /// Why the password is asked for, where it is not because the session has ended.
    #[prop(optional)]
    hint: Option<Text>,
    #[prop(optional_no_strip)] login: Option<String>,
    #[prop(optional_no_strip)] then: Option<Callback<()>>,
    /// Loads everything anew after success, so that the pages are kept on the device again.
    #[prop(optional)]
    anew: bool,
) -> impl IntoView {
    let acting = use_acting();
    let fixed = login.is_some();
    let login = RwSignal::new(login.unwrap_or_default());
    let password = RwSignal::new(String::new());
    let mistake = RwSignal::new(None::<Text>);
    let busy = RwSignal::new(false);
    // Others' work, and perhaps one's own: whoever signs in should know that it leaves by that.
    let sealed = Memo::new(move |_| {
        let client = acting.desk.outbox().filter(|_| !fixed);
        client.map_or(0, |client| client.status().sealed_waiting)
    });
    let sealed = move || {
        let count = sealed.get();
        (count > 0).then(|| {
            let text = acting.words.fill(private::SEALED_HERE, &[("n", &count.to_string())]);
            view! { <p class="notice">{text}</p> }
        })
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(client) = acting.desk.client() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = sign_in(&client, &login.get_untracked(), &password.get_untracked()).await;
            if anew && answer.is_ok() {
                // Whoever showed this form is gone by now.
                let _ = window().location().replace("/field");
                return;
            }
            busy.try_set(false);
            mistake.try_set(answer.err());
            if answer.is_ok() {
                password.set(String::new());
                client.start();
                if acting.desk.stage.get_untracked() != Stage::Ready {
                    acting.desk.stage.set(Stage::Ready);
                }
                if let Some(then) = then {
                    then.run(());
                }
            }
        });
    };
    view! {
        <form class="sign-in" on:submit=submit>
            <p>{t(hint.unwrap_or(if fixed { say::SIGN_IN_AGAIN_HINT } else { say::SIGN_IN_HINT }))}</p>
            {sealed}
            <Show when=move || !fixed>
                <TextField label=say::LOGIN value=login autocomplete="username"/>
            </Show>
            <TextField label=say::PASSWORD value=password kind="password" autocomplete="current-password"/>
            <p class="mistake" role="alert">{move || mistake.get().map(|text| acting.words.say(text))}</p>
            <button class="button primary" type="submit" disabled=move || busy.get()>{t(say::SIGN_IN)}</button>
        </form>
    }
}

async fn sign_in(client: &Client, login: &str, password: &str) -> Result<(), Text> {
    client.sign_in(login.trim(), password).await.map(drop).map_err(|error| match error {
        SignInError::Unreachable => say::SIGN_IN_OFFLINE,
        SignInError::WrongPassword => say::SIGN_IN_WRONG,
        SignInError::TooMany { .. } => say::SIGN_IN_WAIT,
        SignInError::ServerTrouble => common::SERVER_TROUBLE,
    })
}
