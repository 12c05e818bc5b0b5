//! Working hours and absences: when somebody can be sent, and what an order to send somebody all the same has to say.

use domain::{
    Timestamp,
    availability::{
        Absence, AbsenceKind, absence_in, first_fit, free_of_absences, is_in_hours, meet, weekday, working_spans,
    },
    calendar::CalendarData,
    people::{Level, Person, Skill},
    sending::{Fitness, Merit, Objection, Strain, objections, rank, skill_for},
    time::{DAY, HOUR, MINUTE},
};
use proptest::prelude::*;

use crate::centre::{Centre, manager, zhao};

/// Monday, 23 November 2026, 00:00 in Shanghai.
const MONDAY: Timestamp = Timestamp(1_795_363_200_000);

fn clock(hour: i64, minute: i64) -> Timestamp {
    MONDAY.plus(hour * HOUR + minute * MINUTE)
}

fn at_work() -> Person {
    let absence =
        Absence {
            from: clock(13, 0), until: clock(15, 0), kind: AbsenceKind::Training, note: "新版本培训".to_owned()
        };
    Person { working_hours: Some(CalendarData::centre().weekly), absences: vec![absence], ..zhao() }
}

#[test]
fn hours_are_those_of_the_local_weekday() {
    let person = at_work();
    assert_eq!(weekday(MONDAY), chrono::Weekday::Mon);
    let spans = working_spans(&person, MONDAY).expect("hours of their own");
    assert_eq!(spans, [(clock(8, 30), clock(12, 0)), (clock(13, 30), clock(17, 30))]);
    assert_eq!(working_spans(&person, MONDAY.plus(5 * DAY)), Some(Vec::new()), "Saturday");
    assert_eq!(working_spans(&zhao(), MONDAY), None);
    assert!(is_in_hours(&zhao(), MONDAY, (clock(3, 0), clock(4, 0))));
    assert!(is_in_hours(&person, MONDAY, (clock(11, 30), clock(12, 30))), "the break is the engineer's to arrange");
    assert!(!is_in_hours(&person, MONDAY, (clock(8, 0), clock(9, 0))));
    assert!(!is_in_hours(&person, MONDAY.plus(5 * DAY), (clock(5 * 24 + 9, 0), clock(5 * 24 + 10, 0))), "Saturday");
}

#[test]
fn an_absence_takes_its_part_of_the_day_and_the_next_free_time_is_found_after_it() {
    let person = at_work();
    let spans = working_spans(&person, MONDAY).expect("hours of their own");
    let free = free_of_absences(&person, &spans);
    assert_eq!(free, [(clock(8, 30), clock(12, 0)), (clock(15, 0), clock(17, 30))]);
    assert_eq!(first_fit(&free, clock(11, 30), HOUR), Some(clock(15, 0)));
    assert_eq!(first_fit(&free, clock(17, 0), HOUR), None);
    assert!(absence_in(&person, (clock(12, 0), clock(13, 0))).is_none(), "ends when the absence begins");
}

#[test]
fn a_place_in_an_absence_or_after_hours_needs_a_reason_and_others_cannot_be_sent_at_all() {
    let mut request = Centre::submitted().request().clone();
    request.product.name = "U8".to_owned();
    request.entitlement.tier = "none".to_owned();
    let skill = Skill { product: "U8".to_owned(), category: String::new(), level: Level::Basic };
    let person = Person { skills: vec![skill], ..at_work() };
    let on = |from, until| Strain { at: Some((MONDAY, (from, until))), ..Strain::default() };
    let found = objections(&request, &person, on(clock(14, 0), clock(15, 30)));
    assert_eq!(found, [Objection::Absent(AbsenceKind::Training, clock(15, 0))]);
    assert!(found[0].needs_reason() && !found[0].refuses());
    assert_eq!(objections(&request, &person, on(clock(17, 0), clock(18, 0))), [Objection::OffHours]);
    assert_eq!(objections(&request, &person, on(clock(9, 0), clock(10, 0))), []);
    let strain = Strain { overlaps: 30 * MINUTE, ..on(clock(9, 0), clock(10, 0)) };
    assert_eq!(objections(&request, &person, strain), [Objection::Overlaps(30 * MINUTE)]);

    let gone = Person { active: false, ..person.clone() };
    let desk = Person { roles: manager().roles, ..person };
    for nobody in [gone, desk] {
        let found = objections(&request, &nobody, Strain::default());
        assert_eq!(found, [Objection::CannotBeSent]);
        assert!(found[0].refuses());
    }
}

