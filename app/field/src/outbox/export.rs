//! An action as a file, to hand over: works without a network.

use leptos::prelude::*;
use serde_json::Value;
use ui::{encoded, t};
use words::conflicts;

/// A link that saves an envelope and its receipt.
#[component]
pub fn Export(
    /// The envelope's id.
    name: String,
    file: Value,
) -> impl IntoView {
    let content = serde_json::to_string_pretty(&file).unwrap_or_default();
    let address = ["data:application/json;charset=utf-8,", &encoded(&content)].concat();
    let file = ["paidan-", &name, ".json"].concat();
    view! { <a class="button" href=address download=file>{t(conflicts::EXPORT)}</a> }
}
