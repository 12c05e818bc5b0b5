//! Signing in and out, sessions, the first administrator's link (ADM-2, ADM-5).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    DeviceId, PersonId, Timestamp,
    signature::sha256_hex,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use store::{people, sessions};
use uuid::Uuid;

use crate::{Caller, Result, Service, ServiceError, passwords};

/// Failures under one name before it has to wait.
const FREE_FAILURES: i64 = 5;
/// A session ends when it has not been used for so long.
const SESSION_IDLE: i64 = 30 * DAY;
/// How often the use of a session is noted.
const TOUCH_EVERY: i64 = 10 * MINUTE;

/// A fresh session: the token goes into the cookie and is kept nowhere else.
pub struct SignedIn {
    pub token: String,
    pub caller: Caller,
}

impl Service {
    /// Signs in with name and password.
    ///
    /// # Errors
    /// [`ServiceError::SignInRefused`], or [`ServiceError::TooMany`] after repeated failures: each further one doubles
    /// the wait, up to 15 minutes, for this name only.
    pub async fn sign_in(&self, login: &str, password: &str, address: &str, agent: &str) -> Result<SignedIn> {
        // No name holds U+0000, which PostgreSQL would refuse to look for.
        let login = login.replace('\0', "").trim().to_lowercase();
        let now = self.time.now();
        let mut conn = self.db.read().await?;
        let attempts = people::attempts(&mut conn, &login).await?;
        let credentials = people::credentials(&mut conn, &login).await?;
        drop(conn);
        if attempts.blocked_until > now.millis() {
            let left = attempts.blocked_until - now.millis();
            return Err(ServiceError::TooMany { retry_after_s: (left + SECOND - 1) / SECOND });
        }
        let hash = credentials.as_ref().filter(|found| found.active).and_then(|found| found.password_hash.clone());
        let fits = passwords::fits(password, hash).await;
        let Some(found) = credentials.filter(|_| fits) else {
            self.note_failure(login, attempts.failures + 1, now).await?;
            return Err(ServiceError::SignInRefused);
        };
        if attempts.failures > 0 {
            self.db
                .write(move |tx| {
                    Box::pin(async move { people::set_attempts(tx, &login, people::Attempts::default()).await })
                })
                .await?;
        }
        self.open_session(PersonId(found.id), address, agent).await
    }

    async fn note_failure(&self, login: String, failures: i64, now: Timestamp) -> Result<()> {
        // Names are free text: without a limit anybody could fill the table.
        if login.len() > 64 {
            return Ok(());
        }
        let over = (failures - FREE_FAILURES).clamp(-1, 9);
        let wait = if over < 0 { 0 } else { (SECOND << over).min(15 * MINUTE) };
        let attempts = people::Attempts { failures, blocked_until: now.millis() + wait };
        self.db.write(move |tx| Box::pin(async move { people::set_attempts(tx, &login, attempts).await })).await?;
        Ok(())
    }

    async fn open_session(&self, person: PersonId, address: &str, agent: &str) -> Result<SignedIn> {
        let token = URL_SAFE_NO_PAD.encode(self.chance.bytes::<32>());
        let now = self.time.now().millis();
        let session = sessions::Session {
            id: self.new_id(),
            person: person.0,
            created_at: now,
            last_used_at: now,
            address: address.to_owned(),
            agent: agent.chars().take(200).collect(),
            device: None,
            revoked_at: None,
        };
        let id = session.id;
        let hash = sha256_hex(token.as_bytes());
        self.db.write(move |tx| Box::pin(async move { sessions::insert(tx, &session, &hash).await })).await?;
        let (person, _) = people::find(&mut self.db.read().await?, person).await?.ok_or(ServiceError::SignInRefused)?;
        Ok(SignedIn { token, caller: Caller::of(person, id, address) })
    }

