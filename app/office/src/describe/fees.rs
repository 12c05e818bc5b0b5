//! What happened to money on site, in words (AUD-1, CUS-8).

use domain::{
    Money,
    fact::Fact,
    fees::{FeeLine, FeeStep},
};
use ui::format;
use words::{Text, fees as texts};

use super::facts::Entry;
use crate::tell::Tell;

/// The entry of a fact of this kind; None of any other.
pub fn entry(fact: &Fact, tell: Tell) -> Option<Entry> {
    let money = |amount: Money| format::money(amount, tell.lang());
    let noted = |what: String, note: &str| Entry { what, note: note.to_owned(), ..Entry::default() };
    let amount = |text: Text, amount: Money| tell.fill(text, &[("amount", &money(amount))]);
    Some(match fact {
        Fact::FeesProposed { lines, .. } if lines.is_empty() => {
            noted(tell.say(texts::DID_PROPOSE_NOTHING).to_owned(), "")
        }
        Fact::FeesProposed { because, lines, .. } => {
            let mut parts = vec![tell.say(texts::because(*because)).to_owned()];
            parts.extend(lines.iter().map(|line| self::line(line, tell)));
            noted(amount(texts::DID_PROPOSE, lines.iter().map(FeeLine::amount).sum()), &tell.dotted(&parts))
        }
        Fact::FeesDeclined { declined, .. } => noted(tell.say(texts::DECLINE).to_owned(), &declined.reason),
        Fact::DiscountAsked { discount, .. } => noted(amount(texts::DISCOUNT_WAITS, discount.amount), &discount.reason),
        Fact::DiscountSettled { decision, .. } => {
            noted(tell.say(if decision.approved { texts::APPROVE } else { texts::REFUSE }).to_owned(), &decision.note)
        }
        Fact::PaymentRecorded { payment, .. } => {
            let what = tell.dotted(&[
                tell.say(texts::ACT_PAYMENT).to_owned(),
                tell.say(texts::pay_by(payment.pay_by)).to_owned(),
                money(payment.amount),
            ]);
            noted(what, "")
        }
        Fact::MoneyTaken { .. } => noted(tell.say(texts::DID_TAKE).to_owned(), ""),
        Fact::MoneyReceived { received, .. } => noted(amount(texts::DID_RECEIVE, received.counted), &received.note),
        Fact::InvoiceSent { invoice, .. } => noted(tell.fill(texts::DID_INVOICE, &[("number", &invoice.number)]), ""),
        Fact::FeeStepTakenBack { step, .. } => {
            noted(tell.say(texts::DID_TAKE_BACK).to_owned(), tell.say(step_name(*step)))
        }
        _ => return None,
    })
}

/// A line as one reads it: what, price, how many.
pub fn line(line: &FeeLine, tell: Tell) -> String {
    let name = if line.name.is_empty() { tell.say(texts::kind(line.kind)).to_owned() } else { line.name.clone() };
    let values = [
        ("price", format::money(line.unit_price, tell.lang())),
        ("n", line.quantity.to_string()),
        ("unit", tell.say(texts::unit(line.unit)).to_owned()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    [name.as_str(), " ", &tell.fill(texts::LINE, &values)].concat()
}

fn step_name(step: FeeStep) -> Text {
    match step {
        FeeStep::Discount => texts::DISCOUNT,
        FeeStep::Received => texts::RECEIVE,
        FeeStep::Invoice => texts::INVOICE,
    }
}
