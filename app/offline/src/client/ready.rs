//! Whether a visit can be done without a network, what it lacks, and getting it: asked before driving, not at the
//! customer's door.

use domain::{
    RequestId, Timestamp,
    time::{HOUR, MINUTE},
};

use crate::{
    Doing,
    client::{Client, State, SyncEnd},
};

/// What is here must not be older than this, in milliseconds.
const FRESH: i64 = 24 * HOUR;
/// A clock that is off by more makes the times of a visit doubtful (SYN-12).
const CLOCK_TOLERANCE: i64 = 2 * MINUTE;
/// Room for the photos and forms of a day, in bytes.
const ENOUGH_ROOM: u64 = 50_000_000;

/// What a visit lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The customer with contacts and products.
    Customer,
    /// The customer's visits before.
    History,
    /// The centre's settings: fees, the duty manager's number.
    Settings,
    /// The office does not know this device's key yet: nothing could be signed.
    Device,
    /// The records were fetched so many hours ago.
    Old { hours: i64 },
    /// The browser may clear the store by itself.
    NotPersistent,
    /// Bytes left.
    LittleRoom { left: u64 },
    /// What its person did here before signing out is sealed and has not arrived: the visit is further than it looks.
    OwnWorkSealed,
    /// Minutes by which the server's time is ahead of the device's, negative when behind.
    Clock { minutes: i64 },
}

impl Lack {
    /// Without it the visit can't be done offline; the others put it at risk.
    #[must_use]
    pub fn prevents(self) -> bool {
        matches!(self, Lack::Customer | Lack::Settings | Lack::Device)
    }

    /// It concerns every visit alike, and is said once.
    #[must_use]
    pub fn is_of_device(self) -> bool {
        !matches!(self, Lack::Customer | Lack::History)
    }

    /// Records that the office has and this device does not.
    fn is_of_records(self) -> bool {
        matches!(self, Lack::Customer | Lack::History | Lack::Settings)
    }
}

impl State {
    fn lacks(&self, id: RequestId, now: Timestamp) -> Vec<Lack> {
        let Some(request) = self.replica.request(id) else { return vec![Lack::Customer] };
        let customer = request.customer;
        let of_visit = [
            (self.replica.customer(customer).is_none(), Lack::Customer),
            (self.replica.other("history", customer.0).is_none(), Lack::History),
        ];
        let of_visit = of_visit.into_iter().filter(|(lacks, _)| *lacks).map(|(_, lack)| lack);
        of_visit.chain(self.device_lacks(now)).collect()
    }

    fn device_lacks(&self, now: Timestamp) -> impl Iterator<Item = Lack> + use<> {
        let age = self.pulled.last_sync.map_or(i64::MAX, |last| now.since(last));
        let off = self.clock.offset_ms;
        let left = self.room.left();
        let all = [
            (self.replica.settings().is_null(), Lack::Settings),
            (self.device.is_none(), Lack::Device),
            (age > FRESH, Lack::Old { hours: age / HOUR }),
            (self.room.persistent != Some(true), Lack::NotPersistent),
            (left.is_some_and(|left| left < ENOUGH_ROOM), Lack::LittleRoom { left: left.unwrap_or_default() }),
            (self.own_work_is_sealed(), Lack::OwnWorkSealed),
            (off.abs() > CLOCK_TOLERANCE, Lack::Clock { minutes: off / MINUTE }),
        ];
        all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, lack)| lack)
    }
}

impl Client {
    /// What a visit of this request lacks; empty when it can be done without a network.
    #[must_use]
    pub fn lacks(&self, request: RequestId) -> Vec<Lack> {
        let now = self.now();
        self.0.state.borrow().lacks(request, now)
    }

    /// What every visit from this device lacks.
    #[must_use]
    pub fn device_lacks(&self) -> Vec<Lack> {
        let now = self.now();
        self.0.state.borrow().device_lacks(now).collect()
    }

    /// Gets what the visit lacks, as far as it can be got, and says what is still missing.
    pub fn prepare(&self, request: RequestId) -> Doing<'_, Vec<Lack>> {
        Box::pin(async move { self.get_ready(|client| client.lacks(request)).await })
    }

    /// Gets what every visit from this device lacks, as far as it can be got, and says what is still missing.
    pub fn prepare_device(&self) -> Doing<'_, Vec<Lack>> {
        Box::pin(async move {
            // What one visit lacks comes with everything, and whoever presses the button wants to go.
            let all = |client: &Client| client.requests().iter().flat_map(|request| client.lacks(request.id)).collect();
            self.get_ready(all).await;
            self.device_lacks()
        })
    }

    async fn get_ready(&self, lacks: impl Fn(&Client) -> Vec<Lack>) -> Vec<Lack> {
        let mut report = self.sync().await;
        if report.end == SyncEnd::Done && lacks(self).iter().any(|lack| lack.is_of_records()) {
            // The feed tells what changed; what was let go of to make room comes only with everything.
            self.0.state.borrow_mut().pulled.start_over();
            report = self.sync().await;
        }
        let missing = lacks(self);
        if missing.contains(&Lack::Device) && report.end == SyncEnd::Done {
            let _ = self.ensure_device().await;
        }
        if missing.contains(&Lack::NotPersistent) {
            self.ask_persistence().await;
        }
        self.look_at_room().await;
        lacks(self)
    }
}
