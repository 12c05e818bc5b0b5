//! Who looks at or moves a card (LIV-4).

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
};
use domain::{RequestId, sync::Presence};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{caller::SignedIn, problem::ProblemAnswer};
use crate::Shared;

#[derive(Deserialize, JsonSchema)]
pub struct Announcement {
    #[serde(default)]
    request: Option<RequestId>,
    doing: Doing,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Doing {
    Looking,
    Moving,
    Gone,
}

/// `POST /api/presence`
pub async fn announce(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    body: Result<Json<Announcement>, JsonRejection>,
) -> Result<StatusCode, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let Json(Announcement { request, doing }) = body.map_err(|rejection| ProblemAnswer::from_json(&rejection, lang))?;
    if let Some(id) = request {
        shared.service.request(&caller, id).await.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    }
    let word = match doing {
        Doing::Looking => "looking",
        Doing::Moving => "moving",
        Doing::Gone => "gone",
    };
    let at = shared.service.time.now();
    let presence = Presence { person: caller.person.id, name: caller.person.name, request, doing: word.to_owned(), at };
    shared.service.announce(presence).await.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    Ok(StatusCode::NO_CONTENT)
}
