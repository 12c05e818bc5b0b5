//! Decides about what was not solved: the office's part of UNR-1 to UNR-10.

use crate::{
    Rejection, RequestId,
    command::Command,
    custody::{Custody, Keeping},
    fact::Fact,
    people::Role,
    request::{
        Context, Decided, HelpAnswer, ServiceRequest,
        decide::text,
        write_off::{Continuation, continued},
    },
    unresolved::{
        Acknowledged, AtHeadquarters, CHASE, Consultation, Contacted, Ended, Escalation, Held, Party, Solution,
        SolutionCheck, TELL_CUSTOMER, TO_HEADQUARTERS, Unresolved, Workaround,
    },
};

type Answer = Result<Decided, Rejection>;
type Facts = Result<Vec<Fact>, Rejection>;

pub(super) fn decide(request: &ServiceRequest, command: &Command, context: &Context) -> Answer {
    let at = context.attested.at;
    let by_name = || context.actor.name.clone();
    if let Command::AnswerHelp { dispatch, plan } = command {
        let asked = request.dispatch(*dispatch).ok_or(Rejection::NotFound)?;
        if asked.help.is_none() {
            return Err(Rejection::WrongState { state: asked.state.word().to_owned() });
        }
        let answer = HelpAnswer { plan: text(plan, "/command/plan")?, by_name: by_name(), at };
        return Ok(vec![Fact::HelpAnswered { dispatch: *dispatch, answer }].into());
    }
    let matter = open_matter(request)?;
    in_the_right_hands(request, context)?;
    let facts = match command {
        Command::Consult { consultation } => consult(request, consultation, context)?,
        Command::Escalate { escalation } => escalate(request, escalation, context)?,
        Command::AcknowledgeEscalation { submission_number, received_by } => {
            at_headquarters(matter)?;
            let acknowledged = Acknowledged {
                submission_number: text(submission_number, "/command/submission_number")?,
                received_by: text(received_by, "/command/received_by")?,
                at,
            };
            vec![Fact::EscalationAcknowledged { acknowledged }]
        }
        Command::ChaseHeadquarters { state } => {
            at_headquarters(matter)?;
            let state = text(state, "/command/state")?;
            let contact = Contacted { party: Party::Headquarters, state, at, by_name: by_name() };
            let logged = Fact::ContactLogged { contact };
            std::iter::once(logged).chain(restarted(request, CHASE, context)).collect()
        }
        Command::RecordWorkaround { text: workaround } => {
            let text = text(workaround, "/command/text")?;
            vec![Fact::WorkaroundRecorded { workaround: Workaround { text, at, by_name: by_name() } }]
        }
        Command::RecordSolution { text: solution, needs_version } => {
            let solution = Solution {
                text: text(solution, "/command/text")?,
                needs_version: needs_version.trim().to_owned(),
                at,
                by_name: by_name(),
                check: None,
            };
            vec![Fact::SolutionRecorded { solution }]
        }
        Command::CheckSolution { works, note } => {
            if matter.solution().is_none_or(|solution| solution.check.is_some()) {
                return Err(wrong_state(request));
            }
            let taken = request.dispatches.iter().filter_map(|dispatch| dispatch.visit.custody());
            let away = taken.filter_map(Custody::holder).find(|holder| holder.keeping == Keeping::Engineer);
            if let Some(holder) = away.filter(|_| *works) {
                return Err(Rejection::DataElsewhere { holder: holder.name.clone() });
            }
            // What does not work has to be said to whoever sent it.
            let note = if *works { note.trim().to_owned() } else { text(note, "/command/note")? };
            let check = SolutionCheck { works: *works, note, at, by_name: by_name() };
            let checked = Fact::SolutionChecked { check };
            let stopped = works.then(|| stopped(request, CHASE, context)).flatten();
            std::iter::once(checked).chain(stopped).collect()
        }
        Command::Redispatch { follow_up, advice } => return redispatch(request, *follow_up, advice, context),
        Command::EndMatter { reason } => ended(request, text(reason, "/command/reason")?, None, context),
        _ => return Err(Rejection::NotFound),
    };
    Ok(facts.into())
}

