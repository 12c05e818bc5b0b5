//! What happened, in words: every fact of the record's history with what stood before and after (AUD-1).

use domain::{
    customer::{Contact, Product},
    fact::{Fact, WriteOff},
    request::{RequestPatch, Slot},
    signature::DocumentKind,
    time::Attested,
    visit::{Backup, CustomerResult},
};
use serde_json::Value;
use ui::format;
use words::{Text, conflicts, office::facts as texts, states};

use super::afterwards;
use crate::tell::Tell;

/// One thing that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub what: String,
    pub before: String,
    pub after: String,
    /// A reason or a remark.
    pub note: String,
}

/// The entries of a fact as it stands in the history; a kind this program does not know yet is named all the same.
#[must_use]
pub fn entries(value: &Value, tell: Tell) -> Vec<Entry> {
    if let Ok(fact) = serde_json::from_value::<Fact>(value.clone()) {
        return of_fact(&fact, tell);
    }
    let kind = value.get("type").and_then(Value::as_str).unwrap_or("?");
    vec![Entry { what: tell.fill(texts::UNKNOWN, &[("type", kind)]), ..Entry::default() }]
}

fn of_fact(fact: &Fact, tell: Tell) -> Vec<Entry> {
    in_words(fact, tell).unwrap_or_default()
}

