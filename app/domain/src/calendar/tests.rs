//! Concrete dates of 2026, and properties against an oracle that looks at every minute.

use chrono::{NaiveTime, Weekday};
use chrono_tz::{Asia, Europe, Tz};
use proptest::prelude::*;

use super::*;
use crate::time::{HOUR, MINUTE};

fn centre() -> WorkCalendar<Tz> {
    WorkCalendar::new(CalendarData::centre(), Asia::Shanghai)
}

/// Night shifts on both sides of midnight, with a break across the hour that Berlin skips and repeats.
fn nights() -> WorkCalendar<Tz> {
    let hours = |open, close| Hours::new(LocalTime::hm(open, 0), LocalTime::hm(close, 30)).expect("valid");
    let mut data = CalendarData::seven_by_twenty_four();
    data.weekly = std::array::from_fn(|day| match day {
        2 => vec![],
        _ => vec![hours(22, 23), hours(0, 1), hours(4, 6)],
    });
    WorkCalendar::new(data, Europe::Berlin)
}

/// `2026-02-14 08:30` in the calendar's zone.
fn at(calendar: &WorkCalendar<Tz>, text: &str) -> Timestamp {
    let local = NaiveDateTime::parse_from_str(&format!("{text}:00"), "%Y-%m-%d %H:%M:%S").expect("a local time");
    calendar.resolve(local).expect("in range")
}

fn text(calendar: &WorkCalendar<Tz>, at: Timestamp) -> String {
    calendar.local(at).expect("in range").format("%Y-%m-%d %H:%M").to_string()
}

fn check(expected: &[(&str, &str)], count: impl Fn(&WorkCalendar<Tz>, Timestamp) -> Result<Timestamp, CalendarError>) {
    let centre = centre();
    for (from, expected) in expected {
        let due = count(&centre, at(&centre, from)).expect("an answer");
        assert_eq!(text(&centre, due), *expected, "from {from}");
    }
}

#[test]
fn make_up_saturdays_are_worked_and_spring_festival_is_not() {
    let centre = centre();
    for (date, working) in [
        ("2026-02-13", true),
        ("2026-02-14", true),
        ("2026-02-15", false),
        ("2026-02-23", false),
        ("2026-02-24", true),
        ("2026-02-28", true),
        ("2026-03-01", false),
        ("2026-09-20", true),
        ("2027-01-01", true),
    ] {
        assert_eq!(centre.is_working_day(date.parse().expect("a date")), working, "{date}");
    }
    let saturday = "2026-02-14".parse().expect("a date");
    assert_eq!(centre.hours_of(saturday).len(), 2, "a make-up Saturday has the hours of an ordinary day");
}

#[test]
fn closing_is_closed_and_opening_is_open() {
    let centre = centre();
    for (local, open) in [
        ("2026-03-06 08:29", false),
        ("2026-03-06 08:30", true),
        ("2026-03-06 11:59", true),
        ("2026-03-06 12:00", false),
        ("2026-03-06 13:30", true),
        ("2026-03-06 17:30", false),
        ("2026-03-07 10:00", false),
    ] {
        assert_eq!(centre.is_open(at(&centre, local)), open, "{local}");
    }
}

#[test]
fn the_next_opening_is_now_when_open() {
    check(
        &[
            ("2026-03-06 09:00", "2026-03-06 09:00"),
            ("2026-03-06 12:00", "2026-03-06 13:30"),
            ("2026-03-06 17:30", "2026-03-09 08:30"),
            ("2026-02-14 18:00", "2026-02-24 08:30"),
        ],
        |calendar, from| calendar.next_opening(from),
    );
}

#[test]
fn two_working_hours_skip_lunch_night_weekend_and_festival() {
    check(
        &[
            ("2026-03-06 09:00", "2026-03-06 11:00"),
            ("2026-03-06 10:00", "2026-03-06 12:00"),
            ("2026-03-06 11:00", "2026-03-06 14:30"),
            ("2026-03-06 12:30", "2026-03-06 15:30"),
            ("2026-03-06 15:30", "2026-03-06 17:30"),
            ("2026-03-06 16:30", "2026-03-09 09:30"),
            ("2026-02-13 16:30", "2026-02-14 09:30"),
            ("2026-02-14 16:30", "2026-02-24 09:30"),
        ],
        |calendar, from| calendar.add_working(from, 2 * HOUR),
    );
}

