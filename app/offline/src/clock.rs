//! What the device knows of the server's time, and since when (SYN-12).

use domain::{Timestamp, time::MINUTE};

/// An estimate older than this makes room for a worse one.
const STALE_MS: i64 = 10 * MINUTE;
/// When wall clock and monotonic count part by more than this, the clock was set or the machine has slept.
const MOVED_MS: i64 = 1_000;
/// A count that lost more than this against the wall clock stood still for a while.
const SLEPT_MS: i64 = domain::time::TOLERANCE / 2;

/// A moment on both clocks of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub wall: Timestamp,
    /// Milliseconds on the monotonic clock.
    pub monotonic: i64,
}

/// The device's estimate of server time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    /// Server time minus the device's clock, in milliseconds.
    pub offset_ms: i64,
    sampled: Option<Moment>,
    contact: Option<Moment>,
}

impl Clock {
    /// Continues with the estimate of an earlier run.
    pub(crate) fn with_offset(offset_ms: i64) -> Self {
        Self { offset_ms, ..Self::default() }
    }

    /// Takes in the `server_time` of an answer that arrived at `arrived`.
    ///
    /// The answer travelled for a while, so the true offset is at least this sample. The largest sample is the best
    /// one, and it never lies in the server's future: the server cuts a claimed time at the moment of receipt, and a
    /// time of arrival that it cut would differ from the one the customer signed for.
    pub(crate) fn sample(&mut self, server_time: Timestamp, arrived: Moment) {
        let offset = server_time.since(arrived.wall);
        let keeps = self.sampled.is_some_and(|sampled| {
            let ran = arrived.monotonic - sampled.monotonic;
            let moved = arrived.wall.since(sampled.wall) - ran;
            moved.abs() <= MOVED_MS && ran <= STALE_MS && offset <= self.offset_ms
        });
        if !keeps {
            self.offset_ms = offset;
            self.sampled = Some(arrived);
        }
    }

    /// The server has just noted that it heard from this device.
    pub(crate) fn note_contact(&mut self, at: Moment) {
        self.contact = Some(at);
    }

    /// A push is on its way: which contact the server will count from is open until its answer is here.
    pub(crate) fn forget_contact(&mut self) {
        self.contact = None;
    }

    /// Milliseconds since the last contact; None after a restart.
    ///
    /// Also None when the count stood still: a monotonic clock stops while a tablet sleeps, and a count that lags
    /// behind would brand an honest time as unproven. A wall clock that was set *back* still shows.
    pub(crate) fn since_contact(&self, now: Moment) -> Option<i64> {
        let contact = self.contact?;
        let count = now.monotonic - contact.monotonic;
        let by_wall = now.wall.since(contact.wall);
        (by_wall - count <= SLEPT_MS).then_some(count)
    }

    /// Server time minus the device's clock at `now`, in milliseconds. A wall clock that fell behind the count was set
    /// back since the estimate, by exactly that much; one that ran ahead may only have gone on while the machine slept.
    pub(crate) fn offset_at(&self, now: Moment) -> i64 {
        let behind = self.sampled.map_or(0, |sampled| {
            let ran = now.monotonic - sampled.monotonic;
            ran - now.wall.since(sampled.wall)
        });
        if behind > MOVED_MS { self.offset_ms + behind } else { self.offset_ms }
    }

    /// Server time as far as it can be known at `now`.
    pub(crate) fn server_time(&self, now: Moment) -> Timestamp {
        now.wall.plus(self.offset_at(now))
    }
}

#[cfg(test)]
mod tests {
    use domain::time::HOUR;

    use super::*;

    fn moment(wall: i64, monotonic: i64) -> Moment {
        Moment { wall: Timestamp(wall), monotonic }
    }

    #[test]
    fn the_estimate_keeps_the_quickest_answer_and_never_runs_ahead_of_the_server() {
        let mut clock = Clock::default();
        // True offset 500: answers travelled 40, 5 and 300 ms.
        clock.sample(Timestamp(1_500), moment(1_040, 40));
        assert_eq!(clock.offset_ms, 460);
        clock.sample(Timestamp(2_500), moment(2_005, 1_005));
        assert_eq!(clock.offset_ms, 495);
        clock.sample(Timestamp(3_500), moment(3_300, 2_300));
        assert_eq!(clock.offset_ms, 495);
    }

    #[test]
    fn a_clock_that_was_set_needs_a_new_estimate() {
        let mut clock = Clock::default();
        clock.sample(Timestamp(1_000), moment(1_000, 0));
        clock.sample(Timestamp(2_000), moment(2_000 + HOUR, 1_000));
        assert_eq!(clock.offset_ms, -HOUR);
    }

    #[test]
    fn a_clock_that_is_set_back_between_two_contacts_goes_on_from_the_count() {
        let mut clock = Clock::default();
        clock.sample(Timestamp(HOUR), moment(0, 0));
        assert_eq!(clock.server_time(moment(1_000, 1_000)), Timestamp(HOUR + 1_000));
        // Two hours back, a second later.
        assert_eq!(clock.server_time(moment(2_000 - 2 * HOUR, 2_000)), Timestamp(HOUR + 2_000));
        // A count that stood still while the tablet slept says nothing against the wall clock.
        assert_eq!(clock.server_time(moment(2 * HOUR, 3_000)), Timestamp(3 * HOUR));
        // After a restart there is no count to hold it against.
        assert_eq!(Clock::with_offset(HOUR).server_time(moment(500, 0)), Timestamp(HOUR + 500));
    }

    #[test]
    fn the_count_since_contact_ends_with_a_restart_or_a_sleep_but_shows_a_clock_set_back() {
        let mut clock = Clock::default();
        assert_eq!(clock.since_contact(moment(0, 0)), None);
        clock.note_contact(moment(0, 0));
        assert_eq!(clock.since_contact(moment(HOUR, HOUR)), Some(HOUR));
        assert_eq!(clock.since_contact(moment(2 * HOUR, HOUR)), None);
        assert_eq!(clock.since_contact(moment(0, HOUR)), Some(HOUR));
    }
}
