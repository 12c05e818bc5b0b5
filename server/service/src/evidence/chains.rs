//! The chain of signatures of every case, built up again from the record of change.

use std::collections::hash_map::Entry;

use domain::{
    CaseId, RequestId,
    fact::Fact,
    signature::{self, Countersignature, SignatureRecord, sha256_hex},
};
use store::{Conn, devices as stored_devices, signatures};
use uuid::Uuid;

use super::{
    Fault,
    check::{PAGE, Walk, stored},
};
use crate::{Result, Service, devices};

impl Service {
    /// Adds the signatures of a change to their chains and compares each with how it is kept.
    pub(super) async fn follow_signatures(
        &self,
        conn: &mut Conn,
        walk: &mut Walk,
        id: RequestId,
        facts: &[Fact],
    ) -> Result<()> {
        let signed = facts.iter().filter_map(|fact| match fact {
            Fact::Signed { record, .. } => Some(record),
            _ => None,
        });
        for record in signed {
            walk.report.signatures += 1;
            let request = stored(conn, id).await?;
            let kept = request.as_ref().and_then(|request| {
                let all = request.dispatches.iter().flat_map(|dispatch| &dispatch.visit.signatures);
                Some((request.case, all.into_iter().find(|kept| kept.id == record.id)?))
            });
            let Some((case, kept)) = kept else {
                walk.fault(Fault::Record(record.id));
                continue;
            };
            if let Entry::Vacant(unknown) = walk.keys.entry(record.device_id) {
                let device = stored_devices::find(conn, record.device_id).await?;
                unknown.insert(device.and_then(|device| devices::read_key(&device.public_key)));
            }
            self.link(walk, case, record, kept);
        }
        Ok(())
    }

    /// Compares a signature as it was signed with how it is kept, and adds it to its chain.
    fn link(&self, walk: &mut Walk, case: CaseId, signed: &SignatureRecord, kept: &SignatureRecord) {
        let id = kept.id;
        let hash = sha256_hex(&signature::countersigned_bytes(kept));
        if sha256_hex(&signature::countersigned_bytes(signed)) != hash {
            walk.fault(Fault::Record(id));
        }
        let Some(countersignature) = &kept.countersignature else {
            walk.fault(Fault::Countersignature(id));
            return;
        };
        let Countersignature { record_hash, previous, received_at, key_id, signature: word, doubts } = countersignature;
        let unsigned = signature::countersigning(record_hash, previous, *received_at, key_id);
        let is_by_centre = walk.is_ours(&self.keys, key_id, &unsigned, word);
        if *record_hash != hash || !is_by_centre {
            walk.fault(Fault::Countersignature(id));
        }
        let key = walk.keys.get(&signed.device_id).and_then(Option::as_ref);
        let by_device =
            key.is_some_and(|key| key.verifies(&signature::device_signing_bytes(kept), &kept.device_signature));
        if !by_device && !doubts.iter().any(|doubt| doubt == "device_signature") {
            walk.fault(Fault::Device(id));
        }
        let heads = walk.heads.entry(case).or_default();
        let follows = *previous == heads.last().cloned().unwrap_or_default();
        heads.push(signature::next_head(previous, record_hash));
        if !follows {
            walk.fault(Fault::Order(id));
        }
    }

    /// Compares the end of each chain, as it is kept for the next signature, with the last signature of its case.
    pub(super) async fn look_at_chains(&self, conn: &mut Conn, walk: &mut Walk) -> Result<()> {
        // From a record of change that was altered nothing can be built up again.
        if walk.broken.is_some() {
            return Ok(());
        }
        let mut ends = walk.heads.clone();
        let mut after = CaseId(Uuid::nil());
        loop {
            let page = signatures::page(conn, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = CaseId(last.case_id);
            for chain in page {
                let case = CaseId(chain.case_id);
                let heads = ends.remove(&case).unwrap_or_default();
                let length = i64::try_from(heads.len()).unwrap_or(i64::MAX);
                if chain.length != length || chain.head != heads.last().cloned().unwrap_or_default() {
                    walk.fault(Fault::Chain(case));
                }
            }
        }
        for case in ends.into_keys() {
            walk.fault(Fault::Chain(case));
        }
        Ok(())
    }
}
