//! The client: what the screens talk to. One per page; a clone is the same client.

mod act;
mod black_box;
mod blobs;
mod drafts;
mod entries;
mod fetch;
mod leave;
mod live;
mod load;
mod notify;
mod pull;
mod push;
mod ready;
mod receipts;
mod revoked;
mod rules;
mod sealed;
mod session;
mod small_blobs;
mod submit;
mod sync;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use domain::{
    CustomerId, DeviceId, DispatchId, PersonId, RequestId, Timestamp,
    calendar::CalendarData,
    customer::Customer,
    fees::FeeItem,
    people::{Actor, Person},
    request::ServiceRequest,
    sync::{ReceiptKey, SessionInfo},
};
use serde_json::Value;
use uuid::Uuid;

pub use act::ActError;
pub use black_box::{BlackBox, BoxContents, HandInError, HandedIn};
pub use blobs::PHOTO_QUOTA;
pub use entries::{Unshown, Whereabouts};
pub use fetch::FetchError;
pub use notify::{Change, Status, Subscription};
pub use ready::Lack;
pub use rules::Rules;
pub use sealed::SealedWork;
pub use session::{SignInError, Unreachable};
pub use submit::SubmitError;
pub use sync::{SyncEnd, SyncReport};

use crate::{
    Doing, Later,
    clock::{Clock, Moment},
    machine::Machine,
    outbox::Outbox,
    replica::Replica,
    storage::{Room, Storage, StorageError},
    transport::Transport,
    turns::Turns,
    vault::Vault,
    wake::Wake,
};

/// What stays behind on the device when the page is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// A tablet: records, actions and blobs, encrypted.
    OnDevice,
    /// An office browser: nothing but the key it signs with.
    InMemory,
}

/// Why the client could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    Storage(StorageError),
    /// The browser offers no WebCrypto: the page does not come over HTTPS.
    NoCrypto,
    /// No window.
    NoBrowser,
}

/// Keeps, sends and fetches for the screens of one page.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    keeping: Keeping,
    storage: Rc<dyn Storage>,
    transport: Rc<dyn Transport>,
    vault: Rc<dyn Vault>,
    machine: Rc<dyn Machine>,
    /// Never borrowed across an await.
    state: RefCell<State>,
    /// Actions are written one after the other, in the order of the taps.
    acts: Turns,
    /// A page of records is stored before the next is asked for.
    pulls: Turns,
    wake: Wake,
    /// Where the live connection waits to be made again.
    live_wake: Wake,
    /// Counts changes of person: an answer to a question of another generation is nobody's.
    generation: Cell<u64>,
    listeners: RefCell<Vec<notify::Listener>>,
    next_listener: Cell<u64>,
    listens: Cell<bool>,
    /// This tab holds the live connection for all.
    leads_live: Cell<bool>,
}

#[derive(Default)]
struct State {
    session: Option<Rc<SessionInfo>>,
    device: Option<DeviceId>,
    /// The last number given to an action on this device.
    number: u64,
    /// How often this person had signed out here when the page was loaded; see [`Client::still_here`].
    era: Option<String>,
    /// The server has said in this run that the session is this person's.
    confirmed: bool,
    outbox: Outbox,
    replica: Replica,
    rules: Option<Rules>,
    blobs: Vec<blobs::BlobNote>,
    /// Work on this device that was sealed when its person signed out, everybody's.
    sealed: Vec<sealed::Note>,
    pulled: pull::Pulled,
    /// Keys of the server that did not come with a session.
    receipt_keys: Vec<ReceiptKey>,
    clock: Clock,
    online: bool,
    signed_out: bool,
    syncing: bool,
    /// How the last round of work ended: with answers from which nothing follows.
    troubled: bool,
    room: Room,
    others_waiting: usize,
    update_available: bool,
    /// This device was emptied because it was revoked.
    wiped: bool,
    /// When the live connection last gave a sign of life; None while there is none.
    heard_live_at: Option<i64>,
    /// Everything has been fetched to the end since this page knows its person.
    has_all: bool,
    /// Id of the last live event.
    live_id: String,
    drafts: BTreeMap<String, String>,
    /// Names of drafts that are not on the device yet as they are here.
    unwritten_drafts: BTreeSet<String>,
    writes_drafts: bool,
    /// The server was asked for what this person had begun and left.
    has_asked_for_begun: bool,
}

