//! Who is signed in: signing in and out, coming back, and the device's registration.

use std::rc::Rc;

use domain::{
    DeviceId,
    sync::{Problem, SessionInfo},
};
use serde_json::{Value, json};

use crate::{
    Doing,
    client::{Change, Client, Keeping, State, fetch::Stop, load::PERSON},
    machine::{Lease, Patience},
    storage::{ENDING, Expect, StorageError, Table, Write},
    transport::Ask,
};

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
    pub fn sign_in<'a>(&'a self, login: &'a str, password: &'a str) -> Doing<'a, Result<Rc<SessionInfo>, SignInError>> {
        Box::pin(async move {
            let turn = self.session_turn().await;
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
            self.forget_wipe().await;
            drop(turn);
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
        })
    }

    /// Asks the server whose session this is. `Ok(None)`: nobody's; who was signed in stays on the screen, and the
    /// work waits.
    ///
    /// # Errors
    /// When no whole answer of the server came.
    pub fn resume(&self) -> Doing<'_, Result<Option<Rc<SessionInfo>>, Unreachable>> {
        Box::pin(async move {
            self.finish_sign_out().await?;
            if self.is_wiped() {
                // An emptied device takes up no session by itself, not even one that has not ended yet: somebody signs in first.
                return Ok(None);
            }
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
        })
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

    /// The device's id; None before it is registered.
    #[must_use]
    pub fn device(&self) -> Option<DeviceId> {
        self.0.state.borrow().device
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

    /// A session begins or ends one after the other in all tabs: the end of an old one that is still on its way would
    /// take the cookie of a new one with it.
    pub(super) async fn session_turn(&self) -> Option<Lease> {
        self.0.machine.lock("paidan-session", Patience::Wait).await
    }

    /// Tells the server of a sign-out that it has not heard of. Until then nobody comes back by the old session.
    pub(super) async fn finish_sign_out(&self) -> Result<(), Unreachable> {
        let _ = self.finish_wipe().await;
        if !self.is_ending().await {
            return Ok(());
        }
        let _turn = self.session_turn().await;
        if !self.is_ending().await {
            // Another tab was faster, or somebody has signed in meanwhile.
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

    async fn is_ending(&self) -> bool {
        matches!(self.0.storage.row(Table::State, ENDING).await, Ok(Some(_)))
    }

    /// Another tab has signed in or out.
    pub(super) async fn follow_session(&self) {
        self.0.state.borrow_mut().confirmed = false;
        let left = match self.0.keeping {
            Keeping::OnDevice => {
                // Signed out, or out and in again: the keys that are open here are no longer those on the device.
                self.has_left_elsewhere().await == Ok(true)
                    || matches!(self.0.storage.row(Table::State, PERSON).await, Ok(None))
            }
            Keeping::InMemory => false,
        };
        if left {
            // The other tab has cleared the device; here only the view is left.
            self.begin_generation();
            self.0.vault.close();
            {
                let mut state = self.0.state.borrow_mut();
                *state = state.emptied();
            }
            let _ = self.load_wiped().await;
            let _ = self.load_sealed().await;
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
