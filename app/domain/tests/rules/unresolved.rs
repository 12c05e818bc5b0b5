//! What was not solved: consultation, headquarters, chasing, the solution, the next visit (UNR-1 to UNR-5, UNR-8 to UNR-10).

use domain::{
    Rejection, RequestId,
    case::{Case, CaseState},
    command::Command,
    deadline::ClockState,
    fact::{Decision, Fact},
    headquarters_log,
    people::Colleague,
    rights::on_tablet,
    time::HOUR,
    unresolved::{Consultation, Escalation, Stage, next_contact, next_step, stage},
    visit::{ProblemType, Solved},
};
use uuid::Uuid;

use crate::centre::{CASE, Centre, FIRST, REQUEST, SECOND, START, qian, zhao};

const NEXT: RequestId = RequestId(Uuid::from_u128(0x90));

fn text(text: &str) -> String {
    text.to_owned()
}

fn close(decision: Decision, follow_up: Option<RequestId>) -> Command {
    Command::WriteOff {
        problem_type: ProblemType::Quality,
        decision: Some(decision),
        advice: text("先查日志"),
        follow_up,
    }
}

fn consultation(participants: &[&domain::people::Person], solution_found: bool) -> Command {
    let participants = participants.iter().copied().map(Colleague::from).collect();
    let consultation =
        Consultation { participants, findings: text("表被锁"), plan: text("带补丁再去"), solution_found };
    Command::Consult { consultation: Box::new(consultation) }
}

fn escalation() -> Command {
    let escalation =
        Escalation {
            description: text("结账报错"), data_reference: String::new(), recipient: text("总部支持部")
        };
    Command::Escalate { escalation: Box::new(escalation) }
}

/// Returned unsolved, in an office that knows its time limits.
fn unsolved() -> Centre {
    let mut centre = Centre::presented(Solved::Not);
    centre.clocks_start = true;
    centre.sign(FIRST, domain::signature::DocumentKind::SignOff).expect("signed");
    centre.delivered(FIRST, Command::ReturnForm).expect("returned");
    centre
}

fn at_headquarters() -> Centre {
    let mut centre = unsolved();
    for command in [close(Decision::Consult, None), consultation(&[&zhao()], false), escalation()] {
        centre.office(command).expect("sent");
    }
    centre
}

fn stage_of(centre: &Centre) -> Option<Stage> {
    stage(centre.request())
}

#[test]
fn the_headquarters_log_has_a_row_for_whatever_was_sent_with_every_word_from_there() {
    assert_eq!(headquarters_log::case(unsolved().request()), None);
    let mut centre = at_headquarters();
    let acknowledged =
        Command::AcknowledgeEscalation { submission_number: text("ZB-1"), received_by: text("总部值班") };
    for command in [acknowledged, Command::ChaseHeadquarters { state: text("在查") }] {
        centre.office(command).expect("heard");
    }
    let case = headquarters_log::case(centre.request()).expect("was sent");
    assert_eq!((case.submission_number.as_str(), case.is_ended), ("ZB-1", false));
    assert_eq!(case.contacts.last().expect("a contact").state, "在查");
    let sent = case.sent_at;
    let in_span = |from, until| headquarters_log::cases([centre.request()].into_iter(), (from, until)).len();
    assert_eq!((in_span(sent, sent.plus(1)), in_span(sent.plus(1), sent.plus(2))), (1, 0));
}

#[test]
fn an_engineer_who_asks_for_help_gets_a_plan_into_the_form() {
    let mut centre = Centre::on_site();
    let plan = |plan| Command::AnswerHelp { dispatch: FIRST, plan: text(plan) };
    assert!(matches!(centre.office(plan("看看")), Err(Rejection::WrongState { .. })), "nobody asked");
    centre.premises(FIRST, Command::AskHelp { note: text("找不到原因") }).expect("asked");
    assert!(matches!(centre.office(plan("  ")), Err(Rejection::Missing { .. })));
    centre.office(plan("运行脚本三")).expect("answered");
    assert_eq!(centre.dispatch(FIRST).help_answer.as_ref().expect("an answer").plan, "运行脚本三");
    // Asking again waits for another answer.
    centre.premises(FIRST, Command::AskHelp { note: text("还是不行") }).expect("asked again");
    assert_eq!(centre.dispatch(FIRST).help_answer, None);
}

#[test]
fn a_form_that_was_not_solved_waits_for_a_decision_that_stops_its_clock() {
    let mut centre = unsolved();
    assert_eq!(stage_of(&centre), Some(Stage::Decision));
    assert_eq!(centre.clock("onsite.review"), ClockState::Running);
    centre.office(close(Decision::Consult, None)).expect("decided");
    assert_eq!(centre.clock("onsite.review"), ClockState::Kept);
    assert_eq!(stage_of(&centre), Some(Stage::Consultation));
    let solved = Centre::returned(Solved::All);
    assert!(solved.request().clocks.iter().all(|clock| clock.rule != "onsite.review"));
    assert_eq!(stage_of(&solved), None);
}

