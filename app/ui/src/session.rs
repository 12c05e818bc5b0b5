//! The desk a person works at: the client with its records, as signals for the screen.

use domain::{Timestamp, people::Person, rights::Action, sync::Presence};
use leptos::prelude::*;
use offline::{Change, Client, Keeping};

use crate::{clock, format::DEFAULT_ZONE};

/// How far opening has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Opening,
    /// Nobody is signed in.
    SignedOut,
    Ready,
    /// The browser gives us no storage.
    Failed,
}

/// The client and one signal per kind of change, for everything below [`provide_desk`].
#[derive(Clone, Copy)]
pub struct Desk {
    client: StoredValue<Option<Client>, LocalStorage>,
    pub stage: RwSignal<Stage>,
    records: Trigger,
    outbox: Trigger,
    status: Trigger,
    /// Who looks at or moves what, the latest word of each person (LIV-4).
    pub presence: RwSignal<Vec<Presence>>,
    notices: Trigger,
}

impl Desk {
    /// The client; None until the desk is open, and on the server always.
    #[must_use]
    pub fn client(self) -> Option<Client> {
        self.client.get_value()
    }

    /// The client, tracked by changes of records.
    #[must_use]
    pub fn records(self) -> Option<Client> {
        self.stage.track();
        self.records.track();
        self.client()
    }

    /// The client, tracked by changes of the outbox.
    #[must_use]
    pub fn outbox(self) -> Option<Client> {
        self.stage.track();
        self.outbox.track();
        self.client()
    }

    /// The client, tracked by changes of its status.
    #[must_use]
    pub fn status(self) -> Option<Client> {
        self.stage.track();
        self.status.track();
        self.client()
    }

    /// The client, tracked by new notices.
    #[must_use]
    pub fn notices(self) -> Option<Client> {
        self.stage.track();
        self.notices.track();
        self.client()
    }

    /// Says to every part of the page that notices were read.
    pub fn notices_changed(self) {
        self.notices.notify();
    }

    /// Who is signed in, tracked.
    #[must_use]
    pub fn person(self) -> Option<Person> {
        self.status()?.person().map(|person| (*person).clone())
    }

    /// Whether the person may do a thing at all: hides what would be refused.
    #[must_use]
    pub fn may(self, action: Action) -> bool {
        self.person().is_some_and(|person| domain::rights::permits_somewhere(&(&person).into(), action))
    }

    /// IANA name of the centre's zone.
    #[must_use]
    pub fn zone(self) -> String {
        let session = self.client().and_then(|client| client.session());
        session.map_or_else(|| DEFAULT_ZONE.to_owned(), |session| session.zone.clone())
    }

    /// Server time as the client estimates it.
    #[must_use]
    pub fn now(self) -> Timestamp {
        self.client().map_or(Timestamp(0), |client| client.now())
    }
}

/// Opens the client and keeps the signals in step with it. In the browser only; the server renders the opening stage.
pub fn provide_desk(keeping: Keeping) -> Desk {
    let desk = Desk {
        client: StoredValue::new_local(None),
        stage: RwSignal::new(Stage::Opening),
        records: Trigger::new(),
        outbox: Trigger::new(),
        status: Trigger::new(),
        presence: RwSignal::new(Vec::new()),
        notices: Trigger::new(),
    };
    provide_context(desk);
    let now = clock::provide_now(move || desk.now());
    #[cfg(target_arch = "wasm32")]
    leptos::task::spawn_local(open(desk, keeping, now));
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (keeping, now, listen as fn(Desk, Change));
    desk
}

#[cfg(target_arch = "wasm32")]
async fn open(desk: Desk, keeping: Keeping, now: RwSignal<Timestamp>) {
    let on_device = matches!(keeping, Keeping::OnDevice);
    let Ok(client) = Client::open(keeping).await else {
        desk.stage.set(Stage::Failed);
        return;
    };
    let subscription = client.on_change(Box::new(move |change| listen(desk, change)));
    // The desk lives as long as the page.
    std::mem::forget(subscription);
    desk.client.set_value(Some(client.clone()));
    // Before anything is shown that counts from it.
    now.set(desk.now());
    // What the device knows is shown at once; the network may be asked afterwards.
    if on_device && client.person().is_some() {
        desk.stage.set(Stage::Ready);
        // Asking takes time of its own.
        crate::after_paint::painted(std::time::Duration::from_secs(1)).await;
    }
    let known = client.resume().await;
    let stage = match known {
        Ok(Some(_)) => Stage::Ready,
        Ok(None) if on_device && client.person().is_some() => Stage::Ready,
        Ok(None) => Stage::SignedOut,
        Err(_) if client.person().is_some() => Stage::Ready,
        Err(_) => Stage::SignedOut,
    };
    now.set(desk.now());
    if desk.stage.get_untracked() != stage {
        desk.stage.set(stage);
    }
    if stage == Stage::Ready {
        client.start();
    }
    desk.status.notify();
    desk.records.notify();
}

fn listen(desk: Desk, change: Change) {
    match change {
        Change::Records => desk.records.notify(),
        Change::Outbox => desk.outbox.notify(),
        Change::Status => desk.status.notify(),
        Change::Notices => desk.notices.notify(),
        Change::Presence(presence) => desk.presence.update(|all| {
            all.retain(|known| known.person != presence.person);
            if presence.request.is_some() {
                all.push(presence);
            }
        }),
    }
}

/// The desk of the page.
///
/// # Panics
/// Outside of [`provide_desk`].
#[must_use]
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}
