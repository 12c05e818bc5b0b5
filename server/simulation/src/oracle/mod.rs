//! What must hold when a run has come to rest, each claim looked at from outside the code that promises it.

mod actions;
mod blobs;
mod disputes;
mod quarantine;
mod records;
mod replicas;
mod signatures;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RequestId,
    request::ServiceRequest,
    signature::{canonical, sha256_hex},
    sync::{Envelope, Outcome, PushResult},
};
use service::Service;
use store::{
    blobs as stored_blobs,
    changes::{self, Change},
    envelopes::{self, Received},
    requests,
};

use crate::{network::Network, play::Play, release};

/// More than any run leaves behind.
const ALL: i64 = 1_000_000;

/// Everything that is stored, read once.
pub(crate) struct Stored {
    pub envelopes: Vec<Received>,
    pub changes: Vec<Change>,
    pub requests: BTreeMap<RequestId, (i64, ServiceRequest)>,
    /// Every state each request was ever in, as its facts tell it.
    pub lives: BTreeMap<RequestId, Vec<ServiceRequest>>,
    /// By name; None where the bytes cannot be read.
    pub blobs: BTreeMap<String, Option<Vec<u8>>>,
    pub quarantine: quarantine::Quarantine,
    /// What the managers' list of disputes names.
    pub disputes: BTreeSet<RequestId>,
    /// Where the chain of changes breaks.
    pub broken_link: Option<i64>,
}

impl Stored {
    /// The answer that was given for an envelope.
    pub(crate) fn result(received: &Received) -> Option<PushResult> {
        serde_json::from_str(&received.result).ok()
    }

    /// What became of an envelope in the end: what the attempt said that took it in, or else the first answer.
    pub(crate) fn came_of(&self, received: &Received) -> Option<PushResult> {
        self.quarantine.taken_in(&received.sha256).or_else(|| Self::result(received))
    }

    /// Whether an envelope was taken in only when it was tried again.
    pub(crate) fn came_later(&self, received: &Received) -> bool {
        self.quarantine.taken_in(&received.sha256).is_some()
    }

    /// The envelope itself, whichever release wrote it.
    pub(crate) fn envelope(received: &Received) -> Option<Envelope> {
        serde_json::from_str(&received.body).ok().and_then(release::read)
    }

    /// Whether any change of a request names an envelope.
    pub(crate) fn has_left_a_trace(&self, envelope: &str) -> bool {
        self.of(envelope).next().is_some()
    }

    /// The changes of requests that an envelope led to.
    pub(crate) fn effects<'a>(&'a self, envelope: &'a str) -> Vec<&'a Change> {
        self.of(envelope).filter(|change| !records::only_keeps(change)).collect()
    }

    /// The changes that put an envelope on the list of what somebody has to decide, and did nothing else.
    pub(crate) fn listed(&self, envelope: &str) -> usize {
        self.of(envelope).filter(|change| records::only_keeps(change)).count()
    }

    fn of<'a>(&'a self, envelope: &'a str) -> impl Iterator<Item = &'a Change> {
        self.changes.iter().filter(move |change| change.kind == "request" && change.envelope == envelope)
    }
}

/// Looks at everything. Empty when all holds.
#[must_use]
pub fn look(play: &mut Play) -> Vec<String> {
    let mut broken = replicas::come_to_rest(play);
    let names: Vec<String> = play.world.book.borrow().blobs.keys().cloned().collect();
    let stored = match read(&play.network, names) {
        Ok(stored) => stored,
        Err(error) => return vec![format!("what is stored cannot be read: {error}")],
    };
    broken.extend(actions::look(play, &stored));
    broken.extend(records::look(&play.world.book.borrow(), &stored));
    broken.extend(quarantine::look(&stored));
    broken.extend(disputes::look(&stored));
    broken.extend(signatures::look(&stored));
    broken.extend(blobs::look(play, &stored));
    broken.extend(replicas::look(play, &stored));
    broken
}

fn read(network: &Network, names: Vec<String>) -> service::Result<Stored> {
    network.nodes.borrow_mut()[0].look(async move |service: Service| {
        let mut conn = service.db.read().await?;
        let mut received = Vec::new();
        for outcome in [Outcome::Accepted, Outcome::Kept, Outcome::Quarantined] {
            received.extend(envelopes::by_outcome(&mut conn, outcome.word(), i64::MAX, ALL).await?);
        }
        received.sort_by(|a, b| (&a.id, &a.sha256).cmp(&(&b.id, &b.sha256)));
        let recorded = changes::after_seq(&mut conn, 0, ALL).await?;
        let mut found = BTreeMap::new();
        for change in recorded.iter().filter(|change| change.kind == "request") {
            let id = RequestId(change.id);
            if let Some(stored) = requests::find(&mut conn, id).await? {
                found.insert(id, (stored.version, stored.request));
            }
        }
        let mut blobs = BTreeMap::new();
        for name in names {
            if let Some(blob) = stored_blobs::find(&mut conn, &name).await? {
                let file = service.blobs.join(&name[..2]).join(&name);
                blobs.insert(name, blob.bytes.or_else(|| std::fs::read(file).ok()));
            }
        }
        let broken_link = changes::first_broken_link(&mut conn).await?;
        let lives = records::lives(&recorded);
        drop(conn);
        let quarantine = quarantine::read(&service).await?;
        let disputes = disputes::read(&service).await?;
        let (envelopes, changes, requests) = (received, recorded, found);
        Ok(Stored { envelopes, changes, requests, lives, blobs, quarantine, disputes, broken_link })
    })
}

/// Hash over everything that is stored: what two runs of a seed must agree on.
pub(crate) async fn stored_hash(service: Service) -> String {
    let hashed = async {
        let mut conn = service.db.read().await?;
        let mut lines = Vec::new();
        for outcome in [Outcome::Accepted, Outcome::Kept, Outcome::Quarantined] {
            for received in envelopes::by_outcome(&mut conn, outcome.word(), i64::MAX, ALL).await? {
                lines.push(format!("{} {} {}", received.id, received.received_at, received.result));
            }
        }
        lines.sort();
        for change in changes::after_seq(&mut conn, 0, ALL).await? {
            lines.push(change.hash);
        }
        store::Result::Ok(sha256_hex(lines.join("\n").as_bytes()))
    };
    hashed.await.unwrap_or_else(|error| error.to_string())
}

/// SHA-256 of a record as it goes over the wire.
pub(crate) fn hash_of<T: serde::Serialize>(record: &T) -> String {
    sha256_hex(&canonical(record))
}
