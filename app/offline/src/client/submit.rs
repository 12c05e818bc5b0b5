//! An office command: shown at once, sent at once, and settled by the server's answer while the person waits.

use domain::{
    EnvelopeId,
    command::Command,
    sync::{Outcome, Problem, PushResult, Subject},
};

use crate::{
    Doing,
    client::{
        ActError, Change, Client, SyncReport,
        act::Wish,
        fetch::{Stop, problem_of},
        push::{push_ask, results_of},
    },
    machine::new_id,
    outbox::Item,
    storage::StorageError,
};

/// Why there is no answer to an office command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubmitError {
    /// A rule objects here already.
    Rejected(domain::Rejection),
    /// The device cannot give the command a number.
    Storage(StorageError),
    NotSignedIn,
    /// No answer came. Whether the command has its effect shows with the next records.
    Unreachable,
    /// The session has ended.
    SignedOut,
    /// The server answered without deciding.
    Problem(Problem),
}

impl From<ActError> for SubmitError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Rejected(rejection) => SubmitError::Rejected(rejection),
            ActError::Storage(error) => SubmitError::Storage(error),
            ActError::NotSignedIn => SubmitError::NotSignedIn,
            ActError::NotLoaded => SubmitError::Unreachable,
        }
    }
}

impl From<Stop> for SubmitError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::SIGNED_OUT => SubmitError::SignedOut,
            Stop::NOT_SIGNED_IN => SubmitError::NotSignedIn,
            Stop::STORAGE => SubmitError::Storage(StorageError::Broken),
            _ => SubmitError::Unreachable,
        }
    }
}

/// So often a command is sent when its answer is lost: the same id has one effect (SYN-4).
const DELIVERIES: usize = 3;
/// Milliseconds between two of them.
const BETWEEN_MS: i64 = 500;

/// A command is shown as done until this is dropped, also when whoever waited for it has gone.
struct Shown<'a> {
    client: &'a Client,
    item: &'a Item,
}

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if let Some(request) = self.item.request {
            let mut state = self.client.0.state.borrow_mut();
            state.replica.end(request);
            state.refresh(request);
        }
        self.client.notify(Change::Records);
    }
}

impl Client {
    /// Does something in the office and waits for the server's answer. Until then it is shown as done; if it is not
    /// accepted, it is shown as undone again. `kept` and `quarantined` come back as `Ok`: the answer says why.
    ///
    /// # Errors
    /// See [`SubmitError`]; in every case the effect is no longer shown.
    pub fn submit(&self, subject: Subject, command: Command) -> Doing<'_, Result<PushResult, SubmitError>> {
        Box::pin(async move {
            if self.0.state.borrow().outbox.unsent() > 0 {
                // What was done before comes before.
                self.sync().await;
            }
            let id = EnvelopeId(new_id(&*self.0.machine));
            let wish = Wish { id, subject, command, at: self.moment(), to_outbox: false };
            let item = {
                let _turn = self.0.acts.take().await;
                let item = self.write_action(&wish).await?;
                self.show_under_way(&item);
                item
            };
            let shown = Shown { client: self, item: &item };
            self.notify(Change::Records);
            let result = self.deliver(&item).await;
            if result.as_ref().is_ok_and(|result| result.outcome == Outcome::Accepted) {
                // The records now say what was shown before; without them the screen would fall back for a moment.
                let _ = self.pull(&mut SyncReport::default()).await;
            }
            drop(shown);
            result
        })
    }

    fn show_under_way(&self, item: &Item) {
        let mut state = self.0.state.borrow_mut();
        if let (Some(request), Some(actor)) = (item.request, state.actor()) {
            let rules = state.rules;
            state.replica.begin(request, item, &actor, rules);
        }
    }

    async fn deliver(&self, item: &Item) -> Result<PushResult, SubmitError> {
        let mut failure = SubmitError::Unreachable;
        for delivery in 0..DELIVERIES {
            if delivery > 0 {
                self.0.machine.wait(BETWEEN_MS).await;
            }
            let device = self.ensure_device().await?;
            self.0.state.borrow_mut().clock.forget_contact();
            let heard = match self.exchange(push_ask(device, std::slice::from_ref(item))).await {
                Ok(heard) => heard,
                Err(Stop::UNREACHABLE) => continue,
                Err(stop) => return Err(stop.into()),
            };
            let Some(mut value) = heard.answer.json() else { continue };
            if heard.answer.status != 200 {
                return Err(SubmitError::Problem(problem_of(value, heard.answer.status)));
            }
            let Some((server_time, results)) = results_of(&mut value) else { continue };
            self.note_push(server_time, &heard);
            let id = item.id.to_string();
            match results.into_iter().find(|result| result.id == id) {
                Some(result) if item.verdict(&result).is_some() => return Ok(result),
                Some(result) => failure = SubmitError::Problem(result.problem.unwrap_or_else(undecided)),
                None => {}
            }
        }
        Err(failure)
    }
}

fn undecided() -> Problem {
    Problem { word: "retry".to_owned(), ..Problem::default() }
}
