//! A whole day proposed (ONS-20): what must hold of every proposal, and what a dispatcher would expect of it.

use domain::{
    PersonId, RequestId, Timestamp,
    availability::{Absence, AbsenceKind},
    geo::{self, Place},
    people::{Level, Person, Role, Skill},
    proposal::{Change, Frame, Obstacle, Problem, Proposal, Search, Why},
    request::ServiceRequest,
    time::{DAY, HOUR, MINUTE},
};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

const HERE: Place = Place { latitude: 37.87, longitude: 112.55 };

fn clock(hour: i64, minute: i64) -> Timestamp {
    Timestamp(hour * HOUR + minute * MINUTE)
}

fn frame(now: Timestamp) -> Frame {
    let usual = vec![(clock(8, 0), clock(12, 0)), (clock(13, 30), clock(18, 0))];
    Frame { midnight: Timestamp(0), now, usual, minutes: 60 }
}

fn engineer(number: u128, product: &str) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number)),
        name: format!("engineer {number}"),
        login: format!("field{number}"),
        roles: vec![Role::Field],
        region: "south".to_owned(),
        badge_number: String::new(),
        initials: String::new(),
        skills: vec![Skill { product: product.to_owned(), category: String::new(), level: Level::Senior }],
        base: Some(HERE),
        photo: None,
        working_hours: None,
        absences: Vec::new(),
        active: true,
    }
}

/// A request that waits; `north` kilometres away as the crow flies.
fn waiting(number: u128, north: f64, due: Timestamp) -> ServiceRequest {
    let id = |number| Uuid::from_u128(number);
    let place = Place { latitude: HERE.latitude + north / 111.2, ..HERE };
    let clock = json!({"rule": "onsite.arrive", "started": Timestamp(0), "due": due, "warn": due, "reasons": [],
        "state": "running", "proven": true});
    let value = json!({
        "id": id(1000 + number), "case": id(9), "number": number.to_string(), "state": "verified", "customer": id(9),
        "archive_number": "", "unit": format!("unit {number}"), "region": "south", "address": "", "place": place,
        "distance_km": north, "service_code": "", "contact": {"name": "", "title": "", "phone": ""},
        "product": {"name": "U8", "version": ""}, "category": "", "symptom": "", "channel": "phone",
        "urgency": "normal", "wished_at": null,
        "entitlement": {"standing": "covered", "tier": "standard", "agreement_until": null},
        "clocks": [clock], "opened_at": Timestamp(0), "submitted_at": null, "submitted_by": null,
        "submitted_by_name": "", "dispatches": [], "reason": null, "write_off": null, "follows": null,
    });
    serde_json::from_value(value).expect("a request")
}

/// The same, planned; `state` is the dispatch's.
fn planned(request: ServiceRequest, engineer: &Person, from: Timestamp, state: &str) -> ServiceRequest {
    let mut value = serde_json::to_value(&request).expect("JSON");
    value["state"] = "dispatched".into();
    value["dispatches"] = json!([{
        "id": Uuid::from_u128(5000 + request.id.0.as_u128()), "engineer": engineer.id, "engineer_name": engineer.name,
        "state": state, "dispatched_at": Timestamp(0), "dispatched_by": Uuid::nil(), "dispatched_by_name": "",
        "slot": {"from": from, "minutes": 60}, "window": null,
    }]);
    serde_json::from_value(value).expect("a request")
}

fn propose(requests: &[ServiceRequest], people: &[Person], now: Timestamp) -> Proposal {
    let mut search = Search::new(Problem::of(requests, people, frame(now), |_| true));
    while !search.is_done() {
        search.advance();
    }
    assert!((search.progress() - 1.0).abs() < f64::EPSILON);
    search.proposal()
}

fn of<'a>(proposal: &'a Proposal, request: &ServiceRequest) -> &'a Change {
    proposal.changes.iter().find(|change| change.request == request.id).expect("it is in the proposal")
}

#[test]
fn everybody_who_waits_gets_somebody_who_knows_the_product_in_time() {
    let people = [engineer(1, "U8"), engineer(2, "NC"), engineer(3, "U8")];
    let requests: Vec<ServiceRequest> = (0..6).map(|number| waiting(number, 1.0, clock(17, 0))).collect();
    let proposal = propose(&requests, &people, clock(7, 0));
    assert_eq!((proposal.changes.len(), proposal.left.len(), proposal.after.late), (6, 0, 0));
    assert!(proposal.changes.iter().all(|change| change.engineer != people[1].id && change.why == Why::Waited));
    let of_first = proposal.changes.iter().filter(|change| change.engineer == people[0].id).count();
    assert_eq!(of_first, 3, "the work is shared evenly");
}

