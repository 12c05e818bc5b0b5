//! Who could be sent on a day: what each engineer's day leaves room for, in the order of the domain's rules (ONS-4).

use std::collections::BTreeMap;

use domain::{
    PersonId, Timestamp, availability,
    people::{Level, Person},
    request::{ServiceRequest, Slot},
    sending::{self, Fitness, Merit, Objection, asked_level, skill_for},
};

use super::{
    Hours, Landing, Lane,
    day::{Stop, way},
    landing::{Around, Job, takes_break, windows},
};

/// An engineer who could go, with what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub engineer: PersonId,
    pub name: String,
    /// The product line known, the category it is limited to or nothing, and how well; None without a matching skill.
    pub skill: Option<(String, String, Level)>,
    /// The level that the customer's tier asks for.
    pub asked: Level,
    pub is_same_region: bool,
    /// The customer's agreement names this engineer.
    pub is_named: bool,
    /// What the engineer's absences and hours say to the time offered.
    pub away: Option<Objection>,
    /// Jobs of that day.
    pub jobs: usize,
    /// Minutes of work on that day.
    pub busy_minutes: u32,
    /// Minutes of work in the week of that day.
    pub week_minutes: u32,
    /// Visits to this customer before.
    pub visits: usize,
    pub landing: Landing,
}

/// What is known of an engineer beyond the shown day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Visits to the customer before.
    pub visits: usize,
    /// Minutes of work planned for the week.
    pub week_minutes: u32,
}

/// Ranks engineers for a request on the shown day; `record` tells of an engineer's other days.
#[must_use]
pub fn rank(
    request: &ServiceRequest,
    engineers: &[Person],
    lanes: &BTreeMap<PersonId, Lane>,
    hours: Hours,
    now: Timestamp,
    minutes: u32,
    record: impl Fn(PersonId) -> Record,
) -> Vec<Candidate> {
    let job = Job::of(request, minutes);
    let mut ranked: Vec<Candidate> = Vec::new();
    for person in engineers {
        let stops = lanes.get(&person.id).map(|lane| lane.stops(Some(request.id))).unwrap_or_default();
        let windows = windows(person, hours);
        let around = Around { engineer: person.id, stops, base: person.base, windows, hours, now };
        let landing = propose(&around, &job);
        let Record { visits, week_minutes } = record(person.id);
        let skill = skill_for(person, &request.product.name, &request.category);
        ranked.push(Candidate {
            engineer: person.id,
            name: person.name.clone(),
            skill: skill.map(|skill| (skill.product.clone(), skill.category.clone(), skill.level)),
            asked: asked_level(&request.entitlement.tier),
            busy_minutes: around.stops.iter().map(Stop::minutes).sum(),
            is_same_region: person.region == request.region,
            jobs: around.stops.len(),
            visits,
            week_minutes,
            is_named: request.entitlement.named_engineer == Some(person.id),
            away: sending::away(person, hours.day, (landing.slot.from, landing.slot.until())),
            landing,
        });
    }
    let tier = &request.entitlement.tier;
    let mut merits: Vec<Merit> = ranked.iter().map(Candidate::merit).collect();
    sending::rank(request.id, tier, &mut merits);
    let places: BTreeMap<PersonId, usize> =
        merits.iter().enumerate().map(|(place, merit)| (merit.engineer, place)).collect();
    ranked.sort_by_key(|candidate| places.get(&candidate.engineer));
    ranked
}

impl Candidate {
    fn merit(&self) -> Merit {
        Merit {
            engineer: self.engineer,
            is_away: self.away.is_some(),
            fitness: self.fitness(),
            is_named: self.is_named,
            arrives: self.landing.arrives,
            margin: self.landing.margin,
            is_same_region: self.is_same_region,
            busy_minutes: self.busy_minutes,
            week_minutes: self.week_minutes,
            visits: self.visits,
        }
    }

