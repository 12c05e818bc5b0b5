//! Days and hours as the centre lives them, and the clocks a request gets.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use chrono_tz::{Asia::Shanghai, Tz};
use domain::{
    Timestamp,
    calendar::{CalendarData, LocalTime, WorkCalendar},
    deadline::{Clock, Question, deadline, default_rules, rules_for},
    request::ServiceRequest,
    time::{MINUTE, SECOND},
};

use crate::chance::Chance;

/// Opening and closing of the centre, in minutes since midnight.
pub(crate) const OPEN: i64 = 8 * 60 + 30;
pub(crate) const CLOSE: i64 = 17 * 60 + 30;

static CALENDAR: LazyLock<WorkCalendar<Tz>> = LazyLock::new(|| WorkCalendar::new(CalendarData::centre(), Shanghai));

/// The clocks of a request that is submitted at `started`: verification, contact and arrival by tier and distance
/// (ONS-2, ONS-5).
#[must_use]
pub fn clocks_for(request: &ServiceRequest, started: Timestamp) -> Vec<Clock> {
    let tier = request.entitlement.tier.as_str();
    let [contact, arrive] = rules_for(&default_rules(), tier, Some(request.distance_km));
    ["request.verify", contact, arrive].into_iter().filter_map(|rule| clock_for(request, rule, started)).collect()
}

/// A clock of any rule.
pub fn clock_for(request: &ServiceRequest, rule: &str, started: Timestamp) -> Option<Clock> {
    let tier = request.entitlement.tier.as_str();
    let question = Question { rule, started, distance_km: Some(request.distance_km), tier };
    let deadline = deadline(&default_rules(), &question, &CALENDAR).ok()?;
    Some(Clock::start(&question, deadline))
}

/// On which days the centre works, and when.
pub(crate) fn calendar() -> &'static WorkCalendar<Tz> {
    &CALENDAR
}

/// The date in the centre's zone.
pub(crate) fn date_of(at: Timestamp) -> NaiveDate {
    at.to_utc().with_timezone(&Shanghai).date_naive()
}

/// So many minutes after the beginning of a date.
pub(crate) fn on(date: NaiveDate, minute: i64) -> Timestamp {
    CALENDAR.instant(date, LocalTime::MIDNIGHT).unwrap_or(Timestamp(0)).plus(minute * MINUTE)
}

/// Minutes since midnight.
pub(crate) fn minute_of_day(at: Timestamp) -> i64 {
    at.since(on(date_of(at), 0)) / MINUTE
}

pub(crate) fn day_before(date: NaiveDate) -> NaiveDate {
    date.pred_opt().unwrap_or(date)
}

pub(crate) fn day_after(date: NaiveDate) -> NaiveDate {
    date.succ_opt().unwrap_or(date)
}

/// Working days before `date`, newest first: all of the last `days` days, and older ones until there are `at_least`.
pub(crate) fn working_days_before(date: NaiveDate, days: u64, at_least: usize) -> Vec<NaiveDate> {
    let first = date.checked_sub_days(Days::new(days)).unwrap_or(date);
    let mut working = Vec::new();
    let mut day = day_before(date);
    while (day >= first || working.len() < at_least) && day > NaiveDate::MIN {
        if CALENDAR.is_working_day(day) {
            working.push(day);
        }
        day = day_before(day);
    }
    working
}

/// `at` itself when somebody is in the office then (any day of the week), else shortly before the last closing.
pub(crate) fn staffed(at: Timestamp, chance: &mut Chance) -> Timestamp {
    let minute = minute_of_day(at);
    let date = date_of(at);
    let shortly_before_closing = |date, chance: &mut Chance| on(date, CLOSE).plus(-chance.minutes(2, 40));
    if minute < OPEN {
        shortly_before_closing(day_before(date), chance)
    } else if minute >= CLOSE {
        shortly_before_closing(date, chance)
    } else {
        at
    }
}

/// To the nearest five minutes, as appointments are made.
pub(crate) fn to_five_minutes(at: Timestamp) -> Timestamp {
    let step = 5 * MINUTE;
    Timestamp((at.millis() + step / 2).div_euclid(step) * step)
}

/// The full minute before.
pub(crate) fn full_minute(at: Timestamp) -> Timestamp {
    Timestamp(at.millis().div_euclid(MINUTE) * MINUTE)
}

/// The full second before.
pub(crate) fn full_second(at: Timestamp) -> Timestamp {
    Timestamp(at.millis().div_euclid(SECOND) * SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn at_night_somebody_was_last_in_the_office_before_closing() {
        let mut chance = Chance::new(1, "test", 0);
        let night = staffed(time("2026-11-22T19:00:00.000Z"), &mut chance);
        assert_eq!(date_of(night).to_string(), "2026-11-22");
        assert!((CLOSE - 41..CLOSE).contains(&minute_of_day(night)));
        let noon = time("2026-11-23T04:00:00.000Z");
        assert_eq!(staffed(noon, &mut chance), noon);
    }

    #[test]
    fn working_days_leave_out_the_spring_festival() {
        let date = NaiveDate::from_ymd_opt(2026, 2, 25).expect("a date");
        let days = working_days_before(date, 14, 0);
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        assert_eq!(days, ["2026-02-24", "2026-02-14", "2026-02-13", "2026-02-12", "2026-02-11"]);
        assert_eq!(working_days_before(date, 1, 30).len(), 30);
    }
}
