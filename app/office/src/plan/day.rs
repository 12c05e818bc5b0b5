//! An engineer's day as the board draws it: jobs in rows, the ways between them, how full it is.

use std::collections::BTreeMap;

use domain::{
    DispatchId, PersonId, RequestId, Timestamp,
    geo::{self, Place},
    request::{DispatchState, ServiceRequest},
    time::{HOUR, MINUTE},
};

use super::Hours;

/// Planned times lie on a grid of five minutes.
pub const STEP: i64 = 5 * MINUTE;
/// The break of the centre's working hours, from and to in milliseconds of the day
/// (as in `domain::calendar::CalendarData::centre`).
pub const LUNCH: (i64, i64) = (12 * HOUR, 13 * HOUR + 30 * MINUTE);
/// A day's work: what counts as a hundred per cent.
const FULL_DAY: i64 = 8 * HOUR;

/// A job in a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub request: RequestId,
    pub dispatch: DispatchId,
    pub from: Timestamp,
    pub until: Timestamp,
    pub place: Option<Place>,
    /// Rows separate what overlaps in time.
    pub row: usize,
    /// For who goes along with whoever was sent (UNR-4).
    pub is_along: bool,
    /// Another number whenever the request has become another: who draws its words looks again.
    pub edition: u64,
}

/// The way to a job.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    pub from: Timestamp,
    pub until: Timestamp,
    pub row: usize,
    /// There is less time than the way takes.
    pub is_tight: bool,
}

/// A lane of the board.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// In order of time.
    pub jobs: Vec<Placed>,
    pub ways: Vec<Way>,
    pub rows: usize,
    /// Per cent of a full day.
    pub load: i64,
}

/// Somewhere the engineer will be, for reckoning what fits in between.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    pub from: Timestamp,
    pub until: Timestamp,
    pub place: Option<Place>,
}

impl Stop {
    /// How long it takes, in minutes.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        u32::try_from(self.until.since(self.from) / MINUTE).unwrap_or(0)
    }
}

impl Lane {
    /// A lane with these jobs; `base` is where the day starts.
    #[must_use]
    pub fn of(mut jobs: Vec<Placed>, base: Option<Place>) -> Self {
        jobs.sort_by_key(|job| (job.from, job.dispatch));
        let rows = into_rows(&mut jobs);
        let ways = ways(&jobs, base);
        let busy: i64 = jobs.iter().map(|job| job.until.since(job.from)).sum();
        let driving: i64 = ways.iter().map(|way| way.until.since(way.from)).sum();
        Lane { jobs, ways, rows, load: (busy + driving) * 100 / FULL_DAY }
    }

    /// The lane's stops without the job that is being moved.
    #[must_use]
    pub fn stops(&self, without: Option<RequestId>) -> Vec<Stop> {
        let others = self.jobs.iter().filter(|job| Some(job.request) != without);
        others.map(|job| Stop { from: job.from, until: job.until, place: job.place }).collect()
    }
}

/// Kilometres and milliseconds by car; None when a place is unknown.
#[must_use]
pub fn way(from: Option<Place>, to: Option<Place>) -> Option<(f64, i64)> {
    let km = geo::road_km(from?, to?);
    Some((km, geo::travel_minutes(km) * MINUTE))
}

/// The next instant on the grid.
#[must_use]
pub fn round_up(at: Timestamp) -> Timestamp {
    Timestamp((at.millis() + STEP - 1).div_euclid(STEP) * STEP)
}

/// The lanes of a day, by engineer.
#[must_use]
pub fn lanes<'a>(
    requests: impl Iterator<Item = &'a ServiceRequest>,
    hours_of: Timestamp,
    now: Timestamp,
    base: impl Fn(PersonId) -> Option<Place>,
) -> BTreeMap<PersonId, Lane> {
    let day = Hours::around(hours_of, std::iter::empty());
    let mut jobs: BTreeMap<PersonId, Vec<Placed>> = BTreeMap::new();
    for request in requests {
        for (engineer, job) in jobs_of(request, day, now) {
            jobs.entry(engineer).or_default().push(job);
        }
    }
    jobs.into_iter().map(|(engineer, jobs)| (engineer, Lane::of(jobs, base(engineer)))).collect()
}

