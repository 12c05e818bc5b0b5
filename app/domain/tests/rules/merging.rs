//! Edits of the office and of somebody away merge field by field (SYN-7).

use std::collections::BTreeMap;

use domain::{
    Rejection,
    command::Command,
    customer::Contact,
    dispute::{self, Conflict, Field, FieldChoice, Fields, Resolution, Side, merge},
    request::RequestPatch,
};
use proptest::prelude::*;
use serde_json::json;

use crate::centre::{Centre, zhao};

fn contact(name: &str, phone: &str) -> Contact {
    Contact { name: name.to_owned(), title: "主管".to_owned(), phone: phone.to_owned() }
}

fn patch(contact: Option<Contact>, symptom: Option<&str>) -> RequestPatch {
    RequestPatch { contact, symptom: symptom.map(str::to_owned), ..RequestPatch::default() }
}

fn edit(patch: RequestPatch, seen: Option<RequestPatch>) -> Command {
    Command::EditRequest { patch: Box::new(patch), seen: seen.map(Box::new) }
}

/// What the tablet had on its screen before the office edited anything.
fn seen() -> RequestPatch {
    patch(Some(contact("王会计", "0351-5550101")), Some("凭证无法保存"))
}

/// An edit as the server takes it from a tablet that was away.
fn arrives(centre: &mut Centre, patch: RequestPatch) {
    let decided = centre.office(edit(patch, Some(seen()))).expect("merged");
    if let Some(rest) = decided.remainder {
        assert!(decided.disputed);
        centre.keep(None, &zhao(), rest.command, rest.because);
    }
}

#[test]
fn what_only_one_side_changed_merges_by_itself() {
    let mut centre = Centre::dispatched();
    centre.office(edit(patch(None, Some("报表打不开")), None)).expect("edited");
    arrives(&mut centre, patch(Some(contact("王会计", "13800000000")), Some("凭证无法保存")));
    let request = centre.request();
    assert_eq!((request.symptom.as_str(), request.contact.phone.as_str()), ("报表打不开", "13800000000"));
    assert!(!dispute::is_open(request));
}

#[test]
fn parts_of_the_contact_merge_on_their_own() {
    let mut centre = Centre::dispatched();
    centre.office(edit(patch(Some(contact("李会计", "0351-5550101")), None), None)).expect("edited");
    arrives(&mut centre, patch(Some(contact("王会计", "13800000000")), None));
    assert_eq!(centre.request().contact, contact("李会计", "13800000000"));
}

#[test]
fn what_both_changed_differently_waits_for_the_manager_with_both_values() {
    let mut centre = Centre::dispatched();
    centre.office(edit(patch(Some(contact("王会计", "111")), Some("报表打不开")), None)).expect("edited");
    arrives(&mut centre, patch(Some(contact("王会计", "222")), Some("打印没有反应")));
    let request = centre.request();
    assert_eq!((request.symptom.as_str(), request.contact.phone.as_str()), ("报表打不开", "111"));
    let fields = vec!["contact_phone".to_owned(), "symptom".to_owned()];
    assert_eq!(request.kept[0].because, Rejection::ChangedMeanwhile { fields });
    let conflicts = dispute::conflicts(request);
    let phone =
        Conflict { base: Some(json!("0351-5550101")), office: Some(json!("111")), premises: Some(json!("222")) };
    assert_eq!(conflicts.keys().copied().collect::<Vec<_>>(), [Field::ContactPhone, Field::Symptom]);
    assert_eq!(conflicts[&Field::ContactPhone], phone);

    let choice = |field, side| FieldChoice { field, side };
    let fields = vec![choice(Field::ContactPhone, Side::Premises), choice(Field::Symptom, Side::Office)];
    let before = request.clone();
    centre
        .office(Command::ResolveDispute { resolution: Box::new(Resolution { fields, ..Resolution::default() }) })
        .expect("decided");
    let request = centre.request();
    assert_eq!((request.symptom.as_str(), request.contact.phone.as_str()), ("报表打不开", "222"));
    assert!(!dispute::is_open(request));
    centre.office(Command::ReopenDispute).expect("taken back");
    assert_eq!(*centre.request(), before);
}

#[test]
fn the_same_change_on_both_sides_is_no_conflict() {
    let mut centre = Centre::dispatched();
    centre.office(edit(patch(None, Some("报表打不开")), None)).expect("edited");
    arrives(&mut centre, patch(None, Some("报表打不开")));
    assert!(!dispute::is_open(centre.request()));
}

fn fields() -> impl Strategy<Value = Fields> {
    let value = prop::option::of((0..3_u8).prop_map(|value| json!(value)));
    prop::collection::vec(value, Field::ALL.len()).prop_map(|values| {
        Field::ALL.into_iter().zip(values).filter_map(|(field, value)| Some((field, value?))).collect()
    })
}

proptest! {
    #[test]
    fn nothing_of_either_side_is_lost(base in fields(), office in fields(), premises in fields()) {
        let merged = merge(&base, &office, &premises);
        for (field, value) in &office {
            let stands = merged.fields.get(field) == Some(value);
            // Only what the office never touched gives way.
            prop_assert!(stands || base.get(field) == Some(value), "{field:?}");
        }
        for (field, value) in premises.iter().filter(|(field, value)| base.get(field) != Some(value)) {
            let stands = merged.fields.get(field) == Some(value);
            let waits = merged.conflicts.get(field).is_some_and(|conflict| conflict.premises.as_ref() == Some(value));
            prop_assert!(stands != waits, "{field:?}");
        }
    }

    #[test]
    fn a_merge_is_the_same_every_time_and_whoever_comes_first(base in fields(), one in fields(), other in fields()) {
        let named = |fields: &Fields| -> Fields { base.clone().into_iter().chain(fields.clone()).collect() };
        let (one, other) = (named(&one), named(&other));
        let merged = merge(&base, &one, &other);
        prop_assert_eq!(&merged, &merge(&base, &one, &other));
        let mirrored = merge(&base, &other, &one);
        let swapped: BTreeMap<_, _> = mirrored.conflicts.into_iter().map(|(field, conflict)| {
            let Conflict { base, office, premises } = conflict;
            (field, Conflict { base, office: premises, premises: office })
        }).collect();
        prop_assert_eq!(&merged.conflicts, &swapped);
        for (field, value) in &merged.fields {
            prop_assert!(mirrored.fields.get(field) == Some(value) || merged.conflicts.contains_key(field));
        }
    }

    #[test]
    fn merging_again_changes_nothing(base in fields(), office in fields(), premises in fields()) {
        let once = merge(&base, &office, &premises);
        let twice = merge(&base, &once.fields, &premises);
        prop_assert_eq!(once.fields, twice.fields);
        prop_assert_eq!(once.conflicts, twice.conflicts);
    }
}
