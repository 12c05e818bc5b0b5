//! Decides what a command leads to: facts, or a rejection. Pure; the office's part. The premises' part is in `premises`.

use chrono::NaiveDate;

use crate::{
    CaseId, DispatchId, PersonId, Rejection, RequestId, Timestamp,
    command::Command,
    customer::Customer,
    deadline::Clock,
    entitlement,
    fact::{Decision, Fact, WriteOff},
    people::{Actor, Colleague, Person, Role},
    request::{
        Appointment, Dispatch, DispatchState, Draft, RequestPatch, RequestState, ServiceRequest, Slot, Window, clocks,
        edit::{edit, edited},
        fees, follow_up, premises, settle, unsolved, write_off,
    },
    sending::{away, needs_reason},
    sync::{Subject, SubjectKind},
    time::{Attested, DAY},
    unresolved::Unresolved,
    visit::Visit,
};

/// Who acts and when, as far as it can be known here.
pub struct Context<'a> {
    pub actor: &'a Actor,
    /// When it happened, and whether that is proven (SYN-12).
    pub attested: Attested,
    /// What only the server knows. None on a tablet.
    pub office: Option<&'a OfficeKnowledge<'a>>,
}

/// Which clocks a request gets when it is submitted at an instant.
pub type ClocksFor<'a> = dyn Fn(&ServiceRequest, Timestamp) -> Vec<Clock> + Sync + 'a;

/// A running clock of a rule for a request, started at an instant; None where there is no such rule.
pub type ClockOf<'a> = dyn Fn(&ServiceRequest, &str, Timestamp) -> Option<Clock> + Sync + 'a;

/// What the server looks up before it decides.
#[derive(Default)]
pub struct OfficeKnowledge<'a> {
    /// The customer a new request is for.
    pub customer: Option<Customer>,
    /// The engineer to be sent.
    pub engineer: Option<Person>,
    /// Midnight before the planned time in the centre's zone; without it nobody is asked for a reason.
    pub midnight: Option<Timestamp>,
    /// Who goes with the engineer.
    pub companion: Option<Person>,
    /// The form number for a request that is submitted by this command.
    pub number: Option<String>,
    /// Today in the centre's zone.
    pub today: Option<NaiveDate>,
    /// The clocks a request gets when it is submitted.
    pub clocks: Option<&'a ClocksFor<'a>>,
    /// A running clock of any rule.
    pub clock: Option<&'a ClockOf<'a>>,
}

/// What a command leads to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    pub facts: Vec<Fact>,
    /// The request that continues this one, after a re-dispatch.
    pub follow_up: Option<Box<ServiceRequest>>,
    /// The work came too late to be applied as usual: kept as evidence, the duty manager decides.
    pub disputed: bool,
    /// What could not be applied and has to be kept with the request.
    pub remainder: Option<Box<Remainder>>,
}

/// The part of a command that a person has to decide about.
#[derive(Clone, Debug, PartialEq)]
pub struct Remainder {
    pub command: Command,
    pub because: Rejection,
}

impl Decided {
    /// Whether a form number was used up.
    #[must_use]
    pub fn uses_number(&self) -> bool {
        self.follow_up.is_some() || self.facts.iter().any(|fact| matches!(fact, Fact::Submitted { .. }))
    }
}

impl From<Vec<Fact>> for Decided {
    fn from(facts: Vec<Fact>) -> Self {
        Decided { facts, ..Decided::default() }
    }
}

type Answer = Result<Decided, Rejection>;

