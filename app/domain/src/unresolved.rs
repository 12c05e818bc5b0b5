//! What was not solved on site: consultation, headquarters, chasing, the solution (UNR-1 to UNR-11).

use serde::{Deserialize, Serialize};

use crate::{
    RequestId, Timestamp,
    deadline::{Clock, ClockState},
    people::Colleague,
    request::ServiceRequest,
};

/// The rules of the clocks that run here.
pub const REVIEW: &str = "onsite.review";
pub const TO_OFFICE: &str = "custody.to_office";
/// Data given back or destroyed, as was pledged.
pub const CUSTODY_END: &str = "custody.end";
pub const TO_HEADQUARTERS: &str = "unresolved.to_hq";
pub const CHASE: &str = "unresolved.chase_hq";
pub const TELL_CUSTOMER: &str = "unresolved.tell_customer";

/// A consultation about an unsolved problem (UNR-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Consultation {
    pub participants: Vec<Colleague>,
    pub findings: String,
    /// What is to be done; goes into the form's advice box.
    pub plan: String,
    /// A solution was found; without one the case goes to headquarters by the end of the day (UNR-8).
    pub solution_found: bool,
}

/// A consultation as it was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Held {
    pub consultation: Consultation,
    pub at: Timestamp,
    pub by_name: String,
}

/// What is sent to headquarters (UNR-8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Escalation {
    pub description: String,
    /// Which data goes with it, as the data record names it.
    #[serde(default)]
    pub data_reference: String,
    pub recipient: String,
}

/// Headquarters' word that it has the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Acknowledged {
    pub submission_number: String,
    pub received_by: String,
    pub at: Timestamp,
}

/// The case at headquarters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AtHeadquarters {
    pub escalation: Escalation,
    pub sent_at: Timestamp,
    pub by_name: String,
    #[serde(default)]
    pub acknowledged: Option<Acknowledged>,
}

/// With whom somebody spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Party {
    Headquarters,
    Customer,
}

/// One contact while the problem waits (QR/06, UNR-9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contacted {
    pub party: Party,
    /// How things stand.
    pub state: String,
    pub at: Timestamp,
    pub by_name: String,
}

/// A way around for an urgent customer (UNR-9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Workaround {
    pub text: String,
    pub at: Timestamp,
    pub by_name: String,
}

/// A solution that came in, and what the office made of it (UNR-10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Solution {
    pub text: String,
    /// The later product version it needs; empty when none.
    #[serde(default)]
    pub needs_version: String,
    pub at: Timestamp,
    pub by_name: String,
    #[serde(default)]
    pub check: Option<SolutionCheck>,
}

/// The trial of a solution in the office, on the customer's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SolutionCheck {
    pub works: bool,
    pub note: String,
    pub at: Timestamp,
    pub by_name: String,
}

/// How it ended here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ended {
    pub at: Timestamp,
    pub by_name: String,
    /// Why, or the advice for the visit that continues it.
    pub reason: String,
    /// The request that continues it (UNR-4).
    #[serde(default)]
    pub followed_by: Option<RequestId>,
}

/// What a form that continues another brings along (UNR-4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Former {
    /// Numbers of the forms before it, the first of the case first.
    pub numbers: Vec<String>,
    /// What whoever is sent now is to do.
    pub advice: String,
    /// The later product version that the solution needs; empty when it needs none (UNR-10).
    pub needs_version: String,
    /// Who brought data of the customer back from a visit before (UNR-3).
    pub takers: Vec<Colleague>,
}

/// Everything that followed a visit that did not solve the problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Unresolved {
    /// Since when the office looks for a solution; None for a form that was solved or closed at once.
    pub opened_at: Option<Timestamp>,
    /// Since when it is the support manager's: after two failed visits (UNR-5).
    pub support_manager_since: Option<Timestamp>,
    pub consultations: Vec<Held>,
    pub headquarters: Option<AtHeadquarters>,
    pub contacts: Vec<Contacted>,
    pub workarounds: Vec<Workaround>,
    pub solutions: Vec<Solution>,
    pub ended: Option<Ended>,
}

/// What an unresolved problem waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// A returned form without a decision (UNR-2).
    Decision,
    Consultation,
    /// Consulted without a solution: to be sent to headquarters today.
    Sending,
    AtHeadquarters,
    /// A solution came and has to be tried in the office.
    Trial,
    /// Tried: a visit can be agreed.
    Visit,
    Ended,
}

impl Unresolved {
    /// Nothing was ever unresolved.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.opened_at.is_some() && self.ended.is_none()
    }

    /// The last solution that came in.
    #[must_use]
    pub fn solution(&self) -> Option<&Solution> {
        self.solutions.last()
    }

    /// The last solution was tried in the office and works.
    #[must_use]
    pub fn has_a_tried_solution(&self) -> bool {
        self.solution().and_then(|solution| solution.check.as_ref()).is_some_and(|check| check.works)
    }

    /// A consultation found what to do, and nothing went to headquarters after it.
    #[must_use]
    pub fn has_a_plan(&self) -> bool {
        self.headquarters.is_none() && self.consultations.last().is_some_and(|held| held.consultation.solution_found)
    }
}

/// What the problem of a form waits for; None where nothing is unresolved.
#[must_use]
pub fn stage(request: &ServiceRequest) -> Option<Stage> {
    let matter = &request.unresolved;
    if matter.opened_at.is_none() {
        let waits = request.state == crate::request::RequestState::Returned
            && request.active_dispatch().is_some_and(|dispatch| dispatch.visit.is_unsolved());
        return waits.then_some(Stage::Decision);
    }
    Some(match () {
        () if matter.ended.is_some() => Stage::Ended,
        () if matter.has_a_tried_solution() || matter.has_a_plan() => Stage::Visit,
        () if matter.solution().is_some_and(|solution| solution.check.is_none()) => Stage::Trial,
        () if matter.headquarters.is_some() => Stage::AtHeadquarters,
        () if request.clocks.iter().any(|clock| clock.rule == TO_HEADQUARTERS) => Stage::Sending,
        () if matter.consultations.last().is_some() => Stage::Sending,
        () => Stage::Consultation,
    })
}

/// What has to be done next about a problem that waits: the earliest running clock of sending, chasing and telling (UNR-9).
#[must_use]
pub fn next_step(request: &ServiceRequest) -> Option<&Clock> {
    let runs = |clock: &&Clock| {
        clock.state == ClockState::Running && [TO_HEADQUARTERS, CHASE, TELL_CUSTOMER].contains(&clock.rule.as_str())
    };
    request.clocks.iter().filter(runs).min_by_key(|clock| clock.due)
}

/// When the customer was promised to hear next (UNR-9, UNR-11).
#[must_use]
pub fn next_contact(request: &ServiceRequest) -> Option<&Clock> {
    let runs =
        |clock: &&Clock| matches!(clock.state, ClockState::Running | ClockState::Paused) && clock.rule == TELL_CUSTOMER;
    request.clocks.iter().filter(runs).min_by_key(|clock| clock.due)
}
