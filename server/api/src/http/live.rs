//! Server-Sent Events: changes and presence, each only where allowed, resumed without a gap (LIV-1).

use std::convert::Infallible;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use domain::{Timestamp, people::Actor, time::SECOND};
use futures::{StreamExt, stream};
use serde::Deserialize;
use service::live::{Live, frame};
use tokio::sync::broadcast;

use super::{
    caller::{Parameters, SESSION_COOKIE, SignedIn, cookie},
    problem::ProblemAnswer,
};
use crate::Shared;

/// A stream that was opened in a session ends so long after it, at the latest.
const CHECK_EVERY: i64 = 15 * SECOND;

#[derive(Deserialize)]
pub struct Listen {
    /// Number of the last change the page knows, when the browser sends no `Last-Event-ID`.
    after: Option<i64>,
}

/// `GET /api/live`
pub async fn listen(
    State(shared): State<Shared>,
    signed_in: SignedIn,
    headers: HeaderMap,
    Parameters(Listen { after }): Parameters<Listen>,
) -> Result<Response, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let last_event =
        headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    // Listening begins before the look back, so that nothing falls between the two.
    let receiver = shared.service.live.listen();
    let mut first = vec![Bytes::from_static(b"retry: 2000\n: hello\n\n")];
    if let Some(since) = last_event.or(after) {
        let missed = shared.service.missed(since).await.map_err(|error| ProblemAnswer::from_service(error, lang))?;
        match missed {
            Some(changes) => {
                let actor = caller.actor();
                let allowed = changes.iter().filter(|change| change.is_for(&actor));
                first.extend(allowed.map(|change| change.frame.clone()));
            }
            None => first.push(frame("reset", None, "{}")),
        }
    }
    let token = cookie(&headers, SESSION_COOKIE).unwrap_or_default().to_owned();
    let (actor, checked_at) = (caller.actor(), shared.service.time.now());
    let listener = Listener { shared, token, actor, checked_at, receiver };
    let live = stream::unfold(listener, |mut listener| async move { Some((listener.next().await?, listener)) });
    let stream = stream::iter(first).chain(live).map(Ok::<_, Infallible>);
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // A proxy that collects answers before passing them on would make the board wait.
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}

/// One open stream.
struct Listener {
    shared: Shared,
    /// Of the session it was opened in.
    token: String,
    actor: Actor,
    checked_at: Timestamp,
    /// None when the server is about to stop.
    receiver: Option<broadcast::Receiver<Live>>,
}

impl Listener {
    /// The next words; None when the stream ends. A listener that falls too far behind starts over.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            let next = self.receiver.as_mut()?.recv().await;
            if !self.is_signed_in().await {
                return None;
            }
            return Some(match next {
                // An event, not a comment: a browser tells its page of events only, and the page must know.
                Ok(Live::StillHere) => frame("here", None, "{}"),
                Ok(Live::Change(change)) if change.is_for(&self.actor) => change.frame.clone(),
                Ok(Live::Presence(presence))
                    if presence.person != self.actor.person && presence.is_for(&self.actor) =>
                {
                    presence.frame.clone()
                }
                Ok(Live::Notice(notice)) if notice.is_for(&self.actor) => notice.frame.clone(),
                Ok(Live::Change(_) | Live::Presence(_) | Live::Notice(_)) => continue,
                Err(broadcast::error::RecvError::Lagged(_)) => frame("reset", None, "{}"),
                Ok(Live::End) | Err(broadcast::error::RecvError::Closed) => return None,
            });
        }
    }

    /// Looks now and then whether the session still stands (ADM-2), and what its person may see by now.
    async fn is_signed_in(&mut self) -> bool {
        let now = self.shared.service.time.now();
        if now.since(self.checked_at) < CHECK_EVERY {
            return true;
        }
        self.checked_at = now;
        match self.shared.service.caller(&self.token, "").await {
            Ok(Some(caller)) if !caller.is_revoked => self.actor = caller.actor(),
            Ok(_) => return false,
            // Trouble of the database sends nobody away.
            Err(error) => tracing::warn!(%error, "a session could not be looked up"),
        }
        true
    }
}
