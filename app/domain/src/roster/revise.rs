//! A roster as somebody wants it, against the one that stands: who may, what is accepted, what is written down of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Exchange, Mark, Month, Post, Roster, RosterState, Turn};
use crate::{
    PersonId, Timestamp,
    configuration::{Mistake, mistake},
    people::{Actor, Colleague, Person},
    rights::{Action, permits_somewhere},
};

/// A reason is at most so long.
pub const REASON_LETTERS: usize = 200;

/// Who is to be on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WantedRosterTurn"))]
pub struct WantedTurn {
    pub date: NaiveDate,
    pub post: Post,
    pub person: PersonId,
}

/// Who is to come instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WantedRosterExchange"))]
pub struct WantedExchange {
    pub date: NaiveDate,
    pub post: Post,
    /// None: nobody.
    pub to: Option<PersonId>,
    pub reason: String,
}

/// A month as somebody wants it, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WantedRoster"))]
pub struct Wanted {
    pub turns: Vec<WantedTurn>,
    pub exchanges: Vec<WantedExchange>,
    pub state: RosterState,
}

impl From<&Turn> for WantedTurn {
    fn from(turn: &Turn) -> Self {
        Self { date: turn.date, post: turn.post, person: turn.who.person }
    }
}

impl From<&Roster> for Wanted {
    fn from(roster: &Roster) -> Self {
        let exchange = |exchange: &Exchange| WantedExchange {
            date: exchange.date,
            post: exchange.post,
            to: exchange.to.as_ref().map(|who| who.person),
            reason: exchange.reason.clone(),
        };
        Self {
            turns: roster.turns.iter().map(WantedTurn::from).collect(),
            exchanges: roster.exchanges.iter().map(exchange).collect(),
            state: roster.state(),
        }
    }
}

/// The roster as it is kept. The plan changes while it is a draft, by whoever makes rosters; afterwards places are
/// exchanged with a reason, until the month is archived. The state goes one step at a time, there and back.
///
/// # Errors
/// The first thing that is not accepted.
pub fn revise(
    before: &Roster,
    wanted: &Wanted,
    by: &Actor,
    at: Timestamp,
    people: &[Person],
) -> Result<Roster, Mistake> {
    let may_make = permits_somewhere(by, Action::MakeRoster);
    let state = before.state();
    let turns = turns(before, wanted, people)?;
    if turns != before.turns {
        if state != RosterState::Draft {
            return Err(mistake("/turns", "wrong_step"));
        }
        if !may_make {
            return Err(mistake("/turns", "makers_only"));
        }
    }
    let plan = Roster { turns, ..before.clone() };
    let exchanges = exchanges(&plan, wanted, by, at, people)?;
    if exchanges != before.exchanges {
        if !matches!(state, RosterState::Prepared | RosterState::Reviewed) {
            return Err(mistake("/exchanges", "wrong_step"));
        }
        if !permits_somewhere(by, Action::ChangeRoster) {
            return Err(mistake("/exchanges", "makers_only"));
        }
    }
    step(Roster { exchanges, ..plan }, wanted.state, by, at)
}

/// The colleague who is named for a post.
fn colleague(id: PersonId, post: Post, people: &[Person], pointer: &'static str) -> Result<Colleague, Mistake> {
    let found = people.iter().find(|person| person.id == id && post.is_for(person));
    let person = found.ok_or(mistake(pointer, "not_for_this_duty"))?;
    Ok(Colleague { person: id, name: person.name.clone() })
}

fn check_places(
    month: Month,
    places: impl Iterator<Item = (NaiveDate, Post)>,
    pointer: &'static str,
) -> Result<(), Mistake> {
    let mut known = BTreeSet::new();
    for (date, post) in places {
        if !month.holds(date) {
            return Err(mistake(pointer, "out_of_range"));
        }
        if !known.insert((date, post)) {
            return Err(mistake(pointer, "invalid"));
        }
    }
    Ok(())
}

