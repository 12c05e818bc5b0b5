//! Today's visits, laid around now: what is over before it, what goes on across it, what is to come after it.

use domain::{
    Timestamp,
    command::Command,
    people::Person,
    time::{HOUR, MINUTE},
};

use super::{
    board::{Doing, End, LANES, Lane, Promise},
    script::{Pen, Script},
    visit::{Itinerary, Manner, Outcome, around},
};
use crate::{
    chance::Chance,
    days::{CLOSE, OPEN, day_after, day_before, minute_of_day, on, staffed},
    world::{Matter, World},
};

/// The board's own engineers; further ones get days of the same kind.
const NAMED_ENGINEERS: usize = 12;

/// The day of one engineer with its customers looked up.
struct Day<'a> {
    engineer: &'a Person,
    behind: Vec<(Matter<'a>, End, i64)>,
    current: Option<(Matter<'a>, Doing)>,
    ahead: Vec<(Matter<'a>, Promise)>,
}

/// The first engineer has at any time of the day one visit that is over, one appointed, one confirmed, one just offered;
/// in the office's hours perhaps a second one that is over.
pub(crate) fn first_engineer(world: &World) -> Vec<Script> {
    let engineer = world.engineer(0);
    let now = world.now;
    let part = |number| Chance::new(world.seed, "first_engineer", number);
    let mut scripts = Vec::new();

    let mut chance = part(0);
    let left = now.plus(-12 * MINUTE).min(on(world.today, CLOSE));
    let offered = staffed(left.plus(-5 * HOUR), &mut chance);
    let mut plan = Itinerary::new(offered, left.plus(-75 * MINUTE), 75, &mut chance);
    plan.returned = plan.returned.max(on(world.today, 0));
    let before = plan.depart;
    scripts.push(over(
        world,
        engineer,
        world.matter("红星百货", "应收单据"),
        plan,
        End::Returned(Outcome::Solved),
        chance,
    ));

    let remaining = on(day_after(world.today), 0).since(now);
    let start = now.max(on(world.today, OPEN - 15));
    let first = start.plus((25 * MINUTE).min(remaining * 15 / 100));
    let step = (110 * MINUTE).min(remaining * 30 / 100);
    let minutes = (step / MINUTE - 10).clamp(10, 75);
    let ahead = [
        ("南苑商厦", "银行代发", Promise::Appointed),
        ("亲贤印务", "固定资产原值", Promise::Confirmed),
        ("晋阳湖宾馆", "运行时错误", Promise::Offered),
    ];
    for (number, (customer, symptom, promise)) in (0u8..).zip(ahead) {
        let arrive = first.plus(step * i64::from(number));
        let mut script_chance = part(u64::from(number) + 1);
        let offered = offered_for(world, promise, &mut script_chance);
        let mut plan = Itinerary::new(offered, arrive, minutes, &mut script_chance);
        if remaining < HOUR {
            // Rounded to five minutes it might be tomorrow.
            plan.slot.from = arrive;
        }
        scripts.push(to_come(world, engineer, world.matter(customer, symptom), plan, promise, script_chance));
    }

    let mut chance = part(4);
    let latest = before.plus(-chance.minutes(5, 15) - 84 * MINUTE);
    let arrive = latest.min(on(world.today, OPEN).plus(chance.minutes(3, 12)));
    if latest >= on(world.today, OPEN) {
        let offered = staffed(arrive.plus(-3 * HOUR), &mut chance);
        let plan = Itinerary::new(offered, arrive, 84, &mut chance);
        scripts.push(over(world, engineer, world.matter("晋源铸造", "期末结账"), plan, End::WrittenOff, chance));
    }
    scripts
}

/// Everybody else's day.
pub(crate) fn lanes(world: &World) -> Vec<Script> {
    let count = world.engineers().len();
    let named = LANES.iter().filter(|lane| lane.engineer < count).map(|lane| (lane.engineer, named_day(world, lane)));
    let further = (NAMED_ENGINEERS..count).map(|index| (index, further_day(world, index)));
    named.chain(further).flat_map(|(index, day)| day_of(world, index, day)).collect()
}

fn is_office_time(world: &World) -> bool {
    (OPEN..CLOSE).contains(&minute_of_day(world.now))
}

fn named_day<'a>(world: &'a World, lane: &Lane) -> Day<'a> {
    let matter = |(customer, symptom): (&str, &str)| world.matter(customer, symptom);
    let ahead = lane.ahead.iter().map(|coming| (matter(coming.job), coming.state));
    let mut day = Day {
        engineer: world.engineer(lane.engineer),
        behind: lane.behind.iter().map(|over| (matter(over.job), over.end, over.minutes)).collect(),
        current: None,
        ahead: ahead.collect(),
    };
    match &lane.current {
        Some(current) if current.at_any_time || is_office_time(world) => {
            day.current = Some((matter(current.job), current.doing));
        }
        Some(current) => day.ahead.insert(0, (matter(current.job), Promise::Appointed)),
        None => {}
    }
    day
}

