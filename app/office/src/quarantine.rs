//! `/quarantine`: what the server could not take in, whole, and trying again (SYN-7).

use domain::{
    Timestamp,
    command::Command,
    rights::Action,
    sync::{Outcome, Problem, PushResult},
};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use serde_json::Value;
use ui::{Toasts, shell::OfficeShell, t, use_desk, use_toasts};
use words::{Text, conflicts as texts};

use crate::{
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    refusal::Refusal,
    remote,
    tell::{Tell, use_tell},
    trouble::Trouble,
};

/// The administrator's page.
#[component]
pub fn QuarantinePage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    view! {
        <OfficeShell here="/quarantine">
            <WhenReady>
                <Show when=move || desk.may(Action::ReplayQuarantine) fallback=NotFound>
                    <List/>
                </Show>
            </WhenReady>
        </OfficeShell>
    }
}

/// An item of `GET /api/quarantine`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Held {
    sha256: String,
    person_name: Option<String>,
    command: Option<String>,
    received_at: Timestamp,
    problem: Option<Problem>,
    attempts: i64,
    #[serde(default, deserialize_with = "remote::maybe_instant")]
    taken_in_at: Option<Timestamp>,
}

impl Held {
    /// The action in words, where its word is one of ours.
    fn what(&self, whole: Option<&Value>, tell: Tell) -> String {
        let command = whole.and_then(|whole| whole.pointer("/content/command").cloned());
        let command = command.and_then(|command| serde_json::from_value::<Command>(command).ok());
        match (command, &self.command) {
            (Some(command), _) => words::actions::in_words(&command, tell.lang()),
            (None, Some(word)) => {
                words::actions::of_word(word).map_or_else(|| word.clone(), |text| tell.say(text).to_owned())
            }
            (None, None) => tell.say(texts::UNREADABLE_ACTION).to_owned(),
        }
    }
}

/// What all rows share.
#[derive(Clone, Copy)]
struct Page {
    tell: Tell,
    toasts: Toasts,
    refresh: Callback<()>,
}

