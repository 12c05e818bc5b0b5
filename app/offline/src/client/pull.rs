//! Fetches what changed, page by page; the cursor is stored in the same batch as its page (SYN-6).

use domain::{
    EnvelopeId, RequestId, Timestamp,
    sync::{Changed, Removed},
};
use futures_util::future::join;
use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

use crate::{
    client::{
        Change, Client, Keeping, SyncReport,
        act::row_name,
        fetch::{Heard, Stop, problem_of},
        load::record_tag,
    },
    replica::Place,
    storage::{Expect, StorageError, Table, Write},
    transport::Ask,
};

/// Records in one page.
const PAGE: &str = "200";
/// While page follows page the screens are told of new records so often, in milliseconds: each time they look at all.
const TELL_EVERY: i64 = 500;

/// What the screens have not been told yet of a pull of several pages.
#[derive(Default)]
struct News {
    is_unsaid: bool,
    /// On the monotonic clock.
    said_at: Option<i64>,
}

impl News {
    fn tell(&mut self, client: &Client) {
        if !std::mem::take(&mut self.is_unsaid) {
            return;
        }
        self.said_at = Some(client.0.machine.monotonic());
        client.notify(Change::Records);
        if client.0.keeping == Keeping::OnDevice {
            client.0.machine.tell("records");
        }
    }

    /// The first page is shown at once.
    fn is_due(&self, now: i64) -> bool {
        self.said_at.is_none_or(|at| now - at >= TELL_EVERY)
    }
}

/// A page as it came: [`domain::sync::Pull`] with its records as text, which is what is stored.
#[derive(Deserialize)]
struct Page<'a> {
    cursor: String,
    more: bool,
    #[serde(borrow)]
    changed: Vec<Came<'a>>,
    removed: Vec<Removed>,
    server_time: Timestamp,
}

/// A record as it came.
#[derive(Deserialize)]
struct Came<'a> {
    kind: String,
    id: String,
    version: i64,
    #[serde(borrow)]
    record: &'a RawValue,
}

/// How far pulling has got.
#[derive(Clone, Default)]
pub(super) struct Pulled {
    /// Empty before the first page.
    pub cursor: String,
    /// The cursor that is on disk, if any: another tab may have pulled further.
    pub stored: Option<String>,
    /// Counts how often everything was fetched anew.
    pub epoch: u64,
    /// Everything is being fetched anew; at the end, what was not heard of is dropped.
    pub rebuilds: bool,
    /// When the last page came, in server time.
    pub last_sync: Option<Timestamp>,
    pub clock_offset_ms: i64,
}

impl Pulled {
    pub(super) fn from_row(cursor: String, plain: &[u8]) -> Self {
        let row: Value = serde_json::from_slice(plain).unwrap_or_default();
        let number = |name: &str| row.get(name).and_then(Value::as_i64);
        Self {
            stored: Some(cursor.clone()),
            cursor,
            epoch: number("epoch").and_then(|epoch| u64::try_from(epoch).ok()).unwrap_or_default(),
            rebuilds: row.get("rebuilds").and_then(Value::as_bool).unwrap_or_default(),
            last_sync: number("last_sync").map(Timestamp),
            clock_offset_ms: number("clock_offset_ms").unwrap_or_default(),
        }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut row = Map::new();
        row.insert("epoch".to_owned(), Value::from(self.epoch));
        row.insert("rebuilds".to_owned(), Value::from(self.rebuilds));
        row.insert("clock_offset_ms".to_owned(), Value::from(self.clock_offset_ms));
        if let Some(last) = self.last_sync {
            row.insert("last_sync".to_owned(), Value::from(last.millis()));
        }
        Value::Object(row).to_string().into_bytes()
    }

    /// Fetch everything anew; what is here stays until then.
    pub(super) fn start_over(&mut self) {
        self.cursor = String::new();
        self.epoch += 1;
        self.rebuilds = true;
    }
}

fn query_escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            escaped.push(char::from(byte));
        } else {
            let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0').to_ascii_uppercase();
            escaped.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    escaped
}

impl Client {
    /// Fetches pages until there are no more, then lets go of the actions that the records now contain.
    pub(super) async fn pull(&self, report: &mut SyncReport) -> Result<(), Stop> {
        let _turn = self.0.pulls.take().await;
        let contained: Vec<EnvelopeId> = {
            let state = self.0.state.borrow();
            let items = state.outbox.items.iter().filter(|item| item.is_told_by_record() && !item.settled);
            items.map(|item| item.id).collect()
        };
        let mut news = News::default();
        let pulled = self.pull_pages(report, &mut news).await;
        // However it ended: what has come counts.
        news.tell(self);
        pulled?;
        let had_all = std::mem::replace(&mut self.0.state.borrow_mut().has_all, true);
        if !had_all {
            self.notify(Change::Status);
        }
        self.let_go(&contained).await;
        Ok(())
    }

