//! The time limits as data (`clocks.csv`): configuration with the defaults that stand here.

use serde::{Deserialize, Serialize};

use crate::{calendar::LocalTime, custody};

/// First contact for a visit, by tier (ONS-5).
pub const CONTACT: &str = "onsite.contact";
pub const CONTACT_BASIC: &str = "onsite.contact_basic";
/// Arrival on site, by distance or for tiers that choose working days instead (ONS-5).
pub const ARRIVE_NEAR: &str = "onsite.arrive_near";
pub const ARRIVE_FAR: &str = "onsite.arrive_far";
pub const ARRIVE_BASIC: &str = "onsite.arrive_basic";

const PREMIUM: &str = "premium";
const STANDARD: &str = "standard";

/// How long something may take. On the wire `{"unit": "hours", "amount": 16}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "unit", content = "amount", rename_all = "snake_case")]
pub enum Limit {
    Minutes(u32),
    Hours(u32),
    Days(u32),
    WorkingDays(u32),
    EndOfDay,
    EndOfNextDay,
    EndOfWorkingDay,
    EndOfNextWorkingDay,
    NextWorkingDayAt(LocalTime),
    /// Counted by the telephone exchange, not by time.
    Rings(u32),
}

/// What a limit is counted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleCalendar {
    /// Elapsed time.
    Clock,
    /// Elapsed time, but a due time outside service hours moves to the next opening.
    ClockToOpening,
    /// Only time inside the tier's service hours.
    ServiceHours,
    /// The centre's working days.
    WorkingDays,
}

/// The tiers that a rule applies to unless something else is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DefaultFor {
    All,
    /// Names of tiers; empty for a rule that a tier must choose.
    Tiers(Vec<String>),
}

/// The road distance that a rule is meant for, in kilometres.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "reach", rename_all = "snake_case")]
pub enum Reach {
    UpTo { km: f64 },
    Beyond { km: f64 },
}

impl Reach {
    #[must_use]
    pub const fn limit_km(self) -> f64 {
        match self {
            Self::UpTo { km } | Self::Beyond { km } => km,
        }
    }
}

/// One row of the table of limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockRule {
    pub id: String,
    pub limit: Limit,
    pub calendar: RuleCalendar,
    pub default_for: DefaultFor,
    /// Share of the limit after which the clock turns amber; without one, not before it is due.
    pub warn_percent: Option<u8>,
    #[serde(default)]
    pub reach: Option<Reach>,
    /// Tiers whose due time stays where it is although it lies outside service hours.
    #[serde(default)]
    pub stays_for: Vec<String>,
}

/// What the default rules depend on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeadlineSettings {
    /// Road kilometres up to which a customer is near (ONS-5).
    pub near_limit_km: f64,
}

impl Default for DeadlineSettings {
    fn default() -> Self {
        Self { near_limit_km: 30.0 }
    }
}

impl DeadlineSettings {
    /// Every row of `clocks.csv`, in its order.
    #[must_use]
    pub fn rules(self) -> Vec<ClockRule> {
        TABLE.iter().map(|row| self.rule(row)).collect()
    }

    fn rule(self, &(id, limit, calendar, default_for, warn_percent): &Row) -> ClockRule {
        let reach = match id {
            ARRIVE_NEAR => Some(Reach::UpTo { km: self.near_limit_km }),
            ARRIVE_FAR => Some(Reach::Beyond { km: self.near_limit_km }),
            _ => None,
        };
        let default_for = match default_for {
            ALL => DefaultFor::All,
            tiers => DefaultFor::Tiers(tiers.iter().copied().map(str::to_owned).collect()),
        };
        let stays_for = if calendar == RuleCalendar::ClockToOpening { vec![PREMIUM.to_owned()] } else { Vec::new() };
        ClockRule { id: id.to_owned(), limit, calendar, default_for, warn_percent, reach, stays_for }
    }
}

/// Every row of `clocks.csv` with the default settings.
#[must_use]
pub fn default_rules() -> Vec<ClockRule> {
    DeadlineSettings::default().rules()
}