#[component]
fn List() -> impl IntoView {
    let (desk, tell, toasts) = (use_desk(), use_tell(), use_toasts());
    let items = RwSignal::new(None::<Vec<Held>>);
    let next = RwSignal::new(None::<String>);
    let refusal = RwSignal::new(None::<Refusal>);
    let shows_all = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let fetch = move |cursor: Option<String>| {
        let cursor_part = cursor.as_deref().map(|cursor| ["&cursor=", &remote::encoded(cursor)].concat());
        let all = if shows_all.get_untracked() { "true" } else { "false" };
        let path = ["/api/quarantine?all=", all, &cursor_part.unwrap_or_default()].concat();
        spawn_local(async move {
            match remote::list::<Held>(desk, tell, &path).await {
                Ok(page) => {
                    let earlier = cursor.and_then(|_| items.get_untracked()).unwrap_or_default();
                    items.try_set(Some(earlier.into_iter().chain(page.items).collect()));
                    next.try_set(page.next);
                    refusal.try_set(None);
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
        });
    };
    Effect::new(move || {
        shows_all.track();
        fetch(None);
    });
    let page = Page { tell, toasts, refresh: Callback::new(move |()| fetch(None)) };
    let replay_all = move |_| {
        is_busy.set(true);
        spawn_local(async move {
            match remote::send(desk, tell, "POST", "/api/quarantine/replay", Some(Value::Object(Default::default())))
                .await
            {
                Ok(round) => toasts.done(in_round(&round, tell), None),
                Err(found) => toasts.failed(found.sentence),
            }
            is_busy.try_set(false);
            fetch(None);
        });
    };
    let is_empty = move || items.with(|items| items.as_ref().is_some_and(Vec::is_empty));
    let has_some = move || items.with(|items| items.as_ref().is_some_and(|items| !items.is_empty()));
    view! {
        <div class="page">
            <div class="page-head">
                <h1>{t(texts::QUARANTINE)}</h1>
                <label class="switch">
                    <input type="checkbox" prop:checked=shows_all on:change:target=move |event| shows_all.set(event.target().checked())/>
                    {t(texts::QUARANTINE_ALL)}
                </label>
                <Show when=has_some>
                    <button type="button" class="button" disabled=is_busy on:click=replay_all>{t(texts::REPLAY_ALL)}</button>
                </Show>
            </div>
            <p class="lead">{t(texts::QUARANTINE_LEAD)}</p>
            <Trouble refusal retry=move |()| fetch(None)/>
            <Show when=has_some>
                <table class="list quarantine">
                    <thead>
                        <tr>
                            <th scope="col">{t(texts::RECEIVED)}</th>
                            <th scope="col">{t(texts::WHO)}</th>
                            <th scope="col">{t(texts::WHAT)}</th>
                            <th scope="col">{t(texts::WHY)}</th>
                            <th scope="col">{t(texts::ATTEMPTS)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || items.get().unwrap_or_default() key=|held| (held.sha256.clone(), held.attempts) children=move |held| view! { <Row held page/> }/>
                    </tbody>
                </table>
            </Show>
            <Show when=is_empty><p class="empty">{t(texts::QUARANTINE_EMPTY)}</p></Show>
            {move || next.get().map(|cursor| view! {
                <p class="more"><button type="button" class="button" on:click=move |_| fetch(Some(cursor.clone()))>{t(words::office::requests::MORE)}</button></p>
            })}
        </div>
    }
}

fn in_round(round: &Value, tell: Tell) -> String {
    let count = |name: &str| round.get(name).and_then(Value::as_u64).unwrap_or_default().to_string();
    let [accepted, kept, still, for_review] = ["accepted", "kept", "still", "for_review"].map(count);
    untrack(|| {
        let values = [("accepted", accepted.as_str()), ("kept", &kept), ("still", &still), ("for_review", &for_review)];
        tell.fill(texts::ROUND, &values)
    })
}

#[component]
fn Row(held: Held, page: Page) -> impl IntoView {
    let Page { tell, .. } = page;
    let desk = use_desk();
    let whole = RwSignal::new(None::<Value>);
    let path = ["/api/quarantine/", &held.sha256].concat();
    let look = {
        let path = path.clone();
        move |_| {
            if whole.with_untracked(Option::is_some) {
                return;
            }
            let path = path.clone();
            spawn_local(async move {
                if let Ok(value) = remote::get(desk, tell, &path).await {
                    whole.try_set(Some(value));
                }
            });
        }
    };
    let (received, who) = (held.received_at, held.person_name.clone().unwrap_or_default());
    let why = held.problem.as_ref().map(|problem| problem.title.clone()).unwrap_or_default();
    let state = match (held.taken_in_at, held.attempts) {
        (Some(at), _) => {
            view! { <span class="chip ok">{move || tell.fill(texts::TAKEN_IN, &[("time", &tell.near(at))])}</span> }
                .into_any()
        }
        (None, attempts) => attempts.to_string().into_any(),
    };
    let is_open = held.taken_in_at.is_none();
    let what = {
        let held = held.clone();
        move || whole.with(|whole| held.what(whole.as_ref(), tell))
    };
    let label = {
        let (what, who) = (what.clone(), who.clone());
        move || tell.fill(texts::REPLAY_LABEL, &[("what", &what()), ("who", &who)])
    };
    let file = ["paidan-", &held.sha256[..12.min(held.sha256.len())], ".json"].concat();
    let replay = {
        let (path, what) = ([&path, "/replay"].concat(), what.clone());
        move |_| {
            let (path, what) = (path.clone(), untrack(&what));
            spawn_local(async move {
                let answer = remote::send(desk, tell, "POST", &path, Some(Value::Object(Default::default()))).await;
                say(answer, &what, page);
                page.refresh.try_run(());
            });
        }
    };
    view! {
        <tr>
            <td class="mono">{move || tell.near(received)}</td>
            <td>{who}</td>
            <th scope="row">
                {what}
                <details on:toggle=look>
                    <summary>{t(texts::WHOLE)}</summary>
                    {move || whole.get().map(|whole| content(&whole, tell))}
                    <div class="quarantine-ends">
                        <a class="button" href=path.clone() download=file>{t(texts::EXPORT)}</a>
                    </div>
                </details>
            </th>
            <td>{why}</td>
            <td class="row-end">
                {state} " "
                {is_open.then(|| view! { <button type="button" class="button" aria-label=label on:click=replay>{t(texts::REPLAY)}</button> })}
            </td>
        </tr>
    }
}

/// The envelope as it arrived, and what came of every attempt since.
fn content(whole: &Value, tell: Tell) -> impl IntoView + use<> {
    let text = whole.get("content").map(|content| serde_json::to_string_pretty(content).unwrap_or_default());
    let replays = whole.get("replays").and_then(Value::as_array).cloned().unwrap_or_default();
    let line = |replay: &Value| {
        let at = replay.get("at").and_then(Value::as_str).and_then(|at| at.parse::<Timestamp>().ok())?;
        let answer: PushResult = serde_json::from_value(replay.get("answer")?.clone()).ok()?;
        let who = replay.get("person_name").and_then(Value::as_str).unwrap_or_default();
        let outcome =
            [tell.say(outcome(answer.outcome)), " ", &answer.problem.map(|problem| problem.title).unwrap_or_default()]
                .concat();
        Some(tell.fill(texts::ATTEMPT_LINE, &[("time", &tell.near(at)), ("who", who), ("outcome", outcome.trim())]))
    };
    let lines = replays.iter().filter_map(line).map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <ul class="plain-list">{lines}</ul>
        <pre class="quarantine-content" tabindex="0">{text}</pre>
    }
}

fn outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Accepted => texts::OUTCOME_ACCEPTED,
        Outcome::Kept => texts::OUTCOME_KEPT,
        Outcome::Quarantined => texts::OUTCOME_QUARANTINED,
        Outcome::Retry => texts::OUTCOME_RETRY,
    }
}

/// What came of trying one again.
fn say(answer: Result<Value, Refusal>, what: &str, page: Page) {
    let Page { tell, toasts, .. } = page;
    let result = answer.map(serde_json::from_value::<PushResult>);
    untrack(|| match result {
        Ok(Ok(PushResult { outcome: Outcome::Accepted, .. })) => {
            toasts.done(tell.fill(texts::REPLAYED, &[("what", what)]), None);
        }
        Ok(Ok(PushResult { outcome: kept, problem, .. })) => {
            let why = problem.map(|problem| problem.title).unwrap_or_default();
            let why = if why.is_empty() { tell.say(outcome(kept)).to_owned() } else { why };
            toasts.failed(tell.fill(texts::STILL, &[("why", &why)]));
        }
        Ok(Err(_)) => toasts.failed(tell.say(words::common::SERVER_TROUBLE)),
        Err(found) => toasts.failed(found.sentence),
    });
}
