//! Due times that explain themselves: which limit, counted on what, moved by what (CUS-6, ONS-5).

mod clock;
mod rule;
#[cfg(test)]
mod tests;

use chrono::{NaiveDate, TimeZone};
use serde::{Deserialize, Serialize};

pub use clock::{Clock, ClockError, ClockState, Pause, Phase};
pub use rule::{
    ARRIVE_BASIC, ARRIVE_FAR, ARRIVE_NEAR, CONTACT, CONTACT_BASIC, ClockRule, DeadlineSettings, DefaultFor, Limit,
    Reach, RuleCalendar, default_rules, rules_for,
};

use crate::{
    PersonId, Timestamp,
    calendar::{CalendarError, WorkCalendar},
    time::{DAY, HOUR, MINUTE},
};

/// What a due time is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question<'a> {
    /// An id of the rules.
    pub rule: &'a str,
    pub started: Timestamp,
    /// Road kilometres to the customer.
    pub distance_km: Option<f64>,
    /// Name of the customer's tier: `none`, `standard`, `premium` or another.
    pub tier: &'a str,
}

/// A due time with its reasons, frozen when it is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deadline {
    pub due: Timestamp,
    /// When the clock turns amber; never after `due`.
    pub warn: Timestamp,
    pub reasons: Vec<Reason>,
}

/// Why something is due when it is, as parameters for a sentence; the sentences are in the translations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    Started {
        at: Timestamp,
    },
    Limit(Limit),
    /// The rule is meant for this distance, or was asked for all the same.
    Distance {
        km: f64,
        limit_km: f64,
        rule: String,
    },
    DistanceUnknown {
        limit_km: f64,
        rule: String,
    },
    /// The rule treats tiers differently, or counts on this tier's hours.
    Tier {
        tier: String,
    },
    /// Name of a calendar, or `clock` for elapsed time.
    CountedOn {
        calendar: String,
    },
    OutsideHours {
        counting_from: Timestamp,
    },
    /// A weekday without work on the way.
    Holiday {
        date: NaiveDate,
    },
    /// Only weekends counted in this year (HOT-13).
    YearNotPublished {
        year: i32,
    },
    MovedToOpening {
        from: Timestamp,
        to: Timestamp,
    },
    /// Due outside service hours, but this tier's due time does not move.
    NotMoved {
        tier: String,
    },
    Paused {
        from: Timestamp,
        to: Timestamp,
        reason: String,
        by: PersonId,
    },
    ChangedByHand {
        from: Timestamp,
        to: Timestamp,
        reason: String,
        by: PersonId,
    },
}

/// Why there is no due time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    #[error("there is no rule {0}")]
    UnknownRule(String),
    /// Rings are counted by the telephone exchange.
    #[error("the limit of {0} is not a time")]
    NotATime(String),
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// When something is due, and why.
///
/// A rule's id gives exactly its own row, whatever the tier and the distance; choosing between rows is
/// [`rules_for`]. One thing depends on the tier: a due time that would move to the next opening stays for the tiers in
/// the row's `stays_for` (premium). `calendar` is the tier's service hours or the centre's, as the rule demands; it also
/// says where a day ends.
///
/// The warning comes after its share of the limit: of elapsed time for limits on the clock, also when the due time moves
/// afterwards; of working time for all others.
///
/// # Errors
/// [`DeadlineError`] for an unknown rule, a limit that is no time, a calendar without working hours.
pub fn deadline<Z: TimeZone>(
    rules: &[ClockRule],
    question: &Question<'_>,
    calendar: &WorkCalendar<Z>,
) -> Result<Deadline, DeadlineError> {
    let rule = rules.iter().find(|rule| rule.id == question.rule);
    let rule = rule.ok_or_else(|| DeadlineError::UnknownRule(question.rule.to_owned()))?;
    let mut reasons = vec![Reason::Started { at: question.started }, Reason::Limit(rule.limit)];
    reasons.extend(distance(rule, question));
    reasons.extend(tier(rule, question));
    let on_hours = counts_on_hours(rule);
    let counted_on = if on_hours { calendar.data().name.clone() } else { "clock".to_owned() };
    reasons.push(Reason::CountedOn { calendar: counted_on });

    let started = question.started;
    let counting_from = match rule.limit {
        _ if !on_hours => started,
        Limit::Minutes(_) | Limit::Hours(_) | Limit::Days(_) | Limit::WorkingDays(_) => {
            calendar.next_opening(started)?
        }
        _ => started,
    };
    if counting_from != started {
        reasons.push(Reason::OutsideHours { counting_from });
    }
    let due = end_of_limit(rule, counting_from, calendar)?;
    let warn = match rule.warn_percent {
        Some(percent) => warning(counting_from, due, percent, on_hours.then_some(calendar))?,
        None => due,
    };
    if on_hours {
        reasons.extend(days_off(calendar, started, due)?);
    }
    let due = match rule.calendar {
        RuleCalendar::ClockToOpening => opened(rule, question, calendar, due, &mut reasons)?,
        _ => due,
    };
    Ok(Deadline { due, warn, reasons })
}

