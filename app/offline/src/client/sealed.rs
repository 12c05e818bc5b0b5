//! Work that its person leaves behind unsent is sealed to the server's key: the next session here delivers it, and can
//! neither read it nor send it as its own (SYN-10).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    DeviceId, PersonId,
    sealed::{PacketHead, PacketKind},
    signature::sha256_hex,
    sync::{MAX_ENVELOPES, MAX_PUSH_BYTES, signing_bytes},
};
use serde_json::{Value, json};

use crate::{
    client::{Client, State, SyncEnd, SyncReport, act::row_name, fetch::Stop, push::push_ask},
    outbox::{EntryState, Item},
    storage::{Row, StorageError, Table, Write},
    transport::Ask,
};

/// Room in a push for what stands around the envelopes.
const FRAME_BYTES: usize = 256;

/// Somebody's sealed work on this device, as everybody may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedWork {
    pub person: PersonId,
    pub name: String,
    /// Actions.
    pub actions: usize,
    /// Photos.
    pub photos: usize,
    /// Things begun and not finished.
    pub drafts: usize,
    /// The server could not open some of it: it stays here until somebody finds out why.
    pub is_refused: bool,
}

/// What is known of a packet without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    key: String,
    person: PersonId,
    kind: PacketKind,
    items: usize,
    name: String,
    is_refused: bool,
}

impl Note {
    fn from_row(key: String, tag: &str) -> Option<Self> {
        let person = key.split('/').next()?.parse().ok()?;
        let mut parts = tag.splitn(3, ' ');
        let kind = match parts.next()? {
            "blob" => PacketKind::Blob,
            "drafts" => PacketKind::Drafts,
            _ => PacketKind::Actions,
        };
        let items = parts.next()?.parse().ok()?;
        Some(Self { key, person, kind, items, name: parts.next()?.to_owned(), is_refused: false })
    }
}

/// Whose work is sealed, and to which key.
pub(super) struct Sealer {
    key_id: String,
    public_key: Vec<u8>,
    pub device: DeviceId,
    pub person: PersonId,
    name: String,
}

impl Sealer {
    fn tag(&self, kind: PacketKind, items: usize) -> String {
        let word = match kind {
            PacketKind::Blob => "blob",
            PacketKind::Drafts => "drafts",
            PacketKind::Actions => "actions",
        };
        [word, &items.to_string(), &self.name].join(" ")
    }
}

impl State {
    /// Actions, photos and things begun that wait to be delivered.
    pub(super) fn sealed_waiting(&self) -> usize {
        self.sealed.iter().map(|note| note.items).sum()
    }

    /// Actions of this person that were sealed here and have not been delivered: what comes after must wait for them.
    pub(super) fn own_work_is_sealed(&self) -> bool {
        let person = self.person();
        let waits = |note: &&Note| note.kind == PacketKind::Actions && !note.is_refused;
        self.sealed.iter().filter(waits).any(|note| Some(note.person) == person)
    }
}

impl Client {
    /// Sealed work on this device, by person.
    #[must_use]
    pub fn sealed_work(&self) -> Vec<SealedWork> {
        let mut works: Vec<SealedWork> = Vec::new();
        for note in &self.0.state.borrow().sealed {
            let known = works.iter().position(|work| work.person == note.person);
            let place = known.unwrap_or(works.len());
            if known.is_none() {
                let (person, name) = (note.person, note.name.clone());
                works.push(SealedWork { person, name, actions: 0, photos: 0, drafts: 0, is_refused: false });
            }
            match note.kind {
                PacketKind::Actions => works[place].actions += note.items,
                PacketKind::Blob => works[place].photos += note.items,
                PacketKind::Drafts => works[place].drafts += note.items,
            }
            works[place].is_refused |= note.is_refused;
        }
        works
    }

    pub(super) async fn load_sealed(&self) -> Result<(), StorageError> {
        let rows = self.0.storage.rows(Table::Sealed, "").await?;
        let mut state = self.0.state.borrow_mut();
        let refused = |key: &str| state.sealed.iter().any(|note| note.key == key && note.is_refused);
        let read = |row: Row| Note::from_row(row.key, &row.tag);
        let notes: Vec<Note> =
            rows.into_iter().filter_map(read).map(|note| Note { is_refused: refused(&note.key), ..note }).collect();
        state.sealed = notes;
        Ok(())
    }

    /// What it takes to seal; None before the device has ever heard of the server's key.
    pub(super) fn sealer(&self) -> Option<Sealer> {
        let state = self.0.state.borrow();
        let session = state.session.as_ref()?;
        let key = session.sealing_key.as_ref()?;
        Some(Sealer {
            key_id: key.id.clone(),
            public_key: URL_SAFE_NO_PAD.decode(&key.public_key).ok()?,
            device: state.device?,
            person: session.person.id,
            name: session.person.name.clone(),
        })
    }

