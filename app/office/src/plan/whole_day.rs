//! The whole day as the domain's search for a better one takes it (ONS-20).

use domain::{
    Timestamp,
    people::{Actor, Person},
    proposal::{Frame, Problem},
    request::ServiceRequest,
};

use super::{Hours, day::LUNCH};
use crate::acts::{VISIT_MINUTES, may_manage};

/// The day that begins at `day`, as the person may plan it.
#[must_use]
pub fn whole_day<'a>(
    requests: impl IntoIterator<Item = &'a ServiceRequest>,
    people: &[Person],
    (day, now): (Timestamp, Timestamp),
    actor: &Actor,
) -> Problem {
    let hours = Hours::around(day, std::iter::empty());
    let usual = [(hours.begins().since(day), LUNCH.0), (LUNCH.1, hours.ends().since(day))];
    let frame = Frame { midnight: day, now: now.max(day), usual, minutes: VISIT_MINUTES };
    Problem::of(requests, people, frame, |request| may_manage(actor, request))
}
