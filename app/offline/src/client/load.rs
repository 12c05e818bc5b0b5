//! Reads what the device keeps: at the start, after a change of person, and when another tab has written.

use std::rc::Rc;

use domain::{
    DeviceId, PersonId,
    sync::{Changed, SessionInfo},
};
use serde_json::Value;

use crate::{
    client::{Change, Client, Keeping, State, blobs::BlobNote, pull::Pulled},
    clock::Clock,
    machine::Nudge,
    outbox::{Item, Outbox},
    replica::Place,
    storage::{Row, StorageError, Table},
};

/// Key of the row that says who is signed in here.
pub(super) const PERSON: &str = "person";

/// The part of a row's key behind the person.
fn rest<'a>(key: &'a str, prefix: &str) -> &'a str {
    key.strip_prefix(prefix).unwrap_or_default()
}

/// A record's tag: `epoch.version`, and `.gone` when only waiting work keeps it.
pub(super) fn record_tag(epoch: u64, version: i64, is_gone: bool) -> String {
    let gone = if is_gone { ".gone" } else { "" };
    epoch.to_string() + "." + &version.to_string() + gone
}

fn parse_record_tag(tag: &str) -> Option<(u64, i64, bool)> {
    let mut parts = tag.split('.');
    let (epoch, version) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((epoch, version, parts.next().is_some()))
}

impl Client {
    /// Whoever was signed in last is signed in again, without asking anybody.
    pub(super) async fn load_last_person(&self) -> Result<(), StorageError> {
        let Some(row) = self.0.storage.row(Table::State, PERSON).await? else { return Ok(()) };
        let Ok(person) = row.tag.parse::<PersonId>() else { return Ok(()) };
        if self.0.keeping == Keeping::OnDevice && self.0.vault.open(person).await.is_err() {
            return Ok(());
        }
        let Ok(plain) = self.unseal(row.bytes).await else { return Ok(()) };
        let session = serde_json::from_slice(&plain).ok().and_then(|value: Value| serde_json::from_value(value).ok());
        match session {
            Some(session) => self.load(Rc::new(session)).await,
            None => Ok(()),
        }
    }

    /// Makes somebody's records, actions and blobs the ones that are shown.
    pub(super) async fn load(&self, session: Rc<SessionInfo>) -> Result<(), StorageError> {
        // An action under way belongs to whoever began it.
        let _turn = self.0.acts.take().await;
        self.0.vault.open(session.person.id).await.map_err(|_| StorageError::Broken)?;
        {
            self.begin_generation();
            let mut state = self.0.state.borrow_mut();
            *state = State { session: Some(session), ..state.emptied() };
        }
        self.load_device().await?;
        let era = self.era_on_disk().await?;
        self.0.state.borrow_mut().era = era;
        self.load_pulled().await?;
        self.load_records().await?;
        self.load_outbox().await?;
        self.load_blobs().await?;
        self.load_sealed().await?;
        self.load_drafts().await?;
        let client = self.clone();
        self.spawn(async move { client.look_at_room().await });
        for change in [Change::Records, Change::Outbox, Change::Status] {
            self.notify(change);
        }
        Ok(())
    }

    /// From now on answers to questions of before concern nobody.
    pub(super) fn begin_generation(&self) {
        self.0.generation.set(self.0.generation.get() + 1);
    }

    async fn rows(&self, table: Table) -> Result<(Vec<Row>, String), StorageError> {
        let Some(prefix) = self.key("") else { return Ok((Vec::new(), String::new())) };
        Ok((self.0.storage.rows(table, &prefix).await?, prefix))
    }

    /// Reads the device's id and the last number it gave.
    pub(super) async fn load_device(&self) -> Result<(), StorageError> {
        let (rows, prefix) = self.rows(Table::Device).await?;
        let mut state = self.0.state.borrow_mut();
        for row in rows {
            match rest(&row.key, &prefix) {
                name if name == self.device_row() => state.device = row.tag.parse::<DeviceId>().ok(),
                name if name == self.number_row() => state.number = row.tag.parse().unwrap_or_default(),
                _ => {}
            }
        }
        Ok(())
    }

