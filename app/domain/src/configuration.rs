//! Clocks and calendars as somebody edits them: what is accepted, and what else moves with it (ADM-4).

use std::collections::BTreeSet;

use chrono::Datelike;
use uuid::Uuid;

use crate::{
    calendar::CalendarData,
    deadline::{ARRIVE_FAR, ARRIVE_NEAR, ClockRule, DefaultFor, Limit, Reach, RuleCalendar, default_rules},
    signature::sha256_hex,
};

/// Kind of a rule's record in the record of change.
pub const CLOCK: &str = "clock";
/// Kind of a calendar's record in the record of change.
pub const CALENDAR: &str = "calendar";

/// What is wrong with a rule or a calendar: a JSON pointer into it, and a stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub pointer: &'static str,
    pub word: &'static str,
}

pub(crate) const fn mistake(pointer: &'static str, word: &'static str) -> Mistake {
    Mistake { pointer, word }
}

/// The id of a setting in the record of change. Settings have names of their own; the same name always gives the same id.
#[must_use]
pub fn id_of(kind: &str, name: &str) -> Uuid {
    let hash = sha256_hex([kind, "/", name].concat().as_bytes());
    let number = hash.get(..32).and_then(|digits| u128::from_str_radix(digits, 16).ok()).unwrap_or_default();
    uuid::Builder::from_custom_bytes(number.to_be_bytes()).into_uuid()
}

/// The rule as it comes with the product.
#[must_use]
pub fn predefined_rule(id: &str) -> Option<ClockRule> {
    default_rules().into_iter().find(|rule| rule.id == id)
}

/// The calendar as it comes with the product, in the centre's zone.
#[must_use]
pub fn predefined_calendar(name: &str, zone: &str) -> Option<CalendarData> {
    let found = CalendarData::predefined().into_iter().find(|calendar| calendar.name == name);
    found.map(|calendar| CalendarData { zone: zone.to_owned(), ..calendar })
}

/// A rule as it is kept, from what somebody typed.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn checked_rule(rule: ClockRule) -> Result<ClockRule, Mistake> {
    let predefined = predefined_rule(&rule.id).ok_or(mistake("/id", "unknown_rule"))?;
    let (least, most) = match rule.limit {
        Limit::Minutes(_) => (1, 7 * 24 * 60),
        Limit::Hours(_) => (1, 90 * 24),
        Limit::Days(_) => (1, 366),
        Limit::WorkingDays(_) => (1, 250),
        Limit::Rings(_) => (1, 20),
        _ => (0, 0),
    };
    if let Some(amount) = amount(rule.limit)
        && !(least..=most).contains(&amount)
    {
        return Err(mistake("/limit/amount", "out_of_range"));
    }
    // Rings are counted by the telephone exchange: no time becomes rings, nor rings a time.
    if matches!(rule.limit, Limit::Rings(_)) != matches!(predefined.limit, Limit::Rings(_)) {
        return Err(mistake("/limit/unit", "invalid"));
    }
    if rule.warn_percent.is_some_and(|percent| !(1..=99).contains(&percent)) {
        return Err(mistake("/warn_percent", "out_of_range"));
    }
    let reach = match (predefined.reach, rule.reach) {
        (None, _) => None,
        (Some(_), None) => return Err(mistake("/reach/km", "missing")),
        (Some(known), Some(typed)) => {
            let km = (typed.limit_km() * 10.0).round() / 10.0;
            if !(1.0..=2_000.0).contains(&km) {
                return Err(mistake("/reach/km", "out_of_range"));
            }
            Some(match known {
                Reach::UpTo { .. } => Reach::UpTo { km },
                Reach::Beyond { .. } => Reach::Beyond { km },
            })
        }
    };
    let stays_for = match rule.calendar {
        RuleCalendar::ClockToOpening => tiers(rule.stays_for).ok_or(mistake("/stays_for", "invalid"))?,
        _ => Vec::new(),
    };
    let default_for = match rule.default_for {
        DefaultFor::All => DefaultFor::All,
        DefaultFor::Tiers(names) => DefaultFor::Tiers(tiers(names).ok_or(mistake("/default_for", "invalid"))?),
    };
    Ok(ClockRule { reach, stays_for, default_for, ..rule })
}

/// The rule that has to move with another one: near ends where far begins.
#[must_use]
pub fn moved_along(rule: &ClockRule, all: &[ClockRule]) -> Option<ClockRule> {
    let other = match rule.id.as_str() {
        ARRIVE_NEAR => ARRIVE_FAR,
        ARRIVE_FAR => ARRIVE_NEAR,
        _ => return None,
    };
    let km = rule.reach?.limit_km();
    let other = all.iter().find(|known| known.id == other)?.clone();
    let reach = match other.reach? {
        Reach::UpTo { .. } => Reach::UpTo { km },
        Reach::Beyond { .. } => Reach::Beyond { km },
    };
    (other.reach != Some(reach)).then_some(ClockRule { reach: Some(reach), ..other })
}

