//! The round trip: push, pull, upload; one tab at a time, again and again, slower while nobody answers.

use crate::{
    Doing,
    client::{Change, Client, Keeping, fetch::Stop},
    machine::Patience,
    outbox::EntryState,
};

/// Milliseconds between two rounds when all is well.
const PERIOD_MS: i64 = 30_000;
/// Milliseconds after the first failure; doubles with each one.
const FIRST_PAUSE_MS: i64 = 1_000;
/// Milliseconds until it is worth asking again whether the other tab has finished.
const BUSY_MS: i64 = 2_000;
/// The longest pause, in milliseconds.
const LONGEST_PAUSE_MS: i64 = 60_000;
/// So often a round is extended by what was saved meanwhile.
const EXTENSIONS: usize = 5;

/// How a round ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncEnd {
    #[default]
    Done,
    /// Another tab, or an earlier call, is at it.
    Busy,
    NotSignedIn,
    /// The session has ended; the work waits.
    SignedOut,
    /// This device was revoked: it has handed in what it could and is empty.
    Revoked,
    Unreachable,
    /// Something answered, but not so that anything follows from it; or the server asked to try again later.
    Trouble,
    /// The device could not keep what came.
    Storage,
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    pub end: SyncEnd,
    /// Envelopes sent, repeats included.
    pub sent: usize,
    pub accepted: usize,
    pub kept: usize,
    pub quarantined: usize,
    /// The server asked to send these again later.
    pub retried: usize,
    /// Answers without a receipt for what was sent.
    pub without_receipt: usize,
    /// Actions and photos of sealed work, everybody's.
    pub delivered: usize,
    /// Blobs.
    pub uploaded: usize,
    /// Records.
    pub changed: usize,
    /// Records.
    pub removed: usize,
    /// Seconds the server asked to wait.
    pub retry_after_s: Option<u64>,
}

/// A round is under way until this is dropped, also when whoever waited for it has gone.
struct Working<'a>(&'a Client);

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.0.0.state.borrow_mut().syncing = false;
    }
}

