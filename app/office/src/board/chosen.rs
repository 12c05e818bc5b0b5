//! The panel at the right: what is chosen, why it is due, who can go, what can be done.

use domain::{
    request::{Dispatch, ServiceRequest, Urgency},
    visit::Visit,
};
use leptos::prelude::*;
use std::sync::Arc;
use ui::t;
use words::{
    common,
    office::{acts as act_texts, board as texts, reasons as reason_texts},
    states,
};

use super::state::{Board, use_board};
use crate::{
    acts::{ActBar, Shown, ToDecide, WhoToSend, go_to_list},
    describe::{continues, entitlement, reasons, sent},
    plan::arrival_clock,
    tell::Tell,
};

#[component]
pub fn Chosen() -> impl IntoView {
    let board = use_board();
    let request = board.shown();
    let is_open = Memo::new(move |_| request.with(Option::is_some));
    view! {
        <section class="detail" class:open=is_open aria-label=t(texts::DETAIL)>
            <Show when=move || is_open.get() fallback=Nothing>
                <Panel request/>
            </Show>
        </section>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <div class="empty">
            <p>{t(texts::DETAIL_EMPTY)}</p>
            <p><small>{t(texts::DETAIL_KEYS)}</small></p>
        </div>
    }
}

#[component]
fn Panel(request: Shown) -> impl IntoView {
    let board = use_board();
    let tell = board.tell;
    let form = move || {
        request.with(|request| request.as_ref().map(|request| ["/requests/", &request.id.to_string()].concat()))
    };
    let part = move |of: fn(&Arc<ServiceRequest>, Tell) -> AnyView| {
        move || request.with(|request| request.as_ref().map(|request| of(request, tell)))
    };
    view! {
        <button type="button" class="button quiet detail-close" aria-label=t(common::CLOSE) on:click=move |_| board.selected.set(None)>"×"</button>
        {part(head)}
        <ActBar request on_assign=|()| go_to_list()/>
        <ToDecide request/>
        {part(due)}
        <WhoToSend request day=board.day preview=board.preview/>
        {part(dispatches)}
        {move || request.with(|request| request.as_ref().map(|request| customer(request, board)))}
        <p class="detail-end"><a href=form>{t(act_texts::OPEN_FORM)}</a></p>
    }
}

fn head(request: &Arc<ServiceRequest>, tell: Tell) -> AnyView {
    let taken = request.submitted_at.unwrap_or(request.opened_at);
    let taken = tell.fill(
        texts::TAKEN_BY,
        &[
            ("channel", tell.say(states::channel(request.channel))),
            ("who", &request.submitted_by_name),
            ("time", &tell.near(taken)),
        ],
    );
    let verdict = entitlement::verdict(&request.entitlement, tell);
    let urgent = (request.urgency != Urgency::Normal)
        .then(|| view! { <span class="chip late">{tell.say(states::urgency(request.urgency))}</span> });
    let reason = request.reason.clone().filter(|reason| !reason.trim().is_empty());
    let wished = request.wished_at.map(|at| {
        view! { <span class="chip">{tell.fill(texts::WISHED, &[("time", &tell.near(at))])}</span> }
    });
    view! {
        <small>{tell.dotted(&[request.number.clone(), taken])}</small>
        <h2>{request.unit.clone()}</h2>
        <p class="symptom">{request.symptom.clone()}</p>
        <p class="chips">
            <span class="chip">{tell.say(states::request_state(request.state))}</span>
            {urgent}
            <span class="chip">{tell.category(&request.category)}</span>
            {wished}
        </p>
        <p class=["verdict ", verdict.tone].concat()><b>{verdict.short}</b> " " {verdict.sentence}</p>
        {reason.map(|reason| view! { <p class="remark"><b>{tell.say(texts::REASON)}</b> " " {reason}</p> })}
        {continues(request, tell).map(|line| view! { <p class="remark">{line}</p> })}
    }
    .into_any()
}

