//! The language of the screen: one signal, switched without reload, remembered in a cookie so that the server agrees.

use leptos::prelude::*;
#[cfg(target_arch = "wasm32")]
use words::LANGUAGE_COOKIE;
use words::{Lang, Text};

/// The language in force, for everything below [`provide_language`].
#[derive(Clone, Copy)]
pub struct Words(RwSignal<Lang>);

impl Words {
    /// The language, tracked.
    #[must_use]
    pub fn lang(self) -> Lang {
        self.0.get()
    }

    /// A text in the language, tracked.
    #[must_use]
    pub fn say(self, text: Text) -> &'static str {
        text.get(self.0.get())
    }

    /// A text with its places filled, tracked.
    #[must_use]
    pub fn fill(self, text: Text, values: &[(&str, &str)]) -> String {
        words::fill(text.get(self.0.get()), values)
    }

    /// Switches the language everywhere at once.
    pub fn switch(self, lang: Lang) {
        self.0.set(lang);
        #[cfg(target_arch = "wasm32")]
        remember(lang);
    }
}

/// Starts with the language the server rendered (`initial`).
pub fn provide_language(initial: Lang) -> Words {
    let words = Words(RwSignal::new(initial));
    provide_context(words);
    words
}

/// The language of the page.
///
/// # Panics
/// Outside of [`provide_language`], which the application's root calls.
#[must_use]
pub fn use_language() -> Words {
    expect_context::<Words>()
}

/// A text as a reactive child: `<p>{t(common::SAVE)}</p>`.
pub fn t(text: Text) -> impl Fn() -> &'static str + Copy + Send + 'static {
    let words = use_language();
    move || words.say(text)
}

/// The language of the document as the server rendered it.
#[must_use]
pub fn document_language() -> Lang {
    #[cfg(target_arch = "wasm32")]
    if let Some(root) = leptos::prelude::document().document_element() {
        // The choice of the cookie counts more: an offline shell was rendered without knowing it.
        return cookie_language().or_else(|| Lang::from_tag(&root.get_attribute("lang")?)).unwrap_or_default();
    }
    Lang::default()
}

#[cfg(target_arch = "wasm32")]
fn cookie_language() -> Option<Lang> {
    use wasm_bindgen::JsCast;
    let cookies = leptos::prelude::document().dyn_into::<web_sys::HtmlDocument>().ok()?.cookie().ok()?;
    cookies.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == LANGUAGE_COOKIE).then(|| Lang::from_tag(value))?
    })
}

#[cfg(target_arch = "wasm32")]
fn remember(lang: Lang) {
    use wasm_bindgen::JsCast;
    let document = leptos::prelude::document();
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("lang", lang.tag());
    }
    if let Ok(document) = document.dyn_into::<web_sys::HtmlDocument>() {
        let _ = document
            .set_cookie(&[LANGUAGE_COOKIE, "=", lang.tag(), "; Path=/; Max-Age=31536000; SameSite=Lax"].concat());
    }
}
