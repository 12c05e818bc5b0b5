//! The live feed of a node: each change is read once, written as JSON once, and handed to every listener (LIV-1).

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use domain::{PersonId, RequestId, people::Actor, request::ServiceRequest, rights, sync::Presence};
use serde::Deserialize;
use serde_json::json;
use store::{
    Conn, Db, changes,
    requests::{self, Stored},
};
use tokio::{sync::broadcast, time::Instant};
use uuid::Uuid;

use crate::{Result, Service, reminders::NOTICE};

/// Changes a slow listener may fall behind before it is told to start over.
const BACKLOG: usize = 2_048;
/// How often other nodes' changes are looked for when nothing pokes.
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// How often a stream gives a sign of life; pages wait for it about twice as long.
const STILL_HERE: Duration = Duration::from_secs(15);
/// A board that is further behind than this reloads its list instead.
pub const CATCH_UP: i64 = 2_000;

/// Something that happened, ready to be sent.
#[derive(Clone, Debug)]
pub enum Live {
    Change(Arc<LiveChange>),
    Presence(Arc<LivePresence>),
    /// Somebody was told something: look at the notices.
    Notice(Arc<LiveNotice>),
    /// A sign of life every now and then: for proxies that end silent connections, and for pages, which show that they
    /// are not live when it stays away.
    StillHere,
    /// The server stops.
    End,
}

/// A change of a request.
#[derive(Debug)]
pub struct LiveChange {
    pub seq: i64,
    /// The whole event as it goes over the wire, made once for all listeners; its data is
    /// `{"seq","kind","id","version","record"}`.
    pub frame: Bytes,
    request: ServiceRequest,
}

impl LiveChange {
    /// Whether the person may see the request.
    #[must_use]
    pub fn is_for(&self, actor: &Actor) -> bool {
        rights::may_read(actor, &self.request)
    }
}

/// People who have a new notice.
#[derive(Debug)]
pub struct LiveNotice {
    people: Vec<PersonId>,
    pub frame: Bytes,
}

impl LiveNotice {
    #[must_use]
    pub fn is_for(&self, actor: &Actor) -> bool {
        self.people.contains(&actor.person)
    }
}

/// Who looks at what.
#[derive(Debug)]
pub struct LivePresence {
    pub person: PersonId,
    pub frame: Bytes,
    region: Option<(String, Vec<PersonId>)>,
}

impl LivePresence {
    #[must_use]
    pub fn is_for(&self, actor: &Actor) -> bool {
        let everything = || rights::Scope { region: "", owners: &[], archived: false };
        let scope = match &self.region {
            Some((region, owners)) => rights::Scope { region, owners, archived: false },
            None => everything(),
        };
        self.region.is_none() || rights::permits(actor, rights::Action::ReadRequest, &scope)
    }
}

/// Where listeners come to hear. Whatever concerns all of them is said here once: five thousand listeners with a timer
/// each would cost more than the changes.
#[derive(Clone)]
pub struct Hub {
    sender: broadcast::Sender<Live>,
    has_ended: Arc<AtomicBool>,
}

impl Hub {
    #[must_use]
    pub fn new() -> Self {
        Self { sender: broadcast::Sender::new(BACKLOG), has_ended: Arc::default() }
    }

    /// Ends every stream, also those that begin from now on: for a graceful stop.
    pub fn end(&self) {
        self.has_ended.store(true, Ordering::SeqCst);
        self.tell(Live::End);
    }

    fn tell(&self, live: Live) {
        // Nobody listening is no error.
        let _ = self.sender.send(live);
    }

    /// How many listen.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.sender.receiver_count()
    }

    /// None when the server is about to stop.
    #[must_use]
    pub fn listen(&self) -> Option<broadcast::Receiver<Live>> {
        let receiver = self.sender.subscribe();
        (!self.has_ended.load(Ordering::SeqCst)).then_some(receiver)
    }
}

impl Default for Hub {
    fn default() -> Self {
        Self::new()
    }
}

