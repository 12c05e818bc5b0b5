//! What was done on a device and has to be delivered: all of it comes again until a whole answer says that it is there.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use outside::{
    canonical::{canonical, sha256},
    program::{Answer, Program, try_to_send},
    tablet::{Subject, Tablet, now, outcome},
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::photo::Photo;

/// Actions a push.
const AT_ONCE: usize = 50;
/// Bytes of a photo that are sent at once.
const PIECE: usize = 48 * 1024;
/// A photo up to this size comes whole.
const WHOLE: usize = 64 * 1024;
/// After this time without an answer a device tries again.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the devices get on, for whoever wants to know when to strike.
#[derive(Default)]
pub struct Progress {
    acknowledged: AtomicU64,
    /// What came instead of an acknowledgement, and how often: `retry: not_stored`, `503 server_trouble`, `no answer`.
    otherwise: Mutex<BTreeMap<String, u64>>,
}

impl Progress {
    /// Actions whose receipts are on the devices.
    #[must_use]
    pub fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::SeqCst)
    }

    #[must_use]
    pub fn otherwise(&self) -> BTreeMap<String, u64> {
        self.otherwise.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, word: String) {
        *self.otherwise.lock().unwrap_or_else(PoisonError::into_inner).entry(word).or_default() += 1;
    }
}

/// One thing that was done on a device.
pub struct Action {
    pub id: String,
    /// The signed envelope as it travels; it never changes.
    pub envelope: String,
    pub sha256: String,
    pub photo: Option<Photo>,
    /// The result that acknowledges it.
    pub result: Option<Value>,
    /// The server has said that it has all bytes of the photo.
    pub is_photo_there: bool,
    pub deliveries: u32,
    last_delivery: String,
}

impl Action {
    /// Whether an earlier delivery than the answered one had its effect, and only the answer was lost.
    #[must_use]
    pub fn was_there_already(&self) -> bool {
        let received_at = self.result.as_ref().and_then(|result| result["receipt"]["received_at"].as_str());
        self.deliveries > 1 && received_at.is_some_and(|received_at| received_at < self.last_delivery.as_str())
    }

    fn is_open(&self) -> bool {
        self.result.is_none() || (self.photo.is_some() && !self.is_photo_there)
    }
}

/// A person at a device.
pub struct Queue {
    pub program: Program,
    pub tablet: Tablet,
    pub actions: Vec<Action>,
    /// Everything before is delivered.
    done: usize,
}

impl Queue {
    #[must_use]
    pub fn new(program: Program, tablet: Tablet) -> Queue {
        Queue { program, tablet, actions: Vec::new(), done: 0 }
    }

    /// The person does something.
    pub fn add(&mut self, subject: &Subject, command: Value, photo: Option<Photo>) {
        let envelope = self.tablet.envelope(&self.program, subject, command);
        self.actions.push(Action {
            id: envelope["id"].as_str().unwrap_or_default().to_owned(),
            envelope: envelope.to_string(),
            sha256: sha256(canonical(&envelope)),
            photo,
            result: None,
            is_photo_there: false,
            deliveries: 0,
            last_delivery: String::new(),
        });
    }

    /// How much has not been acknowledged.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.actions[self.done..].iter().filter(|action| action.is_open()).count()
    }

    /// Sends what waits, photos after their actions; tells whether nothing waits any more.
    pub async fn deliver(&mut self, progress: &Progress) -> bool {
        self.push(progress).await;
        self.upload(progress).await;
        while self.actions.get(self.done).is_some_and(|action| !action.is_open()) {
            self.done += 1;
        }
        self.done == self.actions.len()
    }

    async fn push(&mut self, progress: &Progress) {
        let open: Vec<&mut Action> =
            self.actions[self.done..].iter_mut().filter(|action| action.result.is_none()).take(AT_ONCE).collect();
        if open.is_empty() {
            return;
        }
        let body = body(&self.tablet.id, open.iter().map(|action| action.envelope.as_str()));
        let sent_at = now();
        let call = self.program.ask(Method::POST, "/api/sync/push").header("content-type", "application/json");
        let answer = whole(call.body(body), progress).await;
        let answer = answer.filter(|answer| answer.status == 200).map(|answer| answer.json());
        let results = answer.as_ref().and_then(|answer| answer["results"].as_array());
        let mut results = results.into_iter().flatten();
        for action in open {
            action.deliveries += 1;
            action.last_delivery.clone_from(&sent_at);
            let Some(result) = results.next().filter(|result| result["id"] == action.id.as_str()) else { continue };
            if result["outcome"] == "retry" {
                progress.note(outcome(result));
            } else {
                action.result = Some(result.clone());
                progress.acknowledged.fetch_add(1, Ordering::SeqCst);
            }
        }
    }

    async fn upload(&mut self, progress: &Progress) {
        for action in &mut self.actions[self.done..] {
            let (Some(photo), Some(_), false) = (&action.photo, &action.result, action.is_photo_there) else {
                continue;
            };
            action.is_photo_there = upload(&self.program, photo, progress).await;
            if !action.is_photo_there {
                return;
            }
        }
    }
}

/// The body of a push.
pub(crate) fn body<'e>(device: &str, envelopes: impl Iterator<Item = &'e str>) -> String {
    format!(r#"{{"device_id":"{device}","envelopes":[{}]}}"#, envelopes.collect::<Vec<_>>().join(","))
}

/// A whole answer; what came instead is noted.
async fn whole(call: RequestBuilder, progress: &Progress) -> Option<Answer> {
    let Ok(answer) = try_to_send(call.timeout(PATIENCE)).await else {
        progress.note("no answer".to_owned());
        return None;
    };
    if answer.status >= 400 && answer.status != 404 && answer.status != 409 {
        let (status, word) = answer.problem();
        progress.note(format!("{status} {word}"));
    }
    Some(answer)
}

/// Sends a photo, from where the server has it; tells whether it is there.
async fn upload(program: &Program, photo: &Photo, progress: &Progress) -> bool {
    let (path, bytes) = (photo.path(), photo.bytes());
    if bytes.len() <= WHOLE {
        let answer = whole(program.ask(Method::PUT, &path).body(bytes), progress).await;
        return answer.is_some_and(|answer| answer.status == 201);
    }
    let offset = |answer: &Answer| answer.header("upload-offset").parse::<usize>().unwrap_or(0);
    let Some(standing) = whole(program.ask(Method::HEAD, &path), progress).await else { return false };
    let mut from = offset(&standing);
    while from < bytes.len() {
        let to = bytes.len().min(from + PIECE);
        let range = format!("bytes {from}-{}/{}", to - 1, bytes.len());
        let call = program.ask(Method::PUT, &path).header("content-range", range).body(bytes[from..to].to_vec());
        match whole(call, progress).await {
            Some(answer) if answer.status == 201 => return true,
            Some(answer) if [202, 409].contains(&answer.status) => from = offset(&answer),
            _ => return false,
        }
    }
    standing.status == 200
}

/// What a photo's action says about it.
#[must_use]
pub fn attach(photo: &Photo) -> Value {
    let about = json!({
        "sha256": photo.sha256, "media_type": "image/jpeg", "size": photo.len(), "caption": "", "taken_at": now(),
    });
    json!({"type": "attach_photo", "photo": about})
}
