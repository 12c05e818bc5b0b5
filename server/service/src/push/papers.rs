//! What a delivery needs from the store and leaves there, in a few statements for all of its envelopes.
//!
//! The envelopes are judged one after the other, as if each came alone; only the way to the database is shared.

use std::collections::{BTreeSet, HashMap};

use domain::{
    DispatchId, RequestId,
    sync::{Envelope, SubjectKind},
};
use store::{
    Tx, blobs,
    envelopes::{self, Received},
    requests,
};

use super::read::Read;

/// The papers on the desk.
#[derive(Default)]
pub(super) struct Papers {
    /// What was received before under the ids of the delivery, and in this delivery so far.
    known: HashMap<String, Vec<Received>>,
    /// Ids of what is known and not stored yet, in order.
    unfiled: Vec<Received>,
    /// Blobs named by the delivery that have not arrived.
    missing: BTreeSet<String>,
}

impl Papers {
    /// Fetches what is known of a delivery, and takes the requests in hand that it is about.
    pub async fn lay_out(tx: &mut Tx, delivered: &[Read]) -> store::Result<Self> {
        let ids: Vec<&str> = delivered.iter().map(|read| read.id.as_str()).collect();
        let mut known: HashMap<String, Vec<Received>> = HashMap::new();
        for received in envelopes::find_all(tx.conn(), &ids).await? {
            known.entry(received.id.clone()).or_default().push(received);
        }
        let new = delivered.iter().filter(|read| !known.contains_key(&read.id));
        let new: Vec<&Envelope> = new.filter_map(|read| read.envelope.as_deref().ok()).collect();
        let about = |kind| new.iter().map(|envelope| envelope.subject).filter(move |subject| subject.kind == kind);
        let asked: Vec<RequestId> = about(SubjectKind::Request).map(|subject| RequestId(subject.id)).collect();
        let dispatches: Vec<DispatchId> = about(SubjectKind::Dispatch).map(|subject| DispatchId(subject.id)).collect();
        requests::lock_all(tx, &asked, &dispatches).await?;
        let names: Vec<&str> = new.iter().flat_map(|envelope| envelope.command.blobs()).collect();
        let missing = blobs::missing(tx.conn(), &names).await?;
        Ok(Self { known, unfiled: Vec::new(), missing })
    }

    /// Everything received under an id, the first first.
    pub fn known(&self, id: &str) -> &[Received] {
        self.known.get(id).map_or(&[], Vec::as_slice)
    }

    /// Those of the blobs that have not arrived.
    pub fn missing(&self, names: Vec<&str>) -> Vec<String> {
        names.into_iter().filter(|name| self.missing.contains(*name)).map(str::to_owned).collect()
    }

    /// Keeps an envelope with its answer; it is stored with the others.
    pub fn keep(&mut self, received: Received) {
        self.known.entry(received.id.clone()).or_default().push(received.clone());
        self.unfiled.push(received);
    }

    /// Stores what was kept.
    pub async fn file(&mut self, tx: &mut Tx) -> store::Result<()> {
        let unfiled = std::mem::take(&mut self.unfiled);
        envelopes::insert_all(tx, &unfiled).await
    }
}
