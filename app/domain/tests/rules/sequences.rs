//! Whatever several people do in whatever order, the rules hold.

use std::collections::BTreeSet;

use domain::{
    DispatchId, RequestId,
    command::Command,
    dispute::{self, Resolution},
    fact::{Decision, Fact},
    people::{Actor, Colleague},
    request::{Dispatch, DispatchState as D, RequestState as R, ServiceRequest, evolve},
    signature::DocumentKind,
    sync::{Subject, SubjectKind},
    time::HOUR,
    visit::{Photo, ProblemType, Solved, Step},
};
use proptest::{
    prelude::*,
    strategy::{Strategy, ValueTree},
    test_runner::{Config, TestRunner},
};
use uuid::Uuid;

use crate::centre::{
    CASE, Centre, FIRST, REQUEST, apply, appoint, backup, costs, draft, filling, finding, former, manager, qian,
    result, signature, slot, zhao,
};

/// One move of somebody: the next sensible step, or any command at all.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    sensible: bool,
    what: u8,
    pick: u8,
}

pub fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (prop::bool::weighted(0.6), any::<u8>(), any::<u8>());
    prop::collection::vec(one.prop_map(|(sensible, what, pick)| Move { sensible, what, pick }), 0..80)
}

fn dispatch_id(number: usize) -> DispatchId {
    DispatchId(Uuid::from_u128(FIRST.0.as_u128() + number as u128))
}

/// Plays one move; says whether it was accepted.
pub fn play(centre: &mut Centre, step: Move) -> bool {
    let command = if step.sensible { sensible(centre, step.pick) } else { any_command(centre, step) };
    let dispatches = centre.request.as_ref().map_or(0, |request| request.dispatches.len());
    let (actor, subject) = if command.is_from_premises() {
        let active = centre.request.as_ref().and_then(ServiceRequest::active_dispatch).map(|dispatch| dispatch.id);
        let id =
            active.filter(|_| step.sensible).unwrap_or_else(|| dispatch_id(usize::from(step.pick) % (dispatches + 1)));
        ([zhao(), qian()][usize::from(step.pick) % 2].clone(), Subject { kind: SubjectKind::Dispatch, id: id.0 })
    } else {
        (manager(), Subject { kind: SubjectKind::Request, id: REQUEST.0 })
    };
    let actor = Actor::from(&actor);
    if command.is_from_premises() {
        let on_tablet = centre.ask(&actor, subject, &command, false);
        assert_eq!(on_tablet, centre.ask(&actor, subject, &command, true), "tablet and server agree");
    }
    let before = (centre.request.clone(), centre.facts.len());
    let answer = centre.give(&actor, subject, &command, !command.is_from_premises());
    if let Err(because) = &answer {
        assert_eq!(before, (centre.request.clone(), centre.facts.len()), "{command:?} was rejected");
        let dispatch = DispatchId(subject.id);
        let is_there = centre.request.as_ref().is_some_and(|request| request.dispatch(dispatch).is_some());
        if step.sensible && command.is_from_premises() && is_there {
            centre.keep(Some(dispatch), &zhao(), command, because.clone());
        }
    }
    answer.is_ok()
}

/// What would be done next if all went well.
fn sensible(centre: &Centre, pick: u8) -> Command {
    let Some(request) = &centre.request else {
        return Command::SubmitNewRequest { case: CASE, draft: Box::new(draft()) };
    };
    let in_dispute = request.dispatches.iter().find(|dispatch| dispatch.state == D::Disputed);
    if let Some(dispatch) = in_dispute.filter(|_| pick.is_multiple_of(3)) {
        return Command::SettleDispute { dispatch: dispatch.id, accept: pick.is_multiple_of(2) };
    }
    let Some(dispatch) = request.active_dispatch().filter(|_| matches!(request.state, R::Dispatched | R::SentBack))
    else {
        return match request.state {
            R::Draft | R::Declined => Command::SubmitRequest,
            R::Returned => write_off(pick),
            R::WrittenOff if request.unresolved.is_open() => unresolved(pick),
            R::WrittenOff => Command::Archive,
            _ => assign(centre, pick),
        };
    };
    let visit = &dispatch.visit;
    match dispatch.state {
        D::Offered => Command::Confirm,
        D::Confirmed => appoint(centre.now.plus(HOUR)),
        D::Appointed => Command::Depart,
        D::EnRoute => Command::Arrive,
        D::OnSite if visit.left_at.is_some() => {
            Command::Sign { record: Box::new(sign(centre, request, dispatch.id, DocumentKind::SignOff)) }
        }
        D::OnSite if pick.is_multiple_of(5) || (visit.data.is_some() && visit.custody().is_none() && pick > 60) => {
            data_step(centre, request, dispatch)
        }
        D::OnSite => {
            let done = [visit.backup.is_some(), !visit.finding.solution.is_empty(), visit.result.is_some()];
            let solved = [Solved::All, Solved::Partly, Solved::Not][usize::from(pick) % 3];
            filling(solved, centre.now).swap_remove(done.iter().take_while(|done| **done).count())
        }
        _ => Command::ReturnForm,
    }
}

