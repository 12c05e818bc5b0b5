//! An action: judged here, signed, written durably, and only then shown as saved (SYN-3).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    DispatchId, EnvelopeId, Rejection, RequestId, SignatureId, Timestamp,
    command::Command,
    signature::{
        DocumentKind, Ink, SignatureLevel, SignatureRecord, canonical, device_signing_bytes, sealed_content, sha256_hex,
    },
    sync::{Envelope, MAX_ENVELOPE_BYTES, PROTOCOL, Subject, SubjectKind, signing_bytes},
};
use serde_json::Value;

use crate::{
    Doing,
    client::{
        Change, Client,
        rules::{NoRules, Rules},
    },
    clock::Moment,
    machine::new_id,
    outbox::{EntryState, Item},
    storage::{Expect, StorageError, Table, Write},
};

/// Why an action was not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActError {
    /// A rule objects; the server would say the same.
    Rejected(Rejection),
    /// The device cannot keep it. `Full`: text and signatures still get through after a cleaning, photos do not.
    Storage(StorageError),
    NotSignedIn,
    /// The part of the app that knows the rules could not be fetched.
    NotLoaded,
}

impl From<StorageError> for ActError {
    fn from(error: StorageError) -> Self {
        ActError::Storage(error)
    }
}

/// So often another tab may be faster before something else must be wrong.
const ATTEMPTS: usize = 8;

/// Part of a row's key: the number, so that keys sort like numbers.
pub(super) fn row_name(seq: u64) -> String {
    let digits = seq.to_string();
    "0".repeat(16_usize.saturating_sub(digits.len())) + &digits
}

/// An action that was asked for, before it has its number.
pub(super) struct Wish {
    pub id: EnvelopeId,
    pub subject: Subject,
    pub command: Command,
    pub at: Moment,
    /// Whether it goes to the outbox, or waits for its answer in memory.
    pub to_outbox: bool,
}

