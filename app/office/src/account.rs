//! The own account: where one is signed in, and the password (ADM-2).

use domain::Timestamp;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use serde::Deserialize;
use serde_json::json;
use ui::{HandIn, shell::OfficeShell, t, use_desk, use_toasts};
use words::{
    Text, common,
    office::{people as texts, shared},
    private, states,
};

use crate::{
    calendar_feed::CalendarFeed,
    field::Field,
    frame::{WhenReady, office_desk},
    people::SHORTEST_PASSWORD,
    refusal::Refusal,
    remote::{self, maybe_instant},
    tell::{Tell, use_tell},
    trouble::Trouble,
};

/// An item of `GET /api/sessions`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Session {
    id: String,
    #[serde(default, deserialize_with = "maybe_instant")]
    created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "maybe_instant")]
    last_used: Option<Timestamp>,
    #[serde(default)]
    address: String,
    #[serde(default)]
    agent: String,
    #[serde(default)]
    current: bool,
}

/// `/account`
#[component]
pub fn AccountPage() -> impl IntoView {
    office_desk();
    view! {
        <OfficeShell here="/account">
            <WhenReady>
                <div class="page narrow">
                    <h1>{t(texts::ACCOUNT)}</h1>
                    <Me/>
                    <Sessions/>
                    <CalendarFeed/>
                    <PasswordForm/>
                    <section aria-labelledby="hand-in-title">
                        <h2 id="hand-in-title">{t(private::BOX)}</h2>
                        <HandIn/>
                    </section>
                </div>
            </WhenReady>
        </OfficeShell>
    }
}

#[component]
fn Me() -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    move || {
        desk.person().map(|person| {
            let roles: Vec<&str> = person.roles.iter().map(|role| tell.say(states::role(*role))).collect();
            let region = if person.region.is_empty() { String::new() } else { tell.region(&person.region) };
            view! {
                <p class="lead">
                    {tell.say(texts::SIGNED_IN_AS)} " " <b>{person.name}</b> " "
                    {tell.dotted(&[person.login, roles.join(tell.say(shared::AND)), region])}
                </p>
            }
        })
    }
}

