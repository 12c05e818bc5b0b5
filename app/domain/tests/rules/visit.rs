//! The engineer's visit, command by command (ONS-7 to ONS-18).

use domain::{
    Rejection,
    command::Command,
    deadline::ClockState,
    request::{DispatchState as D, RequestState as R, Slot},
    signature::DocumentKind,
    time::{HOUR, MINUTE},
    visit::{Finding, Solved, Step},
};
use proptest::prelude::*;

use crate::centre::{Centre, FIRST, SECOND, appoint, backup, costs, filling, finding, qian, result};

#[test]
fn a_visit_goes_from_the_call_to_the_archive() {
    let mut centre = Centre::submitted();
    assert_eq!((centre.request().state, centre.request().number.as_str()), (R::Submitted, "XC-2026-11-0001"));
    centre.office(Command::VerifyRequest { corrections: None }).expect("verified");
    assert_eq!(centre.clock("request.verify"), ClockState::Kept);
    centre.assign(FIRST, &crate::centre::zhao()).expect("assigned");

    let mut expect = |command: Command, states: (R, D)| {
        centre.premises(FIRST, command).expect("accepted");
        assert_eq!(centre.states(), states);
        centre.now
    };
    let now = expect(Command::Confirm, (R::Dispatched, D::Confirmed));
    expect(appoint(now.plus(HOUR)), (R::Dispatched, D::Appointed));
    expect(Command::Depart, (R::Dispatched, D::EnRoute));
    let arrived = expect(Command::Arrive, (R::Dispatched, D::OnSite));
    for command in filling(Solved::All, arrived) {
        expect(command, (R::Dispatched, D::OnSite));
    }
    centre.sign(FIRST, DocumentKind::SignOff).expect("signed");
    assert_eq!(centre.states(), (R::Dispatched, D::Signed));
    centre.premises(FIRST, Command::ReturnForm).expect("returned");
    assert_eq!(centre.states(), (R::Returned, D::Returned));

    let visit = &centre.dispatch(FIRST).visit;
    assert_eq!((visit.arrived_at, visit.presented), (Some(arrived), 1));
    assert!([Step::Confirm, Step::Appoint, Step::BackUp, Step::Sign].iter().all(|step| visit.has_ticked(*step)));
    assert_eq!(centre.clock("onsite.contact"), ClockState::Kept);
    assert_eq!(centre.clock("onsite.arrive_near"), ClockState::Kept);

    let write_off = Command::WriteOff {
        problem_type: domain::visit::ProblemType::Usage,
        decision: None,
        advice: String::new(),
        follow_up: None,
    };
    centre.office(write_off).expect("written off");
    centre.office(Command::Archive).expect("archived");
    assert_eq!(centre.request().state, R::Archived);
}

#[test]
fn where_nobody_is_met_a_second_time_is_agreed() {
    let mut centre = Centre::on_site();
    centre.premises(FIRST, Command::ReportNotMet { note: "门锁着".to_owned() }).expect("not met");
    assert_eq!(centre.states(), (R::Dispatched, D::NotMet));
    assert_eq!(centre.dispatch(FIRST).reason.as_deref(), Some("门锁着"));
    centre.premises(FIRST, appoint(centre.now.plus(3 * HOUR))).expect("appointed again");
    centre.premises(FIRST, Command::Depart).expect("on the way again");
    centre.premises(FIRST, Command::Arrive).expect("there again");
    assert_eq!(centre.states(), (R::Dispatched, D::OnSite));
}

#[test]
fn where_nobody_is_met_the_form_can_go_back_without_a_signature() {
    let mut centre = Centre::on_site();
    centre.premises(FIRST, Command::ReportNotMet { note: String::new() }).expect("not met");
    centre.premises(FIRST, Command::ReturnForm).expect("returned");
    assert_eq!(centre.states(), (R::Returned, D::Returned));
}

#[test]
fn a_customer_unwilling_to_sign_leaves_a_reason() {
    let mut centre = Centre::presented(Solved::Partly);
    let unsigned = |reason: &str| Command::LeaveUnsigned { reason: reason.to_owned() };
    let missing = Rejection::Missing { pointer: "/command/reason".to_owned() };
    assert_eq!(centre.premises(FIRST, unsigned("  ")), Err(missing));
    centre.premises(FIRST, unsigned("负责人不在")).expect("unsigned");
    assert_eq!(centre.states(), (R::Dispatched, D::Unsigned));
    assert_eq!(centre.dispatch(FIRST).visit.unsigned_reason.as_deref(), Some("负责人不在"));
    centre.premises(FIRST, Command::ReturnForm).expect("returned");
    assert_eq!(centre.states(), (R::Returned, D::Returned));
}

