//! Instants: epoch milliseconds inside, RFC 3339 UTC with milliseconds on the wire; and which time counts (SYN-12).

use std::{fmt, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// The first and the last instant that RFC 3339 can write: years 0000 to 9999.
    pub const FIRST: Timestamp = Timestamp(-62_167_219_200_000);
    pub const LAST: Timestamp = Timestamp(253_402_300_799_999);

    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This instant moved by `millis`, forward or back.
    #[must_use]
    pub const fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative when it lies before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The instant as a chrono value, inside [`FIRST`](Self::FIRST) and [`LAST`](Self::LAST): what is written can be read.
    #[must_use]
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.clamp(Self::FIRST, Self::LAST).0).unwrap_or_default()
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(instant.timestamp_millis())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl FromStr for Timestamp {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // An offset can carry the last hours of 9999 beyond what can be written again.
        let instant = DateTime::parse_from_rfc3339(text)?;
        Ok(Self(instant.timestamp_millis()).clamp(Self::FIRST, Self::LAST))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date-time", "description": "RFC 3339, UTC, milliseconds"})
    }
}

/// When something happened on a device, and whether the device's word for it is believed (SYN-12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attested {
    /// The time that counts for clocks.
    pub at: Timestamp,
    /// False when the device's claim lies outside what the server can vouch for.
    pub proven: bool,
}

/// How far a device's monotonic count may disagree with its wall clock before the claim is not believed.
pub const TOLERANCE: i64 = 2 * MINUTE;

/// Weighs a device's claim against what the server knows (SYN-12).
///
/// `occurred_at` is the device's claim already corrected by its estimate of the clock offset. It is believed when it
/// lies between the last contact before and the receipt, and agrees with the monotonic count since that contact.
/// What is not believed is kept as claimed, but never later than the receipt, and marked.
#[must_use]
pub fn attest(
    occurred_at: Timestamp,
    since_contact: Option<i64>,
    last_contact: Option<Timestamp>,
    received_at: Timestamp,
) -> Attested {
    let not_after = received_at.plus(TOLERANCE);
    let inside = occurred_at <= not_after && last_contact.is_none_or(|contact| occurred_at.plus(TOLERANCE) >= contact);
    let consistent = match (since_contact, last_contact) {
        (Some(count), Some(contact)) => occurred_at.since(contact).abs_diff(count) <= TOLERANCE.unsigned_abs(),
        _ => true,
    };
    let known = last_contact.is_some() || received_at.since(occurred_at) <= TOLERANCE;
    Attested { at: occurred_at.min(received_at).max(Timestamp::FIRST), proven: inside && consistent && known }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(occurred: i64, since: Option<i64>, contact: Option<i64>, received: i64) -> bool {
        attest(Timestamp(occurred), since, contact.map(Timestamp), Timestamp(received)).proven
    }

    #[test]
    fn a_claim_between_contact_and_receipt_that_fits_the_count_is_believed() {
        assert!(check(HOUR, Some(HOUR), Some(0), 3 * HOUR));
    }

    #[test]
    fn a_clock_set_back_an_hour_is_not_believed() {
        assert!(!check(HOUR, Some(2 * HOUR), Some(0), 3 * HOUR));
    }

    #[test]
    fn before_the_last_contact_or_after_the_receipt_is_not_believed() {
        assert!(!check(HOUR, None, Some(2 * HOUR), 3 * HOUR));
        assert!(!check(4 * HOUR, None, Some(2 * HOUR), 3 * HOUR));
    }

    #[test]
    fn a_device_never_heard_before_is_believed_only_about_now() {
        assert!(check(3 * HOUR, None, None, 3 * HOUR));
        assert!(!check(HOUR, None, None, 3 * HOUR));
    }

    #[test]
    fn the_wire_form_is_rfc3339_with_milliseconds() {
        let instant: Timestamp = "2026-11-23T06:22:00.5Z".parse().expect("valid");
        assert_eq!(instant.to_string(), "2026-11-23T06:22:00.500Z");
    }
}
