//! What the manager has chosen so far: the proposal until something is touched.

use domain::{
    DispatchId,
    dispute::{self, Field, Resolution, Side},
    request::ServiceRequest,
};
use leptos::prelude::*;

/// The decision on the page.
#[derive(Clone, Copy)]
pub struct Choices {
    pub resolution: RwSignal<Resolution>,
}

impl Choices {
    #[must_use]
    pub fn proposed(request: &ServiceRequest) -> Self {
        Self { resolution: RwSignal::new(dispute::proposed(request)) }
    }

    /// What was chosen stays chosen when the request moves on; what is new comes as it is proposed.
    pub fn follow(self, request: &ServiceRequest) {
        let mut new = dispute::proposed(request);
        self.resolution.update(|known| {
            let accepts_known = known.forms.iter().any(|choice| choice.accept);
            for choice in &mut new.forms {
                let chosen = known.forms.iter().find(|known| known.dispatch == choice.dispatch);
                choice.accept = chosen.map_or(choice.accept && !accepts_known, |chosen| chosen.accept);
            }
            for choice in &mut new.actions {
                if let Some(chosen) = known.actions.iter().find(|known| known.envelope == choice.envelope) {
                    choice.apply = chosen.apply;
                }
            }
            for choice in &mut new.fields {
                if let Some(chosen) = known.fields.iter().find(|known| known.field == choice.field) {
                    choice.side = chosen.side;
                }
            }
            *known = new;
        });
    }

    #[must_use]
    pub fn accepts(self, dispatch: DispatchId) -> bool {
        self.resolution.with(|all| all.forms.iter().any(|choice| choice.dispatch == dispatch && choice.accept))
    }

    /// One visit stands for a form: accepting one sets the others aside.
    pub fn accept(self, dispatch: DispatchId, accept: bool) {
        self.resolution.update(|all| {
            for choice in &mut all.forms {
                choice.accept = if choice.dispatch == dispatch { accept } else { choice.accept && !accept };
            }
        });
    }

    #[must_use]
    pub fn applies(self, envelope: &str) -> bool {
        self.resolution.with(|all| all.actions.iter().any(|choice| choice.envelope == envelope && choice.apply))
    }

    pub fn apply(self, envelope: &str, apply: bool) {
        self.resolution.update(|all| {
            let choice = all.actions.iter_mut().find(|choice| choice.envelope == envelope);
            if let Some(choice) = choice {
                choice.apply = apply;
            }
        });
    }

    /// Decides the same for several actions, by their envelopes.
    pub fn apply_all(self, envelopes: &[String], apply: bool) {
        self.resolution.update(|all| {
            let chosen = all.actions.iter_mut().filter(|choice| envelopes.contains(&choice.envelope));
            chosen.for_each(|choice| choice.apply = apply);
        });
    }

    #[must_use]
    pub fn side(self, field: Field) -> Side {
        let chosen =
            |all: &Resolution| all.fields.iter().find(|choice| choice.field == field).map(|choice| choice.side);
        self.resolution.with(chosen).unwrap_or(Side::Office)
    }

    pub fn take(self, field: Field, side: Side) {
        self.resolution.update(|all| {
            let choice = all.fields.iter_mut().find(|choice| choice.field == field);
            if let Some(choice) = choice {
                choice.side = side;
            }
        });
    }
}
