//! Who calls, in which language, from where: read from the request once, in one place.

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRef, FromRequestParts, OriginalUri, Path, Query},
    http::{HeaderMap, header, request::Parts},
};
use serde::de::DeserializeOwned;
use service::Caller;
use uuid::Uuid;
use words::Lang;

use super::problem::ProblemAnswer;
use crate::{Shared, config::Config};

/// Name of the session's cookie.
pub const SESSION_COOKIE: &str = "paidan_session";

/// The caller with a session; without one the call ends with 401.
pub struct SignedIn {
    pub caller: Caller,
    pub lang: Lang,
}

impl<S> FromRequestParts<S> for SignedIn
where
    Shared: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ProblemAnswer;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ProblemAnswer> {
        let shared = Shared::from_ref(state);
        let lang = language(&parts.headers);
        let token = cookie(&parts.headers, SESSION_COOKIE).ok_or_else(|| ProblemAnswer::signed_out(lang))?;
        let address = address(parts, &shared.config);
        let caller =
            shared.service.caller(token, &address).await.map_err(|error| ProblemAnswer::from_service(error, lang))?;
        let caller = caller.ok_or_else(|| ProblemAnswer::signed_out(lang))?;
        let path = parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.path(), |uri| uri.path());
        if caller.is_revoked && !is_open_to_the_revoked(path) {
            return Err(ProblemAnswer::device_revoked(lang));
        }
        Ok(Self { caller, lang })
    }
}

/// What a revoked device may still ask for: to hand in its work, and to hear that it is to empty itself (SYN-10).
fn is_open_to_the_revoked(path: &str) -> bool {
    let path = path.strip_prefix("/api").unwrap_or(path);
    path == "/session" || ["/sync/", "/blobs", "/begun"].iter().any(|open| path.starts_with(open))
}

/// Language and origin of a call that needs no session.
pub struct Visitor {
    pub lang: Lang,
    pub address: String,
    pub agent: String,
}

impl<S> FromRequestParts<S> for Visitor
where
    Shared: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let shared = Shared::from_ref(state);
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self { lang: language(&parts.headers), address: address(parts, &shared.config), agent: agent.to_owned() })
    }
}

/// The id in an address. What is no id names nothing.
pub struct Id(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ProblemAnswer;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ProblemAnswer> {
        let id = Path::<Uuid>::from_request_parts(parts, state).await;
        id.map(|Path(id)| Self(id)).map_err(|_| ProblemAnswer::not_found(language(&parts.headers)))
    }
}

/// What is asked behind the question mark of an address. What is no such thing gets a problem that says why.
pub struct Parameters<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Parameters<T> {
    type Rejection = ProblemAnswer;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ProblemAnswer> {
        let asked = Query::<T>::from_request_parts(parts, state).await;
        let lang = language(&parts.headers);
        asked.map(|Query(asked)| Self(asked)).map_err(|rejection| ProblemAnswer::from_query(&rejection, lang))
    }
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .find_map(|pair| {
            let (known, value) = pair.trim().split_once('=')?;
            (known == name).then_some(value)
        })
}

/// The reader's language: the one chosen, else the browser's.
#[must_use]
pub fn language(headers: &HeaderMap) -> Lang {
    let chosen = cookie(headers, words::LANGUAGE_COOKIE).and_then(Lang::from_tag);
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Lang::accepted);
    chosen.or_else(accepted).unwrap_or_default()
}

fn address(parts: &Parts, config: &Config) -> String {
    let forwarded = || {
        parts.headers.get("x-forwarded-for")?.to_str().ok()?.split(',').next_back().map(|text| text.trim().to_owned())
    };
    let peer = || parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_string());
    config.behind_proxy.then(forwarded).flatten().or_else(peer).unwrap_or_default()
}
