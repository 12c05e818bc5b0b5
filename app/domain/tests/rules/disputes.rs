//! Work that comes in after the plan has changed loses nothing (SYN-7).

use domain::{
    Rejection,
    command::Command,
    deadline::ClockState,
    request::{DispatchState as D, RequestState as R},
    signature::{DocumentKind, covers},
    time::HOUR,
    visit::Solved,
};

use crate::centre::{Centre, FIRST, SECOND, appoint, filling, finding, qian};

/// What the first engineer does at the customer's while no news reach the tablet.
fn work(centre: &mut Centre) {
    let now = centre.now;
    let at_the_customer = std::iter::once(Command::Arrive).chain(filling(Solved::All, now));
    for command in at_the_customer {
        centre.premises(FIRST, command).expect("kept");
        assert!(centre.disputed);
    }
    centre.sign(FIRST, DocumentKind::SignOff).expect("kept");
    centre.premises(FIRST, Command::ReturnForm).expect("kept");
}

fn reassigned_while_away() -> Centre {
    let mut centre = Centre::dispatched();
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    centre.reassign().expect("reassigned");
    work(&mut centre);
    centre
}

fn settle(accept: bool) -> Command {
    Command::SettleDispute { dispatch: FIRST, accept }
}

#[test]
fn work_of_a_recalled_engineer_is_kept_whole_and_in_dispute() {
    let centre = reassigned_while_away();
    assert_eq!(centre.states(), (R::Dispatched, D::Disputed));
    assert_eq!(centre.dispatch(SECOND).state, D::Offered, "the second engineer is not disturbed");
    let visit = &centre.dispatch(FIRST).visit;
    assert!(visit.arrived_at.is_some() && visit.result.is_some() && visit.backup.is_some());
    let record = visit.sign_off().expect("a signature");
    assert!(covers(record, centre.request(), centre.dispatch(FIRST)));
}

#[test]
fn accepted_work_is_returned_and_the_second_engineer_stays_at_home() {
    let mut centre = reassigned_while_away();
    centre.office(settle(true)).expect("accepted");
    assert_eq!(centre.states(), (R::Returned, D::Returned));
    assert_eq!(centre.dispatch(SECOND).state, D::Recalled);
    assert_eq!(centre.request().active_dispatch().map(|dispatch| dispatch.id), Some(FIRST));
    assert_eq!(centre.request().next_due(), None, "whoever was there has made contact and arrived");
}

#[test]
fn superseded_work_stays_as_evidence_and_the_second_engineer_goes() {
    let mut centre = reassigned_while_away();
    let visit = centre.dispatch(FIRST).visit.clone();
    centre.office(settle(false)).expect("superseded");
    assert_eq!(centre.states(), (R::Dispatched, D::Superseded));
    assert_eq!(centre.dispatch(FIRST).visit, visit);
    centre.premises(SECOND, Command::Confirm).expect("goes on");
    assert!(centre.premises(FIRST, Command::Arrive).is_err(), "the matter is settled");
}

#[test]
fn work_for_a_recalled_dispatch_can_be_accepted_while_nobody_else_is_sent() {
    let mut centre = Centre::dispatched();
    centre.office(Command::Recall { dispatch: FIRST, reason: String::new() }).expect("recalled");
    work(&mut centre);
    centre.office(settle(true)).expect("accepted");
    assert_eq!(centre.states(), (R::Returned, D::Returned));
}

#[test]
fn work_for_a_request_cancelled_meanwhile_can_be_accepted() {
    let mut centre = Centre::dispatched();
    centre.office(Command::CancelRequest { reason: "客户取消".to_owned() }).expect("cancelled");
    work(&mut centre);
    assert_eq!(centre.states(), (R::Cancelled, D::Disputed));
    assert_eq!(centre.clock("onsite.arrive_near"), ClockState::Cancelled, "a promise withdrawn is not kept afterwards");
    centre.office(settle(true)).expect("accepted");
    assert_eq!(centre.states(), (R::Returned, D::Returned));
}

#[test]
fn a_problem_solved_on_the_phone_meanwhile_is_kept_too() {
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    centre.premises(FIRST, Command::SolveByPhone { finding: finding() }).expect("kept");
    assert!(centre.disputed && centre.dispatch(FIRST).visit.solved_by_phone);
    centre.office(settle(true)).expect("accepted");
    assert_eq!(centre.states(), (R::Returned, D::Returned));
}

#[test]
fn what_a_recalled_engineer_only_planned_is_no_work() {
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    let now = centre.now;
    let planned = [
        Command::Confirm,
        Command::Refuse { reason: "忙".to_owned() },
        Command::AskHelp { note: "?".to_owned() },
        appoint(now.plus(HOUR)),
        Command::WishAppointment { at: now, note: String::new() },
        Command::ReportDelay { reason: "堵车".to_owned(), new_time: now, agreed: true },
        Command::Depart,
    ];
    for command in planned {
        let word = command.word();
        let recalled = Err(Rejection::WrongState { state: "recalled".to_owned() });
        assert_eq!(centre.premises(FIRST, command).map(drop), recalled, "{word}");
    }
    assert_eq!(centre.states(), (R::Dispatched, D::Recalled));
}

