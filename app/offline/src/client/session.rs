//! Who is signed in: signing in and out, coming back, and the device's registration.

use std::rc::Rc;

use domain::{
    DeviceId,
    sync::{Problem, SessionInfo},
};
use serde_json::{Value, json};

use crate::{
    client::{Change, Client, Keeping, State, fetch::Stop, load::PERSON},
    outbox::{EntryState, Item},
    storage::{Expect, StorageError, Table, Write},
    transport::Ask,
};

/// Key of the row that says that the server must still be told of a sign-out.
const ENDING: &str = "ending";

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInError {
    WrongPassword,
    /// Too many attempts.
    TooMany {
        retry_after_s: u64,
    },
    Unreachable,
    /// The server answered, but not with a session; or the device cannot keep it.
    ServerTrouble,
}

/// No answer of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable;

impl Client {
    /// Signs in, fetches the session and registers the device.
    ///
    /// # Errors
    /// See [`SignInError`].
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<Rc<SessionInfo>, SignInError> {
        let body = json!({"login": login, "password": password}).to_string().into_bytes();
        let ask = Ask::new("POST", "/api/session".to_owned()).json(body);
        let answer = self.0.transport.send(ask).await.map_err(|_| SignInError::Unreachable)?;
        match answer.status {
            200 | 204 if !answer.media_type.starts_with("text/html") => {}
            401 => return Err(SignInError::WrongPassword),
            429 => return Err(SignInError::TooMany { retry_after_s: answer.retry_after_s.unwrap_or(60) }),
            _ => return Err(SignInError::ServerTrouble),
        }
        // This session is wanted: a sign-out of before that the server never heard of is settled by it.
        let _ = self.0.storage.write(vec![Write::gone(Table::State, ENDING.to_owned())]).await;
        match self.resume().await {
            Ok(Some(session)) => {
                self.0.machine.tell("session");
                self.0.wake.call();
                self.0.live_wake.call();
                Ok(session)
            }
            Ok(None) => Err(SignInError::ServerTrouble),
            Err(Unreachable) => Err(SignInError::Unreachable),
        }
    }

    /// Asks the server whose session this is. `Ok(None)`: nobody's; who was signed in stays on the screen, and the
    /// work waits.
    ///
    /// # Errors
    /// When no whole answer of the server came.
    pub async fn resume(&self) -> Result<Option<Rc<SessionInfo>>, Unreachable> {
        self.finish_sign_out().await?;
        let heard = match self.exchange(Ask::new("GET", "/api/session".to_owned())).await {
            Ok(heard) => heard,
            Err(Stop::SIGNED_OUT) => return Ok(None),
            Err(_) => return Err(Unreachable),
        };
        let value = heard.answer.json().filter(|_| heard.answer.status == 200).ok_or(Unreachable)?;
        let session: SessionInfo = serde_json::from_value(value.clone()).map_err(|_| Unreachable)?;
        let server_time = session.server_time;
        let session = self.adopt(Rc::new(session), value).await?;
        {
            let mut state = self.0.state.borrow_mut();
            state.clock.sample(server_time, heard.at);
            state.confirmed = true;
            state.signed_out = false;
        }
        // A tablet is registered at the first contact, and if that fails at a later one; an office browser when it has
        // something to sign.
        if self.0.keeping == Keeping::OnDevice {
            let _ = self.ensure_device().await;
        }
        self.notify(Change::Status);
        Ok(Some(session))
    }

    /// Makes the session's person the one who works here.
    async fn adopt(&self, session: Rc<SessionInfo>, value: Value) -> Result<Rc<SessionInfo>, Unreachable> {
        let known = self.session().filter(|known| known.person.id == session.person.id);
        match known {
            // The time in it is new every time; everything else hardly ever is.
            Some(known) if SessionInfo { server_time: known.server_time, ..(*session).clone() } == *known => {
                return Ok(known);
            }
            Some(_) => self.0.state.borrow_mut().session = Some(session.clone()),
            None => self.load(session.clone()).await.map_err(|_| Unreachable)?,
        }
        let sealing = self.seal(value.to_string().into_bytes());
        if let Ok(sealed) = sealing.await {
            let row = Write::row(Table::State, PERSON.to_owned(), session.person.id.to_string(), sealed);
            // Without this row the next cold start asks for a password: a nuisance, no loss.
            let _ = self.0.storage.write(vec![row]).await;
        }
        Ok(session)
    }

    /// The device's id, registering its key when the server does not know it yet.
    pub(super) async fn ensure_device(&self) -> Result<DeviceId, Stop> {
        if let Some(device) = self.0.state.borrow().device {
            return Ok(device);
        }
        let key = self.key(self.device_row()).ok_or(Stop::NOT_SIGNED_IN)?;
        let public_key = self.0.vault.public_key().await.map_err(|_| Stop::STORAGE)?;
        let body = json!({"public_key": public_key, "name": self.0.machine.name()}).to_string().into_bytes();
        let heard = self.exchange(Ask::new("POST", "/api/devices".to_owned()).json(body)).await?;
        let answer = heard.answer.json().filter(|_| matches!(heard.answer.status, 200 | 201));
        let id = answer.as_ref().and_then(|answer| answer.get("device_id")?.as_str()?.parse::<DeviceId>().ok());
        let id = id.ok_or(Stop::TROUBLE)?;
        let row = Write::row(Table::Device, key, id.to_string(), Vec::new()).expecting(Expect::Absent);
        let written = self.0.storage.write(vec![row]).await;
        if written == Err(StorageError::Changed) && self.load_device().await.is_ok() {
            // Another tab has registered the same key a moment ago: one number row, one device.
            return self.0.state.borrow().device.ok_or(Stop::STORAGE);
        }
        let mut state = self.0.state.borrow_mut();
        state.device = Some(id);
        state.clock.note_contact(heard.at);
        Ok(id)
    }

