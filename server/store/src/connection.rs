//! Opens the database, brings it up to date, hands out connections (OPS-1, OPS-2).

use std::{path::Path, str::FromStr, sync::Arc, time::Duration};

use sqlx::{
    PgPool, Postgres, Sqlite, SqlitePool,
    pool::PoolConnection,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    Result,
    disk::{Disk, Sound},
    writer::Writer,
};

/// Which engine a database runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A database: readers side by side, one writer that commits in groups.
#[derive(Clone)]
pub struct Db {
    pool: Pool,
    pub(crate) writer: Writer,
}

/// A connection to either engine.
pub enum Conn {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Db {
    /// Opens `postgres://…`, or a SQLite file by its path, and runs the migrations.
    ///
    /// # Errors
    /// The database can't be reached, or is of a newer version.
    pub async fn open(address: &str) -> Result<Db> {
        Self::open_on(address, Arc::new(Sound)).await
    }

    /// As [`open`](Self::open), on a disk that may fail: for simulations.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_on(address: &str, disk: Arc<dyn Disk>) -> Result<Db> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            Self::open_postgres(address, disk).await
        } else {
            Self::open_sqlite(Path::new(address), disk).await
        }
    }

    async fn open_sqlite(path: &Path, disk: Arc<dyn Disk>) -> Result<Db> {
        // An acknowledged action may not be lost at power failure: FULL makes every commit wait for the disk.
        let options = SqliteConnectOptions::from_str("sqlite://")?
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        // SQLite has no lock for migrations of its own: two nodes that start together take turns at a file.
        let lock = std::fs::File::create(path.with_extension("migrating"))?;
        let lock =
            tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await.map_err(std::io::Error::other)??;
        let writing = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        sqlx::migrate!("../../migrations/sqlite").run(&writing).await?;
        drop(lock);
        let reading = SqlitePoolOptions::new().max_connections(8).connect_with(options.read_only(true)).await?;
        let writer = Writer::start(disk, move || {
            let writing = writing.clone();
            async move { Ok(Conn::Sqlite(writing.acquire().await?)) }
        });
        Ok(Db { pool: Pool::Sqlite(reading), writer })
    }

    async fn open_postgres(address: &str, disk: Arc<dyn Disk>) -> Result<Db> {
        let pool =
            PgPoolOptions::new().max_connections(12).acquire_timeout(Duration::from_secs(10)).connect(address).await?;
        sqlx::migrate!("../../migrations/postgres").run(&pool).await?;
        let for_writing = pool.clone();
        let writer = Writer::start(disk, move || {
            let pool = for_writing.clone();
            async move { Ok(Conn::Postgres(pool.acquire().await?)) }
        });
        Ok(Db { pool: Pool::Postgres(pool), writer })
    }

    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.pool {
            Pool::Sqlite(_) => Engine::Sqlite,
            Pool::Postgres(_) => Engine::Postgres,
        }
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// None came free in time.
    pub async fn read(&self) -> Result<Conn> {
        Ok(match &self.pool {
            Pool::Sqlite(pool) => Conn::Sqlite(pool.acquire().await?),
            Pool::Postgres(pool) => Conn::Postgres(pool.acquire().await?),
        })
    }
}

impl Conn {
    /// Runs a bare statement: the few words of transaction control.
    pub(crate) async fn run(&mut self, statement: &'static str) -> Result<()> {
        match self {
            Conn::Sqlite(conn) => sqlx::raw_sql(statement).execute(&mut **conn).await.map(drop)?,
            Conn::Postgres(conn) => sqlx::raw_sql(statement).execute(&mut **conn).await.map(drop)?,
        }
        Ok(())
    }

    pub(crate) fn begin(&self) -> &'static str {
        match self {
            // Takes the write lock at once instead of failing half-way.
            Conn::Sqlite(_) => "BEGIN IMMEDIATE",
            Conn::Postgres(_) => "BEGIN",
        }
    }
}
