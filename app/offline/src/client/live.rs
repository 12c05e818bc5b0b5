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

impl Client {
    /// Listens to the server's events from now on. On a tablet an event only says that it is time to pull; in an
    /// office browser it is applied to the records at once.
    pub fn listen(&self, topics: &str) {
        if self.0.listens.replace(true) {
            return;
        }
        let (client, topics) = (self.clone(), topics.to_owned());
        self.spawn(async move {
            let Some(_leads) = client.0.machine.lock("paidan-live", Patience::Wait).await else { return };
            let mut failures = 0;
            while client.stay_connected(&topics, &mut failures).await {}
        });
    }

    /// One connection, from its beginning to its end and the pause after it. False where there are no connections.
    async fn stay_connected(&self, topics: &str, failures: &mut u32) -> bool {
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
                    client.set_online(true);
                    // Whatever happened before the connection stood is fetched by the cursor.
                    client.pull_soon();
                }
                Live::Event { name, id, data } => {
                    client.0.machine.tell(&["live", &name, &id, &data].join("\n"));
                    client.take_event(&name, &id, &data);
                }
                Live::Ended => over.call(),
            }),
        );
        if connection.is_none() {
            return false;
        }
        ended.or(Box::pin(std::future::pending())).await;
        drop(connection);
        if opened.get() {
            *failures = 0;
        }
        let fails = SyncReport { end: SyncEnd::Unreachable, ..SyncReport::default() };
        let pause = pause_after(&fails, failures, self.0.machine.random()[0]);
        self.0.live_wake.or(self.0.machine.wait(pause)).await;
        true
    }

    /// An event that another tab has heard: `name`, `id`, `data`, a line each.
    pub(super) fn hear_relayed(&self, event: &str) {
        let mut parts = event.splitn(3, '\n');
        if let (true, Some(name), Some(id), Some(data)) =
            (self.0.listens.get(), parts.next(), parts.next(), parts.next())
        {
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
                state.replica.put(&Changed { kind: text("kind"), id: id.clone(), version, record }, epoch, false);
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
