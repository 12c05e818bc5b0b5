//! Requests by what is due first, and in pages for pulling.

use domain::{
    PersonId,
    request::{RequestState, ServiceRequest},
    time::HOUR,
};
use store::{
    Db,
    requests::{self, Filter},
    search,
};
use uuid::Uuid;

use crate::{
    place::Place,
    records::{NOW, clock, dispatch, person, prepare, replace_at, request, save, save_at, uuid},
};

on_both_engines! {
    requests_come_by_what_is_due_first_page_by_page,
    a_list_is_narrowed_by_state_region_due_time_and_person,
    a_text_is_found_in_any_field_in_any_case_and_only_literally,
    requests_of_before_initials_counted_are_found_by_them_after_a_start,
    a_pull_starts_with_what_is_open_or_has_changed_lately,
    a_person_pulls_own_requests_only,
    what_closes_leaves_and_what_is_reopened_comes_back,
}

fn all() -> Filter {
    let empty = String::new;
    Filter {
        state: empty(),
        due_before: i64::MAX,
        text: empty(),
        region: empty(),
        person: None,
        after: (i64::MIN, Uuid::nil()),
        limit: 100,
    }
}

async fn list(db: &Db, filter: &Filter) -> Vec<u128> {
    let found = requests::list(&mut db.read().await.expect("a connection"), filter).await.expect("read");
    found.iter().map(|stored| number(&stored.request)).collect()
}

fn number(request: &ServiceRequest) -> u128 {
    request.id.0.as_u128() - uuid(0).as_u128()
}

async fn requests_come_by_what_is_due_first_page_by_page(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    for (number, due) in [(11, Some(3)), (12, Some(1)), (13, None), (14, Some(3)), (15, Some(2)), (16, None)] {
        let clocks = due.map(|hours| clock(NOW.plus(hours * HOUR))).into_iter().collect();
        save(&db, &ServiceRequest { clocks, ..request(number) }).await.expect("saved");
    }
    // A clock that nobody stopped makes nothing of what is over.
    for (number, state) in [(17, RequestState::Declined), (18, RequestState::WrittenOff), (19, RequestState::Archived)]
    {
        let clocks = vec![clock(NOW)];
        save(&db, &ServiceRequest { state, clocks, ..request(number) }).await.expect("saved");
    }
    let whole = [12, 15, 11, 14, 13, 16, 17, 18, 19];
    assert_eq!(list(&db, &all()).await, whole);
    for limit in 1..=4 {
        let (mut filter, mut seen) = (Filter { limit, ..all() }, Vec::new());
        loop {
            let found = requests::list(&mut db.read().await.expect("a connection"), &filter).await.expect("read");
            let Some(last) = found.last() else { break };
            let due = requests::place_by_due(&last.request);
            filter.after = (due, last.request.id.0);
            seen.extend(found.iter().map(|stored| self::number(&stored.request)));
        }
        assert_eq!(seen, whole, "in pages of {limit}");
    }
}

async fn a_list_is_narrowed_by_state_region_due_time_and_person(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let due_soon = ServiceRequest { clocks: vec![clock(NOW.plus(HOUR))], ..request(11) };
    let verified = ServiceRequest { state: RequestState::Verified, ..request(12) };
    let far_away = ServiceRequest { region: "datong".to_owned(), ..request(13) };
    let dispatched = ServiceRequest { dispatches: vec![dispatch(21, &person(1))], ..request(14) };
    let submitted = ServiceRequest { submitted_by: Some(person(2).id), ..request(15) };
    for one in [due_soon, verified, far_away, dispatched, submitted] {
        save(&db, &one).await.expect("saved");
    }
    let of = |person| Filter { person: Some(PersonId(uuid(person))), ..all() };
    for (filter, expected) in [
        (Filter { state: "verified".to_owned(), ..all() }, vec![12]),
        (Filter { region: "datong".to_owned(), ..all() }, vec![13]),
        (Filter { due_before: NOW.plus(HOUR).millis(), ..all() }, vec![11]),
        (Filter { due_before: NOW.plus(HOUR).millis() - 1, ..all() }, vec![]),
        (of(1), vec![14]),
        (of(2), vec![15]),
        (of(3), vec![]),
        (Filter { state: "verified".to_owned(), ..of(1) }, vec![]),
    ] {
        assert_eq!(list(&db, &filter).await, expected, "{filter:?}");
    }
}

async fn a_text_is_found_in_any_field_in_any_case_and_only_literally(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let symptom = |number, symptom: &str| ServiceRequest { symptom: symptom.to_owned(), ..request(number) };
    let mut named = symptom(14, "");
    named.contact.phone = "0351-777".to_owned();
    named.number = "XC-2026-11-0231".to_owned();
    for one in [
        symptom(11, "凭证无法保存 100%"),
        symptom(12, "路径 E:\\UFDATABAK_1"),
        symptom(13, "急! Excel 打不开\0了"),
        named,
    ] {
        save(&db, &one).await.expect("saved");
    }
    for (text, expected) in [
        ("", vec![11, 12, 13, 14]),
        ("凭证", vec![11]),
        ("excel", vec![13]),
        ("EXCEL", vec![13]),
        ("0%", vec![11]),
        ("%", vec![11]),
        ("e:\\u", vec![12]),
        ("\\", vec![12]),
        ("k_1", vec![12]),
        ("_", vec![12]),
        ("急!", vec![13]),
        ("打不开了", vec![13]),
        ("\0打不开", vec![13]),
        ("0231", vec![14]),
        ("0351-777", vec![14]),
        ("机械厂", vec![11, 12, 13, 14]),
        ("jxc", vec![11, 12, 13, 14]),
        ("JXC", vec![11, 12, 13, 14]),
        ("没有", vec![]),
    ] {
        let filter = Filter { text: text.to_owned(), ..all() };
        assert_eq!(list(&db, &filter).await, expected, "{text:?}");
    }
}

