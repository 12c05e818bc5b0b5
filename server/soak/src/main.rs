//! `soak`: kills the server, or the primary of its database, under load; shows how far it is, and what was counted.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use soak::{
    kills::{Kills, kills},
    look::Report,
    postgres::{drop_database, new_database},
    promotions::{Promotions, promotions},
};

/// Runs the real server under load and takes away what it stands on.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
    /// The server's program.
    #[arg(long, env = "PAIDAN_SERVER", global = true, default_value = "target/release/paidan")]
    server: PathBuf,
    /// Where data lies meanwhile; on the disk that is meant.
    #[arg(long, global = true, default_value = "target/soak-data")]
    folder: PathBuf,
    /// Decides the moments and the work.
    #[arg(long, global = true, default_value_t = 1)]
    seed: u64,
    /// How often.
    #[arg(long, global = true, default_value_t = 10)]
    rounds: u64,
}

#[derive(Clone, Copy, Subcommand)]
enum What {
    /// Kills the server: half of the rounds on SQLite, half on the PostgreSQL under TEST_POSTGRES_URL.
    Kills,
    /// Kills a PostgreSQL primary and promotes its synchronous standby.
    Promotions,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    std::fs::create_dir_all(&arguments.folder)?;
    let fine = match arguments.what {
        What::Kills => {
            let on_postgres = arguments.rounds / 2;
            let one = kill(&arguments, "SQLite", arguments.rounds - on_postgres, None).await?;
            let server = std::env::var("TEST_POSTGRES_URL").context("no PostgreSQL: use end2end/tools/postgres.sh")?;
            let name = format!("soak_{}", std::process::id());
            let address = new_database(&server, &name)?;
            let other = kill(&arguments, "PostgreSQL", on_postgres, Some(address)).await;
            drop_database(&server, &name)?;
            one && other?
        }
        What::Promotions => {
            let folder = folder_in(&arguments.folder)?;
            let (program, folder) = (arguments.server.clone(), folder.path().to_owned());
            let Arguments { rounds, seed, .. } = arguments;
            let bar = bar(rounds, "promotions")?;
            let report = promotions(Promotions { program, folder, rounds, seed }, || bar.inc(1)).await?;
            say(&bar, "Standby promoted, PostgreSQL", &report)?
        }
    };
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn kill(arguments: &Arguments, on: &str, rounds: u64, database: Option<String>) -> anyhow::Result<bool> {
    let folder = folder_in(&arguments.folder)?;
    let Arguments { server, seed, .. } = arguments;
    let bar = bar(rounds, "kills")?;
    let asked = Kills { program: server.clone(), folder: folder.path().to_owned(), database, rounds, seed: *seed };
    let report = kills(asked, || bar.inc(1)).await?;
    say(&bar, &format!("Server killed, {on}"), &report)
}

/// A folder that is removed in the end.
fn folder_in(folder: &Path) -> anyhow::Result<tempfile::TempDir> {
    Ok(tempfile::tempdir_in(std::fs::canonicalize(folder)?)?)
}

fn bar(rounds: u64, what: &str) -> anyhow::Result<ProgressBar> {
    let template = format!("{{wide_bar}} {{pos}}/{{len}} {what}, {{eta}} left");
    Ok(ProgressBar::new(rounds).with_style(ProgressStyle::with_template(&template)?))
}

fn say(bar: &ProgressBar, what: &str, report: &Report) -> anyhow::Result<bool> {
    let seconds = bar.elapsed().as_secs_f64();
    bar.finish_and_clear();
    writeln!(std::io::stdout(), "{what}, {seconds:.0} s, {report}")?;
    Ok(report.is_fine())
}
