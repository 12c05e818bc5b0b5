//! A service request with its dispatches: the form QR/03 and everything that happens to it (ONS).

mod clocks;
mod custody;
mod decide;
mod edit;
mod evolve;
mod fees;
mod follow_up;
mod premises;
mod reading;
mod settle;
mod signing;
mod states;
mod unsolved;
mod write_off;

use serde::{Deserialize, Serialize};

pub use decide::{ClockOf, Context, Decided, OfficeKnowledge, Remainder, decide};
pub use evolve::evolve;
pub use states::{DispatchState, RequestState};

use crate::{
    CaseId, CustomerId, DispatchId, PersonId, RequestId, Timestamp,
    availability::Span,
    customer::{Contact, Product},
    deadline::Clock,
    dispute::{KeptAction, Settlement},
    entitlement::Entitlement,
    fact::WriteOff,
    follow_up::FollowUp,
    geo::Place,
    people::Colleague,
    time::{HOUR, MINUTE},
    unresolved::{Former, Unresolved},
    visit::Visit,
};

/// Through which channel the customer asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Phone,
    Fax,
    Visit,
    Email,
}

/// What makes a request go first (HOT-6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Payroll must go out.
    Payroll,
    /// External auditors are waiting.
    Audit,
    #[default]
    Normal,
}

/// A visit that says it took longer than this was not closed properly; the plan counts instead.
const LONGEST_VISIT: i64 = 12 * HOUR;

/// A planned piece of an engineer's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Slot {
    pub from: Timestamp,
    pub minutes: u32,
}

impl Slot {
    #[must_use]
    pub fn until(&self) -> Timestamp {
        self.from.plus(i64::from(self.minutes) * crate::time::MINUTE)
    }

    #[must_use]
    pub fn overlaps(&self, other: &Slot) -> bool {
        self.from < other.until() && other.from < self.until()
    }
}

/// The times an engineer may promise (ONS-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Window {
    pub from: Timestamp,
    pub to: Timestamp,
}

impl Window {
    /// Whether a time may be promised; both ends may.
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        (self.from..=self.to).contains(&at)
    }
}

/// A time agreed with the customer, or wished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Appointment {
    pub at: Timestamp,
    /// Who agreed to it, or why it is wished.
    pub note: String,
}

/// A request as it is taken down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Draft {
    pub customer: CustomerId,
    pub contact: Contact,
    pub product: Product,
    /// Stable word of the catalogue, such as `login_failure`; `password` is never dispatched (HOT-7).
    pub category: String,
    pub symptom: String,
    pub channel: Channel,
    #[serde(default)]
    pub urgency: Urgency,
    #[serde(default)]
    pub wished_at: Option<Timestamp>,
    /// The request this one continues.
    #[serde(default)]
    pub follows: Option<RequestId>,
}

/// Fields of a request that the office may correct. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct RequestPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symptom: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wished_at: Option<Timestamp>,
}

/// One assignment of the request to one engineer, with the visit it led to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dispatch {
    pub id: DispatchId,
    pub engineer: PersonId,
    pub engineer_name: String,
    pub state: DispatchState,
    pub dispatched_at: Timestamp,
    pub dispatched_by: PersonId,
    pub dispatched_by_name: String,
    pub slot: Slot,
    pub window: Option<Window>,
    #[serde(default)]
    pub appointment: Option<Appointment>,
    #[serde(default)]
    pub wish: Option<Appointment>,
    #[serde(default)]
    pub help: Option<String>,
    /// The office's plan for whoever asked (UNR-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help_answer: Option<HelpAnswer>,
    /// Who goes along, after a visit that failed (UNR-4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub companion: Option<Colleague>,
    #[serde(default)]
    pub delay: Option<Delay>,
    /// Why it was refused, recalled or not met.
    #[serde(default)]
    pub reason: Option<String>,
    /// Why it was planned like this although something spoke against it (ONS-4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<String>,
    #[serde(default)]
    pub visit: Visit,
}