/// Decides about a command. `request` is None when the subject does not exist yet.
///
/// # Errors
/// The rule that objects, with what the person can do about it.
pub fn decide(request: Option<&ServiceRequest>, command: &Command, subject: Subject, context: &Context) -> Answer {
    if let Command::DraftRequest { case, draft } | Command::SubmitNewRequest { case, draft } = command {
        if request.is_some() {
            return Err(Rejection::IdTaken);
        }
        let submit = matches!(command, Command::SubmitNewRequest { .. });
        return open(RequestId(subject.id), *case, draft, submit, context);
    }
    let request = request.ok_or(Rejection::NotFound)?;
    if command.is_from_premises() {
        if subject.kind != SubjectKind::Dispatch {
            return Err(Rejection::NotFound);
        }
        return premises::decide(request, DispatchId(subject.id), command, context);
    }
    match command {
        Command::EditRequest { patch, seen } => edit(request, patch, seen.as_deref()),
        Command::SubmitRequest => submit(request, context),
        Command::VerifyRequest { corrections } => verify(request, corrections.as_deref(), context),
        Command::DeclineRequest { reason } => {
            let reason = Some(text(reason, "/command/reason")?);
            let state = become_state(request, RequestState::Declined, reason, context.attested.at)?;
            Ok(vec![state, Fact::ClockStopped { rule: "request.verify".to_owned(), attested: context.attested }].into())
        }
        Command::CancelRequest { reason } => cancel(request, reason, context),
        Command::Assign { dispatch, engineer: _, companion, slot, window, reason } => {
            let placing = Placing { dispatch: *dispatch, slot: *slot, window: *window, despite: reason.as_deref() };
            assign(request, &placing, *companion, context)
        }
        Command::Reassign { from, dispatch, engineer: _, slot, reason } => {
            reassign(request, *from, *dispatch, *slot, reason, context)
        }
        Command::Reschedule { dispatch, slot, reason } => {
            reschedule(request, *dispatch, *slot, reason.as_deref(), context)
        }
        Command::Recall { dispatch, reason } => recall(request, *dispatch, reason, context),
        Command::SettleAppointment { dispatch, accept } => settle_appointment(request, *dispatch, *accept, context),
        Command::WriteOff { problem_type, decision, advice, follow_up } => {
            let closing = WriteOff {
                problem_type: *problem_type,
                decision: *decision,
                advice: advice.clone(),
                by: context.actor.person,
                by_name: context.actor.name.clone(),
                at: context.attested.at,
                followed_by: follow_up.filter(|_| *decision == Some(Decision::ReDispatch)),
            };
            write_off::close(request, closing, context)
        }
        Command::SendBack { reason } => Ok(vec![become_state(
            request,
            RequestState::SentBack,
            Some(text(reason, "/command/reason")?),
            context.attested.at,
        )?]
        .into()),
        Command::Archive => Ok(vec![become_state(request, RequestState::Archived, None, context.attested.at)?].into()),
        Command::SettleDispute { dispatch, accept } => settle::one_form(request, *dispatch, *accept, context),
        Command::ResolveDispute { resolution } => settle::resolve(request, resolution, context),
        Command::ReopenDispute => settle::reopen(request, context),
        Command::PauseClock { rule, reason } => clocks::pause(request, rule, reason, context),
        Command::ResumeClock { rule } => clocks::resume(request, rule, context),
        Command::ChangeDue { rule, due, reason } => clocks::change_due(request, rule, *due, reason, context),
        Command::LogFollowUpAttempt { note, next_try } => follow_up::log_attempt(request, note, *next_try, context),
        Command::RecordFollowUp { answers, case } => follow_up::record(request, answers, *case, context),
        Command::CloseFollowUpCase { note } => follow_up::close_case(request, note, context),
        Command::SettleDiscount { dispatch, .. }
        | Command::ReceiveMoney { dispatch, .. }
        | Command::RecordInvoice { dispatch, .. }
        | Command::TakeBackFeeStep { dispatch, .. } => fees::office(request, *dispatch, command, context),
        unsolved => unsolved::decide(request, unsolved, context),
    }
}

/// The fact of a transition, if the table of states has it.
pub(super) fn become_state(
    request: &ServiceRequest,
    to: RequestState,
    reason: Option<String>,
    at: Timestamp,
) -> Result<Fact, Rejection> {
    if request.state.may_become(to) {
        Ok(Fact::RequestState { from: request.state, to, reason, at })
    } else {
        Err(wrong_state(request))
    }
}

/// The fact of a dispatch's transition, if the table of states has it.
pub(super) fn dispatch_becomes(
    dispatch: &Dispatch,
    to: DispatchState,
    reason: Option<String>,
    at: Timestamp,
) -> Result<Fact, Rejection> {
    if dispatch.state.may_become(to) {
        Ok(Fact::DispatchState { dispatch: dispatch.id, from: dispatch.state, to, reason, at })
    } else {
        Err(Rejection::WrongState { state: dispatch.state.word().to_owned() })
    }
}

/// A text that must not be empty, trimmed.
pub(super) fn text(value: &str, pointer: &str) -> Result<String, Rejection> {
    let value = value.trim();
    if value.is_empty() { Err(Rejection::missing(pointer)) } else { Ok(value.to_owned()) }
}

