//! Who is on duty this month and the next: both as proposed, this one reviewed, and somebody took another's place (HOT-1).

use domain::{
    Timestamp,
    people::{Actor, Person, Role},
    roster::{Month, Post, Roster, RosterState, Wanted, WantedExchange, obstacle, propose, revise},
};

use crate::{
    days::{calendar, day_before, on},
    world::World,
};

/// The months, in order. Nothing in them was done after the moment of the world.
pub(crate) fn rosters(world: &World) -> Vec<Roster> {
    let month = Month::of(world.today);
    let (support, duty) = (world.holder(Role::SupportManager), world.holder(Role::DutyManager));
    let planned = plan(month, None, &world.people);
    let eve = day_before(month.first());
    let prepared = Wanted { state: RosterState::Prepared, ..Wanted::from(&planned) };
    let prepared = step(planned, &prepared, (support, on(eve, 10 * 60)), world);
    let reviewed = Wanted { state: RosterState::Reviewed, ..Wanted::from(&prepared) };
    let reviewed = step(prepared, &reviewed, (duty, on(eve, 11 * 60)), world);
    let changed = Wanted { exchanges: exchange(&reviewed, world).into_iter().collect(), ..Wanted::from(&reviewed) };
    let this = step(reviewed, &changed, (duty, on(day_before(world.today), 16 * 60 + 30)), world);
    let next = plan(month.next(), Some(&this), &world.people);
    vec![this, next]
}

fn plan(month: Month, earlier: Option<&Roster>, people: &[Person]) -> Roster {
    let empty = Roster::empty(month);
    Roster { turns: propose(&empty, earlier, calendar(), people), ..empty }
}

/// A step by the rules; where they object, the month stays as it was.
fn step(before: Roster, wanted: &Wanted, (by, at): (&Person, Timestamp), world: &World) -> Roster {
    revise(&before, wanted, &Actor::from(by), at, &world.people).unwrap_or(before)
}

/// Today's last shift is taken by an engineer who has none.
fn exchange(roster: &Roster, world: &World) -> Option<WantedExchange> {
    let date = world.today;
    let post = *Post::of_day(calendar().is_working_day(date)).last()?;
    let is_on_duty = |person: &Person| {
        Post::ALL.iter().any(|post| roster.on_duty(date, *post).is_some_and(|who| who.person == person.id))
    };
    let is_free = |person: &&&Person| obstacle(person, date, post, calendar()).is_none() && !is_on_duty(person);
    let to = world.engineers().iter().find(is_free).map(|person| person.id)?;
    Some(WantedExchange { date, post, to: Some(to), reason: "晚上要参加家长会".to_owned() })
}
