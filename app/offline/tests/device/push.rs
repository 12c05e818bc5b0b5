//! Actions on their way: each has exactly one effect, and none is lost, whatever the network does.

use domain::{EnvelopeId, Rejection, Timestamp, command::Command, sync::MAX_ENVELOPES};
use offline::{ActError, EntryState, SyncEnd, Whereabouts, storage::Table};

use crate::{
    records::visit,
    server::Fault,
    tablet::{Tablet, id},
};

fn appoint() -> Command {
    Command::Appoint { at: domain::Timestamp(crate::server::START + 7_200_000), agreed_with: "Zhang".to_owned() }
}

#[test]
fn an_action_is_on_disk_before_it_is_said_to_be_saved_and_survives_a_restart_without_network() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    tablet.do_all([Command::Confirm, appoint()]);
    assert_eq!(tablet.dispatch_state(), "appointed");
    tablet.restart();
    assert_eq!(tablet.client.person().expect("known offline").login, "field1");
    assert_eq!(tablet.dispatch_state(), "appointed");
    assert_eq!(tablet.states(), [EntryState::Waiting, EntryState::Waiting]);
    assert_eq!(tablet.client.whereabouts(tablet.server.request()), Whereabouts::OnDevice(2));
    assert_eq!(tablet.sync().end, SyncEnd::Unreachable);
    tablet.server.offline.set(false);
    assert_eq!(tablet.sync().accepted, 2);
    assert_eq!(tablet.server.effects.borrow().len(), 2);
    assert_eq!(tablet.client.whereabouts(tablet.server.request()), Whereabouts::Accepted);
    assert_eq!(tablet.dispatch_state(), "appointed");
}

#[test]
fn what_a_rule_forbids_is_not_written() {
    let mut tablet = Tablet::ready();
    let refused = tablet.act(Command::Arrive);
    assert!(matches!(refused, Err(ActError::Rejected(Rejection::WrongState { .. }))));
    assert!(tablet.client.outbox().is_empty());
}

/// Whatever happens to the answer, nothing follows from it, and the next round brings exactly one effect.
fn check_fault(fault: Fault, end: SyncEnd) {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm, appoint()]);
    tablet.server.fail("/sync/push", fault);
    let report = tablet.sync();
    assert_eq!(report.end, end, "{fault:?}");
    assert_eq!(tablet.client.status().troubled, end == SyncEnd::Trouble, "{fault:?}");
    assert_eq!(tablet.states(), [EntryState::Sent, EntryState::Sent], "{fault:?}");
    assert_eq!(tablet.client.whereabouts(tablet.server.request()), Whereabouts::Sent, "{fault:?}");
    assert_eq!(tablet.dispatch_state(), "appointed", "{fault:?}");
    // The server checks that the bytes are the same as before.
    tablet.restart();
    assert_eq!(tablet.sync().accepted, 2, "{fault:?}");
    assert!(!tablet.client.status().troubled, "{fault:?}");
    assert_eq!(tablet.server.effects.borrow().len(), 2, "{fault:?}");
    assert_eq!(tablet.states(), [EntryState::Accepted, EntryState::Accepted], "{fault:?}");
}

#[test]
fn an_answer_that_is_none_settles_nothing() {
    check_fault(Fault::NoNetwork, SyncEnd::Unreachable);
    check_fault(Fault::AnswerLost, SyncEnd::Unreachable);
    check_fault(Fault::Page, SyncEnd::Trouble);
    check_fault(Fault::Cut, SyncEnd::Trouble);
    check_fault(Fault::Status(502), SyncEnd::Trouble);
    check_fault(Fault::Status(500), SyncEnd::Trouble);
    check_fault(Fault::Status(403), SyncEnd::Trouble);
    check_fault(Fault::Retry, SyncEnd::Trouble);
    check_fault(Fault::WrongReceipt, SyncEnd::Trouble);
    check_fault(Fault::TamperedReceipt, SyncEnd::Trouble);
    check_fault(Fault::ForeignReceipt, SyncEnd::Trouble);
}

