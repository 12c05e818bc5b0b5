//! Changes as they happen (LIV-1, LIV-4): one tab holds the connection and tells the others, because a browser gives
//! one origin six connections at most.

use std::{cell::Cell, rc::Rc};

use domain::sync::Changed;
use serde_json::Value;

use crate::{
    client::{Change, Client, Keeping, SyncEnd, SyncReport, sync::pause_after},
    machine::Patience,
    transport::Live,
    wake::Wake,
};

/// How long a stream may be silent, in milliseconds, before nobody can rely on it: a little more than two of the
/// server's signs of life.
const SILENCE: i64 = 32_000;
/// Between tabs: the connection stands, or does not.
const OPEN: &str = "open";
const AWAY: &str = "away";

impl Client {
    /// Listens to the server's events from now on. On a tablet an event only says that it is time to pull; in an
    /// office browser it is applied to the records at once.
    pub fn listen(&self, topics: &str) {
        if self.0.listens.replace(true) {
            return;
        }
        // The tab that holds the connection may have it for long.
        self.0.machine.tell("live?");
        let (client, topics) = (self.clone(), topics.to_owned());
        self.spawn(async move {
            let Some(_leads) = client.0.machine.lock("paidan-live", Patience::Wait).await else { return };
            client.0.leads_live.set(true);
            let mut failures = 0;
            while client.stay_connected(&topics, &mut failures).await {}
        });
    }

    /// One connection, from its beginning to its end and the pause after it. False where there are no connections.
    async fn stay_connected(&self, topics: &str, failures: &mut u32) -> bool {
        // What another tab held is not this one's.
        self.set_live(false);
        let ended = Rc::new(Wake::default());
        let opened = Rc::new(Cell::new(false));
        let mut path = "/api/live?topics=".to_owned() + topics;
        let after = self.0.state.borrow().live_id.clone();
        if !after.is_empty() {
            path = path + "&after=" + &after;
        }
        let (client, over, was_opened) = (self.clone(), ended.clone(), opened.clone());
        let connection = self.0.transport.listen(
            &path,
            Box::new(move |live| match live {
                Live::Open => {
                    was_opened.set(true);
                    client.set_live(true);
                    client.set_online(true);
                    // Whatever happened before the connection stood is fetched by the cursor.
                    client.pull_soon();
                }
                Live::Event { name, id, data } => {
                    client.set_live(true);
                    client.0.machine.tell(&["live", &name, &id, &data].join("\n"));
                    client.take_event(&name, &id, &data);
                }
                Live::Away => client.set_live(false),
                Live::Ended => over.call(),
            }),
        );
        if connection.is_none() {
            return false;
        }
        // Before the first word there is nothing to be relied upon; the browser gives up by itself.
        loop {
            let silent = self.0.state.borrow().heard_live_at.map(|heard| self.0.machine.monotonic() - heard);
            let rest = SILENCE - silent.unwrap_or_default();
            if rest <= 0 || ended.or(self.0.machine.wait(rest)).await {
                break;
            }
        }
        drop(connection);
        self.set_live(false);
        if opened.get() {
            *failures = 0;
        } else {
            // A stream that is refused does not say why: this device may be wanted.
            self.pull_soon();
        }
        let fails = SyncReport { end: SyncEnd::Unreachable, ..SyncReport::default() };
        let pause = pause_after(&fails, failures, self.0.machine.random()[0]);
        self.0.live_wake.or(self.0.machine.wait(pause)).await;
        true
    }

    /// Whether a stream is open and gives signs of life, in this tab or in the one that listens for all.
    pub(super) fn is_live(&self) -> bool {
        let heard = self.0.state.borrow().heard_live_at;
        heard.is_some_and(|heard| self.0.machine.monotonic() - heard < SILENCE)
    }

    fn set_live(&self, is_live: bool) {
        let before = self.is_live();
        self.0.state.borrow_mut().heard_live_at = is_live.then(|| self.0.machine.monotonic());
        if before != is_live {
            self.say_live();
            self.notify(Change::Status);
        }
    }

    /// Tells the other tabs how the connection stands, if it is this one that holds it.
    pub(super) fn say_live(&self) {
        if self.0.leads_live.get() {
            let word = if self.is_live() { OPEN } else { AWAY };
            self.0.machine.tell(&["live", word, "", ""].join("\n"));
        }
    }

    /// An event that another tab has heard: `name`, `id`, `data`, a line each.
    pub(super) fn hear_relayed(&self, event: &str) {
        let mut parts = event.splitn(3, '\n');
        if let (true, Some(name), Some(id), Some(data)) =
            (self.0.listens.get(), parts.next(), parts.next(), parts.next())
        {
            self.set_live(name != AWAY);
            self.take_event(name, id, data);
        }
    }

    fn take_event(&self, name: &str, id: &str, data: &str) {
        if self.0.state.borrow().session.is_none() {
            // The connection outlives a sign-out for a moment; nobody is here to see it.
            return;
        }
        if !id.is_empty() {
            id.clone_into(&mut self.0.state.borrow_mut().live_id);
        }
        match name {
            "change" if self.0.keeping == Keeping::OnDevice => self.pull_soon(),
            "change" => self.take_change(data),
            "notice" => self.notify(Change::Notices),
            "presence" => {
                let presence =
                    serde_json::from_str(data).ok().and_then(|value: Value| serde_json::from_value(value).ok());
                if let Some(presence) = presence {
                    self.notify(Change::Presence(presence));
                }
            }
            "reset" => {
                self.0.state.borrow_mut().pulled.start_over();
                self.pull_soon();
            }
            _ => {}
        }
    }

    fn take_change(&self, data: &str) {
        let Ok(value) = serde_json::from_str::<Value>(data) else { return };
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let id = text("id");
        {
            let mut state = self.0.state.borrow_mut();
            let has_work = id.parse().is_ok_and(|id| state.outbox.concerns(id));
            if value.get("removed").and_then(Value::as_bool) == Some(true) {
                state.replica.remove(&text("kind"), &id, has_work);
            } else {
                let version = value.get("version").and_then(Value::as_i64).unwrap_or_default();
                let record = value.get("record").cloned().unwrap_or_default();
                let epoch = state.pulled.epoch;
                state.replica.put(Changed { kind: text("kind"), id: id.clone(), version, record }, epoch, false);
                if let Ok(id) = id.parse() {
                    state.refresh(id);
                }
            }
        }
        self.notify(Change::Records);
    }

    /// Pulls without waiting for the next round.
    fn pull_soon(&self) {
        if self.0.wake.attended.get() {
            self.0.wake.call();
        } else {
            let client = self.clone();
            self.spawn(async move {
                if client.0.state.borrow().session.is_some() {
                    // What could not be fetched now is fetched in the next round.
                    let _ = client.pull(&mut SyncReport::default()).await;
                }
            });
        }
    }
}
