//! When somebody can be sent: the week's working hours and absences (ADM-1, ONS-4).

use chrono::{Datelike, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    calendar::Hours,
    people::Person,
    time::{DAY, HOUR, MINUTE},
};

/// Why somebody is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AbsenceKind {
    Leave,
    Ill,
    Training,
    Other,
}

impl AbsenceKind {
    pub const ALL: [AbsenceKind; 4] = [AbsenceKind::Leave, AbsenceKind::Ill, AbsenceKind::Training, AbsenceKind::Other];
}

/// A time in which somebody can't be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Absence {
    pub from: Timestamp,
    /// The first instant somebody is back.
    pub until: Timestamp,
    pub kind: AbsenceKind,
    /// For managers only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Working hours of a week, Monday first, in the centre's zone.
pub type WorkingWeek = [Vec<Hours>; 7];

/// From an instant to before another.
pub type Span = (Timestamp, Timestamp);

/// The day of the week of a local day, by its midnight. Noon falls on the same date in UTC from UTC−11 to UTC+12.
#[must_use]
pub fn weekday(midnight: Timestamp) -> Weekday {
    midnight.plus(12 * HOUR).to_utc().weekday()
}

/// The local day's working hours as instants; None for somebody who has no hours of their own.
#[must_use]
pub fn working_spans(person: &Person, midnight: Timestamp) -> Option<Vec<Span>> {
    let week = person.working_hours.as_ref()?;
    let hours = &week[weekday(midnight).num_days_from_monday() as usize];
    let at = |minutes: u16| midnight.plus(i64::from(minutes) * MINUTE);
    Some(hours.iter().map(|hours| (at(hours.open().minutes()), at(hours.close().minutes()))).collect())
}

/// Whether two spans share an instant.
#[must_use]
pub fn meet(one: Span, other: Span) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// The first absence that a span falls into.
#[must_use]
pub fn absence_in(person: &Person, span: Span) -> Option<&Absence> {
    let found = person.absences.iter().filter(|absence| meet((absence.from, absence.until), span));
    found.min_by_key(|absence| absence.from)
}

/// The absences of a local day.
#[must_use]
pub fn absences_of_day(person: &Person, midnight: Timestamp) -> Vec<&Absence> {
    let day = (midnight, midnight.plus(DAY));
    person.absences.iter().filter(|absence| meet((absence.from, absence.until), day)).collect()
}

/// What is left of `spans` without the person's absences, in order.
#[must_use]
pub fn free_of_absences(person: &Person, spans: &[Span]) -> Vec<Span> {
    person.absences.iter().fold(spans.to_vec(), |free, absence| {
        let parts = |(from, until): Span| {
            [(from, until.min(absence.from)), (from.max(absence.until), until)]
                .into_iter()
                .filter(|(from, until)| from < until)
        };
        free.into_iter().flat_map(parts).collect()
    })
}

/// Whether a span lies between the first opening and the last closing of the person's day; a break in between is theirs to
/// arrange. Who has no hours of their own works whenever asked.
#[must_use]
pub fn is_in_hours(person: &Person, midnight: Timestamp, (from, until): Span) -> bool {
    let Some(spans) = working_spans(person, midnight) else { return true };
    let opens = spans.iter().map(|(opens, _)| *opens).min();
    let closes = spans.iter().map(|(_, closes)| *closes).max();
    opens.is_some_and(|opens| opens <= from) && closes.is_some_and(|closes| until <= closes)
}

/// The first stretch of `length` milliseconds in the spans that does not begin before `earliest`.
#[must_use]
pub fn first_fit(spans: &[Span], earliest: Timestamp, length: i64) -> Option<Timestamp> {
    let begin = |(from, until): &Span| {
        let begin = earliest.max(*from);
        (begin.plus(length) <= *until).then_some(begin)
    };
    spans.iter().filter_map(begin).min()
}
