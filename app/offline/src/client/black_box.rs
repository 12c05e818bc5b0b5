//! The black box: what waits on this device in one sealed file, which any other device can hand in (SYN-10).

use domain::{
    sealed::{Packet, read_box, write_box},
    signature::sha256_hex,
};

use crate::{
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
    /// Actions and photos of this person that are in it.
    pub actions: usize,
    pub photos: usize,
    /// Photos that did not fit, or cannot be read.
    pub photos_left: usize,
    /// Packets of colleagues that wait here too.
    pub of_others: usize,
}

/// What came of handing a file in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandedIn {
    /// Actions and photos that have their effect, now or from before.
    pub accepted: usize,
    /// The office decides.
    pub kept: usize,
    /// Kept for review.
    pub quarantined: usize,
    /// Must be handed in again later.
    pub retry: usize,
    /// The server could not open them.
    pub refused: usize,
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
    /// Puts everything that waits into one file, sealed to the server's key; photos as long as the file stays below
    /// `limit` bytes. Changes nothing here and needs no network.
    ///
    /// # Errors
    /// Nobody is signed in, the server's key has never come here, or the device cannot be read.
    pub async fn black_box(&self, limit: usize) -> Result<BlackBox, ActError> {
        let sealer = self.sealer().ok_or(ActError::NotSignedIn)?;
        let mut packets = Vec::new();
        let mut of_others = 0;
        for row in self.0.storage.rows(Table::Sealed, "").await? {
            of_others += 1;
            packets.push(row.bytes);
        }
        let mut actions = 0;
        for (_, count, packet) in self.sealed_actions(&sealer).await? {
            actions += count;
            packets.push(packet);
        }
        let waiting: Vec<String> = {
            let state = self.0.state.borrow();
            state.blobs.iter().filter(|blob| !blob.is_uploaded).map(|blob| blob.sha256.clone()).collect()
        };
        let (mut photos, mut photos_left) = (0, 0);
        let mut size: usize = packets.iter().map(Vec::len).sum();
        for sha256 in waiting {
            match self.sealed_blob(&sealer, &sha256).await {
                Ok(Some(packet)) if size + packet.len() <= limit => {
                    size += packet.len();
                    photos += 1;
                    packets.push(packet);
                }
                Ok(_) | Err(StorageError::Broken) => photos_left += 1,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(BlackBox { file: write_box(&packets), actions, photos, photos_left, of_others })
    }

    /// Hands in such a file, whosever it is; `heard` is told how many packets of how many are done. Handing it in twice
    /// has one effect.
    ///
    /// # Errors
    /// See [`HandInError`].
    pub async fn hand_in(&self, file: &[u8], heard: impl Fn(usize, usize)) -> Result<HandedIn, HandInError> {
        let packets = read_box(file).ok_or(HandInError::NoBox)?;
        let mut sum = HandedIn::default();
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
                        let count = value.get(name).and_then(serde_json::Value::as_u64).unwrap_or_default();
                        usize::try_from(count).unwrap_or_default()
                    };
                    sum.accepted += count("accepted");
                    sum.kept += count("kept");
                    sum.quarantined += count("quarantined");
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
