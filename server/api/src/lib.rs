//! The HTTP interface, and what a node needs to open its centre. Knows no pages: tests of the interface build no UI.

pub mod config;
pub mod http;
pub mod startup;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{delete, get, patch, post},
};
use domain::sync::{MAX_BLOB_BYTES, MAX_PUSH_BYTES};
use service::Service;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};

use config::Config;
use http::{blobs, deadlines, devices, docs, guard, health, live, people, presence, requests, session, sync, verify};

/// What handlers share.
#[derive(Clone)]
pub struct Shared {
    pub service: Service,
    pub config: Arc<Config>,
}

/// Bodies of ordinary calls.
const SMALL_BODY: usize = 64 * 1024;

/// Every route a program can call.
pub fn routes() -> Router<Shared> {
    let small = Router::new()
        .route("/session", get(session::who).post(session::sign_in).delete(session::sign_out))
        .route("/sessions", get(session::list))
        .route("/sessions/{id}", delete(session::end))
        .route("/account/password", post(session::change_password))
        .route("/demo", get(session::demo))
        .route("/devices", get(devices::list).post(devices::register))
        .route("/devices/{id}/revoke", post(devices::revoke))
        .route("/keys", get(devices::keys))
        .route("/people", get(people::list).post(people::add))
        .route("/people/{id}", patch(people::change))
        .route("/requests", get(requests::list))
        .route("/requests/{id}", get(requests::one))
        .route("/requests/{id}/history", get(requests::history))
        .route("/deadlines/preview", post(deadlines::preview))
        .route("/presence", post(presence::announce))
        .route("/live", get(live::listen))
        .route("/openapi.json", get(docs::openapi))
        .layer(DefaultBodyLimit::max(SMALL_BODY));
    let sync = Router::new()
        .route("/sync/push", post(sync::push))
        .route("/sync/pull", get(sync::pull))
        .layer(DefaultBodyLimit::max(MAX_PUSH_BYTES));
    let blobs = Router::new()
        .route("/blobs/{sha256}", get(blobs::read).head(blobs::progress).put(blobs::write))
        .layer(DefaultBodyLimit::max(usize::try_from(MAX_BLOB_BYTES).unwrap_or(usize::MAX)));
    let api = small.merge(sync).merge(blobs).fallback(health::no_such_route).layer(middleware::from_fn(guard::no_store));
    Router::new()
        .nest("/api", api)
        .route("/api/docs", get(docs::page))
        .route("/verify/{code}", get(verify::check))
        .route("/welcome/{token}", get(session::welcome))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
}

/// The layers every answer passes, whichever route it comes from.
pub fn protected(router: Router<Shared>, shared: &Shared) -> Router {
    router
        .layer(middleware::from_fn_with_state(shared.clone(), guard::protect))
        .layer(CompressionLayer::new().br(true).gzip(true))
        .layer(CatchPanicLayer::custom(health::panicked))
        .layer(TraceLayer::new_for_http())
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(shared.clone())
}
