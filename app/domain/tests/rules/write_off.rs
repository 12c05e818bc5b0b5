//! How a returned form is closed, and how its case goes on (ONS-18, UNR-2, UNR-4).

use domain::{
    CustomerId, Rejection, RequestId,
    case::{Case, CaseState},
    command::Command,
    fact::{Decision, Fact},
    request::{RequestPatch, RequestState as R},
    visit::{ProblemType, Solved},
};
use uuid::Uuid;

use crate::centre::{CASE, Centre, FIRST, REQUEST, START, finding};

pub const NEXT: RequestId = RequestId(Uuid::from_u128(0x90));

fn close(decision: Option<Decision>, advice: &str, follow_up: Option<RequestId>) -> Command {
    Command::WriteOff { problem_type: ProblemType::Quality, decision, advice: advice.to_owned(), follow_up }
}

fn missing(pointer: &str) -> Result<(), Rejection> {
    Err(Rejection::Missing { pointer: pointer.to_owned() })
}

#[test]
fn what_was_not_solved_is_not_written_off_without_a_decision() {
    for solved in [Solved::Partly, Solved::Not] {
        let mut centre = Centre::returned(solved);
        assert_eq!(centre.office(close(None, "", None)).map(drop), missing("/command/decision"));
        centre.office(close(Some(Decision::Consult), "", None)).expect("decided");
        assert_eq!(centre.request().state, R::WrittenOff);
    }
    Centre::returned(Solved::All).office(close(None, "", None)).expect("solved needs none");
}

#[test]
fn further_needs_of_the_customer_need_a_decision_too() {
    let mut centre = Centre::returned(Solved::All);
    centre.office(Command::SendBack { reason: "补充".to_owned() }).expect("sent back");
    let mut result = crate::centre::result(Solved::All);
    result.further_needs = "想学报表".to_owned();
    centre.premises(FIRST, Command::RecordResult { result }).expect("completed");
    centre.premises(FIRST, Command::ReturnForm).expect("returned");
    assert_eq!(centre.office(close(None, "", None)).map(drop), missing("/command/decision"));
}

#[test]
fn where_nobody_was_met_a_decision_is_needed_and_after_the_phone_none() {
    let mut centre = Centre::on_site();
    centre.premises(FIRST, Command::ReportNotMet { note: String::new() }).expect("not met");
    centre.premises(FIRST, Command::ReturnForm).expect("returned");
    assert_eq!(centre.office(close(None, "", None)).map(drop), missing("/command/decision"));

    let mut centre = Centre::dispatched();
    centre.premises(FIRST, Command::Confirm).expect("confirmed");
    centre.premises(FIRST, Command::SolveByPhone { finding: finding() }).expect("solved");
    centre.office(close(None, "", None)).expect("written off");
}

#[test]
fn closing_the_unsolved_needs_a_reason() {
    let mut centre = Centre::returned(Solved::Not);
    assert_eq!(centre.office(close(Some(Decision::Close), " ", None)).map(drop), missing("/command/advice"));
    centre.office(close(Some(Decision::Close), "客户不再使用", None)).expect("closed");
}

#[test]
fn a_re_dispatch_makes_a_request_that_follows_with_its_own_number_and_the_cases_entitlement() {
    let mut centre = Centre::returned(Solved::Not);
    let re_dispatch = |follow_up| close(Some(Decision::ReDispatch), "带上补丁", follow_up);
    assert_eq!(centre.office(re_dispatch(None)).map(drop), missing("/command/follow_up"));
    let without_advice = close(Some(Decision::ReDispatch), " ", Some(NEXT));
    assert_eq!(centre.office(without_advice).map(drop), missing("/command/advice"));
    assert_eq!(centre.office(re_dispatch(Some(REQUEST))).map(drop), Err(Rejection::IdTaken));
    centre.office(re_dispatch(Some(NEXT))).expect("re-dispatched");

    let former = centre.request();
    let next = centre.follow_up.as_ref().expect("a request that follows");
    assert_eq!(former.write_off.as_ref().and_then(|write_off| write_off.followed_by), Some(NEXT));
    assert_eq!((next.id, next.follows, next.case), (NEXT, Some(REQUEST), former.case));
    assert_eq!((next.number.as_str(), former.number.as_str()), ("XC-2026-11-0002", "XC-2026-11-0001"));
    assert_eq!((next.state, next.advice()), (R::Verified, vec!["带上补丁".to_owned()]));
    assert_eq!(next.entitlement, former.entitlement);
    assert_eq!((next.symptom.as_str(), next.dispatches.len()), (former.symptom.as_str(), 0));
    let rules: Vec<_> = next.clocks.iter().map(|clock| (clock.rule.as_str(), clock.started)).collect();
    assert_eq!(
        rules,
        [("onsite.contact", centre.now), ("onsite.arrive_near", centre.now)],
        "new promises, verified already"
    );
}

#[test]
fn a_write_off_that_is_no_re_dispatch_names_no_request_that_follows() {
    let mut centre = Centre::returned(Solved::Not);
    centre.office(close(Some(Decision::Consult), "", Some(NEXT))).expect("written off");
    assert_eq!(centre.request().write_off.as_ref().map(|write_off| write_off.followed_by), Some(None));
    assert_eq!(centre.follow_up, None);
}

#[test]
fn a_closed_form_is_not_edited_any_more() {
    let mut centre = Centre::returned(Solved::All);
    centre.office(close(None, "", None)).expect("written off");
    let patch = RequestPatch { address: Some("别处".to_owned()), ..RequestPatch::default() };
    assert!(centre.office(Command::EditRequest { patch: Box::new(patch), seen: None }).is_err());
    assert!(centre.office(Command::SendBack { reason: "晚了".to_owned() }).is_err());
    centre.office(Command::Archive).expect("archived");
    assert!(centre.office(Command::Archive).is_err());
}

#[test]
fn the_case_goes_where_the_decision_sends_it() {
    let opened = Fact::RequestOpened { request: Box::new(Centre::submitted().request().clone()) };
    for (decision, state) in [
        (None, CaseState::Solved),
        (Some(Decision::Consult), CaseState::Consulting),
        (Some(Decision::ReDispatch), CaseState::Open),
        (Some(Decision::Escalate), CaseState::AtHeadquarters),
        (Some(Decision::Close), CaseState::ClosedUnsolved),
    ] {
        let mut centre = Centre::returned(if decision.is_none() { Solved::All } else { Solved::Not });
        centre.office(close(decision, "意见", Some(NEXT))).expect("written off");
        let mut case = Case {
            id: CASE,
            customer: CustomerId(Uuid::nil()),
            title: String::new(),
            state: CaseState::Open,
            requests: Vec::new(),
            opened_at: START,
            concerns: None,
        };
        case.evolve(&opened);
        centre.facts.iter().for_each(|fact| case.evolve(fact));
        assert_eq!((case.state, case.requests.as_slice()), (state, &[REQUEST][..]));
    }
}
