//! The store of a tablet: IndexedDB, every write with durability `strict`.
//!
//! A transaction ends as soon as anything but its own requests is awaited, so sealing and signing happen before it
//! begins. A dropped transaction is rolled back. A connection that the browser closes (iOS does so when memory is
//! short) is opened again once. See `docs/decisions/0002-indexeddb.md`.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use indexed_db_futures::{
    Build, KeyPath, KeyRange,
    database::Database,
    error::{Error, OpenDbError},
    internals::SystemRepr,
    object_store::ObjectStore,
    query_source::QuerySource,
    transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions},
};
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use crate::{
    Later,
    storage::{Become, Expect, Room, Row, Storage, StorageError, Table, Write},
};

/// Raise it when a store is added. An upgrade only ever adds.
const VERSION: u32 = 2;
/// Holds what cannot be turned into bytes: the vault's keys.
const KEYS: &str = "keys";

/// A database of this origin. A clone shares the connection.
#[derive(Clone)]
pub struct IndexedDb(Rc<Inner>);

struct Inner {
    name: &'static str,
    connection: RefCell<Option<Database>>,
    /// A newer version of the app asked for the database: it would be rude to open the old one again.
    outdated: Cell<bool>,
}

impl IndexedDb {
    /// Opens the database, making the stores that are missing.
    ///
    /// # Errors
    /// `Outdated` when a newer version of the app has been here, `Broken` when the browser gives no database.
    pub async fn open(name: &'static str) -> Result<Self, StorageError> {
        let database = Self(Rc::new(Inner { name, connection: RefCell::new(None), outdated: Cell::new(false) }));
        database.connection().await?;
        Ok(database)
    }

    async fn connection(&self) -> Result<Database, StorageError> {
        if self.0.outdated.get() {
            return Err(StorageError::Outdated);
        }
        if let Some(open) = &*self.0.connection.borrow() {
            return Ok(open.clone());
        }
        let request = Database::open(self.0.name).with_version(VERSION).with_on_upgrade_needed(|_, database| {
            let existing: Vec<String> = database.object_store_names().collect();
            for name in Table::ALL.map(Table::name).into_iter().chain([KEYS]) {
                if !existing.iter().any(|store| store == name) {
                    database.create_object_store(name).with_key_path(KeyPath::One("key")).build()?;
                }
            }
            Ok(())
        });
        let database = request.await.map_err(|error| match error {
            OpenDbError::Base(error) => why(&error),
            _ => StorageError::Broken,
        })?;
        self.watch(&database);
        *self.0.connection.borrow_mut() = Some(database.clone());
        Ok(database)
    }

