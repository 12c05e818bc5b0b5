//! One run from its beginning to its rest.

use std::rc::Rc;

use domain::signature::sha256_hex;
use offline::{Client, EntryState, Keeping};

use crate::{
    Report, Setting, centre,
    device::{Device, Tab},
    engineer,
    network::Network,
    node::{Node, Site},
    office,
    place::Place,
    world::World,
};

/// How long people work, in milliseconds: at least, mostly, and at most.
const SHIFT: [i64; 3] = [10_000, 45_000, 150_000];
/// How often everybody looks up while the run comes to rest, and how far apart.
const ROUNDS: i64 = 14;
const ROUND: i64 = 35_000;

/// A run under way.
pub struct Play {
    pub world: Rc<World>,
    pub network: Rc<Network>,
    pub devices: Vec<Rc<Device>>,
}

impl Play {
    /// Sets the scene: nodes, tablets, an office.
    #[must_use]
    pub fn begin(place: &Place, setting: Setting) -> Self {
        let world = World::new(setting.seed, setting.is_shown);
        let site = Site {
            address: place.address(),
            disk: place.disk(),
            blobs: place.blobs(),
            keys: centre::keys(),
            centre: centre::settings(),
            config: centre::config(),
            clock: world.clock(),
            seed: setting.seed,
        };
        let count = 1 + usize::try_from(world.below(2)).unwrap_or_default();
        // Nodes of one centre agree on the time to within a second.
        let nodes = (0..count).map(|number| Node::new(site.clone(), number, world.between(-500, 500))).collect();
        let network = Network::new(&world, nodes);
        let tablets = 1 + usize::try_from(world.below(3)).unwrap_or_default();
        let mut devices = Vec::new();
        for login in centre::ENGINEERS.iter().take(tablets) {
            devices.push(Device::new(&network, devices.len(), Keeping::OnDevice, login));
        }
        if world.happens(200) {
            // Somebody has a second tablet.
            devices.push(Device::new(&network, devices.len(), Keeping::OnDevice, centre::ENGINEERS[0]));
        }
        for login in ["admin", "duty", "hotline"] {
            if login != "hotline" || world.happens(500) {
                devices.push(Device::new(&network, devices.len(), Keeping::InMemory, login));
            }
        }
        Self { world, network, devices }
    }

    /// People work, and things go wrong.
    pub fn act_out(&mut self) {
        for device in &self.devices {
            device.boot();
            if device.keeping == Keeping::OnDevice && self.world.happens(400) {
                device.open_tab();
            }
            plan_turn(device);
        }
        let shift = self.world.between(SHIFT[0], if self.world.happens(100) { SHIFT[2] } else { SHIFT[1] });
        if self.world.happens(300) {
            // A night in between.
            let (world, hours) = (self.world.clone(), self.world.between(1, 60));
            self.world.after(shift / 2, move || {
                world.note(|| format!("{hours} hours later"));
                world.sleep(hours * domain::time::HOUR);
            });
        }
        if self.world.happens(200) {
            // The nodes are updated while everybody works, one after the other.
            for place in 0..self.network.nodes.borrow().len() {
                let network = self.network.clone();
                self.world.after(self.world.between(0, shift), move || network.update(place));
            }
        }
        let end = self.world.now() + shift;
        self.run_until(end);
    }

    /// Nothing goes wrong any more; everybody comes back, and all that waits is delivered.
    pub fn come_to_rest(&mut self) {
        self.world.faults.end();
        self.world.note(|| "rest".to_owned());
        let count = self.network.nodes.borrow().len();
        (0..count).for_each(|place| self.network.revive(place));
        for device in &self.devices {
            device.memory.limit(None);
            device.boot();
            device.wake();
        }
        self.call_everybody();
        self.update();
    }

    /// All nodes read what older apps wrote; the office tries again what is in quarantine, and everybody hears of it.
    fn update(&mut self) {
        let count = self.network.nodes.borrow().len();
        (0..count).for_each(|place| self.network.update(place));
        for device in self.devices.iter().filter(|device| device.login == "admin") {
            for tab in device.tabs() {
                if let Some(client) = tab.client() {
                    office::try_quarantine_again(device, &tab, &client);
                }
            }
        }
        let end = self.world.now() + ROUND;
        self.run_until(end);
        self.call_everybody();
    }

