//! The proof that nothing is lost: whole centres, with tablets, offices and nodes, in one thread that a seed decides.
//!
//! Clients, interface, service, store and rules are the product's own. Clock, chance, network, the tablets' disks and
//! the moments around a node's commits are simulated, and go wrong as each seed says. When it is over, everything that
//! was said to be saved must be there, once, in order, the same for everybody ([`oracle`]).

mod book;
pub mod centre;
mod correction;
mod device;
mod disk;
mod engineer;
mod faults;
mod network;
mod node;
mod office;
pub mod oracle;
mod place;
#[cfg(feature = "planted")]
pub mod plants;
mod play;
mod release;
mod vault;
mod world;

use std::collections::BTreeMap;

pub use place::{Engine, Place};

/// What a run is asked to do.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub seed: u64,
    pub engine: Engine,
    /// Whether every line of the transcript goes to standard error.
    pub is_shown: bool,
}

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What does not hold; empty when nothing is lost.
    pub broken: Vec<String>,
    /// Hash over everything that happened and everything that is stored: two runs of a seed have the same.
    pub hash: String,
    /// Lines of the transcript.
    pub lines: u64,
    /// Actions that were asked for, and those that were said to be saved or answered.
    pub asked: usize,
    pub saved: usize,
    /// Which fault happened how often.
    pub faults: BTreeMap<&'static str, u64>,
}

/// Plays a seed to its end and looks whether everything holds.
///
/// # Errors
/// The machine cannot hold the run: no folder, no database. Says nothing about the product.
pub fn run(setting: Setting) -> anyhow::Result<Report> {
    Ok(run_at(&place::Place::new(setting.engine)?, setting))
}

/// As [`run`], on a database that lies somewhere already; the setting's engine does not matter.
#[must_use]
pub fn run_at(place: &Place, setting: Setting) -> Report {
    let mut play = play::Play::begin(place, setting);
    play.act_out();
    play.come_to_rest();
    let broken = oracle::look(&mut play);
    play.end(broken)
}
