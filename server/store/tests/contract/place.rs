//! Where the database of a test lies: a SQLite file, or a database of its own on PostgreSQL.

use std::{
    io::Write,
    sync::atomic::{AtomicU32, Ordering},
};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::Db;
use tempfile::TempDir;

pub enum Place {
    Sqlite(TempDir),
    Postgres { server: String, name: String },
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Place {
    pub fn sqlite() -> Self {
        Place::Sqlite(tempfile::tempdir().expect("a folder"))
    }

    /// None when there is no PostgreSQL to test on, which is a failure in CI.
    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
            assert!(std::env::var_os("CI").is_none(), "TEST_POSTGRES_URL is missing: run by end2end/tools/postgres.sh");
            // Not through print: a passed test's output is swallowed.
            writeln!(std::io::stderr(), "TEST_POSTGRES_URL is missing: PostgreSQL was not tested").expect("a message");
            return None;
        };
        let name = format!("store_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let place = Place::Postgres { server, name };
        place.on_server(&["DROP DATABASE IF EXISTS", "CREATE DATABASE"]).await;
        Some(place)
    }

    /// What [`Db::open`] is given.
    pub fn address(&self) -> String {
        match self {
            Place::Sqlite(folder) => folder.path().join("paidan.db").to_str().expect("a path").to_owned(),
            Place::Postgres { server, name } => {
                let (before, _) = server.rsplit_once('/').expect("a database in the address");
                format!("{before}/{name}")
            }
        }
    }

    pub async fn open(&self) -> Db {
        Db::open(&self.address()).await.expect("the database opens")
    }

    /// Several nodes on one database; on SQLite, where there is one node only, the same one several times.
    pub async fn nodes(&self, count: usize) -> Vec<Db> {
        let first = self.open().await;
        let mut nodes = vec![first.clone()];
        while nodes.len() < count {
            nodes.push(match self {
                Place::Sqlite(_) => first.clone(),
                Place::Postgres { .. } => self.open().await,
            });
        }
        nodes
    }

    /// Runs a statement past the store, as somebody with a database tool would.
    pub async fn tamper(&self, statement: &str) {
        let statement = AssertSqlSafe(statement.to_owned());
        match self {
            Place::Sqlite(_) => {
                let mut conn = SqliteConnection::connect(&self.address()).await.expect("a connection");
                sqlx::raw_sql(statement).execute(&mut conn).await.expect("tampered");
            }
            Place::Postgres { .. } => {
                let mut conn = PgConnection::connect(&self.address()).await.expect("a connection");
                sqlx::raw_sql(statement).execute(&mut conn).await.expect("tampered");
            }
        }
    }

    pub async fn remove(self) {
        self.on_server(&["DROP DATABASE IF EXISTS"]).await;
    }

    async fn on_server(&self, statements: &[&str]) {
        let Place::Postgres { server, name } = self else { return };
        let mut conn = PgConnection::connect(server).await.expect("PostgreSQL answers under TEST_POSTGRES_URL");
        for statement in statements {
            let force = if statement.starts_with("DROP") { " WITH (FORCE)" } else { "" };
            let statement = AssertSqlSafe(format!("{statement} {name}{force}"));
            sqlx::raw_sql(statement).execute(&mut conn).await.expect("done on the server");
        }
    }
}
