//! The list: the oldest matter first, and below it what was decided just now.

use std::sync::Arc;

use domain::{RequestId, Timestamp, dispute, request::ServiceRequest};
use leptos::prelude::*;
use ui::{Said, t, use_now};
use words::conflicts as texts;

use super::told;
use crate::{acts::use_acts, tell::use_tell};

/// What waits, as links; the one that is open is marked.
#[component]
pub fn List(open: Signal<Vec<Arc<ServiceRequest>>>, here: Signal<Option<RequestId>>) -> impl IntoView {
    view! {
        <ol class="dispute-list">
            <For each=move || open.get() key=|request| (request.id, dispute::since(request), request.kept.len()) children=move |request| {
                view! { <Line request here/> }
            }/>
        </ol>
    }
}

#[component]
fn Line(request: Arc<ServiceRequest>, here: Signal<Option<RequestId>>) -> impl IntoView {
    let (tell, now) = (use_tell(), use_now());
    let id = request.id;
    let since = dispute::since(&request).unwrap_or(Timestamp(0));
    let waiting = move || tell.fill(texts::WAITING, &[("time", &tell.span(now.get().since(since).max(0)))]);
    let short = {
        let request = request.clone();
        move || told::in_short(&request, tell)
    };
    let region = request.region.clone();
    let address = ["/disputes/", &id.to_string()].concat();
    view! {
        <li>
            <a href=address aria-current=move || (here.get() == Some(id)).then_some("page")>
                <b>{request.unit.clone()}</b>
                <span>{short}</span>
                <small>{waiting} " · " {move || tell.region(&region)} " · " {request.number.clone()}</small>
            </a>
        </li>
    }
}

/// Decisions that can still be taken back.
#[component]
pub fn Decided(decided: Signal<Vec<Arc<ServiceRequest>>>) -> impl IntoView {
    let (tell, acts) = (use_tell(), use_acts());
    let row = move |request: &Arc<ServiceRequest>| {
        let settlement = request.settlement.as_ref()?;
        let by = tell.fill(texts::DECIDED_BY, &[("who", &settlement.by_name), ("time", &tell.near(settlement.at))]);
        let (id, unit) = (request.id, request.unit.clone());
        let said = Said::filled(words::office::acts::UNDONE, &[("what", &unit)]);
        let reopen = move |_| acts.reopen(id, said.clone());
        Some(view! {
            <li>
                <span><b>{unit}</b> <small>{by}</small></span>
                <button type="button" class="button" on:click=reopen>{t(texts::REOPENED)}</button>
            </li>
        })
    };
    move || {
        let all = decided.get();
        (!all.is_empty()).then(|| {
            view! {
                <section class="decided">
                    <h2>{t(texts::DECIDED)}</h2>
                    <p class="muted">{t(texts::DECIDED_HINT)}</p>
                    <ul>{all.iter().filter_map(row).collect_view()}</ul>
                </section>
            }
        })
    }
}
