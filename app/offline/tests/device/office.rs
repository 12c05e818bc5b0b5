//! The office: commands that wait for their answer, questions of screens, and the signature on a form.

use domain::{
    Rejection,
    command::Command,
    request::Slot,
    signature::{DocumentKind, Ink, device_signing_bytes},
    sync::Outcome,
    visit::{CustomerResult, Solved},
};
use offline::{Client, EntryState, FetchError, Keeping, SubmitError};

use crate::{
    server::{Fault, START},
    tablet::{Tablet, about, signature},
};

/// A duty manager's browser, with everything fetched.
fn office() -> (Tablet, Client) {
    let mut tablet = Tablet::new(std::rc::Rc::new(crate::server::Server::with_one_visit()));
    let client = tablet.tab(Keeping::InMemory);
    let signing_in = client.clone();
    tablet.run(async move { signing_in.sign_in("duty", "x").await }).expect("the server knows the login");
    let syncing = client.clone();
    tablet.run(async move { syncing.sync().await });
    (tablet, client)
}

fn slot(minutes: u32) -> Slot {
    Slot { from: domain::Timestamp(START).plus(domain::time::DAY), minutes }
}

fn reschedule(tablet: &Tablet, minutes: u32) -> Command {
    Command::Reschedule { dispatch: tablet.server.dispatch(), slot: slot(minutes), reason: None }
}

fn minutes(tablet: &Tablet, client: &Client) -> u32 {
    client.request(tablet.server.request()).expect("the request is here").dispatches[0].slot.minutes
}

fn submit(tablet: &mut Tablet, client: &Client, command: Command) -> Result<Outcome, SubmitError> {
    let (client, subject) = (client.clone(), about(tablet.server.request()));
    tablet.run(async move { client.submit(subject, command).await }).map(|result| result.outcome)
}

#[test]
fn a_command_that_is_accepted_is_shown_at_once_and_stays() {
    let (mut tablet, client) = office();
    let command = reschedule(&tablet, 45);
    assert_eq!(submit(&mut tablet, &client, command), Ok(Outcome::Accepted));
    assert_eq!(minutes(&tablet, &client), 45);
    assert_eq!(client.version(tablet.server.request()), Some(2));
    assert!(client.outbox().is_empty());
    assert_eq!(tablet.server.pushes()[0][0]["device_seq"], 1);
    // An office browser leaves nothing on the disk it shares with the tablet's part.
    let disk = tablet.disk.clone();
    let rows =
        tablet.run(async move { offline::storage::Storage::rows(&disk, offline::storage::Table::Records, "").await });
    assert!(rows.expect("memory is read").is_empty());
}

#[test]
fn a_command_that_may_be_given_again_is_never_shown_twice() {
    let (mut tablet, client) = office();
    let mut called = tablet.server.requests.borrow()[&tablet.server.request()].1.clone();
    called.state = domain::request::RequestState::WrittenOff;
    called.follow_up = Some(Box::default());
    tablet.server.put(called);
    let syncing = client.clone();
    tablet.run(async move { syncing.sync().await });
    let attempts = |client: &Client, request| {
        client.request(request).and_then(|request| request.follow_up.as_ref().map(|call| call.attempts.len()))
    };
    let request = tablet.server.request();
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let (watching, noted) = (client.clone(), seen.clone());
    let _listening = client.on_change(Box::new(move |_| noted.borrow_mut().extend(attempts(&watching, request))));

    let command = Command::LogFollowUpAttempt { note: "busy".to_owned(), next_try: None };
    assert_eq!(submit(&mut tablet, &client, command.clone()), Ok(Outcome::Accepted));
    assert_eq!(submit(&mut tablet, &client, command), Ok(Outcome::Accepted));
    let seen = seen.borrow();
    assert!(seen.is_sorted() && seen.contains(&1) && seen.last() == Some(&2), "{seen:?}");
    assert_eq!(attempts(&client, request), Some(2));
}

#[test]
fn a_command_that_is_kept_is_shown_as_undone_with_the_reason() {
    let (mut tablet, client) = office();
    // The engineer is on the premises by now; this browser has not heard of it.
    let mut moved = tablet.server.requests.borrow()[&tablet.server.request()].1.clone();
    moved.dispatches[0].state = domain::request::DispatchState::OnSite;
    tablet.server.put(moved);
    let (asking, subject, command) = (client.clone(), about(tablet.server.request()), reschedule(&tablet, 45));
    let result = tablet.run(async move { asking.submit(subject, command).await }).expect("an answer");
    assert_eq!(result.outcome, Outcome::Kept);
    assert_eq!(result.problem.expect("a reason").word, "wrong_state");
    assert_eq!(minutes(&tablet, &client), 90);
}

#[test]
fn a_lost_answer_is_asked_for_again_and_has_one_effect() {
    let (mut tablet, client) = office();
    tablet.server.fail("/sync/push", Fault::AnswerLost);
    tablet.server.fail("/sync/push", Fault::Page);
    let command = reschedule(&tablet, 45);
    assert_eq!(submit(&mut tablet, &client, command), Ok(Outcome::Accepted));
    assert_eq!(tablet.server.effects.borrow().len(), 1);
}

