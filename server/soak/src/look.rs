//! What stands in the end, seen from both sides: by the interface, as a device asks, and in the store.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use outside::canonical::{is_by_server, sha256, without};
use reqwest::Method;
use serde_json::Value;
use store::{Db, changes, envelopes};

use crate::{
    device::Device,
    queue::{Action, Progress, Queue, body},
};

/// What was done, and what became of it.
#[derive(Debug, Default)]
pub struct Report {
    /// Kills, promotions, or full disks.
    pub rounds: u64,
    pub actions: usize,
    pub acknowledged: usize,
    pub photos: usize,
    /// Actions that were sent more than once.
    pub repeated: usize,
    /// Repeated actions that were there already: the answer had been lost.
    pub there_already: usize,
    /// What came instead of acknowledgements.
    pub otherwise: BTreeMap<String, u64>,
    /// Acknowledged and not there, or not as it was acknowledged.
    pub lost: Vec<String>,
    /// There more than once.
    pub doubled: Vec<String>,
    /// Whatever else is not as it should be.
    pub wrong: Vec<String>,
}

impl Report {
    /// Whether all is as it should be.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.lost.is_empty() && self.doubled.is_empty() && self.wrong.is_empty() && self.acknowledged == self.actions
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { rounds, actions, acknowledged, photos, repeated, there_already, otherwise, .. } = self;
        write!(f, "{rounds} rounds: {actions} actions ({photos} with a photo), {acknowledged} acknowledged, ")?;
        write!(f, "{repeated} repeated ({there_already} of them were there already), ")?;
        write!(f, "{} lost, {} doubled, {} otherwise wrong; ", self.lost.len(), self.doubled.len(), self.wrong.len())?;
        write!(f, "instead of an acknowledgement: {otherwise:?}")?;
        for line in self.lost.iter().chain(&self.doubled).chain(&self.wrong).take(20) {
            write!(f, "\n  {line}")?;
        }
        Ok(())
    }
}

/// Looks at everything that devices did. The server runs, and all was delivered.
///
/// # Errors
/// The database can't be read.
pub async fn look(rounds: u64, devices: &[Device], progress: &Progress, database: &str) -> anyhow::Result<Report> {
    let mut report = Report { rounds, otherwise: progress.otherwise(), ..Report::default() };
    let Some(first) = devices.first() else { return Ok(report) };
    let keys = first.desk.program.get("/api/keys").await.ok();
    for device in devices {
        for queue in [&device.desk, &device.tablet] {
            report.count(queue);
            report.results_come_again(queue).await;
            report.receipts_verify(queue, &keys);
            report.photos_have_their_bytes(queue).await;
        }
        report.photos_stand_on_their_forms_once(device).await;
    }
    report.look_into(&Db::open(database).await?, devices).await?;
    Ok(report)
}

impl Report {
    fn count(&mut self, queue: &Queue) {
        let count = |is: &dyn Fn(&Action) -> bool| queue.actions.iter().filter(|action| is(action)).count();
        self.actions += queue.actions.len();
        self.acknowledged += count(&|action| action.result.is_some());
        self.photos += count(&|action| action.photo.is_some());
        self.repeated += count(&|action| action.deliveries > 1);
        self.there_already += count(&Action::was_there_already);
        let others = queue.actions.iter().filter_map(|action| action.result.as_ref());
        let others = others.filter(|result| result["outcome"] != "accepted");
        self.wrong.extend(others.map(|result| format!("not accepted: {result}")));
    }

    /// Whoever asks once more gets the same answer.
    async fn results_come_again(&mut self, queue: &Queue) {
        for some in queue.actions.chunks(100) {
            let body = body(&queue.tablet.id, some.iter().map(|action| action.envelope.as_str()));
            let call = queue.program.ask(Method::POST, "/api/sync/push").header("content-type", "application/json");
            let answer = outside::program::send(call.body(body)).await.ok();
            for (action, result) in some.iter().zip(answer["results"].as_array().into_iter().flatten()) {
                let receipt = action.result.as_ref().map(|result| &result["receipt"]);
                if receipt != Some(&result["receipt"]) {
                    self.lost.push(format!("{} was acknowledged with {receipt:?} and is now {result}", action.id));
                }
            }
        }
    }

