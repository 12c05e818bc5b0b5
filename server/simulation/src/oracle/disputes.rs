//! Nothing that somebody has to decide is missing from the managers' list, and nothing that is decided stands in it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RequestId,
    fact::Fact,
    request::{DispatchState, ServiceRequest},
};
use service::{Service, ServiceError};

use crate::oracle::{Stored, quarantine::caller, records::facts};

/// The list of disputes as the managers see it.
pub(super) async fn read(service: &Service) -> Result<BTreeSet<RequestId>, ServiceError> {
    let duty = caller("duty")?;
    Ok(service.disputes(&duty).await?.into_iter().map(|stored| stored.request.id).collect())
}

pub(super) fn look(stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    let open = open_actions(stored);
    let nothing = BTreeSet::new();
    for (id, (_, request)) in &stored.requests {
        let open = open.get(id).unwrap_or(&nothing);
        let kept: BTreeSet<String> = request.kept.iter().map(|kept| kept.envelope.clone()).collect();
        if *open != kept {
            broken.push(format!("{id} keeps {kept:?} for a decision, where {open:?} is undecided"));
        }
        let is_disputed = !open.is_empty() || is_in_dispute(request);
        match (is_disputed, stored.disputes.contains(id)) {
            (true, false) => broken.push(format!("{id} is in dispute and no manager sees it in the list")),
            (false, true) => broken.push(format!("{id} stands in the list of disputes, with nothing to decide")),
            _ => {}
        }
    }
    let unknown = stored.disputes.iter().filter(|id| !stored.requests.contains_key(id));
    broken.extend(unknown.map(|id| format!("the list of disputes names {id}, which does not exist")));
    broken
}

fn is_in_dispute(request: &ServiceRequest) -> bool {
    request.dispatches.iter().any(|dispatch| dispatch.state == DispatchState::Disputed)
}

/// The envelopes about which nobody has decided, told from the facts alone.
fn open_actions(stored: &Stored) -> BTreeMap<RequestId, BTreeSet<String>> {
    let mut open: BTreeMap<RequestId, BTreeSet<String>> = BTreeMap::new();
    let mut decided: BTreeMap<RequestId, Vec<String>> = BTreeMap::new();
    for change in stored.changes.iter().filter(|change| change.kind == "request") {
        let request = RequestId(change.id);
        let open = open.entry(request).or_default();
        for fact in facts(change).unwrap_or_default() {
            match fact {
                Fact::ActionKept { action } => {
                    open.insert(action.envelope);
                }
                Fact::DisputeSettled { settlement } => {
                    let closed: Vec<String> =
                        settlement.closed.into_iter().filter(|envelope| open.remove(envelope)).collect();
                    decided.insert(request, closed);
                }
                Fact::DisputeReopened { .. } => open.extend(decided.remove(&request).unwrap_or_default()),
                _ => {}
            }
        }
    }
    open
}
