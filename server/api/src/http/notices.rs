//! What the caller was told (LIV-3).

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{caller::SignedIn, problem::ProblemAnswer};
use crate::Shared;

/// `GET /api/notices`
pub async fn list(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
) -> Result<Json<Value>, ProblemAnswer> {
    let told = shared.service.notices(&caller).await;
    let (told, unread) = told.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let items: Vec<Value> = told
        .into_iter()
        .map(|told| json!({"id": told.id, "at": told.at, "read_at": told.read_at, "notice": told.notice}))
        .collect();
    Ok(Json(json!({"items": items, "unread": unread})))
}

/// One notice, or all when it names none.
#[derive(Deserialize, JsonSchema)]
pub struct Read {
    #[serde(default)]
    id: Option<Uuid>,
}

/// `POST /api/notices/read`
pub async fn read(
    State(shared): State<Shared>,
    SignedIn { caller, lang }: SignedIn,
    body: Result<Json<Read>, JsonRejection>,
) -> Result<StatusCode, ProblemAnswer> {
    let Json(Read { id }) = body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    let done = shared.service.read_notices(&caller, id).await;
    done.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok(StatusCode::NO_CONTENT)
}
