//! What was typed or drawn and is no action yet, under a name of its own. The client keeps it sealed on the device.

use std::sync::LazyLock;

use leptos::prelude::*;
use ui::{Desk, use_desk};

/// What this tab puts into the names of drafts that are its own: two tabs of one visit must not write over each other.
static TAB: LazyLock<String> =
    LazyLock::new(|| format!("{:08x}", (js_sys::Math::random() * f64::from(u32::MAX)) as u32));

/// One draft.
#[derive(Clone, Copy)]
pub struct Draft {
    desk: Desk,
    name: StoredValue<String>,
}

impl Draft {
    /// The draft of this name, for as long as the owner lives.
    #[must_use]
    pub fn named(parts: &[&str]) -> Self {
        Self { desk: use_desk(), name: StoredValue::new(parts.concat()) }
    }

    /// This tab's own draft of a kind for a visit, and all others of it that are here: of other tabs, or of before a reload.
    #[must_use]
    pub fn of_this_tab(kind: &str, visit: &str) -> (Self, Vec<Self>) {
        let own = [kind, ".", &TAB, "-", visit].concat();
        let (prefix, suffix) = ([kind, "."].concat(), ["-", visit].concat());
        let names = use_desk().client().map(|client| client.draft_names()).unwrap_or_default();
        let others = names.iter().filter(|name| name.starts_with(&prefix) && name.ends_with(&suffix) && **name != own);
        let others = others.map(|name| Self::named(&[name])).collect();
        (Self::named(&[&own]), others)
    }

    /// What was kept.
    #[must_use]
    pub fn read(self) -> Option<String> {
        let client = self.desk.client()?;
        self.name.try_with_value(|name| client.draft(name)).flatten()
    }

    pub fn keep(self, text: &str) {
        self.put(Some(text));
    }

    pub fn forget(self) {
        self.put(None);
    }

    fn put(self, text: Option<&str>) {
        if let Some(client) = self.desk.client() {
            let _ = self.name.try_with_value(|name| client.keep_draft(name, text));
        }
    }
}