#[test]
fn a_command_without_an_answer_is_shown_as_undone() {
    let (mut tablet, client) = office();
    tablet.server.offline.set(true);
    let command = reschedule(&tablet, 45);
    assert_eq!(submit(&mut tablet, &client, command), Err(SubmitError::Unreachable));
    assert_eq!(minutes(&tablet, &client), 90);
    assert_eq!(client.status().waiting, 0);
}

#[test]
fn a_rule_that_objects_here_is_told_without_asking_the_server() {
    let (mut tablet, client) = office();
    let command = reschedule(&tablet, 0);
    let rejection = Rejection::Invalid { pointer: "/command/slot/minutes".to_owned() };
    assert_eq!(submit(&mut tablet, &client, command), Err(SubmitError::Rejected(rejection)));
    assert!(tablet.server.pushes().is_empty());
}

#[test]
fn an_assignment_is_shown_with_the_engineer_of_the_records() {
    let (mut tablet, client) = office();
    let mut free = tablet.server.requests.borrow()[&tablet.server.request()].1.clone();
    free.dispatches.clear();
    free.state = domain::request::RequestState::Verified;
    tablet.server.put(free);
    let syncing = client.clone();
    tablet.run(async move { syncing.sync().await });
    let command = Command::Assign {
        companion: None,
        dispatch: domain::DispatchId(crate::tablet::id(555)),
        engineer: tablet.server.people[2].id,
        slot: slot(60),
        window: None,
        reason: Some("离客户最近".to_owned()),
    };
    let (acting, subject) = (client.clone(), about(tablet.server.request()));
    tablet.server.offline.set(true);
    tablet.run(async move { acting.act(subject, command).await }).expect("the rules allow it");
    let request = client.request(tablet.server.request()).expect("the request is here");
    assert_eq!(request.dispatches[0].engineer_name, "field2");
}

#[test]
fn what_only_the_office_can_decide_waits_without_an_effect() {
    let (mut tablet, client) = office();
    tablet.server.offline.set(true);
    let (acting, subject) = (client.clone(), about(domain::RequestId(crate::tablet::id(777))));
    tablet.run(async move { acting.act(subject, Command::SubmitRequest).await }).expect("the server decides");
    assert_eq!(client.outbox()[0].state, EntryState::Waiting);
}

#[test]
fn questions_of_screens_get_json_a_problem_or_nothing() {
    let (mut tablet, client) = office();
    let mut ask = |fault: Option<Fault>, path: &'static str| {
        if let Some(fault) = fault {
            tablet.server.fail(path, fault);
        }
        let client = client.clone();
        tablet.run(async move { client.get_json(path).await })
    };
    assert!(ask(None, "/api/session").is_ok_and(|value| value["zone"] == "Asia/Shanghai"));
    assert!(matches!(ask(None, "/api/requests"), Err(FetchError::Problem(problem)) if problem.status == Some(404)));
    assert_eq!(ask(Some(Fault::Page), "/api/session"), Err(FetchError::Unreachable));
    assert_eq!(ask(Some(Fault::Status(502)), "/api/session"), Err(FetchError::Unreachable));
    assert_eq!(ask(Some(Fault::Status(401)), "/api/session"), Err(FetchError::SignedOut));
}

#[test]
fn a_signature_made_offline_is_accepted_as_it_was_drawn() {
    let mut tablet = Tablet::ready();
    let now = tablet.client.now();
    let backup = Command::RecordBackup {
        account_sets: vec!["001".to_owned()],
        reports_included: false,
        path: "E:\\x".to_owned(),
    };
    let finding = domain::visit::Finding { solution: "restored".to_owned(), ..domain::visit::Finding::default() };
    let result = CustomerResult {
        solved: Solved::All,
        told_prevention: true,
        satisfaction: 5,
        opinion: String::new(),
        further_needs: String::new(),
    };
    tablet.do_all([
        Command::Confirm,
        Command::Appoint { at: now, agreed_with: String::new() },
        Command::Depart,
        Command::Arrive,
        backup,
        Command::RecordFinding { finding: Box::new(finding), seen: None },
        Command::RecordResult { result: Box::new(result) },
        Command::PresentForm { left_at: now },
    ]);
    let ink = Ink { width: 600, height: 200, strokes: vec![vec![[0, 0, 0, 500], [900, 0, 80, 500]]] };
    let (client, dispatch) = (tablet.client.clone(), tablet.server.dispatch());
    tablet.server.offline.set(true);
    let record = tablet
        .run(async move { client.new_signature(dispatch, DocumentKind::SignOff, ink, " Zhang ", now).await })
        .expect("the form can be signed");
    assert_eq!((record.signer_name.as_str(), record.content_version), ("Zhang", 1));
    let expected = signature(tablet.server.people[0].id, &device_signing_bytes(&record));
    assert_eq!(record.device_signature, {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        URL_SAFE_NO_PAD.encode(expected)
    });
    tablet.do_all([Command::Sign { record: Box::new(record) }, Command::ReturnForm]);
    assert_eq!(tablet.dispatch_state(), "returned");
    tablet.server.offline.set(false);
    let report = tablet.sync();
    assert_eq!((report.accepted, report.kept), (10, 0));
    assert_eq!(tablet.dispatch_state(), "returned");
}