#[test]
fn no_working_time_at_all_stays_inside_and_exactly_at_closing() {
    check(
        &[
            ("2026-03-06 09:00", "2026-03-06 09:00"),
            ("2026-03-06 12:00", "2026-03-06 12:00"),
            ("2026-03-06 12:01", "2026-03-06 13:30"),
            ("2026-03-06 17:30", "2026-03-06 17:30"),
            ("2026-03-07 00:00", "2026-03-09 08:30"),
        ],
        |calendar, from| calendar.add_working(from, 0),
    );
}

#[test]
fn working_days_keep_the_time_of_day() {
    check(
        &[
            ("2026-03-05 16:00", "2026-03-09 16:00"),
            ("2026-03-06 16:00", "2026-03-10 16:00"),
            ("2026-03-06 12:30", "2026-03-10 13:30"),
            ("2026-03-06 17:30", "2026-03-11 08:30"),
            ("2026-03-07 10:00", "2026-03-11 08:30"),
            ("2026-02-13 16:00", "2026-02-24 16:00"),
            ("2026-02-12 16:00", "2026-02-14 16:00"),
        ],
        |calendar, from| calendar.add_working_days(from, 2),
    );
}

#[test]
fn a_time_outside_the_hours_of_the_target_day_becomes_their_end() {
    let mut data = CalendarData::centre();
    data.weekly[4] = vec![Hours::new(LocalTime::hm(9, 0), LocalTime::hm(11, 0)).expect("valid")];
    let calendar = WorkCalendar::new(data, Asia::Shanghai);
    for (from, expected) in [
        ("2026-03-05 15:00", "2026-03-06 11:00"),
        ("2026-03-05 11:00", "2026-03-06 11:00"),
        ("2026-03-05 08:30", "2026-03-06 11:00"),
        ("2026-03-05 09:00", "2026-03-06 09:00"),
    ] {
        let due = calendar.add_working_days(at(&calendar, from), 1).expect("an answer");
        assert_eq!(text(&calendar, due), expected, "from {from}");
    }
}

#[test]
fn ends_of_days() {
    check(&[("2026-03-06 09:00", "2026-03-07 00:00")], |calendar, from| calendar.end_of_day(from));
    check(&[("2026-03-06 09:00", "2026-03-08 00:00")], |calendar, from| calendar.end_of_next_day(from));
    check(
        &[
            ("2026-03-06 06:00", "2026-03-06 17:30"),
            ("2026-03-06 17:29", "2026-03-06 17:30"),
            ("2026-03-06 17:30", "2026-03-09 17:30"),
            ("2026-03-07 09:00", "2026-03-09 17:30"),
        ],
        |calendar, from| calendar.end_of_working_day(from),
    );
    check(&[("2026-03-05 06:00", "2026-03-06 17:30"), ("2026-03-06 23:00", "2026-03-09 17:30")], |calendar, from| {
        calendar.end_of_next_working_day(from)
    });
    check(&[("2026-03-06 01:00", "2026-03-09 12:00"), ("2026-02-14 09:00", "2026-02-24 12:00")], |calendar, from| {
        calendar.next_working_day_at(from, LocalTime::hm(12, 0))
    });
}

#[test]
fn berlin_loses_an_hour_in_march_and_gains_one_in_october() {
    let mut data = CalendarData::seven_by_twenty_four();
    let always = WorkCalendar::new(data.clone(), Europe::Berlin);
    for (date, hours) in [("2026-03-29", 23), ("2026-03-30", 24), ("2026-10-25", 25)] {
        let spans = always.spans_of(date.parse().expect("a date"));
        assert_eq!(spans.iter().map(|span| span.close.since(span.open)).sum::<i64>(), hours * HOUR, "{date}");
    }
    data.weekly[6] = vec![Hours::new(LocalTime::hm(2, 30), LocalTime::hm(4, 0)).expect("valid")];
    let early = WorkCalendar::new(data, Europe::Berlin);
    for (saturday, opening) in [("2026-03-28 12:00", "2026-03-29 03:00"), ("2026-10-24 12:00", "2026-10-25 02:30")] {
        let midnight = early.end_of_day(at(&early, saturday)).expect("in range");
        assert_eq!(text(&early, early.next_opening(midnight).expect("opens")), opening);
    }
    let length = |date: &str| {
        let spans = early.spans_of(date.parse().expect("a date"));
        spans.iter().map(|span| span.close.since(span.open)).sum::<i64>()
    };
    assert_eq!((length("2026-03-29"), length("2026-10-25")), (HOUR, 2 * HOUR + 30 * MINUTE));
}

