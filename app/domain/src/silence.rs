//! Devices that should have been heard: a visit is long over by its plan, and the tablet has said nothing since.

use crate::{
    PersonId, Timestamp,
    request::{Dispatch, DispatchState, ServiceRequest},
    time::HOUR,
};

/// How long after the planned end of a visit a tablet may be on its way back into a network, in milliseconds.
pub const PATIENCE: i64 = 2 * HOUR;

/// The work that the engineer's device owes a word about: planned to be over long ago, not returned, and the device has
/// been silent for as long. None while there is no reason to worry.
#[must_use]
pub fn owed(
    engineer: PersonId,
    request: &ServiceRequest,
    last_contact: Timestamp,
    now: Timestamp,
) -> Option<&Dispatch> {
    let is_owed = |dispatch: &&Dispatch| {
        let end = dispatch.slot.until();
        let is_unfinished = dispatch.state.is_active() && dispatch.state != DispatchState::Returned;
        let is_late = now.since(end) >= PATIENCE && now.since(last_contact) >= PATIENCE;
        dispatch.engineer == engineer && is_unfinished && is_late
    };
    let is_open = !request.state.is_closed();
    request.dispatches.iter().filter(|_| is_open).find(is_owed)
}
