//! `/quarantine`: what the server could not take in, whole, and trying again (SYN-7).

mod device;
mod row;

use domain::rights::Action;
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;
use ui::{Said, Toasts, shell::OfficeShell, t, use_desk, use_toasts};
use words::conflicts as texts;

use crate::{
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    refusal::Refusal,
    remote,
    tell::{Tell, use_tell},
    trouble::Trouble,
};

use device::{Round, RoundSoFar, take_in};
use row::{Held, Row};

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
        let cursor_part = cursor.as_deref().map(|cursor| ["&cursor=", &ui::encoded(cursor)].concat());
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
    let round = RwSignal::new(None::<Round>);
    let is_taking_in = Memo::new(move |_| round.with(|round| round.as_ref().is_some_and(Round::is_running)));
    // In the order of the list: the device that was heard last comes first.
    let devices = Memo::new(move |_| {
        let mut devices: Vec<String> = Vec::new();
        items.with(|items| {
            for held in items.iter().flatten() {
                if !devices.contains(&held.device) {
                    devices.push(held.device.clone());
                }
            }
        });
        devices
    });
    let of = move |device: &str| -> Vec<Held> {
        items.with(|items| items.iter().flatten().filter(|held| held.device == device).cloned().collect())
    };
    let head = move |device: String| {
        let id = StoredValue::new(device);
        let name = move || {
            let first = id.with_value(|id| of(id)).into_iter().next();
            first.map(|first| first.device_in_words(tell)).unwrap_or_default()
        };
        let open = Memo::new(move |_| id.with_value(|id| of(id)).iter().filter(|held| held.is_open()).count());
        let count = move || tell.fill(texts::DEVICE_COUNT, &[("n", &open.get().to_string())]);
        let label = move || tell.fill(texts::REPLAY_DEVICE_LABEL, &[("device", &name())]);
        let run = move |_| take_in(desk, id.get_value(), untrack(name), page, round);
        view! {
            <tr class="quarantine-device">
                <th colspan="5" scope="colgroup">
                    <div>
                        <span><b>{name}</b> " " <small>{count}</small></span>
                        <Show when=move || { open.get() > 0 }>
                            <button type="button" class="button" aria-label=label disabled=is_taking_in on:click=run>{t(texts::REPLAY_DEVICE)}</button>
                        </Show>
                    </div>
                </th>
            </tr>
        }
    };
    let replay_all = move |_| {
        is_busy.set(true);
        spawn_local(async move {
            match remote::send(desk, tell, "POST", "/api/quarantine/replay", Some(Value::Object(Default::default())))
                .await
            {
                Ok(round) => toasts.done(in_round(&round), None),
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
            <RoundSoFar round tell/>
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
                    <For each=move || devices.get() key=String::clone children=move |device| {
                        let id = device.clone();
                        view! {
                            <tbody>
                                {head(device)}
                                <For each=move || of(&id) key=|held| (held.sha256.clone(), held.attempts) children=move |held| view! { <Row held page/> }/>
                            </tbody>
                        }
                    }/>
                </table>
            </Show>
            <Show when=is_empty><p class="empty">{t(texts::QUARANTINE_EMPTY)}</p></Show>
            {move || next.get().map(|cursor| view! {
                <p class="more"><button type="button" class="button" on:click=move |_| fetch(Some(cursor.clone()))>{t(words::office::requests::MORE)}</button></p>
            })}
        </div>
    }
}

fn in_round(round: &Value) -> Said {
    let count = |name: &str| round.get(name).and_then(Value::as_u64).unwrap_or_default().to_string();
    let [accepted, kept, still, for_review] = ["accepted", "kept", "still", "for_review"].map(count);
    let values = [("accepted", accepted.as_str()), ("kept", &kept), ("still", &still), ("for_review", &for_review)];
    Said::filled(texts::ROUND, &values)
}