pub(super) fn wrong_state(request: &ServiceRequest) -> Rejection {
    match request.active_dispatch() {
        Some(dispatch) if request.state == RequestState::Dispatched => {
            Rejection::AlreadyAssigned { engineer: dispatch.engineer_name.clone() }
        }
        _ => Rejection::WrongState { state: request.state.word().to_owned() },
    }
}

fn open(id: RequestId, case: CaseId, draft: &Draft, submit_now: bool, context: &Context) -> Answer {
    let office = context.office.ok_or(Rejection::OfficeOnly)?;
    let customer = office.customer.as_ref().ok_or(Rejection::invalid("/command/draft/customer"))?;
    let today = office.today.ok_or(Rejection::OfficeOnly)?;
    let request = ServiceRequest {
        id,
        case,
        number: String::new(),
        state: RequestState::Draft,
        customer: customer.id,
        archive_number: customer.archive_number.clone(),
        unit: customer.name.clone(),
        region: customer.region.clone(),
        address: customer.address.clone(),
        place: customer.place,
        distance_km: customer.distance_km,
        service_code: customer.service_code.clone(),
        contact: draft.contact.clone(),
        product: draft.product.clone(),
        category: draft.category.clone(),
        symptom: draft.symptom.trim().to_owned(),
        channel: draft.channel,
        urgency: draft.urgency,
        wished_at: draft.wished_at,
        entitlement: entitlement::assess(customer, today),
        clocks: Vec::new(),
        opened_at: context.attested.at,
        submitted_at: None,
        submitted_by: Some(context.actor.person),
        submitted_by_name: context.actor.name.clone(),
        dispatches: Vec::new(),
        reason: None,
        write_off: None,
        follows: draft.follows,
        former: None,
        first_engineer: None,
        failed_before: 0,
        unresolved: Unresolved::default(),
        kept: Vec::new(),
        follow_up: None,
        settlement: None,
    };
    let mut facts = vec![Fact::RequestOpened { request: Box::new(request.clone()) }];
    if submit_now {
        facts.extend(submit(&request, context)?.facts);
    }
    Ok(facts.into())
}

fn submit(request: &ServiceRequest, context: &Context) -> Answer {
    let office = context.office.ok_or(Rejection::OfficeOnly)?;
    let state = become_state(request, RequestState::Submitted, None, context.attested.at)?;
    text(&request.symptom, "/command/draft/symptom")?;
    if request.contact.name.trim().is_empty() && request.contact.phone.trim().is_empty() {
        return Err(Rejection::missing("/command/draft/contact/name"));
    }
    if request.category == "password" {
        return Err(Rejection::PasswordRequest);
    }
    if request.entitlement.blocks_a_visit() {
        return Err(Rejection::CustomerBlocked);
    }
    // A declined request that is submitted again keeps its number and its clocks: its promises run since it was first asked for.
    if !request.number.is_empty() {
        return Ok(vec![state].into());
    }
    let number = office.number.clone().ok_or(Rejection::OfficeOnly)?;
    let at = context.attested.at;
    let clocks = office.clocks.map(|clocks| clocks(request, at)).unwrap_or_default();
    Ok(vec![Fact::Submitted { number, clocks, at }, state].into())
}

fn verify(request: &ServiceRequest, corrections: Option<&RequestPatch>, context: &Context) -> Answer {
    // The table leads back to verified from dispatched too, but only together with the dispatch.
    if request.state != RequestState::Submitted {
        return Err(wrong_state(request));
    }
    let state = become_state(request, RequestState::Verified, None, context.attested.at)?;
    let mut facts = Vec::new();
    if let Some(patch) = corrections {
        facts.push(edited(request, patch)?);
    }
    facts.push(state);
    facts.push(Fact::ClockStopped { rule: "request.verify".to_owned(), attested: context.attested });
    Ok(facts.into())
}

fn cancel(request: &ServiceRequest, reason: &str, context: &Context) -> Answer {
    let reason = text(reason, "/command/reason")?;
    let mut facts = Vec::new();
    if let Some(dispatch) = request.active_dispatch() {
        facts.push(dispatch_becomes(dispatch, DispatchState::Recalled, Some(reason.clone()), context.attested.at)?);
    }
    facts.push(become_state(request, RequestState::Cancelled, Some(reason), context.attested.at)?);
    Ok(facts.into())
}

