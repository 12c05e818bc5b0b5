//! One engineer's day in an order: when each visit would begin, and what the order costs.

use super::facts::{Hold, Problem};
use crate::{
    Timestamp, availability,
    time::{HOUR, MINUTE},
};

/// Planned times lie on a grid of five minutes.
const GRID: i64 = 5 * MINUTE;

/// A visit on an engineer's way. `keeps` is the time at which it stands now, where that is not given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    pub job: usize,
    pub keeps: bool,
}

/// When a visit of a route begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Timed {
    pub job: usize,
    pub from: Timestamp,
    /// Milliseconds by car from the stop before.
    pub way: i64,
    /// Milliseconds after the time that it keeps, where the engineer cannot be there.
    pub late: i64,
}

/// All costs are in minutes of driving that it is worth to avoid them.
pub(super) mod cost {
    /// A visit that waits finds no place.
    pub const UNPLACED: i64 = 20_000;
    /// In addition, where it is due on this day or has been.
    pub const UNPLACED_DUE: i64 = 20_000;
    /// So many times as much where it is planned already.
    pub const PROMISED: i64 = 100;
    /// So many times as much where payroll or auditors wait.
    pub const URGENT: i64 = 5;
    /// After the arrival was due: for that it happens, and for each minute.
    pub const LATE: i64 = 300;
    pub const LATE_MINUTE: i64 = 4;
    /// Another time than planned before; another engineer.
    pub const MOVED: i64 = 45;
    pub const REASSIGNED: i64 = 120;
    /// Later in the day, an hour: what is urgent first.
    pub const LATER_HOUR: i64 = 1;
    pub const LATER_HOUR_URGENT: i64 = 20;
    /// The square of a day's minutes of work divided by this: two days of four hours are better than one of eight.
    pub const LOAD: i64 = 1_800;
}

/// By how much the engineer is late at a time that is kept, as things stand, in milliseconds: more is not allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lateness {
    /// After this stop.
    pub after: Option<usize>,
    pub late: i64,
    /// With nothing on the way but what has begun or is agreed.
    pub at_best: i64,
}

impl Lateness {
    /// Nobody minds.
    pub const ANY: Lateness = Lateness { after: None, late: i64::MAX, at_best: i64::MAX };

    fn allowed(self, after: Option<usize>) -> i64 {
        if after == self.after { self.late.max(self.at_best) } else { self.at_best }
    }
}

/// Goes along a route. None where somebody cannot be where the order wants them; `lateness` is of each job.
pub(super) fn follow(
    problem: &Problem,
    engineer: usize,
    route: &[Stop],
    lateness: &[Lateness],
) -> Option<(i64, Vec<Timed>)> {
    let mut timed = Vec::with_capacity(route.len());
    let cost = walk(problem, engineer, route, lateness, |stop| timed.push(stop))?;
    Some((cost, timed))
}

/// The same without remembering the times.
pub(super) fn cost_of(problem: &Problem, engineer: usize, route: &[Stop], lateness: &[Lateness]) -> Option<i64> {
    walk(problem, engineer, route, lateness, |_| {})
}

