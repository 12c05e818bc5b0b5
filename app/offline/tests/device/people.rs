//! Who is signed in: the work belongs to its person, whoever holds the tablet.

use domain::command::Command;
use offline::{EntryState, SignInError, SyncEnd, Unreachable, storage::Table};

use crate::{server::Fault, tablet::Tablet};

#[test]
fn a_wrong_password_a_full_house_and_a_dead_line_are_told_apart() {
    let mut tablet = Tablet::new(std::rc::Rc::new(crate::server::Server::with_one_visit()));
    let mut check = |fault: Option<Fault>, login: &'static str| {
        if let Some(fault) = fault {
            tablet.server.fail("/api/session", fault);
        }
        let client = tablet.client.clone();
        tablet.run(async move { client.sign_in(login, "x").await }).err()
    };
    assert_eq!(check(None, "nobody"), Some(SignInError::WrongPassword));
    assert_eq!(check(Some(Fault::Status(429)), "field1"), Some(SignInError::TooMany { retry_after_s: 60 }));
    assert_eq!(check(Some(Fault::NoNetwork), "field1"), Some(SignInError::Unreachable));
    assert_eq!(check(Some(Fault::Page), "field1"), Some(SignInError::ServerTrouble));
    assert_eq!(check(None, "field1"), None);
}

#[test]
fn a_device_is_registered_once() {
    let mut tablet = Tablet::ready();
    tablet.restart();
    tablet.sync();
    assert_eq!(*tablet.server.devices.borrow(), 1);
}

#[test]
fn another_person_on_the_tablet_sees_a_count_and_no_more() {
    let mut tablet = Tablet::ready();
    tablet.server.fail("/sync/push", Fault::NoNetwork);
    tablet.do_all([Command::Confirm]);
    let client = tablet.client.clone();
    assert_eq!(tablet.run(async move { client.sign_out().await }), Ok(()));
    assert!(
        tablet.client.person().is_none() && tablet.client.requests().is_empty() && tablet.client.outbox().is_empty()
    );
    assert!(tablet.vault.forgotten.borrow().is_empty(), "the key of waiting work stays");
    tablet.sign_in("field2");
    tablet.sync();
    assert_eq!(tablet.client.status().others_waiting, 1);
    assert!(tablet.client.outbox().is_empty());
    assert!(tablet.server.effects.borrow().is_empty());
    let client = tablet.client.clone();
    tablet.run(async move { client.sign_out().await }).expect("the server is told");
    tablet.sign_in("field1");
    assert_eq!(tablet.states(), [EntryState::Waiting]);
    tablet.server.offline.set(false);
    tablet.sync();
    tablet.sync();
    assert_eq!(tablet.server.effects.borrow().len(), 1);
}

#[test]
fn signing_out_with_nothing_waiting_destroys_records_and_key() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.sync();
    let client = tablet.client.clone();
    tablet.run(async move { client.sign_out().await }).expect("the server is told");
    assert_eq!(*tablet.vault.forgotten.borrow(), [tablet.server.people[0].id]);
    let disk = tablet.disk.clone();
    let left = tablet.run(async move {
        let mut left = 0;
        for table in [Table::Records, Table::Outbox, Table::State] {
            left += offline::storage::Storage::rows(&disk, table, "").await.expect("memory is read").len();
        }
        left
    });
    assert_eq!(left, 0);
}

#[test]
fn a_sign_out_without_network_holds_here_and_is_told_before_anybody_comes_back_by_the_old_session() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    let client = tablet.client.clone();
    assert_eq!(tablet.run(async move { client.sign_out().await }), Err(Unreachable));
    tablet.restart();
    assert!(tablet.client.person().is_none());
    tablet.server.offline.set(false);
    let client = tablet.client.clone();
    assert_eq!(tablet.run(async move { client.resume().await }), Ok(None));
    assert_eq!(tablet.server.session.get(), None);
}

#[test]
fn work_is_not_delivered_by_another_persons_session() {
    let mut tablet = Tablet::ready();
    tablet.do_all([Command::Confirm]);
    tablet.restart();
    // Somebody else has signed in elsewhere in this browser: the cookie is theirs.
    tablet.server.session.set(Some(tablet.server.people[2].id));
    tablet.sync();
    assert!(tablet.server.effects.borrow().is_empty());
    assert_eq!(tablet.client.person().expect("somebody").login, "field2");
    assert_eq!(tablet.client.status().others_waiting, 1);
}

#[test]
fn drafts_outlive_a_restart_and_go_with_their_owner() {
    let mut tablet = Tablet::ready();
    tablet.client.keep_draft("finding-1", Some("第一句"));
    tablet.client.keep_draft("finding-1", Some("第一句，第二句"));
    tablet.client.keep_draft("path-1", Some("D:\\备份"));
    tablet.client.keep_draft("path-1", None);
    tablet.run(async {});
    tablet.restart();
    assert_eq!(tablet.client.draft("finding-1").as_deref(), Some("第一句，第二句"));
    assert_eq!(tablet.client.draft("path-1"), None);

    let client = tablet.client.clone();
    tablet.run(async move { client.sign_out().await }).expect("the server is told");
    tablet.sign_in("field2");
    assert_eq!(tablet.client.draft("finding-1"), None);
}

#[test]
fn nobody_signed_in_means_nothing_is_asked_for() {
    let mut tablet = Tablet::new(std::rc::Rc::new(crate::server::Server::with_one_visit()));
    assert_eq!(tablet.sync().end, SyncEnd::SignedOut);
    assert!(tablet.server.asked("/sync/").is_empty());
    assert_eq!(tablet.act(Command::Confirm), Err(offline::ActError::NotSignedIn));
}
