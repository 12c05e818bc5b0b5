//! What every store must do, as checks that run on any of them: natively on memory, in a browser on IndexedDB.

use std::rc::Rc;

use crate::{
    Later,
    storage::{Expect, Row, Storage, StorageError, Table, Write},
};

/// What did not hold.
pub type Outcome = Result<(), &'static str>;

type Check = fn(Rc<dyn Storage>) -> Later<Outcome>;

/// Every claim with its check. Each check wants a store of its own, or one that holds nothing under `contract/`.
pub const CHECKS: [(&str, Check); 6] = [
    ("what was written is read back, in the order of the keys", read_back),
    ("a prefix selects its own rows of its own table", prefixes),
    ("a batch is written whole or not at all", whole),
    ("an expectation that fails leaves everything as it was", expectations),
    ("a tag changes without its bytes", tags),
    ("what is gone is gone, and may be gone twice", gone),
];

fn hold(condition: bool, claim: &'static str) -> Outcome {
    if condition { Ok(()) } else { Err(claim) }
}

fn put(key: &str, tag: &str, bytes: &[u8]) -> Write {
    Write::row(Table::Outbox, key.to_owned(), tag.to_owned(), bytes.to_vec())
}

fn written(outcome: Result<(), StorageError>) -> Outcome {
    outcome.map_err(|_| "the batch is written")
}

async fn rows(store: &dyn Storage, table: Table, prefix: &str) -> Result<Vec<Row>, &'static str> {
    store.rows(table, prefix).await.map_err(|_| "rows can be read")
}

async fn tag_of(store: &dyn Storage, key: &str) -> Result<Option<String>, &'static str> {
    let row = store.row(Table::Outbox, key).await.map_err(|_| "a row can be read")?;
    Ok(row.map(|row| row.tag))
}

fn read_back(store: Rc<dyn Storage>) -> Later<Outcome> {
    Box::pin(async move {
        let batch = vec![put("contract/read/2", "b", &[2, 0, 255]), put("contract/read/1", "a", &[])];
        written(store.write(batch).await)?;
        let found = rows(&*store, Table::Outbox, "contract/read/").await?;
        let keys: Vec<&str> = found.iter().map(|row| row.key.as_str()).collect();
        hold(keys == ["contract/read/1", "contract/read/2"], "keys are in order")?;
        let [first, second] = found.as_slice() else { return Err("both rows are there") };
        hold(first.bytes.is_empty() && first.tag == "a", "an empty row stays empty")?;
        hold(second.bytes == [2, 0, 255] && second.tag == "b", "bytes stay as they were")?;
        let one = store.row(Table::Outbox, "contract/read/2").await;
        hold(one.as_ref().is_ok_and(|row| row.as_ref() == Some(second)), "one row reads like the same among many")?;
        hold(store.row(Table::Outbox, "contract/read/3").await == Ok(None), "what was never written is absent")
    })
}

fn prefixes(store: Rc<dyn Storage>) -> Later<Outcome> {
    Box::pin(async move {
        let other = Write::row(Table::Blobs, "contract/prefix/a/1".to_owned(), String::new(), vec![9]);
        let batch = vec![put("contract/prefix/a/1", "", &[1]), put("contract/prefix/b/1", "", &[2]), other];
        written(store.write(batch).await)?;
        let found = rows(&*store, Table::Outbox, "contract/prefix/a/").await?;
        hold(found.len() == 1 && found[0].bytes == [1], "only the prefix's rows")?;
        hold(rows(&*store, Table::Blobs, "contract/prefix/").await?.len() == 1, "tables are apart")?;
        hold(rows(&*store, Table::Outbox, "contract/prefix/").await?.len() == 2, "a shorter prefix selects more")
    })
}

fn whole(store: Rc<dyn Storage>) -> Later<Outcome> {
    Box::pin(async move {
        written(store.write(vec![put("contract/whole/old", "x", &[])]).await)?;
        let batch = vec![
            put("contract/whole/new", "y", &[1]),
            Write::row(Table::State, "contract/whole/new".to_owned(), "z".to_owned(), vec![]),
            put("contract/whole/old", "never", &[]).expecting(Expect::Absent),
        ];
        hold(store.write(batch).await == Err(StorageError::Changed), "the batch is refused")?;
        hold(tag_of(&*store, "contract/whole/new").await?.is_none(), "nothing of it is there")?;
        hold(rows(&*store, Table::State, "contract/whole/").await?.is_empty(), "not in another table either")?;
        hold(tag_of(&*store, "contract/whole/old").await?.as_deref() == Some("x"), "what was there stays")
    })
}

fn expectations(store: Rc<dyn Storage>) -> Later<Outcome> {
    Box::pin(async move {
        let key = "contract/expect/number";
        let next = |from: Expect, to: &str| vec![put(key, to, &[]).expecting(from)];
        written(store.write(next(Expect::Absent, "1")).await)?;
        hold(store.write(next(Expect::Absent, "1")).await == Err(StorageError::Changed), "absent only once")?;
        written(store.write(next(Expect::Tag("1".to_owned()), "2")).await)?;
        let late = store.write(next(Expect::Tag("1".to_owned()), "2")).await;
        hold(late == Err(StorageError::Changed), "a number is given once")?;
        hold(tag_of(&*store, key).await?.as_deref() == Some("2"), "the number stays")?;
        let missing = put("contract/expect/none", "2", &[]).expecting(Expect::Tag("1".to_owned()));
        hold(store.write(vec![missing]).await == Err(StorageError::Changed), "an absent row has no tag")
    })
}

fn tags(store: Rc<dyn Storage>) -> Later<Outcome> {
    Box::pin(async move {
        let key = "contract/tags/1".to_owned();
        written(store.write(vec![put(&key, "waiting", &[7, 8])]).await)?;
        let sent = Write::tag(Table::Outbox, key.clone(), "sent").expecting(Expect::Tag("waiting".to_owned()));
        written(store.write(vec![sent.clone()]).await)?;
        let row = store.row(Table::Outbox, &key).await.map_err(|_| "a row can be read")?;
        hold(row.is_some_and(|row| row.tag == "sent" && row.bytes == [7, 8]), "the tag is new, the bytes are not")?;
        hold(store.write(vec![sent]).await == Err(StorageError::Changed), "it was not waiting any more")?;
        written(store.write(vec![Write::tag(Table::Outbox, "contract/tags/none".to_owned(), "sent")]).await)?;
        hold(tag_of(&*store, "contract/tags/none").await?.is_none(), "a tag makes no row")
    })
}

fn gone(store: Rc<dyn Storage>) -> Later<Outcome> {
    Box::pin(async move {
        let key = "contract/gone/1".to_owned();
        written(store.write(vec![put(&key, "", &[1])]).await)?;
        written(store.write(vec![Write::gone(Table::Outbox, key.clone())]).await)?;
        hold(tag_of(&*store, &key).await?.is_none(), "the row is gone")?;
        written(store.write(vec![Write::gone(Table::Outbox, key)]).await)
    })
}
