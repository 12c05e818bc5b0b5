//! Data of a customer: consent, pledge, record, in this order; then a chain that can only be continued (UNR-6, UNR-7).

use domain::{
    Rejection,
    command::Command,
    custody::{Afterwards, DataPlan, DataRecord, Holder, Keeping},
    deadline::ClockState,
    fact::{Decision, Fact},
    people::Person,
    reminder,
    signature::DocumentKind,
    unresolved::CUSTODY_END,
    visit::{ProblemType, Solved},
};
use proptest::prelude::*;

use crate::{
    centre::{Centre, FIRST, apply, qian, zhao},
    write_off::NEXT,
};

fn text(text: &str) -> String {
    text.to_owned()
}

fn plan() -> Command {
    let plan = DataPlan {
        account_sets: vec![text("001")],
        media: text("U盘"),
        media_count: 1,
        reason: text("在公司重现"),
        afterwards: Afterwards::Return,
        company: text("太原龙赢"),
    };
    Command::PlanData { plan: Box::new(plan) }
}

fn record() -> Command {
    let (version, platform, database) = (text("13.0 · 00231"), text("Windows 11"), text("SQL Server 2019"));
    let record = DataRecord { version, platform, database, problem: text("结账报错"), ..DataRecord::default() };
    Command::RecordData { record: Box::new(record) }
}

fn to(keeping: Keeping, name: &str) -> Command {
    Command::HandOverData { to: Holder { keeping, name: text(name) }, note: String::new() }
}

fn end(how: Afterwards, witness: &str) -> Command {
    Command::EndCustody { how, witness: text(witness), note: String::new() }
}

fn close(decision: Decision) -> Command {
    let (problem_type, advice) = (ProblemType::Other, text("客户不再需要"));
    Command::WriteOff { problem_type, decision: Some(decision), advice, follow_up: None }
}

fn paper_first(paper: DocumentKind) -> Result<(), Rejection> {
    Err(Rejection::PaperFirst { paper })
}

/// All papers are signed and the engineer has the data.
fn taken() -> Centre {
    let mut centre = Centre::presented(Solved::Not);
    centre.clocks_start = true;
    centre.premises(FIRST, plan()).expect("planned");
    centre.sign(FIRST, DocumentKind::Consent).expect("consented");
    centre.sign(FIRST, DocumentKind::Pledge).expect("pledged");
    centre.premises(FIRST, record()).expect("recorded");
    centre.sign(FIRST, DocumentKind::DataRecord).expect("handed over");
    centre.delivered(FIRST, Command::TakeData).expect("taken");
    centre
}

fn returned_with_data() -> Centre {
    let mut centre = taken();
    centre.sign(FIRST, DocumentKind::SignOff).expect("signed");
    centre.delivered(FIRST, Command::ReturnForm).expect("returned");
    centre
}

#[test]
fn consent_then_pledge_then_record_and_never_in_another_order() {
    let mut centre = Centre::presented(Solved::Not);
    assert!(centre.sign(FIRST, DocumentKind::Consent).is_err(), "to nothing at all nobody consents");
    centre.premises(FIRST, plan()).expect("planned");
    assert_eq!(centre.sign(FIRST, DocumentKind::Pledge).map(drop), paper_first(DocumentKind::Consent));
    assert_eq!(centre.premises(FIRST, record()).map(drop), paper_first(DocumentKind::Consent));
    assert_eq!(centre.premises(FIRST, Command::TakeData).map(drop), paper_first(DocumentKind::Consent));
    centre.sign(FIRST, DocumentKind::Consent).expect("consented");
    assert_eq!(centre.premises(FIRST, record()).map(drop), paper_first(DocumentKind::Pledge));
    centre.sign(FIRST, DocumentKind::Pledge).expect("pledged");
    assert!(centre.sign(FIRST, DocumentKind::DataRecord).is_err(), "an empty record is not signed");
    centre.premises(FIRST, record()).expect("recorded");
    assert_eq!(centre.premises(FIRST, Command::TakeData).map(drop), paper_first(DocumentKind::DataRecord));
    centre.sign(FIRST, DocumentKind::DataRecord).expect("handed over");
    centre.premises(FIRST, Command::TakeData).expect("taken");
}

