//! Why something is due when it is: each reason of a clock as a line of two parts (ONS-5).

use domain::deadline::{Clock, Limit, Reason};
use words::office::reasons as texts;

use crate::tell::Tell;

/// One reason: what it is, and what it does to the due time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub what: String,
    pub value: String,
}

/// All reasons of a clock, in the order they took effect.
#[must_use]
pub fn lines(clock: &Clock, tell: Tell) -> Vec<Line> {
    clock.reasons.iter().map(|reason| line(reason, clock, tell)).collect()
}

fn line(reason: &Reason, clock: &Clock, tell: Tell) -> Line {
    let say = |text| tell.say(text).to_owned();
    let (what, value) = match reason {
        Reason::Started { at } => (say(texts::STARTED), tell.day_time(*at)),
        Reason::Limit(limit) => (say(texts::rule(&clock.rule)), self::limit(*limit, tell)),
        Reason::Distance { km, limit_km, rule } => {
            let bound = if rule.ends_with("far") { texts::BEYOND } else { texts::WITHIN };
            (tell.fill(texts::DISTANCE, &[("km", &tell.km(*km))]), tell.fill(bound, &[("km", &tell.km(*limit_km))]))
        }
        Reason::DistanceUnknown { limit_km, .. } => {
            (say(texts::DISTANCE_UNKNOWN), tell.fill(texts::AS_NEAR, &[("km", &tell.km(*limit_km))]))
        }
        Reason::Tier { tier } => (say(texts::TIER), tell.tier(tier)),
        Reason::CountedOn { calendar } if calendar == "clock" => (say(texts::COUNTED), say(texts::COUNTED_CLOCK)),
        Reason::CountedOn { calendar } => {
            (say(texts::COUNTED), tell.fill(texts::COUNTED_CALENDAR, &[("calendar", &self::calendar(calendar, tell))]))
        }
        Reason::OutsideHours { counting_from } => {
            (say(texts::OUTSIDE_HOURS), tell.fill(texts::COUNTING_FROM, &[("time", &tell.day_time(*counting_from))]))
        }
        Reason::Holiday { date } => {
            (tell.fill(texts::HOLIDAY, &[("date", &date.to_string())]), say(texts::NOT_COUNTED))
        }
        Reason::YearNotPublished { year } => {
            (tell.fill(texts::YEAR_NOT_PUBLISHED, &[("year", &year.to_string())]), say(texts::ONLY_WEEKENDS))
        }
        Reason::MovedToOpening { from, to } => (
            tell.fill(texts::MOVED, &[("time", &tell.day_time(*from))]),
            tell.fill(texts::MOVED_TO, &[("time", &tell.day_time(*to))]),
        ),
        Reason::NotMoved { tier } => (tell.fill(texts::NOT_MOVED, &[("tier", &tell.tier(tier))]), say(texts::STAYS)),
        Reason::Paused { from, to, reason, .. } => (
            tell.fill(texts::PAUSED, &[("reason", reason)]),
            tell.fill(texts::FROM_TO, &[("from", &tell.day_time(*from)), ("to", &tell.day_time(*to))]),
        ),
        Reason::ChangedByHand { from, to, reason, by } => (
            tell.fill(texts::BY_HAND, &[("who", &tell.person(*by)), ("reason", reason)]),
            tell.fill(texts::FROM_TO, &[("from", &tell.day_time(*from)), ("to", &tell.day_time(*to))]),
        ),
    };
    Line { what, value }
}

/// How long something may take, in words.
#[must_use]
pub fn limit(limit: Limit, tell: Tell) -> String {
    let counted = |text, amount: u32| tell.fill(text, &[("n", &amount.to_string())]);
    match limit {
        Limit::Minutes(amount) => counted(texts::MINUTES, amount),
        Limit::Hours(amount) => counted(texts::HOURS, amount),
        Limit::Days(amount) => counted(texts::DAYS, amount),
        Limit::WorkingDays(amount) => counted(texts::WORKING_DAYS, amount),
        Limit::Rings(amount) => counted(texts::RINGS, amount),
        Limit::EndOfDay => tell.say(texts::END_OF_DAY).to_owned(),
        Limit::EndOfNextDay => tell.say(texts::END_OF_NEXT_DAY).to_owned(),
        Limit::EndOfWorkingDay => tell.say(texts::END_OF_WORKING_DAY).to_owned(),
        Limit::EndOfNextWorkingDay => tell.say(texts::END_OF_NEXT_WORKING_DAY).to_owned(),
        Limit::NextWorkingDayAt(time) => tell.fill(texts::NEXT_WORKING_DAY_AT, &[("time", &time.to_string())]),
    }
}

fn calendar(name: &str, tell: Tell) -> String {
    match name {
        "centre" => tell.say(texts::CALENDAR_CENTRE).to_owned(),
        // The tiers' hours are called by what they are, such as 7x12.
        name => name.replace('x', "×"),
    }
}
