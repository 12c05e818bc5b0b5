//! Customers and their cases.

use domain::{
    PersonId,
    customer::Customer,
    request::{RequestState, ServiceRequest},
    time::HOUR,
};
use store::{cases, customers};
use uuid::Uuid;

use crate::{
    place::Place,
    records::{NOW, case, customer, dispatch, person, prepare, request, save, save_at, uuid, write},
};

on_both_engines! {
    a_customer_is_found_as_saved_and_each_saving_counts,
    an_archive_number_belongs_to_one_customer,
    customers_come_in_pages_without_a_gap_or_a_repetition,
    a_person_pulls_the_customers_of_own_requests_once_each,
    a_case_is_found_as_saved_and_each_saving_counts,
    a_case_needs_its_customer,
}

async fn a_customer_is_found_as_saved_and_each_saving_counts(place: &Place) {
    let db = place.open().await;
    let mut one = customer(1);
    for version in 1..=2 {
        one.address = format!("迎泽大街{version}号");
        let saved = one.clone();
        assert_eq!(write!(db, |tx| customers::save(tx, &saved).await).expect("saved"), version);
        let found = customers::find(&mut db.read().await.expect("a connection"), one.id).await.expect("read");
        assert_eq!(found, Some((one.clone(), version)));
    }
    let absent = customers::find(&mut db.read().await.expect("a connection"), customer(2).id).await.expect("read");
    assert_eq!(absent, None);
}

async fn an_archive_number_belongs_to_one_customer(place: &Place) {
    let db = place.open().await;
    write!(db, |tx| customers::save(tx, &customer(1)).await).expect("saved");
    let second = Customer { archive_number: customer(1).archive_number, ..customer(2) };
    let refused = write!(db, |tx| customers::save(tx, &second).await).expect_err("refused");
    assert!(refused.is_taken(), "{refused:?}");
}

async fn customers_come_in_pages_without_a_gap_or_a_repetition(place: &Place) {
    let db = place.open().await;
    write!(db, |tx| {
        for number in [5, 3, 1, 4, 2] {
            customers::save(tx, &customer(number)).await?;
        }
        Ok(())
    })
    .expect("saved");
    let (mut after, mut seen) = (Uuid::nil(), Vec::new());
    loop {
        let page = customers::page(&mut db.read().await.expect("a connection"), after, 2).await.expect("read");
        let Some((last, _)) = page.last() else { break };
        after = last.id.0;
        seen.extend(page.into_iter().map(|(customer, _)| customer.id.0));
    }
    assert_eq!(seen, (1..=5).map(uuid).collect::<Vec<_>>());
}

async fn a_person_pulls_the_customers_of_own_requests_once_each(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    write!(db, |tx| customers::save(tx, &customer(2)).await).expect("saved");
    for number in [11, 12] {
        let mut own = request(number);
        own.dispatches = vec![dispatch(number, &person(1))];
        save(&db, &own).await.expect("saved");
    }
    let long_ago = ServiceRequest {
        customer: customer(2).id,
        state: RequestState::Archived,
        dispatches: vec![dispatch(13, &person(1))],
        ..request(13)
    };
    save_at(&db, &long_ago, NOW.plus(-100 * HOUR)).await.expect("saved");
    let of = async |person: u128, after: Uuid, hours: i64| {
        let mut conn = db.read().await.expect("a connection");
        let since = NOW.plus(-hours * HOUR).millis();
        customers::page_of(&mut conn, PersonId(uuid(person)), after, since, 10).await.expect("read")
    };
    assert_eq!(of(1, Uuid::nil(), 48).await, [(customer(1), 1)]);
    assert_eq!(of(1, Uuid::nil(), 101).await, [(customer(1), 1), (customer(2), 1)]);
    assert_eq!(of(1, uuid(1), 48).await, []);
    assert_eq!(of(2, Uuid::nil(), 48).await, []);
}

async fn a_case_is_found_as_saved_and_each_saving_counts(place: &Place) {
    let db = place.open().await;
    write!(db, |tx| customers::save(tx, &customer(1)).await).expect("saved");
    let mut one = case(1, &customer(1));
    for version in 1..=2 {
        one.title = format!("第{version}次");
        let saved = one.clone();
        assert_eq!(write!(db, |tx| cases::save(tx, &saved).await).expect("saved"), version);
        let found = cases::find(&mut db.read().await.expect("a connection"), one.id).await.expect("read");
        assert_eq!(found, Some((one.clone(), version)));
    }
    let absent = case(2, &customer(1)).id;
    assert_eq!(cases::find(&mut db.read().await.expect("a connection"), absent).await.expect("read"), None);
}

async fn a_case_needs_its_customer(place: &Place) {
    let db = place.open().await;
    let refused = write!(db, |tx| cases::save(tx, &case(1, &customer(1))).await).expect_err("refused");
    assert!(!refused.is_taken(), "{refused:?}");
}
