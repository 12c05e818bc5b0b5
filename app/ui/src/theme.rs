//! Light, dark or as the system says: `data-theme` on the root element, remembered on the device.

use leptos::prelude::*;
use words::common;

use crate::use_language;

const KEY: &str = "paidan-theme";

/// The stored choice: `light`, `dark`, or None for the system's.
#[must_use]
pub fn stored() -> Option<String> {
    #[cfg(target_arch = "wasm32")]
    return window().local_storage().ok().flatten()?.get_item(KEY).ok().flatten();
    #[cfg(not(target_arch = "wasm32"))]
    None
}

/// Applies a choice and remembers it; the empty text returns to the system's.
pub fn choose(choice: &str) {
    #[cfg(target_arch = "wasm32")]
    {
        if let Some(root) = document().document_element() {
            let _ = if choice.is_empty() {
                root.remove_attribute("data-theme")
            } else {
                root.set_attribute("data-theme", choice)
            };
        }
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = if choice.is_empty() { storage.remove_item(KEY) } else { storage.set_item(KEY, choice) };
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (choice, KEY);
}

/// Lets the person choose the appearance.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let words = use_language();
    let chosen = RwSignal::new(String::new());
    Effect::new(move || {
        let stored = stored().unwrap_or_default();
        choose(&stored);
        chosen.set(stored);
    });
    let option = move |value: &'static str, text| view! { <option value=value selected=move || chosen.get() == value>{move || words.say(text)}</option> };
    view! {
        <label class="choice">
            <span class="visually-hidden">{move || words.say(common::THEME)}</span>
            <select on:change:target=move |event| { choose(&event.target().value()); chosen.set(event.target().value()); }>
                {option("", common::THEME_AUTO)} {option("light", common::THEME_LIGHT)} {option("dark", common::THEME_DARK)}
            </select>
        </label>
    }
}
