//! Tablets that owe a word about work that should be over.

use domain::{DeviceId, RequestId, Timestamp, time::MINUTE};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use ui::{t, use_desk, use_now};
use words::office::people as texts;

use crate::{
    remote::{self, maybe_instant},
    tell::use_tell,
};

/// How often it is asked again, in milliseconds.
const ASK_EVERY: i64 = 5 * MINUTE;

/// An item of `GET /api/devices/silent`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Silent {
    id: DeviceId,
    #[serde(default)]
    name: String,
    #[serde(default)]
    person_name: Option<String>,
    #[serde(default, deserialize_with = "maybe_instant")]
    last_contact: Option<Timestamp>,
    request: RequestId,
    number: String,
    unit: String,
    #[serde(default, deserialize_with = "maybe_instant")]
    planned_end: Option<Timestamp>,
}

/// The list; nothing at all while every device has been heard.
#[component]
pub fn SilentDevices() -> impl IntoView {
    let (desk, tell, now) = (use_desk(), use_tell(), use_now());
    let silent = RwSignal::new(Vec::<Silent>::new());
    let turn = Memo::new(move |_| now.get().millis().div_euclid(ASK_EVERY));
    Effect::new(move || {
        // Read, not only tracked: a memo that nobody reads has no sources.
        turn.with(|_| ());
        spawn_local(async move {
            // Whatever stands beside it says when the server can't be asked.
            if let Ok(page) = remote::list::<Silent>(desk, tell, "/api/devices/silent").await {
                silent.try_set(page.items);
            }
        });
    });
    let line = move |silent: Silent| {
        let since = silent.last_contact.map(|at| tell.fill(texts::SILENT_SINCE, &[("time", &tell.day_time(at))]));
        let end = silent.planned_end.map(|at| tell.fill(texts::PLANNED_END, &[("time", &tell.day_time(at))]));
        let address = ["/requests/", &silent.request.to_string()].concat();
        let who = tell.dotted(&[silent.person_name.unwrap_or_default(), silent.name]);
        let what = tell.dotted(&[silent.unit, silent.number]);
        view! {
            <li>
                <strong>{who}</strong>
                <span class="chip late">{since}</span>
                <span><a href=address>{what}</a> " " <small>{end}</small></span>
            </li>
        }
    };
    view! {
        <Show when=move || !silent.with(Vec::is_empty)>
            <section class="notice silent-devices" aria-labelledby="silent-devices">
                <h2 id="silent-devices">{t(texts::SILENT)}</h2>
                <p>{t(texts::SILENT_LEAD)}</p>
                <ul>{move || silent.get().into_iter().map(line).collect_view()}</ul>
            </section>
        </Show>
    }
}
