//! Devices: a key for signing, registered once (SYN-10).

use domain::{
    DeviceId,
    rights::{Action, Reach, widest},
};
use p256::{
    NistP256,
    elliptic_curve::{JwkEcKey, sec1::ToEncodedPoint},
};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use store::devices::{self, DeviceOf};

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

    /// Revokes a device: what it still sends goes to review.
    ///
    /// # Errors
    /// There is no such device for the caller, or the store.
    pub async fn revoke_device(&self, caller: &Caller, id: DeviceId) -> Result<()> {
        let reach = widest(&caller.actor(), Action::RevokeDevice);
        let is_own = devices::has_person(&mut self.db.read().await?, id, caller.person.id).await?;
        if reach != Reach::All && !(reach == Reach::Own && is_own) {
            return Err(ServiceError::NotFound);
        }
        let at = self.time.now().millis();
        let revoked = self.db.write(move |tx| Box::pin(async move { devices::revoke(tx, id, at).await })).await?;
        if revoked { Ok(()) } else { Err(ServiceError::NotFound) }
    }
}