#[test]
fn who_was_unwilling_can_sign_before_the_form_goes_back() {
    let mut centre = Centre::presented(Solved::All);
    centre.premises(FIRST, Command::LeaveUnsigned { reason: "开会".to_owned() }).expect("unsigned");
    centre.sign(FIRST, DocumentKind::SignOff).expect("signed after all");
    assert_eq!(centre.states(), (R::Dispatched, D::Signed));
}

#[test]
fn what_is_solved_on_the_phone_goes_back_without_a_signature() {
    for appointed in [false, true] {
        let mut centre = Centre::dispatched();
        centre.premises(FIRST, Command::Confirm).expect("confirmed");
        if appointed {
            centre.premises(FIRST, appoint(centre.now.plus(HOUR))).expect("appointed");
        }
        let empty = Command::SolveByPhone { finding: Box::default() };
        let missing = Rejection::Missing { pointer: "/command/finding/solution".to_owned() };
        assert_eq!(centre.premises(FIRST, empty), Err(missing));
        centre.premises(FIRST, Command::SolveByPhone { finding: finding() }).expect("solved");
        assert_eq!(centre.states(), (R::Returned, D::Returned));
        assert!(centre.dispatch(FIRST).visit.solved_by_phone && centre.dispatch(FIRST).visit.signatures.is_empty());
        assert_eq!(centre.clock("onsite.arrive_near"), ClockState::Kept);
        assert_eq!(centre.clock("onsite.contact"), ClockState::Kept);
    }
}

#[test]
fn what_was_solved_on_the_phone_needs_no_backup_to_be_completed() {
    let mut centre = Centre::dispatched();
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    centre.premises(FIRST, Command::SolveByPhone { finding: finding() }).expect("solved");
    centre.office(Command::SendBack { reason: "缺原因".to_owned() }).expect("sent back");
    centre.premises(FIRST, Command::RecordFinding { finding: finding(), seen: None }).expect("completed");
}

#[test]
fn a_form_sent_back_is_open_until_it_is_returned_again() {
    let mut centre = Centre::returned(Solved::All);
    let other = costs(3_000);
    assert!(centre.premises(FIRST, other.clone()).is_err(), "closed while it lies in the office");
    centre.office(Command::SendBack { reason: "缺交通费".to_owned() }).expect("sent back");
    assert_eq!(centre.states(), (R::SentBack, D::Returned));
    assert_eq!(centre.request().reason.as_deref(), Some("缺交通费"));
    centre.premises(FIRST, other.clone()).expect("completed");
    centre.sign(FIRST, DocumentKind::SignOff).expect("signed for what changed");
    assert_eq!(centre.states(), (R::SentBack, D::Returned));
    centre.premises(FIRST, Command::ReturnForm).expect("returned");
    assert_eq!(centre.states(), (R::Returned, D::Returned));
    assert!(centre.premises(FIRST, other).is_err());
    assert_eq!(centre.dispatch(FIRST).visit.signatures.len(), 2);
}

#[test]
fn a_form_sent_back_that_the_customer_does_not_sign_again_goes_back_with_a_reason() {
    let mut centre = Centre::returned(Solved::All);
    centre.office(Command::SendBack { reason: "缺交通费".to_owned() }).expect("sent back");
    centre.premises(FIRST, costs(3_000)).expect("completed");
    centre.premises(FIRST, Command::LeaveUnsigned { reason: "客户出差".to_owned() }).expect("a reason");
    assert_eq!(centre.states(), (R::SentBack, D::Returned));
    centre.premises(FIRST, Command::ReturnForm).expect("returned");
    assert_eq!(centre.states(), (R::Returned, D::Returned));
    let visit = &centre.dispatch(FIRST).visit;
    assert!(visit.sign_off().is_some(), "what was signed stays");
    assert_eq!(visit.unsigned_reason.as_deref(), Some("客户出差"));
}

#[test]
fn who_leaves_without_a_signature_has_left_all_the_same() {
    let mut centre = Centre::on_site();
    centre.premises(FIRST, Command::LeaveUnsigned { reason: "客户开会".to_owned() }).expect("unsigned");
    assert_eq!(centre.dispatch(FIRST).visit.left_at, Some(centre.now));
}

#[test]
fn a_later_time_that_the_customer_agrees_to_is_the_appointment() {
    let mut centre = Centre::dispatched();
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    let first = centre.now.plus(HOUR);
    centre.premises(FIRST, appoint(first)).expect("appointed");
    let late = |hours: i64, agreed| Command::ReportDelay {
        reason: "堵车".to_owned(),
        new_time: first.plus(hours * HOUR),
        agreed,
    };
    let appointed = |centre: &Centre| {
        let dispatch = centre.dispatch(FIRST);
        (dispatch.appointment.as_ref().map(|appointment| appointment.at), dispatch.slot.from)
    };
    centre.premises(FIRST, late(2, false)).expect("told");
    assert_eq!(appointed(&centre), (Some(first), first), "the manager decides");
    centre.premises(FIRST, late(3, true)).expect("agreed");
    let agreed = first.plus(3 * HOUR);
    assert_eq!(appointed(&centre), (Some(agreed), agreed));
    centre.premises(FIRST, late(48, true)).expect("told");
    assert_eq!(appointed(&centre), (Some(agreed), agreed), "outside the window the manager decides");
}

