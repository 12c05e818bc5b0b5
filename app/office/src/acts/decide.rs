//! What waits for a manager's decision inside a request: a wished time, a call for help, a delay, disputed work.

use std::sync::Arc;

use domain::{
    Timestamp,
    command::Command,
    people::Actor,
    request::{Dispatch, DispatchState, ServiceRequest},
};
use leptos::prelude::*;
use ui::{Said, t, use_desk};
use words::{conflicts, office::acts as texts, states};

use super::{Back, Shown, may_manage, use_acts};
use crate::tell::{Tell, use_tell};

/// One box for each thing to be decided or known; nothing when there is none.
#[component]
pub fn ToDecide(request: Shown) -> impl IntoView {
    let desk = use_desk();
    let tell = use_tell();
    move || {
        let request = request.get()?;
        let may = desk.person().is_some_and(|person| may_manage(&Actor::from(&person), &request));
        let kept = (may && !request.kept.is_empty()).then(|| kept(&request, tell));
        let boxes = request.dispatches.iter().map(|dispatch| boxes(&request, dispatch, may, tell)).collect_view();
        Some(view! { {kept} {boxes} })
    }
}

/// Actions to which a rule objected: they are decided where both versions stand side by side.
fn kept(request: &ServiceRequest, tell: Tell) -> impl IntoView + use<> {
    let title = tell.fill(conflicts::KIND_KEPT, &[("n", &request.kept.len().to_string())]);
    view! { <div class="notice late"><strong>{title}</strong><div class="notice-end">{compare_link(request.id)}</div></div> }
}

fn boxes(request: &Arc<ServiceRequest>, dispatch: &Dispatch, may: bool, tell: Tell) -> Vec<AnyView> {
    let mut boxes = Vec::new();
    if dispatch.state == DispatchState::Disputed {
        boxes.push(dispute(request, dispatch, may, tell).into_any());
    }
    if !dispatch.state.is_active() {
        if dispatch.state == DispatchState::Refused && request.active_dispatch().is_none() {
            let reason = dispatch.reason.clone().unwrap_or_default();
            let words = tell.fill(texts::REFUSED, &[("engineer", &dispatch.engineer_name), ("reason", &reason)]);
            boxes.push(view! { <p class="notice">{words}</p> }.into_any());
        }
        return boxes;
    }
    if let Some(wish) = &dispatch.wish {
        boxes.push(self::wish(request, dispatch, (wish.at, wish.note.clone()), may, tell).into_any());
    }
    let is_over = dispatch.state == DispatchState::Returned;
    if let Some(help) = dispatch.help.clone().filter(|_| !is_over) {
        let title = tell.fill(texts::HELP, &[("engineer", &dispatch.engineer_name)]);
        let answer = view! { <crate::unresolved::HelpAnswerButton request=request.clone() dispatch=dispatch.clone()/> };
        boxes.push(view! { <div class="notice"><strong>{title}</strong><p>{help}</p>{answer}</div> }.into_any());
    }
    if let Some(delay) = dispatch.delay.as_ref().filter(|_| dispatch.visit.arrived_at.is_none() && !is_over) {
        let time = tell.near(delay.new_time);
        let title = tell.fill(texts::DELAY, &[("engineer", &dispatch.engineer_name), ("time", &time)]);
        let answer = tell.say(if delay.agreed { texts::DELAY_AGREED } else { texts::DELAY_REFUSED });
        let reason = delay.reason.clone();
        let is_refused = !delay.agreed;
        boxes.push(
            view! { <div class="notice" class:late=is_refused><strong>{title}</strong><p>{reason} " " {answer}</p></div> }.into_any(),
        );
    }
    boxes
}

