//! Two tabs, a bad network and an impatient person, by chance: every action exactly once, all views equal at the end.
//! A failing seed is in the message; run it alone by putting it into the range.

use std::{cell::RefCell, rc::Rc};

use domain::{DispatchId, command::Command};
use futures::task::LocalSpawnExt;
use offline::{Client, EntryState, Keeping};

use crate::{
    records::visit,
    server::Fault,
    tablet::{DELAY, Tablet, id, on},
};

/// xorshift64*: the same numbers for the same seed, everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}

const FAULTS: [(&str, Fault); 9] = [
    ("/sync/push", Fault::NoNetwork),
    ("/sync/push", Fault::AnswerLost),
    ("/sync/push", Fault::Page),
    ("/sync/push", Fault::Cut),
    ("/sync/push", Fault::Reordered),
    ("/sync/push", Fault::WrongReceipt),
    ("/sync/push", Fault::Retry),
    ("/sync/pull", Fault::AnswerLost),
    ("/sync/pull", Fault::Status(410)),
];

fn storm(seed: u64) {
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut tablet = Tablet::ready();
    for number in [200, 300] {
        tablet.server.put(visit(number, &tablet.server.people[0]));
    }
    tablet.server.page.set(2);
    tablet.sync();
    let done = Rc::new(RefCell::new(Vec::new()));
    let mut other = tablet.tab(Keeping::OnDevice);
    for step in 0..60 {
        DELAY.set(chance.below(6) as usize);
        let tab = chance.below(2);
        let client: Client = if tab == 0 { tablet.client.clone() } else { other.clone() };
        match chance.below(20) {
            0..10 => {
                let subject = on(DispatchId(id([101, 201, 301][chance.below(3) as usize])));
                let (done, command) = (done.clone(), Command::AskHelp { note: step.to_string() });
                let act = async move {
                    let id = client.act(subject, command).await.expect("the rules allow it");
                    done.borrow_mut().push((tab, id));
                };
                tablet.pool.spawner().spawn_local(act).expect("the pool takes tasks");
            }
            10..13 => {
                let sync = async move {
                    client.sync().await;
                };
                tablet.pool.spawner().spawn_local(sync).expect("the pool takes tasks");
            }
            13..16 => {
                let (path, fault) = FAULTS[chance.below(FAULTS.len() as u64) as usize];
                tablet.server.fail(path, fault);
            }
            16 => {
                let mut request = tablet.server.requests.borrow()[&tablet.server.request()].1.clone();
                request.symptom = step.to_string();
                tablet.server.put(request);
            }
            17 => tablet.browser.deaf.set(chance.below(2) == 0),
            18 => tablet.browser.pass(1_000),
            _ => {
                // Whatever was under way ends in the middle: what was said to be saved may not be lost by that.
                tablet.restart();
                other = tablet.tab(Keeping::OnDevice);
            }
        }
        for _ in 0..chance.below(12) {
            tablet.pool.try_run_one();
            // What was said to be saved never leaves the list on the screen that said so.
            for (tab, id) in &*done.borrow() {
                let client = if *tab == 0 { &tablet.client } else { &other };
                assert!(client.outbox().iter().any(|entry| entry.envelope.id == *id), "seed {seed}, step {step}");
            }
        }
    }
    DELAY.set(0);
    tablet.pool.run_until_stalled();
    tablet.server.forget_faults();
    tablet.browser.deaf.set(false);
    tablet.remind();
    for _ in 0..3 {
        tablet.sync();
    }
    let mut effects = tablet.server.effects.borrow().clone();
    assert!(
        done.borrow().iter().all(|(_, id)| effects.contains(&id.to_string())),
        "seed {seed}: what was saved is not lost"
    );
    let count = effects.len();
    effects.sort_unstable();
    effects.dedup();
    assert_eq!(effects.len(), count, "seed {seed}: each action has one effect");
    for client in [&tablet.client, &other] {
        assert_eq!(client.status().waiting, 0, "seed {seed}");
        let accepted = |entry: &EntryState| *entry == EntryState::Accepted;
        assert!(client.outbox().iter().all(|entry| accepted(&entry.state)), "seed {seed}");
        for (_, request) in tablet.server.requests.borrow().values() {
            assert_eq!(client.request(request.id).as_deref(), Some(request), "seed {seed}");
        }
    }
    let numbers: Vec<u64> = tablet.client.outbox().iter().map(|entry| entry.envelope.device_seq).collect();
    assert_eq!(numbers, (1..=count as u64).collect::<Vec<_>>(), "seed {seed}: no number twice, none left out");
}

#[test]
fn whatever_happens_each_action_has_one_effect_and_all_views_end_equal() {
    for seed in 0..60 {
        storm(seed);
    }
}
