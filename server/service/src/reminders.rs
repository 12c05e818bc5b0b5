//! Tells people that a clock turns amber or red, and every working morning what is overdue (LIV-3).
//!
//! A job is queued in the transaction that starts, moves or stops a clock. It is taken in the same transaction that writes
//! the notices: whichever node takes it does it, and what fails is tried again.

use std::{sync::Arc, time::Duration};

use domain::{
    PersonId, RequestId, Timestamp,
    follow_up::Stage,
    people::{Actor, Person},
    reminder::{self, Moment, NamedClock, Notice},
    rights,
    time::{DAY, MINUTE},
};
use serde_json::json;
use store::{
    NewChange, Tx, follow_ups,
    jobs::{self, Job},
    notices::{self, Told},
    people,
    requests::{self, Filter},
};
use uuid::Uuid;

use crate::{Caller, Centre, Result, Service};

/// Kind of the change that says who was told.
pub(crate) const NOTICE: &str = "notice";

/// The job that tells the managers what is overdue when a working day begins.
const DIGEST: &str = "digest";
/// How often a node looks whether something is due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Jobs that are looked for at a time.
const JOBS: i64 = 100;
/// The longest pause between two attempts.
const LONGEST_PAUSE: i64 = 60 * MINUTE;
/// Overdue clocks in a digest at most.
const OVERDUE: i64 = 500;
/// Notices that are shown, and how far they go back.
const SHOWN: i64 = 200;
const KEPT: i64 = 30 * DAY;

