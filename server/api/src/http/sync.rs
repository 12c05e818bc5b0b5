//! Push and pull.

use axum::{
    Json,
    body::Bytes,
    extract::{
        Path, State,
        rejection::{BytesRejection, JsonRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    DeviceId, PersonId,
    sealed::SealedAnswer,
    sync::{MAX_ENVELOPE_BYTES, MAX_ENVELOPES, PushAnswer},
};
use serde::Deserialize;
use serde_json::Value;
use service::{ServiceError, pull::Pulled, push::Delivery, sealed::Opened};
use words::rejections;

use super::{
    caller::{Parameters, SignedIn},
    problem::ProblemAnswer,
};
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
        StatusCode::PAYLOAD_TOO_LARGE => ProblemAnswer::too_large(rejections::LIMIT_OF_A_PUSH, lang),
        _ => ProblemAnswer::from_json(&rejection, lang),
    })?;
    if envelopes.len() > MAX_ENVELOPES {
        return Err(ProblemAnswer::too_large(rejections::LIMIT_OF_ENVELOPES, lang));
    }
    if envelopes.iter().any(|envelope| envelope.to_string().len() > MAX_ENVELOPE_BYTES) {
        return Err(ProblemAnswer::too_large(rejections::LIMIT_OF_AN_ENVELOPE, lang));
    }
    let answer = shared.service.push(Delivery { caller, device_id, envelopes, lang, sealed_by: None }).await;
    answer.map(Json).map_err(|error| ProblemAnswer::from_service(error, lang))
}

/// `PUT /api/sync/sealed/{sha256}`
pub async fn sealed(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Path(sha256): Path<String>,
    bytes: Result<Bytes, BytesRejection>,
) -> Answer<Json<SealedAnswer>> {
    let SignedIn { caller, lang } = signed_in;
    let bytes = bytes.map_err(|_| ProblemAnswer::too_large(rejections::LIMIT_OF_A_PACKET, lang))?;
    let refused = |word, text| ProblemAnswer::new(StatusCode::UNPROCESSABLE_ENTITY, word, text, lang);
    let opened = shared.service.open_sealed(&caller, &sha256, &bytes, lang).await;
    match opened.map_err(|error| ProblemAnswer::from_service(error, lang))? {
        Opened::Taken(answer) => Ok(Json(*answer)),
        Opened::OtherBytes => Err(refused("other_bytes", rejections::OTHER_BYTES)),
        Opened::NotOpened => Err(refused("not_opened", rejections::NOT_OPENED)),
    }
}

#[derive(Deserialize)]
pub struct PullQuery {
    #[serde(default)]
    cursor: String,
    #[serde(default = "default_limit")]
    limit: i64,
    device: Option<DeviceId>,
    /// Whose records the device keeps: those of another session must not get among them.
    person: Option<PersonId>,
}

fn default_limit() -> i64 {
    200
}

/// `GET /api/sync/pull`
pub async fn pull(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    Parameters(PullQuery { cursor, limit, device, person }): Parameters<PullQuery>,
) -> Answer<Response> {
    let SignedIn { caller, lang } = signed_in;
    if person.is_some_and(|person| person != caller.person.id) {
        return Err(ProblemAnswer::signed_out(lang));
    }
    if caller.is_revoked {
        return Err(ProblemAnswer::device_revoked(lang));
    }
    if let Some(device) = device {
        match shared.service.hear(&caller, device).await {
            Ok(false) => {
                return Err(ProblemAnswer::device_revoked(lang));
            }
            // A device that is not known (any more) is registered again at the next push.
            Ok(true) | Err(ServiceError::NotFound) => {}
            Err(error) => return Err(ProblemAnswer::from_service(error, lang)),
        }
    }
    let pulled = shared.service.pull(&caller, &cursor, limit).await;
    match pulled.map_err(|error| ProblemAnswer::from_service(error, lang))? {
        Pulled::Page(page) => Ok(Json(page).into_response()),
        Pulled::StartOver => Err(ProblemAnswer::new(StatusCode::GONE, "start_over", rejections::START_OVER, lang)),
    }
}
