//! The log-ins of the demo centre, shown by demo servers only.

use domain::people::Role;
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use ui::{session::Stage, t, use_desk};
use words::{office::login as texts, states};

use super::Typed;
use crate::{remote, tell::use_tell};

/// The answer of `GET /api/demo`; other servers have no such address.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Demo {
    logins: Vec<DemoLogin>,
    password: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct DemoLogin {
    login: String,
    name: String,
    #[serde(default)]
    roles: Vec<Role>,
}

impl Demo {
    /// The office first, then engineers by their number.
    fn in_order(mut self) -> Self {
        let number =
            |login: &str| login.trim_start_matches(|letter: char| !letter.is_ascii_digit()).parse().unwrap_or(0_u32);
        self.logins.sort_by_key(|one| (one.roles.contains(&Role::Field), number(&one.login), one.login.clone()));
        self
    }
}

#[component]
pub(super) fn DemoLogins(typed: Typed) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let demo = RwSignal::new(None::<Demo>);
    Effect::new(move || {
        if desk.stage.get() == Stage::Opening {
            return;
        }
        spawn_local(async move {
            // No demo, no list: there is nothing to say about it.
            let Ok(value) = remote::get(desk, tell, "/api/demo").await else { return };
            let found: Option<Demo> = serde_json::from_value(value).ok();
            demo.try_set(found.map(Demo::in_order));
        });
    });
    let row = move |one: DemoLogin, secret: String| {
        let roles: Vec<String> = one.roles.iter().map(|role| tell.say(states::role(*role)).to_owned()).collect();
        let login = one.login.clone();
        let fill = move |_| typed.fill(&login, &secret);
        view! {
            <li>
                <button type="button" class="demo-login" on:click=fill>
                    <b>{one.login}</b>
                    <span>{one.name}</span>
                    <small>{roles.join(tell.say(words::office::shared::AND))}</small>
                </button>
            </li>
        }
    };
    move || {
        demo.get().map(|Demo { logins, password }| {
            let hint = tell.fill(texts::DEMO_HINT, &[("password", &password)]);
            let rows = logins.into_iter().map(|one| row(one, password.clone())).collect_view();
            view! {
                <section class="demo" aria-labelledby="demo-title">
                    <h2 id="demo-title">{t(texts::DEMO)}</h2>
                    <p><small>{hint}</small></p>
                    <ul>{rows}</ul>
                </section>
            }
        })
    }
}
