//! The costs as they are typed: texts until they are amounts (ONS-17).

use domain::{
    Money,
    command::Command,
    visit::{Costs, Part},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use super::form::Form;
use crate::{
    autosave::Autosave,
    drafts::Draft,
    typed::{changes, with},
};

/// An amount as typed; empty is nothing.
///
/// # Errors
/// It is no amount, or less than nothing.
pub fn amount(text: &str) -> Result<Money, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Money::ZERO);
    }
    // Full-width digits and stops come from Chinese keyboards.
    let plain: String = text.chars().map(half_width).collect();
    plain.parse::<Money>().ok().filter(|amount| amount.fen() >= 0).ok_or(())
}

fn half_width(sign: char) -> char {
    match sign {
        '。' | '．' => '.',
        '０'..='９' => char::from_u32(sign as u32 - '０' as u32 + '0' as u32).unwrap_or(sign),
        other => other,
    }
}

/// How many of a part, as typed: a whole number from one on.
#[must_use]
pub fn quantity(text: &str) -> Option<u32> {
    let plain: String = text.trim().chars().map(half_width).collect();
    plain.parse().ok().filter(|quantity| *quantity > 0)
}

/// The four amounts, in the order of the form: travel, materials, other, paid.
pub const AMOUNTS: usize = 4;

/// A part as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartText {
    pub name: String,
    pub quantity: String,
    pub unit_price: String,
}

/// The fields as typed: the texts, right or wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Texts {
    travel: String,
    materials: String,
    other: String,
    paid: String,
    parts: Vec<PartText>,
}

/// A row of parts that can be edited on its own.
#[derive(Clone, Copy)]
pub struct PartRow {
    pub key: u32,
    pub name: RwSignal<String>,
    pub quantity: RwSignal<String>,
    pub unit_price: RwSignal<String>,
}

/// The fields of the costs.
#[derive(Clone, Copy)]
pub struct CostsForm {
    pub amounts: [RwSignal<String>; AMOUNTS],
    pub parts: RwSignal<Vec<PartRow>>,
    form: Form,
    autosave: StoredValue<Option<Autosave>>,
    /// What was recorded when the fields were last brought in line with it.
    before: StoredValue<Texts>,
}

impl CostsForm {
    /// From the draft where there is one, else from the record.
    #[must_use]
    pub fn new(form: Form) -> Self {
        let costs = Self {
            amounts: [(); AMOUNTS].map(|()| RwSignal::new(String::new())),
            parts: RwSignal::new(Vec::new()),
            form,
            autosave: StoredValue::new(None),
            before: StoredValue::new(Texts::default()),
        };
        let record = Callback::new(move |()| {
            let recording = costs.record();
            spawn_local(async move {
                recording.await;
            });
        });
        let (own, others) = Draft::of_this_tab("costs", &form.id.to_string());
        let autosave = Autosave::new(own, record);
        costs.autosave.set_value(Some(autosave));
        let known = texts(&costs.recorded());
        let kept: Vec<String> = others.iter().chain([&own]).filter_map(|draft| draft.read()).collect();
        costs.show(&kept.iter().fold(known.clone(), |texts, typed| with(&texts, typed)));
        costs.before.set_value(known);
        if !kept.is_empty() {
            // Left over from before a reload: it is recorded now, not when somebody types again.
            autosave.touched(&costs.draft());
            others.into_iter().for_each(Draft::forget);
        }
        // What is recorded elsewhere is shown in the fields in which nothing was typed here.
        Effect::new(move |_| {
            let Some(recorded) = form.with(|_, dispatch| dispatch.visit.costs.clone()) else { return };
            let is_shown = costs.costs().as_ref() == Some(&recorded);
            if is_shown {
                costs.before.set_value(costs.as_recorded(&recorded));
            } else {
                costs.show(&costs.over(&recorded));
                costs.before.set_value(texts(&recorded));
            }
        });
        costs
    }

    /// Something was typed.
    pub fn typed(self) {
        if let Some(autosave) = self.autosave.get_value() {
            autosave.touched(&self.draft());
        }
    }

    /// A field was left.
    pub fn left(self) {
        if let Some(autosave) = self.autosave.get_value() {
            autosave.flush();
        }
    }

    /// Records what is there, unless it is recorded already; false when a field is wrong or nothing could be saved.
    pub async fn save(self) -> bool {
        self.record().await
    }

    /// One more row. What was typed for materials before there were any rows becomes the price of the first.
    pub fn add_part(self) {
        let key = self.parts.with_untracked(|parts| parts.last().map_or(0, |part| part.key + 1));
        let is_first = self.parts.with_untracked(Vec::is_empty);
        let unit_price = if is_first { self.amounts[1].get_untracked() } else { String::new() };
        let part = PartText { quantity: "1".to_owned(), unit_price, ..PartText::default() };
        self.parts.update(|parts| parts.push(row(key, &part)));
    }

    pub fn remove_part(self, key: u32) {
        self.parts.update(|parts| parts.retain(|part| part.key != key));
        self.sum_parts();
        self.typed();
    }

