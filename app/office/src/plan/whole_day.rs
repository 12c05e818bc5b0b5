//! The whole day as the domain's search for a better one takes it (ONS-20).

use chrono::Utc;
use domain::{
    Timestamp,
    availability::Span,
    calendar::{CalendarData, WorkCalendar},
    people::{Actor, Person},
    proposal::{Frame, Problem},
    request::ServiceRequest,
    time::{HOUR, MINUTE},
};

use super::{Hours, day::LUNCH};
use crate::acts::{VISIT_MINUTES, may_manage};

/// The day that begins at `day`, as the person may plan it.
#[must_use]
pub fn whole_day<'a>(
    requests: impl IntoIterator<Item = &'a ServiceRequest>,
    people: &[Person],
    (day, now): (Timestamp, Timestamp),
    calendar: Option<CalendarData>,
    actor: &Actor,
) -> Problem {
    let usual = calendar.map_or_else(|| usual(day), |calendar| centre_hours(calendar, day));
    let frame = Frame { midnight: day, now: now.max(day), usual, minutes: VISIT_MINUTES };
    Problem::of(requests, people, frame, |request| may_manage(actor, request))
}

/// Before and after the midday break of a day like any other.
fn usual(day: Timestamp) -> Vec<Span> {
    let hours = Hours::around(day, std::iter::empty());
    vec![(hours.begins(), day.plus(LUNCH.0)), (day.plus(LUNCH.1), hours.ends())]
}

/// The centre's hours of the day that begins at `day`; none on a day off.
fn centre_hours(calendar: CalendarData, day: Timestamp) -> Vec<Span> {
    // Noon falls on the same date in UTC. The hours are local ones, which midnight turns into instants.
    let date = day.plus(12 * HOUR).to_utc().date_naive();
    let calendar = WorkCalendar::new(calendar, Utc);
    let at = |minutes: u16| day.plus(i64::from(minutes) * MINUTE);
    calendar.hours_of(date).iter().map(|hours| (at(hours.open().minutes()), at(hours.close().minutes()))).collect()
}
