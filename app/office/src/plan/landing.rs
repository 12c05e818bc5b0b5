//! Where a job would land in a lane: when the engineer can be there, and what that means for the due time.

use domain::{
    PersonId, Timestamp,
    availability::{self, Span},
    geo::Place,
    people::Person,
    request::{ServiceRequest, Slot},
    sending::Strain,
    time::{DAY, MINUTE},
};

use super::{
    Hours, arrival_clock,
    day::{LUNCH, STEP, Stop, round_up, way},
};

/// How a place in a lane is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pull {
    /// A dragged card is pulled to the earliest arrival.
    ToArrival,
    /// The arrow keys move by the minute they say; a time too early is shown as such.
    Exact,
}

/// A job held over a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Landing {
    pub engineer: PersonId,
    pub slot: Slot,
    /// When the engineer can be there.
    pub arrives: Timestamp,
    /// From when the engineer is free to drive.
    pub free_at: Timestamp,
    /// Road kilometres from the stop before.
    pub km: Option<f64>,
    /// What is left until the arrival is due, negative when late.
    pub margin: Option<i64>,
    /// By how much the next job would be late, in milliseconds.
    pub delays_next: Option<i64>,
    /// How much of the time of other jobs it would take, in milliseconds.
    pub overlaps: i64,
    /// Midnight of the day.
    pub day: Timestamp,
    /// The job would take from the midday break.
    pub takes_break: bool,
}

impl Landing {
    /// What this place does to the day.
    #[must_use]
    pub fn strain(&self) -> Strain {
        Strain {
            margin: self.margin,
            arrives_late: self.arrives.since(self.slot.from).max(0),
            delays_next: self.delays_next,
            overlaps: self.overlaps,
            at: Some((self.day, (self.slot.from, self.slot.until()))),
        }
    }

    /// What this place says of the engineer, without what stands in the landing's own numbers.
    #[must_use]
    pub fn presence(&self) -> Strain {
        Strain { margin: None, arrives_late: 0, delays_next: None, ..self.strain() }
    }
}

/// What is to be put into a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Job {
    pub place: Option<Place>,
    pub minutes: u32,
    pub due: Option<Timestamp>,
}

impl Job {
    #[must_use]
    pub fn of(request: &ServiceRequest, minutes: u32) -> Self {
        Job { place: request.place, minutes, due: arrival_clock(request).map(|clock| clock.due) }
    }

    #[must_use]
    pub fn length(&self) -> i64 {
        i64::from(self.minutes) * MINUTE
    }
}

/// A lane's day without the job that is being placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    pub engineer: PersonId,
    /// In order of time.
    pub stops: Vec<Stop>,
    /// Where the day starts.
    pub base: Option<Place>,
    /// When the engineer is at work.
    pub windows: Vec<Span>,
    pub hours: Hours,
    pub now: Timestamp,
}

impl Around {
    /// When the engineer could be at `place` after the stop before, from when free, and how far it is.
    pub(super) fn arrival(&self, before: Option<&Stop>, place: Option<Place>) -> (Timestamp, Timestamp, Option<f64>) {
        let free_at = before.map_or(self.hours.begins(), |stop| stop.until).max(self.now);
        let travel = way(before.map_or(self.base, |stop| stop.place), place);
        let arrives = round_up(free_at.plus(travel.map_or(0, |(_, takes)| takes)));
        (arrives, free_at, travel.map(|(km, _)| km))
    }
}

/// When somebody is at work on a day: their own hours, else the centre's without the midday break and without an end,
/// and never during an absence.
#[must_use]
pub fn windows(person: &Person, hours: Hours) -> Vec<Span> {
    let usual = || {
        let lunch = (hours.day.plus(LUNCH.0), hours.day.plus(LUNCH.1));
        vec![(hours.begins(), lunch.0), (lunch.1, hours.day.plus(DAY))]
    };
    availability::free_of_absences(person, &availability::working_spans(person, hours.day).unwrap_or_else(usual))
}

