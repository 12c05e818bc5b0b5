//! The interface described: `/api/openapi.json`, and a page that shows it.

use axum::{
    Json,
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::Value;

mod description;
mod schemas;

use super::caller::language;

/// `GET /api/openapi.json`
pub async fn openapi() -> Json<Value> {
    Json(description::document())
}

/// `GET /api/docs`: the same as a page, without a script.
pub async fn page(headers: HeaderMap) -> Response {
    let html = description::page(&description::document(), language(&headers));
    let policy = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'";
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}