#[test]
fn a_calendar_without_hours_answers_with_an_error() {
    let data = CalendarData { weekly: Default::default(), ..CalendarData::centre() };
    let never = WorkCalendar::new(data, Asia::Shanghai);
    let now = at(&never, "2026-03-06 09:00");
    for answer in [
        never.next_opening(now),
        never.add_working(now, HOUR),
        never.add_working_days(now, 1),
        never.end_of_working_day(now),
        never.end_of_next_working_day(now),
    ] {
        assert_eq!(answer, Err(CalendarError::NoWorkingHours));
    }
    assert!(!never.is_open(now));
    assert_eq!(never.working_between(now, now.plus(DAY)), Ok(0));
}

#[test]
fn what_lies_too_far_is_an_error() {
    let centre = centre();
    let now = at(&centre, "2026-03-06 09:00");
    assert_eq!(centre.add_working(now, i64::MAX), Err(CalendarError::TooFar));
    assert_eq!(centre.add_working_days(now, u32::MAX), Err(CalendarError::TooFar));
    assert_eq!(centre.next_opening(Timestamp(i64::MAX)), Err(CalendarError::OutOfRange));
}

#[test]
fn holidays_and_unpublished_years_on_the_way_are_named() {
    let centre = centre();
    let (from, to) = (at(&centre, "2026-02-13 09:00"), at(&centre, "2026-02-24 09:00"));
    let days: Vec<u32> = centre.holidays_between(from, to).expect("in range").iter().map(NaiveDate::day).collect();
    assert_eq!(days, [16, 17, 18, 19, 20, 23]);
    let to = at(&centre, "2028-01-03 09:00");
    assert_eq!(centre.unpublished_years(from, to), Ok(vec![2027, 2028]));
    let always = WorkCalendar::new(CalendarData::seven_by_twenty_four(), Asia::Shanghai);
    assert_eq!(always.unpublished_years(from, to), Ok(vec![]));
}

/// Whether the minute that begins at `at` is worked, read off the wall clock.
fn worked(calendar: &WorkCalendar<Tz>, at: Timestamp) -> bool {
    let local = at.to_utc().with_timezone(&calendar.zone).naive_local();
    let date = local.date();
    let time = (local.time() - NaiveTime::MIN).num_minutes();
    let data = &calendar.data;
    let hours = if data.make_up_days.contains(&date)
        && data.weekly[date.weekday().num_days_from_monday() as usize].is_empty()
    {
        &data.weekly[Weekday::Mon as usize]
    } else if data.holidays.contains(&date) && !data.make_up_days.contains(&date) {
        return false;
    } else {
        &data.weekly[date.weekday().num_days_from_monday() as usize]
    };
    hours.iter().any(|hours| (i64::from(hours.open().minutes())..hours.close().minutes().into()).contains(&time))
}

/// The end of the minute in which the last of `minutes` is worked; for none, the rule of closing.
fn oracle(calendar: &WorkCalendar<Tz>, from: Timestamp, minutes: i64) -> Timestamp {
    let mut at = from;
    let mut left = minutes;
    if left == 0 && worked(calendar, from.plus(-MINUTE)) {
        return from;
    }
    loop {
        let working = worked(calendar, at);
        if left == 0 && working {
            return at;
        }
        left -= i64::from(working);
        at = at.plus(MINUTE);
        if left == 0 && working {
            return at;
        }
    }
}

fn a_calendar() -> impl Strategy<Value = WorkCalendar<Tz>> {
    let predefined = CalendarData::predefined().map(Just);
    let data = proptest::strategy::Union::new(predefined);
    let zone = prop_oneof![Just(Asia::Shanghai), Just(Europe::Berlin)];
    prop_oneof![4 => (data, zone).prop_map(|(data, zone)| WorkCalendar::new(data, zone)), 1 => Just(nights())]
}

