//! The duty manager decides in one step and can take it back; nothing of either side is lost (SYN-7).

use domain::{
    Rejection,
    command::Command,
    dispute::{self, ActionChoice, Field, FieldChoice, FormChoice, Resolution, Side},
    request::{DispatchState as D, RequestPatch, RequestState as R, ServiceRequest},
    signature::{DocumentKind, covers},
    time::HOUR,
    visit::Solved,
};
use proptest::prelude::*;

use crate::{
    centre::{Centre, FIRST, SECOND, appoint},
    sequences::{moves, play, resolution},
};

fn resolve(resolution: Resolution) -> Command {
    Command::ResolveDispute { resolution: Box::new(resolution) }
}

/// The office corrects the symptom while the customer signs what the tablet still shows.
fn signed_while_edited() -> Centre {
    let mut centre = Centre::presented(Solved::All);
    let record = centre.signature(FIRST, DocumentKind::SignOff);
    let patch = RequestPatch { symptom: Some("报表打不开".to_owned()), ..RequestPatch::default() };
    centre.office(Command::EditRequest { patch: Box::new(patch), seen: None }).expect("edited");
    centre.arrives(FIRST, Command::Sign { record: Box::new(record) });
    centre.arrives(FIRST, Command::ReturnForm);
    centre
}

fn words(request: &ServiceRequest) -> Vec<&'static str> {
    request.kept.iter().map(|kept| kept.because.word()).collect()
}

#[test]
fn what_a_rule_objects_to_stands_on_the_list_with_its_reason() {
    let centre = signed_while_edited();
    assert_eq!(centre.states(), (R::Dispatched, D::OnSite), "nothing was applied");
    assert_eq!(words(centre.request()), ["other_content", "wrong_state"]);
    assert_eq!(dispute::since(centre.request()), Some(centre.request().kept[0].received_at));
}

#[test]
fn the_proposed_decision_takes_signature_and_return_as_they_happened() {
    let mut centre = signed_while_edited();
    let proposed = dispute::proposed(centre.request());
    assert!(proposed.actions.iter().all(|choice| choice.apply));
    centre.office(resolve(proposed)).expect("decided");
    assert_eq!(centre.states(), (R::Returned, D::Returned));
    assert!(!dispute::is_open(centre.request()));
    let record = centre.dispatch(FIRST).visit.sign_off().expect("a signature");
    assert!(!covers(record, centre.request(), centre.dispatch(FIRST)), "and everybody can see what it does not cover");
}

#[test]
fn the_signature_covers_the_form_when_what_the_customer_saw_is_chosen() {
    let mut centre = signed_while_edited();
    let mut chosen = dispute::proposed(centre.request());
    assert_eq!(chosen.fields, [FieldChoice { field: Field::Symptom, side: Side::Office }]);
    chosen.fields[0].side = Side::Premises;
    centre.office(resolve(chosen)).expect("decided");
    assert_eq!(centre.request().symptom, "凭证无法保存");
    let record = centre.dispatch(FIRST).visit.sign_off().expect("a signature");
    assert!(covers(record, centre.request(), centre.dispatch(FIRST)));
    assert_eq!(centre.states(), (R::Returned, D::Returned));
}

#[test]
fn a_decision_taken_back_leaves_the_signature_as_evidence_and_everything_else_as_it_was() {
    let mut centre = signed_while_edited();
    let before = centre.request().clone();
    centre.office(resolve(dispute::proposed(&before))).expect("decided");
    centre.office(Command::ReopenDispute).expect("taken back");
    let mut after = centre.request().clone();
    assert_eq!(after.dispatches[0].visit.signatures.len(), 1, "nobody takes a signature away");
    after.dispatches[0].visit.signatures.clear();
    assert_eq!(after, before);
    centre.office(resolve(dispute::proposed(&before))).expect("decided again");
    assert_eq!(centre.states(), (R::Returned, D::Returned));
    assert_eq!(centre.dispatch(FIRST).visit.signatures.len(), 1);
}

#[test]
fn what_is_set_aside_needs_a_reason_and_stays_in_the_record_of_changes() {
    let mut centre = signed_while_edited();
    let actions: Vec<ActionChoice> = centre
        .request()
        .kept
        .iter()
        .map(|kept| ActionChoice { envelope: kept.envelope.clone(), apply: false })
        .collect();
    let aside = |reason: &str| {
        resolve(Resolution { actions: actions.clone(), reason: reason.to_owned(), ..Resolution::default() })
    };
    let missing = Rejection::Missing { pointer: "/command/resolution/reason".to_owned() };
    assert_eq!(centre.office(aside(" ")).map(drop), Err(missing));
    centre.office(aside("客户要求重签")).expect("decided");
    assert_eq!(centre.states(), (R::Dispatched, D::OnSite));
    assert!(centre.request().kept.is_empty());
    let settlement = centre.request().settlement.as_ref().expect("the decision");
    assert_eq!(settlement.before.kept.len(), 2);
}

