//! Clocks changed by hand, and the call after a visit, in the words of the history.

use domain::{fact::Fact, follow_up::Answers};
use words::{
    Text,
    office::{clocks, facts as texts, follow_ups, reasons},
    states,
};

use super::facts::Entry;
use crate::tell::Tell;

pub(super) fn entry(fact: &Fact, tell: Tell) -> Entry {
    let of_rule = |text: Text, rule: &str| tell.fill(text, &[("rule", tell.say(reasons::rule(rule)))]);
    let because = |reason: &str| tell.fill(texts::REASON, &[("reason", reason)]);
    let plain = |text: Text, note: String| Entry { what: tell.say(text).to_owned(), note, ..Entry::default() };
    match fact {
        Fact::ClockPaused { rule, reason, .. } => {
            Entry { what: of_rule(clocks::HAPPENED_PAUSED, rule), note: because(reason), ..Entry::default() }
        }
        Fact::ClockResumed { rule, .. } => Entry { what: of_rule(clocks::HAPPENED_RESUMED, rule), ..Entry::default() },
        Fact::DueChanged { rule, from, to, reason, .. } => Entry {
            what: of_rule(clocks::HAPPENED_CHANGED, rule),
            before: tell.day_time(*from),
            after: tell.day_time(*to),
            note: because(reason),
        },
        Fact::FollowUpDue { clock } => Entry {
            what: tell.say(follow_ups::HAPPENED_DUE).to_owned(),
            after: tell.day_time(clock.due),
            ..Entry::default()
        },
        Fact::FollowUpTried { attempt } => {
            let again = attempt.next_try.map(|at| tell.fill(follow_ups::TRY_AGAIN, &[("time", &tell.near(at))]));
            plain(follow_ups::HAPPENED_TRIED, tell.sentence(&[attempt.note.clone(), again.unwrap_or_default()]))
        }
        Fact::FollowUpMade { call } => plain(follow_ups::HAPPENED_MADE, answers(&call.answers, tell)),
        Fact::ComplaintOpened { complaint } => plain(follow_ups::HAPPENED_CASE, complaint.title.clone()),
        Fact::ComplaintClosed { end, .. } => plain(follow_ups::HAPPENED_SETTLED, end.note.clone()),
        _ => Entry::default(),
    }
}

/// What the customer said, in one line.
#[must_use]
pub fn answers(answers: &Answers, tell: Tell) -> String {
    let Answers { solved, polite, punctual, told_prevention, satisfaction, opinion, asks_for_more } = answers;
    let either = |is_so: bool, yes: Text, no: Text| tell.say(if is_so { yes } else { no }).to_owned();
    tell.sentence(&[
        tell.fill(follow_ups::STARS, &[("n", &satisfaction.to_string())]),
        tell.say(states::solved(*solved)).to_owned(),
        either(*polite, follow_ups::POLITE, follow_ups::NOT_POLITE),
        either(*punctual, follow_ups::PUNCTUAL, follow_ups::NOT_PUNCTUAL),
        either(*told_prevention, follow_ups::TOLD, follow_ups::NOT_TOLD),
        if *asks_for_more { tell.say(follow_ups::WANTS_MORE).to_owned() } else { String::new() },
        opinion.clone(),
    ])
}