/// Where the office puts a visit.
struct Placing<'a> {
    dispatch: DispatchId,
    slot: Slot,
    window: Option<Window>,
    despite: Option<&'a str>,
}

/// A reason that may be left out; blanks say nothing.
fn given(reason: Option<&str>) -> Option<String> {
    reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned)
}

fn new_dispatch(request: &ServiceRequest, placing: &Placing, context: &Context) -> Result<Dispatch, Rejection> {
    let Placing { dispatch: id, slot, window, despite } = *placing;
    let office = context.office.ok_or(Rejection::OfficeOnly)?;
    let engineer = office.engineer.as_ref().ok_or(Rejection::NoSuchEngineer)?;
    if !engineer.active || !engineer.roles.contains(&Role::Field) {
        return Err(Rejection::NoSuchEngineer);
    }
    if request.dispatch(id).is_some() {
        return Err(Rejection::IdTaken);
    }
    // A correction may have shown only now what it is about.
    if request.category == "password" {
        return Err(Rejection::PasswordRequest);
    }
    if request.entitlement.blocks_a_visit() {
        return Err(Rejection::CustomerBlocked);
    }
    can_be_planned(slot, context)?;
    if given(despite).is_none() {
        nothing_speaks_against(request, slot, context)?;
    }
    if window.is_some_and(|window| window.to < window.from) {
        return Err(Rejection::invalid("/command/window/to"));
    }
    Ok(Dispatch {
        id,
        engineer: engineer.id,
        engineer_name: engineer.name.clone(),
        state: DispatchState::Offered,
        dispatched_at: context.attested.at,
        dispatched_by: context.actor.person,
        dispatched_by_name: context.actor.name.clone(),
        slot,
        window,
        appointment: None,
        wish: None,
        companion: None,
        help: None,
        help_answer: None,
        delay: None,
        reason: None,
        despite: given(despite),
        visit: Visit::default(),
    })
}

fn assign(request: &ServiceRequest, placing: &Placing, companion: Option<PersonId>, context: &Context) -> Answer {
    let mut facts = Vec::new();
    // Assigning what was only submitted says that the record is right: both steps are recorded.
    let verified = if request.state == RequestState::Submitted {
        facts.extend(verify(request, None, context)?.facts);
        ServiceRequest { state: RequestState::Verified, ..request.clone() }
    } else {
        request.clone()
    };
    let state = become_state(&verified, RequestState::Dispatched, None, context.attested.at)?;
    let mut dispatch = new_dispatch(request, placing, context)?;
    dispatch.companion = companion.map(|_| companion_of(&dispatch, context)).transpose()?;
    if companion.is_some() && dispatch.despite.is_none() {
        companion_is_there(dispatch.slot, context)?;
    }
    facts.push(Fact::Dispatched { dispatch: Box::new(dispatch) });
    facts.push(state);
    Ok(facts.into())
}

/// A second engineer who goes along, known to the office and not the same again (UNR-4).
fn companion_of(dispatch: &Dispatch, context: &Context) -> Result<Colleague, Rejection> {
    let known = context.office.and_then(|office| office.companion.as_ref()).ok_or(Rejection::NoSuchEngineer)?;
    if !known.active || !known.roles.contains(&Role::Field) || known.id == dispatch.engineer {
        return Err(Rejection::NoSuchEngineer);
    }
    Ok(Colleague::from(known))
}

fn reassign(
    request: &ServiceRequest,
    from: DispatchId,
    id: DispatchId,
    slot: Slot,
    reason: &str,
    context: &Context,
) -> Answer {
    let former = request.dispatch(from).ok_or(Rejection::NotFound)?;
    if request.active_dispatch().map(|active| active.id) != Some(from) {
        return Err(wrong_state(request));
    }
    let recalled =
        dispatch_becomes(former, DispatchState::Recalled, Some(reason.trim().to_owned()), context.attested.at)?;
    let placing = Placing { dispatch: id, slot, window: former.window, despite: Some(reason) };
    let mut dispatch = new_dispatch(request, &placing, context)?;
    // Otherwise the reason is only that of the former dispatch's end.
    if nothing_speaks_against(request, slot, context).is_ok() {
        dispatch.despite = None;
    }
    // Who goes along still does, unless it is the one who is sent now.
    dispatch.companion = former.companion.clone().filter(|along| along.person != dispatch.engineer);
    // What was agreed with the customer holds, whoever comes.
    dispatch.appointment = former.appointment.clone().filter(|agreed| agreed.at == slot.from);
    Ok(vec![recalled, Fact::Dispatched { dispatch: Box::new(dispatch) }].into())
}

