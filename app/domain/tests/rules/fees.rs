//! Money on site: consented to before the work, paid against a voucher, handed in, invoiced (CUS-8, ONS-14).

use chrono::NaiveDate;
use domain::{
    Money, Rejection,
    command::Command,
    deadline::ClockState,
    entitlement::Standing,
    fees::{
        ChargedBecause, FeeItem, FeeKind, FeeLine, FeeStage, FeeStep, HAND_IN, INVOICE, OffTable, PayBy, VisitFees,
        checked_fee, consented, is_agreed, is_chargeable, off_table, predefined, proposal, stage, table, valid_on,
    },
    people::Role,
    request::DispatchState,
    rights::{Action, Reach, needed, reach},
    signature::{DocumentKind, covers},
    visit::{ProblemType, Solved},
};
use proptest::prelude::*;

use crate::centre::{Answer, Centre, FIRST, backup, costs, finding};

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn line(kind: FeeKind, quantity: u32) -> FeeLine {
    let item = predefined().into_iter().find(|item| item.kind == kind).expect("an item");
    item.line(quantity)
}

fn propose(lines: Vec<FeeLine>) -> Command {
    Command::ProposeFees { because: ChargedBecause::OutOfScope, lines }
}

fn pay(pay_by: PayBy, amount: Money) -> Command {
    Command::RecordPayment { pay_by, amount }
}

fn paper_first(paper: DocumentKind) -> Result<(), Rejection> {
    Err(Rejection::PaperFirst { paper })
}

/// On site, backed up, with 300 for the visit proposed.
fn proposed() -> Centre {
    let mut centre = Centre::on_site();
    centre.clocks_start = true;
    centre.premises(FIRST, backup()).expect("backed up");
    centre.premises(FIRST, propose(vec![line(FeeKind::Visit, 1)])).expect("proposed");
    centre
}

fn agreed() -> Centre {
    let mut centre = proposed();
    centre.sign(FIRST, DocumentKind::Fees).expect("consented");
    centre
}

fn deliver_signature(centre: &mut Centre, kind: DocumentKind) -> Answer {
    let record = Box::new(centre.signature(FIRST, kind));
    centre.delivered(FIRST, Command::Sign { record })
}

/// 300 in the engineer's pocket, on the server.
fn taken(pay_by: PayBy) -> Centre {
    let mut centre = agreed();
    centre.premises(FIRST, pay(pay_by, yuan(300))).expect("written on the voucher");
    deliver_signature(&mut centre, DocumentKind::Voucher).expect("the voucher is signed");
    centre
}

fn receive(counted: Money, note: &str) -> Command {
    Command::ReceiveMoney { dispatch: FIRST, counted, note: note.to_owned() }
}

fn invoice(number: &str) -> Command {
    Command::RecordInvoice { dispatch: FIRST, number: number.to_owned() }
}

fn at(centre: &Centre) -> Option<FeeStage> {
    stage(centre.dispatch(FIRST))
}

fn fees(centre: &Centre) -> &VisitFees {
    centre.dispatch(FIRST).visit.fees.as_deref().expect("fees")
}

#[test]
fn nothing_chargeable_is_done_before_the_customer_has_consented() {
    let mut centre = proposed();
    let work = || Command::RecordFinding { finding: finding(), seen: None };
    assert_eq!(centre.premises(FIRST, work()).map(drop), paper_first(DocumentKind::Fees));
    assert_eq!(centre.premises(FIRST, pay(PayBy::Cash, yuan(300))).map(drop), paper_first(DocumentKind::Fees));
    centre.sign(FIRST, DocumentKind::Fees).expect("consented");
    assert_eq!(consented(&centre.dispatch(FIRST).visit), Some(yuan(300)));
    centre.premises(FIRST, work()).expect("now it may be done");
}

