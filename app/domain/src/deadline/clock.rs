//! A running limit: started, paused, changed by hand, stopped (`clocks.md`, SYN-12).

use serde::{Deserialize, Serialize};

use super::{Deadline, Question, Reason};
use crate::{
    PersonId,
    time::{Attested, Timestamp},
};

/// One limit on one subject. Due time and reasons are frozen at the start; later changes add a reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clock {
    /// Id of the rule.
    pub rule: String,
    pub started: Timestamp,
    pub due: Timestamp,
    /// When the clock turns amber.
    pub warn: Timestamp,
    pub reasons: Vec<Reason>,
    pub state: ClockState,
    /// When it was stopped or cancelled.
    #[serde(default)]
    pub stopped: Option<Timestamp>,
    /// False when the time of stopping rests on a claim that the server cannot vouch for (SYN-12).
    pub proven: bool,
    #[serde(default)]
    pub pauses: Vec<Pause>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    Running,
    Paused,
    Kept,
    Missed,
    Cancelled,
}

impl ClockState {
    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ClockState::Running => "running",
            ClockState::Paused => "paused",
            ClockState::Kept => "kept",
            ClockState::Missed => "missed",
            ClockState::Cancelled => "cancelled",
        }
    }
}

/// A time that does not count. `to` is absent while it lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pause {
    pub from: Timestamp,
    #[serde(default)]
    pub to: Option<Timestamp>,
    pub reason: String,
    pub by: PersonId,
}

/// How a clock looks on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Calm,
    Soon,
    Late,
}

/// What cannot be done with a clock as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    #[error("the clock has been stopped or cancelled")]
    Stopped,
    #[error("the clock is paused already")]
    AlreadyPaused,
    #[error("the clock is not paused")]
    NotPaused,
    #[error("this needs a reason")]
    ReasonMissing,
}