/// The next step towards taking data away.
fn data_step(centre: &Centre, request: &ServiceRequest, dispatch: &Dispatch) -> Command {
    let data = dispatch.visit.data.as_deref();
    let signed = |kind| dispatch.visit.signatures.iter().any(|record| record.kind == kind);
    let paper = |kind| Command::Sign { record: Box::new(sign(centre, request, dispatch.id, kind)) };
    let example = |number: u8| unresolved(number);
    match data {
        None => example(10),
        Some(_) if !signed(DocumentKind::Consent) => paper(DocumentKind::Consent),
        Some(_) if !signed(DocumentKind::Pledge) => paper(DocumentKind::Pledge),
        Some(data) if data.record.is_none() => example(11),
        Some(_) if !signed(DocumentKind::DataRecord) => paper(DocumentKind::DataRecord),
        Some(_) => example(12),
    }
}

fn sign(
    centre: &Centre,
    request: &ServiceRequest,
    id: DispatchId,
    kind: DocumentKind,
) -> domain::signature::SignatureRecord {
    let dispatch = request.dispatch(id).or(request.dispatches.first()).expect("a dispatch");
    signature(domain::SignatureId(Uuid::from_u128(centre.facts.len() as u128)), kind, request, dispatch)
}

fn assign(centre: &Centre, pick: u8) -> Command {
    let engineer = [zhao(), qian(), former()][usize::from(pick) % 3].id;
    let dispatch = dispatch_id(centre.request.as_ref().map_or(0, |request| request.dispatches.len()));
    Command::Assign {
        companion: None,
        dispatch,
        engineer,
        slot: slot(centre.now),
        window: None,
        reason: Some("客户要求".to_owned()),
    }
}

fn write_off(pick: u8) -> Command {
    let decisions =
        [None, Some(Decision::Consult), Some(Decision::ReDispatch), Some(Decision::Escalate), Some(Decision::Close)];
    let follow_up = Some(RequestId(Uuid::from_u128(0x90)));
    let decision = decisions[usize::from(pick) % decisions.len()];
    Command::WriteOff { problem_type: ProblemType::Other, decision, advice: "意见".to_owned(), follow_up }
}

