//! A plan told as what it changes, and why.

use std::collections::BTreeSet;

use super::{
    facts::{Hold, Problem, Standing},
    route::{Lateness, Timed, follow, unplaced},
    search::Plan,
};
use crate::{
    PersonId, RequestId, Timestamp, availability,
    request::Slot,
    time::{DAY, MINUTE},
};

/// Why a visit gets a place, or another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It waited.
    Waited,
    /// Whoever has it is away, or not at work, at that time.
    Away,
    /// The visit before it takes too long: the engineer cannot be there in time.
    Overrun,
    /// It would have begun after it was due.
    WasLate,
    /// Its place is needed for this visit.
    MakesRoom(RequestId),
    /// The day becomes shorter or more even.
    Better,
}

/// A visit that gets a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub request: RequestId,
    pub engineer: PersonId,
    pub slot: Slot,
    /// Where it stands now.
    pub before: Option<(PersonId, Slot)>,
    pub why: Why,
    /// Minutes by car from the stop before; None for the first of a day.
    pub drive: Option<i64>,
    /// Milliseconds left until the arrival is due, negative when late.
    pub margin: Option<i64>,
}

/// Why a visit finds no place on this day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Nobody knows the product.
    NoSkill,
    /// Nobody who knows it is at work.
    NobodyThere,
    /// Those who know it have no room.
    NoRoom,
}

/// A plan in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Visits with a place.
    pub visits: usize,
    /// Those that begin after they are due, or are due on the day and have no place in it.
    pub late: usize,
    /// Minutes by car.
    pub driving: i64,
    /// Minutes of work of whoever has most.
    pub longest: i64,
}

/// What a search has found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// In the order of their times.
    pub changes: Vec<Change>,
    /// Without a place; what stood somewhere before stays there.
    pub left: Vec<(RequestId, Obstacle)>,
    pub before: Totals,
    pub after: Totals,
}

pub(super) fn tell(
    problem: &Problem,
    standing: &Plan,
    plan: &Plan,
    stuck: &[usize],
    lateness: &[Lateness],
) -> Proposal {
    let days = times(problem, plan, lateness);
    let mut changes = Vec::new();
    for (engineer, day) in days.iter().enumerate() {
        for (place, timed) in day.iter().enumerate() {
            let job = &problem.jobs[timed.job];
            let slot = Slot { from: timed.from, minutes: job.minutes };
            let person = problem.engineers[engineer].id;
            let stays = |standing: Standing| standing.person == person && standing.slot.from == slot.from;
            if !problem.is_movable(timed.job) || job.standing.is_some_and(stays) {
                continue;
            }
            changes.push(Change {
                request: job.request,
                engineer: person,
                slot,
                before: job.standing.map(|standing| (standing.person, standing.slot)),
                why: why(problem, timed, standing, &days),
                drive: (place > 0).then_some(timed.way / MINUTE),
                margin: job.due.map(|due| due.since(timed.from)),
            });
        }
    }
    changes.sort_by_key(|change| (change.slot.from, change.request));
    let mut left = [stuck, &plan.left].concat();
    left.sort_by_key(|job| (std::cmp::Reverse(unplaced(problem, *job)), problem.jobs[*job].due, *job));
    let left = left.into_iter().map(|job| (problem.jobs[job].request, obstacle(problem, job))).collect();
    let stood = times(problem, standing, &vec![Lateness::ANY; problem.jobs.len()]);
    Proposal { changes, left, before: totals(problem, standing, &stood), after: totals(problem, plan, &days) }
}

fn times(problem: &Problem, plan: &Plan, lateness: &[Lateness]) -> Vec<Vec<Timed>> {
    let day = |(engineer, route): (usize, &Vec<_>)| {
        follow(problem, engineer, route, lateness).map(|(_, timed)| timed).unwrap_or_default()
    };
    plan.routes.iter().enumerate().map(day).collect()
}

fn why(problem: &Problem, timed: &Timed, before: &Plan, days: &[Vec<Timed>]) -> Why {
    let job = &problem.jobs[timed.job];
    let Some(standing) = job.standing else { return Why::Waited };
    let Some(engineer) = standing.engineer else { return Why::Away };
    if before.left.contains(&timed.job) {
        let (from, until) = standing.span;
        return if problem.engineers[engineer].is_away((from, until)) { Why::Away } else { Why::Overrun };
    }
    if job.due.is_some_and(|due| standing.slot.from > due && timed.from <= due) {
        return Why::WasLate;
    }
    let (from, until) = standing.span;
    let takes_its_place = |other: &&Timed| {
        let other_job = &problem.jobs[other.job];
        let is_new = other_job.standing.is_none_or(|standing| standing.engineer != Some(engineer));
        is_new && availability::meet((from, until), (other.from, other.from.plus(other_job.length())))
    };
    let taker = days[engineer].iter().find(takes_its_place);
    taker.map_or(Why::Better, |taker| Why::MakesRoom(problem.jobs[taker.job].request))
}

fn obstacle(problem: &Problem, index: usize) -> Obstacle {
    let job = &problem.jobs[index];
    let mut able = problem.engineers.iter().zip(&job.against).filter(|(_, against)| against.is_some()).peekable();
    if able.peek().is_none() {
        return Obstacle::NoSkill;
    }
    let is_still_there = |until: Timestamp| until > problem.frame.now;
    let is_there = able.any(|(engineer, _)| engineer.windows.iter().any(|(_, until)| is_still_there(*until)));
    if is_there { Obstacle::NoRoom } else { Obstacle::NobodyThere }
}

fn totals(problem: &Problem, plan: &Plan, days: &[Vec<Timed>]) -> Totals {
    let mut totals = Totals::default();
    // What has no place on the day on which it is due is late whatever comes.
    let ends = problem.frame.midnight.plus(DAY);
    totals.late = plan.left.iter().filter(|job| problem.jobs[**job].due.is_some_and(|due| due < ends)).count();
    let mut counted = BTreeSet::<RequestId>::new();
    for day in days {
        let mut work = 0;
        for timed in day {
            let job = &problem.jobs[timed.job];
            totals.driving += timed.way / MINUTE;
            work += i64::from(job.minutes);
            if !counted.insert(job.request) {
                continue;
            }
            totals.visits += 1;
            let is_ahead = job.standing.is_none_or(|standing| standing.hold != Hold::Whole);
            totals.late += usize::from(is_ahead && job.due.is_some_and(|due| timed.from > due));
        }
        totals.longest = totals.longest.max(work);
    }
    totals
}
