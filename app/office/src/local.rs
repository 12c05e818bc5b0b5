//! Small things remembered in this browser: saved filters, the draft of a request, switches.

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

/// What was remembered under a key; None when there is nothing readable.
#[must_use]
pub fn recall<T: DeserializeOwned>(key: &str) -> Option<T> {
    let text = window().local_storage().ok().flatten()?.get_item(key).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

/// Remembers a value. A full or forbidden storage is no reason to stop working.
pub fn remember<T: Serialize>(key: &str, value: &T) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    if let Ok(text) = serde_json::to_string(value) {
        let _ = storage.set_item(key, &text);
    }
}

pub fn forget(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(key);
    }
}