    /// The server does not know this device any more: it was restored from an older backup, say.
    pub(super) async fn forget_device(&self) {
        if let Some(key) = self.key(self.device_row()) {
            let _ = self.0.storage.write(vec![Write::gone(Table::Device, key)]).await;
        }
        self.0.state.borrow_mut().device = None;
    }

    /// Signs out. Records, and actions that have their receipt, leave the device; what was not sent stays, sealed
    /// with the person's key, and waits for them. Without a network the server is told later.
    ///
    /// # Errors
    /// When the server could not be told: on this device the person is signed out all the same.
    pub async fn sign_out(&self) -> Result<(), Unreachable> {
        let told = match self.exchange(Ask::new("DELETE", "/api/session".to_owned())).await {
            Ok(heard) if matches!(heard.answer.status, 200 | 204) => Ok(()),
            Err(Stop::SIGNED_OUT) => Ok(()),
            _ => Err(Unreachable),
        };
        self.leave(told.is_err()).await;
        self.0.machine.tell("session");
        told
    }

    async fn leave(&self, server_must_be_told: bool) {
        let _turn = self.0.acts.take().await;
        self.begin_generation();
        let mut batch = vec![Write::gone(Table::State, PERSON.to_owned())];
        if server_must_be_told {
            batch.push(Write::row(Table::State, ENDING.to_owned(), String::new(), Vec::new()));
        }
        batch.extend(self.what_may_go().await);
        let keeps_nothing = {
            let state = self.0.state.borrow();
            let done = |entry: &EntryState| *entry == EntryState::Accepted;
            state.outbox.unreadable == 0
                && state.outbox.items.iter().all(|item| done(&item.state))
                && state.blobs.iter().all(|blob| blob.is_uploaded)
        };
        let written = self.0.storage.write(batch).await;
        let person = self.0.state.borrow().person();
        if let Some(person) = person.filter(|_| keeps_nothing && written.is_ok() && self.0.keeping == Keeping::OnDevice)
        {
            self.0.vault.forget(person).await;
        }
        self.0.vault.close();
        {
            let mut state = self.0.state.borrow_mut();
            *state = state.emptied();
        }
        for change in [Change::Records, Change::Outbox, Change::Status] {
            self.notify(change);
        }
    }

    /// Everything of the person that the server has too.
    async fn what_may_go(&self) -> Vec<Write> {
        let Some(prefix) = self.key("") else { return Vec::new() };
        let records = self.0.storage.rows(Table::Records, &prefix).await.unwrap_or_default();
        let mut batch = vec![Write::gone(Table::State, prefix.clone() + "pulled")];
        batch.extend(records.into_iter().map(|row| Write::gone(Table::Records, row.key)));
        let drafts = self.draft_rows().await.unwrap_or_default();
        batch.extend(drafts.into_iter().map(|row| Write::gone(Table::State, row.key)));
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

    /// Tells the server of a sign-out that it has not heard of. Until then nobody comes back by the old session.
    pub(super) async fn finish_sign_out(&self) -> Result<(), Unreachable> {
        let row = self.0.storage.row(Table::State, ENDING).await.ok().flatten();
        if row.is_none() {
            return Ok(());
        }
        match self.exchange(Ask::new("DELETE", "/api/session".to_owned())).await {
            Ok(heard) if matches!(heard.answer.status, 200 | 204) => {}
            Err(Stop::SIGNED_OUT) => {}
            _ => return Err(Unreachable),
        }
        let _ = self.0.storage.write(vec![Write::gone(Table::State, ENDING.to_owned())]).await;
        Ok(())
    }

    /// Another tab has signed in or out.
    pub(super) async fn follow_session(&self) {
        self.0.state.borrow_mut().confirmed = false;
        let left = match self.0.keeping {
            Keeping::OnDevice => matches!(self.0.storage.row(Table::State, PERSON).await, Ok(None)),
            Keeping::InMemory => false,
        };
        if left {
            // The other tab has cleared the device; here only the view is left.
            self.begin_generation();
            self.0.vault.close();
            let mut state = self.0.state.borrow_mut();
            *state = state.emptied();
        }
        if let Ok(None) = self.resume().await
            && self.0.keeping == Keeping::InMemory
        {
            self.begin_generation();
            let mut state = self.0.state.borrow_mut();
            *state = State { signed_out: true, ..state.emptied() };
        }
        for change in [Change::Records, Change::Outbox, Change::Status] {
            self.notify(change);
        }
        self.0.wake.call();
    }
}

/// Whether a problem says that the device must be registered again.
pub(super) fn is_unknown_device(problem: &Problem) -> bool {
    // The address itself is known, so what was not found is the device.
    problem.status == Some(404) || problem.word == "unknown_device"
}
