//! Whom to call and about what: customer, phone, what was done on the visit.

use std::sync::Arc;

use domain::request::ServiceRequest;
use leptos::prelude::*;
use words::{Text, office::follow_ups as texts, states};

use crate::tell::{Tell, use_tell};

#[component]
pub(super) fn Call(request: Arc<ServiceRequest>) -> impl IntoView {
    let tell = use_tell();
    let phone = request.contact.phone.clone();
    let dial = if phone.trim().is_empty() {
        view! { <span class="mistake">{tell.say(texts::NO_PHONE)}</span> }.into_any()
    } else {
        let digits: String = phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
        let label = tell.fill(texts::CALL, &[("phone", &phone)]);
        view! { <a class="button primary" href=["tel:", &digits].concat()>{label}</a> }.into_any()
    };
    let contact = [request.contact.name.as_str(), request.contact.title.as_str()].join(" ");
    let form = ["/requests/", &request.id.to_string()].concat();
    view! {
        <header class="call-head">
            <div>
                <h2>{request.unit.clone()}</h2>
                <p>{contact} " · " <a href=form>{request.number.clone()}</a></p>
            </div>
            {dial}
        </header>
        <section>
            <h3>{tell.say(texts::WHAT_WAS_DONE)}</h3>
            <dl class="pairs">{done(&request, tell)}</dl>
        </section>
        {attempts(&request, tell)}
    }
}

fn done(request: &ServiceRequest, tell: Tell) -> impl IntoView + use<> {
    let mut visits = request.dispatches.iter().rev();
    let served = visits.find(|dispatch| dispatch.visit.arrived_at.is_some() || dispatch.visit.solved_by_phone);
    let line = |label: Text, value: String| {
        let is_said = !value.trim().is_empty();
        is_said.then(|| view! { <dt>{tell.say(label)}</dt><dd>{value}</dd> })
    };
    let visit = served.map(|dispatch| dispatch.visit.clone()).unwrap_or_default();
    let when = match visit.arrived_at {
        Some(arrived) => tell.day_time(arrived),
        None if visit.solved_by_phone => tell.say(texts::BY_PHONE).to_owned(),
        None => String::new(),
    };
    let engineer = served.map(|dispatch| dispatch.engineer_name.clone()).unwrap_or_default();
    let said = visit.result.map(|result| {
        let stars = tell.fill(texts::STARS, &[("n", &result.satisfaction.to_string())]);
        tell.sentence(&[tell.say(states::solved(result.solved)).to_owned(), stars, result.opinion])
    });
    view! {
        {line(texts::VISIT, tell.dotted(&[engineer, when]))}
        {line(texts::SYMPTOM, request.symptom.clone())}
        {line(texts::CAUSE, visit.finding.cause)}
        {line(texts::SOLUTION, visit.finding.solution)}
        {line(texts::SAID_ON_SITE, said.unwrap_or_default())}
    }
}

fn attempts(request: &ServiceRequest, tell: Tell) -> impl IntoView + use<> {
    let attempts = request.follow_up.as_ref().map(|follow_up| follow_up.attempts.clone()).unwrap_or_default();
    let one = |attempt: &domain::follow_up::Attempt| {
        let again = attempt.next_try.map(|at| tell.fill(texts::TRY_AGAIN, &[("time", &tell.near(at))]));
        let parts = [tell.near(attempt.at), attempt.by_name.clone(), attempt.note.clone(), again.unwrap_or_default()];
        view! { <li>{tell.dotted(&parts)}</li> }
    };
    (!attempts.is_empty()).then(|| {
        view! {
            <section>
                <h3>{tell.say(texts::ATTEMPTS)}</h3>
                <ol class="plain-list">{attempts.iter().map(one).collect_view()}</ol>
            </section>
        }
    })
}
