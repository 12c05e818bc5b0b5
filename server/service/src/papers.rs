//! What stands on a printed form beside the record itself: its code, its keys, its successor; and what can be said about
//! a code in public (PRT-5).

use domain::{
    DeviceId, RequestId, Timestamp,
    request::ServiceRequest,
    signature::{SignatureRecord, countersigning},
    verification::{self, DocumentState},
};
use serde_json::{Value, json};
use store::{
    devices, papers,
    requests::{self, Stored},
};

use crate::{Caller, Result, Service};

/// The on-site service request.
pub const SERVICE_REQUEST: &str = "QR-03";
/// Version of the attached signature record.
const FORMAT: &str = "paidan-signature-record/1";

/// A form with what its paper says beyond the record.
pub struct Printed {
    pub stored: Stored,
    pub code: String,
    /// SHA-256 in hex of what the paper says.
    pub content_hash: String,
    /// The signature record with the public keys it can be checked with; None without a signature.
    pub evidence: Option<Value>,
    /// Engineer and number of the request that continues this one.
    pub next: Option<(String, String)>,
}

impl Service {
    /// The form QR/03 of a request, ready for printing. Its code is written down, so that it can be asked for.
    ///
    /// # Errors
    /// There is no request that the caller may read; the store.
    pub async fn printed(&self, caller: &Caller, id: RequestId) -> Result<Printed> {
        let stored = self.request(caller, id).await?;
        let request = &stored.request;
        let record = verification::shown_dispatch(request).and_then(|dispatch| dispatch.visit.sign_off()).cloned();
        let (code, content_hash) = match &record {
            Some(record) => (self.code_of_signature(id, record).await?, record.content_hash.clone()),
            None => {
                let content_hash = verification::unsigned_hash(request);
                (self.code_of_unsigned(id, &content_hash).await?, content_hash)
            }
        };
        let evidence = match &record {
            Some(record) => Some(self.signature_evidence(request, record).await?),
            None => None,
        };
        let by_decision = request.write_off.as_ref().and_then(|word| word.followed_by);
        let followed_by = by_decision.or_else(|| request.unresolved.ended.as_ref().and_then(|ended| ended.followed_by));
        let next = match followed_by {
            Some(next) => requests::find(&mut self.db.read().await?, next).await?,
            None => None,
        };
        let next = next.map(|next| {
            let engineer = next.request.active_dispatch().map(|dispatch| dispatch.engineer_name.clone());
            (engineer.unwrap_or_default(), next.request.number)
        });
        Ok(Printed { stored, code, content_hash, evidence, next })
    }

    async fn code_of_signature(&self, request: RequestId, record: &SignatureRecord) -> Result<String> {
        let key = (request, SERVICE_REQUEST);
        let known = papers::of_signature(&mut self.db.read().await?, key, &record.content_hash, record.id).await?;
        if let Some(known) = known {
            return Ok(known.code);
        }
        // Signed before there were codes.
        let paper = signed_paper(request, record, self.time.now());
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
    async fn code_of_unsigned(&self, request: RequestId, content_hash: &str) -> Result<String> {
        let paper = papers::Paper {
            code: verification::code(self.chance.bytes()),
            form: SERVICE_REQUEST.to_owned(),
            request: request.0,
            signature: None,
            content_hash: content_hash.to_owned(),
            made_at: self.time.now().millis(),
        };
        let written = self.db.write(move |tx| {
            Box::pin(async move {
                let key = (request, SERVICE_REQUEST);
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
    async fn signature_evidence(&self, request: &ServiceRequest, record: &SignatureRecord) -> Result<Value> {
        let key = self.public_key_of(record.device_id).await?;
        Ok(json!({
            "format": FORMAT,
            "form": SERVICE_REQUEST,
            "number": request.number,
            "code": verification::code_of(record),
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
        let Some(paper) = papers::find(&mut conn, &code).await? else { return Ok(DocumentState::NotYetReceived) };
        // A paper of ours about a record that is gone: nobody can say any more that it stands.
        let Some(stored) = requests::find(&mut conn, RequestId(paper.request)).await? else {
            return Ok(DocumentState::Altered);
        };
        let request = &stored.request;
        let Some(signature) = paper.signature else {
            let stands = verification::unsigned_hash(request) == paper.content_hash;
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
pub(crate) fn signed_paper(request: RequestId, record: &SignatureRecord, at: Timestamp) -> papers::Paper {
    papers::Paper {
        code: verification::code_of(record),
        form: SERVICE_REQUEST.to_owned(),
        request: request.0,
        signature: Some(record.id.0),
        content_hash: record.content_hash.clone(),
        made_at: at.millis(),
    }
}