impl Client {
    /// One round: pushes what waits, pulls what changed, uploads blobs. Does nothing while another tab is at it.
    pub fn sync(&self) -> Doing<'_, SyncReport> {
        Box::pin(async move {
            let mut report = SyncReport::default();
            if std::mem::replace(&mut self.0.state.borrow_mut().syncing, true) {
                report.end = SyncEnd::Busy;
                return report;
            }
            let working = Working(self);
            self.notify(Change::Status);
            // An office browser's tabs have a queue each; a tablet's share one.
            let lease = match self.0.keeping {
                Keeping::OnDevice => self.0.machine.lock("paidan-drain", Patience::IfAvailable).await.map(Some),
                Keeping::InMemory => Some(None),
            };
            let stop = match &lease {
                None => Err(Stop { end: SyncEnd::Busy, retry_after_s: None }),
                Some(_) => self.round(&mut report).await,
            };
            drop(lease);
            if let Err(stop) = stop {
                (report.end, report.retry_after_s) = (stop.end, stop.retry_after_s);
            }
            self.0.state.borrow_mut().troubled = report.end == SyncEnd::Trouble;
            drop(working);
            if report.end == SyncEnd::Revoked {
                self.wipe().await;
            }
            self.look_at_room().await;
            self.notify(Change::Status);
            report
        })
    }

    async fn round(&self, report: &mut SyncReport) -> Result<(), Stop> {
        self.confirm().await?;
        let mut outcome = Ok(());
        for _ in 0..EXTENSIONS {
            // Trouble with one part says nothing about the others: a photo never holds up a form.
            let delivered = self.deliver_sealed(report).await;
            if delivered.is_ok() {
                self.take_up_begun().await?;
            }
            // What somebody does after coming back is built on what they left here.
            let is_blocked = self.0.state.borrow().own_work_is_sealed();
            let pushed = if is_blocked { Ok(()) } else { self.push(report).await };
            let ends = [delivered, pushed, self.pull(report).await, self.upload(report).await];
            // That the device is wanted counts, whatever else goes wrong.
            if let Some(revoked) = ends.iter().find(|end| matches!(end, Err(stop) if stop.end == SyncEnd::Revoked)) {
                return *revoked;
            }
            for done in ends {
                match done {
                    Err(stop) if stop.end == SyncEnd::Trouble => outcome = Err(stop),
                    other => other?,
                }
            }
            let has_news = !self.0.state.borrow().outbox.next_batch(1, usize::MAX, &[]).is_empty();
            if !has_news || outcome.is_err() || is_blocked {
                break;
            }
        }
        outcome
    }

    /// Nothing is sent before the server has said whose session this is: another person's must not deliver it.
    ///
    /// Asking anew whenever something leaves the device for the first time also tells a dead line from a cut answer:
    /// what was never on its way stays "on this device" and can be held back.
    async fn confirm(&self) -> Result<(), Stop> {
        let must_ask = {
            let state = self.0.state.borrow();
            !state.confirmed || state.outbox.items.iter().any(|item| item.state == EntryState::Waiting)
        };
        if must_ask {
            match self.resume().await {
                Ok(Some(_)) => {}
                Ok(None) => return Err(self.ended_or_revoked().await),
                Err(_) => return Err(Stop::UNREACHABLE),
            }
        }
        if self.0.state.borrow().session.is_none() { Err(Stop::NOT_SIGNED_IN) } else { Ok(()) }
    }

    /// Something is there to be sent: now, if it can be.
    pub(super) fn sync_soon(&self) {
        if self.0.wake.attended.get() {
            self.0.wake.call();
        } else {
            let client = self.clone();
            self.spawn(async move {
                client.sync().await;
            });
        }
    }

    /// Keeps the device in step from now on: at once, after every action, when the network comes back, when somebody
    /// looks at the page, and every half minute.
    pub fn start(&self) {
        if self.0.wake.attended.replace(true) {
            return;
        }
        let client = self.clone();
        self.spawn(async move {
            let mut failures = 0;
            loop {
                let report = client.sync().await;
                let pause = pause_after(&report, &mut failures, client.0.machine.random()[0]);
                if report.retry_after_s.is_some() {
                    // The server said when: nothing that happens here makes it sooner.
                    client.0.machine.wait(pause).await;
                } else {
                    client.0.wake.or(client.0.machine.wait(pause)).await;
                }
            }
        });
    }
}

/// Milliseconds until the next round: doubling while it fails, with jitter so that a hundred tablets that lost the
/// same network do not come back in the same second.
pub(super) fn pause_after(report: &SyncReport, failures: &mut u32, chance: u8) -> i64 {
    let fails = matches!(report.end, SyncEnd::Unreachable | SyncEnd::Trouble | SyncEnd::Storage);
    if !fails {
        *failures = 0;
        return if report.end == SyncEnd::Busy { BUSY_MS } else { PERIOD_MS };
    }
    let pause = (FIRST_PAUSE_MS << (*failures).min(6)).min(LONGEST_PAUSE_MS);
    *failures += 1;
    let jittered = pause / 2 + pause / 2 * i64::from(chance) / 255;
    let asked = report.retry_after_s.and_then(|seconds| i64::try_from(seconds).ok()).unwrap_or_default();
    jittered.max(asked.saturating_mul(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute_and_end_with_success() {
        let fails = SyncReport { end: SyncEnd::Unreachable, ..SyncReport::default() };
        let mut failures = 0;
        let pauses: Vec<i64> = (0..8).map(|_| pause_after(&fails, &mut failures, 255)).collect();
        assert_eq!(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
        assert_eq!(pause_after(&fails, &mut failures, 0), 30_000);
        assert_eq!(pause_after(&SyncReport::default(), &mut failures, 0), PERIOD_MS);
        assert_eq!(failures, 0);
    }

    #[test]
    fn a_server_that_names_a_time_is_given_it() {
        let busy = SyncReport { end: SyncEnd::Trouble, retry_after_s: Some(90), ..SyncReport::default() };
        assert_eq!(pause_after(&busy, &mut 0, 0), 90_000);
    }
}
