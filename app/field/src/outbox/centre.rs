//! What the server holds of this person: quarantine, receipts and what was begun elsewhere, from every tablet, before a
//! sign-out and after it (SYN-4, SYN-10). It needs the connection, and says so without one.

use domain::{
    Timestamp,
    sealed::Begun,
    sync::{Outcome, Problem, Receipt},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use ui::{
    contents::{ActionContents, DraftContents},
    encoded, format, outcome_chip, t,
};
use words::{Text, actions, common, conflicts, contents, outbox as say, rejections};

use super::{entry::state_of, export::Export, receipt::ReceiptLines};
use crate::{
    acting::{Acting, use_acting},
    input::Push,
};

/// An item of `GET /api/quarantine` or `GET /api/receipts`, as far as it is shown here.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Item {
    id: String,
    sha256: String,
    device_name: Option<String>,
    command: Option<String>,
    #[serde(default)]
    step: Option<String>,
    about: Option<About>,
    occurred_at: Option<String>,
    received_at: Timestamp,
    problem: Option<Problem>,
    #[serde(default)]
    outcome: Option<Outcome>,
    #[serde(default)]
    receipt: Option<Receipt>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct About {
    number: String,
    unit: String,
}

/// An item of `GET /api/begun`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Left {
    sha256: String,
    device_name: Option<String>,
    received_at: Timestamp,
    drafts: Vec<Begun>,
}

/// How far a list has come.
#[derive(Clone, Debug, PartialEq)]
enum Fetched<T> {
    Asking,
    Failed,
    Here(Vec<T>),
}

impl<T> Fetched<T> {
    fn items(&self) -> &[T] {
        match self {
            Fetched::Here(items) => items,
            _ => &[],
        }
    }
}

async fn fetch<T: DeserializeOwned>(acting: Acting, path: &str) -> Option<(Vec<T>, Option<String>)> {
    let page = acting.desk.client()?.get_json(path).await.ok()?;
    let items = page.get("items").and_then(Value::as_array)?.iter();
    // An item this program can't read must not hide the others.
    let items = items.filter_map(|item| serde_json::from_value(item.clone()).ok()).collect();
    Some((items, page.get("next").and_then(Value::as_str).map(str::to_owned)))
}

/// The part of the page, fetched when there is a connection, and again when it comes back.
#[component]
pub fn AtCentre() -> impl IntoView {
    let acting = use_acting();
    let is_online =
        Memo::new(move |_| acting.desk.status().map(|client| client.status()).is_some_and(|status| status.online));
    view! {
        <section class="at-centre" aria-labelledby="at-centre">
            <h2 id="at-centre">{t(say::CENTRE)}</h2>
            <Show when=move || is_online.get() fallback=move || view! { <p class="muted">{t(say::CENTRE_OFFLINE)}</p> }>
                <p class="muted">{t(say::CENTRE_HINT)}</p>
                <BegunElsewhere/>
                <InQuarantine/>
                <Receipts/>
            </Show>
        </section>
    }
}

/// Says that a list is on its way, could not be fetched, or is empty.
fn instead_of_items<T>(fetched: &Fetched<T>, empty: Text, retry: Callback<()>) -> Option<AnyView> {
    match fetched {
        Fetched::Asking => Some(view! { <p class="muted" role="status">{t(common::LOADING)}</p> }.into_any()),
        Fetched::Failed => Some(
            view! { <p class="notice">{t(say::CENTRE_FAILED)} " " <Push text=common::RETRY run=retry/></p> }.into_any(),
        ),
        Fetched::Here(items) if items.is_empty() => Some(view! { <p class="muted">{t(empty)}</p> }.into_any()),
        Fetched::Here(_) => None,
    }
}

/// What the server did not understand, except what lies on this tablet too and is shown above.
#[component]
fn InQuarantine() -> impl IntoView {
    let acting = use_acting();
    let fetched = RwSignal::new(Fetched::<Item>::Asking);
    let ask = Callback::new(move |()| {
        spawn_local(async move {
            let (mut all, mut cursor) = (Vec::new(), String::new());
            let outcome = loop {
                let path = ["/api/quarantine?cursor=", &encoded(&cursor)].concat();
                let Some((items, next)) = fetch::<Item>(acting, &path).await else { break Fetched::Failed };
                all.extend(items);
                match next {
                    Some(next) => cursor = next,
                    None => break Fetched::Here(all),
                }
            };
            fetched.try_set(outcome);
        });
    });
    ask.run(());
    let elsewhere = Memo::new(move |_| {
        let here = acting.desk.outbox().map(|client| client.outbox()).unwrap_or_default();
        let is_here = |item: &Item| here.iter().any(|entry| entry.envelope.id.to_string() == item.id);
        fetched.with(|fetched| match fetched {
            Fetched::Asking => Fetched::Asking,
            Fetched::Failed => Fetched::Failed,
            Fetched::Here(items) => Fetched::Here(items.iter().filter(|item| !is_here(item)).cloned().collect()),
        })
    });
    view! {
        <h3>{t(say::CENTRE_QUARANTINE)}</h3>
        {move || match fetched.with(|fetched| fetched.items().len()) {
            all if all > 0 && elsewhere.with(|fetched| fetched.items().is_empty()) => {
                Some(view! { <p class="muted">{acting.words.fill(say::CENTRE_QUARANTINE_ABOVE, &[("n", &all.to_string())])}</p> }.into_any())
            }
            _ => elsewhere.with(|fetched| instead_of_items(fetched, say::CENTRE_QUARANTINE_EMPTY, ask)),
        }}
        <Show when=move || elsewhere.with(|fetched| !fetched.items().is_empty())>
            <p class="muted">{t(say::CENTRE_QUARANTINE_HINT)}</p>
            <ul class="entries card in-quarantine">
                <For each=move || elsewhere.with(|fetched| fetched.items().to_vec()) key=|item| item.sha256.clone() children=move |item| {
                    view! { <Line item from="/api/quarantine/"/> }
                }/>
            </ul>
        </Show>
    }
}

