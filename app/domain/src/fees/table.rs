//! The fee table: rows with their first and last day (CUS-8).

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::FeeLine;
use crate::{Money, configuration::Mistake, entitlement::Standing, request::ServiceRequest};

/// What a fee is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// A visit outside of what the customer is entitled to.
    Visit,
    /// Work that no agreement covers (ONS-14).
    Work,
    Travel,
    Materials,
    /// Conversion of account sets in an upgrade.
    Upgrade,
    Other,
}

impl FeeKind {
    pub const ALL: [FeeKind; 6] =
        [FeeKind::Visit, FeeKind::Work, FeeKind::Travel, FeeKind::Materials, FeeKind::Upgrade, FeeKind::Other];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            FeeKind::Visit => "visit",
            FeeKind::Work => "work",
            FeeKind::Travel => "travel",
            FeeKind::Materials => "materials",
            FeeKind::Upgrade => "upgrade",
            FeeKind::Other => "other",
        }
    }
}

/// What one of it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeUnit {
    Visit,
    Hour,
    Kilometre,
    Piece,
    AccountSet,
}

impl FeeUnit {
    pub const ALL: [FeeUnit; 5] =
        [FeeUnit::Visit, FeeUnit::Hour, FeeUnit::Kilometre, FeeUnit::Piece, FeeUnit::AccountSet];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            FeeUnit::Visit => "visit",
            FeeUnit::Hour => "hour",
            FeeUnit::Kilometre => "kilometre",
            FeeUnit::Piece => "piece",
            FeeUnit::AccountSet => "account_set",
        }
    }
}

/// One row of the fee table. Another price is another row with another first day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeeItem {
    /// Stable word, such as `visit` or `upgrade-2027`.
    pub id: String,
    pub kind: FeeKind,
    /// Its own name; empty for what `kind` says in the reader's language.
    #[serde(default)]
    pub name: String,
    pub unit: FeeUnit,
    /// Price of one unit; absent when it costs what it cost us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; absent while no end is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl FeeItem {
    #[must_use]
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// A line of the form that charges for this.
    #[must_use]
    pub fn line(&self, quantity: u32) -> FeeLine {
        FeeLine {
            item: self.id.clone(),
            kind: self.kind,
            name: self.name.clone(),
            unit: self.unit,
            unit_price: self.price.unwrap_or_default(),
            quantity,
        }
    }
}

/// The table the product comes with.
#[must_use]
pub fn predefined() -> Vec<FeeItem> {
    let from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
    let item = |kind: FeeKind, unit: FeeUnit, yuan: Option<i64>| FeeItem {
        id: kind.word().to_owned(),
        kind,
        name: String::new(),
        unit,
        price: yuan.map(|yuan| Money::from_fen(yuan * 100)),
        from,
        until: None,
    };
    vec![
        item(FeeKind::Visit, FeeUnit::Visit, Some(300)),
        item(FeeKind::Work, FeeUnit::Hour, Some(200)),
        item(FeeKind::Travel, FeeUnit::Kilometre, Some(2)),
        item(FeeKind::Materials, FeeUnit::Piece, None),
        item(FeeKind::Upgrade, FeeUnit::AccountSet, Some(500)),
    ]
}

/// The rows that count on a day, in the order of the table. Of several for the same thing the latest counts: a new price
/// ends the old one.
#[must_use]
pub fn valid_on(table: &[FeeItem], day: NaiveDate) -> Vec<FeeItem> {
    let valid = || table.iter().filter(|item| item.is_valid_on(day));
    let is_replaced = |item: &FeeItem| {
        let same = |other: &FeeItem| (other.kind, &other.name, other.unit) == (item.kind, &item.name, item.unit);
        valid().any(|other| same(other) && other.from > item.from)
    };
    valid().filter(|item| !is_replaced(item)).cloned().collect()
}

/// Kind of a row's record among the settings and in the record of change.
pub const FEE: &str = "fee";

/// The dearest unit, in fen.
pub(crate) const DEAREST: i64 = 100_000_000;

/// A row as it is kept, from what somebody typed.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn checked_fee(item: FeeItem) -> Result<FeeItem, Mistake> {
    let is_sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let wrong = |pointer, word| Err(Mistake { pointer, word });
    let name = item.name.trim().to_owned();
    if item.id.is_empty() || item.id.len() > 40 || !item.id.bytes().all(is_sign) {
        return wrong("/id", "invalid");
    }
    if name.chars().count() > 40 || name.chars().any(char::is_control) {
        return wrong("/name", "invalid");
    }
    if item.price.is_some_and(|price| !(0..=DEAREST).contains(&price.fen())) {
        return wrong("/price", "out_of_range");
    }
    let years = 2000..=2100;
    if !years.contains(&item.from.year()) {
        return wrong("/from", "out_of_range");
    }
    if item.until.is_some_and(|until| until < item.from || !years.contains(&until.year())) {
        return wrong("/until", "out_of_range");
    }
    Ok(FeeItem { name, ..item })
}

/// The whole table: the rows of the product with those that somebody changed or added, by kind and first day.
#[must_use]
pub fn table(changed: Vec<FeeItem>) -> Vec<FeeItem> {
    let is_changed = |item: &FeeItem| changed.iter().any(|other| other.id == item.id);
    let mut table: Vec<FeeItem> = predefined().into_iter().filter(|item| !is_changed(item)).collect();
    table.extend(changed);
    table.sort_by(|one, other| (one.kind, one.from, &one.id).cmp(&(other.kind, other.from, &other.id)));
    table
}

/// How a line differs from the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffTable {
    /// The table's price of one unit on that day.
    OtherPrice(Money),
    /// No row of that day says it.
    NotListed,
}

/// What a manager should know of a line that was charged on `day`; None when it says what the table says. What costs what it
/// cost us may have any price.
#[must_use]
pub fn off_table(line: &FeeLine, table: &[FeeItem], day: NaiveDate) -> Option<OffTable> {
    let same = |item: &&FeeItem| item.is_valid_on(day) && item.id == line.item && item.unit == line.unit;
    match table.iter().find(same) {
        None => Some(OffTable::NotListed),
        Some(item) => item.price.filter(|price| *price != line.unit_price).map(OffTable::OtherPrice),
    }
}

/// Whether a visit has to be paid for, as far as the entitlement goes (CUS-5).
#[must_use]
pub fn is_chargeable(standing: Standing) -> bool {
    matches!(standing, Standing::Expired | Standing::UnsupportedVersion | Standing::OtherBranch | Standing::Blocked)
}

/// What is proposed for a visit outside of the entitlement: the visit, and the way there and back where it is far enough to
/// be measured.
#[must_use]
pub fn proposal(request: &ServiceRequest, table: &[FeeItem], day: NaiveDate) -> Vec<FeeLine> {
    let valid = valid_on(table, day);
    let of_kind = |kind: FeeKind| valid.iter().find(|item| item.kind == kind && item.price.is_some());
    // Whole kilometres; a customer next door pays for none.
    let kilometres = (request.distance_km.clamp(0.0, 5_000.0) * 2.0).round() as u32;
    let visit = of_kind(FeeKind::Visit).map(|item| item.line(1));
    let travel = of_kind(FeeKind::Travel).filter(|_| kilometres > 0).map(|item| item.line(kilometres));
    visit.into_iter().chain(travel).collect()
}