impl Client {
    /// Does something: judges it on what is shown, writes it to the outbox, shows it, and sends it when it can.
    ///
    /// When this returns `Ok`, the action outlives a power failure. What only the office can decide is sent without
    /// an effect here.
    ///
    /// # Errors
    /// A rule objects, the device cannot keep it, or nobody is signed in. Then nothing was written.
    pub fn act(&self, subject: Subject, command: Command) -> Doing<'_, Result<EnvelopeId, ActError>> {
        Box::pin(async move {
            let id = EnvelopeId(new_id(&*self.0.machine));
            let wish = Wish { id, subject, command, at: self.moment(), to_outbox: true };
            {
                let _turn = self.0.acts.take().await;
                let item = self.write_action(&wish).await?;
                let request = item.request;
                let mut state = self.0.state.borrow_mut();
                // Another tab may have read it from the store already.
                if state.outbox.get(id).is_none() {
                    state.outbox.insert(item);
                }
                if let Some(request) = request {
                    state.refresh(request);
                }
            }
            self.notify(Change::Outbox);
            self.notify(Change::Records);
            self.notify(Change::Status);
            self.0.machine.tell("outbox");
            self.sync_soon();
            Ok(id)
        })
    }

    /// Gives an action its number, signs it and writes it. The caller holds the turn.
    pub(super) async fn write_action(&self, wish: &Wish) -> Result<Item, ActError> {
        let mut made_room = false;
        for _ in 0..ATTEMPTS {
            let item = self.sign_action(wish).await?;
            match self.store_action(&item, wish.to_outbox).await {
                Ok(()) => {
                    self.0.state.borrow_mut().number = item.seq;
                    return Ok(item);
                }
                Err(StorageError::Changed) => {
                    if self.has_left_elsewhere().await? {
                        return Err(ActError::NotSignedIn);
                    }
                    // Another tab took the number. What it did comes first, and may change what is possible.
                    self.load_device().await?;
                    self.load_outbox().await?;
                    if let Some(written) = self.0.state.borrow().outbox.get(wish.id) {
                        return Ok(written.clone());
                    }
                }
                Err(StorageError::Full) if !made_room => {
                    made_room = true;
                    self.make_room().await;
                }
                Err(StorageError::Full) if planted::is("full_disk_is_not_told") => return Ok(item),
                Err(error) => {
                    self.note_storage(error);
                    return Err(error.into());
                }
            }
        }
        Err(ActError::Storage(StorageError::Broken))
    }

    async fn sign_action(&self, wish: &Wish) -> Result<Item, ActError> {
        let rules = self.rules().await.map_err(|NoRules| ActError::NotLoaded)?;
        let (envelope, request) = self.judge(wish, rules)?;
        let mut value = (rules.write)(&envelope);
        let signature = self.0.vault.sign(&signing_bytes(&mut value)).await.map_err(|_| StorageError::Broken)?;
        let signature = URL_SAFE_NO_PAD.encode(signature);
        if let Some(object) = value.as_object_mut() {
            object.insert("sig".to_owned(), Value::String(signature.clone()));
        }
        let text = String::from_utf8(canonical(&value)).map_err(|_| StorageError::Broken)?;
        if text.len() > MAX_ENVELOPE_BYTES {
            // The server would refuse it for ever, and with it everything behind it.
            return Err(ActError::Rejected(Rejection::Invalid { pointer: "/command".to_owned() }));
        }
        Ok(Item {
            seq: envelope.device_seq,
            id: wish.id,
            text: text.into(),
            envelope: Some(Envelope { sig: signature, ..envelope }.into()),
            request,
            state: EntryState::Waiting,
            settled: false,
            saved_at: wish.at.wall,
            receipt: None,
        })
    }

    /// The envelope, if no rule objects to the command in the state that is shown.
    fn judge(&self, wish: &Wish, rules: Rules) -> Result<(Envelope, Option<RequestId>), ActError> {
        let state = self.0.state.borrow();
        let (Some(person), Some(actor)) = (state.person(), state.actor()) else { return Err(ActError::NotSignedIn) };
        let subject = wish.subject;
        let request = state.replica.about(subject);
        let at = state.clock.server_time(wish.at);
        let judged = state.replica.judge(rules, request.map(|request| &**request), &wish.command, subject, at, &actor);
        judged.map_err(ActError::Rejected)?;
        let request = match subject.kind {
            SubjectKind::Request => Some(RequestId(subject.id)),
            SubjectKind::Dispatch => request.map(|request| request.id),
        };
        let envelope = Envelope {
            id: wish.id,
            device_seq: state.number + 1,
            actor: person,
            command: wish.command.clone(),
            subject,
            based_on: request.and_then(|request| state.replica.version(request)),
            occurred_at: wish.at.wall,
            clock_offset_ms: state.clock.offset_at(wish.at),
            since_contact_ms: state.clock.since_contact(wish.at),
            protocol: PROTOCOL,
            sig: String::new(),
        };
        Ok((envelope, request))
    }

    /// Writes number and action in one batch: two tabs never share a number, and numbers follow the order of writing.
    async fn store_action(&self, item: &Item, to_outbox: bool) -> Result<(), StorageError> {
        let (Some(number), Some(row)) = (self.key(self.number_row()), self.key(&row_name(item.seq))) else {
            return Err(StorageError::Broken);
        };
        let last = item.seq - 1;
        let mut expect = if last == 0 { Expect::Absent } else { Expect::Tag(last.to_string()) };
        let mut is_free = Expect::Absent;
        if planted::is("tabs_do_not_share_numbers") {
            (expect, is_free) = (Expect::Anything, Expect::Anything);
        }
        let mut batch = vec![Write::row(Table::Device, number, item.seq.to_string(), Vec::new()).expecting(expect)];
        batch.extend(self.still_here());
        if to_outbox {
            let sealed = self.seal(item.to_bytes()).await?;
            batch.push(Write::row(Table::Outbox, row, item.word().to_owned(), sealed).expecting(is_free));
        }
        let writing = self.0.storage.write(batch);
        if planted::is("saved_before_written") {
            self.spawn(async move {
                let _ = writing.await;
            });
            return Ok(());
        }
        writing.await
    }

    /// Makes the record of a signature on what is shown now (SYN-9): the sealed content, its hash, the strokes, and
    /// the device's signature over all of it. Give it to [`act`](Self::act) in a `Sign` command.
    ///
    /// # Errors
    /// `NotFound` for a dispatch that is not here; `NotSignedIn` also before the device was ever registered.
    pub fn new_signature<'a>(
        &'a self,
        dispatch: DispatchId,
        kind: DocumentKind,
        ink: Ink,
        signer_name: &'a str,
        shown_at: Timestamp,
    ) -> Doing<'a, Result<SignatureRecord, ActError>> {
        Box::pin(async move {
            let device_id = self.ensure_device().await.map_err(|_| ActError::NotSignedIn)?;
            let not_found = || ActError::Rejected(Rejection::NotFound);
            let request = self.by_dispatch(dispatch).ok_or_else(not_found)?;
            let form = request.dispatch(dispatch).ok_or_else(not_found)?;
            let content = sealed_content(kind, &request, form);
            let mut record = SignatureRecord {
                id: SignatureId(new_id(&*self.0.machine)),
                kind,
                document_id: dispatch,
                content_version: form.visit.presented.max(1),
                content_hash: sha256_hex(&canonical(&content)),
                content,
                ink,
                signer_name: signer_name.trim().to_owned(),
                level: SignatureLevel::Drawn,
                shown_at,
                signed_at: self.now(),
                device_id,
                device_signature: String::new(),
                countersignature: None,
            };
            let signing = self.0.vault.sign(&device_signing_bytes(&record));
            record.device_signature = URL_SAFE_NO_PAD.encode(signing.await.map_err(|_| StorageError::Broken)?);
            Ok(record)
        })
    }
}
