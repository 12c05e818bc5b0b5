//! What a check finds, and how it says so.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use chrono::NaiveDate;
use domain::{CaseId, RequestId, SignatureId, Timestamp};

/// What was looked at, what does not add up, and what could not be looked at.
#[derive(Debug, Default)]
pub struct Report {
    pub changes: i64,
    pub signatures: u64,
    pub cases: usize,
    pub requests: usize,
    pub envelopes: usize,
    pub photos: usize,
    pub anchors: usize,
    pub faults: Vec<Fault>,
    /// Days between the anchors, or right before them, whose anchor is missing.
    pub gaps: Vec<Gap>,
    /// Keys that are not at hand, and how many signatures of the centre only they could verify.
    pub unknown_keys: BTreeMap<String, u64>,
    /// Requests whose record of change breaks off or can't be read: nothing can be said about them by it.
    pub not_replayed: BTreeSet<RequestId>,
    /// Customers, and people whose record of change does not hold what was entered.
    pub not_recorded: usize,
    /// Until when the anchors say what had been received.
    pub received_until: Option<Timestamp>,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing was altered.
    Whole,
    /// Nothing is known to be altered, but something that should be there to compare with is missing.
    Incomplete,
    /// Something was altered or removed.
    Altered,
}

impl Report {
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let is_incomplete = self.anchors == 0 || !self.gaps.is_empty() || !self.unknown_keys.is_empty();
        match () {
            () if !self.faults.is_empty() => Verdict::Altered,
            () if is_incomplete || !self.not_replayed.is_empty() => Verdict::Incomplete,
            () => Verdict::Whole,
        }
    }

    /// What was found, in lines for whoever asked.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let Report { changes, signatures, cases, requests, envelopes, photos, anchors, .. } = self;
        let mut lines = vec![format!(
            "{changes} changes, {requests} requests, {signatures} signatures of {cases} cases, {envelopes} envelopes, \
             {photos} photos, {anchors} anchors"
        )];
        lines.extend(self.faults.iter().map(|fault| format!("ALTERED: {fault}")));
        lines.extend(self.gaps.iter().map(|gap| format!("MISSING: {gap}")));
        lines.extend(self.unknown_keys.iter().map(|(key, count)| {
            format!(
                "NOT CHECKED: {count} signatures of this centre are by its key {key}, which is not in server.key: \
                 bring the file back from a backup and check again"
            )
        }));
        if !self.not_replayed.is_empty() {
            let count = self.not_replayed.len();
            lines.push(format!(
                "NOT CHECKED: {count} requests, because their record of change breaks off or can't be read"
            ));
        }
        if self.not_recorded > 0 {
            let count = self.not_recorded;
            lines.push(format!(
                "Left out: {count} customers and people, whose content the record of change does not hold"
            ));
        }
        lines.push(
            "Left out: what is derived from these (the columns and lists that they are found by), devices, papers' codes, \
             settings, and the titles of cases"
                .to_owned(),
        );
        if let Some(until) = self.received_until {
            lines.push(format!(
                "Left out: whether something received since {until} is gone altogether, as no anchor covers it yet"
            ));
        }
        if *anchors == 0 {
            lines
                .push("NOT CHECKED: there is no anchor, so nothing could be compared with what others keep".to_owned());
        }
        match self.verdict() {
            Verdict::Whole => lines.push("Nothing of it was altered.".to_owned()),
            Verdict::Incomplete => {
                lines.push("Nothing altered was found, but not everything could be checked.".to_owned());
            }
            Verdict::Altered => {}
        }
        lines
    }
}

/// Days without an anchor between others that have one, or named by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub from: NaiveDate,
    /// The last of them.
    pub until: NaiveDate,
}

impl fmt::Display for Gap {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Gap { from, until } = self;
        if from == until {
            write!(to, "the anchor of {from}")
        } else {
            write!(to, "the anchors from {from} to {until}")
        }
    }
}