impl Clock {
    /// A running clock for the answer to a question.
    #[must_use]
    pub fn start(question: &Question<'_>, deadline: Deadline) -> Self {
        let Deadline { due, warn, reasons } = deadline;
        Self {
            rule: question.rule.to_owned(),
            started: question.started,
            due,
            warn,
            reasons,
            state: ClockState::Running,
            stopped: None,
            proven: true,
            pauses: Vec::new(),
        }
    }

    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        matches!(self.state, ClockState::Kept | ClockState::Missed | ClockState::Cancelled)
    }

    /// What had to happen has happened: kept up to and including the due time, else missed. A pause ends with it.
    /// A time that is not proven counts as claimed, and `proven` becomes false so that a manager sees it (SYN-12).
    ///
    /// # Errors
    /// [`ClockError::Stopped`].
    pub fn stop(&mut self, when: Attested) -> Result<(), ClockError> {
        self.finish(when.at)?;
        self.state = if when.at <= self.due { ClockState::Kept } else { ClockState::Missed };
        self.proven = when.proven;
        Ok(())
    }

    /// Hears that what had to happen has happened, perhaps not for the first time: work without a network arrives when
    /// it can. An earlier time that is proven counts instead of the one known so far, as if it had been heard of first;
    /// a claim that is not proven moves nothing that is known (SYN-12).
    pub fn hear(&mut self, when: Attested) {
        let is_known = matches!(self.state, ClockState::Kept | ClockState::Missed);
        if is_known {
            let is_earlier = self.stopped.is_some_and(|stopped| when.at < stopped);
            if !(when.proven && is_earlier) {
                return;
            }
            self.run_again();
        }
        // A cancelled clock stays cancelled.
        let _ = self.stop(when);
    }

    /// As it was before it stopped.
    fn run_again(&mut self) {
        let stopped = self.stopped.take();
        self.state = ClockState::Running;
        self.proven = true;
        let Some(pause) = self.pauses.last_mut().filter(|pause| pause.to.is_some() && pause.to == stopped) else {
            return;
        };
        // The stop ended a pause: it is open again, and what it moved moves back.
        let length = pause.to.take().map_or(0, |to| to.since(pause.from));
        if pause.from <= self.due.plus(-length) {
            self.due = self.due.plus(-length);
            self.warn = self.warn.plus(-length);
        }
        if matches!(self.reasons.last(), Some(Reason::Paused { .. })) {
            self.reasons.pop();
        }
        self.state = ClockState::Paused;
    }

    /// What had to happen need not happen any more.
    ///
    /// # Errors
    /// [`ClockError::Stopped`].
    pub fn cancel(&mut self, at: Timestamp) -> Result<(), ClockError> {
        self.finish(at)?;
        self.state = ClockState::Cancelled;
        Ok(())
    }

    /// # Errors
    /// [`ClockError`] unless the clock runs and a reason is given.
    pub fn pause(&mut self, from: Timestamp, reason: &str, by: PersonId) -> Result<(), ClockError> {
        self.check_not_stopped()?;
        if self.state == ClockState::Paused {
            return Err(ClockError::AlreadyPaused);
        }
        let reason = given(reason)?;
        self.pauses.push(Pause { from, to: None, reason, by });
        self.state = ClockState::Paused;
        Ok(())
    }

    /// Due time and warning move by the length of the pause, in elapsed time. A pause that began after the due time
    /// moves nothing: what was late stays late, also for work that is heard of only afterwards.
    ///
    /// # Errors
    /// [`ClockError`] unless the clock is paused.
    pub fn resume(&mut self, to: Timestamp) -> Result<(), ClockError> {
        self.check_not_stopped()?;
        if self.state != ClockState::Paused {
            return Err(ClockError::NotPaused);
        }
        self.end_pause(to);
        self.state = ClockState::Running;
        Ok(())
    }

    /// Sets the due time by hand. The warning keeps its share of the time from the start.
    ///
    /// # Errors
    /// [`ClockError`] when the clock has stopped or no reason is given.
    pub fn change_due(&mut self, due: Timestamp, reason: &str, by: PersonId) -> Result<(), ClockError> {
        self.check_not_stopped()?;
        let reason = given(reason)?;
        self.reasons.push(Reason::ChangedByHand { from: self.due, to: due, reason, by });
        self.warn = self.warning_for(due);
        self.due = due;
        Ok(())
    }

    /// Soon from the warning, late after the due time. A paused clock looks as it did when it was paused, a kept or
    /// cancelled one is calm, a missed one late.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> Phase {
        let now = match self.state {
            ClockState::Running => now,
            ClockState::Paused => self.pauses.last().map_or(now, |pause| pause.from),
            ClockState::Kept | ClockState::Cancelled => return Phase::Calm,
            ClockState::Missed => return Phase::Late,
        };
        if now > self.due {
            Phase::Late
        } else if now >= self.warn {
            Phase::Soon
        } else {
            Phase::Calm
        }
    }

    fn check_not_stopped(&self) -> Result<(), ClockError> {
        if self.is_stopped() { Err(ClockError::Stopped) } else { Ok(()) }
    }

    fn finish(&mut self, at: Timestamp) -> Result<(), ClockError> {
        self.check_not_stopped()?;
        self.end_pause(at);
        self.stopped = Some(at);
        Ok(())
    }

    /// Does nothing when no pause is open. A pause never shortens the limit, even if it ends before it began.
    fn end_pause(&mut self, at: Timestamp) {
        let Some(pause) = self.pauses.last_mut().filter(|pause| pause.to.is_none()) else { return };
        let to = at.max(pause.from);
        pause.to = Some(to);
        let Pause { from, ref reason, by, .. } = *pause;
        self.reasons.push(Reason::Paused { from, to, reason: reason.clone(), by });
        if from <= self.due {
            self.due = self.due.plus(to.since(from));
            self.warn = self.warn.plus(to.since(from));
        }
    }

    fn warning_for(&self, due: Timestamp) -> Timestamp {
        let whole = i128::from(self.due.since(self.started).max(1));
        let share = i128::from(self.warn.since(self.started));
        let new = i128::from(due.since(self.started).max(0));
        // `warn` is never after `due`, so the share is at most the new whole and fits.
        self.started.plus(i64::try_from(new * share / whole).unwrap_or(i64::MAX)).min(due)
    }
}

fn given(reason: &str) -> Result<String, ClockError> {
    let reason = reason.trim();
    if reason.is_empty() { Err(ClockError::ReasonMissing) } else { Ok(reason.to_owned()) }
}
