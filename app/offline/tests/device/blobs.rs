//! Photos: resumable, never in the way of a form, and never more than their share of the device.

use domain::{command::Command, signature::sha256_hex, visit::Photo};
use offline::{ActError, SyncEnd, storage::StorageError};

use crate::{
    server::{Fault, START},
    tablet::Tablet,
};

fn keep(tablet: &mut Tablet, bytes: Vec<u8>) -> Result<String, ActError> {
    let client = tablet.client.clone();
    tablet.browser.locks.borrow_mut().push("paidan-drain".to_owned());
    let kept = tablet.run(async move { client.keep_blob(bytes, "image/jpeg").await });
    tablet.browser.locks.borrow_mut().clear();
    kept
}

fn on_site(tablet: &mut Tablet) {
    let at = domain::Timestamp(START + 7_200_000);
    let appoint = Command::Appoint { at, agreed_with: String::new() };
    tablet.do_all([Command::Confirm, appoint, Command::Depart, Command::Arrive]);
}

fn attach(sha256: &str) -> Command {
    let photo = Photo {
        sha256: sha256.to_owned(),
        media_type: "image/jpeg".to_owned(),
        size: 1,
        caption: String::new(),
        taken_at: domain::Timestamp(START),
    };
    Command::AttachPhoto { photo }
}

#[test]
fn a_photo_is_kept_sealed_and_uploaded_in_pieces() {
    let mut tablet = Tablet::ready();
    on_site(&mut tablet);
    let bytes: Vec<u8> = (0..600_000_u32).map(|number| number as u8).collect();
    let sha256 = keep(&mut tablet, bytes.clone()).expect("there is room");
    assert_eq!(sha256, sha256_hex(&bytes));
    tablet.do_all([attach(&sha256)]);
    assert_eq!(tablet.client.outbox()[4].blobs_missing, 1);
    tablet.restart();
    assert_eq!(tablet.client.status().blobs_waiting, 1);
    let report = tablet.sync();
    assert_eq!((report.end, report.uploaded, report.accepted), (SyncEnd::Done, 1, 5));
    let pieces: Vec<usize> =
        tablet.server.asked("/blobs/").iter().filter(|ask| ask.method == "PUT").map(|ask| ask.body.len()).collect();
    assert_eq!(pieces, [262_144, 262_144, 75_712]);
    assert_eq!(tablet.server.blobs.borrow()[&sha256], bytes);
    assert_eq!(tablet.client.outbox()[4].blobs_missing, 0);
    let client = tablet.client.clone();
    let read = tablet.run(async move { client.blob(&sha256).await });
    assert_eq!(read, Some((bytes, "image/jpeg".to_owned())));
}

#[test]
fn an_upload_goes_on_where_it_was_cut() {
    let mut tablet = Tablet::ready();
    let bytes = vec![5; 700_000];
    let sha256 = keep(&mut tablet, bytes.clone()).expect("there is room");
    // The question for the offset arrives, the first piece too; the answer to the piece does not.
    tablet.server.fail("/blobs/nothing", Fault::NoNetwork);
    let client = tablet.client.clone();
    tablet.run(async move { client.sync().await });
    tablet.server.blobs.borrow_mut().get_mut(&sha256).expect("it is there").truncate(300_000);
    tablet.restart();
    // The server lost a part; it says so when it is asked, and only the rest is sent.
    let name = sha256.clone();
    let disk = tablet.disk.clone();
    let key = format!("{}/{name}", tablet.server.people[0].id);
    let waits = offline::storage::Write::tag(offline::storage::Table::BlobIndex, key, "waiting");
    tablet.run(async move { offline::storage::Storage::write(&disk, vec![waits]).await }).expect("memory is written");
    tablet.restart();
    tablet.server.log.borrow_mut().clear();
    assert_eq!(tablet.sync().uploaded, 1);
    let sent: usize = tablet.server.asked("/blobs/").iter().map(|ask| ask.body.len()).sum();
    assert_eq!(sent, 400_000);
    assert_eq!(tablet.server.blobs.borrow()[&sha256], bytes);
}

#[test]
fn a_lost_answer_to_a_piece_is_made_up_by_asking_for_the_offset() {
    let mut tablet = Tablet::ready();
    let bytes = vec![6; 300_000];
    let sha256 = keep(&mut tablet, bytes.clone()).expect("there is room");
    // HEAD goes through; the first PUT arrives, its answer does not.
    tablet.server.fail(&("/blobs/".to_owned() + &sha256), Fault::Status(404));
    tablet.server.fail(&("/blobs/".to_owned() + &sha256), Fault::AnswerLost);
    assert_eq!(tablet.sync().end, SyncEnd::Unreachable);
    assert_eq!(tablet.sync().uploaded, 1);
    assert_eq!(tablet.server.blobs.borrow()[&sha256], bytes);
}