#[test]
fn a_key_that_is_new_to_the_tablet_is_asked_for() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.server.keys.borrow_mut().push([8; 32]);
    assert_eq!(tablet.sync().accepted, 1);
    assert_eq!(tablet.states(), [EntryState::Accepted]);
}

#[test]
fn a_receipt_for_other_bytes_is_counted_as_none() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.server.fail("/sync/push", Fault::WrongReceipt);
    let report = tablet.sync();
    assert_eq!((report.without_receipt, report.accepted), (1, 0));
}

#[test]
fn an_ended_session_keeps_the_work_until_its_person_is_back() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.server.fail("/sync/push", Fault::Status(401));
    assert_eq!(tablet.sync().end, SyncEnd::SignedOut);
    assert!(tablet.client.status().signed_out);
    assert_eq!(tablet.client.status().waiting, 1);
    // Saving goes on meanwhile.
    tablet.do_all([appoint()]);
    tablet.sign_in("field1");
    assert!(!tablet.client.status().signed_out);
    tablet.sync();
    assert_eq!(tablet.client.status().waiting, 0);
    assert_eq!(tablet.server.effects.borrow().len(), 2);
}

#[test]
fn results_are_matched_by_id_not_by_place() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm, appoint()]);
    tablet.server.fail("/sync/push", Fault::Reordered);
    assert_eq!(tablet.sync().accepted, 2);
    for entry in tablet.client.outbox() {
        assert_eq!(entry.receipt.as_ref().map(|receipt| receipt.id.clone()), Some(entry.envelope.id.to_string()));
    }
}

#[test]
fn a_kept_action_loses_its_effect_and_stays_until_it_is_dismissed() {
    let mut tablet = Tablet::ready();
    let confirm = tablet.do_all([Command::Confirm])[0];
    // The office has had the dispatch refused meanwhile.
    let mut changed = visit(100, &tablet.server.people[0]);
    changed.dispatches[0].state = domain::request::DispatchState::Refused;
    tablet.server.put(changed);
    assert_eq!(tablet.sync().kept, 1);
    assert_eq!(tablet.dispatch_state(), "refused");
    assert!(matches!(&tablet.states()[..], [EntryState::Kept(problem)] if problem.word == "wrong_state"));
    tablet.restart();
    assert_eq!(tablet.client.status().problems, 1);
    let client = tablet.client.clone();
    assert!(tablet.run(async move { client.dismiss(confirm).await }));
    tablet.restart();
    assert!(tablet.client.outbox().is_empty());
}

#[test]
fn an_action_that_is_not_kept_cannot_be_dismissed() {
    let mut tablet = Tablet::ready();
    let confirm = tablet.do_all([Command::Confirm])[0];
    let client = tablet.client.clone();
    assert!(!tablet.run(async move { client.dismiss(confirm).await }));
    assert_eq!(tablet.states(), [EntryState::Waiting]);
}

fn help(number: usize, length: usize) -> Command {
    Command::AskHelp { note: number.to_string() + &"x".repeat(length) }
}

#[test]
fn pushes_keep_the_limits_and_the_order() {
    let mut tablet = Tablet::ready();
    tablet.do_all((0..150).map(|number| help(number, 0)));
    assert_eq!(tablet.sync().accepted, 150);
    let pushes = tablet.server.pushes();
    assert_eq!(pushes.iter().map(Vec::len).collect::<Vec<_>>(), [MAX_ENVELOPES, 50]);
    let numbers: Vec<u64> = pushes.concat().iter().map(|one| one["device_seq"].as_u64().expect("a number")).collect();
    assert_eq!(numbers, (1..=150).collect::<Vec<u64>>());
}