#[test]
fn a_request_that_was_refused_is_on_the_board_again() {
    let mut centre = Centre::dispatched();
    let missing = Rejection::Missing { pointer: "/command/reason".to_owned() };
    assert_eq!(centre.premises(FIRST, Command::Refuse { reason: " ".to_owned() }), Err(missing));
    centre.premises(FIRST, Command::Refuse { reason: "不会数据库".to_owned() }).expect("refused");
    assert_eq!(centre.states(), (R::Verified, D::Refused));
    assert_eq!(centre.dispatch(FIRST).reason.as_deref(), Some("不会数据库"));
    assert!(centre.request().active_dispatch().is_none());
    centre.assign(SECOND, &qian()).expect("somebody else is sent");
}

#[test]
fn only_times_inside_the_window_may_be_promised() {
    let mut centre = Centre::dispatched();
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    let window = centre.dispatch(FIRST).window.expect("a window");
    let outside = Rejection::OutsideWindow { from: window.from, to: window.to };
    for (at, expected) in [
        (window.from.plus(-1), Err(outside.clone())),
        (window.to.plus(1), Err(outside)),
        (window.from, Ok(())),
        (window.to, Ok(())),
    ] {
        assert_eq!(centre.premises(FIRST, appoint(at)).map(drop), expected, "{at}");
    }
}

#[test]
fn a_granted_wish_is_an_appointment_whatever_the_window_says() {
    let mut centre = Centre::dispatched();
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    let at = centre.dispatch(FIRST).window.expect("a window").to.plus(HOUR);
    centre.premises(FIRST, Command::WishAppointment { at, note: "上午开会".to_owned() }).expect("wished");
    assert_eq!(centre.states(), (R::Dispatched, D::Confirmed));
    centre.office(Command::SettleAppointment { dispatch: FIRST, accept: true }).expect("granted");
    let dispatch = centre.dispatch(FIRST);
    assert_eq!(dispatch.state, D::Appointed);
    assert_eq!(dispatch.appointment.as_ref().map(|appointment| appointment.at), Some(at));
    assert_eq!((dispatch.slot.from, &dispatch.wish), (at, &None));
    assert_eq!(centre.clock("onsite.contact"), ClockState::Kept);
    centre.premises(FIRST, Command::Depart).expect("the engineer can go");
}

#[test]
fn a_wish_that_is_not_granted_leaves_the_agreed_time_and_who_agreed_to_it() {
    let mut centre = Centre::dispatched();
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    centre.premises(FIRST, appoint(centre.now.plus(HOUR))).expect("appointed");
    let agreed = centre.dispatch(FIRST).appointment.clone();
    let at = centre.now.plus(30 * HOUR);
    centre.premises(FIRST, Command::WishAppointment { at, note: String::new() }).expect("wished");
    centre.office(Command::SettleAppointment { dispatch: FIRST, accept: false }).expect("not granted");
    assert_eq!((&centre.dispatch(FIRST).appointment, &centre.dispatch(FIRST).wish), (&agreed, &None));
    let again = centre.office(Command::SettleAppointment { dispatch: FIRST, accept: true });
    assert_eq!(again, Err(Rejection::WrongState { state: "appointed".to_owned() }), "there is no wish any more");
}

#[test]
fn who_gets_late_gives_the_reason_and_a_new_time() {
    let mut centre = Centre::dispatched();
    let late = |reason: &str, new_time, agreed| Command::ReportDelay { reason: reason.to_owned(), new_time, agreed };
    let new_time = centre.now.plus(5 * HOUR);
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    assert!(centre.premises(FIRST, late("堵车", new_time, true)).is_err(), "nothing was agreed yet");
    centre.premises(FIRST, appoint(centre.now.plus(HOUR))).expect("appointed");
    let missing = Rejection::Missing { pointer: "/command/reason".to_owned() };
    assert_eq!(centre.premises(FIRST, late("", new_time, true)), Err(missing));
    centre.premises(FIRST, Command::Depart).expect("on the way");
    centre.premises(FIRST, late("堵车", new_time, false)).expect("told");
    let delay = centre.dispatch(FIRST).delay.clone().expect("a delay");
    assert_eq!((delay.reason.as_str(), delay.new_time, delay.agreed), ("堵车", new_time, false));
}

