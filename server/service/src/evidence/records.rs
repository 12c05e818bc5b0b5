//! Requests and people as they stand, against everything that was recorded about them.

use std::collections::HashSet;

use domain::{
    RequestId, dispute,
    fact::Fact,
    request::{self, ServiceRequest},
    signature,
};
use serde_json::Value;
use store::{
    Conn,
    changes::{self, Change},
    customers, disputes, people, requests,
};
use uuid::Uuid;

use super::{
    Fault,
    check::{PAGE, Walk, stored},
};
use crate::{Result, Service};

/// Differences of one record that are named; more tell nobody more.
const NAMED: usize = 5;
/// Letters of a value that are shown.
const SHOWN: usize = 60;

impl Service {
    /// Replays the record of change of every request and person and compares what comes of it with what is stored.
    pub(super) async fn look_at_records(&self, conn: &mut Conn, walk: &mut Walk) -> Result<()> {
        let in_dispute: HashSet<Uuid> = disputes::listed(conn).await?.into_iter().collect();
        let mut all = std::mem::take(&mut walk.requests);
        let mut after = RequestId(Uuid::nil());
        loop {
            let page = requests::ids(conn, after.0, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = *last;
            all.extend(page);
        }
        walk.report.requests = all.len();
        for id in all {
            let history = changes::of_record(conn, "request", id.0, i64::MAX).await?;
            let stored = stored(conn, id).await?;
            look_at_request(walk, id, stored.as_ref(), &history, in_dispute.contains(&id.0));
        }
        for (person, _) in people::list(conn).await? {
            let Some(recorded) = walk.people.remove(&person.id.0).flatten() else {
                walk.report.not_recorded += 1;
                continue;
            };
            let mut differs = Vec::new();
            compare(&mut differs, "", &recorded, &serde_json::to_value(&person).unwrap_or_default());
            if !differs.is_empty() && walk.broken.is_none() {
                walk.fault(Fault::Person { login: person.login, differs });
            }
        }
        let mut after = Uuid::nil();
        loop {
            let page = customers::page(conn, after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = last.id.0;
            walk.report.not_recorded += page.len();
        }
        Ok(())
    }
}

fn look_at_request(
    walk: &mut Walk,
    id: RequestId,
    stored: Option<&ServiceRequest>,
    history: &[Change],
    is_listed: bool,
) {
    let Some(stored) = stored else {
        walk.fault(Fault::RequestGone(id));
        return;
    };
    match (dispute::is_open(stored), is_listed) {
        (true, false) => walk.fault(Fault::DisputeGone(name(stored))),
        (false, true) => walk.fault(Fault::DisputeInvented(id)),
        _ => {}
    }
    let Some(last) = history.last() else {
        walk.fault(Fault::RequestUnknown(id));
        return;
    };
    let is_altered = walk.broken.is_some_and(|from| last.seq >= from);
    let Some(recorded) = replayed(history).filter(|_| !is_altered) else {
        walk.report.not_replayed.insert(id);
        return;
    };
    let mut differs = Vec::new();
    let values = [&recorded, stored].map(|request| serde_json::to_value(request).unwrap_or_default());
    compare(&mut differs, "", &values[0], &values[1]);
    if differs.is_empty() {
        return;
    }
    walk.fault(Fault::Request { number: name(&recorded), differs });
    for dispatch in &recorded.dispatches {
        let Some(now) = stored.dispatch(dispatch.id) else { continue };
        for record in &dispatch.visit.signatures {
            // A correction that was recorded may have come after the signature: that is nobody's fault.
            if signature::covers(record, &recorded, dispatch) && !signature::covers(record, stored, now) {
                walk.fault(Fault::Content(record.id));
            }
        }
    }
}

/// What people know a request by.
fn name(request: &ServiceRequest) -> String {
    if request.number.is_empty() { request.id.to_string() } else { request.number.clone() }
}

/// The request that comes of everything recorded about it; None when a part of that can't be read.
fn replayed(history: &[Change]) -> Option<ServiceRequest> {
    let mut request: Option<ServiceRequest> = None;
    for change in history {
        let facts: Vec<Fact> = serde_json::from_str(&change.facts).ok()?;
        for fact in &facts {
            match (&mut request, fact) {
                (None, Fact::RequestOpened { request: opened }) => {
                    let mut opened = (**opened).clone();
                    request::evolve(&mut opened, fact);
                    request = Some(opened);
                }
                (None, _) => return None,
                (Some(request), fact) => request::evolve(request, fact),
            }
        }
    }
    request
}

/// Names where `stored` is not what was `recorded`, by the path in the record.
fn compare(differs: &mut Vec<String>, path: &str, recorded: &Value, stored: &Value) {
    if differs.len() >= NAMED || is_same(recorded, stored) {
        return;
    }
    match (recorded, stored) {
        (Value::Object(before), Value::Object(after)) => {
            let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                let [before, after] = [before, after].map(|fields| fields.get(name).unwrap_or(&Value::Null));
                compare(differs, &format!("{path}/{name}"), before, after);
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (at, (before, after)) in before.iter().zip(after).enumerate() {
                compare(differs, &format!("{path}/{at}"), before, after);
            }
        }
        _ => differs.push(format!("{path} is {} and was recorded as {}", shown(stored), shown(recorded))),
    }
}

/// Fractions may come back from their text with another last digit.
fn is_same(recorded: &Value, stored: &Value) -> bool {
    match (recorded.as_f64(), stored.as_f64()) {
        (Some(before), Some(after)) if recorded.is_f64() || stored.is_f64() => {
            (before - after).abs() <= 1e-9 * before.abs().max(1.0)
        }
        _ => recorded == stored,
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHOWN { text } else { text.chars().take(SHOWN).chain(['…']).collect() }
}
