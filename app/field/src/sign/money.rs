//! The papers about money, as the signing page shows them (CUS-8): what is charged line by line, and the sum large.

use domain::{
    Money,
    fees::{FeeLine, PayBy, is_agreed},
    request::{Dispatch, DispatchState, ServiceRequest},
    signature::DocumentKind,
};
use leptos::prelude::*;
use serde_json::Value;
use ui::{format, t};
use words::{Text, fees as texts, field as say};

use crate::{
    acting::Acting,
    visit::progress::{self, Closed, Panel},
};

/// The paper is signed and needs no other signature.
#[must_use]
pub fn is_done(kind: DocumentKind, dispatch: &Dispatch) -> bool {
    let fees = dispatch.visit.fees.as_deref();
    match kind {
        DocumentKind::Voucher => fees.is_some_and(|fees| fees.taken().is_some()),
        _ => fees.is_some_and(|fees| fees.charges() && is_agreed(&dispatch.visit)),
    }
}

/// What has to come before a paper can be signed.
#[must_use]
pub fn not_ready(kind: DocumentKind, request: &ServiceRequest, dispatch: &Dispatch) -> Option<Text> {
    let may_follow = kind == DocumentKind::Voucher
        && matches!(dispatch.lived_state(), DispatchState::Signed | DispatchState::Unsigned);
    match progress::may_fill(Panel::Fees, request, dispatch) {
        _ if may_follow => {}
        Err(Closed::NotThereYet) => return Some(say::NOT_THERE_YET),
        Err(Closed::Disputed) => return Some(say::FORM_DISPUTED),
        Err(_) => return Some(say::FORM_CLOSED),
        Ok(()) => {}
    }
    let fees = dispatch.visit.fees.as_deref().filter(|fees| fees.charges());
    let is_ready = fees.is_some_and(|fees| kind == DocumentKind::Fees || fees.payment.is_some());
    (!is_ready).then_some(say::NOTHING_TO_SIGN)
}

/// Where a paper of this kind leads back to.
#[must_use]
pub fn leads_to(kind: DocumentKind, is_signed: bool) -> &'static str {
    // Who has consented wants to see the work begin.
    if kind == DocumentKind::Fees && is_signed { "" } else { "?show=fees" }
}

fn amount(acting: Acting, value: &Value) -> String {
    let amount = value.as_str().and_then(|text| text.parse::<Money>().ok()).unwrap_or_default();
    format::money(amount, acting.words.lang())
}

/// The lines as the customer reads them, from the content that is sealed.
#[must_use]
pub fn lines(acting: Acting, fees: &Value) -> Vec<(String, String, String)> {
    let words = acting.words;
    let lang = words.lang();
    let lines: Vec<FeeLine> = serde_json::from_value(fees["lines"].clone()).unwrap_or_default();
    let row = |line: FeeLine| {
        let name = if line.name.is_empty() { words.say(texts::kind(line.kind)).to_owned() } else { line.name.clone() };
        let values = [
            ("price", format::money(line.unit_price, lang)),
            ("n", line.quantity.to_string()),
            ("unit", words.say(texts::unit(line.unit)).to_owned()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        (name, words.fill(texts::LINE, &values), format::money(line.amount(), lang))
    };
    lines.into_iter().map(row).collect()
}

/// The rows of a paper: lines, sum, and what is paid how.
#[must_use]
pub fn rows(acting: Acting, content: &Value) -> Vec<AnyView> {
    let words = acting.words;
    let fees = &content["fees"];
    let because = serde_json::from_value(fees["because"].clone()).unwrap_or_default();
    let line = |(name, each, sum): (String, String, String)| {
        view! { <tr><th scope="row">{name} " " <small>{each}</small></th><td>{sum}</td></tr> }
    };
    let mut rows = vec![
        view! {
            <dt>{t(texts::LINES)}</dt>
            <dd>
                <small>{words.say(texts::because(because))}</small>
                <table class="fee-paper">
                    <tbody>{lines(acting, fees).into_iter().map(line).collect_view()}</tbody>
                    <tfoot><tr><th scope="row">{t(texts::TOTAL)}</th><td>{amount(acting, &fees["total"])}</td></tr></tfoot>
                </table>
            </dd>
        }
        .into_any(),
    ];
    let payment = &content["payment"];
    if !payment.is_null() {
        let pay_by: PayBy = serde_json::from_value(payment["pay_by"].clone()).unwrap_or_default();
        let paid = amount(acting, &payment["amount"]);
        rows.push(
            view! {
                <dt>{t(texts::PAYMENT)}</dt>
                <dd class="is-main fee-paid"><span>{words.say(texts::pay_by(pay_by))}</span> " " <strong>{paid}</strong></dd>
            }
            .into_any(),
        );
    }
    rows
}
