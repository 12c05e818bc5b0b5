//! What every answer and every changing call passes: origin, content type, security headers (OPS-5).

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use words::rejections;

use super::{caller::language, problem::ProblemAnswer};
use crate::Shared;

/// Refuses changing calls from other sites, and adds the headers that make the browser our ally.
pub async fn protect(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&request) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    secure(response.headers_mut(), shared.config.secure_cookies);
    response
}

fn refusal(request: &Request) -> Option<ProblemAnswer> {
    let lang = language(request.headers());
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && !is_ours(request.headers()) {
        return Some(ProblemAnswer::new(StatusCode::FORBIDDEN, "foreign_origin", rejections::FOREIGN_ORIGIN, lang));
    }
    let has_body = request.headers().get(header::CONTENT_LENGTH).is_some_and(|length| length != "0");
    let is_upload = request.method() == Method::PUT;
    (changes && has_body && !is_upload && !is_json(request.headers())).then(|| ProblemAnswer::not_json(lang))
}

fn secure(headers: &mut HeaderMap, only_https: bool) {
    let mut set = |name: header::HeaderName, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(self), microphone=()");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    if only_https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// Answers of the interface are about people and must not lie in any cache.
pub async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A program sends no `Origin`; a browser's must name the host that was called, and a cross-site fetch says so itself.
fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if matches!(text("sec-fetch-site"), Some("cross-site" | "same-site")) {
        return false;
    }
    match (text("origin"), text("host")) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, name)| name == host),
        (Some(_), None) => false,
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
