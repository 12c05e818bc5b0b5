//! Visits of which the engineer said that nobody was there although they had been taken back: the record says only that
//! nobody signed, its history says why.

use std::{collections::BTreeSet, sync::Arc};

use domain::{DispatchId, dispute, fact::Fact, request::ServiceRequest};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use serde_json::Value;
use ui::use_desk;

use crate::{remote, tell::use_tell};

/// An item of `GET /api/requests/{id}/history`.
#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    command: String,
    #[serde(default)]
    facts: Vec<Value>,
}

/// The dispatches in dispute at which nobody was met, once the history has told; empty until then.
pub fn not_met(request: Signal<Option<Arc<ServiceRequest>>>) -> RwSignal<BTreeSet<DispatchId>> {
    let (desk, tell) = (use_desk(), use_tell());
    let found = RwSignal::new(BTreeSet::new());
    let unsigned = Memo::new(move |_| {
        let request = request.get()?;
        let is_unsigned = dispute::forms(&request).any(|dispatch| dispatch.visit.unsigned_reason.is_some());
        is_unsigned.then_some(request.id)
    });
    Effect::new(move || {
        let Some(id) = unsigned.get() else { return };
        spawn_local(async move {
            let path = ["/api/requests/", &id.to_string(), "/history"].concat();
            // Without an answer the remark itself still stands in the table.
            if let Ok(page) = remote::list::<Item>(desk, tell, &path).await {
                let reports = page.items.into_iter().filter(|item| item.command == "report_not_met");
                // The pane may have been left by now.
                let _ = found.try_set(reports.flat_map(|item| item.facts).filter_map(dispatch_of).collect());
            }
        });
    });
    found
}

fn dispatch_of(fact: Value) -> Option<DispatchId> {
    match serde_json::from_value(fact).ok()? {
        Fact::NotSigned { dispatch, .. } => Some(dispatch),
        _ => None,
    }
}