impl State {
    fn person(&self) -> Option<PersonId> {
        self.session.as_ref().map(|session| session.person.id)
    }

    /// What does not depend on who is signed in.
    fn emptied(&self) -> State {
        State {
            clock: self.clock,
            online: self.online,
            heard_live_at: self.heard_live_at,
            room: self.room,
            update_available: self.update_available,
            wiped: self.wiped,
            // A round of work may be what found out who is here.
            syncing: self.syncing,
            rules: self.rules,
            receipt_keys: self.receipt_keys.clone(),
            ..State::default()
        }
    }

    fn actor(&self) -> Option<Actor> {
        self.session.as_ref().map(|session| Actor::from(&session.person))
    }

    /// Applies what waits to one request anew.
    fn refresh(&mut self, id: RequestId) {
        let Some(actor) = self.actor() else { return };
        self.replica.refresh(id, &self.outbox.items, &actor, self.rules);
    }

    /// Applies what waits to every request that it concerns.
    fn refresh_all(&mut self) {
        let mut concerned: Vec<RequestId> = self.outbox.items.iter().filter_map(|item| item.request).collect();
        concerned.sort_unstable();
        concerned.dedup();
        concerned.into_iter().for_each(|id| self.refresh(id));
    }
}

impl Client {
    /// Opens the client in the browser. Needs no network: who was signed in last, the records and the actions come
    /// from the device.
    ///
    /// # Errors
    /// See [`OpenError`]. An office browser needs a database too: for the key it signs with.
    #[cfg(target_arch = "wasm32")]
    pub async fn open(keeping: Keeping) -> Result<Client, OpenError> {
        use crate::{machine::Browser, storage, transport::Fetch, vault::WebCrypto};
        let machine = Browser::new().ok_or(OpenError::NoBrowser)?;
        let disk = storage::IndexedDb::open("paidan").await.map_err(OpenError::Storage)?;
        let vault = WebCrypto::new(disk.clone()).ok_or(OpenError::NoCrypto)?;
        let storage: Rc<dyn Storage> = match keeping {
            Keeping::OnDevice => Rc::new(disk),
            Keeping::InMemory => Rc::new(storage::Split::new(Rc::new(disk))),
        };
        Self::with(keeping, storage, Rc::new(Fetch), Rc::new(vault), Rc::new(machine)).await
    }

    /// Opens a client that keeps nothing and reaches nobody: there is no browser here.
    ///
    /// # Errors
    /// None.
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn open(keeping: Keeping) -> Result<Client, OpenError> {
        use crate::{machine::Native, storage::Memory, transport::NoNetwork, vault::Glass};
        let machine = Rc::new(Native::default());
        Self::with(keeping, Rc::new(Memory::new()), Rc::new(NoNetwork), Rc::new(Glass), machine).await
    }