    #[must_use]
    pub fn fitness(&self) -> Fitness {
        Fitness::of(self.skill.as_ref().map(|(.., level)| *level), self.asked)
    }
}

/// The first gap of the day that takes the job with the ways to and from it in working hours; else after the last stop.
fn propose(around: &Around, job: &Job) -> Landing {
    let Around { stops, hours, .. } = around;
    let after = |before: Option<&Stop>| {
        let (earliest, free_at, km) = around.arrival(before, job.place);
        // What is proposed lies in working hours where it can; a person may still place it at night.
        let fitting = availability::first_fit(&around.windows, earliest, job.length());
        let from = fitting.unwrap_or(earliest.max(hours.begins()));
        let slot = Slot { from, minutes: job.minutes };
        let margin = job.due.map(|due| due.since(from));
        let takes_break = takes_break(*hours, from, slot.until());
        Landing {
            engineer: around.engineer,
            slot,
            arrives: from,
            free_at,
            km,
            margin,
            delays_next: None,
            overlaps: 0,
            day: hours.day,
            takes_break,
        }
    };
    let fits = |landing: &Landing, next: &Stop| {
        let onward = way(job.place, next.place).map_or(0, |(_, takes)| takes);
        landing.slot.until().plus(onward) <= next.from
    };
    let gaps =
        stops.iter().enumerate().map(|(index, next)| (after(index.checked_sub(1).map(|before| &stops[before])), next));
    let mut fitting = gaps.filter(|(landing, next)| fits(landing, next)).map(|(landing, _)| landing);
    fitting.next().unwrap_or_else(|| after(stops.last()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::{HOUR, MINUTE};
    use uuid::Uuid;

    fn clock(hour: i64, minute: i64) -> Timestamp {
        Timestamp(hour * HOUR + minute * MINUTE)
    }

    fn check(stops: &[(Timestamp, Timestamp)], now: Timestamp, expected: Timestamp) {
        let usual = [(clock(8, 0), clock(12, 0)), (clock(13, 30), clock(24, 0))];
        check_in(&usual, stops, now, expected);
    }

    fn check_in(
        windows: &[(Timestamp, Timestamp)],
        stops: &[(Timestamp, Timestamp)],
        now: Timestamp,
        expected: Timestamp,
    ) {
        let stops: Vec<Stop> =
            stops.iter().map(|(from, until)| Stop { from: *from, until: *until, place: None }).collect();
        let hours = Hours { day: Timestamp(0), first: 8, last: 18 };
        let (engineer, windows) = (PersonId(Uuid::nil()), windows.to_vec());
        let around = Around { engineer, stops, base: None, windows, hours, now };
        let job = Job { place: None, minutes: 60, due: None };
        assert_eq!(propose(&around, &job).slot.from, expected);
    }

    #[test]
    fn the_first_gap_that_takes_the_whole_job_is_proposed() {
        check(&[], clock(6, 0), clock(8, 0));
        check(&[(clock(8, 30), clock(10, 0))], clock(6, 0), clock(10, 0));
        check(&[(clock(8, 0), clock(10, 0)), (clock(10, 30), clock(11, 0))], clock(6, 0), clock(11, 0));
        check(&[(clock(8, 0), clock(11, 15))], clock(6, 0), clock(13, 30));
        check(&[(clock(8, 0), clock(9, 0))], clock(14, 2), clock(14, 5));
    }

    #[test]
    fn what_is_proposed_lies_in_the_engineers_own_hours_where_they_leave_room() {
        let afternoon = [(clock(14, 0), clock(17, 30))];
        check_in(&afternoon, &[], clock(6, 0), clock(14, 0));
        check_in(&afternoon, &[(clock(14, 0), clock(15, 0))], clock(6, 0), clock(15, 0));
        check_in(&[], &[(clock(9, 0), clock(10, 0))], clock(6, 0), clock(8, 0));
    }
}
