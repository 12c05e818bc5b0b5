//! Who to send: what counts before what, and that chance is fair and repeatable.

use std::collections::BTreeMap;

use domain::{
    PersonId, RequestId, Timestamp,
    people::Level,
    sending::{Fitness, Merit, asked_level, covers, rank},
    time::{HOUR, MINUTE},
};
use proptest::prelude::*;
use uuid::Uuid;

fn merit(number: u128) -> Merit {
    Merit {
        engineer: PersonId(Uuid::from_u128(number)),
        fitness: Fitness::Enough,
        arrives: Timestamp(9 * HOUR),
        margin: Some(HOUR),
        is_same_region: true,
        busy_minutes: 0,
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
