//! Who to send: skill first, then when they can be there and from how far (a simple form of ONS-4).

use std::collections::BTreeMap;

use domain::{
    PersonId, Timestamp,
    people::{Level, Person},
    request::{ServiceRequest, Slot},
    time::MINUTE,
};

use super::{
    Hours, Landing, Lane,
    day::{LUNCH, Stop, way},
    landing::{Around, Job, takes_break},
};

/// An engineer who could go, with what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub engineer: PersonId,
    pub name: String,
    /// The product line known, and how well; None without a matching skill.
    pub skill: Option<(String, Level)>,
    pub is_same_region: bool,
    /// Jobs of that day.
    pub jobs: usize,
    /// Visits to this customer before.
    pub visits: usize,
    pub landing: Landing,
}

/// Whether a skill's product line covers a product.
#[must_use]
pub fn matches_product(skill: &str, product: &str) -> bool {
    let (skill, product) = (skill.trim().to_lowercase(), product.trim().to_lowercase());
    !skill.is_empty() && !product.is_empty() && (product.contains(&skill) || skill.contains(&product))
}

/// The best matching skill.
#[must_use]
pub fn level_for(person: &Person, product: &str) -> Option<(String, Level)> {
    let matching = person.skills.iter().filter(|skill| matches_product(&skill.product, product));
    matching.max_by_key(|skill| skill.level).map(|skill| (skill.product.clone(), skill.level))
}

/// Ranks engineers for a request on the shown day. `visits` counts an engineer's visits to the customer.
#[must_use]
pub fn rank(
    request: &ServiceRequest,
    engineers: &[Person],
    lanes: &BTreeMap<PersonId, Lane>,
    hours: Hours,
    now: Timestamp,
    minutes: u32,
    visits: impl Fn(PersonId) -> usize,
) -> Vec<Candidate> {
    let job = Job::of(request, minutes);
    let mut ranked: Vec<Candidate> = Vec::new();
    for person in engineers {
        let stops = lanes.get(&person.id).map(|lane| lane.stops(Some(request.id))).unwrap_or_default();
        let around = Around { engineer: person.id, stops, base: person.base, hours, now };
        ranked.push(Candidate {
            engineer: person.id,
            name: person.name.clone(),
            skill: level_for(person, &request.product.name),
            is_same_region: person.region == request.region,
            jobs: around.stops.len(),
            visits: visits(person.id),
            landing: propose(&around, &job),
        });
    }
    ranked.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| kilometres(a).total_cmp(&kilometres(b))));
    ranked
}

/// Better level first; in time before late; then by the hour of arrival, own region, load, and the minute.
fn key(candidate: &Candidate) -> (std::cmp::Reverse<Option<Level>>, bool, i64, bool, usize, Timestamp) {
    let landing = &candidate.landing;
    (
        std::cmp::Reverse(candidate.skill.as_ref().map(|(_, level)| *level)),
        landing.margin.is_some_and(|margin| margin < 0),
        landing.arrives.millis().div_euclid(30 * MINUTE),
        !candidate.is_same_region,
        candidate.jobs,
        landing.arrives,
    )
}

fn kilometres(candidate: &Candidate) -> f64 {
    candidate.landing.km.unwrap_or(f64::MAX)
}

/// The first gap of the day that takes the job with the ways to and from it, lunch left free; else after the last stop.
fn propose(around: &Around, job: &Job) -> Landing {
    let Around { stops, hours, .. } = around;
    let lunch_to = hours.day.plus(LUNCH.1);
    let after = |before: Option<&Stop>| {
        let (earliest, free_at, km) = around.arrival(before, job.place);
        // What is proposed lies in working hours; a person may still place it at night.
        let mut from = earliest.max(hours.begins());
        if takes_break(*hours, from, from.plus(job.length())) {
            from = lunch_to;
        }
        let slot = Slot { from, minutes: job.minutes };
        let margin = job.due.map(|due| due.since(from));
        let takes_break = takes_break(*hours, from, slot.until());
        Landing { engineer: around.engineer, slot, arrives: from, free_at, km, margin, delays_next: None, takes_break }
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
    use domain::time::HOUR;
    use uuid::Uuid;

    fn clock(hour: i64, minute: i64) -> Timestamp {
        Timestamp(hour * HOUR + minute * MINUTE)
    }

    fn check(stops: &[(Timestamp, Timestamp)], now: Timestamp, expected: Timestamp) {
        let stops: Vec<Stop> =
            stops.iter().map(|(from, until)| Stop { from: *from, until: *until, place: None }).collect();
        let hours = Hours { day: Timestamp(0), first: 8, last: 18 };
        let around = Around { engineer: PersonId(Uuid::nil()), stops, base: None, hours, now };
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
    fn a_skill_covers_the_products_its_line_names() {
        assert!(matches_product("U8", "U8 薪资"));
        assert!(matches_product("薪资", "U8 薪资"));
        assert!(!matches_product("T3", "U8 薪资"));
        assert!(!matches_product("", "U8 薪资"));
    }
}
