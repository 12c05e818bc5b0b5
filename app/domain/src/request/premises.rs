//! Decides about what happens on the premises. The tablet asks this at the customer's door, the server a day later.

use crate::{
    DispatchId, Rejection, Timestamp,
    backup_path::is_findable,
    command::Command,
    deadline::ClockState,
    fact::Fact,
    request::{
        Appointment, Context, Decided, Dispatch, DispatchState, RequestState, ServiceRequest, custody,
        decide::{become_state, dispatch_becomes, text},
        fees,
        signing::{can_be_kept, sign},
        unsolved::started_once,
    },
    signature::DocumentKind,
    unresolved::REVIEW,
    visit::{Backup, Costs, Finding, Step, Tick},
};

type Facts = Result<Vec<Fact>, Rejection>;

pub(super) fn decide(
    request: &ServiceRequest,
    id: DispatchId,
    command: &Command,
    context: &Context,
) -> Result<Decided, Rejection> {
    let dispatch = request.dispatch(id).ok_or(Rejection::NotFound)?;
    if matches!(dispatch.state, DispatchState::Recalled | DispatchState::Disputed) || goes_on(request, dispatch) {
        return late(request, dispatch, command, context);
    }
    let at = context.attested.at;
    let facts = match command {
        Command::Confirm => {
            vec![dispatch_becomes(dispatch, DispatchState::Confirmed, None, at)?, tick(id, Step::Confirm, at)]
        }
        Command::Refuse { reason } => refuse(request, dispatch, reason, at)?,
        Command::AskHelp { note } => {
            open_form(request, dispatch)
                .or_else(|rejection| if dispatch.state.is_recallable() { Ok(()) } else { Err(rejection) })?;
            vec![Fact::HelpAsked { dispatch: id, note: text(note, "/command/note")?, at }]
        }
        Command::Appoint { at: time, agreed_with } => appoint(request, dispatch, *time, agreed_with, context)?,
        Command::WishAppointment { at: time, note } => {
            if !dispatch.state.may_become(DispatchState::Appointed) {
                return Err(wrong_state(dispatch));
            }
            let appointment = Appointment { at: *time, note: note.trim().to_owned() };
            vec![Fact::AppointmentWished { dispatch: id, appointment }]
        }
        Command::ReportDelay { reason, new_time, agreed } => {
            if !matches!(dispatch.state, DispatchState::Appointed | DispatchState::EnRoute) {
                return Err(wrong_state(dispatch));
            }
            let reason = text(reason, "/command/reason")?;
            let told = Fact::DelayTold { dispatch: id, reason, new_time: *new_time, agreed: *agreed, at };
            std::iter::once(told).chain(agreed_anew(dispatch, *new_time, *agreed)).collect()
        }
        Command::Depart => vec![dispatch_becomes(dispatch, DispatchState::EnRoute, None, at)?],
        Command::Arrive => {
            let arrived = dispatch_becomes(dispatch, DispatchState::OnSite, None, at)?;
            vec![arrived, Fact::Arrived { dispatch: id, attested: context.attested }]
        }
        Command::ReportNotMet { note } => {
            vec![dispatch_becomes(dispatch, DispatchState::NotMet, Some(note.trim().to_owned()), at)?]
        }
        Command::SolveByPhone { finding } => solve_by_phone(request, dispatch, finding, context)?,
        Command::ReturnForm => return_form(request, dispatch, context)?,
        Command::Sign { record } => sign(request, dispatch, record, context)?,
        Command::LeaveUnsigned { reason } => {
            let mut facts =
                vec![Fact::NotSigned { dispatch: id, reason: text(reason, "/command/reason")?, is_not_met: false }];
            // Completed in the office's name, far from the customer: the form is returned already and stays so.
            let is_completed = request.state == RequestState::SentBack && dispatch.state == DispatchState::Returned;
            if !is_completed || dispatch.visit.solved_by_phone {
                facts.push(dispatch_becomes(dispatch, DispatchState::Unsigned, None, at)?);
                fees::agreed(dispatch)?;
            }
            if dispatch.visit.left_at.is_none() {
                facts.push(Fact::LeftAt { dispatch: id, at });
            }
            facts
        }
        // The farewell comes after the signature.
        Command::TickStep { step: Step::Farewell }
            if matches!(dispatch.state, DispatchState::Signed | DispatchState::Unsigned | DispatchState::Returned) =>
        {
            vec![tick(id, Step::Farewell, at)]
        }
        data if data.is_about_data() => custody::decide(request, dispatch, data, false, context)?,
        money if money.is_about_fees() => fees::decide(request, dispatch, money, false, context)?,
        fill => {
            open_form(request, dispatch)?;
            if needs_backup(fill) {
                backup_done(dispatch)?;
                fees::agreed(dispatch)?;
            }
            form_facts(dispatch, fill, at)?
        }
    };
    Ok(facts.into())
}

