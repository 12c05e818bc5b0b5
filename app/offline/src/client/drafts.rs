//! Drafts: what was typed or drawn and is no action yet. Sealed like everything else that stays on the device (SYN-10).

use crate::{
    client::Client,
    storage::{StorageError, Table, Write},
};

/// Part of a draft's key behind the person.
const DRAFT: &str = "draft/";

impl Client {
    /// What was kept under the name, by this page or before it was loaded.
    #[must_use]
    pub fn draft(&self, name: &str) -> Option<String> {
        self.0.state.borrow().drafts.get(name).cloned()
    }

    /// Keeps a draft, or with None forgets it: for this page at once, on the device as soon as it is sealed.
    ///
    /// A full store is no reason to stop: what is kept here becomes an action soon, and that is written durably.
    pub fn keep_draft(&self, name: &str, text: Option<&str>) {
        let is_writing = {
            let mut state = self.0.state.borrow_mut();
            match text {
                Some(text) => drop(state.drafts.insert(name.to_owned(), text.to_owned())),
                None if state.drafts.remove(name).is_none() => return,
                None => {}
            }
            state.unwritten_drafts.insert(name.to_owned());
            std::mem::replace(&mut state.writes_drafts, true)
        };
        if !is_writing {
            let client = self.clone();
            self.spawn(async move { client.write_drafts().await });
        }
    }

    /// Writes drafts until all are written. What was typed meanwhile is written with the next batch.
    async fn write_drafts(&self) {
        let generation = self.0.generation.get();
        loop {
            let (names, prefix) = {
                let mut state = self.0.state.borrow_mut();
                let names = std::mem::take(&mut state.unwritten_drafts);
                let prefix = state.person().map(|person| person.to_string() + "/" + DRAFT);
                state.writes_drafts = !names.is_empty() && prefix.is_some();
                match prefix {
                    Some(prefix) if state.writes_drafts => (names, prefix),
                    _ => return,
                }
            };
            let mut batch = Vec::new();
            for name in names {
                let key = prefix.clone() + &name;
                let Some(text) = self.draft(&name) else {
                    batch.push(Write::gone(Table::State, key));
                    continue;
                };
                if let Ok(sealed) = self.seal(text.into_bytes()).await {
                    batch.push(Write::row(Table::State, key, String::new(), sealed));
                }
            }
            if self.0.generation.get() != generation {
                // Somebody else works here now; the drafts of before went with their owner.
                return;
            }
            let _ = self.0.storage.write(batch).await;
        }
    }

    pub(super) async fn load_drafts(&self) -> Result<(), StorageError> {
        for row in self.draft_rows().await? {
            let name = row.key.split_once(DRAFT).map(|(_, name)| name.to_owned()).unwrap_or_default();
            let text = self.unseal(row.bytes).await.ok().and_then(|plain| String::from_utf8(plain).ok());
            if let Some(text) = text {
                self.0.state.borrow_mut().drafts.insert(name, text);
            }
        }
        Ok(())
    }

    /// The drafts as they stand on the device.
    pub(super) async fn draft_rows(&self) -> Result<Vec<crate::storage::Row>, StorageError> {
        let Some(prefix) = self.key(DRAFT) else { return Ok(Vec::new()) };
        self.0.storage.rows(Table::State, &prefix).await
    }
}
