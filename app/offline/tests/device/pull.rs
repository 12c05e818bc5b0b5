//! Records as they come: the server's version wins, and what waits here is applied on top of it.

use domain::{command::Command, visit::Finding};
use offline::{Change, SyncEnd};

use crate::{
    records::visit,
    server::Fault,
    tablet::{Tablet, id},
};

fn with_symptom(tablet: &Tablet, symptom: &str) -> domain::request::ServiceRequest {
    let mut request = tablet.server.requests.borrow()[&tablet.server.request()].1.clone();
    request.symptom = symptom.to_owned();
    request
}

#[test]
fn waiting_actions_are_applied_again_on_top_of_the_offices_new_version() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.server.put(with_symptom(&tablet, "edited in the office"));
    // The push fails on the way, so that only the pull brings news.
    tablet.server.fail("/sync/push", Fault::Retry);
    tablet.sync();
    let request = tablet.client.request(tablet.server.request()).expect("the request is here");
    assert_eq!(request.symptom, "edited in the office");
    assert_eq!(tablet.dispatch_state(), "confirmed");
    assert_eq!(tablet.client.version(request.id), Some(2));
}

#[test]
fn an_action_is_based_on_the_version_that_was_shown() {
    let mut tablet = Tablet::ready();
    tablet.server.put(with_symptom(&tablet, "second version"));
    tablet.sync();
    tablet.do_all([Command::Confirm]);
    assert_eq!(tablet.client.outbox()[0].envelope.based_on, Some(2));
}

#[test]
fn a_request_that_is_taken_away_stays_while_work_on_it_waits() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.server.take_away(tablet.server.request());
    tablet.server.fail("/sync/push", Fault::Retry);
    tablet.sync();
    assert_eq!(tablet.dispatch_state(), "confirmed");
    tablet.restart();
    assert_eq!(tablet.dispatch_state(), "confirmed");
    tablet.server.requests.borrow_mut().remove(&tablet.server.request());
    assert_eq!(tablet.sync().kept, 1);
    assert!(tablet.client.request(tablet.server.request()).is_none());
    tablet.restart();
    assert!(tablet.client.request(tablet.server.request()).is_none());
}

#[test]
fn a_request_without_waiting_work_goes_at_once() {
    let mut tablet = Tablet::ready();
    tablet.server.take_away(tablet.server.request());
    assert_eq!(tablet.sync().removed, 1);
    assert!(tablet.client.requests().is_empty());
    tablet.restart();
    assert!(tablet.client.requests().is_empty());
}

#[test]
fn a_cursor_that_is_too_old_starts_over_without_losing_the_outbox() {
    let mut tablet = Tablet::ready();
    tablet.server.put(visit(200, &tablet.server.people[0]));
    tablet.sync();
    assert_eq!(tablet.client.requests().len(), 2);
    tablet.do_all([Command::Confirm]);
    // While the tablet was away one request left its person, and the feed was cut before that.
    tablet.server.requests.borrow_mut().remove(&domain::RequestId(id(200)));
    tablet.server.oldest.set(1_000);
    tablet.server.fail("/sync/push", Fault::Retry);
    tablet.sync();
    assert_eq!(tablet.dispatch_state(), "confirmed");
    assert_eq!(tablet.client.status().waiting, 1);
    assert_eq!(tablet.client.requests().len(), 1);
    tablet.restart();
    assert_eq!(tablet.client.requests().len(), 1);
    assert_eq!(tablet.sync().accepted, 1);
}

#[test]
fn starting_over_goes_on_after_a_restart_in_the_middle() {
    let mut tablet = Tablet::ready();
    for number in [200, 300, 400] {
        tablet.server.put(visit(number, &tablet.server.people[0]));
    }
    tablet.sync();
    tablet.server.requests.borrow_mut().remove(&domain::RequestId(id(400)));
    tablet.server.oldest.set(1_000);
    tablet.server.page.set(1);
    // The first page comes, the second does not.
    tablet.server.fail("/sync/pull?limit=200&cursor=c%3A4", Fault::Status(410));
    tablet.server.fail("cursor=c%3A1", Fault::NoNetwork);
    tablet.server.oldest.set(0);
    assert_eq!(tablet.sync().end, SyncEnd::Unreachable);
    assert_eq!(tablet.client.requests().len(), 4);
    tablet.restart();
    assert_eq!(tablet.client.requests().len(), 4);
    assert_eq!(tablet.sync().end, SyncEnd::Done);
    assert_eq!(tablet.client.requests().len(), 3);
}

#[test]
fn pages_are_fetched_until_there_are_no_more() {
    let mut tablet = Tablet::ready();
    for number in [200, 300, 400] {
        tablet.server.put(visit(number, &tablet.server.people[0]));
    }
    tablet.server.page.set(1);
    tablet.sync();
    assert_eq!(tablet.client.requests().len(), 4);
    assert_eq!(tablet.server.asked("/sync/pull").len(), 4);
}

#[test]
fn a_page_that_could_not_be_stored_is_fetched_again() {
    let mut tablet = Tablet::ready();
    tablet.server.put(visit(200, &tablet.server.people[0]));
    tablet.disk.limit(Some(1));
    assert_eq!(tablet.sync().end, SyncEnd::Storage);
    tablet.disk.limit(None);
    assert_eq!(tablet.sync().end, SyncEnd::Done);
    tablet.restart();
    assert_eq!(tablet.client.requests().len(), 2);
}

