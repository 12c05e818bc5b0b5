//! Decides about money on site: shown and consented to before the work, paid against a voucher, handed in, invoiced (CUS-8).

use crate::{
    DispatchId, Rejection,
    command::Command,
    fact::Fact,
    fees::{
        DEAREST, Discount, DiscountDecision, FeeLine, FeeStage, FeeStep, FeesDeclined, HAND_IN, INVOICE, InvoiceSent,
        MoneyReceived, PayBy, Payment, VisitFees, is_agreed, stage,
    },
    request::{
        Context, Decided, Dispatch, DispatchState, ServiceRequest,
        decide::text,
        premises::{open_form, wrong_state},
        unsolved::{started_once, stopped},
    },
    signature::DocumentKind,
    visit::Visit,
};

type Facts = Result<Vec<Fact>, Rejection>;

/// Lines of one form.
const MOST_LINES: usize = 30;
/// Of one line.
const MOST: u32 = 9_999;

/// Decides about what happens on the premises; `late` when the dispatch was taken back meanwhile: what happened, happened.
pub(super) fn decide(
    request: &ServiceRequest,
    dispatch: &Dispatch,
    command: &Command,
    late: bool,
    context: &Context,
) -> Facts {
    let (id, at) = (dispatch.id, context.attested.at);
    let on_form = || if late { Ok(()) } else { open_form(request, dispatch) };
    match command {
        Command::ProposeFees { because, lines } => {
            on_form()?;
            not_paid(dispatch)?;
            let lines = checked(lines)?;
            Ok(vec![Fact::FeesProposed { dispatch: id, because: *because, lines }])
        }
        Command::DeclineFees { reason } => {
            on_form()?;
            let reason = text(reason, "/command/reason")?;
            // Who has consented already takes the lines away instead.
            if stage(dispatch) != Some(FeeStage::Proposed) {
                return Err(wrong_state(dispatch));
            }
            Ok(vec![Fact::FeesDeclined { dispatch: id, declined: FeesDeclined { reason, at } }])
        }
        Command::AskDiscount { amount, reason } => {
            on_form().or_else(|rejection| after_signing(dispatch).ok_or(rejection))?;
            not_paid(dispatch)?;
            let fees = charged(dispatch)?;
            let reason = text(reason, "/command/reason")?;
            if amount.fen() <= 0 || *amount >= fees.total() {
                return Err(Rejection::invalid("/command/amount"));
            }
            let discount = Discount { amount: *amount, reason, at, by_name: context.actor.name.clone(), decided: None };
            Ok(vec![Fact::DiscountAsked { dispatch: id, discount }])
        }
        Command::RecordPayment { pay_by, amount } => {
            on_form().or_else(|rejection| after_signing(dispatch).ok_or(rejection))?;
            not_paid(dispatch)?;
            let fees = charged(dispatch)?;
            agreed(dispatch)?;
            if amount.fen() <= 0 || *amount > fees.total() {
                return Err(Rejection::invalid("/command/amount"));
            }
            let payment = Payment { pay_by: *pay_by, amount: *amount, taken_at: None };
            Ok(vec![Fact::PaymentRecorded { dispatch: id, payment }])
        }
        _ => Err(Rejection::NotFound),
    }
}

