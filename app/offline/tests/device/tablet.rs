//! The tablet under test: a machine whose clock stands still until told otherwise, and a vault of glass with a name on it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    task::{Poll, Waker},
};

use domain::{
    DispatchId, EnvelopeId, PersonId, RequestId, Timestamp,
    command::Command,
    sealed::ENCAPSULATED,
    signature::sha256_hex,
    sync::{Subject, SubjectKind},
};
use futures::{executor::LocalPool, task::LocalSpawnExt};
use offline::{
    ActError, Client, EntryState, Keeping, Later, SyncReport,
    machine::{Lease, Machine, Nudge, Patience},
    storage::{Memory, Room, Row, Split, Storage, StorageError, Table, Write},
    vault::{Locked, Vault},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::server::Server;

/// What all tabs of one browser share.
#[derive(Default)]
pub struct Browser {
    pub wall: Cell<i64>,
    pub monotonic: Cell<i64>,
    pub locks: RefCell<Vec<String>>,
    /// Who waits for a lock.
    in_line: RefCell<Vec<Waker>>,
    ears: RefCell<Vec<(usize, Rc<dyn Fn(Nudge)>)>>,
    chance: Cell<u64>,
    /// Words between tabs are lost.
    pub deaf: Cell<bool>,
    /// Pauses last as long as they say; else they are over at once.
    pub pauses_last: Cell<bool>,
    sleepers: RefCell<Vec<Waker>>,
}

impl Browser {
    /// Lets time go by.
    pub fn pass(&self, millis: i64) {
        self.wall.set(self.wall.get() + millis);
        self.monotonic.set(self.monotonic.get() + millis);
        self.sleepers.take().into_iter().for_each(Waker::wake);
    }
}

struct Tab {
    number: usize,
    browser: Rc<Browser>,
    pool: futures::executor::LocalSpawner,
}

impl Machine for Tab {
    fn wall(&self) -> Timestamp {
        Timestamp(self.browser.wall.get())
    }

    fn monotonic(&self) -> i64 {
        self.browser.monotonic.get()
    }

    fn random(&self) -> [u8; 10] {
        self.browser.chance.set(self.browser.chance.get() + 1);
        let mut bytes = [7; 10];
        bytes[..8].copy_from_slice(&self.browser.chance.get().to_be_bytes());
        bytes
    }

    fn spawn(&self, task: Later<()>) {
        self.pool.spawn_local(task).expect("the pool takes tasks");
    }

    fn wait(&self, millis: i64) -> Later<()> {
        if !self.browser.pauses_last.get() {
            return Box::pin(std::future::ready(()));
        }
        let (browser, until) = (self.browser.clone(), self.browser.monotonic.get() + millis);
        Box::pin(std::future::poll_fn(move |context| {
            if browser.monotonic.get() >= until {
                return Poll::Ready(());
            }
            browser.sleepers.borrow_mut().push(context.waker().clone());
            Poll::Pending
        }))
    }

    fn lock(&self, name: &str, patience: Patience) -> Later<Option<Lease>> {
        let (browser, name) = (self.browser.clone(), name.to_owned());
        Box::pin(std::future::poll_fn(move |context| {
            if browser.locks.borrow().contains(&name) {
                if patience == Patience::IfAvailable {
                    return Poll::Ready(None);
                }
                browser.in_line.borrow_mut().push(context.waker().clone());
                return Poll::Pending;
            }
            browser.locks.borrow_mut().push(name.clone());
            let (browser, name) = (browser.clone(), name.clone());
            Poll::Ready(Some(Lease::new(Box::new(move || {
                browser.locks.borrow_mut().retain(|held| *held != name);
                browser.in_line.take().into_iter().for_each(Waker::wake);
            }))))
        }))
    }

    fn tell(&self, word: &str) {
        if self.browser.deaf.get() {
            return;
        }
        let others: Vec<_> =
            self.browser.ears.borrow().iter().filter(|(number, _)| *number != self.number).cloned().collect();
        others.iter().for_each(|(_, ear)| ear(Nudge::Word(word.to_owned())));
    }

    fn attend(&self, hear: Box<dyn Fn(Nudge)>) {
        self.browser.ears.borrow_mut().push((self.number, Rc::from(hear)));
    }

    fn may_be_online(&self) -> bool {
        true
    }

    fn name(&self) -> String {
        "test tablet".to_owned()
    }
}

thread_local! {
    /// How many other tasks may come in between.
    pub static DELAY: Cell<usize> = const { Cell::new(3) };
}

/// Lets every other task have a turn.
async fn pending_once() {
    let mut waited = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Something that is done now and heard of a little later, so that others come in between.
pub fn later<T: 'static>(done: Later<T>) -> Later<T> {
    Box::pin(async move {
        let done = done.await;
        for _ in 0..DELAY.get() {
            pending_once().await;
        }
        done
    })
}

/// A disk that takes its time.
struct Slow(Memory);

impl Storage for Slow {
    fn rows(&self, table: Table, prefix: &str) -> Later<Result<Vec<Row>, StorageError>> {
        later(self.0.rows(table, prefix))
    }

    fn row(&self, table: Table, key: &str) -> Later<Result<Option<Row>, StorageError>> {
        later(self.0.row(table, key))
    }

    fn write(&self, batch: Vec<Write>) -> Later<Result<(), StorageError>> {
        later(self.0.write(batch))
    }

    fn room(&self) -> Later<Room> {
        later(self.0.room())
    }

    fn ask_persistence(&self) -> Later<bool> {
        later(self.0.ask_persistence())
    }
}

/// Seals by writing whose it is in front: enough to see who can read what.
#[derive(Default)]
pub struct NamedVault {
    person: Cell<Option<PersonId>>,
    pub destroyed: Cell<bool>,
    pub forgotten: RefCell<Vec<PersonId>>,
}

/// What stands before everything that is sealed to the server.
pub const SERVERS_SEAL: &[u8] = b"for the server only:";

/// The signature of the test vault.
pub fn signature(person: PersonId, bytes: &[u8]) -> Vec<u8> {
    sha256_hex(&[person.to_string().as_bytes(), bytes].concat()).into_bytes()
}

/// The signature of a server that holds the test's secret for a key.
pub fn servers_signature(public_key: &[u8], bytes: &[u8]) -> Vec<u8> {
    sha256_hex(&[public_key, bytes].concat()).into_bytes()
}

impl Vault for NamedVault {
    fn open(&self, person: PersonId) -> Later<Result<(), Locked>> {
        self.person.set(Some(person));
        Box::pin(std::future::ready(Ok(())))
    }

    fn close(&self) {
        self.person.set(None);
    }

    fn forget(&self, person: PersonId) -> Later<()> {
        self.forgotten.borrow_mut().push(person);
        Box::pin(std::future::ready(()))
    }

    fn destroy(&self) -> Later<()> {
        self.destroyed.set(true);
        Box::pin(std::future::ready(()))
    }

    fn seal(&self, plain: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        let sealed = self.person.get().map(|person| [person.0.as_bytes(), plain].concat());
        later(Box::pin(std::future::ready(sealed.ok_or(Locked))))
    }

    fn unseal(&self, sealed: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        let own = self.person.get().and_then(|person| sealed.strip_prefix(person.0.as_bytes())).map(<[u8]>::to_vec);
        later(Box::pin(std::future::ready(own.ok_or(Locked))))
    }

    /// Sealed to the server by writing so in front: its key stays closed to everybody here.
    fn seal_to(&self, _: &[u8], line: &[u8], plain: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        let _ = line;
        let sealed = self.person.get().map(|_| [&[0; ENCAPSULATED], SERVERS_SEAL, plain].concat());
        later(Box::pin(std::future::ready(sealed.ok_or(Locked))))
    }

    fn sign(&self, bytes: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        let signed = self.person.get().map(|person| signature(person, bytes));
        later(Box::pin(std::future::ready(signed.ok_or(Locked))))
    }

    fn verify(&self, public_key: &[u8], bytes: &[u8], signature: &[u8]) -> Later<bool> {
        later(Box::pin(std::future::ready(signature == servers_signature(public_key, bytes))))
    }

    fn public_key(&self) -> Later<Result<Value, Locked>> {
        let key = self.person.get().map(|person| json!({"kty": "test", "x": person.to_string()}));
        Box::pin(std::future::ready(key.ok_or(Locked)))
    }
}

/// A tablet, its disk, and the server it talks to.
pub struct Tablet {
    pub pool: LocalPool,
    pub browser: Rc<Browser>,
    pub disk: Memory,
    pub vault: Rc<NamedVault>,
    pub server: Rc<Server>,
    pub client: Client,
    tabs: usize,
}

impl Tablet {
    /// A tablet on which nobody has signed in yet.
    pub fn new(server: Rc<Server>) -> Self {
        let mut pool = LocalPool::new();
        let browser = Rc::new(Browser::default());
        browser.wall.set(crate::server::START + 3_600_000);
        browser.monotonic.set(5_000);
        let (disk, vault) = (Memory::new(), Rc::new(NamedVault::default()));
        let client = open(&mut pool, &browser, &disk, &vault, &server, 0, Keeping::OnDevice);
        Self { pool, browser, disk, vault, server, client, tabs: 1 }
    }

    /// A tablet of the engineer, with everything fetched.
    pub fn ready() -> Self {
        let mut tablet = Self::new(Rc::new(Server::with_one_visit()));
        tablet.sign_in("field1");
        tablet.sync();
        tablet
    }

    pub fn sign_in(&mut self, login: &str) {
        let client = self.client.clone();
        self.pool.run_until(client.sign_in(login, "paidan-demo")).expect("the server knows the login");
        self.pool.run_until_stalled();
    }

    /// Another tab of the same browser.
    pub fn tab(&mut self, keeping: Keeping) -> Client {
        self.tabs += 1;
        // Each tab has a vault of its own on the same keys.
        let vault = Rc::new(NamedVault::default());
        open(&mut self.pool, &self.browser, &self.disk, &vault, &self.server, self.tabs, keeping)
    }

    /// All tabs hear the words that were lost.
    pub fn remind(&mut self) {
        let ears = self.browser.ears.borrow().clone();
        for (_, ear) in ears {
            ear(Nudge::Word("outbox".to_owned()));
            ear(Nudge::Word("records".to_owned()));
        }
        self.pool.run_until_stalled();
    }

    /// The browser was closed and is opened again; what is in memory is gone.
    pub fn restart(&mut self) {
        self.browser.ears.borrow_mut().clear();
        self.browser.locks.borrow_mut().clear();
        self.browser.monotonic.set(100);
        self.pool = LocalPool::new();
        let (browser, disk, server) = (self.browser.clone(), self.disk.clone(), self.server.clone());
        self.vault = Rc::new(NamedVault::default());
        self.client = open(&mut self.pool, &browser, &disk, &self.vault, &server, 0, Keeping::OnDevice);
    }

    pub fn run<T>(&mut self, work: impl Future<Output = T>) -> T {
        let done = self.pool.run_until(work);
        self.pool.run_until_stalled();
        done
    }

    pub fn sync(&mut self) -> SyncReport {
        let client = self.client.clone();
        self.run(async move { client.sync().await })
    }

    /// Does something with the first visit. The background sync is kept off, so that the test says when to send.
    pub fn act(&mut self, command: Command) -> Result<EnvelopeId, ActError> {
        self.act_on(self.server.dispatch(), command)
    }

    pub fn act_on(&mut self, dispatch: DispatchId, command: Command) -> Result<EnvelopeId, ActError> {
        let client = self.client.clone();
        // The task that `act` spawns finds the drain busy.
        self.browser.locks.borrow_mut().push("paidan-drain".to_owned());
        let done = self.run(async move { client.act(on(dispatch), command).await });
        self.browser.locks.borrow_mut().retain(|name| name != "paidan-drain");
        done
    }

    /// Acts that must succeed.
    pub fn do_all(&mut self, commands: impl IntoIterator<Item = Command>) -> Vec<EnvelopeId> {
        commands.into_iter().map(|command| self.act(command).expect("the rules allow it")).collect()
    }

    pub fn states(&self) -> Vec<EntryState> {
        self.client.outbox().iter().map(|entry| entry.state.clone()).collect()
    }

    pub fn dispatch_state(&self) -> String {
        let request = self.client.by_dispatch(self.server.dispatch()).expect("the visit is here");
        request.dispatch(self.server.dispatch()).expect("the visit is here").state.word().to_owned()
    }
}

fn open(
    pool: &mut LocalPool,
    browser: &Rc<Browser>,
    disk: &Memory,
    vault: &Rc<NamedVault>,
    server: &Rc<Server>,
    number: usize,
    keeping: Keeping,
) -> Client {
    let machine = Rc::new(Tab { number, browser: browser.clone(), pool: pool.spawner() });
    let disk: Rc<dyn offline::storage::Storage> = match keeping {
        Keeping::OnDevice => Rc::new(Slow(disk.clone())),
        Keeping::InMemory => Rc::new(Split::new(Rc::new(Slow(disk.clone())))),
    };
    let opening = Client::with(keeping, disk, server.clone(), vault.clone(), machine);
    pool.run_until(opening).map_err(|_| ()).expect("the store can be read")
}

/// A visit as the subject of a command.
pub fn on(dispatch: DispatchId) -> Subject {
    Subject { kind: SubjectKind::Dispatch, id: dispatch.0 }
}

/// A request as the subject of a command.
pub fn about(request: RequestId) -> Subject {
    Subject { kind: SubjectKind::Request, id: request.0 }
}

/// An id that is easy to tell from others.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 + number)
}
