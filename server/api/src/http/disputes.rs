//! What a manager has to decide (SYN-7).

use axum::{Json, extract::State};
use domain::dispute;
use serde_json::{Value, json};

use super::{caller::SignedIn, problem::ProblemAnswer};
use crate::Shared;

/// `GET /api/disputes`
pub async fn list(State(shared): State<Shared>, signed_in: SignedIn) -> Result<Json<Value>, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let stored = shared.service.disputes(&caller).await;
    let stored = stored.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let items: Vec<Value> = stored
        .into_iter()
        .map(|stored| {
            json!({
                "id": stored.request.id,
                "version": stored.version,
                "since": dispute::since(&stored.request),
                "proposed": dispute::proposed(&stored.request),
                "record": stored.request,
            })
        })
        .collect();
    Ok(Json(json!({"items": items})))
}
