//! What stood before (AUD-1): facts of a visit say the whole of what was recorded, the history says what is new in it.

use std::{
    collections::HashMap,
    mem::{Discriminant, discriminant},
};

use domain::{
    DispatchId, Money,
    fact::Fact,
    visit::{Costs, Finding, Part},
};
use serde_json::Value;
use ui::format;
use words::{
    Text, contents,
    office::{facts as texts, form},
    states,
};

use super::facts::{self, Entry};
use crate::tell::Tell;

/// A field in words as it stood and as it stands.
type Field = (Text, String, String);

/// What the facts so far have recorded; reads a history from its beginning.
#[derive(Default)]
pub struct Former {
    costs: HashMap<DispatchId, Costs>,
    findings: HashMap<DispatchId, Finding>,
    /// Of facts that are one sentence, by their kind.
    sentences: HashMap<(Discriminant<Fact>, DispatchId), String>,
}

impl Former {
    /// The entries of the next fact, each with what it changed.
    pub fn entries(&mut self, value: &Value, tell: Tell) -> Vec<Entry> {
        let mut entries = facts::entries(value, tell);
        let Ok(fact) = serde_json::from_value::<Fact>(value.clone()) else { return entries };
        let kind = discriminant(&fact);
        match fact {
            Fact::CostsRecorded { dispatch, costs } => {
                let before = self.costs.insert(dispatch, (*costs).clone());
                let fields = fields(before.as_ref(), &costs, |costs| of_costs(costs, tell));
                by_field(entries, fields, tell)
            }
            Fact::Found { dispatch, finding } => {
                let before = self.findings.insert(dispatch, (*finding).clone());
                let fields = fields(before.as_ref(), &finding, |finding| of_finding(finding, tell));
                by_field(entries, fields, tell)
            }
            Fact::BackedUp { dispatch, .. }
            | Fact::ResultGiven { dispatch, .. }
            | Fact::LeftAt { dispatch, .. }
            | Fact::Appointed { dispatch, .. } => {
                self.compare((kind, dispatch), &mut entries);
                entries
            }
            _ => entries,
        }
    }

    /// Puts what the last fact of this kind said before what this one says.
    fn compare(&mut self, kind: (Discriminant<Fact>, DispatchId), entries: &mut [Entry]) {
        let [entry] = entries else { return };
        let is_noted = entry.after.is_empty();
        let said = if is_noted { &entry.note } else { &entry.after }.clone();
        let Some(before) = self.sentences.insert(kind, said.clone()).filter(|before| *before != said) else { return };
        if is_noted {
            entry.note.clear();
        }
        (entry.before, entry.after) = (before, said);
    }
}

/// The fields that differ; where nothing stood before, those that have something in them.
fn fields<T: Default + PartialEq>(
    before: Option<&T>,
    now: &T,
    words: impl Fn(&T) -> Vec<(Text, String)>,
) -> Vec<Field> {
    let nothing = T::default();
    let former = words(before.unwrap_or(&nothing));
    let pairs = former.into_iter().zip(words(now));
    let differ = pairs.filter(|((_, before), (_, after))| before != after);
    differ.map(|((label, old), (_, new))| (label, if before.is_some() { old } else { String::new() }, new)).collect()
}

/// One entry a field, headed by what the fact is; the fact as it is told alone where no field differs.
fn by_field(whole: Vec<Entry>, fields: Vec<Field>, tell: Tell) -> Vec<Entry> {
    let Some(what) = whole.first().filter(|_| !fields.is_empty()).map(|entry| entry.what.clone()) else { return whole };
    let entry = |(label, before, after): Field| {
        let what = tell.fill(texts::FIELD_OF, &[("what", &what), ("field", tell.say(label))]);
        Entry { what, before, after, note: String::new() }
    };
    fields.into_iter().map(entry).collect()
}

fn of_costs(costs: &Costs, tell: Tell) -> Vec<(Text, String)> {
    // A new field must be put into words here, or this does not compile.
    let Costs { travel, materials, other, paid, parts, vouchers } = costs;
    let money = |amount: Money| format::money(amount, tell.lang());
    let part = |part: &Part| [&part.name, " × ", &part.quantity.to_string(), " · ", &money(part.unit_price)].concat();
    let parts: Vec<String> = parts.iter().map(part).collect();
    let pictures = if vouchers.is_empty() { String::new() } else { vouchers.len().to_string() };
    vec![
        (form::TRAVEL, money(*travel)),
        (form::MATERIALS, money(*materials)),
        (form::OTHER_COSTS, money(*other)),
        (form::TOTAL, money(costs.total())),
        (form::PAID, money(*paid)),
        (form::PARTS, tell.sentence(&parts)),
        (form::VOUCHERS, pictures),
    ]
}

fn of_finding(finding: &Finding, tell: Tell) -> Vec<(Text, String)> {
    let Finding { problem_type, cause, solution, prevention, article } = finding;
    let kind = problem_type.map(|kind| tell.say(states::problem_type(kind)).to_owned());
    vec![
        (form::PROBLEM_TYPE, kind.unwrap_or_default()),
        (form::CAUSE, cause.trim().to_owned()),
        (form::SOLUTION, solution.trim().to_owned()),
        (form::PREVENTION, prevention.trim().to_owned()),
        (contents::ARTICLE, article.clone().unwrap_or_default()),
    ]
}