/// Everything the server has signed for, fetched when somebody wants to see it.
#[component]
fn Receipts() -> impl IntoView {
    let acting = use_acting();
    let fetched = RwSignal::new(Fetched::<Item>::Asking);
    let next = RwSignal::new(None::<String>);
    let ask = Callback::new(move |cursor: Option<String>| {
        spawn_local(async move {
            let path = ["/api/receipts?cursor=", &encoded(cursor.as_deref().unwrap_or_default())].concat();
            let page = fetch::<Item>(acting, &path).await;
            let earlier = match (&cursor, fetched.try_get_untracked()) {
                (Some(_), Some(Fetched::Here(items))) => items,
                _ => Vec::new(),
            };
            match page {
                Some((items, more)) => {
                    fetched.try_set(Fetched::Here(earlier.into_iter().chain(items).collect()));
                    next.try_set(more);
                }
                None if earlier.is_empty() => drop(fetched.try_set(Fetched::Failed)),
                None => acting.toasts.failed(say::CENTRE_FAILED),
            }
        });
    });
    let opened = StoredValue::new(false);
    let look = move |event: web_sys::Event| {
        if event_target::<web_sys::Element>(&event).has_attribute("open") && !opened.get_value() {
            opened.set_value(true);
            ask.run(None);
        }
    };
    let retry = Callback::new(move |()| ask.run(None));
    view! {
        <details class="receipts" on:toggle=look>
            <summary>{t(say::CENTRE_RECEIPTS)}</summary>
            <p class="muted">{t(say::CENTRE_RECEIPTS_HINT)}</p>
            {move || fetched.with(|fetched| instead_of_items(fetched, say::CENTRE_RECEIPTS_EMPTY, retry))}
            <Show when=move || fetched.with(|fetched| !fetched.items().is_empty())>
                <ul class="entries card">
                    <For each=move || fetched.with(|fetched| fetched.items().to_vec()) key=|item| (item.id.clone(), item.sha256.clone()) children=move |item| {
                        view! { <Line item from="/api/receipts/"/> }
                    }/>
                </ul>
            </Show>
            {move || next.get().map(|cursor| view! {
                <p class="more"><Push text=say::MORE run=Callback::new(move |()| ask.run(Some(cursor.clone())))/></p>
            })}
        </details>
    }
}

