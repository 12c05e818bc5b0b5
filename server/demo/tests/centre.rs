//! The demo centre as a server sees it: its steps, replayed through the domain's rules.

mod replay;

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono_tz::Asia::Shanghai;
use demo::{CENTRE, Size, StoryStep, centre, device, regions};
use domain::{
    PersonId, Timestamp,
    calendar::{CalendarData, WorkCalendar},
    case::CaseState,
    deadline::ClockState,
    geo::road_km,
    people::Person,
    request::{Dispatch, DispatchState, RequestState},
    roster::{RosterState, double_bookings, gaps},
    signature::{covers, device_signing_bytes},
    time::{DAY, HOUR, MINUTE},
};
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier};
use replay::{local_date, replay};

const NOON: &str = "2026-11-23T06:22:00.000Z";
const NIGHT: &str = "2026-11-23T19:00:00.000Z";
const EARLY: &str = "2026-11-24T00:41:00.000Z";
const EVENING: &str = "2026-11-24T13:10:00.000Z";
const SUNDAY: &str = "2026-11-22T03:05:00.000Z";
const SPRING_FESTIVAL: &str = "2026-02-18T02:30:00.000Z";
const MOMENTS: [&str; 6] = [NOON, NIGHT, EARLY, EVENING, SUNDAY, SPRING_FESTIVAL];

fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

#[test]
fn the_same_moment_and_seed_give_the_same_centre_and_another_seed_another() {
    let one = centre(time(NOON), Size::default(), 1);
    assert_eq!(one, centre(time(NOON), Size::default(), 1));
    let other = centre(time(NOON), Size::default(), 2);
    assert_ne!(one.stories, other.stories);
    assert_ne!(one.people[0].id, other.people[0].id);
    let tomorrow = centre(time(NOON).plus(DAY), Size::default(), 1);
    // Only who is away changes from day to day.
    let without_absences = |people: Vec<Person>| -> Vec<Person> {
        people.into_iter().map(|person| Person { absences: Vec::new(), ..person }).collect()
    };
    assert_eq!(without_absences(one.people), without_absences(tomorrow.people), "people stay the same from day to day");
}

#[test]
fn every_step_is_accepted_and_permitted_and_none_lies_in_the_future() {
    for moment in MOMENTS {
        let centre = centre(time(moment), Size::default(), 1);
        for story in &centre.stories {
            assert!(story.steps.windows(2).all(|pair| pair[0].at < pair[1].at));
            assert!(story.steps.iter().all(|step| step.at <= time(moment) && step.at >= story.case.opened_at));
        }
        assert_eq!(replay(&centre).requests.len(), 200, "{moment}");
    }
}

#[test]
fn all_states_occur_at_any_time() {
    for moment in MOMENTS {
        let replay = replay(&centre(time(moment), Size::default(), 1));
        let states: BTreeSet<RequestState> = replay.requests.values().map(|request| request.state).collect();
        for state in RequestState::ALL {
            assert!(states.contains(&state), "{moment}: no request is {}", state.word());
        }
        let states: BTreeSet<DispatchState> = replay.dispatches().map(|(_, dispatch)| dispatch.state).collect();
        for state in DispatchState::ALL {
            // Solved by telephone is returned in the same step: nobody ever sees a dispatch rest there.
            let seen = if state == DispatchState::SolvedByPhone { &replay.passed } else { &states };
            assert!(seen.contains(&state), "{moment}: no dispatch is {}", state.word());
        }
        let dispatches = || replay.dispatches().map(|(_, dispatch)| dispatch);
        assert!(dispatches().any(|dispatch| dispatch.help.is_some() && dispatch.state == DispatchState::OnSite));
        assert!(dispatches().any(|dispatch| dispatch.wish.is_some() && dispatch.state == DispatchState::Confirmed));
        assert!(dispatches().any(|dispatch| dispatch.delay.is_some() && dispatch.state == DispatchState::Appointed));
        assert!(
            replay
                .requests
                .values()
                .any(|request| request.follows.is_some() && request.state == RequestState::Verified)
        );
    }
}

