//! Who is signed in: the work belongs to its person, whoever holds the tablet.

use domain::command::Command;
use offline::{
    HandInError, Keeping, Lack, SignInError, SyncEnd, Unreachable,
    storage::{Storage, Table},
};

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

fn ask_help() -> Command {
    Command::AskHelp { note: "two people needed".to_owned() }
}

/// Everything that lies on the disk, in one text.
fn on_disk(tablet: &mut Tablet) -> String {
    let disk = tablet.disk.clone();
    tablet.run(async move {
        let mut all = String::new();
        for table in Table::ALL {
            for row in Storage::rows(&disk, table, "").await.expect("memory is read") {
                all += &format!("{} {} {}\n", row.key, row.tag, String::from_utf8_lossy(&row.bytes));
            }
        }
        all
    })
}

fn sign_out(tablet: &mut Tablet) -> Result<(), Unreachable> {
    let client = tablet.client.clone();
    tablet.run(async move { client.sign_out().await })
}

#[test]
fn the_next_person_delivers_what_was_left_behind_and_cannot_read_it() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    tablet.do_all([Command::Confirm, ask_help()]);
    let client = tablet.client.clone();
    let photo = tablet.run(async move { client.keep_blob(vec![7; 1_000], "image/jpeg").await }).expect("kept");
    assert_eq!(sign_out(&mut tablet), Err(Unreachable));
    assert!(
        tablet.client.person().is_none() && tablet.client.requests().is_empty() && tablet.client.outbox().is_empty()
    );
    assert_eq!(*tablet.vault.forgotten.borrow(), [tablet.server.people[0].id], "the key is destroyed");
    let sealed = on_disk(&mut tablet);
    assert!(!sealed.contains(&tablet.server.request().to_string()), "no record, not even by its id");

    tablet.server.offline.set(false);
    tablet.server.fail("/sync/sealed", Fault::NoNetwork);
    tablet.sign_in("field2");
    tablet.sync();
    let waiting = tablet.client.sealed_work();
    assert_eq!((waiting[0].name.as_str(), waiting[0].actions, waiting[0].photos), ("field1", 2, 1));
    assert!(tablet.client.outbox().is_empty() && tablet.server.effects.borrow().is_empty());

    tablet.sync();
    assert!(tablet.client.sealed_work().is_empty());
    assert_eq!(tablet.server.effects.borrow().len(), 2);
    assert_eq!(tablet.server.blobs.borrow()[&photo], vec![7; 1_000]);
    assert!(tablet.server.pushes().is_empty(), "nothing was sent as the next person's own");
}

#[test]
fn whoever_comes_back_first_delivers_the_own_work_before_new_work() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    tablet.do_all([Command::Confirm]);
    assert_eq!(sign_out(&mut tablet), Err(Unreachable));
    tablet.server.offline.set(false);
    // The answer is lost on the way: the packet comes twice.
    tablet.server.fail("/sync/sealed", Fault::AnswerLost);
    tablet.sign_in("field1");
    tablet.sync();
    tablet.sync();
    tablet.do_all([ask_help()]);
    tablet.sync();
    assert_eq!(tablet.server.effects.borrow().len(), 2);
    let number = |envelope: &serde_json::Value| envelope["device_seq"].as_u64();
    let pushed: Vec<_> = tablet.server.pushes().iter().flatten().map(number).collect();
    assert_eq!(pushed, [Some(2)], "the numbers go on where they stood");
}

#[test]
fn later_work_of_the_same_person_waits_for_what_is_still_sealed() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    tablet.do_all([Command::Confirm]);
    assert_eq!(sign_out(&mut tablet), Err(Unreachable));
    tablet.server.offline.set(false);
    tablet.server.fail("/sync/sealed", Fault::Status(503));
    tablet.sign_in("field1");
    tablet.sync();
    tablet.do_all([Command::Confirm]);
    tablet.server.fail("/sync/sealed", Fault::Status(503));
    tablet.sync();
    assert!(tablet.server.pushes().is_empty());
    // The visit looks as if the step had not been taken: the person is told.
    assert!(tablet.client.device_lacks().contains(&Lack::OwnWorkSealed));
    let client = tablet.client.clone();
    let lacks = tablet.run(async move { client.prepare_device().await });
    assert!(!lacks.contains(&Lack::OwnWorkSealed), "{lacks:?}");
    tablet.sync();
    assert_eq!(tablet.server.pushes().len(), 1);
}

