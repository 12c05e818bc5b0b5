//! Devices: a key for signing, registered once (SYN-10).

use domain::{
    DeviceId, Timestamp,
    rights::{Action, Reach, widest},
    sealed::wiped_bytes,
    time::MINUTE,
};
use p256::{
    NistP256,
    elliptic_curve::{JwkEcKey, sec1::ToEncodedPoint},
};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use store::{
    devices::{self, DeviceOf},
    sessions,
};

use crate::{Caller, Result, Service, ServiceError};

/// The public ES256 key of a device.
pub struct DeviceKey(UnparsedPublicKey<Box<[u8]>>);

impl DeviceKey {
    /// Whether `signature` (base64url, r‖s) over `bytes` is by the key.
    #[must_use]
    pub fn verifies(&self, bytes: &[u8], signature: &str) -> bool {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        URL_SAFE_NO_PAD.decode(signature).is_ok_and(|signature| self.0.verify(bytes, &signature).is_ok())
    }
}

/// Reads a public ES256 key from its JWK; None when it is none.
#[must_use]
pub fn read_key(jwk: &str) -> Option<DeviceKey> {
    let jwk: JwkEcKey = jwk.parse().ok()?;
    let point = jwk.to_public_key::<NistP256>().ok()?.to_encoded_point(false);
    Some(DeviceKey(UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point.as_bytes().into())))
}

impl Service {
    /// Registers the caller's device by its public key.
    ///
    /// # Errors
    /// The key is no ES256 public key.
    pub async fn register_device(
        &self,
        caller: &Caller,
        public_key: &serde_json::Value,
        name: &str,
    ) -> Result<DeviceId> {
        // Only the public members are kept, whatever else was sent.
        let member = |name: &str| public_key.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let jwk = serde_json::json!({"kty": member("kty"), "crv": member("crv"), "x": member("x"), "y": member("y")})
            .to_string();
        if read_key(&jwk).is_none() {
            return Err(ServiceError::Field { pointer: "/public_key", word: "no_es256_key" });
        }
        let id = DeviceId(self.new_id());
        let name: String = name.trim().chars().filter(|letter| !letter.is_control()).take(80).collect();
        let (person, at) = (caller.person.id, self.time.now().millis());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    devices::insert(tx, id, &name, &jwk, at).await?;
                    devices::add_person(tx, id, person).await
                })
            })
            .await?;
        Ok(id)
    }

    /// Devices the caller may see.
    ///
    /// # Errors
    /// The caller may see none, or the store.
    pub async fn devices(&self, caller: &Caller) -> Result<Vec<DeviceOf>> {
        let reach = widest(&caller.actor(), Action::SeeDevices);
        let mut all = devices::list(&mut self.db.read().await?).await?;
        match reach {
            Reach::All => Ok(all),
            Reach::Own => {
                all.retain(|device| device.person == caller.person.id.0);
                Ok(all)
            }
            _ => Err(ServiceError::NotFound),
        }
    }

    /// Revokes a device: what it still sends goes to review, and at its next contact it empties itself.
    ///
    /// # Errors
    /// There is no such device for the caller, or the store.
    pub async fn revoke_device(&self, caller: &Caller, id: DeviceId) -> Result<()> {
        self.may_revoke(caller, id).await?;
        let at = self.time.now().millis();
        let revoked = self.db.write(move |tx| Box::pin(async move { devices::revoke(tx, id, at).await })).await?;
        if revoked { Ok(()) } else { Err(ServiceError::NotFound) }
    }

    /// Takes a revocation back, as long as the device has not emptied itself.
    ///
    /// # Errors
    /// There is no such device for the caller, it is not revoked or already empty; or the store.
    pub async fn restore_device(&self, caller: &Caller, id: DeviceId) -> Result<()> {
        self.may_revoke(caller, id).await?;
        let restored = self.db.write(move |tx| Box::pin(async move { devices::restore(tx, id).await })).await?;
        if restored { Ok(()) } else { Err(ServiceError::NotFound) }
    }

    async fn may_revoke(&self, caller: &Caller, id: DeviceId) -> Result<()> {
        let reach = widest(&caller.actor(), Action::RevokeDevice);
        let is_own = devices::has_person(&mut self.db.read().await?, id, caller.person.id).await?;
        if reach == Reach::All || (reach == Reach::Own && is_own) { Ok(()) } else { Err(ServiceError::NotFound) }
    }

    /// Whether a device is revoked. Anybody may ask who knows its id: a tablet whose session has ended must learn it too.
    ///
    /// # Errors
    /// There is no such device, or the store.
    pub async fn is_revoked(&self, id: DeviceId) -> Result<bool> {
        let device = devices::find(&mut self.db.read().await?, id).await?.ok_or(ServiceError::NotFound)?;
        Ok(device.revoked_at.is_some())
    }

    /// Notes that a device was heard, so that nobody looks for a tablet that works. False when it is revoked.
    ///
    /// # Errors
    /// There is no such device, or the store can't be read, or the session could not be bound to the device. That the note
    /// could not be kept is no error.
    pub async fn hear(&self, caller: &Caller, id: DeviceId) -> Result<bool> {
        let device = devices::find(&mut self.db.read().await?, id).await?.ok_or(ServiceError::NotFound)?;
        let (now, person) = (self.time.now(), caller.person.id);
        if caller.device != Some(id) {
            let session = caller.session;
            self.db.write(move |tx| Box::pin(async move { sessions::bind(tx, session, id).await })).await?;
        }
        // Tablets ask all day: a write for each of them would make the others wait.
        if now.since(Timestamp(device.heard_at)) >= MINUTE {
            let note = self.db.write(move |tx| Box::pin(devices::hear(tx, id, person, now.millis())));
            if let Err(error) = note.await {
                tracing::warn!(%error, "a device was heard, but that could not be noted");
            }
        }
        Ok(device.revoked_at.is_none())
    }

    /// A revoked device says that it holds nothing any more; `signature` is by its own key over [`wiped_bytes`].
    ///
    /// # Errors
    /// There is no such device, it is not revoked, or it did not say so itself; or the store.
    pub async fn note_wiped(&self, id: DeviceId, signature: &str) -> Result<()> {
        let device = devices::find(&mut self.db.read().await?, id).await?;
        let device = device.filter(|device| device.revoked_at.is_some()).ok_or(ServiceError::NotFound)?;
        let is_its_own =
            read_key(&device.public_key).is_some_and(|key| key.verifies(wiped_bytes(id).as_bytes(), signature));
        if !is_its_own {
            return Err(ServiceError::NotFound);
        }
        let at = self.time.now().millis();
        self.db.write(move |tx| Box::pin(async move { devices::note_wiped(tx, id, at).await })).await?;
        Ok(())
    }
}