#[test]
fn a_skill_that_names_a_category_counts_for_that_category_only() {
    let skill = |category: &str, level| Skill { product: "U8".to_owned(), category: category.to_owned(), level };
    let person = Person { skills: vec![skill("", Level::Basic), skill("printing", Level::Senior)], ..zhao() };
    let level = |category| skill_for(&person, "U8 财务", category).map(|skill| skill.level);
    assert_eq!(level("printing"), Some(Level::Senior));
    assert_eq!(level("login_failure"), Some(Level::Basic));
    let only = Person { skills: vec![skill("printing", Level::Senior)], ..zhao() };
    assert_eq!(skill_for(&only, "U8 财务", "login_failure"), None);
}

fn merit(number: u128) -> Merit {
    Merit {
        engineer: domain::PersonId(uuid::Uuid::from_u128(number)),
        is_away: false,
        fitness: Fitness::Enough,
        is_named: false,
        arrives: clock(9, 0),
        margin: Some(HOUR),
        is_same_region: true,
        busy_minutes: 0,
        week_minutes: 0,
        visits: 0,
    }
}

#[test]
fn the_named_engineer_goes_first_where_the_tier_names_one_and_can_come_in_time() {
    let request = domain::RequestId(uuid::Uuid::from_u128(7));
    let first = |tier: &str, merits: &[Merit]| {
        let mut merits = merits.to_vec();
        rank(request, tier, &mut merits);
        merits[0].engineer
    };
    let named = Merit { is_named: true, arrives: clock(11, 0), busy_minutes: 400, ..merit(1) };
    let near = merit(2);
    assert_eq!(first("premium", &[near.clone(), named.clone()]), named.engineer);
    assert_eq!(first("standard", &[near.clone(), named.clone()]), near.engineer);
    let ill = Merit { is_away: true, ..named.clone() };
    let late = Merit { margin: Some(-HOUR), ..named };
    assert_eq!(first("premium", &[ill, near.clone()]), near.engineer);
    assert_eq!(first("premium", &[late, near.clone()]), near.engineer);
    let tired = Merit { week_minutes: 2_000, ..merit(3) };
    assert_eq!(first("standard", &[tired, near.clone()]), near.engineer);
}

fn spans() -> impl Strategy<Value = Vec<(Timestamp, Timestamp)>> {
    prop::collection::vec((0i64..24 * 60, 1i64..240), 0..4)
        .prop_map(|drawn| drawn.into_iter().map(|(from, takes)| (clock(0, from), clock(0, from + takes))).collect())
}

proptest! {
    /// Minute by minute: free is what lies in a span and in no absence.
    #[test]
    fn free_time_is_in_the_spans_and_in_no_absence(spans in spans(), away in spans()) {
        let absences = away
            .iter()
            .map(|(from, until)| Absence { from: *from, until: *until, kind: AbsenceKind::Leave, note: String::new() })
            .collect();
        let person = Person { absences, ..zhao() };
        let free = free_of_absences(&person, &spans);
        for minute in 0..28 * 60 {
            let one = (clock(0, minute), clock(0, minute + 1));
            let inside = |among: &[(Timestamp, Timestamp)]| among.iter().any(|span| meet(*span, one));
            prop_assert_eq!(inside(&free), inside(&spans) && !inside(&away), "{}", minute);
        }
    }

    /// What is offered fits, and nothing earlier on the grid of minutes does.
    #[test]
    fn the_first_fit_fits_and_is_the_first(spans in spans(), earliest in 0i64..24 * 60, takes in 1i64..180) {
        let fits = |from: i64| {
            from >= earliest
                && spans.iter().any(|(opens, closes)| *opens <= clock(0, from) && clock(0, from + takes) <= *closes)
        };
        let expected = (0..28 * 60).find(|minute| fits(*minute)).map(|minute| clock(0, minute));
        prop_assert_eq!(first_fit(&spans, clock(0, earliest), takes * MINUTE), expected);
    }
}