#[test]
fn a_hundred_requests_are_enough_for_all_states() {
    let replay = replay(&centre(time(SUNDAY), Size { requests: 100, ..Size::default() }, 1));
    let requests: BTreeSet<RequestState> = replay.requests.values().map(|request| request.state).collect();
    let dispatches: BTreeSet<DispatchState> = replay.dispatches().map(|(_, dispatch)| dispatch.state).collect();
    assert_eq!((requests.len(), dispatches.len()), (RequestState::ALL.len(), DispatchState::ALL.len() - 1));
    let cases: Vec<CaseState> = replay.cases.values().map(|case| case.state).collect();
    for state in [CaseState::Open, CaseState::Solved, CaseState::ClosedUnsolved] {
        assert!(cases.contains(&state), "{state:?}");
    }
    assert!(replay.cases.values().any(|case| case.requests.len() == 2));
}

#[test]
fn nine_requests_wait_some_late_some_soon() {
    for moment in MOMENTS {
        let now = time(moment);
        let replay = replay(&centre(now, Size::default(), 1));
        let queue = replay.queue();
        assert_eq!(queue.len(), 9, "{moment}");
        let due: Vec<Timestamp> =
            queue.iter().filter_map(|request| request.next_due()).map(|clock| clock.due).collect();
        assert_eq!(due.len(), 9, "{moment}");
        let late = due.iter().filter(|due| **due < now).count();
        let soon = due.iter().filter(|due| (now..now.plus(2 * HOUR)).contains(due)).count();
        assert!(late >= 2 && soon >= 2 && late + soon <= 7, "{moment}: {late} late, {soon} soon");
    }
}

#[test]
fn the_first_engineer_has_something_of_everything_today() {
    let start = time("2026-11-21T16:00:00.000Z");
    for half_hour in 0..48 {
        let now = start.plus(half_hour * 30 * MINUTE + 61_000);
        let centre = centre(now, Size { requests: 5, ..Size::default() }, 1);
        let first = centre.people.iter().find(|person| person.login == "field1").expect("field1");
        let replay = replay(&centre);
        let today = |dispatch: &&Dispatch| local_date(dispatch.slot.from) == local_date(now);
        let own: Vec<&Dispatch> = replay
            .dispatches()
            .map(|(_, dispatch)| dispatch)
            .filter(|dispatch| dispatch.engineer == first.id)
            .collect();
        for state in [DispatchState::Appointed, DispatchState::Confirmed, DispatchState::Offered] {
            let coming = |dispatch: &&&Dispatch| dispatch.state == state && dispatch.slot.from > now && today(dispatch);
            assert_eq!(own.iter().filter(coming).count(), 1, "{now}: {}", state.word());
        }
        let done: Vec<_> = own.iter().filter(|dispatch| dispatch.state == DispatchState::Returned).collect();
        assert!(!done.is_empty() && done[0].visit.sign_off().is_some(), "{now}");
    }
}

#[test]
fn somebody_is_on_site_at_any_time_and_nobody_is_in_two_places() {
    let start = time("2026-11-21T16:00:00.000Z");
    for number in 0..16 {
        let now = start.plus(number * 5 * HOUR + 7 * MINUTE);
        let replay = replay(&centre(now, Size::default(), 3));
        let on_site = replay.dispatches().filter(|(_, dispatch)| dispatch.state == DispatchState::OnSite).count();
        assert!((3..=8).contains(&on_site), "{now}: {on_site} on site");
        let mut lanes: BTreeMap<PersonId, Vec<(Timestamp, Timestamp)>> = BTreeMap::new();
        for (_, dispatch) in replay.dispatches() {
            let (Some(arrived), Some(left)) = (dispatch.visit.arrived_at, dispatch.visit.left_at) else { continue };
            if local_date(arrived) == local_date(now) {
                lanes.entry(dispatch.engineer).or_default().push((arrived, left));
            }
        }
        for visits in lanes.values_mut() {
            visits.sort_unstable();
            assert!(visits.iter().all(|(arrived, left)| left.since(*arrived) >= 10 * MINUTE), "{now}: {visits:?}");
            assert!(visits.windows(2).all(|pair| pair[0].1 < pair[1].0), "{now}: {visits:?}");
        }
    }
}

