//! What a customer who phones wants to know: the state of each unresolved problem, and when they will hear next (UNR-11).

use domain::{
    CustomerId, Timestamp,
    deadline::Phase,
    request::ServiceRequest,
    unresolved::{next_contact, stage},
};
use leptos::prelude::*;
use ui::{t, use_desk, use_now};
use words::unresolved as texts;

use crate::tell::use_tell;

/// A line for each; nothing while there is none.
#[component]
pub fn MattersOfCustomer(id: CustomerId) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let lines = move || {
        let requests = desk.records().map(|client| client.requests()).unwrap_or_default();
        let mut lines = Vec::new();
        for request in requests.iter().filter(|request| request.customer == id && request.unresolved.is_open()) {
            let Some(stage) = stage(request) else { continue };
            let next = next_contact(request)
                .map(|clock| tell.fill(texts::NEXT_CONTACT, &[("time", &tell.near(clock.due))]))
                .unwrap_or_default();
            let words = tell.dotted(&[request.symptom.clone(), tell.say(texts::stage(stage)).to_owned(), next]);
            let address = ["/requests/", &request.id.to_string()].concat();
            lines.push(view! { <li><a href=address>{request.number.clone()}</a> " " {words}</li> });
        }
        (!lines.is_empty()).then(|| {
            view! { <div class="notice"><p>{t(texts::OPEN_MATTERS)}</p> <ul class="plain-list">{lines}</ul></div> }
        })
    };
    view! { {lines} }
}

/// How much is unresolved and how much of it is due, beside the board: the way to the list (UNR-9).
#[component]
pub fn MattersDue() -> impl IntoView {
    let (desk, tell, now) = (use_desk(), use_tell(), use_now());
    let minute = Memo::new(move |_| now.get().millis().div_euclid(domain::time::MINUTE));
    let counts = Memo::new(move |_| {
        let now = Timestamp(minute.get() * domain::time::MINUTE);
        let requests = desk.records().map(|client| client.requests()).unwrap_or_default();
        let open = |request: &&std::rc::Rc<ServiceRequest>| request.unresolved.is_open() || request.has_open_custody();
        let is_due = |request: &&std::rc::Rc<ServiceRequest>| {
            request.next_due().is_some_and(|clock| clock.phase(now) != Phase::Calm)
        };
        (requests.iter().filter(open).count(), requests.iter().filter(open).filter(is_due).count())
    });
    move || {
        let (open, due) = counts.get();
        let (n, due_text) = (open.to_string(), due.to_string());
        let words = match due {
            0 => tell.fill(texts::MATTERS, &[("n", &n)]),
            _ => tell.fill(texts::MATTERS_DUE, &[("n", &n), ("due", &due_text)]),
        };
        let class = if due == 0 { "chip" } else { "chip late" };
        (open > 0).then(|| view! { <a class=class href="/unresolved">{words}</a> })
    }
}
