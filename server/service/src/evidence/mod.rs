//! The daily anchor: the heads of all chains, signed, for keeping where the operator of the server cannot reach
//! (SYN-9). With it, not even the operator rewrites the past unseen.

mod chains;
mod check;
mod fault;
mod photos;
mod received;
mod records;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use chrono::{NaiveDate, TimeZone};
use domain::{
    CaseId, Timestamp,
    signature::{canonical, sha256_hex},
    time::{DAY, HOUR},
};
use serde::{Deserialize, Serialize};
use store::{changes, envelopes, signatures};
use uuid::Uuid;

pub use fault::{Fault, Gap, Report, Verdict};

use crate::{Result, ServerKeys, Service, ServiceError};

/// Chains read at a time.
const PAGE: i64 = 500;

/// Version of the anchors that are made now: 1 named the chains only, 2 also names, addresses and what was received, 3 also
/// the anchor before it.
const VERSION: u32 = 3;
/// For so long something may be on its way into the database, or a clock be behind.
const ON_ITS_WAY: i64 = HOUR;

/// What stood at the end of every chain when the anchor was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Older ones do not say it.
    #[serde(default = "first_version", skip_serializing_if = "is_first_version")]
    pub version: u32,
    pub centre: String,
    /// The day whose chains it names, in the centre's zone.
    pub day: NaiveDate,
    pub made_at: Timestamp,
    /// The record of change, which holds everything that ever happened.
    pub changes: Head,
    /// Hash over the names and addresses in it, which its chain leaves out; from version 2 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<String>,
    /// What had been received; from version 2 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Received>,
    /// The anchor before this one, as it lay in the folder; from version 3 on. None for the first of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// Chains of signatures that moved on that day.
    pub chains: Vec<ChainHead>,
    /// Key of the centre that signed.
    pub key_id: String,
    /// Ed25519 over the canonical JSON of the rest, base64url.
    pub sig: String,
}

/// The end of a chain: how many links, and the hash of the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub length: i64,
    pub head: String,
}

/// An earlier anchor, by which its removal and its exchange show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    pub day: NaiveDate,
    /// SHA-256 of the whole, as [`Anchor::sha256`].
    pub sha256: String,
}

/// Everything received in a stretch of time. It begins a day early, so that no two days leave anything out between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    pub from: Timestamp,
    /// The first instant that is not looked at.
    pub until: Timestamp,
    pub count: usize,
    /// SHA-256 over ids and hashes of the envelopes.
    pub hash: String,
}

impl Received {
    /// Of these ids and hashes, in any order.
    fn of(from: Timestamp, until: Timestamp, mut envelopes: Vec<(String, String)>) -> Self {
        envelopes.sort_unstable();
        Self { from, until, count: envelopes.len(), hash: sha256_hex(&canonical(&envelopes)) }
    }

    fn covers(&self, at: i64) -> bool {
        (self.from.millis()..self.until.millis()).contains(&at)
    }
}

fn first_version() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks like this")]
fn is_first_version(version: &u32) -> bool {
    *version == first_version()
}

/// The chain of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    pub case: CaseId,
    #[serde(flatten)]
    pub end: Head,
}

impl Anchor {
    /// SHA-256 over the canonical JSON of the whole, signature included.
    #[must_use]
    pub fn sha256(&self) -> String {
        sha256_hex(&canonical(self))
    }

    /// A short form for paper: SHA-256 of the whole in groups of eight.
    #[must_use]
    pub fn digest(&self) -> String {
        let hash = self.sha256();
        let groups: Vec<&str> = (0..hash.len()).step_by(8).map(|at| &hash[at..at + 8]).collect();
        groups.join(" ")
    }

    fn signing_value(&self) -> serde_json::Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Some(object) = value.as_object_mut() {
            object.remove("sig");
        }
        value
    }

    /// Whether one of the centre's keys signed it.
    #[must_use]
    pub fn verifies(&self, keys: &ServerKeys) -> bool {
        keys.verifies(&self.key_id, &self.signing_value(), &self.sig)
    }

    /// Reads an anchor from its file.
    ///
    /// # Errors
    /// The file can't be read, or is no anchor.
    pub fn read(path: &Path) -> std::io::Result<Anchor> {
        let text = std::fs::read(path)?;
        serde_json::from_slice(&text).map_err(std::io::Error::other)
    }

    /// Writes the anchor into a folder, durably and whole, under the name of its day; a day is anchored once.
    ///
    /// # Errors
    /// The folder can't be written.
    pub fn write(&self, folder: &Path) -> std::io::Result<PathBuf> {
        std::fs::create_dir_all(folder)?;
        let path = file_of(folder, self.day);
        let unfinished = path.with_extension(format!("{}.part", std::process::id()));
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        std::fs::write(&unfinished, text)?;
        std::fs::File::open(&unfinished)?.sync_all()?;
        // Another node may have been faster: the first one stays.
        let linked = std::fs::hard_link(&unfinished, &path);
        std::fs::remove_file(&unfinished)?;
        match linked {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(path),
        }
    }
}

fn file_of(folder: &Path, day: NaiveDate) -> PathBuf {
    folder.join(format!("anchor-{day}.json"))
}

/// The day that a file of [`file_of`] is named after.
fn day_of(path: &Path) -> Option<NaiveDate> {
    path.file_stem()?.to_str()?.strip_prefix("anchor-")?.parse().ok()
}

/// A file that should hold an anchor and does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub path: PathBuf,
    /// What the reader stumbled over.
    pub why: String,
}

impl Unreadable {
    /// The name of the file without its folder.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }

    /// The day that the file is named after.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        day_of(&self.path)
    }
}

/// Anchors as they were found: what can be read, the oldest day first, and what can't.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub anchors: Vec<Anchor>,
    pub unreadable: Vec<Unreadable>,
}