#[test]
fn what_is_urgent_comes_first_and_what_has_no_room_says_why() {
    let people = [engineer(1, "U8")];
    let mut requests: Vec<ServiceRequest> = (0..9).map(|number| waiting(number, 10.0, clock(23, 0))).collect();
    requests[8].urgency = domain::request::Urgency::Payroll;
    let mut unknown = waiting(20, 1.0, clock(12, 0));
    unknown.product.name = "NC".to_owned();
    requests.push(unknown);
    let proposal = propose(&requests, &people, clock(7, 0));
    assert_eq!(proposal.changes[0].request, requests[8].id);
    assert!(proposal.left.contains(&(requests[9].id, Obstacle::NoSkill)));
    assert!(proposal.left.iter().any(|(_, obstacle)| *obstacle == Obstacle::NoRoom));
    assert_eq!(proposal.changes.len() + proposal.left.len(), 10);
    let evening = propose(&requests[..1], &people, clock(19, 0));
    assert_eq!(evening.left, [(requests[0].id, Obstacle::NobodyThere)]);
}

#[test]
fn what_is_agreed_or_under_way_stays_and_the_rest_is_not_moved_without_a_reason() {
    let people = [engineer(1, "U8"), engineer(2, "U8")];
    let requests = [
        planned(waiting(1, 1.0, clock(17, 0)), &people[0], clock(9, 0), "appointed"),
        planned(waiting(2, 1.0, clock(17, 0)), &people[0], clock(11, 0), "en_route"),
        planned(waiting(3, 1.0, clock(17, 0)), &people[0], clock(14, 0), "offered"),
        waiting(4, 1.0, clock(17, 0)),
    ];
    let proposal = propose(&requests, &people, clock(7, 0));
    assert_eq!(proposal.changes.iter().map(|change| change.request).collect::<Vec<_>>(), [requests[3].id]);
    assert_eq!(of(&proposal, &requests[3]).engineer, people[1].id, "who has nothing to do");
}

#[test]
fn who_is_ill_is_replaced_at_the_times_that_were_agreed() {
    let mut people = [engineer(1, "U8"), engineer(2, "U8")];
    let requests = [
        planned(waiting(1, 1.0, clock(17, 0)), &people[0], clock(9, 0), "appointed"),
        planned(waiting(2, 1.0, clock(17, 0)), &people[0], clock(14, 0), "offered"),
    ];
    let kind = AbsenceKind::Ill;
    people[0].absences.push(Absence { from: Timestamp(0), until: Timestamp(DAY), kind, note: String::new() });
    let proposal = propose(&requests, &people, clock(7, 0));
    let agreed = of(&proposal, &requests[0]);
    assert_eq!((agreed.engineer, agreed.slot.from, agreed.why), (people[1].id, clock(9, 0), Why::Away));
    assert_eq!(of(&proposal, &requests[1]).engineer, people[1].id);
    let alone = propose(&requests, &people[..1], clock(7, 0));
    assert!(alone.changes.is_empty(), "nobody else: it stands as it is");
    assert_eq!(alone.left.len(), 2);
}

#[test]
fn what_finds_no_other_place_stays_and_nothing_is_put_upon_it() {
    let people = [engineer(1, "U8")];
    let mut long = planned(waiting(1, 1.0, clock(17, 0)), &people[0], clock(14, 0), "on_site");
    long.dispatches[0].visit.arrived_at = Some(clock(14, 0));
    long.dispatches[0].slot.minutes = 170;
    // An hour and a half of work that must begin at four: there is no room for it after the other, nor anywhere else.
    let mut next = planned(waiting(2, 1.0, clock(17, 0)), &people[0], clock(16, 0), "confirmed");
    next.dispatches[0].slot.minutes = 90;
    let short = waiting(3, 1.0, clock(17, 0));
    let proposal = propose(&[long, next.clone(), short.clone()], &people, clock(14, 30));
    assert!(proposal.left.iter().any(|(request, _)| *request == next.id), "{proposal:?}");
    assert!(proposal.changes.iter().all(|change| change.slot.from >= clock(17, 30)), "{proposal:?}");
}

#[test]
fn an_agreed_time_is_given_to_nobody_who_is_away_then() {
    let mut people = [engineer(1, "U8"), engineer(2, "U8")];
    let agreed = planned(waiting(1, 1.0, clock(17, 0)), &people[0], clock(10, 0), "appointed");
    let away =
        |from: Timestamp, until: Timestamp| Absence { from, until, kind: AbsenceKind::Training, note: String::new() };
    people[0].absences.push(away(Timestamp(0), Timestamp(DAY)));
    people[1].absences.push(away(clock(9, 30), clock(11, 30)));
    let proposal = propose(&[agreed], &people, clock(7, 0));
    assert_eq!((proposal.changes.len(), proposal.left.len()), (0, 1));
}