#[test]
fn a_sum_that_has_grown_needs_a_new_consent_and_one_that_shrank_does_not() {
    let mut centre = agreed();
    centre.premises(FIRST, propose(vec![line(FeeKind::Visit, 1), line(FeeKind::Work, 2)])).expect("grown");
    assert!(!is_agreed(&centre.dispatch(FIRST).visit));
    let unsigned = Command::LeaveUnsigned { reason: "走了".to_owned() };
    assert_eq!(centre.premises(FIRST, unsigned).map(drop), paper_first(DocumentKind::Fees), "nobody leaves like this");
    centre.sign(FIRST, DocumentKind::Fees).expect("consented to 700");
    assert!(is_agreed(&centre.dispatch(FIRST).visit));
    centre.premises(FIRST, propose(vec![line(FeeKind::Work, 2)])).expect("less");
    assert!(is_agreed(&centre.dispatch(FIRST).visit));
}

#[test]
fn a_form_is_not_signed_off_with_charges_that_lack_consent() {
    let mut centre = Centre::presented(Solved::All);
    centre.premises(FIRST, propose(vec![line(FeeKind::Upgrade, 2)])).expect("proposed");
    assert_eq!(centre.sign(FIRST, DocumentKind::SignOff).map(drop), paper_first(DocumentKind::Fees));
    centre.sign(FIRST, DocumentKind::Fees).expect("consented");
    centre.sign(FIRST, DocumentKind::SignOff).expect("signed");
    let record = centre.dispatch(FIRST).visit.sign_off().expect("a signature");
    assert_eq!(record.content["fees"]["total"], "1000.00");
    assert_eq!(record.content["costs"]["total"], "1000.00", "one sum on every sheet");
}

#[test]
fn who_does_not_want_to_pay_is_noted_and_nothing_is_charged() {
    let mut centre = proposed();
    let decline = |reason: &str| Command::DeclineFees { reason: reason.to_owned() };
    assert_eq!(
        centre.premises(FIRST, decline(" ")).map(drop),
        Err(Rejection::Missing { pointer: "/command/reason".to_owned() })
    );
    centre.premises(FIRST, decline("先请示领导")).expect("noted");
    assert_eq!(at(&centre), Some(FeeStage::Declined));
    assert!(is_agreed(&centre.dispatch(FIRST).visit));
    assert!(centre.dispatch(FIRST).visit.costs.total().is_zero());
    assert!(centre.sign(FIRST, DocumentKind::Fees).is_err(), "there is nothing to consent to");
    centre.premises(FIRST, propose(vec![line(FeeKind::Visit, 1)])).expect("asked again");
    centre.sign(FIRST, DocumentKind::Fees).expect("consented after all");
    assert!(centre.premises(FIRST, decline("太贵")).is_err(), "what is signed is taken away line by line");
}

#[test]
fn money_counts_from_the_signature_under_the_voucher_on() {
    let mut centre = agreed();
    assert!(centre.sign(FIRST, DocumentKind::Voucher).is_err(), "an empty voucher is not signed");
    let too_much = centre.premises(FIRST, pay(PayBy::Cash, yuan(301)));
    assert_eq!(too_much.map(drop), Err(Rejection::Invalid { pointer: "/command/amount".to_owned() }));
    centre.premises(FIRST, pay(PayBy::Cash, yuan(300))).expect("written");
    assert_eq!(at(&centre), Some(FeeStage::Agreed));
    assert!(!centre.request().clocks.iter().any(|clock| clock.rule == HAND_IN));
    deliver_signature(&mut centre, DocumentKind::Voucher).expect("signed");
    assert_eq!(at(&centre), Some(FeeStage::WithEngineer));
    assert_eq!(centre.clock(HAND_IN), ClockState::Running);
    assert_eq!(centre.dispatch(FIRST).visit.costs.paid, yuan(300));
    assert_eq!(centre.premises(FIRST, propose(Vec::new())).map(drop), Err(Rejection::Sealed));
    assert_eq!(centre.premises(FIRST, pay(PayBy::Cash, yuan(1))).map(drop), Err(Rejection::Sealed));
}

