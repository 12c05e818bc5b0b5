//! The one write path: load, authorise, decide, save, record. Whoever asks, from wherever, ends here.

use domain::{
    CaseId, DeviceId, DispatchId, PersonId, Rejection, RequestId, Timestamp,
    case::{Case, CaseState},
    command::Command,
    fact::Fact,
    people::Actor,
    request::{self, Context, Decided, DispatchState, Draft, OfficeKnowledge, ServiceRequest},
    rights::{self, Action, Scope},
    signature::{self, Countersignature, SignatureRecord},
    sync::{Subject, SubjectKind},
    time::Attested,
};
use store::{NewChange, Tx, blobs, cases, customers, devices, numbers, papers, people, requests, signatures};

use crate::{
    Centre, ServerKeys,
    archive::leave_draft,
    complaints,
    devices::{DeviceKey, read_key},
    papers::{RequestForm, signed_paper},
};

/// A command with everything known about who gave it, when and from where.
pub(crate) struct Order<'a> {
    pub actor: &'a Actor,
    pub command: &'a Command,
    pub subject: Subject,
    pub attested: Attested,
    /// When the server received it.
    pub received_at: Timestamp,
    pub device: Option<(DeviceId, &'a DeviceKey)>,
    pub address: &'a str,
    pub envelope: &'a str,
    /// A number to use instead of the next one: demo data and imports bring their own.
    pub number: Option<String>,
}

/// What came of an order that was not an error of the store.
pub(crate) enum Applied {
    Done,
    /// Stored as evidence; the duty manager decides.
    Disputed,
    Rejected(Rejection),
}

/// The centre's fixed parts that the write path needs.
pub(crate) struct Office<'a> {
    pub centre: &'a Centre,
    pub keys: &'a ServerKeys,
}