    /// Gives way to a newer version, and forgets a connection that the browser has closed.
    fn watch(&self, database: &Database) {
        let weak = Rc::downgrade(&self.0);
        let on_change = Closure::<dyn FnMut()>::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.outdated.set(true);
                if let Some(open) = inner.connection.take() {
                    open.close();
                }
            }
        });
        let weak = Rc::downgrade(&self.0);
        let on_close = Closure::<dyn FnMut()>::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.connection.take();
            }
        });
        database.as_sys().set_onversionchange(Some(on_change.into_js_value().unchecked_ref()));
        database.as_sys().set_onclose(Some(on_close.into_js_value().unchecked_ref()));
    }

    fn forget_connection(&self) {
        if let Some(open) = self.0.connection.take() {
            open.close();
        }
    }

    /// An object of the key store, whose `key` is given.
    pub(crate) async fn object(&self, key: &str) -> Result<Option<JsValue>, StorageError> {
        let database = self.connection().await?;
        let transaction = begin(&database, &[KEYS], TransactionMode::Readonly)?;
        let store = store_of(&transaction, KEYS)?;
        fetch(&store, key)?.await.map_err(|error| why(&error))
    }

    /// Keeps an object with a property `key`, unless there is one: then that one is returned.
    pub(crate) async fn keep_first(&self, object: &JsValue, key: &str) -> Result<JsValue, StorageError> {
        let database = self.connection().await?;
        let transaction = begin(&database, &[KEYS], TransactionMode::Readwrite)?;
        {
            let store = store_of(&transaction, KEYS)?;
            if let Some(first) = fetch(&store, key)?.await.map_err(|error| why(&error))? {
                return Ok(first);
            }
            put(&store, object)?;
        }
        finish(transaction).await?;
        Ok(object.clone())
    }

    pub(crate) async fn drop_object(&self, key: &str) -> Result<(), StorageError> {
        let database = self.connection().await?;
        let transaction = begin(&database, &[KEYS], TransactionMode::Readwrite)?;
        store_of(&transaction, KEYS)?.delete::<&str, _>(key).build().map_err(|error| why(&error))?;
        finish(transaction).await
    }

    /// Drops all objects of the key store.
    pub(crate) async fn drop_objects(&self) -> Result<(), StorageError> {
        let database = self.connection().await?;
        let transaction = begin(&database, &[KEYS], TransactionMode::Readwrite)?;
        store_of(&transaction, KEYS)?.clear().map_err(|error| why(&error))?;
        finish(transaction).await
    }

    async fn rows_once(&self, table: Table, prefix: &str) -> Result<Vec<Row>, StorageError> {
        let database = self.connection().await?;
        let transaction = begin(&database, &[table.name()], TransactionMode::Readonly)?;
        let store = store_of(&transaction, table.name())?;
        let mut end = prefix.to_owned();
        end.push('\u{ffff}');
        let range = KeyRange::Bound(prefix.to_owned(), false, end, true);
        let found = store.get_all::<JsValue>().with_query::<String, _>(range).build().map_err(|error| why(&error))?;
        let found = found.await.map_err(|error| why(&error))?;
        Ok(found.filter_map(|value| row_from(&value.ok()?)).collect())
    }

    async fn row_once(&self, table: Table, key: &str) -> Result<Option<Row>, StorageError> {
        let database = self.connection().await?;
        let transaction = begin(&database, &[table.name()], TransactionMode::Readonly)?;
        let store = store_of(&transaction, table.name())?;
        let found = fetch(&store, key)?.await.map_err(|error| why(&error))?;
        Ok(found.as_ref().and_then(row_from))
    }

    async fn write_once(&self, batch: &[Write]) -> Result<(), StorageError> {
        let database = self.connection().await?;
        let mut tables: Vec<&str> = batch.iter().map(|write| write.table.name()).collect();
        tables.sort_unstable();
        tables.dedup();
        if tables.is_empty() {
            return Ok(());
        }
        let transaction = begin(&database, &tables, TransactionMode::Readwrite)?;
        // All that must be looked at is asked for at once, before anything is changed.
        let mut looked_at = Vec::new();
        for write in batch {
            let needed = write.expect != Expect::Anything || matches!(write.becomes, Become::Tag(_));
            let store = store_of(&transaction, write.table.name())?;
            looked_at.push(if needed { Some(fetch(&store, &write.key)?) } else { None });
        }
        let mut found = Vec::new();
        for request in looked_at {
            found.push(match request {
                Some(request) => request.await.map_err(|error| why(&error))?,
                None => None,
            });
        }
        for (write, present) in batch.iter().zip(&found) {
            let met = match &write.expect {
                Expect::Anything => true,
                Expect::Absent => present.is_none(),
                Expect::Tag(tag) => present.as_ref().and_then(tag_of).as_ref() == Some(tag),
            };
            if !met {
                return Err(StorageError::Changed);
            }
        }
        for (write, present) in batch.iter().zip(found) {
            let store = store_of(&transaction, write.table.name())?;
            match &write.becomes {
                Become::Row { tag, bytes } => put(&store, &row_object(&write.key, tag, bytes)?)?,
                Become::Tag(tag) => {
                    if let Some(present) = present {
                        set(&present, "tag", &JsValue::from_str(tag))?;
                        put(&store, &present)?;
                    }
                }
                Become::Gone => {
                    store.delete::<&str, _>(write.key.as_str()).build().map_err(|error| why(&error))?;
                }
            }
        }
        finish(transaction).await
    }
}

fn begin<'a>(database: &'a Database, tables: &[&str], mode: TransactionMode) -> Result<Transaction<'a>, StorageError> {
    let builder = database.transaction(tables);
    let transaction = match mode {
        TransactionMode::Readwrite => {
            let mut options = TransactionOptions::new();
            options.set_durability(TransactionDurability::Strict);
            builder.with_mode(mode).with_options(options).build()
        }
        _ => builder.build(),
    };
    transaction.map_err(|error| why(&error))
}