    /// Opens a client on any device: for tests and simulations.
    ///
    /// # Errors
    /// When the storage cannot be read.
    pub fn with(
        keeping: Keeping,
        storage: Rc<dyn Storage>,
        transport: Rc<dyn Transport>,
        vault: Rc<dyn Vault>,
        machine: Rc<dyn Machine>,
    ) -> Doing<'static, Result<Client, OpenError>> {
        Box::pin(async move {
            let online = machine.may_be_online();
            let client = Client(Rc::new(Inner {
                keeping,
                storage,
                transport,
                vault,
                machine,
                state: RefCell::new(State { online, ..State::default() }),
                acts: Turns::default(),
                pulls: Turns::default(),
                wake: Wake::default(),
                live_wake: Wake::default(),
                generation: Cell::new(0),
                listeners: RefCell::default(),
                next_listener: Cell::new(0),
                listens: Cell::new(false),
                leads_live: Cell::new(false),
            }));
            client.load_wiped().await.map_err(OpenError::Storage)?;
            // A device that was emptied belongs to nobody, but may still hold what was sealed.
            client.load_sealed().await.map_err(OpenError::Storage)?;
            client.load_last_person().await.map_err(OpenError::Storage)?;
            client.attend();
            Ok(client)
        })
    }

    /// Who is signed in here; known without a network too.
    #[must_use]
    pub fn person(&self) -> Option<Rc<Person>> {
        self.0.state.borrow().session.as_ref().map(|session| Rc::new(session.person.clone()))
    }

    #[must_use]
    pub fn session(&self) -> Option<Rc<SessionInfo>> {
        self.0.state.borrow().session.clone()
    }

    /// All requests on this device, with waiting actions applied on top of the server's version.
    #[must_use]
    pub fn requests(&self) -> Vec<Rc<ServiceRequest>> {
        self.0.state.borrow().replica.requests()
    }

    #[must_use]
    pub fn request(&self, id: RequestId) -> Option<Rc<ServiceRequest>> {
        self.0.state.borrow().replica.request(id).cloned()
    }

    /// The request a dispatch belongs to.
    #[must_use]
    pub fn by_dispatch(&self, id: DispatchId) -> Option<Rc<ServiceRequest>> {
        self.0.state.borrow().replica.by_dispatch(id).cloned()
    }

    #[must_use]
    pub fn customer(&self, id: CustomerId) -> Option<Rc<Customer>> {
        self.0.state.borrow().replica.customer(id)
    }

    #[must_use]
    pub fn customers(&self) -> Vec<Rc<Customer>> {
        self.0.state.borrow().replica.customers()
    }

    #[must_use]
    pub fn people(&self) -> Vec<Rc<Person>> {
        self.0.state.borrow().replica.people()
    }

    /// The centre's settings as the server sent them; null before the first pull.
    #[must_use]
    pub fn settings(&self) -> Rc<Value> {
        self.0.state.borrow().replica.settings()
    }

    /// What work on site costs, as it stands in the centre (CUS-8); none before the first pull.
    #[must_use]
    pub fn fee_table(&self) -> Option<Vec<FeeItem>> {
        serde_json::from_value(self.settings()["fees"].clone()).ok()
    }

    /// When the centre works; None from a server that does not say.
    #[must_use]
    pub fn calendar(&self) -> Option<CalendarData> {
        serde_json::from_value(self.settings()["calendar"].clone()).ok()
    }

    /// A record of a kind that only its screen understands, such as `history` of a customer's visits.
    #[must_use]
    pub fn record(&self, kind: &str, id: Uuid) -> Option<Rc<Value>> {
        self.0.state.borrow().replica.other(kind, id)
    }

    /// The server's version of a request on this device.
    #[must_use]
    pub fn version(&self, id: RequestId) -> Option<i64> {
        self.0.state.borrow().replica.version(id)
    }

    /// Server time as far as it can be known here; never ahead of the server's by the device's fault.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.state.borrow().clock.server_time(self.moment())
    }

    fn moment(&self) -> Moment {
        Moment { wall: self.0.machine.wall(), monotonic: self.0.machine.monotonic() }
    }

    /// The key of a row of the person who is signed in.
    fn key(&self, rest: &str) -> Option<String> {
        let person = self.0.state.borrow().person()?;
        Some(person.to_string() + "/" + rest)
    }

    /// Encrypts what is to be kept. Memory is not encrypted: whoever reads it reads the keys too.
    fn seal(&self, plain: Vec<u8>) -> Later<Result<Vec<u8>, StorageError>> {
        if self.0.keeping == Keeping::InMemory {
            return crate::ready(Ok(plain));
        }
        let sealing = self.0.vault.seal(&plain);
        Box::pin(async move { sealing.await.map_err(|_| StorageError::Broken) })
    }

    fn unseal(&self, sealed: Vec<u8>) -> Later<Result<Vec<u8>, StorageError>> {
        if self.0.keeping == Keeping::InMemory {
            return crate::ready(Ok(sealed));
        }
        let unsealing = self.0.vault.unseal(&sealed);
        Box::pin(async move { unsealing.await.map_err(|_| StorageError::Broken) })
    }

    /// Runs a task beside the screens.
    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.0.machine.spawn(Box::pin(task));
    }
}
