//! A tablet or an office browser: its disk, its clock, its tabs, and how it dies and comes back.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet, VecDeque},
    rc::Rc,
};

use domain::Timestamp;
use futures::{
    channel::oneshot,
    executor::{LocalPool, LocalSpawner},
    task::LocalSpawnExt,
};
use offline::{
    Client, Keeping, Later, Rules,
    machine::{Lease, Machine, Nudge, Patience},
    storage::{Memory, Split, Storage},
};

use crate::{
    disk::TabDisk,
    network::{Network, Wire},
    release,
    vault::{Keys, SeededVault},
    world::World,
};

/// A device with everything that survives its death.
pub struct Device {
    pub world: Rc<World>,
    pub network: Rc<Network>,
    pub number: usize,
    pub keeping: Keeping,
    /// Who works here.
    pub login: String,
    /// A colleague who works here for now.
    pub guest: RefCell<Option<String>>,
    /// Colleagues who have worked here and may have left something that waits for them.
    pub colleagues: RefCell<BTreeSet<String>>,
    /// Rows that are on disk.
    pub memory: Memory,
    keys: Rc<RefCell<Keys>>,
    /// The browser's cookie: one for all tabs.
    pub cookie: RefCell<Option<String>>,
    /// The device's clock minus true time, in milliseconds.
    skew: Cell<i64>,
    booted_at: Cell<i64>,
    /// No network before this moment.
    offline_until: Cell<i64>,
    /// Counts how often the power went.
    power: Cell<u64>,
    /// Transactions of the disk end in the order in which they began.
    pub disk_free_at: Cell<i64>,
    /// Locks that are held, with who waits for them.
    locks: RefCell<BTreeMap<String, VecDeque<oneshot::Sender<Lease>>>>,
    ears: RefCell<Vec<(u64, Rc<dyn Fn(Nudge)>)>>,
    tabs: RefCell<Vec<Rc<Tab>>>,
    next_tab: Cell<u64>,
}

/// An open page.
pub struct Tab {
    pub number: u64,
    pool: RefCell<LocalPool>,
    spawner: LocalSpawner,
    client: RefCell<Option<Client>>,
    /// The page came from an app that was not updated yet.
    is_older: bool,
    pub is_open: Cell<bool>,
}

impl Tab {
    /// The page's client, once it is open.
    #[must_use]
    pub fn client(&self) -> Option<Client> {
        self.client.borrow().clone()
    }

    /// Does something on the page. It ends with the page.
    pub fn spawn(&self, work: impl Future<Output = ()> + 'static) {
        // A page that is closed does nothing any more.
        let _ = self.spawner.spawn_local(work);
    }
}

impl Device {
    #[must_use]
    pub fn new(network: &Rc<Network>, number: usize, keeping: Keeping, login: &str) -> Rc<Self> {
        let world = network.world.clone();
        // Years off, minutes off, or right.
        let skew = match world.below(4) {
            0 => world.between(-4, 4) * 365 * domain::time::DAY,
            1 => world.between(-600_000, 600_000),
            _ => 0,
        };
        Rc::new(Self {
            booted_at: Cell::new(world.now() - world.between(0, 3_600_000)),
            world,
            network: network.clone(),
            number,
            keeping,
            login: login.to_owned(),
            guest: RefCell::default(),
            colleagues: RefCell::default(),
            memory: Memory::new(),
            keys: Rc::default(),
            cookie: RefCell::default(),
            skew: Cell::new(skew),
            offline_until: Cell::new(0),
            power: Cell::new(0),
            disk_free_at: Cell::new(0),
            locks: RefCell::default(),
            ears: RefCell::default(),
            tabs: RefCell::default(),
            next_tab: Cell::new(0),
        })
    }

    #[must_use]
    pub fn tabs(&self) -> Vec<Rc<Tab>> {
        self.tabs.borrow().clone()
    }

    /// Opens a page. What happens on it goes on by itself from then on.
    pub fn open_tab(self: &Rc<Self>) -> Rc<Tab> {
        let number = self.next_tab.get();
        self.next_tab.set(number + 1);
        let is_older = self.keeping == Keeping::OnDevice && self.world.happens(self.world.faults.now().older_app);
        if is_older {
            self.world.faults.count("a tablet runs an older app");
        }
        let pool = LocalPool::new();
        let tab = Rc::new(Tab {
            number,
            spawner: pool.spawner(),
            pool: RefCell::new(pool),
            client: RefCell::default(),
            is_older,
            is_open: Cell::new(true),
        });
        self.tabs.borrow_mut().push(tab.clone());
        let machine = Rc::new(TabMachine { device: self.clone(), tab: tab.clone() });
        let disk = Rc::new(TabDisk { device: self.clone(), tab: tab.clone() });
        let storage: Rc<dyn Storage> = match self.keeping {
            Keeping::OnDevice => disk,
            Keeping::InMemory => Rc::new(Split::new(disk)),
        };
        let wire = Rc::new(Wire { device: self.clone(), tab: tab.clone() });
        let vault = Rc::new(SeededVault::new(self.keys.clone(), format!("device {}", self.number)));
        let (device, page) = (self.clone(), tab.clone());
        tab.spawn(async move {
            let Ok(client) = Client::with(device.keeping, storage, wire, vault, machine).await else {
                // The page says that its store cannot be read; its person closes it.
                let (device, page) = (device.clone(), page.clone());
                device.world.clone().after(1, move || device.close_tab(&page));
                return;
            };
            *page.client.borrow_mut() = Some(client.clone());
            let is_nobody = client.person().is_none();
            client.start();
            if is_nobody {
                let login = device.guest.borrow().clone().unwrap_or_else(|| device.login.clone());
                let _ = client.sign_in(&login, "-").await;
            }
        });
        tab
    }

