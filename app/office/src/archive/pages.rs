//! A list that comes page by page, and is asked for anew when what is wanted changes.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use ui::{Desk, use_desk};

use crate::{
    refusal::Refusal,
    remote,
    tell::{Tell, use_tell},
};

/// How long typing rests before the server is asked.
const REST: Duration = Duration::from_millis(300);

/// What has been fetched so far; copied into every part of a page.
pub struct Pages<T: Send + Sync + 'static> {
    desk: Desk,
    tell: Tell,
    pub items: RwSignal<Vec<T>>,
    pub next: RwSignal<Option<String>>,
    pub is_busy: RwSignal<bool>,
    pub refusal: RwSignal<Option<Refusal>>,
    /// Counts the questions: the answer to an older one is dropped.
    asked: StoredValue<u32>,
    path: Signal<String>,
}

impl<T: Send + Sync + 'static> Clone for Pages<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Pages<T> {}

impl<T: DeserializeOwned + Clone + Send + Sync + 'static> Pages<T> {
    /// The list at `path`, which ends in a query.
    pub fn of(path: Signal<String>) -> Self {
        let pages = Self {
            desk: use_desk(),
            tell: use_tell(),
            items: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            is_busy: RwSignal::new(true),
            refusal: RwSignal::new(None),
            asked: StoredValue::new(0),
            path,
        };
        Effect::new(move |before: Option<()>| {
            path.track();
            match before {
                None => pages.fetch(None),
                Some(()) => pages.fetch_soon(),
            }
        });
        pages
    }

    fn fetch_soon(self) {
        let number = self.asked.get_value() + 1;
        self.asked.set_value(number);
        set_timeout(
            move || {
                if self.asked.try_get_value() == Some(number) {
                    self.fetch(None);
                }
            },
            REST,
        );
    }

    /// The first page, or the one after a cursor.
    pub fn fetch(self, cursor: Option<String>) {
        let number = self.asked.get_value() + 1;
        self.asked.set_value(number);
        self.is_busy.set(true);
        let path = self.path.get_untracked();
        let path = match &cursor {
            Some(cursor) => [&path, "&cursor=", &ui::encoded(cursor)].concat(),
            None => path,
        };
        spawn_local(async move {
            let answer = remote::list::<T>(self.desk, self.tell, &path).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            match answer {
                Ok(page) => {
                    let mut items = if cursor.is_some() { self.items.get_untracked() } else { Vec::new() };
                    items.extend(page.items);
                    self.items.set(items);
                    self.next.set(page.next);
                    self.refusal.set(None);
                }
                Err(found) => self.refusal.set(Some(found)),
            }
            self.is_busy.set(false);
        });
    }

    /// Nothing was found, and that is certain.
    pub fn is_empty(self) -> bool {
        !self.is_busy.get() && self.refusal.with(Option::is_none) && self.items.with(Vec::is_empty)
    }

    /// Fetches what follows.
    pub fn more(self) {
        if let Some(cursor) = self.next.get_untracked() {
            self.fetch(Some(cursor));
        }
    }
}
