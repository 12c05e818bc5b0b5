//! What the program does besides serving: anchoring the chains of a day, and checking all of them.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use api::{config::Config, startup};
use clap::{Parser, Subcommand};
use print::check::Outcome;
use service::{
    ServerKeys, Service,
    evidence::{self, Found, Verdict},
};

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
    /// Checks the record of change, the requests and signatures, what was received, and all of it against the anchors.
    ///
    /// Ends with 0 when nothing was altered, with 1 when something was, and with 3 when nothing was found but not everything
    /// could be checked: there is no anchor, one of a day between others or one that a later one names is missing, or the
    /// key is.
    Check {
        /// Anchors that were kept elsewhere, instead of the folder of anchors.
        anchors: Vec<PathBuf>,
    },
    /// Checks a printed form's PDF with nothing but the file: no centre, no database, no network.
    ///
    /// Ends with 0 when it is unaltered, with 1 when something does not hold, and with 3 when nothing speaks against it but
    /// not everything could be checked.
    Verify {
        /// The PDF.
        file: PathBuf,
        /// The centre's certificate (PEM), to see that it was this centre and nobody else.
        #[arg(long)]
        certificate: Option<PathBuf>,
    },
}

/// Carries out a command; the lines to print, and how it ended.
///
/// # Errors
/// There is no such centre, or something can't be read or written.
pub async fn run(config: &Config, command: Command) -> anyhow::Result<(Vec<String>, Verdict)> {
    if let Command::Verify { file, certificate } = &command {
        return verify(file, certificate.as_deref());
    }
    if config.database_url.is_none() && !Path::new(&config.database()).exists() {
        bail!("there is no centre in {}: say with --data or --database-url where it is", config.data.display());
    }
    let key_file = config.key_file();
    match command {
        Command::Anchor { folder } => {
            if !key_file.exists() {
                bail!(
                    "{} is missing, and nobody else can sign an anchor: bring it back from a backup",
                    key_file.display()
                );
            }
            anchor(&startup::open(config).await?, &folder.unwrap_or_else(|| config.anchors())).await
        }
        Command::Check { anchors } => {
            let mut lines = Vec::new();
            let service = if key_file.exists() {
                startup::open(config).await?
            } else {
                lines.push(format!(
                    "{} is missing: what the centre signed can't be verified without it. Bring it back from a backup.",
                    key_file.display()
                ));
                // A key that nothing is signed with, and that is not kept: a new file would only cover up the loss.
                startup::open_with(config, ServerKeys::for_now()).await?
            };
            let (found, verdict) = check(&service, config, &anchors).await?;
            lines.extend(found);
            Ok((lines, if key_file.exists() { verdict } else { verdict.max(Verdict::Incomplete) }))
        }
        Command::Verify { file, certificate } => verify(&file, certificate.as_deref()),
    }
}

fn verify(file: &Path, certificate: Option<&Path>) -> anyhow::Result<(Vec<String>, Verdict)> {
    let read = |path: &Path| std::fs::read(path).with_context(|| format!("{} can't be read", path.display()));
    let certificate = certificate.map(|path| read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    let report = print::check::check(&read(file)?, certificate.transpose()?.as_deref());
    let verdict = match report.outcome() {
        Outcome::Holds => Verdict::Whole,
        Outcome::NotChecked => Verdict::Incomplete,
        Outcome::Broken => Verdict::Altered,
    };
    Ok((report.lines(), verdict))
}

async fn anchor(service: &Service, folder: &Path) -> anyhow::Result<(Vec<String>, Verdict)> {
    let today = service.centre.day_of(service.time.now());
    let anchor = service.anchor(today, &Found::in_folder(folder)).await?;
    let path = anchor.write(folder).with_context(|| format!("{} can't be written", folder.display()))?;
    // The one that stands there: a day is anchored once.
    let anchor = evidence::Anchor::read(&path).with_context(|| format!("{} is cut or garbled", path.display()))?;
    let mut said = vec![format!("{}", path.display()), format!("SHA-256 {}", anchor.digest())];
    if let Some(received) = &anchor.received {
        // Whoever prints it has to know what it says nothing about yet.
        said.push(format!(
            "covers what was received until {}; what came later is for the next one",
            received.until.to_utc().with_timezone(&service.centre.zone).format("%Y-%m-%d %H:%M")
        ));
    }
    Ok((said, Verdict::Whole))
}

async fn check(service: &Service, config: &Config, files: &[PathBuf]) -> anyhow::Result<(Vec<String>, Verdict)> {
    if let Some(absent) = files.iter().find(|path| !path.exists()) {
        bail!("there is no file {}", absent.display());
    }
    let found = if files.is_empty() { Found::in_folder(&config.anchors()) } else { Found::read(files) };
    let report = service.check_evidence(&found).await?;
    Ok((report.lines(), report.verdict()))
}

/// Anchors every day once it has ended, for as long as the server runs.
pub async fn keep_anchors(service: Service, folder: PathBuf) {
    /// How often it is looked whether a day has ended.
    const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(600);
    loop {
        match service.anchor_ended_days(&folder).await {
            Ok(made) => {
                for (path, digest) in made {
                    tracing::info!(path = %path.display(), "a day that has ended is anchored: SHA-256 {digest}");
                }
            }
            Err(error) => {
                tracing::error!(%error, folder = %folder.display(), "a day that has ended could not be anchored");
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Archives what was written off long enough ago, for as long as the server runs.
pub async fn keep_archive(service: Service) {
    /// How often it is looked.
    const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(3_600);
    loop {
        match service.archive_due().await {
            // There may be more than one go takes.
            Ok(archived) if archived > 0 => tracing::info!(archived, "written-off forms were archived"),
            Ok(_) => tokio::time::sleep(LOOK_EVERY).await,
            Err(error) => {
                tracing::error!(%error, "written-off forms could not be archived");
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
}