#[test]
fn money_is_handed_in_and_then_invoiced_and_each_step_can_be_taken_back() {
    let mut centre = taken(PayBy::Cash);
    assert!(centre.office(invoice("FP-1")).is_err(), "not before it is handed in");
    assert_eq!(
        centre.office(receive(yuan(290), " ")).map(drop),
        Err(Rejection::Missing { pointer: "/command/note".to_owned() })
    );
    centre.office(receive(yuan(290), "找零少收")).expect("counted");
    assert_eq!((at(&centre), centre.clock(HAND_IN)), (Some(FeeStage::ToInvoice), ClockState::Kept));
    assert_eq!(centre.clock(INVOICE), ClockState::Running);
    let back = |step| Command::TakeBackFeeStep { dispatch: FIRST, step };
    centre.office(back(FeeStep::Received)).expect("counted again");
    assert_eq!(at(&centre), Some(FeeStage::WithEngineer));
    let hand_in = centre.request().clocks.iter().rfind(|clock| clock.rule == HAND_IN).expect("a clock");
    let taken_at = fees(&centre).taken().and_then(|payment| payment.taken_at);
    assert_eq!((hand_in.state, Some(hand_in.started)), (ClockState::Running, taken_at), "the promise is the old one");
    centre.office(receive(yuan(300), "")).expect("all there");
    assert!(centre.office(invoice(" ")).is_err());
    centre.office(invoice("FP-2026-118")).expect("sent");
    assert_eq!(at(&centre), Some(FeeStage::Invoiced));
    assert!(centre.office(back(FeeStep::Received)).is_err(), "the invoice comes first");
    centre.office(back(FeeStep::Invoice)).expect("wrong number");
    assert_eq!(at(&centre), Some(FeeStage::ToInvoice));
    centre.office(invoice("FP-2026-119")).expect("sent");
    assert!(!centre.request().has_open_fees());
}

#[test]
fn a_form_with_money_out_stays_open_until_the_invoice_has_gone() {
    let mut centre = Centre::presented(Solved::All);
    centre.clocks_start = true;
    centre.premises(FIRST, propose(vec![line(FeeKind::Visit, 1)])).expect("proposed");
    centre.sign(FIRST, DocumentKind::Fees).expect("consented");
    centre.sign(FIRST, DocumentKind::SignOff).expect("signed");
    centre.delivered(FIRST, Command::ReturnForm).expect("returned");
    assert_eq!(centre.clock(INVOICE), ClockState::Running, "agreed and not paid: it is invoiced");
    let close =
        Command::WriteOff { problem_type: ProblemType::Usage, decision: None, advice: String::new(), follow_up: None };
    centre.office(close).expect("written off");
    assert!(centre.request().state.is_closed() && !centre.request().is_done());
    centre.office(invoice("FP-7")).expect("sent");
    assert!(centre.request().is_done());
}

#[test]
fn what_is_to_be_invoiced_is_not_handed_in() {
    let mut centre = taken(PayBy::Invoice);
    assert_eq!(at(&centre), Some(FeeStage::ToInvoice));
    assert_eq!(centre.clock(INVOICE), ClockState::Running);
    assert!(centre.dispatch(FIRST).visit.costs.paid.is_zero());
    assert!(centre.office(receive(yuan(300), "")).is_err());
    centre.office(invoice("FP-3")).expect("sent");
}

#[test]
fn a_voucher_may_be_signed_after_the_form() {
    let mut centre = Centre::presented(Solved::All);
    centre.premises(FIRST, propose(vec![line(FeeKind::Visit, 1)])).expect("proposed");
    centre.sign(FIRST, DocumentKind::Fees).expect("consented");
    centre.sign(FIRST, DocumentKind::SignOff).expect("signed");
    centre.premises(FIRST, pay(PayBy::Transfer, yuan(300))).expect("written");
    centre.sign(FIRST, DocumentKind::Voucher).expect("signed");
    assert_eq!(centre.dispatch(FIRST).state, DispatchState::Signed);
    let (request, dispatch) = (centre.request(), centre.dispatch(FIRST));
    assert!(dispatch.visit.signatures.iter().all(|record| covers(record, request, dispatch)), "every seal holds");
}