#[test]
fn small_photos_go_together_and_each_is_answered_by_itself() {
    let mut tablet = Tablet::ready();
    let small: Vec<String> =
        (0..5).map(|number| keep(&mut tablet, vec![number; 20_000]).expect("there is room")).collect();
    keep(&mut tablet, b"MZ no photo".to_vec()).expect("there is room");
    let large = keep(&mut tablet, vec![9; 70_000]).expect("there is room");
    let report = tablet.sync();
    assert_eq!((report.end, report.uploaded), (SyncEnd::Done, 6));
    let asked: Vec<(String, String)> =
        tablet.server.asked("/blobs").into_iter().map(|ask| (ask.method, ask.path)).collect();
    let path = "/api/blobs/".to_owned() + &large;
    let expected = [("PUT", "/api/blobs"), ("HEAD", &path), ("PUT", &path)];
    assert_eq!(asked, expected.map(|(method, path)| (method.to_owned(), path.to_owned())));
    assert!(small.iter().all(|name| tablet.server.blobs.borrow().contains_key(name)));
    assert_eq!(tablet.client.status().blobs_waiting, 1);
}

#[test]
fn a_lost_answer_to_several_photos_is_made_up_by_sending_them_again() {
    let mut tablet = Tablet::ready();
    for number in 0..3 {
        keep(&mut tablet, vec![number; 20_000]).expect("there is room");
    }
    tablet.server.fail("/blobs", Fault::AnswerLost);
    assert_eq!(tablet.sync().end, SyncEnd::Unreachable);
    assert_eq!(tablet.client.status().blobs_waiting, 3);
    assert_eq!(tablet.sync().uploaded, 3);
}

#[test]
fn a_server_that_takes_no_photos_together_gets_them_one_by_one() {
    let mut tablet = Tablet::ready();
    let names: Vec<String> = (0..3).map(|number| keep(&mut tablet, vec![number; 20_000]).expect("room")).collect();
    tablet.server.fail("/blobs", Fault::Status(405));
    assert_eq!(tablet.sync().uploaded, 3);
    assert!(names.iter().all(|name| tablet.server.blobs.borrow().contains_key(name)));
}

#[test]
fn a_photo_that_cannot_be_uploaded_holds_up_neither_form_nor_records() {
    let mut tablet = Tablet::ready();
    keep(&mut tablet, vec![7; 10]).expect("there is room");
    tablet.do_all([Command::Confirm]);
    tablet.server.fail("/blobs", Fault::Status(500));
    tablet.server.fail("/blobs/", Fault::Status(500));
    let report = tablet.sync();
    assert_eq!((report.end, report.accepted), (SyncEnd::Trouble, 1));
    assert_eq!(tablet.client.status().waiting, 0);
    assert_eq!(tablet.client.status().blobs_waiting, 1);
}

#[test]
fn a_blob_that_the_server_will_not_have_is_not_offered_again_in_this_run() {
    let mut tablet = Tablet::ready();
    keep(&mut tablet, b"MZ no photo".to_vec()).expect("there is room");
    assert_eq!(tablet.sync().end, SyncEnd::Done);
    let asked = tablet.server.asked("/blobs").len();
    tablet.sync();
    assert_eq!(tablet.server.asked("/blobs").len(), asked);
    assert_eq!(tablet.client.status().blobs_waiting, 1);
}

#[test]
fn on_a_full_device_photos_are_refused_and_forms_are_saved() {
    let mut tablet = Tablet::ready();
    on_site(&mut tablet);
    let uploaded = keep(&mut tablet, vec![8; 30_000]).expect("there is room");
    tablet.sync();
    tablet.do_all([attach(&uploaded)]);
    // Less is free than a form needs; what is uploaded already can go.
    let used = {
        let disk = tablet.disk.clone();
        tablet.run(async move { offline::storage::Storage::room(&disk).await }).used.expect("memory knows")
    };
    tablet.disk.limit(Some(used + 10));
    tablet.do_all([Command::AskHelp { note: "text is saved all the same".repeat(50) }]);
    assert_eq!(keep(&mut tablet, vec![9; 100]), Err(ActError::Storage(StorageError::Full)));
    tablet.restart();
    assert_eq!(tablet.client.status().waiting, 2);
    // The photo went, and comes back from the server when somebody looks at it.
    tablet.disk.limit(None);
    tablet.sync();
    let client = tablet.client.clone();
    assert!(tablet.run(async move { client.blob(&uploaded).await }).is_some());
}

#[test]
fn a_device_that_is_really_full_says_so_and_shows_nothing_as_saved() {
    let mut tablet = Tablet::ready();
    tablet.disk.limit(Some(1));
    assert_eq!(tablet.act(Command::Confirm), Err(ActError::Storage(StorageError::Full)));
    assert_eq!(tablet.dispatch_state(), "offered");
    assert!(tablet.client.outbox().is_empty());
    tablet.disk.limit(None);
    tablet.do_all([Command::Confirm]);
}

#[test]
fn a_blob_from_the_network_is_believed_only_by_its_name() {
    let mut tablet = Tablet::ready();
    let name = sha256_hex(b"photo");
    tablet.server.blobs.borrow_mut().insert(name.clone(), b"other".to_vec());
    tablet.server.blob_lengths.borrow_mut().insert(name.clone(), 5);
    let client = tablet.client.clone();
    assert_eq!(tablet.run(async move { client.blob(&name).await }), None);
}
