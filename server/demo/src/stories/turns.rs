//! The turns a story can take, each written once as a whole.

use domain::{
    command::Command,
    fact::Decision,
    time::{DAY, HOUR, MINUTE},
};

use super::{
    history::{Booking, Diary, an_hour_later},
    script::{Pen, Script, Sent},
    visit::{Manner, Outcome, around},
};
use crate::problems::PASSWORD;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Asked for, visited, solved, signed, written off.
    Plain,
    MoreWanted,
    ByPhone,
    Refused,
    Reassigned,
    Rescheduled,
    Delayed,
    WishGranted,
    MetAtSecondTry,
    NeverMet,
    Unsigned,
    WithoutBackup,
    AskedHelp,
    SentBackAndCompleted,
    SecondVisit,
    Escalated,
    Consulted,
    GivenUp,
    DeclinedAndAskedAgain,
    Declined,
    Cancelled,
    DisputeAccepted,
    DisputeSuperseded,
    Password,
}

/// Between ordinary visits each turn is taken in this order.
const SPECIAL: [Turn; 22] = [
    Turn::SecondVisit,
    Turn::DisputeSuperseded,
    Turn::ByPhone,
    Turn::Refused,
    Turn::SentBackAndCompleted,
    Turn::Unsigned,
    Turn::Reassigned,
    Turn::MetAtSecondTry,
    Turn::Declined,
    Turn::DisputeAccepted,
    Turn::Escalated,
    Turn::WithoutBackup,
    Turn::Delayed,
    Turn::WishGranted,
    Turn::Cancelled,
    Turn::AskedHelp,
    Turn::MoreWanted,
    Turn::DeclinedAndAskedAgain,
    Turn::Consulted,
    Turn::NeverMet,
    Turn::Rescheduled,
    Turn::GivenUp,
];

impl Turn {
    /// The turn of the `number`th story: the password once, then every third story something special.
    pub(crate) fn of(number: usize) -> Self {
        match number {
            0 => Turn::Password,
            _ if number.is_multiple_of(3) => SPECIAL[(number / 3 - 1) % SPECIAL.len()],
            _ => Turn::Plain,
        }
    }

    pub(crate) fn requests(self) -> usize {
        if self == Turn::SecondVisit { 2 } else { 1 }
    }

    /// The newest days are too young for it.
    pub(crate) fn days_needed(self) -> usize {
        match self {
            Turn::SecondVisit => 3,
            Turn::DisputeAccepted | Turn::DisputeSuperseded | Turn::SentBackAndCompleted => 1,
            _ => 0,
        }
    }

    /// What kind of problem takes this turn, if only one does.
    pub(crate) fn category(self) -> Option<&'static str> {
        match self {
            Turn::Escalated => Some("product_quality"),
            Turn::WithoutBackup => Some("hardware_failure"),
            Turn::Password => Some(PASSWORD),
            _ => None,
        }
    }
}

