//! Jobs that move with their request, notices that are given once and taken back, the queue of calls (LIV-3, QA-1).

use domain::{
    RequestId, Timestamp,
    deadline::{Clock, ClockState},
    follow_up::{FOLLOW_UP, FollowUp, Stage},
    reminder::{self, Moment, Notice},
    request::{RequestState, ServiceRequest},
    time::HOUR,
};
use store::{Db, follow_ups, jobs, notices, requests};
use uuid::Uuid;

use crate::{
    place::Place,
    records::{self, NOW, person, prepare, uuid, write},
};

on_both_engines! {
    a_job_follows_the_clocks_of_its_request,
    of_two_who_take_a_job_one_has_it,
    a_person_is_told_once_and_what_was_in_time_is_taken_back,
    the_queue_of_calls_is_ordered_by_what_is_due,
}

fn clock(rule: &str, due: Timestamp) -> Clock {
    Clock { rule: rule.to_owned(), warn: due.plus(-HOUR), ..records::clock(due) }
}

fn with_clocks(number: u128, clocks: Vec<Clock>) -> ServiceRequest {
    ServiceRequest {
        number: format!("XC-{number}"),
        state: RequestState::Submitted,
        clocks,
        ..records::request(number)
    }
}

async fn change(db: &Db, before: &ServiceRequest, after: &ServiceRequest, now: Timestamp) {
    let (before, after) = (before.clone(), after.clone());
    write!(db, |tx| requests::save(tx, Some(&before), &after, now).await).expect("saved");
}

async fn due(db: &Db, now: Timestamp) -> Vec<String> {
    let mut conn = db.read().await.expect("a connection");
    jobs::due(&mut conn, now, 10).await.expect("read").into_iter().map(|job| job.id).collect()
}

async fn a_job_follows_the_clocks_of_its_request(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let request = with_clocks(3, vec![clock("onsite.arrive_near", NOW.plus(5 * HOUR))]);
    records::save(&db, &request).await.expect("saved");
    let id = jobs::of_request(request.id.0);
    assert_eq!(jobs::request_of(&id), Some(request.id.0));
    assert!(due(&db, NOW.plus(4 * HOUR - 1)).await.is_empty());
    assert_eq!(due(&db, NOW.plus(4 * HOUR)).await, [id], "at the warning");
    let later = with_clocks(3, vec![clock("onsite.arrive_near", NOW.plus(9 * HOUR))]);
    change(&db, &request, &later, NOW).await;
    assert!(due(&db, NOW.plus(7 * HOUR)).await.is_empty(), "it moved with its clock");
    let mut stopped = later.clone();
    stopped.clocks[0].state = ClockState::Kept;
    change(&db, &later, &stopped, NOW).await;
    assert!(due(&db, NOW.plus(1_000 * HOUR)).await.is_empty(), "nothing is left to look at");
}

async fn of_two_who_take_a_job_one_has_it(place: &Place) {
    let db = place.open().await;
    write!(db, |tx| jobs::queue_new(tx, "digest", NOW).await).expect("queued");
    write!(db, |tx| jobs::queue_new(tx, "digest", NOW.plus(-HOUR)).await).expect("queued already");
    assert!(due(&db, NOW.plus(-1)).await.is_empty());
    let early = write!(db, |tx| jobs::take(tx, "digest", NOW.plus(-1)).await).expect("asked");
    assert!(!early, "it is not due yet");
    let (one, two) = tokio::join!(
        db.write(|tx| Box::pin(async move { jobs::take(tx, "digest", NOW).await })),
        db.write(|tx| Box::pin(async move { jobs::take(tx, "digest", NOW).await })),
    );
    assert_eq!(usize::from(one.expect("asked")) + usize::from(two.expect("asked")), 1);
    write!(db, |tx| jobs::queue(tx, "digest", NOW, 2).await).expect("queued");
    let mut conn = db.read().await.expect("a connection");
    assert!(jobs::is_queued(&mut conn, "digest").await.expect("read"));
    assert_eq!(jobs::due(&mut conn, NOW, 1).await.expect("read")[0].attempts, 2);
}

async fn a_person_is_told_once_and_what_was_in_time_is_taken_back(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let request = with_clocks(3, vec![clock("onsite.arrive_near", NOW.plus(HOUR))]);
    records::save(&db, &request).await.expect("saved");
    let late = NOW.plus(2 * HOUR);
    let matter = reminder::matter(request.id, &request.clocks[0], Moment::Due);
    let notice = Notice::Clock { moment: Moment::Due, clock: reminder::named(&request, &request.clocks[0]) };
    for (number, is_new) in [(20, true), (21, false)] {
        let (matter, notice) = (matter.clone(), notice.clone());
        let id: Option<RequestId> = Some(request.id);
        let told = write!(db, |tx| notices::tell(tx, uuid(number), person(1).id, &matter, id, late, &notice).await);
        assert_eq!(told.expect("told"), is_new);
    }
    let mut conn = db.read().await.expect("a connection");
    let told = notices::of_person(&mut conn, person(1).id, NOW, 10).await.expect("read");
    assert_eq!((told.len(), told[0].id, &told[0].notice), (1, uuid(20), &notice));
    assert_eq!(notices::unread(&mut conn, person(1).id, NOW).await.expect("read"), 1);
    assert_eq!(notices::unread(&mut conn, person(2).id, NOW).await.expect("read"), 0);
    write!(db, |tx| notices::mark_read(tx, person(2).id, Some(uuid(20)), late).await).expect("not theirs");
    assert_eq!(notices::unread(&mut conn, person(1).id, NOW).await.expect("read"), 1);
    write!(db, |tx| notices::mark_read(tx, person(1).id, Some(uuid(20)), late).await).expect("read");
    assert_eq!(notices::unread(&mut conn, person(1).id, NOW).await.expect("read"), 0);

    // Heard of only now: the engineer was there in time.
    let mut kept = request.clone();
    kept.clocks[0].hear(domain::time::Attested { at: NOW, proven: true });
    change(&db, &request, &kept, late).await;
    assert!(notices::of_person(&mut conn, person(1).id, NOW, 10).await.expect("read").is_empty());
}

async fn the_queue_of_calls_is_ordered_by_what_is_due(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    for (number, hours) in [(3, 9), (4, 2), (5, 5)] {
        let mut request = with_clocks(number, vec![clock(FOLLOW_UP, NOW.plus(hours * HOUR))]);
        request.state = RequestState::WrittenOff;
        request.follow_up = Some(Box::new(FollowUp::default()));
        if number == 5 {
            request.region = "outer".to_owned();
        }
        records::save(&db, &request).await.expect("saved");
    }
    let mut conn = db.read().await.expect("a connection");
    let first = (i64::MIN, Uuid::nil());
    let all = follow_ups::list(&mut conn, Stage::Due, "", first, 10).await.expect("read");
    let numbers: Vec<&str> = all.iter().map(|stored| stored.request.number.as_str()).collect();
    assert_eq!(numbers, ["XC-4", "XC-5", "XC-3"]);
    let outer = follow_ups::list(&mut conn, Stage::Due, "outer", first, 10).await.expect("read");
    assert_eq!(outer.len(), 1);
    let after = (NOW.plus(2 * HOUR).millis(), all[0].request.id.0);
    assert_eq!(follow_ups::list(&mut conn, Stage::Due, "", after, 1).await.expect("read")[0].request.number, "XC-5");
    assert!(follow_ups::list(&mut conn, Stage::Done, "", (i64::MAX, Uuid::max()), 10).await.expect("read").is_empty());
}