#[test]
fn a_visit_that_overruns_moves_what_comes_after_it() {
    let people = [engineer(1, "U8"), engineer(2, "U8")];
    let mut long = planned(waiting(1, 1.0, clock(17, 0)), &people[0], clock(9, 0), "on_site");
    long.dispatches[0].visit.arrived_at = Some(clock(9, 0));
    let next = planned(waiting(2, 1.0, clock(17, 0)), &people[0], clock(10, 15), "confirmed");
    let proposal = propose(&[long, next.clone()], &people, clock(11, 0));
    let moved = of(&proposal, &next);
    assert_eq!(moved.why, Why::Overrun);
    assert!(moved.slot.from >= clock(11, 0));
}

#[test]
fn the_same_day_gives_the_same_proposal_and_an_empty_one_ends_at_once() {
    let people = [engineer(1, "U8"), engineer(2, "U8")];
    let requests: Vec<ServiceRequest> =
        (0..8).map(|number| waiting(number, (number % 5) as f64 * 4.0, clock(12, 0))).collect();
    assert_eq!(propose(&requests, &people, clock(7, 0)), propose(&requests, &people, clock(7, 0)));
    assert_eq!(propose(&[], &people, clock(7, 0)), Proposal::default());
    assert_eq!(propose(&requests, &[], clock(7, 0)).left.len(), 8);
}

/// Everything that a person would call a mistake.
fn check(proposal: &Proposal, requests: &[ServiceRequest], people: &[Person], now: Timestamp) {
    let request = |id: RequestId| requests.iter().find(|request| request.id == id).expect("known");
    for person in people {
        // The day as it would be: what is proposed, and what stays.
        let changed = |id: RequestId| proposal.changes.iter().find(|change| change.request == id);
        let mut day: Vec<(Timestamp, Timestamp, Place, bool)> = requests
            .iter()
            .filter_map(|request| {
                let stays = request.active_dispatch().map(|dispatch| (dispatch.engineer, dispatch.slot));
                let new = changed(request.id).map(|change| (change.engineer, change.slot));
                let (whose, slot) = new.or(stays)?;
                // What finds no place is a matter for a person, who is told of it.
                let is_left = proposal.left.iter().any(|(id, _)| *id == request.id);
                (whose == person.id && !is_left).then_some((slot.from, slot.until(), request.place?, new.is_some()))
            })
            .collect();
        day.sort_by_key(|stop| stop.0);
        for pair in day.windows(2) {
            let [(_, until, from_place, one), (next, _, to_place, other)] = pair else { unreachable!() };
            if *one || *other {
                let way = geo::travel_minutes(geo::road_km(*from_place, *to_place)) * MINUTE;
                assert!(until.plus(way) <= *next, "{} must drive {way} ms in no time", person.name);
            }
        }
    }
    for change in &proposal.changes {
        let request = request(change.request);
        let person = people.iter().find(|person| person.id == change.engineer).expect("known");
        assert!(person.skills.iter().any(|skill| skill.product == request.product.name));
        assert!(change.slot.from >= now && change.slot.from.millis() % (5 * MINUTE) == 0);
        let span = (change.slot.from, change.slot.until());
        let usual = [(clock(8, 0), clock(12, 0)), (clock(13, 30), clock(18, 0))];
        assert!(usual.iter().any(|hours| hours.0 <= span.0 && span.1 <= hours.1), "{span:?}");
        let state = request.active_dispatch().map(|dispatch| dispatch.state.word());
        assert!(!matches!(state, Some("appointed" | "en_route" | "on_site")), "{state:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_day_nobody_is_in_two_places_and_nothing_agreed_is_touched(
        visits in prop::collection::vec((0..6_u8, 0..40_i32, 9..18_i64, 0..3_u8), 1..14),
        engineers in 1..4_u128,
        hour in 6..15_i64,
    ) {
        let people: Vec<Person> = (1..=engineers).map(|number| engineer(number, "U8")).collect();
        let mut taken = Vec::new();
        let requests: Vec<ServiceRequest> = visits.iter().enumerate().map(|(number, (state, north, at, who))| {
            let request = waiting(number as u128, f64::from(*north - 20), clock(*at, 0));
            let person = &people[usize::from(*who) % people.len()];
            let state = ["", "", "", "offered", "appointed", "en_route"][usize::from(*state)];
            // Two at the same time would be the planner's own mistake, not the proposal's.
            if state.is_empty() || taken.contains(&(person.id, *at)) {
                return request;
            }
            taken.push((person.id, *at));
            planned(request, person, clock(*at, 0), state)
        }).collect();
        let proposal = propose(&requests, &people, clock(hour, 0));
        check(&proposal, &requests, &people, clock(hour, 0));
    }
}
