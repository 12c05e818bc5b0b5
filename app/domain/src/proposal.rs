//! A proposal for a whole day (ONS-20): who goes where and when, what that changes, and why. Nothing happens by it: what
//! a person accepts of it is given as commands, one a visit.
//!
//! What has begun stays as it is, agreed times stay, and of the rest as little is moved as the day allows. A visit is
//! never proposed to somebody who does not know the product, is away, or could not be there in time for the next stop.

mod facts;
mod route;
mod search;
mod told;

pub use facts::{Frame, Problem};
pub use search::Search;
pub use told::{Change, Obstacle, Proposal, Totals, Why};
