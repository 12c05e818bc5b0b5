//! The interface described: `/api/openapi.json`, and a page that shows it.

use std::sync::LazyLock;

use axum::{
    Json,
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::Value;

mod commands;
mod description;
mod guide;
mod operation;
mod page;
mod paths;
mod problems;
mod schemas;
mod states;

pub use schemas::PublicKey;

use super::caller::language;

/// The same for everybody and for as long as the server runs.
static DOCUMENT: LazyLock<Value> = LazyLock::new(description::document);

/// `GET /api/openapi.json`
pub async fn openapi() -> Json<&'static Value> {
    Json(&DOCUMENT)
}

/// `GET /api/docs`: the same as a page, without a script.
pub async fn page(headers: HeaderMap) -> Response {
    let html = page::page(&DOCUMENT, language(&headers));
    let policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}

/// `GET /api/docs.css`: the looks of the page.
pub async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("docs/page.css")).into_response()
}