#[test]
fn the_full_price_stands_until_a_manager_approves_a_discount() {
    let mut centre = agreed();
    let ask = |amount| Command::AskDiscount { amount, reason: "老客户".to_owned() };
    let settle = |approve, note: &str| Command::SettleDiscount { dispatch: FIRST, approve, note: note.to_owned() };
    assert!(centre.premises(FIRST, ask(yuan(300))).is_err(), "something is left to pay");
    centre.premises(FIRST, ask(yuan(60))).expect("asked");
    assert_eq!((fees(&centre).payable(), fees(&centre).waiting_discount().is_some()), (yuan(300), true));
    assert!(centre.support(settle(false, "")).is_err(), "a no says why");
    centre.support(settle(false, "没有先例")).expect("refused");
    assert_eq!(fees(&centre).payable(), yuan(300));
    centre.premises(FIRST, ask(yuan(50))).expect("asked again");
    centre.support(settle(true, "")).expect("approved");
    assert_eq!(fees(&centre).payable(), yuan(250));
    let (request, dispatch) = (centre.request(), centre.dispatch(FIRST));
    assert!(
        dispatch.visit.signatures.iter().all(|record| covers(record, request, dispatch)),
        "the consent still holds"
    );
    centre.support(Command::TakeBackFeeStep { dispatch: FIRST, step: FeeStep::Discount }).expect("taken back");
    assert_eq!(fees(&centre).payable(), yuan(300));
}

#[test]
fn discounts_are_for_region_and_support_managers_and_the_table_for_support_and_administrators() {
    let settle = Command::SettleDiscount { dispatch: FIRST, approve: true, note: String::new() };
    assert_eq!(needed(&settle), Action::ApproveDiscount);
    assert_eq!(needed(&receive(yuan(1), "")), Action::ManageDispatch);
    let who = |action| Role::ALL.into_iter().filter(move |role| reach(*role, action) != Reach::None);
    assert!(who(Action::ApproveDiscount).eq([Role::RegionManager, Role::SupportManager]));
    assert!(who(Action::ManageFees).eq([Role::SupportManager, Role::Admin]));
}

#[test]
fn agreed_fees_are_the_costs_of_the_form() {
    let mut centre = agreed();
    centre.premises(FIRST, costs(9_900)).expect("recorded");
    let known = &centre.dispatch(FIRST).visit.costs;
    assert_eq!((known.travel, known.other), (Money::ZERO, yuan(300)));
}

#[test]
fn a_row_counts_from_its_first_to_its_last_day() {
    let old = FeeItem { until: Some(day("2026-06-30")), ..predefined().swap_remove(0) };
    let new = FeeItem {
        id: "visit-2".to_owned(),
        price: Some(yuan(350)),
        from: day("2026-07-01"),
        until: None,
        ..old.clone()
    };
    let table = [old, new];
    let price = |text| valid_on(&table, day(text)).first().and_then(|item| item.price);
    assert_eq!(price("2025-12-31"), None);
    assert_eq!(price("2026-01-01"), Some(yuan(300)));
    assert_eq!(price("2026-06-30"), Some(yuan(300)));
    assert_eq!(price("2026-07-01"), Some(yuan(350)));
}

