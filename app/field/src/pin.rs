//! The engineer's PIN on this device: kept as a salted hash, wrong ones cost time (ONS-16).

use domain::{PersonId, Timestamp, time::SECOND};
use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

use crate::storage;

/// Rounds of PBKDF2. A PIN of six digits is guessed by trying anyway; this makes every try cost something.
const ROUNDS: u32 = 100_000;
/// Wrong PINs before waiting begins.
const FREE_TRIES: u32 = 3;
/// The longest wait between two tries.
const LONGEST_WAIT: i64 = 300 * SECOND;

/// What a PIN must be.
#[must_use]
pub fn is_well_formed(pin: &str) -> bool {
    (4..=6).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit())
}

#[must_use]
pub fn is_set(person: PersonId) -> bool {
    storage::get(&key(person)).is_some()
}

/// Sets the PIN; false when the browser refuses its cryptography.
pub async fn set(person: PersonId, pin: &str) -> bool {
    let mut salt = [0; 16];
    let Ok(crypto) = window().crypto() else { return false };
    if crypto.get_random_values_with_u8_array(&mut salt).is_err() {
        return false;
    }
    let Ok(hash) = derive(pin, &salt).await else { return false };
    storage::set_for_sure(&key(person), &[hex(&salt), hex(&hash)].join(".")).await;
    storage::remove(&tries_key(person));
    true
}

/// How long to wait before the next try, in milliseconds; 0 when one may be made.
#[must_use]
pub fn wait(person: PersonId, now: Timestamp) -> i64 {
    let (wrong, last) = tries(person);
    if wrong < FREE_TRIES {
        return 0;
    }
    let wait = ((5 * SECOND) << (wrong - FREE_TRIES).min(6)).min(LONGEST_WAIT);
    // A clock set back must not lock the engineer out for longer than the wait itself.
    (last.plus(wait).since(now)).clamp(0, wait)
}

/// Whether it is the PIN. A wrong one is counted.
pub async fn is_right(person: PersonId, pin: &str, now: Timestamp) -> bool {
    let Some(kept) = storage::get(&key(person)) else { return false };
    let Some((salt, hash)) = kept.split_once('.') else { return false };
    let derived = derive(pin, &unhex(salt)).await;
    if derived.is_ok_and(|derived| hex(&derived) == hash) {
        storage::remove(&tries_key(person));
        return true;
    }
    let (wrong, _) = tries(person);
    storage::set(&tries_key(person), &[(wrong + 1).to_string(), now.millis().to_string()].join(":"));
    false
}

fn key(person: PersonId) -> String {
    ["paidan-pin-", &person.to_string()].concat()
}

fn tries_key(person: PersonId) -> String {
    ["paidan-pin-tries-", &person.to_string()].concat()
}

/// How many wrong ones in a row, and when the last one was.
fn tries(person: PersonId) -> (u32, Timestamp) {
    let kept = storage::get(&tries_key(person)).unwrap_or_default();
    let (wrong, last) = kept.split_once(':').unwrap_or_default();
    (wrong.parse().unwrap_or_default(), Timestamp(last.parse().unwrap_or_default()))
}

async fn derive(pin: &str, salt: &[u8]) -> Result<Vec<u8>, JsValue> {
    let subtle = window().crypto()?.subtle();
    let raw: Object = Uint8Array::from(pin.as_bytes()).into();
    let usages = Array::of1(&"deriveBits".into());
    let key = JsFuture::from(subtle.import_key_with_str("raw", &raw, "PBKDF2", false, &usages)?).await?;
    let how = Object::new();
    for (name, value) in [
        ("name", JsValue::from("PBKDF2")),
        ("hash", JsValue::from("SHA-256")),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", JsValue::from(ROUNDS)),
    ] {
        Reflect::set(&how, &name.into(), &value)?;
    }
    let bits = subtle.derive_bits_with_object(&how, key.unchecked_ref::<CryptoKey>(), 256)?;
    let bits: ArrayBuffer = JsFuture::from(bits).await?.dyn_into()?;
    Ok(Uint8Array::new(&bits).to_vec())
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
