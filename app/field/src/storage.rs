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

/// Forgets everything that was kept here about people and their work.
pub fn forget_people() {
    let Some(storage) = storage() else { return };
    let mut names = Vec::new();
    for place in 0..storage.length().unwrap_or_default() {
        names.extend(storage.key(place).ok().flatten());
    }
    for name in names.iter().filter(|name| name.starts_with("paidan-")) {
        let _ = storage.remove_item(name);
    }
}

fn storage() -> Option<web_sys::Storage> {
    #[cfg(target_arch = "wasm32")]
    return leptos::prelude::window().local_storage().ok().flatten();
    #[cfg(not(target_arch = "wasm32"))]
    None
}