#[test]
fn signatures_hold() {
    let centre = centre(time(NOON), Size::default(), 1);
    let (device_id, key) = device();
    let coordinate = |name: &str| {
        let text = key[name].as_str().expect("a coordinate");
        URL_SAFE_NO_PAD.decode(text).expect("base64url")
    };
    let point = [vec![4], coordinate("x"), coordinate("y")].concat();
    let key = VerifyingKey::from_sec1_bytes(&point).expect("a point on the curve");
    let replay = replay(&centre);
    let mut checked = 0;
    for (request, dispatch) in replay.dispatches() {
        for record in &dispatch.visit.signatures {
            let signature = URL_SAFE_NO_PAD.decode(&record.device_signature).expect("base64url");
            let signature = Signature::from_slice(&signature).expect("r and s");
            key.verify(&device_signing_bytes(record), &signature).expect("the device's signature");
            assert_eq!(record.device_id, device_id);
            assert!(record.ink.is_enough() && (60..=120).contains(&record.ink.points()));
            checked += 1;
        }
        if let Some(sign_off) = dispatch.visit.sign_off() {
            assert!(covers(sign_off, request, dispatch), "{}", request.number);
        }
    }
    assert!(checked > 100, "{checked} signatures");
}

#[test]
fn form_numbers_are_given_once_and_in_order() {
    let centre = centre(time(NOON), Size::default(), 1);
    let numbers: Vec<&String> = centre.steps().into_iter().filter_map(|(_, step)| step.number.as_ref()).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(numbers.iter().all(|number| number.starts_with("XC-2026-")));
    assert!(numbers.len() > 190);
}

#[test]
fn the_password_is_only_a_draft_and_cancelled() {
    let replay = replay(&centre(time(NOON), Size::default(), 1));
    let states: Vec<_> = replay
        .requests
        .values()
        .filter(|request| request.category == "password")
        .map(|request| request.state)
        .collect();
    assert_eq!(states, [RequestState::Cancelled]);
}

#[test]
fn the_size_can_be_chosen() {
    for (engineers, customers, requests) in [(1, 1, 5), (3, 10, 60), (12, 60, 0), (40, 300, 2_000)] {
        let size = Size { engineers, customers, requests };
        let centre = centre(time(NOON), size, 1);
        assert_eq!(centre.people.len(), 7 + engineers as usize);
        assert_eq!(centre.customers.len(), customers as usize);
        let names: BTreeSet<&str> = centre.customers.iter().map(|customer| customer.name.as_str()).collect();
        assert_eq!(names.len(), centre.customers.len());
        let ids: BTreeSet<PersonId> = centre.people.iter().map(|person| person.id).collect();
        assert_eq!(ids.len(), centre.people.len());
        assert_eq!(replay(&centre).requests.len(), requests as usize);
    }
}

#[test]
fn customers_lie_where_their_distance_says() {
    let centre = centre(time(NOON), Size::default(), 1);
    assert_eq!(centre.customers.len(), 60);
    let far = centre.customers.iter().filter(|customer| customer.distance_km > 30.0).count();
    assert!((8..=15).contains(&far), "{far} beyond 30 km");
    for customer in &centre.customers {
        let road = road_km(CENTRE, customer.place.expect("a place"));
        assert!((customer.distance_km - road).abs() <= 0.05 + 1e-9);
        assert_eq!(customer.distance_km > 30.0, customer.region == "outer", "{} {road}", customer.name);
        assert!(regions().iter().any(|region| region.word == customer.region));
        assert!(customer.contacts[0].phone.contains(" 0000 "));
    }
    let tiers: BTreeSet<&str> = centre.customers.iter().map(|customer| customer.tier.as_str()).collect();
    assert_eq!(tiers, BTreeSet::from(["none", "premium", "standard"]));
}

#[test]
fn limits_are_mostly_kept() {
    let replay = replay(&centre(time(NOON), Size::default(), 1));
    let clocks = || replay.requests.values().flat_map(|request| &request.clocks);
    let kept = clocks().filter(|clock| clock.state == ClockState::Kept).count();
    let missed = clocks().filter(|clock| clock.state == ClockState::Missed).count();
    assert!(missed > 0 && kept > 5 * missed, "{kept} kept, {missed} missed");
}

