//! Asking the server for lists and single things, and telling it about changes that are no commands.

use domain::Timestamp;
use leptos::prelude::untrack;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;
use ui::Desk;
use words::common;

use crate::{refusal::Refusal, tell::Tell};

/// The items of a list and the cursor of what follows.
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

/// Gets a list.
///
/// # Errors
/// The refusal in words.
pub async fn list<T: DeserializeOwned>(desk: Desk, tell: Tell, path: &str) -> Result<Page<T>, Refusal> {
    let value = get(desk, tell, path).await?;
    let items = value.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    // An item this program can't read must not hide the others.
    let items = items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect();
    let next = value.get("next").and_then(Value::as_str).map(str::to_owned);
    Ok(Page { items, next })
}

/// Gets one thing as JSON.
///
/// # Errors
/// The refusal in words.
pub async fn get(desk: Desk, tell: Tell, path: &str) -> Result<Value, Refusal> {
    send(desk, tell, "GET", path, None).await
}

/// Sends JSON and gives back the answer.
///
/// # Errors
/// The refusal in words.
pub async fn send(desk: Desk, tell: Tell, method: &str, path: &str, body: Option<Value>) -> Result<Value, Refusal> {
    let Some(client) = desk.client() else {
        return Err(untrack(|| Refusal::of(common::UNREACHABLE, tell)));
    };
    let answer = match method {
        "GET" => client.get_json(path).await,
        method => client.send_json(method, path, body.as_ref()).await,
    };
    answer.map_err(|error| untrack(|| Refusal::of_fetch(&error, tell)))
}

/// An instant as RFC 3339 text, or absent.
pub fn maybe_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let value = Option::<Value>::deserialize(deserializer)?;
    Ok(value.and_then(|value| match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(millis) => millis.as_i64().map(Timestamp),
        _ => None,
    }))
}
