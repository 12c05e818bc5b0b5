//! What stands on a printed form beside the record itself: its code, its keys, its successor; and what can be said about
//! a code in public (PRT-5).

use domain::{
    DeviceId, RequestId, Timestamp,
    request::ServiceRequest,
    signature::{self, DocumentKind, SignatureRecord, countersigning},
    verification::{self, DocumentState},
};
use serde_json::{Value, json};
use store::{
    changes, devices, papers,
    requests::{self, Stored},
};

use crate::{Caller, Result, Service, ServiceError};

/// A paper form of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestForm {
    /// QR/03, the on-site service request.
    ServiceRequest,
    /// QR/05, the customer's data and what is promised about it.
    UserData,
}

impl RequestForm {
    pub const ALL: [RequestForm; 2] = [RequestForm::ServiceRequest, RequestForm::UserData];

    /// The form that a signature of a kind stands on.
    #[must_use]
    pub const fn of(kind: DocumentKind) -> Self {
        if kind.is_about_data() { RequestForm::UserData } else { RequestForm::ServiceRequest }
    }

    /// The word in addresses and in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            RequestForm::ServiceRequest => "QR-03",
            RequestForm::UserData => "QR-05",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }

    /// The customer's signature that the form stands on, if it was given.
    fn signature(self, request: &ServiceRequest) -> Option<&SignatureRecord> {
        match self {
            RequestForm::ServiceRequest => verification::shown_dispatch(request)?.visit.sign_off(),
            RequestForm::UserData => {
                let signatures = &verification::data_dispatch(request)?.visit.signatures;
                signatures.iter().rev().find(|record| record.kind == DocumentKind::DataRecord)
            }
        }
    }

    /// SHA-256 in hex of what a signature of the record's kind would cover now: another than the record's where the form was
    /// changed after it was signed.
    fn signed_hash(self, request: &ServiceRequest, record: &SignatureRecord) -> Option<String> {
        let dispatch = match self {
            RequestForm::ServiceRequest => verification::shown_dispatch(request),
            RequestForm::UserData => verification::data_dispatch(request),
        };
        Some(signature::content_hash(record.kind, request, dispatch?))
    }

    /// SHA-256 in hex of what it says without a signature; None when there is no such form of the request.
    fn unsigned_hash(self, request: &ServiceRequest) -> Option<String> {
        match self {
            RequestForm::ServiceRequest => Some(verification::unsigned_hash(request)),
            RequestForm::UserData => verification::unsigned_data_hash(request),
        }
    }
}

/// Version of the attached signature record.
const FORMAT: &str = "paidan-signature-record/1";

/// A form with what its paper says beyond the record.
pub struct Printed {
    pub form: RequestForm,
    pub stored: Stored,
    pub code: String,
    /// SHA-256 in hex of what the paper says.
    pub content_hash: String,
    /// The signature record with the public keys it can be checked with; None without a signature.
    pub evidence: Option<Value>,
    /// When the record last changed.
    pub changed_at: Option<Timestamp>,
    /// Engineer and number of the request that continues this one.
    pub next: Option<(String, String)>,
}

impl Service {
    /// A form of a request, ready for printing. Its code is written down, so that it can be asked for.
    ///
    /// # Errors
    /// There is no request that the caller may read, or no such form of it; the store.
    pub async fn printed(&self, caller: &Caller, id: RequestId, form: RequestForm) -> Result<Printed> {
        let stored = self.request(caller, id).await?;
        let request = &stored.request;
        let unsigned_hash = form.unsigned_hash(request).ok_or(ServiceError::NotFound)?;
        let record = form.signature(request).cloned();
        let (code, content_hash) = match &record {
            Some(record) => (self.code_of_signature((id, form), record).await?, record.content_hash.clone()),
            None => (self.code_of_unsigned((id, form), &unsigned_hash).await?, unsigned_hash),
        };
        let evidence = match &record {
            Some(record) => Some(self.signature_evidence((request, form), record).await?),
            None => None,
        };
        let mut conn = self.db.read().await?;
        let changed_at = changes::last_of(&mut conn, "request", id.0).await?.map(Timestamp);
        let next = match request.followed_by() {
            Some(next) => requests::find(&mut conn, next).await?,
            None => None,
        };
        drop(conn);
        let next = next.map(|next| {
            let engineer = next.request.active_dispatch().map(|dispatch| dispatch.engineer_name.clone());
            (engineer.unwrap_or_default(), next.request.number)
        });
        Ok(Printed { form, stored, code, content_hash, evidence, changed_at, next })
    }

