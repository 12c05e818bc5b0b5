//! A server node: the real interface, service and store, on a runtime that can be killed.

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use api::{Shared, config::Config, http::caller::SESSION_COOKIE, printing::NoPrinter};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use domain::Timestamp;
use futures::{FutureExt, future::BoxFuture, stream};
use offline::transport::{Answer, Ask};
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use service::{Centre, Chance, ServerKeys, Service, Time, live::Hub};
use store::{Db, StoreError, disk::Disk};
use tokio::{runtime::Runtime, sync::Notify};
use tower::ServiceExt;

/// What becomes of a node while it handles a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    #[default]
    Live,
    /// All is written and nothing is durable.
    DieBeforeCommit,
    /// All is durable and nobody knows.
    DieAfterCommit,
    /// The answer is ready and stays behind.
    DieBeforeAnswer,
    /// The answer has just left.
    DieAfterAnswer,
    /// The disk takes nothing; the node lives.
    DiskFull,
    /// The power of all nodes goes after so many writes and syncs; if the question needs fewer, right after its answer
    /// has left.
    PowerCut { after: u32 },
}

impl Fate {
    /// Whether the node that meets it is gone afterwards.
    #[must_use]
    pub fn kills(self) -> bool {
        !matches!(self, Fate::Live | Fate::DiskFull)
    }

    fn cut_after(self) -> Option<u32> {
        match self {
            Fate::PowerCut { after } => Some(after),
            _ => None,
        }
    }
}

/// The disk below a node's writer, with the fate of the question under way.
#[derive(Default)]
struct FatefulDisk {
    fate: Mutex<Fate>,
    died: Notify,
    system: Option<&'static str>,
}

impl FatefulDisk {
    fn fate(&self) -> Fate {
        *self.fate.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn set(&self, fate: Fate) {
        *self.fate.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = fate;
    }

    async fn die(&self) {
        self.died.notify_one();
        std::future::pending().await
    }
}

impl Disk for FatefulDisk {
    fn before_commit(&self) -> BoxFuture<'_, store::Result<()>> {
        async {
            match self.fate() {
                Fate::DieBeforeCommit => self.die().await,
                Fate::DiskFull => return Err(StoreError::NotCommitted("the disk is full".to_owned())),
                _ => {}
            }
            Ok(())
        }
        .boxed()
    }

    fn after_commit(&self) -> BoxFuture<'_, ()> {
        async {
            if self.fate() == Fate::DieAfterCommit {
                self.die().await;
            }
        }
        .boxed()
    }

    fn system(&self) -> Option<&'static str> {
        self.system
    }
}

/// What all nodes of a centre share.
#[derive(Clone)]
pub struct Site {
    /// What the store is opened with.
    pub address: String,
    /// Where SQLite's files lie, for all nodes; None on PostgreSQL.
    pub disk: Option<Arc<power::Disk>>,
    pub blobs: PathBuf,
    pub keys: Arc<ServerKeys>,
    pub centre: Arc<Centre>,
    pub config: Arc<Config>,
    pub clock: Arc<AtomicI64>,
    pub seed: u64,
}

/// A question as it reaches a node.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub ask: &'a Ask,
    pub cookie: Option<&'a str>,
    pub cut: Option<Cut>,
}

/// A body that arrives in part.
#[derive(Clone, Copy)]
pub struct Cut {
    /// Bytes that arrive.
    pub kept: usize,
    /// The connection breaks in the middle; otherwise a proxy passes on what it has as if that were all.
    pub is_noticed: bool,
}

impl Question<'_> {
    /// The body, and how long its head says that it is.
    fn body(&self) -> (Body, usize) {
        let whole = &self.ask.body;
        let Some(Cut { kept, is_noticed }) = self.cut else { return (Body::from(whole.clone()), whole.len()) };
        let part = whole[..kept.min(whole.len())].to_vec();
        if is_noticed {
            let pieces = [Ok(part), Err(io::Error::from(io::ErrorKind::UnexpectedEof))];
            (Body::from_stream(stream::iter(pieces)), whole.len())
        } else {
            (Body::from(part), kept)
        }
    }
}

/// An answer with what the browser shall remember.
pub struct Reply {
    pub answer: Answer,
    /// The session's token; empty when it ended.
    pub cookie: Option<String>,
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self { answer, cookie: None }
    }
}

/// A node, running or not.
pub struct Node {
    site: Site,
    number: usize,
    /// Counts how often it was started.
    life: u64,
    /// The node's clock minus true time, in milliseconds.
    skew: i64,
    running: Option<Running>,
}

struct Running {
    runtime: Runtime,
    router: Router,
    service: Service,
    disk: Arc<FatefulDisk>,
}

