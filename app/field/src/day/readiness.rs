//! Whether the day can be done without a network: what is here, how old it is, how safely it is kept (SYN-2, SYN-8).

use leptos::prelude::*;
use offline::Lack;
use ui::{Words, format, use_desk, use_language};
use words::field as say;

use super::{plan::Plan, ready::DeviceNotReady};
use crate::{device::used, update::pages_are_kept};

/// The line below the date.
#[component]
pub fn Readiness(plan: Memo<Plan>) -> impl IntoView {
    let desk = use_desk();
    let words = use_language();
    let pages = pages_are_kept();
    let counts = Memo::new(move |_| {
        let client = desk.records();
        let has_pages = pages.get() != Some(false);
        plan.with(|plan| {
            let all = plan.open().count();
            let lacking = |client: &offline::Client| {
                let lacks: Vec<Vec<Lack>> = plan.open().map(|stop| client.lacks(stop.request.id)).collect();
                let complete = lacks.iter().filter(|lacks| !lacks.iter().any(|lack| lack.prevents())).count();
                (complete, lacks.iter().filter(|lacks| !lacks.is_empty()).count())
            };
            let (complete, remarked) = client.as_ref().filter(|_| has_pages).map_or((0, all), lacking);
            Counts { all, complete, remarked }
        })
    });
    let ready = Memo::new(move |_| counts.get().remarked == 0 && pages.get() == Some(true));
    let line = move || {
        let mut parts = vec![in_words(words, counts.get())];
        if let Some(status) = desk.status().map(|client| client.status()) {
            if let Some(at) = status.last_sync {
                let at = format::instant(at, format::Shape::Time, words.lang(), &desk.zone());
                parts.push(words.fill(say::AS_OF, &[("time", &at)]));
            }
            parts.push(used(words, &status));
            if status.persistent == Some(true) {
                parts.push(words.say(say::PERSISTENT).to_owned());
            }
        }
        parts.join(" · ")
    };
    view! {
        <div class="readiness">
            <p><span class="tick" class:soon=move || !ready.get() aria-hidden="true">{move || if ready.get() { "✓" } else { "!" }}</span> {line}</p>
        </div>
        <DeviceNotReady/>
    }
}

/// Open visits: all, those that can be done without a network, those where something is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counts {
    all: usize,
    complete: usize,
    remarked: usize,
}

fn in_words(words: Words, Counts { all, complete, remarked }: Counts) -> String {
    let (all_text, complete_text, remarked_text) = (all.to_string(), complete.to_string(), remarked.to_string());
    let values = [("n", all_text.as_str()), ("m", complete_text.as_str()), ("k", remarked_text.as_str())];
    match all {
        0 => words.say(say::NOTHING_OPEN).to_owned(),
        _ if all == complete && remarked > 0 => words.fill(say::ALL_READY_BUT, &values),
        _ if all == complete => words.fill(say::ALL_READY, &values),
        _ => words.fill(say::SOME_READY, &values),
    }
}
