//! Blobs: resumable upload, checked against their name, readable by whoever may read a record that names them (SYN-5).

use std::{io::SeekFrom, path::PathBuf};

use bytes::Bytes;
use domain::{PersonId, rights, signature::sha256_hex, sync::MAX_BLOB_BYTES};
use store::{
    blobs::{self, Blob},
    people, requests,
};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use crate::{Caller, Result, Service, ServiceError};

/// How far an upload has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub offset: u64,
    pub length: u64,
}

/// What became of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    Complete,
    More {
        offset: u64,
    },
    /// The piece does not begin where the upload stands.
    WrongOffset {
        offset: u64,
    },
    /// All bytes are here and are not what the name says; the upload starts over.
    OtherBytes,
    TooLarge,
    /// The bytes are not of a kind that is kept.
    NotAllowed,
}

/// A piece of a blob.
pub struct Part<'a> {
    pub offset: u64,
    pub total: u64,
    pub bytes: &'a [u8],
}

/// Whether a text is the name of a blob: 64 hexadecimal digits, lower case. Nothing else ever reaches the file system.
#[must_use]
pub fn is_name(sha256: &str) -> bool {
    sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The media type by the bytes themselves; None for what is not kept (OPS-5).
#[must_use]
pub fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', ..] => Some("application/pdf"),
        _ => None,
    }
}

/// The media type of bytes that are what their name says and of a kind that is kept.
fn check(sha256: &str, bytes: &[u8]) -> std::result::Result<&'static str, Piece> {
    if sha256_hex(bytes) != sha256 {
        return Err(Piece::OtherBytes);
    }
    kind_of(bytes).ok_or(Piece::NotAllowed)
}

fn blob(owner: PersonId, media_type: &str, size: usize, bytes: Option<Vec<u8>>) -> Blob {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    Blob { media_type: media_type.to_owned(), size, bytes, created_by: owner.0 }
}

impl Service {
    fn partial_path(&self, sha256: &str) -> PathBuf {
        self.blobs.join("partial").join(sha256)
    }

    /// Where the length of an upload in pieces is noted.
    fn length_path(&self, sha256: &str) -> PathBuf {
        self.blobs.join("partial").join(format!("{sha256}.length"))
    }

    pub(crate) fn blob_path(&self, sha256: &str) -> PathBuf {
        self.blobs.join(&sha256[..2]).join(sha256)
    }

    /// How far the upload of a blob has got; None when nothing is here.
    ///
    /// # Errors
    /// The store or the file system.
    pub async fn blob_progress(&self, sha256: &str) -> Result<Option<Progress>> {
        if !is_name(sha256) {
            return Ok(None);
        }
        if let Some(size) = blobs::size(&mut self.db.read().await?, sha256).await? {
            let size = u64::try_from(size).unwrap_or(0);
            return Ok(Some(Progress { offset: size, length: size }));
        }
        Ok(self.partial_progress(sha256).await)
    }

    /// How far an upload in pieces has got. One that has all its bytes and is no blob yet was interrupted at the very
    /// end, and starts over.
    async fn partial_progress(&self, sha256: &str) -> Option<Progress> {
        let offset = tokio::fs::metadata(self.partial_path(sha256)).await.ok()?.len();
        let length = tokio::fs::read_to_string(self.length_path(sha256)).await.ok()?.parse().ok()?;
        (offset < length).then_some(Progress { offset, length })
    }

    async fn forget_partial(&self, sha256: &str) {
        for path in [self.partial_path(sha256), self.length_path(sha256)] {
            // It may not be there at all.
            let _ = tokio::fs::remove_file(path).await;
        }
    }

