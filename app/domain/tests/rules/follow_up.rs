//! The call after a visit: it is due with the write-off, and a customer who is not content opens a case (QA-1).

use domain::{
    CaseId, Rejection,
    command::Command,
    deadline::ClockState,
    fact::Fact,
    follow_up::{Answers, FOLLOW_UP, Stage, place},
    people::{Actor, Role},
    request::ServiceRequest,
    rights,
    time::HOUR,
    visit::{ProblemType, Solved},
};
use uuid::Uuid;

use crate::centre::{CASE, Centre, START, manager};

const OTHER: CaseId = CaseId(Uuid::from_u128(0x55));

fn written_off() -> Centre {
    let mut centre = Centre::returned(Solved::All);
    centre.clocks_start = true;
    centre
        .office(Command::WriteOff {
            problem_type: ProblemType::Usage,
            decision: None,
            advice: String::new(),
            follow_up: None,
        })
        .expect("written off");
    centre
}

fn answers(satisfaction: u8) -> Answers {
    Answers {
        solved: Solved::All,
        polite: true,
        punctual: true,
        told_prevention: true,
        satisfaction,
        opinion: String::new(),
        asks_for_more: false,
    }
}

fn record(answers: Answers, case: Option<CaseId>) -> Command {
    Command::RecordFollowUp { answers: Box::new(answers), case }
}

fn stage(request: &ServiceRequest) -> Option<Stage> {
    place(request).map(|(stage, _)| stage)
}

#[test]
fn a_written_off_visit_is_to_be_called_and_is_nobody_elses_deadline() {
    let centre = written_off();
    assert_eq!(centre.clock(FOLLOW_UP), ClockState::Running);
    let due = centre.request().clocks.last().expect("a clock").due;
    assert_eq!(place(centre.request()), Some((Stage::Due, due)));
    assert!(due.since(START) >= 48 * HOUR);
    assert_ne!(centre.request().next_due().map(|clock| clock.rule.as_str()), Some(FOLLOW_UP));
}

#[test]
fn a_form_without_a_visit_needs_no_call() {
    assert_eq!(place(Centre::submitted().request()), None);
    let refused = Centre::submitted().office(record(answers(5), None));
    assert_eq!(refused.map(drop), Err(Rejection::WrongState { state: "submitted".to_owned() }));
}

#[test]
fn an_attempt_leaves_the_call_due_and_answers_end_it() {
    let mut centre = written_off();
    let attempt = |next_try| Command::LogFollowUpAttempt { note: " 没人接 ".to_owned(), next_try };
    assert!(centre.office(attempt(Some(START))).is_err(), "the next try lies ahead");
    centre.office(attempt(Some(START.plus(20 * HOUR)))).expect("noted");
    assert_eq!(centre.request().follow_up.as_ref().expect("a call").attempts[0].note, "没人接");
    assert_eq!(stage(centre.request()), Some(Stage::Due));
    centre.office(record(answers(5), None)).expect("recorded");
    assert_eq!((stage(centre.request()), centre.clock(FOLLOW_UP)), (Some(Stage::Done), ClockState::Kept));
    assert!(centre.office(attempt(None)).is_err(), "the customer was reached");
    centre.office(record(answers(4), None)).expect("corrected");
    assert!(centre.office(record(answers(6), None)).is_err());
}

#[test]
fn whoever_is_not_content_gets_a_case_of_their_own() {
    let not_solved = Answers { solved: Solved::Not, ..answers(5) };
    let asks = Answers { asks_for_more: true, opinion: "再来一次".to_owned(), ..answers(4) };
    for said in [answers(2), not_solved, asks] {
        let mut centre = written_off();
        let missing = Err(Rejection::Missing { pointer: "/command/case".to_owned() });
        assert_eq!(centre.office(record(said.clone(), None)).map(drop), missing);
        assert_eq!(centre.office(record(said.clone(), Some(CASE))).map(drop), missing, "a case of its own");
        let made = centre.office(record(said.clone(), Some(OTHER))).expect("recorded");
        assert!(
            made.facts
                .iter()
                .any(|fact| matches!(fact, Fact::ComplaintOpened { complaint } if complaint.case == OTHER))
        );
        assert_eq!(stage(centre.request()), Some(Stage::Case));
        assert!(centre.office(record(answers(5), None)).is_err(), "the case is open");
        let close = |note: &str| Command::CloseFollowUpCase { note: note.to_owned() };
        assert!(centre.office(close(" ")).is_err());
        centre.office(close("重新培训")).expect("settled");
        assert_eq!(stage(centre.request()), Some(Stage::Done));
        assert!(centre.office(close("再次")).is_err());
    }
}

#[test]
fn quality_calls_and_managers_read() {
    let centre = written_off();
    let command = record(answers(5), None);
    for (role, may) in [(Role::Quality, true), (Role::DutyManager, false), (Role::Field, false), (Role::Admin, false)] {
        let actor = Actor { roles: vec![role], ..Actor::from(&manager()) };
        assert_eq!(rights::may_command(&actor, &command, centre.request(), None), may, "{role:?}");
    }
}
