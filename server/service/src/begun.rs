//! What somebody had begun and not finished when they left a tablet: kept for them, read by nobody else but whoever manages
//! the visit and brings it in, and given back at their next sign-in (SYN-10).

use std::collections::HashMap;

use domain::{
    DeviceId, DispatchId, PersonId, RequestId,
    rights::{self, Action, Scope},
    sealed::{Begun, HeldBack},
    sync::signing_bytes,
};
use serde::Deserialize;
use serde_json::Value;
use store::{
    Conn,
    begun::{self, Left},
    devices as stored_devices, requests,
};
use uuid::Uuid;

use crate::{Caller, Result, Service, ServiceError, devices};

/// What was begun, as it was sealed.
#[derive(Deserialize)]
struct SealedDrafts {
    device_id: DeviceId,
    drafts: Vec<Begun>,
    sig: String,
}

/// What waits for somebody.
pub struct Waiting {
    pub items: Vec<Left>,
    /// What the tablets are called where it was begun.
    pub devices: HashMap<Uuid, String>,
}

impl Service {
    /// Keeps what was begun for its person; None when it is not theirs: whoever sealed it did not hold their key.
    pub(crate) async fn keep_begun(&self, person: PersonId, sha256: &str, plain: &[u8]) -> Result<Option<Vec<Begun>>> {
        let Ok(mut value) = serde_json::from_slice::<Value>(plain) else { return Ok(None) };
        let Ok(SealedDrafts { device_id, drafts, sig }) = SealedDrafts::deserialize(&value) else { return Ok(None) };
        let mut conn = self.db.read().await?;
        let device = stored_devices::find(&mut conn, device_id).await?;
        let key = device.and_then(|device| devices::read_key(&device.public_key));
        let is_signed = key.is_some_and(|key| key.verifies(&signing_bytes(&mut value), &sig));
        if !is_signed || !stored_devices::has_person(&mut conn, device_id, person).await? {
            return Ok(None);
        }
        drop(conn);
        let left = Left {
            sha256: sha256.to_owned(),
            device: device_id.0,
            received_at: self.time.now().millis(),
            drafts: serde_json::to_string(&drafts).unwrap_or_default(),
        };
        self.db.write(move |tx| Box::pin(async move { begun::add(tx, person, &left).await })).await?;
        Ok(Some(drafts))
    }

    /// What waits for the caller.
    ///
    /// # Errors
    /// The store.
    pub async fn begun(&self, caller: &Caller) -> Result<Waiting> {
        let mut conn = self.db.read().await?;
        let items = begun::of(&mut conn, caller.person.id).await?;
        let ids: Vec<Uuid> = items.iter().map(|left| left.device).collect();
        let devices = stored_devices::names(&mut conn, &ids).await?;
        Ok(Waiting { items, devices })
    }

    /// The caller has it again.
    ///
    /// # Errors
    /// Nothing of the name waits for the caller; the store.
    pub async fn take_up(&self, caller: &Caller, sha256: &str) -> Result<()> {
        let (person, sha256, at) = (caller.person.id, sha256.to_owned(), self.time.now().millis());
        let taken = self.db.write(move |tx| Box::pin(async move { begun::take_up(tx, person, &sha256, at).await }));
        if taken.await? { Ok(()) } else { Err(ServiceError::NotFound) }
    }

    /// Of what was begun by `person`, what the caller may read: all of it who began it, else what is about visits that the
    /// caller manages.
    pub(crate) async fn readable(&self, caller: &Caller, person: PersonId, begun: Vec<Begun>) -> Result<Vec<Begun>> {
        if caller.person.id == person {
            return Ok(begun);
        }
        let mut conn = self.db.read().await?;
        let mut readable = Vec::new();
        for one in begun {
            let id = one.name.len().checked_sub(36).and_then(|start| one.name.get(start..));
            let dispatch = id.and_then(|id| Uuid::parse_str(id).ok()).map(DispatchId);
            let request = match dispatch {
                Some(dispatch) => requests::of_dispatch(&mut conn, dispatch).await?,
                None => None,
            };
            if manages(&mut conn, caller, request).await? {
                readable.push(one);
            }
        }
        Ok(readable)
    }

    /// Of what `person` had held back, what the caller may read, with the commands from the envelopes.
    pub(crate) async fn readable_held(
        &self,
        caller: &Caller,
        person: PersonId,
        held: Vec<HeldBack>,
        envelopes: &[Value],
    ) -> Result<Vec<HeldBack>> {
        let mut conn = self.db.read().await?;
        let mut readable = Vec::new();
        for mut one in held {
            let Some(envelope) = envelopes.iter().find(|envelope| envelope["id"] == one.id.as_str()) else { continue };
            let id = envelope["subject"]["id"].as_str().and_then(|id| Uuid::parse_str(id).ok());
            let request = match (id, envelope["subject"]["kind"].as_str()) {
                (Some(id), Some("request")) => Some(RequestId(id)),
                (Some(id), _) => requests::of_dispatch(&mut conn, DispatchId(id)).await?,
                _ => None,
            };
            if caller.person.id == person || manages(&mut conn, caller, request).await? {
                one.command = envelope["command"].clone();
                readable.push(one);
            }
        }
        Ok(readable)
    }
}

async fn manages(conn: &mut Conn, caller: &Caller, request: Option<RequestId>) -> Result<bool> {
    let Some(id) = request else { return Ok(false) };
    let Some(stored) = requests::find(conn, id).await? else { return Ok(false) };
    let scope = Scope { region: &stored.request.region, owners: &[], archived: false };
    Ok(rights::permits(&caller.actor(), Action::ManageDispatch, &scope))
}
