//! Calls after visits: the queue at the left, the customer who is called at the right (QA-1).

mod call;
mod list;
mod questions;
mod settled;
mod tried;

use std::sync::Arc;

use domain::{
    RequestId, Timestamp,
    follow_up::{self, Stage},
    request::ServiceRequest,
    rights::Action,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use serde::Deserialize;
use ui::{shell::OfficeShell, t, use_desk};
use words::{Text, common, office::follow_ups as texts};

use crate::{
    acts::provide_acts,
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    refusal::Refusal,
    remote,
    tell::use_tell,
    trouble::Trouble,
};

/// A visit in the queue.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Item {
    record: ServiceRequest,
}

type Items = RwSignal<Option<Vec<Arc<ServiceRequest>>>>;

/// `/follow-ups` and `/follow-ups/:id`
#[component]
pub fn FollowUpsPage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    view! {
        <OfficeShell here="/follow-ups">
            <WhenReady>
                <Show when=move || desk.may(Action::SeeFollowUps) fallback=NotFound>
                    <Queue/>
                </Show>
            </WhenReady>
        </OfficeShell>
    }
}

#[component]
fn Queue() -> impl IntoView {
    let (desk, tell, acts) = (use_desk(), use_tell(), provide_acts());
    if let Some(client) = desk.client() {
        client.listen("board");
    }
    let params = use_params_map();
    let here = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<RequestId>().ok()));
    let query = use_query_map();
    let stage = Memo::new(move |_| {
        query.with(|query| query.get("stage")).and_then(|word| Stage::parse(&word)).unwrap_or(Stage::Due)
    });
    let items: Items = RwSignal::new(None);
    let next = RwSignal::new(None::<String>);
    let refusal = RwSignal::new(None::<Refusal>);
    let fetch = move |more: bool| {
        let asked = stage.get_untracked();
        let cursor = next.get_untracked().filter(|_| more).map(|next| ["&cursor=", &ui::encoded(&next)].concat());
        let path = ["/api/follow-ups?stage=", asked.word(), &cursor.unwrap_or_default()].concat();
        spawn_local(async move {
            match remote::list::<Item>(desk, tell, &path).await {
                Ok(page) if stage.try_get_untracked() == Some(asked) => {
                    let fetched = page.items.into_iter().map(|item| Arc::new(item.record));
                    items.try_update(|items| {
                        let mut known = items.take().filter(|_| more).unwrap_or_default();
                        known.extend(fetched);
                        *items = Some(known);
                    });
                    next.try_set(page.next);
                    refusal.try_set(None);
                }
                Ok(_) => {}
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
        });
    };
    Effect::new(move |before: Option<Stage>| {
        let asked = stage.get();
        acts.done.track();
        if before.is_some_and(|before| before != asked) {
            items.set(None);
            next.set(None);
        }
        fetch(false);
        asked
    });
    // Colleagues call too: what changed meanwhile counts as it stands now.
    let shown = Signal::derive(move || {
        let records = desk.records();
        let newest = move |request: Arc<ServiceRequest>| {
            let known = records.as_ref().and_then(|client| client.request(request.id));
            known.map_or(request, |known| Arc::new((*known).clone()))
        };
        items.get().map(|items| items.into_iter().map(newest).collect::<Vec<_>>())
    });
    let navigate = use_navigate();
    let tab = move |one: Stage, text: Text| {
        let navigate = navigate.clone();
        let choose = move |_| {
            let address = ["/follow-ups", &query_of(one)].concat();
            navigate(&address, Default::default());
        };
        view! { <button type="button" aria-pressed=move || (stage.get() == one).to_string() on:click=choose>{t(text)}</button> }
    };
    let empty = move || match stage.get() {
        Stage::Due => texts::EMPTY_DUE,
        Stage::Case => texts::EMPTY_CASES,
        Stage::Done => texts::EMPTY_DONE,
    };
    let is_empty = move || items.with(|items| items.as_ref().is_some_and(Vec::is_empty));
    let is_loading = move || items.with(Option::is_none) && refusal.with(Option::is_none);
    let chosen = Memo::new(move |_| {
        let id = here.get()?;
        shown.get()?.into_iter().find(|request| request.id == id)
    });
    // What is typed about a customer stays while the list and the record change around it.
    let opened =
        Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().map(|request| (request.id, stage_of(request)))));
    view! {
        <div class="page">
            <div class="page-head">
                <h1>{t(texts::TITLE)}</h1>
                <div class="tabs" role="group" aria-label=t(texts::TITLE)>
                    {tab(Stage::Due, texts::DUE)}
                    {tab(Stage::Case, texts::CASES)}
                    {tab(Stage::Done, texts::DONE)}
                </div>
            </div>
            <p class="lead">{t(texts::LEAD)}</p>
            <Trouble refusal retry=move |()| fetch(false)/>
            <Show when=is_loading><p class="empty" role="status">{t(common::LOADING)}</p></Show>
            <Show when=is_empty><p class="empty">{move || tell.say(empty())}</p></Show>
            <div class="calls">
                <div>
                    <list::List items=Signal::derive(move || shown.get().unwrap_or_default()) here=here.into()/>
                    <Show when=move || next.with(Option::is_some)>
                        <p class="more"><button type="button" class="button" on:click=move |_| fetch(true)>{t(texts::MORE)}</button></p>
                    </Show>
                </div>
                {move || opened.get().map(|(_, stage)| view! { <Chosen request=chosen stage/> })}
                <Show when=move || chosen.with(Option::is_none) && !is_empty() && !is_loading()>
                    <p class="empty">{t(texts::CHOOSE)}</p>
                </Show>
            </div>
        </div>
    }
}

/// What an address says of the part of the queue that is shown; nothing for the first.
fn query_of(stage: Stage) -> String {
    if stage == Stage::Due { String::new() } else { ["?stage=", stage.word()].concat() }
}

fn stage_of(request: &ServiceRequest) -> Option<Stage> {
    follow_up::place(request).map(|(stage, _)| stage)
}

/// The customer who is called, with what can be done now.
#[component]
fn Chosen(request: Memo<Option<Arc<ServiceRequest>>>, stage: Option<Stage>) -> impl IntoView {
    let may = use_desk().may(Action::MakeFollowUps);
    let is_due = stage == Some(Stage::Due);
    let about = request.get_untracked();
    let unit = about.as_ref().map(|request| request.unit.clone());
    let follow_up =
        Memo::new(move |_| request.with(|request| request.as_ref().and_then(|request| request.follow_up.clone())));
    let settled = move || {
        // Read, not only tracked: a memo that nobody reads has no sources.
        follow_up.with(|_| ());
        request.get_untracked().map(|request| view! { <settled::Settled request may/> })
    };
    view! {
        <article class="call" aria-label=unit>
            {move || request.get().map(|request| view! { <call::Call request/> })}
            {about.filter(|_| may && is_due).map(|request| view! {
                <tried::Tried request=request.clone()/>
                <questions::Questions request/>
            })}
            {(!is_due).then_some(settled)}
        </article>
    }
}

/// When the list's order puts a request where it is.
fn placed_at(request: &ServiceRequest) -> Timestamp {
    follow_up::place(request).map_or(request.opened_at, |(_, at)| at)
}
