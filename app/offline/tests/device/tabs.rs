//! Two tabs of one browser do not trip over each other (SYN-11).

use domain::command::Command;
use offline::{EntryState, Keeping, SyncEnd};

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
    // The other tab's word is lost: it is written to the disk behind this one's back.
    let person = tablet.server.people[0].id;
    tablet.do_all([Command::Confirm]);
    let disk = tablet.disk.clone();
    let rows =
        tablet.run(async move { offline::storage::Storage::rows(&disk, offline::storage::Table::Device, "").await });
    assert!(rows.expect("memory is read").iter().any(|row| row.key == format!("{person}/number") && row.tag == "1"));
    let subject = on(tablet.server.dispatch());
    let (client, at) = (deaf.clone(), deaf.now());
    tablet.browser.locks.borrow_mut().push("paidan-drain".to_owned());
    let appoint = Command::Appoint { at, agreed_with: String::new() };
    assert!(tablet.run(async move { client.act(subject, appoint).await }).is_ok());
    assert_eq!(deaf.outbox()[1].envelope.device_seq, 2);
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
    tablet.server.put(crate::server::visit(200, &tablet.server.people[0]));
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
