//! The office's part before and around a visit: submitting, verifying, sending, taking back (ONS-1 to ONS-5).

use domain::{
    Rejection,
    command::Command,
    deadline::ClockState,
    people::Actor,
    request::{DispatchState as D, RequestPatch, RequestState as R, Slot},
    sync::{Subject, SubjectKind},
    time::HOUR,
};

use crate::centre::{CASE, Centre, FIRST, REQUEST, SECOND, appoint, draft, former, manager, qian, slot, zhao};

fn submit(draft: domain::request::Draft) -> Command {
    Command::SubmitNewRequest { case: CASE, draft: Box::new(draft) }
}

fn correct(patch: RequestPatch) -> Command {
    Command::EditRequest { patch: Box::new(patch), seen: None }
}

#[test]
fn a_draft_gets_its_number_and_its_clocks_when_it_is_submitted() {
    let mut centre = Centre::new();
    centre.office(Command::DraftRequest { case: CASE, draft: Box::new(draft()) }).expect("drafted");
    assert_eq!((centre.request().number.as_str(), centre.request().clocks.len()), ("", 0));
    centre.office(Command::SubmitRequest).expect("submitted");
    assert_eq!(centre.request().number, "XC-2026-11-0001");
    assert!(centre.request().clocks.iter().all(|clock| clock.started == centre.now));
}

#[test]
fn a_request_carries_the_entitlement_of_the_moment() {
    let centre = Centre::submitted();
    let entitlement = &centre.request().entitlement;
    assert_eq!(entitlement.standing, domain::entitlement::Standing::Covered);
    assert_eq!((entitlement.tier.as_str(), entitlement.agreement_until.as_deref()), ("premium", Some("2027-06-30")));
}

#[test]
fn a_request_needs_a_symptom_and_somebody_to_ask() {
    let mut centre = Centre::new();
    let mut speechless = draft();
    speechless.symptom = " ".to_owned();
    let missing = |pointer: &str| Err(Rejection::Missing { pointer: pointer.to_owned() });
    assert_eq!(centre.office(submit(speechless)).map(drop), missing("/command/draft/symptom"));
    let mut nameless = draft();
    nameless.contact = domain::customer::Contact::default();
    assert_eq!(centre.office(submit(nameless)).map(drop), missing("/command/draft/contact/name"));
    assert_eq!(centre.request, None);
}

#[test]
fn a_request_about_a_password_is_never_submitted() {
    let mut about_password = draft();
    about_password.category = "password".to_owned();
    assert_eq!(Centre::new().office(submit(about_password)).map(drop), Err(Rejection::PasswordRequest));
}

#[test]
fn a_request_that_turns_out_to_be_about_a_password_is_never_dispatched() {
    let mut centre = Centre::submitted();
    let category = Some("password".to_owned());
    let corrections = Some(Box::new(RequestPatch { category, ..RequestPatch::default() }));
    centre.office(Command::VerifyRequest { corrections }).expect("verified");
    assert_eq!(centre.assign(FIRST, &zhao()).map(drop), Err(Rejection::PasswordRequest));
}

#[test]
fn no_visit_for_a_blocked_customer() {
    let mut centre = Centre::new();
    centre.office(Command::DraftRequest { case: CASE, draft: Box::new(draft()) }).expect("drafted");
    let mut request = centre.request().clone();
    request.entitlement.standing = domain::entitlement::Standing::Blocked;
    centre.request = Some(request);
    assert_eq!(centre.office(Command::SubmitRequest).map(drop), Err(Rejection::CustomerBlocked));
}

#[test]
fn an_id_names_one_request_only() {
    assert_eq!(Centre::submitted().office(submit(draft())).map(drop), Err(Rejection::IdTaken));
}

#[test]
fn a_declined_request_is_submitted_again_with_its_number_and_its_promises() {
    let mut centre = Centre::submitted();
    let before = centre.request().clone();
    let missing = Rejection::Missing { pointer: "/command/reason".to_owned() };
    assert_eq!(centre.office(Command::DeclineRequest { reason: String::new() }).map(drop), Err(missing));
    centre.office(Command::DeclineRequest { reason: "缺电话".to_owned() }).expect("declined");
    assert_eq!((centre.request().state, centre.request().reason.as_deref()), (R::Declined, Some("缺电话")));
    centre.office(Command::SubmitRequest).expect("submitted again");
    assert_eq!(centre.request().number, before.number);
    let due =
        |request: &domain::request::ServiceRequest| request.clocks.iter().map(|clock| clock.due).collect::<Vec<_>>();
    assert_eq!(due(centre.request()), due(&before));
}

