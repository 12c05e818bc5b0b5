//! The duty roster of a month, form QR/01: who answers the hotline in which shift, who is duty manager, who took whose
//! place and why (HOT-1).

mod month;
mod propose;
mod revise;
mod rows;
mod warnings;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    PersonId, Timestamp,
    calendar::LocalTime,
    people::{Colleague, Person, Role},
};

pub use month::{Month, NotAMonth};
pub use propose::propose;
pub use revise::{REASON_LETTERS, Wanted, WantedExchange, WantedTurn, revise};
pub use rows::{Duty, Row, rows};
pub use warnings::{DoubleBooking, Gap, GapReason, double_bookings, gaps, obstacle};

/// Kind of a roster's record in the record of change.
pub const ROSTER: &str = "roster";

/// What somebody is on duty for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RosterPost"))]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// The duty manager of the whole day.
    Manager,
    Day,
    Noon,
    Late,
    /// The hotline of a day off, public holidays included.
    Weekend,
}

impl Post {
    pub const ALL: [Post; 5] = [Post::Manager, Post::Day, Post::Noon, Post::Late, Post::Weekend];

    /// From when to when, in the centre's zone.
    #[must_use]
    pub const fn hours(self) -> (LocalTime, LocalTime) {
        match self {
            Post::Manager => (LocalTime::hm(8, 30), LocalTime::hm(18, 30)),
            Post::Day | Post::Weekend => (LocalTime::hm(8, 30), LocalTime::hm(17, 30)),
            Post::Noon => (LocalTime::hm(11, 30), LocalTime::hm(12, 30)),
            Post::Late => (LocalTime::hm(17, 0), LocalTime::hm(18, 30)),
        }
    }

    /// Whether both need somebody at the same time.
    #[must_use]
    pub fn overlaps(self, other: Post) -> bool {
        let ((from, until), (other_from, other_until)) = (self.hours(), other.hours());
        from < other_until && other_from < until
    }

    /// Whether this is a duty of somebody who works here.
    #[must_use]
    pub fn is_for(self, person: &Person) -> bool {
        let roles = match self {
            Post::Manager => [Role::DutyManager, Role::SupportManager],
            Post::Day | Post::Noon | Post::Late | Post::Weekend => [Role::Hotline, Role::Field],
        };
        person.active && roles.iter().any(|role| person.roles.contains(role))
    }

    /// What needs somebody on a day.
    #[must_use]
    pub const fn of_day(is_working_day: bool) -> &'static [Post] {
        if is_working_day {
            &[Post::Manager, Post::Day, Post::Noon, Post::Late]
        } else {
            &[Post::Manager, Post::Weekend]
        }
    }
}

/// Somebody's turn by the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RosterTurn"))]
pub struct Turn {
    pub date: NaiveDate,
    pub post: Post,
    #[serde(flatten)]
    pub who: Colleague,
}

/// Somebody takes somebody else's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RosterExchange"))]
pub struct Exchange {
    pub date: NaiveDate,
    pub post: Post,
    /// Whose turn it was by the plan; None: nobody's.
    pub from: Option<Colleague>,
    /// Who comes instead; None: nobody.
    pub to: Option<Colleague>,
    pub reason: String,
    pub by: PersonId,
    pub by_name: String,
    pub at: Timestamp,
}

/// Who took a step, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RosterMark"))]
pub struct Mark {
    pub by: PersonId,
    pub by_name: String,
    pub at: Timestamp,
}

/// How far a month is: planned freely, then changed only with a reason, then closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RosterState {
    #[default]
    Draft,
    Prepared,
    Reviewed,
    Archived,
}

/// The roster of a month. Turns and exchanges are in the order of days and posts, one each for a post of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Roster {
    pub month: Month,
    pub turns: Vec<Turn>,
    #[serde(default)]
    pub exchanges: Vec<Exchange>,
    #[serde(default)]
    pub prepared: Option<Mark>,
    #[serde(default)]
    pub reviewed: Option<Mark>,
    #[serde(default)]
    pub archived: Option<Mark>,
}

/// A month with what a screen says about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RosterMonth {
    pub roster: Roster,
    /// 0 before it was ever kept.
    pub version: i64,
    /// Days of the month on which the centre does not work.
    pub days_off: Vec<NaiveDate>,
    pub gaps: Vec<Gap>,
    pub double_bookings: Vec<DoubleBooking>,
    /// Who can be on duty; empty for whoever may only read.
    pub candidates: Vec<Candidate>,
}

/// Somebody who can be on duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RosterCandidate"))]
pub struct Candidate {
    #[serde(flatten)]
    pub who: Colleague,
    pub posts: Vec<Post>,
    /// Days of the month on which the person is absent, or does not work.
    pub away: Vec<NaiveDate>,
}

impl Roster {
    /// A month that nobody has planned yet.
    #[must_use]
    pub fn empty(month: Month) -> Self {
        Self { month, turns: Vec::new(), exchanges: Vec::new(), prepared: None, reviewed: None, archived: None }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.turns.is_empty() && self.exchanges.is_empty()
    }

    #[must_use]
    pub fn state(&self) -> RosterState {
        match (&self.prepared, &self.reviewed, &self.archived) {
            (_, _, Some(_)) => RosterState::Archived,
            (_, Some(_), None) => RosterState::Reviewed,
            (Some(_), None, None) => RosterState::Prepared,
            (None, None, None) => RosterState::Draft,
        }
    }

    /// Whose turn it is by the plan.
    #[must_use]
    pub fn planned(&self, date: NaiveDate, post: Post) -> Option<&Colleague> {
        self.turns.iter().find(|turn| (turn.date, turn.post) == (date, post)).map(|turn| &turn.who)
    }

    #[must_use]
    pub fn exchange(&self, date: NaiveDate, post: Post) -> Option<&Exchange> {
        self.exchanges.iter().find(|exchange| (exchange.date, exchange.post) == (date, post))
    }

    /// Who comes, exchanges included.
    #[must_use]
    pub fn on_duty(&self, date: NaiveDate, post: Post) -> Option<&Colleague> {
        match self.exchange(date, post) {
            Some(exchange) => exchange.to.as_ref(),
            None => self.planned(date, post),
        }
    }

    /// The turns as they are really taken, exchanges included, in order.
    #[must_use]
    pub fn taken(&self) -> Vec<Turn> {
        let turn = |date, post| {
            let who = self.on_duty(date, post)?.clone();
            Some(Turn { date, post, who })
        };
        self.month.days().flat_map(|date| Post::ALL.into_iter().filter_map(move |post| turn(date, post))).collect()
    }
}