/// A new time that the customer agreed to is the appointment from now on, where the manager's window allows it (ONS-8, ONS-9).
fn agreed_anew(dispatch: &Dispatch, time: Timestamp, is_agreed: bool) -> Option<Fact> {
    let is_allowed = dispatch.window.is_none_or(|window| window.holds(time));
    let note = dispatch.appointment.as_ref().map(|appointment| appointment.note.clone()).unwrap_or_default();
    let appointment = Appointment { at: time, note };
    (is_agreed && is_allowed).then_some(Fact::Appointed { dispatch: dispatch.id, appointment })
}

/// The office has decided about the work already, but whoever does it is not done yet.
fn goes_on(request: &ServiceRequest, dispatch: &Dispatch) -> bool {
    let is_open = dispatch.state != DispatchState::Returned || request.state == RequestState::Returned;
    is_open && dispatch.goes_on()
}

/// Work for a dispatch that was taken back meanwhile: it happened, so it is kept as evidence and the office decides (SYN-7).
/// Where the office has accepted the work already, what follows simply belongs to it.
fn late(
    request: &ServiceRequest,
    dispatch: &Dispatch,
    command: &Command,
    context: &Context,
) -> Result<Decided, Rejection> {
    let (id, at) = (dispatch.id, context.attested.at);
    let mut facts = match command {
        Command::Arrive => vec![Fact::Arrived { dispatch: id, attested: context.attested }],
        Command::Sign { record } => {
            can_be_kept(dispatch, record)?;
            let signed = Fact::Signed { dispatch: id, record: record.clone() };
            std::iter::once(signed).chain(fees::signed(record.kind, request, dispatch, context)).collect()
        }
        Command::LeaveUnsigned { reason } => {
            vec![Fact::NotSigned { dispatch: id, reason: reason.clone(), is_not_met: false }]
        }
        Command::SolveByPhone { finding } => {
            let found = Fact::Found { dispatch: id, finding: finding.clone() };
            vec![found, Fact::SolvedByPhone { dispatch: id, at }, Fact::HandedIn { dispatch: id, at }]
        }
        Command::ReturnForm => vec![Fact::HandedIn { dispatch: id, at }],
        Command::ReportNotMet { note } => {
            vec![Fact::NotSigned { dispatch: id, reason: note.trim().to_owned(), is_not_met: true }]
        }
        Command::AskHelp { note } if dispatch.visit.arrived_at.is_some() => {
            vec![Fact::HelpAsked { dispatch: id, note: text(note, "/command/note")?, at }]
        }
        Command::Confirm
        | Command::Refuse { .. }
        | Command::AskHelp { .. }
        | Command::Appoint { .. }
        | Command::WishAppointment { .. }
        | Command::ReportDelay { .. }
        | Command::Depart => return Err(wrong_state(dispatch)),
        data if data.is_about_data() => custody::decide(request, dispatch, data, true, context)?,
        money if money.is_about_fees() => fees::decide(request, dispatch, money, true, context)?,
        fill => form_facts(dispatch, fill, at)?,
    };
    if matches!(dispatch.state, DispatchState::Recalled | DispatchState::Superseded) {
        facts.push(dispatch_becomes(dispatch, DispatchState::Disputed, None, at)?);
        facts.push(Fact::Disputed { dispatch: id, at });
    }
    Ok(Decided { facts, disputed: dispatch.state != DispatchState::Returned, ..Decided::default() })
}