fn distance(rule: &ClockRule, question: &Question<'_>) -> Option<Reason> {
    let limit_km = rule.reach?.limit_km();
    let rule = rule.id.clone();
    Some(match question.distance_km {
        Some(km) => Reason::Distance { km, limit_km, rule },
        None => Reason::DistanceUnknown { limit_km, rule },
    })
}

fn tier(rule: &ClockRule, question: &Question<'_>) -> Option<Reason> {
    let matters = rule.default_for != DefaultFor::All || rule.calendar == RuleCalendar::ServiceHours;
    (matters && !question.tier.is_empty()).then(|| Reason::Tier { tier: question.tier.to_owned() })
}

fn counts_on_hours(rule: &ClockRule) -> bool {
    match rule.limit {
        Limit::WorkingDays(_) | Limit::EndOfWorkingDay | Limit::EndOfNextWorkingDay | Limit::NextWorkingDayAt(_) => {
            true
        }
        Limit::EndOfDay | Limit::EndOfNextDay => false,
        Limit::Minutes(_) | Limit::Hours(_) | Limit::Days(_) | Limit::Rings(_) => {
            matches!(rule.calendar, RuleCalendar::ServiceHours | RuleCalendar::WorkingDays)
        }
    }
}

fn end_of_limit<Z: TimeZone>(
    rule: &ClockRule,
    from: Timestamp,
    calendar: &WorkCalendar<Z>,
) -> Result<Timestamp, DeadlineError> {
    let after = |amount: u32, unit: i64| {
        let duration = i64::from(amount) * unit;
        if counts_on_hours(rule) {
            return calendar.add_working(from, duration);
        }
        let due = from.plus(duration);
        calendar.date_of(due).map(|_| due)
    };
    Ok(match rule.limit {
        Limit::Minutes(amount) => after(amount, MINUTE)?,
        Limit::Hours(amount) => after(amount, HOUR)?,
        Limit::Days(amount) => after(amount, DAY)?,
        Limit::WorkingDays(count) => calendar.add_working_days(from, count)?,
        Limit::EndOfDay => calendar.end_of_day(from)?,
        Limit::EndOfNextDay => calendar.end_of_next_day(from)?,
        Limit::EndOfWorkingDay => calendar.end_of_working_day(from)?,
        Limit::EndOfNextWorkingDay => calendar.end_of_next_working_day(from)?,
        Limit::NextWorkingDayAt(time) => calendar.next_working_day_at(from, time)?,
        Limit::Rings(_) => return Err(DeadlineError::NotATime(rule.id.clone())),
    })
}

/// The instant after `percent` of the time from `from` to `due`, in working time if a calendar is given.
fn warning<Z: TimeZone>(
    from: Timestamp,
    due: Timestamp,
    percent: u8,
    calendar: Option<&WorkCalendar<Z>>,
) -> Result<Timestamp, CalendarError> {
    // No calendar answers beyond the year 9999, so that this is far from the end of an i64.
    let share = |duration: i64| duration * i64::from(percent.min(100)) / 100;
    let Some(calendar) = calendar else { return Ok(from.plus(share(due.since(from)))) };
    match calendar.working_between(from, due)? {
        // Such as 12:00 on a day that opens at 13:00: no working time to take a share of.
        0 => Ok(due),
        working => Ok(calendar.add_working(from, share(working))?.min(due)),
    }
}

fn days_off<Z: TimeZone>(
    calendar: &WorkCalendar<Z>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Reason>, CalendarError> {
    let holidays = calendar.holidays_between(from, to)?.into_iter().map(|date| Reason::Holiday { date });
    let years = calendar.unpublished_years(from, to)?.into_iter().map(|year| Reason::YearNotPublished { year });
    Ok(holidays.chain(years).collect())
}

/// `due` if it lies in service hours or exactly on closing, or if the tier's due times do not move; else the next
/// opening.
fn opened<Z: TimeZone>(
    rule: &ClockRule,
    question: &Question<'_>,
    calendar: &WorkCalendar<Z>,
    due: Timestamp,
    reasons: &mut Vec<Reason>,
) -> Result<Timestamp, CalendarError> {
    let opening = calendar.add_working(due, 0)?;
    if opening == due {
        reasons.extend(days_off(calendar, due, due)?);
        return Ok(due);
    }
    if rule.stays_for.iter().any(|tier| tier == question.tier) {
        reasons.push(Reason::NotMoved { tier: question.tier.to_owned() });
        return Ok(due);
    }
    reasons.push(Reason::MovedToOpening { from: due, to: opening });
    reasons.extend(days_off(calendar, due, opening)?);
    Ok(opening)
}