/// Writes the whole story.
pub(crate) fn write_turn<'a>(turn: Turn, mut pen: Pen<'a>, booking: Booking<'a>, diary: &mut Diary<'a>) -> Script {
    let Booking { day, engineer, submitted, plan } = booking;
    let closed = an_hour_later(plan.returned, &mut pen.chance);
    let next_morning = diary.next_morning(day).plus(pen.chance.minutes(10, 50));
    match turn {
        Turn::Password => {
            pen.draft(submitted);
            pen.cancel(submitted.plus(14 * MINUTE), "口令问题不派现场：请带单位公函和数据备份来访");
            return pen.finish();
        }
        Turn::Declined => {
            pen.submit(submitted);
            pen.decline(submitted.plus(22 * MINUTE), "电话指导即可，已转热线回复客户");
            return pen.finish();
        }
        Turn::DeclinedAndAskedAgain => {
            pen.submit(submitted);
            pen.decline(submitted.plus(9 * MINUTE), "请补充出现的时间和涉及的账套");
            pen.submit_again(submitted.plus(13 * MINUTE), "昨天下午起，001账套");
            pen.verify(submitted.plus(20 * MINUTE));
        }
        _ => pen.take_in(submitted, plan.offered),
    }
    match turn {
        Turn::Password | Turn::Declined => {}
        Turn::Plain | Turn::DeclinedAndAskedAgain => {
            pen.visit(&plan, engineer, Outcome::Solved);
            pen.write_off(closed);
        }
        Turn::MoreWanted => {
            pen.visit(&plan, engineer, Outcome::MoreWanted);
            pen.decide(next_morning, Decision::Close, "问题已解决；培训需求已转培训部安排");
        }
        Turn::ByPhone => {
            let sent = pen.offer(&plan, engineer);
            pen.confirm(plan.confirmed, sent);
            pen.solve_by_phone(plan.appointed, sent);
            pen.write_off(pen.last().plus(20 * MINUTE));
        }
        Turn::Refused => {
            let first = pen.offer(&plan, diary.colleague(engineer));
            let reason = "这个模块不熟，建议换人".to_owned();
            let refused = pen.premises(plan.confirmed, first, Command::Refuse { reason });
            let sent = pen.assign(refused.plus(5 * MINUTE), engineer, plan.slot, None);
            pen.accept(&plan, sent);
            finish_visit(&mut pen, &booking, sent, Outcome::Solved, Manner::default());
            pen.write_off(closed);
        }
        Turn::Reassigned => {
            let first = pen.offer(&plan, diary.colleague(engineer));
            pen.confirm(plan.confirmed, first);
            let at = pen.last().plus(6 * MINUTE);
            let sent = pen.reassign(at, first, engineer, plan.slot, "前一家超时，来不及赶到");
            pen.accept(&plan, sent);
            finish_visit(&mut pen, &booking, sent, Outcome::Solved, Manner::default());
            pen.write_off(closed);
        }
        Turn::Rescheduled => {
            let mut early = plan.slot;
            early.from = early.from.plus(-40 * MINUTE);
            let sent = pen.assign(plan.offered, engineer, early, None);
            pen.reschedule(plan.offered.plus(2 * MINUTE), sent, plan.slot);
            pen.accept(&plan, sent);
            finish_visit(&mut pen, &booking, sent, Outcome::Solved, Manner::default());
            pen.write_off(closed);
        }
        Turn::Delayed => {
            let sent = pen.assign(plan.offered, engineer, plan.slot, Some(around(plan.slot)));
            pen.confirm(plan.confirmed, sent);
            pen.appoint(plan.appointed, sent, plan.slot.from.plus(-30 * MINUTE));
            let (reason, new_time) = ("路上堵车".to_owned(), plan.slot.from);
            let told = plan.depart.plus(-5 * MINUTE);
            pen.premises(told, sent, Command::ReportDelay { reason, new_time, agreed: true });
            pen.appoint(told.plus(MINUTE), sent, new_time);
            finish_visit(&mut pen, &booking, sent, Outcome::Solved, Manner::default());
            pen.write_off(closed);
        }
        Turn::WishGranted => {
            let mut early = plan.slot;
            early.from = early.from.plus(-3 * HOUR);
            let sent = pen.assign(plan.offered, engineer, early, Some(around(early)));
            pen.confirm(plan.confirmed, sent);
            pen.appoint(plan.confirmed.plus(2 * MINUTE), sent, early.from);
            let wish = Command::WishAppointment { at: plan.slot.from, note: "客户上午开会".to_owned() };
            let wished = pen.premises(plan.confirmed.plus(4 * MINUTE), sent, wish);
            pen.settle_wish(wished.plus(7 * MINUTE), sent, true);
            finish_visit(&mut pen, &booking, sent, Outcome::Solved, Manner::default());
            pen.write_off(closed);
        }
        Turn::MetAtSecondTry => {
            let sent = pen.offer(&plan, engineer);
            pen.accept(&plan, sent);
            pen.travel(&plan, sent);
            let note = "前台说负责人外出，一小时后回来".to_owned();
            let missed = pen.premises(plan.arrive.plus(9 * MINUTE), sent, Command::ReportNotMet { note });
            let mut again = plan;
            again.slot.from = plan.slot.from.plus(50 * MINUTE);
            again.depart = plan.depart.plus(50 * MINUTE).max(missed.plus(5 * MINUTE));
            again.arrive = plan.arrive.plus(50 * MINUTE);
            again.left = plan.left.plus(50 * MINUTE);
            again.returned = plan.returned.plus(50 * MINUTE);
            pen.appoint(missed.plus(3 * MINUTE), sent, again.slot.from);
            let again = Booking { plan: again, ..booking };
            finish_visit(&mut pen, &again, sent, Outcome::Solved, Manner::default());
            pen.write_off(closed.plus(50 * MINUTE));
        }
        Turn::NeverMet => {
            let sent = pen.offer(&plan, engineer);
            pen.accept(&plan, sent);
            pen.travel(&plan, sent);
            let note = "单位已停业，联系人电话停机".to_owned();
            let missed = pen.premises(plan.arrive.plus(12 * MINUTE), sent, Command::ReportNotMet { note });
            pen.hand_in(missed.plus(3 * MINUTE), sent);
            pen.decide(next_morning, Decision::Close, "联系不上客户，转区域经理核实档案");
        }
        Turn::Unsigned => {
            pen.visit(&plan, engineer, Outcome::Unsigned);
            pen.write_off(next_morning);
        }
        Turn::WithoutBackup | Turn::AskedHelp => {
            let sent = pen.offer(&plan, engineer);
            pen.accept(&plan, sent);
            let without_backup = turn == Turn::WithoutBackup;
            let manner = Manner { without_backup, asks_help: !without_backup, ..Manner::default() };
            finish_visit(&mut pen, &booking, sent, Outcome::Solved, manner);
            pen.write_off(closed);
        }
        Turn::SentBackAndCompleted => {
            let sent = pen.visit(&plan, engineer, Outcome::Solved);
            pen.send_back(closed, "原因一栏请写明是谁核对的");
            pen.complete(next_morning, &plan, sent);
            pen.write_off(next_morning.plus(HOUR));
        }
        Turn::SecondVisit => {
            pen.visit(&plan, engineer, Outcome::Partly);
            pen.re_dispatch(next_morning, "会诊后再派：先恢复备份，再按补充方案处理历史数据");
            let product = pen.matter.problem.product.clone();
            let mut second = diary.book_after(day.saturating_sub(3), &product, &mut pen.chance);
            second.plan.offered = second.plan.offered.max(next_morning.plus(10 * MINUTE));
            pen.visit(&second.plan, second.engineer, Outcome::Solved);
            let closed = an_hour_later(second.plan.returned, &mut pen.chance);
            pen.write_off(closed);
        }
        Turn::Escalated => {
            pen.visit(&plan, engineer, Outcome::NotSolved);
            pen.decide(next_morning, Decision::Escalate, "产品缺陷，已带数据上报总部");
        }
        Turn::Consulted => {
            pen.visit(&plan, engineer, Outcome::NotSolved);
            pen.decide(next_morning, Decision::Consult, "带回数据，今天下午会诊");
        }
        Turn::GivenUp => {
            pen.visit(&plan, engineer, Outcome::NotSolved);
            pen.decide(next_morning, Decision::Close, "版本已停止支持，客户不升级，书面告知后关闭");
        }
        Turn::Cancelled => {
            let sent = pen.offer(&plan, engineer);
            pen.confirm(plan.confirmed, sent);
            pen.cancel(plan.appointed.plus(8 * MINUTE), "客户自行解决，来电撤销");
        }
        Turn::DisputeAccepted => {
            let first = work_after_recall(&mut pen, &booking);
            pen.settle_dispute(plan.returned.plus(15 * MINUTE), first, true);
            pen.write_off(closed.plus(HOUR));
        }
        Turn::DisputeSuperseded => {
            let first = work_after_recall(&mut pen, &booking);
            pen.settle_dispute(plan.returned.plus(15 * MINUTE), first, false);
            let product = pen.matter.problem.product.clone();
            let mut second = diary.book_after(day.saturating_sub(1), &product, &mut pen.chance);
            second.plan.offered = second.plan.offered.max(plan.returned.plus(25 * MINUTE));
            pen.visit(&second.plan, second.engineer, Outcome::Solved);
            let closed = an_hour_later(second.plan.returned, &mut pen.chance);
            pen.write_off(closed);
        }
    }
    if !matches!(turn, Turn::Cancelled | Turn::Consulted | Turn::Escalated) {
        let follow_up_call = pen.last().plus(5 * DAY);
        pen.archive(follow_up_call);
    }
    pen.finish()
}

/// From the departure to the returned form, for a visit that is agreed on.
fn finish_visit<'a>(pen: &mut Pen<'a>, booking: &Booking<'a>, sent: Sent<'a>, outcome: Outcome, manner: Manner) {
    pen.travel(&booking.plan, sent);
    pen.work(&booking.plan, sent, outcome, manner);
    pen.hand_in(booking.plan.returned, sent);
}

/// The dispatch is taken back while the tablet has no network: the engineer does the whole visit all the same.
fn work_after_recall<'a>(pen: &mut Pen<'a>, booking: &Booking<'a>) -> Sent<'a> {
    let plan = &booking.plan;
    let sent = pen.offer(plan, booking.engineer);
    pen.accept(plan, sent);
    pen.premises(plan.depart, sent, Command::Depart);
    pen.recall(plan.arrive.plus(-MINUTE), sent, "客户来电改期");
    pen.premises(plan.arrive, sent, Command::Arrive);
    pen.work(plan, sent, Outcome::Solved, Manner::default());
    pen.hand_in(plan.returned, sent);
    sent
}
