//! What is typed survives a reload at once as a draft, and is recorded when the typing pauses (ONS-13).

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use crate::drafts::Draft;

/// A pause in typing as long as this means: record it.
const PAUSE: Duration = Duration::from_millis(1_500);

/// Watches over the fields of one form.
#[derive(Clone, Copy)]
pub struct Autosave {
    draft: Draft,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Records the form as it stands.
    record: Callback<()>,
}

impl Autosave {
    #[must_use]
    pub fn new(draft: Draft, record: Callback<()>) -> Self {
        let autosave = Self { draft, timer: StoredValue::new(None), record };
        // Leaving the page is a pause too.
        on_cleanup(move || autosave.flush());
        autosave
    }

    /// What was typed and not recorded yet.
    #[must_use]
    pub fn draft(self) -> Option<String> {
        self.draft.read()
    }

    /// Something was typed: `draft` is the whole form.
    pub fn touched(self, draft: &str) {
        self.draft.keep(draft);
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
        if self.draft.read().is_some_and(|kept| kept == draft) {
            self.draft.forget();
        }
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
