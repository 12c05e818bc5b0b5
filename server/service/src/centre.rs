//! The centre: zone, the phone of the day, and the calendars and clocks that count now. Defaults are the specification's.

use std::{
    ops::RangeInclusive,
    sync::{Arc, PoisonError, RwLock},
};

use chrono::{NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;
use domain::{
    Timestamp,
    calendar::{CalendarData, WorkCalendar},
    deadline::{self, Clock, ClockRule, Deadline, DeadlineError, DeadlineSettings, Question, RuleCalendar},
    request::ServiceRequest,
    sync::PROTOCOL,
};

/// How one service centre works.
pub struct Centre {
    pub name: String,
    pub zone: Tz,
    /// Phone of whoever is on duty, shown when help is needed.
    pub duty_phone: String,
    configured: RwLock<Arc<Configured>>,
    /// Shows demo log-ins on the sign-in page.
    pub demo: bool,
    /// Minutes after which a tablet that nobody touches asks for the PIN; 0: never (SYN-10).
    pub lock_after_minutes: u32,
    /// Days after which a form that was written off goes to the archive by itself (ONS-19).
    pub archive_after_days: u32,
    /// Versions of the envelope that its nodes take in; any other is kept whole in quarantine (SYN-7).
    pub protocols: RangeInclusive<u32>,
}

/// Clocks and calendars that count for every clock that starts now.
pub struct Configured {
    pub rules: Vec<ClockRule>,
    calendars: Vec<WorkCalendar<Tz>>,
    /// Of the state of the database it was read from; 0 for the predefined ones.
    pub stamp: i64,
}

impl Configured {
    /// The predefined ones, but for those that are given.
    fn new(zone: Tz, clocks: Vec<ClockRule>, calendars: Vec<CalendarData>, stamp: i64) -> Self {
        let mut rules = DeadlineSettings::default().rules();
        for changed in clocks {
            if let Some(rule) = rules.iter_mut().find(|rule| rule.id == changed.id) {
                *rule = changed;
            }
        }
        let in_zone = |predefined: CalendarData| {
            let changed = calendars.iter().find(|calendar| calendar.name == predefined.name).cloned();
            let mut data = changed.unwrap_or(predefined);
            zone.name().clone_into(&mut data.zone);
            WorkCalendar::new(data, zone)
        };
        Self { rules, calendars: CalendarData::predefined().into_iter().map(in_zone).collect(), stamp }
    }

    /// A calendar by its name.
    #[must_use]
    pub fn calendar(&self, name: &str) -> Option<&WorkCalendar<Tz>> {
        self.calendars.iter().find(|calendar| calendar.data().name == name)
    }
}

impl Centre {
    /// The predefined centre in a zone.
    #[must_use]
    pub fn new(name: &str, zone: Tz, demo: bool) -> Self {
        Self {
            name: name.to_owned(),
            zone,
            duty_phone: "0351-000 8000".to_owned(),
            configured: RwLock::new(Arc::new(Configured::new(zone, Vec::new(), Vec::new(), 0))),
            demo,
            lock_after_minutes: 5,
            archive_after_days: 14,
            protocols: 1..=PROTOCOL,
        }
    }

    /// The same centre, whose tablets ask for the PIN after so many minutes.
    #[must_use]
    pub fn locking_after(self, minutes: u32) -> Self {
        Self { lock_after_minutes: minutes, ..self }
    }

    /// The same centre, which archives by itself after so many days.
    #[must_use]
    pub fn archiving_after(self, days: u32) -> Self {
        Self { archive_after_days: days, ..self }
    }

    /// The same centre, whose nodes take in these versions of the envelope.
    #[must_use]
    pub fn speaking(self, protocols: RangeInclusive<u32>) -> Self {
        Self { protocols, ..self }
    }

    /// The clocks and calendars that count now.
    #[must_use]
    pub fn configured(&self) -> Arc<Configured> {
        self.configured.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets other clocks and calendars count from now on; those not given are as predefined.
    pub fn configure(&self, clocks: Vec<ClockRule>, calendars: Vec<CalendarData>, stamp: i64) {
        let configured = Arc::new(Configured::new(self.zone, clocks, calendars, stamp));
        *self.configured.write().unwrap_or_else(PoisonError::into_inner) = configured;
    }

    /// The local day of an instant.
    #[must_use]
    pub fn day_of(&self, at: Timestamp) -> NaiveDate {
        at.to_utc().with_timezone(&self.zone).date_naive()
    }

    /// The first instant of a date in the centre's zone.
    #[must_use]
    pub fn midnight(&self, date: NaiveDate) -> Timestamp {
        let local = date.and_time(NaiveTime::MIN);
        let found = self.zone.from_local_datetime(&local).earliest();
        // Where the clocks are put forward at midnight, the day begins an hour later.
        let later = || self.zone.from_local_datetime(&(local + chrono::Duration::hours(1))).earliest();
        found.or_else(later).map_or(Timestamp(0), |at| Timestamp(at.timestamp_millis()))
    }

    /// Answers when something is due, on a calendar by name (`centre` when the name is unknown or absent).
    ///
    /// # Errors
    /// There is no such rule, or the calendar has no answer.
    pub fn preview(&self, question: &Question, calendar: Option<&str>) -> Result<Deadline, DeadlineError> {
        let configured = self.configured();
        let chosen = chosen_rule(&configured.rules, question);
        let question = Question { rule: chosen.unwrap_or(question.rule), ..*question };
        answer(&configured, &configured.rules, &question, calendar)
    }

    /// The answer that a rule would give if it were like this.
    ///
    /// # Errors
    /// As [`preview`](Self::preview).
    pub fn preview_as_if(&self, rule: ClockRule, question: &Question) -> Result<Deadline, DeadlineError> {
        let question = Question { rule: &rule.id.clone(), ..*question };
        answer(&self.configured(), &[rule], &question, None)
    }

    /// The clocks a request gets when it is submitted (ONS-5).
    #[must_use]
    pub fn clocks_for(&self, request: &ServiceRequest, started: Timestamp) -> Vec<Clock> {
        let tier = request.entitlement.tier.as_str();
        let distance_km = Some(request.distance_km);
        let [contact, arrive] = deadline::rules_for(&self.configured().rules, tier, distance_km);
        ["request.verify", contact, arrive]
            .into_iter()
            .filter_map(|rule| self.clock_for(request, rule, started))
            .collect()
    }

    /// A clock of any rule for a request; None where there is no such rule.
    #[must_use]
    pub fn clock_for(&self, request: &ServiceRequest, rule: &str, started: Timestamp) -> Option<Clock> {
        let tier = request.entitlement.tier.as_str();
        let question = Question { rule, started, distance_km: Some(request.distance_km), tier };
        let deadline = self.preview(&question, None).ok()?;
        Some(Clock::start(&question, deadline))
    }
}

/// The answer by these rules, on a calendar by name, else on the one that rule and tier ask for.
fn answer(
    configured: &Configured,
    rules: &[ClockRule],
    question: &Question,
    calendar: Option<&str>,
) -> Result<Deadline, DeadlineError> {
    let named = calendar.or_else(|| own_calendar(rules, question));
    let found = named.and_then(|name| configured.calendar(name));
    let calendar = found.or_else(|| configured.calendars.first()).ok_or(DeadlineError::UnknownRule(String::new()))?;
    deadline::deadline(rules, question, calendar)
}

/// `onsite.contact` and `onsite.arrive` mean the rule that fits tier and distance; without a tier the former is itself.
fn chosen_rule(rules: &[ClockRule], question: &Question) -> Option<&'static str> {
    let [contact, arrive] = deadline::rules_for(rules, question.tier, question.distance_km);
    match question.rule {
        "onsite.contact" if !question.tier.is_empty() && contact != deadline::CONTACT => Some(contact),
        "onsite.arrive" => Some(arrive),
        _ => None,
    }
}

/// Tiers with longer hours count on their own calendar where the rule says service hours.
fn own_calendar(rules: &[ClockRule], question: &Question) -> Option<&'static str> {
    let rule = rules.iter().find(|rule| rule.id == question.rule)?;
    let on_service_hours = matches!(rule.calendar, RuleCalendar::ServiceHours | RuleCalendar::ClockToOpening);
    (on_service_hours && question.tier == "premium").then_some("7x24")
}
