//! The outline of where a held or considered request would go, with what that would mean.

use domain::{PersonId, RequestId};
use leptos::prelude::*;
use words::office::board as texts;

use super::{
    placing::{self, Held, Over},
    state::{Board, use_board},
};
use crate::{plan::Landing, tell::Tell};

/// What a place would mean, as one sentence: arrival, what is left, what it would upset, and `remarks` about who it is.
#[must_use]
pub fn words(landing: &Landing, remarks: &[String], tell: Tell) -> String {
    let time = tell.time(landing.arrives);
    let head = match landing.margin {
        Some(margin) => tell.fill(texts::DROP_MARGIN, &[("time", &time), ("margin", &tell.margin(margin))]),
        None => tell.fill(texts::DROP_HERE, &[("time", &time)]),
    };
    let early = if landing.arrives > landing.slot.from {
        tell.fill(texts::TOO_EARLY, &[("time", &time)])
    } else {
        String::new()
    };
    let next = landing.delays_next.map(|late| tell.fill(texts::DELAYS_NEXT, &[("time", &tell.span(late))]));
    let lunch = if landing.takes_break { tell.say(texts::TAKES_BREAK).to_owned() } else { String::new() };
    let parts = [head, early, next.unwrap_or_default(), lunch];
    tell.sentence(&[&parts[..], remarks].concat())
}

/// The outline in one engineer's lane.
#[component]
pub fn Ghost(engineer: PersonId) -> impl IntoView {
    let board = use_board();
    let here = Memo::new(move |_| {
        let held = board.held.with(|held| held.as_ref().map(|held| (held.landing(), held.unit.clone(), held.request)));
        let landing = match held {
            Some((landing, unit, request)) => landing.map(|landing| (landing, unit, Some(request))),
            None => board.preview.get().map(|landing| (landing, String::new(), board.selected.get())),
        };
        landing.filter(|(landing, ..)| landing.engineer == engineer)
    });
    let remarks = move |landing: &Landing, request: Option<RequestId>| {
        request.map(|request| untrack(|| placing::remarks(board, request, landing))).unwrap_or_default()
    };
    let hours = Memo::new(move |_| board.index.with(|index| index.hours));
    move || {
        here.get().map(|(landing, unit, request)| {
            let (hours, remarks) = (hours.get(), remarks(&landing, request));
            let late = !remarks.is_empty()
                || landing.margin.is_some_and(|margin| margin < 0)
                || landing.arrives > landing.slot.from;
            // Towards the evening the words stand at the left of the outline, where there is room for them.
            let at_end = hours.percent(landing.slot.from) > 62.0;
            view! {
                <div
                    class="job ghost"
                    class:late=late
                    class:words-left=at_end
                    style:left=percent(hours.percent(landing.slot.from))
                    style:width=percent(hours.width(landing.slot.from, landing.slot.until()))
                    aria-hidden="true"
                >
                    <span class="ghost-words"><b>{unit}</b><span>{words(&landing, &remarks, board.tell)}</span></span>
                </div>
            }
        })
    }
}

/// What is dragged, beside the pointer, while it is over no lane.
#[component]
pub fn Carried() -> impl IntoView {
    let board = use_board();
    // Over a lane the outline there says it all.
    let shown = move || {
        board.held.with(|held| {
            let held = held.as_ref().filter(|held| held.landing().is_none())?;
            Some((held.clone(), held.pointer?))
        })
    };
    move || {
        shown().map(|(held, (x, y))| {
            view! {
                <div class="carried" style:left=pixels(x) style:top=pixels(y) aria-hidden="true">
                    <b>{held.unit.clone()}</b>
                    <span>{hint(&held, board)}</span>
                </div>
            }
        })
    }
}

fn hint(held: &Held, board: Board) -> String {
    match held.over {
        Over::Past => board.tell.say(texts::DROP_PAST).to_owned(),
        Over::Queue if held.is_planned => board.tell.say(texts::DROP_BACK).to_owned(),
        _ => board.tell.say(texts::DROP_NOWHERE).to_owned(),
    }
}

/// A share of the width for CSS.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{share:.3}%")
}

fn pixels(at: i32) -> String {
    format!("{at}px")
}
