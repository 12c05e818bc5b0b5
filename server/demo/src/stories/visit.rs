//! A visit from the offer to the returned form, as an engineer does it.

use domain::{
    Money, Timestamp, backup_path,
    command::Command,
    request::{Slot, Window},
    signature::DocumentKind,
    time::MINUTE,
    visit::{CustomerResult, Finding, Part, Solved, Step},
};

use super::script::{Pen, Sent};
use crate::{
    chance::Chance,
    days::{date_of, full_minute, to_five_minutes},
};

/// When an engineer does what.
#[derive(Clone, Copy)]
pub(crate) struct Itinerary {
    pub offered: Timestamp,
    pub confirmed: Timestamp,
    pub appointed: Timestamp,
    pub depart: Timestamp,
    pub arrive: Timestamp,
    pub left: Timestamp,
    pub returned: Timestamp,
    /// What the board shows, and what the customer is promised.
    pub slot: Slot,
}

impl Itinerary {
    /// A day that arrives at `arrive` and stays `minutes`, offered at `offered`.
    pub(crate) fn new(offered: Timestamp, arrive: Timestamp, minutes: i64, chance: &mut Chance) -> Self {
        let depart = arrive.plus(-chance.minutes(12, 30)).max(offered.plus(3 * MINUTE));
        let third = depart.since(offered) / 3;
        let confirmed = offered.plus(chance.minutes(4, 22).min(third));
        let appointed = confirmed.plus(chance.minutes(2, 11).min(third));
        let left = arrive.plus(minutes * MINUTE);
        let slot = Slot { from: to_five_minutes(arrive), minutes: u32::try_from(minutes).unwrap_or(60).max(5) };
        Self { offered, confirmed, appointed, depart, arrive, left, returned: left.plus(chance.minutes(3, 12)), slot }
    }
}

/// How a visit ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Solved,
    /// Solved, but the customer wants more.
    MoreWanted,
    Partly,
    NotSolved,
    /// Solved, but nobody there would sign.
    Unsigned,
}

/// What is special about the work on the premises.
#[derive(Clone, Copy, Default)]
pub(crate) struct Manner {
    /// The customer signs for going without a backup.
    pub without_backup: bool,
    /// The engineer asks the duty manager for help on the way.
    pub asks_help: bool,
    /// The customer's data is taken along.
    pub takes_data: bool,
}

const PRAISE: [&str; 6] = ["", "服务及时，讲得清楚", "很专业", "", "希望下次还是这位工程师", "态度好"];
const COMPLAINTS: [&str; 3] = ["希望尽快给出最终方案", "影响本月结账，请加急", "问题拖得有点久"];
const WISHES: [&str; 4] =
    ["希望再安排一次操作培训", "想了解升级到新版本的费用", "还有一台电脑也需要安装", "请把月末流程写成书面步骤"];
const UNSIGNED: [&str; 3] = ["负责人外出，经办人不敢签字", "客户临时开会，无人签字", "客户说要等领导看过再签"];

impl<'a> Pen<'a> {
    /// Offers the visit of the itinerary to its engineer.
    pub(crate) fn offer(&mut self, plan: &Itinerary, engineer: &'a domain::people::Person) -> Sent<'a> {
        let window = self.chance.percent(40).then(|| around(plan.slot));
        self.assign(plan.offered, engineer, plan.slot, window)
    }

    pub(crate) fn confirm(&mut self, at: Timestamp, sent: Sent) {
        self.premises(at, sent, Command::Confirm);
    }

    pub(crate) fn appoint(&mut self, at: Timestamp, sent: Sent, time: Timestamp) {
        let agreed_with = self.contact_name();
        self.premises(at, sent, Command::Appoint { at: time, agreed_with });
    }

    /// Confirms and agrees on a time.
    pub(crate) fn accept(&mut self, plan: &Itinerary, sent: Sent) {
        self.confirm(plan.confirmed, sent);
        self.appoint(plan.appointed, sent, plan.slot.from);
    }

    /// Drives there and arrives.
    pub(crate) fn travel(&mut self, plan: &Itinerary, sent: Sent) {
        self.premises(plan.depart, sent, Command::Depart);
        self.premises(plan.arrive, sent, Command::Arrive);
    }

    /// Everything from the offer to the returned form.
    pub(crate) fn visit(
        &mut self,
        plan: &Itinerary,
        engineer: &'a domain::people::Person,
        outcome: Outcome,
    ) -> Sent<'a> {
        let sent = self.offer(plan, engineer);
        self.accept(plan, sent);
        self.travel(plan, sent);
        self.work(plan, sent, outcome, Manner::default());
        self.hand_in(plan.returned, sent);
        sent
    }

    pub(crate) fn hand_in(&mut self, at: Timestamp, sent: Sent) {
        self.premises(at, sent, Command::ReturnForm);
    }

    /// The work on the premises up to the signature, spread over the time from arrival to leaving.
    pub(crate) fn work(&mut self, plan: &Itinerary, sent: Sent, outcome: Outcome, manner: Manner) {
        let at = |share: i64| plan.arrive.plus(plan.left.since(plan.arrive) * share / 100);
        self.tick(at(2), sent, Step::Introduce);
        self.tick(at(9), sent, Step::Demonstrate);
        self.back_up(at(18), sent, manner.without_backup);
        if manner.asks_help {
            let note = "现场情况和资料不一致，请高级工程师电话支援".to_owned();
            self.premises(at(24), sent, Command::AskHelp { note });
        }
        self.tick(at(28), sent, Step::Solve);
        let finding = Box::new(self.finding(outcome));
        self.premises(at(58), sent, Command::RecordFinding { finding, seen: None });
        if manner.takes_data {
            self.take_data(at(62), sent);
        }
        if outcome != Outcome::NotSolved {
            self.tick(at(70), sent, Step::TrialRun);
        }
        self.tick(at(80), sent, Step::Explain);
        self.charge(at(85), sent);
        let result = Box::new(self.result(outcome));
        self.premises(at(90), sent, Command::RecordResult { result });
        let left_at = full_minute(at(94)).max(self.last());
        self.close_visit(at(94), at(98), left_at, sent, outcome);
    }

