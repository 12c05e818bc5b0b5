//! Checks everything that is chained: the record of change, the signatures of every case, and both against anchors.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    fmt,
};

use domain::{
    CaseId, DeviceId, RequestId, SignatureId,
    fact::Fact,
    signature::{self, Countersignature, SignatureRecord, sha256_hex},
};
use store::{
    Conn,
    changes::{self, Change},
    devices as stored_devices, requests,
};

use super::{Anchor, Head};
use crate::{
    Result, Service,
    devices::{self, DeviceKey},
};

/// Changes read at a time.
const PAGE: i64 = 500;

/// What was looked at, and what does not add up.
#[derive(Debug, Default)]
pub struct Report {
    pub changes: i64,
    pub signatures: u64,
    pub cases: usize,
    pub anchors: usize,
    pub faults: Vec<Fault>,
}

/// Something that was changed after the fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The record of change is not what it was, from this number on.
    Changes { from: i64 },
    /// A signed record is not what was signed, or is gone.
    Record(SignatureId),
    /// The server's word on a signature is not by one of its keys, or about something else.
    Countersignature(SignatureId),
    /// The tablet's word on a signature is not by the tablet's key, and nobody had noticed.
    Device(SignatureId),
    /// A signature does not follow the one before it in its case.
    Order(SignatureId),
    /// An anchor is not by one of the centre's keys.
    AnchorSignature(String),
    /// The record of change is not the one that was anchored on this day.
    AnchorChanges(String),
    /// A case's chain is not the one that was anchored on this day.
    AnchorChain(String, CaseId),
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Changes { from } => write!(to, "the record of change was altered, first at number {from}"),
            Fault::Record(id) => write!(to, "signature {id}: what was signed was altered or removed"),
            Fault::Countersignature(id) => write!(to, "signature {id}: the countersignature does not verify"),
            Fault::Device(id) => write!(to, "signature {id}: the tablet's signature does not verify"),
            Fault::Order(id) => write!(to, "signature {id}: does not follow the one before it in its case"),
            Fault::AnchorSignature(day) => write!(to, "anchor of {day}: not signed by this centre"),
            Fault::AnchorChanges(day) => write!(to, "anchor of {day}: the record of change is another one now"),
            Fault::AnchorChain(day, case) => {
                write!(to, "anchor of {day}: the signatures of case {case} are others now")
            }
        }
    }
}

/// The chains as they are built up again from the record of change.
#[derive(Default)]
struct Walk {
    /// Heads of each case's chain, one a link.
    heads: BTreeMap<CaseId, Vec<String>>,
    keys: HashMap<DeviceId, Option<DeviceKey>>,
    report: Report,
}

