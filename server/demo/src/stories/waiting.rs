//! What waits for the duty manager: the queue of the board, and requests that were set aside.

use domain::{
    Timestamp,
    request::{Slot, Urgency},
    time::{HOUR, MINUTE},
};

use super::{
    script::{Pen, Script},
    visit::{Itinerary, Outcome},
};
use crate::{
    chance::Chance,
    days::{CLOSE, OPEN, day_before, minute_of_day, on, staffed},
    world::World,
};

/// A request whose next limit ends at a wanted time. Its customer must be a premium one, because only for these a due
/// time does not move to the next opening: contact is due 16 hours after the request, arrival 24 or 48.
struct Pressing {
    customer: &'static str,
    symptom: &'static str,
    urgency: Option<Urgency>,
    /// When it is due, in minutes from now.
    due: i64,
    /// Hours until arrival is due: by distance.
    arrival: i64,
}

const PRESSING: [Pressing; 5] = [
    Pressing {
        customer: "太原暖晖热力有限公司",
        symptom: "小票金额",
        urgency: Some(Urgency::Audit),
        due: -18,
        arrival: 24,
    },
    Pressing { customer: "双塔商贸", symptom: "库存现存量不变", urgency: None, due: -47, arrival: 24 },
    Pressing {
        customer: "山西润通机械制造",
        symptom: "工资发放后",
        urgency: Some(Urgency::Payroll),
        due: 66,
        arrival: 24,
    },
    Pressing { customer: "汾河湾酒店", symptom: "新来的会计", urgency: None, due: 108, arrival: 24 },
    Pressing { customer: "阳曲泉润供水公司", symptom: "SQL服务", urgency: None, due: 270, arrival: 48 },
];

/// Customer, symptom, minutes since the request, whether it is verified.
const FRESH: [(&str, &str, i64, bool); 3] = [
    ("晋源第二小学", "凭证套打", 20, false),
    ("清徐德顺醋业", "存货核算", 130, true),
    ("古交源兴洗煤厂", "更换服务器", 11, false),
];

/// The nine requests that nobody has been sent to, two of them late.
pub(crate) fn queue(world: &World) -> Vec<Script> {
    let pressing = PRESSING.iter().enumerate().map(|(index, wanted)| pressing(world, wanted, index));
    let fresh = FRESH.iter().enumerate().map(|(index, row)| fresh(world, *row, index));
    pressing.chain(fresh).chain([second_visit(world)]).collect()
}

/// Who was to go and could not, and why.
const PREVENTED: [(usize, &str); 3] =
    [(8, "工程师今天参加培训，改派"), (3, "上一家要返工，赶不过去"), (11, "车辆故障，改派")];

fn pressing(world: &World, wanted: &Pressing, index: usize) -> Script {
    let mut chance = Chance::new(world.seed, "pressing", index as u64);
    let mut matter = world.matter(wanted.customer, wanted.symptom);
    matter.urgency = wanted.urgency.unwrap_or(matter.urgency);
    let due = world.now.plus(wanted.due * MINUTE);
    let (for_contact, for_arrival) = (due.plus(-16 * HOUR), due.plus(-wanted.arrival * HOUR));
    let somebody_calls = |at| (6 * 60..=22 * 60 + 30).contains(&minute_of_day(at));
    if somebody_calls(for_contact) || !somebody_calls(for_arrival) {
        let mut pen = Pen::new(world, matter, chance, for_contact);
        pen.take_in(for_contact, world.now);
        return pen.finish();
    }
    // Contact was made in time, then the engineer could not come: arrival is what is due next.
    let (engineer, reason) = PREVENTED[index % PREVENTED.len()];
    let promised = staffed(for_arrival.plus((wanted.arrival - 4) * HOUR), &mut chance);
    let plan = Itinerary::new(for_arrival.plus(45 * MINUTE), promised, 90, &mut chance);
    let recalled = staffed(world.now.plus(-chance.minutes(30, 70)), &mut chance);
    let mut pen = Pen::new(world, matter, chance, for_arrival);
    pen.take_in(for_arrival, plan.offered);
    let sent = pen.offer(&plan, world.engineer(engineer));
    pen.accept(&plan, sent);
    pen.recall(recalled, sent, reason);
    pen.finish()
}

fn fresh(world: &World, (customer, symptom, age, verified): (&str, &str, i64, bool), index: usize) -> Script {
    let mut chance = Chance::new(world.seed, "fresh", index as u64);
    let submitted = staffed(world.now.plus(-age * MINUTE), &mut chance);
    let mut pen = Pen::new(world, world.matter(customer, symptom), chance, submitted);
    if verified {
        pen.take_in(submitted, world.now);
    } else {
        pen.submit(submitted);
    }
    pen.finish()
}