/// What can be kept of an action to which the rules object: the duty manager has decided that it is to take effect.
pub(super) fn evidence(
    request: &ServiceRequest,
    dispatch: &Dispatch,
    command: &Command,
    context: &Context,
) -> Vec<Fact> {
    let (id, at) = (dispatch.id, context.attested.at);
    let becomes = |to| dispatch_becomes(dispatch, to, None, at).ok();
    match command {
        Command::Sign { record } => {
            // A signature that is known already was taken in by a decision that was taken back.
            let signed = can_be_kept(dispatch, record).ok();
            let signed = signed.map(|()| Fact::Signed { dispatch: id, record: record.clone() });
            let is_sign_off = record.kind == DocumentKind::SignOff;
            let taken = signed.as_ref().map(|_| fees::signed(record.kind, request, dispatch, context));
            let state = becomes(DispatchState::Signed).filter(|_| is_sign_off);
            signed.into_iter().chain(taken.into_iter().flatten()).chain(state).collect()
        }
        Command::LeaveUnsigned { reason } => {
            let reason = Fact::NotSigned { dispatch: id, reason: reason.clone(), is_not_met: false };
            std::iter::once(reason).chain(becomes(DispatchState::Unsigned)).collect()
        }
        Command::Arrive => {
            let arrived = Fact::Arrived { dispatch: id, attested: context.attested };
            std::iter::once(arrived).chain(becomes(DispatchState::OnSite)).collect()
        }
        Command::Appoint { at: time, agreed_with } if dispatch.state.is_recallable() => {
            let appointment = Appointment { at: *time, note: agreed_with.trim().to_owned() };
            std::iter::once(Fact::Appointed { dispatch: id, appointment })
                .chain(becomes(DispatchState::Appointed))
                .collect()
        }
        Command::ReturnForm => {
            let returned = return_form(request, dispatch, context);
            returned.unwrap_or_else(|_| vec![Fact::HandedIn { dispatch: id, at }])
        }
        Command::SolveByPhone { finding } => {
            vec![Fact::Found { dispatch: id, finding: finding.clone() }, Fact::SolvedByPhone { dispatch: id, at }]
        }
        data if data.is_about_data() => custody::decide(request, dispatch, data, true, context).unwrap_or_default(),
        money if money.is_about_fees() => fees::decide(request, dispatch, money, true, context).unwrap_or_default(),
        fill => form_facts(dispatch, fill, at).unwrap_or_default(),
    }
}

/// The facts that fill the form, whatever its state.
fn form_facts(dispatch: &Dispatch, command: &Command, at: Timestamp) -> Facts {
    let id = dispatch.id;
    Ok(match command {
        Command::TickStep { step } => vec![tick(id, *step, at)],
        Command::RecordBackup { account_sets, reports_included, path } => {
            let account_sets: Vec<String> =
                account_sets.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
            if account_sets.is_empty() && !reports_included {
                return Err(Rejection::missing("/command/account_sets"));
            }
            let path = text(path, "/command/path")?;
            if !is_findable(&path) {
                return Err(Rejection::invalid("/command/path"));
            }
            let backup = Backup::Made { account_sets, reports_included: *reports_included, path, at };
            vec![Fact::BackedUp { dispatch: id, backup }, tick(id, Step::BackUp, at)]
        }
        Command::DeclineBackup { reason } => {
            let backup = Backup::Declined { reason: text(reason, "/command/reason")?, at };
            vec![Fact::BackedUp { dispatch: id, backup }]
        }
        Command::RecordFinding { finding, seen } => {
            let recorded = &dispatch.visit.finding;
            let finding = seen.as_ref().map_or_else(|| (**finding).clone(), |seen| finding.typed_over(seen, recorded));
            vec![Fact::Found { dispatch: id, finding: Box::new(finding) }]
        }
        Command::AttachPhoto { photo } => {
            if !is_blob_name(&photo.sha256) {
                return Err(Rejection::invalid("/command/photo/sha256"));
            }
            vec![Fact::PhotoAdded { dispatch: id, photo: photo.clone() }]
        }
        Command::RemovePhoto { sha256 } => vec![Fact::PhotoRemoved { dispatch: id, sha256: sha256.clone() }],
        Command::RecordCosts { travel, materials, other, paid, parts, vouchers } => {
            for (amount, pointer) in [(travel, "travel"), (materials, "materials"), (other, "other"), (paid, "paid")] {
                if amount.fen() < 0 {
                    return Err(Rejection::invalid(&format!("/command/{pointer}")));
                }
            }
            if !vouchers.iter().all(|voucher| is_blob_name(voucher)) {
                return Err(Rejection::invalid("/command/vouchers"));
            }
            let costs = Costs {
                travel: *travel,
                materials: *materials,
                other: *other,
                paid: *paid,
                parts: parts.clone(),
                vouchers: vouchers.clone(),
            };
            // What was agreed as fees is what the form says: there is one sum.
            let fees = dispatch.visit.fees.as_deref().filter(|fees| fees.charges());
            let costs = fees.map_or_else(|| costs.clone(), |fees| fees.as_costs(&costs));
            vec![Fact::CostsRecorded { dispatch: id, costs: Box::new(costs) }]
        }
        Command::RecordResult { result } => {
            if !(1..=5).contains(&result.satisfaction) {
                return Err(Rejection::invalid("/command/result/satisfaction"));
            }
            vec![Fact::ResultGiven { dispatch: id, result: result.clone() }]
        }
        Command::PresentForm { left_at } => vec![Fact::LeftAt { dispatch: id, at: *left_at }],
        _ => return Err(Rejection::NotFound),
    })
}