/// Any command at all, sensible or not.
fn any_command(centre: &Centre, Move { what, pick, .. }: Move) -> Command {
    let reason = || if pick % 7 == 0 { String::new() } else { "原因".to_owned() };
    let count = centre.request.as_ref().map_or(0, |request| request.dispatches.len());
    let dispatch = dispatch_id(usize::from(pick) % (count + 1));
    let accept = pick % 2 == 0;
    let at = centre.now.plus(i64::from(pick) * HOUR - 20 * HOUR);
    let patch =
        || Box::new(domain::request::RequestPatch { symptom: Some(format!("问题{pick}")), ..Default::default() });
    let signed = |kind| match &centre.request {
        Some(request) if count > 0 => Command::Sign { record: Box::new(sign(centre, request, dispatch, kind)) },
        _ => Command::Depart,
    };
    let rule = || ["onsite.contact", "onsite.arrive_near", "request.verify"][usize::from(pick) % 3].to_owned();
    match what % 80 {
        0 => Command::DraftRequest { case: CASE, draft: Box::new(draft()) },
        1 => Command::EditRequest { patch: patch(), seen: None },
        2 => Command::SubmitRequest,
        3 => Command::VerifyRequest { corrections: accept.then(patch) },
        4 => Command::DeclineRequest { reason: reason() },
        5 => Command::CancelRequest { reason: reason() },
        6 => assign(centre, pick),
        7 => Command::Reassign {
            from: dispatch,
            dispatch: dispatch_id(count),
            engineer: qian().id,
            slot: slot(at),
            reason: reason(),
        },
        8 => Command::Reschedule { dispatch, slot: slot(at), reason: Some("客户要求".to_owned()) },
        9 => Command::Recall { dispatch, reason: reason() },
        10 => Command::SettleAppointment { dispatch, accept },
        11 => write_off(pick),
        12 => Command::SendBack { reason: reason() },
        13 => Command::Archive,
        14 | 15 => Command::SettleDispute { dispatch, accept },
        16 => Command::Refuse { reason: reason() },
        17 => Command::AskHelp { note: reason() },
        18 => appoint(at),
        19 => Command::WishAppointment { at, note: reason() },
        20 => Command::ReportDelay { reason: reason(), new_time: at, agreed: accept },
        21 => Command::Depart,
        22 | 23 => Command::Arrive,
        24 => Command::ReportNotMet { note: reason() },
        25 => Command::TickStep { step: Step::ALL[usize::from(pick) % Step::ALL.len()] },
        26 => backup(),
        27 => Command::DeclineBackup { reason: reason() },
        28 => Command::RecordFinding { finding: finding(), seen: None },
        29 => Command::AttachPhoto {
            photo: Photo {
                sha256: "ab".repeat(32),
                media_type: String::new(),
                size: 9,
                caption: reason(),
                taken_at: at,
            },
        },
        30 => Command::RemovePhoto { sha256: "ab".repeat(32) },
        31 => Command::RecordResult { result: result([Solved::All, Solved::Not][usize::from(pick) % 2]) },
        32 => Command::PresentForm { left_at: at },
        33 => signed(DocumentKind::SignOff),
        34 => signed(DocumentKind::NoBackup),
        35 => Command::LeaveUnsigned { reason: reason() },
        36 => Command::SolveByPhone { finding: finding() },
        37 => costs(i64::from(pick) - 9),
        38 | 39 => Command::ResolveDispute { resolution: Box::new(resolution(centre, pick)) },
        40 => Command::ReopenDispute,
        41 => signed(DocumentKind::Consent),
        42 => signed(DocumentKind::Pledge),
        43 => signed(DocumentKind::DataRecord),
        44 => signed(DocumentKind::DataReturned),
        45..62 => unresolved(what),
        62 => Command::PauseClock { rule: rule(), reason: reason() },
        63 => Command::ResumeClock { rule: rule() },
        64 => Command::ChangeDue { rule: rule(), due: at, reason: reason() },
        65 => Command::LogFollowUpAttempt { note: reason(), next_try: Some(at) },
        66..76 => fees(what),
        76 => signed(DocumentKind::Fees),
        77 => signed(DocumentKind::Voucher),
        _ => Command::ReturnForm,
    }
}

/// A command about money on site.
fn fees(pick: u8) -> Command {
    let mut commands = crate::wire::fees::commands();
    let count = commands.len();
    match commands.swap_remove(usize::from(pick) % count) {
        Command::SettleDiscount { approve, note, .. } => Command::SettleDiscount { dispatch: FIRST, approve, note },
        Command::ReceiveMoney { counted, note, .. } => Command::ReceiveMoney { dispatch: FIRST, counted, note },
        Command::RecordInvoice { number, .. } => Command::RecordInvoice { dispatch: FIRST, number },
        Command::TakeBackFeeStep { step, .. } => Command::TakeBackFeeStep { dispatch: FIRST, step },
        other => other,
    }
}

/// A command about what was not solved, or about data of the customer.
fn unresolved(pick: u8) -> Command {
    let mut commands = crate::wire::unresolved::commands();
    let count = commands.len();
    match commands.swap_remove(usize::from(pick) % count) {
        Command::Consult { mut consultation } => {
            consultation.participants = vec![Colleague::from(&zhao()), Colleague::from(&qian())];
            Command::Consult { consultation }
        }
        Command::AnswerHelp { plan, .. } => Command::AnswerHelp { dispatch: FIRST, plan },
        other => other,
    }
}