impl Office<'_> {
    /// Carries out an order inside a transaction.
    pub async fn apply(&self, tx: &mut Tx, order: &Order<'_>) -> store::Result<Applied> {
        let (id, stored) = match order.subject.kind {
            SubjectKind::Request => {
                let id = RequestId(order.subject.id);
                (id, requests::lock(tx, id).await?)
            }
            SubjectKind::Dispatch => match requests::lock_of_dispatch(tx, DispatchId(order.subject.id)).await? {
                Some(stored) => (stored.request.id, Some(stored)),
                None => return Ok(Applied::Rejected(Rejection::NotFound)),
            },
        };
        let revived = stored.as_ref().and_then(|stored| revived(&stored.request, order));
        let current = revived.as_ref().or(stored.as_ref().map(|stored| &stored.request));
        if !self.may(tx, order, current).await? {
            return Ok(Applied::Rejected(Rejection::NotFound));
        }
        let mut knowledge =
            OfficeKnowledge { today: Some(self.centre.day_of(order.received_at)), ..OfficeKnowledge::default() };
        self.look_up(tx, order, current, &mut knowledge).await?;
        let clocks = |request: &ServiceRequest, started| self.centre.clocks_for(request, started);
        knowledge.clocks = Some(&clocks);
        let clock = |request: &ServiceRequest, rule: &str, started| self.centre.clock_for(request, rule, started);
        knowledge.clock = Some(&clock);
        let context = Context { actor: order.actor, attested: order.attested, office: Some(&knowledge) };
        let decided = match request::decide(current, order.command, order.subject, &context) {
            Ok(decided) => decided,
            Err(rejection) => return Ok(Applied::Rejected(rejection)),
        };
        if decided.disputed && planted::is("late_work_refused") {
            return Ok(Applied::Rejected(Rejection::NotFound));
        }
        if let Some(rejection) = clash(tx, id, &decided).await? {
            return Ok(Applied::Rejected(rejection));
        }
        let number = knowledge.number.clone();
        if decided.uses_number() && order.number.is_none() && number.is_some() {
            // The number was read ahead; now that it is used it is taken.
            take_number(tx, self.centre, order.received_at).await?;
        }
        self.save(tx, order, current, &decided).await?;
        let is_disputed = decided.disputed && !planted::is("late_work_accepted_in_silence");
        Ok(if is_disputed { Applied::Disputed } else { Applied::Done })
    }

    async fn may(&self, tx: &mut Tx, order: &Order<'_>, current: Option<&ServiceRequest>) -> store::Result<bool> {
        match (order.command, current) {
            (Command::DraftRequest { draft, .. } | Command::SubmitNewRequest { draft, .. }, _) => {
                self.may_open(tx, order.actor, draft).await
            }
            (command, Some(request)) => {
                let owner = match order.subject.kind {
                    SubjectKind::Dispatch => {
                        request.dispatch(DispatchId(order.subject.id)).map(|dispatch| dispatch.engineer)
                    }
                    SubjectKind::Request => None,
                };
                // What one may not see can't be changed either, whatever the right to the command says.
                Ok(rights::may_read(order.actor, request) && rights::may_command(order.actor, command, request, owner))
            }
            (_, None) => Ok(false),
        }
    }

    /// A field engineer submits for the customers of own visits; the office for any.
    async fn may_open(&self, tx: &mut Tx, actor: &Actor, draft: &Draft) -> store::Result<bool> {
        let Some((customer, _)) = customers::find(tx.conn(), draft.customer).await? else {
            return Ok(rights::permits_somewhere(actor, Action::SubmitRequest));
        };
        let visits = requests::of_customer(tx.conn(), customer.id, 50).await?;
        let is_own = visits.iter().any(|stored| stored.request.engineers().contains(&actor.person));
        let owners: &[PersonId] = if is_own { std::slice::from_ref(&actor.person) } else { &[] };
        Ok(rights::permits(actor, Action::SubmitRequest, &Scope { region: &customer.region, owners, archived: false }))
    }

    async fn look_up(
        &self,
        tx: &mut Tx,
        order: &Order<'_>,
        current: Option<&ServiceRequest>,
        knowledge: &mut OfficeKnowledge<'_>,
    ) -> store::Result<()> {
        match order.command {
            Command::DraftRequest { draft, .. } | Command::SubmitNewRequest { draft, .. } => {
                knowledge.customer = customers::find(tx.conn(), draft.customer).await?.map(|(customer, _)| customer);
            }
            Command::Reschedule { dispatch, .. } => {
                if let Some(dispatch) = current.and_then(|request| request.dispatch(*dispatch)) {
                    knowledge.engineer = people::find(tx.conn(), dispatch.engineer).await?.map(|(person, _)| person);
                }
            }
            _ => {}
        }
        if let Some(engineer) = order.command.sends() {
            knowledge.engineer = people::find(tx.conn(), engineer).await?.map(|(person, _)| person);
        }
        if let Some(companion) = order.command.sends_along() {
            knowledge.companion = people::find(tx.conn(), companion).await?.map(|(person, _)| person);
        }
        if let Some(slot) = order.command.planned_slot() {
            knowledge.midnight = Some(self.centre.midnight(self.centre.day_of(slot.from)));
        }
        let submits = matches!(
            order.command,
            Command::SubmitNewRequest { .. }
                | Command::SubmitRequest
                | Command::WriteOff { follow_up: Some(_), .. }
                | Command::Redispatch { .. }
        );
        if submits
            && current
                .is_none_or(|request| request.number.is_empty() || !matches!(order.command, Command::SubmitRequest))
        {
            knowledge.number = match &order.number {
                Some(number) => Some(number.clone()),
                None => Some(next_number(tx, self.centre, order.received_at).await?),
            };
        }
        Ok(())
    }

    async fn save(
        &self,
        tx: &mut Tx,
        order: &Order<'_>,
        current: Option<&ServiceRequest>,
        decided: &Decided,
    ) -> store::Result<()> {
        let Some(mut request) = current.cloned().or_else(|| opened(&decided.facts)) else { return Ok(()) };
        let kept = decided.remainder.as_deref().map(|remainder| Self::remainder(order, remainder));
        let mut facts = decided.facts.clone();
        facts.extend(kept.clone());
        for fact in decided.facts.iter().chain(&kept) {
            request::evolve(&mut request, fact);
            if let Fact::Signed { dispatch, record } = fact {
                let countersigned = self.countersign(tx, order, &request, *dispatch, record).await?;
                request::evolve(&mut request, &countersigned);
                facts.push(countersigned);
            }
        }
        self.save_case(tx, order, &request, &decided.facts, decided.follow_up.as_deref()).await?;
        complaints::save(tx, order, &request, &decided.facts).await?;
        let version = requests::save(tx, current, &request, order.received_at).await?;
        for fact in &decided.facts {
            if let Fact::Signed { record, .. } = fact {
                papers::add(tx, signed_paper((request.id, RequestForm::of(record.kind)), record, order.received_at));
            }
        }
        tx.record(change(order, "request", request.id.0, version, &facts)?);
        leave_draft(tx, &request, &facts, order.received_at).await?;
        for sha256 in order.command.blobs() {
            blobs::add_use(tx, sha256, request.id);
        }
        if let Some(follow_up) = &decided.follow_up {
            let version = requests::save(tx, None, follow_up, order.received_at).await?;
            let opened = vec![Fact::RequestOpened { request: follow_up.clone() }];
            tx.record(change(order, "request", follow_up.id.0, version, &opened)?);
        }
        Ok(())
    }

    async fn save_case(
        &self,
        tx: &mut Tx,
        order: &Order<'_>,
        request: &ServiceRequest,
        facts: &[Fact],
        follow_up: Option<&ServiceRequest>,
    ) -> store::Result<()> {
        if follow_up.is_none() && !facts.iter().any(Case::heeds) {
            return Ok(());
        }
        let before = cases::find(tx.conn(), request.case).await?.map(|(case, _)| case);
        let mut case = before.clone().unwrap_or_else(|| new_case(request.case, request));
        facts.iter().for_each(|fact| case.evolve(fact));
        if let Some(follow_up) = follow_up {
            case.evolve(&Fact::RequestOpened { request: Box::new(follow_up.clone()) });
        }
        if before.as_ref() == Some(&case) {
            return Ok(());
        }
        let version = cases::save(tx, &case).await?;
        tx.record(change(order, "case", case.id.0, version, &[])?);
        Ok(())
    }

    /// Verifies a signature and adds the server's word to it, chained per case (SYN-9). Doubts are kept, not refused:
    /// the customer has signed and gone.
    async fn countersign(
        &self,
        tx: &mut Tx,
        order: &Order<'_>,
        request: &ServiceRequest,
        dispatch: DispatchId,
        record: &SignatureRecord,
    ) -> store::Result<Fact> {
        let mut doubts = Vec::new();
        let by_device = match order.device {
            None => true,
            Some((id, key)) if id == record.device_id => is_by(key, record),
            // A registration that arrived twice made two devices of one key: what counts is the device it names.
            Some(_) => {
                let named = devices::find(tx.conn(), record.device_id).await?;
                named.and_then(|device| read_key(&device.public_key)).is_some_and(|key| is_by(&key, record))
            }
        };
        if !by_device {
            doubts.push("device_signature".to_owned());
        }
        if signature::sha256_hex(&signature::canonical(&record.content)) != record.content_hash {
            doubts.push("content_hash".to_owned());
        }
        if request.dispatch(dispatch).is_none_or(|dispatch| !signature::covers(record, request, dispatch)) {
            doubts.push("other_content".to_owned());
        }
        let head = signatures::head(tx, request.case).await?;
        let previous = if planted::is("signatures_not_chained") { String::new() } else { head.clone() };
        let record_hash = signature::sha256_hex(&signature::countersigned_bytes(record));
        let received_at = order.received_at;
        let key_id = self.keys.current();
        let unsigned = signature::countersigning(&record_hash, &previous, received_at, key_id);
        let (key_id, signed) = self.keys.sign(&unsigned);
        let next = signature::next_head(&previous, &record_hash);
        signatures::move_head(tx, request.case, &head, &next, received_at.millis()).await?;
        let countersignature =
            Countersignature { record_hash, previous, received_at, key_id, signature: signed, doubts };
        Ok(Fact::Countersigned { dispatch, signature: record.id, countersignature: Box::new(countersignature) })
    }
}

