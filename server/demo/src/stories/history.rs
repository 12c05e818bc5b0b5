//! The weeks behind: every turn a story can take, and ordinary visits between them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    Timestamp,
    people::{Level, Person},
    time::MINUTE,
};

use super::{
    script::{Pen, Script},
    turns::{Turn, write_turn},
    visit::Itinerary,
};
use crate::{
    chance::Chance,
    days::{CLOSE, OPEN, day_before, on, working_days_before},
    world::World,
};

/// How far history reaches back; further only when so many days cannot hold it.
const DAYS: u64 = 60;

/// When the visits of a day begin, in minutes since midnight; none takes longer than 105 minutes.
const STARTS: [i64; 4] = [OPEN + 10, 10 * 60 + 30, 13 * 60 + 40, 15 * 60 + 35];

/// Stories with exactly `requests` requests, spread over the working days before yesterday.
pub(crate) fn history(world: &World, requests: usize) -> Vec<Script> {
    let mut diary = Diary::new(world, requests);
    let mut scripts = Vec::new();
    let mut written = 0;
    let mut number = 0;
    while written < requests {
        let mut chance = Chance::new(world.seed, "history", number as u64);
        // The oldest day first: what a story needs later is still free.
        let age = (requests - written) * diary.days.len() / requests.max(1);
        let day = age.saturating_sub(1);
        let mut turn = Turn::of(number);
        if turn.requests() > requests - written || day < turn.days_needed() {
            turn = Turn::Plain;
        }
        let matter = match turn.category() {
            Some(category) => world.matter_in(category, &mut chance),
            None => world.any_matter(number, &mut chance),
        };
        let booking = diary.book(day, &matter.problem.product, &mut chance);
        let pen = Pen::new(world, matter, chance, booking.submitted);
        scripts.push(write_turn(turn, pen, booking, &mut diary));
        written += turn.requests();
        number += 1;
    }
    scripts
}

/// An engineer's time, and when the request for it was made.
#[derive(Clone, Copy)]
pub(crate) struct Booking<'a> {
    /// The day's place in the diary; 0 is the newest.
    pub day: usize,
    pub engineer: &'a Person,
    pub submitted: Timestamp,
    pub plan: Itinerary,
}

/// Who has time when.
pub(crate) struct Diary<'a> {
    world: &'a World,
    /// Working days, the newest first.
    days: Vec<NaiveDate>,
    taken: BTreeSet<(usize, usize, usize)>,
}

impl<'a> Diary<'a> {
    fn new(world: &'a World, requests: usize) -> Self {
        let capacity = world.engineers().len() * STARTS.len();
        // A fifth more than needed: some stories take the time of two.
        let at_least = (requests * 6 / 5).div_ceil(capacity) + 1;
        let days = working_days_before(day_before(world.today), DAYS, at_least);
        Self { world, days, taken: BTreeSet::new() }
    }

    pub(crate) fn date(&self, day: usize) -> NaiveDate {
        self.days.get(day).or(self.days.last()).copied().unwrap_or(self.world.today)
    }

    /// The morning of the first working day after a day of the diary; yesterday's for the newest.
    pub(crate) fn next_morning(&self, day: usize) -> Timestamp {
        let date = match day.checked_sub(1) {
            Some(newer) => self.date(newer),
            None => day_before(self.world.today),
        };
        on(date, OPEN)
    }

    /// Time on the day, or on the nearest older one with any, of somebody who knows the product if possible.
    pub(crate) fn book(&mut self, day: usize, product: &str, chance: &mut Chance) -> Booking<'a> {
        let order = (day..self.days.len()).chain((0..day).rev()).collect();
        self.book_in_order(order, product, chance)
    }

    /// Time for what comes after something else: on the day, or on the nearest newer one with any.
    pub(crate) fn book_after(&mut self, day: usize, product: &str, chance: &mut Chance) -> Booking<'a> {
        self.book_in_order((0..=day).rev().collect(), product, chance)
    }

    fn book_in_order(&mut self, days: Vec<usize>, product: &str, chance: &mut Chance) -> Booking<'a> {
        let engineers = self.world.engineers();
        let mut order: Vec<usize> = (0..engineers.len()).collect();
        chance.shuffle(&mut order);
        order.sort_by_key(|index| !knows(engineers[*index], product));
        let mut starts = [0, 1, 2, 3];
        chance.shuffle(&mut starts);
        let free = days.iter().find_map(|&day| {
            let places = order.iter().flat_map(|engineer| starts.map(|start| (day, *engineer, start)));
            places.into_iter().find(|place| !self.taken.contains(place))
        });
        let (day, engineer, start) = free.unwrap_or((days[0], order[0], starts[0]));
        self.taken.insert((day, engineer, start));
        let date = self.date(day);
        let arrive = on(date, STARTS[start]).plus(chance.minutes(0, 12));
        // An afternoon's visit may have been asked for the same morning; the others the working day before.
        let same_day = start >= 2 && chance.percent(55);
        let (submitted, offered) = if same_day {
            (on(date, OPEN).plus(chance.minutes(3, 80)), on(date, 10 * 60).plus(chance.minutes(15, 90)))
        } else {
            let eve = self.date(day + 1);
            (on(eve, 9 * 60).plus(chance.minutes(0, 420)), on(eve, CLOSE - 65).plus(chance.minutes(0, 50)))
        };
        let minutes = chance.between(55, 88);
        let plan = Itinerary::new(offered, arrive, minutes, chance);
        Booking { day, engineer: engineers[engineer], submitted, plan }
    }

    /// Somebody else for the same time.
    pub(crate) fn colleague(&self, engineer: &Person) -> &'a Person {
        let engineers = self.world.engineers();
        let place = engineers.iter().position(|other| other.id == engineer.id).unwrap_or_default();
        engineers[(place + 1) % engineers.len()]
    }
}

fn knows(engineer: &Person, product: &str) -> bool {
    engineer.skills.iter().any(|skill| skill.product == product && skill.level >= Level::Intermediate)
}

/// When forms of a day are closed: the same day, an hour after they are back.
pub(crate) fn an_hour_later(at: Timestamp, chance: &mut Chance) -> Timestamp {
    at.plus(chance.minutes(25, 95)).plus(-MINUTE)
}