#[test]
fn large_actions_go_in_pushes_of_a_mebibyte() {
    let mut tablet = Tablet::ready();
    tablet.do_all((0..30).map(|number| help(number, 60_000)));
    assert_eq!(tablet.sync().accepted, 30);
    let sizes: Vec<usize> = tablet.server.asked("/sync/push").iter().map(|ask| ask.body.len()).collect();
    assert!(sizes.len() == 2 && sizes.iter().all(|size| *size <= domain::sync::MAX_PUSH_BYTES), "{sizes:?}");
}

#[test]
fn an_action_that_no_push_can_hold_is_refused_here() {
    let mut tablet = Tablet::ready();
    let refused = tablet.act(help(0, 70_000));
    assert!(matches!(refused, Err(ActError::Rejected(Rejection::Invalid { .. }))));
}

#[test]
fn a_server_with_a_smaller_limit_gets_smaller_pushes_and_one_too_large_holds_up_nobody() {
    let mut tablet = Tablet::ready();
    tablet.server.put(visit(200, &tablet.server.people[0]));
    tablet.sync();
    tablet.do_all((0..4).map(|number| help(number, 1_000)));
    tablet.do_all([help(9, 9_000)]);
    let other = tablet.act_on(domain::DispatchId(id(201)), Command::Confirm).expect("the rules allow it");
    tablet.server.push_limit.set(Some(5_000));
    let report = tablet.sync();
    assert_eq!((report.end, report.accepted), (SyncEnd::Trouble, 5));
    let waiting: Vec<_> = tablet.client.outbox().iter().filter(|entry| entry.state.is_unsent()).cloned().collect();
    assert_eq!(waiting.len(), 1);
    assert_ne!(waiting[0].envelope.id, other);
}

#[test]
fn a_held_action_holds_back_what_is_built_on_it_and_nothing_else() {
    let mut tablet = Tablet::ready();
    tablet.server.put(visit(200, &tablet.server.people[0]));
    tablet.sync();
    let held = tablet.do_all([Command::Confirm, appoint()])[0];
    tablet.act_on(domain::DispatchId(id(201)), Command::Confirm).expect("the rules allow it");
    let client = tablet.client.clone();
    assert!(tablet.run(async move { client.hold(held, " wrong customer ").await }));
    assert_eq!(tablet.sync().accepted, 1);
    tablet.restart();
    let reason = "wrong customer".to_owned();
    assert_eq!(tablet.states(), [EntryState::Held { reason }, EntryState::Waiting, EntryState::Accepted]);
    assert_eq!(tablet.client.status().held, 1);
    let client = tablet.client.clone();
    tablet.browser.locks.borrow_mut().push("paidan-drain".to_owned());
    assert!(tablet.run(async move { client.release(held).await }));
    tablet.browser.locks.borrow_mut().clear();
    assert_eq!(tablet.sync().accepted, 2);
    assert_eq!(tablet.server.effects.borrow().len(), 3);
}

#[test]
fn what_was_sent_cannot_be_held_back() {
    let mut tablet = Tablet::ready();
    let sent = tablet.do_all([Command::Confirm])[0];
    tablet.server.fail("/sync/push", Fault::AnswerLost);
    tablet.sync();
    let client = tablet.client.clone();
    assert!(!tablet.run(async move { client.hold(sent, "too late").await }));
    assert_eq!(tablet.states(), [EntryState::Sent]);
}

