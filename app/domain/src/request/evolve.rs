//! Folds facts into a request. Total: a fact that was recorded is never refused.

use crate::{
    DispatchId,
    fact::Fact,
    request::{
        Delay, Dispatch, DispatchState, RequestPatch, RequestState, ServiceRequest, clocks, custody, fees, follow_up,
        settle, unsolved,
    },
    time::Attested,
};

/// Applies one fact. `RequestOpened` replaces the request by the opened one.
pub fn evolve(request: &mut ServiceRequest, fact: &Fact) {
    // A decision can be taken back until something else happens; the server's word to a signature is no such thing.
    if !matches!(fact, Fact::ActionKept { .. } | Fact::Countersigned { .. } | Fact::DisputeReopened { .. }) {
        request.settlement = None;
    }
    match fact {
        Fact::ActionKept { .. } | Fact::DisputeSettled { .. } | Fact::DisputeReopened { .. } => {
            settle::evolve_settled(request, fact);
        }
        Fact::RequestOpened { request: opened } => *request = (**opened).clone(),
        Fact::RequestEdited { patch, .. } => apply_patch(request, patch),
        Fact::RequestState { to, reason, at, .. } => {
            request.state = *to;
            if reason.is_some() {
                request.reason.clone_from(reason);
            }
            if *to == RequestState::Cancelled {
                // A clock that has ended stays as it ended.
                request.clocks.iter_mut().for_each(|clock| clock.cancel(*at).unwrap_or_default());
            }
        }
        Fact::Submitted { number, clocks, at } => {
            request.number.clone_from(number);
            request.clocks.clone_from(clocks);
            request.submitted_at = Some(*at);
        }
        Fact::Dispatched { dispatch } => request.dispatches.push((**dispatch).clone()),
        Fact::ClockStarted { clock } => request.clocks.push((**clock).clone()),
        Fact::ClockStopped { rule, attested } => stop_clocks(request, rule, *attested),
        Fact::ClockPaused { .. } | Fact::ClockResumed { .. } | Fact::DueChanged { .. } => clocks::evolve(request, fact),
        Fact::FollowUpDue { .. }
        | Fact::FollowUpTried { .. }
        | Fact::FollowUpMade { .. }
        | Fact::ComplaintOpened { .. }
        | Fact::ComplaintClosed { .. } => follow_up::evolve(request, fact),
        Fact::WrittenOff { write_off } => request.write_off = Some((**write_off).clone()),
        Fact::Arrived { attested, .. } => {
            on_dispatch(request, fact);
            // Whoever stands there has made contact, even if the call before was never heard of.
            stop_clocks(request, "onsite.contact", *attested);
            stop_clocks(request, "onsite.arrive", *attested);
        }
        Fact::MatterOpened { .. }
        | Fact::GivenToSupportManager { .. }
        | Fact::Consulted { .. }
        | Fact::Escalated { .. }
        | Fact::EscalationAcknowledged { .. }
        | Fact::ContactLogged { .. }
        | Fact::WorkaroundRecorded { .. }
        | Fact::SolutionRecorded { .. }
        | Fact::SolutionChecked { .. }
        | Fact::MatterEnded { .. } => unsolved::evolve(request, fact),
        _ => on_dispatch(request, fact),
    }
}

/// Stops every running clock whose rule is `prefix` or a variant of it (`onsite.arrive` names near and far).
fn stop_clocks(request: &mut ServiceRequest, prefix: &str, attested: Attested) {
    let concerned = request.clocks.iter_mut().filter(|clock| clock.rule.starts_with(prefix));
    // What happened first counts, in whatever order it is heard of.
    concerned.for_each(|clock| clock.hear(attested));
}