#[test]
fn help_can_be_asked_for_until_the_form_is_signed() {
    let ask = || Command::AskHelp { note: "需要脚本".to_owned() };
    for mut centre in [Centre::dispatched(), Centre::on_site()] {
        centre.premises(FIRST, ask()).expect("asked");
        assert_eq!(centre.dispatch(FIRST).help.as_deref(), Some("需要脚本"));
    }
    let mut centre = Centre::returned(Solved::All);
    assert!(centre.premises(FIRST, ask()).is_err());
}

#[test]
fn the_form_takes_only_what_makes_sense() {
    let mut centre = Centre::on_site();
    centre.premises(FIRST, backup()).expect("backed up");
    let mut wrong = result(Solved::All);
    wrong.satisfaction = 6;
    let invalid = |pointer: &str| Rejection::Invalid { pointer: pointer.to_owned() };
    let answer = centre.premises(FIRST, Command::RecordResult { result: wrong });
    assert_eq!(answer, Err(invalid("/command/result/satisfaction")));
    let photo = domain::visit::Photo {
        sha256: "../../etc/passwd".to_owned(),
        media_type: "image/jpeg".to_owned(),
        size: 1,
        caption: String::new(),
        taken_at: centre.now,
    };
    assert_eq!(centre.premises(FIRST, Command::AttachPhoto { photo }), Err(invalid("/command/photo/sha256")));
    let negative = costs(-1);
    assert_eq!(centre.premises(FIRST, negative), Err(invalid("/command/travel")));
    let mut foreign = costs(1);
    if let Command::RecordCosts { vouchers, .. } = &mut foreign {
        vouchers.push("\0".to_owned());
    }
    assert_eq!(centre.premises(FIRST, foreign), Err(invalid("/command/vouchers")));
    let nothing =
        Command::RecordBackup { account_sets: vec![" ".to_owned()], reports_included: false, path: "E:".to_owned() };
    let missing = Rejection::Missing { pointer: "/command/account_sets".to_owned() };
    assert_eq!(centre.premises(FIRST, nothing), Err(missing));
}

#[test]
fn the_planned_time_moves_until_the_engineer_is_on_site() {
    let mut centre = Centre::dispatched();
    let later = Slot { from: centre.now.plus(4 * HOUR), minutes: 60 };
    centre.office(Command::Reschedule { dispatch: FIRST, slot: later, reason: None }).expect("moved");
    assert_eq!(centre.dispatch(FIRST).slot, later);
    assert_eq!(later.until(), later.from.plus(60 * MINUTE));
    let mut centre = Centre::on_site();
    assert!(centre.office(Command::Reschedule { dispatch: FIRST, slot: later, reason: None }).is_err());
}

#[test]
fn what_two_tabs_type_into_one_finding_is_all_kept_whoever_is_heard_first() {
    let cause = Finding { cause: "缓存满".to_owned(), ..Finding::default() };
    let solution = Finding { solution: "清理缓存".to_owned(), ..Finding::default() };
    for both in [[&cause, &solution], [&solution, &cause]] {
        let mut centre = Centre::on_site();
        centre.premises(FIRST, backup()).expect("backed up");
        for typed in both {
            let seen = Some(Box::default());
            centre
                .premises(FIRST, Command::RecordFinding { finding: Box::new(typed.clone()), seen })
                .expect("recorded");
        }
        let kept = &centre.dispatch(FIRST).visit.finding;
        assert_eq!((kept.cause.as_str(), kept.solution.as_str()), ("缓存满", "清理缓存"));
    }
}

proptest! {
    /// A text written in one window is never lost to another window that has not touched its field (ONS-13).
    #[test]
    fn typing_keeps_what_was_recorded_in_other_fields(before in findings(), typed in findings(), recorded in findings()) {
        let merged = typed.typed_over(&before, &recorded);
        let chosen = |typed: &str, before: &str, recorded: &str| if typed == before { recorded.to_owned() } else { typed.to_owned() };
        prop_assert_eq!(&merged.cause, &chosen(&typed.cause, &before.cause, &recorded.cause));
        prop_assert_eq!(&merged.solution, &chosen(&typed.solution, &before.solution, &recorded.solution));
        prop_assert_eq!(&before.typed_over(&before, &recorded), &recorded);
        prop_assert_eq!(&typed.typed_over(&before, &before), &typed);
    }
}

fn findings() -> impl Strategy<Value = Finding> {
    let word = || prop::sample::select(vec!["", "甲", "乙"]).prop_map(str::to_owned);
    let article = prop::option::of(word());
    (word(), word(), word(), article).prop_map(|(cause, solution, prevention, article)| Finding {
        problem_type: None,
        cause,
        solution,
        prevention,
        article,
    })
}
