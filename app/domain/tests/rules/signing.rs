//! What must stand before a signature, and what it seals (ONS-12, ONS-16, SYN-9).

use domain::{
    Rejection, SignatureId,
    command::Command,
    request::{DispatchState as D, RequestPatch, RequestState as R},
    signature::{DocumentKind, Ink, SignatureRecord, covers},
    time::HOUR,
    visit::{Solved, Step},
};
use uuid::Uuid;

use crate::centre::{Centre, FIRST, SECOND, backup, finding, ink, qian, result};

fn sign(record: SignatureRecord) -> Command {
    Command::Sign { record: Box::new(record) }
}

fn decline(reason: &str) -> Command {
    Command::DeclineBackup { reason: reason.to_owned() }
}

#[test]
fn nothing_is_touched_before_the_backup() {
    let mut centre = Centre::on_site();
    let touching = [
        Command::RecordFinding { finding: finding(), seen: None },
        Command::TickStep { step: Step::Solve },
        Command::TickStep { step: Step::TrialRun },
        Command::TickStep { step: Step::Explain },
    ];
    for command in &touching {
        assert_eq!(centre.premises(FIRST, command.clone()).map(drop), Err(Rejection::BackupFirst));
    }
    centre.premises(FIRST, Command::TickStep { step: Step::Demonstrate }).expect("looking is no touching");
    centre.premises(FIRST, backup()).expect("backed up");
    for command in touching {
        centre.premises(FIRST, command).expect("now it may be touched");
    }
}

#[test]
fn without_a_backup_the_customer_signs_for_the_reason_first() {
    let mut centre = Centre::on_site();
    let solve = || Command::RecordFinding { finding: finding(), seen: None };
    centre.premises(FIRST, decline("磁盘已满")).expect("declined");
    assert_eq!(centre.premises(FIRST, solve()).map(drop), Err(Rejection::BackupFirst));
    centre.sign(FIRST, DocumentKind::NoBackup).expect("signed for");
    assert_eq!(centre.states(), (R::Dispatched, D::OnSite));
    centre.premises(FIRST, solve()).expect("solved without a backup");
}

#[test]
fn a_signature_for_one_reason_does_not_stand_for_another() {
    let mut centre = Centre::on_site();
    centre.premises(FIRST, decline("磁盘已满")).expect("declined");
    centre.sign(FIRST, DocumentKind::NoBackup).expect("signed for");
    centre.premises(FIRST, decline("客户赶时间")).expect("another reason");
    let solve = Command::RecordFinding { finding: finding(), seen: None };
    assert_eq!(centre.premises(FIRST, solve.clone()).map(drop), Err(Rejection::BackupFirst));
    centre.premises(FIRST, decline("磁盘已满")).expect("the signed reason");
    centre.premises(FIRST, solve).expect("solved");
}

#[test]
fn a_signature_for_nothing_does_not_replace_the_backup() {
    let mut centre = Centre::on_site();
    centre.sign(FIRST, DocumentKind::NoBackup).expect("signed before a reason was given");
    centre.premises(FIRST, decline("磁盘已满")).expect("declined");
    let solve = Command::RecordFinding { finding: finding(), seen: None };
    assert_eq!(centre.premises(FIRST, solve).map(drop), Err(Rejection::BackupFirst));
}

#[test]
fn a_signed_form_is_sealed() {
    let mut centre = Centre::presented(Solved::All);
    centre.sign(FIRST, DocumentKind::SignOff).expect("signed");
    let changes = [
        backup(),
        decline("没有"),
        Command::RecordFinding { finding: finding(), seen: None },
        Command::RecordResult { result: result(Solved::Not) },
        Command::PresentForm { left_at: centre.now },
        Command::RemovePhoto { sha256: String::new() },
        Command::TickStep { step: Step::Solve },
        Command::AskHelp { note: "?".to_owned() },
    ];
    for command in changes {
        let word = command.word();
        assert_eq!(centre.premises(FIRST, command).map(drop), Err(Rejection::Sealed), "{word}");
    }
    assert!(centre.sign(FIRST, DocumentKind::SignOff).is_err(), "one signature seals it");
}

#[test]
fn a_signature_over_other_content_is_refused() {
    let mut centre = Centre::presented(Solved::All);
    let record = centre.signature(FIRST, DocumentKind::SignOff);
    centre.premises(FIRST, Command::RecordResult { result: result(Solved::Not) }).expect("changed afterwards");
    assert_eq!(centre.premises(FIRST, sign(record)).map(drop), Err(Rejection::OtherContent));
    centre.sign(FIRST, DocumentKind::SignOff).expect("signed as it stands");
}

#[test]
fn what_the_office_changes_after_the_signature_shows() {
    let mut centre = Centre::returned(Solved::All);
    let is_covered = |centre: &Centre| {
        let dispatch = centre.dispatch(FIRST);
        covers(dispatch.visit.sign_off().expect("a signature"), centre.request(), dispatch)
    };
    let edit = |patch: RequestPatch| Command::EditRequest { patch: Box::new(patch), seen: None };
    let address = Some("太原市并州路2号".to_owned());
    centre.office(edit(RequestPatch { address, ..RequestPatch::default() })).expect("edited");
    assert!(is_covered(&centre), "the address is not sealed");
    let symptom = Some("别的问题".to_owned());
    centre.office(edit(RequestPatch { symptom, ..RequestPatch::default() })).expect("edited");
    assert!(!is_covered(&centre));
}