#[test]
fn plans_for_a_visit_that_is_somebody_elses_are_proposed_for_the_history_only() {
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    for command in [Command::Confirm, appoint(centre.now.plus(HOUR)), Command::Depart, Command::Arrive] {
        centre.arrives(FIRST, command);
    }
    let proposed = dispute::proposed(centre.request());
    assert_eq!(proposed.actions.iter().map(|choice| choice.apply).collect::<Vec<_>>(), [false; 3]);
    assert_eq!(proposed.forms, [FormChoice { dispatch: FIRST, accept: true }]);
    centre.office(resolve(proposed)).expect("decided without a word more");
    assert_eq!(centre.dispatch(SECOND).state, D::Recalled);
}

#[test]
fn one_step_decides_forms_and_actions_together_or_nothing() {
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    for command in [Command::Confirm, appoint(centre.now.plus(HOUR)), Command::Depart, Command::Arrive] {
        centre.premises(SECOND, command).expect("on the way");
    }
    centre.arrives(FIRST, Command::Confirm);
    centre.arrives(FIRST, Command::Arrive);
    let before = centre.request().clone();
    let mut wanted = dispute::proposed(&before);
    assert_eq!(wanted.forms, [FormChoice { dispatch: FIRST, accept: false }], "somebody else is there already");
    wanted.forms[0].accept = true;
    let answer = centre.office(resolve(wanted));
    assert_eq!(answer.map(drop), Err(Rejection::AlreadyAssigned { engineer: "钱进".to_owned() }));
    assert_eq!(*centre.request(), before);
}

#[test]
fn a_decision_cannot_be_taken_back_once_something_else_has_happened() {
    let mut centre = signed_while_edited();
    centre.office(resolve(dispute::proposed(centre.request()))).expect("decided");
    let reason = "缺交通费".to_owned();
    centre.office(Command::SendBack { reason }).expect("sent back");
    assert!(centre.office(Command::ReopenDispute).is_err());
}

#[test]
fn a_decision_cannot_be_taken_back_once_the_next_step_came_from_the_premises() {
    let mut centre = Centre::dispatched();
    centre.reassign().expect("reassigned");
    centre.arrives(FIRST, Command::Depart);
    let planned = Resolution { reason: "客户要求换人".to_owned(), ..set_aside(&centre) };
    centre.office(resolve(planned)).expect("decided");
    assert!(centre.request().settlement.is_some());
    centre.premises(SECOND, Command::Confirm).expect("the next step");
    assert!(centre.request().settlement.is_none());
    assert!(centre.office(Command::ReopenDispute).is_err());
    assert_eq!(centre.dispatch(SECOND).state, D::Confirmed);
}

/// Nothing that waits takes effect.
fn set_aside(centre: &Centre) -> Resolution {
    let proposed = dispute::proposed(centre.request());
    let forms = proposed.forms.into_iter().map(|form| FormChoice { accept: false, ..form }).collect();
    let actions = proposed.actions.into_iter().map(|action| ActionChoice { apply: false, ..action }).collect();
    Resolution { forms, actions, ..proposed }
}

#[test]
fn what_is_kept_after_a_decision_survives_its_being_taken_back() {
    let mut centre = signed_while_edited();
    centre.office(resolve(dispute::proposed(centre.request()))).expect("decided");
    centre.arrives(FIRST, Command::Depart);
    centre.office(Command::ReopenDispute).expect("taken back");
    assert_eq!(centre.request().kept.len(), 3);
}

#[test]
fn nothing_can_be_decided_that_is_not_there() {
    let mut centre = Centre::on_site();
    assert!(centre.office(resolve(Resolution::default())).is_err());
    let actions = vec![ActionChoice { envelope: "e1".to_owned(), apply: true }];
    let answer = centre.office(resolve(Resolution { actions, ..Resolution::default() }));
    let unknown = Rejection::Invalid { pointer: "/command/resolution/actions".to_owned() };
    assert_eq!(answer.map(drop), Err(unknown));
    assert!(centre.office(Command::ReopenDispute).is_err());
}

/// Without the signatures: nobody takes those away.
fn unsigned(request: &ServiceRequest) -> ServiceRequest {
    let mut request = ServiceRequest { settlement: None, ..request.clone() };
    request.dispatches.iter_mut().for_each(|dispatch| dispatch.visit.signatures.clear());
    request
}

proptest! {
    #[test]
    fn undo_restores_and_a_decision_is_the_same_every_time(moves in moves(), pick in any::<u8>()) {
        let mut centre = Centre::submitted();
        for step in moves {
            play(&mut centre, step);
        }
        let before = centre.request().clone();
        let wanted = resolve(resolution(&centre, pick));
        let mut again = centre.clone();
        if centre.office(wanted.clone()).is_ok() {
            again.office(wanted).expect("the same again");
            prop_assert_eq!(centre.request(), again.request());
            let settlement = centre.request().settlement.clone().expect("a decision");
            for kept in &before.kept {
                let still = centre.request().kept.contains(kept);
                prop_assert!(still != settlement.closed.contains(&kept.envelope));
                prop_assert!(settlement.before.kept.contains(kept));
            }
            let signatures = |request: &ServiceRequest| {
                request.dispatches.iter().map(|dispatch| dispatch.visit.signatures.len()).sum::<usize>()
            };
            let signed = signatures(centre.request());
            centre.office(Command::ReopenDispute).expect("taken back");
            prop_assert_eq!(unsigned(centre.request()), unsigned(&before));
            prop_assert_eq!(signatures(centre.request()), signed);
        }
    }
}
