//! Requests: saved, locked, listed, paged.

use domain::{
    DispatchId, RequestId,
    request::{RequestState, ServiceRequest},
    time::HOUR,
};
use futures::future::join_all;
use store::requests;

use crate::{
    place::Place,
    records::{NOW, dispatch, person, prepare, request, save, save_at, uuid, write},
};

on_both_engines! {
    a_request_is_found_as_saved_and_each_saving_counts,
    a_form_number_belongs_to_one_request_and_drafts_have_none,
    a_request_needs_its_case,
    a_dispatch_leads_to_its_request,
    changes_of_one_request_from_many_sides_all_count,
    any_text_a_browser_can_send_can_be_saved_and_found_again,
    a_customers_requests_come_the_newest_first,
}

async fn a_request_is_found_as_saved_and_each_saving_counts(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let mut one = request(11);
    one.dispatches = vec![dispatch(21, &person(1))];
    for version in 1..=3 {
        one.symptom = format!("第{version}次");
        assert_eq!(save(&db, &one).await.expect("saved"), version);
        let found =
            requests::find(&mut db.read().await.expect("a connection"), one.id).await.expect("read").expect("found");
        assert_eq!((&found.request, found.version), (&one, version));
        let id = one.id;
        let locked = write!(db, |tx| requests::lock(tx, id).await).expect("read").expect("found");
        assert_eq!((&locked.request, locked.version), (&one, version), "looking changes nothing");
    }
    let absent = RequestId(uuid(99));
    assert!(requests::find(&mut db.read().await.expect("a connection"), absent).await.expect("read").is_none());
    assert!(write!(db, |tx| requests::lock(tx, absent).await).expect("read").is_none());
}

async fn a_form_number_belongs_to_one_request_and_drafts_have_none(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    for number in [11, 12] {
        save(&db, &request(number)).await.expect("drafts have no number to share");
    }
    let numbered = |number| ServiceRequest { number: "XC-2026-11-0001".to_owned(), ..request(number) };
    save(&db, &numbered(11)).await.expect("saved");
    save(&db, &numbered(11)).await.expect("its own number");
    let refused = save(&db, &numbered(12)).await.expect_err("refused");
    assert!(refused.is_taken(), "{refused:?}");
}

async fn a_request_needs_its_case(place: &Place) {
    let db = place.open().await;
    let refused = save(&db, &request(11)).await.expect_err("refused");
    assert!(!refused.is_taken(), "{refused:?}");
}

async fn a_dispatch_leads_to_its_request(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let mut one = request(11);
    for number in [21, 22] {
        one.dispatches.push(dispatch(number, &person(1)));
        save(&db, &one).await.expect("saved");
    }
    let mut conn = db.read().await.expect("a connection");
    for (dispatch, expected) in [(21, Some(one.id)), (22, Some(one.id)), (23, None)] {
        let found = requests::of_dispatch(&mut conn, DispatchId(uuid(dispatch))).await.expect("read");
        assert_eq!(found, expected);
    }
}

async fn changes_of_one_request_from_many_sides_all_count(place: &Place) {
    let nodes = place.nodes(3).await;
    prepare(&nodes[0]).await;
    save(&nodes[0], &request(11)).await.expect("saved");
    let changes = (0..30).map(|turn| {
        let db = nodes[turn % nodes.len()].clone();
        tokio::spawn(async move {
            write!(db, |tx| {
                let mut found = requests::lock(tx, RequestId(uuid(11))).await?.expect("a request").request;
                found.symptom.push('+');
                requests::save(tx, None, &found, NOW).await
            })
            .expect("changed")
        })
    });
    let mut versions: Vec<i64> =
        join_all(changes).await.into_iter().map(|version| version.expect("no panic")).collect();
    versions.sort_unstable();
    assert_eq!(versions, (2..=31).collect::<Vec<_>>());
    let found =
        requests::find(&mut nodes[0].read().await.expect("a connection"), RequestId(uuid(11))).await.expect("read");
    assert_eq!(found.expect("found").request.symptom, format!("凭证无法保存{}", "+".repeat(30)));
}

async fn any_text_a_browser_can_send_can_be_saved_and_found_again(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let mut one = request(11);
    one.symptom = "零\0 引号'\" 换行\n 表情🧾 %_!\\".to_owned();
    save(&db, &one).await.expect("saved");
    let found = requests::find(&mut db.read().await.expect("a connection"), one.id).await.expect("read");
    assert_eq!(found.expect("found").request, one);
}

async fn a_customers_requests_come_the_newest_first(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    for (number, hours) in [(11, 1), (12, 3), (13, 2)] {
        let one =
            ServiceRequest { opened_at: NOW.plus(hours * HOUR), state: RequestState::Archived, ..request(number) };
        save_at(&db, &one, NOW).await.expect("saved");
    }
    let mut conn = db.read().await.expect("a connection");
    for (limit, expected) in [(10, vec![12, 13, 11]), (2, vec![12, 13])] {
        let found = requests::of_customer(&mut conn, request(11).customer, limit).await.expect("read");
        let ids: Vec<_> = found.iter().map(|stored| stored.request.id.0).collect();
        assert_eq!(ids, expected.into_iter().map(uuid).collect::<Vec<_>>());
    }
}
