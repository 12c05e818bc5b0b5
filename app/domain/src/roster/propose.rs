//! A fair plan for a month: everybody's turns of each kind are equal, and whoever had fewer the month before goes first.

use chrono::{NaiveDate, TimeZone};

use super::{Post, Roster, Turn, gaps, obstacle};
use crate::{
    PersonId,
    calendar::WorkCalendar,
    people::{Colleague, Person},
};

/// What counts for whose turn it is; the smallest goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Burden {
    of_this_kind: usize,
    of_this_kind_the_month_before: usize,
    has_another_turn_that_day: bool,
    all_turns: usize,
    /// None goes before any day.
    last_on_duty: Option<NaiveDate>,
    /// So that equals are always taken in the same order.
    person: PersonId,
}

/// Turns for the whole month: those that stand and that somebody can take stay, and what is open is filled.
///
/// `earlier` is the month before, as it was really worked. A manager's days off count apart from working days, as an
/// engineer's do. A duty for which there is nobody stays open.
#[must_use]
pub fn propose<Z: TimeZone>(
    roster: &Roster,
    earlier: Option<&Roster>,
    calendar: &WorkCalendar<Z>,
    people: &[Person],
) -> Vec<Turn> {
    let plan = Roster { exchanges: Vec::new(), ..roster.clone() };
    let open = gaps(&plan, calendar, people);
    let is_open = |turn: &Turn| open.iter().any(|gap| (gap.date, gap.post) == (turn.date, turn.post));
    let is_needed = |turn: &Turn| Post::of_day(calendar.is_working_day(turn.date)).contains(&turn.post);
    let mut turns: Vec<Turn> = plan.turns.into_iter().filter(|turn| is_needed(turn) && !is_open(turn)).collect();
    let before = earlier.map(Roster::taken).unwrap_or_default();
    for gap in open {
        let (date, post) = (gap.date, gap.post);
        let is_free = |person: &&Person| {
            let clashes = |turn: &Turn| turn.date == date && turn.who.person == person.id && turn.post.overlaps(post);
            obstacle(person, date, post, calendar).is_none() && !turns.iter().any(clashes)
        };
        let next = people
            .iter()
            .filter(is_free)
            .min_by_key(|person| burden(person.id, (date, post), &turns, &before, calendar));
        if let Some(person) = next {
            turns.push(Turn { date, post, who: Colleague::from(person) });
        }
    }
    turns.sort_by_key(|turn| (turn.date, turn.post));
    turns
}

fn burden<Z: TimeZone>(
    person: PersonId,
    (date, post): (NaiveDate, Post),
    turns: &[Turn],
    before: &[Turn],
    calendar: &WorkCalendar<Z>,
) -> Burden {
    let kind = (post, calendar.is_working_day(date));
    let of_kind = |among: &[Turn]| {
        let own = among.iter().filter(|turn| turn.who.person == person);
        own.filter(|turn| (turn.post, calendar.is_working_day(turn.date)) == kind).count()
    };
    let own = || turns.iter().filter(|turn| turn.who.person == person);
    let earlier = before.iter().filter(|turn| turn.who.person == person);
    Burden {
        of_this_kind: of_kind(turns),
        of_this_kind_the_month_before: of_kind(before),
        has_another_turn_that_day: own().any(|turn| turn.date == date),
        all_turns: own().count(),
        last_on_duty: own().chain(earlier).map(|turn| turn.date).filter(|day| *day < date).max(),
        person,
    }
}
