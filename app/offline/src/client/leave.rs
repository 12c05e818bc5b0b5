//! Signing out: what the server has goes with its key, what it lacks is sealed to the server's key first (SYN-10).

use crate::{
    Doing,
    client::{Change, Client, Keeping, Unreachable, fetch::Stop, load::PERSON},
    machine::{Lease, Patience},
    outbox::{EntryState, Item},
    storage::{ENDING, Expect, StorageError, Table, Write},
    transport::Ask,
};

/// So often a tab that is sending is waited for before a sign-out goes on without it.
const DRAIN_WAITS: usize = 12;
/// Milliseconds each time.
const DRAIN_WAIT_MS: i64 = 250;
/// Key of the row, behind the person, that counts how often they have signed out here.
const ERA: &str = "era";

/// What is left on the device that only the person's key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remains {
    Nothing,
    /// Rows that could not be read with it either.
    Unreadable,
    /// Work that could not be sealed: it waits for its person.
    Work,
}

impl Client {
    /// Signs out. The key of what lies here is destroyed, and with it records and the list of what the server has; what was
    /// not sent, and what was begun, is first sealed to the server's key, and whoever signs in next delivers it. Works
    /// without a network: the server is told later.
    ///
    /// # Errors
    /// When the server could not be told: on this device the person is signed out all the same.
    pub fn sign_out(&self) -> Doing<'_, Result<(), Unreachable>> {
        Box::pin(async move {
            let _turn = self.session_turn().await;
            let told = match self.exchange(Ask::new("DELETE", "/api/session".to_owned())).await {
                Ok(heard) if matches!(heard.answer.status, 200 | 204) => Ok(()),
                Err(Stop::SIGNED_OUT) => Ok(()),
                _ => Err(Unreachable),
            };
            let mut ending = Vec::new();
            if told.is_err() {
                ending.push(Write::row(Table::State, ENDING.to_owned(), String::new(), Vec::new()));
            }
            self.leave(ending).await;
            self.0.machine.tell("session");
            told
        })
    }

    /// Takes the person off this device, and writes `ending` with it.
    pub(super) async fn leave(&self, mut ending: Vec<Write>) -> Remains {
        // Whoever is sending now writes down what the server said before the queue is sealed; but nobody waits for a
        // network that does not answer.
        let lease = self.wait_for_drain().await;
        let _turn = self.0.acts.take().await;
        self.begin_generation();
        ending.push(Write::gone(Table::State, PERSON.to_owned()));
        let person = self.0.state.borrow().person();
        // From here on no other tab can add to what is about to be sealed.
        let era = self.era_on_disk().await.ok().flatten().and_then(|era| era.parse::<u64>().ok()).unwrap_or_default();
        if let Some(key) = self.key(ERA).filter(|_| self.0.keeping == Keeping::OnDevice) {
            let row = Write::row(Table::Device, key, (era + 1).to_string(), Vec::new());
            let _ = self.0.storage.write(vec![row]).await;
        }
        let remains = self.empty_the_device(ending).await;
        let is_done = remains == Remains::Nothing && self.0.keeping == Keeping::OnDevice;
        if let Some(person) = person.filter(|_| is_done) {
            self.0.vault.forget(person).await;
        }
        self.0.vault.close();
        {
            let mut state = self.0.state.borrow_mut();
            *state = state.emptied();
        }
        drop(lease);
        let _ = self.load_sealed().await;
        for change in [Change::Records, Change::Outbox, Change::Status] {
            self.notify(change);
        }
        remains
    }

    async fn wait_for_drain(&self) -> Option<Lease> {
        if self.0.keeping == Keeping::InMemory {
            return None;
        }
        for _ in 0..DRAIN_WAITS {
            let lease = self.0.machine.lock("paidan-drain", Patience::IfAvailable).await;
            if lease.is_some() {
                return lease;
            }
            self.0.machine.wait(DRAIN_WAIT_MS).await;
        }
        None
    }

    /// Takes everything of the person off the device, sealing what the server lacks, and writes `ending` with it.
    async fn empty_the_device(&self, ending: Vec<Write>) -> Remains {
        let may_go = self.what_may_go().await;
        // First what the server has too: that makes room for what is sealed.
        let _ = self.0.storage.write(may_go).await;
        if let Some((sealed, is_whole)) = self.seal_what_waits().await
            && self.0.storage.write(ending.iter().cloned().chain(sealed).collect()).await.is_ok()
        {
            return if is_whole { Remains::Nothing } else { Remains::Unreadable };
        }
        // The work stays as it is, encrypted with its person's key, and waits for them.
        let _ = self.0.storage.write(ending).await;
        Remains::Work
    }

    /// Everything of the person that the server has too.
    async fn what_may_go(&self) -> Vec<Write> {
        let Some(prefix) = self.key("") else { return Vec::new() };
        let records = self.0.storage.rows(Table::Records, &prefix).await.unwrap_or_default();
        let mut batch = vec![Write::gone(Table::State, prefix.clone() + "pulled")];
        batch.extend(records.into_iter().map(|row| Write::gone(Table::Records, row.key)));
        let state = self.0.state.borrow();
        let may_go = |item: &&Item| item.state == EntryState::Accepted || planted::is("sign_out_takes_waiting_work");
        let done = state.outbox.items.iter().filter(may_go);
        batch.extend(done.map(|item| Write::gone(Table::Outbox, prefix.clone() + &super::act::row_name(item.seq))));
        for blob in state.blobs.iter().filter(|blob| blob.is_uploaded) {
            batch.extend(
                [Table::BlobIndex, Table::Blobs].map(|table| Write::gone(table, prefix.clone() + &blob.sha256)),
            );
        }
        batch
    }

    pub(super) async fn era_on_disk(&self) -> Result<Option<String>, StorageError> {
        let Some(key) = self.key(ERA) else { return Ok(None) };
        Ok(self.0.storage.row(Table::Device, &key).await?.map(|row| row.tag))
    }

    /// Goes into every batch that keeps work: it fails when the person has signed out in another tab, whose word has
    /// not come here yet. What this tab would write then nobody could read any more.
    pub(super) fn still_here(&self) -> Option<Write> {
        let key = self.key(ERA).filter(|_| self.0.keeping == Keeping::OnDevice)?;
        let era = self.0.state.borrow().era.clone();
        let same = Write::tag(Table::Device, key, era.as_deref().unwrap_or_default());
        Some(same.expecting(era.map_or(Expect::Absent, Expect::Tag)))
    }

    pub(super) async fn has_left_elsewhere(&self) -> Result<bool, StorageError> {
        let era = self.era_on_disk().await?;
        Ok(self.0.keeping == Keeping::OnDevice && era != self.0.state.borrow().era)
    }
}
