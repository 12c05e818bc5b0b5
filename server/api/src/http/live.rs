//! Server-Sent Events: changes and presence, each only where allowed, resumed without a gap (LIV-1).

use std::{convert::Infallible, sync::LazyLock, time::Duration};

use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderValue},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::people::Actor;
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use service::live::Live;
use tokio::sync::{broadcast, watch};

use super::{caller::SignedIn, problem::ProblemAnswer};
use crate::Shared;

/// Tells all listeners that the server stops.
static STOPPING: LazyLock<watch::Sender<bool>> = LazyLock::new(|| watch::Sender::new(false));

/// Ends every live connection, for a graceful stop.
pub fn end_all() {
    STOPPING.send_replace(true);
}

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
    Query(query): Query<Listen>,
) -> Result<Response, ProblemAnswer> {
    let SignedIn { caller, lang } = signed_in;
    let last_event = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    // Listening begins before the look back, so that nothing falls between the two.
    let receiver = shared.service.live.listen();
    let mut first = vec![hello()];
    if let Some(since) = last_event.or(query.after) {
        let missed = shared.service.missed(since).await.map_err(|error| ProblemAnswer::from_service(error, lang))?;
        match missed {
            Some(changes) => {
                let actor = caller.actor();
                let allowed = changes.iter().filter(|change| change.is_for(&actor));
                first.extend(allowed.map(|change| event("change", Some(change.seq), &change.json)));
            }
            None => first.push(event("reset", None, "{}")),
        }
    }
    let live = follow(receiver, caller.actor());
    let stream = stream::iter(first).chain(live).map(Ok::<_, Infallible>);
    let mut response = Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response();
    // A proxy that collects answers before passing them on would make the board wait.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

fn hello() -> Event {
    Event::default().retry(Duration::from_secs(2)).comment("")
}

fn event(kind: &str, id: Option<i64>, json: &str) -> Event {
    let event = Event::default().event(kind).data(json);
    match id {
        Some(id) => event.id(id.to_string()),
        None => event,
    }
}

/// What a listener is told until it goes away or the server stops. One that falls too far behind starts over.
fn follow(receiver: broadcast::Receiver<Live>, actor: Actor) -> impl Stream<Item = Event> {
    stream::unfold((receiver, actor, STOPPING.subscribe()), |(mut receiver, actor, mut stopping)| async move {
        loop {
            let next = tokio::select! {
                next = receiver.recv() => next,
                _ = stopping.wait_for(|stopping| *stopping) => return None,
            };
            let event = match next {
                Ok(Live::Change(change)) if change.is_for(&actor) => event("change", Some(change.seq), &change.json),
                Ok(Live::Presence(presence)) if presence.person != actor.person && presence.is_for(&actor) => {
                    event("presence", None, &presence.json)
                }
                Ok(_) => continue,
                Err(broadcast::error::RecvError::Lagged(_)) => event("reset", None, "{}"),
                Err(broadcast::error::RecvError::Closed) => return None,
            };
            return Some((event, (receiver, actor, stopping)));
        }
    })
}