/// One received action; what is in it is fetched when it is opened.
#[component]
fn Line(
    item: Item,
    /// Where the whole of it is.
    from: &'static str,
) -> impl IntoView {
    let acting = use_acting();
    let words = acting.words;
    let whole = RwSignal::new(None::<Result<Value, ()>>);
    let is_receipt = from.contains("receipts");
    let path = [from, &encoded(if is_receipt { &item.id } else { &item.sha256 })].concat();
    let sha256 = item.sha256.clone();
    let look = move |event: web_sys::Event| {
        let is_open = event_target::<web_sys::Element>(&event).has_attribute("open");
        if !is_open || whole.with_untracked(|whole| matches!(whole, Some(Ok(_)))) {
            return;
        }
        let (path, sha256) = (path.clone(), sha256.clone());
        spawn_local(async move {
            let Some(client) = acting.desk.client() else { return };
            let answer = client.get_json(&path).await.map(|answer| pick(answer, &sha256)).map_err(drop);
            whole.try_set(Some(answer));
        });
    };
    let what = {
        let (word, step) = (item.command.clone(), item.step.clone());
        move || {
            let command = whole.with(|whole| Some(whole.as_ref()?.as_ref().ok()?.pointer("/content/command")?.clone()));
            let command = command.and_then(|command| serde_json::from_value(command).ok());
            match (command, &word) {
                (Some(command), _) => actions::in_words(&command, words.lang()),
                (None, Some(word)) => actions::in_short(word, step.as_deref(), words.lang()),
                (None, None) => words.say(conflicts::UNREADABLE_ACTION).to_owned(),
            }
        }
    };
    let unit = item.about.as_ref().map(|about| {
        let parts = [about.unit.as_str(), about.number.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    });
    let at = item.occurred_at.as_deref().and_then(|at| at.parse().ok()).unwrap_or(item.received_at);
    let device = item.device_name.clone();
    let place = move || from_device(acting, device.as_deref(), at);
    let outcome = item.outcome.unwrap_or(Outcome::Quarantined);
    let class = outcome_chip(outcome);
    let why = item.problem.clone().map(|problem| {
        move || {
            let why = rejections::of_quarantine(&problem.word)
                .map_or_else(|| problem.title.clone(), |text| words.say(text).to_owned());
            view! { <p class="entry-why">{words.fill(say::WHY, &[("why", &why)])}</p> }
        }
    });
    let known = item.receipt.clone();
    let inside = move || match whole.get() {
        None => view! { <p class="muted entry-why">{t(common::LOADING)}</p> }.into_any(),
        Some(Err(())) => view! { <p class="notice entry-why">{t(say::CENTRE_FAILED)}</p> }.into_any(),
        Some(Ok(whole)) => {
            let content = whole.get("content").cloned().unwrap_or_default();
            let command = content.get("command").cloned().unwrap_or_default();
            let first = || serde_json::from_value(whole.pointer("/first_answer/receipt")?.clone()).ok();
            let receipt = known.clone().or_else(first);
            let name = item.id.clone();
            let file = serde_json::json!({"envelope": content.clone(), "receipt": receipt});
            view! {
                <h3>{t(say::CONTENT)}</h3>
                <ActionContents action=command/>
                {receipt.map(|receipt| view! { <ReceiptLines receipt content/> })}
                <div class="entry-ends"><Export name file/></div>
            }
            .into_any()
        }
    };
    view! {
        <li class="entry">
            <details on:toggle=look>
                <summary>
                    <span class="entry-what"><strong>{what}</strong> " " <span>{unit}</span></span>
                    <small>{place}</small>
                    <span class=class>{t(state_of(outcome))}</span>
                </summary>
                {why}
                {inside}
            </details>
        </li>
    }
}

/// On which tablet something was done, and when. Tracked.
fn from_device(acting: Acting, name: Option<&str>, at: Timestamp) -> String {
    let words = acting.words;
    let time = format::instant(at, format::Shape::DayTime, words.lang(), &acting.desk.zone());
    let device = name.filter(|name| !name.is_empty()).unwrap_or_else(|| words.say(say::UNKNOWN_DEVICE));
    words.fill(say::FROM_DEVICE, &[("device", device), ("time", &time)])
}

/// The envelope of this content; an id may have been used for several.
fn pick(answer: Value, sha256: &str) -> Value {
    let among = answer.get("items").and_then(Value::as_array);
    let found = among.and_then(|items| items.iter().find(|item| item["sha256"] == sha256).or(items.first()).cloned());
    found.unwrap_or(answer)
}

/// What was begun on another tablet and found its form taken here.
#[component]
fn BegunElsewhere() -> impl IntoView {
    let acting = use_acting();
    let fetched = RwSignal::new(Vec::<Left>::new());
    let ask = move || {
        spawn_local(async move {
            let Some(client) = acting.desk.client() else { return };
            // The client takes up what it can; what is left then is shown.
            client.take_up_what_was_left().await;
            if let Some((items, _)) = fetch::<Left>(acting, "/api/begun").await {
                fetched.try_set(items);
            }
        });
    };
    ask();
    let done = move |sha256: String| {
        Callback::new(move |()| {
            let Some(client) = acting.desk.client() else { return };
            let path = ["/api/begun/", &sha256].concat();
            spawn_local(async move {
                let _ = client.send_json("DELETE", &path, None).await;
                ask();
            });
        })
    };
    view! {
        <Show when=move || fetched.with(|fetched| !fetched.is_empty())>
            <h3>{t(say::CENTRE_BEGUN)}</h3>
            <p class="muted">{t(say::CENTRE_BEGUN_HINT)}</p>
            <ul class="entries card">
                <For each=move || fetched.get() key=|left| left.sha256.clone() children=move |left| {
                    let Left { sha256, device_name, received_at, drafts } = left;
                    let place = move || from_device(acting, device_name.as_deref(), received_at);
                    let drafts = drafts.into_iter().map(|draft| {
                        let title = contents::begun(&draft.name);
                        view! { <h4>{t(title)}</h4> <DraftContents text=draft.text/> }
                    }).collect_view();
                    view! {
                        <li class="entry begun">
                            <p class="muted">{place}</p>
                            {drafts}
                            <div class="entry-ends"><Push text=say::DISMISS quiet=true run=done(sha256)/></div>
                        </li>
                    }
                }/>
            </ul>
        </Show>
    }
}