#[test]
fn a_signature_needs_ink_and_a_name() {
    let mut centre = Centre::presented(Solved::All);
    let mut dot = centre.signature(FIRST, DocumentKind::SignOff);
    dot.ink.strokes = vec![vec![[10, 10, 0, 500]]];
    assert_eq!(centre.premises(FIRST, sign(dot)).map(drop), Err(Rejection::TooLittleInk));
    let mut nameless = centre.signature(FIRST, DocumentKind::SignOff);
    nameless.signer_name = " ".to_owned();
    let missing = Rejection::Missing { pointer: "/command/record/signer_name".to_owned() };
    assert_eq!(centre.premises(FIRST, sign(nameless)).map(drop), Err(missing));
}

#[test]
fn ink_counts_by_its_length_wherever_it_lies() {
    let line = |from: [i32; 2], to: [i32; 2]| Ink {
        strokes: vec![vec![[from[0], from[1], 0, 0], [to[0], to[1], 9, 0]]],
        ..ink()
    };
    assert!(!line([0, 0], [0, 599]).is_enough());
    assert!(line([0, 0], [0, 600]).is_enough());
    assert!(line([i32::MIN, i32::MIN], [i32::MAX, i32::MAX]).is_enough());
    let endless = Ink { strokes: vec![vec![[0, 0, 0, 0], [900, 0, 1, 0]]; 1_251], ..ink() };
    assert!(!endless.is_enough(), "more points than fit into an action");
}

#[test]
fn the_form_is_complete_before_it_is_signed() {
    let missing = |pointer: &str| Err(Rejection::Missing { pointer: pointer.to_owned() });
    let mut centre = Centre::on_site();
    assert_eq!(centre.sign(FIRST, DocumentKind::SignOff).map(drop), Err(Rejection::BackupFirst));
    centre.premises(FIRST, backup()).expect("backed up");
    assert_eq!(centre.sign(FIRST, DocumentKind::SignOff).map(drop), missing("/result"));
    centre.premises(FIRST, Command::RecordResult { result: result(Solved::All) }).expect("judged");
    assert_eq!(centre.sign(FIRST, DocumentKind::SignOff).map(drop), missing("/finding/solution"));
    centre.premises(FIRST, Command::RecordFinding { finding: finding(), seen: None }).expect("solved");
    assert_eq!(centre.sign(FIRST, DocumentKind::SignOff).map(drop), missing("/left_at"));
    centre.premises(FIRST, Command::PresentForm { left_at: centre.now.plus(HOUR) }).expect("shown");
    centre.sign(FIRST, DocumentKind::SignOff).expect("complete");
}

#[test]
fn what_is_not_solved_can_be_signed_without_a_solution() {
    let mut centre = Centre::on_site();
    let left_at = centre.now.plus(HOUR);
    for command in [backup(), Command::RecordResult { result: result(Solved::Not) }, Command::PresentForm { left_at }] {
        centre.premises(FIRST, command).expect("filled");
    }
    centre.sign(FIRST, DocumentKind::SignOff).expect("signed");
}

#[test]
fn a_signature_is_for_the_dispatch_it_names() {
    let mut centre = Centre::presented(Solved::All);
    let mut record = centre.signature(FIRST, DocumentKind::SignOff);
    record.document_id = SECOND;
    let invalid = Rejection::Invalid { pointer: "/command/record/document_id".to_owned() };
    assert_eq!(centre.premises(FIRST, sign(record)).map(drop), Err(invalid));
}

#[test]
fn no_signature_takes_the_place_of_another() {
    let mut centre = Centre::on_site();
    centre.premises(FIRST, decline("磁盘已满")).expect("declined");
    let record = centre.signature(FIRST, DocumentKind::NoBackup);
    centre.premises(FIRST, sign(record.clone())).expect("signed");
    let forged = SignatureRecord { signer_name: "别人".to_owned(), ..record.clone() };
    assert_eq!(centre.premises(FIRST, sign(forged.clone())).map(drop), Err(Rejection::IdTaken));
    assert_eq!(centre.dispatch(FIRST).visit.signatures, std::slice::from_ref(&record));

    // Nor does one that comes late.
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    let id = SignatureId(Uuid::from_u128(7));
    centre.premises(FIRST, sign(SignatureRecord { id, ..record })).expect("kept");
    assert_eq!(centre.premises(FIRST, sign(SignatureRecord { id, ..forged })).map(drop), Err(Rejection::IdTaken));
    assert_eq!(centre.dispatch(SECOND).engineer, qian().id);
}

/// Such a record could be written into the request but not be read again.
#[test]
fn content_nested_beyond_reading_is_refused_on_time_and_late() {
    let deep = (0..60).fold(serde_json::json!(1), |inner, _| serde_json::json!({ "in": [inner] }));
    for mut centre in [Centre::presented(Solved::All), Centre::dispatched()] {
        let mut record = centre.signature(FIRST, DocumentKind::SignOff);
        record.content = deep.clone();
        if centre.dispatch(FIRST).state == D::Offered {
            centre.reassign().expect("reassigned");
        }
        let invalid = Rejection::Invalid { pointer: "/command/record/content".to_owned() };
        assert_eq!(centre.premises(FIRST, sign(record)).map(drop), Err(invalid));
    }
}
