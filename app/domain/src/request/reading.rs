//! What can be read off a request: what is open, who had to do with it, what stands in its boxes.

use super::{Dispatch, ServiceRequest, Urgency};
use crate::{
    DispatchId, PersonId, RequestId, Timestamp,
    custody::Custody,
    deadline::{Clock, ClockState},
    fact::Decision,
    follow_up::FOLLOW_UP,
    people::Colleague,
    unresolved::{CUSTODY_END, Unresolved},
};

impl ServiceRequest {
    /// Nothing more is expected to happen: closed, nothing unresolved, no data of the customer in our hands, no money out.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.state.is_closed() && !self.unresolved.is_open() && !self.has_open_custody() && !self.has_open_fees()
    }

    /// Money is out, or an invoice is (CUS-8).
    #[must_use]
    pub fn has_open_fees(&self) -> bool {
        self.dispatches.iter().any(crate::fees::is_open)
    }

    /// Data of the customer is still with us (UNR-7).
    #[must_use]
    pub fn has_open_custody(&self) -> bool {
        let is_open = |custody: &Custody| custody.is_open();
        self.dispatches.iter().any(|dispatch| dispatch.visit.custody().is_some_and(is_open))
    }

    /// When the customer's data has to be back or destroyed, while it is with us (UNR-7).
    #[must_use]
    pub fn data_due(&self) -> Option<&Clock> {
        let runs = |clock: &&Clock| clock.rule == CUSTODY_END && clock.state == ClockState::Running;
        self.clocks.iter().filter(|_| self.has_open_custody()).find(runs)
    }

    /// What stands in the form's advice box, a line each: what the engineer is sent with, and what was decided about the
    /// visit (UNR-3, UNR-4).
    #[must_use]
    pub fn advice(&self) -> Vec<String> {
        let sent_with = self.former.as_ref().map(|former| former.advice.as_str());
        let decided = self.write_off.as_ref().map(|write_off| write_off.advice.as_str());
        let lines = sent_with.into_iter().chain(decided).flat_map(str::lines).map(str::trim);
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// The later product version that the solution needs, where it needs one (UNR-10).
    #[must_use]
    pub fn needed_version(&self) -> Option<&str> {
        let found = self.unresolved.solution().map(|solution| solution.needs_version.as_str());
        let brought = self.former.as_ref().map(|former| former.needs_version.as_str());
        found.or(brought).filter(|version| !version.is_empty())
    }

    /// Who at headquarters has the case, empty until they say so, and since when (UNR-8).
    #[must_use]
    pub fn escalated(&self) -> Option<(String, Timestamp)> {
        let decided = self.write_off.as_ref().filter(|write_off| write_off.decision == Some(Decision::Escalate));
        let decided = decided.map(|write_off| (String::new(), write_off.at));
        let Some(sent) = &self.unresolved.headquarters else { return decided };
        Some(match &sent.acknowledged {
            Some(word) => (word.received_by.clone(), word.at),
            None => (String::new(), sent.sent_at),
        })
    }

    /// Everybody who brought data of the customer back, on this form and on those before it (UNR-3).
    #[must_use]
    pub fn data_takers(&self) -> Vec<Colleague> {
        let mut takers = self.former.as_ref().map(|former| former.takers.clone()).unwrap_or_default();
        for dispatch in self.dispatches.iter().filter(|dispatch| dispatch.visit.custody().is_some()) {
            if takers.iter().all(|taker| taker.person != dispatch.engineer) {
                takers.push(Colleague { person: dispatch.engineer, name: dispatch.engineer_name.clone() });
            }
        }
        takers
    }

    /// The request that continues this one, whenever that was decided (UNR-4).
    #[must_use]
    pub fn followed_by(&self) -> Option<RequestId> {
        let at_once = self.write_off.as_ref().and_then(|write_off| write_off.followed_by);
        at_once.or_else(|| self.unresolved.ended.as_ref().and_then(|ended| ended.followed_by))
    }

    /// The same request, with the support manager.
    #[must_use]
    pub(crate) fn given_to_support_manager(&self, at: Timestamp) -> Self {
        let unresolved = Unresolved { support_manager_since: Some(at), ..self.unresolved.clone() };
        Self { unresolved, ..self.clone() }
    }

    #[must_use]
    pub fn dispatch(&self, id: DispatchId) -> Option<&Dispatch> {
        self.dispatches.iter().find(|dispatch| dispatch.id == id)
    }

    /// The dispatch under way or returned; None when the request is nobody's.
    #[must_use]
    pub fn active_dispatch(&self) -> Option<&Dispatch> {
        self.dispatches.iter().rev().find(|dispatch| dispatch.state.is_active())
    }

    /// Everybody who was ever sent.
    #[must_use]
    pub fn engineers(&self) -> Vec<PersonId> {
        self.dispatches.iter().map(|dispatch| dispatch.engineer).collect()
    }

    /// Everybody who goes along with somebody who was sent, or follows the case (UNR-4).
    #[must_use]
    pub fn followers(&self) -> Vec<PersonId> {
        let companions = self.dispatches.iter().filter_map(|dispatch| dispatch.companion.as_ref());
        companions.chain(&self.first_engineer).map(|follower| follower.person).collect()
    }

    /// What is due next: the earliest running clock. The call after the visit has a queue of its own.
    #[must_use]
    pub fn next_due(&self) -> Option<&Clock> {
        let running = self.clocks.iter().filter(|clock| clock.state == ClockState::Running);
        running.filter(|clock| clock.rule != FOLLOW_UP).min_by_key(|clock| clock.due)
    }

    /// Key by which the unassigned queue is sorted: urgency first, then what is due first (ONS-3, ONS-5).
    #[must_use]
    pub fn queue_key(&self) -> (bool, Timestamp, Timestamp) {
        let due = self.next_due().map_or(Timestamp(i64::MAX), |clock| clock.due);
        (self.urgency == Urgency::Normal, due, self.submitted_at.unwrap_or(self.opened_at))
    }
}
