//! A server for one test: the same rules, one write path, everything in memory, and faults on demand.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    DispatchId, PersonId, RequestId, Timestamp,
    people::{Actor, Person},
    request::{Context, ServiceRequest, decide, evolve},
    sealed::{Packet, PacketKind},
    signature::{canonical, sha256_hex},
    sync::{Envelope, ReceiptKey, SubjectKind, signing_bytes},
    time::Attested,
};
use offline::{
    Later,
    transport::{Answer, Ask, Connection, Live, NoAnswer, Transport},
};
use serde_json::{Value, json};

pub use crate::faults::Fault;
use crate::{
    records::{person, visit},
    tablet::{SERVERS_SEAL, id, later, servers_signature, signature},
};

/// 2026-11-23T00:00:00Z.
pub const START: i64 = 1_795_392_000_000;

#[derive(Default)]
pub struct Server {
    pub people: Vec<Person>,
    pub session: Cell<Option<PersonId>>,
    pub requests: RefCell<BTreeMap<RequestId, (i64, ServiceRequest)>>,
    /// Kind, id, whether it was removed; the place is the number in the feed.
    feed: RefCell<Vec<(String, String, bool)>>,
    /// Cursors below are too old.
    pub oldest: Cell<usize>,
    pub page: Cell<usize>,
    pub envelopes: RefCell<BTreeMap<String, (String, Value)>>,
    /// Effects, by envelope id: more than one entry for an id would be a fault of the server or the protocol.
    pub effects: RefCell<Vec<String>>,
    pub devices: RefCell<usize>,
    pub blobs: RefCell<BTreeMap<String, Vec<u8>>>,
    pub blob_lengths: RefCell<BTreeMap<String, usize>>,
    faults: RefCell<Vec<(String, Fault)>>,
    pub offline: Cell<bool>,
    pub log: RefCell<Vec<Ask>>,
    pub now: Cell<i64>,
    /// Largest push taken, in bytes.
    pub push_limit: Cell<Option<usize>>,
    /// Records about customer 90 that come with every page.
    pub extra: RefCell<Vec<(&'static str, i64, Value)>>,
    /// None of the server's keys opens what is sealed.
    pub refuses_packets: Cell<bool>,
    /// What was begun and left, by the packets' names.
    pub begun: RefCell<BTreeMap<String, (PersonId, Value)>>,
    pub revoked: Cell<bool>,
    /// The device has said that it is empty.
    pub wiped: Cell<bool>,
    pub has_no_sealing_key: Cell<bool>,
    /// Public keys that receipts verify with; the last one signs.
    pub keys: RefCell<Vec<[u8; 32]>>,
    pub live: RefCell<Vec<(String, Rc<dyn Fn(Live)>)>>,
}

/// The parts of a form, each with its head.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = ["--", boundary].concat().into_bytes();
    let starts: Vec<usize> =
        body.windows(mark.len()).enumerate().filter(|(_, bytes)| *bytes == mark).map(|(place, _)| place).collect();
    // A line ends before each mark but the first.
    starts.windows(2).map(|pair| &body[pair[0] + mark.len()..pair[1] - 2]).collect()
}

impl Server {
    /// One engineer's one visit, a second engineer, and a duty manager.
    pub fn with_one_visit() -> Self {
        let people =
            vec![person(1, "field1", "field"), person(2, "duty", "duty_manager"), person(3, "field2", "field")];
        let server = Self { people, page: Cell::new(200), now: Cell::new(START + 3_600_000), ..Self::default() };
        server.keys.borrow_mut().push([7; 32]);
        server.put(visit(100, &server.people[0]));
        server
    }

    pub fn request(&self) -> RequestId {
        RequestId(id(100))
    }

    pub fn dispatch(&self) -> DispatchId {
        DispatchId(id(101))
    }

    /// Adds a request, or the office's new version of one.
    pub fn put(&self, request: ServiceRequest) {
        let mut requests = self.requests.borrow_mut();
        let version = requests.get(&request.id).map_or(1, |(version, _)| version + 1);
        self.feed.borrow_mut().push(("request".to_owned(), request.id.to_string(), false));
        requests.insert(request.id, (version, request));
    }

    /// The person may not see the request any more.
    pub fn take_away(&self, request: RequestId) {
        self.feed.borrow_mut().push(("request".to_owned(), request.to_string(), true));
    }

