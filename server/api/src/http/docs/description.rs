//! The OpenAPI document.

use serde_json::{Value, json};
use words::Lang;

/// The document.
#[must_use]
pub fn document() -> Value {
    json!({"openapi": "3.1.0"})
}

/// The document as a page.
#[must_use]
pub fn page(_document: &Value, lang: Lang) -> String {
    format!("<!DOCTYPE html><html lang=\"{}\"></html>", lang.tag())
}
