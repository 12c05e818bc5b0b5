//! Alive, ready, figures; and what is said when something is not there or has gone wrong (OPS-3).

use std::any::Any;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use store::changes;
use words::{Lang, common, docs};

use super::{caller::language, problem::ProblemAnswer};
use crate::Shared;

/// `GET /healthz`
pub async fn alive() -> &'static str {
    "ok"
}

/// `GET /readyz`: the database answers.
pub async fn ready(State(shared): State<Shared>) -> Response {
    match last_change(&shared).await {
        Some(_) => "ready".into_response(),
        None => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response(),
    }
}

/// `GET /metrics` in the text format of Prometheus.
pub async fn metrics(State(shared): State<Shared>) -> Response {
    let changes = last_change(&shared).await.unwrap_or(0);
    let listeners = shared.service.live.listeners();
    let text = format!(
        "# TYPE paidan_changes_total counter\npaidan_changes_total {changes}\n\
         # TYPE paidan_live_listeners gauge\npaidan_live_listeners {listeners}\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

async fn last_change(shared: &Shared) -> Option<i64> {
    changes::last_seq(&mut shared.service.db.read().await.ok()?).await.ok()
}

/// An address below `/api` that is none.
pub async fn no_such_route(headers: HeaderMap) -> ProblemAnswer {
    ProblemAnswer::not_found(language(&headers))
}

/// An address below `/api` that is called in another way than it can be.
pub async fn no_such_method(headers: HeaderMap) -> ProblemAnswer {
    let lang = language(&headers);
    ProblemAnswer::new(StatusCode::METHOD_NOT_ALLOWED, "no_such_method", docs::NO_SUCH_METHOD, lang)
}

/// A handler panicked: the caller learns that nothing was done, the log learns the rest.
#[must_use]
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    ProblemAnswer::new(StatusCode::INTERNAL_SERVER_ERROR, "server_trouble", common::SERVER_TROUBLE, Lang::default())
        .into_response()
}