#[test]
fn a_plan_that_changes_after_the_consent_needs_another_consent() {
    let mut centre = Centre::presented(Solved::Not);
    centre.premises(FIRST, plan()).expect("planned");
    centre.sign(FIRST, DocumentKind::Consent).expect("consented");
    let Command::PlanData { plan: more } = plan() else { unreachable!() };
    let more = DataPlan { account_sets: vec![text("001"), text("002")], ..*more };
    centre.premises(FIRST, Command::PlanData { plan: Box::new(more) }).expect("planned anew");
    assert_eq!(centre.sign(FIRST, DocumentKind::Pledge).map(drop), paper_first(DocumentKind::Consent));
}

#[test]
fn data_taken_away_reaches_the_office_by_its_clock_and_the_customer_is_told() {
    let mut centre = returned_with_data();
    assert_eq!(centre.clock("custody.to_office"), ClockState::Running);
    assert_eq!(centre.clock("unresolved.tell_customer"), ClockState::Running);
    let back = centre.request().data_due().expect("a clock");
    let told = |person: &Person| reminder::concerns(person, centre.request(), back, reminder::Moment::Warn);
    assert!(told(&zhao()) && !told(&qian()), "who took it is told");
    centre.delivered(FIRST, to(Keeping::Office, "周敏")).expect("handed over");
    assert_eq!(centre.clock("custody.to_office"), ClockState::Kept);
    centre.delivered(FIRST, to(Keeping::Investigator, "钱工")).expect("handed on");
    let custody = centre.dispatch(FIRST).visit.custody().expect("custody").clone();
    let names: Vec<_> = custody.chain.iter().map(|link| link.to.name.as_str()).collect();
    assert_eq!(names, [centre.dispatch(FIRST).engineer_name.as_str(), "周敏", "钱工"]);
    assert_eq!(custody.holder().expect("a holder").name, "钱工");
}

#[test]
fn nothing_of_the_plan_changes_once_the_data_is_ours() {
    let mut centre = taken();
    for command in [plan(), record(), Command::TakeData] {
        assert_eq!(centre.premises(FIRST, command).map(drop), Err(Rejection::Sealed));
    }
}

#[test]
fn it_ends_as_pledged_before_a_witness_or_with_a_signature() {
    let mut centre = returned_with_data();
    assert_eq!(centre.delivered(FIRST, end(Afterwards::Destroy, "周敏")).map(drop), Err(Rejection::OtherThanPledged));
    assert!(matches!(centre.delivered(FIRST, end(Afterwards::Return, " ")), Err(Rejection::Missing { .. })));
    let mut witnessed = centre.clone();
    witnessed.delivered(FIRST, end(Afterwards::Return, "周敏")).expect("before a witness");
    centre.sign(FIRST, DocumentKind::DataReturned).expect("the customer has it back");
    centre.delivered(FIRST, end(Afterwards::Return, "")).expect("signed for");
    assert!(centre.dispatch(FIRST).visit.custody().expect("custody").holder().is_none());
    assert_eq!(centre.clock("unresolved.tell_customer"), ClockState::Kept);
    assert!(centre.delivered(FIRST, to(Keeping::Office, "周敏")).is_err(), "what has ended does not go on");
}

#[test]
fn the_witness_is_somebody_else_and_who_gave_the_data_away_does_not_end_it() {
    let mut centre = returned_with_data();
    let own = end(Afterwards::Return, &zhao().name);
    assert_eq!(centre.delivered(FIRST, own).map(drop), Err(Rejection::OwnWitness));
    centre.delivered(FIRST, to(Keeping::Investigator, "钱工")).expect("handed on");
    let elsewhere = Rejection::DataElsewhere { holder: text("钱工") };
    assert_eq!(centre.delivered(FIRST, end(Afterwards::Return, "周敏")).map(drop), Err(elsewhere));
    // The customer's signature proves where it is.
    let mut brought_back = centre.clone();
    brought_back.sign(FIRST, DocumentKind::DataReturned).expect("the customer has it back");
    brought_back.delivered(FIRST, end(Afterwards::Return, "")).expect("signed for");
    centre.delivered(FIRST, to(Keeping::Engineer, &zhao().name)).expect("back with the engineer");
    centre.delivered(FIRST, end(Afterwards::Return, "周敏")).expect("before a witness");
}

