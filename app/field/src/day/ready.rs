//! The tick of a visit before driving: green when it can be done without a network, else why not, and one tap to get it.

use domain::{DispatchId, RequestId};
use leptos::{prelude::*, task::spawn_local};
use offline::Lack;
use ui::{Words, t};
use words::{Text, field as say};

use crate::{
    acting::{Acting, use_acting},
    device::megabytes,
    input::Push,
    update::pages_are_kept,
};

/// Whether everything that takes to do a visit without a network is here.
#[component]
pub fn Tick(request: RequestId) -> impl IntoView {
    let lacks = lacks(use_acting(), request);
    let is_ready = move || lacks.with(|(pages, lacks)| *pages == Some(true) && lacks.is_empty());
    move || is_ready().then(|| view! { <span class="chip ok">"✓ " {t(say::READY)}</span> })
}

/// What a visit lacks, in words, and the button that gets it.
#[component]
pub fn NotReady(request: RequestId, dispatch: DispatchId) -> impl IntoView {
    let acting = use_acting();
    let words = acting.words;
    let busy = RwSignal::new(false);
    let lacks = lacks(acting, request);
    let get = Callback::new(move |()| {
        let Some(client) = acting.desk.client() else { return };
        busy.set(true);
        spawn_local(async move {
            let lacks = client.prepare(request).await;
            busy.try_set(false);
            let lang = acting.lang();
            match lacks.iter().find_map(|lack| advice(*lack)) {
                None => acting.toasts.done(say::READY_NOW.get(lang), None),
                Some(_) if !client.status().online => acting.toasts.failed(words::outbox::STILL_OFFLINE.get(lang)),
                Some(advice) => acting.toasts.failed(advice.get(lang)),
            }
        });
    });
    let reasons = move || {
        let (pages, lacks) = lacks.get();
        let pages = (pages == Some(false)).then(|| words.say(say::LACKS_PAGES).to_owned());
        let reasons: Vec<String> = pages.into_iter().chain(lacks.into_iter().map(|lack| reason(lack, words))).collect();
        let separator = if words.lang() == words::Lang::En { "; " } else { "；" };
        reasons.join(separator)
    };
    let heading = move || {
        let prevents = lacks.with(|(pages, lacks)| *pages == Some(false) || lacks.iter().any(|lack| lack.prevents()));
        words.say(if prevents { say::NOT_READY_YET } else { say::READY_BUT })
    };
    let is_lacking = move || lacks.with(|(pages, lacks)| *pages == Some(false) || !lacks.is_empty());
    let id = ["not-ready-", &dispatch.to_string()].concat();
    let described_by = id.clone();
    view! {
        <Show when=is_lacking>
            <div class="notice not-ready" role="group" aria-labelledby=described_by.clone()>
                <p id=id.clone()><strong>"! " {heading}</strong> " " {reasons}</p>
                <Push text=say::GET_READY run=get disabled=Signal::derive(move || busy.get())/>
            </div>
        </Show>
    }
}

/// Whether the pages are kept on the device, and what of the visit is not. Tracked.
fn lacks(acting: Acting, request: RequestId) -> Memo<(Option<bool>, Vec<Lack>)> {
    let pages = pages_are_kept();
    Memo::new(move |_| {
        let _ = acting.desk.records();
        let lacks = acting.desk.status().map(|client| client.lacks(request)).unwrap_or_default();
        (pages.get(), lacks)
    })
}

fn reason(lack: Lack, words: Words) -> String {
    let fill = |pattern: Text, n: String| words.fill(pattern, &[("n", &n)]);
    match lack {
        Lack::Customer => words.say(say::LACKS_CUSTOMER).to_owned(),
        Lack::History => words.say(say::LACKS_HISTORY).to_owned(),
        Lack::Settings => words.say(say::LACKS_SETTINGS).to_owned(),
        Lack::Device => words.say(say::LACKS_DEVICE).to_owned(),
        Lack::Old { hours } => fill(say::LACKS_FRESHNESS, hours.to_string()),
        Lack::NotPersistent => words.say(say::LACKS_PERSISTENCE).to_owned(),
        Lack::LittleRoom { left } => fill(say::LACKS_ROOM, megabytes(left)),
        Lack::Clock { minutes } => {
            let pattern = if minutes > 0 { say::CLOCK_SLOW } else { say::CLOCK_FAST };
            fill(pattern, minutes.abs().to_string()).trim_end_matches(['。', '.']).to_owned()
        }
    }
}

/// What a person can do about what the app could not get; None when it will come by itself with a network.
fn advice(lack: Lack) -> Option<Text> {
    Some(match lack {
        Lack::NotPersistent => say::PERSISTENCE_REFUSED,
        Lack::LittleRoom { .. } => say::MAKE_ROOM,
        Lack::Clock { .. } => say::SET_CLOCK,
        _ => say::ASK_OFFICE,
    })
}