    /// The next question whose path contains `path` goes wrong.
    pub fn fail(&self, path: &str, fault: Fault) {
        self.faults.borrow_mut().push((path.to_owned(), fault));
    }

    pub fn forget_faults(&self) {
        self.faults.borrow_mut().clear();
    }

    /// Questions whose path contains `path`, so far.
    pub fn asked(&self, path: &str) -> Vec<Ask> {
        self.log.borrow().iter().filter(|ask| ask.path.contains(path)).cloned().collect()
    }

    /// Envelopes of each push so far.
    pub fn pushes(&self) -> Vec<Vec<Value>> {
        let body = |ask: &Ask| serde_json::from_slice::<Value>(&ask.body).expect("a push is JSON");
        let envelopes = |body: Value| body["envelopes"].as_array().cloned().unwrap_or_default();
        self.asked("/sync/push").iter().map(|ask| envelopes(body(ask))).collect()
    }

    pub(crate) fn time(&self) -> Value {
        json!(Timestamp(self.now.get()))
    }

    fn answer(&self, ask: &Ask) -> Answer {
        let (path, query) = ask.path.split_once('?').unwrap_or((&ask.path, ""));
        if path == "/api/keys" {
            let keys: BTreeMap<String, Value> = self
                .keys
                .borrow()
                .iter()
                .map(|key| ReceiptKey::of(key))
                .map(|key| (key.id, json!({"x": key.public_key})))
                .collect();
            return json_answer(200, &json!({"keys": keys}));
        }
        if path == "/api/session" && ask.method == "POST" {
            let body: Value = serde_json::from_slice(&ask.body).expect("a sign-in is JSON");
            let who = self.people.iter().find(|person| body["login"] == person.login.as_str());
            self.session.set(who.map(|person| person.id));
            return Answer { status: if who.is_some() { 204 } else { 401 }, ..Answer::default() };
        }
        if path.starts_with("/api/devices/") && path.ends_with("/state") {
            return json_answer(200, &json!({"revoked": self.revoked.get()}));
        }
        if path.starts_with("/api/devices/") && path.ends_with("/wiped") {
            self.wiped.set(true);
            return Answer { status: 204, ..Answer::default() };
        }
        let Some(who) = self.session.get() else {
            return json_answer(401, &json!({"type": "signed_out", "title": ""}));
        };
        match (ask.method.as_str(), path) {
            ("GET", "/api/session") => {
                let person = self.people.iter().find(|person| person.id == who);
                let receipt_keys: Vec<ReceiptKey> = self.keys.borrow().iter().map(|key| ReceiptKey::of(key)).collect();
                let key = (!self.has_no_sealing_key.get()).then(|| json!({"id": "s1", "public_key": "BA"}));
                let body = json!({"person": person, "server_time": self.time(), "protocols": [1], "zone": "Asia/Shanghai", "demo": true, "sealing_key": key, "receipt_keys": receipt_keys});
                json_answer(200, &body)
            }
            ("DELETE", "/api/session") => {
                self.session.set(None);
                Answer { status: 204, ..Answer::default() }
            }
            ("POST", "/api/devices") => {
                *self.devices.borrow_mut() += 1;
                let number = 900 + *self.devices.borrow() as u128;
                json_answer(201, &json!({"device_id": id(number)}))
            }
            ("POST", "/api/sync/push") => self.push(ask, who),
            ("GET", "/api/sync/pull") if self.revoked.get() && query.contains("device=") => {
                json_answer(403, &json!({"type": "device_revoked", "title": ""}))
            }
            ("GET", "/api/sync/pull") => self.pull(query),
            ("PUT", "/api/blobs") => self.small_blobs(ask),
            ("PUT", path) if path.starts_with("/api/sync/sealed/") => self.open(ask),
            (_, path) if path.starts_with("/api/begun") => self.give_begun(ask, who),
            (_, path) if path.starts_with("/api/blobs/") => self.blob(ask, path.trim_start_matches("/api/blobs/")),
            _ => json_answer(404, &json!({"type": "not_found", "title": ""})),
        }
    }

    fn push(&self, ask: &Ask, who: PersonId) -> Answer {
        if self.push_limit.get().is_some_and(|limit| ask.body.len() > limit) {
            return json_answer(413, &json!({"type": "too_large", "title": ""}));
        }
        let body: Value = serde_json::from_slice(&ask.body).expect("a push is JSON");
        let envelopes = body["envelopes"].as_array().cloned().expect("a push has envelopes");
        let results: Vec<Value> = envelopes.iter().map(|envelope| self.take(envelope, who)).collect();
        json_answer(200, &json!({"server_time": self.time(), "results": results}))
    }