    /// Closes a page; what it was doing ends in the middle.
    pub fn close_tab(&self, tab: &Rc<Tab>) {
        tab.is_open.set(false);
        self.ears.borrow_mut().retain(|(number, _)| *number != tab.number);
        self.tabs.borrow_mut().retain(|other| other.number != tab.number);
        // Whatever the dropped tasks hold they give back by themselves: locks too.
        drop(tab.pool.replace(LocalPool::new()));
        tab.client.replace(None);
    }

    /// The power goes, and comes back in a while.
    pub fn crash(self: &Rc<Self>) {
        self.world.note(|| format!("device {} dies", self.number));
        self.power.set(self.power.get() + 1);
        for tab in self.tabs() {
            self.close_tab(&tab);
        }
        self.locks.borrow_mut().clear();
        let device = self.clone();
        self.world.after(self.world.between(500, 30_000), move || device.boot());
    }

    /// Starts the device, if it is not running.
    pub fn boot(self: &Rc<Self>) {
        if self.tabs.borrow().is_empty() {
            self.booted_at.set(self.world.now());
            self.open_tab();
        }
    }

    /// Lets everything that can go on go on, until all of it waits for something.
    pub fn run(&self) {
        for tab in self.tabs() {
            tab.pool.borrow_mut().run_until_stalled();
        }
    }

    #[must_use]
    pub fn power(&self) -> u64 {
        self.power.get()
    }

    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.world.now() < self.offline_until.get()
    }

    /// No network for so many milliseconds.
    pub fn lose_network(&self, millis: i64) {
        self.offline_until.set(self.world.now() + millis);
        let ears = self.ears.borrow().clone();
        if self.world.happens(500) {
            // Not every device notices.
            ears.iter().for_each(|(_, ear)| ear(Nudge::Offline));
        }
    }

    /// The network is there again, or somebody looks at the page again.
    pub fn wake(&self) {
        self.offline_until.set(0);
        let ears = self.ears.borrow().clone();
        ears.iter().for_each(|(_, ear)| ear(Nudge::Awake));
    }

    /// Somebody, or a dead battery, sets the clock.
    pub fn set_clock(&self, skew: i64) {
        self.skew.set(skew);
    }
}

struct TabMachine {
    device: Rc<Device>,
    tab: Rc<Tab>,
}

impl Machine for TabMachine {
    fn wall(&self) -> Timestamp {
        Timestamp(self.device.world.now() + self.device.skew.get())
    }

    fn monotonic(&self) -> i64 {
        self.device.world.now() - self.device.booted_at.get()
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.device.world.fill(&mut bytes);
        bytes
    }

    fn spawn(&self, task: Later<()>) {
        self.tab.spawn(task);
    }

    fn wait(&self, millis: i64) -> Later<()> {
        let (over, waiting) = oneshot::channel();
        self.device.world.after(millis, move || {
            // Nobody may be waiting any more.
            let _ = over.send(());
        });
        Box::pin(async move {
            let _ = waiting.await;
        })
    }

    fn lock(&self, name: &str, patience: Patience) -> Later<Option<Lease>> {
        let device = &self.device;
        let is_held = device.locks.borrow().contains_key(name);
        if !is_held {
            device.locks.borrow_mut().insert(name.to_owned(), VecDeque::new());
            return Box::pin(std::future::ready(Some(lease(device, name))));
        }
        match patience {
            Patience::IfAvailable => Box::pin(std::future::ready(None)),
            Patience::Wait => {
                let (turn, waiting) = oneshot::channel();
                device.locks.borrow_mut().entry(name.to_owned()).or_default().push_back(turn);
                Box::pin(async move { waiting.await.ok() })
            }
        }
    }

    fn tell(&self, word: &str) {
        let (device, own, word) = (self.device.clone(), self.tab.number, word.to_owned());
        let world = device.world.clone();
        world.after(world.between(0, 5), move || {
            let ears: Vec<_> = device.ears.borrow().iter().filter(|(number, _)| *number != own).cloned().collect();
            ears.iter().for_each(|(_, ear)| ear(Nudge::Word(word.clone())));
        });
    }

    fn attend(&self, hear: Box<dyn Fn(Nudge)>) {
        self.device.ears.borrow_mut().push((self.tab.number, Rc::from(hear)));
    }

    fn may_be_online(&self) -> bool {
        !self.device.is_offline()
    }

    fn name(&self) -> String {
        format!("device {}", self.device.number)
    }

    fn released(&self, rules: Rules) -> Rules {
        release::rules(rules, self.tab.is_older)
    }
}

/// A lock that goes to the next in line when it is dropped. It belongs to one life of the device.
fn lease(device: &Rc<Device>, name: &str) -> Lease {
    let (device, name, power) = (device.clone(), name.to_owned(), device.power());
    Lease::new(Box::new(move || {
        if device.power() != power {
            return;
        }
        loop {
            let next = device.locks.borrow_mut().get_mut(&name).and_then(VecDeque::pop_front);
            let Some(next) = next else { break };
            // Whoever has given up passes it on.
            if next.send(lease(&device, &name)).is_ok() {
                return;
            }
        }
        device.locks.borrow_mut().remove(&name);
    }))
}