/// Decides about what the office does with the money.
pub(super) fn office(
    request: &ServiceRequest,
    id: DispatchId,
    command: &Command,
    context: &Context,
) -> Result<Decided, Rejection> {
    let dispatch = request.dispatch(id).ok_or(Rejection::NotFound)?;
    let (at, by, by_name) = (context.attested.at, context.actor.person, context.actor.name.clone());
    let fees = charged(dispatch)?;
    let facts = match command {
        Command::SettleDiscount { approve, note, .. } => {
            fees.waiting_discount().ok_or_else(|| wrong_state(dispatch))?;
            // Who hears no wants to know why.
            let note = if *approve { note.trim().to_owned() } else { text(note, "/command/note")? };
            let decision = DiscountDecision { approved: *approve, note, by, by_name, at };
            vec![Fact::DiscountSettled { dispatch: id, decision }]
        }
        Command::ReceiveMoney { counted, note, .. } => {
            if stage(dispatch) != Some(FeeStage::WithEngineer) {
                return Err(wrong_state(dispatch));
            }
            if counted.fen() < 0 {
                return Err(Rejection::invalid("/command/counted"));
            }
            let is_whole = fees.taken().is_some_and(|payment| payment.amount == *counted);
            let note = if is_whole { note.trim().to_owned() } else { text(note, "/command/note")? };
            let received = MoneyReceived { counted: *counted, note, at, by, by_name };
            let mut facts = vec![Fact::MoneyReceived { dispatch: id, received }];
            facts.extend(stopped(request, HAND_IN, context));
            facts.extend(started_once(request, INVOICE, context));
            facts
        }
        Command::RecordInvoice { number, .. } => {
            let is_due = stage(dispatch) == Some(FeeStage::ToInvoice)
                || (stage(dispatch) == Some(FeeStage::Agreed) && dispatch.state == DispatchState::Returned);
            if !is_due {
                return Err(wrong_state(dispatch));
            }
            let number = text(number, "/command/number")?;
            let invoice = InvoiceSent { number, at, by, by_name };
            let mut facts = vec![Fact::InvoiceSent { dispatch: id, invoice }];
            facts.extend(stopped(request, INVOICE, context));
            facts
        }
        Command::TakeBackFeeStep { step, .. } => take_back(request, dispatch, *step, context)?,
        _ => return Err(Rejection::NotFound),
    };
    Ok(facts.into())
}

/// A step is taken back as long as none came after it; the clock before it counts on from where it began.
fn take_back(request: &ServiceRequest, dispatch: &Dispatch, step: FeeStep, context: &Context) -> Facts {
    let fees = charged(dispatch)?;
    let is_last = match step {
        FeeStep::Invoice => fees.invoice.is_some(),
        FeeStep::Received => fees.received.is_some() && fees.invoice.is_none(),
        FeeStep::Discount => {
            let is_decided = fees.discount.as_ref().is_some_and(|discount| discount.decided.is_some());
            is_decided && fees.taken().is_none() && fees.invoice.is_none()
        }
    };
    if !is_last {
        return Err(wrong_state(dispatch));
    }
    let taken_at = fees.taken().and_then(|payment| payment.taken_at);
    let received_at = fees.received.as_ref().map(|received| received.at);
    let (rule, since) = match step {
        FeeStep::Invoice => (INVOICE, received_at.or(taken_at)),
        FeeStep::Received => (HAND_IN, taken_at),
        FeeStep::Discount => return Ok(vec![Fact::FeeStepTakenBack { dispatch: dispatch.id, step }]),
    };
    let again = context.office.and_then(|office| office.clock?(request, rule, since.unwrap_or(context.attested.at)));
    let mut facts = vec![Fact::FeeStepTakenBack { dispatch: dispatch.id, step }];
    facts.extend((step == FeeStep::Received).then(|| stopped(request, INVOICE, context)).flatten());
    facts.extend(again.map(|clock| Fact::ClockStarted { clock: Box::new(clock) }));
    Ok(facts)
}

/// What else a signature under a paper about money means: with the voucher the money is taken.
pub(super) fn signed(
    kind: DocumentKind,
    request: &ServiceRequest,
    dispatch: &Dispatch,
    context: &Context,
) -> Vec<Fact> {
    let payment = dispatch.visit.fees.as_deref().and_then(|fees| fees.payment.as_ref());
    let Some(payment) = payment.filter(|payment| kind == DocumentKind::Voucher && payment.taken_at.is_none()) else {
        return Vec::new();
    };
    let rule = if payment.pay_by == PayBy::Invoice { INVOICE } else { HAND_IN };
    let mut facts = vec![Fact::MoneyTaken { dispatch: dispatch.id, at: context.attested.at }];
    facts.extend(started_once(request, rule, context));
    facts
}

/// What was agreed to and not paid is invoiced when the form is back.
pub(super) fn returned(request: &ServiceRequest, dispatch: &Dispatch, context: &Context) -> Option<Fact> {
    let is_owed = stage(dispatch) == Some(FeeStage::Agreed);
    is_owed.then(|| started_once(request, INVOICE, context)).flatten()
}

/// Whether a paper about money can be signed now.
pub(super) fn may_sign(kind: DocumentKind, request: &ServiceRequest, dispatch: &Dispatch) -> Result<(), Rejection> {
    let fees = charged(dispatch)?;
    not_paid(dispatch)?;
    if kind == DocumentKind::Fees {
        return open_form(request, dispatch);
    }
    open_form(request, dispatch).or_else(|rejection| after_signing(dispatch).ok_or(rejection))?;
    if fees.payment.is_none() { Err(Rejection::missing("/payment")) } else { Ok(()) }
}

