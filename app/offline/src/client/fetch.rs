//! Questions and answers: what counts as the server's word, and plain requests for the screens.

use domain::{RequestId, sync::Problem};
use serde_json::{Value, json};

use crate::{
    Doing,
    client::{Change, Client, SyncEnd},
    clock::Moment,
    transport::{Answer, Ask, NoAnswer},
};

/// Why a screen got no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// No network, a time-out, or a proxy in between.
    Unreachable,
    SignedOut,
    Problem(Problem),
}

/// Why a round of work ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    pub end: SyncEnd,
    pub retry_after_s: Option<u64>,
}

impl Stop {
    pub(super) const UNREACHABLE: Stop = Stop::because(SyncEnd::Unreachable);
    pub(super) const SIGNED_OUT: Stop = Stop::because(SyncEnd::SignedOut);
    pub(super) const NOT_SIGNED_IN: Stop = Stop::because(SyncEnd::NotSignedIn);
    pub(super) const REVOKED: Stop = Stop::because(SyncEnd::Revoked);
    pub(super) const TROUBLE: Stop = Stop::because(SyncEnd::Trouble);
    pub(super) const STORAGE: Stop = Stop::because(SyncEnd::Storage);

    const fn because(end: SyncEnd) -> Self {
        Stop { end, retry_after_s: None }
    }

    /// An answer from which nothing follows but that one should try again.
    pub(super) fn trouble(answer: &Answer) -> Self {
        Stop { end: SyncEnd::Trouble, retry_after_s: answer.retry_after_s }
    }
}

/// An answer, and when it came.
pub(super) struct Heard {
    pub answer: Answer,
    pub at: Moment,
}

impl Client {
    pub(super) fn set_online(&self, is_online: bool) {
        let changed = std::mem::replace(&mut self.0.state.borrow_mut().online, is_online) != is_online;
        if changed {
            self.notify(Change::Status);
        }
    }

    /// Asks the server. A 401 ends the session here and touches nothing else; answers that come after the person
    /// has changed are dropped.
    pub(super) async fn exchange(&self, ask: Ask) -> Result<Heard, Stop> {
        let generation = self.0.generation.get();
        let sent = self.0.transport.send(ask).await;
        if self.0.generation.get() != generation {
            return Err(Stop::NOT_SIGNED_IN);
        }
        let answer = match sent {
            Ok(answer) => answer,
            Err(NoAnswer) => {
                self.set_online(false);
                return Err(Stop::UNREACHABLE);
            }
        };
        // A page for people is no answer of the interface: some proxy is talking.
        self.set_online(!answer.media_type.starts_with("text/html"));
        if answer.status == 401 {
            let changed = {
                let mut state = self.0.state.borrow_mut();
                state.confirmed = false;
                if planted::is("refused_session_clears_the_outbox") {
                    state.outbox.items.clear();
                }
                !std::mem::replace(&mut state.signed_out, true)
            };
            if changed {
                self.notify(Change::Status);
            }
            return Err(Stop::SIGNED_OUT);
        }
        Ok(Heard { answer, at: self.moment() })
    }

    /// Gets JSON for a screen: a history, a list.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub async fn get_json(&self, path: &str) -> Result<Value, FetchError> {
        self.send_json("GET", path, None).await
    }

    /// Sends JSON for a screen. An answer without content is null.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub fn send_json<'a>(
        &'a self,
        method: &'a str,
        path: &'a str,
        body: Option<&'a Value>,
    ) -> Doing<'a, Result<Value, FetchError>> {
        Box::pin(async move {
            let mut ask = Ask::new(method, path.to_owned());
            if let Some(body) = body {
                ask = ask.json(body.to_string().into_bytes());
            }
            let heard = self.exchange(ask).await.map_err(|stop| match stop {
                Stop::SIGNED_OUT => FetchError::SignedOut,
                _ => FetchError::Unreachable,
            })?;
            let answer = heard.answer;
            match (answer.status, answer.json()) {
                (200..=299, Some(value)) => Ok(value),
                (204, _) => Ok(Value::Null),
                (200..=299, None) if answer.body.is_empty() => Ok(Value::Null),
                (400..=599, Some(value)) => Err(FetchError::Problem(problem_of(value, answer.status))),
                _ => Err(FetchError::Unreachable),
            }
        })
    }

    /// Tells the others what this person looks at or moves; None when they have left it (LIV-4). Nobody waits for it.
    pub async fn announce(&self, request: Option<RequestId>, doing: &str) {
        let body = json!({"request": request.map(|id| id.to_string()), "doing": doing});
        // Presence is a courtesy: if it does not arrive, nothing is lost.
        let _ = self.send_json("POST", "/api/presence", Some(&body)).await;
    }
}

/// The problem in an answer; one that cannot be read keeps its status.
pub(super) fn problem_of(value: Value, status: u16) -> Problem {
    let unnamed = || Problem { word: "server_trouble".to_owned(), ..Problem::default() };
    let mut problem = serde_json::from_value(value).unwrap_or_else(|_| unnamed());
    problem.status = problem.status.or(Some(status));
    problem
}
