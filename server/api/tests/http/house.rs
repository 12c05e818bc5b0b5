//! A service centre that serves: the demo centre on a database of its own, behind a real socket.

pub mod template;

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use api::{
    Shared,
    config::Config,
    http::caller::SESSION_COOKIE,
    printing::{Order, Paper, Printer},
    startup,
};
use service::{Service, Time};
use tempfile::TempDir;

use crate::program::Program;

/// Where a house keeps its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A running centre. Its clock is the machine's until a test moves it.
pub struct House {
    /// Such as `http://127.0.0.1:41234`.
    pub address: String,
    pub service: Service,
    config: Config,
    ahead: Arc<AtomicI64>,
    _folder: TempDir,
}

/// Claims that must hold on both databases: each function becomes the tests `sqlite` and `postgres` in a module of its
/// name.
macro_rules! on_both_engines {
    ($($claim:ident),* $(,)?) => {$(
        mod $claim {
            use $crate::house::{Engine, House, postgres_is_there};

            #[tokio::test]
            async fn sqlite() {
                super::$claim(&House::open(Engine::Sqlite).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                if postgres_is_there() {
                    super::$claim(&House::open(Engine::Postgres).await).await;
                }
            }
        }
    )*};
}

/// Whether there is a PostgreSQL to test with. Without one, a run by hand goes on and says so; an automatic one fails.
pub fn postgres_is_there() -> bool {
    let is_there = std::env::var_os("TEST_POSTGRES_URL").is_some();
    assert!(is_there || std::env::var_os("CI").is_none(), "TEST_POSTGRES_URL is not set");
    if !is_there {
        eprintln!("not tested on PostgreSQL: TEST_POSTGRES_URL is not set (see end2end/tools/postgres.sh)");
    }
    is_there
}

impl House {
    /// A demo centre of its own for one test, served on a free port.
    pub async fn open(engine: Engine) -> House {
        let folder = tempfile::tempdir().expect("a folder");
        let database_url = template::copy_to(folder.path(), engine).await;
        let config = configuration(folder.path(), database_url);
        let ahead = Arc::new(AtomicI64::new(0));
        let (address, service) = serve(&config, &ahead).await;
        House { address, service, config, ahead, _folder: folder }
    }

    /// A second server on the same database and with the same keys.
    pub async fn another_node(&self) -> (String, Service) {
        serve(&self.config, &self.ahead).await
    }

    /// Where the server keeps its files.
    pub fn folder(&self) -> &Path {
        &self.config.data
    }

    /// Moves the server's clock.
    pub fn let_pass(&self, milliseconds: i64) {
        self.ahead.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// A caller without a session.
    pub fn visitor(&self) -> Program {
        Program::new(&self.address)
    }

    /// A caller with a session: the one from the beginning, else a new one.
    pub async fn sign_in(&self, login: &str) -> Program {
        match template::token_of(self.folder(), login) {
            Some(token) => self.visitor().with_cookie(&format!("{SESSION_COOKIE}={token}")).await,
            None => self.sign_in_anew(login).await,
        }
    }

    /// A caller with a session of its own.
    pub async fn sign_in_anew(&self, login: &str) -> Program {
        self.visitor().signed_in(login, startup::DEMO_PASSWORD).await
    }
}

/// Prints the number, the code and the server's address: what the interface hands over. How a paper looks is the
/// typesetter's matter.
struct Plain;

impl Printer for Plain {
    fn print(&self, order: &Order) -> Result<Vec<u8>, String> {
        let (name, code, content_hash) = match &order.paper {
            Paper::OfRequest(printed) => (printed.stored.request.number.clone(), &printed.code, &printed.content_hash),
            Paper::List(printed) => (printed.list.name(), &printed.code, &printed.content_hash),
        };
        let lines = [&name, code, content_hash, &order.server, order.lang.tag()];
        Ok(lines.join("\n").into_bytes())
    }
}

async fn serve(config: &Config, ahead: &Arc<AtomicI64>) -> (String, Service) {
    let mut service = startup::open(config).await.expect("a centre");
    let ahead = ahead.clone();
    let machine = Time::of_the_machine();
    service.time = Time::from(move || machine.now().plus(ahead.load(Ordering::SeqCst)));
    tokio::spawn(service.clone().follow_changes());
    let shared = Shared { service: service.clone(), config: Arc::new(config.clone()), printer: Arc::new(Plain) };
    let router = api::protected(api::routes(), &shared);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(
        async move { axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await },
    );
    (address, service)
}

pub fn configuration(folder: &Path, database_url: Option<String>) -> Config {
    Config {
        lock_after: 5,
        archive_after: 14,
        addr: ([127, 0, 0, 1], 0).into(),
        data: folder.to_owned(),
        database_url,
        site: folder.join("site"),
        name: "派单服务中心".to_owned(),
        zone: chrono_tz::Asia::Shanghai,
        demo: true,
        demo_requests: 40,
        demo_engineers: 4,
        demo_customers: 60,
        demo_public: false,
        anchors: None,
        public_url: Some("https://paidan.example".to_owned()),
        secure_cookies: false,
        behind_proxy: false,
    }
}
