//! Push: envelopes in, answers out, each with exactly one effect however often it is delivered (SYN-4).

use domain::{
    DeviceId, PersonId, Rejection, Timestamp,
    people::{Actor, Person},
    signature::{canonical, sha256_hex},
    sync::{Envelope, FieldProblem, Outcome, PROTOCOL, Problem, PushAnswer, PushResult, signing_bytes},
    time::attest,
};
use p256::ecdsa::VerifyingKey;
use serde_json::Value;
use store::{
    Tx, blobs,
    devices::{self as stored_devices, Device},
    envelopes::{self, Received},
    people,
};
use words::Lang;

use crate::{
    Caller, Centre, Result, ServerKeys, Service, ServiceError,
    apply::{Applied, Office, Order},
    devices,
};

/// One delivery of a device.
pub struct Delivery {
    pub caller: Caller,
    pub device_id: DeviceId,
    /// The envelopes as they arrived: what can't be understood is kept whole all the same.
    pub envelopes: Vec<Value>,
    pub lang: Lang,
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
        let ids: Vec<String> = delivery.envelopes.iter().map(id_of).collect();
        let received_at = self.time.now();
        let (centre, keys, lang) = (self.centre.clone(), self.keys.clone(), delivery.lang);
        let taken = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let key = devices::read_key(&device.public_key);
                    let desk =
                        Desk { centre: &centre, keys: &keys, delivery: &delivery, device: &device, key, received_at };
                    desk.take(tx).await
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

/// The id an envelope claims; one without an id is named after its content.
fn id_of(envelope: &Value) -> String {
    match envelope.get("id").and_then(Value::as_str) {
        Some(id) if !id.is_empty() && id.len() <= 100 && !id.contains('\0') => id.to_owned(),
        _ => format!("unnamed-{}", &sha256_hex(&canonical(envelope))[..32]),
    }
}

/// Whether a text in it holds U+0000. PostgreSQL keeps no such text, and one that could not be stored would come again for ever.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

fn problem(word: &str, title: &str) -> Problem {
    Problem { word: word.to_owned(), title: title.to_owned(), ..Problem::default() }
}

/// Where one delivery is worked through.
struct Desk<'a> {
    centre: &'a Centre,
    keys: &'a ServerKeys,
    delivery: &'a Delivery,
    device: &'a Device,
    key: Option<VerifyingKey>,
    received_at: Timestamp,
}

/// What became of an envelope, before it is stored.
struct Verdict {
    outcome: Outcome,
    problem: Option<Problem>,
    missing_blobs: Vec<String>,
}

impl Verdict {
    fn new(outcome: Outcome, problem: Option<Problem>) -> Self {
        Self { outcome, problem, missing_blobs: Vec::new() }
    }
}

