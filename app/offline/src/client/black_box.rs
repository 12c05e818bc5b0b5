//! The black box: what waits on this device in one sealed file, which any other device can hand in (SYN-10).

use domain::{
    sealed::{Begun, HeldBack, Packet, PacketKind, read_box, write_box},
    signature::sha256_hex,
};
use serde_json::Value;

use crate::{
    Doing,
    client::{
        ActError, Client, SyncEnd,
        sealed::{arrived_damaged, sealed_ask},
    },
    storage::{StorageError, Table},
};

/// A file with what waits on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlackBox {
    pub file: Vec<u8>,
    /// What is in it, counted as it is counted again where it is handed in.
    pub contents: BoxContents,
    /// Photos that did not fit, or cannot be read.
    pub photos_left: usize,
}

/// What is in such a file, as everybody may know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BoxContents {
    pub actions: usize,
    /// Of these, held back by their person. They are delivered as well.
    pub held: usize,
    pub photos: usize,
    /// Things begun and not finished.
    pub drafts: usize,
    /// People whose work it is.
    pub people: usize,
}

impl BoxContents {
    /// Counts what is in a file; None when it is no black box, or not whole.
    #[must_use]
    pub fn of(file: &[u8]) -> Option<Self> {
        let mut contents = Self::default();
        let mut people = Vec::new();
        for packet in read_box(file)?.into_iter().filter_map(Packet::read) {
            let head = packet.head;
            match head.kind {
                PacketKind::Actions => contents.actions += head.items,
                PacketKind::Blob => contents.photos += head.items,
                PacketKind::Drafts => contents.drafts += head.items,
            }
            contents.held += head.held;
            people.push(head.actor);
        }
        people.sort_unstable();
        people.dedup();
        contents.people = people.len();
        Some(contents)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actions + self.photos + self.drafts == 0
    }
}

/// What came of handing a file in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandedIn {
    /// What is in the file.
    pub contents: BoxContents,
    /// Actions that have their effect, now or from before.
    pub accepted: usize,
    /// The office decides.
    pub kept: usize,
    /// Kept for review.
    pub quarantined: usize,
    /// Photos that are on the server.
    pub photos: usize,
    /// Things begun that wait for their person there.
    pub drafts: usize,
    /// Must be handed in again later.
    pub retry: usize,
    /// The server could not open them.
    pub refused: usize,
    /// What was begun, where whoever hands it in may read it.
    pub begun: Vec<Begun>,
    /// What was held back, where whoever hands it in may read it.
    pub held_back: Vec<HeldBack>,
}

/// Why a file was not handed in, or not to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandInError {
    /// The file is no black box, or not whole.
    NoBox,
    /// No answer; what was handed in before it counts.
    Unreachable,
    SignedOut,
}

impl Client {
    /// Puts everything that waits into one file, sealed to the server's key, with what is held back and what was begun; photos
    /// as long as the file stays below `limit` bytes. Changes nothing here and needs no network.
    ///
    /// # Errors
    /// Nobody is signed in, the server's key has never come here, or the device cannot be read.
    pub fn black_box(&self, limit: usize) -> Doing<'_, Result<BlackBox, ActError>> {
        Box::pin(async move {
            let sealer = self.sealer().ok_or(ActError::NotSignedIn)?;
            let sealed = self.0.storage.rows(Table::Sealed, "").await?;
            let mut packets: Vec<Vec<u8>> = sealed.into_iter().map(|row| row.bytes).collect();
            packets.extend(self.sealed_actions(&sealer).await?.into_iter().map(|(_, _, packet)| packet));
            packets.extend(self.sealed_drafts(&sealer).await?.map(|(_, packet)| packet));
            let waiting: Vec<String> = {
                let state = self.0.state.borrow();
                state.blobs.iter().filter(|blob| !blob.is_uploaded).map(|blob| blob.sha256.clone()).collect()
            };
            let mut photos_left = 0;
            let mut size: usize = packets.iter().map(Vec::len).sum();
            for sha256 in waiting {
                match self.sealed_blob(&sealer, &sha256).await {
                    Ok(Some(packet)) if size + packet.len() <= limit => {
                        size += packet.len();
                        packets.push(packet);
                    }
                    Ok(_) | Err(StorageError::Broken) => photos_left += 1,
                    Err(error) => return Err(error.into()),
                }
            }
            let file = write_box(&packets);
            let contents = BoxContents::of(&file).unwrap_or_default();
            Ok(BlackBox { file, contents, photos_left })
        })
    }

    /// Hands in such a file, whosever it is; `heard` is told how many packets of how many are done. Handing it in twice
    /// has one effect.
    ///
    /// # Errors
    /// See [`HandInError`].
    pub async fn hand_in(&self, file: &[u8], heard: impl Fn(usize, usize)) -> Result<HandedIn, HandInError> {
        let packets = read_box(file).ok_or(HandInError::NoBox)?;
        let contents = BoxContents::of(file).ok_or(HandInError::NoBox)?;
        let mut sum = HandedIn { contents, ..HandedIn::default() };
        for (done, bytes) in packets.iter().enumerate() {
            heard(done, packets.len());
            let name = sha256_hex(bytes);
            let answer = self.exchange(sealed_ask(&name, bytes.to_vec())).await.map_err(|stop| match stop.end {
                SyncEnd::SignedOut => HandInError::SignedOut,
                _ => HandInError::Unreachable,
            })?;
            match (answer.answer.status, answer.answer.json()) {
                (200, Some(value)) => {
                    let count = |name: &str| {
                        let count = value.get(name).and_then(Value::as_u64).unwrap_or_default();
                        usize::try_from(count).unwrap_or_default()
                    };
                    let is_photo = Packet::read(bytes).is_some_and(|packet| packet.head.kind == PacketKind::Blob);
                    let taken = if is_photo { &mut sum.photos } else { &mut sum.accepted };
                    *taken += count("accepted");
                    sum.kept += count("kept");
                    sum.quarantined += count("quarantined");
                    sum.drafts += count("drafts");
                    let list = |name: &str| value.get(name).cloned().unwrap_or(Value::Array(Vec::new()));
                    sum.begun.extend(serde_json::from_value::<Vec<Begun>>(list("begun")).unwrap_or_default());
                    sum.held_back
                        .extend(serde_json::from_value::<Vec<HeldBack>>(list("held_back")).unwrap_or_default());
                    // Without the server's receipt for these very bytes nothing of it counts as handed in.
                    let receipt = self.packet_receipt(&value, &name).await;
                    sum.retry += if receipt.is_some() { 0 } else { count("retry").max(1) };
                }
                (413 | 422, Some(value)) if !arrived_damaged(&value) => {
                    sum.refused += Packet::read(bytes).map_or(1, |packet| packet.head.items)
                }
                _ => return Err(HandInError::Unreachable),
            }
        }
        heard(packets.len(), packets.len());
        Ok(sum)
    }
}