fn store_of<'a>(transaction: &'a Transaction<'_>, name: &str) -> Result<ObjectStore<'a>, StorageError> {
    transaction.object_store(name).map_err(|error| why(&error))
}

type Fetched = indexed_db_futures::future::BasicRequest<Option<JsValue>>;

fn fetch(store: &ObjectStore<'_>, key: &str) -> Result<Fetched, StorageError> {
    store.get::<JsValue, _, _>(key).build().map_err(|error| why(&error))
}

fn put(store: &ObjectStore<'_>, object: &JsValue) -> Result<(), StorageError> {
    store.put(object).build().map(drop).map_err(|error| why(&error))
}

/// Commits. An aborted commit does not say why by itself: the transaction does.
async fn finish(transaction: Transaction<'_>) -> Result<(), StorageError> {
    let raw = transaction.as_sys().clone();
    transaction.commit().await.map_err(|error| match raw.error() {
        Some(cause) if cause.name() == FULL => StorageError::Full,
        _ => why(&error),
    })
}

const FULL: &str = "QuotaExceededError";

fn why(error: &Error) -> StorageError {
    let Error::DomException(exception) = error else { return StorageError::Broken };
    match exception.as_sys().name().as_str() {
        FULL => StorageError::Full,
        "VersionError" => StorageError::Outdated,
        _ => StorageError::Broken,
    }
}

fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<(), StorageError> {
    Reflect::set(object, &JsValue::from_str(name), value).map(drop).map_err(|_| StorageError::Broken)
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok()
}

fn row_object(key: &str, tag: &str, bytes: &[u8]) -> Result<JsValue, StorageError> {
    let object = JsValue::from(Object::new());
    set(&object, "key", &JsValue::from_str(key))?;
    set(&object, "tag", &JsValue::from_str(tag))?;
    set(&object, "bytes", &Uint8Array::from(bytes).into())?;
    Ok(object)
}

fn tag_of(object: &JsValue) -> Option<String> {
    get(object, "tag")?.as_string()
}

fn row_from(object: &JsValue) -> Option<Row> {
    let bytes: Uint8Array = get(object, "bytes")?.dyn_into().ok()?;
    Some(Row { key: get(object, "key")?.as_string()?, tag: tag_of(object)?, bytes: bytes.to_vec() })
}

impl Storage for IndexedDb {
    fn rows(&self, table: Table, prefix: &str) -> Later<Result<Vec<Row>, StorageError>> {
        let (this, prefix) = (self.clone(), prefix.to_owned());
        Box::pin(async move {
            let first = this.rows_once(table, &prefix).await;
            if first != Err(StorageError::Broken) {
                return first;
            }
            this.forget_connection();
            this.rows_once(table, &prefix).await
        })
    }

    fn row(&self, table: Table, key: &str) -> Later<Result<Option<Row>, StorageError>> {
        let (this, key) = (self.clone(), key.to_owned());
        Box::pin(async move {
            let first = this.row_once(table, &key).await;
            if first != Err(StorageError::Broken) {
                return first;
            }
            this.forget_connection();
            this.row_once(table, &key).await
        })
    }

    fn write(&self, batch: Vec<Write>) -> Later<Result<(), StorageError>> {
        let this = self.clone();
        Box::pin(async move {
            let first = this.write_once(&batch).await;
            if first != Err(StorageError::Broken) {
                return first;
            }
            this.forget_connection();
            this.write_once(&batch).await
        })
    }

    fn room(&self) -> Later<Room> {
        Box::pin(async {
            let Some(manager) = web_sys::window().map(|window| window.navigator().storage()) else {
                return Room::default();
            };
            let mut room = Room::default();
            if let Ok(promise) = manager.estimate()
                && let Ok(estimate) = JsFuture::from(promise).await
            {
                let bytes = |name| get(&estimate, name).and_then(|value| value.as_f64()).map(|bytes| bytes as u64);
                (room.used, room.quota) = (bytes("usage"), bytes("quota"));
            }
            if let Ok(promise) = manager.persisted()
                && let Ok(answer) = JsFuture::from(promise).await
            {
                room.persistent = answer.as_bool();
            }
            room
        })
    }

    fn ask_persistence(&self) -> Later<bool> {
        Box::pin(async {
            let asked = web_sys::window().and_then(|window| window.navigator().storage().persist().ok());
            match asked {
                Some(promise) => JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy()),
                None => false,
            }
        })
    }
}
