//! Drafts: what was typed or drawn and is no action yet. Sealed like everything else that stays on the device; when their
//! person leaves they go to the server, which gives them back to nobody else (SYN-10).

use domain::sealed::Begun;
use serde_json::Value;

use crate::{
    Doing,
    client::{
        Change, Client, Keeping, State,
        fetch::{FetchError, Stop},
    },
    storage::{StorageError, Table, Write},
};

/// Part of a draft's key behind the person.
const DRAFT: &str = "draft/";
/// Drafts that nobody typed: they can be fetched or made again. The strokes under a form that is not signed yet are the
/// customer's and leave the tablet only as a signature.
const NOT_TYPED: [&str; 3] = ["badge-", "shown", "ink"];

fn is_typed(name: &str) -> bool {
    !NOT_TYPED.iter().any(|kind| name.starts_with(kind))
}

/// What was left on a tablet, as the server gives it back.
struct Left {
    sha256: String,
    drafts: Vec<Begun>,
}

impl Left {
    fn of(item: &Value) -> Option<Self> {
        let drafts = serde_json::from_value(item.get("drafts")?.clone()).ok()?;
        Some(Self { sha256: item.get("sha256")?.as_str()?.to_owned(), drafts })
    }
}

impl State {
    /// How much was begun here and not finished.
    pub(super) fn unfinished(&self) -> usize {
        self.drafts.keys().filter(|name| is_typed(name)).count()
    }
}

impl Client {
    /// What was kept under the name, by this page or before it was loaded.
    #[must_use]
    pub fn draft(&self, name: &str) -> Option<String> {
        self.0.state.borrow().drafts.get(name).cloned()
    }

    /// Names of all that was kept, by this page or before it was loaded.
    #[must_use]
    pub fn draft_names(&self) -> Vec<String> {
        self.0.state.borrow().drafts.keys().cloned().collect()
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

    /// What was begun here and not finished, whether this tab knows it or only the device.
    pub(super) async fn begun_here(&self) -> Result<Vec<Begun>, StorageError> {
        let rows = self.draft_rows().await?;
        let mut all = self.0.state.borrow().drafts.clone();
        for row in rows {
            let name = row.key.split_once(DRAFT).map(|(_, name)| name.to_owned()).unwrap_or_default();
            let is_settled = {
                let state = self.0.state.borrow();
                all.contains_key(&name) || state.unwritten_drafts.contains(&name)
            };
            if is_settled {
                continue;
            }
            let text = self.unseal(row.bytes).await.ok().and_then(|plain| String::from_utf8(plain).ok());
            all.extend(text.map(|text| (name, text)));
        }
        Ok(all.into_iter().filter(|(name, _)| is_typed(name)).map(|(name, text)| Begun { name, text }).collect())
    }

    /// Fetches what this person had begun on a tablet and left, once after each sign-in, and says so to the server when it is
    /// on this device. What was begun anew here meanwhile is not replaced: then the other stays with the server, for its
    /// person to read.
    pub(super) async fn take_up_begun(&self) -> Result<(), Stop> {
        if self.0.keeping == Keeping::InMemory || self.0.state.borrow().has_asked_for_begun {
            return Ok(());
        }
        let answer = match self.get_json("/api/begun").await {
            Ok(answer) => answer,
            // A server of before has nothing to give back.
            Err(FetchError::Problem(_)) => Value::Null,
            Err(_) => return Ok(()),
        };
        self.0.state.borrow_mut().has_asked_for_begun = true;
        let items = answer.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        for left in items.iter().filter_map(Left::of) {
            if self.place(&left.drafts).await.map_err(|_| Stop::STORAGE)? {
                // If this is not heard, the same comes again and changes nothing.
                let _ = self.send_json("DELETE", &("/api/begun/".to_owned() + &left.sha256), None).await;
            }
        }
        Ok(())
    }

    /// Asks again for what this person had begun on a tablet and left; what found no place here stays with the server.
    pub fn take_up_what_was_left(&self) -> Doing<'_, ()> {
        Box::pin(async move {
            self.0.state.borrow_mut().has_asked_for_begun = false;
            let _ = self.take_up_begun().await;
        })
    }

    /// Puts drafts onto the device; true when all of them are here now.
    async fn place(&self, drafts: &[Begun]) -> Result<bool, StorageError> {
        let Some(prefix) = self.key(DRAFT) else { return Ok(false) };
        let (mut batch, mut placed, mut is_whole) = (Vec::new(), Vec::new(), true);
        for Begun { name, text } in drafts {
            match self.draft(name) {
                Some(known) => is_whole &= known == *text,
                None => {
                    let sealed = self.seal(text.clone().into_bytes()).await?;
                    batch.push(Write::row(Table::State, prefix.clone() + name, String::new(), sealed));
                    placed.push((name.clone(), text.clone()));
                }
            }
        }
        batch.extend(self.still_here());
        self.0.storage.write(batch).await?;
        {
            let mut state = self.0.state.borrow_mut();
            for (name, text) in placed {
                state.drafts.entry(name).or_insert(text);
            }
        }
        self.notify(Change::Status);
        Ok(is_whole)
    }
}
