//! Photos and attachments: kept under their SHA-256, sent in pieces that can be resumed (SYN-5).

use domain::{Rejection, signature::sha256_hex, sync::MAX_BLOB_BYTES};
use serde_json::{Value, json};

use crate::{
    Doing,
    client::{ActError, Change, Client, Keeping, SyncEnd, SyncReport, fetch::Stop, sealed::arrived_damaged},
    storage::{StorageError, Table, Write},
    transport::{Answer, Ask},
};

/// Bytes of photos that may lie on the device.
pub const PHOTO_QUOTA: u64 = 200 * 1024 * 1024;
/// Bytes that are left for forms and signatures when photos are refused.
const RESERVE: u64 = 20 * 1024 * 1024;
/// Bytes sent at once.
const PIECE: usize = 256 * 1024;
/// So often the server may ask for another place before the blob is left for the next round.
const RESTARTS: usize = 3;

/// Whether the server minds what arrived, and not the kind of file: fewer bytes than were announced, or other ones.
fn is_damaged(answer: &Answer) -> bool {
    let minds = |problem: Value| arrived_damaged(&problem) || problem["type"] == "invalid";
    answer.json().is_some_and(minds)
}

/// What is known of a blob without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BlobNote {
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    pub media_type: String,
    pub is_uploaded: bool,
    /// The server will not have it: asking again in this run is no use.
    pub is_refused: bool,
}

impl BlobNote {
    pub(super) fn from_row(sha256: String, word: &str, plain: &[u8]) -> Self {
        let row: Value = serde_json::from_slice(plain).unwrap_or_default();
        let media_type = row.get("media_type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let size = row.get("size").and_then(Value::as_u64).unwrap_or_default();
        Self { sha256, size, media_type, is_uploaded: word == "uploaded", is_refused: false }
    }

    fn word(&self) -> &'static str {
        if self.is_uploaded { "uploaded" } else { "waiting" }
    }

    fn to_bytes(&self) -> Vec<u8> {
        json!({"media_type": self.media_type, "size": self.size}).to_string().into_bytes()
    }
}

impl Client {
    /// Keeps a blob durably and returns its name; it is uploaded when there is a network.
    ///
    /// # Errors
    /// `Storage(Full)` when photos have used up their own quota or the device is nearly full: what is left belongs to
    /// forms and signatures. `Rejected` for a blob that is empty or larger than the server takes.
    pub fn keep_blob<'a>(&'a self, bytes: Vec<u8>, media_type: &'a str) -> Doing<'a, Result<String, ActError>> {
        Box::pin(async move {
            let size = bytes.len() as u64;
            if size == 0 || size > MAX_BLOB_BYTES {
                return Err(ActError::Rejected(Rejection::Invalid { pointer: "/size".to_owned() }));
            }
            let sha256 = sha256_hex(&bytes);
            let Some(prefix) = self.key("") else { return Err(ActError::NotSignedIn) };
            if self.0.state.borrow().blobs.iter().any(|blob| blob.sha256 == sha256) {
                return Ok(sha256);
            }
            if self.0.keeping == Keeping::OnDevice {
                self.find_room_for_blob(size).await?;
            }
            let note = BlobNote {
                sha256: sha256.clone(),
                size,
                media_type: media_type.to_owned(),
                is_uploaded: false,
                is_refused: false,
            };
            let (index, content) = (self.seal(note.to_bytes()), self.seal(bytes));
            let key = prefix + &sha256;
            let mut batch = vec![
                Write::row(Table::BlobIndex, key.clone(), note.word().to_owned(), index.await?),
                Write::row(Table::Blobs, key, String::new(), content.await?),
            ];
            batch.extend(self.still_here());
            self.0.storage.write(batch).await?;
            {
                let mut state = self.0.state.borrow_mut();
                state.blobs.retain(|blob| blob.sha256 != sha256);
                state.blobs.push(note);
            }
            self.notify(Change::Status);
            // This page may not live to use it.
            self.0.machine.tell("outbox");
            self.sync_soon();
            Ok(sha256)
        })
    }

