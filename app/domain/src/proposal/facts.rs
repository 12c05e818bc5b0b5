//! What a day's plan has to fit: the people with their hours, the visits with what holds them.

use std::collections::BTreeMap;

use crate::{
    PersonId, RequestId, Timestamp,
    availability::{self, Span},
    deadline::ClockState,
    dispute,
    geo::{self, Place},
    people::Person,
    request::{Dispatch, DispatchState, RequestState, ServiceRequest, Slot, Urgency, Window},
    sending::{Fitness, asked_level, skill_for},
    time::{DAY, MINUTE},
};

/// The day that is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its midnight in the centre's zone.
    pub midnight: Timestamp,
    pub now: Timestamp,
    /// When those work who have no hours of their own, in order; nothing on a day off.
    pub usual: Vec<Span>,
    /// Length of a visit that has none yet, in minutes.
    pub minutes: u32,
}

impl Frame {
    fn holds(&self, at: Timestamp) -> bool {
        at >= self.midnight && at < self.midnight.plus(DAY)
    }
}

/// Somebody who can be sent.
#[derive(Clone, Debug)]
pub(super) struct Engineer {
    pub id: PersonId,
    pub base: Option<Place>,
    /// At work and not away, in order.
    pub windows: Vec<Span>,
    pub absences: Vec<Span>,
}

impl Engineer {
    pub fn is_away(&self, span: Span) -> bool {
        self.absences.iter().any(|absence| availability::meet(*absence, span))
    }
}

/// What must stay of a visit's place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// Only planned: it may be moved, although nobody likes that.
    Loose,
    /// The time is agreed with the customer.
    Time,
    /// Under way or done, or somebody goes along: it stays.
    Whole,
}

/// Where a visit stands now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standing {
    /// Index of the engineer; None for somebody who cannot be sent any more.
    pub engineer: Option<usize>,
    pub person: PersonId,
    pub slot: Slot,
    /// As it is lived: a visit that overruns ends later than planned.
    pub span: Span,
    pub hold: Hold,
}

/// A visit of the day, or one that waits for a place in it.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub request: RequestId,
    pub place: Option<Place>,
    pub minutes: u32,
    pub due: Option<Timestamp>,
    /// Payroll or audit: before everything else (ONS-5).
    pub is_urgent: bool,
    /// Times that the engineer may promise, and so the only ones that it is planned for (ONS-8).
    pub window: Option<Window>,
    /// What speaks against each engineer, in minutes of driving that it is worth to avoid; None where it is out of the question.
    pub against: Vec<Option<i64>>,
    pub standing: Option<Standing>,
    /// Its agreed time can be kept by whoever has it: nothing about it changes.
    pub is_settled: bool,
}

impl Job {
    pub fn length(&self) -> i64 {
        i64::from(self.minutes) * MINUTE
    }
}

/// Knows the product, but less well than the customer's tier asks for.
const BELOW_LEVEL: i64 = 60;
const OTHER_REGION: i64 = 20;
/// The agreement names somebody else.
const NOT_NAMED: i64 = 60;

/// A day to be planned.
#[derive(Clone, Debug)]
pub struct Problem {
    pub(super) frame: Frame,
    pub(super) engineers: Vec<Engineer>,
    pub(super) jobs: Vec<Job>,
    /// Milliseconds by car: between the jobs, and from the base of each engineer (rows after the jobs).
    ways: Vec<Vec<i64>>,
}

