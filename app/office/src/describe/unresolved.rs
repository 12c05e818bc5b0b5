//! What happened to a problem that was not solved, and to data of the customer, in words (AUD-1, UNR).

use domain::fact::Fact;
use words::{
    Text,
    office::reasons,
    unresolved::{self as texts, keeping},
};

use super::facts::Entry;
use crate::tell::Tell;

/// The entry of a fact of this kind; None of any other.
pub fn entry(fact: &Fact, tell: Tell) -> Option<Entry> {
    let noted =
        |text: Text, note: &str| Entry { what: tell.say(text).to_owned(), note: note.to_owned(), ..Entry::default() };
    let filled = |text: Text, values: &[(&str, &str)], note: &str| Entry {
        what: tell.fill(text, values),
        note: note.to_owned(),
        ..Entry::default()
    };
    Some(match fact {
        Fact::ClockStarted { clock } => Entry {
            what: tell.fill(texts::CLOCK_STARTED, &[("rule", tell.say(reasons::rule(&clock.rule)))]),
            after: tell.day_time(clock.due),
            ..Entry::default()
        },
        Fact::HelpAnswered { answer, .. } => filled(texts::HELP_PLAN, &[("name", &answer.by_name)], &answer.plan),
        Fact::MatterOpened { .. } => noted(texts::MATTER_OPENED, ""),
        Fact::GivenToSupportManager { .. } => noted(texts::GIVEN_TO_SUPPORT, ""),
        Fact::Consulted { held } => {
            let consultation = &held.consultation;
            let names: Vec<String> =
                consultation.participants.iter().map(|participant| participant.name.clone()).collect();
            let note = tell.sentence(&[consultation.findings.clone(), consultation.plan.clone()]);
            filled(texts::CONSULTED, &[("names", &tell.dotted(&names))], &note)
        }
        Fact::Escalated { headquarters } => {
            let escalation = &headquarters.escalation;
            filled(texts::SENT_TO, &[("recipient", &escalation.recipient)], &escalation.description)
        }
        Fact::EscalationAcknowledged { acknowledged } => {
            let values = [("by", acknowledged.received_by.as_str()), ("number", &acknowledged.submission_number)];
            filled(texts::ACKNOWLEDGED, &values, "")
        }
        Fact::ContactLogged { contact } => noted(texts::party(contact.party), &contact.state),
        Fact::WorkaroundRecorded { workaround } => noted(texts::WORKAROUND, &workaround.text),
        Fact::SolutionRecorded { solution } => {
            let version = (!solution.needs_version.is_empty())
                .then(|| tell.fill(texts::NEEDS_VERSION_IS, &[("version", &solution.needs_version)]));
            noted(texts::SOLUTION_CAME, &tell.sentence(&[solution.text.clone(), version.unwrap_or_default()]))
        }
        Fact::SolutionChecked { check } => {
            noted(if check.works { texts::SOLUTION_WORKS } else { texts::SOLUTION_FAILS }, &check.note)
        }
        Fact::MatterEnded { ended } => {
            noted(if ended.followed_by.is_some() { texts::ENDED_BY_VISIT } else { texts::ENDED }, &ended.reason)
        }
        Fact::DataPlanned { plan, .. } => {
            let what = tell.dotted(&[plan.account_sets.join(" "), plan.media.clone(), plan.reason.clone()]);
            noted(texts::DID_PLAN_DATA, &what)
        }
        Fact::DataRecorded { record, .. } => noted(texts::DID_RECORD_DATA, &record.problem),
        Fact::DataTaken { link, .. } => filled(texts::DATA_TAKEN, &[("name", &link.to.name)], &link.note),
        Fact::DataHandedOver { link, .. } => {
            let place = tell.say(keeping(link.to.keeping)).to_owned();
            let name = tell.dotted(&[link.to.name.clone(), place]);
            filled(texts::DATA_HANDED, &[("name", &name)], &link.note)
        }
        Fact::CustodyEnded { end, .. } => {
            let how = tell.say(texts::afterwards(end.how)).to_owned();
            noted(texts::END_CUSTODY, &tell.dotted(&[how, end.witness.clone(), end.note.clone()]))
        }
        money => return super::fees::entry(money, tell),
    })
}
