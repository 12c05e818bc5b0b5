//! Nothing an action can hold is without words: checked against the schema of all commands, so that a new command, field
//! or value fails here until somebody has written what it is called.

use std::collections::{BTreeMap, BTreeSet};

use domain::command::Command;
use serde_json::Value;

use super::{FRAMES, NOT_SHOWN, label, value};
use crate::{Lang, Text, actions};

/// What the schema says about each field: the words it may hold. `type` holds the kinds of commands.
fn fields() -> BTreeMap<String, BTreeSet<String>> {
    let schema = schemars::schema_for!(Command).to_value();
    let mut found = BTreeMap::new();
    walk(&schema, &schema, "", &mut found, &mut BTreeSet::new());
    found
}

fn walk<'a>(
    schema: &'a Value,
    all: &'a Value,
    field: &str,
    found: &mut BTreeMap<String, BTreeSet<String>>,
    seen: &mut BTreeSet<(String, &'a str)>,
) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        if seen.insert((field.to_owned(), name)) {
            let pointer = name.trim_start_matches('#');
            walk(all.pointer(pointer).expect("what the schema names is in it"), all, field, found, seen);
        }
        return;
    }
    let words = schema.get("enum").and_then(Value::as_array).into_iter().flatten().chain(schema.get("const"));
    found.entry(field.to_owned()).or_default().extend(words.filter_map(Value::as_str).map(str::to_owned));
    for group in ["oneOf", "anyOf", "allOf"] {
        for part in schema.get(group).and_then(Value::as_array).into_iter().flatten() {
            walk(part, all, field, found, seen);
        }
    }
    if let Some(items) = schema.get("items") {
        walk(items, all, field, found, seen);
    }
    for (name, part) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let is_hidden = NOT_SHOWN.contains(&name.as_str());
        if !is_hidden || name == "type" {
            walk(part, all, name, found, seen);
        }
    }
}

fn is_said(text: Text) -> bool {
    Lang::ALL.into_iter().all(|lang| !text.get(lang).trim().is_empty())
}

#[test]
fn every_kind_of_action_is_said_in_every_language() {
    let kinds = fields().remove("type").expect("commands have a type");
    assert!(kinds.len() > 60, "{kinds:?}");
    let unsaid: Vec<&String> = kinds.iter().filter(|kind| !actions::of_word(kind).is_some_and(is_said)).collect();
    assert!(unsaid.is_empty(), "without words in actions.rs: {unsaid:?}");
}

#[test]
fn every_field_of_an_action_has_a_name_in_every_language() {
    let is_known = |field: &str| FRAMES.contains(&field) || label(field).is_some_and(is_said);
    let unsaid: Vec<String> =
        fields().into_keys().filter(|field| !field.is_empty() && field != "type" && !is_known(field)).collect();
    assert!(unsaid.is_empty(), "without a name in contents.rs: {unsaid:?}");
}

#[test]
fn every_word_that_a_field_can_hold_is_said_in_every_language() {
    for (field, words) in fields() {
        for word in words.into_iter().filter(|_| field != "type") {
            assert!(value(&field, &Value::from(word.as_str())).is_some_and(is_said), "{field}: {word}");
        }
    }
}
