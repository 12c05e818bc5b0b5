//! The forms of one problem: what this one continues, and what continues it.

use domain::{RequestId, request::ServiceRequest};
use leptos::prelude::*;
use ui::{Desk, t, use_desk};
use words::office::form as texts;

use crate::{acts::Shown, tell::use_tell};

#[component]
pub fn Chain(request: Shown) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let ends = Memo::new(move |_| {
        request.with(|request| request.as_ref().map(|request| ends(request, desk)).unwrap_or_default())
    });
    move || {
        let (before, after) = ends.get();
        if before.is_none() && after.is_none() {
            return None;
        }
        let link = |end: Option<(RequestId, String)>, text, nameless| {
            end.map(|(id, number)| {
                let number = if number.is_empty() { tell.say(nameless).to_owned() } else { number };
                let words = tell.fill(text, &[("number", &number)]);
                view! { <li><a href=["/requests/", &id.to_string()].concat()>{words}</a></li> }
            })
        };
        Some(view! {
            <section class="panel-part">
                <h2>{t(texts::CHAIN)}</h2>
                <ul class="plain-list">
                    {link(before, texts::FOLLOWS, texts::EARLIER)}
                    {link(after, texts::FOLLOWED_BY, texts::LATER)}
                </ul>
            </section>
        })
    }
}

type End = Option<(RequestId, String)>;

/// The former and the next form with their numbers, where the browser knows them.
fn ends(request: &ServiceRequest, desk: Desk) -> (End, End) {
    let number = |id: RequestId| {
        let known = desk.records().and_then(|client| client.request(id));
        (id, known.map(|request| request.number.clone()).unwrap_or_default())
    };
    let next = request.write_off.as_ref().and_then(|write_off| write_off.followed_by);
    (request.follows.map(number), next.map(number))
}