    async fn pull_pages(&self, report: &mut SyncReport, news: &mut News) -> Result<(), Stop> {
        let mut starts_over = 0;
        let mut ahead: Option<(String, Result<Heard, Stop>)> = None;
        loop {
            let cursor = self.0.state.borrow().pulled.cursor.clone();
            let heard = match ahead.take().filter(|(asked, _)| *asked == cursor) {
                Some((_, heard)) => heard?,
                None => self.ask_page(&cursor).await?,
            };
            let is_revoked = |value: Value| problem_of(value, 403).word == "device_revoked";
            if heard.answer.status == 403 && heard.answer.json().is_some_and(is_revoked) {
                return Err(Stop::REVOKED);
            }
            if heard.answer.status == 410 && starts_over == 0 {
                starts_over += 1;
                self.0.state.borrow_mut().pulled.start_over();
                continue;
            }
            let text = heard.answer.json_text().filter(|_| heard.answer.status == 200);
            let page: Option<Page> = text.and_then(|text| serde_json::from_slice(text).ok());
            let page = page.ok_or_else(|| Stop::trouble(&heard.answer))?;
            self.0.state.borrow_mut().clock.sample(page.server_time, heard.at);
            let (more, stands_still) = (page.more, page.cursor == cursor);
            let taken = if more && !stands_still {
                // While this page is read and stored the next one is on its way.
                let next = page.cursor.clone();
                let (heard, taken) = join(self.ask_page(&next), self.take_page(page, report, news)).await;
                ahead = Some((next, heard));
                taken
            } else {
                self.take_page(page, report, news).await
            };
            match taken {
                Ok(()) => {}
                Err(StorageError::Changed) => {
                    // Another tab has pulled further: go on from there.
                    self.reload_records().await.map_err(|_| Stop::STORAGE)?;
                    continue;
                }
                Err(error) => {
                    self.note_storage(error);
                    return Err(Stop::STORAGE);
                }
            }
            if !more {
                return Ok(());
            }
            if stands_still {
                return Err(Stop::TROUBLE);
            }
        }
    }

    async fn ask_page(&self, cursor: &str) -> Result<Heard, Stop> {
        let mut path = "/api/sync/pull?limit=".to_owned() + PAGE;
        if !cursor.is_empty() {
            path = path + "&cursor=" + &query_escaped(cursor);
        }
        let device = self.0.state.borrow().device.filter(|_| self.0.keeping == Keeping::OnDevice);
        if let Some(device) = device {
            path = path + "&device=" + &device.to_string();
        }
        // The session's cookie may have become another person's behind our back.
        if let Some(person) = self.0.state.borrow().person() {
            path = path + "&person=" + &person.to_string();
        }
        self.exchange(Ask::new("GET", path)).await
    }

    async fn take_page(&self, page: Page<'_>, report: &mut SyncReport, news: &mut News) -> Result<(), StorageError> {
        let generation = self.0.generation.get();
        let mut pulled = {
            let state = self.0.state.borrow();
            let clock_offset_ms = state.clock.offset_ms;
            Pulled {
                cursor: page.cursor.clone(),
                last_sync: Some(page.server_time),
                clock_offset_ms,
                ..state.pulled.clone()
            }
        };
        let (epoch, rebuilds) = (pulled.epoch, pulled.rebuilds);
        let mut removed = if planted::is("removals_ignored") { Vec::new() } else { page.removed };
        if rebuilds && !page.more {
            // What was not heard of while everything was fetched anew is no longer there.
            let older = self.0.state.borrow().replica.older_than(epoch);
            let heard = |place: &Place| page.changed.iter().any(|one| one.kind == place.kind && one.id == place.id);
            removed.extend(
                older.into_iter().filter(|place| !heard(place)).map(|place| Removed { kind: place.kind, id: place.id }),
            );
            pulled.rebuilds = false;
        }
        if self.0.keeping == Keeping::OnDevice {
            let stored = self.store_page(&page.changed, &removed, &pulled).await;
            match stored {
                Err(StorageError::Full) => {
                    self.make_room().await;
                    self.store_page(&page.changed, &removed, &pulled).await?;
                }
                other => other?,
            }
            pulled.stored = Some(pulled.cursor.clone());
        }
        if self.0.generation.get() != generation {
            return Ok(());
        }
        let has_news = !page.changed.is_empty() || !removed.is_empty();
        report.changed += page.changed.len();
        report.removed += removed.len();
        {
            let mut state = self.0.state.borrow_mut();
            state.pulled = pulled;
            for Came { kind, id, version, record } in page.changed {
                let request = id.parse::<RequestId>();
                // One that cannot be read is left out, as it always was: the screens do without it.
                let record = serde_json::from_str(record.get()).unwrap_or_default();
                state.replica.put(Changed { kind, id, version, record }, epoch, rebuilds);
                if let Ok(request) = request {
                    state.refresh(request);
                }
            }
            for gone in &removed {
                let has_work = gone.id.parse().is_ok_and(|id| state.outbox.concerns(id));
                state.replica.remove(&gone.kind, &gone.id, has_work);
            }
        }
        news.is_unsaid |= has_news;
        if news.is_due(self.0.machine.monotonic()) {
            news.tell(self);
        }
        self.notify(Change::Status);
        Ok(())
    }