#[test]
fn a_row_that_makes_no_sense_says_where_and_a_new_price_ends_the_old_one() {
    for item in predefined() {
        assert_eq!(checked_fee(item.clone()), Ok(item));
    }
    let visit = predefined().swap_remove(0);
    for (typed, pointer) in [
        (FeeItem { id: "Visit".to_owned(), ..visit.clone() }, "/id"),
        (FeeItem { name: "名".repeat(41), ..visit.clone() }, "/name"),
        (FeeItem { price: Some(Money::from_fen(-1)), ..visit.clone() }, "/price"),
        (FeeItem { from: day("1926-01-01"), ..visit.clone() }, "/from"),
        (FeeItem { until: Some(day("2025-12-31")), ..visit.clone() }, "/until"),
    ] {
        assert_eq!(checked_fee(typed).map_err(|mistake| mistake.pointer), Err(pointer));
    }
    let dearer =
        FeeItem { id: "visit-2027".to_owned(), price: Some(yuan(350)), from: day("2027-01-01"), ..visit.clone() };
    let table = table(vec![dearer]);
    assert_eq!(table.len(), predefined().len() + 1);
    let price = |text| {
        valid_on(&table, day(text))
            .iter()
            .filter(|item| item.kind == FeeKind::Visit)
            .map(|item| item.price)
            .collect::<Vec<_>>()
    };
    assert_eq!((price("2026-12-31"), price("2027-01-01")), (vec![Some(yuan(300))], vec![Some(yuan(350))]));
}

#[test]
fn a_price_that_is_not_the_tables_is_told() {
    let table = predefined();
    let on = |line: &FeeLine, text| off_table(line, &table, day(text));
    let line = |kind| table.iter().find(|item| item.kind == kind).expect("a row").line(2);
    let visit = line(FeeKind::Visit);
    assert_eq!(on(&visit, "2026-11-23"), None);
    assert_eq!(on(&visit, "2025-11-23"), Some(OffTable::NotListed), "the row was not valid that day");
    let cheaper = FeeLine { unit_price: yuan(1), ..visit.clone() };
    assert_eq!(on(&cheaper, "2026-11-23"), Some(OffTable::OtherPrice(visit.unit_price)));
    let made_up = FeeLine { item: "gift".to_owned(), ..visit };
    assert_eq!(on(&made_up, "2026-11-23"), Some(OffTable::NotListed));
    assert_eq!(on(&FeeLine { unit_price: yuan(77), ..line(FeeKind::Materials) }, "2026-11-23"), None, "at cost");
}

#[test]
fn a_visit_outside_of_the_entitlement_proposes_the_visit_and_the_way() {
    let centre = Centre::on_site();
    let lines = proposal(centre.request(), &predefined(), day("2026-11-22"));
    let amounts: Vec<(FeeKind, Money)> = lines.iter().map(|line| (line.kind, line.amount())).collect();
    assert_eq!(amounts, [(FeeKind::Visit, yuan(300)), (FeeKind::Travel, yuan(32))], "eight kilometres there and back");
    assert!(is_chargeable(Standing::Expired) && !is_chargeable(Standing::Covered));
}

fn any_line() -> impl Strategy<Value = FeeLine> {
    (0..FeeKind::ALL.len(), 1..50u32, 0..1_000_000i64).prop_map(|(kind, quantity, fen)| {
        let item =
            FeeItem { kind: FeeKind::ALL[kind], price: Some(Money::from_fen(fen)), ..predefined().swap_remove(0) };
        item.line(quantity)
    })
}

proptest! {
    /// Whatever is charged, split over the form's three sums it is the same amount, and work waits for consent to it.
    #[test]
    fn no_fen_is_lost_and_none_is_charged_without_consent(lines in proptest::collection::vec(any_line(), 1..6), then in proptest::collection::vec(any_line(), 1..6)) {
        let mut centre = proposed();
        centre.premises(FIRST, propose(lines.clone())).expect("proposed");
        let total: Money = lines.iter().map(FeeLine::amount).sum();
        prop_assert_eq!(centre.dispatch(FIRST).visit.costs.total(), total);
        if !total.is_zero() {
            centre.sign(FIRST, DocumentKind::Fees).expect("consented");
        }
        centre.premises(FIRST, propose(then.clone())).expect("changed");
        let new: Money = then.iter().map(FeeLine::amount).sum();
        let may_work = centre.premises(FIRST, Command::RecordFinding { finding: finding(), seen: None }).is_ok();
        prop_assert_eq!(may_work, new.is_zero() || (!total.is_zero() && new <= total));
    }
}
