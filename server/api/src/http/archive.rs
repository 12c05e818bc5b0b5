//! The archive and the drafts of knowledge (ONS-19).

use axum::{Json, extract::State};
use domain::{PersonId, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use service::archive::Asked;

use super::{
    caller::{Parameters, SignedIn},
    problem::ProblemAnswer,
};
use crate::Shared;

type Answer = Result<Json<Value>, ProblemAnswer>;

#[derive(Deserialize)]
pub struct ArchiveQuery {
    #[serde(default)]
    q: String,
    engineer: Option<PersonId>,
    opened_from: Option<Timestamp>,
    opened_before: Option<Timestamp>,
    #[serde(default)]
    cursor: String,
}

/// `GET /api/archive`
pub async fn list(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Parameters(ArchiveQuery { q, engineer, opened_from, opened_before, cursor }): Parameters<ArchiveQuery>,
) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    let opened = (opened_from.unwrap_or(Timestamp::FIRST), opened_before.unwrap_or(Timestamp::LAST));
    let asked = Asked { text: q, engineer, opened: Some(opened), cursor };
    let page = shared.service.archive(&caller, &asked).await;
    let page = page.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let items: Vec<Value> = page
        .items
        .into_iter()
        .map(|stored| json!({"id": stored.request.id, "version": stored.version, "record": stored.request}))
        .collect();
    Ok(Json(json!({"items": items, "next": page.next})))
}

#[derive(Deserialize)]
pub struct KnowledgeQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    cursor: String,
}

/// `GET /api/knowledge`
pub async fn knowledge(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Parameters(KnowledgeQuery { q, cursor }): Parameters<KnowledgeQuery>,
) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    let page = shared.service.knowledge(&caller, &q, &cursor).await;
    let page = page.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok(Json(json!({"items": page.items, "next": page.next})))
}
