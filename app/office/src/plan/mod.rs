//! Planning a day, pure: where a request stands in the plan, when an engineer can be where, who to send.

mod day;
mod hours;
mod landing;
mod ranking;
mod target;
mod whole_day;

pub use day::{LUNCH, Lane, Placed, Way, jobs_of, lanes, round_up};
pub use hours::Hours;
pub use landing::{Around, Job, Landing, Pull, land, windows};
pub use ranking::{Candidate, Record, rank};
pub use target::{Plan, Why, arrival_clock, command_for};
pub use whole_day::whole_day;
