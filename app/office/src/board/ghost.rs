//! The outline of where a held or considered request would go, with what that would mean.

use domain::RequestId;
use leptos::prelude::*;
use words::office::board as texts;

use super::{
    placing::{self, Held, Over},
    state::{Board, use_board},
};
use crate::{
    plan::{Hours, Landing},
    tell::Tell,
};

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

/// The outline over the lane that something is held over or considered for.
#[component]
pub fn Ghost() -> impl IntoView {
    let board = use_board();
    let here = Memo::new(move |_| {
        let held = board.held.with(|held| held.as_ref().map(|held| (held.landing(), held.unit.clone(), held.request)));
        match held {
            Some((landing, unit, request)) => landing.map(|landing| (landing, unit, Some(request))),
            None => board.preview.get().map(|landing| (landing, String::new(), board.selected.get())),
        }
    });
    let remarks = move |landing: &Landing, request: Option<RequestId>| {
        request.map(|request| untrack(|| placing::remarks(board, request, landing))).unwrap_or_default()
    };
    let top = Memo::new(move |_| {
        let lane = board.target.get()?;
        board.stack.with(|stack| stack.span(lane)).map(|span| pixels(span.start))
    });
    // One outline that moves: a new one at every step of a drag would be laid out anew each time.
    let is_there = Memo::new(move |_| here.with(Option::is_some));
    let at = move |of: fn(&Landing, Hours) -> f64| {
        move || here.with(|here| here.as_ref().map(|(landing, ..)| percent(of(landing, board.hours.get()))))
    };
    let said = Memo::new(move |_| {
        let (landing, unit, request) = here.get()?;
        let remarks = remarks(&landing, request);
        let late = !remarks.is_empty()
            || landing.margin.is_some_and(|margin| margin < 0)
            || landing.arrives > landing.slot.from;
        Some((late, unit, words(&landing, &remarks, board.tell)))
    });
    let is_late = Memo::new(move |_| said.with(|said| said.as_ref().is_some_and(|(late, ..)| *late)));
    // The words stand at the side of the outline that has more room for them, and take no more than there is.
    let sides = Memo::new(move |_| {
        let slot = here.with(|here| here.as_ref().map(|(landing, ..)| landing.slot));
        let hours = board.hours.get();
        slot.map(|slot| (hours.percent(slot.from), 100.0 - hours.percent(slot.until()))).unwrap_or_default()
    });
    let is_at_end = Memo::new(move |_| {
        let (left, right) = sides.get();
        left > right
    });
    let room = move || {
        let (left, right) = sides.get();
        format!("{:.1}", left.max(right))
    };
    let unit = move || said.with(|said| said.as_ref().map(|(_, unit, _)| unit.clone()));
    let meaning = move || said.with(|said| said.as_ref().map(|(.., words)| words.clone()));
    view! {
        <Show when=move || is_there.get()>
            <div class="ghost-lane" style:top=move || top.get() aria-hidden="true">
                <div
                    class="job ghost"
                    class:late=is_late
                    class:words-left=is_at_end
                    style:left=at(|landing, hours| hours.percent(landing.slot.from))
                    style:width=at(|landing, hours| hours.width(landing.slot.from, landing.slot.until()))
                >
                    <span class="ghost-words" style=("--room", room)><b>{unit}</b><span>{meaning}</span></span>
                </div>
            </div>
        </Show>
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
        Over::Queue if held.home.is_some() => board.tell.say(texts::DROP_BACK).to_owned(),
        _ => board.tell.say(texts::DROP_NOWHERE).to_owned(),
    }
}

/// A share of the width for CSS.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{share:.3}%")
}

/// A distance for CSS.
#[must_use]
pub fn pixels(at: impl std::fmt::Display) -> String {
    format!("{at}px")
}
