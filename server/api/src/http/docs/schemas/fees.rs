//! What a customer signs about money.

use domain::{
    Money,
    fees::{ChargedBecause, FeeLine, PayBy},
    signature::DocumentKind,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::SealedHead;

/// What is charged.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SealedFees {
    because: ChargedBecause,
    lines: Vec<FeeLine>,
    /// All lines together, always with two decimals.
    total: Money,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SealedPayment {
    pay_by: PayBy,
    amount: Money,
}

/// What a customer signs under kind `fees`, before the work: exactly these members.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FeesContent {
    kind: DocumentKind,
    head: SealedHead,
    fees: SealedFees,
}

/// What a customer signs under kind `voucher`, when money changes hands: exactly these members.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VoucherContent {
    kind: DocumentKind,
    head: SealedHead,
    fees: SealedFees,
    payment: SealedPayment,
}
