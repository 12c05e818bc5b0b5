//! Knowledge articles (ONS-19).

use domain::{RequestId, knowledge::Article};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Conn, Result, Tx, requests::literally};

#[derive(FromRow)]
struct Row {
    record: String,
}

const INSERT: &str = "INSERT INTO knowledge_articles (id, source, state, created_at, search_text, record, version) \
     VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (source) DO NOTHING";

/// Stores a new article; a form that has one already keeps it.
///
/// # Errors
/// The database did not do it.
pub async fn insert(tx: &mut Tx, article: &Article) -> Result<()> {
    let record = serde_json::to_string(article)?;
    let Article { title, product, symptom, cause, solution, source_number, .. } = article;
    let text = [title, product, symptom, cause, solution, source_number].map(String::as_str).join("\n");
    // PostgreSQL keeps no NUL in a text; in the record it stands escaped.
    let text = text.to_lowercase().replace('\0', "");
    // The form may have been taken in by the same piece of work.
    tx.conn().settle().await?;
    execute!(
        tx.conn(),
        INSERT,
        article.id,
        article.source.0,
        article.state.word(),
        article.created_at.millis(),
        text.as_str(),
        record.as_str()
    )?;
    Ok(())
}

const OF_SOURCE: &str = "SELECT record FROM knowledge_articles WHERE source = $1";

/// The article that came of a form.
///
/// # Errors
/// The database can't be read.
pub async fn of_source(conn: &mut Conn, source: RequestId) -> Result<Option<Article>> {
    let row: Option<Row> = fetch_optional!(conn, Row, OF_SOURCE, source.0)?;
    row.map(|row| Ok(serde_json::from_str(&row.record)?)).transpose()
}

const LIST: &str = "SELECT record FROM knowledge_articles WHERE (created_at < $1 OR (created_at = $1 AND id < $2)) \
     AND ($3 = '%%' OR search_text LIKE $3 ESCAPE '!') ORDER BY created_at DESC, id DESC LIMIT $4";

/// Articles that hold a text (empty: all), the newest first, older than `before`.
///
/// # Errors
/// The database can't be read.
pub async fn list(conn: &mut Conn, text: &str, before: (i64, Uuid), limit: i64) -> Result<Vec<Article>> {
    let pattern = format!("%{}%", literally(text));
    let rows: Vec<Row> = fetch_all!(conn, Row, LIST, before.0, before.1, pattern.as_str(), limit)?;
    rows.into_iter().map(|row| Ok(serde_json::from_str(&row.record)?)).collect()
}
