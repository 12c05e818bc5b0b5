//! What is wrong with a roster: duties without anybody who can come, and people who would have to be in two places.

use chrono::{Datelike, NaiveDate, TimeZone, Weekday};
use serde::{Deserialize, Serialize};

use super::{Post, Roster, Turn};
use crate::{
    availability::{WorkingWeek, absence_in},
    calendar::WorkCalendar,
    people::{Colleague, Person},
};

/// Why nobody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// Nobody is named.
    Nobody,
    /// The person is absent then.
    Away,
    /// The person does not work on that day of the week.
    DayOff,
    /// The person has left, or this is no duty of theirs any more.
    Gone,
}

/// A duty that nobody does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RosterGap"))]
pub struct Gap {
    pub date: NaiveDate,
    pub post: Post,
    pub reason: GapReason,
    /// Who is named all the same.
    pub who: Option<Colleague>,
}

/// Somebody with duties at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DoubleBooking {
    pub date: NaiveDate,
    #[serde(flatten)]
    pub who: Colleague,
    pub posts: Vec<Post>,
}

/// Why a person can't come; None when nothing is in the way.
///
/// Duty on a day off lies outside everybody's week, so there only absences count; so it does on a make-up Saturday, which is
/// in nobody's week either.
#[must_use]
pub fn obstacle<Z: TimeZone>(
    person: &Person,
    date: NaiveDate,
    post: Post,
    calendar: &WorkCalendar<Z>,
) -> Option<GapReason> {
    if !post.is_for(person) {
        return Some(GapReason::Gone);
    }
    let weekday = date.weekday();
    let is_ordinary = calendar.is_working_day(date) && !matches!(weekday, Weekday::Sat | Weekday::Sun);
    let works = |week: &WorkingWeek| !week[weekday.num_days_from_monday() as usize].is_empty();
    if is_ordinary && !person.working_hours.as_ref().is_none_or(works) {
        return Some(GapReason::DayOff);
    }
    let (from, until) = post.hours();
    let span = calendar.instant(date, from).zip(calendar.instant(date, until));
    span.and_then(|span| absence_in(person, span)).map(|_| GapReason::Away)
}

/// Every duty of the month that nobody does, in order.
#[must_use]
pub fn gaps<Z: TimeZone>(roster: &Roster, calendar: &WorkCalendar<Z>, people: &[Person]) -> Vec<Gap> {
    let gap = |date: NaiveDate, post: Post| {
        let who = roster.on_duty(date, post);
        let person = who.map(|who| people.iter().find(|person| person.id == who.person));
        let reason = match person {
            None => Some(GapReason::Nobody),
            Some(None) => Some(GapReason::Gone),
            Some(Some(person)) => obstacle(person, date, post, calendar),
        };
        reason.map(|reason| Gap { date, post, reason, who: who.cloned() })
    };
    let of_day = |date| Post::of_day(calendar.is_working_day(date)).iter().filter_map(move |post| gap(date, *post));
    roster.month.days().flat_map(of_day).collect()
}

/// Everybody who has duties at the same time, in the order of days.
#[must_use]
pub fn double_bookings(roster: &Roster) -> Vec<DoubleBooking> {
    let taken = roster.taken();
    let mut found: Vec<DoubleBooking> = Vec::new();
    for turn in &taken {
        let person = turn.who.person;
        let clashes = |other: &Turn| {
            other.date == turn.date
                && other.who.person == person
                && other.post != turn.post
                && other.post.overlaps(turn.post)
        };
        if !taken.iter().any(clashes) {
            continue;
        }
        match found.iter_mut().find(|known| known.date == turn.date && known.who.person == person) {
            Some(known) => known.posts.push(turn.post),
            None => {
                found.push(DoubleBooking { date: turn.date, who: turn.who.clone(), posts: vec![turn.post] });
            }
        }
    }
    found
}