#[component]
fn Sessions() -> impl IntoView {
    let (desk, tell, toasts) = (use_desk(), use_tell(), use_toasts());
    let sessions = RwSignal::new(None::<Vec<Session>>);
    let refusal = RwSignal::new(None::<Refusal>);
    let fetch = move || {
        spawn_local(async move {
            match remote::list::<Session>(desk, tell, "/api/sessions").await {
                Ok(page) => {
                    sessions.try_set(Some(page.items));
                    refusal.try_set(None);
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
        });
    };
    Effect::new(fetch);
    let end = Callback::new(move |id: String| {
        spawn_local(async move {
            let path = ["/api/sessions/", &id].concat();
            match remote::send(desk, tell, "DELETE", &path, None).await {
                Ok(_) => {
                    toasts.done(texts::SESSION_ENDED, None);
                    fetch();
                }
                Err(refusal) => toasts.failed(refusal.sentence),
            }
        });
    });
    view! {
        <section aria-labelledby="sessions-title">
            <h2 id="sessions-title">{t(texts::SESSIONS)}</h2>
            <Trouble refusal retry=move |()| fetch()/>
            <ul class="sessions">
                {move || sessions.get().unwrap_or_default().into_iter().map(|session| row(session, end, tell)).collect_view()}
            </ul>
        </section>
    }
}

fn row(session: Session, end: Callback<String>, tell: Tell) -> impl IntoView {
    let agent = browser(&session.agent, tell);
    let label = tell.fill(texts::SESSION_END_LABEL, &[("agent", &agent)]);
    let time = |text: Text, at: Option<Timestamp>| {
        at.map(|at| [tell.say(text), " ", &tell.day_time(at)].concat()).unwrap_or_default()
    };
    let details = tell.dotted(&[
        session.address.clone(),
        time(texts::SESSION_SINCE, session.created_at),
        time(texts::SESSION_USED, session.last_used),
    ]);
    let is_current = session.current;
    let close = (!is_current).then(|| {
        view! { <button type="button" class="button" aria-label=label on:click=move |_| end.run(session.id.clone())>{t(texts::SESSION_END)}</button> }
    });
    view! {
        <li>
            <div>
                <b>{agent}</b> " "
                {is_current.then(|| view! { <span class="chip ok">{t(texts::SESSION_CURRENT)}</span> })}
                <p><small>{details}</small></p>
            </div>
            {close}
        </li>
    }
}

/// Browser and system out of the long name browsers give themselves.
fn browser(agent: &str, tell: Tell) -> String {
    let first = |words: &[&'static str]| words.iter().copied().find(|word| agent.contains(word)).unwrap_or("");
    // Edge and Chrome also call themselves Safari: the order matters.
    let name = first(&["Edg", "Firefox", "Chrome", "Safari", "curl"]);
    let system = first(&["Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux"]);
    let name = if name == "Edg" { "Edge" } else { name };
    match (name, system) {
        ("", "") if agent.is_empty() => tell.say(texts::UNKNOWN_AGENT).to_owned(),
        ("", "") => agent.chars().take(40).collect(),
        _ => tell.dotted(&[name.to_owned(), system.to_owned()]),
    }
}

#[component]
fn PasswordForm() -> impl IntoView {
    let (desk, tell, toasts) = (use_desk(), use_tell(), use_toasts());
    let (old, new, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let refusal = RwSignal::new(Refusal::default());
    let is_busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (former, wanted) = (old.get_untracked(), new.get_untracked());
        let short = tell.fill(texts::PASSWORD_SHORT, &[("n", &SHORTEST_PASSWORD.to_string())]);
        let checks = [
            (former.is_empty(), "/old", tell.say(texts::PASSWORD_OLD_EMPTY).to_owned()),
            (wanted.chars().count() < SHORTEST_PASSWORD, "/new", short),
            (wanted != again.get_untracked(), "/again", tell.say(texts::PASSWORD_DIFFERS).to_owned()),
        ];
        if let Some((_, pointer, words)) = checks.into_iter().find(|(is_wrong, ..)| *is_wrong) {
            refusal.set(Refusal::at(pointer, words));
            return;
        }
        refusal.set(Refusal::default());
        is_busy.set(true);
        spawn_local(async move {
            let body = json!({"old": former, "new": wanted});
            match remote::send(desk, tell, "POST", "/api/account/password", Some(body)).await {
                Ok(_) => {
                    toasts.done(texts::PASSWORD_CHANGED, None);
                    for field in [old, new, again] {
                        field.try_set(String::new());
                    }
                }
                Err(found) => {
                    refusal.try_set(found);
                }
            }
            is_busy.try_set(false);
        });
    };
    let field = move |label: Text, value: RwSignal<String>, autocomplete: &'static str, pointer: &'static str| {
        let mistake = move || refusal.with(|refusal| refusal.of_field(pointer));
        view! {
            <Field label is_short=true mistake=Signal::derive(mistake)>
                <input
                    class="input"
                    type="password"
                    autocomplete=autocomplete
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                    aria-invalid=move || mistake().map(|_| "true")
                />
            </Field>
        }
    };
    let general = move || {
        refusal.with(|refusal| if refusal.fields.is_empty() { refusal.sentence.clone() } else { String::new() })
    };
    view! {
        <section aria-labelledby="password-title">
            <h2 id="password-title">{t(texts::PASSWORD)}</h2>
            <form novalidate on:submit=submit>
                {field(texts::PASSWORD_OLD, old, "current-password", "/old")}
                {field(texts::PASSWORD_NEW_OWN, new, "new-password", "/new")}
                {field(texts::PASSWORD_REPEAT, again, "new-password", "/again")}
                <p class="mistake" role="alert">{general}</p>
                <button type="submit" class="button primary" disabled=is_busy>{t(common::SAVE)}</button>
            </form>
        </section>
    }
}
