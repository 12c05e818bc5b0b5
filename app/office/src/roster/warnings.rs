//! What has to be looked at, in words: duties that nobody does, and people in two places at once.

use domain::roster::{DoubleBooking, Gap, RosterMonth};
use leptos::prelude::*;
use ui::{Desk, t, use_desk};
use words::office::roster as texts;

use super::{
    book::{Book, Edit},
    day_in_words,
};
use crate::tell::{Tell, use_tell};

/// Lines that are shown; the table marks every place.
const LINES: usize = 6;

#[component]
pub(super) fn Warnings(book: Book) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    move || {
        let month = book.shown()?;
        if month.roster.is_empty() {
            let hint = (book.edit() == Some(Edit::Turn)).then(|| view! { <p>{t(texts::EMPTY_HINT)}</p> });
            return Some(view! { <div class="empty"><p>{t(texts::EMPTY)}</p> {hint}</div> }.into_any());
        }
        let lines = lines(&month, desk, tell);
        if lines.is_empty() {
            return Some(view! { <p class="roster-fine">{t(texts::NO_WARNINGS)}</p> }.into_any());
        }
        let count = lines.len();
        let more = count.checked_sub(LINES).filter(|more| *more > 0);
        let more = more.map(|more| view! { <li>{tell.fill(texts::MORE_WARNINGS, &[("n", &more.to_string())])}</li> });
        let items = lines.into_iter().take(LINES).map(|line| view! { <li>{line}</li> }).collect_view();
        let title = tell.fill(texts::WARNINGS, &[("n", &count.to_string())]);
        Some(
            view! { <section class="notice roster-warnings"><h2>{title}</h2> <ul>{items} {more}</ul></section> }
                .into_any(),
        )
    }
}

/// A sentence each.
fn lines(month: &RosterMonth, desk: Desk, tell: Tell) -> Vec<String> {
    let gap = |gap: &Gap| {
        let name = gap.who.as_ref().map(|who| who.name.clone()).unwrap_or_default();
        let (day, post) = (day_in_words(gap.date, desk, tell), tell.say(texts::post(gap.post)));
        tell.fill(texts::gap(gap.reason), &[("day", &day), ("post", post), ("name", &name)])
    };
    let double = |double: &DoubleBooking| {
        let posts: Vec<&str> = double.posts.iter().map(|post| tell.say(texts::post(*post))).collect();
        let posts = posts.join(tell.say(words::office::shared::AND));
        let day = day_in_words(double.date, desk, tell);
        tell.fill(texts::DOUBLE, &[("day", &day), ("name", &double.who.name), ("posts", &posts)])
    };
    let doubles = month.double_bookings.iter().map(double);
    doubles.chain(month.gaps.iter().map(gap)).collect()
}