#[test]
fn assigning_what_was_only_submitted_verifies_it_too() {
    let centre = Centre::dispatched();
    assert_eq!(centre.states(), (R::Dispatched, D::Offered));
    assert_eq!(centre.clock("request.verify"), ClockState::Kept);
}

#[test]
fn what_is_dispatched_is_not_verified_again() {
    let mut centre = Centre::dispatched();
    assert!(centre.office(Command::VerifyRequest { corrections: None }).is_err());
    assert_eq!(centre.states(), (R::Dispatched, D::Offered));
}

#[test]
fn the_loser_of_a_race_hears_who_was_faster() {
    let mut centre = Centre::dispatched();
    let answer = centre.assign(SECOND, &qian());
    assert_eq!(answer.map(drop), Err(Rejection::AlreadyAssigned { engineer: "赵勇".to_owned() }));
}

#[test]
fn only_engineers_who_still_work_here_are_sent() {
    for nobody in [former(), manager()] {
        assert_eq!(Centre::submitted().assign(FIRST, &nobody).map(drop), Err(Rejection::NoSuchEngineer));
    }
    let slot = slot(crate::centre::START);
    let stranger = domain::PersonId(uuid::Uuid::from_u128(99));
    let assign =
        Command::Assign { companion: None, dispatch: FIRST, engineer: stranger, slot, window: None, reason: None };
    assert_eq!(Centre::submitted().office(assign).map(drop), Err(Rejection::NoSuchEngineer));
}

#[test]
fn a_slot_has_a_length_and_a_window_an_order() {
    let from = crate::centre::START;
    for (minutes, to, pointer) in [
        (0, from, "/command/slot/minutes"),
        (1441, from, "/command/slot/minutes"),
        (60, from.plus(-1), "/command/window/to"),
    ] {
        let window = Some(domain::request::Window { from, to });
        let assign = Command::Assign {
            companion: None,
            dispatch: FIRST,
            engineer: zhao().id,
            slot: Slot { from, minutes },
            window,
            reason: None,
        };
        let invalid = Rejection::Invalid { pointer: pointer.to_owned() };
        assert_eq!(Centre::submitted().office(assign).map(drop), Err(invalid));
    }
}

#[test]
fn nobody_is_sent_into_the_past() {
    let yesterday = slot(crate::centre::START.plus(-domain::time::DAY));
    let invalid = || Err(Rejection::Invalid { pointer: "/command/slot/from".to_owned() });
    let assign = Command::Assign {
        companion: None,
        dispatch: FIRST,
        engineer: zhao().id,
        slot: yesterday,
        window: None,
        reason: None,
    };
    assert_eq!(Centre::submitted().office(assign).map(drop), invalid());
    let later = Command::Reschedule { dispatch: FIRST, slot: yesterday, reason: None };
    assert_eq!(Centre::dispatched().office(later).map(drop), invalid());
}

#[test]
fn a_recalled_request_waits_on_the_board_for_somebody_else() {
    let mut centre = Centre::dispatched();
    centre.office(Command::Recall { dispatch: FIRST, reason: "改派".to_owned() }).expect("recalled");
    assert_eq!(centre.states(), (R::Verified, D::Recalled));
    assert_eq!(centre.assign(FIRST, &qian()).map(drop), Err(Rejection::IdTaken), "a dispatch's id is used once");
    centre.assign(SECOND, &qian()).expect("sent");
    assert_eq!(centre.request().engineers(), [zhao().id, qian().id]);
}

#[test]
fn reassigning_takes_from_one_and_gives_to_another_in_one_step() {
    let mut centre = Centre::dispatched();
    let window = centre.dispatch(FIRST).window;
    centre.reassign().expect("reassigned");
    assert_eq!(centre.states(), (R::Dispatched, D::Recalled));
    assert_eq!((centre.dispatch(SECOND).state, centre.dispatch(SECOND).window), (D::Offered, window));
    assert_eq!(centre.dispatch(FIRST).reason.as_deref(), Some("更近"));
}