fn further_day(world: &World, index: usize) -> Day<'_> {
    let mut chance = Chance::new(world.seed, "further_day", index as u64);
    let mut matter = |number: usize| world.any_matter(index * 5 + number, &mut chance);
    let on_site = is_office_time(world) && !index.is_multiple_of(3);
    Day {
        engineer: world.engineer(index),
        behind: vec![(matter(0), End::Returned(Outcome::Solved), 70), (matter(1), End::WrittenOff, 80)],
        current: on_site.then(|| (matter(2), Doing::Working(30 + (index as i64 * 13) % 50))),
        ahead: vec![(matter(3), Promise::Appointed), (matter(4), Promise::Offered)],
    }
}

fn day_of<'a>(world: &'a World, index: usize, day: Day<'a>) -> Vec<Script> {
    let mut number = index as u64 * 16;
    let mut next_chance = || {
        number += 1;
        Chance::new(world.seed, "today", number)
    };
    let mut scripts = Vec::new();
    let mut back = world.now.plus(-25 * MINUTE);
    let mut forth = world.now.plus(next_chance().minutes(30, 55));
    if let Some((matter, doing)) = day.current {
        let mut chance = next_chance();
        let plan = across_now(world, doing, &mut chance);
        back = plan.depart.plus(-chance.minutes(4, 12));
        forth = plan.left.max(world.now).plus(chance.minutes(18, 35));
        scripts.push(going_on(world, day.engineer, matter, plan, doing, chance));
    }
    let mut ahead = day.ahead;
    let count = day.behind.len();
    for (place, (matter, end, minutes)) in day.behind.into_iter().enumerate() {
        let mut chance = next_chance();
        let first_of_day = place + 1 == count;
        if let Some(plan) = before(world, back, minutes, end, first_of_day, &mut chance) {
            back = back.min(plan.depart.plus(-chance.minutes(3, 10)));
            scripts.push(over(world, day.engineer, matter, plan, end, chance));
        } else {
            // The day is too young for it: it is still to come.
            ahead.push((matter, if place == 0 { Promise::Confirmed } else { Promise::Offered }));
        }
    }
    for (matter, promise) in ahead {
        let mut chance = next_chance();
        let minutes = chance.between(55, 90);
        let arrive = opening_from(world, forth, minutes, &mut chance);
        let plan = Itinerary::new(offered_for(world, promise, &mut chance), arrive, minutes, &mut chance);
        forth = plan.slot.until().plus(chance.minutes(20, 40));
        scripts.push(to_come(world, day.engineer, matter, plan, promise, chance));
    }
    scripts
}

/// When a visit that goes on now began and will end.
fn across_now(world: &World, doing: Doing, chance: &mut Chance) -> Itinerary {
    let minutes = chance.between(75, 110);
    let arrive = match doing {
        Doing::Driving => world.now.plus(9 * MINUTE),
        Doing::Working(share) => world.now.plus(-minutes * MINUTE * share / 100),
        Doing::WaitingForHelp => world.now.plus(-minutes * MINUTE * 40 / 100),
        // Signed when 98 hundredths of the visit are over; the form is returned later.
        Doing::JustSigned => world.now.plus(-minutes * MINUTE * 99 / 100),
    };
    let offered = match is_office_time(world) {
        true => staffed(arrive.plus(-chance.minutes(130, 200)), chance),
        // Outside working hours somebody called because it could not wait.
        false => arrive.plus(-chance.minutes(60, 80)),
    };
    Itinerary::new(offered, arrive, minutes, chance)
}

