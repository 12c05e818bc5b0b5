//! Nothing is lost, whatever goes wrong: the sweep that every test run makes, and that a seed is a seed.

use std::{
    io::Write,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use simulation::{Engine, Place, Setting, run, run_at};

/// Seeds of an ordinary test run; `make soak SEEDS=10000` plays more.
const SEEDS: u64 = 300;
/// One seed in so many lies on a real disk.
const ON_DISK: u64 = 20;
/// Seeds that are played on PostgreSQL.
const ON_POSTGRES: u64 = 10;

fn play(seed: u64, engine: Engine) -> simulation::Report {
    run(Setting { seed, engine, is_shown: false }).expect("the machine can hold a run")
}

#[test]
fn nothing_is_lost_whatever_goes_wrong() {
    let next = AtomicU64::new(0);
    let broken = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(seed) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| *seed < SEEDS) {
                    let engine = if seed % ON_DISK == 0 { Engine::File } else { Engine::Memory };
                    let found = std::panic::catch_unwind(|| play(seed, engine).broken);
                    let found = found.unwrap_or_else(|_| vec!["it panicked".to_owned()]);
                    if !found.is_empty() {
                        let place = if engine == Engine::File { "--engine file" } else { "--engine memory" };
                        let again = format!("again: cargo run -p simulation -- --seed {seed} {place} --shown");
                        broken.lock().expect("no thread died").push((seed, found, again));
                    }
                }
            });
        }
    });
    let broken = broken.into_inner().expect("no thread died");
    assert!(broken.is_empty(), "{broken:#?}");
}

/// PostgreSQL is looked for under `TEST_POSTGRES_URL`, see `end2end/tools/postgres.sh`; in CI its absence is a failure.
#[test]
fn nothing_is_lost_on_postgres_either() {
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        assert!(std::env::var_os("CI").is_none(), "TEST_POSTGRES_URL is missing: run by end2end/tools/postgres.sh");
        // Not through print: a passed test's output is swallowed.
        writeln!(std::io::stderr(), "TEST_POSTGRES_URL is missing: PostgreSQL was not tested").expect("a message");
        return;
    };
    for seed in 0..ON_POSTGRES {
        let place = Place::on_postgres(&server, seed).expect("a centre");
        let report = run_at(&place, Setting { seed, engine: Engine::Memory, is_shown: false });
        let again = format!("again: cargo run -p simulation -- --seed {seed} --postgres ADDRESS --shown");
        assert!(report.broken.is_empty(), "seed {seed}: {:#?}\n{again}", report.broken);
    }
}

#[test]
fn a_seed_plays_the_same_run_again_byte_for_byte() {
    for seed in [3, 8, 21] {
        let first = play(seed, Engine::Memory);
        let again = play(seed, Engine::Memory);
        assert!(first.lines > 100, "something happens");
        assert_eq!((first.hash, first.lines), (again.hash, again.lines), "seed {seed}");
        let elsewhere = play(seed, Engine::File);
        assert_eq!(again.faults, elsewhere.faults, "seed {seed} on a disk");
    }
}
