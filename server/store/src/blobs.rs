//! Photos and attachments by the SHA-256 of their bytes (SYN-5): small ones in the database, larger ones in files.

use std::collections::BTreeSet;

use domain::{PersonId, RequestId, sync::MAX_SMALL_BLOB_BYTES};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

/// Blobs up to this size lie in the database: a file each would cap the server at the disk's rate of fsyncs.
pub const SMALL: usize = MAX_SMALL_BLOB_BYTES;

/// A blob that is complete.
#[derive(Clone, Debug, FromRow)]
pub struct Blob {
    pub media_type: String,
    pub size: i64,
    /// The bytes of a small one; a larger one lies in its file.
    pub bytes: Option<Vec<u8>>,
    pub created_by: Uuid,
}

const FIND: &str = "SELECT media_type, size, bytes, created_by FROM blobs WHERE sha256 = $1";

/// A complete blob.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, sha256: &str) -> Result<Option<Blob>> {
    Ok(fetch_optional!(conn, Blob, FIND, sha256)?)
}

const EXISTS: &str = "SELECT size FROM blobs WHERE sha256 = $1";

/// The size of a complete blob.
///
/// # Errors
/// The database can't be read.
pub async fn size(conn: &mut Conn, sha256: &str) -> Result<Option<i64>> {
    let row: Option<(i64,)> = fetch_optional!(conn, (i64,), EXISTS, sha256)?;
    Ok(row.map(|(size,)| size))
}

const PRESENT: &str = "SELECT sha256 FROM blobs WHERE sha256 IN ($1)";

/// Which of these blobs are not complete here.
///
/// # Errors
/// The database can't be read.
pub async fn missing(conn: &mut Conn, names: &[&str]) -> Result<BTreeSet<String>> {
    let present = fetch_listed!(conn, (String,), PRESENT, names, |name| *name)?;
    let mut missing: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    for (name,) in present {
        missing.remove(&name);
    }
    Ok(missing)
}

const INSERT: &str = "INSERT INTO blobs (sha256, media_type, size, bytes, created_at, created_by) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sha256) DO NOTHING";

/// Stores a blob; the same bytes a second time change nothing.
///
/// # Errors
/// The database did not do it.
pub async fn insert(tx: &mut Tx, sha256: &str, blob: &Blob, at: i64) -> Result<()> {
    let Blob { media_type, size, bytes, created_by } = blob;
    execute!(tx.conn(), INSERT, sha256, media_type.as_str(), *size, bytes.as_deref(), at, *created_by)?;
    Ok(())
}

/// As [`insert`], many at once, by their names.
///
/// # Errors
/// As [`insert`].
pub async fn insert_all(tx: &mut Tx, blobs: &[(String, Blob)], at: i64) -> Result<()> {
    execute_rows!(tx.conn, INSERT, blobs, |(sha256, blob)| [
        sha256.as_str(),
        blob.media_type.as_str(),
        blob.size,
        blob.bytes.as_deref(),
        at,
        blob.created_by,
    ])
}

const ADD_USE: &str =
    "INSERT INTO blob_uses (sha256, request) VALUES ($1, $2) ON CONFLICT (sha256, request) DO NOTHING";

/// Notes that a request names a blob; the blob may not have arrived yet.
pub fn add_use(tx: &mut Tx, sha256: &str, request: RequestId) {
    tx.conn.gathered.blob_uses.push((sha256.to_owned(), request));
}

pub(crate) async fn write_uses(conn: &mut Conn, uses: &[(String, RequestId)]) -> Result<()> {
    execute_rows!(conn, ADD_USE, uses, |(sha256, request)| [sha256.as_str(), request.0])
}

const NAMES: &str = "SELECT sha256 FROM blobs WHERE sha256 > $1 ORDER BY sha256 LIMIT $2";

/// Names of complete blobs after a name, in order.
///
/// # Errors
/// The database can't be read.
pub async fn names(conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = fetch_all!(conn, (String,), NAMES, after, limit)?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

const USES: &str = "SELECT request FROM blob_uses WHERE sha256 = $1 LIMIT 50";

/// Requests that name a blob.
///
/// # Errors
/// The database can't be read.
pub async fn uses(conn: &mut Conn, sha256: &str) -> Result<Vec<RequestId>> {
    conn.settle().await?;
    let rows: Vec<(Uuid,)> = fetch_all!(conn, (Uuid,), USES, sha256)?;
    Ok(rows.into_iter().map(|(request,)| RequestId(request)).collect())
}

/// Who uploaded a blob may read it before any record names it.
#[must_use]
pub fn is_of(blob: &Blob, person: PersonId) -> bool {
    blob.created_by == person.0
}
