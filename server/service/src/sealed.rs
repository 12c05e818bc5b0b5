//! Sealed work: anybody's session delivers it, the server opens it and takes it in as of whoever did it (SYN-10).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    DeviceId,
    sealed::{HeldBack, INFO, Packet, PacketKind, SealedAnswer, SealingKey},
    signature::sha256_hex,
    sync::{MAX_ENVELOPES, Outcome, PushResult},
};
use hpke::{
    Deserializable, Kem, OpModeR, Serializable, aead::AesGcm256, kdf::HkdfSha256, kem::DhP256HkdfSha256,
    single_shot_open,
};
use serde::Deserialize;
use serde_json::Value;
use words::Lang;

use crate::{Caller, Result, Service, ServiceError, blobs::Piece, push::Delivery};

type Scheme = DhP256HkdfSha256;

/// A private key that opens what was sealed to its public half.
pub(crate) struct OpeningKey {
    id: String,
    private: <Scheme as Kem>::PrivateKey,
    public: Vec<u8>,
}

impl OpeningKey {
    /// The key that follows from a signing key: whoever keeps that one safe has kept both, and a centre that was
    /// restored with its signing keys can open what tablets still hold.
    pub(crate) fn of(seed: &[u8; 32]) -> Self {
        let material = sha256_hex(&[b"paidan sealing key 1".as_slice(), seed].concat());
        let (private, public) = Scheme::derive_keypair(material.as_bytes());
        let public = public.to_bytes().to_vec();
        Self { id: sha256_hex(&public)[..16].to_owned(), private, public }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn published(&self) -> SealingKey {
        SealingKey { id: self.id.clone(), public_key: URL_SAFE_NO_PAD.encode(&self.public) }
    }

    pub(crate) fn open(&self, packet: &Packet<'_>) -> Option<Vec<u8>> {
        let encapsulated = <Scheme as Kem>::EncappedKey::from_bytes(packet.encapsulated).ok()?;
        let mode = OpModeR::Base;
        single_shot_open::<AesGcm256, HkdfSha256, Scheme>(
            &mode,
            &self.private,
            &encapsulated,
            INFO,
            packet.ciphertext,
            packet.line,
        )
        .ok()
    }
}

/// What became of a packet.
pub enum Opened {
    Taken(Box<SealedAnswer>),
    /// The bytes are not what the name says.
    OtherBytes,
    /// It is no packet, or none of the server's keys opens it. Nothing was stored: whoever has it keeps it.
    NotOpened,
}

/// A push, as it was sealed.
#[derive(Deserialize)]
struct SealedPush {
    device_id: DeviceId,
    envelopes: Vec<Value>,
    /// What was held back of it, and why.
    #[serde(default)]
    held: Vec<HeldBack>,
}

impl Service {
    /// Opens a packet and takes in what is in it, as of whoever did it; the caller only delivers. However often it
    /// comes, each envelope in it has one effect.
    ///
    /// # Errors
    /// The device that sealed it is not known, or the store.
    pub async fn open_sealed(&self, caller: &Caller, sha256: &str, bytes: &[u8], lang: Lang) -> Result<Opened> {
        if sha256_hex(bytes) != sha256 {
            return Ok(Opened::OtherBytes);
        }
        let Some(packet) = Packet::read(bytes) else { return Ok(Opened::NotOpened) };
        let Some(plain) = self.keys.open(&packet) else { return Ok(Opened::NotOpened) };
        let mut answer = SealedAnswer {
            server_time: self.time.now(),
            receipt: None,
            accepted: 0,
            kept: 0,
            quarantined: 0,
            retry: 0,
            drafts: 0,
            begun: Vec::new(),
            held_back: Vec::new(),
        };
        match packet.head.kind {
            PacketKind::Blob => match self.keep(packet.head.actor, &sha256_hex(&plain), plain).await? {
                Piece::Complete => answer.accepted = 1,
                _ => return Ok(Opened::NotOpened),
            },
            PacketKind::Drafts => {
                let actor = packet.head.actor;
                let Some(begun) = self.keep_begun(actor, sha256, &plain).await? else { return Ok(Opened::NotOpened) };
                answer.drafts = begun.len();
                answer.begun = self.readable(caller, actor, begun).await?;
            }
            PacketKind::Actions => {
                let push = serde_json::from_slice(&plain).ok();
                let Some(SealedPush { device_id, envelopes, held }) =
                    push.filter(|push: &SealedPush| push.envelopes.len() <= MAX_ENVELOPES)
                else {
                    return Ok(Opened::NotOpened);
                };
                answer.held_back = self.readable_held(caller, packet.head.actor, held, &envelopes).await?;
                for result in self.take_sealed(caller, (device_id, packet.head.actor), envelopes, lang).await? {
                    match result.outcome {
                        Outcome::Accepted => answer.accepted += 1,
                        Outcome::Kept => answer.kept += 1,
                        Outcome::Quarantined => answer.quarantined += 1,
                        Outcome::Retry => answer.retry += 1,
                    }
                }
            }
        }
        if answer.retry == 0 {
            answer.receipt = Some(self.keys.receipt(sha256, sha256, Outcome::Accepted, answer.server_time));
        }
        Ok(Opened::Taken(Box::new(answer)))
    }

    async fn take_sealed(
        &self,
        caller: &Caller,
        (device_id, actor): (DeviceId, domain::PersonId),
        envelopes: Vec<Value>,
        lang: Lang,
    ) -> Result<Vec<PushResult>> {
        let delivery = Delivery { caller: caller.clone(), device_id, envelopes, lang, sealed_by: Some(actor) };
        match self.push(delivery).await {
            Ok(answer) => Ok(answer.results),
            Err(ServiceError::NotFound) => Err(ServiceError::Field { pointer: "/device_id", word: "unknown_device" }),
            Err(error) => Err(error),
        }
    }
}
