//! `GET /verify/{code}`: whether a document of ours is unaltered; shows nothing private (PRT-5).
//!
//! The codes come with the printed forms; until then every code is one that has not been received.

use axum::{
    Json,
    extract::Path,
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::json;
use words::common;

use super::caller::language;

/// Answers as a page or as JSON, by `Accept`.
pub async fn check(headers: HeaderMap, Path(_code): Path<String>) -> Response {
    let lang = language(&headers);
    let wants_json =
        headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("json"));
    if wants_json {
        return Json(json!({"state": "not_yet_received"})).into_response();
    }
    let (tag, title, text) = (lang.tag(), common::PRODUCT.get(lang), common::NOT_YET_RECEIVED.get(lang));
    Html(format!("<!DOCTYPE html><html lang=\"{tag}\"><meta charset=\"utf-8\"><title>{title}</title><h1>{title}</h1><p>{text}</p></html>"))
        .into_response()
}
