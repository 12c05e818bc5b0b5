//! The search for a better day, step by step, so that whoever waits sees how far it is and can stop it.
//!
//! Large neighbourhood search: some visits are taken out and put back where they cost least, those first whose second-best
//! place costs much more; what is better stays. The same day gives the same proposal: the random numbers hang on it.

use fastrand::Rng;

use super::{
    facts::{Hold, Problem},
    route::{Lateness, Stop, cost_of, follow, unplaced},
    told::{self, Proposal},
};
use crate::time::MINUTE;

/// Steps after which a search ends at the latest, and how many in a row may bring nothing.
const STEPS: usize = 2_000;
const PATIENCE: usize = 500;
/// The cost of a day that cannot be: no plan with one is taken.
const IMPOSSIBLE: i64 = 1_000_000_000_000;
/// So much too little time between two visits, in milliseconds, is left to the engineer.
const TIGHT: i64 = 15 * MINUTE;
/// Visits taken out in a step, at most.
const TAKEN: usize = 12;
/// A step may lead to a plan that is worse by this part of a hundred thousand, less towards the end: out of dead ends.
const SLACK: i64 = 300;

/// A plan of the day: a route for each engineer, and what has no place.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub routes: Vec<Vec<Stop>>,
    pub costs: Vec<i64>,
    pub left: Vec<usize>,
}

impl Plan {
    fn cost(&self, problem: &Problem) -> i64 {
        self.costs.iter().sum::<i64>() + self.left.iter().map(|job| unplaced(problem, *job)).sum::<i64>()
    }
}

/// A search that is under way.
pub struct Search {
    problem: Problem,
    lateness: Vec<Lateness>,
    /// Visits that cannot stay and have nowhere to go.
    stuck: Vec<usize>,
    standing: Plan,
    current: (i64, Plan),
    best: (i64, Plan),
    rng: Rng,
    step: usize,
    since_better: usize,
}

impl Search {
    #[must_use]
    pub fn new(mut problem: Problem) -> Self {
        // What finds no other place stays where it stands, and nothing may be put upon it.
        let mut stuck: Vec<usize> = Vec::new();
        let (standing, lateness, plan) = loop {
            let (standing, lateness) = stand(&problem);
            for stop in standing.routes.iter().flatten() {
                let job = &mut problem.jobs[stop.job];
                job.is_settled = job.standing.is_some_and(|standing| standing.hold == Hold::Time);
            }
            let mut plan = standing.clone();
            recreate(&problem, &lateness, &mut plan);
            let stays = |job: &usize| {
                let standing = problem.jobs[*job].standing;
                standing.is_some_and(|standing| standing.engineer.is_some() && standing.hold != Hold::Whole)
            };
            let found: Vec<usize> = plan.left.iter().copied().filter(stays).collect();
            if found.is_empty() {
                break (standing, lateness, plan);
            }
            for job in &found {
                let standing = problem.jobs[*job].standing.as_mut();
                standing.into_iter().for_each(|standing| standing.hold = Hold::Whole);
            }
            stuck.extend(found);
        };
        let seed = problem.frame.midnight.millis().unsigned_abs() ^ problem.jobs.len() as u64;
        let start = (plan.cost(&problem), plan);
        Self {
            lateness,
            stuck,
            standing,
            current: start.clone(),
            best: start,
            rng: Rng::with_seed(seed),
            step: 0,
            since_better: 0,
            problem,
        }
    }

