//! Who to send: what counts before what, and that chance is fair and repeatable.

use std::collections::BTreeMap;

use domain::{
    PersonId, Rejection, RequestId, Timestamp,
    availability::{Absence, AbsenceKind},
    command::Command,
    entitlement::Standing,
    fact::Fact,
    people::{Level, Person, Skill},
    request::Slot,
    sending::{Fitness, Merit, Objection, Strain, asked_level, covers, needs_reason, objections, rank},
    time::{DAY, HOUR, MINUTE},
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::centre::{Centre, FIRST, SECOND, START, slot, zhao};

fn merit(number: u128) -> Merit {
    Merit {
        engineer: PersonId(Uuid::from_u128(number)),
        is_away: false,
        fitness: Fitness::Enough,
        is_named: false,
        arrives: Timestamp(9 * HOUR),
        margin: Some(HOUR),
        is_same_region: true,
        busy_minutes: 0,
        week_minutes: 0,
        visits: 0,
    }
}

fn request(number: u128) -> RequestId {
    RequestId(Uuid::from_u128(number))
}

fn first(request: RequestId, tier: &str, merits: &[Merit]) -> PersonId {
    let mut merits = merits.to_vec();
    rank(request, tier, &mut merits);
    merits[0].engineer
}

/// `better` comes first whatever the draw says, and whatever else is against it in `worse`'s favour.
fn check(better: Merit, worse: Merit) {
    for number in 0..20 {
        assert_eq!(first(request(number), "standard", &[worse.clone(), better.clone()]), better.engineer);
    }
}

#[test]
fn skill_counts_before_time_before_region_before_load() {
    let early = Merit { arrives: Timestamp(8 * HOUR), busy_minutes: 0, ..merit(2) };
    check(merit(1), Merit { fitness: Fitness::BelowLevel, ..early.clone() });
    check(
        Merit { fitness: Fitness::BelowLevel, margin: Some(-HOUR), ..merit(1) },
        Merit { fitness: Fitness::NoSkill, ..early },
    );
    check(Merit { is_same_region: false, ..merit(1) }, Merit { margin: Some(-MINUTE), ..merit(2) });
    check(Merit { is_same_region: false, ..merit(1) }, Merit { arrives: Timestamp(10 * HOUR), ..merit(2) });
    check(Merit { busy_minutes: 400, ..merit(1) }, Merit { is_same_region: false, ..merit(2) });
    check(Merit { busy_minutes: 60, ..merit(1) }, Merit { busy_minutes: 300, ..merit(2) });
}

#[test]
fn a_known_face_counts_where_the_tier_promises_one() {
    let known = Merit { visits: 3, ..merit(1) };
    let others: Vec<Merit> = (2..6).map(merit).chain([known.clone()]).collect();
    assert!((0..50).all(|number| first(request(number), "premium", &others) == known.engineer));
    assert!((0..50).any(|number| first(request(number), "standard", &others) != known.engineer));
}

#[test]
fn among_equals_everybody_gets_a_turn() {
    let equals: Vec<Merit> = (0..5).map(merit).collect();
    let mut turns: BTreeMap<PersonId, usize> = BTreeMap::new();
    for number in 0..1_000 {
        *turns.entry(first(request(number), "standard", &equals)).or_default() += 1;
    }
    // 200 expected each; 5 standard deviations are 63.
    assert!(turns.len() == 5 && turns.values().all(|count| (137..=263).contains(count)), "{turns:?}");
}

#[test]
fn a_better_agreement_asks_for_a_better_engineer() {
    assert_eq!(
        [asked_level("premium"), asked_level("standard"), asked_level("none")],
        [Level::Senior, Level::Intermediate, Level::Basic]
    );
    assert_eq!(Fitness::of(Some(Level::Senior), Level::Intermediate), Fitness::Enough);
    assert_eq!(Fitness::of(Some(Level::Basic), Level::Intermediate), Fitness::BelowLevel);
    assert_eq!(Fitness::of(None, Level::Basic), Fitness::NoSkill);
}

#[test]
fn a_skill_covers_the_products_its_line_names() {
    assert!(covers("U8", "U8 薪资"));
    assert!(covers("薪资", "U8 薪资"));
    assert!(!covers("T3", "U8 薪资"));
    assert!(!covers("", "U8 薪资"));
}

prop_compose! {
    fn any_merit()(number in 0u128..1_000, fitness in 0usize..3, hour in 0i64..10, late in any::<bool>(), region in any::<bool>(), busy in 0u32..600)
        -> Merit
    {
        let fitness = [Fitness::Enough, Fitness::BelowLevel, Fitness::NoSkill][fitness];
        let margin = Some(if late { -HOUR } else { HOUR });
        Merit { fitness, arrives: Timestamp(hour * HOUR), margin, is_same_region: region, busy_minutes: busy, ..merit(number) }
    }
}

proptest! {
    #[test]
    fn everybody_sees_the_same_order(mut merits in prop::collection::vec(any_merit(), 0..12), turn in 0usize..12) {
        merits.sort_by_key(|merit| merit.engineer);
        merits.dedup_by_key(|merit| merit.engineer);
        let mut turned = merits.clone();
        turned.rotate_left(turn.min(merits.len()));
        rank(request(7), "standard", &mut merits);
        rank(request(7), "standard", &mut turned);
        prop_assert_eq!(merits, turned);
    }
}

fn engineer(skills: &[(&str, Level)]) -> Person {
    let skills = skills
        .iter()
        .map(|(product, level)| Skill { product: (*product).to_owned(), category: String::new(), level: *level })
        .collect();
    Person { skills, ..zhao() }
}

#[test]
fn what_speaks_against_a_place_is_named_and_what_cannot_be_overruled_comes_first() {
    let mut request = Centre::submitted().request().clone();
    request.product.name = "U8 薪资".to_owned();
    request.entitlement.tier = "premium".to_owned();
    let strain =
        Strain { margin: Some(-HOUR), arrives_late: 5 * MINUTE, delays_next: Some(MINUTE), ..Strain::default() };
    let on_time = Strain { margin: Some(HOUR), ..Strain::default() };
    let knows = engineer(&[("U8", Level::Senior)]);
    let learns = engineer(&[("U8", Level::Basic)]);
    let other = engineer(&[("T3", Level::Senior)]);

    assert_eq!(objections(&request, &knows, on_time), []);
    assert_eq!(objections(&request, &learns, on_time), [Objection::BelowLevel(Level::Senior)]);
    assert_eq!(objections(&request, &other, on_time), [Objection::NoSkill]);
    assert_eq!(
        objections(&request, &knows, strain),
        [Objection::Late(HOUR), Objection::TooEarly(5 * MINUTE), Objection::DelaysNext(MINUTE)]
    );
    assert!(!Objection::BelowLevel(Level::Senior).needs_reason() && Objection::NoSkill.needs_reason());

    request.entitlement.standing = Standing::Blocked;
    let found = objections(&request, &other, strain);
    assert!(found[0] == Objection::Blocked && found[0].refuses() && !found[1].refuses());
}

#[test]
fn a_reason_given_for_a_place_is_kept_and_blanks_are_none() {
    let mut centre = Centre::submitted();
    let assign = |dispatch, reason: &str| Command::Assign {
        companion: None,
        dispatch,
        engineer: zhao().id,
        slot: slot(START),
        window: None,
        reason: Some(reason.to_owned()),
    };
    centre.office(assign(FIRST, " 客户点名 ")).expect("assigned");
    assert_eq!(centre.dispatch(FIRST).despite.as_deref(), Some("客户点名"));
    let later = Slot { from: START.plus(HOUR), minutes: 60 };
    centre.office(Command::Reschedule { dispatch: FIRST, slot: later, reason: Some("  ".to_owned()) }).expect("moved");
    assert!(matches!(centre.facts.last(), Some(Fact::Rescheduled { reason: None, .. })));
}

#[test]
fn a_plan_against_a_rule_needs_a_reason_whoever_asks_for_it() {
    let mut centre = Centre::submitted();
    let needed = |words: &[&str]| {
        Err(Rejection::ReasonNeeded { against: words.iter().map(|word| (*word).to_owned()).collect() })
    };
    let assign = |from, reason: Option<&str>| Command::Assign {
        companion: None,
        dispatch: FIRST,
        engineer: zhao().id,
        slot: Slot { from, minutes: 60 },
        window: None,
        reason: reason.map(str::to_owned),
    };
    let too_late = START.plus(2 * DAY);
    assert_eq!(centre.office(assign(too_late, None)).map(drop), needed(&["late"]));
    assert_eq!(centre.office(assign(too_late, Some(" "))).map(drop), needed(&["late"]));
    centre.office(assign(START.plus(HOUR), None)).expect("nothing speaks against it");
    let later = |reason: Option<&str>| Command::Reschedule {
        dispatch: FIRST,
        slot: Slot { from: too_late, minutes: 60 },
        reason: reason.map(str::to_owned),
    };
    assert_eq!(centre.office(later(None)).map(drop), needed(&["late"]));
    centre.office(later(Some("客户要求"))).expect("with a reason");

    // A reason for another engineer against a rule stays with the visit; one for nothing is only why it was taken away.
    let reassign = |from, dispatch, at| Command::Reassign {
        from,
        dispatch,
        engineer: crate::centre::qian().id,
        slot: Slot { from: at, minutes: 60 },
        reason: "换人".to_owned(),
    };
    let mut in_time = centre.clone();
    in_time.office(reassign(FIRST, SECOND, START.plus(2 * HOUR))).expect("reassigned");
    assert_eq!(in_time.dispatch(SECOND).despite, None);
    centre.office(reassign(FIRST, SECOND, too_late)).expect("reassigned");
    assert_eq!(centre.dispatch(SECOND).despite.as_deref(), Some("换人"));

    let request = centre.request();
    let away = |from, until| Person {
        absences: vec![Absence { from, until, kind: AbsenceKind::Ill, note: String::new() }],
        skills: Vec::new(),
        ..zhao()
    };
    let slot = Slot { from: START.plus(HOUR), minutes: 60 };
    let words = |person: &Person| {
        let found = needs_reason(request, person, Some(START), slot);
        found.into_iter().map(Objection::word).collect::<Vec<_>>()
    };
    assert_eq!(words(&away(START, START.plus(DAY))), ["no_skill", "absent"]);
    assert_eq!(words(&away(START.plus(DAY), START.plus(2 * DAY))), ["no_skill"]);
}

#[test]
fn nobody_is_sent_to_a_customer_who_is_blocked() {
    let mut centre = Centre::submitted();
    centre.request.as_mut().expect("a request").entitlement.standing = Standing::Blocked;
    assert_eq!(centre.assign(FIRST, &zhao()).map(drop), Err(Rejection::CustomerBlocked));
}
