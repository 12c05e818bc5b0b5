//! The demo centre: a dealer in Taiyuan with its people, customers and two months of work, made up around any moment.
//!
//! Pure and deterministic: the same moment, size and seed give the same centre. Nothing is written into a store here;
//! the work is a list of commands that goes through the same rules as everybody's ([`DemoCentre::steps`]).

mod chance;
mod customers;
mod days;
mod device;
mod duty;
mod ink;
mod late;
mod people;
mod problems;
mod regions;
mod roster;
mod stage;
mod stories;
mod world;

use domain::{
    PersonId, Timestamp, case::Case, command::Command, customer::Customer, people::Person, roster::Roster,
    sync::Subject,
};

pub use days::{clock_for, clocks_for};
pub use device::device;
pub use late::{Late, late};
pub use regions::{CENTRE, RegionLabel, regions};

/// A centre to show.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoCentre {
    /// The office first, then the engineers `field1`, `field2` …
    pub people: Vec<Person>,
    pub customers: Vec<Customer>,
    /// In the order in which the cases were opened.
    pub stories: Vec<Story>,
    /// Of this and the next month.
    pub rosters: Vec<Roster>,
}

/// One case with everything that was done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The case as it was opened: the steps add its requests and change its state.
    pub case: Case,
    /// In order, each at a time of its own. A re-dispatch is part of the story: the steps after the write-off are about
    /// the request that it named.
    pub steps: Vec<StoryStep>,
}

/// One command of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryStep {
    pub at: Timestamp,
    pub actor: PersonId,
    pub subject: Subject,
    pub command: Command,
    /// The form number that the command gives out: the signatures of the story cover it, so it must be this one.
    pub number: Option<String>,
}

/// How large the centre is. Engineers and customers are at least one each; with fewer than a hundred requests not
/// every state occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub engineers: u32,
    pub customers: u32,
    /// Requests, those that continue another included: exactly so many.
    pub requests: u32,
}

impl Default for Size {
    fn default() -> Self {
        Self { engineers: 12, customers: 60, requests: 200 }
    }
}

/// Makes up the centre as it stands at `now`: nothing in it happens later.
#[must_use]
pub fn centre(now: Timestamp, size: Size, seed: u64) -> DemoCentre {
    let world = world::World::new(now, size, seed);
    let scripts = stories::write(&world, size.requests as usize);
    let stories = stage::perform(&world, scripts).stories;
    let rosters = duty::rosters(&world);
    let world::World { people, customers, .. } = world;
    DemoCentre { people, customers, stories, rosters }
}

impl DemoCentre {
    /// The steps of all stories in the order of time, each with its story's case: what a server replays.
    #[must_use]
    pub fn steps(&self) -> Vec<(&Case, &StoryStep)> {
        let mut steps: Vec<(&Case, &StoryStep)> = Vec::new();
        for Story { case, steps: of_story } in &self.stories {
            steps.extend(of_story.iter().map(|step| (case, step)));
        }
        steps.sort_by_key(|(_, step)| step.at);
        steps
    }
}
