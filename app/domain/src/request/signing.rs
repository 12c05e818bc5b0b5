//! Decides about signatures: which can be kept, and what has to stand on a form before it is signed (ONS-16, SYN-9).

use crate::{
    Rejection,
    fact::Fact,
    request::{
        Context, Dispatch, DispatchState, RequestState, ServiceRequest, custody,
        decide::{dispatch_becomes, text},
        fees,
        premises::{backup_done, open_form, tick},
    },
    signature::{self, DocumentKind, SignatureRecord},
    visit::{CustomerResult, Solved, Step},
};

type Facts = Result<Vec<Fact>, Rejection>;

/// A signature is evidence: another one never takes its place, and what is stored of it can be read again.
pub(super) fn can_be_kept(dispatch: &Dispatch, record: &SignatureRecord) -> Result<(), Rejection> {
    if dispatch.visit.signatures.iter().any(|known| known.id == record.id) {
        return Err(Rejection::IdTaken);
    }
    if signature::depth(&record.content) > signature::MAXIMUM_DEPTH {
        return Err(Rejection::invalid("/command/record/content"));
    }
    Ok(())
}

pub(super) fn sign(
    request: &ServiceRequest,
    dispatch: &Dispatch,
    record: &SignatureRecord,
    context: &Context,
) -> Facts {
    let at = context.attested.at;
    let visit = &dispatch.visit;
    if record.document_id != dispatch.id {
        return Err(Rejection::invalid("/command/record/document_id"));
    }
    can_be_kept(dispatch, record)?;
    text(&record.signer_name, "/command/record/signer_name")?;
    if !record.ink.is_enough() {
        return Err(Rejection::TooLittleInk);
    }
    if record.content_hash != signature::content_hash(record.kind, request, dispatch) {
        return Err(Rejection::OtherContent);
    }
    let signed = Fact::Signed { dispatch: dispatch.id, record: Box::new(record.clone()) };
    if record.kind.is_about_data() {
        custody::may_sign(record.kind, request, dispatch)?;
        return Ok(vec![signed]);
    }
    if record.kind.is_about_money() {
        fees::may_sign(record.kind, request, dispatch)?;
        return Ok(std::iter::once(signed).chain(fees::signed(record.kind, request, dispatch, context)).collect());
    }
    if record.kind != DocumentKind::SignOff {
        open_form(request, dispatch)?;
        return Ok(vec![signed]);
    }
    backup_done(dispatch)?;
    fees::agreed(dispatch)?;
    let result: &CustomerResult = visit.result.as_ref().ok_or(Rejection::missing("/result"))?;
    if result.solved == Solved::All {
        text(&visit.finding.solution, "/finding/solution")?;
    }
    if visit.left_at.is_none() {
        return Err(Rejection::missing("/left_at"));
    }
    // A form that was sent back for completion is signed again without changing its state.
    if request.state == RequestState::SentBack && dispatch.state == DispatchState::Returned {
        return Ok(vec![signed]);
    }
    Ok(vec![signed, dispatch_becomes(dispatch, DispatchState::Signed, None, at)?, tick(dispatch.id, Step::Sign, at)])
}