/// Yesterday's visit brought the data back; after the consultation somebody must go again.
fn second_visit(world: &World) -> Script {
    let mut chance = Chance::new(world.seed, "second_visit", 0);
    let yesterday = day_before(world.today);
    let submitted = on(day_before(yesterday), 15 * 60 + 12);
    let plan = Itinerary::new(on(yesterday, OPEN + 14), on(yesterday, 10 * 60 + 5), 95, &mut chance);
    let decided = staffed(world.now.plus(-chance.minutes(75, 105)), &mut chance);
    let mut pen = Pen::new(world, world.matter("迎和大厦物业", "科目余额方向"), chance, submitted);
    pen.take_in(submitted, plan.offered);
    pen.visit(&plan, world.engineer(5), Outcome::NotSolved);
    pen.re_dispatch(decided, "带回数据会诊后再派：用转换工具重跑科目表，核对试算平衡");
    pen.finish()
}

/// What does not stand in the queue but waits all the same: a draft, a declined request, one that is cancelled, a form
/// sent back, a dispute.
pub(crate) fn set_aside(world: &World) -> Vec<Script> {
    vec![draft(world), declined(world), cancelled(world), sent_back(world), disputed(world)]
}

fn before_now(world: &World, minutes: i64, chance: &mut Chance) -> Timestamp {
    staffed(world.now.plus(-minutes * MINUTE), chance)
}

/// The hotline is still asking.
fn draft(world: &World) -> Script {
    let mut chance = Chance::new(world.seed, "draft", 0);
    let at = before_now(world, 6, &mut chance);
    let mut pen = Pen::new(world, world.matter("迎春小学", "单据锁定"), chance, at);
    pen.draft(at);
    pen.finish()
}

fn declined(world: &World) -> Script {
    let mut chance = Chance::new(world.seed, "declined", 0);
    let at = before_now(world, 160, &mut chance);
    let mut pen = Pen::new(world, world.matter("坞城学生食堂", "单据锁定"), chance, at);
    pen.submit(at);
    pen.decline(at.plus(19 * MINUTE), "先电话指导清除异常任务，解决不了再请求上门");
    pen.finish()
}

fn cancelled(world: &World) -> Script {
    let mut chance = Chance::new(world.seed, "cancelled", 0);
    let at = before_now(world, 190, &mut chance);
    let plan = Itinerary::new(at.plus(25 * MINUTE), at.plus(26 * HOUR), 60, &mut chance);
    let mut pen = Pen::new(world, world.matter("府东服饰", "同一张发票"), chance, at);
    pen.take_in(at, plan.offered);
    let sent = pen.offer(&plan, world.engineer(7));
    pen.confirm(plan.confirmed, sent);
    let at = pen.last().plus(12 * MINUTE);
    pen.cancel(at, "客户自行打了补丁，来电撤销");
    pen.finish()
}

/// A form of yesterday that the engineer must complete.
fn sent_back(world: &World) -> Script {
    let mut chance = Chance::new(world.seed, "sent_back", 0);
    let yesterday = day_before(world.today);
    let plan = Itinerary::new(on(yesterday, OPEN + 8), on(yesterday, 9 * 60 + 25), 80, &mut chance);
    let submitted = on(day_before(yesterday), 16 * 60 + 31);
    let back = before_now(world, 50, &mut chance);
    let mut pen = Pen::new(world, world.matter("汾西热力客服", "来电弹屏"), chance, submitted);
    pen.take_in(submitted, plan.offered);
    pen.visit(&plan, world.engineer(10), Outcome::Solved);
    pen.send_back(back, "原因写得太简单，请补充号码重复登记的来源并请客户再签");
    pen.finish()
}

/// The request was given to somebody else while the first engineer, without a network, was already at work.
fn disputed(world: &World) -> Script {
    let mut chance = Chance::new(world.seed, "disputed", 0);
    let matter = world.matter("金胜苗圃", "8.12的账升级");
    let left = before_now(world, 25, &mut chance);
    let plan = Itinerary::new(left.plus(-200 * MINUTE), left.plus(-85 * MINUTE), 85, &mut chance);
    let submitted = staffed(plan.offered.plus(-40 * MINUTE), &mut chance);
    let mut pen = Pen::new(world, matter, chance, submitted);
    pen.take_in(submitted, plan.offered);
    let first = pen.offer(&plan, world.engineer(8));
    pen.accept(&plan, first);
    pen.premises(plan.depart, first, domain::command::Command::Depart);
    let slot = Slot { from: later_today(world), minutes: 90 };
    pen.reassign(plan.arrive.plus(-2 * MINUTE), first, world.engineer(11), slot, "任静今天培训，改派段雪");
    pen.premises(plan.arrive, first, domain::command::Command::Arrive);
    pen.work(&plan, first, Outcome::Solved, super::visit::Manner::default());
    pen.finish()
}

/// The end of the working day, or half an hour from now when that is later.
fn later_today(world: &World) -> Timestamp {
    on(world.today, CLOSE - 90).max(world.now.plus(30 * MINUTE))
}
