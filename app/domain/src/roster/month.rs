//! A month of the calendar, `"2026-11"` on the wire.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A month of the years 2000 to 2100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    first: NaiveDate,
}

/// The text is no month such as `2026-11`, or a year that no roster is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month from 2000-01 to 2100-12")]
pub struct NotAMonth;

impl Month {
    /// The month that a date lies in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self { first: date.with_day(1).unwrap_or(date) }
    }

    #[must_use]
    pub fn first(self) -> NaiveDate {
        self.first
    }

    #[must_use]
    pub fn last(self) -> NaiveDate {
        self.next().first.pred_opt().unwrap_or(self.first)
    }

    #[must_use]
    pub fn previous(self) -> Self {
        Self::of(self.first.pred_opt().unwrap_or(self.first))
    }

    #[must_use]
    pub fn next(self) -> Self {
        Self { first: self.first.checked_add_months(Months::new(1)).unwrap_or(self.first) }
    }

    #[must_use]
    pub fn holds(self, date: NaiveDate) -> bool {
        Self::of(date) == self
    }

    /// Every day, in order.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take_while(move |date| self.holds(*date))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let first: NaiveDate = [text, "-01"].concat().parse().map_err(|_| NotAMonth)?;
        let month = Self::of(first);
        let is_month = (2000..=2100).contains(&first.year()) && month.to_string() == text;
        if is_month { Ok(month) } else { Err(NotAMonth) }
    }
}

impl TryFrom<String> for Month {
    type Error = NotAMonth;

    fn try_from(text: String) -> Result<Self, NotAMonth> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Month {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_four_digits_and_two_of_a_year_that_a_roster_is_made_for() {
        for text in ["2026-11", "2000-01", "2100-12"] {
            assert_eq!(text.parse::<Month>().map(String::from), Ok(text.to_owned()));
        }
        for text in ["2026-13", "2026-1", "26-11", "1999-12", "2101-01", "2026-11-01", "", "month"] {
            assert_eq!(text.parse::<Month>(), Err(NotAMonth), "{text}");
        }
    }

    #[test]
    fn a_month_knows_its_days_and_its_neighbours() {
        let february: Month = "2028-02".parse().expect("a month");
        assert_eq!((february.days().count(), february.last().to_string()), (29, "2028-02-29".to_owned()));
        let december: Month = "2026-12".parse().expect("a month");
        assert_eq!(december.next().to_string(), "2027-01");
        assert_eq!(december.next().previous(), december);
        assert!(december.holds(december.last()) && !december.holds(december.next().first()));
    }
}
