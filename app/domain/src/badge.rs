//! The code on an engineer's badge: says for a minute that this engineer is expected where it is shown (ONS-10).
//!
//! A tablet that was registered gets a secret of its own; code and dispatch are bound by an HMAC cut as RFC 4226 cuts it,
//! so that the tablet shows a code without a network and the server recognises it.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{
    DispatchId, Timestamp,
    request::{Dispatch, DispatchState},
    time::{HOUR, MINUTE},
};

/// How long a code is shown, in milliseconds.
pub const STEP: i64 = MINUTE;
/// So many steps the tablet's clock may be off, in both directions.
const SKEW: i64 = 2;
/// An engineer may come this much earlier than planned.
const EARLY: i64 = 2 * HOUR;
/// A visit may end this much later than planned.
const LATE: i64 = 6 * HOUR;

/// The eight digits that a tablet with this secret shows for a dispatch.
#[must_use]
pub fn code(secret: &[u8], dispatch: DispatchId, at: Timestamp) -> String {
    of_step(secret, dispatch, at.millis().div_euclid(STEP))
}

fn of_step(secret: &[u8], dispatch: DispatchId, step: i64) -> String {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(b"paidan badge");
    mac.update(dispatch.0.as_bytes());
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[31] & 0x0f);
    let cut = [digest[offset] & 0x7f, digest[offset + 1], digest[offset + 2], digest[offset + 3]];
    let digits = (u32::from_be_bytes(cut) % 100_000_000).to_string();
    ["0".repeat(8 - digits.len()), digits].concat()
}

/// Whether the tablet with this secret shows these digits for the dispatch now, or did or will within two minutes.
#[must_use]
pub fn is_shown(secret: &[u8], dispatch: DispatchId, digits: &str, now: Timestamp) -> bool {
    let step = now.millis().div_euclid(STEP);
    // All are looked at, so that the time taken tells nothing.
    (step - SKEW..=step + SKEW).fold(false, |found, step| found | (of_step(secret, dispatch, step) == digits))
}

/// Whether the engineer of a dispatch is expected at the customer's now, or is there.
#[must_use]
pub fn is_expected(dispatch: &Dispatch, now: Timestamp) -> bool {
    use DispatchState as S;
    let from = dispatch.appointment.as_ref().map_or(dispatch.slot.from, |agreed| agreed.at.min(dispatch.slot.from));
    let until =
        dispatch.appointment.as_ref().map_or(dispatch.slot.until(), |agreed| agreed.at.max(dispatch.slot.until()));
    let may_come = match dispatch.state {
        S::EnRoute | S::OnSite | S::Signed | S::Unsigned | S::NotMet => true,
        S::Offered | S::Confirmed | S::Appointed => now >= from.plus(-EARLY),
        _ => false,
    };
    may_come && now <= until.plus(LATE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const SECRET: &[u8] = b"a secret of thirty-two bytes....";
    const NOW: Timestamp = Timestamp(1_795_363_230_000);

    fn dispatch(number: u128) -> DispatchId {
        DispatchId(Uuid::from_u128(number))
    }

    #[test]
    fn a_code_has_eight_digits_and_changes_with_minute_dispatch_and_secret() {
        let shown = code(SECRET, dispatch(1), NOW);
        assert!(shown.len() == 8 && shown.bytes().all(|digit| digit.is_ascii_digit()), "{shown}");
        assert_eq!(shown, code(SECRET, dispatch(1), NOW.plus(29_999)));
        assert_ne!(shown, code(SECRET, dispatch(1), NOW.plus(STEP)));
        assert_ne!(shown, code(SECRET, dispatch(2), NOW));
        assert_ne!(shown, code(b"another", dispatch(1), NOW));
    }

    #[test]
    fn a_clock_may_be_off_by_two_minutes_and_no_more() {
        for (off, holds) in [(0, true), (2, true), (-2, true), (3, false), (-3, false), (60, false)] {
            let shown = code(SECRET, dispatch(1), NOW.plus(off * MINUTE));
            assert_eq!(is_shown(SECRET, dispatch(1), &shown, NOW), holds, "{off}");
        }
        assert!(!is_shown(SECRET, dispatch(1), "", NOW));
        assert!(!is_shown(SECRET, dispatch(2), &code(SECRET, dispatch(1), NOW), NOW));
    }
}
