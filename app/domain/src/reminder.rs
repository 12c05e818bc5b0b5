//! Who is told when a clock turns amber or red, once, and when a reminder is no longer worth anything (LIV-3).

use serde::{Deserialize, Serialize};

use crate::{
    RequestId, Timestamp,
    custody::Custody,
    deadline::{Clock, ClockState, Phase},
    fees::{FeeStage, HAND_IN, stage},
    follow_up::FOLLOW_UP,
    people::{Person, Role},
    request::{Dispatch, ServiceRequest},
    unresolved::TELL_CUSTOMER,
};

/// What a clock is reminded of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// It turns amber: there is time left.
    Warn,
    /// It is overdue.
    Due,
}

impl Moment {
    pub const ALL: [Moment; 2] = [Moment::Warn, Moment::Due];

    fn word(self) -> &'static str {
        match self {
            Moment::Warn => "warn",
            Moment::Due => "due",
        }
    }
}

/// A clock of a request, as a notice names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedClock {
    pub request: RequestId,
    pub number: String,
    pub unit: String,
    pub rule: String,
    pub due: Timestamp,
}

/// What somebody is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// One clock is amber or overdue.
    Clock { moment: Moment, clock: NamedClock },
    /// Everything that is overdue at the opening of a working day, what is due first at the top.
    Overdue { clocks: Vec<NamedClock> },
}

/// A clock by its name.
#[must_use]
pub fn named(request: &ServiceRequest, clock: &Clock) -> NamedClock {
    NamedClock {
        request: request.id,
        number: request.number.clone(),
        unit: request.unit.clone(),
        rule: clock.rule.clone(),
        due: clock.due,
    }
}

/// What a notice is about: the same clock and moment always give the same word, so that nobody is told twice.
#[must_use]
pub fn matter(request: RequestId, clock: &Clock, moment: Moment) -> String {
    format!("clock/{request}/{}/{}/{}", clock.rule, clock.started.millis(), moment.word())
}

/// Whether telling somebody is worth anything now: a clock that is paused, moved or stopped in time needs no reminder, a
/// missed one is not warned of any more but stays overdue.
#[must_use]
pub fn stands(clock: &Clock, moment: Moment, now: Timestamp) -> bool {
    match (moment, clock.state) {
        (Moment::Due, ClockState::Missed) => true,
        (_, ClockState::Kept | ClockState::Missed | ClockState::Cancelled) => false,
        (Moment::Warn, _) => clock.phase(now) == Phase::Soon,
        (Moment::Due, _) => clock.phase(now) == Phase::Late,
    }
}

/// The clocks of which somebody has to be told by now. A clock that is overdue is not warned of any more.
#[must_use]
pub fn by_now(request: &ServiceRequest, now: Timestamp) -> Vec<(&Clock, Moment)> {
    let told = |clock| Some((clock, moment_of(clock, now)?));
    request.clocks.iter().filter(|clock| clock.state == ClockState::Running).filter_map(told).collect()
}

fn moment_of(clock: &Clock, now: Timestamp) -> Option<Moment> {
    match clock.phase(now) {
        Phase::Calm => None,
        // The due time itself is still in time.
        Phase::Soon => Some(Moment::Warn),
        Phase::Late => Some(Moment::Due),
    }
}

/// When the request's clocks have to be looked at next, after `now`.
#[must_use]
pub fn next(request: &ServiceRequest, now: Timestamp) -> Option<Timestamp> {
    let running = request.clocks.iter().filter(|clock| clock.state == ClockState::Running);
    let instants = running.flat_map(|clock| [clock.warn, clock.due.plus(1)]);
    instants.filter(|at| *at > now).min()
}

/// When a request whose clocks have just changed has to be looked at: at once if somebody should know already.
#[must_use]
pub fn first(request: &ServiceRequest, now: Timestamp) -> Option<Timestamp> {
    if by_now(request, now).is_empty() { next(request, now) } else { Some(now) }
}

/// Reminders that may have been given and are worth nothing any more, by their matter.
#[must_use]
pub fn moot(before: &ServiceRequest, after: &ServiceRequest, now: Timestamp) -> Vec<String> {
    let was_told = |clock: &&Clock| {
        matches!(clock.state, ClockState::Running | ClockState::Paused | ClockState::Missed) && clock.warn <= now
    };
    let mut moot = Vec::new();
    for clock in before.clocks.iter().filter(was_told) {
        let same = |other: &&Clock| other.rule == clock.rule && other.started == clock.started;
        let Some(now_is) = after.clocks.iter().find(same).filter(|now_is| *now_is != clock) else { continue };
        let gone = Moment::ALL.into_iter().filter(|moment| !stands(now_is, *moment, now));
        moot.extend(gone.map(|moment| matter(after.id, clock, moment)));
    }
    moot
}

/// Whether this person is told of a clock of this request.
///
/// The duty managers, who have the whole centre; the engineer of the visit for contact and arrival; once it is overdue the
/// region's manager too. Whoever has a customer's money, for handing it in; who took a customer's data, for bringing it to
/// the office, telling the customer and giving it back. Quality for its calls, the support manager for what is at headquarters.
#[must_use]
pub fn concerns(person: &Person, request: &ServiceRequest, clock: &Clock, moment: Moment) -> bool {
    if !person.active {
        return false;
    }
    let has = |role| person.roles.contains(&role);
    if clock.rule == FOLLOW_UP {
        return has(Role::Quality);
    }
    let is_of_region = person.region == request.region;
    let is_visit = clock.rule.starts_with("onsite.contact") || clock.rule.starts_with("onsite.arrive");
    let is_sent = || request.active_dispatch().is_some_and(|dispatch| dispatch.engineer == person.id);
    // After two failed visits the whole case is the support manager's (UNR-5).
    let is_theirs = request.unresolved.support_manager_since.is_some() && clock.rule.starts_with("unresolved.");
    let is_far_up = clock.rule.ends_with("_hq") || is_theirs;
    let is_money_with = || {
        let has_it =
            |dispatch: &Dispatch| dispatch.engineer == person.id && stage(dispatch) == Some(FeeStage::WithEngineer);
        clock.rule == HAND_IN && request.dispatches.iter().any(has_it)
    };
    let is_about_data = clock.rule.starts_with("custody.") || clock.rule == TELL_CUSTOMER;
    let took_data = || {
        let took_it = |dispatch: &Dispatch| {
            dispatch.engineer == person.id && dispatch.visit.custody().is_some_and(Custody::is_open)
        };
        request.dispatches.iter().any(took_it)
    };
    has(Role::DutyManager)
        || (has(Role::RegionManager) && is_of_region && moment == Moment::Due)
        || (has(Role::SupportManager) && is_far_up)
        || (is_visit && has(Role::Field) && is_sent())
        || (has(Role::Field) && is_money_with())
        || (is_about_data && has(Role::Field) && took_data())
}
