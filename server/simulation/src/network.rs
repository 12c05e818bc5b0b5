//! The way between devices and nodes, and everything that can happen on it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::signature::sha256_hex;
use futures::channel::oneshot;
use offline::{
    Later,
    transport::{Answer, Ask, Connection, Live, NoAnswer, Transport},
};
use serde_json::Value;

use crate::{
    device::{Device, Tab},
    node::{Cut, Fate, Node, Question, Reply},
    release,
    world::World,
};

/// Within so many writes and syncs of a question the power goes; most deliveries need fewer.
const MOST_WRITES: u64 = 60;

/// All nodes, behind a load balancer that takes whichever is alive.
pub struct Network {
    pub world: Rc<World>,
    pub nodes: RefCell<Vec<Node>>,
    questions: Cell<u64>,
}

/// The network as one page reaches it.
pub struct Wire {
    pub device: Rc<Device>,
    pub tab: Rc<Tab>,
}

/// A question on its way.
struct Call {
    number: u64,
    device: Rc<Device>,
    power: u64,
    ask: Ask,
    /// As the browser attached it when it was sent.
    cookie: Option<String>,
    waiting: RefCell<Option<oneshot::Sender<Result<Answer, NoAnswer>>>>,
}

impl Call {
    fn end(&self, answer: Result<Answer, NoAnswer>) {
        if let Some(waiting) = self.waiting.take() {
            // Whoever asked may be gone.
            let _ = waiting.send(answer);
        }
    }
}

fn page(status: u16) -> Answer {
    let body = b"<!doctype html><title>Please wait</title>".to_vec();
    Answer { status, media_type: "text/html".to_owned(), body, ..Answer::default() }
}

/// What became of the actions in a push, for readers of the transcript.
fn outcomes(ask: &Ask, answer: &[u8]) -> String {
    if ask.path != "/api/sync/push" {
        return String::new();
    }
    let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap_or_default();
    let (asked, answered) = (read(&ask.body), read(answer));
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let (asked, answered) = (list(&asked, "envelopes"), list(&answered, "results"));
    let lines = asked.iter().zip(&answered).map(|(envelope, result)| {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        format!(
            "[{} {} {} {}]",
            envelope["device_seq"],
            word(&envelope["command"]["type"]),
            word(&result["outcome"]),
            word(&result["problem"]["type"])
        )
    });
    lines.collect::<Vec<_>>().join(" ")
}

impl Network {
    #[must_use]
    pub fn new(world: &Rc<World>, nodes: Vec<Node>) -> Rc<Self> {
        Rc::new(Self { world: world.clone(), nodes: RefCell::new(nodes), questions: Cell::new(0) })
    }

    fn arrive(self: &Rc<Self>, call: &Rc<Call>) {
        let (world, rates) = (&self.world, self.world.faults.now());
        if world.happens(rates.page) {
            world.faults.count("a proxy answers");
            self.come_back(call, Reply::from(page([200, 502, 503][world.below(3) as usize])));
            return;
        }
        let Some(place) = world.pick(&self.alive()).copied() else {
            self.come_back(call, Reply::from(page(502)));
            return;
        };
        let fate = self.draw_fate();
        let cut = self.draw_cut(&call.ask);
        let question = Question { ask: &call.ask, cookie: call.cookie.as_deref(), cut };
        let reply = self.nodes.borrow_mut()[place].handle(&question, fate);
        world.note(|| {
            let said = reply.as_ref().map_or("died".to_owned(), |reply| {
                let body = &reply.answer.body;
                format!("{} {} {}", reply.answer.status, &sha256_hex(body)[..12], outcomes(&call.ask, body))
            });
            format!("node {place} {} {} {} -> {said}", call.number, call.ask.method, call.ask.path)
        });
        if let Fate::PowerCut { .. } = fate {
            self.lose_power();
        } else if fate.kills() {
            self.kill(place);
        }
        match reply {
            // Over a connection that broke no answer comes back.
            Some(reply) if fate != Fate::DieBeforeAnswer && !cut.is_some_and(|cut| cut.is_noticed) => {
                self.come_back(call, reply);
            }
            _ => self.lose(call),
        }
    }

    /// The nodes that run, by their places.
    fn alive(&self) -> Vec<usize> {
        let nodes = self.nodes.borrow();
        nodes.iter().enumerate().filter(|(_, node)| node.is_alive()).map(|(place, _)| place).collect()
    }

    fn draw_cut(&self, ask: &Ask) -> Option<Cut> {
        let world = &self.world;
        if ask.body.is_empty() || !world.happens(world.faults.now().cut_question) {
            return None;
        }
        world.faults.count("a question is cut");
        let kept = usize::try_from(world.below(ask.body.len() as u64)).unwrap_or_default();
        Some(Cut { kept, is_noticed: world.happens(500) })
    }

    fn draw_fate(&self) -> Fate {
        let (world, rates) = (&self.world, self.world.faults.now());
        let (fate, name) = if world.happens(rates.kill) {
            match world.below(4) {
                0 => (Fate::DieBeforeCommit, "a node dies before a commit"),
                1 => (Fate::DieAfterCommit, "a node dies after a commit"),
                2 => (Fate::DieBeforeAnswer, "a node dies before its answer"),
                _ => (Fate::DieAfterAnswer, "a node dies after its answer"),
            }
        } else if world.happens(rates.server_full) {
            (Fate::DiskFull, "a node's disk is full")
        } else if world.happens(rates.power_cut) {
            let after = u32::try_from(world.below(MOST_WRITES)).unwrap_or_default();
            (Fate::PowerCut { after }, "the power goes")
        } else {
            return Fate::Live;
        };
        world.faults.count(name);
        fate
    }