/// Whether the device's key signed the record.
fn is_by(key: &DeviceKey, record: &SignatureRecord) -> bool {
    key.verifies(&signature::device_signing_bytes(record), &record.device_signature)
}

/// The fault of a server that lets the last writer win: what the office took back is as if it never had.
fn revived(request: &ServiceRequest, order: &Order<'_>) -> Option<ServiceRequest> {
    if !planted::is("last_writer_wins") || !order.command.is_from_premises() {
        return None;
    }
    let mut request = request.clone();
    let dispatch = request.dispatches.iter_mut().find(|dispatch| dispatch.id.0 == order.subject.id)?;
    if dispatch.state == DispatchState::Recalled {
        dispatch.state = DispatchState::OnSite;
    }
    Some(request)
}

/// Whether an id that the command brings already names something else: the rules see one request only.
async fn clash(tx: &mut Tx, id: RequestId, decided: &Decided) -> store::Result<Option<Rejection>> {
    for fact in &decided.facts {
        match fact {
            Fact::Dispatched { dispatch }
                if requests::of_dispatch(tx.conn(), dispatch.id).await?.is_some_and(|known| known != id) =>
            {
                return Ok(Some(Rejection::IdTaken));
            }
            Fact::ComplaintOpened { complaint } if cases::find(tx.conn(), complaint.case).await?.is_some() => {
                return Ok(Some(Rejection::IdTaken));
            }
            Fact::RequestOpened { request } => {
                let known = cases::find(tx.conn(), request.case).await?;
                if known.is_some_and(|(case, _)| case.customer != request.customer) {
                    return Ok(Some(Rejection::Invalid { pointer: "/command/case".to_owned() }));
                }
            }
            _ => {}
        }
    }
    Ok(match &decided.follow_up {
        Some(follow_up) if requests::find(tx.conn(), follow_up.id).await?.is_some() => Some(Rejection::IdTaken),
        _ => None,
    })
}