/// A calendar as it is kept, from what somebody typed: days in order, named once. The zone is the centre's.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn checked_calendar(calendar: CalendarData, zone: &str) -> Result<CalendarData, Mistake> {
    if predefined_calendar(&calendar.name, zone).is_none() {
        return Err(mistake("/name", "invalid"));
    }
    if calendar.weekly.iter().all(Vec::is_empty) {
        return Err(mistake("/weekly", "no_hours"));
    }
    for hours in &calendar.weekly {
        let mut hours = hours.clone();
        hours.sort_unstable();
        if hours.windows(2).any(|pair| pair[1].open() < pair[0].close()) {
            return Err(mistake("/weekly", "overlap"));
        }
    }
    let holidays: BTreeSet<_> = calendar.holidays.into_iter().collect();
    let make_up_days: BTreeSet<_> = calendar.make_up_days.into_iter().collect();
    if !holidays.is_disjoint(&make_up_days) {
        return Err(mistake("/make_up_days", "both"));
    }
    let years = 2000..=2100;
    if holidays.iter().chain(&make_up_days).any(|day| !years.contains(&day.year())) {
        return Err(mistake("/holidays", "out_of_range"));
    }
    let years_published: BTreeSet<_> =
        calendar.years_published.into_iter().filter(|year| years.contains(year)).collect();
    let weekly = calendar.weekly.map(|mut hours| {
        hours.sort_unstable();
        hours
    });
    Ok(CalendarData {
        name: calendar.name,
        zone: zone.to_owned(),
        weekly,
        holidays: holidays.into_iter().collect(),
        make_up_days: make_up_days.into_iter().collect(),
        years_published: years_published.into_iter().collect(),
    })
}

fn amount(limit: Limit) -> Option<u32> {
    match limit {
        Limit::Minutes(amount)
        | Limit::Hours(amount)
        | Limit::Days(amount)
        | Limit::WorkingDays(amount)
        | Limit::Rings(amount) => Some(amount),
        Limit::EndOfDay
        | Limit::EndOfNextDay
        | Limit::EndOfWorkingDay
        | Limit::EndOfNextWorkingDay
        | Limit::NextWorkingDayAt(_) => None,
    }
}

/// Names of tiers, each once; None when one is no name.
fn tiers(names: Vec<String>) -> Option<Vec<String>> {
    let names: BTreeSet<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
    let is_name = |name: &String| !name.is_empty() && name.chars().count() <= 20 && !name.chars().any(char::is_control);
    names.iter().all(is_name).then(|| names.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::calendar::{Hours, LocalTime};

    fn rule(id: &str) -> ClockRule {
        predefined_rule(id).expect("a rule")
    }

    #[test]
    fn every_rule_and_every_calendar_of_the_product_is_accepted_as_it_comes() {
        for rule in default_rules() {
            assert_eq!(checked_rule(rule.clone()), Ok(rule));
        }
        for calendar in CalendarData::predefined() {
            let kept = checked_calendar(calendar.clone(), &calendar.zone);
            assert_eq!(kept, Ok(calendar));
        }
    }

    #[test]
    fn a_rule_that_makes_no_sense_says_where() {
        let verify = rule("request.verify");
        for (typed, pointer) in [
            (ClockRule { id: "tea.break".to_owned(), ..verify.clone() }, "/id"),
            (ClockRule { limit: Limit::Hours(0), ..verify.clone() }, "/limit/amount"),
            (ClockRule { limit: Limit::Days(1_000), ..verify.clone() }, "/limit/amount"),
            (ClockRule { limit: Limit::Rings(3), ..verify.clone() }, "/limit/unit"),
            (ClockRule { warn_percent: Some(100), ..verify.clone() }, "/warn_percent"),
            (ClockRule { default_for: DefaultFor::Tiers(vec![" ".to_owned()]), ..verify }, "/default_for"),
            (ClockRule { reach: None, ..rule(ARRIVE_NEAR) }, "/reach/km"),
            (ClockRule { reach: Some(Reach::UpTo { km: f64::NAN }), ..rule(ARRIVE_NEAR) }, "/reach/km"),
        ] {
            assert_eq!(checked_rule(typed.clone()).map_err(|mistake| mistake.pointer), Err(pointer), "{typed:?}");
        }
    }

    #[test]
    fn near_ends_where_far_begins() {
        let near = ClockRule { reach: Some(Reach::UpTo { km: 45.0 }), ..rule(ARRIVE_NEAR) };
        let moved = moved_along(&near, &default_rules()).expect("the other one");
        assert_eq!((moved.id.as_str(), moved.reach), (ARRIVE_FAR, Some(Reach::Beyond { km: 45.0 })));
        assert_eq!(moved_along(&rule(ARRIVE_NEAR), &default_rules()), None);
        assert_eq!(moved_along(&rule("request.verify"), &default_rules()), None);
    }

    #[test]
    fn a_calendar_has_hours_that_do_not_overlap_and_days_that_are_one_thing() {
        let centre = CalendarData::centre();
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let hours = |open, close| Hours::new(LocalTime::hm(open, 0), LocalTime::hm(close, 0)).expect("hours");
        let mut overlapping = centre.clone();
        overlapping.weekly[0] = vec![hours(10, 14), hours(8, 12)];
        for (typed, word) in [
            (CalendarData { weekly: Default::default(), ..centre.clone() }, "no_hours"),
            (overlapping, "overlap"),
            (CalendarData { make_up_days: vec![day("2026-10-01")], ..centre.clone() }, "both"),
            (CalendarData { holidays: vec![day("1926-10-01")], ..centre.clone() }, "out_of_range"),
            (CalendarData { name: "mine".to_owned(), ..centre.clone() }, "invalid"),
        ] {
            assert_eq!(checked_calendar(typed, "Asia/Shanghai").map_err(|mistake| mistake.word), Err(word));
        }
        let untidy = CalendarData { holidays: vec![day("2027-02-02"), day("2027-01-01"), day("2027-01-01")], ..centre };
        let kept = checked_calendar(untidy, "Asia/Tokyo").expect("a calendar");
        assert_eq!((kept.holidays, kept.zone.as_str()), (vec![day("2027-01-01"), day("2027-02-02")], "Asia/Tokyo"));
    }

    #[test]
    fn a_setting_has_the_same_id_everywhere() {
        assert_eq!(id_of(CLOCK, ARRIVE_NEAR), id_of(CLOCK, ARRIVE_NEAR));
        assert_ne!(id_of(CLOCK, "centre"), id_of(CALENDAR, "centre"));
    }
}
