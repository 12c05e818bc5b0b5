//! The HTTP interface, and what a node needs to open its centre. Knows no pages: tests of the interface build no UI.

pub mod config;
pub mod http;
pub mod printing;
pub mod startup;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    http::Method,
    middleware,
    routing::{MethodRouter, delete, get, head, patch, post, put},
};
use domain::{
    sealed::FRAME_BYTES,
    sync::{MAX_BLOB_BYTES, MAX_PUSH_BYTES, MAX_SMALL_BLOBS_BYTES},
};
use service::Service;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};

use config::Config;
use http::{
    archive, badge, blobs, calendar_feed, deadlines, devices, disputes, docs, follow_ups, forms, guard, health, lists,
    live, notices, people, presence, quarantine, receipts, requests, rosters, session, settings, sync, verify,
};
use printing::Printer;

/// What handlers share.
#[derive(Clone)]
pub struct Shared {
    pub service: Service,
    pub config: Arc<Config>,
    pub printer: Arc<dyn Printer>,
}

/// A method, an address and who answers there.
type Route = (Method, &'static str, MethodRouter<Shared>);

/// What lies below `/api`, with the largest body each group takes.
fn groups() -> [(usize, Vec<Route>); 5] {
    let largest_blob = usize::try_from(MAX_BLOB_BYTES).unwrap_or(usize::MAX);
    let small_blobs: Vec<Route> = vec![(Method::PUT, "/blobs", put(blobs::write_small))];
    [
        (http::MAX_BODY, small_routes()),
        (MAX_PUSH_BYTES, sync_routes()),
        (MAX_SMALL_BLOBS_BYTES, small_blobs),
        (largest_blob, blob_routes()),
        (largest_blob + FRAME_BYTES, sealed_routes()),
    ]
}

fn small_routes() -> Vec<Route> {
    vec![
        (Method::GET, "/session", get(session::who)),
        (Method::POST, "/session", post(session::sign_in)),
        (Method::DELETE, "/session", delete(session::sign_out)),
        (Method::GET, "/sessions", get(session::list)),
        (Method::DELETE, "/sessions/{id}", delete(session::end)),
        (Method::POST, "/account/password", post(session::change_password)),
        (Method::GET, "/account/calendar", get(calendar_feed::state)),
        (Method::POST, "/account/calendar", post(calendar_feed::renew)),
        (Method::DELETE, "/account/calendar", delete(calendar_feed::end)),
        (Method::GET, "/demo", get(session::demo)),
        (Method::GET, "/devices", get(devices::list)),
        (Method::GET, "/devices/silent", get(devices::silent)),
        (Method::POST, "/devices", post(devices::register)),
        (Method::POST, "/devices/{id}/revoke", post(devices::revoke)),
        (Method::DELETE, "/devices/{id}/revoke", delete(devices::restore)),
        (Method::GET, "/devices/{id}/badge", get(badge::secret)),
        (Method::GET, "/devices/{id}/state", get(devices::state)),
        (Method::POST, "/devices/{id}/wiped", post(devices::wiped)),
        (Method::GET, "/disputes", get(disputes::list)),
        (Method::GET, "/quarantine", get(quarantine::list)),
        (Method::POST, "/quarantine/replay", post(quarantine::replay_all)),
        (Method::GET, "/quarantine/{sha256}", get(quarantine::one)),
        (Method::POST, "/quarantine/{sha256}/replay", post(quarantine::replay)),
        (Method::GET, "/receipts", get(receipts::list)),
        (Method::GET, "/receipts/{id}", get(receipts::one)),
        (Method::GET, "/begun", get(receipts::begun)),
        (Method::DELETE, "/begun/{sha256}", delete(receipts::take_up)),
        (Method::GET, "/keys", get(devices::keys)),
        (Method::GET, "/people", get(people::list)),
        (Method::POST, "/people", post(people::add)),
        (Method::PATCH, "/people/{id}", patch(people::change)),
        (Method::GET, "/archive", get(archive::list)),
        (Method::GET, "/lists/{form}", get(lists::one)),
        (Method::GET, "/forms/{form}", get(forms::of_list)),
        (Method::GET, "/knowledge", get(archive::knowledge)),
        (Method::GET, "/requests", get(requests::list)),
        (Method::GET, "/requests/{id}", get(requests::one)),
        (Method::GET, "/requests/{id}/history", get(requests::history)),
        (Method::GET, "/requests/{id}/forms/{form}", get(forms::of_request)),
        (Method::POST, "/deadlines/preview", post(deadlines::preview)),
        (Method::GET, "/settings/clocks", get(settings::clocks)),
        (Method::PUT, "/settings/clocks/{id}", put(settings::change_clock)),
        (Method::DELETE, "/settings/clocks/{id}", delete(settings::reset_clock)),
        (Method::GET, "/settings/calendars", get(settings::calendars)),
        (Method::PUT, "/settings/calendars/{name}", put(settings::change_calendar)),
        (Method::DELETE, "/settings/calendars/{name}", delete(settings::reset_calendar)),
        (Method::GET, "/settings/fees", get(settings::fees)),
        (Method::PUT, "/settings/fees/{id}", put(settings::change_fee)),
        (Method::DELETE, "/settings/fees/{id}", delete(settings::reset_fee)),
        (Method::GET, "/settings/history", get(settings::history)),
        (Method::GET, "/rosters/{month}", get(rosters::one)),
        (Method::PUT, "/rosters/{month}", put(rosters::change)),
        (Method::POST, "/rosters/{month}/proposal", post(rosters::propose)),
        (Method::GET, "/follow-ups", get(follow_ups::list)),
        (Method::GET, "/notices", get(notices::list)),
        (Method::POST, "/notices/read", post(notices::read)),
        (Method::POST, "/presence", post(presence::announce)),
        (Method::GET, "/live", get(live::listen)),
        (Method::GET, "/openapi.json", get(docs::openapi)),
        (Method::GET, "/docs", get(docs::page)),
        (Method::GET, "/docs.css", get(docs::style)),
    ]
}

fn sync_routes() -> Vec<Route> {
    vec![(Method::POST, "/sync/push", post(sync::push)), (Method::GET, "/sync/pull", get(sync::pull))]
}

fn sealed_routes() -> Vec<Route> {
    vec![(Method::PUT, "/sync/sealed/{sha256}", put(sync::sealed))]
}

fn blob_routes() -> Vec<Route> {
    vec![
        (Method::HEAD, "/blobs/{sha256}", head(blobs::progress)),
        (Method::PUT, "/blobs/{sha256}", put(blobs::write)),
        (Method::GET, "/blobs/{sha256}", get(blobs::read)),
    ]
}

fn other_routes() -> Vec<Route> {
    let tries = badge::Tries::default();
    vec![
        (Method::GET, "/badge", get(badge::ask).layer(Extension(tries.clone()))),
        (Method::GET, "/badge/{code}", get(badge::check).layer(Extension(tries))),
        (Method::GET, "/badge/page.css", get(badge::style)),
        (Method::GET, "/calendar/{file}", get(calendar_feed::feed)),
        (Method::GET, "/verify/{code}", get(verify::check)),
        (Method::GET, "/verify.css", get(verify::style)),
        (Method::GET, "/welcome/{token}", get(session::welcome)),
        (Method::GET, "/healthz", get(health::alive)),
        (Method::GET, "/readyz", get(health::ready)),
        (Method::GET, "/metrics", get(health::metrics)),
    ]
}

/// Method and address of every route a program can call: what the document has to list.
#[must_use]
pub fn addresses() -> Vec<(Method, String)> {
    let below_api = groups().into_iter().flat_map(|(_, routes)| routes);
    let below_api = below_api.map(|(method, path, _)| (method, format!("/api{path}")));
    below_api.chain(other_routes().into_iter().map(|(method, path, _)| (method, path.to_owned()))).collect()
}

fn router(routes: Vec<Route>) -> Router<Shared> {
    routes.into_iter().fold(Router::new(), |router, (_, path, handler)| router.route(path, handler))
}

/// Every route a program can call.
pub fn routes() -> Router<Shared> {
    let api = groups().into_iter().fold(Router::new(), |api, (largest_body, routes)| {
        api.merge(router(routes).layer(DefaultBodyLimit::max(largest_body)))
    });
    let api = api
        .fallback(health::no_such_route)
        .method_not_allowed_fallback(health::no_such_method)
        .layer(middleware::from_fn(guard::no_store));
    Router::new().nest("/api", api).merge(router(other_routes()))
}

/// The layers every answer passes, whichever route it comes from.
pub fn protected(router: Router<Shared>, shared: &Shared) -> Router {
    router
        .layer(CompressionLayer::new().br(true).gzip(true))
        .layer(CatchPanicLayer::custom(health::panicked))
        .layer(middleware::from_fn_with_state(shared.clone(), guard::protect))
        .layer(TraceLayer::new_for_http())
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(shared.clone())
}