    /// Takes a piece of a blob.
    ///
    /// # Errors
    /// The store or the file system; nothing was acknowledged then.
    pub async fn put_blob(&self, caller: &Caller, sha256: &str, part: Part<'_>) -> Result<Piece> {
        let length = part.bytes.len() as u64;
        if part.total > MAX_BLOB_BYTES || part.offset + length > part.total {
            return Ok(Piece::TooLarge);
        }
        if blobs::size(&mut self.db.read().await?, sha256).await?.is_some() {
            return Ok(Piece::Complete);
        }
        // One that comes whole and is small needs no file.
        if part.offset == 0 && length == part.total && part.bytes.len() <= blobs::SMALL {
            return self.keep(caller.person.id, sha256, part.bytes.to_vec()).await;
        }
        let path = self.partial_path(sha256);
        let begun = self.partial_progress(sha256).await.filter(|begun| begun.length == part.total);
        let standing = begun.map_or(0, |begun| begun.offset);
        if part.offset != standing {
            return Ok(Piece::WrongOffset { offset: standing });
        }
        if begun.is_none() {
            self.forget_partial(sha256).await;
            tokio::fs::create_dir_all(self.blobs.join("partial")).await?;
            tokio::fs::write(self.length_path(sha256), part.total.to_string()).await?;
        }
        // At its place and not at the end: a piece that comes twice at the same time is the same piece.
        let mut file = tokio::fs::OpenOptions::new().create(true).write(true).truncate(false).open(&path).await?;
        file.seek(SeekFrom::Start(part.offset)).await?;
        file.write_all(part.bytes).await?;
        // Only flushing tells that a write failed; syncing alone would acknowledge what a full disk did not take.
        file.flush().await?;
        file.sync_data().await?;
        drop(file);
        if part.offset + length < part.total && planted::is("half_a_photo_acknowledged") {
            return Ok(Piece::Complete);
        }
        if part.offset + length < part.total {
            return Ok(Piece::More { offset: part.offset + length });
        }
        let bytes = tokio::fs::read(&path).await?;
        let kept = self.keep(caller.person.id, sha256, bytes).await?;
        self.forget_partial(sha256).await;
        Ok(kept)
    }

    /// Takes several small blobs, each under its name: what is right is stored together, and each is answered by itself.
    ///
    /// # Errors
    /// The store; then nothing was stored.
    pub async fn put_small_blobs(&self, caller: &Caller, named: Vec<(String, Bytes)>) -> Result<Vec<Piece>> {
        let mut sound = Vec::with_capacity(named.len());
        let mut pieces = Vec::with_capacity(named.len());
        for (sha256, bytes) in named {
            let checked = if bytes.len() > blobs::SMALL { Err(Piece::TooLarge) } else { check(&sha256, &bytes) };
            pieces.push(checked.err().unwrap_or(Piece::Complete));
            if let Ok(media_type) = checked {
                sound.push((sha256, blob(caller.person.id, media_type, bytes.len(), Some(bytes.into()))));
            }
        }
        let at = self.time.now().millis();
        self.db.write(move |tx| Box::pin(async move { blobs::insert_all(tx, &sound, at).await })).await?;
        Ok(pieces)
    }

    /// Checks and stores a whole blob: small in the database, large in a file that is on disk before it is named.
    pub(crate) async fn keep(&self, owner: PersonId, sha256: &str, bytes: Vec<u8>) -> Result<Piece> {
        let media_type = match check(sha256, &bytes) {
            Ok(media_type) => media_type,
            Err(refused) => return Ok(refused),
        };
        let size = bytes.len();
        let is_small = bytes.len() <= blobs::SMALL;
        if !is_small {
            let path = self.blob_path(sha256);
            let folder = path.parent().map(PathBuf::from).unwrap_or_default();
            tokio::fs::create_dir_all(&folder).await?;
            let fresh = path.with_extension("new");
            let mut file = tokio::fs::File::create(&fresh).await?;
            file.write_all(&bytes).await?;
            file.flush().await?;
            file.sync_all().await?;
            drop(file);
            tokio::fs::rename(&fresh, &path).await?;
            // The name is durable only when the folder is.
            tokio::fs::File::open(&folder).await?.sync_all().await?;
        }
        let blob = blob(owner, media_type, size, is_small.then_some(bytes));
        let (sha256, at) = (sha256.to_owned(), self.time.now().millis());
        self.db.write(move |tx| Box::pin(async move { blobs::insert(tx, &sha256, &blob, at).await })).await?;
        Ok(Piece::Complete)
    }

    /// A blob's media type and bytes.
    ///
    /// # Errors
    /// There is none, or the caller may read no record that names it.
    pub async fn blob(&self, caller: &Caller, sha256: &str) -> Result<(String, Vec<u8>)> {
        if !is_name(sha256) {
            return Err(ServiceError::NotFound);
        }
        let mut conn = self.db.read().await?;
        let blob = blobs::find(&mut conn, sha256).await?.ok_or(ServiceError::NotFound)?;
        let mut may_read = blobs::is_of(&blob, caller.person.id);
        for id in blobs::uses(&mut conn, sha256).await? {
            let request = requests::find(&mut conn, id).await?;
            may_read |= request.is_some_and(|stored| rights::may_read(&caller.actor(), &stored.request));
        }
        // A face on a badge may be known to every colleague.
        let is_face = |person: &domain::people::Person| person.photo.as_deref() == Some(sha256);
        if !may_read && !people::list(&mut conn).await?.iter().any(|(person, _)| is_face(person)) {
            return Err(ServiceError::NotFound);
        }
        let bytes = match blob.bytes {
            Some(bytes) => bytes,
            None => tokio::fs::read(self.blob_path(sha256)).await?,
        };
        Ok((blob.media_type, bytes))
    }
}