impl Found {
    /// Reads these files.
    #[must_use]
    pub fn read(paths: &[PathBuf]) -> Found {
        let mut found = Found::default();
        for path in paths {
            match Anchor::read(path) {
                // A copy of one day's in place of another's.
                Ok(anchor) if day_of(path).is_some_and(|day| day != anchor.day) => {
                    let why = format!("it holds the anchor of {}", anchor.day);
                    found.unreadable.push(Unreadable { path: path.clone(), why });
                }
                Ok(anchor) => found.anchors.push(anchor),
                Err(why) => found.unreadable.push(Unreadable { path: path.clone(), why: why.to_string() }),
            }
        }
        found.anchors.sort_by_key(|anchor| anchor.day);
        found
    }

    /// Reads the anchors of a folder; none when there is no folder.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Found {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort();
        Found::read(&paths)
    }

    /// The days between the first and the last anchor of which there is none, each gap from its first to its last day; and
    /// the day that the first anchor names as the one before it.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let named = self.unreadable.iter().filter_map(Unreadable::day);
        let days: BTreeSet<NaiveDate> = self.anchors.iter().map(|anchor| anchor.day).chain(named).collect();
        let pairs = days.iter().zip(days.iter().skip(1));
        let between = pairs.filter_map(|(before, after)| Some((before.succ_opt()?, after.pred_opt()?)));
        let between = between.filter(|(from, until)| from <= until).map(|(from, until)| Gap { from, until });
        let oldest = self.anchors.first().and_then(|anchor| anchor.before.as_ref()).map(|before| before.day);
        let removed = oldest.filter(|day| !days.contains(day)).map(|day| Gap { from: day, until: day });
        removed.into_iter().chain(between).collect()
    }

    /// The latest anchor of a day before this one.
    fn before(&self, day: NaiveDate) -> Option<Before> {
        let anchor = self.anchors.iter().rfind(|anchor| anchor.day < day)?;
        Some(Before { day: anchor.day, sha256: anchor.sha256() })
    }

    /// Days of anchors that a later one knew as another than the one that lies there now.
    pub(crate) fn exchanged(&self) -> impl Iterator<Item = NaiveDate> {
        let named = self.anchors.iter().filter_map(|anchor| anchor.before.as_ref());
        named.filter_map(|before| {
            let there = self.anchors.iter().find(|anchor| anchor.day == before.day)?;
            (there.sha256() != before.sha256).then_some(before.day)
        })
    }
}

impl Service {
    /// The anchor of a day as the chains stand now; `kept` are the anchors that lie where it will.
    ///
    /// # Errors
    /// The store.
    pub async fn anchor(&self, day: NaiveDate, kept: &Found) -> Result<Anchor> {
        let (from, until) = self.bounds(day)?;
        let mut conn = self.db.read().await?;
        let (length, head) = changes::head(&mut conn).await?;
        let mut chains = Vec::new();
        let mut after = CaseId(Uuid::nil());
        loop {
            let page = signatures::moved(&mut conn, from.millis(), until.millis(), after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = CaseId(last.case_id);
            chains.extend(page.into_iter().map(|chain| ChainHead {
                case: CaseId(chain.case_id),
                end: Head { length: chain.length, head: chain.head },
            }));
        }
        let made_at = self.time.now();
        let (begin, end) = (from.plus(-DAY - ON_ITS_WAY), until.min(made_at).plus(-ON_ITS_WAY));
        let envelopes = envelopes::received(&mut conn, begin.millis(), end.millis()).await?;
        let mut anchor = Anchor {
            version: VERSION,
            centre: self.centre.name.clone(),
            day,
            made_at,
            names: Some(changes::names(&mut conn, length).await?),
            received: Some(Received::of(begin, end, envelopes)),
            changes: Head { length, head },
            before: kept.before(day),
            chains,
            key_id: self.keys.current().to_owned(),
            sig: String::new(),
        };
        let (_, sig) = self.keys.sign(&anchor.signing_value());
        anchor.sig = sig;
        Ok(anchor)
    }

    /// Anchors every day that has ended since the last anchored one, or yesterday where none is: also the days on which
    /// nobody was there to do it. The files, and the digests for paper, of those that were made now.
    ///
    /// # Errors
    /// The store, or the folder can't be written.
    pub async fn anchor_ended_days(&self, folder: &Path) -> Result<Vec<(PathBuf, String)>> {
        let mut made = Vec::new();
        let Some(yesterday) = self.centre.day_of(self.time.now()).pred_opt() else { return Ok(made) };
        if file_of(folder, yesterday).exists() {
            return Ok(made);
        }
        let last = Found::in_folder(folder).anchors.last().map(|anchor| anchor.day);
        let first = last.and_then(|day| day.succ_opt()).filter(|first| *first < yesterday).unwrap_or(yesterday);
        for day in first.iter_days().take_while(|day| *day <= yesterday) {
            if file_of(folder, day).exists() {
                continue;
            }
            let anchor = self.anchor(day, &Found::in_folder(folder)).await?;
            made.push((anchor.write(folder)?, anchor.digest()));
        }
        Ok(made)
    }

    /// First instant of a day in the centre's zone, and of the day after.
    fn bounds(&self, day: NaiveDate) -> Result<(Timestamp, Timestamp)> {
        let midnight = day.and_hms_opt(0, 0, 0).unwrap_or_default();
        // Where clocks change at midnight the day begins an hour later.
        let start = self.centre.zone.from_local_datetime(&midnight).earliest();
        let start = start.map(|start| Timestamp(start.timestamp_millis()));
        let start = start.ok_or(ServiceError::Internal("a day that never begins"))?;
        Ok((start, start.plus(DAY)))
    }
}
