//! What goes over the wire and into the database. A changed form shows up in review as a changed snapshot, and what an
//! old version wrote stays readable (SYN-8): never edit `wire/protocol_1.json`, add a file for the next version.

mod examples;
pub mod fees;
mod records;
pub mod unresolved;

use std::collections::BTreeSet;

use domain::{
    case::Case,
    command::Command,
    customer::Customer,
    fact::Fact,
    people::Person,
    request::ServiceRequest,
    signature::SignatureRecord,
    sync::{Envelope, PROTOCOL, PushResult, Receipt},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

const OLD: &str = include_str!("wire/protocol_1.json");

fn word<T: Serialize>(tagged: &T) -> String {
    serde_json::to_value(tagged).expect("JSON")["type"].as_str().expect("a word").to_owned()
}

#[test]
fn every_command_has_its_form_on_the_wire() {
    let commands = examples::commands();
    let words: BTreeSet<_> = commands.iter().map(Command::word).collect();
    assert_eq!(words.len(), commands.len());
    assert!(commands.iter().all(|command| word(command) == command.word()));
    let positions: BTreeSet<usize> = commands.iter().map(examples::position_of_command).collect();
    assert!(positions.into_iter().eq(0..commands.len()), "one example of each");
    insta::assert_json_snapshot!("commands", commands);
}

#[test]
fn every_fact_has_its_form_in_the_record_of_changes() {
    let facts = examples::facts();
    let positions: BTreeSet<usize> = facts.iter().map(examples::position_of_fact).collect();
    assert!(positions.into_iter().eq(0..facts.len()), "one example of each");
    insta::assert_json_snapshot!("facts", facts);
}

#[test]
fn envelopes_and_their_answers_have_their_form_on_the_wire() {
    assert_eq!(PROTOCOL, 1, "a new version needs frozen examples of its own");
    insta::assert_json_snapshot!("envelope", records::envelope());
    insta::assert_json_snapshot!("receipt", records::receipt());
    insta::assert_json_snapshot!("push_result", records::push_result());
}

#[test]
fn a_signature_has_its_form_on_the_wire() {
    insta::assert_json_snapshot!("signature_record", records::signature_record());
}

#[test]
fn every_record_has_its_form_in_the_database() {
    insta::assert_json_snapshot!("service_request", records::service_request());
    insta::assert_json_snapshot!("customer", records::customer());
    insta::assert_json_snapshot!("person", records::person());
    insta::assert_json_snapshot!("case", records::case());
}

/// Whether everything that `old` says is said by `new` too.
fn says(new: &Value, old: &Value) -> bool {
    match (new, old) {
        (Value::Object(new), Value::Object(old)) => {
            old.iter().all(|(name, value)| new.get(name).is_some_and(|new| says(new, value)))
        }
        (Value::Array(new), Value::Array(old)) => {
            new.len() == old.len() && new.iter().zip(old).all(|(new, old)| says(new, old))
        }
        _ => new == old,
    }
}

/// Reads every old example of a kind, with all fields and with no more than it must have.
fn read_old<T: Serialize + DeserializeOwned>(kind: &str, count: usize) {
    let old: Value = serde_json::from_str(OLD).expect("JSON");
    for extent in ["full", "least"] {
        let examples = old[extent][kind].as_array().expect("examples");
        assert_eq!(examples.len(), count);
        for old in examples {
            let read: T = serde_json::from_value(old.clone()).unwrap_or_else(|error| panic!("{error}: {old}"));
            let again = serde_json::to_value(&read).expect("JSON");
            assert!(says(&again, old), "{old}\nbecame\n{again}");
        }
    }
}

#[test]
fn commands_and_facts_of_an_old_version_are_read_without_loss() {
    read_old::<Command>("commands", 38);
    read_old::<Fact>("facts", 27);
}

#[test]
fn envelopes_and_records_of_an_old_version_are_read_without_loss() {
    read_old::<Envelope>("envelope", 1);
    read_old::<Receipt>("receipt", 1);
    read_old::<PushResult>("push_result", 1);
    read_old::<SignatureRecord>("signature_record", 1);
    read_old::<ServiceRequest>("service_request", 1);
    read_old::<Customer>("customer", 1);
    read_old::<Person>("person", 1);
    read_old::<Case>("case", 1);
}

#[test]
fn what_a_newer_version_adds_does_not_hinder_reading() {
    let mut value = serde_json::to_value(records::envelope()).expect("JSON");
    value["added_later"] = Value::from(1);
    value["command"]["added_later"] = Value::from(1);
    let read: Envelope = serde_json::from_value(value).expect("an envelope");
    assert_eq!(read, records::envelope());
}

#[test]
fn a_command_this_version_does_not_know_is_not_taken_for_another() {
    let mut value = serde_json::to_value(records::envelope()).expect("JSON");
    value["command"]["type"] = Value::from("teleport");
    assert!(serde_json::from_value::<Envelope>(value).is_err());
}