async fn requests_of_before_initials_counted_are_found_by_them_after_a_start(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    save(&db, &request(11)).await.expect("saved");
    place.tamper("UPDATE requests SET search_text = 'as it was'").await;
    let by_initials = Filter { text: "jxc".to_owned(), ..all() };
    assert_eq!(list(&db, &by_initials).await, Vec::<u128>::new());
    search::renew(&db).await.expect("renewed");
    assert_eq!(list(&db, &by_initials).await, [11]);
    place.tamper("UPDATE requests SET search_text = 'as it was'").await;
    search::renew(&db).await.expect("nothing to do");
    assert_eq!(list(&db, &by_initials).await, Vec::<u128>::new(), "once is enough");
}

/// Two open requests and two closed ones, of which 13 changed an hour ago and 14 a day ago. Of person 1 are 12 and 14.
async fn open_and_closed(db: &Db) {
    prepare(db).await;
    let of_one = |number, request| ServiceRequest { dispatches: vec![dispatch(number, &person(1))], ..request };
    let closed = |number| ServiceRequest { state: RequestState::Archived, ..request(number) };
    save_at(db, &request(11), NOW.plus(-100 * HOUR)).await.expect("saved");
    save_at(db, &of_one(22, request(12)), NOW.plus(-100 * HOUR)).await.expect("saved");
    save_at(db, &closed(13), NOW.plus(-HOUR)).await.expect("saved");
    save_at(db, &of_one(24, closed(14)), NOW.plus(-24 * HOUR)).await.expect("saved");
}

async fn page(db: &Db, person: Option<u128>, after: Uuid, hours: i64, limit: i64) -> Vec<u128> {
    let person = person.map(|number| PersonId(uuid(number)));
    let since = NOW.plus(-hours * HOUR).millis();
    let mut conn = db.read().await.expect("a connection");
    let found = requests::page(&mut conn, person, after, since, limit).await.expect("read");
    found.iter().map(|stored| number(&stored.request)).collect()
}

async fn a_pull_starts_with_what_is_open_or_has_changed_lately(place: &Place) {
    let db = place.open().await;
    open_and_closed(&db).await;
    assert_eq!(page(&db, None, Uuid::nil(), 2, 10).await, [11, 12, 13]);
    assert_eq!(page(&db, None, Uuid::nil(), 48, 10).await, [11, 12, 13, 14]);
    assert_eq!(page(&db, None, uuid(11), 48, 2).await, [12, 13]);
    assert_eq!(page(&db, None, uuid(14), 48, 10).await, [] as [u128; 0]);
}

async fn a_person_pulls_own_requests_only(place: &Place) {
    let db = place.open().await;
    open_and_closed(&db).await;
    assert_eq!(page(&db, Some(1), Uuid::nil(), 2, 10).await, [12]);
    assert_eq!(page(&db, Some(1), Uuid::nil(), 48, 10).await, [12, 14]);
    assert_eq!(page(&db, Some(1), uuid(12), 48, 10).await, [14]);
    assert_eq!(page(&db, Some(2), Uuid::nil(), 48, 10).await, [] as [u128; 0]);
}

async fn what_closes_leaves_and_what_is_reopened_comes_back(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let open = ServiceRequest { dispatches: vec![dispatch(21, &person(1))], ..request(11) };
    let closed = ServiceRequest { state: RequestState::Archived, ..open.clone() };
    save_at(&db, &open, NOW.plus(-100 * HOUR)).await.expect("saved");
    for (before, after, expected) in [(&open, &closed, vec![]), (&closed, &closed, vec![]), (&closed, &open, vec![11])]
    {
        replace_at(&db, before, after, NOW.plus(-72 * HOUR)).await.expect("saved");
        assert_eq!(page(&db, Some(1), Uuid::nil(), 48, 10).await, expected);
        assert_eq!(page(&db, Some(1), Uuid::nil(), 73, 10).await, [11]);
    }
    // Whoever comes to it in the same piece of work in which it closes has it as closed.
    let of_both = ServiceRequest {
        dispatches: vec![dispatch(21, &person(1)), dispatch(22, &person(2))],
        state: RequestState::Archived,
        ..open.clone()
    };
    replace_at(&db, &open, &of_both, NOW.plus(-72 * HOUR)).await.expect("saved");
    for person in [1, 2] {
        assert_eq!(page(&db, Some(person), Uuid::nil(), 48, 10).await, []);
        assert_eq!(page(&db, Some(person), Uuid::nil(), 73, 10).await, [11]);
    }
}