fn apply_patch(request: &mut ServiceRequest, patch: &RequestPatch) {
    let RequestPatch { contact, address, product, category, symptom, urgency, wished_at } = patch.clone();
    set(&mut request.contact, contact);
    set(&mut request.address, address);
    set(&mut request.product, product);
    set(&mut request.category, category);
    set(&mut request.symptom, symptom);
    set(&mut request.urgency, urgency);
    if wished_at.is_some() {
        request.wished_at = wished_at;
    }
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn concerned(fact: &Fact) -> Option<DispatchId> {
    match fact {
        Fact::DispatchState { dispatch, .. }
        | Fact::Rescheduled { dispatch, .. }
        | Fact::Appointed { dispatch, .. }
        | Fact::AppointmentWished { dispatch, .. }
        | Fact::HelpAsked { dispatch, .. }
        | Fact::HelpAnswered { dispatch, .. }
        | Fact::DelayTold { dispatch, .. }
        | Fact::StepTicked { dispatch, .. }
        | Fact::Arrived { dispatch, .. }
        | Fact::BackedUp { dispatch, .. }
        | Fact::Found { dispatch, .. }
        | Fact::PhotoAdded { dispatch, .. }
        | Fact::PhotoRemoved { dispatch, .. }
        | Fact::CostsRecorded { dispatch, .. }
        | Fact::ResultGiven { dispatch, .. }
        | Fact::LeftAt { dispatch, .. }
        | Fact::Signed { dispatch, .. }
        | Fact::Countersigned { dispatch, .. }
        | Fact::NotSigned { dispatch, .. }
        | Fact::SolvedByPhone { dispatch, .. }
        | Fact::Disputed { dispatch, .. }
        | Fact::HandedIn { dispatch, .. } => Some(*dispatch),
        other => custody::concerned(other).or_else(|| fees::concerned(other)),
    }
}

fn on_dispatch(request: &mut ServiceRequest, fact: &Fact) {
    let Some(id) = concerned(fact) else { return };
    if let Some(dispatch) = request.dispatches.iter_mut().find(|dispatch| dispatch.id == id) {
        evolve_dispatch(dispatch, fact);
    }
}

fn evolve_dispatch(dispatch: &mut Dispatch, fact: &Fact) {
    let visit = &mut dispatch.visit;
    match fact {
        Fact::DispatchState { to, reason, .. } => {
            dispatch.state = *to;
            if reason.is_some() {
                dispatch.reason.clone_from(reason);
            }
        }
        Fact::Rescheduled { to, .. } => dispatch.slot = *to,
        Fact::Appointed { appointment, .. } => {
            dispatch.slot.from = appointment.at;
            dispatch.appointment = Some(appointment.clone());
            dispatch.wish = None;
        }
        Fact::AppointmentWished { appointment, .. } => dispatch.wish = Some(appointment.clone()),
        Fact::HelpAsked { note, .. } => {
            dispatch.help = Some(note.clone());
            dispatch.help_answer = None;
        }
        Fact::HelpAnswered { answer, .. } => dispatch.help_answer = Some(answer.clone()),
        Fact::DelayTold { reason, new_time, agreed, at, .. } => {
            dispatch.delay = Some(Delay { reason: reason.clone(), new_time: *new_time, agreed: *agreed, told_at: *at });
        }
        Fact::StepTicked { tick, .. } => {
            visit.ticks.retain(|old| old.step != tick.step);
            visit.ticks.push(*tick);
        }
        Fact::Arrived { attested, .. } => visit.arrived_at = Some(attested.at),
        Fact::BackedUp { backup, .. } => visit.backup = Some(backup.clone()),
        Fact::Found { finding, .. } => visit.finding = (**finding).clone(),
        Fact::PhotoAdded { photo, .. } => {
            visit.photos.retain(|old| old.sha256 != photo.sha256);
            visit.photos.push(photo.clone());
        }
        Fact::PhotoRemoved { sha256, .. } => visit.photos.retain(|photo| photo.sha256 != *sha256),
        Fact::CostsRecorded { costs, .. } => visit.costs = (**costs).clone(),
        Fact::ResultGiven { result, .. } => visit.result = Some((**result).clone()),
        Fact::LeftAt { at, .. } => {
            visit.left_at = Some(*at);
            visit.presented += 1;
        }
        Fact::Signed { record, .. } => {
            visit.signatures.retain(|old| old.id != record.id);
            visit.signatures.push((**record).clone());
        }
        Fact::Countersigned { signature, countersignature, .. } => {
            if let Some(record) = visit.signatures.iter_mut().find(|record| record.id == *signature) {
                record.countersignature = Some((**countersignature).clone());
            }
        }
        Fact::NotSigned { reason, is_not_met, .. } => {
            visit.unsigned_reason = Some(reason.clone());
            visit.is_not_met = *is_not_met;
        }
        Fact::SolvedByPhone { .. } => visit.solved_by_phone = true,
        Fact::Disputed { at, .. } => {
            dispatch.state = DispatchState::Disputed;
            visit.disputed_at.get_or_insert(*at);
        }
        Fact::HandedIn { at, .. } => visit.handed_in_at = Some(*at),
        other if fees::concerned(other).is_some() => fees::evolve(visit, other),
        data => custody::evolve(visit, data),
    }
}