/// The rules for contact and arrival that a visit gets unless somebody chooses others: `[contact, arrive]` (ONS-5).
///
/// A row that names the tier comes first, so a tier chooses [`ARRIVE_BASIC`] by being put into that row's
/// `default_for`; by default no tier is ("none" in `clocks.csv` is no tier, not the tier `none`). Otherwise arrival goes
/// by distance. An unknown distance counts as near: a promise kept too early harms nobody. A tier without a row for
/// contact, such as `none`, gets [`CONTACT_BASIC`]: who has no agreement is not called before those who have.
#[must_use]
pub fn rules_for(rules: &[ClockRule], tier: &str, distance_km: Option<f64>) -> [&'static str; 2] {
    let row = |id: &str| rules.iter().find(|rule| rule.id == id);
    let names = |id: &str| {
        let tiers = row(id).map(|rule| &rule.default_for);
        matches!(tiers, Some(DefaultFor::Tiers(tiers)) if tiers.iter().any(|name| name == tier))
    };
    let far = || {
        let limit_km = row(ARRIVE_FAR).and_then(|rule| rule.reach).map(Reach::limit_km);
        distance_km.zip(limit_km).is_some_and(|(km, limit_km)| km > limit_km)
    };
    let contact = if names(CONTACT) { CONTACT } else { CONTACT_BASIC };
    let arrive = match () {
        () if names(ARRIVE_BASIC) => ARRIVE_BASIC,
        () if far() => ARRIVE_FAR,
        () => ARRIVE_NEAR,
    };
    [contact, arrive]
}

type Row = (&'static str, Limit, RuleCalendar, &'static [&'static str], Option<u8>);

const ALL: &[&str] = &["all"];

const TABLE: [Row; 37] = {
    use Limit::{
        Days, EndOfDay, EndOfNextDay, EndOfNextWorkingDay, EndOfWorkingDay, Hours, Minutes, NextWorkingDayAt, Rings,
    };
    use RuleCalendar::{Clock, ClockToOpening, ServiceHours, WorkingDays};
    const fn days(count: u32) -> Limit {
        Limit::WorkingDays(count)
    }
    const TEN: LocalTime = LocalTime::hm(10, 0);
    const NOON: LocalTime = LocalTime::hm(12, 0);
    [
        ("duty.ready", Minutes(10), Clock, ALL, Some(50)),
        ("duty.handover", Minutes(30), Clock, ALL, Some(50)),
        ("call.ring", Rings(3), Clock, ALL, None),
        ("call.callback", Hours(1), Clock, ALL, Some(50)),
        ("call.answer", Hours(3), Clock, ALL, Some(75)),
        ("call.same_day", Hours(1), Clock, ALL, Some(50)),
        ("call.first_response", Hours(2), Clock, &[PREMIUM], Some(75)),
        ("call.first_response_std", Hours(2), ServiceHours, &[STANDARD], Some(75)),
        ("remote.response", Hours(2), ServiceHours, ALL, Some(50)),
        ("sendin.response", Hours(1), ServiceHours, ALL, Some(50)),
        ("web.reply", Hours(2), ServiceHours, ALL, Some(75)),
        ("feedback.triage", Hours(2), ServiceHours, ALL, Some(75)),
        ("feature.check", days(3), WorkingDays, ALL, Some(75)),
        ("file.verify", days(1), WorkingDays, ALL, Some(75)),
        ("request.verify", Hours(1), ServiceHours, ALL, Some(50)),
        (CONTACT, Hours(16), Clock, &[PREMIUM], Some(75)),
        (CONTACT_BASIC, NextWorkingDayAt(NOON), WorkingDays, &[STANDARD], Some(75)),
        (ARRIVE_NEAR, Hours(24), ClockToOpening, ALL, Some(75)),
        (ARRIVE_FAR, Hours(48), ClockToOpening, ALL, Some(75)),
        (ARRIVE_BASIC, days(2), WorkingDays, &[], Some(75)),
        ("onsite.review", EndOfNextWorkingDay, WorkingDays, ALL, Some(50)),
        ("fees.hand_in", EndOfDay, Clock, ALL, Some(75)),
        ("fees.invoice", days(1), WorkingDays, ALL, Some(75)),
        ("visit.follow_up", days(3), WorkingDays, ALL, Some(75)),
        ("custody.to_office", NextWorkingDayAt(TEN), WorkingDays, ALL, Some(75)),
        ("custody.end", Days(custody::LONGEST_DAYS), Clock, ALL, Some(75)),
        ("unresolved.to_hq", EndOfWorkingDay, WorkingDays, ALL, Some(75)),
        ("unresolved.chase_hq", Days(2), Clock, ALL, Some(75)),
        ("unresolved.tell_customer", Days(3), Clock, ALL, Some(75)),
        ("complaint.contact", Hours(3), Clock, ALL, Some(50)),
        ("complaint.close", Days(3), Clock, ALL, Some(75)),
        ("complaint.person", EndOfNextDay, Clock, ALL, Some(75)),
        ("complaint.onsite", EndOfNextDay, Clock, ALL, Some(75)),
        ("complaint.verify", days(1), WorkingDays, ALL, Some(75)),
        ("complaint.to_hq", days(1), WorkingDays, ALL, Some(75)),
        ("complaint.report", days(3), WorkingDays, ALL, Some(75)),
        ("records.seal", days(3), WorkingDays, ALL, Some(75)),
    ]
};