    /// Opens what was sealed to the server, and takes it in as of whoever did it.
    fn open(&self, ask: &Ask) -> Answer {
        let name = ask.path.trim_start_matches("/api/sync/sealed/");
        assert_eq!(sha256_hex(&ask.body), name, "a packet is named by its bytes");
        let packet = Packet::read(&ask.body).expect("a packet");
        let plain = packet.ciphertext.strip_prefix(SERVERS_SEAL).expect("sealed to the server");
        if self.refuses_packets.get() {
            return json_answer(422, &json!({"type": "not_opened", "title": ""}));
        }
        match packet.head.kind {
            PacketKind::Blob => {
                self.blob_lengths.borrow_mut().insert(sha256_hex(plain), plain.len());
                self.blobs.borrow_mut().insert(sha256_hex(plain), plain.to_vec());
            }
            PacketKind::Drafts => return self.keep_begun(name, &packet),
            PacketKind::Actions => {
                let push: Value = serde_json::from_slice(plain).expect("a push is JSON");
                for envelope in push["envelopes"].as_array().expect("envelopes") {
                    self.take(envelope, packet.head.actor);
                }
            }
        }
        let receipt = self.receipt(name, name, "accepted");
        json_answer(
            200,
            &json!({
                "server_time": self.time(), "receipt": receipt, "accepted": packet.head.items, "kept": 0, "quarantined": 0, "retry": 0,
            }),
        )
    }

    /// A receipt as the real server writes it, signed with its key of now.
    pub(crate) fn receipt(&self, id: &str, sha256: &str, outcome: &str) -> Value {
        let key = *self.keys.borrow().last().expect("a key");
        let mut receipt = json!({
            "id": id, "sha256": sha256, "outcome": outcome, "received_at": self.time(), "key_id": ReceiptKey::of(&key).id,
        });
        let signature = servers_signature(&key, &canonical(&receipt));
        receipt["sig"] = json!(URL_SAFE_NO_PAD.encode(signature));
        receipt
    }

    fn take(&self, raw: &Value, who: PersonId) -> Value {
        let id = raw["id"].as_str().expect("an envelope has an id").to_owned();
        let sha256 = sha256_hex(&canonical(raw));
        if let Some((known, result)) = self.envelopes.borrow().get(&id) {
            assert_eq!(*known, sha256, "an envelope never changes after it was first sent");
            return result.clone();
        }
        let (outcome, problem) = match serde_json::from_value::<Envelope>(raw.clone()) {
            Err(_) => ("quarantined", Some("unknown_command".to_owned())),
            Ok(envelope) => {
                assert_eq!(envelope.actor, who, "nobody sends another's work as their own");
                self.check_signature(raw, &envelope);
                match self.apply(&envelope) {
                    Ok(()) => ("accepted", None),
                    Err(word) => ("kept", Some(word)),
                }
            }
        };
        let receipt = self.receipt(&id, &sha256, outcome);
        let mut result = json!({"id": id, "outcome": outcome, "receipt": receipt});
        if let Some(word) = problem {
            result["problem"] = json!({"type": word, "title": ""});
        }
        self.envelopes.borrow_mut().insert(id, (sha256, result.clone()));
        result
    }

    fn check_signature(&self, raw: &Value, envelope: &Envelope) {
        let expected = signature(envelope.actor, &signing_bytes(&mut raw.clone()));
        assert_eq!(envelope.sig, URL_SAFE_NO_PAD.encode(expected), "the device signed what arrived");
    }

    fn apply(&self, envelope: &Envelope) -> Result<(), String> {
        let mut requests = self.requests.borrow_mut();
        let named = |request: &ServiceRequest| match envelope.subject.kind {
            SubjectKind::Request => request.id.0 == envelope.subject.id,
            SubjectKind::Dispatch => request.dispatch(DispatchId(envelope.subject.id)).is_some(),
        };
        let found = requests.values_mut().find(|(_, request)| named(request));
        let (version, request) = found.ok_or("not_found")?;
        let actor =
            Actor::from(self.people.iter().find(|person| person.id == envelope.actor).expect("the actor works here"));
        let at = envelope.occurred_at.plus(envelope.clock_offset_ms);
        let context = Context { actor: &actor, attested: Attested { at, proven: true }, office: None };
        let decided = decide(Some(request), &envelope.command, envelope.subject, &context);
        let decided = decided.map_err(|rejection| rejection.word().to_owned())?;
        decided.facts.iter().for_each(|fact| evolve(request, fact));
        *version += 1;
        self.effects.borrow_mut().push(envelope.id.to_string());
        self.feed.borrow_mut().push(("request".to_owned(), request.id.to_string(), false));
        if decided.disputed { Err("plan_changed".to_owned()) } else { Ok(()) }
    }

