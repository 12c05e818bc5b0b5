//! Checks everything that is chained, and what stands in the database against it: the record of change, the requests and
//! people that came of it, the signatures of every case, what was received, and all of it against anchors.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{CaseId, DeviceId, RequestId, fact::Fact, request::ServiceRequest, sync::Outcome};
use serde_json::Value;
use store::{
    Conn, StoreError,
    changes::{self, Change},
    requests,
};
use uuid::Uuid;

use super::{Anchor, Fault, Found, Head, Report};
use crate::{Result, ServerKeys, Service, devices::DeviceKey};

/// Rows read at a time.
pub(super) const PAGE: i64 = 500;

/// The hash of a change and the one over all names up to it, at the numbers that anchors name.
type Anchored = BTreeMap<i64, (String, String)>;

/// What is known after walking through the record of change.
#[derive(Default)]
pub(super) struct Walk {
    /// Where the record of change was altered first.
    pub broken: Option<i64>,
    /// Heads of each case's chain, one a link.
    pub heads: BTreeMap<CaseId, Vec<String>>,
    pub keys: HashMap<DeviceId, Option<DeviceKey>>,
    /// Requests of which it speaks.
    pub requests: BTreeSet<RequestId>,
    /// What was last recorded of each person, where that was recorded.
    pub people: HashMap<Uuid, Option<Value>>,
    /// Envelopes that it names.
    pub envelopes: HashSet<String>,
    /// Hashes of envelopes that were tried again, and whether one attempt succeeded.
    pub replayed: HashMap<String, bool>,
    pub report: Report,
}

impl Walk {
    pub fn fault(&mut self, fault: Fault) {
        self.report.faults.push(fault);
    }

    /// Looks at a signature of the centre: a key that is not at hand says nothing against it.
    pub fn is_ours(&mut self, keys: &ServerKeys, key_id: &str, signed: &Value, signature: &str) -> bool {
        if keys.knows(key_id) {
            return keys.verifies(key_id, signed, signature);
        }
        *self.report.unknown_keys.entry(key_id.to_owned()).or_default() += 1;
        true
    }
}

impl Service {
    /// Looks at every chain from its first link, at everything that must agree with it, and at every anchor; all of it as
    /// it stood at one moment.
    ///
    /// # Errors
    /// The store. What does not add up is no error, it stands in the report.
    pub async fn check_evidence(&self, found: &Found) -> Result<Report> {
        let mut conn = self.db.read().await?;
        conn.freeze().await?;
        let report = self.look_at_all(&mut conn, found).await;
        conn.thaw().await?;
        report
    }

