//! Money on site: the fee table, what is charged, paid, handed in and invoiced (CUS-8, ONS-14).

mod table;

use serde::{Deserialize, Serialize};

pub(crate) use table::DEAREST;
pub use table::{
    FEE, FeeItem, FeeKind, FeeUnit, OffTable, checked_fee, is_chargeable, off_table, predefined, proposal, table,
    valid_on,
};

use crate::{
    Money, PersonId, Timestamp,
    request::{Dispatch, DispatchState},
    signature::DocumentKind,
    visit::{Costs, Visit},
};

/// The rules of the clocks that run here.
pub const HAND_IN: &str = "fees.hand_in";
pub const INVOICE: &str = "fees.invoice";

/// Why something is charged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChargedBecause {
    /// The entitlement does not cover the visit.
    #[default]
    NotCovered,
    /// The work is outside of what is covered (ONS-14).
    OutOfScope,
}

/// One line of what is charged, with the price as it was that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeeLine {
    /// The row of the table.
    pub item: String,
    pub kind: FeeKind,
    #[serde(default)]
    pub name: String,
    pub unit: FeeUnit,
    pub unit_price: Money,
    pub quantity: u32,
}

impl FeeLine {
    #[must_use]
    pub fn amount(&self) -> Money {
        Money::from_fen(self.unit_price.fen().saturating_mul(i64::from(self.quantity)))
    }
}

/// The customer does not want to pay: the work is not done, and the office knows why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeesDeclined {
    pub reason: String,
    pub at: Timestamp,
}

/// Less than the table says, asked for by the engineer; the full price stands until it is approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Discount {
    /// How much less.
    pub amount: Money,
    pub reason: String,
    pub at: Timestamp,
    pub by_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<DiscountDecision>,
}

/// What a manager said to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiscountDecision {
    pub approved: bool,
    #[serde(default)]
    pub note: String,
    pub by: PersonId,
    pub by_name: String,
    pub at: Timestamp,
}

/// How the customer pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayBy {
    #[default]
    Cash,
    Transfer,
    /// Nothing now, against the invoice.
    Invoice,
}

impl PayBy {
    pub const ALL: [PayBy; 3] = [PayBy::Cash, PayBy::Transfer, PayBy::Invoice];
}

/// The voucher: what the customer pays and how. It counts from the customer's signature on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Payment {
    pub pay_by: PayBy,
    pub amount: Money,
    /// When the customer signed the voucher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Timestamp>,
}

/// The money as the office counted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoneyReceived {
    pub counted: Money,
    /// Why it is not what the voucher says.
    #[serde(default)]
    pub note: String,
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
}

/// The invoice that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvoiceSent {
    pub number: String,
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
}

/// A step of the office that can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeStep {
    Discount,
    Received,
    Invoice,
}

/// Everything about the money of one visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct VisitFees {
    pub because: ChargedBecause,
    pub lines: Vec<FeeLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declined: Option<FeesDeclined>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<MoneyReceived>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoiceSent>,
}

/// Where the money of a visit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeStage {
    /// Shown to the customer, not consented to.
    Proposed,
    /// The customer does not want to pay.
    Declined,
    /// Consented to, not paid.
    Agreed,
    /// The engineer has it, or says that it was transferred.
    WithEngineer,
    ToInvoice,
    Invoiced,
}

impl VisitFees {
    /// The full price.
    #[must_use]
    pub fn total(&self) -> Money {
        self.lines.iter().map(FeeLine::amount).sum()
    }

    /// What was taken off by a manager.
    #[must_use]
    pub fn taken_off(&self) -> Money {
        let approved = |discount: &&Discount| discount.decided.as_ref().is_some_and(|decided| decided.approved);
        self.discount.as_ref().filter(approved).map(|discount| discount.amount).unwrap_or_default()
    }

    /// What the customer has to pay: the full price until a discount is approved.
    #[must_use]
    pub fn payable(&self) -> Money {
        Money::from_fen((self.total().fen() - self.taken_off().fen()).max(0))
    }

    /// What the customer paid too much, because a discount was approved that the engineer did not know of yet: it is given
    /// back.
    #[must_use]
    pub fn overpaid(&self) -> Money {
        let paid =
            self.taken().filter(|paid| paid.pay_by != PayBy::Invoice).map(|paid| paid.amount).unwrap_or_default();
        Money::from_fen((paid.fen() - self.payable().fen()).max(0))
    }

    /// A discount that nobody has decided about.
    #[must_use]
    pub fn waiting_discount(&self) -> Option<&Discount> {
        self.discount.as_ref().filter(|discount| discount.decided.is_none() && self.invoice.is_none())
    }

    /// The payment for which the customer signed the voucher.
    #[must_use]
    pub fn taken(&self) -> Option<&Payment> {
        self.payment.as_ref().filter(|payment| payment.taken_at.is_some())
    }

    /// Something is charged, and the customer has not said no.
    #[must_use]
    pub fn charges(&self) -> bool {
        self.declined.is_none() && !self.total().is_zero()
    }

    /// The costs of the form as these fees make them: one sum on every sheet.
    #[must_use]
    pub fn as_costs(&self, known: &Costs) -> Costs {
        let sum = |fits: fn(FeeKind) -> bool| {
            let lines = self.lines.iter().filter(|line| self.declined.is_none() && fits(line.kind));
            lines.map(FeeLine::amount).sum()
        };
        Costs {
            travel: sum(|kind| kind == FeeKind::Travel),
            materials: sum(|kind| kind == FeeKind::Materials),
            other: sum(|kind| !matches!(kind, FeeKind::Travel | FeeKind::Materials)),
            paid: self.taken().filter(|paid| paid.pay_by != PayBy::Invoice).map(|paid| paid.amount).unwrap_or_default(),
            ..known.clone()
        }
    }
}

/// How much the customer has consented to by signature; None when nothing was signed.
#[must_use]
pub fn consented(visit: &Visit) -> Option<Money> {
    let signed = visit.signatures.iter().filter(|record| record.kind == DocumentKind::Fees);
    signed.filter_map(|record| record.content["fees"]["total"].as_str()?.parse().ok()).max()
}

/// Nothing is charged to which the customer has not consented; a sum that has grown needs a new consent.
#[must_use]
pub fn is_agreed(visit: &Visit) -> bool {
    let Some(fees) = visit.fees.as_deref().filter(|fees| fees.charges()) else { return true };
    consented(visit).is_some_and(|consented| fees.total() <= consented)
}

/// Where the money of a dispatch is; None when nothing was ever charged.
#[must_use]
pub fn stage(dispatch: &Dispatch) -> Option<FeeStage> {
    let fees = dispatch.visit.fees.as_deref()?;
    if fees.declined.is_some() {
        return Some(FeeStage::Declined);
    }
    if !fees.charges() {
        return None;
    }
    Some(match fees.taken() {
        _ if fees.invoice.is_some() => FeeStage::Invoiced,
        _ if fees.received.is_some() => FeeStage::ToInvoice,
        Some(payment) if payment.pay_by == PayBy::Invoice => FeeStage::ToInvoice,
        Some(_) => FeeStage::WithEngineer,
        None if is_agreed(&dispatch.visit) => FeeStage::Agreed,
        None => FeeStage::Proposed,
    })
}

/// Somebody in the office still has to do something about the money of this dispatch.
#[must_use]
pub fn is_open(dispatch: &Dispatch) -> bool {
    match stage(dispatch) {
        Some(FeeStage::WithEngineer | FeeStage::ToInvoice) => true,
        Some(FeeStage::Agreed) => dispatch.state == DispatchState::Returned,
        _ => false,
    }
}
