//! Push: envelopes in, answers out, each with exactly one effect however often it is delivered (SYN-4).

mod about;
mod papers;
mod read;
mod replay;

use std::collections::{HashMap, HashSet};

pub use about::About;
pub(crate) use about::about;
use domain::{
    DeviceId, DispatchId, PersonId, Rejection, RequestId, Timestamp,
    people::{Actor, Person},
    sync::{Envelope, FieldProblem, Outcome, Problem, PushAnswer, PushResult, SubjectKind},
    time::attest,
};
use papers::Papers;
use read::Read;
pub use replay::{HeldPage, HeldWhole, Round, place_on_device};
use serde_json::Value;
use store::{
    Tx, blobs,
    devices::{self as stored_devices, Device},
    envelopes::{self, Received},
    people, quarantine, requests,
};
use words::Lang;

use crate::{
    Caller, Centre, Result, ServerKeys, Service, ServiceError,
    apply::{Applied, Office, Order},
    devices::{self, DeviceKey},
    disputes::Listed,
};

/// One delivery of a device.
pub struct Delivery {
    pub caller: Caller,
    pub device_id: DeviceId,
    /// The envelopes as they arrived: what can't be understood is kept whole all the same.
    pub envelopes: Vec<Value>,
    pub lang: Lang,
    /// Whose work it is, when it comes sealed and the caller only brings it.
    pub sealed_by: Option<PersonId>,
}

impl Service {
    /// Takes a delivery: all of it in one transaction, one answer an envelope, in order.
    ///
    /// # Errors
    /// The device is not known. Trouble of the store is no error: every envelope is answered `retry`.
    pub async fn push(&self, delivery: Delivery) -> Result<PushAnswer> {
        let device = stored_devices::find(&mut self.db.read().await?, delivery.device_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let key = devices::read_key(&device.public_key);
        let Delivery { caller, device_id, envelopes, lang, sealed_by } = delivery;
        let received_at = self.time.now();
        let (centre, keys) = (self.centre.clone(), self.keys.clone());
        let read = |envelope| Read::new(envelope, key.as_ref(), (&centre, &keys), received_at);
        let read: Vec<Read> = envelopes.into_iter().map(read).collect();
        let ids: Vec<String> = read.iter().map(|read| read.id.clone()).collect();
        let taken = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let (centre, keys, device, key) = (&*centre, &*keys, &device, key.as_ref());
                    // What is stored belongs to whoever works on the device, never to somebody who only brought it.
                    let owner = match sealed_by {
                        Some(actor) if stored_devices::has_person(tx.conn(), device_id, actor).await? => actor,
                        _ => caller.person.id,
                    };
                    let mut desk = Desk::new(centre, keys, &caller, (device_id, device, key), received_at, lang);
                    desk.owner = owner;
                    desk.take(tx, read).await
                })
            })
            .await;
        let results = taken.unwrap_or_else(|error| {
            tracing::error!(%error, "a delivery was not stored");
            let problem = problem("not_stored", words::common::SERVER_TROUBLE.get(lang));
            let retry = |id| PushResult {
                id,
                outcome: Outcome::Retry,
                receipt: None,
                missing_blobs: Vec::new(),
                problem: Some(problem.clone()),
            };
            ids.into_iter().map(retry).collect()
        });
        Ok(PushAnswer { server_time: self.time.now(), results })
    }
}

fn problem(word: &str, title: &str) -> Problem {
    Problem { word: word.to_owned(), title: title.to_owned(), ..Problem::default() }
}

/// Where one delivery is worked through.
struct Desk<'a> {
    centre: &'a Centre,
    keys: &'a ServerKeys,
    caller: &'a Caller,
    /// Whose delivery it is.
    owner: PersonId,
    device_id: DeviceId,
    device: &'a Device,
    key: Option<&'a DeviceKey>,
    received_at: Timestamp,
    lang: Lang,
    /// Who is known to work on the device.
    at_work: HashSet<PersonId>,
    /// Requests about which an action of the delivery has to come again, with its number: what comes after it is built
    /// on it and must not overtake it.
    waiting: HashMap<RequestId, u64>,
    papers: Papers,
}

/// What became of an envelope, before it is stored.
struct Verdict {
    outcome: Outcome,
    problem: Option<Problem>,
    missing_blobs: Vec<String>,
    /// False when nobody would come across it: then it stands in quarantine (SYN-7).
    is_listed: bool,
}

impl Verdict {
    fn new(outcome: Outcome, problem: Option<Problem>) -> Self {
        Self { outcome, problem, missing_blobs: Vec::new(), is_listed: outcome != Outcome::Quarantined }
    }
}

