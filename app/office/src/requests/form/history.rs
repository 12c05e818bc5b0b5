//! Everything that happened to the form: who, when, from where, what before and after (AUD-1).

use domain::Timestamp;
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use serde_json::Value;
use ui::{t, use_desk};
use words::office::form as texts;

use crate::{
    acts::{Shown, use_acts},
    describe::{facts::Entry, former::Former},
    refusal::Refusal,
    remote::{self, maybe_instant},
    tell::{Tell, use_tell},
    trouble::Trouble,
};

/// An item of `GET /api/requests/{id}/history`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Item {
    #[serde(default, deserialize_with = "maybe_instant")]
    at: Option<Timestamp>,
    /// When it was done, which is long before where there was no network.
    #[serde(default, deserialize_with = "maybe_instant")]
    done_at: Option<Timestamp>,
    /// Absent for what the centre's own program did.
    #[serde(default)]
    person_name: Option<String>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    facts: Vec<Value>,
}

#[component]
pub fn History(request: Shown) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let items = RwSignal::new(None::<Vec<Item>>);
    let refusal = RwSignal::new(None::<Refusal>);
    let asked = StoredValue::new(0_u32);
    let fetch = move || {
        let Some(id) = request.with_untracked(|request| request.as_ref().map(|request| request.id)) else { return };
        let number = asked.get_value() + 1;
        asked.set_value(number);
        spawn_local(async move {
            let path = ["/api/requests/", &id.to_string(), "/history"].concat();
            let answer = remote::list::<Item>(desk, tell, &path).await;
            // The answer to an older question is out of date.
            if asked.try_get_value() != Some(number) {
                return;
            }
            match answer {
                Ok(page) => {
                    items.set(Some(page.items));
                    refusal.set(None);
                }
                Err(found) => refusal.set(Some(found)),
            }
        });
    };
    // Again whenever the form changes, and when the server has answered: until then the form may show what it does not
    // have yet.
    let done = use_acts().done;
    Effect::new(move || {
        request.track();
        done.track();
        fetch();
    });
    let rows = move || {
        items.with(|items| {
            // Read from the beginning, for what stood before; shown with the newest on top.
            let mut former = Former::default();
            let rows: Vec<_> = items.iter().flatten().map(|item| row(item, &mut former, tell)).collect();
            rows.into_iter().rev().collect_view()
        })
    };
    view! {
        <section class="history" aria-labelledby="history-title">
            <h2 id="history-title">{t(texts::HISTORY)}</h2>
            <Trouble refusal retry=move |()| fetch()/>
            <ol>{rows}</ol>
        </section>
    }
}

fn row(item: &Item, former: &mut Former, tell: Tell) -> impl IntoView + use<> {
    let who = item.person_name.clone().filter(|name| !name.is_empty());
    let who = who.unwrap_or_else(|| tell.say(texts::SYSTEM).to_owned());
    let from = item.address.clone().unwrap_or_default();
    let when = item.done_at.or(item.at).map(|at| tell.day_time(at)).unwrap_or_default();
    let came = item.at.map(|at| tell.day_time(at)).filter(|came| *came != when);
    let came = came.map(|time| tell.fill(texts::RECEIVED_AT, &[("time", &time)]));
    let entries: Vec<Entry> = item.facts.iter().flat_map(|fact| former.entries(fact, tell)).collect();
    view! {
        <li>
            <p class="history-who"><time>{when}</time> <b>{who}</b> <small>{from}</small> {came.map(|came| view! { <small>{came}</small> })}</p>
            <ul>{entries.into_iter().map(|entry| line(entry, tell)).collect_view()}</ul>
        </li>
    }
}

fn line(entry: Entry, tell: Tell) -> impl IntoView + use<> {
    let Entry { what, before, after, note } = entry;
    let or_empty =
        |value: String| if value.trim().is_empty() { tell.say(texts::EMPTY_VALUE).to_owned() } else { value };
    let change = match (before.is_empty(), after.is_empty()) {
        (true, true) => String::new(),
        (true, false) => after,
        _ => tell.fill(texts::BEFORE_AFTER, &[("before", &or_empty(before)), ("after", &or_empty(after))]),
    };
    view! {
        <li>
            <span class="history-what">{what}</span>
            {(!change.is_empty()).then(|| view! { <span class="history-change">{change}</span> })}
            {(!note.is_empty()).then(|| view! { <span class="history-note">{note}</span> })}
        </li>
    }
}
