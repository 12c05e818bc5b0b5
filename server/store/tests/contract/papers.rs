//! The codes on our papers.

use domain::SignatureId;
use store::papers::{self, Paper};

use crate::{
    place::Place,
    records::{NOW, prepare, request, save, uuid, write},
};

on_both_engines! {
    a_paper_is_found_by_its_code_and_keeps_it,
    a_paper_may_be_of_a_request_that_is_written_in_the_same_piece_of_work,
}

fn paper(code: &str, signature: Option<u128>, content_hash: &str) -> Paper {
    Paper {
        code: code.to_owned(),
        form: "QR-03".to_owned(),
        request: uuid(11),
        signature: signature.map(uuid),
        content_hash: content_hash.to_owned(),
        made_at: NOW.millis(),
    }
}

async fn a_paper_is_found_by_its_code_and_keeps_it(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    save(&db, &request(11)).await.expect("saved");
    let (signed, unsigned) = (paper("S", Some(31), "ab"), paper("U", None, "ab"));
    for paper in [signed.clone(), unsigned.clone(), paper("S", None, "cd")] {
        write!(db, |tx| {
            papers::add(tx, paper);
            Ok(())
        })
        .expect("written");
    }
    let mut conn = db.read().await.expect("a connection");
    assert_eq!(papers::find(&mut conn, "S").await.expect("read"), Some(signed.clone()), "the first stays");
    assert_eq!(papers::find(&mut conn, "X").await.expect("read"), None);
    let key = (request(11).id, "QR-03");
    assert_eq!(papers::unsigned(&mut conn, key, "ab").await.expect("read"), Some(unsigned));
    assert_eq!(papers::unsigned(&mut conn, key, "ef").await.expect("read"), None);
    let of = |number| SignatureId(uuid(number));
    assert_eq!(papers::of_signature(&mut conn, key, "ab", of(31)).await.expect("read"), Some(signed));
    assert_eq!(papers::of_signature(&mut conn, key, "ab", of(32)).await.expect("read"), None);
}

async fn a_paper_may_be_of_a_request_that_is_written_in_the_same_piece_of_work(place: &Place) {
    let db = place.open().await;
    prepare(&db).await;
    write!(db, |tx| {
        papers::add(tx, paper("S", Some(31), "ab"));
        store::requests::save(tx, None, &request(11), NOW).await
    })
    .expect("written");
    let found = papers::find(&mut db.read().await.expect("a connection"), "S").await.expect("read");
    assert!(found.is_some());
}
