//! `simulate`: plays seeds, shows how far it is, and says how to play a failing one again.

use std::{
    collections::BTreeMap,
    io::Write,
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use simulation::{Engine, Place, Report, Setting, run, run_at};

/// Plays whole centres in which everything goes wrong, and looks whether anything is lost.
#[derive(Parser)]
struct Arguments {
    /// The first seed; with --shown the only one.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many seeds to play.
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// Where the nodes keep their database; without it in memory, and one seed in twenty on disk.
    #[arg(long, value_enum)]
    engine: Option<Engine>,
    /// A database on a PostgreSQL server, such as postgres://user@host/postgres, beside which one is made for each seed
    /// that is played there: a single one, or one in thirty.
    #[arg(long, conflicts_with = "engine")]
    postgres: Option<String>,
    /// How many seeds are played at the same time; by default as many as the machine has processors.
    #[arg(long)]
    threads: Option<usize>,
    /// Writes every line of the transcript.
    #[arg(long)]
    shown: bool,
    /// A fault to plant, by name; only in a build with the feature `planted`.
    #[cfg(feature = "planted")]
    #[arg(long, default_value = "")]
    plant: String,
}

/// One seed in so many lies on a real disk, and on PostgreSQL.
const ON_DISK: u64 = 20;
const ON_POSTGRES: u64 = 30;

/// Seeds that did not hold, with what was broken.
type Failures = Mutex<Vec<(u64, Vec<String>)>>;

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let failures = Failures::default();
    let (next, asked) = (AtomicU64::new(arguments.seed), AtomicU64::new(0));
    let faults = Mutex::new(BTreeMap::<&str, u64>::new());
    let end = arguments.seed + arguments.seeds;
    let bar = ProgressBar::new(arguments.seeds);
    bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} seeds, {per_sec}, {eta} left {msg}")?);
    let threads = arguments.threads.or_else(|| std::thread::available_parallelism().ok().map(Into::into)).unwrap_or(1);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                #[cfg(feature = "planted")]
                planted::plant(simulation::plants::name(&arguments.plant));
                while let Some(seed) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| *seed < end) {
                    let report = play(&arguments, seed);
                    asked.fetch_add(report.asked as u64, Ordering::Relaxed);
                    for (fault, times) in &report.faults {
                        let mut faults = faults.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                        *faults.entry(fault).or_default() += times;
                    }
                    if arguments.seeds == 1 {
                        say(&bar, &format!("seed {seed}: {} {:?}", report.hash, report.faults));
                    }
                    if !report.broken.is_empty() {
                        say(&bar, &again(&arguments, seed, &report.broken));
                        failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((seed, report.broken));
                    }
                    bar.inc(1);
                }
            });
        }
    });
    let elapsed = bar.elapsed();
    bar.finish_and_clear();
    let failed = failures.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).len();
    let faults = faults.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut out = std::io::stdout().lock();
    for (fault, times) in &faults {
        writeln!(out, "{times:>8} {fault}")?;
    }
    writeln!(
        out,
        "{} seeds in {:.1} s, {} actions asked for, {} faults, {failed} seeds failed",
        arguments.seeds,
        elapsed.as_secs_f64(),
        asked.into_inner(),
        faults.values().sum::<u64>()
    )?;
    Ok(if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Writes a line beside the bar, also where there is no terminal to draw one on.
fn say(bar: &ProgressBar, line: &str) {
    bar.suspend(|| {
        // Whoever does not read on hears the sum by the exit status.
        let _ = writeln!(std::io::stderr(), "{line}");
    });
}

fn engine(arguments: &Arguments, seed: u64) -> Engine {
    let share = if arguments.seeds > 1 && seed.is_multiple_of(ON_DISK) { Engine::File } else { Engine::Memory };
    arguments.engine.unwrap_or(share)
}

/// The PostgreSQL server on which a seed is played.
fn server(arguments: &Arguments, seed: u64) -> Option<&str> {
    let is_played_there = arguments.seeds == 1 || seed.is_multiple_of(ON_POSTGRES);
    arguments.postgres.as_deref().filter(|_| is_played_there)
}

fn play(arguments: &Arguments, seed: u64) -> Report {
    let setting = Setting { seed, engine: engine(arguments, seed), is_shown: arguments.shown };
    let played = std::panic::catch_unwind(|| match server(arguments, seed) {
        Some(server) => Ok(run_at(&Place::on_postgres(server, seed)?, setting)),
        None => run(setting),
    });
    let broken = match played {
        Ok(Ok(report)) => return report,
        Ok(Err(error)) => format!("the machine could not hold the run: {error:#}"),
        Err(_) => "it panicked".to_owned(),
    };
    Report { broken: vec![broken], ..Report::default() }
}

/// What is broken in a seed, and how to see it again.
fn again(arguments: &Arguments, seed: u64, broken: &[String]) -> String {
    let engine = clap::ValueEnum::to_possible_value(&engine(arguments, seed));
    let engine = engine.as_ref().map_or("memory", |engine| engine.get_name());
    let place = match server(arguments, seed) {
        Some(server) => format!("--postgres {server}"),
        None => format!("--engine {engine}"),
    };
    let lines: Vec<String> = broken.iter().take(8).map(|line| format!("  {line}")).collect();
    format!(
        "seed {seed} is broken:\n{}\n  again: cargo run -p simulation -- --seed {seed} {place} --shown",
        lines.join("\n")
    )
}