    fn call_everybody(&mut self) {
        for round in 0..ROUNDS {
            // Somebody's dismissal may have been late on the way.
            let calls_back = round == 0 || self.clients().any(|client| client.status().signed_out);
            for device in &self.devices {
                for tab in device.tabs() {
                    if let Some(client) = tab.client() {
                        settle(device, &tab, &client, calls_back);
                    }
                }
            }
            let end = self.world.now() + ROUND;
            self.run_until(end);
            // Two rounds at the least: what was late on the way arrives after the first.
            if round > 2 && self.is_at_rest() {
                break;
            }
        }
    }

    fn is_at_rest(&self) -> bool {
        let at_rest = |device: &Device, client: &Client| {
            let status = client.status();
            // A colleague's sign-in may have been on its way for hours.
            let is_own = client.person().is_some_and(|person| person.login == device.login);
            is_own && !status.signed_out && status.waiting == 0 && status.blobs_waiting == 0
        };
        self.devices
            .iter()
            .all(|device| device.tabs().iter().all(|tab| tab.client().is_some_and(|client| at_rest(device, &client))))
    }

    fn clients(&self) -> impl Iterator<Item = Client> {
        self.devices.iter().flat_map(|device| device.tabs()).filter_map(|tab| tab.client())
    }

    /// Lets things happen until a moment, everybody in their turn.
    pub fn run_until(&mut self, moment: i64) {
        self.devices.iter().for_each(|device| device.run());
        while self.world.step(moment) {
            self.devices.iter().for_each(|device| device.run());
        }
    }

    /// Ends the run. Whatever still waits for something waits in vain.
    #[must_use]
    pub fn end(self, broken: Vec<String>) -> Report {
        let stored = self.network.nodes.borrow_mut()[0].look(crate::oracle::stored_hash);
        let (transcript, lines) = self.world.transcript();
        let book = self.world.book.borrow();
        let report = Report {
            broken,
            hash: sha256_hex(format!("{transcript} {stored}").as_bytes()),
            lines,
            asked: book.intents.len(),
            saved: book.saved(),
            faults: self.world.faults.happened(),
        };
        drop(book);
        for device in &self.devices {
            device.tabs().iter().for_each(|tab| device.close_tab(tab));
        }
        self.world.forget_plans();
        self.network.nodes.borrow_mut().iter_mut().for_each(Node::kill);
        report
    }
}

/// What brings somebody back to work when all is well.
fn settle(device: &Rc<Device>, tab: &Rc<Tab>, client: &Client, calls_back: bool) {
    device.guest.replace(None);
    // What could not be sealed when its person left waits until they are back: the device was not registered yet.
    if client.status().others_waiting > 0
        && client.person().is_some_and(|person| person.login == device.login)
        && let Some(colleague) = device.colleagues.borrow_mut().pop_first()
    {
        return change_person(device, tab, client, colleague);
    }
    if client.person().is_some_and(|person| person.login != device.login) {
        sign_out(device, tab, client, None);
    } else if client.person().is_none() || client.status().signed_out {
        sign_in(device, tab, client);
    }
    if device.login == "admin" && calls_back {
        for login in centre::ENGINEERS {
            office::set_active(device, tab, client, login, true);
        }
    }
    for entry in client.outbox() {
        if matches!(entry.state, EntryState::Held { .. }) {
            let (client, id) = (client.clone(), entry.envelope.id);
            tab.spawn(async move {
                client.release(id).await;
            });
        }
    }
}

/// Somebody leaves the tablet; perhaps a colleague takes it next.
fn sign_out(device: &Rc<Device>, tab: &Rc<Tab>, client: &Client, colleague: Option<&'static str>) {
    let (device, client) = (device.clone(), client.clone());
    tab.spawn(async move {
        sign_out_by_the_book(&device, &client).await;
        device.colleagues.borrow_mut().extend(colleague.map(str::to_owned));
        device.guest.replace(colleague.map(str::to_owned));
    });
}

/// Somebody is signing out until this is dropped: by the end of it, of the page, or of the device.
struct Leaving<'a>(&'a Device);