    async fn look_at_all(&self, conn: &mut Conn, found: &Found) -> Result<Report> {
        let mut walk = Walk { broken: changes::first_broken_link(conn).await?, ..Walk::default() };
        if let Some(from) = walk.broken {
            walk.fault(Fault::Changes { from });
        }
        let mut anchored: Anchored = BTreeMap::from([(0, (String::new(), String::new()))]);
        let mut names = String::new();
        let mut after = 0;
        loop {
            let page = changes::after_seq(conn, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for change in page {
                names = changes::next_names(&names, change.seq, &change.person_name, &change.address);
                if found.anchors.iter().any(|anchor| anchor.changes.length == change.seq) {
                    anchored.insert(change.seq, (change.hash.clone(), names.clone()));
                }
                self.follow(conn, &mut walk, &change).await?;
            }
        }
        walk.report.changes = after;
        self.look_at_chains(conn, &mut walk).await?;
        self.look_at_records(conn, &mut walk).await?;
        self.look_at_photos(conn, &mut walk).await?;
        let received = self.look_at_received(conn, &mut walk, &found.anchors).await?;
        for file in &found.unreadable {
            walk.fault(Fault::AnchorFile { name: file.name(), why: file.why.clone() });
        }
        for anchor in &found.anchors {
            self.look_at_anchor(&mut walk, anchor, &anchored);
        }
        for day in found.exchanged() {
            walk.fault(Fault::AnchorExchanged(day.to_string()));
        }
        look_at_names(&mut walk, &found.anchors, &anchored);
        for (anchor, now) in found.anchors.iter().zip(received) {
            let Some(then) = anchor.received.as_ref().filter(|then| Some(*then) != now.as_ref()) else { continue };
            let count = now.map_or(0, |now| now.count);
            walk.fault(Fault::AnchorReceived { day: anchor.day.to_string(), anchored: then.count, now: count });
        }
        let Walk { heads, mut report, .. } = walk;
        (report.cases, report.anchors, report.gaps) = (heads.len(), found.anchors.len(), found.gaps());
        Ok(report)
    }

    async fn follow(&self, conn: &mut Conn, walk: &mut Walk, change: &Change) -> Result<()> {
        if !change.envelope.is_empty() {
            walk.envelopes.insert(change.envelope.clone());
        }
        match change.kind.as_str() {
            "request" => {
                walk.requests.insert(RequestId(change.id));
                if change.facts.contains("\"signed\"") {
                    let facts: Vec<Fact> = serde_json::from_str(&change.facts).unwrap_or_default();
                    self.follow_signatures(conn, walk, RequestId(change.id), &facts).await?;
                }
            }
            "person" => {
                let facts: Vec<Value> = serde_json::from_str(&change.facts).unwrap_or_default();
                let saved = facts.into_iter().find(|fact| fact["type"] == "person_saved");
                walk.people.insert(change.id, saved.map(|mut fact| fact["person"].take()));
            }
            "envelope" => {
                let facts: Vec<Value> = serde_json::from_str(&change.facts).unwrap_or_default();
                for fact in facts.iter().filter(|fact| fact["type"] == "replayed") {
                    let outcome = fact["outcome"].as_str().and_then(Outcome::parse);
                    let is_taken_in = matches!(outcome, Some(Outcome::Accepted | Outcome::Kept));
                    let sha256 = fact["sha256"].as_str().unwrap_or_default().to_owned();
                    *walk.replayed.entry(sha256).or_default() |= is_taken_in;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn look_at_anchor(&self, walk: &mut Walk, anchor: &Anchor, anchored: &Anchored) {
        let day = anchor.day.to_string();
        if !walk.is_ours(&self.keys, &anchor.key_id, &anchor.signing_value(), &anchor.sig) {
            walk.fault(Fault::AnchorSignature(day.clone()));
        }
        if anchored.get(&anchor.changes.length).map(|(hash, _)| hash) != Some(&anchor.changes.head) {
            walk.fault(Fault::AnchorChanges(day.clone()));
        }
        for chain in &anchor.chains {
            let Head { length, head } = &chain.end;
            let at = usize::try_from(*length).ok().and_then(|length| length.checked_sub(1));
            let stands = at.and_then(|at| walk.heads.get(&chain.case)?.get(at));
            if stands != Some(head) {
                walk.fault(Fault::AnchorChain(day.clone(), chain.case));
            }
        }
    }
}

/// Names the first anchor with other names or addresses: every later one has them too.
fn look_at_names(walk: &mut Walk, anchors: &[Anchor], anchored: &Anchored) {
    let named = anchors.iter().filter_map(|anchor| Some((anchor.changes.length, anchor, anchor.names.as_ref()?)));
    let mut named: Vec<(i64, &Anchor, &String)> = named.collect();
    named.sort_by_key(|(length, ..)| *length);
    let mut from = 1;
    for (until, anchor, names) in named {
        // That the record is another one altogether is said of the chain itself.
        let Some((_, now)) = anchored.get(&until).filter(|(hash, _)| *hash == anchor.changes.head) else { continue };
        if now != names {
            walk.fault(Fault::AnchorNames { day: anchor.day.to_string(), from, until });
            return;
        }
        from = until + 1;
    }
}

/// A request as it is stored; None when there is none, or it can't be read.
pub(super) async fn stored(conn: &mut Conn, id: RequestId) -> Result<Option<ServiceRequest>> {
    match requests::find(conn, id).await {
        Ok(stored) => Ok(stored.map(|stored| stored.request)),
        Err(StoreError::Record(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
