//! What the person was told, and how much of it is not read: fetched once a page, then whenever something new is told.

use domain::{
    Timestamp,
    reminder::{self, Notice},
};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use uuid::Uuid;
use words::office::notices as texts;

use crate::{Desk, t, use_desk};

/// A notice as the server keeps it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Told {
    pub id: Uuid,
    pub at: Timestamp,
    #[serde(default)]
    pub read_at: Option<Timestamp>,
    pub notice: Notice,
}

impl Told {
    /// Whether it is still worth anything, as far as this browser knows: the server takes back what is not, and what the
    /// board has heard of goes at once.
    #[must_use]
    pub fn stands(&self, desk: Desk) -> bool {
        let Notice::Clock { moment, clock } = &self.notice else { return true };
        let known = desk.client().and_then(|client| client.request(clock.request));
        known.is_none_or(|request| {
            let same = request.clocks.iter().rfind(|known| known.rule == clock.rule);
            same.is_none_or(|known| reminder::stands(known, *moment, desk.now()))
        })
    }
}

/// Fetches the notices now and whenever there is news; None until they are there.
#[must_use]
pub fn use_told(desk: Desk) -> RwSignal<Option<Vec<Told>>> {
    let told = RwSignal::new(None);
    Effect::new(move || {
        let Some(client) = desk.notices().filter(|client| client.person().is_some()) else { return };
        client.listen("board");
        spawn_local(async move {
            // A page without its notices is still a page: the next news fetches them again.
            let Ok(value) = client.get_json("/api/notices").await else { return };
            let items = value.get("items").and_then(|items| items.as_array()).cloned().unwrap_or_default();
            let items = items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect();
            told.try_set(Some(items));
        });
    });
    told
}

/// The way to the notices, with how many are not read.
#[component]
pub(crate) fn Bell(here: &'static str) -> impl IntoView {
    let desk = use_desk();
    let told = use_told(desk);
    let unread = Memo::new(move |_| {
        let _ = desk.records();
        let is_new = |told: &&Told| told.read_at.is_none() && told.stands(desk);
        told.with(|told| told.as_ref().map_or(0, |told| told.iter().filter(is_new).count()))
    });
    let badge = move || (unread.get() > 0).then(|| view! { " " <b class="nav-count">{unread.get()}</b> });
    view! {
        <a class="bell" href="/notices" aria-current=(here == "/notices").then_some("page")>{t(texts::TITLE)} {badge}</a>
    }
}