/// A clock of a rule starts now, where the office can say when it is due.
pub(super) fn started(request: &ServiceRequest, rule: &str, context: &Context) -> Option<Fact> {
    let clock = context.office?.clock?(request, rule, context.attested.at)?;
    Some(Fact::ClockStarted { clock: Box::new(clock) })
}

/// A clock of the rule that runs or waits is stopped now.
pub(super) fn stopped(request: &ServiceRequest, rule: &str, context: &Context) -> Option<Fact> {
    is_running(request, rule).then(|| Fact::ClockStopped { rule: rule.to_owned(), attested: context.attested })
}

/// A clock that repeats: what ran is stopped, and counting begins anew.
pub(super) fn restarted(request: &ServiceRequest, rule: &str, context: &Context) -> Vec<Fact> {
    stopped(request, rule, context).into_iter().chain(started(request, rule, context)).collect()
}

/// Starts a clock unless one of its rule runs already.
pub(super) fn started_once(request: &ServiceRequest, rule: &str, context: &Context) -> Option<Fact> {
    if is_running(request, rule) { None } else { started(request, rule, context) }
}

fn is_running(request: &ServiceRequest, rule: &str) -> bool {
    request.clocks.iter().any(|clock| clock.rule == rule && !clock.is_stopped())
}

fn open_matter(request: &ServiceRequest) -> Result<&Unresolved, Rejection> {
    if request.unresolved.is_open() { Ok(&request.unresolved) } else { Err(wrong_state(request)) }
}

fn wrong_state(request: &ServiceRequest) -> Rejection {
    Rejection::WrongState { state: request.state.word().to_owned() }
}

/// After two failed visits the support manager deals with it, and nobody else decides (UNR-5).
pub(super) fn in_the_right_hands(request: &ServiceRequest, context: &Context) -> Result<(), Rejection> {
    let is_taken = request.unresolved.support_manager_since.is_some() && !context.actor.has(Role::SupportManager);
    if is_taken { Err(Rejection::SupportManagerOnly) } else { Ok(()) }
}

fn at_headquarters(matter: &Unresolved) -> Result<&AtHeadquarters, Rejection> {
    matter.headquarters.as_ref().ok_or(Rejection::NotAtHeadquarters)
}

/// Whoever brought data back takes part (UNR-3).
fn consult(request: &ServiceRequest, consultation: &Consultation, context: &Context) -> Facts {
    if consultation.participants.is_empty() {
        return Err(Rejection::missing("/command/consultation/participants"));
    }
    let takes_part = |person| consultation.participants.iter().any(|participant| participant.person == person);
    if let Some(taker) = request.data_takers().into_iter().find(|taker| !takes_part(taker.person)) {
        return Err(Rejection::MustTakePart { engineer: taker.name });
    }
    let consultation = Consultation {
        findings: text(&consultation.findings, "/command/consultation/findings")?,
        plan: text(&consultation.plan, "/command/consultation/plan")?,
        ..consultation.clone()
    };
    let without_solution = !consultation.solution_found && request.unresolved.headquarters.is_none();
    let held = Held { consultation, at: context.attested.at, by_name: context.actor.name.clone() };
    let clock = if without_solution {
        started_once(request, TO_HEADQUARTERS, context)
    } else {
        stopped(request, TO_HEADQUARTERS, context)
    };
    Ok(std::iter::once(Fact::Consulted { held: Box::new(held) }).chain(clock).collect())
}

