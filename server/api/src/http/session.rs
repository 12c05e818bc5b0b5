//! Signing in and out, sessions, the own password (ADM-2).

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::sync::SessionInfo;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use service::ServiceError;
use store::people;

use super::{
    caller::{Id, SESSION_COOKIE, SignedIn, Visitor, cookie},
    instant,
    problem::ProblemAnswer,
};
use crate::{Shared, startup::DEMO_PASSWORD};

type Answer<T> = Result<T, ProblemAnswer>;

#[derive(Deserialize, JsonSchema)]
pub struct SignIn {
    login: String,
    password: String,
}

/// `POST /api/session`
pub async fn sign_in(
    State(shared): State<Shared>,
    visitor: Visitor,
    body: Result<Json<SignIn>, JsonRejection>,
) -> Answer<Response> {
    let Json(SignIn { login, password }) =
        body.map_err(|rejection| ProblemAnswer::from_json(&rejection, visitor.lang))?;
    let signed_in = shared.service.sign_in(&login, &password, &visitor.address, &visitor.agent).await;
    let signed_in = signed_in.map_err(|error| ProblemAnswer::from_service(error, visitor.lang))?;
    Ok(with_cookie(StatusCode::NO_CONTENT.into_response(), &signed_in.token, shared.config.secure_cookies))
}

/// `GET /welcome/{token}`: the first administrator's link, valid once.
pub async fn welcome(State(shared): State<Shared>, visitor: Visitor, Path(token): Path<String>) -> Response {
    match shared.service.sign_in_by_link(&token, &visitor.address, &visitor.agent).await {
        Ok(signed_in) => {
            with_cookie(Redirect::to("/account").into_response(), &signed_in.token, shared.config.secure_cookies)
        }
        Err(_) => Redirect::to("/login").into_response(),
    }
}

/// `DELETE /api/session`
pub async fn sign_out(State(shared): State<Shared>, headers: HeaderMap, visitor: Visitor) -> Answer<Response> {
    if let Some(token) = cookie(&headers, SESSION_COOKIE) {
        let caller = shared.service.caller(token, &visitor.address).await;
        if let Ok(Some(caller)) = caller {
            let ended = shared.service.end_session(&caller, caller.session).await;
            // Ended by another tab meanwhile: that is what was wanted.
            if let Err(error @ ServiceError::Store(_)) = ended {
                return Err(ProblemAnswer::from_service(error, visitor.lang));
            }
        }
    }
    Ok(with_cookie(StatusCode::NO_CONTENT.into_response(), "", shared.config.secure_cookies))
}

/// `GET /api/session`
pub async fn who(State(shared): State<Shared>, signed_in: SignedIn) -> Json<SessionInfo> {
    let centre = &shared.service.centre;
    Json(SessionInfo {
        person: signed_in.caller.person,
        server_time: shared.service.time.now(),
        protocols: centre.protocols.clone().collect(),
        zone: centre.zone.name().to_owned(),
        demo: centre.demo,
        sealing_key: shared.service.keys.sealing().pop(),
        receipt_keys: shared.service.keys.receipt_keys(),
        lock_after_minutes: centre.lock_after_minutes,
    })
}

/// `GET /api/sessions`
pub async fn list(State(shared): State<Shared>, signed_in: SignedIn) -> Answer<Json<Value>> {
    let sessions = shared.service.sessions(&signed_in.caller).await;
    let sessions = sessions.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    let items: Vec<Value> = sessions
        .into_iter()
        .map(|session| {
            json!({
                "id": session.id,
                "created_at": instant(session.created_at),
                "last_used": instant(session.last_used_at),
                "address": session.address,
                "agent": session.agent,
                "current": session.id == signed_in.caller.session,
            })
        })
        .collect();
    Ok(Json(json!({"items": items})))
}

/// `DELETE /api/sessions/{id}`
pub async fn end(State(shared): State<Shared>, signed_in: SignedIn, Id(id): Id) -> Answer<StatusCode> {
    let ended = shared.service.end_session(&signed_in.caller, id).await;
    ended.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
pub struct PasswordChange {
    /// Absent for an account that has none yet.
    #[serde(default)]
    old: String,
    /// At least 10 characters.
    new: String,
}

/// `POST /api/account/password`
pub async fn change_password(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    body: Result<Json<PasswordChange>, JsonRejection>,
) -> Answer<StatusCode> {
    let Json(PasswordChange { old, new }) =
        body.map_err(|rejection| ProblemAnswer::from_json(&rejection, signed_in.lang))?;
    let changed = shared.service.change_password(&signed_in.caller, &old, &new).await;
    changed.map_err(|error| ProblemAnswer::from_service(error, signed_in.lang))?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/demo`: the log-ins of a demo centre; elsewhere there is no such thing.
pub async fn demo(State(shared): State<Shared>, visitor: Visitor) -> Answer<Json<Value>> {
    if !shared.service.centre.demo {
        return Err(ProblemAnswer::not_found(visitor.lang));
    }
    let trouble = |error: store::StoreError| ProblemAnswer::from_service(error.into(), visitor.lang);
    let mut conn = shared.service.db.read().await.map_err(trouble)?;
    let staff = people::list(&mut conn).await.map_err(trouble)?;
    let logins: Vec<Value> = staff
        .into_iter()
        .map(|(person, _)| json!({"login": person.login, "name": person.name, "roles": person.roles}))
        .collect();
    Ok(Json(json!({"logins": logins, "password": DEMO_PASSWORD})))
}

/// Sets the session's cookie, or takes it away when the token is empty.
fn with_cookie(mut response: Response, token: &str, secure: bool) -> Response {
    let age = if token.is_empty() { 0 } else { 30 * 24 * 3_600 };
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