fn walk(
    problem: &Problem,
    engineer: usize,
    route: &[Stop],
    lateness: &[Lateness],
    mut pass: impl FnMut(Timed),
) -> Option<i64> {
    let frame = &problem.frame;
    let person = &problem.engineers[engineer];
    let windows = &person.windows;
    let opens = windows.first().map_or(frame.midnight, |window| window.0);
    let (mut cost, mut work, mut before) = (0, 0, None);
    let mut free: Option<Timestamp> = None;
    for Stop { job: index, keeps } in route {
        let job = &problem.jobs[*index];
        let way = problem.way(engineer, before, *index);
        let arrives = free.unwrap_or(opens).max(frame.now).plus(way);
        let kept = job.standing.filter(|standing| *keeps && standing.engineer == Some(engineer));
        let (from, until, late) = match kept {
            Some(standing) => {
                let (from, until) = standing.span;
                let has_begun = standing.hold == Hold::Whole;
                let late = match (has_begun, free) {
                    // However late it is: it has begun, and nothing new may come before it.
                    (true, free) => free.map_or(0, |free| free.plus(way).since(from).max(0)),
                    // To be at the first door when work begins, people leave home before.
                    (false, None) if frame.now <= opens => 0,
                    (false, _) => arrives.since(from).max(0),
                };
                if late > lateness[*index].allowed(before) || (!has_begun && person.is_away((from, until))) {
                    return None;
                }
                (from, until, late)
            }
            None => {
                // An agreed time is kept by whoever goes.
                let agreed =
                    job.standing.filter(|standing| standing.hold == Hold::Time).map(|standing| standing.slot.from);
                let from = match agreed {
                    Some(agreed) => {
                        let span = (agreed, agreed.plus(job.length()));
                        let can = arrives <= agreed && fits(windows, span.0, span.1) && !person.is_away(span);
                        can.then_some(agreed)?
                    }
                    None => {
                        let earliest = job.window.map_or(arrives, |window| arrives.max(window.from));
                        let from = availability::first_fit(windows, round_up(earliest), job.length())?;
                        job.window.is_none_or(|window| window.holds(from)).then_some(from)?
                    }
                };
                (from, from.plus(job.length()), 0)
            }
        };
        cost += way / MINUTE + late / MINUTE;
        if problem.is_movable(*index) {
            cost += of_job(problem, engineer, *index, from, kept.is_some());
        }
        work += until.since(from) / MINUTE;
        pass(Timed { job: *index, from, way, late });
        free = Some(if kept.is_some_and(|standing| standing.hold == Hold::Whole) { until } else { until.plus(late) });
        before = Some(*index);
    }
    Some(cost + work * work / cost::LOAD)
}

fn of_job(problem: &Problem, engineer: usize, index: usize, from: Timestamp, is_kept: bool) -> i64 {
    let job = &problem.jobs[index];
    let changed = match job.standing {
        Some(_) if is_kept => 0,
        Some(standing) if standing.engineer == Some(engineer) => cost::MOVED,
        Some(_) => cost::REASSIGNED,
        None => 0,
    };
    let weight = if job.is_urgent { cost::URGENT } else { 1 };
    let late = job.due.map_or(0, |due| from.since(due)).max(0);
    let of_late = if late > 0 { (cost::LATE + late / MINUTE * cost::LATE_MINUTE) * weight } else { 0 };
    let later = if job.is_urgent { cost::LATER_HOUR_URGENT } else { cost::LATER_HOUR };
    let waits = from.since(problem.frame.midnight).max(0) * later / HOUR;
    // Where it stands now somebody has decided for.
    let against = if is_kept { 0 } else { job.against[engineer].unwrap_or_default() };
    changed + of_late + waits + against
}

/// What it costs that a job has no place.
pub(super) fn unplaced(problem: &Problem, index: usize) -> i64 {
    let job = &problem.jobs[index];
    let ends = problem.frame.midnight.plus(crate::time::DAY);
    let is_due = job.due.is_some_and(|due| due < ends);
    // What was promised is not given up for what waits.
    if job.standing.is_some() {
        return cost::UNPLACED * cost::PROMISED;
    }
    let base = cost::UNPLACED + if is_due { cost::UNPLACED_DUE } else { 0 };
    base * if job.is_urgent { cost::URGENT } else { 1 }
}

/// Whether a span lies between the first opening and the last closing; a break in between is the engineer's to arrange.
fn fits(windows: &[availability::Span], from: Timestamp, until: Timestamp) -> bool {
    let (Some(first), Some(last)) = (windows.first(), windows.last()) else { return false };
    first.0 <= from && until <= last.1
}

fn round_up(at: Timestamp) -> Timestamp {
    Timestamp((at.millis() + GRID - 1).div_euclid(GRID) * GRID)
}