    /// Where the device's id stands. An office browser is another device than the tablet in the same browser: what is
    /// withdrawn there must not leave gaps in the numbers here.
    pub(super) fn device_row(&self) -> &'static str {
        if self.0.keeping == Keeping::InMemory { "office-device" } else { "device" }
    }

    /// Where the last number stands that the device gave to an action.
    pub(super) fn number_row(&self) -> &'static str {
        if self.0.keeping == Keeping::InMemory { "office-number" } else { "number" }
    }

    async fn load_pulled(&self) -> Result<(), StorageError> {
        let Some(key) = self.key("pulled") else { return Ok(()) };
        let Some(row) = self.0.storage.row(Table::State, &key).await? else {
            let mut state = self.0.state.borrow_mut();
            if state.pulled.stored.is_some() {
                // Another tab took it away, perhaps while signing out: what it led to is gone too.
                state.pulled = Pulled::default();
            }
            return Ok(());
        };
        let plain = self.unseal(row.bytes).await.unwrap_or_default();
        let pulled = Pulled::from_row(row.tag, &plain);
        let mut state = self.0.state.borrow_mut();
        if state.clock.offset_ms == 0 {
            state.clock = Clock::with_offset(pulled.clock_offset_ms);
        }
        state.pulled = pulled;
        Ok(())
    }

    /// Reads the records that are newer on disk than in memory.
    pub(super) async fn load_records(&self) -> Result<(), StorageError> {
        if self.0.keeping == Keeping::InMemory {
            return Ok(());
        }
        let (rows, prefix) = self.rows(Table::Records).await?;
        let mut opening = Vec::new();
        let mut present = Vec::new();
        for row in rows {
            let Some((kind, id)) = rest(&row.key, &prefix).split_once('/') else { continue };
            let Some((epoch, version, is_gone)) = parse_record_tag(&row.tag) else { continue };
            present.push(Place { kind: kind.to_owned(), id: id.to_owned() });
            if self.0.state.borrow().replica.version_of(kind, id) == Some(version) && !is_gone {
                continue;
            }
            let place = Place { kind: kind.to_owned(), id: id.to_owned() };
            // All are opened at once; each is waited for below.
            opening.push((place, version, epoch, is_gone, self.unseal(row.bytes)));
        }
        let mut is_whole = true;
        for (place, version, epoch, is_gone, plain) in opening {
            let record = plain.await.ok().and_then(|plain| serde_json::from_slice(&plain).ok());
            let mut state = self.0.state.borrow_mut();
            match record {
                Some(record) => {
                    let Place { kind, id } = &place;
                    let changed = Changed { kind: kind.clone(), id: id.clone(), version, record };
                    is_whole &= state.replica.put(changed, epoch, false);
                    if is_gone {
                        state.replica.remove(kind, id, true);
                    }
                }
                None => is_whole = false,
            }
        }
        let mut state = self.0.state.borrow_mut();
        if !is_whole {
            // What cannot be read here can be fetched again.
            state.pulled.start_over();
        }
        state.replica.keep_only(&present);
        state.refresh_all();
        Ok(())
    }

    /// Reads the actions again, after another tab has changed some. What is written meanwhile waits its turn, or a
    /// list that was read before would replace it.
    pub(super) async fn reload_outbox(&self) -> Result<(), StorageError> {
        let _turn = self.0.acts.take().await;
        // What is gone may have been sealed by a tab that hung before it could tell.
        self.load_sealed().await?;
        self.load_outbox().await
    }

    /// Reads the actions whose state is another on disk than in memory. The caller holds the turn.
    pub(super) async fn load_outbox(&self) -> Result<(), StorageError> {
        let Some(prefix) = self.key("") else { return Ok(()) };
        let rows = self.0.storage.rows(Table::Outbox, "").await?;
        // Work of other people on this device is counted by its state words, not read.
        let (own, others): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.key.starts_with(&prefix));
        let others_waiting = others.iter().filter(|row| Item::is_unsent_word(&row.tag)).count();
        let mut opening = Vec::new();
        let mut is_settled_elsewhere = false;
        for row in own {
            let seq: u64 = rest(&row.key, &prefix).parse().unwrap_or_default();
            let shows = |item: &Item| item.seq == seq && item.has_effect();
            is_settled_elsewhere |=
                matches!(row.tag.as_str(), "settled" | "kept") && self.0.state.borrow().outbox.items.iter().any(shows);
            let same = |item: &&Item| item.seq == seq && item.word() == row.tag;
            let known = self.0.state.borrow().outbox.items.iter().find(same).cloned();
            // All are opened at once; each is waited for below.
            let plain = if known.is_none() { Some(self.unseal(row.bytes)) } else { None };
            opening.push((seq, row.tag, known, plain));
        }
        if is_settled_elsewhere {
            // The other tab has stored the records that contain these actions; without them their effect would vanish.
            self.load_records().await?;
        }
        let mut items = Vec::new();
        let mut unreadable = 0;
        for (seq, word, known, plain) in opening {
            let item = match plain {
                Some(plain) => plain.await.ok().and_then(|plain| Item::from_row(seq, &word, &plain)),
                None => known,
            };
            match item {
                Some(mut item) => {
                    if let Ok(rules) = self.rules().await {
                        item.read(rules);
                    }
                    items.push(item);
                }
                None => unreadable += 1,
            }
        }
        let mut state = self.0.state.borrow_mut();
        state.outbox = Outbox { items, unreadable };
        state.others_waiting = others_waiting;
        state.refresh_all();
        Ok(())
    }

    pub(super) async fn load_blobs(&self) -> Result<(), StorageError> {
        let (rows, prefix) = self.rows(Table::BlobIndex).await?;
        let mut notes = Vec::new();
        for row in rows {
            let sha256 = rest(&row.key, &prefix).to_owned();
            let plain = self.unseal(row.bytes).await.unwrap_or_default();
            notes.push(BlobNote::from_row(sha256, &row.tag, &plain));
        }
        self.0.state.borrow_mut().blobs = notes;
        Ok(())
    }

    /// Listens to the machine and to the other tabs.
    pub(super) fn attend(&self) {
        let weak = Rc::downgrade(&self.0);
        self.0.machine.attend(Box::new(move |nudge| {
            let Some(client) = weak.upgrade().map(Client) else { return };
            match nudge {
                Nudge::Awake => {
                    if client.session().is_none() {
                        let client = client.clone();
                        client.clone().spawn(async move {
                            let _ = client.finish_sign_out().await;
                        });
                    }
                    client.0.wake.call();
                    client.0.live_wake.call();
                }
                Nudge::Offline => client.set_online(false),
                Nudge::Word(word) => client.heed(&word),
            }
        }));
    }

    /// Another tab has changed something.
    fn heed(&self, word: &str) {
        let client = self.clone();
        match word {
            "outbox" if self.0.keeping == Keeping::OnDevice => self.spawn(async move {
                let read = client.reload_outbox().await.is_ok();
                if read && client.load_blobs().await.is_ok() {
                    client.notify(Change::Outbox);
                    client.notify(Change::Records);
                    client.notify(Change::Status);
                }
            }),
            "records" if self.0.keeping == Keeping::OnDevice => self.spawn(async move {
                let _turn = client.0.pulls.take().await;
                if client.reload_records().await.is_ok() {
                    client.notify(Change::Records);
                    client.notify(Change::Status);
                }
            }),
            "live?" => self.say_live(),
            "session" => self.spawn(async move { client.follow_session().await }),
            word => {
                if let Some(event) = word.strip_prefix("live\n") {
                    self.hear_relayed(event);
                }
            }
        }
    }

    /// Reads records and cursor again, after another tab has pulled. The caller holds the turn to pull.
    pub(super) async fn reload_records(&self) -> Result<(), StorageError> {
        self.load_pulled().await?;
        self.load_records().await
    }
}
