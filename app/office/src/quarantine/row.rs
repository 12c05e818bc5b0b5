//! One envelope in quarantine: in words for whoever has to deal with it, and folded away as it arrived.

use domain::{
    RequestId, Timestamp,
    command::Command,
    rights::Action,
    sync::{Outcome, Problem, PushResult},
};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use serde_json::Value;
use ui::{Said, contents::ActionContents, t, use_desk};
use words::{Text, conflicts as texts};

use super::Page;
use crate::{refusal::Refusal, remote, tell::Tell};

/// An item of `GET /api/quarantine`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Held {
    pub sha256: String,
    pub device: String,
    device_name: Option<String>,
    /// Its place among the actions of the device.
    #[serde(default)]
    pub device_seq: u64,
    person_name: Option<String>,
    command: Option<String>,
    /// Which step was done, where it is one.
    #[serde(default)]
    step: Option<String>,
    /// Which visit it was to be about.
    about: Option<About>,
    /// When it was done, as the tablet says; not always readable.
    #[serde(default, deserialize_with = "remote::maybe_instant")]
    occurred_at: Option<Timestamp>,
    pub received_at: Timestamp,
    problem: Option<Problem>,
    pub attempts: i64,
    #[serde(default, deserialize_with = "remote::maybe_instant")]
    taken_in_at: Option<Timestamp>,
}

/// A request as people know it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct About {
    request: RequestId,
    number: String,
    unit: String,
}

impl Held {
    /// The device and whoever delivered it from there.
    pub(super) fn device_in_words(&self, tell: Tell) -> String {
        let name = self.device_name.clone().filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| tell.say(words::outbox::UNKNOWN_DEVICE).to_owned());
        tell.dotted(&[name, self.person_name.clone().unwrap_or_default()])
    }

    pub(super) fn is_open(&self) -> bool {
        self.taken_in_at.is_none()
    }

    /// The action in words, where its word is one of ours.
    pub(super) fn what(&self, whole: Option<&Value>, tell: Tell) -> String {
        let command = whole.and_then(|whole| whole.pointer("/content/command").cloned());
        let command = command.and_then(|command| serde_json::from_value::<Command>(command).ok());
        match (command, &self.command) {
            (Some(command), _) => words::actions::in_words(&command, tell.lang()),
            (None, Some(word)) => words::actions::in_short(word, self.step.as_deref(), tell.lang()),
            (None, None) => tell.say(texts::UNREADABLE_ACTION).to_owned(),
        }
    }
}

#[component]
pub(super) fn Row(held: Held, page: Page) -> impl IntoView {
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
    let why = {
        let problem = held.problem.clone().unwrap_or_default();
        // The title was written for whoever delivered it, in their language.
        move || {
            words::rejections::of_quarantine(&problem.word)
                .map_or_else(|| problem.title.clone(), |text| tell.say(text).to_owned())
        }
    };
    let stumbled = held.problem.iter().flat_map(|problem| &problem.errors).map(|error| error.detail.clone());
    let stumbled: Vec<String> = stumbled.filter(|detail| !detail.is_empty()).collect();
    let may_read = untrack(|| desk.may(Action::ReadRequest));
    let about = held
        .about
        .clone()
        .map(|about| view! { <small class="quarantine-about">{visit(about, may_read, tell)}</small> });
    let done = held.occurred_at.map(
        |at| view! { <small class="muted">{move || tell.fill(texts::SENT_AT, &[("time", &tell.near(at))])}</small> },
    );
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
                {what} {about} {done}
                <details on:toggle=look>
                    <summary>{t(texts::DETAILS)}</summary>
                    {(!stumbled.is_empty()).then(|| view! { <p>{t(texts::STUMBLED)} " " <code>{stumbled.join("; ")}</code></p> })}
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

/// The visit, which only those can open who read requests.
fn visit(about: About, is_linked: bool, tell: Tell) -> AnyView {
    let address = ["/requests/", &about.request.to_string()].concat();
    let name = move || tell.dotted(&[about.number.clone(), about.unit.clone()]);
    if is_linked { view! { <a href=address>{name}</a> }.into_any() } else { name.into_any() }
}

/// What came of every attempt since, and the envelope as it arrived.
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
    let action = whole.pointer("/content/command").cloned().unwrap_or_default();
    view! {
        <ul class="plain-list">{lines}</ul>
        <ActionContents action/>
        <details>
            <summary>{t(texts::RAW)}</summary>
            <pre class="quarantine-content" tabindex="0">{text}</pre>
        </details>
    }
}

pub(super) fn outcome(outcome: Outcome) -> Text {
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
            toasts.done(Said::filled(texts::REPLAYED, &[("what", what)]), None);
        }
        Ok(Ok(PushResult { outcome: Outcome::Kept, .. })) => {
            toasts.done(Said::filled(texts::REPLAYED_KEPT, &[("what", what)]), None);
        }
        Ok(Ok(PushResult { outcome: kept, problem, .. })) => {
            let why = problem.map(|problem| problem.title).unwrap_or_default();
            let why = if why.is_empty() { tell.say(outcome(kept)).to_owned() } else { why };
            toasts.failed(Said::filled(texts::STILL, &[("why", &why)]));
        }
        Ok(Err(_)) => toasts.failed(words::common::SERVER_TROUBLE),
        Err(found) => toasts.failed(found.sentence),
    });
}
