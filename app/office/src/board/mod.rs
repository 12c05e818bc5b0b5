//! The dispatch board: the queue by what is due, a lane per engineer over the day, what is chosen at the right; live,
//! for several people at once (ONS-3, LIV-1, LIV-3, LIV-4).

mod bar;
mod book;
mod card;
mod chosen;
mod drag;
mod faces;
mod filter;
mod foot;
mod ghost;
mod index;
mod job;
mod keys;
mod lane;
mod lanes;
mod off;
mod page;
mod placing;
mod propose;
mod queue;
mod saved;
mod shortcuts;
mod sight;
mod stack;
mod state;

pub use page::BoardPage;