/// SHA-256 in lower-case hex.
fn is_blob_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

pub(super) fn tick(dispatch: DispatchId, step: Step, at: Timestamp) -> Fact {
    Fact::StepTicked { dispatch, tick: Tick { step, at } }
}

pub(super) fn wrong_state(dispatch: &Dispatch) -> Rejection {
    Rejection::WrongState { state: dispatch.state.word().to_owned() }
}

/// A form that was sent back is open again; else only on the premises and before the signature.
pub(super) fn open_form(request: &ServiceRequest, dispatch: &Dispatch) -> Result<(), Rejection> {
    match dispatch.state {
        DispatchState::OnSite => Ok(()),
        DispatchState::Returned if request.state == RequestState::SentBack => Ok(()),
        DispatchState::Signed => Err(Rejection::Sealed),
        _ => Err(wrong_state(dispatch)),
    }
}

/// Steps that touch the customer's system come after the backup (ONS-12).
fn needs_backup(command: &Command) -> bool {
    matches!(
        command,
        Command::RecordFinding { .. } | Command::TickStep { step: Step::Solve | Step::TrialRun | Step::Explain }
    )
}

/// A backup was made, or the customer has signed for going without; on the phone nothing is touched.
pub(super) fn backup_done(dispatch: &Dispatch) -> Result<(), Rejection> {
    let visit = &dispatch.visit;
    let is_made = matches!(visit.backup, Some(Backup::Made { .. }));
    if is_made || visit.consent_to_no_backup().is_some() || visit.solved_by_phone {
        Ok(())
    } else {
        Err(Rejection::BackupFirst)
    }
}

fn refuse(request: &ServiceRequest, dispatch: &Dispatch, reason: &str, at: Timestamp) -> Facts {
    let reason = text(reason, "/command/reason")?;
    Ok(vec![
        dispatch_becomes(dispatch, DispatchState::Refused, Some(reason), at)?,
        become_state(request, RequestState::Verified, None, at)?,
    ])
}

fn appoint(
    request: &ServiceRequest,
    dispatch: &Dispatch,
    time: Timestamp,
    agreed_with: &str,
    context: &Context,
) -> Facts {
    let at = context.attested.at;
    let state = dispatch_becomes(dispatch, DispatchState::Appointed, None, at)?;
    if let Some(window) = dispatch.window.filter(|window| !window.holds(time)) {
        return Err(Rejection::OutsideWindow { from: window.from, to: window.to });
    }
    let appointment = Appointment { at: time, note: agreed_with.trim().to_owned() };
    let mut facts =
        vec![Fact::Appointed { dispatch: dispatch.id, appointment }, state, tick(dispatch.id, Step::Appoint, at)];
    if request.clocks.iter().any(|clock| clock.rule.starts_with("onsite.contact") && clock.state == ClockState::Running)
    {
        facts.push(Fact::ClockStopped { rule: "onsite.contact".to_owned(), attested: context.attested });
    }
    Ok(facts)
}

fn solve_by_phone(request: &ServiceRequest, dispatch: &Dispatch, finding: &Finding, context: &Context) -> Facts {
    let at = context.attested.at;
    text(&finding.solution, "/command/finding/solution")?;
    Ok(vec![
        dispatch_becomes(dispatch, DispatchState::SolvedByPhone, None, at)?,
        Fact::Found { dispatch: dispatch.id, finding: Box::new(finding.clone()) },
        Fact::SolvedByPhone { dispatch: dispatch.id, at },
        Fact::ClockStopped { rule: "onsite.".to_owned(), attested: context.attested },
        Fact::DispatchState {
            dispatch: dispatch.id,
            from: DispatchState::SolvedByPhone,
            to: DispatchState::Returned,
            reason: None,
            at,
        },
        become_state(request, RequestState::Returned, None, at)?,
    ])
}

fn return_form(request: &ServiceRequest, dispatch: &Dispatch, context: &Context) -> Facts {
    let at = context.attested.at;
    if request.state == RequestState::SentBack && dispatch.state == DispatchState::Returned {
        fees::agreed(dispatch)?;
        let returned = become_state(request, RequestState::Returned, None, at)?;
        return Ok(std::iter::once(returned).chain(fees::returned(request, dispatch, context)).collect());
    }
    let mut facts = vec![
        dispatch_becomes(dispatch, DispatchState::Returned, None, at)?,
        become_state(request, RequestState::Returned, None, at)?,
    ];
    // What was not solved needs a decision by the end of the next working day (UNR-2).
    if dispatch.visit.is_unsolved() {
        facts.extend(started_once(request, REVIEW, context));
    }
    facts.extend(fees::returned(request, dispatch, context));
    Ok(facts)
}