/// A full minute from December 2025 to February 2027; a third of them around a change of Berlin's clocks.
fn a_minute() -> impl Strategy<Value = Timestamp> {
    let from = |first: &str, minutes: i64| {
        let first: Timestamp = first.parse().expect("valid");
        (0..minutes).prop_map(move |minute| first.plus(minute * MINUTE))
    };
    let days = |days: i64| days * DAY / MINUTE;
    prop_oneof![
        4 => from("2025-12-01T00:00:00Z", days(440)),
        1 => from("2026-03-28T12:00:00Z", days(1)),
        1 => from("2026-10-24T12:00:00Z", days(1)),
    ]
}

proptest! {
    #[test]
    fn adding_agrees_with_looking_at_every_minute(calendar in a_calendar(), from in a_minute(), minutes in 0i64..2_000) {
        let due = calendar.add_working(from, minutes * MINUTE).expect("an answer");
        prop_assert_eq!(due, oracle(&calendar, from, minutes));
    }

    #[test]
    fn between_agrees_with_looking_at_every_minute(calendar in a_calendar(), from in a_minute(), minutes in 0i64..9_000) {
        let worked = (0..minutes).filter(|minute| worked(&calendar, from.plus(minute * MINUTE))).count();
        let to = from.plus(minutes * MINUTE);
        prop_assert_eq!(calendar.working_between(from, to), Ok(worked as i64 * MINUTE));
        prop_assert_eq!(calendar.working_between(to, from), Ok(-(worked as i64) * MINUTE));
    }

    #[test]
    fn open_agrees_with_the_wall_clock(calendar in a_calendar(), at in a_minute()) {
        prop_assert_eq!(calendar.is_open(at), worked(&calendar, at));
        prop_assert!(calendar.is_open(calendar.next_opening(at).expect("opens")));
    }

    #[test]
    fn no_end_lies_outside_working_hours(
        calendar in a_calendar(), from in a_minute(), millis in 0i64..100 * HOUR, days in 0u32..20,
    ) {
        let ends = [calendar.add_working(from, millis), calendar.add_working_days(from, days)];
        for end in ends {
            let end = end.expect("an answer");
            prop_assert!(calendar.is_open(end) || calendar.is_open(end.plus(-1)), "{end}");
            prop_assert!(end >= from);
        }
    }

    #[test]
    fn what_is_added_lies_between(calendar in a_calendar(), from in a_minute(), millis in 0i64..100 * HOUR) {
        let due = calendar.add_working(from, millis).expect("an answer");
        prop_assert_eq!(calendar.working_between(from, due), Ok(millis));
    }

    #[test]
    fn adding_is_additive(
        calendar in a_calendar(), from in a_minute(), first in 0i64..50 * HOUR, second in 0i64..50 * HOUR,
    ) {
        let halfway = calendar.add_working(from, first).expect("an answer");
        prop_assert_eq!(calendar.add_working(halfway, second), calendar.add_working(from, first + second));
    }

    #[test]
    fn adding_is_monotone(
        calendar in a_calendar(), from in a_minute(), millis in 0i64..50 * HOUR, later in 0i64..5 * DAY,
        longer in 0i64..50 * HOUR,
    ) {
        let due = |from, millis| calendar.add_working(from, millis).expect("an answer");
        prop_assert!(due(from, millis) <= due(from.plus(later), millis));
        prop_assert!(due(from, millis) <= due(from, millis + longer));
    }

    /// Only where all days have the same hours by daylight: a day that closes earlier pulls its due times to its end.
    #[test]
    fn working_days_are_monotone(from in a_minute(), days in 0u32..20, later in 0i64..5 * DAY) {
        for zone in [Asia::Shanghai, Europe::Berlin] {
            let calendar = WorkCalendar::new(CalendarData::six_by_eight(), zone);
            let due = |from, days| calendar.add_working_days(from, days).expect("an answer");
            prop_assert!(due(from, days) <= due(from.plus(later), days));
            prop_assert!(due(from, days) <= due(from, days + 1));
        }
    }
}