    async fn packet(
        &self,
        sealer: &Sealer,
        kind: PacketKind,
        (items, held): (usize, usize),
        plain: &[u8],
    ) -> Result<Vec<u8>, StorageError> {
        let (device, actor) = (sealer.device, sealer.person);
        let head = PacketHead { kind, key_id: sealer.key_id.clone(), device, actor, items, held };
        let mut packet = serde_json::to_value(head).map_err(|_| StorageError::Broken)?.to_string().into_bytes();
        let sealing = self.0.vault.seal_to(&sealer.public_key, &packet, plain);
        let sealed = sealing.await.map_err(|_| StorageError::Broken)?;
        packet.push(b'\n');
        packet.extend(sealed);
        Ok(packet)
    }

    /// Everything that was not sent, sealed: the number of the first action of each packet, how many, the packet.
    pub(super) async fn sealed_actions(&self, sealer: &Sealer) -> Result<Vec<(u64, usize, Vec<u8>)>, StorageError> {
        let unsent: Vec<Item> = {
            let state = self.0.state.borrow();
            state.outbox.items.iter().filter(|item| item.state.is_unsent()).cloned().collect()
        };
        let mut packets = Vec::new();
        let mut rest = &unsent[..];
        while let Some(first) = rest.first() {
            let mut size = FRAME_BYTES;
            let fits = |item: &&Item| {
                size += item.text.len() + 1;
                size <= MAX_PUSH_BYTES
            };
            let count = rest.iter().take(MAX_ENVELOPES).take_while(fits).count().max(1);
            let (batch, after) = rest.split_at(count);
            let held = held_back(batch);
            let plain = with_held(push_ask(sealer.device, batch).body, &held);
            let packet = self.packet(sealer, PacketKind::Actions, (count, held.len()), &plain).await?;
            packets.push((first.seq, count, packet));
            rest = after;
        }
        Ok(packets)
    }

    /// A blob that waits, sealed; None when its bytes cannot be read.
    pub(super) async fn sealed_blob(&self, sealer: &Sealer, sha256: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let Some(bytes) = self.kept_bytes(sha256).await else { return Ok(None) };
        self.packet(sealer, PacketKind::Blob, (1, 0), &bytes).await.map(Some)
    }

    /// What was begun and not finished, sealed and signed; how many, the packet. None when nothing was begun.
    pub(super) async fn sealed_drafts(&self, sealer: &Sealer) -> Result<Option<(usize, Vec<u8>)>, StorageError> {
        let drafts = self.begun_here().await?;
        if drafts.is_empty() {
            return Ok(None);
        }
        let mut plain = json!({"device_id": sealer.device.to_string(), "drafts": drafts});
        let signing = self.0.vault.sign(&signing_bytes(&mut plain)).await;
        let signature = signing.map_err(|_| StorageError::Broken)?;
        plain["sig"] = Value::String(URL_SAFE_NO_PAD.encode(signature));
        let plain = plain.to_string().into_bytes();
        let packet = self.packet(sealer, PacketKind::Drafts, (drafts.len(), 0), &plain).await?;
        Ok(Some((drafts.len(), packet)))
    }

    /// Seals what waits, photos first, one after the other; the caller holds the turn. Returns what is left to be
    /// written together with the sign-out, and whether nothing remains that needs the person's key. None when nothing
    /// can be sealed: then the work stays as it is and waits for its person.
    pub(super) async fn seal_what_waits(&self) -> Option<(Vec<Write>, bool)> {
        // Another tab may have done something of which no word has come yet.
        self.load_outbox().await.ok()?;
        self.load_blobs().await.ok()?;
        let (unsent, waiting, mut is_whole) = {
            let state = self.0.state.borrow();
            let waiting = state.blobs.iter().filter(|blob| !blob.is_uploaded);
            let waiting: Vec<String> = waiting.map(|blob| blob.sha256.clone()).collect();
            (state.outbox.unsent(), waiting, state.outbox.unreadable == 0)
        };
        let prefix = self.key("")?;
        let mut batch = Vec::new();
        if !self.begun_here().await.ok()?.is_empty() {
            let sealer = self.sealer()?;
            if let Some((count, packet)) = self.sealed_drafts(&sealer).await.ok()? {
                let key = prefix.clone() + "drafts-" + &sha256_hex(&packet);
                batch.push(Write::row(Table::Sealed, key, sealer.tag(PacketKind::Drafts, count), packet));
            }
        }
        let drafts = self.draft_rows().await.ok()?;
        batch.extend(drafts.into_iter().map(|row| Write::gone(Table::State, row.key)));
        if unsent > 0 || !waiting.is_empty() {
            let sealer = self.sealer()?;
            for sha256 in waiting {
                let Some(packet) = self.sealed_blob(&sealer, &sha256).await.ok()? else {
                    is_whole = false;
                    continue;
                };
                let key = prefix.clone() + "blob-" + &sha256;
                let own = prefix.clone() + &sha256;
                let moved = vec![
                    Write::row(Table::Sealed, key, sealer.tag(PacketKind::Blob, 1), packet),
                    Write::gone(Table::BlobIndex, own.clone()),
                    Write::gone(Table::Blobs, own),
                ];
                self.0.storage.write(moved).await.ok()?;
            }
            for (first, count, packet) in self.sealed_actions(&sealer).await.ok()? {
                let tag = sealer.tag(PacketKind::Actions, count);
                batch.push(Write::row(Table::Sealed, prefix.clone() + &row_name(first), tag, packet));
            }
        }
        let state = self.0.state.borrow();
        batch.extend(
            state.outbox.items.iter().map(|item| Write::gone(Table::Outbox, prefix.clone() + &row_name(item.seq))),
        );
        Some((batch, is_whole))
    }

