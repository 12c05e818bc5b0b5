//! Blobs and the requests that name them.

use domain::{PersonId, RequestId};
use store::{
    Db,
    blobs::{self, Blob},
};

use crate::{
    place::Place,
    records::{prepare, request, save, uuid, write},
};

on_both_engines! {
    a_small_blob_comes_back_byte_by_byte,
    a_large_blob_leaves_its_bytes_to_a_file,
    a_blob_stored_again_stays_as_it_is,
    a_blob_knows_the_requests_that_name_it_before_it_arrives,
}

fn blob(bytes: Option<Vec<u8>>) -> Blob {
    let size = bytes.as_ref().map_or(5_000_000, |bytes| i64::try_from(bytes.len()).expect("small"));
    Blob { media_type: "image/jpeg".to_owned(), size, bytes, created_by: uuid(1) }
}

async fn insert(db: &Db, sha256: &'static str, blob: Blob) {
    write!(db, |tx| blobs::insert(tx, sha256, &blob, 1_000).await).expect("stored");
}

async fn find(db: &Db, sha256: &str) -> Option<Blob> {
    blobs::find(&mut db.read().await.expect("a connection"), sha256).await.expect("read")
}

async fn a_small_blob_comes_back_byte_by_byte(place: &Place) {
    let db = place.open().await;
    let bytes: Vec<u8> = (0..blobs::SMALL).map(|at| u8::try_from(at % 256).expect("a byte")).collect();
    insert(&db, "aa", blob(Some(bytes.clone()))).await;
    let found = find(&db, "aa").await.expect("a blob");
    assert_eq!((found.media_type.as_str(), found.size, found.created_by), ("image/jpeg", 65_536, uuid(1)));
    assert!(found.bytes.as_ref() == Some(&bytes));
    assert!(blobs::is_of(&found, PersonId(uuid(1))) && !blobs::is_of(&found, PersonId(uuid(2))));
    assert!(find(&db, "bb").await.is_none());
}

async fn a_large_blob_leaves_its_bytes_to_a_file(place: &Place) {
    let db = place.open().await;
    insert(&db, "aa", blob(None)).await;
    assert_eq!(find(&db, "aa").await.expect("a blob").bytes, None);
    let mut conn = db.read().await.expect("a connection");
    assert_eq!(blobs::size(&mut conn, "aa").await.expect("read"), Some(5_000_000));
    assert_eq!(blobs::size(&mut conn, "bb").await.expect("read"), None);
}

async fn a_blob_stored_again_stays_as_it_is(place: &Place) {
    let db = place.open().await;
    insert(&db, "aa", blob(Some(vec![1, 2, 3]))).await;
    insert(&db, "aa", Blob { created_by: uuid(2), ..blob(None) }).await;
    let found = find(&db, "aa").await.expect("a blob");
    assert_eq!((found.bytes, found.created_by), (Some(vec![1, 2, 3]), uuid(1)));
}

async fn a_blob_knows_the_requests_that_name_it_before_it_arrives(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    for number in [11, 12] {
        save(&db, &request(number)).await.expect("saved");
    }
    for number in [11, 12, 11] {
        write!(db, |tx| {
            blobs::add_use(tx, "aa", RequestId(uuid(number)));
            Ok(())
        })
        .expect("noted, however often");
    }
    let mut conn = db.read().await.expect("a connection");
    let mut uses = blobs::uses(&mut conn, "aa").await.expect("read");
    uses.sort_unstable();
    assert_eq!(uses, [RequestId(uuid(11)), RequestId(uuid(12))]);
    assert_eq!(blobs::uses(&mut conn, "bb").await.expect("read"), []);
    assert!(find(&db, "aa").await.is_none());
}