impl Problem {
    /// The day as it stands in the records. `may_plan` says which requests are the planner's to move; the others are where
    /// they are.
    #[must_use]
    pub fn of<'a>(
        requests: impl IntoIterator<Item = &'a ServiceRequest>,
        people: &[Person],
        frame: Frame,
        may_plan: impl Fn(&ServiceRequest) -> bool,
    ) -> Self {
        let people: Vec<&Person> = people.iter().filter(|person| person.can_be_sent()).collect();
        let engineers: Vec<Engineer> = people.iter().map(|person| engineer(person, &frame)).collect();
        let places: BTreeMap<PersonId, usize> =
            engineers.iter().enumerate().map(|(index, engineer)| (engineer.id, index)).collect();
        let mut jobs = Vec::new();
        for request in requests {
            let waiting = Job {
                request: request.id,
                place: request.place,
                minutes: frame.minutes,
                due: due(request),
                is_urgent: request.urgency != Urgency::Normal,
                against: people.iter().map(|person| against(request, person)).collect(),
                window: None,
                standing: None,
                is_settled: false,
            };
            match request.active_dispatch() {
                Some(dispatch) => {
                    let span = dispatch.span(frame.now);
                    if !frame.holds(span.0) {
                        continue;
                    }
                    let hold = if may_plan(request) { hold(dispatch) } else { Hold::Whole };
                    let (person, slot) = (dispatch.engineer, dispatch.slot);
                    let standing =
                        |person| Standing { engineer: places.get(&person).copied(), person, slot, span, hold };
                    // Who goes along is as little free meanwhile.
                    let (minutes, window) = (slot.minutes, dispatch.window);
                    let stands = |person| Job { minutes, window, standing: Some(standing(person)), ..waiting.clone() };
                    jobs.push(stands(person));
                    jobs.extend(dispatch.companion.as_ref().map(|along| stands(along.person)));
                }
                None if waits(request) && may_plan(request) => jobs.push(waiting),
                None => {}
            }
        }
        let ways = ways(&jobs, &engineers);
        Problem { frame, engineers, jobs, ways }
    }

    /// Visits that a plan may place or move.
    #[must_use]
    pub fn movable(&self) -> usize {
        (0..self.jobs.len()).filter(|job| self.is_movable(*job)).count()
    }

    pub(super) fn is_movable(&self, job: usize) -> bool {
        let job = &self.jobs[job];
        !job.is_settled && job.standing.is_none_or(|standing| standing.hold != Hold::Whole)
    }

    /// Milliseconds by car to a job, from another one or from where the engineer's day starts.
    pub(super) fn way(&self, engineer: usize, from: Option<usize>, to: usize) -> i64 {
        self.ways[from.unwrap_or(self.jobs.len() + engineer)][to]
    }
}

fn engineer(person: &Person, frame: &Frame) -> Engineer {
    let hours = availability::working_spans(person, frame.midnight).unwrap_or_else(|| frame.usual.clone());
    let absences = person.absences.iter().map(|absence| (absence.from, absence.until)).collect();
    Engineer { id: person.id, base: person.base, windows: availability::free_of_absences(person, &hours), absences }
}

/// Submitted and planned by nobody, and the customer may be visited.
fn waits(request: &ServiceRequest) -> bool {
    matches!(request.state, RequestState::Submitted | RequestState::Verified)
        && !request.entitlement.blocks_a_visit()
        && dispute::forms(request).next().is_none()
}

fn hold(dispatch: &Dispatch) -> Hold {
    if dispatch.companion.is_some() {
        return Hold::Whole;
    }
    // Agreed with whoever had it before: the customer expects somebody then.
    let is_agreed = dispatch.appointment.as_ref().is_some_and(|agreed| agreed.at == dispatch.slot.from);
    match dispatch.state {
        DispatchState::Offered | DispatchState::Confirmed if is_agreed => Hold::Time,
        // What was planned with a reason against a rule is somebody's decision.
        DispatchState::Offered | DispatchState::Confirmed if dispatch.despite.is_some() => Hold::Time,
        DispatchState::Offered | DispatchState::Confirmed => Hold::Loose,
        DispatchState::Appointed => Hold::Time,
        _ => Hold::Whole,
    }
}

fn due(request: &ServiceRequest) -> Option<Timestamp> {
    let running = request.clocks.iter().filter(|clock| clock.state == ClockState::Running);
    running.filter(|clock| clock.rule.starts_with("onsite.arrive")).map(|clock| clock.due).min()
}

fn against(request: &ServiceRequest, person: &Person) -> Option<i64> {
    let skill = skill_for(person, &request.product.name, &request.category).map(|skill| skill.level);
    let of_skill = match Fitness::of(skill, asked_level(&request.entitlement.tier)) {
        Fitness::Enough => 0,
        Fitness::BelowLevel => BELOW_LEVEL,
        Fitness::NoSkill => return None,
    };
    let of_region = if person.region == request.region { 0 } else { OTHER_REGION };
    let named = request.entitlement.named_engineer.filter(|_| request.entitlement.tier == "premium");
    let of_name = if named.is_some_and(|named| named != person.id) { NOT_NAMED } else { 0 };
    Some(of_skill + of_region + of_name)
}

fn ways(jobs: &[Job], engineers: &[Engineer]) -> Vec<Vec<i64>> {
    let from = jobs.iter().map(|job| job.place).chain(engineers.iter().map(|engineer| engineer.base));
    let takes = |from: Option<Place>, to: Option<Place>| {
        from.zip(to).map_or(0, |(from, to)| geo::travel_minutes(geo::road_km(from, to)) * MINUTE)
    };
    from.map(|from| jobs.iter().map(|job| takes(from, job.place)).collect()).collect()
}