/// A visit that ends before `back` in today's working hours: the first of the day in the morning, others as late as
/// possible. One that must exist at all costs goes to yesterday when today is too young.
fn before(
    world: &World,
    back: Timestamp,
    minutes: i64,
    end: End,
    first_of_day: bool,
    chance: &mut Chance,
) -> Option<Itinerary> {
    let must = matches!(end, End::NotMet | End::NotSigned);
    let open = on(world.today, OPEN);
    let mut arrive = back.min(on(world.today, CLOSE)).plus(-minutes * MINUTE);
    if over_lunch(world, arrive, minutes) {
        arrive = on(world.today, LUNCH.0 + 5 - minutes);
    }
    if first_of_day && !must {
        arrive = arrive.min(open.plus(chance.minutes(4, 45)));
    }
    if arrive.plus(minutes * MINUTE) > back || arrive < open {
        if !must {
            return None;
        }
        arrive = on(day_before(world.today), CLOSE - 15).plus(-chance.minutes(5, 40)).plus(-minutes * MINUTE);
    }
    let offered = staffed(arrive.plus(-chance.minutes(100, 220)), chance);
    Some(Itinerary::new(offered, arrive, minutes, chance))
}

/// From when to when nobody wants to be disturbed, in minutes since midnight.
const LUNCH: (i64, i64) = (12 * 60, 13 * 60);

/// More than a quarter of an hour of today's lunch would be lost.
fn over_lunch(world: &World, arrive: Timestamp, minutes: i64) -> bool {
    let begin = arrive.max(on(world.today, LUNCH.0));
    let end = arrive.plus(minutes * MINUTE).min(on(world.today, LUNCH.1));
    end.since(begin) > 15 * MINUTE
}

/// `forth` itself when the visit still fits into today, else the next morning.
fn opening_from(world: &World, forth: Timestamp, minutes: i64, chance: &mut Chance) -> Timestamp {
    let mut at = forth.max(on(world.today, OPEN).plus(chance.minutes(5, 45)));
    if over_lunch(world, at, minutes) {
        at = on(world.today, LUNCH.1).plus(chance.minutes(5, 20));
    }
    if at <= on(world.today, CLOSE + 60 - minutes) {
        return at;
    }
    at.max(on(day_after(world.today), OPEN).plus(chance.minutes(5, 45)))
}

/// When a visit to come was offered, early enough for what has been promised since.
fn offered_for(world: &World, promise: Promise, chance: &mut Chance) -> Timestamp {
    let ago = match promise {
        Promise::Offered => chance.minutes(5, 14),
        Promise::OfferedAfterRefusal | Promise::Confirmed => chance.minutes(45, 75),
        Promise::Wished | Promise::Appointed | Promise::Delayed | Promise::SecondVisit => chance.minutes(100, 240),
    };
    staffed(world.now.plus(-ago), chance)
}

/// When the request for a visit offered at `offered` was made.
fn requested_for(offered: Timestamp, chance: &mut Chance) -> Timestamp {
    let at_night = !(OPEN..CLOSE).contains(&minute_of_day(offered));
    if at_night {
        offered.plus(-chance.minutes(15, 30))
    } else {
        staffed(offered.plus(-chance.minutes(20, 200)), chance)
    }
}

fn begin<'a>(world: &'a World, matter: Matter<'a>, plan: &Itinerary, mut chance: Chance) -> Pen<'a> {
    let submitted = requested_for(plan.offered, &mut chance);
    let mut pen = Pen::new(world, matter, chance, submitted);
    pen.take_in(submitted, plan.offered);
    pen
}

/// Begins a case whose first visit, two days ago, brought no solution, and decides for a second.
fn begin_again<'a>(world: &'a World, matter: Matter<'a>, mut chance: Chance) -> Pen<'a> {
    let yesterday = day_before(world.today);
    let first_day = day_before(yesterday);
    let offered = on(first_day, OPEN + 11);
    let first = Itinerary::new(offered, on(first_day, 10 * 60 + 20), 105, &mut chance);
    let submitted = on(day_before(first_day), 14 * 60).plus(chance.minutes(0, 170));
    let mut pen = Pen::new(world, matter, chance, submitted);
    pen.take_in(submitted, offered);
    pen.visit(&first, world.engineer(8), Outcome::NotSolved);
    pen.re_dispatch(on(yesterday, OPEN + 25), "会诊结论：由高级工程师到现场，先恢复备份再重新处理");
    pen
}

