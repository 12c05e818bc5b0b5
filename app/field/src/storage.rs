//! Small things remembered on this device in plain text: the last drive, marks. Records and drafts live in `offline`.
//!
//! Local storage answers at once but may forget its last minute when the power fails; what must hold then is marked in
//! the database as well, and read back at the start.

use leptos::task::spawn_local;
use offline::marks;

/// Names that must hold: without them a locked tablet, or one in a customer's hands, would open.
const MUST_HOLD: [&str; 4] = ["paidan-pin-", "paidan-handed-over", "paidan-own-language", "paidan-lock"];

/// What is kept under the key.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text. A full store is no reason to stop: nothing kept here is anybody's work.
pub fn set(key: &str, value: &str) {
    if get(key).as_deref() == Some(value) {
        return;
    }
    remember(key, value);
    if must_hold(key) {
        let (key, value) = (key.to_owned(), value.to_owned());
        spawn_local(async move {
            let _ = marks::keep(&key, Some(&value)).await;
        });
    }
}

/// Keeps a text, and returns when it would survive a power cut.
pub async fn set_for_sure(key: &str, value: &str) {
    remember(key, value);
    let _ = marks::keep(key, Some(value)).await;
}

pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
    if must_hold(key) {
        let key = key.to_owned();
        spawn_local(async move {
            let _ = marks::keep(&key, None).await;
        });
    }
}

/// Brings back what local storage has lost. Where the two differ, the stricter reading counts: a mark that should have
/// gone costs a PIN, one that is missing would open the tablet.
pub async fn restore() {
    for (name, value) in marks::all().await {
        if get(&name).is_none() {
            remember(&name, &value);
        }
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
        remove(name);
    }
}

fn must_hold(key: &str) -> bool {
    MUST_HOLD.iter().any(|name| key.starts_with(name))
}

fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

fn storage() -> Option<web_sys::Storage> {
    #[cfg(target_arch = "wasm32")]
    return leptos::prelude::window().local_storage().ok().flatten();
    #[cfg(not(target_arch = "wasm32"))]
    None
}
