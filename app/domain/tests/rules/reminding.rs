//! Who is told of a clock, when, and when it is worth nothing any more (LIV-3).

use domain::{
    Timestamp,
    deadline::Clock,
    people::{Person, Role},
    reminder::{Moment, by_now, concerns, first, matter, moot, next, stands},
    request::ServiceRequest,
    time::{Attested, HOUR},
};

use crate::centre::{Centre, FIRST, manager, qian, zhao};

const ARRIVE: &str = "onsite.arrive_near";

/// Sent to the first engineer; amber and due as the centre's clocks are.
fn dispatched() -> ServiceRequest {
    Centre::dispatched().request().clone()
}

fn arrival(request: &ServiceRequest) -> &Clock {
    request.clocks.iter().find(|clock| clock.rule == ARRIVE).expect("a clock")
}

fn about_arrival(request: &ServiceRequest, now: Timestamp) -> Option<Moment> {
    by_now(request, now).into_iter().find(|(clock, _)| clock.rule == ARRIVE).map(|(_, moment)| moment)
}

#[test]
fn a_clock_is_told_of_at_its_warning_and_after_its_due_time() {
    let request = dispatched();
    let (warn, due) = (arrival(&request).warn, arrival(&request).due);
    for (now, expected) in
        [(warn.plus(-1), None), (warn, Some(Moment::Warn)), (due, Some(Moment::Warn)), (due.plus(1), Some(Moment::Due))]
    {
        assert_eq!(about_arrival(&request, now), expected, "{now}");
    }
    assert_eq!(next(&request, due), Some(due.plus(1)), "the due time itself is in time");
    assert_eq!(next(&request, due.plus(1)), None);
    assert_eq!(first(&request, due.plus(HOUR)), Some(due.plus(HOUR)), "who hears late is told at once");
}

#[test]
fn work_heard_of_late_makes_a_reminder_moot() {
    let before = dispatched();
    let clock = arrival(&before).clone();
    let late = clock.due.plus(HOUR);
    let after = |at: Timestamp| {
        let mut request = before.clone();
        let clock = request.clocks.iter_mut().find(|clock| clock.rule == ARRIVE).expect("a clock");
        clock.hear(Attested { at, proven: true });
        request
    };
    let [warned, overdue] = Moment::ALL.map(|moment| matter(before.id, &clock, moment));
    assert_eq!(moot(&before, &after(clock.warn), late), [warned.clone(), overdue]);
    assert_eq!(moot(&before, &after(late), late), [warned], "what was missed stays missed");
    assert!(moot(&before, &before, late).is_empty());
    assert!(!stands(arrival(&after(clock.warn)), Moment::Due, late));
    assert!(stands(arrival(&after(late)), Moment::Due, late));
}

#[test]
fn whoever_is_on_duty_the_engineer_sent_and_the_regions_manager_when_it_is_late() {
    let request = dispatched();
    assert!(request.dispatch(FIRST).is_some());
    let clock = arrival(&request).clone();
    let somebody = |role, region: &str| Person { roles: vec![role], region: region.to_owned(), ..manager() };
    let told = |person: &Person, moment| concerns(person, &request, &clock, moment);
    let cases = [
        (zhao(), true, true),
        (qian(), false, false),
        (somebody(Role::DutyManager, "elsewhere"), true, true),
        (somebody(Role::RegionManager, &request.region), false, true),
        (somebody(Role::RegionManager, "elsewhere"), false, false),
        (somebody(Role::Quality, &request.region), false, false),
        (Person { active: false, ..zhao() }, false, false),
    ];
    for (person, at_warning, when_due) in cases {
        assert_eq!((told(&person, Moment::Warn), told(&person, Moment::Due)), (at_warning, when_due), "{person:?}");
    }
    let call = Clock { rule: domain::follow_up::FOLLOW_UP.to_owned(), ..clock.clone() };
    assert!(concerns(&somebody(Role::Quality, ""), &request, &call, Moment::Warn));
    assert!(!concerns(&somebody(Role::DutyManager, ""), &request, &call, Moment::Due));
}