    async fn code_of_signature(
        &self,
        (request, form): (RequestId, RequestForm),
        record: &SignatureRecord,
    ) -> Result<String> {
        let key = (request, form.word());
        let known = papers::of_signature(&mut self.db.read().await?, key, &record.content_hash, record.id).await?;
        if let Some(known) = known {
            return Ok(known.code);
        }
        // Signed before there were codes.
        let paper = signed_paper((request, form), record, self.time.now());
        let code = paper.code.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    papers::add(tx, paper);
                    Ok(())
                })
            })
            .await?;
        Ok(code)
    }

    /// The same content gets the same code again, so that printing twice makes the same paper.
    async fn code_of_unsigned(&self, (request, form): (RequestId, RequestForm), content_hash: &str) -> Result<String> {
        let paper = papers::Paper {
            code: verification::code(self.chance.bytes()),
            form: form.word().to_owned(),
            request: request.0,
            signature: None,
            content_hash: content_hash.to_owned(),
            made_at: self.time.now().millis(),
        };
        let written = self.db.write(move |tx| {
            Box::pin(async move {
                let key = (request, form.word());
                match papers::unsigned(tx.conn(), key, &paper.content_hash).await? {
                    Some(known) => Ok(known.code),
                    None => {
                        let code = paper.code.clone();
                        papers::add(tx, paper);
                        Ok(code)
                    }
                }
            })
        });
        Ok(written.await?)
    }

    /// The signature record as it is attached to a PDF, with all public keys that say something about it (SYN-9).
    async fn signature_evidence(
        &self,
        (request, form): (&ServiceRequest, RequestForm),
        record: &SignatureRecord,
    ) -> Result<Value> {
        let key = self.public_key_of(record.device_id).await?;
        Ok(json!({
            "format": FORMAT,
            "form": form.word(),
            "number": request.number,
            "code": verification::code_of(record),
            "content_hash": form.signed_hash(request, record),
            "record": record,
            "device_key": key,
            "server_keys": self.keys.receipt_keys(),
        }))
    }

    async fn public_key_of(&self, device: DeviceId) -> Result<Option<Value>> {
        let device = devices::find(&mut self.db.read().await?, device).await?;
        Ok(device.and_then(|device| serde_json::from_str(&device.public_key).ok()))
    }

    /// What can be said in public about a code, typed or scanned (PRT-5).
    ///
    /// # Errors
    /// The store.
    pub async fn verify_document(&self, code: &str) -> Result<DocumentState> {
        let Some(code) = verification::read(code) else { return Ok(DocumentState::NotYetReceived) };
        let mut conn = self.db.read().await?;
        let Some(paper) = papers::find(&mut conn, &code).await? else {
            drop(conn);
            return self.verify_list(&code).await;
        };
        // A paper of ours about a record that is gone: nobody can say any more that it stands.
        let Some(stored) = requests::find(&mut conn, RequestId(paper.request)).await? else {
            return Ok(DocumentState::Altered);
        };
        let request = &stored.request;
        let Some(signature) = paper.signature else {
            let unsigned_hash = RequestForm::parse(&paper.form).and_then(|form| form.unsigned_hash(request));
            let stands = unsigned_hash.as_ref() == Some(&paper.content_hash);
            return Ok(if stands { DocumentState::Unaltered } else { DocumentState::Altered });
        };
        let mut records = request.dispatches.iter().flat_map(|dispatch| &dispatch.visit.signatures);
        let record = records.find(|record| record.id.0 == signature);
        Ok(match record {
            // The record that the code was made from is not the one that stands there.
            Some(record) if verification::code_of(record) != code => DocumentState::Altered,
            Some(record) => verification::state_of_signature(request, record, self.countersigned(record)),
            None => DocumentState::Altered,
        })
    }

    /// Whether one of our keys countersigned the record.
    fn countersigned(&self, record: &SignatureRecord) -> bool {
        record.countersignature.as_ref().is_some_and(|word| {
            let said = countersigning(&word.record_hash, &word.previous, word.received_at, &word.key_id);
            self.keys.verifies(&word.key_id, &said, &word.signature)
        })
    }
}

/// The paper that a customer's signature stands on.
pub(crate) fn signed_paper(
    (request, form): (RequestId, RequestForm),
    record: &SignatureRecord,
    at: Timestamp,
) -> papers::Paper {
    papers::Paper {
        code: verification::code_of(record),
        form: form.word().to_owned(),
        request: request.0,
        signature: Some(record.id.0),
        content_hash: record.content_hash.clone(),
        made_at: at.millis(),
    }
}