fn due(request: &Arc<ServiceRequest>, tell: Tell) -> AnyView {
    let Some(clock) = arrival_clock(request) else {
        return view! { <section class="panel-part"><h3>{tell.say(reason_texts::NO_CLOCK)}</h3></section> }.into_any();
    };
    let lines = reasons::lines(clock, tell).into_iter().map(|line| {
        view! { <li><span>{line.what}</span> <span>{line.value}</span></li> }
    });
    let title = tell.fill(reason_texts::WHY, &[("time", &tell.near(clock.due))]);
    let others = request.clocks.iter().filter(|other| other.rule != clock.rule && !other.is_stopped()).map(|other| {
        let what = tell.say(reason_texts::rule(&other.rule));
        view! { <li><span>{what}</span> <span><ui::Remaining clock=other.clone()/></span></li> }
    });
    view! {
        <section class="panel-part">
            <h3>{title}</h3>
            <ul class="why">
                {lines.collect_view()}
                <li>
                    <span><b>{tell.say(reason_texts::rule(&clock.rule))}</b></span>
                    <span><b>{tell.near(clock.due)}</b> " " <ui::Remaining clock=clock.clone()/></span>
                </li>
                {others.collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

fn dispatches(request: &Arc<ServiceRequest>, tell: Tell) -> AnyView {
    let Some(dispatch) = request.active_dispatch() else { return ().into_any() };
    let pair =
        |label, value: String| (!value.is_empty()).then(|| view! { <dt>{tell.say(label)}</dt> <dd>{value}</dd> });
    let slot = &dispatch.slot;
    let planned = [tell.near(slot.from), "–".to_owned(), tell.time(slot.until())].concat();
    let allowed = dispatch.window.map(|window| [tell.near(window.from), "–".to_owned(), tell.near(window.to)].concat());
    let state = tell.say(states::dispatch_state(dispatch.state)).to_owned();
    let visit = &dispatch.visit;
    let result = visit.result.as_ref().map(|result| {
        let stars = tell.fill(words::office::facts::STARS, &[("n", &result.satisfaction.to_string())]);
        tell.dotted(&[
            tell.say(states::solved(result.solved)).to_owned(),
            stars,
            result.opinion.clone(),
            result.further_needs.clone(),
        ])
    });
    let signature = match visit.sign_off() {
        Some(record) => tell.fill(act_texts::SIGNED_BY, &[("name", &record.signer_name)]),
        None => visit.unsigned_reason.clone().unwrap_or_default(),
    };
    view! {
        <section class="panel-part">
            <h3>{tell.say(texts::DISPATCH)}</h3>
            <dl class="pairs">
                {pair(texts::ENGINEER, tell.dotted(&[sent(dispatch, tell), state]))}
                {pair(texts::PLANNED, planned)}
                {pair(texts::AGREED, agreed(dispatch, tell))}
                {pair(texts::ALLOWED, allowed.unwrap_or_default())}
                {pair(texts::ON_SITE, on_site(visit, tell))}
                {pair(texts::FOUND, visit.finding.cause.clone())}
                {pair(texts::SOLVED, visit.finding.solution.clone())}
                {pair(texts::RESULT, result.unwrap_or_default())}
                {pair(texts::SIGNATURE, signature)}
            </dl>
        </section>
    }
    .into_any()
}

fn agreed(dispatch: &Dispatch, tell: Tell) -> String {
    let Some(appointment) = &dispatch.appointment else { return String::new() };
    let differs = if appointment.at == dispatch.slot.from { "" } else { tell.say(texts::AGREED_DIFFERS) };
    tell.dotted(&[tell.near(appointment.at), appointment.note.clone(), differs.to_owned()])
}

fn on_site(visit: &Visit, tell: Tell) -> String {
    let Some(arrived) = visit.arrived_at else { return String::new() };
    let left = visit.left_at.map_or_else(|| "…".to_owned(), |left| tell.time(left));
    [tell.near(arrived), "–".to_owned(), left].concat()
}

fn customer(request: &Arc<ServiceRequest>, board: Board) -> AnyView {
    let tell = board.tell;
    let dongle = &request.product.dongle_number;
    let dongle = if dongle.is_empty() { String::new() } else { tell.fill(texts::DONGLE, &[("n", dongle)]) };
    let product = [&request.product.name, " ", &request.product.version].concat();
    let contact =
        [request.contact.name.as_str(), request.contact.title.as_str(), request.contact.phone.as_str()].join(" ");
    let address = tell.dotted(&[request.address.clone(), tell.km(request.distance_km)]);
    let pair = |label, value: String| {
        (!value.trim().is_empty()).then(|| view! { <dt>{tell.say(label)}</dt> <dd>{value}</dd> })
    };
    view! {
        <section class="panel-part">
            <h3>{tell.say(texts::CUSTOMER)}</h3>
            <dl class="pairs">
                {pair(texts::ARCHIVE_NUMBER, request.archive_number.clone())}
                {pair(texts::CONTACT, contact)}
                {pair(texts::PRODUCT, tell.dotted(&[product, dongle]))}
                {pair(texts::ADDRESS, address)}
                {pair(texts::LAST_TIME, last_time(request, board))}
            </dl>
        </section>
    }
    .into_any()
}

/// The latest visit to the same customer, as far as this browser knows.
fn last_time(request: &ServiceRequest, board: Board) -> String {
    let requests = board.desk.client().map(|client| client.requests()).unwrap_or_default();
    let visits = requests.iter().filter(|other| other.customer == request.customer && other.id != request.id);
    let visits = visits.filter_map(|other| {
        let dispatch = other.active_dispatch()?;
        let at = dispatch.visit.left_at.or(dispatch.visit.arrived_at)?;
        let result = dispatch.visit.result.as_ref().map(|result| result.solved);
        Some((at, dispatch.engineer_name.clone(), result))
    });
    let Some((at, engineer, result)) = visits.max_by_key(|(at, ..)| *at) else { return String::new() };
    let result = result.map(|result| board.tell.say(states::solved(result)).to_owned());
    board.tell.dotted(&[board.tell.day(at), engineer, result.unwrap_or_default()])
}