    /// Shows the form to the customer, who signs or does not.
    fn close_visit(&mut self, shown: Timestamp, end: Timestamp, left_at: Timestamp, sent: Sent, outcome: Outcome) {
        let shown_at = self.premises(shown, sent, Command::PresentForm { left_at });
        if outcome == Outcome::Unsigned {
            let reason = self.chance.word(&UNSIGNED).to_owned();
            self.premises(end, sent, Command::LeaveUnsigned { reason });
        } else {
            self.sign(end, sent, DocumentKind::SignOff, shown_at);
        }
    }

    /// Completes a form that was sent back: a fuller cause, and the customer signs again. The visit itself is not longer
    /// for it.
    pub(crate) fn complete(&mut self, at: Timestamp, plan: &Itinerary, sent: Sent) {
        let mut finding = self.matter.problem.finding();
        finding.cause = format!("{}，已与{}核对", finding.cause, self.contact_name());
        self.premises(at, sent, Command::RecordFinding { finding: Box::new(finding), seen: None });
        self.close_visit(at.plus(6 * MINUTE), at.plus(9 * MINUTE), full_minute(plan.left), sent, Outcome::Solved);
        self.hand_in(at.plus(12 * MINUTE), sent);
    }

    /// Solves the problem on the telephone instead of driving there.
    pub(crate) fn solve_by_phone(&mut self, at: Timestamp, sent: Sent) {
        let finding = Box::new(self.matter.problem.finding());
        self.premises(at, sent, Command::SolveByPhone { finding });
    }

    fn tick(&mut self, at: Timestamp, sent: Sent, step: Step) {
        self.premises(at, sent, Command::TickStep { step });
    }

    fn back_up(&mut self, at: Timestamp, sent: Sent, without: bool) {
        if without {
            let reason = "服务器不能开机，无法备份".to_owned();
            let shown_at = self.premises(at, sent, Command::DeclineBackup { reason });
            self.sign(at.plus(2 * MINUTE), sent, DocumentKind::NoBackup, shown_at);
            return;
        }
        let drive = self.chance.word(&["D", "E", "E", "F"]);
        let date = date_of(at).format("%Y%m%d").to_string();
        let path = backup_path::propose(drive, &sent.engineer.initials, &date);
        let account_sets = self.matter.product().account_sets;
        let reports_included = self.chance.percent(80);
        self.premises(at, sent, Command::RecordBackup { account_sets, reports_included, path });
    }

    fn finding(&self, outcome: Outcome) -> Finding {
        let mut finding = self.matter.problem.finding();
        match outcome {
            Outcome::Solved | Outcome::MoreWanted | Outcome::Unsigned => {}
            Outcome::Partly => finding.solution = format!("{}；历史数据待回公司处理", finding.solution),
            Outcome::NotSolved => {
                finding.solution = "已带回数据，会诊后再处理".to_owned();
                finding.prevention = "在给出方案前不要改动相关数据".to_owned();
            }
        }
        finding
    }

    /// Customers with an agreement pay nothing; others travel, work and material.
    fn charge(&mut self, at: Timestamp, sent: Sent) {
        let covered = self.world.is_covered(self.matter.customer);
        let part = (self.matter.problem.category == "hardware_failure").then(|| Part {
            name: "显示线缆".to_owned(),
            quantity: 1,
            unit_price: Money::from_fen(8_500),
        });
        if covered && part.is_none() {
            return;
        }
        let yuan = |amount: i64| Money::from_fen(amount * 100);
        let travel = if covered { Money::ZERO } else { yuan(30 + (self.matter.customer.distance_km * 2.0) as i64) };
        let other = if covered { Money::ZERO } else { yuan(300) };
        let materials = part.as_ref().map_or(Money::ZERO, |part| part.unit_price);
        let paid = if self.chance.percent(60) { travel + other + materials } else { Money::ZERO };
        let parts = part.into_iter().collect();
        self.premises(at, sent, Command::RecordCosts { travel, materials, other, paid, parts, vouchers: Vec::new() });
    }

    fn result(&mut self, outcome: Outcome) -> CustomerResult {
        let (solved, low) = match outcome {
            Outcome::Solved | Outcome::MoreWanted | Outcome::Unsigned => (Solved::All, 4),
            Outcome::Partly => (Solved::Partly, 3),
            Outcome::NotSolved => (Solved::Not, 2),
        };
        let (opinions, further): (&[&'static str], bool) = match outcome {
            Outcome::Solved | Outcome::Unsigned => (&PRAISE, false),
            Outcome::MoreWanted => (&PRAISE, true),
            Outcome::Partly | Outcome::NotSolved => (&COMPLAINTS, false),
        };
        CustomerResult {
            solved,
            told_prevention: outcome != Outcome::NotSolved,
            satisfaction: if self.chance.percent(70) { low + 1 } else { low },
            opinion: self.chance.word(opinions).to_owned(),
            further_needs: if further { self.chance.word(&WISHES).to_owned() } else { String::new() },
        }
    }
}

/// The times that may be promised: two hours on both sides of the planned ones.
pub(crate) fn around(slot: Slot) -> Window {
    Window { from: slot.from.plus(-120 * MINUTE), to: slot.until().plus(120 * MINUTE) }
}
