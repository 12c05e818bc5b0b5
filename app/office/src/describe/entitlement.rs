//! What a customer may ask for, as a verdict and a sentence (ONS-1).

use domain::entitlement::{Entitlement, Standing};
use words::{Text, office::shared};

use crate::tell::Tell;

/// An entitlement in words.
pub struct Verdict {
    pub short: &'static str,
    pub sentence: String,
    /// `ok`, `soon` or `late`: the colour beside the words.
    pub tone: &'static str,
}

#[must_use]
pub fn verdict(entitlement: &Entitlement, tell: Tell) -> Verdict {
    let (short, sentence, tone): (Text, Text, &'static str) = match entitlement.standing {
        Standing::Covered => (shared::COVERED, shared::COVERED_SENTENCE, "ok"),
        Standing::FirstYear => (shared::FIRST_YEAR, shared::FIRST_YEAR_SENTENCE, "ok"),
        Standing::LastVisitAvailable => (shared::LAST_VISIT, shared::LAST_VISIT_SENTENCE, "soon"),
        Standing::Expired => (shared::EXPIRED, shared::EXPIRED_SENTENCE, "soon"),
        Standing::Unknown => (shared::UNKNOWN_STANDING, shared::UNKNOWN_STANDING_SENTENCE, "soon"),
        Standing::OtherBranch => (shared::OTHER_BRANCH, shared::OTHER_BRANCH_SENTENCE, "soon"),
        Standing::UnsupportedVersion => (shared::UNSUPPORTED, shared::UNSUPPORTED_SENTENCE, "soon"),
        Standing::Blocked => (shared::BLOCKED, shared::BLOCKED_SENTENCE, "late"),
    };
    let until = entitlement.agreement_until.as_deref().unwrap_or("—");
    let tier = tell.tier(&entitlement.tier);
    Verdict { short: tell.say(short), sentence: tell.fill(sentence, &[("tier", &tier), ("until", until)]), tone }
}