impl<'a> Leaving<'a> {
    fn begin(device: &'a Device) -> Self {
        device.world.book.borrow_mut().begin_to_leave(device.number);
        Self(device)
    }
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.world.book.borrow_mut().end_leaving(self.0.number);
    }
}

async fn sign_out_by_the_book(device: &Device, client: &Client) {
    let _leaving = Leaving::begin(device);
    let _ = client.sign_out().await;
    device.world.book.borrow_mut().leave(device.number);
}

/// The tablet goes from whoever holds it to a colleague, who signs in at once.
fn change_person(device: &Rc<Device>, tab: &Rc<Tab>, client: &Client, colleague: String) {
    let (device, client) = (device.clone(), client.clone());
    tab.spawn(async move {
        sign_out_by_the_book(&device, &client).await;
        let _ = client.sign_in(&colleague, "-").await;
    });
}

fn sign_in(device: &Rc<Device>, tab: &Rc<Tab>, client: &Client) {
    let login = device.guest.borrow().clone().unwrap_or_else(|| device.login.clone());
    let client = client.clone();
    tab.spawn(async move {
        let _ = client.sign_in(&login, "-").await;
    });
}

/// Somebody at the device does something, now and then.
fn plan_turn(device: &Rc<Device>) {
    let (device, world) = (device.clone(), device.world.clone());
    world.clone().after(world.between(200, 3_500), move || {
        if world.faults.is_over() {
            return;
        }
        take_turn(&device);
        plan_turn(&device);
    });
}

fn take_turn(device: &Rc<Device>) {
    let (world, rates) = (device.world.clone(), device.world.faults.now());
    if world.happens(rates.partition) {
        world.faults.count("a device loses the network");
        device.lose_network(world.between(1_000, 100_000));
    } else if device.is_offline() && world.happens(50) {
        device.wake();
    }
    let tabs = device.tabs();
    let Some(tab) = world.pick(&tabs) else { return };
    if device.keeping == Keeping::OnDevice {
        mistreat(device, tab);
    }
    let Some(client) = tab.client() else { return };
    if client.person().is_none() || (client.status().signed_out && world.happens(300)) {
        return sign_in(device, tab, &client);
    }
    match device.keeping {
        Keeping::OnDevice => {
            if world.happens(rates.sign_out) {
                world.faults.count("somebody signs out");
                let colleague = if world.happens(400) { world.pick(&centre::ENGINEERS).copied() } else { None };
                sign_out(device, tab, &client, colleague);
                return;
            }
            if world.happens(30) {
                hold(&world, tab, &client);
            }
            engineer::work(device, tab, &client);
        }
        Keeping::InMemory => office::work(device, tab, &client),
    }
}

/// What happens to tablets.
fn mistreat(device: &Rc<Device>, tab: &Rc<Tab>) {
    let (world, rates) = (device.world.clone(), device.world.faults.now());
    if world.happens(rates.clock_jump) {
        world.faults.count("a clock jumps");
        let years = [-6, -1, 0, 0, 1, 9][usize::try_from(world.below(6)).unwrap_or_default()];
        device.set_clock(years * 365 * domain::time::DAY + world.between(-5_000_000, 5_000_000));
    }
    if world.happens(rates.tablet_full) {
        world.faults.count("a tablet's disk is full");
        let used = device.memory.size();
        device.memory.limit(Some(used + world.below(6_000)));
        let device = device.clone();
        world.after(world.between(5_000, 60_000), move || device.memory.limit(None));
    }
    if world.happens(rates.tab_closed) {
        world.faults.count("a tab is closed");
        device.close_tab(tab);
        if device.tabs().is_empty() || world.happens(300) {
            device.open_tab();
        }
    } else if device.tabs().len() == 1 && world.happens(rates.tab_closed) {
        device.open_tab();
    }
}

/// Somebody holds an action back, or lets go of one.
fn hold(world: &World, tab: &Rc<Tab>, client: &Client) {
    let entries = client.outbox();
    let Some(entry) = world.pick(&entries) else { return };
    let (client, id) = (client.clone(), entry.envelope.id);
    let is_held = matches!(entry.state, EntryState::Held { .. });
    tab.spawn(async move {
        let _ = if is_held { client.release(id).await } else { client.hold(id, "not yet").await };
    });
}
