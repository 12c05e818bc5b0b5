//! Times of day and intervals of a day, in a zone that the calendar knows (HOT-13).

use std::{fmt, str::FromStr};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

const END_OF_DAY: u16 = 24 * 60;

/// A time of day to the minute, `"00:00"` to `"24:00"` on the wire. 24:00 is the end of the day, which chrono lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(u16);

/// The text is not a time of day such as `08:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time of day from 00:00 to 24:00")]
pub struct NotATimeOfDay;

impl LocalTime {
    pub const MIDNIGHT: LocalTime = LocalTime(0);
    pub const END_OF_DAY: LocalTime = LocalTime(END_OF_DAY);

    /// For facts that stand in the code; what lies beyond the day becomes 24:00.
    #[must_use]
    pub const fn hm(hour: u16, minute: u16) -> Self {
        let minutes = hour.saturating_mul(60).saturating_add(minute);
        Self(if minutes > END_OF_DAY { END_OF_DAY } else { minutes })
    }

    /// Minutes since 00:00.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// This time on a date; 24:00 is 00:00 of the next. `None` beyond chrono's range.
    pub(super) fn on(self, date: NaiveDate) -> Option<NaiveDateTime> {
        date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(self.0.into()))
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for LocalTime {
    type Err = NotATimeOfDay;

    fn from_str(text: &str) -> Result<Self, NotATimeOfDay> {
        let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return Err(NotATimeOfDay) };
        let number = |tens: u8, ones: u8| {
            let both_digits = tens.is_ascii_digit() && ones.is_ascii_digit();
            both_digits.then(|| u16::from(tens - b'0') * 10 + u16::from(ones - b'0')).ok_or(NotATimeOfDay)
        };
        let (hour, minute) = (number(h1, h2)?, number(m1, m2)?);
        if minute > 59 || hour * 60 + minute > END_OF_DAY {
            return Err(NotATimeOfDay);
        }
        Ok(Self(hour * 60 + minute))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for LocalTime {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LocalTime".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^([01][0-9]|2[0-4]):[0-5][0-9]$"})
    }
}

impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Working hours without a break, `["08:30", "12:00"]` on the wire. Open from the first minute until just before the
/// second; hours past midnight are written as two, one a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "(LocalTime, LocalTime)", into = "(LocalTime, LocalTime)")]
pub struct Hours {
    open: LocalTime,
    close: LocalTime,
}

/// The hours close before they open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("hours must close after they open")]
pub struct NotHours;

impl Hours {
    /// # Errors
    /// [`NotHours`] when `close` is not after `open`.
    pub const fn new(open: LocalTime, close: LocalTime) -> Result<Self, NotHours> {
        if open.0 < close.0 { Ok(Self { open, close }) } else { Err(NotHours) }
    }

    #[must_use]
    pub const fn open(self) -> LocalTime {
        self.open
    }

    #[must_use]
    pub const fn close(self) -> LocalTime {
        self.close
    }
}

impl TryFrom<(LocalTime, LocalTime)> for Hours {
    type Error = NotHours;

    fn try_from((open, close): (LocalTime, LocalTime)) -> Result<Self, NotHours> {
        Self::new(open, close)
    }
}

impl From<Hours> for (LocalTime, LocalTime) {
    fn from(hours: Hours) -> Self {
        (hours.open, hours.close)
    }
}

/// Sorted, and joined where they touch or overlap.
pub(super) fn joined(mut hours: Vec<Hours>) -> Vec<Hours> {
    hours.sort_unstable();
    hours.into_iter().fold(Vec::new(), |mut joined, next| {
        match joined.last_mut() {
            Some(Hours { close, .. }) if next.open <= *close => *close = next.close.max(*close),
            _ => joined.push(next),
        }
        joined
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_has_four_digits_and_ends_with_the_day() {
        for (text, minutes) in [
            ("00:00", Some(0)),
            ("08:30", Some(510)),
            ("24:00", Some(1440)),
            ("24:01", None),
            ("12:60", None),
            ("8:30", None),
            ("08:3x", None),
            ("+8:30", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<LocalTime>().ok().map(LocalTime::minutes), minutes, "{text}");
        }
    }

    #[test]
    fn hours_read_back_and_must_close_after_they_open() {
        let hours: Hours = serde_json::from_str(r#"["13:30","24:00"]"#).expect("valid");
        assert_eq!(serde_json::to_string(&hours).expect("writes"), r#"["13:30","24:00"]"#);
        assert!(serde_json::from_str::<Hours>(r#"["12:00","12:00"]"#).is_err());
    }

    #[test]
    fn hours_that_touch_or_overlap_are_one() {
        let hours = |open, close| Hours::new(LocalTime::hm(open, 0), LocalTime::hm(close, 0)).expect("valid");
        assert_eq!(joined(vec![hours(13, 17), hours(8, 11), hours(10, 12)]), [hours(8, 12), hours(13, 17)]);
        assert_eq!(joined(vec![hours(0, 12), hours(12, 24), hours(3, 4)]), [hours(0, 24)]);
    }
}