impl Service {
    /// Follows the record of change for ever and tells the hub; started once a node.
    pub async fn follow_changes(self) {
        let mut poke = self.db.committed();
        let mut last = match self.last_seq().await {
            Ok(seq) => seq,
            Err(error) => {
                tracing::error!(%error, "the live feed could not start");
                0
            }
        };
        let mut signed = Instant::now();
        loop {
            let _ = tokio::time::timeout(LOOK_EVERY, poke.changed()).await;
            if signed.elapsed() >= STILL_HERE {
                signed = Instant::now();
                self.live.tell(Live::StillHere);
            }
            match self.tell_since(last).await {
                Ok(seq) if seq != last => {
                    last = seq;
                    // Perhaps somebody at another node changed a clock or a calendar.
                    if let Err(error) = self.load_configuration().await {
                        tracing::warn!(%error, "the settings could not be read");
                    }
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the live feed could not read"),
            }
        }
    }

    async fn last_seq(&self) -> Result<i64> {
        Ok(changes::last_seq(&mut self.db.read().await?).await?)
    }

    async fn tell_since(&self, mut last: i64) -> Result<i64> {
        loop {
            if self.live.listeners() == 0 {
                let newest = self.last_seq().await?;
                // Whoever comes after this look finds all of it by looking back (`missed`).
                if self.live.listeners() == 0 {
                    return Ok(newest);
                }
            }
            let mut conn = self.db.read().await?;
            let page = changes_since(&mut conn, last, 500).await?;
            let Some(newest) = page.last else { return Ok(last) };
            for change in page.changes {
                self.live.tell(Live::Change(Arc::new(change)));
            }
            if !page.told.is_empty() {
                let frame = frame("notice", None, "{}");
                self.live.tell(Live::Notice(Arc::new(LiveNotice { people: page.told, frame })));
            }
            last = newest;
        }
    }

    /// What a board missed since a number, or None when it is too far behind and must reload.
    ///
    /// # Errors
    /// The store.
    pub async fn missed(&self, since: i64) -> Result<Option<Vec<LiveChange>>> {
        let mut conn = self.db.read().await?;
        let last = changes::last_seq(&mut conn).await?;
        if since > last || last - since > CATCH_UP {
            return Ok(None);
        }
        Ok(Some(changes_since(&mut conn, since, CATCH_UP).await?.changes))
    }

    /// Tells the others who looks at or moves what (LIV-4).
    ///
    /// # Errors
    /// The store.
    pub async fn announce(&self, presence: Presence) -> Result<()> {
        let region = match presence.request {
            Some(id) => requests::find(&mut self.db.read().await?, id).await?.map(|stored| {
                let owners = stored.request.engineers();
                (stored.request.region, owners)
            }),
            None => None,
        };
        let json = serde_json::to_string(&presence).map_err(store::StoreError::from)?;
        self.live.tell(Live::Presence(Arc::new(LivePresence {
            person: presence.person,
            frame: frame("presence", None, &json),
            region,
        })));
        Ok(())
    }

    /// The store, for readiness checks.
    #[must_use]
    pub fn store(&self) -> &Db {
        &self.db
    }
}

/// An event as `text/event-stream` writes it. JSON on one line needs no further escaping.
#[must_use]
pub fn frame(event: &str, id: Option<i64>, json: &str) -> Bytes {
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Bytes::from(format!("{id}event: {event}\ndata: {json}\n\n"))
}

struct Since {
    changes: Vec<LiveChange>,
    /// Who was told something.
    told: Vec<PersonId>,
    last: Option<i64>,
}

async fn changes_since(conn: &mut Conn, since: i64, limit: i64) -> Result<Since> {
    let touched = changes::touched(conn, since, limit).await?;
    let last = touched.last().map(|touched| touched.seq);
    // A record that changed several times is sent once, as it stands, under its newest number.
    let newest: HashMap<Uuid, i64> =
        touched.iter().filter(|touched| touched.kind == "request").map(|touched| (touched.id, touched.seq)).collect();
    let ids: Vec<RequestId> = newest.keys().copied().map(RequestId).collect();
    let mut changes = Vec::with_capacity(ids.len());
    for Stored { request, version } in requests::find_all(conn, &ids).await? {
        let (id, seq) = (request.id, newest[&request.id.0]);
        let json = json!({"seq": seq, "kind": "request", "id": id, "version": version, "record": request});
        changes.push(LiveChange { seq, frame: frame("change", Some(seq), &json.to_string()), request });
    }
    changes.sort_by_key(|change| change.seq);
    let mut told = Vec::new();
    for notice in touched.iter().filter(|touched| touched.kind == NOTICE) {
        let facts = told_in(conn, notice.seq).await?;
        told.extend(facts.into_iter().flat_map(|Told { people }| people));
    }
    Ok(Since { changes, told, last })
}

/// A fact about people who were told something.
#[derive(Deserialize)]
struct Told {
    people: Vec<PersonId>,
}

async fn told_in(conn: &mut Conn, seq: i64) -> Result<Vec<Told>> {
    let found = changes::after_seq(conn, seq - 1, 1).await?;
    Ok(found.first().and_then(|change| serde_json::from_str(&change.facts).ok()).unwrap_or_default())
}
