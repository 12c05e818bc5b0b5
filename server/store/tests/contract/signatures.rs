//! The chain of signatures of a case.

use std::collections::HashMap;

use domain::{CaseId, signature::sha256_hex};
use futures::future::join_all;
use store::{StoreError, signatures};

use crate::{
    place::Place,
    records::{prepare, uuid, write},
};

on_both_engines! {
    a_chain_begins_empty_and_moves_from_where_it_stood,
    a_chain_needs_its_case,
    a_chain_never_forks_however_many_sign_at_once,
}

const CASE: fn() -> CaseId = || CaseId(uuid(1));

async fn a_chain_begins_empty_and_moves_from_where_it_stood(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    for (from, to) in [("", "a"), ("a", "b")] {
        assert_eq!(write!(db, |tx| signatures::head(tx, CASE()).await).expect("read"), from);
        write!(db, |tx| signatures::move_head(tx, CASE(), from, to, 1).await).expect("moved");
    }
    for stale in ["", "a", "c"] {
        let moved = write!(db, |tx| signatures::move_head(tx, CASE(), stale, "d", 1).await);
        assert!(matches!(moved, Err(StoreError::ChainMoved)), "from {stale:?}");
    }
    assert_eq!(write!(db, |tx| signatures::head(tx, CASE()).await).expect("read"), "b");
}

async fn a_chain_needs_its_case(place: &Place) {
    let db = place.open().await;
    write!(db, |tx| signatures::head(tx, CASE()).await).expect_err("there is no such case");
}

async fn a_chain_never_forks_however_many_sign_at_once(place: &Place) {
    const COUNT: usize = 60;
    let nodes = place.nodes(3).await;
    prepare(&nodes[0]).await;
    let signing = (0..COUNT).map(|number| {
        let db = nodes[number % nodes.len()].clone();
        tokio::spawn(async move {
            write!(db, |tx| {
                let previous = signatures::head(tx, CASE()).await?;
                let head = sha256_hex(format!("{previous}\n{number}").as_bytes());
                signatures::move_head(tx, CASE(), &previous, &head, 1).await?;
                Ok((previous, head))
            })
            .expect("signed")
        })
    });
    let links: HashMap<String, String> =
        join_all(signing).await.into_iter().map(|link| link.expect("no panic")).collect();
    assert_eq!(links.len(), COUNT, "no two follow the same one");
    let mut head = String::new();
    for _ in 0..COUNT {
        head = links.get(&head).expect("one follows").clone();
    }
    assert_eq!(write!(nodes[0], |tx| signatures::head(tx, CASE()).await).expect("read"), head);
}