    fn receipts_verify(&mut self, queue: &Queue, keys: &Value) {
        for action in &queue.actions {
            let Some(receipt) = action.result.as_ref().map(|result| &result["receipt"]) else { continue };
            let is_signed = is_by_server(keys, &receipt["key_id"], &without(receipt, &["sig"]), &receipt["sig"]);
            if !is_signed || receipt["sha256"] != action.sha256.as_str() || receipt["id"] != action.id.as_str() {
                self.wrong.push(format!("the receipt of {} does not verify: {receipt}", action.id));
            }
        }
    }

    async fn photos_have_their_bytes(&mut self, queue: &Queue) {
        for photo in
            queue.actions.iter().filter(|action| action.is_photo_there).filter_map(|action| action.photo.as_ref())
        {
            let answer = queue.program.get(&photo.path()).await;
            if answer.status != 200 || sha256(&answer.body) != photo.sha256 {
                self.lost.push(format!("photo {}: {} with {} bytes", photo.sha256, answer.status, answer.body.len()));
            }
        }
    }

    async fn photos_stand_on_their_forms_once(&mut self, device: &Device) {
        let mut standing: HashMap<String, usize> = HashMap::new();
        for visit in &device.visits {
            let record = device.desk.program.request(&visit.request).await;
            let dispatches = record["dispatches"].as_array().into_iter().flatten();
            let photos = dispatches.flat_map(|dispatch| dispatch["visit"]["photos"].as_array().into_iter().flatten());
            for photo in photos {
                *standing.entry(photo["sha256"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
            }
        }
        for photo in device.tablet.actions.iter().filter_map(|action| action.photo.as_ref()) {
            match standing.remove(&photo.sha256) {
                Some(1) => {}
                None => self.lost.push(format!("photo {} stands on no form", photo.sha256)),
                Some(times) => self.doubled.push(format!("photo {} stands {times} times", photo.sha256)),
            }
        }
        self.wrong.extend(standing.into_keys().map(|name| format!("photo {name} was never taken")));
    }

    /// Each envelope is stored once and has one effect; the record of change is whole.
    async fn look_into(&mut self, db: &Db, devices: &[Device]) -> anyhow::Result<()> {
        let mut conn = db.read().await?;
        let mut effects: HashMap<String, usize> = HashMap::new();
        let mut seq = 0;
        loop {
            let page = changes::after_seq(&mut conn, seq, 2_000).await?;
            let Some(last) = page.last() else { break };
            seq = last.seq;
            // A new request is noted with its case: one action, one effect on the request.
            for change in page.into_iter().filter(|change| change.kind == "request") {
                *effects.entry(change.envelope).or_default() += 1;
            }
        }
        if let Some(link) = changes::first_broken_link(&mut conn).await? {
            self.wrong.push(format!("the record of change is broken at {link}"));
        }
        for queue in devices.iter().flat_map(|device| [&device.desk, &device.tablet]) {
            for action in &queue.actions {
                let stored = envelopes::find(&mut conn, &action.id).await?;
                let effects = effects.get(&action.id).copied().unwrap_or(0);
                match (stored.as_slice(), effects) {
                    ([one], 1) if one.sha256 == action.sha256 => {}
                    ([], _) | (_, 0) => self.lost.push(format!("{} is not stored or has no effect", action.id)),
                    _ => self.doubled.push(format!("{}: stored {} times, {effects} effects", action.id, stored.len())),
                }
            }
            let device = queue.tablet.id.parse()?;
            let stored = envelopes::count_before(&mut conn, device, i64::MAX).await?;
            if usize::try_from(stored)? != queue.actions.len() {
                self.doubled.push(format!("a device did {} things and {stored} are stored", queue.actions.len()));
            }
        }
        Ok(())
    }
}
