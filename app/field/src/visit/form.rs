//! The visit on this page: its record, which panel is open, when something was last saved.

use domain::{
    DispatchId, Timestamp,
    command::Command,
    request::{Dispatch, ServiceRequest},
    visit::Step,
};
use leptos::prelude::*;

use super::progress::{self, Panel};
use crate::acting::{Acting, use_acting};

/// What all panels of a visit share.
#[derive(Clone, Copy)]
pub struct Form {
    pub id: DispatchId,
    pub acting: Acting,
    /// The panel that is open.
    pub panel: RwSignal<Panel>,
    /// When something was last saved on this page.
    pub saved_at: RwSignal<Option<Timestamp>>,
    record: Memo<Option<ServiceRequest>>,
}

/// The visit of the page.
pub fn provide_form(id: DispatchId) -> Form {
    let acting = use_acting();
    let record = Memo::new(move |_| acting.desk.records()?.by_dispatch(id).map(|request| (*request).clone()));
    let form = Form { id, acting, panel: RwSignal::new(Panel::Information), saved_at: RwSignal::new(None), record };
    provide_context(form);
    // Whoever has gone on has read what went wrong, and it would lie over the fields of the next step.
    Effect::new(move |before: Option<Panel>| {
        let panel = form.panel.get();
        if before.is_some_and(|before| before != panel) {
            acting.toasts.mended();
        }
        panel
    });
    form
}

#[must_use]
pub fn use_form() -> Form {
    expect_context::<Form>()
}

impl Form {
    /// Reads the record, tracked; None when it is not on this device, or the page is no more.
    pub fn with<T>(self, read: impl FnOnce(&ServiceRequest, &Dispatch) -> T) -> Option<T> {
        let read = self.record.try_with(|request| {
            let request = request.as_ref()?;
            Some(read(request, request.dispatch(self.id)?))
        });
        read.flatten()
    }

    /// Reads the record as it is now.
    pub fn now_with<T>(self, read: impl FnOnce(&ServiceRequest, &Dispatch) -> T) -> Option<T> {
        untrack(|| self.with(read))
    }

    /// Does something to the visit; true when it is saved.
    pub async fn act(self, command: Command) -> bool {
        let saved = self.acting.act(self.id, command).await;
        if saved {
            self.mark_saved();
        }
        saved
    }

    /// Something was saved just now.
    pub fn mark_saved(self) {
        self.saved_at.try_set(Some(self.acting.now()));
    }

    /// Opens the page at `first`, or at the step that is next.
    pub fn begin(self, first: Option<Panel>) {
        if let Some(panel) = first.or_else(|| self.now_with(progress::next)) {
            self.panel.set(panel);
        }
    }

    /// Opens a panel.
    pub fn go(self, panel: Panel) {
        self.panel.set(panel);
    }

    /// Ticks the panel's step, where it is not ticked yet, and goes on to the next panel.
    pub async fn finish(self, panel: Panel) {
        let step = panel.step().filter(|step| !self.has_ticked(*step));
        let done = match step {
            Some(step) => self.act(Command::TickStep { step }).await,
            None => true,
        };
        if done {
            self.panel.try_set(panel.following());
        }
    }

    #[must_use]
    pub fn has_ticked(self, step: Step) -> bool {
        self.now_with(|_, dispatch| dispatch.visit.has_ticked(step)).unwrap_or_default()
    }
}
