//! Closes a returned form, and continues an unsolved one under a new number (ONS-18, UNR-2, UNR-4, UNR-5).

use crate::{
    Rejection, RequestId,
    fact::{Decision, Fact, WriteOff},
    people::Colleague,
    request::{
        Context, Decided, Dispatch, RequestState, ServiceRequest,
        decide::{become_state, text},
        follow_up,
        unsolved::{in_the_right_hands, started_once, stopped},
    },
    unresolved::{Former, REVIEW, TO_HEADQUARTERS, Unresolved},
};

pub(super) fn close(request: &ServiceRequest, write_off: WriteOff, context: &Context) -> Result<Decided, Rejection> {
    let at = context.attested.at;
    let state = become_state(request, RequestState::WrittenOff, None, at)?;
    let unsolved = request.active_dispatch().is_some_and(|dispatch| dispatch.visit.is_unsolved());
    if unsolved && write_off.decision.is_none() {
        return Err(Rejection::missing("/command/decision"));
    }
    if matches!(write_off.decision, Some(Decision::Close | Decision::ReDispatch)) {
        text(&write_off.advice, "/command/advice")?;
    }
    let mut facts = Vec::new();
    // The second visit that failed: the support manager decides from here on.
    if unsolved && request.failed_before > 0 && request.unresolved.support_manager_since.is_none() {
        facts.push(Fact::GivenToSupportManager { at });
        if write_off.decision == Some(Decision::ReDispatch) {
            let request = request.given_to_support_manager(at);
            in_the_right_hands(&request, context)?;
        }
    }
    let continuing = match (write_off.decision, write_off.followed_by) {
        (Some(Decision::ReDispatch), None) => return Err(Rejection::missing("/command/follow_up")),
        (Some(Decision::ReDispatch), Some(id)) => {
            Some(Box::new(continued(request, &Continuation { id, advice: &write_off.advice }, context)?))
        }
        _ => None,
    };
    let decision = write_off.decision;
    facts.push(Fact::WrittenOff { write_off: Box::new(write_off) });
    facts.push(state);
    facts.extend(stopped(request, REVIEW, context));
    if matches!(decision, Some(Decision::Consult | Decision::Escalate)) {
        facts.push(Fact::MatterOpened { at });
    }
    if decision == Some(Decision::Escalate) {
        facts.extend(started_once(request, TO_HEADQUARTERS, context));
    }
    facts.extend(follow_up::due(request, context));
    Ok(Decided { facts, follow_up: continuing, ..Decided::default() })
}

/// How an unsolved request goes on.
pub(super) struct Continuation<'a> {
    pub id: RequestId,
    pub advice: &'a str,
}

/// Who was sent first of those who were there.
fn first_engineer(request: &ServiceRequest) -> Option<Colleague> {
    let was_there = |dispatch: &&Dispatch| dispatch.state.is_active() && dispatch.visit.arrived_at.is_some();
    let first = request.dispatches.iter().find(was_there).or(request.active_dispatch())?;
    Some(Colleague { person: first.engineer, name: first.engineer_name.clone() })
}

fn brought_along(form: &ServiceRequest, advice: &str) -> Former {
    let before = form.former.as_deref().cloned().unwrap_or_default();
    let tried = form.unresolved.solution().map(|solution| solution.needs_version.clone());
    Former {
        numbers: before.numbers.into_iter().chain([form.number.clone()]).collect(),
        advice: advice.trim().to_owned(),
        needs_version: tried.unwrap_or(before.needs_version),
        takers: form.data_takers(),
    }
}

/// The request that continues an unsolved one: its own number, the case's entitlement, the manager's advice (UNR-4).
pub(super) fn continued(
    former: &ServiceRequest,
    continuation: &Continuation,
    context: &Context,
) -> Result<ServiceRequest, Rejection> {
    let office = context.office.ok_or(Rejection::OfficeOnly)?;
    let number = office.number.clone().ok_or(Rejection::OfficeOnly)?;
    let Continuation { id, advice } = *continuation;
    if id == former.id {
        return Err(Rejection::IdTaken);
    }
    let at = context.attested.at;
    let failed = former.dispatches.iter().any(|dispatch| dispatch.state.is_active() && dispatch.visit.is_unsolved());
    let mut request = ServiceRequest {
        id,
        number,
        state: RequestState::Verified,
        clocks: Vec::new(),
        opened_at: at,
        submitted_at: Some(at),
        submitted_by: Some(context.actor.person),
        submitted_by_name: context.actor.name.clone(),
        dispatches: Vec::new(),
        reason: None,
        write_off: None,
        follows: Some(former.id),
        former: Some(Box::new(brought_along(former, advice))),
        first_engineer: former.first_engineer.clone().or_else(|| first_engineer(former)),
        failed_before: former.failed_before + u32::from(failed),
        unresolved: Unresolved::default(),
        kept: Vec::new(),
        follow_up: None,
        settlement: None,
        ..former.clone()
    };
    if let Some(clocks) = office.clocks {
        request.clocks = clocks(&request, at);
        request.clocks.retain(|clock| clock.rule != "request.verify");
    }
    Ok(request)
}
