//! Would the simulation find a fault? Each one is planted, and the sweep must stumble over it.
//!
//! `PLANTS="name name"` plants only these.

use std::{
    fmt::Write,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use simulation::{Engine, Setting, plants::PLANTS, run};

/// Seeds that a fault may survive.
const SEEDS: u64 = 300;

/// The first seed that finds a planted fault, what it says, and how long that took.
struct Found {
    seed: u64,
    words: String,
    after: Duration,
}

fn find(name: &'static str) -> Option<Found> {
    let begun = Instant::now();
    planted::plant(name);
    let found = (0..SEEDS).find_map(|seed| {
        let played = std::panic::catch_unwind(|| run(Setting { seed, engine: Engine::Memory, is_shown: false }));
        let words = match played {
            Ok(report) => report.expect("the machine can hold a run").broken.first().cloned(),
            Err(_) => Some("it panics".to_owned()),
        };
        words.map(|words| Found { seed, words, after: begun.elapsed() })
    });
    planted::plant("");
    found
}

#[test]
fn every_planted_fault_is_found() {
    let asked = std::env::var("PLANTS").unwrap_or_default();
    let is_asked = |name: &str| asked.is_empty() || asked.split_whitespace().any(|asked| asked == name);
    let plants: Vec<&'static str> = PLANTS.iter().map(|(name, _)| *name).filter(|name| is_asked(name)).collect();
    assert!(!plants.is_empty(), "no fault is called so: {asked}");
    let next = AtomicUsize::new(0);
    let table = Mutex::new(vec![String::new(); plants.len()]);
    let survivors = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((place, name)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|place| Some((place, plants.get(place)?)))
                {
                    let found = find(name);
                    let mut line = String::new();
                    match found {
                        Some(Found { seed, words, after }) => {
                            write!(line, "{name:36} seed {seed:3}, {:5.1} s: {words}", after.as_secs_f64())
                        }
                        None => {
                            survivors.lock().expect("no thread died").push(*name);
                            write!(line, "{name:36} survives {SEEDS} seeds")
                        }
                    }
                    .expect("a line");
                    eprintln!("{line}");
                    table.lock().expect("no thread died")[place] = line;
                }
            });
        }
    });
    let table = table.into_inner().expect("no thread died").join("\n");
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("plants.txt");
    std::fs::write(&path, &table).expect("the table is written");
    let survivors = survivors.into_inner().expect("no thread died");
    assert!(survivors.is_empty(), "not found: {survivors:?}\n{table}");
}