    /// How far it is, 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        if self.is_done() {
            return 1.0;
        }
        (self.step as f64 / STEPS as f64).max(self.since_better as f64 / PATIENCE as f64)
    }

    #[must_use]
    pub fn is_done(&self) -> bool {
        self.step >= STEPS || self.since_better >= PATIENCE || self.problem.movable() == 0
    }

    /// One step; does nothing when it is done.
    pub fn advance(&mut self) {
        if self.is_done() {
            return;
        }
        self.step += 1;
        self.since_better += 1;
        let mut plan = self.current.1.clone();
        let taken = self.choose(&plan);
        if taken.is_empty() && plan.left.is_empty() {
            return;
        }
        take_out(&self.problem, &self.lateness, &mut plan, &taken);
        recreate(&self.problem, &self.lateness, &mut plan);
        let cost = plan.cost(&self.problem);
        if cost < self.best.0 {
            self.best = (cost, plan.clone());
            self.since_better = 0;
        }
        let left = (STEPS - self.step) as i64;
        let slack = self.best.0.saturating_mul(SLACK) / 100_000 * left / STEPS as i64;
        if cost <= self.best.0 + slack {
            self.current = (cost, plan);
        }
    }

    /// The best plan so far, as what it changes.
    #[must_use]
    pub fn proposal(&self) -> Proposal {
        told::tell(&self.problem, &self.standing, &self.best.1, &self.stuck, &self.lateness)
    }

    /// Which visits to take out: any, those near one of them, or the whole day of somebody.
    fn choose(&mut self, plan: &Plan) -> Vec<usize> {
        let placed = |route: &Vec<Stop>| route.iter().map(|stop| stop.job).collect::<Vec<_>>();
        let mut movable: Vec<usize> = plan.routes.iter().flat_map(placed).collect();
        movable.retain(|job| self.problem.is_movable(*job));
        if movable.is_empty() {
            return movable;
        }
        let count = self.rng.usize(1..=TAKEN).min(movable.len());
        match self.rng.u8(0..3) {
            0 => {
                self.rng.shuffle(&mut movable);
                movable.truncate(count);
            }
            1 => {
                let seed = movable[self.rng.usize(..movable.len())];
                movable.sort_by_key(|job| (self.problem.way(0, Some(seed), *job), *job));
                movable.truncate(count);
            }
            _ => {
                let whose = |rng: &mut Rng| rng.usize(..plan.routes.len());
                let days = [whose(&mut self.rng), whose(&mut self.rng)];
                let is_theirs =
                    |job: &usize| days.iter().any(|day| plan.routes[*day].iter().any(|stop| stop.job == *job));
                movable.retain(is_theirs);
                movable.truncate(2 * TAKEN);
            }
        }
        movable
    }
}

/// The plan as it stands, with what cannot stay where it is left over; and how late everybody would be by it.
fn stand(problem: &Problem) -> (Plan, Vec<Lateness>) {
    let mut routes: Vec<Vec<Stop>> = vec![Vec::new(); problem.engineers.len()];
    let mut left = Vec::new();
    for (index, job) in problem.jobs.iter().enumerate() {
        match job.standing {
            Some(standing) => match standing.engineer {
                Some(engineer) => routes[engineer].push(Stop { job: index, keeps: true }),
                // What somebody does who cannot be sent any more is in nobody's lane.
                None if standing.hold == Hold::Whole => {}
                None => left.push(index),
            },
            None => left.push(index),
        }
    }
    let mut lateness = vec![Lateness::default(); problem.jobs.len()];
    let mut costs = Vec::new();
    for (engineer, route) in routes.iter_mut().enumerate() {
        route.sort_by_key(|stop| problem.jobs[stop.job].standing.map(|standing| (standing.span.0, stop.job)));
        let (kept, out) = keep(problem, engineer, route, &mut lateness);
        left.extend(out);
        costs.push(cost_of(problem, engineer, &kept, &lateness).unwrap_or(IMPOSSIBLE));
        *route = kept;
    }
    (Plan { routes, costs, left }, lateness)
}

/// What of a day can stay, and what has to go: what its engineer is away for, and of what collides the part that is only
/// planned.
fn keep(problem: &Problem, engineer: usize, day: &[Stop], lateness: &mut [Lateness]) -> (Vec<Stop>, Vec<usize>) {
    let free = vec![Lateness::ANY; problem.jobs.len()];
    let last = |route: &[Stop]| Some(follow(problem, engineer, route, &free)?.1.last()?.late);
    let is_loose = |stop: &Stop| problem.jobs[stop.job].standing.is_some_and(|standing| standing.hold == Hold::Loose);
    let (mut kept, mut fixed, mut out) = (Vec::<Stop>::new(), Vec::<Stop>::new(), Vec::new());
    for stop in day {
        let mut late = last(&[&kept[..], &[*stop]].concat());
        if late.is_none() || (is_loose(stop) && late > Some(TIGHT)) {
            out.push(stop.job);
            continue;
        }
        // What is agreed goes before what is only planned.
        while late > Some(TIGHT) && kept.last().is_some_and(is_loose) {
            out.extend(kept.pop().map(|stop| stop.job));
            late = last(&[&kept[..], &[*stop]].concat());
        }
        let mut at_best = 0;
        if !is_loose(stop) {
            fixed.push(*stop);
            at_best = last(&fixed).unwrap_or_default();
        }
        let after = kept.last().map(|stop| stop.job);
        lateness[stop.job] = Lateness { after, late: late.unwrap_or_default(), at_best };
        kept.push(*stop);
    }
    (kept, out)
}