#[test]
fn a_consultation_writes_its_plan_into_the_advice_and_without_a_solution_the_day_ends_at_headquarters() {
    let mut centre = unsolved();
    centre.office(close(Decision::Consult, None)).expect("decided");
    assert!(matches!(centre.office(consultation(&[], false)), Err(Rejection::Missing { .. })));
    centre.office(consultation(&[&zhao(), &qian()], false)).expect("consulted");
    let advice = &centre.request().write_off.as_ref().expect("written off").advice;
    assert_eq!(advice, "先查日志\n带补丁再去");
    assert_eq!(stage_of(&centre), Some(Stage::Sending));
    assert_eq!(centre.clock("unresolved.to_hq"), ClockState::Running);
    centre.office(escalation()).expect("sent");
    assert_eq!(centre.clock("unresolved.to_hq"), ClockState::Kept);
    assert_eq!(stage_of(&centre), Some(Stage::AtHeadquarters));
}

#[test]
fn a_consultation_that_finds_a_solution_leads_to_a_visit_and_not_to_headquarters() {
    let mut centre = unsolved();
    centre.office(close(Decision::Consult, None)).expect("decided");
    centre.office(consultation(&[&zhao()], true)).expect("consulted");
    assert_eq!(stage_of(&centre), Some(Stage::Visit));
    assert!(centre.request().clocks.iter().all(|clock| clock.rule != "unresolved.to_hq"));
    centre.office(Command::Redispatch { follow_up: NEXT, advice: text("带补丁") }).expect("goes on");
    assert_eq!(centre.follow_up.as_ref().expect("a request").follows, Some(REQUEST));
    assert_eq!(stage_of(&centre), Some(Stage::Ended));
    assert!(centre.request().is_done());
}

#[test]
fn headquarters_is_asked_and_the_customer_told_again_and_again_until_there_is_a_solution() {
    let mut centre = at_headquarters();
    let clocks = |centre: &Centre, rule: &str| {
        centre.request().clocks.iter().filter(|clock| clock.rule == rule).map(|clock| clock.state).collect::<Vec<_>>()
    };
    assert_eq!(clocks(&centre, "unresolved.chase_hq"), [ClockState::Running]);
    assert_eq!(clocks(&centre, "unresolved.tell_customer"), [ClockState::Running]);
    centre.office(Command::ChaseHeadquarters { state: text("在排查") }).expect("asked");
    assert_eq!(clocks(&centre, "unresolved.chase_hq"), [ClockState::Kept, ClockState::Running]);
    centre.now = centre.now.plus(49 * HOUR);
    centre.delivered(FIRST, Command::TellCustomer { state: text("总部在排查") }).expect("told");
    assert_eq!(clocks(&centre, "unresolved.tell_customer"), [ClockState::Missed, ClockState::Running]);
    assert_eq!(next_step(centre.request()).expect("a step").rule, "unresolved.chase_hq");
    assert_eq!(next_contact(centre.request()).expect("a promise").rule, "unresolved.tell_customer");
    assert_eq!(centre.request().unresolved.contacts.len(), 2);
}

#[test]
fn nothing_is_asked_of_headquarters_that_was_never_sent_there() {
    let mut centre = unsolved();
    let chase = || Command::ChaseHeadquarters { state: text("在排查") };
    assert!(matches!(centre.office(chase()), Err(Rejection::WrongState { .. })));
    centre.office(close(Decision::Consult, None)).expect("decided");
    assert_eq!(centre.office(chase()).map(drop), Err(Rejection::NotAtHeadquarters));
}

#[test]
fn a_solution_is_tried_in_the_office_before_anybody_drives_with_it() {
    let mut centre = at_headquarters();
    let visit = || Command::Redispatch { follow_up: NEXT, advice: text("装补丁") };
    assert_eq!(centre.office(visit()).map(drop), Err(Rejection::SolutionUntried), "nothing has come yet");
    let solution = |version: &str| Command::RecordSolution { text: text("装补丁"), needs_version: text(version) };
    centre.office(solution("")).expect("came");
    assert_eq!(stage_of(&centre), Some(Stage::Trial));
    assert_eq!(centre.office(visit()).map(drop), Err(Rejection::SolutionUntried));
    let fails = |note: &str| Command::CheckSolution { works: false, note: text(note) };
    assert!(matches!(centre.office(fails("")), Err(Rejection::Missing { .. })), "what is wrong has to be said");
    centre.office(fails("还是报错")).expect("tried");
    assert_eq!(stage_of(&centre), Some(Stage::AtHeadquarters), "headquarters goes on");
    assert_eq!(centre.office(visit()).map(drop), Err(Rejection::SolutionUntried));
    centre.office(solution("8.13")).expect("came again");
    centre.office(Command::CheckSolution { works: true, note: String::new() }).expect("works");
    assert_eq!(centre.clock("unresolved.chase_hq"), ClockState::Kept);
    assert_eq!(stage_of(&centre), Some(Stage::Visit));
    centre.office(visit()).expect("goes on");
}