#[test]
fn history_happens_in_working_hours_and_takes_its_time() {
    let now = time(NOON);
    let replay = replay(&centre(now, Size::default(), 1));
    for (request, dispatch) in replay.dispatches() {
        let (Some(arrived), Some(left)) = (dispatch.visit.arrived_at, dispatch.visit.left_at) else { continue };
        if local_date(arrived) < local_date(now) {
            let minute = |at: Timestamp| at.to_utc().with_timezone(&Shanghai).format("%H:%M").to_string();
            assert!(*minute(arrived) >= *"08:30" && *minute(left) <= *"18:15", "{}", request.number);
            assert!((30..200).contains(&(left.since(arrived) / MINUTE)), "{}", request.number);
        }
        assert!(now.since(arrived) < 62 * DAY);
    }
}

#[test]
fn ids_have_the_shape_of_version_7() {
    let centre = centre(time(NOON), Size { requests: 20, ..Size::default() }, 1);
    let of_step = |step: &StoryStep| step.subject.id;
    let mut ids: Vec<uuid::Uuid> = centre.stories.iter().flat_map(|story| story.steps.iter().map(of_step)).collect();
    ids.extend(centre.people.iter().map(|person| person.id.0));
    ids.extend(centre.customers.iter().map(|customer| customer.id.0));
    assert!(ids.iter().all(|id| id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122));
}

/// `cargo test -p demo -- --ignored --nocapture` shows the board.
#[test]
#[ignore = "for looking at"]
#[expect(clippy::print_stdout, reason = "for looking at")]
fn show_the_board() {
    let moment = std::env::var("NOW").unwrap_or_else(|_| NOON.to_owned());
    let now = time(&moment);
    let centre = centre(now, Size::default(), 1);
    let replay = replay(&centre);
    let clock = |at: Timestamp| at.to_utc().with_timezone(&Shanghai).format("%m-%d %H:%M").to_string();
    println!("now {}; {} steps", clock(now), centre.steps().len());
    for request in replay.queue() {
        let due = request.next_due().map(|due| due.due);
        let left = due.map(|due| due.since(now) / MINUTE).unwrap_or_default();
        println!(
            "  {} {:?} {:?} {} left {}:{:02} asked {} {} {:.1} km {}",
            request.number,
            request.state,
            request.urgency,
            request.unit,
            left / 60,
            (left % 60).abs(),
            clock(request.submitted_at.unwrap_or(now)),
            request.symptom,
            request.distance_km,
            request.entitlement.tier
        );
    }
    for person in &centre.people {
        println!("{} {} {}", person.login, person.name, person.initials);
        let mut own: Vec<_> = replay.dispatches().filter(|(_, dispatch)| dispatch.engineer == person.id).collect();
        own.sort_by_key(|(_, dispatch)| dispatch.slot.from);
        for (request, dispatch) in own {
            if dispatch.slot.from > now.plus(-DAY) {
                println!(
                    "    {}–{} {:?}/{:?} {} · {} · asked {} offered {}",
                    clock(dispatch.slot.from),
                    clock(dispatch.slot.until()),
                    dispatch.state,
                    request.state,
                    request.unit,
                    request.symptom,
                    clock(request.submitted_at.unwrap_or(now)),
                    clock(dispatch.dispatched_at)
                );
            }
        }
    }
    let count = |state: RequestState| replay.requests.values().filter(|request| request.state == state).count();
    println!("{:?}", RequestState::ALL.map(|state| (state.word(), count(state))));
}

#[test]
fn this_month_is_reviewed_with_one_change_today_and_the_next_goes_on_fairly() {
    for moment in MOMENTS {
        let centre = centre(time(moment), Size::default(), 1);
        let [this, next] = &centre.rosters[..] else { panic!("{moment}: {} months", centre.rosters.len()) };
        assert_eq!((this.state(), next.state()), (RosterState::Reviewed, RosterState::Draft), "{moment}");
        let today = local_date(time(moment));
        assert!(this.month.holds(today) && next.month == this.month.next());
        let [exchange] = &this.exchanges[..] else { panic!("{moment}: {} changes", this.exchanges.len()) };
        assert!(
            exchange.date == today && exchange.at <= time(moment) && exchange.from.is_some() && exchange.to.is_some()
        );
        let calendar = WorkCalendar::new(CalendarData::centre(), Shanghai);
        for roster in [this, next] {
            assert_eq!(gaps(roster, &calendar, &centre.people), [], "{moment}");
            assert_eq!(double_bookings(roster), [], "{moment}");
        }
    }
}
