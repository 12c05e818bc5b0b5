//! Steps that can be taken back, newest last. Taking back is a command of its own, so it is recorded like any other.

use domain::{
    RequestId,
    command::Command,
    request::{RequestPatch, ServiceRequest},
};
use ui::Said;

use crate::plan::Plan;

/// How a step is taken back.
#[derive(Clone, Debug, PartialEq)]
pub enum Back {
    /// Return to the former plan, if the plan is still the one this step made.
    Plan { before: Plan, made: Plan },
    /// Return several to their former plans.
    Plans(Vec<Moved>),
    /// Restore the former values of exactly the edited fields.
    Fields(Box<RequestPatch>),
    /// Submit what was declined.
    Resubmit,
    /// Open a dispute again that was decided.
    Reopen,
    /// Give this command.
    Give(Box<Command>),
}

/// A request that was brought from one plan to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    pub request: RequestId,
    pub before: Plan,
    pub made: Plan,
}

/// A step that can be taken back.
#[derive(Clone, Debug)]
pub struct Step {
    pub id: u32,
    pub request: RequestId,
    /// What was said when it was done.
    pub said: Said,
    /// The message that says it, with its own undo.
    pub toast: Option<u32>,
    pub back: Back,
}

/// The plan a step led to, for telling whether somebody has changed it since. Who plans only a time does not
/// contradict a longer or shorter visit.
#[must_use]
pub fn is_still(request: &ServiceRequest, made: Plan) -> bool {
    match (Plan::of(request), made) {
        (Plan::Unassigned, Plan::Unassigned) => true,
        (Plan::At { engineer, slot, .. }, Plan::At { engineer: other, slot: planned, .. }) => {
            engineer == other && slot.from == planned.from
        }
        _ => false,
    }
}

/// Steps kept for taking back.
pub const DEPTH: usize = 30;
