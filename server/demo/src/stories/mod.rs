//! Which stories the centre has, and how many of each.

mod board;
mod history;
mod money;
mod script;
mod today;
mod turns;
mod unsolved;
mod visit;
mod waiting;
mod yesterday;

pub(crate) use script::{Act, PlannedSignature, Script, ScriptStep};

use crate::world::World;

/// Scripts with exactly `requests` requests by now: what the demo shows first, then everything on today's board, then
/// history.
pub(crate) fn write(world: &World, requests: usize) -> Vec<Script> {
    let mut left = requests;
    let mut kept = Vec::new();
    let shown = [
        today::first_engineer,
        waiting::queue,
        yesterday::unresolved,
        waiting::set_aside,
        today::lanes,
        money::charged,
        unsolved::unsolved,
    ];
    for script in shown.into_iter().flat_map(|part| part(world)) {
        let count = script.requests(world.now);
        if count > 0 && count <= left {
            left -= count;
            kept.push(script);
        }
    }
    kept.extend(history::history(world, left));
    kept
}
