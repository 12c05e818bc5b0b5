//! Decides about the call after a visit: attempts, answers, the case of a customer who is not content (QA-1).

use crate::{
    CaseId, Rejection, Timestamp,
    fact::Fact,
    follow_up::{self, Answers, Attempt, Call, Complaint, ComplaintEnd, FOLLOW_UP, FollowUp},
    request::{Context, Decided, RequestState, ServiceRequest, decide::text},
    time::DAY,
};

type Answer = Result<Decided, Rejection>;

/// What a write-off adds: the call is due. A form that was written off before has its call already.
pub(super) fn due(request: &ServiceRequest, context: &Context) -> Option<Fact> {
    let is_new = request.follow_up.is_none() && follow_up::was_served(request);
    let clock = context.office.and_then(|office| office.clock).filter(|_| is_new)?;
    let clock = clock(request, FOLLOW_UP, context.attested.at)?;
    Some(Fact::FollowUpDue { clock: Box::new(clock) })
}

pub(super) fn log_attempt(
    request: &ServiceRequest,
    note: &str,
    next_try: Option<Timestamp>,
    context: &Context,
) -> Answer {
    let at = context.attested.at;
    if open(request)?.call.is_some() {
        return Err(Rejection::WrongState { state: "called".to_owned() });
    }
    if next_try.is_some_and(|next| next <= at || next.since(at) > 60 * DAY) {
        return Err(Rejection::invalid("/command/next_try"));
    }
    let (by, by_name) = (context.actor.person, context.actor.name.clone());
    let attempt = Attempt { at, by, by_name, note: note.trim().to_owned(), next_try };
    Ok(vec![Fact::FollowUpTried { attempt: Box::new(attempt) }].into())
}

/// Answers may be corrected as long as they opened no case.
pub(super) fn record(request: &ServiceRequest, answers: &Answers, case: Option<CaseId>, context: &Context) -> Answer {
    let follow_up = open(request)?;
    if follow_up.complaint.is_some() {
        return Err(Rejection::WrongState { state: "called".to_owned() });
    }
    if !(1..=5).contains(&answers.satisfaction) {
        return Err(Rejection::invalid("/command/answers/satisfaction"));
    }
    let (at, by, by_name) = (context.attested.at, context.actor.person, context.actor.name.clone());
    let answers = Answers { opinion: answers.opinion.trim().to_owned(), ..answers.clone() };
    let is_dissatisfied = answers.is_dissatisfied();
    let title = if answers.opinion.is_empty() { request.symptom.clone() } else { answers.opinion.clone() };
    let mut facts = vec![
        Fact::FollowUpMade { call: Box::new(Call { answers, at, by, by_name }) },
        Fact::ClockStopped { rule: FOLLOW_UP.to_owned(), attested: context.attested },
    ];
    if is_dissatisfied {
        let case = case.filter(|case| *case != request.case).ok_or(Rejection::missing("/command/case"))?;
        let complaint = Complaint { case, title, opened_at: at, closed: None };
        facts.push(Fact::ComplaintOpened { complaint: Box::new(complaint) });
    }
    Ok(facts.into())
}

pub(super) fn close_case(request: &ServiceRequest, note: &str, context: &Context) -> Answer {
    let complaint = open(request)?.complaint.as_ref().filter(|complaint| complaint.closed.is_none());
    let Some(complaint) = complaint else {
        return Err(Rejection::WrongState { state: "called".to_owned() });
    };
    let note = text(note, "/command/note")?;
    let (at, by, by_name) = (context.attested.at, context.actor.person, context.actor.name.clone());
    let end = ComplaintEnd { note, at, by, by_name };
    Ok(vec![Fact::ComplaintClosed { case: complaint.case, end: Box::new(end) }].into())
}

pub(super) fn evolve(request: &mut ServiceRequest, fact: &Fact) {
    if let Fact::FollowUpDue { clock } = fact {
        request.clocks.push((**clock).clone());
    }
    let follow_up = request.follow_up.get_or_insert_with(Box::<FollowUp>::default);
    match fact {
        Fact::FollowUpTried { attempt } => follow_up.attempts.push((**attempt).clone()),
        Fact::FollowUpMade { call } => follow_up.call = Some((**call).clone()),
        Fact::ComplaintOpened { complaint } => follow_up.complaint = Some((**complaint).clone()),
        Fact::ComplaintClosed { end, .. } => {
            if let Some(complaint) = &mut follow_up.complaint {
                complaint.closed = Some((**end).clone());
            }
        }
        _ => {}
    }
}

fn open(request: &ServiceRequest) -> Result<&FollowUp, Rejection> {
    let is_over = matches!(request.state, RequestState::WrittenOff | RequestState::Archived);
    let follow_up = request.follow_up.as_deref().filter(|_| is_over);
    follow_up.ok_or_else(|| Rejection::WrongState { state: request.state.word().to_owned() })
}
