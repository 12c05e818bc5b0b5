//! The tick of a visit before driving: green when it can be done without a network, else why not, and one tap to get it.
//! What concerns every visit alike is said once, above them; a visit's chip names it.

use domain::{DispatchId, RequestId};
use leptos::{prelude::*, task::spawn_local};
use offline::{Client, Lack};
use ui::{Words, t};
use words::{Text, field as say};

use crate::{
    acting::{Acting, use_acting},
    device::megabytes,
    input::Push,
    update::pages_are_kept,
};

/// Whether everything that it takes to do a visit without a network is here; else what the device lacks, in short.
#[component]
pub fn Tick(request: RequestId) -> impl IntoView {
    let acting = use_acting();
    let words = acting.words;
    let lacks = lacks(acting, request);
    move || {
        let (pages, lacks) = lacks.get();
        if pages == Some(true) && lacks.is_empty() {
            return Some(view! { <span class="chip ok">"✓ " {t(say::READY)}</span> }.into_any());
        }
        let of_device = reasons(&lacks_of(pages, lacks, true), words);
        (!of_device.is_empty()).then(|| view! { <span class="chip soon">"! " {of_device}</span> }.into_any())
    }
}

/// What this visit lacks and others do not, in words, and the button that gets it.
#[component]
pub fn NotReady(request: RequestId, dispatch: DispatchId) -> impl IntoView {
    let acting = use_acting();
    let lacks = lacks(acting, request);
    let own = Memo::new(move |_| lacks.with(|(_, lacks)| lacks_of(None, lacks.clone(), false)));
    let get = Callback::new(move |busy: RwSignal<bool>| {
        get_ready(acting, busy, say::READY_NOW, move |client| async move {
            let mut lacks = client.prepare(request).await;
            lacks.retain(|lack| !lack.is_of_device());
            lacks
        });
    });
    let id = ["not-ready-", &dispatch.to_string()].concat();
    view! { <Lacking lacks=own.into() id headings=(say::NOT_READY_YET, say::READY_BUT) get/> }
}

/// What every visit from this device lacks, in words, and the button that gets it.
#[component]
pub fn DeviceNotReady() -> impl IntoView {
    let acting = use_acting();
    let pages = pages_are_kept();
    let all = Memo::new(move |_| {
        let _ = acting.desk.records();
        // Before the first fetch everything is missing, and the page says that it is fetching.
        let client = acting.desk.status().filter(|client| client.status().last_sync.is_some());
        client.map(|client| lacks_of(pages.get(), client.device_lacks(), true)).unwrap_or_default()
    });
    let get = Callback::new(move |busy: RwSignal<bool>| {
        get_ready(acting, busy, say::DEVICE_READY_NOW, |client| async move { client.prepare_device().await });
    });
    view! {
        <Lacking lacks=all.into() id="device-not-ready".to_owned() headings=(say::DEVICE_NOT_READY, say::DEVICE_BUT) get/>
    }
}

/// Something that is missing: the app's own pages, or what the client says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    Pages,
    Lack(Lack),
}

impl Missing {
    fn prevents(self) -> bool {
        match self {
            Missing::Pages => true,
            Missing::Lack(lack) => lack.prevents(),
        }
    }
}

/// Those of the device, or those of one visit.
fn lacks_of(pages: Option<bool>, lacks: Vec<Lack>, of_device: bool) -> Vec<Missing> {
    let pages = (pages == Some(false)).then_some(Missing::Pages);
    let lacks = lacks.into_iter().filter(|lack| lack.is_of_device() == of_device).map(Missing::Lack);
    pages.into_iter().chain(lacks).collect()
}

fn reasons(missing: &[Missing], words: Words) -> String {
    let reasons: Vec<String> = missing
        .iter()
        .map(|missing| match missing {
            Missing::Pages => words.say(say::LACKS_PAGES).to_owned(),
            Missing::Lack(lack) => reason(*lack, words),
        })
        .collect();
    reasons.join(if words.lang() == words::Lang::En { "; " } else { "；" })
}

/// A notice with the reasons and one button; nothing when nothing is missing.
#[component]
fn Lacking(
    lacks: Signal<Vec<Missing>>,
    id: String,
    /// When something prevents the work, and when not.
    headings: (Text, Text),
    get: Callback<RwSignal<bool>>,
) -> impl IntoView {
    let words = use_acting().words;
    let busy = RwSignal::new(false);
    let heading = move || {
        let prevents = lacks.with(|lacks| lacks.iter().any(|missing| missing.prevents()));
        words.say(if prevents { headings.0 } else { headings.1 })
    };
    let described_by = id.clone();
    view! {
        <Show when=move || lacks.with(|lacks| !lacks.is_empty())>
            <div class="notice not-ready" role="group" aria-labelledby=described_by.clone()>
                <p id=id.clone()><strong>"! " {heading}</strong> " " {move || lacks.with(|lacks| reasons(lacks, words))}</p>
                <Push text=say::GET_READY run=Callback::new(move |()| get.run(busy)) disabled=Signal::derive(move || busy.get())/>
            </div>
        </Show>
    }
}

/// Gets what can be got, and says what came of it.
fn get_ready<F: Future<Output = Vec<Lack>> + 'static>(
    acting: Acting,
    busy: RwSignal<bool>,
    done: Text,
    prepare: impl FnOnce(Client) -> F + 'static,
) {
    let Some(client) = acting.desk.client() else { return };
    busy.set(true);
    spawn_local(async move {
        let lacks = prepare(client.clone()).await;
        busy.try_set(false);
        match lacks.iter().find_map(|lack| advice(*lack)) {
            None => acting.toasts.done(done, None),
            Some(_) if !client.status().online => acting.toasts.failed(words::outbox::STILL_OFFLINE),
            Some(advice) => acting.toasts.failed(advice),
        }
    });
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
        Lack::OwnWorkSealed => words.say(say::LACKS_OWN_WORK).to_owned(),
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
        Lack::OwnWorkSealed => words::outbox::COMES_LATER,
        _ => say::ASK_OFFICE,
    })
}
