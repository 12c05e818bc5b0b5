//! Clocks that somebody pauses, lets run again or gives another due time by hand (clocks.md). Each needs a reason and
//! stands in the history; what was promised before stays readable among the clock's reasons.

use crate::{
    Rejection, Timestamp,
    deadline::{Clock, ClockError, ClockState},
    fact::Fact,
    request::{Context, Decided, ServiceRequest},
    time::DAY,
};

type Answer = Result<Decided, Rejection>;

pub(super) fn pause(request: &ServiceRequest, rule: &str, reason: &str, context: &Context) -> Answer {
    let (at, by) = (context.attested.at, context.actor.person);
    open(request, rule)?.clone().pause(at, reason, by).map_err(|error| objection(request, rule, error))?;
    let (rule, reason) = (rule.to_owned(), reason.trim().to_owned());
    Ok(vec![Fact::ClockPaused { rule, at, reason, by }].into())
}

pub(super) fn resume(request: &ServiceRequest, rule: &str, context: &Context) -> Answer {
    let at = context.attested.at;
    open(request, rule)?.clone().resume(at).map_err(|error| objection(request, rule, error))?;
    Ok(vec![Fact::ClockResumed { rule: rule.to_owned(), at }].into())
}

/// A due time that has passed already would promise nothing; more than a year ahead is a mistyped date.
pub(super) fn change_due(
    request: &ServiceRequest,
    rule: &str,
    due: Timestamp,
    reason: &str,
    context: &Context,
) -> Answer {
    let (at, by) = (context.attested.at, context.actor.person);
    let clock = open(request, rule)?;
    if due <= at || due.since(at) > 366 * DAY || due == clock.due {
        return Err(Rejection::invalid("/command/due"));
    }
    let mut tried = clock.clone();
    tried.change_due(due, reason, by).map_err(|error| objection(request, rule, error))?;
    let (rule, reason) = (rule.to_owned(), reason.trim().to_owned());
    Ok(vec![Fact::DueChanged { rule, from: clock.due, to: due, reason, at, by }].into())
}

/// Folds one of these facts into the clock that it is about.
pub(super) fn evolve(request: &mut ServiceRequest, fact: &Fact) {
    let (Fact::ClockPaused { rule, .. } | Fact::ClockResumed { rule, .. } | Fact::DueChanged { rule, .. }) = fact
    else {
        return;
    };
    let Some(clock) = request.clocks.iter_mut().rfind(|clock| clock.rule == *rule && !clock.is_stopped()) else {
        return;
    };
    // What was recorded is never refused: a clock that can't take it any more stays as it is.
    let _ = match fact {
        Fact::ClockPaused { at, reason, by, .. } => clock.pause(*at, reason, *by),
        Fact::ClockResumed { at, .. } => clock.resume(*at),
        Fact::DueChanged { to, reason, by, .. } => clock.change_due(*to, reason, *by),
        _ => Ok(()),
    };
}

/// The clock of a rule that is not over. There may be older ones of the same rule that are.
fn open<'a>(request: &'a ServiceRequest, rule: &str) -> Result<&'a Clock, Rejection> {
    let of_rule = || request.clocks.iter().filter(|clock| clock.rule == rule);
    let open = of_rule().rfind(|clock| !clock.is_stopped());
    let over = || of_rule().next_back().map(|clock| wrong_state(clock.state));
    open.ok_or_else(|| over().unwrap_or(Rejection::invalid("/command/rule")))
}

fn objection(request: &ServiceRequest, rule: &str, error: ClockError) -> Rejection {
    match error {
        ClockError::ReasonMissing => Rejection::missing("/command/reason"),
        ClockError::Stopped | ClockError::AlreadyPaused | ClockError::NotPaused => {
            open(request, rule).map_or_else(|rejection| rejection, |clock| wrong_state(clock.state))
        }
    }
}

fn wrong_state(state: ClockState) -> Rejection {
    Rejection::WrongState { state: ["clock_", state.word()].concat() }
}