#[test]
fn what_was_agreed_with_the_customer_holds_whoever_comes() {
    let mut centre = Centre::dispatched();
    let agreed = centre.now.plus(HOUR);
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    centre.premises(FIRST, appoint(agreed)).expect("appointed");
    let mut give = |from, dispatch: domain::DispatchId, to: &domain::people::Person, at| {
        let (engineer, slot, reason) = (to.id, Slot { from: at, minutes: 60 }, "病了".to_owned());
        centre.office(Command::Reassign { from, dispatch, engineer, slot, reason }).expect("reassigned");
        centre.dispatch(dispatch).appointment.as_ref().map(|appointment| appointment.at)
    };
    assert_eq!(give(FIRST, SECOND, &qian(), agreed), Some(agreed));
    let third = domain::DispatchId(uuid::Uuid::from_u128(0x73));
    assert_eq!(give(SECOND, third, &zhao(), agreed.plus(HOUR)), None, "another time is not the one that was agreed");
}

#[test]
fn nothing_is_taken_from_an_engineer_on_site() {
    let on_site = Err(Rejection::WrongState { state: "on_site".to_owned() });
    let reason = || "改派".to_owned();
    for command in [
        Command::Recall { dispatch: FIRST, reason: reason() },
        Command::CancelRequest { reason: reason() },
        Command::Reassign {
            from: FIRST,
            dispatch: SECOND,
            engineer: qian().id,
            slot: slot(crate::centre::START),
            reason: reason(),
        },
    ] {
        assert_eq!(Centre::on_site().office(command).map(drop), on_site);
    }
}

#[test]
fn a_request_can_be_cancelled_until_the_engineer_is_on_site_and_nothing_is_due_any_more() {
    let mut centre = Centre::dispatched();
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    centre.premises(FIRST, appoint(centre.now.plus(HOUR))).expect("appointed");
    centre.premises(FIRST, Command::Depart).expect("on the way");
    let missing = Rejection::Missing { pointer: "/command/reason".to_owned() };
    assert_eq!(centre.office(Command::CancelRequest { reason: String::new() }).map(drop), Err(missing));
    centre.office(Command::CancelRequest { reason: "客户自己解决".to_owned() }).expect("cancelled");
    assert_eq!(centre.states(), (R::Cancelled, D::Recalled));
    assert_eq!(centre.request().next_due(), None);
    assert_eq!(centre.clock("onsite.contact"), ClockState::Kept, "what was kept stays kept");
    assert_eq!(centre.clock("onsite.arrive_near"), ClockState::Cancelled);
}

#[test]
fn an_edit_records_what_stood_there_before() {
    let mut centre = Centre::submitted();
    let patch = RequestPatch { symptom: Some("报表打不开".to_owned()), ..RequestPatch::default() };
    let decided = centre.office(correct(patch.clone())).expect("edited");
    let before = RequestPatch { symptom: Some("凭证无法保存".to_owned()), ..RequestPatch::default() };
    let expected = domain::fact::Fact::RequestEdited { patch: Box::new(patch), before: Box::new(before) };
    assert_eq!(decided.facts, [expected]);
    assert_eq!(centre.request().symptom, "报表打不开");
    let empty = RequestPatch { symptom: Some(" ".to_owned()), ..RequestPatch::default() };
    assert!(centre.office(correct(empty)).is_err());
}

#[test]
fn what_only_the_server_knows_is_not_decided_on_a_tablet() {
    let subject = Subject { kind: SubjectKind::Request, id: REQUEST.0 };
    let actor = Actor::from(&manager());
    let assign = Command::Assign {
        companion: None,
        dispatch: FIRST,
        engineer: zhao().id,
        slot: slot(crate::centre::START),
        window: None,
        reason: None,
    };
    for (mut centre, command) in [(Centre::new(), submit(draft())), (Centre::submitted(), assign)] {
        assert_eq!(centre.give(&actor, subject, &command, false).map(drop), Err(Rejection::OfficeOnly));
    }
}

#[test]
fn premises_commands_are_about_a_dispatch_that_exists() {
    let mut centre = Centre::dispatched();
    assert_eq!(centre.premises(SECOND, Command::Confirm).map(drop), Err(Rejection::NotFound));
    assert_eq!(centre.office(Command::Confirm).map(drop), Err(Rejection::NotFound), "its subject is a request");
}