    fn pull(&self, query: &str) -> Answer {
        let cursor = query.split('&').find_map(|pair| pair.strip_prefix("cursor="));
        let from: usize = cursor.map_or(0, |cursor| cursor.trim_start_matches("c%3A").parse().expect("our cursor"));
        if cursor.is_some() && from < self.oldest.get() {
            return json_answer(410, &json!({"type": "cursor_too_old", "title": ""}));
        }
        let feed = self.feed.borrow();
        let to = feed.len().min(from + self.page.get());
        let mut changed = Vec::new();
        let mut removed = Vec::new();
        for (place, (kind, id, is_removed)) in feed.iter().enumerate().take(to).skip(from) {
            if feed[place + 1..].iter().any(|(_, later, _)| later == id) {
                continue;
            }
            let request = id.parse().ok().and_then(|id| self.requests.borrow().get(&id).cloned());
            match request.filter(|_| !is_removed) {
                Some((version, record)) => {
                    changed.push(json!({"kind": kind, "id": id, "version": version, "record": record}));
                }
                None => removed.push(json!({"kind": kind, "id": id})),
            }
        }
        for (kind, version, record) in &*self.extra.borrow() {
            changed.push(json!({"kind": kind, "id": id(90), "version": version, "record": record}));
        }
        if from == 0 {
            for person in &self.people {
                changed.push(json!({"kind": "person", "id": person.id, "version": 1, "record": person}));
            }
            changed.push(json!({"kind": "settings", "id": "settings", "version": 1, "record": {"fee": "10.00"}}));
        }
        // A cursor that must be escaped in a query.
        let cursor = "c:".to_owned() + &to.to_string();
        json_answer(
            200,
            &json!({"cursor": cursor, "more": to < feed.len(), "changed": changed, "removed": removed, "server_time": self.time()}),
        )
    }

    fn small_blobs(&self, ask: &Ask) -> Answer {
        let media_type = ask.media_type.as_deref().expect("a form");
        let boundary = media_type.strip_prefix("multipart/form-data; boundary=").expect("a form of parts");
        let mut results = Vec::new();
        for part in parts(&ask.body, boundary) {
            let head = part.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head") + 4;
            let name = std::str::from_utf8(&part[..head]).expect("text").split('"').nth(1).expect("a name").to_owned();
            let bytes = part[head..].to_vec();
            assert_eq!(sha256_hex(&bytes), name);
            let mut result = json!({"sha256": name});
            if bytes.starts_with(b"MZ") {
                result["problem"] = json!({"type": "kind_not_allowed", "title": ""});
            } else {
                self.blob_lengths.borrow_mut().insert(name.clone(), bytes.len());
                self.blobs.borrow_mut().insert(name, bytes);
            }
            results.push(result);
        }
        json_answer(200, &json!({"results": results}))
    }

    fn blob(&self, ask: &Ask, name: &str) -> Answer {
        let mut blobs = self.blobs.borrow_mut();
        let so_far = blobs.get(name).map_or(0, Vec::len);
        let whole = self.blob_lengths.borrow().get(name).copied();
        let offsets = |status: u16, offset: usize, length: Option<usize>| Answer {
            status,
            upload_offset: Some(offset as u64),
            upload_length: length.map(|length| length as u64),
            ..Answer::default()
        };
        match ask.method.as_str() {
            "HEAD" if whole.is_some() => offsets(200, so_far, whole),
            "PUT" => {
                let range = ask.content_range.as_deref().expect("a piece has a place");
                let numbers: Vec<usize> = range
                    .trim_start_matches("bytes ")
                    .split(['-', '/'])
                    .map(|number| number.parse().expect("a number"))
                    .collect();
                let [start, end, length] = numbers[..] else { panic!("a range has three numbers") };
                assert_eq!(ask.body.len(), end - start + 1);
                self.blob_lengths.borrow_mut().insert(name.to_owned(), length);
                let bytes = blobs.entry(name.to_owned()).or_default();
                if start != bytes.len() {
                    return offsets(409, bytes.len(), Some(length));
                }
                bytes.extend(&ask.body);
                if bytes.starts_with(b"MZ") {
                    return Answer { status: 422, ..Answer::default() };
                }
                if bytes.len() < length {
                    return offsets(202, bytes.len(), Some(length));
                }
                if sha256_hex(bytes) != name {
                    bytes.clear();
                    return offsets(422, 0, Some(length));
                }
                offsets(201, length, Some(length))
            }
            "GET" if whole == Some(so_far) => Answer {
                status: 200,
                media_type: "image/jpeg".to_owned(),
                body: blobs[name].clone(),
                ..Answer::default()
            },
            _ => Answer { status: 404, ..Answer::default() },
        }
    }