fn escalate(request: &ServiceRequest, escalation: &Escalation, context: &Context) -> Facts {
    if request.unresolved.headquarters.is_some() {
        return Err(wrong_state(request));
    }
    let escalation = Escalation {
        description: text(&escalation.description, "/command/escalation/description")?,
        data_reference: escalation.data_reference.trim().to_owned(),
        recipient: text(&escalation.recipient, "/command/escalation/recipient")?,
    };
    let sent_at = context.attested.at;
    let headquarters = AtHeadquarters { escalation, sent_at, by_name: context.actor.name.clone(), acknowledged: None };
    let mut facts = vec![Fact::Escalated { headquarters: Box::new(headquarters) }];
    facts.extend(stopped(request, TO_HEADQUARTERS, context));
    facts.extend(started_once(request, CHASE, context));
    facts.extend(started_once(request, TELL_CUSTOMER, context));
    Ok(facts)
}

/// The problem goes on with a visit under a new number (UNR-4). What headquarters sent is tried first (UNR-10).
fn redispatch(request: &ServiceRequest, id: RequestId, advice: &str, context: &Context) -> Answer {
    let matter = &request.unresolved;
    let is_untried = matter.solution().is_some() && !matter.has_a_tried_solution();
    let waits = matter.headquarters.is_some() && !matter.has_a_tried_solution() && matter.workarounds.is_empty();
    if is_untried || waits {
        return Err(Rejection::SolutionUntried);
    }
    let advice = text(advice, "/command/advice")?;
    let follow_up = continued(request, &Continuation { id, advice: &advice }, context)?;
    let facts = ended(request, advice, Some(id), context);
    Ok(Decided { facts, follow_up: Some(Box::new(follow_up)), ..Decided::default() })
}

fn ended(request: &ServiceRequest, reason: String, followed_by: Option<RequestId>, context: &Context) -> Vec<Fact> {
    let ended = Ended { at: context.attested.at, by_name: context.actor.name.clone(), reason, followed_by };
    let mut facts = vec![Fact::MatterEnded { ended }];
    // Whoever still has data of the customer goes on telling the customer.
    let has_data = request.has_open_custody();
    let rules = [TO_HEADQUARTERS, CHASE, TELL_CUSTOMER];
    let rules = rules.into_iter().filter(|rule| !(has_data && *rule == TELL_CUSTOMER));
    facts.extend(rules.filter_map(|rule| stopped(request, rule, context)));
    facts
}

/// Folds what followed an unsolved visit into the request.
pub(super) fn evolve(request: &mut ServiceRequest, fact: &Fact) {
    let matter = &mut request.unresolved;
    match fact {
        Fact::MatterOpened { at } => {
            matter.opened_at.get_or_insert(*at);
        }
        Fact::GivenToSupportManager { at } => {
            matter.support_manager_since.get_or_insert(*at);
        }
        Fact::Consulted { held } => {
            matter.consultations.push((**held).clone());
            // The plan stands in the form's advice box (UNR-3).
            if let Some(write_off) = &mut request.write_off {
                if !write_off.advice.trim().is_empty() {
                    write_off.advice.push('\n');
                }
                write_off.advice.push_str(&held.consultation.plan);
            }
        }
        Fact::Escalated { headquarters } => matter.headquarters = Some((**headquarters).clone()),
        Fact::EscalationAcknowledged { acknowledged } => {
            if let Some(headquarters) = &mut matter.headquarters {
                headquarters.acknowledged = Some(acknowledged.clone());
            }
        }
        Fact::ContactLogged { contact } => matter.contacts.push(contact.clone()),
        Fact::WorkaroundRecorded { workaround } => matter.workarounds.push(workaround.clone()),
        Fact::SolutionRecorded { solution } => matter.solutions.push(solution.clone()),
        Fact::SolutionChecked { check } => {
            if let Some(solution) = matter.solutions.last_mut() {
                solution.check = Some(check.clone());
            }
        }
        Fact::MatterEnded { ended } => matter.ended = Some(ended.clone()),
        _ => {}
    }
}
