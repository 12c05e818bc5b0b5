//! Releases: tablets whose app was not updated write envelopes that the nodes do not read before their own update, and
//! some that they never do.

use std::sync::Arc;

use domain::sync::{Envelope, PROTOCOL};
use offline::Rules;
use serde_json::{Value, json};
use service::Centre;

use crate::centre;

/// The version that an older app writes.
const OLDER: u32 = 0;
/// What stands before the word of a command that no node knows.
const FORMER: &str = "former_";

/// How an envelope of an older app differs from one of the present.
enum Manner {
    /// In its version only: nodes read it after their update.
    Version,
    /// Its command has another word.
    Command,
    /// A field that every present envelope has is missing; it had another name.
    Field,
}

fn manner(envelope: &Value) -> Manner {
    // The id is drawn: its last digit is as good as a die.
    match envelope["id"].as_str().and_then(|id| id.chars().next_back()) {
        Some('0' | '5' | 'a') => Manner::Command,
        Some('1' | '6' | 'b') => Manner::Field,
        _ => Manner::Version,
    }
}

fn rename(object: &mut Value, from: &str, to: &str) {
    if let Some(members) = object.as_object_mut()
        && let Some(value) = members.remove(from)
    {
        members.insert(to.to_owned(), value);
    }
}

/// An envelope as an older app writes it.
fn write_as_before(envelope: &Envelope) -> Value {
    let mut value = serde_json::to_value(envelope).unwrap_or_default();
    value["protocol"] = json!(OLDER);
    match manner(&value) {
        Manner::Version => {}
        Manner::Command => value["command"]["type"] = json!(format!("{FORMER}{}", envelope.command.word())),
        Manner::Field => rename(&mut value, "occurred_at", "happened_at"),
    }
    value
}

/// Reads what any release wrote: an app reads what its forerunners kept on the device.
pub fn read(mut value: Value) -> Option<Envelope> {
    if value["protocol"] == json!(OLDER) {
        rename(&mut value, "happened_at", "occurred_at");
        let word = value["command"]["type"].as_str().and_then(|word| word.strip_prefix(FORMER)).map(str::to_owned);
        if let Some(word) = word {
            value["command"]["type"] = Value::String(word);
        }
    }
    serde_json::from_value(value).ok()
}

/// The rules of a page that runs the present app or an older one.
#[must_use]
pub fn rules(present: Rules, is_older: bool) -> Rules {
    Rules { read, write: if is_older { write_as_before } else { present.write }, ..present }
}

/// Settings of nodes after the update that lets them read what older apps write.
#[must_use]
pub fn updated() -> Arc<Centre> {
    Arc::new(centre::simulated().speaking(OLDER..=PROTOCOL))
}
