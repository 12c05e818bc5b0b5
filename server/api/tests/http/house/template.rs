//! The demo centre, filled once a build and engine and copied for every test, also where each test is a process.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use api::startup;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use uuid::Uuid;

use super::{Engine, configuration};

/// The demo is made up around the present, so it is not kept for long.
const FRESH: Duration = Duration::from_secs(20 * 60);
const TEMPLATE: &str = "paidan_demo_template";
/// Who has a session from the beginning. Hashing passwords would be most of the work of most tests.
const AT_WORK: [&str; 6] = ["admin", "duty", "region", "hotline", "field1", "field2"];

/// Puts a copy of the demo centre into a folder; returns the address of its database unless that is a file in there.
pub async fn copy_to(folder: &Path, engine: Engine) -> Option<String> {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("demo-centre");
    let (home, folder) = (home.join(format!("{engine:?}")), folder.to_owned());
    // Files are copied and locks waited for, and the template is filled on a runtime of its own, which ends with it.
    let copied = tokio::task::spawn_blocking(move || {
        fs::create_dir_all(&home).expect("a folder for the template");
        let lock = File::create(home.join("lock")).expect("a lock");
        lock.lock().expect("the lock");
        if !is_fresh(&home, engine) {
            fill(&home, engine);
        }
        for name in ["server.key", "sessions"] {
            fs::copy(home.join(name), folder.join(name)).expect(name);
        }
        match engine {
            Engine::Sqlite => {
                fs::copy(home.join("copy.sqlite"), folder.join("paidan.sqlite")).expect("the database");
                None
            }
            Engine::Postgres => Some(on_own_runtime(copy_database())),
        }
    });
    copied.await.expect("a copy of the demo centre")
}

/// The token of somebody's session in a copy.
pub fn token_of(folder: &Path, login: &str) -> Option<String> {
    let sessions = fs::read_to_string(folder.join("sessions")).expect("the sessions");
    let tokens = sessions.lines().filter_map(|line| line.split_once(' '));
    tokens.filter(|(known, _)| *known == login).map(|(_, token)| token.to_owned()).next()
}

/// Of this build, of this database server, and not old.
fn stamp(engine: Engine) -> String {
    let program = std::env::current_exe().expect("this program");
    let built = fs::metadata(&program).and_then(|file| file.modified()).expect("its date");
    let server = match engine {
        Engine::Sqlite => String::new(),
        Engine::Postgres => server_url(),
    };
    format!("{} {built:?} {server}", program.display())
}

fn is_fresh(home: &Path, engine: Engine) -> bool {
    let made = home.join("made");
    let age = fs::metadata(&made).and_then(|file| file.modified()).map(|at| SystemTime::elapsed(&at).unwrap_or(FRESH));
    age.is_ok_and(|age| age < FRESH) && fs::read_to_string(made).is_ok_and(|of| of == stamp(engine))
}

fn fill(home: &Path, engine: Engine) {
    for name in
        ["made", "server.key", "sessions", "copy.sqlite", "paidan.sqlite", "paidan.sqlite-wal", "paidan.sqlite-shm"]
    {
        let _ = fs::remove_file(home.join(name));
    }
    let url = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(on_own_runtime(make_database(TEMPLATE))),
    };
    let config = configuration(home, url);
    let sessions = on_own_runtime(async move {
        let service = startup::open(&config).await.expect("a demo centre");
        let mut sessions = String::new();
        for login in AT_WORK {
            let signed_in = service.sign_in(login, startup::DEMO_PASSWORD, "127.0.0.1", "").await.expect(login);
            sessions.push_str(&format!("{login} {}\n", signed_in.token));
        }
        sessions
    });
    fs::write(home.join("sessions"), sessions).expect("the sessions");
    match engine {
        Engine::Sqlite => on_own_runtime(write_out(home.join("paidan.sqlite"), home.join("copy.sqlite"))),
        Engine::Postgres => on_own_runtime(close_database(TEMPLATE)),
    }
    fs::write(home.join("made"), stamp(engine)).expect("a note");
}

fn on_own_runtime<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let run = move || tokio::runtime::Runtime::new().expect("a runtime").block_on(work);
    std::thread::spawn(run).join().expect("it went well")
}

/// One file with everything in it, the log included.
async fn write_out(from: PathBuf, to: PathBuf) {
    let mut database = SqliteConnection::connect(&from.to_string_lossy()).await.expect("the template");
    sqlx::query("VACUUM INTO $1").bind(to.to_string_lossy().into_owned()).execute(&mut database).await.expect("a copy");
    database.close().await.expect("closed");
}

fn server_url() -> String {
    std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL")
}

fn url_of(database: &str) -> String {
    let server = server_url();
    let (base, _) = server.rsplit_once('/').expect("a database in TEST_POSTGRES_URL");
    format!("{base}/{database}")
}

async fn on_server(statements: &[String]) {
    let mut server = PgConnection::connect(&server_url()).await.expect("PostgreSQL");
    for statement in statements {
        server.execute(AssertSqlSafe(statement.clone())).await.expect(statement);
    }
    server.close().await.expect("closed");
}

async fn make_database(name: &str) -> String {
    on_server(&[format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")]).await;
    url_of(name)
}

/// A database is copied only when nobody is connected to it.
async fn close_database(name: &str) {
    on_server(&[
        format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"),
        format!("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'"),
    ])
    .await;
}

/// The address of a database with nothing in it; None for one that is a file in the node's folder.
pub async fn empty(engine: Engine) -> Option<String> {
    match engine {
        Engine::Sqlite => None,
        Engine::Postgres => {
            Some(make_database(&format!("paidan_test_{}", Uuid::from_u128(rand::random()).simple())).await)
        }
    }
}

async fn copy_database() -> String {
    let name = format!("paidan_test_{}", Uuid::from_u128(rand::random()).simple());
    on_server(&[format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")]).await;
    url_of(&name)
}
