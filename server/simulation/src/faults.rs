//! What may go wrong in one run: each seed draws its own mixture, and every fault that happens is counted.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// How often what goes wrong, in a thousand. Zero for what this run is spared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rates {
    /// A question does not arrive.
    pub drop: u32,
    /// A question arrives twice.
    pub duplicate: u32,
    /// A question arrives long after the device gave up waiting.
    pub delay: u32,
    /// A question is cut in the middle, its head intact.
    pub cut_question: u32,
    /// An answer is cut in the middle, its head intact.
    pub cut: u32,
    /// The server has done it and the answer does not come back.
    pub lost_answer: u32,
    /// A proxy answers with a page for people.
    pub page: u32,
    /// A device has no network for a while; asked once for each thing a person does.
    pub partition: u32,
    /// A tablet dies right before, at, or right after a write to its disk.
    pub tablet_crash: u32,
    /// A write to a tablet's disk never ends, whether it is done or not, until the page is closed.
    pub tablet_hangs: u32,
    /// A tab is closed; asked once for each thing a person does.
    pub tab_closed: u32,
    /// A clock jumps; asked once for each thing a person does.
    pub clock_jump: u32,
    /// A tablet's disk is full for a while; asked once for each thing a person does.
    pub tablet_full: u32,
    /// Somebody signs out and comes back.
    pub sign_out: u32,
    /// A page runs an app that was not updated yet.
    pub older_app: u32,
    /// A node is killed right before or right after a commit, or between its answer and the network.
    pub kill: u32,
    /// A node's disk is full at a commit.
    pub server_full: u32,
    /// The power of all nodes goes, in the middle of a question or right after it: what was not synced is lost.
    pub power_cut: u32,
}

/// The faults of a run.
pub struct Faults {
    pub rates: Rates,
    /// Records in a page of a pull.
    pub page_size: u32,
    /// Nothing goes wrong any more: the run comes to rest.
    is_over: Cell<bool>,
    happened: RefCell<BTreeMap<&'static str, u64>>,
}

impl Faults {
    pub(crate) fn draw(chance: &mut ChaCha8Rng) -> Self {
        let mut rate = |most: u32| if chance.gen_bool(0.6) { chance.gen_range(1..=most) } else { 0 };
        let rates = Rates {
            drop: rate(120),
            duplicate: rate(120),
            delay: rate(80),
            cut_question: rate(80),
            cut: rate(80),
            lost_answer: rate(150),
            page: rate(60),
            partition: rate(120),
            tablet_crash: rate(25),
            tablet_hangs: rate(15),
            tab_closed: rate(60),
            clock_jump: rate(80),
            tablet_full: rate(50),
            sign_out: rate(40),
            older_app: rate(500),
            kill: rate(50),
            server_full: rate(50),
            power_cut: rate(30),
        };
        let page_size = [1, 2, 3, 10, 200][chance.gen_range(0..5)];
        Self { rates, page_size, is_over: Cell::new(false), happened: RefCell::default() }
    }

    /// From now on nothing goes wrong.
    pub fn end(&self) {
        self.is_over.set(true);
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over.get()
    }

    /// The rates as they are now.
    #[must_use]
    pub fn now(&self) -> Rates {
        if self.is_over() { Rates::default() } else { self.rates }
    }

    pub fn count(&self, what: &'static str) {
        *self.happened.borrow_mut().entry(what).or_default() += 1;
    }

    /// What happened how often.
    #[must_use]
    pub fn happened(&self) -> BTreeMap<&'static str, u64> {
        self.happened.borrow().clone()
    }
}
