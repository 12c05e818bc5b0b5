//! Opens the database, brings it up to date, hands out connections (OPS-1, OPS-2).

use std::{path::Path, str::FromStr, sync::Arc, time::Duration};

use sqlx::{
    Postgres, Sqlite, SqlitePool,
    pool::PoolConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    Result,
    disk::{Disk, Sound},
    gathered::Gathered,
    primary::Primary,
    writer::Writer,
};

/// Prepared statements a connection keeps: those about many rows come in eight sizes each.
const STATEMENTS: usize = 256;

/// Which engine a database runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(Primary),
}

/// A database: readers side by side, one writer that commits in groups.
#[derive(Clone)]
pub struct Db {
    pool: Pool,
    pub(crate) writer: Writer,
}

/// A connection, with what a transaction has gathered and not written yet.
pub struct Conn {
    pub link: Link,
    pub(crate) gathered: Gathered,
}

/// A connection to either engine.
pub enum Link {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl From<Link> for Conn {
    fn from(link: Link) -> Self {
        Self { link, gathered: Gathered::default() }
    }
}

impl Db {
    /// Opens `postgres://…`, or a SQLite file by its path, and runs the migrations. Of several PostgreSQL hosts
    /// (`postgres://user@one:5432,two:5432/paidan`) the primary is used, also when it becomes another one.
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
        let waiting = match planted::is("commits_do_not_wait_for_the_disk") {
            true => SqliteSynchronous::Normal,
            false => SqliteSynchronous::Full,
        };
        let options = SqliteConnectOptions::from_str("sqlite://")?
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(waiting)
            .foreign_keys(true)
            .statement_cache_capacity(STATEMENTS)
            .busy_timeout(Duration::from_secs(10));
        let options = match disk.system() {
            Some(name) => options.vfs(name),
            None => options,
        };
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
            async move { Ok(Link::Sqlite(writing.acquire().await?).into()) }
        });
        Ok(Db { pool: Pool::Sqlite(reading), writer })
    }

    async fn open_postgres(address: &str, disk: Arc<dyn Disk>) -> Result<Db> {
        let primary = Primary::connect(address).await?;
        sqlx::migrate!("../../migrations/postgres").run(primary.pool()).await?;
        let for_writing = primary.clone();
        let writer = Writer::start(disk, move || {
            let primary = for_writing.clone();
            async move { Ok(Link::Postgres(primary.acquire().await?).into()) }
        });
        Ok(Db { pool: Pool::Postgres(primary), writer })
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
            Pool::Sqlite(pool) => Link::Sqlite(pool.acquire().await?).into(),
            Pool::Postgres(primary) => Link::Postgres(primary.acquire().await?).into(),
        })
    }
}

impl Conn {
    /// From here on until [`Conn::thaw`] the connection reads the database as it stands now, whatever is written meanwhile.
    ///
    /// # Errors
    /// The database did not do it.
    pub async fn freeze(&mut self) -> Result<()> {
        let begin = match self.link {
            Link::Sqlite(_) => "BEGIN",
            Link::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.run(begin).await
    }

    /// Ends what [`Conn::freeze`] began.
    ///
    /// # Errors
    /// The database did not do it.
    pub async fn thaw(&mut self) -> Result<()> {
        self.run("COMMIT").await
    }

    /// Runs a bare statement: the few words of transaction control.
    pub(crate) async fn run(&mut self, statement: &'static str) -> Result<()> {
        match &mut self.link {
            Link::Sqlite(conn) => sqlx::raw_sql(statement).execute(&mut **conn).await.map(drop)?,
            Link::Postgres(conn) => sqlx::raw_sql(statement).execute(&mut **conn).await.map(drop)?,
        }
        Ok(())
    }

    /// The text of a query whose rows nobody else changes before this transaction ends. SQLite has one writer anyway.
    pub(crate) fn locking(&self, query: &str) -> String {
        match self.link {
            Link::Sqlite(_) => query.to_owned(),
            Link::Postgres(_) => format!("{query} FOR UPDATE"),
        }
    }

    pub(crate) fn begin(&self) -> &'static str {
        match self.link {
            // Takes the write lock at once instead of failing half-way.
            Link::Sqlite(_) => "BEGIN IMMEDIATE",
            Link::Postgres(_) => "BEGIN",
        }
    }
}