/// What is proposed, or its contrary.
pub fn resolution(centre: &Centre, pick: u8) -> Resolution {
    let Some(request) = &centre.request else { return Resolution::default() };
    let mut resolution = dispute::proposed(request);
    resolution.reason = "核实过".to_owned();
    if pick.is_multiple_of(3) {
        resolution.forms.iter_mut().for_each(|choice| choice.accept = !choice.accept);
        resolution.actions.iter_mut().for_each(|choice| choice.apply = !choice.apply);
    }
    resolution
}

/// What holds of a request at any moment.
fn check(request: &ServiceRequest) {
    let active: Vec<D> =
        request.dispatches.iter().map(|dispatch| dispatch.state).filter(|state| state.is_active()).collect();
    match request.state {
        R::Draft | R::Submitted | R::Verified | R::Declined | R::Cancelled => {
            assert_eq!(active, [], "{:?}", request.state)
        }
        R::Dispatched => assert!(matches!(active[..], [state] if state != D::Returned), "{active:?}"),
        R::Returned | R::SentBack | R::WrittenOff | R::Archived => assert_eq!(active, [D::Returned]),
    }
    assert_eq!(request.number.is_empty(), request.submitted_at.is_none());
    assert_eq!(request.write_off.is_some(), matches!(request.state, R::WrittenOff | R::Archived));
    if request.state == R::Cancelled {
        assert_eq!(request.next_due(), None);
    }
}

fn through_json<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).expect("written")).expect("read")
}

proptest! {
    #[test]
    fn any_sequence_of_commands_keeps_to_the_tables(moves in moves()) {
        let mut centre = Centre::new();
        for step in moves {
            play(&mut centre, step);
            centre.request.iter().for_each(check);
        }
    }

    #[test]
    fn the_same_facts_give_the_same_request_also_after_a_journey_as_json(moves in moves()) {
        let mut centre = Centre::new();
        for step in moves {
            play(&mut centre, step);
        }
        let facts: Vec<Fact> = through_json(&centre.facts);
        prop_assert_eq!(&facts, &centre.facts);
        let mut again = None;
        apply(&mut again, &facts);
        prop_assert_eq!(&again, &centre.request);
        prop_assert_eq!(through_json(&centre.request), centre.request);
    }

    /// A tablet applies facts to what it has, which the server may have changed: that never fails.
    #[test]
    fn facts_apply_to_any_state(one in moves(), other in moves()) {
        let [mut one, other] = [one, other].map(|moves| {
            let mut centre = Centre::submitted();
            moves.into_iter().for_each(|step| { play(&mut centre, step); });
            centre
        });
        if let Some(request) = &mut one.request {
            other.facts.iter().for_each(|fact| evolve(request, fact));
        }
    }
}

/// Else the properties above would say little.
#[test]
fn the_sequences_reach_every_state_and_every_fact() {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRunner::deterministic().new_rng());
    let (mut requests, mut dispatches, mut words) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for _ in 0..500 {
        let mut centre = Centre::new();
        for step in moves().new_tree(&mut runner).expect("moves").current() {
            let before = centre.facts.len();
            if play(&mut centre, step) {
                words.extend(centre.facts[before..].iter().map(word));
            }
            requests.extend(centre.request.iter().map(|request| request.state));
            dispatches
                .extend(centre.request.iter().flat_map(|request| &request.dispatches).map(|dispatch| dispatch.state));
        }
    }
    assert_eq!(requests, BTreeSet::from(R::ALL));
    // A dispatch solved on the phone is returned by the same command.
    let seen = dispatches.into_iter().chain([D::SolvedByPhone]).collect::<BTreeSet<_>>();
    assert_eq!(seen, BTreeSet::from(D::ALL));
    // Only the server countersigns, starts clocks (so nobody is called), and keeps what a rule objected to; there is no
    // second form here, and no clock that was paused is met again by chance.
    assert_eq!(words.len(), 46, "{words:?}");
}

fn word(fact: &Fact) -> String {
    serde_json::to_value(fact).expect("a fact")["type"].as_str().expect("its word").to_owned()
}
