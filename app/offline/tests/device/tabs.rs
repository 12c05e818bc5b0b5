//! Two tabs of one browser do not trip over each other (SYN-11).

use domain::command::Command;
use offline::{
    EntryState, Keeping, SyncEnd,
    storage::{Storage, Table, Write},
};

use crate::tablet::{Tablet, on};

#[test]
fn an_action_in_one_tab_is_seen_in_the_other_and_numbers_are_never_shared() {
    let mut tablet = Tablet::ready();
    let other = tablet.tab(Keeping::OnDevice);
    tablet.do_all([Command::Confirm]);
    assert_eq!(other.outbox().len(), 1);
    let subject = on(tablet.server.dispatch());
    tablet.browser.locks.borrow_mut().push("paidan-drain".to_owned());
    let (first, second) = (tablet.client.clone(), other.clone());
    let note = |text: &str| Command::AskHelp { note: text.to_owned() };
    let both =
        async move { futures::future::join(first.act(subject, note("a")), second.act(subject, note("b"))).await };
    let (a, b) = tablet.run(both);
    assert!(a.is_ok() && b.is_ok());
    tablet.browser.locks.borrow_mut().clear();
    let numbers = |client: &offline::Client| -> Vec<u64> {
        client.outbox().iter().map(|entry| entry.envelope.device_seq).collect()
    };
    assert_eq!(numbers(&tablet.client), [1, 2, 3]);
    assert_eq!(numbers(&other), [1, 2, 3]);
    assert_eq!(tablet.sync().accepted, 3);
    assert_eq!(other.status().waiting, 0);
}

#[test]
fn a_tab_that_was_not_told_still_gives_the_next_number_and_judges_on_what_the_other_did() {
    let mut tablet = Tablet::ready();
    let deaf = tablet.tab(Keeping::OnDevice);
    tablet.browser.deaf.set(true);
    tablet.do_all([Command::Confirm]);
    assert!(deaf.outbox().is_empty());
    // Without the other tab's action this one would be refused.
    let (client, subject, at) = (deaf.clone(), on(tablet.server.dispatch()), deaf.now());
    tablet.browser.locks.borrow_mut().push("paidan-drain".to_owned());
    let help = Command::AskHelp { note: "first".to_owned() };
    assert!(tablet.run(async move { client.act(subject, help).await }).is_ok());
    let client = deaf.clone();
    let appoint = Command::Appoint { at, agreed_with: String::new() };
    assert!(tablet.run(async move { client.act(subject, appoint).await }).is_ok());
    let numbers: Vec<u64> = deaf.outbox().iter().map(|entry| entry.envelope.device_seq).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn commands_that_wait_for_their_answer_take_their_numbers_from_the_same_row() {
    let mut tablet = Tablet::ready();
    let deaf = tablet.tab(Keeping::OnDevice);
    tablet.browser.deaf.set(true);
    let subject = on(tablet.server.dispatch());
    let note = |text: &str| Command::AskHelp { note: text.to_owned() };
    let (first, second) = (tablet.client.clone(), deaf.clone());
    let both =
        async move { futures::future::join(first.submit(subject, note("a")), second.submit(subject, note("b"))).await };
    let (a, b) = tablet.run(both);
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    let pushes = tablet.server.pushes().concat();
    let mut numbers: Vec<_> = pushes.iter().map(|envelope| envelope["device_seq"].as_u64()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [Some(1), Some(2)]);
}

#[test]
fn an_action_that_another_tab_is_sending_cannot_be_held_back() {
    let mut tablet = Tablet::ready();
    let deaf = tablet.tab(Keeping::OnDevice);
    let sent = tablet.do_all([Command::Confirm])[0];
    tablet.browser.deaf.set(true);
    tablet.server.fail("/sync/push", crate::server::Fault::AnswerLost);
    tablet.sync();
    assert_eq!(deaf.outbox()[0].state, EntryState::Waiting);
    let client = deaf.clone();
    assert!(!tablet.run(async move { client.hold(sent, "too late").await }));
    assert_eq!(deaf.outbox()[0].state, EntryState::Sent);
}

#[test]
fn actions_of_both_tabs_at_once_are_all_seen_by_both() {
    let mut tablet = Tablet::ready();
    let other = tablet.tab(Keeping::OnDevice);
    let subject = on(tablet.server.dispatch());
    tablet.browser.locks.borrow_mut().push("paidan-drain".to_owned());
    let mut acts = Vec::new();
    for number in 0..12 {
        let client = if number % 2 == 0 { tablet.client.clone() } else { other.clone() };
        acts.push(async move { client.act(subject, Command::AskHelp { note: number.to_string() }).await });
    }
    let done = tablet.run(futures::future::join_all(acts));
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    for client in [&tablet.client, &other] {
        let numbers: Vec<u64> = client.outbox().iter().map(|entry| entry.envelope.device_seq).collect();
        assert_eq!(numbers, (1..=12).collect::<Vec<u64>>());
    }
}

#[test]
fn a_photo_is_known_in_every_tab_before_an_action_names_it() {
    let mut tablet = Tablet::ready();
    let other = tablet.tab(Keeping::OnDevice);
    tablet.browser.locks.borrow_mut().push("paidan-drain".to_owned());
    let client = tablet.client.clone();
    tablet.run(async move { client.keep_blob(vec![7; 1_000], "image/jpeg").await }).expect("kept");
    assert_eq!(other.status().blobs_waiting, 1);
}

#[test]
fn records_that_another_tab_took_away_are_fetched_anew() {
    let mut tablet = Tablet::ready();
    tablet.sync();
    let (disk, request) = (tablet.disk.clone(), tablet.server.request());
    let changed = (*tablet.client.request(request).expect("the visit")).clone();
    // As a tab does that is closed in the middle of signing out.
    tablet.run(async move {
        for table in [Table::Records, Table::State] {
            let rows = disk.rows(table, "").await.expect("memory is read");
            let gone = rows.into_iter().filter(|row| table == Table::Records || row.key.ends_with("/pulled"));
            let gone = gone.map(|row| Write::gone(table, row.key)).collect();
            disk.write(gone).await.expect("memory is written");
        }
    });
    tablet.server.put(changed);
    assert_eq!(tablet.sync().end, SyncEnd::Done);
    assert!(tablet.client.request(request).is_some());
    tablet.restart();
    assert!(tablet.client.request(request).is_some(), "it is on disk again");
}

#[test]
fn only_one_tab_drains() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.browser.locks.borrow_mut().push("paidan-drain".to_owned());
    assert_eq!(tablet.sync().end, SyncEnd::Busy);
    assert!(tablet.server.pushes().is_empty());
    tablet.browser.locks.borrow_mut().clear();
    assert_eq!(tablet.sync().accepted, 1);
}

