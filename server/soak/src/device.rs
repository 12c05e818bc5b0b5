//! An engineer with a tablet and the desk that sends them out: they act all the time, whatever becomes of the server.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use outside::{
    program::Program,
    tablet::{Subject, Tablet, new_id},
    visits::{assign, draft, way_to_the_customer},
};
use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::{
    photo::Photo,
    queue::{Progress, Queue, attach},
};

/// Actions at one customer's before the next one.
const A_VISIT: usize = 40;
/// With so much on the tablet nobody goes on working.
const ENOUGH_WAITS: usize = 60;

/// A request and its dispatch.
#[derive(Clone)]
pub struct Visit {
    pub request: String,
    pub dispatch: String,
}

/// An engineer's tablet and a desk in the office.
pub struct Device {
    pub desk: Queue,
    pub tablet: Queue,
    pub visits: Vec<Visit>,
    done_here: usize,
    customer: Value,
    chance: ChaCha8Rng,
}

impl Device {
    pub async fn open(duty: &Program, engineer: Program, customer: Value, seed: u64) -> Device {
        let (desk, tablet) = tokio::join!(Tablet::register(duty), Tablet::register(&engineer));
        Device {
            desk: Queue::new(duty.clone(), desk),
            tablet: Queue::new(engineer, tablet),
            visits: Vec::new(),
            done_here: 0,
            customer,
            chance: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// Acts and delivers until told to end, then delivers the rest.
    pub async fn work(mut self, is_to_end: Arc<AtomicBool>, progress: Arc<Progress>) -> Device {
        loop {
            let ends = is_to_end.load(Ordering::SeqCst);
            if !ends && self.tablet.waiting() < ENOUGH_WAITS {
                self.act();
            }
            // What the office did comes first: without it the tablet's steps would have to wait.
            let all_is_there = self.desk.deliver(&progress).await && self.tablet.deliver(&progress).await;
            if ends && all_is_there {
                return self;
            }
            let pause = if all_is_there { self.chance.gen_range(2..15) } else { 20 };
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
    }

    fn act(&mut self) {
        match self.visits.last() {
            Some(visit) if self.done_here < A_VISIT => {
                let subject = Subject::Dispatch(visit.dispatch.clone());
                for _ in 0..self.chance.gen_range(1..5) {
                    self.act_at(&subject);
                }
            }
            _ => self.next_visit(),
        }
    }

    fn act_at(&mut self, subject: &Subject) {
        self.done_here += 1;
        if self.chance.gen_ratio(3, 4) {
            let note = format!("需要补丁 {:016x}", self.chance.next_u64());
            self.tablet.add(subject, json!({"type": "ask_help", "note": note}), None);
            return;
        }
        // Mostly a small one, which lies in the database; sometimes one that lies in a file and comes in pieces.
        let length = if self.chance.gen_ratio(1, 12) { 70_000..160_000 } else { 2_000..20_000 };
        let length = self.chance.gen_range(length);
        let photo = Photo::new(self.chance.next_u64(), length);
        self.tablet.add(subject, attach(&photo), Some(photo));
    }

    fn next_visit(&mut self) {
        let visit = Visit { request: new_id(), dispatch: new_id() };
        let request = Subject::Request(visit.request.clone());
        let submit = json!({"type": "submit_new_request", "case": new_id(), "draft": draft(&self.customer)});
        self.desk.add(&request, submit, None);
        self.desk.add(&request, assign(&visit.dispatch, self.tablet.program.id()), None);
        for step in way_to_the_customer() {
            self.tablet.add(&Subject::Dispatch(visit.dispatch.clone()), step, None);
        }
        self.visits.push(visit);
        self.done_here = 0;
    }
}
