//! What people asked for and what they were told: the other side of every claim about what was kept.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    EnvelopeId, PersonId,
    command::Command,
    sync::{PushResult, Subject},
};

/// What a person was told about something they asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// Nothing yet; nothing ever, if the page died meanwhile.
    Nothing,
    /// It is saved: it may never be lost from now on.
    Saved(EnvelopeId),
    /// The server has answered.
    Answered(Box<PushResult>),
    /// It was not done, or nobody knows.
    NotDone(String),
}

/// Whether a device still lists what was done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    Listed,
    /// A sign-out has begun, and nobody saw its end: the power may have gone before or after it sealed the work.
    Perhaps,
    /// Its person has signed out since.
    LeftBehind,
}

/// Something a person asked for.
#[derive(Clone, Debug)]
pub struct Intent {
    pub device: usize,
    pub person: PersonId,
    pub subject: Subject,
    pub command: Command,
    pub told: Told,
    pub stays: Stays,
}

/// A photo that a device said it keeps.
#[derive(Clone, Debug)]
pub struct KeptBlob {
    pub sha256: String,
    pub bytes: Vec<u8>,
    /// The device has it for good: its person was told so.
    pub is_told: bool,
}

/// Everything people asked for in a run.
#[derive(Default)]
pub struct Book {
    pub intents: Vec<Intent>,
    pub blobs: BTreeMap<String, KeptBlob>,
    /// Devices on which somebody is signing out.
    leaving: BTreeSet<usize>,
}

impl Book {
    /// Notes what somebody asks for; returns its place.
    pub fn ask(&mut self, device: usize, person: PersonId, subject: Subject, command: Command) -> usize {
        let stays = if self.leaving.contains(&device) { Stays::Perhaps } else { Stays::Listed };
        self.intents.push(Intent { device, person, subject, command, told: Told::Nothing, stays });
        self.intents.len() - 1
    }

    pub fn tell(&mut self, place: usize, told: Told) {
        if let Some(intent) = self.intents.get_mut(place) {
            intent.told = told;
        }
    }

    /// Whoever works on a device begins to sign out.
    pub fn begin_to_leave(&mut self, device: usize) {
        self.leaving.insert(device);
        let own = self.intents.iter_mut().filter(|intent| intent.device == device && intent.stays == Stays::Listed);
        own.for_each(|intent| intent.stays = Stays::Perhaps);
    }

    /// Whoever worked on a device has signed out.
    pub fn leave(&mut self, device: usize) {
        self.leaving.remove(&device);
        let own = self.intents.iter_mut().filter(|intent| intent.device == device);
        own.for_each(|intent| intent.stays = Stays::LeftBehind);
    }

    /// A device died; whatever somebody was doing there ended in the middle.
    pub fn die(&mut self, device: usize) {
        self.leaving.remove(&device);
    }

    /// How many were told that their action is saved.
    #[must_use]
    pub fn saved(&self) -> usize {
        self.intents.iter().filter(|intent| matches!(intent.told, Told::Saved(_))).count()
    }
}