#[test]
fn everything_that_was_fetched_is_there_without_a_network() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    tablet.restart();
    assert_eq!(tablet.client.people().len(), 3);
    assert_eq!(tablet.client.settings()["fee"], "10.00");
    assert!(tablet.client.by_dispatch(tablet.server.dispatch()).is_some());
    assert_eq!(tablet.client.session().expect("known").zone, "Asia/Shanghai");
    tablet.browser.pass(90_000);
    assert_eq!(tablet.client.status().records_age_ms, Some(90_000));
}

#[test]
fn a_record_that_cannot_be_read_is_fetched_again() {
    let mut tablet = Tablet::ready();
    let person = tablet.server.people[0].id;
    let key = format!("{person}/request/{}", tablet.server.request());
    let write =
        offline::storage::Write::row(offline::storage::Table::Records, key, "0.1".to_owned(), b"rubbish".to_vec());
    let disk = tablet.disk.clone();
    tablet.run(async move { offline::storage::Storage::write(&disk, vec![write]).await }).expect("memory is written");
    tablet.restart();
    assert!(tablet.client.requests().is_empty());
    tablet.sync();
    assert_eq!(tablet.client.requests().len(), 1);
}

#[test]
fn an_effect_is_counted_once_before_and_after_its_record_comes() {
    let mut tablet = Tablet::ready();
    let dispatch = tablet.server.dispatch();
    let backup =
        Command::RecordBackup { account_sets: vec!["001".to_owned()], reports_included: true, path: "E:\\".to_owned() };
    let finding = Command::RecordFinding {
        finding: Box::new(Finding { solution: "done".to_owned(), ..Finding::default() }),
        seen: None,
    };
    let left_at = tablet.client.now();
    let appoint = Command::Appoint { at: left_at, agreed_with: String::new() };
    tablet.do_all([Command::Confirm, appoint, Command::Depart, Command::Arrive, backup, finding]);
    tablet.do_all([Command::PresentForm { left_at }]);
    let presented = |tablet: &Tablet| {
        let request = tablet.client.by_dispatch(dispatch).expect("the visit is here");
        request.dispatch(dispatch).expect("the visit is here").visit.presented
    };
    assert_eq!(presented(&tablet), 1);
    tablet.server.fail("/sync/pull", Fault::NoNetwork);
    tablet.sync();
    assert_eq!(presented(&tablet), 1);
    tablet.restart();
    assert_eq!(presented(&tablet), 1);
    tablet.sync();
    assert_eq!(presented(&tablet), 1);
}

#[test]
fn work_for_a_visit_taken_back_stays_on_the_screen_while_its_record_has_not_come() {
    let mut tablet = Tablet::ready();
    let left_at = tablet.client.now();
    let appoint = Command::Appoint { at: left_at, agreed_with: String::new() };
    let backup =
        Command::RecordBackup { account_sets: vec!["001".to_owned()], reports_included: true, path: "E:\\".to_owned() };
    tablet.do_all([Command::Confirm, appoint, Command::Depart, Command::Arrive, backup]);
    tablet.do_all([Command::PresentForm { left_at }]);
    let mut recalled = visit(100, &tablet.server.people[0]);
    recalled.dispatches[0].state = domain::request::DispatchState::Recalled;
    tablet.server.put(recalled);
    let dispatch = tablet.server.dispatch();
    let seen = |tablet: &Tablet| {
        let request = tablet.client.by_dispatch(dispatch).expect("the visit is here");
        let dispatch = request.dispatch(dispatch).expect("the visit is here");
        (dispatch.lived_state().word(), dispatch.visit.backup.is_some(), dispatch.visit.presented)
    };
    tablet.server.fail("/sync/pull", Fault::NoNetwork);
    assert_eq!(tablet.sync().kept, 6);
    assert_eq!(seen(&tablet), ("on_site", true, 1));
    tablet.restart();
    assert_eq!(seen(&tablet), ("on_site", true, 1));
    tablet.sync();
    assert_eq!(seen(&tablet), ("on_site", true, 1));
    assert_eq!(tablet.dispatch_state(), "disputed");
    tablet.restart();
    assert_eq!(seen(&tablet), ("on_site", true, 1));
}

#[test]
fn a_customer_and_their_history_share_an_id_and_are_two_records() {
    let mut tablet = Tablet::ready();
    let history = serde_json::json!({"customer": id(90), "visits": [{"number": "XC-1"}]});
    tablet
        .server
        .extra
        .borrow_mut()
        .extend([("history", 40, history.clone()), ("customer", 1, crate::records::customer())]);
    tablet.server.put(visit(200, &tablet.server.people[0]));
    tablet.sync();
    for _ in 0..2 {
        assert_eq!(
            tablet.client.customer(domain::CustomerId(id(90))).map(|customer| customer.name.clone()).as_deref(),
            Some("n")
        );
        assert_eq!(tablet.client.record("history", id(90)).as_deref(), Some(&history));
        tablet.restart();
    }
}

#[test]
fn screens_hear_of_records_once_they_can_read_them() {
    let mut tablet = Tablet::ready();
    tablet.server.put(visit(200, &tablet.server.people[0]));
    let seen = std::rc::Rc::new(std::cell::Cell::new(0));
    let (client, count) = (tablet.client.clone(), seen.clone());
    let subscription = tablet.client.on_change(Box::new(move |change| {
        if change == Change::Records {
            count.set(client.requests().len());
        }
    }));
    tablet.sync();
    assert_eq!(seen.get(), 2);
    drop(subscription);
    tablet.server.put(visit(300, &tablet.server.people[0]));
    tablet.sync();
    assert_eq!(seen.get(), 2);
}
