//! `/disputes` and `/disputes/:id`: the list at the left, both versions beside it.

use std::{collections::HashMap, sync::Arc};

use domain::{
    RequestId, dispute,
    people::Actor,
    request::ServiceRequest,
    rights::{self, Action, Scope},
    time::DAY,
};
use leptos::{ev::KeyboardEvent, prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use ui::{shell::OfficeShell, t, use_desk, use_now};
use wasm_bindgen::JsCast;
use web_sys::Element;
use words::conflicts as texts;

use super::{
    list::{Decided, List},
    pane::{Begun, Pane},
};
use crate::{
    acts::{Acts, provide_acts},
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    refusal::Refusal,
    remote,
    tell::use_tell,
    trouble::Trouble,
};

/// The duty manager's list.
#[component]
pub fn DisputesPage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    view! {
        <OfficeShell here="/disputes">
            <WhenReady>
                <Show when=move || desk.may(Action::SettleDispute) fallback=NotFound>
                    <Opened/>
                </Show>
            </WhenReady>
        </OfficeShell>
    }
}

/// An item of `GET /api/disputes`.
#[derive(Clone, Debug, Deserialize)]
struct Item {
    record: ServiceRequest,
}

fn may_decide(actor: &Actor, request: &ServiceRequest) -> bool {
    let owners = request.engineers();
    let scope = Scope { region: &request.region, owners: &owners, archived: false };
    rights::permits(actor, Action::SettleDispute, &scope)
}

#[component]
fn Opened() -> impl IntoView {
    let (desk, tell, acts) = (use_desk(), use_tell(), provide_acts());
    let now = use_now();
    if let Some(client) = desk.client() {
        client.listen("board");
    }
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get("id"))?.parse::<RequestId>().ok());
    let fetched = RwSignal::new(Vec::<Arc<ServiceRequest>>::new());
    let refusal = RwSignal::new(None::<Refusal>);
    let fetch = move || {
        spawn_local(async move {
            match remote::list::<Item>(desk, tell, "/api/disputes").await {
                Ok(page) => {
                    fetched.try_set(page.items.into_iter().map(|item| Arc::new(item.record)).collect());
                    refusal.try_set(None);
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
        });
    };
    // Closed long ago and still undecided: such a request is in no browser's memory.
    Effect::new(move || {
        acts.done.track();
        fetch();
    });
    let known = Memo::new(move |_| {
        let actor = desk.person().map(|person| Actor::from(&person));
        let live = desk.records().map(|client| client.requests()).unwrap_or_default();
        let concerned = live.iter().filter(|request| concerns(request));
        let mut all: Vec<Arc<ServiceRequest>> = concerned.map(|request| Arc::new((**request).clone())).collect();
        let is_live = |id| live.iter().any(|request| request.id == id);
        fetched.with(|fetched| all.extend(fetched.iter().filter(|request| !is_live(request.id)).cloned()));
        all.retain(|request| actor.as_ref().is_some_and(|actor| may_decide(actor, request)));
        all.sort_by_key(|request| (dispute::since(request), request.id));
        all
    });
    let open =
        Signal::derive(move || known.get().into_iter().filter(|request| dispute::is_open(request)).collect::<Vec<_>>());
    // Compared, so that a second that passes does not take the focus from a button.
    let decided: Signal<Vec<Arc<ServiceRequest>>> = Memo::new(move |_| {
        let since = now.get().plus(-DAY);
        let is_recent =
            |request: &Arc<ServiceRequest>| request.settlement.as_ref().is_some_and(|settled| settled.at > since);
        let mut decided: Vec<_> = known.get().into_iter().filter(is_recent).collect();
        decided.sort_by_key(|request| std::cmp::Reverse(request.settlement.as_ref().map(|settled| settled.at)));
        decided
    })
    .into();
    // Without an address of its own the oldest matter is open.
    let here = Signal::derive(move || asked.get().or_else(|| open.with(|open| open.first().map(|first| first.id))));
    let shown = Memo::new(move |_| {
        let id = here.get()?;
        open.with(|open| open.iter().find(|request| request.id == id).cloned())
    });
    // What is chosen and typed stays while the request moves on beneath it.
    let opened = Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|request| request.id)));
    let begun: Begun = StoredValue::new(HashMap::new());
    listen_for_undo(acts);
    let count = move || tell.fill(texts::DISPUTES_COUNT, &[("n", &open.with(Vec::len).to_string())]);
    let is_empty = move || open.with(Vec::is_empty);
    view! {
        <div class="disputes">
            <div class="disputes-side">
                <div class="page-head"><h1>{t(texts::DISPUTES)}</h1><span class="muted" role="status">{count}</span></div>
                <Trouble refusal retry=move |()| fetch()/>
                <Show when=is_empty><p class="empty">{t(texts::NONE)}</p></Show>
                <List open here/>
                <Decided decided/>
            </div>
            {move || {
                let is_asked = here.with(Option::is_some);
                match opened.get() {
                    Some(_) => view! { <Pane request=shown.into() begun/> }.into_any(),
                    None if is_asked => view! { <p class="empty">{t(texts::NOT_OPEN)}</p> }.into_any(),
                    None => ().into_any(),
                }
            }}
        </div>
    }
}

fn concerns(request: &ServiceRequest) -> bool {
    dispute::is_open(request) || request.settlement.is_some()
}

/// Ctrl Z takes the last decision back, except where somebody is typing.
fn listen_for_undo(acts: Acts) {
    let handle = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_typing =
            target.is_some_and(|target| target.closest("input[type=text], textarea, select").ok().flatten().is_some());
        let is_undo = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("z");
        if is_undo && !is_typing && !event.default_prevented() {
            event.prevent_default();
            acts.undo();
        }
    });
    on_cleanup(move || handle.remove());
}
