//! What the program does besides serving: anchoring the chains of a day, and checking all of them.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use api::{config::Config, startup};
use clap::{Parser, Subcommand};
use service::{Service, evidence};

/// The command line: how to serve, or what else to do.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct CommandLine {
    #[command(flatten)]
    pub config: Config,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Writes today's anchor as the chains stand now. The server does this for every day that has ended.
    Anchor {
        /// Where to, instead of the folder of anchors.
        folder: Option<PathBuf>,
    },
    /// Checks the record of change, all signatures, and both against the anchors. Fails when anything was altered.
    Check {
        /// Anchors that were kept elsewhere, instead of the folder of anchors.
        anchors: Vec<PathBuf>,
    },
}

/// Carries out a command; the lines to print, and whether all is well.
///
/// # Errors
/// There is no such centre, or something can't be read or written.
pub async fn run(config: &Config, command: Command) -> anyhow::Result<(Vec<String>, bool)> {
    if config.database_url.is_none() && !Path::new(&config.database()).exists() {
        bail!("there is no centre in {}: say with --data or --database-url where it is", config.data.display());
    }
    let service = startup::open(config).await?;
    match command {
        Command::Anchor { folder } => anchor(&service, &folder.unwrap_or_else(|| config.anchors())).await,
        Command::Check { anchors } => check(&service, config, &anchors).await,
    }
}

async fn anchor(service: &Service, folder: &Path) -> anyhow::Result<(Vec<String>, bool)> {
    let anchor = service.anchor(service.centre.day_of(service.time.now())).await?;
    let path = anchor.write(folder).with_context(|| format!("{} can't be written", folder.display()))?;
    // The one that stands there: a day is anchored once.
    let anchor = evidence::Anchor::read(&path)?;
    Ok((vec![format!("{}", path.display()), format!("SHA-256 {}", anchor.digest())], true))
}

async fn check(service: &Service, config: &Config, files: &[PathBuf]) -> anyhow::Result<(Vec<String>, bool)> {
    let read = if files.is_empty() {
        evidence::anchors_in(&config.anchors())
    } else {
        files.iter().map(|path| evidence::Anchor::read(path).map_err(|error| (path.clone(), error))).collect()
    };
    let anchors = read.map_err(|(path, error)| anyhow::anyhow!("{}: {error}", path.display()))?;
    let report = service.check_evidence(&anchors).await?;
    let mut lines = vec![format!(
        "{} changes, {} signatures of {} cases, {} anchors",
        report.changes, report.signatures, report.cases, report.anchors
    )];
    lines.extend(report.faults.iter().map(|fault| format!("ALTERED: {fault}")));
    if report.faults.is_empty() {
        let sentence = match report.anchors {
            0 => "Nothing was altered, as far as this can be said without an anchor.",
            _ => "Nothing was altered.",
        };
        lines.push(sentence.to_owned());
    }
    Ok((lines, report.faults.is_empty()))
}

/// Anchors every day once it has ended, for as long as the server runs.
pub async fn keep_anchors(service: Service, folder: PathBuf) {
    /// How often it is looked whether a day has ended.
    const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(600);
    loop {
        match service.anchor_yesterday(&folder).await {
            Ok(None) => {}
            Ok(Some((path, digest))) => {
                tracing::info!(path = %path.display(), "yesterday is anchored: SHA-256 {digest}")
            }
            Err(error) => tracing::error!(%error, folder = %folder.display(), "yesterday could not be anchored"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