fn in_words(fact: &Fact, tell: Tell) -> Option<Vec<Entry>> {
    if let Fact::RequestEdited { patch, before } = fact {
        return Some(edited(patch, before, tell));
    }
    let say = |text: Text| tell.say(text).to_owned();
    let plain = |text: Text| Entry { what: say(text), ..Entry::default() };
    let noted = |text: Text, note: String| Entry { what: say(text), note, ..Entry::default() };
    let because = |reason: &Option<String>| {
        reason
            .as_deref()
            .filter(|reason| !reason.is_empty())
            .map(|reason| tell.fill(texts::REASON, &[("reason", reason)]))
    };
    let entry = match fact {
        Fact::RequestEdited { .. } => return None,
        Fact::RequestOpened { request } => {
            noted(texts::OPENED, tell.sentence(&[request.unit.clone(), request.symptom.clone()]))
        }
        Fact::RequestState { from, to, reason, .. } => Entry {
            what: say(texts::STATE),
            before: say(states::request_state(*from)),
            after: say(states::request_state(*to)),
            note: because(reason).unwrap_or_default(),
        },
        Fact::Submitted { number, .. } => {
            Entry { what: tell.fill(texts::SUBMITTED, &[("number", number)]), ..Entry::default() }
        }
        Fact::Dispatched { dispatch } => Entry {
            what: tell.fill(texts::DISPATCHED, &[("engineer", &super::sent(dispatch, tell))]),
            after: slot(dispatch.slot, tell),
            note: because(&dispatch.despite).unwrap_or_default(),
            ..Entry::default()
        },
        Fact::DispatchState { from, to, reason, .. } => Entry {
            what: say(texts::DISPATCH_STATE),
            before: say(states::dispatch_state(*from)),
            after: say(states::dispatch_state(*to)),
            note: because(reason).unwrap_or_default(),
        },
        Fact::Rescheduled { from, to, reason, .. } => Entry {
            what: say(texts::RESCHEDULED),
            before: slot(*from, tell),
            after: slot(*to, tell),
            note: because(reason).unwrap_or_default(),
        },
        Fact::Appointed { appointment, .. } => Entry {
            what: say(texts::APPOINTED),
            after: tell.day_time(appointment.at),
            note: appointment.note.clone(),
            ..Entry::default()
        },
        Fact::AppointmentWished { appointment, .. } => Entry {
            what: say(texts::WISHED),
            after: tell.day_time(appointment.at),
            note: appointment.note.clone(),
            ..Entry::default()
        },
        Fact::HelpAsked { note, .. } => noted(texts::HELP, note.clone()),
        Fact::DelayTold { reason, new_time, agreed, .. } => {
            let answer = if *agreed { texts::DELAY_AGREED } else { texts::DELAY_REFUSED };
            let note = tell.sentence(&[reason.clone(), say(answer)]);
            Entry { what: say(texts::DELAY), after: tell.day_time(*new_time), note, ..Entry::default() }
        }
        Fact::ClockStopped { rule, attested } => {
            let rule = tell.say(words::office::reasons::rule(rule));
            let what = tell.fill(texts::CLOCK_STOPPED, &[("rule", rule)]);
            Entry { what, after: tell.day_time(attested.at), note: unproven(*attested, tell), ..Entry::default() }
        }
        Fact::StepTicked { tick, .. } => {
            let what = tell.fill(texts::STEP, &[("step", tell.say(states::step(tick.step)))]);
            Entry { what, after: tell.time(tick.at), ..Entry::default() }
        }
        Fact::Arrived { attested, .. } => Entry {
            what: say(texts::ARRIVED),
            after: tell.day_time(attested.at),
            note: unproven(*attested, tell),
            ..Entry::default()
        },
        Fact::BackedUp { backup: Backup::Made { path, account_sets, .. }, .. } => {
            noted(texts::BACKED_UP, tell.sentence(&[account_sets.join(" "), path.clone()]))
        }
        Fact::BackedUp { backup: Backup::Declined { reason, .. }, .. } => noted(texts::NOT_BACKED_UP, reason.clone()),
        Fact::Found { finding, .. } => {
            noted(texts::FOUND, tell.sentence(&[finding.cause.clone(), finding.solution.clone()]))
        }
        Fact::PhotoAdded { photo, .. } => noted(texts::PHOTO_ADDED, photo.caption.clone()),
        Fact::PhotoRemoved { .. } => plain(texts::PHOTO_REMOVED),
        Fact::CostsRecorded { costs, .. } => {
            noted(texts::COSTS, tell.fill(texts::TOTAL, &[("amount", &format::money(costs.total(), tell.lang()))]))
        }
        Fact::ResultGiven { result, .. } => noted(texts::RESULT, self::result(result, tell)),
        Fact::LeftAt { at, .. } => Entry { what: say(texts::LEFT_AT), after: tell.day_time(*at), ..Entry::default() },
        Fact::Signed { record, .. } => {
            let text = if record.kind == DocumentKind::NoBackup { texts::SIGNED_NO_BACKUP } else { texts::SIGNED };
            let what = tell.fill(text, &[("name", &record.signer_name)]);
            let note = words::unresolved::paper(record.kind).map(|(title, _)| say(title)).unwrap_or_default();
            Entry { what, after: tell.day_time(record.signed_at), note, ..Entry::default() }
        }
        Fact::Countersigned { countersignature, .. } => {
            let has_doubts = !countersignature.doubts.is_empty();
            let text = if has_doubts { texts::COUNTERSIGNED_DOUBTS } else { texts::COUNTERSIGNED };
            let doubts: Vec<String> = countersignature.doubts.iter().map(|word| doubt(word, tell)).collect();
            noted(text, tell.sentence(&doubts))
        }
        Fact::NotSigned { reason, .. } => noted(texts::NOT_SIGNED, reason.clone()),
        Fact::SolvedByPhone { .. } => plain(texts::BY_PHONE),
        Fact::WrittenOff { write_off } => noted(texts::WRITTEN_OFF, self::write_off(write_off, tell)),
        Fact::Disputed { .. } => plain(texts::DISPUTED),
        Fact::HandedIn { .. } => plain(conflicts::HAPPENED_HANDED_IN),
        Fact::ActionKept { action } => {
            let what = words::actions::of_kept(action, tell.lang());
            let what = tell.fill(conflicts::HAPPENED_KEPT, &[("what", &what)]);
            Entry { what, note: words::rejections::in_words(&action.because, tell.lang()), ..Entry::default() }
        }
        Fact::DisputeSettled { settlement } => {
            let reason = settlement.resolution.reason.clone();
            Entry {
                what: say(conflicts::HAPPENED_SETTLED),
                note: because(&Some(reason)).unwrap_or_default(),
                ..Entry::default()
            }
        }
        Fact::ClockPaused { .. }
        | Fact::ClockResumed { .. }
        | Fact::DueChanged { .. }
        | Fact::FollowUpDue { .. }
        | Fact::FollowUpTried { .. }
        | Fact::FollowUpMade { .. }
        | Fact::ComplaintOpened { .. }
        | Fact::ComplaintClosed { .. } => afterwards::entry(fact, tell),
        Fact::DisputeReopened { by_name, .. } => {
            Entry { what: tell.fill(conflicts::HAPPENED_REOPENED, &[("who", by_name)]), ..Entry::default() }
        }
        unresolved => super::unresolved::entry(unresolved, tell)?,
    };
    Some(vec![entry])
}

