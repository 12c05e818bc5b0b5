//! The page of one form: fetched when the browser does not know it, live when it does.

use std::sync::Arc;

use domain::{
    RequestId,
    request::{Dispatch, RequestState, ServiceRequest},
    verification::data_dispatch,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use ui::{format::start_of_day, shell::OfficeShell, t, use_desk, use_now};
use words::{
    Text, common,
    office::{board as board_texts, form as texts},
    paper, states,
};

use super::{
    chain::Chain,
    clocks::Clocks,
    history::History,
    parts::{customer_part, engineer_part, hotline_part, manager_part, receipt_part},
};
use crate::{
    acts::{ActBar, ActDialogs, Shown, ToDecide, WhoToSend, go_to_list, provide_acts},
    describe::{continues, sent},
    fees::FeesPanel,
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    refusal::Refusal,
    remote,
    requests::list::Item,
    tell::{Tell, use_tell},
    trouble::Trouble,
    unresolved::Matter,
};

/// `/requests/:id`
#[component]
pub fn RequestPage() -> impl IntoView {
    office_desk();
    view! {
        <OfficeShell here="/requests">
            <WhenReady><Opened/></WhenReady>
        </OfficeShell>
    }
}

/// One form at a time: another id in the address begins anew.
#[component]
fn Opened() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<RequestId>().ok()));
    move || match id.get() {
        Some(id) => view! { <Form id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Form(id: RequestId) -> impl IntoView {
    let (desk, tell, acts) = (use_desk(), use_tell(), provide_acts());
    // Changes arrive by themselves while the form is open.
    if let Some(client) = desk.client() {
        client.listen("board");
    }
    let fetched = RwSignal::new(None::<Arc<ServiceRequest>>);
    let refusal = RwSignal::new(None::<Refusal>);
    let known = Memo::new(move |_| {
        let request = desk.records()?.request(id)?;
        Some(Arc::new((*request).clone()))
    });
    let shown: Shown = Memo::new(move |_| known.get().or_else(|| fetched.get())).into();
    let fetch = move || {
        spawn_local(async move {
            let path = ["/api/requests/", &id.to_string()].concat();
            match remote::get(desk, tell, &path).await {
                Ok(value) => {
                    let item: Option<Item> = serde_json::from_value(value).ok();
                    fetched.try_set(item.map(|item| Arc::new(item.record)));
                    refusal.try_set(None);
                }
                Err(found) => {
                    refusal.try_set(Some(found));
                }
            }
        });
    };
    // An older form is not kept in the browser: it is fetched, and again after something was done.
    Effect::new(move || {
        acts.done.track();
        if known.with_untracked(Option::is_none) {
            fetch();
        }
    });
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    let is_absent = move || refusal.with(|refusal| refusal.as_ref().is_some_and(|refusal| refusal.is_absent));
    view! {
        <Show
            when=move || is_there.get()
            fallback=move || {
                if is_absent() {
                    return view! { <NotFound/> }.into_any();
                }
                if refusal.with(Option::is_some) {
                    return view! { <div class="page narrow"><Trouble refusal retry=move |()| fetch()/></div> }.into_any();
                }
                view! { <p class="empty" role="status">{t(texts::FORM_LOADING)}</p> }.into_any()
            }
        >
            <Paper request=shown/>
        </Show>
        <ActDialogs/>
    }
}

#[component]
fn Paper(request: Shown) -> impl IntoView {
    let (desk, tell, now) = (use_desk(), use_tell(), use_now());
    let today = Memo::new(move |_| start_of_day(now.get(), &desk.zone()));
    let part = move |of: fn(&ServiceRequest, Option<&Dispatch>, Tell) -> AnyView| {
        move || request.with(|request| request.as_ref().map(|request| of(request, form_dispatch(request), tell)))
    };
    view! {
        <div class="page form-page">
            <div class="form-side">
                {part(head)}
                <ActBar request on_assign=|()| go_to_list()/>
                <ToDecide request/>
                {part(print_link)}
                <Matter request/>
                <FeesPanel request/>
                <Clocks request/>
                <WhoToSend request day=today/>
                <Chain request/>
                {part(all_dispatches)}
            </div>
            <article class="paper" aria-label=t(texts::TITLE)>
                {part(paper_head)}
                {part(hotline_part)}
                {part(manager_part)}
                {part(engineer_part)}
                {part(customer_part)}
                {part(receipt_part)}
            </article>
            <History request/>
        </div>
    }
}

/// The dispatch whose visit the form shows: the one that counts, else the latest.
fn form_dispatch(request: &ServiceRequest) -> Option<&Dispatch> {
    request.active_dispatch().or_else(|| request.dispatches.last())
}

fn head(request: &ServiceRequest, _: Option<&Dispatch>, tell: Tell) -> AnyView {
    let number = if request.number.is_empty() { tell.say(texts::NO_NUMBER).to_owned() } else { request.number.clone() };
    let state = tell.say(states::request_state(request.state));
    let reason = request.reason.clone().filter(|reason| {
        let is_current = matches!(
            request.state,
            RequestState::Declined | RequestState::Cancelled | RequestState::SentBack | RequestState::Verified
        );
        is_current && !reason.trim().is_empty()
    });
    view! {
        <p class="crumbs"><a href="/requests">{tell.say(common::REQUESTS)}</a></p>
        <h1>{request.unit.clone()}</h1>
        <p class="chips"><span class="chip">{number}</span> <span class="chip accent">{state}</span></p>
        {reason.map(|reason| view! { <p class="remark"><b>{tell.say(board_texts::REASON)}</b> " " {reason}</p> })}
        {continues(request, tell).map(|line| view! { <p class="remark">{line}</p> })}
    }
    .into_any()
}

/// The form as a file for paper; a new tab, so that the page stays where it is.
fn print_link(request: &ServiceRequest, _: Option<&Dispatch>, tell: Tell) -> AnyView {
    if request.number.is_empty() {
        return ().into_any();
    }
    let link = |form: &str, text: Text| {
        let address = ["/api/requests/", &request.id.to_string(), "/forms/", form, ".pdf"].concat();
        view! { <a class="button" href=address target="_blank" rel="external noopener">{tell.say(text)}</a> }
    };
    let data = data_dispatch(request).map(|_| link("QR-05", paper::PRINT_DATA));
    view! { <p class="print-link">{link("QR-03", paper::PRINT)} {data}</p> }.into_any()
}

fn paper_head(request: &ServiceRequest, _: Option<&Dispatch>, tell: Tell) -> AnyView {
    let number = if request.number.is_empty() { tell.say(texts::NO_NUMBER).to_owned() } else { request.number.clone() };
    view! {
        <header class="paper-head">
            <h2>{tell.say(texts::TITLE)}</h2>
            <p><span>{tell.say(texts::FORM_ID)}</span> <span>{number}</span></p>
            <small>{tell.say(texts::SEALED_MARK)}</small>
        </header>
    }
    .into_any()
}

fn all_dispatches(request: &ServiceRequest, _: Option<&Dispatch>, tell: Tell) -> AnyView {
    if request.dispatches.len() < 2 {
        return ().into_any();
    }
    let row = |dispatch: &Dispatch| {
        let words = tell.dotted(&[
            sent(dispatch, tell),
            tell.near(dispatch.slot.from),
            tell.say(states::dispatch_state(dispatch.state)).to_owned(),
            dispatch.reason.clone().unwrap_or_default(),
        ]);
        view! { <li>{words}</li> }
    };
    view! {
        <section class="panel-part">
            <h2>{tell.say(texts::DISPATCHES)}</h2>
            <ol class="plain-list">{request.dispatches.iter().map(row).collect_view()}</ol>
        </section>
    }
    .into_any()
}
