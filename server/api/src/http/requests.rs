//! Lists of requests, one request, its history.

use axum::{Json, extract::State};
use domain::{RequestId, Timestamp, request::RequestState};
use serde::Deserialize;
use serde_json::{Value, json};
use service::requests::{Line, Query as Asked};
use words::rejections;

use super::{
    caller::{Id, Parameters, SignedIn},
    instant,
    problem::ProblemAnswer,
};
use crate::Shared;

type Answer = Result<Json<Value>, ProblemAnswer>;

#[derive(Deserialize)]
pub struct ListQuery {
    state: Option<String>,
    due_before: Option<Timestamp>,
    q: Option<String>,
    cursor: Option<String>,
}

/// `GET /api/requests`
pub async fn list(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Parameters(ListQuery { state, due_before, q, cursor }): Parameters<ListQuery>,
) -> Answer {
    let SignedIn { caller, lang } = signed_in;
    // A word nobody knows would find nothing and look like an empty centre.
    let asked_state = state.as_deref().filter(|state| !state.is_empty());
    if asked_state.is_some_and(|state| serde_json::from_value::<RequestState>(json!(state)).is_err()) {
        return Err(ProblemAnswer::field("/state", rejections::FIELD_INVALID, "invalid", lang));
    }
    let asked = Asked { state, due_before: due_before.map(Timestamp::millis), text: q, cursor };
    let page =
        shared.service.requests(&caller, &asked).await.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let items: Vec<Value> = page
        .items
        .into_iter()
        .map(|stored| json!({"id": stored.request.id, "version": stored.version, "record": stored.request}))
        .collect();
    Ok(Json(json!({"items": items, "next": page.next})))
}

/// `GET /api/requests/{id}`
pub async fn one(State(shared): State<Shared>, signed_in: SignedIn, Id(id): Id) -> Answer {
    let stored = shared.service.request(&signed_in.caller, RequestId(id)).await;
    let stored = stored.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok(Json(json!({"id": id, "version": stored.version, "record": stored.request})))
}

/// `GET /api/requests/{id}/history`
pub async fn history(State(shared): State<Shared>, signed_in: SignedIn, Id(id): Id) -> Answer {
    let changes = shared.service.history(&signed_in.caller, RequestId(id)).await;
    let changes = changes.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    let items: Vec<Value> = changes
        .into_iter()
        .map(|Line { change, done_at }| {
            let facts: Value = serde_json::from_str(&change.facts).unwrap_or_default();
            json!({
                "seq": change.seq,
                "at": instant(change.at),
                "done_at": done_at,
                "version": change.version,
                "person": change.person,
                "person_name": change.person_name,
                "device": change.device,
                "address": change.address,
                "command": change.command,
                "facts": facts,
            })
        })
        .collect();
    Ok(Json(json!({"items": items})))
}
