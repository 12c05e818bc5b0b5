//! Yesterday's visits that had to be paid for, with the money wherever it can be (CUS-8).

use domain::{
    Money,
    command::Command,
    fees::{ChargedBecause, FeeKind, FeeLine, PayBy, predefined},
    people::Role,
    signature::DocumentKind,
    time::MINUTE,
};

use super::{
    script::{Pen, Script, Sent},
    visit::{Itinerary, Manner, Outcome},
};
use crate::{
    chance::Chance,
    days::{OPEN, day_before, on},
    world::World,
};

/// Where the money has got to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Till {
    WithEngineer,
    HandedIn,
    /// Agreed to, not paid, and a discount asked for.
    WaitsForDiscount,
    Invoiced,
}

/// Customer, symptom, engineer's place on the board, arrival in minutes of the day, what is charged, where it has got to.
type Row = (&'static str, &'static str, usize, i64, &'static [(FeeKind, u32)], Till);

const ROWS: [Row; 4] = [
    ("娄烦汾源农机站", "年结后", 2, 9 * 60 + 50, &[(FeeKind::Visit, 1), (FeeKind::Travel, 180)], Till::WithEngineer),
    ("阳曲大盂果品", "账套不存在", 3, 10 * 60 + 15, &[(FeeKind::Visit, 1), (FeeKind::Travel, 96)], Till::HandedIn),
    ("柴村模具", "中间层", 4, 14 * 60 + 5, &[(FeeKind::Work, 3)], Till::WaitsForDiscount),
    ("古交屯兰建材", "自定义报表", 5, 14 * 60 + 30, &[(FeeKind::Upgrade, 2)], Till::Invoiced),
];

/// Visits of yesterday that were charged, written off since.
pub(crate) fn charged(world: &World) -> Vec<Script> {
    ROWS.iter().enumerate().map(|(index, row)| script(world, index, *row)).collect()
}

fn lines(charged: &[(FeeKind, u32)]) -> Vec<FeeLine> {
    let table = predefined();
    let line = |(kind, quantity): &(FeeKind, u32)| {
        table.iter().find(|item| item.kind == *kind).map(|item| item.line(*quantity))
    };
    charged.iter().filter_map(line).collect()
}

fn script(world: &World, index: usize, (customer, symptom, engineer, minute, charged, till): Row) -> Script {
    let mut chance = Chance::new(world.seed, "money", index as u64);
    let yesterday = day_before(world.today);
    let offered = on(yesterday, OPEN).plus(chance.minutes(2, 20));
    let submitted = on(day_before(yesterday), 14 * 60).plus(chance.minutes(0, 180));
    let plan = Itinerary::new(offered, on(yesterday, minute), 90, &mut chance);
    let matter = world.matter(customer, symptom);
    let because =
        if world.is_covered(matter.customer) { ChargedBecause::OutOfScope } else { ChargedBecause::NotCovered };
    let mut pen = Pen::new(world, matter, chance, submitted);
    pen.take_in(submitted, offered);
    let sent = pen.offer(&plan, world.engineer(engineer));
    pen.accept(&plan, sent);
    pen.travel(&plan, sent);
    let lines = lines(charged);
    let total: Money = lines.iter().map(FeeLine::amount).sum();
    let shown = pen.premises(plan.arrive.plus(MINUTE), sent, Command::ProposeFees { because, lines });
    pen.sign(shown.plus(MINUTE), sent, DocumentKind::Fees, shown);
    pen.work(&plan, sent, Outcome::Solved, Manner::default());
    pay(&mut pen, &plan, sent, till, total);
    pen.hand_in(plan.returned.plus(8 * MINUTE), sent);
    let evening = on(yesterday, 16 * 60 + 50).max(pen.last().plus(10 * MINUTE));
    pen.write_off(evening);
    let dispatch = sent.dispatch;
    if matches!(till, Till::HandedIn | Till::Invoiced) {
        let received = Command::ReceiveMoney { dispatch, counted: total, note: String::new() };
        pen.office(evening.plus(5 * MINUTE), pen.manager, received);
    }
    if till == Till::Invoiced {
        let invoice = Command::RecordInvoice { dispatch, number: "FP-14002-0117".to_owned() };
        pen.office(evening.plus(20 * MINUTE), pen.manager, invoice);
    }
    pen.finish()
}

fn pay(pen: &mut Pen, plan: &Itinerary, sent: Sent, till: Till, total: Money) {
    let ask = |fen: i64, reason: &str| Command::AskDiscount { amount: Money::from_fen(fen), reason: reason.to_owned() };
    let (dispatch, at) = (sent.dispatch, plan.left);
    let pay_by = match till {
        Till::WaitsForDiscount => {
            pen.premises(at.plus(MINUTE), sent, ask(10_000, "老客户，第一次收费，想便宜一些"));
            return;
        }
        Till::Invoiced => PayBy::Transfer,
        Till::WithEngineer | Till::HandedIn => PayBy::Cash,
    };
    if till == Till::HandedIn {
        pen.premises(at.plus(MINUTE), sent, ask(5_000, "客户说上次也没解决"));
        let support = pen.world.holder(Role::SupportManager).id;
        let note = "上次已经减过".to_owned();
        pen.office(at.plus(2 * MINUTE), support, Command::SettleDiscount { dispatch, approve: false, note });
    }
    let shown = pen.premises(at.plus(3 * MINUTE), sent, Command::RecordPayment { pay_by, amount: total });
    pen.sign(shown.plus(MINUTE), sent, DocumentKind::Voucher, shown);
}
