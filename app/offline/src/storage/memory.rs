//! A store in memory: for tests and simulations, and for what an office browser must not leave on disk.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use crate::{
    Later, ready,
    storage::{Become, Expect, Room, Row, Storage, StorageError, Table, Write},
};

type Rows = BTreeMap<(Table, String), (String, Vec<u8>)>;

#[derive(Default)]
struct Inner {
    rows: Rows,
    /// Bytes that fit in; None is without limit.
    quota: Option<u64>,
    broken: bool,
}

/// Rows in memory. A clone is the same store: keep one to see what survives a restart.
#[derive(Clone, Default)]
pub struct Memory(Rc<RefCell<Inner>>);

impl Memory {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the bytes that fit in, as a full disk would.
    pub fn limit(&self, bytes: Option<u64>) {
        self.0.borrow_mut().quota = bytes;
    }

    /// Bytes that are in it.
    #[must_use]
    pub fn size(&self) -> u64 {
        Inner::size(&self.0.borrow().rows)
    }

    /// From now on nothing can be read or written, until it is mended.
    pub fn set_broken(&self, broken: bool) {
        self.0.borrow_mut().broken = broken;
    }
}

impl Inner {
    fn size(rows: &Rows) -> u64 {
        rows.iter().map(|((_, key), (tag, bytes))| (key.len() + tag.len() + bytes.len()) as u64).sum()
    }

    fn write(&mut self, batch: Vec<Write>) -> Result<(), StorageError> {
        if self.broken {
            return Err(StorageError::Broken);
        }
        let mut rows = self.rows.clone();
        let before = Self::size(&rows);
        for Write { table, key, expect, becomes } in batch {
            let place = (table, key);
            let tag = self.rows.get(&place).map(|(tag, _)| tag);
            let met = match &expect {
                Expect::Anything => true,
                Expect::Absent => tag.is_none(),
                Expect::Tag(expected) => tag == Some(expected),
            };
            if !met {
                return Err(StorageError::Changed);
            }
            match becomes {
                Become::Row { tag, bytes } => {
                    rows.insert(place, (tag, bytes));
                }
                Become::Tag(tag) => {
                    if let Some(row) = rows.get_mut(&place) {
                        row.0 = tag;
                    }
                }
                Become::Gone => {
                    rows.remove(&place);
                }
            }
        }
        let after = Self::size(&rows);
        if after > before && self.quota.is_some_and(|quota| after > quota) {
            return Err(StorageError::Full);
        }
        self.rows = rows;
        Ok(())
    }
}

impl Storage for Memory {
    fn rows(&self, table: Table, prefix: &str) -> Later<Result<Vec<Row>, StorageError>> {
        let inner = self.0.borrow();
        if inner.broken {
            return ready(Err(StorageError::Broken));
        }
        let rows = inner.rows.range((table, prefix.to_owned())..);
        let rows = rows
            .take_while(|((of, key), _)| *of == table && key.starts_with(prefix))
            .map(|((_, key), (tag, bytes))| Row { key: key.clone(), tag: tag.clone(), bytes: bytes.clone() })
            .collect();
        ready(Ok(rows))
    }

    fn row(&self, table: Table, key: &str) -> Later<Result<Option<Row>, StorageError>> {
        let inner = self.0.borrow();
        if inner.broken {
            return ready(Err(StorageError::Broken));
        }
        let row = inner.rows.get(&(table, key.to_owned()));
        ready(Ok(row.map(|(tag, bytes)| Row { key: key.to_owned(), tag: tag.clone(), bytes: bytes.clone() })))
    }

    fn write(&self, batch: Vec<Write>) -> Later<Result<(), StorageError>> {
        ready(self.0.borrow_mut().write(batch))
    }

    fn room(&self) -> Later<Room> {
        let inner = self.0.borrow();
        ready(Room { used: Some(Inner::size(&inner.rows)), quota: inner.quota, persistent: None })
    }

    fn ask_persistence(&self) -> Later<bool> {
        ready(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::contract;

    #[test]
    fn memory_keeps_the_contract() {
        for (claim, check) in contract::CHECKS {
            let outcome = futures::executor::block_on(check(Rc::new(Memory::new())));
            assert_eq!(outcome, Ok(()), "{claim}");
        }
    }

    #[test]
    fn a_full_store_writes_nothing_of_a_batch_but_still_deletes() {
        let store = Memory::new();
        let row = |key: &str| Write::row(Table::Blobs, key.to_owned(), String::new(), vec![0; 100]);
        let write = |batch| futures::executor::block_on(store.write(batch));
        assert_eq!(write(vec![row("a")]), Ok(()));
        store.limit(Some(150));
        assert_eq!(write(vec![row("b")]), Err(StorageError::Full));
        assert_eq!(write(vec![Write::gone(Table::Blobs, "a".to_owned()), row("b")]), Ok(()));
    }
}
