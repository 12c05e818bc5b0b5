//! Amounts, instants and claims from outside at their limits: nothing panics, and what is written can be read.

use domain::{
    Timestamp,
    signature::Ink,
    time::{Attested, attest},
};
use proptest::prelude::*;

/// Anything, with the extremes more often than chance would have them.
fn any_number() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), -10_000_000_000_000i64..10_000_000_000_000, Just(i64::MIN), Just(i64::MAX)]
}

proptest! {
    #[test]
    fn every_instant_that_is_written_can_be_read(millis in any_number()) {
        let written = Timestamp(millis).to_string();
        let read: Timestamp = written.parse().expect("what is written can be read");
        prop_assert_eq!(read, Timestamp(millis).clamp(Timestamp::FIRST, Timestamp::LAST));
        prop_assert_eq!(read.to_string(), written);
    }

    #[test]
    fn any_claim_of_a_device_gets_a_time_that_is_not_after_the_receipt(
        occurred in any_number(),
        since in proptest::option::of(any_number()),
        contact in proptest::option::of(any_number()),
        received in 0i64..4_000_000_000_000,
    ) {
        let received = Timestamp(received);
        let Attested { at, .. } = attest(Timestamp(occurred), since, contact.map(Timestamp), received);
        prop_assert!(at <= received && at >= Timestamp::FIRST);
    }

    #[test]
    fn any_drawing_has_a_length(points in proptest::collection::vec(any::<[i32; 4]>(), 0..20)) {
        let ink = Ink { width: 1, height: 1, strokes: vec![points] };
        prop_assert!(ink.length() >= 0.0);
    }
}

#[test]
fn the_last_instant_on_the_wire_is_the_last_of_the_year_9999() {
    let beyond: Timestamp = "9999-12-31T23:59:59.999-12:00".parse().expect("an instant");
    assert_eq!(beyond, Timestamp::LAST);
    assert_eq!(beyond.to_string(), "9999-12-31T23:59:59.999Z");
    assert_eq!(Timestamp::FIRST.to_string(), "0000-01-01T00:00:00.000Z");
}