    fn kill(self: &Rc<Self>, place: usize) {
        self.world.note(|| format!("node {place} dies"));
        self.nodes.borrow_mut()[place].kill();
        let network = self.clone();
        self.world.after(self.world.between(200, 15_000), move || network.revive(place));
    }

    /// All nodes are gone, and with them what was not synced; or some of it was, in any order.
    fn lose_power(self: &Rc<Self>) {
        self.alive().into_iter().for_each(|place| self.kill(place));
        let Some(disk) = self.nodes.borrow().first().and_then(Node::disk) else { return };
        let kept = [0, 500, 1_000][usize::try_from(self.world.below(3)).unwrap_or_default()];
        let restored = disk.restore(|length| {
            let is_torn = self.world.happens(100);
            match self.world.happens(kept) {
                true if is_torn => usize::try_from(self.world.below(length as u64)).unwrap_or_default(),
                true => length,
                false => 0,
            }
        });
        restored.unwrap_or_else(|error| panic!("the machine could not set the disk back: {error}"));
    }

    /// Starts a node, if it is not running.
    pub fn revive(&self, place: usize) {
        self.nodes.borrow_mut()[place].start();
    }

    /// A node gets the release that reads what older apps write.
    pub fn update(&self, place: usize) {
        self.world.note(|| format!("node {place} is updated"));
        self.nodes.borrow_mut()[place].update(release::updated());
    }

    fn lose(&self, call: &Rc<Call>) {
        if self.world.happens(500) {
            // The connection is reset; otherwise the device waits until its patience ends.
            let call = call.clone();
            self.world.after(self.world.between(1, 200), move || call.end(Err(NoAnswer)));
        }
    }

    fn come_back(&self, call: &Rc<Call>, mut reply: Reply) {
        let (world, rates) = (self.world.clone(), self.world.faults.now());
        if world.happens(rates.lost_answer) {
            world.faults.count("an answer is lost");
            self.lose(call);
            return;
        }
        if !reply.answer.body.is_empty() && world.happens(rates.cut) {
            world.faults.count("an answer is cut");
            let kept = world.below(reply.answer.body.len() as u64);
            reply.answer.body.truncate(usize::try_from(kept).unwrap_or_default());
        }
        let call = call.clone();
        world.after(world.between(5, 120), move || {
            if call.device.is_offline() {
                call.end(Err(NoAnswer));
                return;
            }
            // An answer that nobody waits for any more still sets the browser's cookie, unless the browser died.
            if let Some(cookie) = reply.cookie.filter(|_| call.device.power() == call.power) {
                *call.device.cookie.borrow_mut() = (!cookie.is_empty()).then_some(cookie);
            }
            call.end(Ok(reply.answer));
        });
    }
}

impl Transport for Wire {
    fn send(&self, mut ask: Ask) -> Later<Result<Answer, NoAnswer>> {
        let network = self.device.network.clone();
        let (world, rates) = (network.world.clone(), network.world.faults.now());
        // Small pages, so that paging is not a thing of large centres only.
        if !world.faults.is_over() {
            ask.path = ask.path.replace("limit=200", &format!("limit={}", world.faults.page_size));
        }
        let (waiting, answer) = oneshot::channel();
        let number = network.questions.get();
        network.questions.set(number + 1);
        let patience = i64::from(ask.patience_ms);
        let call = Rc::new(Call {
            number,
            power: self.device.power(),
            cookie: self.device.cookie.borrow().clone(),
            device: self.device.clone(),
            ask,
            waiting: RefCell::new(Some(waiting)),
        });
        let fails = |millis: i64| {
            let call = call.clone();
            world.after(millis, move || call.end(Err(NoAnswer)));
        };
        if self.device.is_offline() {
            fails(world.between(1, 30));
        } else {
            fails(patience);
            if world.happens(rates.drop) {
                world.faults.count("a question is lost");
            } else {
                let mut arrives = world.between(5, 120);
                if world.happens(rates.delay) {
                    world.faults.count("a question is late");
                    arrives = world.between(1_000, 90_000);
                }
                let plan = |millis: i64| {
                    let (network, call) = (network.clone(), call.clone());
                    world.after(millis, move || network.arrive(&call));
                };
                plan(arrives);
                if world.happens(rates.duplicate) {
                    world.faults.count("a question arrives twice");
                    plan(arrives + world.between(0, 40_000));
                }
            }
        }
        let tab = self.tab.clone();
        world.note(|| {
            format!("device {}.{} {number} {} {}", call.device.number, tab.number, call.ask.method, call.ask.path)
        });
        Box::pin(async move {
            match answer.await {
                Ok(answer) => answer,
                Err(_) => std::future::pending().await,
            }
        })
    }

    /// There are no live connections here: records come by pulling.
    fn listen(&self, _: &str, _: Box<dyn Fn(Live)>) -> Option<Connection> {
        None
    }
}