    /// Writes a page and its cursor in one batch, if nobody else has moved the cursor.
    async fn store_page(&self, changed: &[Came<'_>], removed: &[Removed], pulled: &Pulled) -> Result<(), StorageError> {
        let Some(prefix) = self.key("") else { return Err(StorageError::Broken) };
        let key = |kind: &str, id: &str| prefix.clone() + kind + "/" + id;
        let cursor_state = self.seal(pulled.to_bytes());
        let sealing: Vec<_> =
            changed.iter().map(|changed| self.seal(changed.record.get().as_bytes().to_vec())).collect();
        let mut batch = Vec::with_capacity(changed.len() + removed.len() + 1);
        for (changed, sealed) in changed.iter().zip(sealing) {
            let tag = record_tag(pulled.epoch, changed.version, false);
            batch.push(Write::row(Table::Records, key(&changed.kind, &changed.id), tag, sealed.await?));
        }
        {
            let state = self.0.state.borrow();
            for gone in removed {
                let key = key(&gone.kind, &gone.id);
                let has_work = gone.id.parse().is_ok_and(|id| state.outbox.concerns(id));
                batch.push(match state.replica.version_of(&gone.kind, &gone.id).filter(|_| has_work) {
                    Some(version) => Write::tag(Table::Records, key, &record_tag(pulled.epoch, version, true)),
                    None => Write::gone(Table::Records, key),
                });
            }
        }
        let expect = match &pulled.stored {
            Some(cursor) => Expect::Tag(cursor.clone()),
            None => Expect::Absent,
        };
        let row = Write::row(Table::State, prefix.clone() + "pulled", pulled.cursor.clone(), cursor_state.await?);
        if planted::is("cursor_before_records") {
            self.0.storage.write(vec![row.expecting(expect)]).await?;
            return self.0.storage.write(batch).await;
        }
        batch.push(row.expecting(expect));
        self.0.storage.write(batch).await
    }

    /// Ends the effect of actions that the records contain by now, drops what only they kept, and prunes the history.
    async fn let_go(&self, contained: &[EnvelopeId]) {
        let _turn = self.0.acts.take().await;
        let Some(prefix) = self.key("") else { return };
        let mut gone = Vec::new();
        let mut sealing = Vec::new();
        {
            let mut state = self.0.state.borrow_mut();
            for id in contained {
                let Some(item) = state.outbox.get_mut(*id) else { continue };
                item.settled = true;
                // The whole row: on a full disk the receipt may not have been written yet.
                let (key, word) = (prefix.clone() + &row_name(item.seq), item.word());
                sealing.push((key, word, self.seal(item.to_bytes())));
                if let Some(request) = item.request {
                    state.refresh(request);
                }
            }
            for (seq, id) in state.outbox.superfluous() {
                state.outbox.remove(id);
                gone.push(Write::gone(Table::Outbox, prefix.clone() + &row_name(seq)));
            }
            for place in state.replica.gone() {
                if place.id.parse().is_ok_and(|id| state.outbox.concerns(id)) {
                    continue;
                }
                state.replica.remove(&place.kind, &place.id, false);
                gone.push(Write::gone(Table::Records, prefix.clone() + &place.kind + "/" + &place.id));
            }
        }
        let mut batch = Vec::with_capacity(sealing.len() + gone.len());
        for (key, word, sealed) in sealing {
            // What cannot be sealed stays as it is, and is sent again after a restart.
            let Ok(sealed) = sealed.await else { continue };
            batch.push(Write::row(Table::Outbox, key, word.to_owned(), sealed));
        }
        // Some of what was just settled may be history already.
        batch.extend(gone);
        if batch.is_empty() {
            return;
        }
        // If this fails it is done again after the next pull.
        let _ = self.0.storage.write(batch).await;
        self.notify(Change::Records);
        self.tell_of_outbox();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_query_string() {
        assert_eq!(query_escaped("v1:42/ä+"), "v1%3A42%2F%C3%A4%2B");
        assert_eq!(query_escaped("aZ09-_.~"), "aZ09-_.~");
    }

    #[test]
    fn the_state_of_pulling_survives_a_restart() {
        let pulled = Pulled {
            cursor: "42".to_owned(),
            stored: None,
            epoch: 3,
            rebuilds: true,
            last_sync: Some(Timestamp(77)),
            clock_offset_ms: -5,
        };
        let read = Pulled::from_row(pulled.cursor.clone(), &pulled.to_bytes());
        assert_eq!((read.cursor.as_str(), read.epoch, read.rebuilds), ("42", 3, true));
        assert_eq!((read.last_sync, read.clock_offset_ms), (Some(Timestamp(77)), -5));
        assert_eq!(read.stored.as_deref(), Some("42"));
    }
}