fn wish(
    request: &ServiceRequest,
    dispatch: &Dispatch,
    (at, note): (Timestamp, String),
    may: bool,
    tell: Tell,
) -> impl IntoView + use<> {
    let acts = use_acts();
    let (id, unit, dispatch_id) = (request.id, request.unit.clone(), dispatch.id);
    let planned = dispatch.appointment.as_ref().map_or(dispatch.slot.from, |appointment| appointment.at);
    let title = tell.fill(texts::WISH, &[("time", &tell.near(at))]);
    let from = tell.fill(texts::WISH_FROM, &[("engineer", &dispatch.engineer_name), ("time", &tell.near(planned))]);
    let settle = move |accept: bool| {
        let said = Said::filled(texts::SETTLED, &[("unit", &unit)]);
        acts.run(id, Command::SettleAppointment { dispatch: dispatch_id, accept }, said, None);
    };
    let reject = settle.clone();
    view! {
        <div class="notice">
            <strong>{title}</strong>
            <p>{from}</p>
            <p>{note}</p>
            {may.then(|| view! {
                <div class="notice-end">
                    <button type="button" class="button primary" on:click=move |_| settle(true)>{t(texts::WISH_ACCEPT)}</button>
                    <button type="button" class="button" on:click=move |_| reject(false)>{t(texts::WISH_REJECT)}</button>
                </div>
            })}
        </div>
    }
}

fn dispute(request: &ServiceRequest, dispatch: &Dispatch, may: bool, tell: Tell) -> impl IntoView + use<> {
    let acts = use_acts();
    let (id, unit, dispatch_id) = (request.id, request.unit.clone(), dispatch.id);
    // The other way needs a reason: that is decided where both versions stand side by side.
    let accept = move |_| {
        let said = Said::filled(texts::SETTLED, &[("unit", &unit)]);
        acts.run(id, Command::SettleDispute { dispatch: dispatch_id, accept: true }, said, Some(Back::Reopen));
    };
    let other = request.active_dispatch().filter(|other| other.id != dispatch_id);
    let site = version(dispatch, tell);
    let plan = other.map_or_else(|| vec![tell.say(texts::DISPUTE_NO_PLAN).to_owned()], |other| version(other, tell));
    let has_other = other.is_some();
    view! {
        <section class="dispute" aria-label=t(texts::DISPUTE)>
            <h3>{t(texts::DISPUTE)}</h3>
            <p>{t(texts::DISPUTE_HINT)}</p>
            <div class="versions">
                <div><h4>{t(texts::DISPUTE_SITE)}</h4><ul>{items(site)}</ul></div>
                <div><h4>{t(texts::DISPUTE_PLAN)}</h4><ul>{items(plan)}</ul></div>
            </div>
            {may.then(|| view! {
                <div class="notice-end">
                    <button type="button" class="button primary" on:click=accept>{t(texts::DISPUTE_ACCEPT)}</button>
                    {compare_link(id)}
                    {has_other.then(|| view! { <small>{t(texts::DISPUTE_ACCEPT_HINT)}</small> })}
                </div>
            })}
        </section>
    }
}

/// Where both versions stand side by side.
fn compare_link(id: domain::RequestId) -> impl IntoView {
    view! { <a class="button" href=["/disputes/", &id.to_string()].concat()>{t(conflicts::OPEN_DISPUTE)}</a> }
}

fn items(lines: Vec<String>) -> impl IntoView {
    lines.into_iter().filter(|line| !line.is_empty()).map(|line| view! { <li>{line}</li> }).collect_view()
}

/// A dispatch as one of two versions: who, when, what came of it.
fn version(dispatch: &Dispatch, tell: Tell) -> Vec<String> {
    let visit = &dispatch.visit;
    let time = |at: Option<Timestamp>| at.map_or_else(|| "—".to_owned(), |at| tell.near(at));
    let signature = match visit.sign_off() {
        Some(record) => tell.fill(texts::SIGNED_BY, &[("name", &record.signer_name)]),
        None => tell.say(texts::NO_SIGNATURE).to_owned(),
    };
    let happened = visit.arrived_at.is_some() || visit.result.is_some();
    let mut lines = vec![
        dispatch.engineer_name.clone(),
        tell.dotted(&[tell.near(dispatch.slot.from), tell.say(states::dispatch_state(dispatch.state)).to_owned()]),
    ];
    if happened {
        let (arrived, left) = (time(visit.arrived_at), time(visit.left_at));
        lines.push(tell.fill(texts::ARRIVED_LEFT, &[("arrived", &arrived), ("left", &left)]));
        let result = visit.result.as_ref().map(|result| tell.say(states::solved(result.solved)).to_owned());
        lines.push(result.unwrap_or_default());
        lines.push(visit.finding.solution.clone());
        lines.push(signature);
    }
    lines
}
