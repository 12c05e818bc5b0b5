//! One stop of the day: when, who, what, and what to do next.

use domain::{
    DispatchId, Timestamp,
    deadline::Phase,
    entitlement::{Entitlement, Standing},
    request::{Dispatch, DispatchState, RequestState, ServiceRequest, Urgency},
};
use leptos::prelude::*;
use offline::Whereabouts;
use ui::{Words, format, t, use_now};
use words::{Text, field as say, states};

use super::{
    actions::{DispatchActions, plan_changed, remarks, visit_address},
    plan::{Plan, Stop, is_open},
    ready::{NotReady, Tick},
};
use crate::{
    acting::use_acting,
    sync_badge::{is_troubled, whereabouts},
};

/// The card of one dispatch; rebuilt when something about it changes and not otherwise.
#[component]
pub fn StopCard(plan: Memo<Plan>, id: DispatchId, with_day: bool) -> impl IntoView {
    let stop = Memo::new(move |_| plan.with(|plan| plan.stop(id).cloned()));
    move || stop.get().map(|stop| view! { <Card stop=stop with_day=with_day/> })
}

#[component]
fn Card(stop: Stop, with_day: bool) -> impl IntoView {
    let acting = use_acting();
    let words = acting.words;
    let Stop { request, dispatch } = stop;
    let open = is_open(&request, &dispatch);
    let class = match dispatch.lived_state() {
        DispatchState::OnSite | DispatchState::EnRoute => "card stop current",
        _ if open => "card stop",
        _ => "card stop is-done",
    };
    let request_id = request.id;
    // Once the engineer is there it is too late to ask.
    let is_ahead = open && dispatch.visit.arrived_at.is_none();
    let dispatch_id = dispatch.id;
    let product = [request.product.name.as_str(), " ", &request.product.version].concat();
    let contact = [request.contact.name.as_str(), " ", &request.contact.phone].concat();
    let km = (request.distance_km.round() as i64).to_string();
    let remarks = {
        let (request, dispatch) = (request.clone(), dispatch.clone());
        move || {
            let changed = plan_changed(words, &request, &dispatch);
            let all = remarks(acting, &request, &dispatch);
            changed.into_iter().chain(all).map(|text| view! { <p class="notice">{text}</p> }).collect_view()
        }
    };
    // Where the form is matters once something was done to it here.
    let place = move || {
        let place = acting.desk.outbox()?.whereabouts(request_id);
        let class = if place == Whereabouts::Accepted { "chip" } else { "chip soon" };
        let tells = !open || place != Whereabouts::Accepted;
        tells.then(|| view! { <span class=class>{whereabouts(words, place, is_troubled(acting.desk))}</span> })
    };
    let heading = ["visit-", &dispatch.id.to_string()].concat();
    let labelled_by = heading.clone();
    view! {
        <article class=class data-dispatch=dispatch.id.to_string() aria-labelledby=labelled_by>
            <div class="stop-time"><When dispatch=dispatch.clone() with_day=with_day/></div>
            <h3 id=heading><a href=visit_address(dispatch.id)>{request.unit.clone()}</a></h3>
            <p class="stop-state"><StateChip request=request.clone() dispatch=dispatch.clone()/> {is_ahead.then(|| view! { <Tick request=request_id/> })} {place}</p>
            <p class="stop-symptom">{request.symptom.clone()}</p>
            {open.then(|| view! {
                <div class="stop-meta">
                    <span class="chip">{product}</span>
                    {entitlement_chip(words, &request.entitlement)}
                    <span class="chip">{contact}</span>
                    <span class="chip">{km} " km"</span>
                </div>
            })}
            {is_ahead.then(|| view! { <NotReady request=request_id dispatch=dispatch_id/> })}
            {remarks}
            {open.then(|| view! { <DispatchActions request=request dispatch=dispatch.id on_form=false/> })}
        </article>
    }
}

/// The time of the stop, and below it what says more.
#[component]
fn When(dispatch: Dispatch, with_day: bool) -> impl IntoView {
    let acting = use_acting();
    let words = acting.words;
    let now = use_now();
    let shown = move |at: Timestamp, shape| format::instant(at, shape, words.lang(), &acting.desk.zone());
    let from = dispatch.slot.from;
    let (state, dispatched) = (dispatch.lived_state(), dispatch.dispatched_at);
    let visit = dispatch.visit;
    let (arrived, left) = (visit.arrived_at, visit.left_at);
    let minutes = dispatch.slot.minutes.to_string();
    let more = move || match (state, arrived, left) {
        (DispatchState::OnSite, Some(arrived), _) => {
            let minutes = now.get().max(acting.now()).since(arrived).max(0) / 60_000;
            words.fill(say::ARRIVED_AGO, &[("n", &minutes.to_string())])
        }
        (_, _, Some(left)) => words.fill(say::LEFT_AT, &[("time", &shown(left, format::Shape::Time))]),
        (DispatchState::Offered, ..) => {
            words.fill(say::NEW_SINCE, &[("time", &shown(dispatched, format::Shape::Time))])
        }
        _ => words.fill(words::common::MINUTES, &[("n", &minutes)]),
    };
    view! {
        {with_day.then(|| view! { <small>{move || shown(from, format::Shape::Day)}</small> })}
        {move || shown(from, format::Shape::Time)}
        <small>{more}</small>
    }
}