/// Whoever plans against a rule says why (ONS-4).
fn nothing_speaks_against(request: &ServiceRequest, slot: Slot, context: &Context) -> Result<(), Rejection> {
    let Some((office, engineer)) = context.office.and_then(|office| Some((office, office.engineer.as_ref()?))) else {
        return Ok(());
    };
    let found = needs_reason(request, engineer, office.midnight, slot);
    if found.is_empty() {
        return Ok(());
    }
    Err(Rejection::ReasonNeeded { against: found.into_iter().map(|objection| objection.word().to_owned()).collect() })
}

/// Whoever is to go along is at work then, or somebody says why all the same.
fn companion_is_there(slot: Slot, context: &Context) -> Result<(), Rejection> {
    let known = context.office.and_then(|office| Some((office.companion.as_ref()?, office.midnight?)));
    let found = known.and_then(|(companion, midnight)| away(companion, midnight, (slot.from, slot.until())));
    found.map_or(Ok(()), |objection| Err(Rejection::ReasonNeeded { against: vec![objection.word().to_owned()] }))
}

/// A visit takes some time of one day, and nobody can be sent into the past.
fn can_be_planned(slot: Slot, context: &Context) -> Result<(), Rejection> {
    if slot.minutes == 0 || slot.minutes > 24 * 60 {
        return Err(Rejection::invalid("/command/slot/minutes"));
    }
    let is_past = slot.until() <= context.attested.at;
    // A year ahead nobody plans a visit: it is a mistyped date, and the request would be out of sight.
    let is_too_far = slot.from.since(context.attested.at) > 366 * DAY;
    if is_past || is_too_far {
        return Err(Rejection::invalid("/command/slot/from"));
    }
    Ok(())
}

fn reschedule(request: &ServiceRequest, id: DispatchId, slot: Slot, reason: Option<&str>, context: &Context) -> Answer {
    let dispatch = request.dispatch(id).ok_or(Rejection::NotFound)?;
    if !dispatch.state.is_recallable() {
        return Err(Rejection::WrongState { state: dispatch.state.word().to_owned() });
    }
    can_be_planned(slot, context)?;
    if given(reason).is_none() {
        nothing_speaks_against(request, slot, context)?;
    }
    Ok(vec![Fact::Rescheduled { dispatch: id, from: dispatch.slot, to: slot, reason: given(reason) }].into())
}

fn recall(request: &ServiceRequest, id: DispatchId, reason: &str, context: &Context) -> Answer {
    let dispatch = request.dispatch(id).ok_or(Rejection::NotFound)?;
    let recalled =
        dispatch_becomes(dispatch, DispatchState::Recalled, Some(reason.trim().to_owned()), context.attested.at)?;
    Ok(vec![recalled, become_state(request, RequestState::Verified, None, context.attested.at)?].into())
}

fn settle_appointment(request: &ServiceRequest, id: DispatchId, accept: bool, context: &Context) -> Answer {
    let dispatch = request.dispatch(id).ok_or(Rejection::NotFound)?;
    let wish = dispatch.wish.clone().filter(|_| dispatch.state.is_active());
    let wish = wish.ok_or_else(|| Rejection::WrongState { state: dispatch.state.word().to_owned() })?;
    let planned = || Appointment { at: dispatch.slot.from, note: String::new() };
    let appointment = if accept { wish } else { dispatch.appointment.clone().unwrap_or_else(planned) };
    let mut facts = vec![Fact::Appointed { dispatch: id, appointment }];
    // The wish came from the customer: accepted, it is an agreed time like any other.
    if accept && dispatch.state.may_become(DispatchState::Appointed) {
        facts.push(dispatch_becomes(dispatch, DispatchState::Appointed, None, context.attested.at)?);
        facts.push(Fact::ClockStopped { rule: "onsite.contact".to_owned(), attested: context.attested });
    }
    Ok(facts.into())
}
