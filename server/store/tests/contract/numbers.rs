//! Counters and facts of the centre.

use futures::future::join_all;
use store::{StoreError, numbers};

use crate::{place::Place, records::write};

on_both_engines! {
    a_counter_begins_with_one_and_has_no_gap,
    a_counter_can_be_raised_but_not_lowered,
    a_number_that_was_not_committed_is_given_again,
    nodes_that_count_at_the_same_time_share_out_every_number_once,
    a_number_read_ahead_is_still_free_when_it_is_taken,
    facts_of_the_centre_are_set_and_changed,
    of_nodes_that_claim_a_fact_one_goes_on_and_the_others_find_its_work_done,
}

async fn a_counter_begins_with_one_and_has_no_gap(place: &Place) {
    let db = place.open().await;
    for expected in 1..=3 {
        assert_eq!(write!(db, |tx| numbers::next(tx, "XC-2026-11").await).expect("counted"), expected);
        assert_eq!(write!(db, |tx| numbers::last(tx, "XC-2026-11").await).expect("read"), expected);
    }
    assert_eq!(write!(db, |tx| numbers::last(tx, "XC-2026-12").await).expect("read"), 0);
    assert_eq!(write!(db, |tx| numbers::next(tx, "XC-2026-12").await).expect("counted"), 1);
}

async fn a_counter_can_be_raised_but_not_lowered(place: &Place) {
    let db = place.open().await;
    for (to, expected) in [(200, 201), (50, 202), (202, 203)] {
        write!(db, |tx| numbers::raise(tx, "XC", to).await).expect("raised");
        assert_eq!(write!(db, |tx| numbers::next(tx, "XC").await).expect("counted"), expected);
    }
}

async fn a_number_that_was_not_committed_is_given_again(place: &Place) {
    let db = place.open().await;
    let failed: store::Result<i64> = write!(db, |tx| {
        numbers::next(tx, "XC").await?;
        Err(StoreError::ChainMoved)
    });
    assert!(matches!(failed, Err(StoreError::ChainMoved)));
    assert_eq!(write!(db, |tx| numbers::next(tx, "XC").await).expect("counted"), 1);
}

async fn nodes_that_count_at_the_same_time_share_out_every_number_once(place: &Place) {
    let nodes = place.nodes(3).await;
    let counted = (0..60).map(|turn| {
        let db = nodes[turn % nodes.len()].clone();
        tokio::spawn(async move { write!(db, |tx| numbers::next(tx, "XC").await).expect("counted") })
    });
    let mut numbers: Vec<i64> = join_all(counted).await.into_iter().map(|number| number.expect("no panic")).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=60).collect::<Vec<_>>());
}

async fn a_number_read_ahead_is_still_free_when_it_is_taken(place: &Place) {
    let nodes = place.nodes(3).await;
    let taken = (0..30).map(|turn| {
        let db = nodes[turn % nodes.len()].clone();
        tokio::spawn(async move {
            write!(db, |tx| {
                let ahead = numbers::last(tx, "XC").await? + 1;
                Ok((ahead, numbers::next(tx, "XC").await?))
            })
            .expect("counted")
        })
    });
    for taken in join_all(taken).await {
        let (ahead, taken) = taken.expect("no panic");
        assert_eq!(ahead, taken);
    }
}

async fn facts_of_the_centre_are_set_and_changed(place: &Place) {
    let db = place.open().await;
    let mut conn = db.read().await.expect("a connection");
    assert_eq!(numbers::fact(&mut conn, "demo").await.expect("read"), None);
    for value in ["60", "", "200"] {
        write!(db, |tx| numbers::set_fact(tx, "demo", value).await).expect("set");
        assert_eq!(numbers::fact(&mut conn, "demo").await.expect("read").as_deref(), Some(value));
    }
}

async fn of_nodes_that_claim_a_fact_one_goes_on_and_the_others_find_its_work_done(place: &Place) {
    let nodes = place.nodes(3).await;
    let claims = nodes.into_iter().map(|db| {
        tokio::spawn(async move {
            write!(db, |tx| {
                let is_first = numbers::claim_fact(tx, "begun", "yes").await?;
                if is_first {
                    numbers::raise(tx, "XC", 7).await?;
                }
                Ok((is_first, numbers::last(tx, "XC").await?))
            })
            .expect("no clash")
        })
    });
    let mut claims: Vec<(bool, i64)> =
        join_all(claims).await.into_iter().map(|claim| claim.expect("no panic")).collect();
    claims.sort_unstable();
    assert_eq!(claims, [(false, 7), (false, 7), (true, 7)]);
    let db = place.open().await;
    let undone: store::Result<i64> = write!(db, |tx| {
        assert!(numbers::claim_fact(tx, "another", "yes").await?);
        Err(StoreError::ChainMoved)
    });
    assert!(undone.is_err());
    assert!(write!(db, |tx| numbers::claim_fact(tx, "another", "yes").await).expect("free again"));
}