impl Dispatch {
    /// From when to when it takes its engineer's time: by its slot, or as it really went once the engineer was there.
    #[must_use]
    pub fn span(&self, now: Timestamp) -> Span {
        let planned = (self.slot.from, self.slot.until());
        let Some(arrived) = self.visit.arrived_at else { return planned };
        let expected = arrived.plus(i64::from(self.slot.minutes) * MINUTE);
        let until = match self.visit.left_at {
            Some(left) => left,
            // A visit that overruns grows with the clock.
            None if self.state == DispatchState::OnSite => expected.max(now),
            None => expected,
        };
        let is_believable = until > arrived && until.since(arrived) <= LONGEST_VISIT;
        if is_believable { (arrived, until) } else { planned }
    }

    /// Whether a person is to go along with whoever is sent.
    #[must_use]
    pub fn goes_along(&self, person: PersonId) -> bool {
        self.companion.as_ref().is_some_and(|along| along.person == person)
    }

    /// Taken back while work was under way, and not handed in yet: it goes on to its end, whatever the office decides
    /// meanwhile (SYN-7).
    #[must_use]
    pub fn goes_on(&self) -> bool {
        use DispatchState as S;
        let was_taken_back = self.state == S::Disputed || self.visit.disputed_at.is_some();
        let is_held = matches!(self.state, S::Disputed | S::Superseded | S::Returned);
        was_taken_back && is_held && self.visit.handed_in_at.is_none()
    }

    /// The state as whoever is on the premises lives it: what the office decided meanwhile changes nothing there.
    #[must_use]
    pub fn lived_state(&self) -> DispatchState {
        use DispatchState as S;
        let visit = &self.visit;
        match self.state {
            S::Disputed if !self.goes_on() => S::Returned,
            _ if !self.goes_on() => self.state,
            _ if visit.sign_off().is_some() => S::Signed,
            _ if visit.unsigned_reason.is_some() => S::Unsigned,
            _ => S::OnSite,
        }
    }
}

/// What the office answered an engineer who asked for help (UNR-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HelpAnswer {
    pub plan: String,
    pub by_name: String,
    pub at: Timestamp,
}

/// The customer was told that it gets later (ONS-9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delay {
    pub reason: String,
    pub new_time: Timestamp,
    pub agreed: bool,
    pub told_at: Timestamp,
}

/// One numbered form QR/03 of a case, with at most one visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceRequest {
    pub id: RequestId,
    pub case: CaseId,
    /// Such as `XC-2026-11-0231`; empty until submitted.
    pub number: String,
    pub state: RequestState,
    pub customer: CustomerId,
    pub archive_number: String,
    pub unit: String,
    pub region: String,
    pub address: String,
    pub place: Option<Place>,
    pub distance_km: f64,
    pub service_code: String,
    pub contact: Contact,
    pub product: Product,
    pub category: String,
    pub symptom: String,
    pub channel: Channel,
    pub urgency: Urgency,
    pub wished_at: Option<Timestamp>,
    pub entitlement: Entitlement,
    pub clocks: Vec<Clock>,
    pub opened_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub submitted_by: Option<PersonId>,
    pub submitted_by_name: String,
    pub dispatches: Vec<Dispatch>,
    /// Why it was declined, cancelled or sent back.
    pub reason: Option<String>,
    pub write_off: Option<WriteOff>,
    pub follows: Option<RequestId>,
    /// What it brings along from the forms that it continues; None on a case's first form (UNR-4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Box<Former>>,
    /// Who was there first, and follows the case to its end; None on a case's first form (UNR-4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_engineer: Option<Colleague>,
    /// Visits of the same problem that failed before this one (UNR-5).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub failed_before: u32,
    /// What followed when it was not solved (UNR).
    #[serde(default, skip_serializing_if = "Unresolved::is_nothing")]
    pub unresolved: Unresolved,
    /// Actions that a rule objected to when they arrived, until the duty manager decides (SYN-7).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<KeptAction>,
    /// The call after the visit (QA-1); None before the write-off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<Box<FollowUp>>,
    /// The last decision about a dispute, until something else happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<Box<Settlement>>,
}

// serde hands a reference over.
#[expect(clippy::trivially_copy_pass_by_ref)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}
