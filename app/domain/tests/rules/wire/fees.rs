//! One example of every command and every fact about money on site.

use domain::{
    Money,
    command::Command,
    fact::Fact,
    fees::{
        ChargedBecause, Discount, DiscountDecision, FeeKind, FeeLine, FeeStep, FeeUnit, FeesDeclined, InvoiceSent,
        MoneyReceived, PayBy, Payment,
    },
};

use super::records::{AT, DISPATCH, MANAGER, text};

fn lines() -> Vec<FeeLine> {
    vec![FeeLine {
        item: text("upgrade"),
        kind: FeeKind::Upgrade,
        name: text("年度账套转换"),
        unit: FeeUnit::AccountSet,
        unit_price: Money::from_fen(50_000),
        quantity: 2,
    }]
}

pub fn commands() -> Vec<Command> {
    let amount = Money::from_fen(5_000);
    vec![
        Command::ProposeFees { because: ChargedBecause::OutOfScope, lines: lines() },
        Command::DeclineFees { reason: text("要请示领导") },
        Command::AskDiscount { amount, reason: text("老客户") },
        Command::RecordPayment { pay_by: PayBy::Cash, amount },
        Command::SettleDiscount { dispatch: DISPATCH, approve: false, note: text("没有先例") },
        Command::ReceiveMoney { dispatch: DISPATCH, counted: amount, note: text("少十元") },
        Command::RecordInvoice { dispatch: DISPATCH, number: text("FP-2026-118") },
        Command::TakeBackFeeStep { dispatch: DISPATCH, step: FeeStep::Received },
    ]
}

pub fn position_of_command(command: &Command) -> usize {
    use Command as C;
    match command {
        C::ProposeFees { .. } => 0,
        C::DeclineFees { .. } => 1,
        C::AskDiscount { .. } => 2,
        C::RecordPayment { .. } => 3,
        C::SettleDiscount { .. } => 4,
        C::ReceiveMoney { .. } => 5,
        C::RecordInvoice { .. } => 6,
        C::TakeBackFeeStep { .. } => 7,
        _ => usize::MAX / 4,
    }
}

pub fn facts() -> Vec<Fact> {
    let (dispatch, at, by) = (DISPATCH, AT, MANAGER);
    let by_name = || text("周敏");
    let amount = Money::from_fen(5_000);
    let decision = DiscountDecision { approved: false, note: text("没有先例"), by, by_name: by_name(), at };
    let discount =
        Discount { amount, reason: text("老客户"), at, by_name: text("赵勇"), decided: Some(decision.clone()) };
    vec![
        Fact::FeesProposed { dispatch, because: ChargedBecause::OutOfScope, lines: lines() },
        Fact::FeesDeclined { dispatch, declined: FeesDeclined { reason: text("要请示领导"), at } },
        Fact::DiscountAsked { dispatch, discount },
        Fact::DiscountSettled { dispatch, decision },
        Fact::PaymentRecorded { dispatch, payment: Payment { pay_by: PayBy::Transfer, amount, taken_at: Some(at) } },
        Fact::MoneyTaken { dispatch, at },
        Fact::MoneyReceived {
            dispatch,
            received: MoneyReceived { counted: amount, note: text("少十元"), at, by, by_name: by_name() },
        },
        Fact::InvoiceSent {
            dispatch,
            invoice: InvoiceSent { number: text("FP-2026-118"), at, by, by_name: by_name() },
        },
        Fact::FeeStepTakenBack { dispatch, step: FeeStep::Invoice },
    ]
}

pub fn position_of_fact(fact: &Fact) -> usize {
    use Fact as F;
    match fact {
        F::FeesProposed { .. } => 0,
        F::FeesDeclined { .. } => 1,
        F::DiscountAsked { .. } => 2,
        F::DiscountSettled { .. } => 3,
        F::PaymentRecorded { .. } => 4,
        F::MoneyTaken { .. } => 5,
        F::MoneyReceived { .. } => 6,
        F::InvoiceSent { .. } => 7,
        F::FeeStepTakenBack { .. } => 8,
        _ => usize::MAX / 4,
    }
}
