//! What is typed survives a reload at once as a draft, and is recorded when the typing pauses (ONS-13).

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use crate::storage;

/// A pause in typing as long as this means: record it.
const PAUSE: Duration = Duration::from_millis(1_500);

/// Watches over the fields of one form.
#[derive(Clone, Copy)]
pub struct Autosave {
    key: StoredValue<String>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Records the form as it stands.
    record: Callback<()>,
}

impl Autosave {
    /// `key` names the form on this device.
    #[must_use]
    pub fn new(key: String, record: Callback<()>) -> Self {
        let autosave = Self { key: StoredValue::new(key), timer: StoredValue::new(None), record };
        // Leaving the page is a pause too.
        on_cleanup(move || autosave.flush());
        autosave
    }

    /// What was typed and not recorded yet.
    #[must_use]
    pub fn draft(self) -> Option<String> {
        self.key.with_value(|key| storage::get(key))
    }

    /// Something was typed: `draft` is the whole form.
    pub fn touched(self, draft: &str) {
        self.key.with_value(|key| storage::set(key, draft));
        self.stop();
        let record = self.record;
        let timer = set_timeout_with_handle(
            move || {
                record.try_run(());
            },
            PAUSE,
        );
        self.timer.set_value(timer.ok());
    }

    /// Records what is waiting, now.
    pub fn flush(self) {
        if self.stop() {
            self.record.try_run(());
        }
    }

    /// The form was recorded as `draft`; forgotten unless something was typed meanwhile.
    pub fn recorded(self, draft: &str) {
        let _ = self.key.try_with_value(|key| {
            if storage::get(key).is_some_and(|kept| kept == draft) {
                storage::remove(key);
            }
        });
    }

    /// Stops the timer; true when it was running.
    fn stop(self) -> bool {
        let running = self.timer.try_update_value(Option::take).flatten();
        if let Some(timer) = running {
            timer.clear();
        }
        running.is_some()
    }
}