/// What a request puts into the lanes of a day, each with whose lane it is: who was sent, and who goes along. Rows are not
/// given yet.
pub fn jobs_of(request: &ServiceRequest, day: Hours, now: Timestamp) -> impl Iterator<Item = (PersonId, Placed)> {
    let drawn = request.dispatches.iter().filter(|dispatch| is_drawn(dispatch.state));
    drawn.flat_map(move |dispatch| {
        let (from, until) = dispatch.span(now);
        let (place, edition, is_along) = (request.place, 0, false);
        let job = Placed { request: request.id, dispatch: dispatch.id, from, until, place, row: 0, is_along, edition };
        let along = dispatch.companion.as_ref();
        let along = along.map(|along| (along.person, Placed { is_along: true, ..job.clone() }));
        std::iter::once((dispatch.engineer, job)).chain(along).filter(move |_| day.holds(from))
    })
}

/// What was refused, taken back or superseded is no longer part of anybody's day; disputed work is.
fn is_drawn(state: DispatchState) -> bool {
    state.is_active() || state == DispatchState::Disputed
}

/// Gives every job the first row that is free when it starts; returns how many rows there are.
fn into_rows(jobs: &mut [Placed]) -> usize {
    let mut free_from: Vec<Timestamp> = Vec::new();
    for job in jobs {
        let row = free_from.iter().position(|free| *free <= job.from).unwrap_or(free_from.len());
        if row == free_from.len() {
            free_from.push(job.until);
        } else {
            free_from[row] = job.until;
        }
        job.row = row;
    }
    free_from.len().max(1)
}

/// The way to each job: from the one before it, or from where the day starts.
fn ways(jobs: &[Placed], base: Option<Place>) -> Vec<Way> {
    let mut ways = Vec::new();
    for (index, job) in jobs.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &jobs[before]);
        let Some((_, takes)) = way(before.map_or(base, |before| before.place), job.place) else { continue };
        let leave = job.from.plus(-takes);
        let free = before.map_or(leave, |before| before.until);
        let is_tight = free > leave;
        let from = free.max(leave).min(job.from);
        if takes > 0 {
            ways.push(Way { from: if is_tight { from } else { leave }, until: job.from, row: job.row, is_tight });
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn job(from: i64, until: i64, place: Option<Place>) -> Placed {
        let id = Uuid::from_u128(u128::from(from.unsigned_abs()));
        Placed {
            request: RequestId(id),
            dispatch: DispatchId(id),
            from: Timestamp(from * MINUTE),
            until: Timestamp(until * MINUTE),
            place,
            row: 0,
            is_along: false,
            edition: 0,
        }
    }

    #[test]
    fn what_overlaps_goes_into_another_row_and_a_row_is_used_again() {
        let mut jobs = [job(0, 60, None), job(30, 90, None), job(60, 120, None)];
        assert_eq!(into_rows(&mut jobs), 2);
        assert_eq!(jobs.each_ref().map(|job| job.row), [0, 1, 0]);
    }

    #[test]
    fn a_way_longer_than_the_gap_is_tight() {
        let here = Place { latitude: 37.87, longitude: 112.55 };
        let there = Place { latitude: 37.95, longitude: 112.55 };
        let jobs = [job(0, 60, Some(here)), job(70, 120, Some(there)), job(300, 360, Some(here))];
        let found = ways(&jobs, Some(here));
        // The first job lies where the day starts: there is no way to draw.
        assert_eq!(found.len(), 2);
        assert!(found[0].is_tight);
        assert_eq!(found[0].from, Timestamp(60 * MINUTE));
        assert!(!found[1].is_tight);
        assert_eq!(found[1].until, Timestamp(300 * MINUTE));
    }

    #[test]
    fn planned_times_lie_on_five_minutes() {
        assert_eq!(round_up(Timestamp(61 * MINUTE)), Timestamp(65 * MINUTE));
        assert_eq!(round_up(Timestamp(65 * MINUTE)), Timestamp(65 * MINUTE));
    }
}