    /// Materials are what the parts come to, as long as there are parts.
    pub fn sum_parts(self) {
        let parts = untrack(|| self.typed_parts());
        if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
            let total: Money =
                parts.iter().map(|part| Money::from_fen(part.unit_price.fen() * i64::from(part.quantity))).sum();
            self.amounts[1].set(total.to_string());
        }
    }

    /// Travel, materials and other, tracked; None while a field is wrong.
    #[must_use]
    pub fn total(self) -> Option<Money> {
        let amounts = self.amounts[..3].iter().map(|text| text.with(|text| amount(text)));
        amounts.sum::<Result<Money, ()>>().ok()
    }

    /// The parts, tracked; None while one is wrong. Rows without a name are left out.
    fn typed_parts(self) -> Option<Vec<Part>> {
        let read = |row: &PartRow| {
            let name = row.name.get().trim().to_owned();
            let quantity = quantity(&row.quantity.get())?;
            let unit_price = row.unit_price.with(|text| amount(text)).ok()?;
            Some(Part { name, quantity, unit_price })
        };
        let rows = self.parts.get();
        rows.iter().filter(|row| row.name.with(|name| !name.trim().is_empty())).map(read).collect()
    }

    /// The costs as they stand; None while a field is wrong.
    fn costs(self) -> Option<Costs> {
        untrack(|| {
            let [travel, materials, other, paid] = self.amounts.map(|text| text.with(|text| amount(text)));
            let vouchers = self.form.with(|_, dispatch| dispatch.visit.costs.vouchers.clone()).unwrap_or_default();
            Some(Costs {
                travel: travel.ok()?,
                materials: materials.ok()?,
                other: other.ok()?,
                paid: paid.ok()?,
                parts: self.typed_parts()?,
                vouchers,
            })
        })
    }

    /// Records the costs with other vouchers than before.
    pub async fn record_vouchers(self, vouchers: Vec<String>) {
        let known = self.form.now_with(|_, dispatch| dispatch.visit.costs.clone()).unwrap_or_default();
        // A wrong amount in another field must not keep a voucher from being saved.
        let costs = Costs { vouchers, ..self.costs().unwrap_or(known) };
        self.form.act(command(costs)).await;
    }

    fn recorded(self) -> Costs {
        self.form.now_with(|_, dispatch| dispatch.visit.costs.clone()).unwrap_or_default()
    }

    /// What was typed here over what was recorded elsewhere meanwhile.
    fn over(self, recorded: &Costs) -> Texts {
        with(&texts(recorded), &self.draft())
    }

    /// Records what is there, unless it is recorded already. The fields are read at once: the page may be gone when the rest
    /// is done.
    fn record(self) -> impl Future<Output = bool> {
        let Self { form, autosave, before, .. } = self;
        let recorded = self.recorded();
        self.show(&self.over(&recorded));
        let (costs, seen) = (self.costs(), before.get_value());
        let autosave = autosave.get_value();
        let kept = autosave.and_then(Autosave::draft);
        if let Some(costs) = &costs {
            // What is typed from here on is typed over this.
            before.set_value(self.as_recorded(costs));
        }
        async move {
            let Some(costs) = costs else { return false };
            if costs != recorded && !form.act(command(costs)).await {
                before.try_set_value(seen);
                return false;
            }
            if let Some((autosave, kept)) = autosave.zip(kept) {
                autosave.recorded(&kept);
            }
            true
        }
    }

    /// These costs as they are written here. Of the parts only those that count: a row that was just begun is not recorded.
    fn as_recorded(self, costs: &Costs) -> Texts {
        Texts { parts: texts(costs).parts, ..self.texts() }
    }

    fn texts(self) -> Texts {
        let part = |row: &PartRow| PartText {
            name: row.name.get_untracked(),
            quantity: row.quantity.get_untracked(),
            unit_price: row.unit_price.get_untracked(),
        };
        let [travel, materials, other, paid] = self.amounts.map(|text| text.get_untracked());
        let parts = self.parts.with_untracked(|rows| rows.iter().map(part).collect());
        Texts { travel, materials, other, paid, parts }
    }

    /// What was typed and differs from what was recorded.
    fn draft(self) -> String {
        changes(&self.before.get_value(), &self.texts())
    }

    /// Writes what differs from what stands there, so that a row in which somebody types stays.
    fn show(self, wanted: &Texts) {
        let there = self.texts();
        let texts = [&wanted.travel, &wanted.materials, &wanted.other, &wanted.paid];
        for (field, text) in self.amounts.into_iter().zip(texts) {
            if field.with_untracked(|there| there != text) {
                field.set(text.clone());
            }
        }
        if there.parts != wanted.parts {
            self.parts.set((0..).zip(&wanted.parts).map(|(key, part)| row(key, part)).collect());
        }
    }
}

fn row(key: u32, part: &PartText) -> PartRow {
    PartRow {
        key,
        name: RwSignal::new(part.name.clone()),
        quantity: RwSignal::new(part.quantity.clone()),
        unit_price: RwSignal::new(part.unit_price.clone()),
    }
}

fn command(costs: Costs) -> Command {
    let Costs { travel, materials, other, paid, parts, vouchers } = costs;
    Command::RecordCosts { travel, materials, other, paid, parts, vouchers }
}

/// The recorded costs as texts; nothing is an empty field.
fn texts(costs: &Costs) -> Texts {
    let text = |amount: Money| if amount.is_zero() { String::new() } else { amount.to_string() };
    let part = |part: &Part| PartText {
        name: part.name.clone(),
        quantity: part.quantity.to_string(),
        unit_price: part.unit_price.to_string(),
    };
    Texts {
        travel: text(costs.travel),
        materials: text(costs.materials),
        other: text(costs.other),
        paid: text(costs.paid),
        parts: costs.parts.iter().map(part).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_field_is_nothing_and_a_negative_one_is_wrong() {
        for (text, expected) in [
            ("", Ok(0)),
            (" 12.5 ", Ok(1_250)),
            ("１２。５", Ok(1_250)),
            ("-1", Err(())),
            ("1.234", Err(())),
            ("八", Err(())),
        ] {
            assert_eq!(amount(text).map(Money::fen), expected, "{text}");
        }
    }
}
