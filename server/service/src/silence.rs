//! Devices that owe a word about work that should be over.

use std::collections::HashMap;

use domain::{
    PersonId, Timestamp,
    request::{Dispatch, ServiceRequest},
    rights::{Action, Reach, Scope, permits, permits_somewhere, widest},
    silence,
    time::DAY,
};
use store::{
    devices::{self, DeviceOf},
    requests,
};
use uuid::Uuid;

use crate::{Caller, Result, Service, ServiceError};

/// A device that was not heard for longer is out of use, unless it is the last one its person has or may hold the work.
const IN_USE: i64 = 7 * DAY;
/// Requests read at a time.
const PAGE: i64 = 500;

/// A device and the visit it owes a word about.
#[derive(Clone, Debug)]
pub struct Silent {
    pub device: DeviceOf,
    pub request: ServiceRequest,
    /// When the visit should have been over.
    pub planned_end: Timestamp,
}

impl Service {
    /// Devices of which something should have been heard by now and that the caller may hear of, the longest silent first;
    /// one line a device, for the visit that is over the longest.
    ///
    /// # Errors
    /// The caller may hear of none, or the store.
    pub async fn silent_devices(&self, caller: &Caller) -> Result<Vec<Silent>> {
        let actor = caller.actor();
        if !permits_somewhere(&actor, Action::SeeSilentDevices) {
            return Err(ServiceError::NotFound);
        }
        let reach = widest(&actor, Action::SeeSilentDevices);
        let own = (reach == Reach::Own).then_some(caller.person.id);
        let now = self.time.now();
        let mut conn = self.db.read().await?;
        let in_use = of_people(devices::list(&mut conn).await?, now);
        let mut silent: HashMap<Uuid, Silent> = HashMap::new();
        let mut after = Uuid::nil();
        loop {
            let page = requests::page(&mut conn, own, after, i64::MAX, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.request.id.0;
            for request in page.into_iter().map(|stored| stored.request) {
                // Whose own a device is counts, not whose own the request: whoever took it down also has it.
                let may_hear = |engineer: &PersonId| {
                    let scope =
                        Scope { region: &request.region, owners: std::slice::from_ref(engineer), archived: false };
                    permits(&actor, Action::SeeSilentDevices, &scope)
                };
                for engineer in request.engineers().into_iter().filter(may_hear) {
                    for known in in_use.get(&engineer).into_iter().flatten() {
                        let device = &known.device;
                        let owed = silence::owed(engineer, &request, Timestamp(device.heard_at), now);
                        let may_hold = |dispatch: &&Dispatch| may_hold(known, dispatch);
                        let Some(planned_end) = owed.filter(may_hold).map(|dispatch| dispatch.slot.until()) else {
                            continue;
                        };
                        let is_listed = silent.get(&device.id).is_some_and(|listed| listed.planned_end <= planned_end);
                        if !is_listed {
                            let owes = Silent { device: device.clone(), request: request.clone(), planned_end };
                            silent.insert(device.id, owes);
                        }
                    }
                }
            }
        }
        let mut silent: Vec<Silent> = silent.into_values().collect();
        silent.sort_by_key(|silent| (silent.device.heard_at, silent.device.id));
        Ok(silent)
    }
}

/// A device, and whether people work with it: heard in the last days, or the one that was heard last.
struct Known {
    device: DeviceOf,
    is_in_use: bool,
}

fn of_people(all: Vec<DeviceOf>, now: Timestamp) -> HashMap<PersonId, Vec<Known>> {
    let mut of: HashMap<PersonId, Vec<Known>> = HashMap::new();
    // The last heard come first.
    for device in all.into_iter().filter(|device| device.revoked_at.is_none()) {
        let known = of.entry(PersonId(device.person)).or_default();
        let is_in_use = known.is_empty() || now.since(Timestamp(device.heard_at)) < IN_USE;
        known.push(Known { device, is_in_use });
    }
    of
}

/// Work may be on a device that is in use, and on one that was heard after it was dispatched: it may have been lost with it.
fn may_hold(known: &Known, dispatch: &Dispatch) -> bool {
    known.is_in_use || known.device.heard_at >= dispatch.dispatched_at.millis()
}
