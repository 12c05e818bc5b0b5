//! What a piece of work has saved and not written yet looks to itself as if it were written.

use domain::{DispatchId, RequestId, request::ServiceRequest};
use store::{
    StoreError, blobs,
    envelopes::{self, Received},
    requests,
};

use crate::{
    place::Place,
    records::{NOW, dispatch, person, prepare, request, save, uuid, write},
};

on_both_engines! {
    work_reads_what_it_saved,
    each_saving_counts_and_the_last_one_stays,
    work_that_fails_leaves_nothing_gathered,
    many_rows_are_written_and_found_like_one,
}

async fn work_reads_what_it_saved(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    write!(db, |tx| {
        let one = ServiceRequest { dispatches: vec![dispatch(21, &person(1))], ..request(11) };
        assert_eq!(requests::lock(tx, one.id).await?.map(|stored| stored.version), None);
        requests::save(tx, None, &one, NOW).await?;
        blobs::add_use(tx, "aa", one.id);
        let locked = requests::lock_of_dispatch(tx, DispatchId(uuid(21))).await?.expect("by its dispatch");
        assert_eq!((&locked.request, locked.version), (&one, 1));
        let found = requests::find(tx.conn(), one.id).await?.expect("by its id");
        assert_eq!((&found.request, found.version), (&one, 1));
        assert_eq!(requests::of_dispatch(tx.conn(), DispatchId(uuid(21))).await?, Some(one.id));
        assert_eq!(requests::of_customer(tx.conn(), one.customer, 5).await?.len(), 1);
        assert_eq!(blobs::uses(tx.conn(), "aa").await?, [one.id]);
        // It was written when it was read; changing it goes on all the same.
        let two = ServiceRequest { symptom: "打印".to_owned(), ..one.clone() };
        assert_eq!(requests::save(tx, Some(&one), &two, NOW).await?, 2);
        assert_eq!(requests::find_all(tx.conn(), &[one.id]).await?[0].request, two);
        Ok(())
    })
    .expect("done");
}

async fn each_saving_counts_and_the_last_one_stays(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    save(&db, &request(11)).await.expect("saved");
    let versions = write!(db, |tx| {
        let mut versions = Vec::new();
        for text in ["一", "二", "三"] {
            let before = requests::lock(tx, RequestId(uuid(11))).await?.expect("a request").request;
            let after = ServiceRequest { symptom: text.to_owned(), ..before.clone() };
            versions.push(requests::save(tx, Some(&before), &after, NOW).await?);
        }
        Ok(versions)
    });
    assert_eq!(versions.expect("saved"), [2, 3, 4]);
    let mut conn = db.read().await.expect("a connection");
    let found = requests::find(&mut conn, RequestId(uuid(11))).await.expect("read").expect("found");
    assert_eq!((found.request.symptom.as_str(), found.version), ("三", 4));
}

async fn work_that_fails_leaves_nothing_gathered(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let failing = write!(db, |tx| {
        requests::save(tx, None, &request(11), NOW).await?;
        blobs::add_use(tx, "aa", RequestId(uuid(11)));
        Err::<(), _>(StoreError::Stopped)
    });
    failing.expect_err("it fails");
    let (found, uses) = write!(db, |tx| {
        let found = requests::lock(tx, RequestId(uuid(11))).await?;
        Ok((found.is_some(), blobs::uses(tx.conn(), "aa").await?))
    })
    .expect("done");
    assert!(!found && uses.is_empty());
}

async fn many_rows_are_written_and_found_like_one(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    let received = |number: u128| Received {
        id: number.to_string(),
        sha256: "aa".to_owned(),
        device: uuid(1),
        person: uuid(2),
        device_seq: 1,
        outcome: "accepted".to_owned(),
        received_at: 1_000,
        body: "{}".to_owned(),
        result: "{}".to_owned(),
    };
    let ids: Vec<RequestId> = (1_000..1_203).map(|number| RequestId(uuid(number))).collect();
    let dispatches: Vec<DispatchId> = (5_000..5_203).map(|number| DispatchId(uuid(number))).collect();
    write!(db, |tx| {
        for number in 0..203 {
            let dispatches = vec![dispatch(5_000 + number, &person(1))];
            requests::save(tx, None, &ServiceRequest { dispatches, ..request(1_000 + number) }, NOW).await?;
            blobs::add_use(tx, &number.to_string(), RequestId(uuid(1_000 + number)));
        }
        let all: Vec<Received> = (0..203).map(received).collect();
        envelopes::insert_all(tx, &all).await
    })
    .expect("stored");
    write!(db, |tx| {
        assert_eq!(requests::find_all(tx.conn(), &ids).await?.len(), 203);
        requests::lock_all(tx, &ids[..7], &dispatches).await?;
        for (id, dispatch) in ids.iter().zip(&dispatches) {
            let found = requests::lock_of_dispatch(tx, *dispatch).await?.expect("a request");
            assert_eq!((found.request.id, found.version), (*id, 1));
        }
        assert_eq!(blobs::uses(tx.conn(), "202").await?, [RequestId(uuid(1_202))]);
        let names: Vec<String> = (0..210).map(|number: i32| number.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(envelopes::find_all(tx.conn(), &names).await?.len(), 203);
        assert_eq!(blobs::missing(tx.conn(), &names).await?.len(), 210);
        Ok(())
    })
    .expect("found");
}
