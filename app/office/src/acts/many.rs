//! Several requests brought to their plans in one step, and taken back in one (ONS-20).

use domain::{DispatchId, RequestId};
use leptos::{prelude::*, task::spawn_local};
use ui::Said;
use words::office::propose as texts;

use super::{
    give::Acts,
    new_id,
    undo::{Back, Moved, is_still},
};
use crate::plan::{Plan, Why, command_for};

/// Why a request was not brought to its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBrought {
    /// It is somewhere else than it was.
    Changed,
    /// The engineer has another visit at that time.
    Collides,
    /// The server would not.
    Refused,
}

impl Acts {
    /// Brings one request from the plan at which it was seen to another, and says nothing.
    ///
    /// # Errors
    /// See [`NotBrought`].
    pub async fn bring_quietly(self, moved: &Moved, despite: Option<&str>) -> Result<(), NotBrought> {
        let request = self.desk.client().and_then(|client| client.request(moved.request));
        let request = request.filter(|request| is_still(request, moved.before)).ok_or(NotBrought::Changed)?;
        let usual = untrack(|| self.tell.say(texts::REASON));
        let new = DispatchId(new_id(self.desk.now()));
        let despite = despite.or_else(|| self.needs_reason(&request, moved.made).then_some(usual));
        let command = command_for(&request, moved.made, new, &Why { usual, despite }).ok_or(NotBrought::Changed)?;
        self.give(moved.request, command).await.map_err(|_| NotBrought::Refused)
    }

    /// Says that several requests were planned, with one undo for all.
    pub fn say_brought(self, moved: Vec<Moved>) {
        let Some(first) = moved.first().map(|moved| moved.request) else { return };
        let said = Said::filled(texts::DONE, &[("n", &moved.len().to_string())]);
        self.say_done(first, said, Some(Back::Plans(moved)));
    }

    pub(super) fn take_back_all(self, moved: Vec<Moved>) {
        spawn_local(async move {
            let (mut back, mut stay) = (0_usize, Vec::new());
            for moved in moved {
                let Moved { request, before, made } = moved;
                let done = self.bring_quietly(&Moved { request, before: made, made: before }, None).await;
                match done {
                    Ok(()) => back += 1,
                    Err(_) => stay.push(self.unit_of(request)),
                }
            }
            let (n, m) = (back.to_string(), stay.len().to_string());
            if stay.is_empty() {
                self.toasts.done(Said::filled(texts::TAKEN_BACK, &[("n", &n)]), None);
            } else {
                let units = untrack(|| stay.join(self.tell.say(words::office::shared::AND)));
                let values = [("n", n.as_str()), ("m", m.as_str()), ("units", units.as_str())];
                self.toasts.failed(Said::filled(texts::TAKEN_BACK_BUT, &values));
            }
        });
    }

    /// The customer's name, as people call the request.
    #[must_use]
    pub fn unit_of(self, request: RequestId) -> String {
        let request = self.desk.client().and_then(|client| client.request(request));
        request.map(|request| request.unit.clone()).unwrap_or_default()
    }
}

impl Moved {
    /// From where it stands to an engineer's slot.
    #[must_use]
    pub fn of(change: &domain::proposal::Change) -> Self {
        let at = |(engineer, slot)| Plan::At { engineer, slot, companion: None };
        Moved {
            request: change.request,
            before: change.before.map_or(Plan::Unassigned, at),
            made: at((change.engineer, change.slot)),
        }
    }
}
