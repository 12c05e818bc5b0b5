//! Duty rosters (HOT-1).

use domain::{
    PersonId,
    people::Colleague,
    roster::{Month, Post, Roster, Turn},
};
use store::rosters;
use uuid::Uuid;

use crate::{place::Place, records::write};

on_both_engines! { a_month_is_kept_with_its_version_and_the_others_stay_as_they_are }

async fn a_month_is_kept_with_its_version_and_the_others_stay_as_they_are(place: &Place) {
    let db = place.open().await;
    let mut conn = db.read().await.expect("a connection");
    let november: Month = "2026-11".parse().expect("a month");
    assert!(rosters::find(&mut conn, november).await.expect("read").is_none());
    let who = Colleague { person: PersonId(Uuid::from_u128(7)), name: "王立".to_owned() };
    let turn = Turn { date: november.first(), post: Post::Weekend, who };
    let planned = Roster { turns: vec![turn], ..Roster::empty(november) };
    for (version, roster) in [(1, planned.clone()), (2, Roster::empty(november)), (3, planned.clone())] {
        let kept = roster.clone();
        let saved = write!(db, |tx| rosters::save(tx, &kept).await);
        assert_eq!(saved.expect("saved"), version);
        assert_eq!(rosters::find(&mut conn, november).await.expect("read"), Some((roster, version)));
    }
    let december = Roster::empty(november.next());
    let kept = december.clone();
    assert_eq!(write!(db, |tx| rosters::save(tx, &kept).await).expect("saved"), 1);
    assert_eq!(rosters::find(&mut conn, november).await.expect("read"), Some((planned, 3)));
    assert_eq!(rosters::find(&mut conn, november.next()).await.expect("read"), Some((december, 1)));
}
