//! The rules as a service centre meets them: whole visits by commands, disputes, seals, and what goes over the wire.

mod availability;
mod centre;
mod clocks;
mod custody;
mod deciding;
mod dispatch_sheet;
mod disputes;
mod fees;
mod follow_up;
mod merging;
mod office;
mod proposal;
mod reminding;
mod roster;
mod sealing;
mod sending;
mod sequences;
mod settling;
mod signing;
mod silence;
mod state_tables;
mod unresolved;
mod visit;
mod wire;
mod write_off;