    fn fault_for(&self, path: &str) -> Option<Fault> {
        let mut faults = self.faults.borrow_mut();
        let place = faults.iter().position(|(on, _)| path.contains(on.as_str()))?;
        Some(faults.remove(place).1)
    }

    fn with_fault(&self, ask: &Ask, fault: Fault) -> Result<Answer, NoAnswer> {
        let page = |status| Answer {
            status,
            media_type: "text/html".to_owned(),
            body: b"<html>".to_vec(),
            ..Answer::default()
        };
        let edited = |edit: fn(&mut Vec<Value>)| {
            let mut answer = self.answer(ask);
            let mut body: Value = serde_json::from_slice(&answer.body).expect("an answer is JSON");
            edit(body["results"].as_array_mut().expect("a push has results"));
            answer.body = body.to_string().into_bytes();
            answer
        };
        match fault {
            Fault::NoNetwork => Err(NoAnswer),
            Fault::AnswerLost => {
                self.answer(ask);
                Err(NoAnswer)
            }
            Fault::Page => Ok(page(200)),
            Fault::Cut => {
                let mut answer = self.answer(ask);
                answer.body.truncate(answer.body.len() / 2);
                Ok(answer)
            }
            Fault::Status(401) => Ok(json_answer(401, &json!({"type": "signed_out", "title": ""}))),
            Fault::Status(status) => Ok(page(status)),
            Fault::Reordered => Ok(edited(|results| results.reverse())),
            Fault::WrongReceipt => Ok(edited(|results| {
                results.iter_mut().for_each(|result| result["receipt"]["sha256"] = json!("0".repeat(64)));
            })),
            Fault::TamperedReceipt => Ok(edited(|results| {
                results.iter_mut().for_each(|result| result["receipt"]["received_at"] = json!(Timestamp(START)));
            })),
            Fault::ForeignReceipt => Ok(edited(|results| {
                for result in results {
                    let signed = servers_signature(&[66; 32], &signing_bytes(&mut result["receipt"].clone()));
                    result["receipt"]["sig"] = json!(URL_SAFE_NO_PAD.encode(signed));
                }
            })),
            Fault::Retry => {
                let body: Value = serde_json::from_slice(&ask.body).expect("a push is JSON");
                let envelopes = body["envelopes"].as_array().cloned().unwrap_or_default();
                let results: Vec<Value> =
                    envelopes.iter().map(|one| json!({"id": one["id"], "outcome": "retry"})).collect();
                Ok(json_answer(200, &json!({"server_time": self.time(), "results": results})))
            }
            Fault::UnknownDevice => Ok(json_answer(404, &json!({"type": "unknown_device", "title": ""}))),
        }
    }
}

pub(crate) fn json_answer(status: u16, body: &Value) -> Answer {
    let media_type = if status < 400 { "application/json" } else { "application/problem+json" };
    Answer { status, media_type: media_type.to_owned(), body: body.to_string().into_bytes(), ..Answer::default() }
}

impl Transport for Server {
    fn send(&self, ask: Ask) -> Later<Result<Answer, NoAnswer>> {
        self.log.borrow_mut().push(ask.clone());
        let heard = match (self.offline.get(), self.fault_for(&ask.path)) {
            (true, _) => Err(NoAnswer),
            (false, Some(fault)) => self.with_fault(&ask, fault),
            (false, None) => Ok(self.answer(&ask)),
        };
        later(Box::pin(std::future::ready(heard)))
    }

    fn listen(&self, path: &str, hear: Box<dyn Fn(Live)>) -> Option<Connection> {
        self.live.borrow_mut().push((path.to_owned(), Rc::from(hear)));
        Some(Connection::new(Box::new(|| ())))
    }
}