impl<'a> Desk<'a> {
    fn new(
        centre: &'a Centre,
        keys: &'a ServerKeys,
        caller: &'a Caller,
        (device_id, device, key): (DeviceId, &'a Device, Option<&'a DeviceKey>),
        received_at: Timestamp,
        lang: Lang,
    ) -> Self {
        let (at_work, waiting, papers) = (HashSet::new(), HashMap::new(), Papers::default());
        let owner = caller.person.id;
        Self { centre, keys, caller, owner, device_id, device, key, received_at, lang, at_work, waiting, papers }
    }

    /// The id was used for other content before.
    fn id_reused(&self) -> Verdict {
        Verdict::new(Outcome::Quarantined, Some(self.problem(&words::rejections::ID_REUSED, "id_reused")))
    }
}

impl Desk<'_> {
    async fn take(&mut self, tx: &mut Tx, delivered: Vec<Read>) -> store::Result<Vec<PushResult>> {
        self.papers = Papers::lay_out(tx, &delivered).await?;
        let mut results = Vec::with_capacity(delivered.len());
        for read in delivered {
            results.push(self.take_one(tx, read).await?);
        }
        self.papers.file(tx).await?;
        // A device was heard when it proved itself by its key, or one of its people speaks for it: nobody else may move
        // the time that its claims are weighed against (SYN-12).
        let (device, caller) = (self.device_id, self.caller.person.id);
        let is_proven = results.iter().any(|result| result.outcome != Outcome::Quarantined);
        if is_proven || stored_devices::has_person(tx.conn(), device, caller).await? {
            stored_devices::touch(tx, device, self.received_at.millis()).await?;
        }
        Ok(results)
    }

    async fn take_one(&mut self, tx: &mut Tx, read: Read) -> store::Result<PushResult> {
        let known = self.papers.known(&read.id);
        let received_at = self.received_at.millis();
        let is_remembered = |known: &Received| {
            let is_old = received_at - known.received_at > 5_000;
            !(planted::is("repeats_not_recognised") || planted::is("short_memory") && is_old)
        };
        let same = known.iter().find(|known| known.sha256 == read.sha256);
        if let Some(same) = same.filter(|same| is_remembered(same)) {
            return repeat(tx, same).await;
        }
        let (is_new, is_again) = (known.is_empty(), same.is_some());
        let verdict = if is_new || is_again { self.judge(tx, &read).await? } else { self.id_reused() };
        let Verdict { outcome, problem, missing_blobs, is_listed } = verdict;
        let Read { id, sha256, body, device_seq, accepted, .. } = read;
        if outcome == Outcome::Retry {
            return Ok(PushResult { id, outcome, receipt: None, missing_blobs, problem });
        }
        let receipt = match accepted {
            Some(receipt) if receipt.outcome == outcome => receipt,
            _ => self.keys.receipt(&id, &sha256, outcome, self.received_at),
        };
        let result = PushResult { id: id.clone(), outcome, receipt: Some(receipt), missing_blobs, problem };
        let received = Received {
            id,
            sha256,
            device: self.device_id.0,
            person: self.owner.0,
            device_seq,
            outcome: outcome.word().to_owned(),
            received_at: self.received_at.millis(),
            body,
            result: serde_json::to_string(&result)?,
        };
        let is_forgotten = is_again || (outcome == Outcome::Kept && planted::is("kept_is_not_stored"));
        if !is_forgotten {
            if !is_listed {
                let Received { sha256, id, received_at, .. } = &received;
                quarantine::add(tx, sha256, id, self.owner, *received_at).await?;
            }
            self.papers.keep(received);
        }
        Ok(result)
    }

    async fn judge(&mut self, tx: &mut Tx, read: &Read) -> store::Result<Verdict> {
        let quarantined = |problem| Ok(Verdict::new(Outcome::Quarantined, Some(problem)));
        let envelope = match &read.envelope {
            Ok(envelope) => envelope,
            Err(unread) => {
                let mut problem = self.problem(unread.text, unread.word);
                let stumbled = |detail| FieldProblem { pointer: String::new(), detail };
                problem.errors.extend(unread.detail.clone().map(stumbled));
                return quarantined(problem);
            }
        };
        if self.device.revoked_at.is_some() {
            return quarantined(self.problem(&words::rejections::DEVICE_REVOKED, "device_revoked"));
        }
        let Some(actor) = self.actor(tx, envelope.actor).await? else {
            return quarantined(self.problem(&words::rejections::FOREIGN_ACTOR, "foreign_actor"));
        };
        if envelope.command.is_from_away() && !self.waiting.is_empty() {
            let request = self.request_of(tx, envelope).await?;
            let earlier = request.and_then(|request| self.waiting.get(&request));
            if earlier.is_some_and(|earlier| *earlier < envelope.device_seq) {
                return Ok(self.waits());
            }
        }
        let verdict = self.carry_out(tx, &read.id, envelope, &Actor::from(&actor)).await?;
        if verdict.outcome == Outcome::Retry {
            let request = self.request_of(tx, envelope).await?;
            self.waiting.extend(request.map(|request| (request, envelope.device_seq)));
        }
        Ok(verdict)
    }

    /// The request that an action is about.
    async fn request_of(&self, tx: &mut Tx, envelope: &Envelope) -> store::Result<Option<RequestId>> {
        match envelope.subject.kind {
            SubjectKind::Request => Ok(Some(RequestId(envelope.subject.id))),
            SubjectKind::Dispatch => requests::of_dispatch(tx.conn(), DispatchId(envelope.subject.id)).await,
        }
    }

    /// An earlier action may be the missing one.
    fn waits(&self) -> Verdict {
        let problem = self.problem(&words::rejections::DEPENDENCY_MISSING, "dependency_missing");
        Verdict::new(Outcome::Retry, Some(problem))
    }

    /// The person who acted: the caller, or another one who works on this device and whose queue the caller delivers.
    async fn actor(&mut self, tx: &mut Tx, actor: PersonId) -> store::Result<Option<Person>> {
        if actor == self.caller.person.id {
            if self.at_work.insert(actor) {
                stored_devices::add_person(tx, self.device_id, actor).await?;
            }
            return Ok(Some(self.caller.person.clone()));
        }
        if !stored_devices::has_person(tx.conn(), self.device_id, actor).await? {
            return Ok(None);
        }
        Ok(people::find(tx.conn(), actor).await?.map(|(person, _)| person))
    }

    async fn carry_out(&mut self, tx: &mut Tx, id: &str, envelope: &Envelope, actor: &Actor) -> store::Result<Verdict> {
        let last_contact = Some(Timestamp(self.device.last_contact));
        let order = Order {
            actor,
            command: &envelope.command,
            subject: envelope.subject,
            attested: attest(envelope.done_at(), envelope.since_contact_ms, last_contact, self.received_at),
            received_at: self.received_at,
            device: self.key.map(|key| (self.device_id, key)),
            address: &self.caller.address,
            envelope: id,
            number: None,
        };
        let office = Office { centre: self.centre, keys: self.keys };
        let missing_blobs = || self.papers.missing(envelope.command.blobs());
        Ok(match office.apply(tx, &order).await? {
            Applied::Done => Verdict { missing_blobs: missing_blobs(), ..Verdict::new(Outcome::Accepted, None) },
            Applied::Disputed => {
                let problem = Some(self.problem(&words::rejections::PLAN_CHANGED, "plan_changed"));
                Verdict { missing_blobs: missing_blobs(), ..Verdict::new(Outcome::Kept, problem) }
            }
            Applied::Rejected(rejection) => {
                let mut verdict = self.rejected(tx, envelope, rejection.clone()).await?;
                if verdict.outcome == Outcome::Kept {
                    verdict.is_listed = office.keep(tx, &order, &rejection).await? != Listed::Nowhere;
                }
                verdict
            }
        })
    }

    /// A rule objects. If an earlier action of the same device is still under way, it may be the missing one: wait for it.
    async fn rejected(&mut self, tx: &mut Tx, envelope: &Envelope, rejection: Rejection) -> store::Result<Verdict> {
        let seq = i64::try_from(envelope.device_seq).unwrap_or(0);
        self.papers.file(tx).await?;
        let earlier = envelopes::count_before(tx.conn(), self.device_id, seq).await?;
        if envelope.command.is_from_premises() && earlier < seq - 1 {
            return Ok(self.waits());
        }
        let mut problem = problem(rejection.word(), &words::rejections::in_words(&rejection, self.lang));
        if let Rejection::Missing { pointer } | Rejection::Invalid { pointer } = &rejection {
            problem.errors.push(FieldProblem { pointer: pointer.clone(), detail: problem.title.clone() });
        }
        problem.rejection = Some(rejection);
        Ok(Verdict::new(Outcome::Kept, Some(problem)))
    }

    fn problem(&self, text: &words::Text, word: &str) -> Problem {
        problem(word, text.get(self.lang))
    }
}

/// The stored answer again; blobs may have arrived since.
async fn repeat(tx: &mut Tx, same: &Received) -> store::Result<PushResult> {
    let mut result: PushResult = serde_json::from_str(&same.result)?;
    let names: Vec<&str> = result.missing_blobs.iter().map(String::as_str).collect();
    let missing = blobs::missing(tx.conn(), &names).await?;
    result.missing_blobs.retain(|sha256| missing.contains(sha256));
    Ok(result)
}