fn opened(facts: &[Fact]) -> Option<ServiceRequest> {
    facts.iter().find_map(|fact| match fact {
        Fact::RequestOpened { request } => Some((**request).clone()),
        _ => None,
    })
}

fn new_case(id: CaseId, request: &ServiceRequest) -> Case {
    Case {
        id,
        customer: request.customer,
        title: request.symptom.clone(),
        state: CaseState::Open,
        requests: vec![request.id],
        opened_at: request.opened_at,
        concerns: None,
    }
}

fn counter(centre: &Centre, at: Timestamp) -> String {
    centre.day_of(at).format("XC-%Y-%m").to_string()
}

/// The number the next form of the month will get; the counter moves when it is used.
async fn next_number(tx: &mut Tx, centre: &Centre, at: Timestamp) -> store::Result<String> {
    let counter = counter(centre, at);
    let next = numbers::last(tx, &counter).await? + 1;
    Ok(format!("{counter}-{next:04}"))
}

async fn take_number(tx: &mut Tx, centre: &Centre, at: Timestamp) -> store::Result<()> {
    numbers::next(tx, &counter(centre, at)).await.map(drop)
}

pub(crate) fn change(
    order: &Order<'_>,
    kind: &'static str,
    id: uuid::Uuid,
    version: i64,
    facts: &[Fact],
) -> store::Result<NewChange> {
    Ok(NewChange {
        at: order.received_at.millis(),
        kind,
        id,
        version,
        person: Some(order.actor.person.0),
        person_name: order.actor.name.clone(),
        device: order.device.map(|(id, _)| id.0),
        address: order.address.to_owned(),
        command: order.command.word().to_owned(),
        envelope: order.envelope.to_owned(),
        facts: serde_json::to_string(facts)?,
    })
}