    /// Delivers sealed work, everybody's. What the server cannot take now does not hold up other people's.
    pub(super) async fn deliver_sealed(&self, report: &mut SyncReport) -> Result<(), Stop> {
        let notes = self.0.state.borrow().sealed.clone();
        let mut outcome = Ok(());
        let mut stuck: Vec<PersonId> = Vec::new();
        for note in notes.into_iter().filter(|note| !note.is_refused) {
            if note.kind == PacketKind::Actions && stuck.contains(&note.person) {
                continue;
            }
            let Ok(row) = self.0.storage.row(Table::Sealed, &note.key).await else { return Err(Stop::STORAGE) };
            match row {
                None => self.forget_note(&note.key),
                Some(row) => match self.deliver_packet(&row.bytes).await {
                    Ok(true) => {
                        // If this fails it is delivered again, and has one effect.
                        let _ = self.0.storage.write(vec![Write::gone(Table::Sealed, note.key.clone())]).await;
                        self.forget_note(&note.key);
                        report.delivered += note.items;
                        self.tell_of_outbox();
                    }
                    Ok(false) => {
                        let mut state = self.0.state.borrow_mut();
                        let same = state.sealed.iter_mut().find(|known| known.key == note.key);
                        same.into_iter().for_each(|known| known.is_refused = true);
                    }
                    Err(stop) if stop.end == SyncEnd::Trouble => {
                        stuck.push(note.person);
                        outcome = Err(stop);
                    }
                    Err(stop) => return Err(stop),
                },
            }
        }
        outcome
    }

    /// True when the server has all of it; false when it will not have it.
    async fn deliver_packet(&self, packet: &[u8]) -> Result<bool, Stop> {
        let name = sha256_hex(packet);
        let answer = self.exchange(sealed_ask(&name, packet.to_vec())).await?.answer;
        match (answer.status, answer.json()) {
            (200, Some(value)) if self.packet_receipt(&value, &name).await.is_some() => Ok(true),
            (413 | 422, Some(value)) if !arrived_damaged(&value) => Ok(false),
            _ => Err(Stop::trouble(&answer)),
        }
    }

    fn forget_note(&self, key: &str) {
        self.0.state.borrow_mut().sealed.retain(|note| note.key != key);
    }
}

/// What its person had held back of a batch, and why: it is delivered all the same, and whoever may read it is told.
fn held_back(batch: &[Item]) -> Vec<Value> {
    let held = batch.iter().filter_map(|item| match &item.state {
        EntryState::Held { reason } => Some(json!({"id": item.id.to_string(), "reason": reason})),
        _ => None,
    });
    held.collect()
}

/// A push that says what was held back of it. The envelopes stay as they are, byte by byte.
fn with_held(mut push: Vec<u8>, held: &[Value]) -> Vec<u8> {
    if !held.is_empty() && push.pop() == Some(b'}') {
        push.extend(b",\"held\":");
        push.extend(Value::from(held.to_vec()).to_string().into_bytes());
        push.push(b'}');
    }
    push
}

pub(super) fn sealed_ask(name: &str, packet: Vec<u8>) -> Ask {
    let mut ask = Ask::new("PUT", "/api/sync/sealed/".to_owned() + name);
    ask.media_type = Some("application/octet-stream".to_owned());
    ask.body = packet;
    ask.patience_ms = 120_000;
    ask
}

/// Whether the server got other bytes than were sent: that says nothing about the packet, which is sent again.
pub(super) fn arrived_damaged(problem: &Value) -> bool {
    problem.get("type").and_then(Value::as_str) == Some("other_bytes")
}
