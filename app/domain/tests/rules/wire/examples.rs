//! One example of every command and of every fact.

use domain::{
    DispatchId, RequestId,
    command::Command,
    fact::{Decision, Fact},
    request::{Appointment, DispatchState, RequestState, Slot},
    time::{Attested, HOUR},
    visit::{Costs, ProblemType, Step, Tick},
};

use super::{
    records::{
        AT, CASE, DISPATCH, ENGINEER, SIGNATURE, SLOT, WINDOW, backup, clock, costs, countersignature, draft, finding,
        hash, kept_action, patch, photo, resolution, result, service_request, settlement, signature_record, text, uuid,
        write_off,
    },
    unresolved,
};

pub fn commands() -> Vec<Command> {
    let reason = || text("原因");
    let Costs { travel, materials, other, paid, parts, vouchers } = costs();
    vec![
        Command::DraftRequest { case: CASE, draft: draft() },
        Command::SubmitNewRequest { case: CASE, draft: draft() },
        Command::EditRequest { patch: patch(), seen: None },
        Command::SubmitRequest,
        Command::VerifyRequest { corrections: Some(patch()) },
        Command::DeclineRequest { reason: reason() },
        Command::CancelRequest { reason: reason() },
        Command::Assign {
            dispatch: DISPATCH,
            engineer: ENGINEER,
            companion: None,
            slot: SLOT,
            window: Some(WINDOW),
            reason: None,
        },
        Command::Reassign {
            from: DispatchId(uuid(10)),
            dispatch: DISPATCH,
            engineer: ENGINEER,
            slot: SLOT,
            reason: reason(),
        },
        Command::Reschedule { dispatch: DISPATCH, slot: SLOT, reason: None },
        Command::Recall { dispatch: DISPATCH, reason: reason() },
        Command::SettleAppointment { dispatch: DISPATCH, accept: true },
        Command::WriteOff {
            problem_type: ProblemType::Requirement,
            decision: Some(Decision::ReDispatch),
            advice: text("带上补丁"),
            follow_up: Some(RequestId(uuid(11))),
        },
        Command::SendBack { reason: reason() },
        Command::Archive,
        Command::SettleDispute { dispatch: DISPATCH, accept: false },
        Command::Confirm,
        Command::Refuse { reason: reason() },
        Command::AskHelp { note: text("需要脚本") },
        Command::Appoint { at: AT, agreed_with: text("王会计") },
        Command::WishAppointment { at: AT, note: text("上午开会") },
        Command::ReportDelay { reason: reason(), new_time: AT, agreed: true },
        Command::Depart,
        Command::Arrive,
        Command::ReportNotMet { note: text("门锁着") },
        Command::TickStep { step: Step::TrialRun },
        Command::RecordBackup {
            account_sets: vec![text("001")],
            reports_included: true,
            path: text("E:\\UFDATABAK\\ZY20261123"),
        },
        Command::DeclineBackup { reason: reason() },
        Command::RecordFinding { finding: finding() },
        Command::AttachPhoto { photo: photo() },
        Command::RemovePhoto { sha256: hash("a") },
        Command::RecordCosts { travel, materials, other, paid, parts, vouchers },
        Command::RecordResult { result: result() },
        Command::PresentForm { left_at: AT },
        Command::Sign { record: Box::new(signature_record()) },
        Command::LeaveUnsigned { reason: reason() },
        Command::SolveByPhone { finding: finding() },
        Command::ReturnForm,
        Command::ResolveDispute { resolution: Box::new(resolution()) },
        Command::ReopenDispute,
    ]
    .into_iter()
    .chain(unresolved::commands())
    .collect()
}

/// Where a command's example stands. A new command does not compile before it has one.
pub fn position_of_command(command: &Command) -> usize {
    use Command as C;
    match command {
        C::DraftRequest { .. } => 0,
        C::SubmitNewRequest { .. } => 1,
        C::EditRequest { .. } => 2,
        C::SubmitRequest => 3,
        C::VerifyRequest { .. } => 4,
        C::DeclineRequest { .. } => 5,
        C::CancelRequest { .. } => 6,
        C::Assign { .. } => 7,
        C::Reassign { .. } => 8,
        C::Reschedule { .. } => 9,
        C::Recall { .. } => 10,
        C::SettleAppointment { .. } => 11,
        C::WriteOff { .. } => 12,
        C::SendBack { .. } => 13,
        C::Archive => 14,
        C::SettleDispute { .. } => 15,
        C::Confirm => 16,
        C::Refuse { .. } => 17,
        C::AskHelp { .. } => 18,
        C::Appoint { .. } => 19,
        C::WishAppointment { .. } => 20,
        C::ReportDelay { .. } => 21,
        C::Depart => 22,
        C::Arrive => 23,
        C::ReportNotMet { .. } => 24,
        C::TickStep { .. } => 25,
        C::RecordBackup { .. } => 26,
        C::DeclineBackup { .. } => 27,
        C::RecordFinding { .. } => 28,
        C::AttachPhoto { .. } => 29,
        C::RemovePhoto { .. } => 30,
        C::RecordCosts { .. } => 31,
        C::RecordResult { .. } => 32,
        C::PresentForm { .. } => 33,
        C::Sign { .. } => 34,
        C::LeaveUnsigned { .. } => 35,
        C::SolveByPhone { .. } => 36,
        C::ReturnForm => 37,
        C::ResolveDispute { .. } => 38,
        C::ReopenDispute => 39,
        unresolved => 40 + unresolved::position_of_command(unresolved),
    }
}

