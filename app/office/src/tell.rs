//! Saying things in the reader's language and the centre's zone: one small handle for all of it.

use domain::{PersonId, RequestId, Timestamp, time::MINUTE};
use ui::{
    Desk, Words,
    format::{self, Shape},
    use_desk, use_language,
};
use words::{Text, common, office::shared};

/// Turns values into words; everything it says is tracked by the language.
#[derive(Clone, Copy)]
pub struct Tell {
    words: Words,
    desk: Desk,
}

/// # Panics
/// Outside of a desk.
#[must_use]
pub fn use_tell() -> Tell {
    Tell { words: use_language(), desk: use_desk() }
}

impl Tell {
    #[must_use]
    pub fn say(self, text: Text) -> &'static str {
        self.words.say(text)
    }

    #[must_use]
    pub fn fill(self, text: Text, values: &[(&str, &str)]) -> String {
        self.words.fill(text, values)
    }

    #[must_use]
    pub fn lang(self) -> words::Lang {
        self.words.lang()
    }

    /// `14:22`
    #[must_use]
    pub fn time(self, at: Timestamp) -> String {
        format::instant(at, Shape::Time, self.words.lang(), &self.desk.zone())
    }

    /// `11月23日 周一`
    #[must_use]
    pub fn day(self, at: Timestamp) -> String {
        format::instant(at, Shape::Day, self.words.lang(), &self.desk.zone())
    }

    /// `11月23日 14:22`
    #[must_use]
    pub fn day_time(self, at: Timestamp) -> String {
        format::instant(at, Shape::DayTime, self.words.lang(), &self.desk.zone())
    }

    /// The time alone when the instant lies on the same day as now, else day and time.
    #[must_use]
    pub fn near(self, at: Timestamp) -> String {
        let zone = self.desk.zone();
        let is_today = format::start_of_day(at, &zone) == format::start_of_day(self.desk.now(), &zone);
        if is_today { self.time(at) } else { self.day_time(at) }
    }

    /// `12 km`; tenths below ten.
    #[must_use]
    pub fn km(self, km: f64) -> String {
        let digits = usize::from(km < 9.95 && (km * 10.0).round() % 10.0 != 0.0);
        self.fill(shared::KILOMETRES, &[("n", &format!("{km:.digits$}"))])
    }

    /// What is left, or over: `余 23 分`, `超 1:06`.
    #[must_use]
    pub fn margin(self, millis: i64) -> String {
        self.fill(if millis < 0 { common::OVERDUE } else { common::LEFT }, &[("time", &self.span(millis))])
    }

    /// How long something takes: `23 分`, `1:06`.
    #[must_use]
    pub fn span(self, millis: i64) -> String {
        let minutes = millis.unsigned_abs() / MINUTE.unsigned_abs();
        if minutes < 60 {
            self.fill(shared::MINUTES_SHORT, &[("n", &minutes.to_string())])
        } else {
            format::long_span(millis, self.lang())
        }
    }

    /// The name of a tier.
    #[must_use]
    pub fn tier(self, name: &str) -> String {
        shared::tier(name).map_or_else(|| name.to_owned(), |text| self.say(text).to_owned())
    }

    /// The name of a region.
    #[must_use]
    pub fn region(self, word: &str) -> String {
        words::states::region(word).map_or_else(|| word.to_owned(), |text| self.say(text).to_owned())
    }

    /// The name of a category.
    #[must_use]
    pub fn category(self, word: &str) -> String {
        words::states::category(word).map_or_else(|| word.to_owned(), |text| self.say(text).to_owned())
    }

    /// The name of a member of staff, as far as this person may know them.
    #[must_use]
    pub fn person(self, id: PersonId) -> String {
        let people = self.desk.client().map(|client| client.people()).unwrap_or_default();
        let known = people.into_iter().find(|person| person.id == id);
        known.map_or_else(|| self.say(shared::UNKNOWN_PERSON).to_owned(), |person| person.name.clone())
    }

    /// Engineer and number of a form, as far as this browser knows it.
    #[must_use]
    pub fn next_form(self, id: RequestId) -> String {
        let Some(request) = self.desk.records().and_then(|client| client.request(id)) else { return String::new() };
        let engineer = request.active_dispatch().map(|dispatch| dispatch.engineer_name.clone()).unwrap_or_default();
        self.dotted(&[engineer, request.number.clone()])
    }

    /// Parts joined by middle dots; empty ones are left out.
    #[must_use]
    pub fn dotted(self, parts: &[String]) -> String {
        self.joined(parts, shared::DOT)
    }

    /// Parts joined by the language's comma; empty ones are left out.
    #[must_use]
    pub fn sentence(self, parts: &[String]) -> String {
        self.joined(parts, shared::COMMA)
    }

    fn joined(self, parts: &[String], by: Text) -> String {
        let kept: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        kept.join(self.say(by))
    }
}