/// What the server doubted about a signature.
#[must_use]
pub fn doubt(word: &str, tell: Tell) -> String {
    use words::office::form;
    match word {
        "device_signature" => tell.say(form::DOUBT_DEVICE).to_owned(),
        "content_hash" => tell.say(form::DOUBT_HASH).to_owned(),
        "other_content" => tell.say(form::DOUBT_CONTENT).to_owned(),
        other => other.to_owned(),
    }
}

fn slot(slot: Slot, tell: Tell) -> String {
    tell.fill(texts::MINUTES_LONG, &[("time", &tell.day_time(slot.from)), ("n", &slot.minutes.to_string())])
}

fn unproven(attested: Attested, tell: Tell) -> String {
    if attested.proven { String::new() } else { tell.say(texts::UNPROVEN).to_owned() }
}

fn result(result: &CustomerResult, tell: Tell) -> String {
    let further = result.further_needs.trim();
    tell.sentence(&[
        tell.say(states::solved(result.solved)).to_owned(),
        tell.fill(texts::STARS, &[("n", &result.satisfaction.to_string())]),
        result.opinion.clone(),
        if further.is_empty() { String::new() } else { tell.fill(texts::FURTHER, &[("text", further)]) },
    ])
}

fn write_off(write_off: &WriteOff, tell: Tell) -> String {
    let decision = write_off.decision.map(|decision| tell.say(texts::decision(decision)).to_owned());
    let advice = write_off.advice.trim();
    tell.sentence(&[
        tell.say(states::problem_type(write_off.problem_type)).to_owned(),
        decision.unwrap_or_default(),
        if advice.is_empty() { String::new() } else { tell.fill(texts::ADVICE, &[("text", advice)]) },
    ])
}

fn edited(patch: &RequestPatch, before: &RequestPatch, tell: Tell) -> Vec<Entry> {
    use words::office::form;
    // A new field of the patch must be put into words here, or this does not compile.
    let RequestPatch { contact, address, product, category, symptom, urgency, wished_at } = patch;
    let mut entries = Vec::new();
    let mut add = |field: Text, before: Option<String>, after: Option<String>| {
        if let Some(after) = after {
            let what = tell.fill(texts::EDITED_FIELD, &[("field", tell.say(field))]);
            entries.push(Entry { what, before: before.unwrap_or_default(), after, note: String::new() });
        }
    };
    let contact_words = |contact: &Contact| [&contact.name, " ", &contact.title, " ", &contact.phone].concat();
    let product_words = |product: &Product| [&product.name, " ", &product.version].concat();
    add(form::CONTACT, before.contact.as_ref().map(contact_words), contact.as_ref().map(contact_words));
    add(form::ADDRESS, before.address.clone(), address.clone());
    add(form::PRODUCT, before.product.as_ref().map(product_words), product.as_ref().map(product_words));
    let category_words = |word: &String| tell.category(word);
    add(form::CATEGORY, before.category.as_ref().map(category_words), category.as_ref().map(category_words));
    add(form::SYMPTOM, before.symptom.clone(), symptom.clone());
    let urgency_words = |urgency| tell.say(states::urgency(urgency)).to_owned();
    add(form::URGENCY, before.urgency.map(urgency_words), urgency.map(urgency_words));
    let wished = |at| tell.day_time(at);
    add(form::WISHED_AT, before.wished_at.map(wished), wished_at.map(wished));
    entries
}
