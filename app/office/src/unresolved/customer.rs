//! What a customer who phones wants to know: the state of each unresolved problem, and when they will hear next (UNR-11).

use domain::{
    CustomerId,
    unresolved::{next_contact, stage},
};
use leptos::prelude::*;
use ui::{t, use_desk};
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
                .map(|clock| {
                    let text = if clock.due < desk.now() { texts::NEXT_CONTACT_LATE } else { texts::NEXT_CONTACT };
                    tell.fill(text, &[("time", &tell.near(clock.due))])
                })
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
