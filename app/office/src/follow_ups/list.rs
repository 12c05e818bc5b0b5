//! The queue as links; the one that is open is marked.

use std::sync::Arc;

use domain::{
    RequestId,
    follow_up::{self, FOLLOW_UP, Stage},
    request::ServiceRequest,
};
use leptos::prelude::*;
use ui::Remaining;
use words::office::follow_ups as texts;

use super::{placed_at, query_of, stage_of};
use crate::tell::use_tell;

#[component]
pub(super) fn List(items: Signal<Vec<Arc<ServiceRequest>>>, here: Signal<Option<RequestId>>) -> impl IntoView {
    let key = |request: &Arc<ServiceRequest>| {
        let attempts = request.follow_up.as_ref().map_or(0, |follow_up| follow_up.attempts.len());
        (request.id, follow_up::place(request), attempts)
    };
    view! {
        <ol class="call-list">
            <For each=move || items.get() key=key children=move |request| view! { <Line request here/> }/>
        </ol>
    }
}

#[component]
fn Line(request: Arc<ServiceRequest>, here: Signal<Option<RequestId>>) -> impl IntoView {
    let tell = use_tell();
    let id = request.id;
    let stage = stage_of(&request);
    let address = ["/follow-ups/", &id.to_string(), &stage.map(query_of).unwrap_or_default()].concat();
    let clock = request.clocks.iter().rfind(|clock| clock.rule == FOLLOW_UP && !clock.is_stopped()).cloned();
    let follow_up = request.follow_up.clone().unwrap_or_default();
    let again = follow_up.attempts.last().filter(|_| stage == Some(Stage::Due)).map(|attempt| {
        let again = attempt.next_try.map(|at| tell.fill(texts::TRY_AGAIN, &[("time", &tell.near(at))]));
        let tried = [tell.say(texts::NOT_REACHED), " ×", &follow_up.attempts.len().to_string()].concat();
        view! { <small>{tell.dotted(&[tried, again.unwrap_or_default()])}</small> }
    });
    let when = match stage {
        Some(Stage::Due) => match clock {
            Some(clock) => view! { <span>{tell.near(clock.due)} " " <Remaining clock/></span> }.into_any(),
            None => ().into_any(),
        },
        Some(Stage::Case) => {
            let since = tell.fill(texts::CASE_SINCE, &[("time", &tell.near(placed_at(&request)))]);
            view! { <span class="clock late">{since}</span> }.into_any()
        }
        _ => {
            let stars = follow_up.call.as_ref().map(|call| call.answers.satisfaction.to_string()).unwrap_or_default();
            let stars = tell.fill(texts::STARS, &[("n", &stars)]);
            view! { <span>{tell.dotted(&[stars, tell.near(placed_at(&request))])}</span> }.into_any()
        }
    };
    let what = tell.dotted(&[request.contact.name.clone(), request.contact.phone.clone(), request.number.clone()]);
    view! {
        <li>
            <a href=address aria-current=move || (here.get() == Some(id)).then_some("page")>
                <b>{request.unit.clone()}</b>
                {when}
                <small>{what}</small>
                {again}
            </a>
        </li>
    }
}
