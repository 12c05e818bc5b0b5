//! Doing something to a dispatch: the client decides and saves, and what goes wrong is said in words.

use domain::{
    DispatchId, Timestamp,
    command::Command,
    sync::{Subject, SubjectKind},
};
use leptos::{prelude::*, task::spawn_local};
use offline::{ActError, storage::StorageError};
use ui::{Desk, Said, Toasts, Words, use_desk, use_language, use_toasts};
use words::{Lang, field as say, rejections};

use crate::once::once;

/// The hand that acts for the page it was made on.
#[derive(Clone, Copy)]
pub struct Acting {
    pub desk: Desk,
    pub toasts: Toasts,
    pub words: Words,
}

/// The hand of this page.
#[must_use]
pub fn use_acting() -> Acting {
    Acting { desk: use_desk(), toasts: use_toasts(), words: use_language() }
}

impl Acting {
    /// Does it and waits until it is saved on the device.
    ///
    /// # Errors
    /// Why it was not saved.
    pub async fn attempt(self, dispatch: DispatchId, command: Command) -> Result<(), ActError> {
        let client = self.desk.client().ok_or(ActError::NotSignedIn)?;
        let subject = Subject { kind: SubjectKind::Dispatch, id: dispatch.0 };
        client.act(subject, command).await.map(drop)
    }

    /// Does it; true when it is saved. What went wrong is said in a message.
    pub async fn act(self, dispatch: DispatchId, command: Command) -> bool {
        let deed = {
            let command = command.clone();
            async move {
                let attempted = self.attempt(dispatch, command).await;
                if let Err(error) = &attempted {
                    self.complain(error);
                }
                attempted.is_ok()
            }
        };
        once(dispatch, command, deed).await
    }

    /// Does it without waiting, then whatever follows from success.
    pub fn start(self, dispatch: DispatchId, command: Command, then: Option<Callback<()>>) {
        spawn_local(async move {
            let is_done = self.act(dispatch, command).await;
            if is_done && let Some(then) = then {
                then.try_run(());
            }
        });
    }

    pub fn complain(self, error: &ActError) {
        let error = error.clone();
        self.toasts.failed(Said::new(move |words| trouble(&error, words.lang())));
    }

    /// The language now, for what is said once.
    #[must_use]
    pub fn lang(self) -> Lang {
        untrack(|| self.words.lang())
    }

    #[must_use]
    pub fn now(self) -> Timestamp {
        self.desk.now()
    }
}

/// Why something was not saved, and what helps.
#[must_use]
pub fn trouble(error: &ActError, lang: Lang) -> String {
    match error {
        ActError::Rejected(rejection) => rejections::in_words(rejection, lang),
        ActError::Storage(StorageError::Full) => say::STORAGE_FULL.get(lang).to_owned(),
        ActError::Storage(StorageError::Outdated) => say::STORAGE_OUTDATED.get(lang).to_owned(),
        ActError::Storage(_) => say::STORAGE_BROKEN.get(lang).to_owned(),
        ActError::NotLoaded => words::common::NOT_LOADED_HINT.get(lang).to_owned(),
        ActError::NotSignedIn => say::NOT_SIGNED_IN.get(lang).to_owned(),
    }
}