impl Node {
    #[must_use]
    pub fn new(site: Site, number: usize, skew: i64) -> Self {
        let mut node = Self { site, number, life: 0, skew, running: None };
        node.start();
        node
    }

    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.running.is_some()
    }

    /// Where its database's files lie.
    #[must_use]
    pub fn disk(&self) -> Option<Arc<power::Disk>> {
        self.site.disk.clone()
    }

    /// Starts the node, if it is not running.
    ///
    /// # Panics
    /// When the database cannot be opened: then there is nothing to simulate.
    pub fn start(&mut self) {
        if self.is_alive() {
            return;
        }
        self.life += 1;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
        let system = self.site.disk.as_ref().map(|_| power::Disk::system(self.number));
        let disk = Arc::new(FatefulDisk { system, ..FatefulDisk::default() });
        let db = runtime.block_on(Db::open_on(&self.site.address, disk.clone()));
        let db = db.unwrap_or_else(|error| panic!("the database does not open: {error:?}"));
        let (clock, skew) = (self.site.clock.clone(), self.skew);
        let origin = self.site.seed ^ ((self.number as u64) << 48) ^ (self.life << 32);
        let chance = Mutex::new(ChaCha8Rng::seed_from_u64(origin));
        let service = Service {
            db,
            keys: self.site.keys.clone(),
            centre: self.site.centre.clone(),
            blobs: Arc::new(self.site.blobs.clone()),
            live: Hub::new(),
            time: Time::from(move || Timestamp(clock.load(Ordering::Relaxed) + skew)),
            chance: Chance::from(move |bytes| {
                chance.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(bytes);
            }),
        };
        let shared =
            Shared { service: service.clone(), config: self.site.config.clone(), printer: Arc::new(NoPrinter) };
        let router = api::protected(api::routes(), &shared);
        self.running = Some(Running { runtime, router, service, disk });
    }

    /// The node gets another release; one that runs starts anew.
    pub fn update(&mut self, centre: Arc<Centre>) {
        self.site.centre = centre;
        if self.is_alive() {
            self.kill();
            self.start();
        }
    }

    /// The node is gone between two instructions: what it had not committed was never there.
    pub fn kill(&mut self) {
        let Some(Running { runtime, router, service, disk }) = self.running.take() else { return };
        // Connections are given back within a runtime.
        let handle = runtime.handle().clone();
        let _inside = handle.enter();
        drop((router, service, disk));
        drop(runtime);
        // SQLite's files are closed by threads of their own, and what they do then would come at any time.
        if let Some(disk) = &self.site.disk {
            disk.wait_until_closed(self.number);
        }
    }

    /// Runs something on the node's own service, past the interface: for looking at what is stored.
    pub fn look<T>(&mut self, work: impl AsyncFnOnce(Service) -> T) -> T {
        self.start();
        let Some(running) = &self.running else { unreachable!("a node that was started runs") };
        running.runtime.block_on(work(running.service.clone()))
    }

    /// Handles a question; None when the node died over it.
    pub fn handle(&mut self, question: &Question<'_>, fate: Fate) -> Option<Reply> {
        let running = self.running.as_ref()?;
        running.disk.set(fate);
        let power = self.site.disk.as_ref().zip(fate.cut_after());
        if let Some((disk, after)) = power {
            disk.cut_after(after);
        }
        let reply = running.runtime.block_on(async {
            tokio::select! {
                biased;
                reply = running.reply(question) => Some(reply),
                () = running.disk.died.notified() => None,
            }
        });
        running.disk.set(Fate::Live);
        if let Some((disk, _)) = power {
            let is_answered = !disk.is_dark();
            disk.cut();
            return reply.filter(|_| is_answered);
        }
        if planted::is("acknowledged_before_commit") && !fate.kills() {
            // A node that lives goes on after its answer; here nothing would drive it.
            let rest = running.service.db.write(|_| async { Ok(()) }.boxed());
            let _ = running.runtime.block_on(rest);
        }
        reply
    }
}

impl Running {
    async fn reply(&self, question: &Question<'_>) -> Reply {
        let Question { ask, cookie, cut } = *question;
        if (ask.method.as_str(), ask.path.as_str()) == ("POST", "/api/session") {
            let broken = Reply::from(Answer { status: 400, ..Answer::default() });
            return if cut.is_some() { broken } else { self.sign_in(ask).await };
        }
        let mut request = Request::builder().method(ask.method.as_str()).uri(ask.path.as_str());
        if let Some(media_type) = &ask.media_type {
            request = request.header(header::CONTENT_TYPE, media_type.as_str());
        }
        if let Some(range) = &ask.content_range {
            request = request.header(header::CONTENT_RANGE, range.as_str());
        }
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, format!("{SESSION_COOKIE}={cookie}"));
        }
        let (body, length) = question.body();
        let request = request.header(header::CONTENT_LENGTH, length).body(body).unwrap_or_default();
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (head, body) = response.into_parts();
        let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
        let number = |name: &str| text(name).and_then(|text| text.parse().ok());
        let cookie = text("set-cookie").and_then(|text| {
            let value = text.strip_prefix(SESSION_COOKIE)?.strip_prefix('=')?;
            Some(value.split(';').next().unwrap_or_default().to_owned())
        });
        let answer = Answer {
            status: head.status.as_u16(),
            media_type: text("content-type").unwrap_or_default().to_owned(),
            upload_offset: number("upload-offset"),
            upload_length: number("upload-length"),
            retry_after_s: number("retry-after"),
            body: to_bytes(body, usize::MAX).await.unwrap_or_default().to_vec(),
        };
        Reply { answer, cookie }
    }

    /// Signs in by a link instead of a password: hashing passwords would be most of the work of a run.
    async fn sign_in(&self, ask: &Ask) -> Reply {
        let body: serde_json::Value = serde_json::from_slice(&ask.body).unwrap_or_default();
        let login = body["login"].as_str().unwrap_or_default();
        let Some(person) = crate::centre::person(login) else {
            return Reply::from(Answer { status: 401, ..Answer::default() });
        };
        let signed_in = match self.service.one_time_link(person.id).await {
            Ok(token) => self.service.sign_in_by_link(&token, "", "").await,
            Err(error) => Err(error),
        };
        match signed_in {
            Ok(signed_in) if signed_in.caller.person.active => {
                Reply { answer: Answer { status: 204, ..Answer::default() }, cookie: Some(signed_in.token) }
            }
            Ok(_) => Reply::from(Answer { status: 401, ..Answer::default() }),
            Err(_) => Reply::from(Answer { status: 500, ..Answer::default() }),
        }
    }
}