/// Where a job would land at `at`, between the lane's stops. None when that time has passed.
#[must_use]
pub fn land(around: &Around, job: &Job, at: Timestamp, pull: Pull) -> Option<Landing> {
    let snapped = Timestamp((at.millis() + STEP / 2).div_euclid(STEP) * STEP);
    if snapped.plus(job.length()) <= around.now {
        return None;
    }
    let before = around.stops.iter().rev().find(|stop| stop.from <= snapped);
    let next = around.stops.iter().find(|stop| stop.from > snapped);
    let (earliest, free_at, km) = around.arrival(before, job.place);
    let from = match pull {
        Pull::ToArrival => snapped.max(earliest),
        Pull::Exact => snapped,
    };
    let arrives = from.max(earliest);
    let delays_next = next.and_then(|next| {
        let onward = way(job.place, next.place).map_or(0, |(_, takes)| takes);
        let there = arrives.plus(job.length()).plus(onward);
        (there > next.from).then(|| there.since(next.from))
    });
    let until = from.plus(job.length());
    let shared = |stop: &Stop| until.min(stop.until).since(from.max(stop.from)).max(0);
    Some(Landing {
        engineer: around.engineer,
        slot: Slot { from, minutes: job.minutes },
        arrives,
        free_at,
        km,
        margin: job.due.map(|due| due.since(arrives)),
        delays_next,
        overlaps: around.stops.iter().map(shared).sum(),
        day: around.hours.day,
        takes_break: takes_break(around.hours, from, until),
    })
}

/// Whether a span reaches into the midday break of the day.
#[must_use]
pub(super) fn takes_break(hours: Hours, from: Timestamp, until: Timestamp) -> bool {
    from < hours.day.plus(LUNCH.1) && until > hours.day.plus(LUNCH.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::HOUR;
    use uuid::Uuid;

    const HERE: Place = Place { latitude: 37.87, longitude: 112.55 };

    fn clock(hour: i64, minute: i64) -> Timestamp {
        Timestamp(hour * HOUR + minute * MINUTE)
    }

    fn held(at: Timestamp, pull: Pull, now: Timestamp) -> Option<Landing> {
        let stops = vec![
            Stop { from: clock(13, 0), until: clock(14, 48), place: Some(HERE) },
            Stop { from: clock(16, 0), until: clock(17, 0), place: Some(HERE) },
        ];
        let hours = Hours { day: Timestamp(0), first: 8, last: 18 };
        let (engineer, windows) = (PersonId(Uuid::nil()), Vec::new());
        let around = Around { engineer, stops, base: Some(HERE), windows, hours, now };
        let there = Place { latitude: 37.90, ..HERE };
        land(&around, &Job { place: Some(there), minutes: 60, due: Some(clock(15, 28)) }, at, pull)
    }

    #[test]
    fn a_dragged_card_is_pulled_to_the_earliest_arrival_and_says_what_is_left() {
        let landing = held(clock(14, 50), Pull::ToArrival, clock(9, 0)).expect("ahead of now");
        assert_eq!(landing.slot.from, clock(15, 0));
        assert_eq!(landing.margin, Some(28 * MINUTE));
        assert_eq!(landing.delays_next, Some(9 * MINUTE));
    }

    #[test]
    fn keys_place_exactly_and_the_arrival_tells_the_truth() {
        let landing = held(clock(14, 50), Pull::Exact, clock(9, 0)).expect("ahead of now");
        assert_eq!((landing.slot.from, landing.arrives), (clock(14, 50), clock(15, 0)));
        assert_eq!(landing.overlaps, 0);
    }

    #[test]
    fn time_taken_from_other_visits_is_counted() {
        let landing = held(clock(14, 30), Pull::Exact, clock(9, 0)).expect("ahead of now");
        assert_eq!(landing.overlaps, 18 * MINUTE);
    }

    #[test]
    fn what_reaches_into_the_midday_break_is_remarked() {
        let takes_break = |at| held(at, Pull::Exact, clock(7, 0)).expect("ahead of now").takes_break;
        assert!(takes_break(clock(11, 30)));
        assert!(takes_break(clock(12, 30)));
        assert!(!takes_break(clock(11, 0)));
        assert!(!takes_break(clock(13, 30)));
    }

    #[test]
    fn what_has_passed_cannot_be_planned() {
        assert_eq!(held(clock(9, 0), Pull::ToArrival, clock(12, 0)), None);
    }

    #[test]
    fn before_the_first_stop_the_day_starts_at_the_base() {
        let landing = held(clock(8, 0), Pull::ToArrival, clock(6, 0)).expect("ahead of now");
        assert_eq!(landing.free_at, clock(8, 0));
        assert_eq!(landing.slot.from, clock(8, 10));
    }
}