#[test]
fn what_the_server_cannot_open_stays_and_holds_nobody_up() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    tablet.do_all([Command::Confirm]);
    assert_eq!(sign_out(&mut tablet), Err(Unreachable));
    tablet.server.offline.set(false);
    tablet.server.refuses_packets.set(true);
    tablet.sign_in("field1");
    tablet.sync();
    assert!(tablet.client.sealed_work()[0].is_refused);
    tablet.do_all([Command::Confirm]);
    tablet.sync();
    assert_eq!(tablet.server.effects.borrow().len(), 1);
}

#[test]
fn work_from_before_the_server_had_a_key_to_seal_to_waits_for_its_person() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    tablet.do_all([Command::Confirm]);
    tablet.server.has_no_sealing_key.set(true);
    tablet.server.offline.set(false);
    tablet.server.fail("/sync/push", Fault::NoNetwork);
    tablet.restart();
    tablet.sync();
    assert_eq!(sign_out(&mut tablet), Ok(()));
    assert!(tablet.vault.forgotten.borrow().is_empty(), "the key of waiting work stays");
    tablet.sign_in("field2");
    tablet.sync();
    assert_eq!(tablet.client.status().others_waiting, 1);
    assert_eq!(sign_out(&mut tablet), Ok(()));
    tablet.sign_in("field1");
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
fn an_old_sign_out_on_its_way_does_not_end_the_session_of_who_signs_in_now() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    let client = tablet.client.clone();
    assert_eq!(tablet.run(async move { client.sign_out().await }), Err(Unreachable));
    tablet.server.offline.set(false);
    let (client, other) = (tablet.client.clone(), tablet.tab(Keeping::OnDevice));
    let both = async move { futures::future::join(other.sign_in("field1", "x"), client.resume()).await };
    let (signed_in, _) = tablet.run(both);
    assert_eq!(signed_in.expect("the server knows the login").person.login, "field1");
    assert!(tablet.server.session.get().is_some());
}

#[test]
fn the_office_page_of_an_emptied_tablet_begins_anew_too() {
    let mut tablet = Tablet::ready();
    tablet.server.revoked.set(true);
    tablet.sync();
    assert!(tablet.client.is_wiped());
    tablet.server.revoked.set(false);
    let office = tablet.tab(Keeping::InMemory);
    assert!(office.is_wiped());
    tablet.run(async move { office.sign_in("duty", "x").await }).expect("the server knows the login");
    tablet.restart();
    assert!(!tablet.client.is_wiped());
}

