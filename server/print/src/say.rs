//! Instants, days and amounts in the reader's language and the centre's zone, as they stand on paper: always with the year.

use chrono_tz::Tz;
use domain::{Money, Timestamp};
use words::{Lang, Text, fill};

/// Who reads, and where.
#[derive(Clone, Copy, Debug)]
pub struct Say {
    pub lang: Lang,
    pub zone: Tz,
}

impl Say {
    pub fn text(self, text: Text) -> String {
        text.get(self.lang).to_owned()
    }

    pub fn fill(self, text: Text, values: &[(&str, &str)]) -> String {
        fill(text.get(self.lang), values)
    }

    /// `2026-11-23 14:22`
    pub fn day_time(self, at: Timestamp) -> String {
        self.local(at, "%Y-%m-%d %H:%M")
    }

    /// `2026-11-23`
    pub fn day(self, at: Timestamp) -> String {
        self.local(at, "%Y-%m-%d")
    }

    /// `14:22`
    pub fn time(self, at: Timestamp) -> String {
        self.local(at, "%H:%M")
    }

    pub fn money(self, amount: Money) -> String {
        match self.lang {
            Lang::En => format!("CNY {amount}"),
            Lang::ZhCn | Lang::ZhTw => format!("{amount} 元"),
        }
    }

    fn local(self, at: Timestamp, shape: &str) -> String {
        at.to_utc().with_timezone(&self.zone).format(shape).to_string()
    }
}
