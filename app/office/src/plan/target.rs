//! Where a request stands in the plan, and the one command that leads from there to where it is wanted.
//!
//! Assigning, moving, reassigning, recalling and undoing each of them are all "bring it to this plan".

use domain::{
    DispatchId, PersonId,
    command::Command,
    deadline::{Clock, ClockState},
    request::{ServiceRequest, Slot},
};

/// Where a request stands in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    Unassigned,
    At { engineer: PersonId, slot: Slot, companion: Option<PersonId> },
}

impl Plan {
    #[must_use]
    pub fn of(request: &ServiceRequest) -> Self {
        match request.active_dispatch() {
            Some(dispatch) => {
                let companion = dispatch.companion.as_ref().map(|along| along.person);
                Plan::At { engineer: dispatch.engineer, slot: dispatch.slot, companion }
            }
            None => Plan::Unassigned,
        }
    }
}

/// Why something is planned.
#[derive(Clone, Copy, Debug)]
pub struct Why<'a> {
    /// What is recorded where a reason belongs to the step and nobody gave one.
    pub usual: &'a str,
    /// Somebody's reason to plan it although a rule speaks against it.
    pub despite: Option<&'a str>,
}

/// The command that brings the request to `target`; None when it is there already. `new` names the dispatch that the
/// command may make.
#[must_use]
pub fn command_for(request: &ServiceRequest, target: Plan, new: DispatchId, why: &Why) -> Option<Command> {
    let despite = || why.despite.map(str::to_owned);
    let reason = || why.despite.unwrap_or(why.usual).to_owned();
    match (request.active_dispatch(), target) {
        (None, Plan::Unassigned) => None,
        (None, Plan::At { engineer, slot, companion }) => {
            let companion = companion.filter(|companion| *companion != engineer);
            Some(Command::Assign { companion, dispatch: new, engineer, slot, window: None, reason: despite() })
        }
        (Some(dispatch), Plan::Unassigned) => Some(Command::Recall { dispatch: dispatch.id, reason: reason() }),
        (Some(dispatch), Plan::At { engineer, slot, .. }) if dispatch.engineer == engineer => {
            (dispatch.slot != slot).then_some(Command::Reschedule { dispatch: dispatch.id, slot, reason: despite() })
        }
        (Some(dispatch), Plan::At { engineer, slot, .. }) => {
            Some(Command::Reassign { from: dispatch.id, dispatch: new, engineer, slot, reason: reason() })
        }
    }
}

/// The clock that says by when somebody must be there; without one, what is due next.
#[must_use]
pub fn arrival_clock(request: &ServiceRequest) -> Option<&Clock> {
    let is_arrival = |clock: &&Clock| clock.state == ClockState::Running && clock.rule.starts_with("onsite.arrive");
    request.clocks.iter().find(is_arrival).or_else(|| request.next_due())
}