#[test]
fn two_visits_cannot_both_stand_for_the_same_form() {
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    for command in [Command::Confirm, appoint(centre.now.plus(HOUR)), Command::Depart, Command::Arrive] {
        centre.premises(SECOND, command).expect("on the way");
    }
    work(&mut centre);
    let answer = centre.office(settle(true));
    assert_eq!(answer.map(drop), Err(Rejection::AlreadyAssigned { engineer: "钱进".to_owned() }));
    centre.office(settle(false)).expect("superseded");
    assert_eq!(centre.dispatch(SECOND).state, D::OnSite);
}

#[test]
fn a_signature_that_came_late_is_kept_even_where_the_office_changed_what_it_covers() {
    let mut centre = Centre::dispatched();
    centre.office(Command::Recall { dispatch: FIRST, reason: String::new() }).expect("recalled");
    for command in filling(Solved::All, centre.now) {
        centre.premises(FIRST, command).expect("kept");
    }
    let record = centre.signature(FIRST, DocumentKind::SignOff);
    let symptom = Some("报表打不开".to_owned());
    let patch = domain::request::RequestPatch { symptom, ..Default::default() };
    centre.office(Command::EditRequest { patch: Box::new(patch), seen: None }).expect("edited");
    centre.premises(FIRST, Command::Sign { record: Box::new(record.clone()) }).expect("kept");
    assert!(!covers(&record, centre.request(), centre.dispatch(FIRST)));
    assert_eq!(centre.dispatch(FIRST).visit.signatures, [record]);
}

#[test]
fn the_second_engineers_work_is_in_dispute_once_the_firsts_was_accepted() {
    let mut centre = reassigned_while_away();
    centre.office(settle(true)).expect("accepted");
    centre.premises(SECOND, Command::Arrive).expect("kept");
    assert!(centre.disputed);
    assert_eq!(centre.dispatch(SECOND).state, D::Disputed);
    let both = centre.office(Command::SettleDispute { dispatch: SECOND, accept: true });
    assert_eq!(both.map(drop), Err(Rejection::AlreadyAssigned { engineer: "赵勇".to_owned() }));
    centre.office(Command::SettleDispute { dispatch: SECOND, accept: false }).expect("superseded");
}

#[test]
fn whoever_is_at_the_customers_goes_on_until_the_form_is_handed_in() {
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    centre.premises(FIRST, Command::Arrive).expect("kept");
    assert!(centre.dispatch(FIRST).goes_on());
    assert_eq!(centre.dispatch(FIRST).lived_state(), D::OnSite, "there, nothing has changed");
    centre.premises(FIRST, Command::AskHelp { note: "缺补丁".to_owned() }).expect("help is asked for on site");
    for command in filling(Solved::All, centre.now) {
        centre.premises(FIRST, command).expect("kept");
    }
    centre.sign(FIRST, DocumentKind::SignOff).expect("kept");
    assert_eq!(centre.dispatch(FIRST).lived_state(), D::Signed);
    centre.premises(FIRST, Command::ReturnForm).expect("kept");
    let dispatch = centre.dispatch(FIRST);
    assert_eq!((dispatch.state, dispatch.lived_state(), dispatch.goes_on()), (D::Disputed, D::Returned, false));
    assert_eq!(dispatch.visit.handed_in_at, Some(centre.now));
}

#[test]
fn a_customer_who_is_not_there_after_all_ends_a_form_in_dispute_too() {
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    centre.premises(FIRST, Command::Arrive).expect("kept");
    centre.premises(FIRST, Command::ReportNotMet { note: "门锁着".to_owned() }).expect("kept");
    assert_eq!(centre.dispatch(FIRST).visit.unsigned_reason.as_deref(), Some("门锁着"));
    assert_eq!(centre.dispatch(FIRST).lived_state(), D::Unsigned);
}

#[test]
fn work_accepted_before_it_was_finished_belongs_to_the_form_until_it_is_handed_in() {
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    centre.premises(FIRST, Command::Arrive).expect("kept");
    centre.office(settle(true)).expect("accepted");
    assert_eq!((centre.states(), centre.dispatch(FIRST).lived_state()), ((R::Returned, D::Returned), D::OnSite));
    for command in filling(Solved::All, centre.now).into_iter().chain([Command::ReturnForm]) {
        centre.premises(FIRST, command).expect("goes on");
        assert!(!centre.disputed, "it is decided already");
    }
    assert!(centre.dispatch(FIRST).visit.result.is_some());
    assert!(centre.premises(FIRST, Command::ReturnForm).is_err(), "handed in once");
}

#[test]
fn work_that_goes_on_after_it_was_superseded_opens_the_matter_again() {
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    centre.premises(FIRST, Command::Arrive).expect("kept");
    centre.office(settle(false)).expect("superseded");
    assert_eq!(centre.dispatch(FIRST).lived_state(), D::OnSite);
    centre.premises(FIRST, filling(Solved::All, centre.now).remove(0)).expect("kept");
    assert!(centre.disputed);
    assert_eq!(centre.dispatch(FIRST).state, D::Disputed);
}

#[test]
fn nothing_is_settled_that_is_not_in_dispute() {
    let mut centre = Centre::dispatched();
    for accept in [true, false] {
        assert_eq!(centre.office(settle(accept)).map(drop), Err(Rejection::WrongState { state: "offered".to_owned() }));
    }
    centre.reassign().expect("reassigned");
    assert!(centre.office(settle(true)).is_err(), "no work has come in");
    assert_eq!(centre.dispatch(SECOND).engineer, qian().id);
}