impl Desk<'_> {
    async fn take(&self, tx: &mut Tx) -> store::Result<Vec<PushResult>> {
        let mut results = Vec::with_capacity(self.delivery.envelopes.len());
        for envelope in &self.delivery.envelopes {
            results.push(self.take_one(tx, envelope).await?);
        }
        // A device was heard when it proved itself by its key, or one of its people speaks for it: nobody else may move
        // the time that its claims are weighed against (SYN-12).
        let (device, caller) = (self.delivery.device_id, self.delivery.caller.person.id);
        let is_proven = results.iter().any(|result| result.outcome != Outcome::Quarantined);
        if is_proven || stored_devices::has_person(tx.conn(), device, caller).await? {
            stored_devices::touch(tx, device, self.received_at.millis()).await?;
        }
        Ok(results)
    }

    async fn take_one(&self, tx: &mut Tx, value: &Value) -> store::Result<PushResult> {
        let id = id_of(value);
        let body = canonical(value);
        let sha256 = sha256_hex(&body);
        let known = envelopes::find(tx.conn(), &id).await?;
        if let Some(same) = known.iter().find(|known| known.sha256 == sha256) {
            return repeat(tx, same).await;
        }
        let verdict = if known.is_empty() {
            self.judge(tx, &id, value).await?
        } else {
            Verdict::new(Outcome::Quarantined, Some(self.problem(&words::rejections::ID_REUSED, "id_reused")))
        };
        let Verdict { outcome, problem, missing_blobs } = verdict;
        if outcome == Outcome::Retry {
            return Ok(PushResult { id, outcome, receipt: None, missing_blobs, problem });
        }
        let receipt = self.keys.receipt(&id, &sha256, outcome, self.received_at);
        let result = PushResult { id: id.clone(), outcome, receipt: Some(receipt), missing_blobs, problem };
        let received = Received {
            id,
            sha256,
            device: self.delivery.device_id.0,
            person: self.delivery.caller.person.id.0,
            device_seq: value.get("device_seq").and_then(Value::as_i64).unwrap_or(0),
            outcome: outcome.word().to_owned(),
            received_at: self.received_at.millis(),
            body: String::from_utf8_lossy(&body).into_owned(),
            result: serde_json::to_string(&result)?,
        };
        envelopes::insert(tx, &received).await?;
        Ok(result)
    }

    async fn judge(&self, tx: &mut Tx, id: &str, value: &Value) -> store::Result<Verdict> {
        let quarantined = |text, word| Ok(Verdict::new(Outcome::Quarantined, Some(self.problem(text, word))));
        let protocol = value.get("protocol").and_then(Value::as_u64).unwrap_or(0);
        if protocol == 0 || protocol > u64::from(PROTOCOL) {
            return quarantined(&words::rejections::UNKNOWN_PROTOCOL, "unknown_protocol");
        }
        let read = if holds_nul(value) {
            Err("a text holds the character U+0000".to_owned())
        } else {
            serde_json::from_value(value.clone()).map_err(|error| error.to_string())
        };
        let envelope: Envelope = match read {
            Ok(envelope) => envelope,
            Err(detail) => {
                let mut problem = self.problem(&words::rejections::NOT_UNDERSTOOD, "not_understood");
                problem.errors.push(FieldProblem { pointer: String::new(), detail });
                return Ok(Verdict::new(Outcome::Quarantined, Some(problem)));
            }
        };
        let signed = self
            .key
            .as_ref()
            .is_some_and(|key| devices::verifies(key, &signing_bytes(&mut value.clone()), &envelope.sig));
        if !signed {
            return quarantined(&words::rejections::BAD_SIGNATURE, "bad_signature");
        }
        if self.device.revoked_at.is_some() {
            return quarantined(&words::rejections::DEVICE_REVOKED, "device_revoked");
        }
        let Some(actor) = self.actor(tx, envelope.actor).await? else {
            return quarantined(&words::rejections::FOREIGN_ACTOR, "foreign_actor");
        };
        self.carry_out(tx, id, &envelope, &Actor::from(&actor)).await
    }

    /// The person who acted: the caller, or another one who works on this device and whose queue the caller delivers.
    async fn actor(&self, tx: &mut Tx, actor: PersonId) -> store::Result<Option<Person>> {
        if actor == self.delivery.caller.person.id {
            stored_devices::add_person(tx, self.delivery.device_id, actor).await?;
            return Ok(Some(self.delivery.caller.person.clone()));
        }
        if !stored_devices::has_person(tx.conn(), self.delivery.device_id, actor).await? {
            return Ok(None);
        }
        Ok(people::find(tx.conn(), actor).await?.map(|(person, _)| person))
    }

    async fn carry_out(&self, tx: &mut Tx, id: &str, envelope: &Envelope, actor: &Actor) -> store::Result<Verdict> {
        let occurred_at = envelope.occurred_at.plus(envelope.clock_offset_ms);
        let last_contact = Some(Timestamp(self.device.last_contact));
        let order = Order {
            actor,
            command: &envelope.command,
            subject: envelope.subject,
            attested: attest(occurred_at, envelope.since_contact_ms, last_contact, self.received_at),
            received_at: self.received_at,
            device: self.key.as_ref().map(|key| (self.delivery.device_id, key)),
            address: &self.delivery.caller.address,
            envelope: id,
            number: None,
        };
        let office = Office { centre: self.centre, keys: self.keys };
        Ok(match office.apply(tx, &order).await? {
            Applied::Done { missing_blobs } => Verdict { outcome: Outcome::Accepted, problem: None, missing_blobs },
            Applied::Disputed { missing_blobs } => {
                let problem = Some(self.problem(&words::rejections::PLAN_CHANGED, "plan_changed"));
                Verdict { outcome: Outcome::Kept, problem, missing_blobs }
            }
            Applied::Rejected(rejection) => self.rejected(tx, envelope, rejection).await?,
        })
    }

    /// A rule objects. If an earlier action of the same device is still under way, it may be the missing one: wait for it.
    async fn rejected(&self, tx: &mut Tx, envelope: &Envelope, rejection: Rejection) -> store::Result<Verdict> {
        let seq = i64::try_from(envelope.device_seq).unwrap_or(0);
        let earlier = envelopes::count_before(tx.conn(), self.delivery.device_id, seq).await?;
        if envelope.command.is_from_premises() && earlier < seq - 1 {
            let problem = self.problem(&words::rejections::DEPENDENCY_MISSING, "dependency_missing");
            return Ok(Verdict::new(Outcome::Retry, Some(problem)));
        }
        let mut problem = problem(rejection.word(), &words::rejections::in_words(&rejection, self.delivery.lang));
        if let Rejection::Missing { pointer } | Rejection::Invalid { pointer } = &rejection {
            problem.errors.push(FieldProblem { pointer: pointer.clone(), detail: problem.title.clone() });
        }
        problem.rejection = Some(rejection);
        Ok(Verdict::new(Outcome::Kept, Some(problem)))
    }

    fn problem(&self, text: &words::Text, word: &str) -> Problem {
        problem(word, text.get(self.delivery.lang))
    }
}

/// The stored answer again; blobs may have arrived since.
async fn repeat(tx: &mut Tx, same: &Received) -> store::Result<PushResult> {
    let mut result: PushResult = serde_json::from_str(&same.result)?;
    let mut missing = Vec::new();
    for sha256 in std::mem::take(&mut result.missing_blobs) {
        if blobs::size(tx.conn(), &sha256).await?.is_none() {
            missing.push(sha256);
        }
    }
    result.missing_blobs = missing;
    Ok(result)
}