fn turns(before: &Roster, wanted: &Wanted, people: &[Person]) -> Result<Vec<Turn>, Mistake> {
    check_places(before.month, wanted.turns.iter().map(|turn| (turn.date, turn.post)), "/turns")?;
    let turn = |turn: &WantedTurn| {
        let WantedTurn { date, post, person } = *turn;
        // Whoever stands there stays, also after leaving the centre.
        let stands = before.planned(date, post).filter(|who| who.person == person).cloned();
        let who = stands.map_or_else(|| colleague(person, post, people, "/turns"), Ok)?;
        Ok(Turn { date, post, who })
    };
    let mut turns = wanted.turns.iter().map(turn).collect::<Result<Vec<Turn>, Mistake>>()?;
    turns.sort_by_key(|turn| (turn.date, turn.post));
    Ok(turns)
}

fn exchanges(
    plan: &Roster,
    wanted: &Wanted,
    by: &Actor,
    at: Timestamp,
    people: &[Person],
) -> Result<Vec<Exchange>, Mistake> {
    check_places(plan.month, wanted.exchanges.iter().map(|one| (one.date, one.post)), "/exchanges")?;
    let exchange = |one: &WantedExchange| {
        let stands = plan
            .exchange(one.date, one.post)
            .filter(|known| known.reason == one.reason && known.to.as_ref().map(|who| who.person) == one.to);
        if let Some(known) = stands {
            return Ok(known.clone());
        }
        let reason = one.reason.trim();
        if reason.is_empty() {
            return Err(mistake("/exchanges/reason", "missing"));
        }
        if reason.chars().count() > REASON_LETTERS {
            return Err(mistake("/exchanges/reason", "invalid"));
        }
        let from = plan.planned(one.date, one.post).cloned();
        if from.as_ref().map(|who| who.person) == one.to {
            return Err(mistake("/exchanges/to", "same_person"));
        }
        let to = one.to.map(|id| colleague(id, one.post, people, "/exchanges/to")).transpose()?;
        Ok(Exchange {
            date: one.date,
            post: one.post,
            from,
            to,
            reason: reason.to_owned(),
            by: by.person,
            by_name: by.name.clone(),
            at,
        })
    };
    let mut exchanges = wanted.exchanges.iter().map(exchange).collect::<Result<Vec<Exchange>, Mistake>>()?;
    exchanges.sort_by_key(|one| (one.date, one.post));
    Ok(exchanges)
}

fn step(mut roster: Roster, wanted: RosterState, by: &Actor, at: Timestamp) -> Result<Roster, Mistake> {
    use RosterState::{Archived, Draft, Prepared, Reviewed};
    let state = roster.state();
    if state == wanted {
        return Ok(roster);
    }
    let action = match (state, wanted) {
        (Prepared, Reviewed) | (Reviewed, Prepared) => Action::ChangeRoster,
        _ => Action::MakeRoster,
    };
    if !permits_somewhere(by, action) {
        return Err(mistake("/state", "makers_only"));
    }
    let mark = Some(Mark { by: by.person, by_name: by.name.clone(), at });
    match (state, wanted) {
        (Draft, Prepared) if roster.turns.is_empty() => return Err(mistake("/turns", "missing")),
        (Draft, Prepared) => roster.prepared = mark,
        // What was exchanged would hang in the air if the plan below it changed.
        (Prepared, Draft) if !roster.exchanges.is_empty() => return Err(mistake("/state", "has_exchanges")),
        (Prepared, Draft) => roster.prepared = None,
        (Prepared, Reviewed) if roster.prepared.as_ref().is_some_and(|prepared| prepared.by == by.person) => {
            return Err(mistake("/state", "own_work"));
        }
        (Prepared, Reviewed) => roster.reviewed = mark,
        (Reviewed, Prepared) => roster.reviewed = None,
        (Reviewed, Archived) => roster.archived = mark,
        (Archived, Reviewed) => roster.archived = None,
        _ => return Err(mistake("/state", "wrong_step")),
    }
    Ok(roster)
}
