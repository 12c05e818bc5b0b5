//! Clocks and calendars that somebody changed (ADM-4).

use store::configuration::{self, Kept};

use crate::{place::Place, records::write};

on_both_engines! { a_setting_is_kept_with_its_version_and_can_go_back_to_what_it_was }

async fn a_setting_is_kept_with_its_version_and_can_go_back_to_what_it_was(place: &Place) {
    let db = place.open().await;
    let mut conn = db.read().await.expect("a connection");
    assert_eq!(configuration::stamp(&mut conn).await.expect("read"), 0);
    for (version, record) in [(1, Some("{\"a\":1}")), (2, None), (3, Some("{}"))] {
        let saved = write!(db, |tx| configuration::save(tx, "clock", "request.verify", record).await);
        assert_eq!(saved.expect("saved"), version);
        let kept = configuration::list(&mut conn).await.expect("read");
        let record = record.map(str::to_owned);
        let expected = Kept { kind: "clock".to_owned(), name: "request.verify".to_owned(), record, version };
        assert_eq!(kept, [expected]);
        assert_eq!(configuration::stamp(&mut conn).await.expect("read"), version);
    }
}