#[test]
fn a_sign_out_in_the_office_that_the_server_did_not_hear_of_is_told_by_the_next_page() {
    let mut tablet = Tablet::ready();
    let office = tablet.tab(Keeping::InMemory);
    tablet.run(async { office.sign_in("duty", "x").await }).expect("the server knows the login");
    tablet.server.offline.set(true);
    assert_eq!(tablet.run(async { office.sign_out().await }), Err(Unreachable));
    tablet.server.offline.set(false);
    let next = tablet.tab(Keeping::InMemory);
    assert_eq!(tablet.run(async { next.resume().await }), Ok(None));
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
fn what_was_begun_outlives_a_restart_and_a_sign_out_and_nobody_else_reads_it() {
    let mut tablet = Tablet::ready();
    tablet.client.keep_draft("finding-1", Some("第一句"));
    tablet.client.keep_draft("finding-1", Some("第一句，第二句"));
    tablet.client.keep_draft("path-1", Some("D:\\备份"));
    tablet.client.keep_draft("path-1", None);
    tablet.run(async {});
    tablet.restart();
    assert_eq!(tablet.client.draft("finding-1").as_deref(), Some("第一句，第二句"));
    assert_eq!(tablet.client.draft("path-1"), None);

    tablet.server.offline.set(true);
    assert_eq!(sign_out(&mut tablet), Err(Unreachable));
    assert_eq!(tablet.client.sealed_work()[0].drafts, 1);
    tablet.server.offline.set(false);
    tablet.sign_in("field2");
    tablet.sync();
    assert_eq!(tablet.client.draft("finding-1"), None);
    assert_eq!(tablet.client.status().unfinished, 0);
    assert!(tablet.client.sealed_work().is_empty(), "the next person carries it to the server");

    assert_eq!(sign_out(&mut tablet), Ok(()));
    tablet.sign_in("field1");
    tablet.sync();
    assert_eq!(tablet.client.draft("finding-1").as_deref(), Some("第一句，第二句"));
    assert!(tablet.server.begun.borrow().is_empty(), "the server is told that it is here again");
    tablet.restart();
    assert_eq!(tablet.client.draft("finding-1").as_deref(), Some("第一句，第二句"));
}

#[test]
fn what_was_begun_anew_is_not_replaced_by_what_was_left() {
    let mut tablet = Tablet::ready();
    tablet.client.keep_draft("finding-1", Some("在旧平板上"));
    tablet.client.keep_draft("inksign-off-1", Some("strokes"));
    tablet.run(async {});
    assert_eq!(sign_out(&mut tablet), Ok(()));
    let mut other = Tablet::new(tablet.server.clone());
    other.sign_in("field1");
    other.client.keep_draft("finding-1", Some("在新平板上"));
    other.run(async {});
    // The old tablet hands in by somebody else, and the new one asks after its next start.
    tablet.sign_in("field2");
    tablet.sync();
    other.server.session.set(Some(other.server.people[0].id));
    other.restart();
    other.sync();
    assert_eq!(other.client.draft("finding-1").as_deref(), Some("在新平板上"));
    let begun = other.server.begun.borrow();
    let (_, left) = begun.values().next().expect("the other version stays with the server");
    assert_eq!(left, &serde_json::json!([{"name": "finding-1", "text": "在旧平板上"}]), "and no strokes of a customer");
}

#[test]
fn nobody_signed_in_means_nothing_is_asked_for() {
    let mut tablet = Tablet::new(std::rc::Rc::new(crate::server::Server::with_one_visit()));
    assert_eq!(tablet.sync().end, SyncEnd::SignedOut);
    assert!(tablet.server.asked("/sync/").is_empty());
    assert_eq!(tablet.act(Command::Confirm), Err(offline::ActError::NotSignedIn));
}

#[test]
fn a_revoked_tablet_hands_in_what_waits_and_keeps_nothing() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    tablet.do_all([Command::Confirm]);
    tablet.server.offline.set(false);
    tablet.server.revoked.set(true);
    // The queue does not get through by the ordinary way in this round.
    tablet.server.fail("/sync/push", Fault::Status(503));
    assert_eq!(tablet.sync().end, SyncEnd::Revoked);
    assert!(tablet.client.is_wiped() && tablet.client.person().is_none() && tablet.vault.destroyed.get());
    assert_eq!(tablet.server.effects.borrow().len(), 1, "what waited was handed in");
    assert!(tablet.server.wiped.get());
    let left = on_disk(&mut tablet);
    assert_eq!(left.lines().count(), 1, "{left}");
    tablet.restart();
    assert!(tablet.client.is_wiped(), "the page says so after a restart too");
    tablet.server.revoked.set(false);
    tablet.sign_in("field2");
    assert!(!tablet.client.is_wiped());
}

#[test]
fn a_revoked_tablet_is_emptied_although_its_queue_does_not_get_through() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    tablet.do_all([Command::Confirm]);
    tablet.server.offline.set(false);
    tablet.server.revoked.set(true);
    for _ in 0..4 {
        tablet.server.fail("/sync/push", Fault::NoNetwork);
        tablet.server.fail("/sync/sealed", Fault::NoNetwork);
    }
    assert_eq!(tablet.sync().end, SyncEnd::Revoked);
    assert!(tablet.client.is_wiped() && tablet.vault.destroyed.get());
    assert_eq!(tablet.client.sealed_work()[0].actions, 1, "what waited is still there, for the server alone");
}