#[test]
fn an_action_held_back_in_one_tab_is_not_sent_by_the_other() {
    let mut tablet = Tablet::ready();
    let other = tablet.tab(Keeping::OnDevice);
    let held = tablet.do_all([Command::Confirm])[0];
    let client = other.clone();
    assert!(tablet.run(async move { client.hold(held, "wait").await }));
    assert_eq!(tablet.states(), [EntryState::Held { reason: "wait".to_owned() }]);
    assert_eq!(tablet.sync().sent, 0);
}

#[test]
fn records_that_one_tab_fetched_are_read_by_the_other() {
    let mut tablet = Tablet::ready();
    let other = tablet.tab(Keeping::OnDevice);
    tablet.server.put(crate::records::visit(200, &tablet.server.people[0]));
    tablet.server.take_away(tablet.server.request());
    tablet.sync();
    let ids = |client: &offline::Client| -> Vec<_> { client.requests().iter().map(|request| request.id).collect() };
    assert_eq!(ids(&other), ids(&tablet.client));
    assert_eq!(ids(&other).len(), 1);
}

#[test]
fn a_tap_wakes_the_loop_that_sleeps() {
    let mut tablet = Tablet::ready();
    tablet.browser.pauses_last.set(true);
    tablet.client.start();
    tablet.pool.run_until_stalled();
    let pulls = tablet.server.asked("/sync/pull").len();
    let (client, subject) = (tablet.client.clone(), on(tablet.server.dispatch()));
    tablet.run(async move { client.act(subject, Command::Confirm).await }).expect("the rules allow it");
    assert_eq!(tablet.server.effects.borrow().len(), 1);
    assert_eq!(tablet.states(), [EntryState::Accepted]);
    assert_eq!(tablet.server.asked("/sync/pull").len(), pulls + 1);
}

#[test]
fn two_tabs_that_register_at_once_end_as_one_device() {
    let mut tablet = Tablet::new(std::rc::Rc::new(crate::server::Server::with_one_visit()));
    let other = tablet.tab(Keeping::OnDevice);
    let (first, second) = (tablet.client.clone(), other.clone());
    let both = async move {
        futures::future::join(first.sign_in("field1", "paidan-demo"), second.sign_in("field1", "paidan-demo")).await
    };
    let (a, b) = tablet.run(both);
    assert!(a.is_ok() && b.is_ok());
    tablet.sync();
    tablet.do_all([Command::Confirm]);
    tablet.sync();
    let (client, subject) = (other.clone(), on(tablet.server.dispatch()));
    tablet.run(async move { client.act(subject, Command::AskHelp { note: "x".to_owned() }).await }).expect("allowed");
    tablet.run(async move { other.sync().await });
    let devices: Vec<String> = tablet
        .server
        .asked("/sync/push")
        .iter()
        .map(|ask| {
            let body: serde_json::Value = serde_json::from_slice(&ask.body).expect("a push is JSON");
            body["device_id"].to_string()
        })
        .collect();
    assert_eq!(devices.len(), 2);
    assert_eq!(devices[0], devices[1]);
}

#[test]
fn quick_taps_are_written_in_their_order() {
    let mut tablet = Tablet::ready();
    let (client, subject, at) = (tablet.client.clone(), on(tablet.server.dispatch()), tablet.client.now());
    let appoint = Command::Appoint { at, agreed_with: String::new() };
    // None of the three waits for the one before it.
    let taps = [Command::Confirm, appoint, Command::Depart].map(|command| client.act(subject, command));
    let done = tablet.run(futures::future::join_all(taps));
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    assert_eq!(tablet.dispatch_state(), "en_route");
}