#[test]
fn a_way_around_lets_an_urgent_customer_have_a_visit_before_the_solution() {
    let mut centre = at_headquarters();
    centre.office(Command::RecordWorkaround { text: text("手工结账") }).expect("noted");
    centre.office(Command::Redispatch { follow_up: NEXT, advice: text("教客户手工结账") }).expect("goes on");
}

#[test]
fn the_second_failed_visit_puts_the_case_into_the_support_managers_hands() {
    let mut centre = unsolved();
    centre.office(close(Decision::ReDispatch, Some(NEXT))).expect("once more");
    let follow_up = centre.follow_up.clone().expect("a second form");
    assert_eq!(follow_up.failed_before, 1);
    assert_eq!(follow_up.first_engineer.as_ref().expect("who was there").person, zhao().id);
    assert!(on_tablet(zhao().id, &follow_up, centre.now, 30), "whoever goes next, the first one follows it");

    // The same story again, on the second form.
    let mut centre = unsolved();
    centre.request.as_mut().expect("a request").failed_before = 1;
    assert_eq!(
        centre.office(close(Decision::ReDispatch, Some(NEXT))).map(drop),
        Err(Rejection::SupportManagerOnly),
        "a third try is not the duty manager's to give"
    );
    let decided = centre.office(close(Decision::Consult, None)).expect("decided");
    assert!(decided.facts.iter().any(|fact| matches!(fact, Fact::GivenToSupportManager { .. })));
    let advice = || consultation(&[&zhao()], true);
    assert_eq!(centre.office(advice()).map(drop), Err(Rejection::SupportManagerOnly));
    centre.support(advice()).expect("consulted");
    centre.support(Command::Redispatch { follow_up: NEXT, advice: text("带补丁") }).expect("goes on");
    assert_eq!(centre.follow_up.expect("a third form").failed_before, 2);
}

#[test]
fn a_senior_companion_goes_along_and_is_never_the_engineer_again() {
    let mut centre = Centre::submitted();
    let assign = |companion| Command::Assign {
        dispatch: FIRST,
        engineer: zhao().id,
        companion: Some(companion),
        slot: crate::centre::slot(START.plus(HOUR)),
        window: None,
        reason: None,
    };
    assert_eq!(centre.office(assign(zhao().id)).map(drop), Err(Rejection::NoSuchEngineer));
    centre.office(assign(qian().id)).expect("assigned");
    assert_eq!(centre.dispatch(FIRST).companion.as_ref().expect("a companion").name, qian().name);

    // It stands on both tablets, as long as it is planned.
    let holds = |centre: &Centre, person| on_tablet(person, centre.request(), centre.now, 30);
    assert!(holds(&centre, zhao().id) && holds(&centre, qian().id));
    let slot = crate::centre::slot(START.plus(HOUR));
    let give = Command::Reassign { from: FIRST, dispatch: SECOND, engineer: qian().id, slot, reason: text("换人") };
    centre.office(give).expect("given to who was to go along");
    assert_eq!(centre.dispatch(SECOND).companion, None, "nobody goes along with oneself");
    assert!(!holds(&centre, zhao().id) && holds(&centre, qian().id));
}

#[test]
fn the_case_follows_what_becomes_of_its_problem() {
    let mut centre = at_headquarters();
    centre.office(Command::RecordSolution { text: text("升级"), needs_version: text("8.13") }).expect("came");
    let mut case = Case {
        id: CASE,
        customer: centre.customer.id,
        title: String::new(),
        state: CaseState::Open,
        requests: vec![REQUEST],
        opened_at: START,
        concerns: None,
    };
    centre.facts.iter().for_each(|fact| case.evolve(fact));
    assert_eq!(case.state, CaseState::AwaitingVersion);
    centre.office(Command::EndMatter { reason: text("客户换了系统") }).expect("ended");
    centre.facts.iter().for_each(|fact| case.evolve(fact));
    assert_eq!(case.state, CaseState::ClosedUnsolved);
    let runs = |clock: &domain::deadline::Clock| !clock.is_stopped() && clock.rule.starts_with("unresolved.");
    assert!(!centre.request().clocks.iter().any(runs), "nobody is chased any more");
}
