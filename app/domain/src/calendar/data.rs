//! Calendars as configuration, and the ones that come predefined (HOT-13, CUS-6).

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::hours::{Hours, LocalTime};

/// When a centre works or a tier is served: what is stored and edited. [`WorkCalendar`](super::WorkCalendar) counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarData {
    pub name: String,
    /// IANA name, such as `Asia/Shanghai`.
    pub zone: String,
    /// Local hours, Monday first.
    pub weekly: [Vec<Hours>; 7],
    /// Days without work, whatever the day of the week.
    #[serde(default)]
    pub holidays: Vec<NaiveDate>,
    /// Days worked in exchange for a bridge day. They win over `holidays`.
    #[serde(default)]
    pub make_up_days: Vec<NaiveDate>,
    /// Years whose holidays are known. In any other year only weekends count, and a deadline says so.
    #[serde(default)]
    pub years_published: Vec<i32>,
}

impl CalendarData {
    /// The centre's own hours: working days 08:30–12:00 and 13:30–17:30.
    #[must_use]
    pub fn centre() -> Self {
        Self::with_holidays("centre", 5)
    }

    /// Office hours from Monday to Friday. The specification gives no hours of its own to 5×8 and 6×8: they have the
    /// centre's.
    #[must_use]
    pub fn five_by_eight() -> Self {
        Self::with_holidays("5x8", 5)
    }

    /// Office hours from Monday to Saturday.
    #[must_use]
    pub fn six_by_eight() -> Self {
        Self::with_holidays("6x8", 6)
    }

    /// 08:00–20:00 every day, holidays too.
    #[must_use]
    pub fn seven_by_twelve() -> Self {
        Self::every_day("7x12", LocalTime::hm(8, 0), LocalTime::hm(20, 0))
    }

    /// Always.
    #[must_use]
    pub fn seven_by_twenty_four() -> Self {
        Self::every_day("7x24", LocalTime::MIDNIGHT, LocalTime::END_OF_DAY)
    }

    /// The predefined calendars by name: `centre`, `5x8`, `6x8`, `7x12`, `7x24`.
    #[must_use]
    pub fn predefined() -> [Self; 5] {
        [
            Self::centre(),
            Self::five_by_eight(),
            Self::six_by_eight(),
            Self::seven_by_twelve(),
            Self::seven_by_twenty_four(),
        ]
    }

    fn with_holidays(name: &str, days: usize) -> Self {
        let office = [(LocalTime::hm(8, 30), LocalTime::hm(12, 0)), (LocalTime::hm(13, 30), LocalTime::hm(17, 30))];
        let office: Vec<Hours> = office.into_iter().flat_map(Hours::try_from).collect();
        Self {
            weekly: std::array::from_fn(|day| if day < days { office.clone() } else { Vec::new() }),
            holidays: YEAR_2026.iter().flat_map(PublicHoliday::days_off).collect(),
            make_up_days: YEAR_2026.iter().flat_map(PublicHoliday::make_up_days).collect(),
            years_published: vec![2026],
            ..Self::bare(name)
        }
    }

    fn every_day(name: &str, open: LocalTime, close: LocalTime) -> Self {
        let hours: Vec<Hours> = Hours::new(open, close).into_iter().collect();
        Self { weekly: std::array::from_fn(|_| hours.clone()), ..Self::bare(name) }
    }

    fn bare(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            zone: "Asia/Shanghai".to_owned(),
            weekly: Default::default(),
            holidays: Vec::new(),
            make_up_days: Vec::new(),
            years_published: Vec::new(),
        }
    }

    /// The hours of a weekday, holidays aside.
    pub(super) fn weekly_hours(&self, date: NaiveDate) -> &[Hours] {
        &self.weekly[date.weekday().num_days_from_monday() as usize]
    }

    /// The hours of a make-up day: those of its own weekday, or else of the first weekday that has any, because a
    /// make-up Saturday replaces a whole ordinary day.
    pub(super) fn make_up_hours(&self, date: NaiveDate) -> &[Hours] {
        let own = self.weekly_hours(date);
        if !own.is_empty() {
            return own;
        }
        self.weekly.iter().find(|hours| !hours.is_empty()).map_or(&[], Vec::as_slice)
    }

    /// Whether a published list of holidays would change anything: not for a calendar that serves every day.
    pub(super) fn follows_publication(&self) -> bool {
        !self.holidays.is_empty() || self.weekly.iter().any(Vec::is_empty)
    }
}

/// A public holiday of 2026 with the days worked in exchange, as (month, day).
struct PublicHoliday {
    first: (u32, u32),
    last: (u32, u32),
    make_up: &'static [(u32, u32)],
}

/// The State Council's notice for 2026: New Year, Spring Festival, Tomb-sweeping Day, Labour Day, Dragon Boat
/// Festival, Mid-autumn Festival, National Day.
const YEAR_2026: [PublicHoliday; 7] = [
    PublicHoliday { first: (1, 1), last: (1, 3), make_up: &[(1, 4)] },
    PublicHoliday { first: (2, 15), last: (2, 23), make_up: &[(2, 14), (2, 28)] },
    PublicHoliday { first: (4, 4), last: (4, 6), make_up: &[] },
    PublicHoliday { first: (5, 1), last: (5, 5), make_up: &[(5, 9)] },
    PublicHoliday { first: (6, 19), last: (6, 21), make_up: &[] },
    PublicHoliday { first: (9, 25), last: (9, 27), make_up: &[] },
    PublicHoliday { first: (10, 1), last: (10, 7), make_up: &[(9, 20), (10, 10)] },
];

impl PublicHoliday {
    fn days_off(&self) -> impl Iterator<Item = NaiveDate> {
        let days = day_of_2026(self.first).zip(day_of_2026(self.last));
        days.into_iter().flat_map(|(first, last)| first.iter_days().take_while(move |date| *date <= last))
    }

    fn make_up_days(&self) -> impl Iterator<Item = NaiveDate> {
        self.make_up.iter().copied().filter_map(day_of_2026)
    }
}

fn day_of_2026((month, day): (u32, u32)) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, month, day)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_year_2026_has_33_days_off_and_6_make_up_days() {
        let centre = CalendarData::centre();
        assert_eq!(centre.holidays.len(), 33);
        let make_up: Vec<String> = centre.make_up_days.iter().map(NaiveDate::to_string).collect();
        assert_eq!(make_up, ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]);
    }

    #[test]
    fn the_wire_form_is_readable_and_reads_back() {
        let data = CalendarData { holidays: Vec::new(), make_up_days: Vec::new(), ..CalendarData::six_by_eight() };
        let wire = serde_json::to_value(&data).expect("writes");
        let day = json!([["08:30", "12:00"], ["13:30", "17:30"]]);
        let expected = json!({
            "name": "6x8",
            "zone": "Asia/Shanghai",
            "weekly": [day, day, day, day, day, day, []],
            "holidays": [],
            "make_up_days": [],
            "years_published": [2026],
        });
        assert_eq!(wire, expected);
        assert_eq!(serde_json::from_value::<CalendarData>(wire).expect("reads"), data);
    }
}