    async fn find_room_for_blob(&self, size: u64) -> Result<(), StorageError> {
        for attempt in 0..2 {
            self.look_at_room().await;
            let fits = {
                let state = self.0.state.borrow();
                let used: u64 = state.blobs.iter().map(|blob| blob.size).sum();
                let left = state.room.left().unwrap_or(u64::MAX);
                used + size <= PHOTO_QUOTA && left >= RESERVE + size
            };
            if fits {
                return Ok(());
            }
            if attempt == 0 {
                self.make_room().await;
            }
        }
        Err(StorageError::Full)
    }

    /// Whether a blob lies on the device.
    #[must_use]
    pub fn has_blob(&self, sha256: &str) -> bool {
        self.0.state.borrow().blobs.iter().any(|blob| blob.sha256 == sha256)
    }

    /// A blob's bytes and media type: from the device, else from the server. None when it is not to be had now.
    pub fn blob<'a>(&'a self, sha256: &'a str) -> Doing<'a, Option<(Vec<u8>, String)>> {
        Box::pin(async move {
            let note = self.0.state.borrow().blobs.iter().find(|blob| blob.sha256 == sha256).cloned();
            if let Some(note) = note
                && let Some(bytes) = self.kept_bytes(sha256).await
            {
                return Some((bytes, note.media_type));
            }
            let heard = self.exchange(Ask::new("GET", "/api/blobs/".to_owned() + sha256)).await.ok()?;
            let answer = heard.answer;
            // Whatever a proxy may say, the name proves the bytes.
            (answer.status == 200 && sha256_hex(&answer.body) == sha256).then_some((answer.body, answer.media_type))
        })
    }

    pub(super) async fn kept_bytes(&self, sha256: &str) -> Option<Vec<u8>> {
        let row = self.0.storage.row(Table::Blobs, &self.key(sha256)?).await.ok()??;
        self.unseal(row.bytes).await.ok()
    }

    /// Uploads what waits. A blob that cannot be uploaded now does not hold up the others.
    pub(super) async fn upload(&self, report: &mut SyncReport) -> Result<(), Stop> {
        let waiting: Vec<BlobNote> = {
            let state = self.0.state.borrow();
            state.blobs.iter().filter(|blob| !blob.is_uploaded && !blob.is_refused).cloned().collect()
        };
        let mut outcome = Ok(());
        for note in self.upload_small(waiting, report).await? {
            let Some(bytes) = self.kept_bytes(&note.sha256).await else {
                outcome = Err(Stop::STORAGE);
                continue;
            };
            match self.upload_one(&note, &bytes).await {
                Ok(true) => {
                    self.set_uploaded(&note.sha256, true).await;
                    report.uploaded += 1;
                }
                Ok(false) => self.set_refused(&note.sha256),
                Err(stop) if stop.end == SyncEnd::Trouble => outcome = Err(stop),
                Err(stop) => return Err(stop),
            }
        }
        outcome
    }

    /// Sends what the server lacks of a blob. False when it will not have it.
    async fn upload_one(&self, note: &BlobNote, bytes: &[u8]) -> Result<bool, Stop> {
        let path = "/api/blobs/".to_owned() + &note.sha256;
        let mut restarts = 0;
        let Some(mut offset) = self.uploaded_so_far(&path, bytes.len()).await? else { return Ok(true) };
        while offset < bytes.len() {
            let end = bytes.len().min(offset + PIECE);
            let mut ask = Ask::new("PUT", path.clone());
            ask.media_type = Some(note.media_type.clone());
            let range = [offset, end - 1, bytes.len()].map(|number| number.to_string());
            ask.content_range = Some("bytes ".to_owned() + &range[0] + "-" + &range[1] + "/" + &range[2]);
            ask.body = bytes[offset..end].to_vec();
            ask.patience_ms = 120_000;
            let answer = self.exchange(ask).await?.answer;
            let told =
                answer.upload_offset.and_then(|told| usize::try_from(told).ok()).filter(|told| *told <= bytes.len());
            offset = match (answer.status, told) {
                (201, _) => return Ok(true),
                (202, _) if planted::is("photo_done_after_its_first_piece") => return Ok(true),
                (202, told) => told.unwrap_or(end),
                (409, Some(told)) if restarts < RESTARTS => told,
                // The server's pieces are not ours: begin anew.
                (422, _) if restarts == 0 && offset > 0 => 0,
                // Damaged on the way: what lies here is what its name says, and is sent again later.
                (422, _) if is_damaged(&answer) && sha256_hex(bytes) == note.sha256 => {
                    return Err(Stop::trouble(&answer));
                }
                // Too large, of a kind that is not kept, or not what its name says however often it is sent.
                (413 | 422, _) => return Ok(false),
                _ => return Err(Stop::trouble(&answer)),
            };
            if offset < end {
                restarts += 1;
                if restarts > RESTARTS {
                    return Err(Stop::TROUBLE);
                }
            }
        }
        // All bytes are there and nobody has said that they are right.
        Err(Stop::TROUBLE)
    }

