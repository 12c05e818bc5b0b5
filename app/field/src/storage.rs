//! Small things remembered on this device in plain text: the last drive, marks. Records and drafts live in `offline`.

/// What is kept under the key.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text. A full store is no reason to stop: nothing kept here is anybody's work.
pub fn set(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

fn storage() -> Option<web_sys::Storage> {
    #[cfg(target_arch = "wasm32")]
    return leptos::prelude::window().local_storage().ok().flatten();
    #[cfg(not(target_arch = "wasm32"))]
    None
}