/// Nothing chargeable is done before the customer has consented to what it costs (ONS-14).
pub(super) fn agreed(dispatch: &Dispatch) -> Result<(), Rejection> {
    if is_agreed(&dispatch.visit) { Ok(()) } else { Err(Rejection::PaperFirst { paper: DocumentKind::Fees }) }
}

/// Paying comes last: it may follow the signature under the form.
fn after_signing(dispatch: &Dispatch) -> Option<()> {
    matches!(dispatch.state, DispatchState::Signed | DispatchState::Unsigned).then_some(())
}

fn charged(dispatch: &Dispatch) -> Result<&VisitFees, Rejection> {
    let fees = dispatch.visit.fees.as_deref().filter(|fees| fees.charges());
    fees.ok_or_else(|| Rejection::missing("/fees"))
}

fn not_paid(dispatch: &Dispatch) -> Result<(), Rejection> {
    let is_paid = dispatch.visit.fees.as_deref().is_some_and(|fees| fees.taken().is_some() || fees.invoice.is_some());
    if is_paid { Err(Rejection::Sealed) } else { Ok(()) }
}

fn checked(lines: &[FeeLine]) -> Result<Vec<FeeLine>, Rejection> {
    if lines.len() > MOST_LINES {
        return Err(Rejection::invalid("/command/lines"));
    }
    let check = |(at, line): (usize, &FeeLine)| {
        let is_price = (0..=DEAREST).contains(&line.unit_price.fen());
        let is_quantity = (1..=MOST).contains(&line.quantity);
        match (is_quantity, is_price) {
            (true, true) => Ok(FeeLine { name: line.name.trim().to_owned(), ..line.clone() }),
            (false, _) => Err(Rejection::invalid(&format!("/command/lines/{at}/quantity"))),
            (_, false) => Err(Rejection::invalid(&format!("/command/lines/{at}/unit_price"))),
        }
    };
    lines.iter().enumerate().map(check).collect()
}

/// Folds what happened to the money into the visit.
pub(super) fn evolve(visit: &mut Visit, fact: &Fact) {
    let mut fees = visit.fees.take().unwrap_or_default();
    match fact {
        Fact::FeesProposed { because, lines, .. } => {
            fees.because = *because;
            fees.lines.clone_from(lines);
            fees.declined = None;
        }
        Fact::FeesDeclined { declined, .. } => fees.declined = Some(declined.clone()),
        Fact::DiscountAsked { discount, .. } => fees.discount = Some(discount.clone()),
        Fact::DiscountSettled { decision, .. } => {
            if let Some(discount) = &mut fees.discount {
                discount.decided = Some(decision.clone());
            }
        }
        Fact::PaymentRecorded { payment, .. } => fees.payment = Some(payment.clone()),
        Fact::MoneyTaken { at, .. } => {
            if let Some(payment) = &mut fees.payment {
                payment.taken_at = Some(*at);
            }
        }
        Fact::MoneyReceived { received, .. } => fees.received = Some(received.clone()),
        Fact::InvoiceSent { invoice, .. } => fees.invoice = Some(invoice.clone()),
        Fact::FeeStepTakenBack { step, .. } => match step {
            FeeStep::Invoice => fees.invoice = None,
            FeeStep::Received => fees.received = None,
            FeeStep::Discount => {
                if let Some(discount) = &mut fees.discount {
                    discount.decided = None;
                }
            }
        },
        _ => {}
    }
    visit.costs = fees.as_costs(&visit.costs);
    visit.fees = Some(fees);
}

/// The dispatch a fact of this file is about.
pub(super) fn concerned(fact: &Fact) -> Option<DispatchId> {
    match fact {
        Fact::FeesProposed { dispatch, .. }
        | Fact::FeesDeclined { dispatch, .. }
        | Fact::DiscountAsked { dispatch, .. }
        | Fact::DiscountSettled { dispatch, .. }
        | Fact::PaymentRecorded { dispatch, .. }
        | Fact::MoneyTaken { dispatch, .. }
        | Fact::MoneyReceived { dispatch, .. }
        | Fact::InvoiceSent { dispatch, .. }
        | Fact::FeeStepTakenBack { dispatch, .. } => Some(*dispatch),
        _ => None,
    }
}
