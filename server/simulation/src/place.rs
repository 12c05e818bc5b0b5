//! Where the database of a run lies: a copy of the filled centre, in memory or on disk.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use anyhow::Context;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

use crate::centre;

/// Where a run keeps its database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// SQLite in a folder that the system keeps in memory, where there is one.
    #[default]
    Memory,
    /// SQLite on disk.
    File,
}

/// A centre of its own; its folder is removed with this.
pub struct Place {
    folder: TempDir,
    address: String,
    /// The disk on which SQLite's files lie.
    disk: Option<Arc<power::Disk>>,
    /// A database on a PostgreSQL server, which is dropped with this: the server's address and its name.
    on_server: Option<(String, String)>,
}

/// The filled centre, made once a process.
static TEMPLATE: OnceLock<TempDir> = OnceLock::new();

const DATABASE: &str = "paidan.sqlite";

fn folder(engine: Engine) -> anyhow::Result<TempDir> {
    let in_memory = Path::new("/dev/shm");
    let parent = match engine {
        Engine::Memory if in_memory.is_dir() => in_memory.to_owned(),
        _ => std::env::temp_dir(),
    };
    let folder = tempfile::Builder::new().prefix("paidan-simulation-").tempdir_in(&parent);
    folder.with_context(|| format!("no folder below {}", parent.display()))
}

fn template() -> anyhow::Result<&'static Path> {
    if let Some(made) = TEMPLATE.get() {
        return Ok(made.path());
    }
    let made = folder(Engine::Memory)?;
    centre::fill(&made.path().join(DATABASE).to_string_lossy(), made.path())?;
    // Two threads may have made one each; they are the same.
    Ok(TEMPLATE.get_or_init(|| made).path())
}

impl Place {
    /// A copy of the filled centre.
    ///
    /// # Errors
    /// There is no room for it.
    pub fn new(engine: Engine) -> anyhow::Result<Self> {
        let folder = folder(engine)?;
        for entry in fs::read_dir(template()?)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(DATABASE) {
                fs::copy(entry.path(), folder.path().join(entry.file_name()))?;
            }
        }
        let disk = Some(power::Disk::below(folder.path())?);
        let address = folder.path().canonicalize()?.join(DATABASE).to_string_lossy().into_owned();
        Ok(Self { folder, address, disk, on_server: None })
    }

    /// A new database on a PostgreSQL server, for one seed; `server` is the address of another one there.
    ///
    /// # Errors
    /// It cannot be made, or there is no room for the blobs.
    pub fn on_postgres(server: &str, seed: u64) -> anyhow::Result<Self> {
        let (base, _) = server.rsplit_once('/').context("the address names no database")?;
        let name = format!("simulation_{}_{seed}", std::process::id());
        let folder = folder(Engine::Memory)?;
        tell(server, format!("CREATE DATABASE {name}"))?;
        let address = format!("{base}/{name}");
        let place = Self { folder, address, disk: None, on_server: Some((server.to_owned(), name)) };
        centre::fill(&place.address, place.folder.path())?;
        Ok(place)
    }

    /// What the store is opened with.
    #[must_use]
    pub fn address(&self) -> String {
        self.address.clone()
    }

    /// The disk whose power can be cut: SQLite's. PostgreSQL's is its own.
    #[must_use]
    pub fn disk(&self) -> Option<Arc<power::Disk>> {
        self.disk.clone()
    }

    /// The folder for large blobs.
    #[must_use]
    pub fn blobs(&self) -> PathBuf {
        self.folder.path().join("blobs")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.on_server {
            // A database that stays behind is in nobody's way.
            let _ = tell(server, format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn tell(server: &str, statement: String) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut server = PgConnection::connect(server).await?;
        server.execute(AssertSqlSafe(statement)).await?;
        server.close().await?;
        Ok(())
    })
}
