//! Saving one setting: the answer in the form, the undo in the message, and everybody told that it changed.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;
use ui::{Desk, Said, Toasts, toast::Undo, use_desk, use_toasts};
use words::{Text, office::settings as texts};

use crate::{
    refusal::Refusal,
    remote,
    tell::{Tell, use_tell},
};

/// Method and body of a call.
pub type Call = (&'static str, Option<Value>);

/// How one setting is saved.
#[derive(Clone, Copy)]
pub struct Saving {
    path: StoredValue<String>,
    take_back: StoredValue<Undo>,
    changed: Trigger,
    pub refusal: RwSignal<Refusal>,
    pub is_busy: RwSignal<bool>,
    desk: Desk,
    tell: Tell,
    toasts: Toasts,
}

impl Saving {
    /// The setting at `path`, called `name` as it stands; `back` brings back what stands now.
    pub fn of(path: String, name: String, back: Call, changed: Trigger) -> Self {
        let (desk, tell, toasts) = (use_desk(), use_tell(), use_toasts());
        let address = path.clone();
        // It outlives the form: everything it needs is its own.
        let take_back: Undo = Arc::new(move || {
            let (path, name, (method, body)) = (address.clone(), name.clone(), back.clone());
            spawn_local(async move {
                match remote::send(desk, tell, method, &path, body).await {
                    Ok(_) => toasts.done(Said::filled(texts::UNDONE, &[("name", &name)]), None),
                    Err(found) => toasts.failed(found.sentence),
                }
                changed.notify();
            });
        });
        Self {
            path: StoredValue::new(path),
            take_back: StoredValue::new(take_back),
            changed,
            refusal: RwSignal::new(Refusal::default()),
            is_busy: RwSignal::new(false),
            desk,
            tell,
            toasts,
        }
    }

    /// Sends it and says that it was `done` to the setting `name`; `and_then` runs when it was.
    pub fn send(self, (method, body): Call, done: Text, name: String, and_then: impl Fn() + 'static) {
        let Self { changed, refusal, is_busy, desk, tell, toasts, .. } = self;
        let (path, take_back) = (self.path.get_value(), self.take_back.get_value());
        is_busy.set(true);
        spawn_local(async move {
            match remote::send(desk, tell, method, &path, body).await {
                Ok(_) => {
                    toasts.done(Said::filled(done, &[("name", &name)]), Some(take_back));
                    changed.notify();
                    and_then();
                }
                Err(found) => {
                    refusal.try_set(found);
                }
            }
            is_busy.try_set(false);
        });
    }

    /// What is wrong with a field.
    pub fn mistake(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.refusal.with(|refusal| refusal.of_field(field)))
    }

    /// What is wrong with no field in particular. Tracked.
    pub fn general(self) -> String {
        self.refusal.with(|refusal| if refusal.fields.is_empty() { refusal.sentence.clone() } else { String::new() })
    }
}
