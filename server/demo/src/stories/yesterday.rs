//! Yesterday's forms that were not solved, or whose customers want more: on top of the morning's work (ONS-18).

use super::{
    script::{Pen, Script},
    visit::{Itinerary, Outcome},
};
use crate::{
    chance::Chance,
    days::{OPEN, day_before, on},
    world::World,
};

/// Customer, symptom, engineer's place on the board, arrival in minutes of the day, minutes there, outcome.
type Row = (&'static str, &'static str, usize, i64, i64, Outcome);

const UNRESOLVED: [Row; 3] = [
    ("锦途物流", "存货核算", 1, 9 * 60 + 40, 110, Outcome::Partly),
    ("新源仪表", "无法引出Excel", 6, 13 * 60 + 45, 95, Outcome::NotSolved),
    ("清徐孟封纺织", "账套不存在", 11, 14 * 60 + 20, 70, Outcome::MoreWanted),
];

/// Forms that were returned yesterday and wait for a decision.
pub(crate) fn unresolved(world: &World) -> Vec<Script> {
    UNRESOLVED.iter().enumerate().map(|(index, row)| script(world, index, *row)).collect()
}

fn script(world: &World, index: usize, (customer, symptom, engineer, minute, minutes, outcome): Row) -> Script {
    let mut chance = Chance::new(world.seed, "yesterday", index as u64);
    let yesterday = day_before(world.today);
    let offered = on(yesterday, OPEN).plus(chance.minutes(2, 20));
    let submitted = on(day_before(yesterday), 14 * 60).plus(chance.minutes(0, 180));
    let plan = Itinerary::new(offered, on(yesterday, minute), minutes, &mut chance);
    let mut pen = Pen::new(world, world.matter(customer, symptom), chance, submitted);
    pen.take_in(submitted, offered);
    pen.visit(&plan, world.engineer(engineer), outcome);
    pen.finish()
}