    /// Bytes of a blob that the server has; None when it has the whole.
    async fn uploaded_so_far(&self, path: &str, length: usize) -> Result<Option<usize>, Stop> {
        let answer = self.exchange(Ask::new("HEAD", path.to_owned())).await?.answer;
        let whole = length as u64;
        match (answer.status, answer.upload_offset, answer.upload_length) {
            (200, Some(offset), Some(told)) if offset == whole && told == whole => Ok(None),
            // Before all is there, the length is not known everywhere.
            (200, Some(offset), told) if offset <= whole && told.is_none_or(|told| told == whole) => {
                Ok(Some(usize::try_from(offset).unwrap_or_default()))
            }
            (404, _, _) => Ok(Some(0)),
            _ => Err(Stop::trouble(&answer)),
        }
    }

    pub(super) fn set_refused(&self, sha256: &str) {
        let mut state = self.0.state.borrow_mut();
        let blob = state.blobs.iter_mut().find(|blob| blob.sha256 == sha256);
        blob.into_iter().for_each(|blob| blob.is_refused = true);
    }

    pub(super) async fn set_uploaded(&self, sha256: &str, is_uploaded: bool) {
        let Some(key) = self.key(sha256) else { return };
        let word = {
            let mut state = self.0.state.borrow_mut();
            let Some(note) = state.blobs.iter_mut().find(|blob| blob.sha256 == sha256) else { return };
            note.is_uploaded = is_uploaded;
            note.word()
        };
        // If this fails the blob is offered again after a restart, and found complete.
        let _ = self.0.storage.write(vec![Write::tag(Table::BlobIndex, key, word)]).await;
        self.tell_of_outbox();
    }

    /// The server says that it lacks blobs. Those that lie here are uploaded (again).
    pub(super) async fn note_missing_blobs(&self, missing: &[String]) {
        for sha256 in missing {
            let believed = self.0.state.borrow().blobs.iter().any(|blob| blob.sha256 == *sha256 && blob.is_uploaded);
            if believed {
                self.set_uploaded(sha256, false).await;
            }
        }
    }

    /// Gives up what the server has too: blobs that are uploaded, requests in which nothing more happens, and the
    /// history of accepted actions. They can be fetched again; what waits stays.
    pub(super) async fn make_room(&self) {
        let Some(prefix) = self.key("") else { return };
        let mut batch = Vec::new();
        {
            let mut state = self.0.state.borrow_mut();
            let may_go = |blob: &BlobNote| blob.is_uploaded || planted::is("room_made_of_waiting_photos");
            for blob in state.blobs.iter().filter(|blob| may_go(blob)) {
                batch.extend(
                    [Table::BlobIndex, Table::Blobs].map(|table| Write::gone(table, prefix.clone() + &blob.sha256)),
                );
            }
            for place in state.replica.closed() {
                if !place.id.parse().is_ok_and(|id| state.outbox.concerns(id)) {
                    batch.push(Write::gone(Table::Records, prefix.clone() + &place.kind + "/" + &place.id));
                }
            }
            for item in state.outbox.items.iter().filter(|item| item.is_history()) {
                batch.push(Write::gone(Table::Outbox, prefix.clone() + &super::act::row_name(item.seq)));
            }
            state.blobs.retain(|blob| !may_go(blob));
            state.outbox.items.retain(|item| !item.is_history());
        }
        let _ = self.0.storage.write(batch).await;
        self.look_at_room().await;
    }
}
