//! Corrects the fields of a request; what somebody corrected while the office did merges field by field (SYN-7).

use crate::{
    Rejection,
    command::Command,
    dispute::merge::{merge, of_patch, of_request, remainder, to_patch},
    fact::Fact,
    request::{Decided, Remainder, RequestPatch, ServiceRequest, decide::wrong_state},
};

type Answer = Result<Decided, Rejection>;

pub(super) fn edit(request: &ServiceRequest, patch: &RequestPatch, seen: Option<&RequestPatch>) -> Answer {
    if request.state.is_closed() {
        return Err(wrong_state(request));
    }
    let Some(seen) = seen else { return Ok(vec![edited(request, patch)?].into()) };
    let merged = merge(&of_patch(seen), &of_request(request), &of_patch(patch));
    let facts = vec![edited(request, &to_patch(&merged.fields, request))?];
    if merged.conflicts.is_empty() {
        return Ok(facts.into());
    }
    let remainder = Remainder {
        command: Command::EditRequest {
            patch: Box::new(remainder(patch, seen, &merged.conflicts)),
            seen: Some(Box::new(seen.clone())),
        },
        because: Rejection::ChangedMeanwhile {
            fields: merged.conflicts.keys().map(|field| field.word().to_owned()).collect(),
        },
    };
    Ok(Decided { facts, disputed: true, remainder: Some(Box::new(remainder)), follow_up: None })
}

pub(super) fn edited(request: &ServiceRequest, patch: &RequestPatch) -> Result<Fact, Rejection> {
    if patch.symptom.as_ref().is_some_and(|symptom| symptom.trim().is_empty()) {
        return Err(Rejection::missing("/command/patch/symptom"));
    }
    let before = RequestPatch {
        contact: patch.contact.as_ref().map(|_| request.contact.clone()),
        address: patch.address.as_ref().map(|_| request.address.clone()),
        product: patch.product.as_ref().map(|_| request.product.clone()),
        category: patch.category.as_ref().map(|_| request.category.clone()),
        symptom: patch.symptom.as_ref().map(|_| request.symptom.clone()),
        urgency: patch.urgency.map(|_| request.urgency),
        wished_at: patch.wished_at.and(request.wished_at),
    };
    Ok(Fact::RequestEdited { patch: Box::new(patch.clone()), before: Box::new(before) })
}
