//! What a customer signed is there, unchanged, countersigned and chained.

use std::collections::BTreeMap;

use domain::{
    CaseId, DispatchId, RequestId,
    fact::Fact,
    signature::{Countersignature, SignatureRecord, countersigned_bytes, sha256_hex},
};
use serde_json::json;

use crate::{
    centre,
    oracle::{Stored, records::facts},
};

pub(super) fn look(stored: &Stored) -> Vec<String> {
    let mut broken = Vec::new();
    let mut heads: BTreeMap<CaseId, String> = BTreeMap::new();
    for change in stored.changes.iter().filter(|change| change.kind == "request") {
        let Some((_, request)) = stored.requests.get(&RequestId(change.id)) else { continue };
        for fact in facts(change).unwrap_or_default() {
            let Fact::Signed { dispatch, record } = fact else { continue };
            let kept = request
                .dispatch(dispatch)
                .and_then(|dispatch| dispatch.visit.signatures.iter().find(|signature| signature.id == record.id));
            let Some(kept) = kept else {
                broken.push(format!("signature {} is lost", record.id));
                continue;
            };
            let head = heads.entry(request.case).or_default();
            broken.extend(countersigned(dispatch, &record, kept, head));
        }
    }
    broken
}

/// Checks one signature against the head of its chain, and moves the head.
fn countersigned(
    dispatch: DispatchId,
    signed: &SignatureRecord,
    kept: &SignatureRecord,
    head: &mut String,
) -> Option<String> {
    let hash = sha256_hex(&countersigned_bytes(kept));
    if sha256_hex(&countersigned_bytes(signed)) != hash {
        return Some(format!("signature {} on {dispatch} was changed", kept.id));
    }
    let Some(Countersignature { record_hash, previous, received_at, key_id, signature, doubts }) =
        &kept.countersignature
    else {
        return Some(format!("signature {} has no countersignature", kept.id));
    };
    let unsigned =
        json!({"record_hash": record_hash, "previous": previous, "received_at": received_at, "key_id": key_id});
    if *record_hash != hash || !centre::keys().verifies(key_id, &unsigned, signature) {
        return Some(format!("the countersignature of {} does not verify", kept.id));
    }
    if previous != head {
        return Some(format!("signature {} does not follow the one before it in its case", kept.id));
    }
    *head = sha256_hex(format!("{previous}\n{record_hash}").as_bytes());
    let unexpected = doubts.iter().find(|doubt| *doubt != "other_content");
    unexpected.map(|doubt| format!("signature {} is doubted for {doubt}", kept.id))
}