fn take_out(problem: &Problem, lateness: &[Lateness], plan: &mut Plan, taken: &[usize]) {
    for (engineer, route) in plan.routes.iter_mut().enumerate() {
        let before = route.len();
        route.retain(|stop| !taken.contains(&stop.job));
        if route.len() < before {
            plan.costs[engineer] = cost_of(problem, engineer, route, lateness).unwrap_or(IMPOSSIBLE);
        }
    }
    plan.left.extend(taken);
}

/// The cheapest place for a job on somebody's way: what it costs more, where, and whether at the time that it keeps.
#[derive(Clone, Copy)]
struct Place {
    more: i64,
    at: usize,
    keeps: bool,
}

/// Puts what is left where it costs least, those first that would lose most by waiting.
fn recreate(problem: &Problem, lateness: &[Lateness], plan: &mut Plan) {
    let mut left = std::mem::take(&mut plan.left);
    left.sort_unstable();
    let find = |plan: &Plan, job: usize, engineer: usize| best_place(problem, lateness, plan, job, engineer);
    let everybody = 0..problem.engineers.len();
    let mut places: Vec<Vec<Option<Place>>> =
        left.iter().map(|job| everybody.clone().map(|engineer| find(plan, *job, engineer)).collect()).collect();
    while !left.is_empty() {
        let regret = |row: &Vec<Option<Place>>, job: usize| {
            let (mut first, mut second) = (unplaced(problem, job), unplaced(problem, job));
            let mut whose = None;
            for (engineer, place) in row.iter().enumerate() {
                let Some(place) = place else { continue };
                if place.more < first {
                    (second, first, whose) = (first, place.more, Some(engineer));
                } else if place.more < second {
                    second = place.more;
                }
            }
            whose.map(|whose| (second - first, whose))
        };
        let chosen = left.iter().zip(&places).enumerate().filter_map(|(row, (job, places))| {
            let (regret, engineer) = regret(places, *job)?;
            Some((regret, std::cmp::Reverse(*job), row, engineer))
        });
        let Some((_, _, row, engineer)) = chosen.max() else { break };
        let Some(place) = places[row][engineer] else { break };
        plan.routes[engineer].insert(place.at, Stop { job: left[row], keeps: place.keeps });
        plan.costs[engineer] += place.more;
        left.remove(row);
        places.remove(row);
        for (job, places) in left.iter().zip(&mut places) {
            places[engineer] = find(plan, *job, engineer);
        }
    }
    plan.left = left;
}

fn best_place(problem: &Problem, lateness: &[Lateness], plan: &Plan, index: usize, engineer: usize) -> Option<Place> {
    let job = &problem.jobs[index];
    let stands_here = job.standing.is_some_and(|standing| standing.engineer == Some(engineer));
    // Whoever has it keeps it even where nobody would send them anew.
    if job.against[engineer].is_none() && !stands_here {
        return None;
    }
    let route = &plan.routes[engineer];
    let mut tried = Vec::with_capacity(route.len() + 1);
    let mut best: Option<Place> = None;
    for at in 0..=route.len() {
        for keeps in [true, false] {
            let is_open = if keeps { stands_here } else { job.against[engineer].is_some() };
            if !is_open {
                continue;
            }
            tried.clear();
            tried.extend_from_slice(&route[..at]);
            tried.push(Stop { job: index, keeps });
            tried.extend_from_slice(&route[at..]);
            if !is_in_order(problem, &tried) {
                continue;
            }
            let Some(cost) = cost_of(problem, engineer, &tried, lateness) else { continue };
            let more = cost - plan.costs[engineer];
            if best.is_none_or(|best| more < best.more) {
                best = Some(Place { more, at, keeps });
            }
        }
    }
    best
}

/// Times that are kept follow each other.
fn is_in_order(problem: &Problem, route: &[Stop]) -> bool {
    let kept = route.iter().filter(|stop| stop.keeps).filter_map(|stop| problem.jobs[stop.job].standing);
    kept.map(|standing| standing.span.0).is_sorted()
}