fn going_on<'a>(
    world: &'a World,
    engineer: &'a Person,
    matter: Matter<'a>,
    plan: Itinerary,
    doing: Doing,
    chance: Chance,
) -> Script {
    let mut pen = begin(world, matter, &plan, chance);
    let sent = pen.offer(&plan, engineer);
    pen.accept(&plan, sent);
    pen.travel(&plan, sent);
    let manner = Manner { asks_help: doing == Doing::WaitingForHelp, ..Manner::default() };
    pen.work(&plan, sent, Outcome::Solved, manner);
    pen.hand_in(plan.returned.max(world.now.plus(2 * MINUTE)), sent);
    pen.finish()
}

fn over<'a>(
    world: &'a World,
    engineer: &'a Person,
    matter: Matter<'a>,
    mut plan: Itinerary,
    end: End,
    mut chance: Chance,
) -> Script {
    let closed = plan.returned.plus(chance.minutes(20, 70));
    if end == End::SecondVisit {
        let mut pen = begin_again(world, matter, chance);
        plan.offered = plan.offered.min(on(day_before(world.today), 16 * 60));
        pen.visit(&plan, engineer, Outcome::Solved);
        pen.write_off(closed);
        return pen.finish();
    }
    let mut pen = begin(world, matter, &plan, chance);
    match end {
        End::Returned(outcome) => {
            pen.visit(&plan, engineer, outcome);
        }
        End::WrittenOff | End::SecondVisit => {
            pen.visit(&plan, engineer, Outcome::Solved);
            pen.write_off(closed);
        }
        End::ByPhone => {
            let sent = pen.offer(&plan, engineer);
            pen.confirm(plan.confirmed, sent);
            pen.solve_by_phone(plan.arrive, sent);
            pen.write_off(closed);
        }
        End::NotMet => {
            let sent = pen.offer(&plan, engineer);
            pen.accept(&plan, sent);
            pen.travel(&plan, sent);
            let note = "门锁着，电话无人接听，已留字条".to_owned();
            pen.premises(plan.left, sent, Command::ReportNotMet { note });
        }
        End::NotSigned => {
            let sent = pen.offer(&plan, engineer);
            pen.accept(&plan, sent);
            pen.travel(&plan, sent);
            pen.work(&plan, sent, Outcome::Unsigned, Manner::default());
        }
    }
    pen.finish()
}

fn to_come<'a>(
    world: &'a World,
    engineer: &'a Person,
    matter: Matter<'a>,
    plan: Itinerary,
    promise: Promise,
    chance: Chance,
) -> Script {
    if promise == Promise::SecondVisit {
        let mut pen = begin_again(world, matter, chance);
        let sent = pen.offer(&plan, engineer);
        pen.accept(&plan, sent);
        return pen.finish();
    }
    let mut pen = begin(world, matter, &plan, chance);
    if promise == Promise::OfferedAfterRefusal {
        let first = pen.offer(&plan, world.engineer(8));
        let reason = "今天全天培训，去不了".to_owned();
        let refused = pen.premises(plan.confirmed, first, Command::Refuse { reason });
        pen.assign(refused.plus(6 * MINUTE), engineer, plan.slot, None);
        return pen.finish();
    }
    let sent = match promise {
        Promise::Wished => pen.assign(plan.offered, engineer, plan.slot, Some(around(plan.slot))),
        _ => pen.offer(&plan, engineer),
    };
    match promise {
        Promise::Confirmed => pen.confirm(plan.confirmed, sent),
        Promise::Wished => {
            pen.confirm(plan.confirmed, sent);
            let at = plan.slot.from.plus(5 * HOUR);
            let note = "客户下午盘点，希望晚一些再来".to_owned();
            pen.premises(plan.appointed, sent, Command::WishAppointment { at, note });
        }
        Promise::Appointed => pen.accept(&plan, sent),
        Promise::Delayed => {
            pen.accept(&plan, sent);
            let reason = "上一家排查时间延长".to_owned();
            let new_time = plan.slot.from.plus(40 * MINUTE);
            let told = staffed(world.now.plus(-6 * MINUTE), &mut pen.chance);
            pen.premises(told, sent, Command::ReportDelay { reason, new_time, agreed: true });
        }
        Promise::Offered | Promise::OfferedAfterRefusal | Promise::SecondVisit => {}
    }
    pen.finish()
}