/// Something that was changed after the fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The record of change is not what it was, from this number on.
    Changes { from: i64 },
    /// A signed record is not what was signed, or is gone.
    Record(SignatureId),
    /// What the customer signed for is not what stands in the request, and nothing that happened explains it.
    Content(SignatureId),
    /// The server's word on a signature is not by one of its keys, or about something else.
    Countersignature(SignatureId),
    /// The tablet's word on a signature is not by the tablet's key, and nobody had noticed.
    Device(SignatureId),
    /// A signature does not follow the one before it in its case.
    Order(SignatureId),
    /// The end of a case's chain is not its last signature, or is gone.
    Chain(CaseId),
    /// A request is not what came of everything recorded about it: its number, and what differs.
    Request { number: String, differs: Vec<String> },
    /// The record of change speaks of a request that is gone or can't be read.
    RequestGone(RequestId),
    /// A request of which the record of change knows nothing.
    RequestUnknown(RequestId),
    /// A person is not what was last recorded: the log-in, and what differs.
    Person { login: String, differs: Vec<String> },
    /// A request is in dispute and not on the manager's list.
    DisputeGone(String),
    /// A request is on the manager's list and not in dispute.
    DisputeInvented(RequestId),
    /// What was received is not what its hash says.
    Envelope(String),
    /// The receipt for what was received is not by one of the centre's keys, or about something else.
    Receipt(String),
    /// A photo's bytes are not those of its name, or its file is gone.
    Photo(String),
    /// The record of change names an envelope that is gone.
    EnvelopeGone(String),
    /// What could not be taken in is not in quarantine any more, or stands there as taken in.
    Quarantine(String),
    /// An anchor is cut or garbled: the file's name, and what the reader stumbled over.
    AnchorFile { name: String, why: String },
    /// An anchor is not by one of the centre's keys.
    AnchorSignature(String),
    /// A later anchor was made when another one lay there for this day.
    AnchorExchanged(String),
    /// The record of change is not the one that was anchored on this day.
    AnchorChanges(String),
    /// Names or addresses in the record of change are not those that were anchored on this day; in one of these numbers.
    AnchorNames { day: String, from: i64, until: i64 },
    /// What was received is not what was anchored on this day.
    AnchorReceived { day: String, anchored: usize, now: usize },
    /// A case's chain is not the one that was anchored on this day.
    AnchorChain(String, CaseId),
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Changes { from } => write!(to, "the record of change was altered, first at number {from}"),
            Fault::Record(id) => write!(to, "signature {id}: what was signed was altered or removed"),
            Fault::Content(id) => {
                write!(to, "signature {id}: the request is not what the customer signed for any more")
            }
            Fault::Countersignature(id) => write!(to, "signature {id}: the countersignature does not verify"),
            Fault::Device(id) => write!(to, "signature {id}: the tablet's signature does not verify"),
            Fault::Order(id) => write!(to, "signature {id}: does not follow the one before it in its case"),
            Fault::Chain(case) => {
                write!(to, "case {case}: the end of its chain of signatures is not its last signature, or is gone")
            }
            Fault::Request { number, differs } => write!(to, "request {number}: {}", differs.join("; ")),
            Fault::RequestGone(id) => write!(to, "request {id}: was removed, or can't be read any more"),
            Fault::RequestUnknown(id) => write!(to, "request {id}: the record of change knows nothing of it"),
            Fault::Person { login, differs } => write!(to, "person {login}: {}", differs.join("; ")),
            Fault::DisputeGone(number) => write!(to, "request {number}: was removed from the list of disputes"),
            Fault::DisputeInvented(id) => {
                write!(to, "request {id}: is on the list of disputes without being in dispute")
            }
            Fault::Envelope(id) => write!(to, "envelope {id}: is not what was received"),
            Fault::Receipt(id) => write!(to, "envelope {id}: the receipt is not the one that was given for it"),
            Fault::Photo(name) => write!(to, "photo {name}: its bytes were altered or removed"),
            Fault::EnvelopeGone(id) => write!(to, "envelope {id}: was removed, although the record of change names it"),
            Fault::Quarantine(id) => {
                write!(to, "envelope {id}: was removed from quarantine, or from what was received")
            }
            Fault::AnchorFile { name, why } => {
                write!(to, "the anchor file {name} is cut or garbled, or another one's ({why})")
            }
            Fault::AnchorSignature(day) => write!(to, "anchor of {day}: not signed by this centre"),
            Fault::AnchorExchanged(day) => write!(to, "anchor of {day}: is not the one that the next anchor names"),
            Fault::AnchorChanges(day) => write!(to, "anchor of {day}: the record of change is another one now"),
            Fault::AnchorNames { day, from, until } => write!(
                to,
                "anchor of {day}: names or addresses in the record of change, between its numbers {from} and {until}, are others now"
            ),
            Fault::AnchorReceived { day, anchored, now } => write!(
                to,
                "anchor of {day}: of what was received until then {anchored} envelopes were anchored, and {now} or others are there now"
            ),
            Fault::AnchorChain(day, case) => {
                write!(to, "anchor of {day}: the signatures of case {case} are others now")
            }
        }
    }
}