pub fn facts() -> Vec<Fact> {
    let (dispatch, at) = (DISPATCH, AT);
    let attested = Attested { at, proven: false };
    let reason = || text("原因");
    let appointment = || Appointment { at, note: text("王会计") };
    vec![
        Fact::RequestOpened { request: Box::new(service_request()) },
        Fact::RequestEdited { patch: patch(), before: patch() },
        Fact::RequestState { from: RequestState::Submitted, to: RequestState::Declined, reason: Some(reason()), at },
        Fact::Submitted { number: text("XC-2026-11-0231"), clocks: vec![clock()], at },
        Fact::Dispatched { dispatch: Box::new(super::records::dispatch()) },
        Fact::DispatchState {
            dispatch,
            from: DispatchState::Offered,
            to: DispatchState::Refused,
            reason: Some(reason()),
            at,
        },
        Fact::Rescheduled { dispatch, from: SLOT, to: Slot { minutes: 60, ..SLOT }, reason: None },
        Fact::Appointed { dispatch, appointment: appointment() },
        Fact::AppointmentWished { dispatch, appointment: appointment() },
        Fact::HelpAsked { dispatch, note: text("需要脚本"), at },
        Fact::DelayTold { dispatch, reason: reason(), new_time: at.plus(HOUR), agreed: true, at },
        Fact::ClockStopped { rule: text("onsite.contact"), attested },
        Fact::StepTicked { dispatch, tick: Tick { step: Step::BackUp, at } },
        Fact::Arrived { dispatch, attested },
        Fact::BackedUp { dispatch, backup: backup() },
        Fact::Found { dispatch, finding: finding() },
        Fact::PhotoAdded { dispatch, photo: photo() },
        Fact::PhotoRemoved { dispatch, sha256: hash("a") },
        Fact::CostsRecorded { dispatch, costs: Box::new(costs()) },
        Fact::ResultGiven { dispatch, result: result() },
        Fact::LeftAt { dispatch, at },
        Fact::Signed { dispatch, record: Box::new(signature_record()) },
        Fact::Countersigned { dispatch, signature: SIGNATURE, countersignature: Box::new(countersignature()) },
        Fact::NotSigned { dispatch, reason: reason() },
        Fact::SolvedByPhone { dispatch, at },
        Fact::WrittenOff { write_off: Box::new(write_off()) },
        Fact::Disputed { dispatch, at },
        Fact::HandedIn { dispatch, at },
        Fact::ActionKept { action: Box::new(kept_action()) },
        Fact::DisputeSettled { settlement: Box::new(settlement()) },
        Fact::DisputeReopened { by_name: text("周敏"), at },
    ]
    .into_iter()
    .chain(unresolved::facts())
    .collect()
}

/// Where a fact's example stands. A new fact does not compile before it has one.
pub fn position_of_fact(fact: &Fact) -> usize {
    use Fact as F;
    match fact {
        F::RequestOpened { .. } => 0,
        F::RequestEdited { .. } => 1,
        F::RequestState { .. } => 2,
        F::Submitted { .. } => 3,
        F::Dispatched { .. } => 4,
        F::DispatchState { .. } => 5,
        F::Rescheduled { .. } => 6,
        F::Appointed { .. } => 7,
        F::AppointmentWished { .. } => 8,
        F::HelpAsked { .. } => 9,
        F::DelayTold { .. } => 10,
        F::ClockStopped { .. } => 11,
        F::StepTicked { .. } => 12,
        F::Arrived { .. } => 13,
        F::BackedUp { .. } => 14,
        F::Found { .. } => 15,
        F::PhotoAdded { .. } => 16,
        F::PhotoRemoved { .. } => 17,
        F::CostsRecorded { .. } => 18,
        F::ResultGiven { .. } => 19,
        F::LeftAt { .. } => 20,
        F::Signed { .. } => 21,
        F::Countersigned { .. } => 22,
        F::NotSigned { .. } => 23,
        F::SolvedByPhone { .. } => 24,
        F::WrittenOff { .. } => 25,
        F::Disputed { .. } => 26,
        F::HandedIn { .. } => 27,
        F::ActionKept { .. } => 28,
        F::DisputeSettled { .. } => 29,
        F::DisputeReopened { .. } => 30,
        unresolved => 31 + unresolved::position_of_fact(unresolved),
    }
}
