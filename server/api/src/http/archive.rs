//! The archive and the drafts of knowledge (ONS-19).

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use domain::{PersonId, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use service::archive::Asked;

use super::{caller::SignedIn, problem::ProblemAnswer};
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
    query: Result<Query<ArchiveQuery>, QueryRejection>,
) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    let Query(ArchiveQuery { q, engineer, opened_from, opened_before, cursor }) =
        query.map_err(|rejection| ProblemAnswer::from_query(&rejection, lang))?;
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
    query: Result<Query<KnowledgeQuery>, QueryRejection>,
) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    let Query(KnowledgeQuery { q, cursor }) = query.map_err(|rejection| ProblemAnswer::from_query(&rejection, lang))?;
    let page = shared.service.knowledge(&caller, &q, &cursor).await;
    let page = page.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok(Json(json!({"items": page.items, "next": page.next})))
}
