//! Visits of colleagues that concern the engineer: those to go along to, and cases to follow to their end. The one who is
//! sent fills in the form (UNR-4).

use std::rc::Rc;

use domain::{
    PersonId, RequestId, Timestamp,
    request::{Dispatch, DispatchState, ServiceRequest},
    unresolved::Former,
};
use leptos::prelude::*;
use ui::{format, t, use_desk, use_language};
use words::{Text, field as say, unresolved};

/// A colleague's visit.
#[derive(Clone, PartialEq)]
struct Shared {
    request: RequestId,
    unit: String,
    address: String,
    symptom: String,
    /// The way to this form, with what is to be done now.
    former: Option<Box<Former>>,
    /// Who goes and when; None while nobody is planned.
    sent: Option<(String, Timestamp)>,
}

/// What is to come, the next one first; nothing where there is none.
#[component]
pub fn Along() -> impl IntoView {
    view! {
        <Group title=say::ALONG with=say::ALONG_WITH find=to_go_along/>
        <Group title=say::FOLLOWING with=say::FOLLOWING_WITH find=to_follow/>
    }
}

#[component]
fn Group(title: Text, with: Text, find: fn(&ServiceRequest, PersonId) -> Option<Shared>) -> impl IntoView {
    let desk = use_desk();
    let shown = Memo::new(move |_| {
        let known = desk.records().and_then(|client| Some((client.person()?, client.requests())));
        known.map(|(person, requests)| in_order(&requests, |request| find(request, person.id))).unwrap_or_default()
    });
    view! {
        <Show when=move || shown.with(|shown| !shown.is_empty())>
            <h2>{t(title)}</h2>
            {move || shown.get().into_iter().map(|shared| view! { <Card shared with/> }).collect_view()}
        </Show>
    }
}

#[component]
fn Card(shared: Shared, with: Text) -> impl IntoView {
    let (desk, words) = (use_desk(), use_language());
    let Shared { request, unit, address, symptom, former, sent } = shared;
    let time = sent.clone().map(|(_, from)| {
        let shown = move |shape| format::instant(from, shape, words.lang(), &desk.zone());
        view! { <small>{move || shown(format::Shape::Day)}</small> {move || shown(format::Shape::Time)} }
    });
    let who = move || match &sent {
        Some((name, _)) => words.fill(with, &[("name", name)]),
        None => words.say(say::FOLLOWING_UNPLANNED).to_owned(),
    };
    let heading = ["with-", &request.to_string()].concat();
    let labelled_by = heading.clone();
    view! {
        <article class="card stop" aria-labelledby=labelled_by>
            <div class="stop-time">{time}</div>
            <h3 id=heading>{unit}</h3>
            <p class="stop-state"><span class="chip accent">{who}</span></p>
            <p class="stop-symptom">{symptom}</p>
            {move || former.iter().flat_map(|former| unresolved::way_here(words.lang(), former)).map(|line| view! { <p class="notice">{line}</p> }).collect_view()}
            <div class="stop-meta"><span class="chip">{address}</span></div>
        </article>
    }
}

fn in_order(requests: &[Rc<ServiceRequest>], find: impl Fn(&ServiceRequest) -> Option<Shared>) -> Vec<Shared> {
    let mut shown: Vec<Shared> = requests.iter().filter_map(|request| find(request)).collect();
    shown.sort_by_key(|shared| shared.sent.as_ref().map_or(i64::MAX, |(_, from)| from.millis()));
    shown
}

fn to_go_along(request: &ServiceRequest, person: PersonId) -> Option<Shared> {
    let is_ahead = |dispatch: &&Dispatch| {
        dispatch.goes_along(person) && dispatch.state.is_active() && dispatch.state != DispatchState::Returned
    };
    request.dispatches.iter().find(is_ahead).map(|dispatch| shared(request, Some(dispatch)))
}

fn to_follow(request: &ServiceRequest, person: PersonId) -> Option<Shared> {
    let is_first = request.first_engineer.as_ref().is_some_and(|first| first.person == person);
    let sent = request.active_dispatch();
    let is_own = sent.is_some_and(|dispatch| dispatch.engineer == person || dispatch.goes_along(person));
    (is_first && !is_own && !request.is_done()).then(|| shared(request, sent))
}

fn shared(request: &ServiceRequest, sent: Option<&Dispatch>) -> Shared {
    Shared {
        request: request.id,
        unit: request.unit.clone(),
        address: request.address.clone(),
        symptom: request.symptom.clone(),
        former: request.former.clone(),
        sent: sent.map(|dispatch| (dispatch.engineer_name.clone(), dispatch.slot.from)),
    }
}