#[test]
fn an_action_that_this_version_cannot_read_is_delivered_as_it_was_written() {
    let mut tablet = Tablet::ready();
    let person = tablet.server.people[0].id;
    let text =
        format!(r#"{{"actor":"{person}","command":{{"type":"from_tomorrow"}},"device_seq":1,"id":"{}"}}"#, id(77));
    let row = serde_json::json!({"envelope": text, "saved_at": 1}).to_string();
    let sealed = [person.0.as_bytes(), row.as_bytes()].concat();
    let key = format!("{person}/0000000000000001");
    let write = offline::storage::Write::row(Table::Outbox, key, "waiting".to_owned(), sealed);
    let disk = tablet.disk.clone();
    tablet.run(async move { offline::storage::Storage::write(&disk, vec![write]).await }).expect("memory is written");
    tablet.restart();
    assert_eq!(tablet.client.status().waiting, 1);
    let unshown = |tablet: &Tablet, state| {
        tablet.client.unshown() == [offline::Unshown { id: EnvelopeId(id(77)), state, saved_at: Timestamp(1) }]
    };
    assert_eq!(tablet.client.outbox(), []);
    assert!(unshown(&tablet, EntryState::Waiting), "it is there all the same");
    assert_eq!(tablet.sync().quarantined, 1);
    assert!(matches!(tablet.client.unshown()[0].state, EntryState::Quarantined(_)));
    assert_eq!(tablet.server.pushes()[0][0]["command"]["type"], "from_tomorrow");
    assert_eq!(tablet.client.status().problems, 1);
}

#[test]
fn a_device_that_the_server_has_forgotten_registers_again() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.server.fail("/sync/push", Fault::UnknownDevice);
    assert_eq!(tablet.sync().accepted, 1);
    assert_eq!(*tablet.server.devices.borrow(), 2);
}

#[test]
fn an_action_carries_the_devices_clock_and_its_estimate_of_the_servers() {
    let mut tablet = Tablet::ready();
    // The device runs an hour ahead; the answer to a push sets the estimate and begins the count.
    tablet.browser.wall.set(tablet.browser.wall.get() + 3_600_000);
    tablet.do_all([Command::Confirm]);
    tablet.sync();
    assert_eq!(tablet.client.status().clock_offset_ms, -3_600_000);
    tablet.browser.pass(60_000);
    tablet.do_all([help(1, 0)]);
    let outbox = tablet.client.outbox();
    let envelope = &outbox[1].envelope;
    assert_eq!(envelope.occurred_at.millis(), tablet.browser.wall.get());
    assert_eq!((envelope.clock_offset_ms, envelope.since_contact_ms), (-3_600_000, Some(60_000)));
    tablet.restart();
    // The estimate is kept, the count is not: nobody knows how long the device was off.
    assert_eq!(tablet.client.status().clock_offset_ms, -3_600_000);
    tablet.do_all([help(2, 0)]);
    assert_eq!(tablet.client.outbox()[2].envelope.since_contact_ms, None);
    assert_eq!(tablet.client.outbox()[2].envelope.device_seq, 3);
}

#[test]
fn a_push_without_an_answer_leaves_open_what_the_server_counts_from() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.sync();
    tablet.do_all([help(1, 0)]);
    tablet.server.fail("/sync/push", Fault::AnswerLost);
    tablet.sync();
    tablet.do_all([help(2, 0)]);
    let since: Vec<_> = tablet.client.outbox().iter().map(|entry| entry.envelope.since_contact_ms).collect();
    // The first counts from the registration.
    assert_eq!(since, [Some(0), Some(0), None]);
}

#[test]
fn what_was_never_on_its_way_is_on_the_device_and_not_sent() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.server.offline.set(true);
    assert_eq!(tablet.sync().end, SyncEnd::Unreachable);
    assert_eq!(tablet.client.whereabouts(tablet.server.request()), Whereabouts::OnDevice(1));
    assert!(tablet.server.pushes().is_empty());
}

#[test]
fn the_history_of_accepted_actions_is_pruned_to_the_last_two_hundred() {
    let mut tablet = Tablet::ready();
    tablet.do_all((0..210).map(|number| help(number, 0)));
    tablet.sync();
    assert_eq!(tablet.client.outbox().len(), 200);
    tablet.restart();
    assert_eq!(tablet.client.outbox().len(), 200);
    assert_eq!(tablet.client.outbox()[0].envelope.device_seq, 11);
}