impl Service {
    /// Does what falls due, for ever; started once a node.
    pub async fn run_jobs(self) {
        loop {
            if let Err(error) = self.run_due_jobs().await {
                tracing::warn!(%error, "jobs could not be looked for");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Does everything that is due now; returns how much it was.
    ///
    /// # Errors
    /// The store. A job that fails is no error: it is tried again later.
    pub async fn run_due_jobs(&self) -> Result<usize> {
        self.queue_digest().await?;
        let mut done = 0;
        loop {
            let now = self.time.now();
            let mut conn = self.db.read().await?;
            let due = jobs::due(&mut conn, now, JOBS).await?;
            if due.is_empty() {
                return Ok(done);
            }
            let staff: Vec<Person> = people::list(&mut conn).await?.into_iter().map(|(person, _)| person).collect();
            drop(conn);
            let staff = Arc::new(staff);
            let before = done;
            for job in due {
                done += usize::from(self.run_job(&job, &staff, now).await);
            }
            // What is left is another node's, of another version, or waits for its next attempt.
            if done == before {
                return Ok(done);
            }
        }
    }

    /// Whether the job was done here.
    async fn run_job(&self, job: &Job, staff: &Arc<Vec<Person>>, now: Timestamp) -> bool {
        let (work, id) = (Work { service: self.clone(), staff: staff.clone(), now }, job.id.clone());
        let result = self.db.write(move |tx| Box::pin(async move { work.run(tx, &id).await })).await;
        match result {
            Ok(is_done) => is_done,
            Err(error) => {
                tracing::warn!(%error, job = %job.id, "a job failed and is tried again");
                let pause = (MINUTE << job.attempts.clamp(0, 6)).min(LONGEST_PAUSE);
                let (id, attempts) = (job.id.clone(), job.attempts + 1);
                let later = now.plus(pause);
                let postponed =
                    self.db.write(move |tx| Box::pin(async move { jobs::queue(tx, &id, later, attempts).await })).await;
                if let Err(error) = postponed {
                    tracing::warn!(%error, "a job could not be postponed");
                }
                false
            }
        }
    }

    /// Sees to it that the next opening of a working day is waited for.
    async fn queue_digest(&self) -> Result<()> {
        let Some(opening) = next_opening(&self.centre, self.time.now()) else { return Ok(()) };
        let known = jobs::is_queued(&mut self.db.read().await?, DIGEST).await?;
        if !known {
            self.db.write(move |tx| Box::pin(async move { jobs::queue_new(tx, DIGEST, opening).await })).await?;
        }
        Ok(())
    }

    /// What the caller was told in the last weeks, the newest first, and how much is not read.
    ///
    /// # Errors
    /// The store.
    pub async fn notices(&self, caller: &Caller) -> Result<(Vec<Told>, i64)> {
        let since = self.time.now().plus(-KEPT);
        let mut conn = self.db.read().await?;
        let told = notices::of_person(&mut conn, caller.person.id, since, SHOWN).await?;
        let unread = notices::unread(&mut conn, caller.person.id, since).await?;
        Ok((told, unread))
    }

    /// The caller has read one notice, or all. Somebody else's is nobody's: nothing happens.
    ///
    /// # Errors
    /// The store.
    pub async fn read_notices(&self, caller: &Caller, id: Option<Uuid>) -> Result<()> {
        let (person, now) = (caller.person.id, self.time.now());
        self.db.write(move |tx| Box::pin(async move { notices::mark_read(tx, person, id, now).await })).await?;
        Ok(())
    }
}

/// What a job needs to know.
struct Work {
    service: Service,
    staff: Arc<Vec<Person>>,
    now: Timestamp,
}

impl Work {
    async fn run(&self, tx: &mut Tx, job: &str) -> store::Result<bool> {
        match jobs::request_of(job) {
            Some(request) => self.remind(tx, job, RequestId(request)).await,
            None if job == DIGEST => self.digest(tx).await,
            // A kind of another version: that one's nodes do it.
            None => Ok(false),
        }
    }

    /// Tells of every clock of a request that is amber or overdue by now, and waits for the next.
    async fn remind(&self, tx: &mut Tx, job: &str, id: RequestId) -> store::Result<bool> {
        // The request first: whoever changes it locks it before its job, and two who wait for each other would not end.
        let stored = requests::lock(tx, id).await?;
        if !jobs::take(tx, job, self.now).await? {
            return Ok(false);
        }
        let Some(request) = stored.map(|stored| stored.request) else { return Ok(true) };
        let mut told = Vec::new();
        for (clock, moment) in reminder::by_now(&request, self.now) {
            let matter = reminder::matter(request.id, clock, moment);
            let notice = Notice::Clock { moment, clock: reminder::named(&request, clock) };
            for person in self.staff.iter().filter(|person| reminder::concerns(person, &request, clock, moment)) {
                let is_new =
                    notices::tell(tx, self.service.new_id(), person.id, &matter, Some(request.id), self.now, &notice)
                        .await?;
                if is_new {
                    told.push(person.id);
                }
            }
        }
        if let Some(next) = reminder::next(&request, self.now) {
            jobs::queue(tx, job, next, 0).await?;
        }
        self.record(tx, request.id.0, "remind", &told);
        Ok(true)
    }

    /// One notice a manager with everything that is overdue.
    async fn digest(&self, tx: &mut Tx) -> store::Result<bool> {
        if !jobs::take(tx, DIGEST, self.now).await? {
            return Ok(false);
        }
        let today = self.service.centre.day_of(self.now);
        let works_today =
            self.service.centre.configured().calendar("centre").is_some_and(|calendar| calendar.is_working_day(today));
        let mut told = Vec::new();
        if works_today {
            let requests = overdue(tx, self.now).await?;
            for person in self.staff.iter() {
                let actor = Actor::from(person);
                let mut clocks: Vec<NamedClock> = Vec::new();
                for request in requests.iter().filter(|request| rights::may_read(&actor, request)) {
                    let late = reminder::by_now(request, self.now).into_iter();
                    let theirs = late.filter(|(clock, moment)| {
                        *moment == Moment::Due && reminder::concerns(person, request, clock, Moment::Due)
                    });
                    clocks.extend(theirs.map(|(clock, _)| reminder::named(request, clock)));
                }
                if clocks.is_empty() {
                    continue;
                }
                clocks.sort_by_key(|clock| (clock.due, clock.request));
                let matter = format!("digest/{today}");
                let notice = Notice::Overdue { clocks };
                if notices::tell(tx, self.service.new_id(), person.id, &matter, None, self.now, &notice).await? {
                    told.push(person.id);
                }
            }
        }
        if let Some(next) = next_opening(&self.service.centre, self.now) {
            jobs::queue(tx, DIGEST, next, 0).await?;
        }
        self.record(tx, Uuid::nil(), "digest", &told);
        Ok(true)
    }

    /// Who was told stands in the record of change, and is what other nodes hear of it.
    fn record(&self, tx: &mut Tx, id: Uuid, command: &str, told: &[PersonId]) {
        if told.is_empty() {
            return;
        }
        tx.record(NewChange {
            at: self.now.millis(),
            kind: NOTICE,
            id,
            command: command.to_owned(),
            facts: json!([{"type": "told", "people": told}]).to_string(),
            ..NewChange::default()
        });
    }
}

/// Requests with a clock that is overdue, and visits whose call is.
async fn overdue(tx: &mut Tx, now: Timestamp) -> store::Result<Vec<domain::request::ServiceRequest>> {
    let filter = Filter {
        state: String::new(),
        due_before: now.millis(),
        text: String::new(),
        region: String::new(),
        person: None,
        after: (i64::MIN, Uuid::nil()),
        limit: OVERDUE,
    };
    let mut found = requests::list(tx.conn(), &filter).await?;
    let calls = follow_ups::list(tx.conn(), Stage::Due, "", (i64::MIN, Uuid::nil()), OVERDUE).await?;
    let known: std::collections::HashSet<RequestId> = found.iter().map(|stored| stored.request.id).collect();
    found.extend(calls.into_iter().filter(|stored| !known.contains(&stored.request.id)));
    Ok(found.into_iter().map(|stored| stored.request).collect())
}

/// The first opening of the next working day of the centre.
fn next_opening(centre: &Centre, now: Timestamp) -> Option<Timestamp> {
    let configured = centre.configured();
    let calendar = configured.calendar("centre")?;
    // From the end of this day's hours on: breaks at noon open again, but the day has begun before.
    let today = calendar.date_of(now).ok()?;
    let begins = calendar.spans_of(today).first().map(|span| span.open);
    match begins {
        Some(opening) if opening > now => Some(opening),
        _ => calendar.next_opening(calendar.end_of_day(now).ok()?).ok(),
    }
}
