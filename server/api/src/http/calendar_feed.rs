//! An engineer's private calendar: the address on the account page, and the feed itself (ONS-21).

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    caller::{SignedIn, Visitor},
    problem::ProblemAnswer,
};
use crate::Shared;

type Answer<T> = Result<T, ProblemAnswer>;

/// `GET /api/account/calendar`
pub async fn state(State(shared): State<Shared>, signed_in: SignedIn) -> Answer<Json<Value>> {
    let since = shared.service.calendar_feed_since(&signed_in.caller).await;
    let since = since.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok(Json(json!({"since": since})))
}

/// `POST /api/account/calendar`
pub async fn renew(State(shared): State<Shared>, signed_in: SignedIn) -> Answer<(StatusCode, Json<Value>)> {
    let token = shared.service.renew_calendar_feed(&signed_in.caller).await;
    let token = token.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok((StatusCode::CREATED, Json(json!({"path": format!("/calendar/{token}.ics")}))))
}

/// `DELETE /api/account/calendar`
pub async fn end(State(shared): State<Shared>, signed_in: SignedIn) -> Answer<StatusCode> {
    let ended = shared.service.end_calendar_feed(&signed_in.caller).await;
    ended.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /calendar/{file}`: whoever knows the address reads it.
pub async fn feed(State(shared): State<Shared>, visitor: Visitor, Path(file): Path<String>) -> Answer<Response> {
    let token = file.strip_suffix(".ics").unwrap_or(&file);
    let feed = shared.service.calendar_feed(token, visitor.lang).await;
    let feed = feed.map_err(|error| ProblemAnswer::from_service(error, visitor.lang))?;
    let headers =
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, feed).into_response())
}
