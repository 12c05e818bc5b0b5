//! Push and pull.

use axum::{
    Json,
    extract::{
        Query, State,
        rejection::{JsonRejection, QueryRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    DeviceId,
    sync::{MAX_ENVELOPE_BYTES, MAX_ENVELOPES, PushAnswer},
};
use serde::Deserialize;
use serde_json::Value;
use service::{pull::Pulled, push::Delivery};
use words::rejections;

use super::{caller::SignedIn, problem::ProblemAnswer};
use crate::Shared;

type Answer<T> = Result<T, ProblemAnswer>;

/// A push as it arrives: what is inside an envelope is looked at later.
#[derive(Deserialize)]
pub struct PushBody {
    device_id: DeviceId,
    envelopes: Vec<Value>,
}

/// `POST /api/sync/push`
pub async fn push(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    body: Result<Json<PushBody>, JsonRejection>,
) -> Answer<Json<PushAnswer>> {
    let SignedIn { caller, lang } = signed_in;
    let Json(PushBody { device_id, envelopes }) = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemAnswer::too_large("1 MiB per push", lang),
        _ => ProblemAnswer::from_json(&rejection, lang),
    })?;
    if envelopes.len() > MAX_ENVELOPES {
        return Err(ProblemAnswer::too_large("100 envelopes per push", lang));
    }
    if envelopes.iter().any(|envelope| envelope.to_string().len() > MAX_ENVELOPE_BYTES) {
        return Err(ProblemAnswer::too_large("64 KiB per envelope", lang));
    }
    let answer = shared.service.push(Delivery { caller, device_id, envelopes, lang }).await;
    answer.map(Json).map_err(|error| ProblemAnswer::from_service(error, lang))
}

#[derive(Deserialize)]
pub struct PullQuery {
    #[serde(default)]
    cursor: String,
    #[serde(default = "default_limit")]
    limit: i64,
}

fn default_limit() -> i64 {
    200
}

/// `GET /api/sync/pull`
pub async fn pull(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    query: Result<Query<PullQuery>, QueryRejection>,
) -> Answer<Response> {
    let SignedIn { caller, lang } = signed_in;
    let Query(PullQuery { cursor, limit }) = query.map_err(|rejection| ProblemAnswer::from_query(&rejection, lang))?;
    let pulled = shared.service.pull(&caller, &cursor, limit).await;
    match pulled.map_err(|error| ProblemAnswer::from_service(error, lang))? {
        Pulled::Page(page) => Ok(Json(page).into_response()),
        Pulled::StartOver => Err(ProblemAnswer::new(StatusCode::GONE, "start_over", rejections::START_OVER, lang)),
    }
}