impl Service {
    /// Looks at every chain from its first link, and at every anchor.
    ///
    /// # Errors
    /// The store. What does not add up is no error, it stands in the report.
    pub async fn check_evidence(&self, anchors: &[Anchor]) -> Result<Report> {
        let mut conn = self.db.read().await?;
        let mut walk = Walk::default();
        if let Some(from) = changes::first_broken_link(&mut conn).await? {
            walk.report.faults.push(Fault::Changes { from });
        }
        // Hashes at the numbers that anchors name.
        let mut anchored: BTreeMap<i64, String> = BTreeMap::from([(0, String::new())]);
        let mut after = 0;
        loop {
            let page = changes::after_seq(&mut conn, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for change in page {
                if anchors.iter().any(|anchor| anchor.changes.length == change.seq) {
                    anchored.insert(change.seq, change.hash.clone());
                }
                self.follow(&mut conn, &mut walk, &change).await?;
            }
        }
        let Walk { heads, mut report, .. } = walk;
        for anchor in anchors {
            report.faults.extend(self.anchor_faults(anchor, &anchored, &heads));
        }
        (report.changes, report.cases, report.anchors) = (after, heads.len(), anchors.len());
        Ok(report)
    }

    async fn follow(&self, conn: &mut Conn, walk: &mut Walk, change: &Change) -> Result<()> {
        if change.kind != "request" || !change.facts.contains("\"signed\"") {
            return Ok(());
        }
        let facts: Vec<Fact> = serde_json::from_str(&change.facts).unwrap_or_default();
        let signed = facts.iter().filter_map(|fact| match fact {
            Fact::Signed { record, .. } => Some(record),
            _ => None,
        });
        for record in signed {
            walk.report.signatures += 1;
            let stored = requests::find(conn, RequestId(change.id)).await?.map(|stored| stored.request);
            let kept = stored.as_ref().and_then(|request| {
                let all = request.dispatches.iter().flat_map(|dispatch| &dispatch.visit.signatures);
                Some((request.case, all.into_iter().find(|kept| kept.id == record.id)?))
            });
            let Some((case, kept)) = kept else {
                walk.report.faults.push(Fault::Record(record.id));
                continue;
            };
            if let Entry::Vacant(unknown) = walk.keys.entry(record.device_id) {
                let device = stored_devices::find(conn, record.device_id).await?;
                unknown.insert(device.and_then(|device| devices::read_key(&device.public_key)));
            }
            let key = walk.keys.get(&record.device_id).and_then(Option::as_ref);
            let heads = walk.heads.entry(case).or_default();
            walk.report.faults.extend(self.link_faults(record, kept, key, heads));
        }
        Ok(())
    }

    /// Compares a signature as it was signed with how it is kept, and adds it to its chain.
    fn link_faults(
        &self,
        signed: &SignatureRecord,
        kept: &SignatureRecord,
        key: Option<&DeviceKey>,
        heads: &mut Vec<String>,
    ) -> Vec<Fault> {
        let id = kept.id;
        let hash = sha256_hex(&signature::countersigned_bytes(kept));
        let mut faults = Vec::new();
        if sha256_hex(&signature::countersigned_bytes(signed)) != hash {
            faults.push(Fault::Record(id));
        }
        let Some(countersignature) = &kept.countersignature else {
            faults.push(Fault::Countersignature(id));
            return faults;
        };
        let Countersignature { record_hash, previous, received_at, key_id, signature: word, doubts } = countersignature;
        let unsigned = signature::countersigning(record_hash, previous, *received_at, key_id);
        if *record_hash != hash || !self.keys.verifies(key_id, &unsigned, word) {
            faults.push(Fault::Countersignature(id));
        }
        let by_device =
            key.is_some_and(|key| key.verifies(&signature::device_signing_bytes(kept), &kept.device_signature));
        if !by_device && !doubts.iter().any(|doubt| doubt == "device_signature") {
            faults.push(Fault::Device(id));
        }
        if *previous != heads.last().cloned().unwrap_or_default() {
            faults.push(Fault::Order(id));
        }
        heads.push(signature::next_head(previous, record_hash));
        faults
    }

    fn anchor_faults(
        &self,
        anchor: &Anchor,
        anchored: &BTreeMap<i64, String>,
        heads: &BTreeMap<CaseId, Vec<String>>,
    ) -> Vec<Fault> {
        let day = anchor.day.to_string();
        let mut faults = Vec::new();
        if !anchor.verifies(&self.keys) {
            faults.push(Fault::AnchorSignature(day.clone()));
        }
        if anchored.get(&anchor.changes.length) != Some(&anchor.changes.head) {
            faults.push(Fault::AnchorChanges(day.clone()));
        }
        for chain in &anchor.chains {
            let Head { length, head } = &chain.end;
            let at = usize::try_from(*length).ok().and_then(|length| length.checked_sub(1));
            let stands = at.and_then(|at| heads.get(&chain.case)?.get(at));
            if stands != Some(head) {
                faults.push(Fault::AnchorChain(day.clone(), chain.case));
            }
        }
        faults
    }
}
