//! The time in which an engineer is not at work, hatched in the lane: outside of hours, the midday break, absences.

use domain::{
    PersonId, Timestamp,
    availability::{absences_of_day, working_spans},
    people::Person,
};
use leptos::prelude::*;
use words::office::{acts, board as texts, staff};

use super::{ghost::percent, state::use_board};
use crate::{
    plan::{Hours, LUNCH},
    tell::Tell,
};

/// A hatched part of the lane.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    from: Timestamp,
    until: Timestamp,
    title: String,
    /// Said in the lane itself, not on the pointer only.
    is_absence: bool,
}

/// The absences of the day in words, for the lane's label.
#[must_use]
pub fn away_today(person: &Person, day: Timestamp, tell: Tell) -> Vec<String> {
    absences_of_day(person, day)
        .into_iter()
        .map(|absence| {
            let places = [("kind", tell.say(staff::absence(absence.kind))), ("time", &*tell.near(absence.until))];
            tell.fill(acts::AWAY_UNTIL, &places)
        })
        .collect()
}

fn parts(person: Option<&Person>, hours: Hours, tell: Tell) -> Vec<Part> {
    let off = |from, until, title: &str| Part { from, until, title: title.to_owned(), is_absence: false };
    let own = person.and_then(|person| working_spans(person, hours.day));
    let mut parts: Vec<Part> = match own {
        None => {
            let (from, until) = (hours.day.plus(LUNCH.0), hours.day.plus(LUNCH.1));
            vec![off(from, until, tell.say(texts::LUNCH))]
        }
        Some(spans) => {
            // What lies before, between and after the hours.
            let edges = std::iter::once(hours.opens()).chain(spans.iter().map(|(_, closes)| *closes));
            let next = spans.iter().map(|(opens, _)| *opens).chain([hours.closes()]);
            edges.zip(next).map(|(from, until)| off(from, until, tell.say(acts::OFF_HOURS))).collect()
        }
    };
    for absence in person.map(|person| absences_of_day(person, hours.day)).unwrap_or_default() {
        let kind = tell.say(staff::absence(absence.kind));
        let until = tell.fill(acts::AWAY_UNTIL, &[("kind", kind), ("time", &tell.near(absence.until))]);
        let title = if absence.note.is_empty() { until } else { tell.sentence(&[until, absence.note.clone()]) };
        parts.push(Part { from: absence.from, until: absence.until, title, is_absence: true });
    }
    parts.retain(|part| part.from < part.until && part.from < hours.closes() && part.until > hours.opens());
    parts
}

/// The hatched parts of one engineer's lane.
#[component]
pub fn Off(engineer: PersonId) -> impl IntoView {
    let board = use_board();
    let drawn = Memo::new(move |_| {
        let hours = board.hours.get();
        let of = |people: &Vec<Person>| parts(people.iter().find(|one| one.id == engineer), hours, board.tell);
        (board.people.with(of), hours)
    });
    move || {
        let (parts, hours) = drawn.get();
        let draw = |part: Part| {
            let words = part.is_absence.then(|| part.title.clone());
            view! {
                <div
                    class="off"
                    class:away=part.is_absence
                    title=part.title
                    style:left=percent(hours.percent(part.from))
                    style:width=percent(hours.width(part.from, part.until))
                >{words.map(|words| view! { <span>{words}</span> })}</div>
            }
        };
        parts.into_iter().map(draw).collect_view()
    }
}
