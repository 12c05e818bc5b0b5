//! The codes on our papers, by which anybody can ask whether one still stands (PRT-5).

use domain::{RequestId, SignatureId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx};

/// A paper that has a code.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Paper {
    pub code: String,
    /// The form, such as `QR-03`.
    pub form: String,
    pub request: Uuid,
    /// The signature whose record the code follows from; None for a form that nobody had signed when it was printed.
    pub signature: Option<Uuid>,
    /// SHA-256 in hex of what the paper says.
    pub content_hash: String,
    pub made_at: i64,
}

const ADD: &str = "INSERT INTO papers (code, form, request, signature, content_hash, made_at) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code) DO NOTHING";

/// Adds a paper; one that has its code already stays as it is.
pub fn add(tx: &mut Tx, paper: Paper) {
    tx.conn.gathered.papers.push(paper);
}

pub(crate) async fn write(conn: &mut Conn, papers: &[Paper]) -> Result<()> {
    execute_rows!(conn, ADD, papers, |paper| [
        paper.code.as_str(),
        paper.form.as_str(),
        paper.request,
        paper.signature,
        paper.content_hash.as_str(),
        paper.made_at,
    ])
}

const FIND: &str = "SELECT code, form, request, signature, content_hash, made_at FROM papers WHERE code = $1";

/// The paper of a code.
///
/// # Errors
/// The database can't be read.
pub async fn find(conn: &mut Conn, code: &str) -> Result<Option<Paper>> {
    conn.settle().await?;
    Ok(fetch_optional!(conn, Paper, FIND, code)?)
}

const OF_SIGNATURE: &str = "SELECT code, form, request, signature, content_hash, made_at FROM papers \
     WHERE request = $1 AND form = $2 AND content_hash = $3 AND signature = $4";

/// The paper of a signature; None while its code is not written down.
///
/// # Errors
/// The database can't be read.
pub async fn of_signature(
    conn: &mut Conn,
    (request, form): (RequestId, &str),
    content_hash: &str,
    signature: SignatureId,
) -> Result<Option<Paper>> {
    conn.settle().await?;
    Ok(fetch_optional!(conn, Paper, OF_SIGNATURE, request.0, form, content_hash, signature.0)?)
}

const UNSIGNED: &str = "SELECT code, form, request, signature, content_hash, made_at FROM papers \
     WHERE request = $1 AND form = $2 AND content_hash = $3 AND signature IS NULL ORDER BY made_at LIMIT 1";

/// The unsigned paper of a request that says exactly this.
///
/// # Errors
/// The database can't be read.
pub async fn unsigned(
    conn: &mut Conn,
    (request, form): (RequestId, &str),
    content_hash: &str,
) -> Result<Option<Paper>> {
    conn.settle().await?;
    Ok(fetch_optional!(conn, Paper, UNSIGNED, request.0, form, content_hash)?)
}
