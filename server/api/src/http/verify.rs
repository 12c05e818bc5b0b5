//! `GET /verify/{code}`: whether a document of ours is unaltered; shows nothing private (PRT-5).

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use domain::verification::{self, DocumentState};
use serde_json::json;
use words::{Lang, common, paper};

use super::{caller::language, problem::ProblemAnswer};
use crate::Shared;

/// The page has a style of its own and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";

/// Answers as a page or as JSON, by `Accept`.
pub async fn check(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response, ProblemAnswer> {
    let lang = language(&headers);
    let state = shared.service.verify_document(&code).await;
    let state = state.map_err(|error| ProblemAnswer::from_service(error, lang))?;
    let wants_json =
        headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("json"));
    let mut response = if wants_json {
        Json(json!({"state": state})).into_response()
    } else {
        Html(page(state, &code, lang)).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}

/// `GET /verify.css`
pub async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("verify.css"))
}

fn page(state: DocumentState, code: &str, lang: Lang) -> String {
    let (class, text) = match state {
        DocumentState::Unaltered => ("unaltered", paper::UNALTERED),
        DocumentState::Altered => ("altered", paper::ALTERED),
        DocumentState::NotYetReceived => ("unknown", common::NOT_YET_RECEIVED),
    };
    let sign = match state {
        DocumentState::Unaltered => "✓",
        DocumentState::Altered => "✕",
        DocumentState::NotYetReceived => "?",
    };
    // Only what can be a code comes back: nothing of the address reaches the page otherwise.
    let code = verification::read(code).map(|code| verification::grouped(&code)).unwrap_or_default();
    let (tag, product, title) = (lang.tag(), common::PRODUCT.get(lang), paper::VERIFY_TITLE.get(lang));
    let (text, hint) = (text.get(lang), paper::VERIFY_PRIVATE.get(lang));
    format!(
        "<!DOCTYPE html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title} · {product}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/verify.css\"></head><body><main class=\"{class}\">\
         <h1>{product} · {title}</h1><p class=\"sign\" aria-hidden=\"true\">{sign}</p><p class=\"verdict\">{text}</p>\
         <p class=\"code\">{code}</p><p class=\"hint\">{hint}</p></main></body></html>"
    )
}
