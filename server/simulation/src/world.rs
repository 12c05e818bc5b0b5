//! The world of one run: one clock, one source of chance, one list of what happens next, one transcript.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use domain::signature::sha256_hex;
use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{book::Book, faults::Faults};

/// When every run begins: 2026-11-23T01:00:00Z, a Monday morning in the centre's zone.
pub const START: i64 = 1_795_395_600_000;

type Event = Box<dyn FnOnce()>;

/// What all parts of a run share. Nothing in it asks the machine for anything.
pub struct World {
    /// True time in epoch milliseconds; shared with the nodes, whose futures may be sent between threads.
    now: Arc<AtomicI64>,
    next_event: Cell<u64>,
    /// By time, then by the order in which they were planned.
    events: RefCell<BTreeMap<(i64, u64), Event>>,
    chance: RefCell<ChaCha8Rng>,
    transcript: RefCell<Transcript>,
    /// What people asked for and what they were told.
    pub book: RefCell<Book>,
    /// What may go wrong now, and what has.
    pub faults: Faults,
}

/// Everything that happened, as a running hash; the lines themselves only when somebody wants to read them.
struct Transcript {
    hash: String,
    lines: u64,
    is_shown: bool,
}

impl World {
    #[must_use]
    pub fn new(seed: u64, is_shown: bool) -> Rc<Self> {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let faults = Faults::draw(&mut chance);
        Rc::new(Self {
            now: Arc::new(AtomicI64::new(START)),
            next_event: Cell::new(0),
            events: RefCell::default(),
            chance: RefCell::new(chance),
            transcript: RefCell::new(Transcript { hash: String::new(), lines: 0, is_shown }),
            book: RefCell::default(),
            faults,
        })
    }

    /// True time in epoch milliseconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    /// The clock itself, for a node's own reading of it.
    #[must_use]
    pub fn clock(&self) -> Arc<AtomicI64> {
        self.now.clone()
    }

    /// A number from 0 up to `end`, which is not reached.
    pub fn below(&self, end: u64) -> u64 {
        self.chance.borrow_mut().gen_range(0..end.max(1))
    }

    /// Milliseconds from `from` up to `to`.
    pub fn between(&self, from: i64, to: i64) -> i64 {
        self.chance.borrow_mut().gen_range(from..=to)
    }

    /// True so many times in a thousand.
    pub fn happens(&self, per_mille: u32) -> bool {
        per_mille > 0 && self.chance.borrow_mut().gen_range(0..1_000) < per_mille
    }

    pub fn fill(&self, bytes: &mut [u8]) {
        self.chance.borrow_mut().fill_bytes(bytes);
    }

    /// One of several; None of none.
    pub fn pick<'a, T>(&self, among: &'a [T]) -> Option<&'a T> {
        among.get(usize::try_from(self.below(among.len() as u64)).unwrap_or_default())
    }

    /// Plans something for so many milliseconds from now.
    pub fn after(&self, millis: i64, event: impl FnOnce() + 'static) {
        self.at(self.now() + millis.max(0), event);
    }

    /// Plans something for a moment.
    pub fn at(&self, moment: i64, event: impl FnOnce() + 'static) {
        let number = self.next_event.get();
        self.next_event.set(number + 1);
        self.events.borrow_mut().insert((moment.max(self.now()), number), Box::new(event));
    }

    /// Lets the next thing happen, if it does so before `until`.
    pub fn step(&self, until: i64) -> bool {
        let next = {
            let mut events = self.events.borrow_mut();
            match events.first_key_value() {
                Some((key, _)) if key.0 <= until => events.pop_first(),
                _ => None,
            }
        };
        let Some(((moment, _), event)) = next else {
            self.now.fetch_max(until, Ordering::Relaxed);
            return false;
        };
        self.now.fetch_max(moment, Ordering::Relaxed);
        event();
        true
    }

    /// Everybody's plans move by so much: nothing happens in between, as at night.
    pub fn sleep(&self, millis: i64) {
        let mut events = self.events.borrow_mut();
        let planned = std::mem::take(&mut *events);
        events.extend(planned.into_iter().map(|((moment, number), event)| ((moment + millis, number), event)));
        self.now.fetch_add(millis, Ordering::Relaxed);
    }

    /// Nothing that was planned happens any more.
    pub fn forget_plans(&self) {
        let planned = std::mem::take(&mut *self.events.borrow_mut());
        drop(planned);
    }

    /// Writes a line of the transcript.
    pub fn note(&self, line: impl FnOnce() -> String) {
        let mut transcript = self.transcript.borrow_mut();
        let line = format!("{:>9} {}", self.now() - START, line());
        if transcript.is_shown {
            use std::io::Write as _;
            // A reader who has gone away is no reason to stop.
            let _ = writeln!(std::io::stderr(), "{line}");
        }
        transcript.lines += 1;
        transcript.hash = sha256_hex(format!("{}\n{line}", transcript.hash).as_bytes());
    }

    /// Hash over all lines, and how many there are.
    #[must_use]
    pub fn transcript(&self) -> (String, u64) {
        let transcript = self.transcript.borrow();
        (transcript.hash.clone(), transcript.lines)
    }
}