/// The state in words; before the visit what is due next, so that colour and words say the same.
#[component]
fn StateChip(request: ServiceRequest, dispatch: Dispatch) -> impl IntoView {
    let acting = use_acting();
    let words = acting.words;
    let now = use_now();
    let is_sent_back = request.state == RequestState::SentBack && dispatch.state == DispatchState::Returned;
    let state = match dispatch.state {
        _ if is_sent_back => states::SENT_BACK,
        // How it ended says more than that it is over.
        DispatchState::Returned if dispatch.visit.solved_by_phone => states::SOLVED_BY_PHONE,
        DispatchState::Returned if dispatch.visit.sign_off().is_some() => states::SIGNED,
        DispatchState::Returned if dispatch.visit.unsigned_reason.is_some() => states::UNSIGNED,
        state => states::dispatch_state(state),
    };
    let due = request.next_due().filter(|_| dispatch.state.is_recallable()).cloned();
    let phase = {
        let due = due.clone();
        Memo::new(move |_| due.as_ref().map_or(Phase::Calm, |clock| clock.phase(now.get())))
    };
    let urgent = request.urgency != Urgency::Normal;
    let due_text = move || {
        let due = due.as_ref()?;
        let pattern = if due.rule.starts_with("onsite.contact") { say::CONTACT_BY } else { say::ARRIVE_BY };
        // A time of another day needs its day.
        let near = due.due.since(acting.now()).abs() < 12 * domain::time::HOUR;
        let shape = if near { format::Shape::Time } else { format::Shape::DayTime };
        let time = format::instant(due.due, shape, words.lang(), &acting.desk.zone());
        let text = words.fill(pattern, &[("time", &time)]);
        let class = match phase.get() {
            Phase::Late => "chip late",
            Phase::Soon => "chip soon",
            Phase::Calm => "chip",
        };
        Some(view! { <span class=class>{text}</span> })
    };
    let class = match dispatch.state {
        _ if is_sent_back => "chip soon",
        DispatchState::OnSite | DispatchState::EnRoute => "chip accent",
        DispatchState::Returned | DispatchState::Signed => "chip ok",
        DispatchState::Recalled | DispatchState::Disputed | DispatchState::NotMet => "chip soon",
        _ => "chip",
    };
    view! {
        {urgent.then(|| view! { <span class="chip late">{t(states::urgency(request.urgency))}</span> })}
        {due_text}
        <span class=class>{t(state)}</span>
    }
}

fn standing(standing: Standing) -> (Text, Text, &'static str) {
    match standing {
        Standing::Covered => (say::COVERED, say::COVERED_SENTENCE, "chip ok"),
        Standing::FirstYear => (say::FIRST_YEAR, say::FIRST_YEAR_SENTENCE, "chip ok"),
        Standing::LastVisitAvailable => (say::LAST_VISIT, say::LAST_VISIT_SENTENCE, "chip soon"),
        Standing::Expired => (say::EXPIRED, say::EXPIRED_SENTENCE, "chip soon"),
        Standing::Blocked => (say::BLOCKED, say::BLOCKED_SENTENCE, "chip late"),
        Standing::OtherBranch => (say::OTHER_BRANCH, say::OTHER_BRANCH_SENTENCE, "chip soon"),
        Standing::UnsupportedVersion => (say::UNSUPPORTED, say::UNSUPPORTED_SENTENCE, "chip soon"),
        Standing::Unknown => (say::UNKNOWN, say::UNKNOWN_SENTENCE, "chip"),
    }
}

/// What the customer is entitled to, in two words.
#[must_use]
pub fn entitlement_chip(words: Words, entitlement: &Entitlement) -> AnyView {
    let (text, _, class) = standing(entitlement.standing);
    view! { <span class=class>{move || words.say(text)}</span> }.into_any()
}

/// What the customer is entitled to, as a sentence. Tracked.
#[must_use]
pub fn entitlement_sentence(words: Words, known: Standing, until: Option<&str>) -> String {
    let (_, sentence, _) = standing(known);
    words.fill(sentence, &[("until", until.unwrap_or("–"))])
}