#[test]
fn a_solution_is_tried_on_data_that_has_reached_the_office() {
    let mut centre = returned_with_data();
    centre.office(close(Decision::Consult)).expect("decided");
    let solution = Command::RecordSolution { text: text("补丁 12"), needs_version: text("16.1") };
    centre.office(solution).expect("recorded");
    let works = || Command::CheckSolution { works: true, note: String::new() };
    let elsewhere = Rejection::DataElsewhere { holder: zhao().name };
    assert_eq!(centre.office(works()).map(drop), Err(elsewhere));
    centre.delivered(FIRST, to(Keeping::Office, "周敏")).expect("handed over");
    centre.office(works()).expect("tried");

    // The form that continues it brings along what is to be done, what it needs, and who has to be asked.
    let redispatch = Command::Redispatch { follow_up: NEXT, advice: text("装补丁 12") };
    centre.office(redispatch).expect("re-dispatched");
    let next = centre.follow_up.as_ref().expect("a request that continues it");
    let former = next.former.as_ref().expect("what it brings along");
    assert_eq!(
        (former.numbers.as_slice(), former.needs_version.as_str()),
        ([centre.request().number.clone()].as_slice(), "16.1")
    );
    assert_eq!(next.advice(), ["装补丁 12"]);
    assert_eq!((next.needed_version(), centre.request().needed_version()), (Some("16.1"), Some("16.1")));
    assert_eq!(next.data_takers().iter().map(|taker| taker.person).collect::<Vec<_>>(), [zhao().id]);
}

#[test]
fn a_request_is_not_done_while_data_is_with_us_and_too_long_raises_an_alarm() {
    let mut centre = returned_with_data();
    centre.office(close(Decision::Close)).expect("closed");
    assert!(!centre.request().is_done());
    assert_eq!(centre.clock(CUSTODY_END), ClockState::Running);
    centre.delivered(FIRST, end(Afterwards::Return, "周敏")).expect("ended");
    assert!(centre.request().is_done());
    assert_eq!(centre.clock(CUSTODY_END), ClockState::Kept);
}

#[test]
fn whoever_brought_the_data_back_takes_part_in_the_consultation() {
    use domain::{people::Colleague, unresolved::Consultation};
    let mut centre = returned_with_data();
    centre.office(close(Decision::Consult)).expect("decided");
    let consult = |person: &domain::people::Person| {
        let participants = vec![Colleague::from(person)];
        let (findings, plan) = (text("表被锁"), text("打补丁"));
        Command::Consult { consultation: Box::new(Consultation { participants, findings, plan, solution_found: true }) }
    };
    let without = centre.office(consult(&crate::centre::qian()));
    assert!(matches!(without, Err(Rejection::MustTakePart { .. })));
    centre.office(consult(&crate::centre::zhao())).expect("consulted");
}

proptest! {
    /// Whatever is asked in whatever order: the chain only grows, and keeps its former links as they were.
    #[test]
    fn the_chain_only_grows(moves in prop::collection::vec(0..6_u8, 0..24)) {
        let mut centre = returned_with_data();
        let mut before = Vec::new();
        for what in moves {
            let command = match what {
                0 => plan(),
                1 => Command::TakeData,
                2 => to(Keeping::Office, "周敏"),
                3 => to(Keeping::Investigator, "钱工"),
                4 => Command::TellCustomer { state: text("在查") },
                _ => end(Afterwards::Return, "周敏"),
            };
            let _ = centre.delivered(FIRST, command);
            let custody = centre.dispatch(FIRST).visit.custody().expect("custody").clone();
            prop_assert!(custody.chain.starts_with(&before));
            before = custody.chain;
        }
        // And what is recorded is what a replay makes of the facts.
        let mut replayed = None;
        let opened: Vec<Fact> = centre.facts.clone();
        apply(&mut replayed, &opened);
        prop_assert_eq!(replayed, centre.request.clone());
    }
}
