//! Amounts in CNY, exact: whole fen inside, a decimal string on the wire (CUS-8).

use std::{fmt, iter::Sum, ops::Add, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// An amount in fen (1 CNY = 100 fen). Written as a decimal string such as `"12.50"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// The text is not an amount with at most two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an amount in CNY with at most two decimals")]
pub struct NotMoney;

impl Money {
    pub const ZERO: Money = Money(0);

    #[must_use]
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    #[must_use]
    pub const fn fen(self) -> i64 {
        self.0
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

impl FromStr for Money {
    type Err = NotMoney;

    fn from_str(text: &str) -> Result<Self, NotMoney> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 12 || part.len() > 2 || !all_digits(whole) || !all_digits(part) {
            return Err(NotMoney);
        }
        let whole: i64 = whole.parse().map_err(|_| NotMoney)?;
        let part: i64 = format!("{part:0<2}").parse().map_err(|_| NotMoney)?;
        let fen = whole * 100 + part;
        Ok(Self(if negative { -fen } else { fen }))
    }
}

impl Add for Money {
    type Output = Money;

    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Money {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,2})?$", "description": "CNY, at most two decimals"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_decimals_at_most_and_nothing_but_digits() {
        for (text, expected) in [
            ("0", Ok(0)),
            ("12.5", Ok(1250)),
            ("12.50", Ok(1250)),
            ("-3.07", Ok(-307)),
            ("1.234", Err(NotMoney)),
            ("", Err(NotMoney)),
            (".5", Err(NotMoney)),
            ("1e3", Err(NotMoney)),
            ("一百", Err(NotMoney)),
        ] {
            assert_eq!(text.parse::<Money>().map(Money::fen), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(fen in -1_000_000_000_000i64..1_000_000_000_000) {
            prop_assert_eq!(Money(fen).to_string().parse(), Ok(Money(fen)));
        }
    }
}