    /// The caller behind a token; None when the session has ended or the person works here no more.
    ///
    /// # Errors
    /// The store.
    pub async fn caller(&self, token: &str, address: &str) -> Result<Option<Caller>> {
        let mut conn = self.db.read().await?;
        let Some(session) = sessions::find(&mut conn, &sha256_hex(token.as_bytes())).await? else { return Ok(None) };
        let now = self.time.now().millis();
        if now - session.last_used_at > SESSION_IDLE {
            return Ok(None);
        }
        let Some((person, _)) =
            people::find(&mut conn, PersonId(session.person)).await?.filter(|(person, _)| person.active)
        else {
            return Ok(None);
        };
        drop(conn);
        if now - session.last_used_at > TOUCH_EVERY {
            let id = session.id;
            let noted = self.db.write(move |tx| Box::pin(async move { sessions::touch(tx, id, now).await })).await;
            // A full disk must not keep people from reading.
            noted.unwrap_or_else(|error| tracing::warn!(%error, "the use of a session was not noted"));
        }
        let (device, is_revoked) = (session.device.map(DeviceId), session.revoked_at.is_some());
        Ok(Some(Caller { person, session: session.id, address: address.to_owned(), device, is_revoked }))
    }

    /// Ends the caller's own session, or another one of the same person.
    ///
    /// # Errors
    /// There is no such session, or the store.
    pub async fn end_session(&self, caller: &Caller, session: Uuid) -> Result<()> {
        let person = caller.person.id;
        let ended = self.db.write(move |tx| Box::pin(async move { sessions::end(tx, session, person).await })).await?;
        if ended { Ok(()) } else { Err(ServiceError::NotFound) }
    }

    /// The caller's sessions.
    ///
    /// # Errors
    /// The store.
    pub async fn sessions(&self, caller: &Caller) -> Result<Vec<sessions::Session>> {
        Ok(sessions::of_person(&mut self.db.read().await?, caller.person.id).await?)
    }

    /// Changes the caller's password and ends all other sessions.
    ///
    /// # Errors
    /// The old password does not fit, the new one is too short, or the store.
    pub async fn change_password(&self, caller: &Caller, old: &str, new: &str) -> Result<()> {
        let credentials = people::credentials(&mut self.db.read().await?, &caller.person.login).await?;
        if !passwords::fits(old, credentials.and_then(|found| found.password_hash)).await {
            return Err(ServiceError::Field { pointer: "/old", word: "wrong_password" });
        }
        let hash = passwords::hash(new).await.map_err(|error| match error {
            ServiceError::Field { word, .. } => ServiceError::Field { pointer: "/new", word },
            other => other,
        })?;
        let (person, session) = (caller.person.id, caller.session);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    people::set_password(tx, person, &hash).await?;
                    sessions::end_others(tx, person, session).await
                })
            })
            .await?;
        Ok(())
    }

    /// Makes a link that signs a person in once, valid for a day; returns its token (ADM-5).
    ///
    /// # Errors
    /// The store.
    pub async fn one_time_link(&self, person: PersonId) -> Result<String> {
        let token = URL_SAFE_NO_PAD.encode(self.chance.bytes::<32>());
        let hash = sha256_hex(token.as_bytes());
        let expires_at = self.time.now().plus(24 * HOUR).millis();
        self.db
            .write(move |tx| Box::pin(async move { sessions::insert_link(tx, &hash, person, expires_at).await }))
            .await?;
        Ok(token)
    }

    /// Signs in by a link; it is used up.
    ///
    /// # Errors
    /// The link is unknown, used or too old.
    pub async fn sign_in_by_link(&self, token: &str, address: &str, agent: &str) -> Result<SignedIn> {
        let hash = sha256_hex(token.as_bytes());
        let now = self.time.now().millis();
        let person = self.db.write(move |tx| Box::pin(async move { sessions::use_link(tx, &hash, now).await })).await?;
        self.open_session(person.ok_or(ServiceError::SignInRefused)?, address, agent).await
    }
}
