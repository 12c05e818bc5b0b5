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
    /// How much had been asked for in all when its person began to sign out.
    pub left_at: Option<usize>,
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
        self.intents.push(Intent { device, person, subject, command, told: Told::Nothing, stays, left_at: None });
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
        let asked = self.intents.len();
        let own = self.intents.iter_mut().filter(|intent| intent.device == device && intent.stays == Stays::Listed);
        own.for_each(|intent| (intent.stays, intent.left_at) = (Stays::Perhaps, Some(asked)));
    }

    /// Whoever worked on a device has signed out.
    pub fn leave(&mut self, device: usize) {
        let asked = self.intents.len();
        for intent in self.intents.iter_mut().filter(|intent| intent.device == device) {
            intent.stays = Stays::LeftBehind;
            intent.left_at.get_or_insert(asked);
        }
    }

    /// A sign-out is over, also when its page was closed or its device died in the middle.
    pub fn end_leaving(&mut self, device: usize) {
        self.leaving.remove(&device);
    }

    /// Whether `earlier` lay sealed on the device, for nobody there to read, when `later` was done: its person had signed
    /// out in between. Both are ids of what was told to be saved.
    #[must_use]
    pub fn lay_sealed(&self, earlier: &str, later: &str) -> bool {
        let place = |id: &str| {
            self.intents.iter().position(|intent| matches!(intent.told, Told::Saved(saved) if saved.to_string() == id))
        };
        let (Some(earlier), Some(later)) = (place(earlier), place(later)) else { return false };
        let left_at = self.intents.get(earlier).and_then(|intent| intent.left_at);
        left_at.is_some_and(|left| left <= later)
    }

    /// How many were told that their action is saved.
    #[must_use]
    pub fn saved(&self) -> usize {
        self.intents.iter().filter(|intent| matches!(intent.told, Told::Saved(_))).count()
    }
}

#[cfg(test)]
mod tests {
    use domain::{RequestId, sync::SubjectKind};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_was_done_before_a_sign_out_lay_sealed_for_what_came_after() {
        let mut book = Book::default();
        let id = |number| EnvelopeId(Uuid::from_u128(number));
        let act = |book: &mut Book, number| {
            let subject = Subject { kind: SubjectKind::Request, id: RequestId(Uuid::from_u128(9)).0 };
            let place = book.ask(0, PersonId(Uuid::from_u128(8)), subject, Command::Confirm);
            book.tell(place, Told::Saved(id(number)));
        };
        act(&mut book, 1);
        act(&mut book, 2);
        book.begin_to_leave(0);
        book.leave(0);
        act(&mut book, 3);
        act(&mut book, 4);
        let lay_sealed = |earlier, later| book.lay_sealed(&id(earlier).to_string(), &id(later).to_string());
        assert!(lay_sealed(1, 3) && lay_sealed(2, 4));
        assert!(!lay_sealed(1, 2) && !lay_sealed(3, 4) && !lay_sealed(3, 1));
    }
}
