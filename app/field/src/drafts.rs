//! What was typed or drawn and is no action yet, under a name of its own. The client keeps it sealed on the device.

use leptos::prelude::*;
use ui::{Desk, use_desk};

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