#[test]
fn no_other_tab_takes_the_session_of_an_emptied_tablet_up_again() {
    let mut tablet = Tablet::ready();
    let other = tablet.tab(Keeping::OnDevice);
    tablet.server.revoked.set(true);
    let session = tablet.server.session.get();
    assert_eq!(tablet.sync().end, SyncEnd::Revoked);
    // The session outlives the wipe, as when its end does not reach the server.
    tablet.server.session.set(session);
    tablet.remind();
    let syncing = other.clone();
    tablet.run(async move { syncing.sync().await });
    tablet.sync();
    assert_eq!(*tablet.server.devices.borrow(), 1, "nothing registers by itself");
    assert!(other.is_wiped() && other.person().is_none());
    let left = on_disk(&mut tablet);
    assert_eq!(left.lines().count(), 1, "{left}");
}

#[test]
fn a_revoked_tablet_whose_session_has_ended_is_emptied_and_its_work_handed_in_by_the_next_session() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    tablet.do_all([Command::Confirm]);
    tablet.server.offline.set(false);
    tablet.server.session.set(None);
    tablet.server.revoked.set(true);
    assert_eq!(tablet.sync().end, SyncEnd::Revoked);
    assert!(tablet.client.is_wiped() && tablet.server.wiped.get());
    assert!(tablet.server.effects.borrow().is_empty());
    assert_eq!(tablet.client.sealed_work()[0].actions, 1);
    tablet.server.revoked.set(false);
    tablet.sign_in("field2");
    tablet.sync();
    assert_eq!(tablet.server.effects.borrow().len(), 1);
}

#[test]
fn a_black_box_made_without_a_network_is_handed_in_elsewhere_and_twice_is_once() {
    let mut tablet = Tablet::ready();
    tablet.server.offline.set(true);
    let actions = tablet.do_all([Command::Confirm, ask_help()]);
    let client = tablet.client.clone();
    let photo = tablet.run(async move { client.keep_blob(vec![7; 5_000], "image/jpeg").await }).expect("kept");
    let client = tablet.client.clone();
    assert!(tablet.run(async move { client.hold(actions[1], "先问客户").await }));
    tablet.client.keep_draft("finding-1", Some("写了一半"));
    let client = tablet.client.clone();
    let small = tablet.run(async move { client.black_box(3_000).await }).expect("a box");
    let in_words = |made: &offline::BlackBox| {
        let offline::BoxContents { actions, held, photos, drafts, people } = made.contents;
        (actions, held, photos, drafts, people, made.photos_left)
    };
    assert_eq!(in_words(&small), (2, 1, 0, 1, 1, 1));
    let client = tablet.client.clone();
    let whole = tablet.run(async move { client.black_box(1_000_000).await }).expect("a box");
    assert_eq!(in_words(&whole), (2, 1, 1, 1, 1, 0));

    tablet.server.offline.set(false);
    let mut other = Tablet::new(tablet.server.clone());
    other.sign_in("field2");
    for _ in 0..2 {
        let (client, file) = (other.client.clone(), whole.file.clone());
        let handed_in = other.run(async move { client.hand_in(&file, |_, _| ()).await }).expect("handed in");
        assert_eq!(handed_in.contents, whole.contents, "the same numbers on both sides");
        assert_eq!((handed_in.accepted, handed_in.photos, handed_in.drafts), (2, 1, 1));
        assert_eq!((handed_in.retry, handed_in.refused), (0, 0));
    }
    assert_eq!(tablet.server.effects.borrow().len(), 2);
    assert_eq!(tablet.server.blobs.borrow()[&photo], vec![7; 5_000]);
    let client = other.client.clone();
    let none = other.run(async move { client.hand_in(b"something else", |_, _| ()).await });
    assert_eq!(none, Err(HandInError::NoBox));
    // The tablet comes back to life and sends the same.
    tablet.server.session.set(Some(tablet.server.people[0].id));
    tablet.sync();
    assert_eq!(tablet.server.effects.borrow().len(), 2);
}
