//! The settings of one kind as the server has them, read again after every change.

use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use ui::{Desk, use_desk};

use super::Setting;
use crate::{
    refusal::Refusal,
    remote,
    tell::{Tell, use_tell},
};

/// All settings of a kind, and what is known about fetching them.
pub struct Fetched<T: Send + Sync + 'static> {
    path: &'static str,
    pub all: RwSignal<Option<Vec<Setting<T>>>>,
    pub refusal: RwSignal<Option<Refusal>>,
    /// Fires when one was changed.
    pub changed: Trigger,
    desk: Desk,
    tell: Tell,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: Clone + DeserializeOwned + Send + Sync + 'static> Fetched<T> {
    /// Those that the interface has at `path`; fetched now and after every change.
    pub fn from(path: &'static str) -> Self {
        let (all, refusal) = (RwSignal::new(None), RwSignal::new(None));
        let fetched = Self { path, all, refusal, changed: Trigger::new(), desk: use_desk(), tell: use_tell() };
        Effect::new(move || {
            fetched.changed.track();
            fetched.fetch();
        });
        fetched
    }

    pub fn fetch(self) {
        spawn_local(async move {
            match remote::list::<Setting<T>>(self.desk, self.tell, self.path).await {
                Ok(page) => {
                    self.all.try_set(Some(page.items));
                    self.refusal.try_set(None);
                }
                Err(found) => {
                    self.refusal.try_set(Some(found));
                }
            }
        });
    }

    /// Nothing has come yet, and nothing says that nothing will. Tracked.
    pub fn is_loading(self) -> bool {
        self.all.with(Option::is_none) && self.refusal.with(Option::is_none)
    }
}
