//! The pages: rendered by leptos without anybody's data, and the browser's files beside them.

use std::path::{Path, PathBuf};

use api::{
    config::Config,
    http::{
        caller::{SignedIn, language},
        problem::ProblemAnswer,
    },
};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::people::{Actor, Role};
use leptos::{config::LeptosOptions, prelude::*};
use leptos_axum::{
    LeptosRoutes, ResponseOptions, generate_route_list_with_exclusions, render_app_to_stream_with_context,
};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::router::Site;

/// Beside the program: the names that the bundler gave the browser's files.
fn hashes() -> Option<PathBuf> {
    let path = std::env::current_exe().ok()?.parent()?.join("hash.txt");
    path.exists().then_some(path)
}

/// Whether the pages would find the script they begin with.
///
/// # Errors
/// In words for the operator.
pub fn check(config: &Config) -> anyhow::Result<()> {
    let is_there = hashes().is_some() || config.site.join("pkg/paidan.js").exists();
    anyhow::ensure!(
        is_there,
        "the pages would be dead: neither hash.txt beside the program nor {}/pkg/paidan.js is there; build them with the \
         bundle tool and keep hash.txt with the program",
        config.site.display()
    );
    Ok(())
}

/// Leptos' options: where the bundler put the browser's files.
#[must_use]
pub fn options(config: &Config) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("paidan")
        .site_root(config.site.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(config.addr)
        .hash_files(hashes().is_some())
        .build()
}

/// The routes of all pages.
pub fn routes(site: &Site) -> Router<Site> {
    // What no page has may still be a file: the fallback decides.
    let list =
        generate_route_list_with_exclusions(|| view! { <app::App lang=None/> }, Some(vec!["/{*any}".to_owned()]));
    Router::new().route("/", get(home)).leptos_routes_with_context(site, list, secure, shell(site))
}

/// The document of every page, in the caller's language.
fn shell(site: &Site) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    let options = site.options.clone();
    move || {
        let lang = use_context::<Parts>().map(|parts| language(&parts.headers)).unwrap_or_default();
        app::shell(options.clone(), lang).into_any()
    }
}

/// Only our own files, this page's own start script, and nothing else (OPS-5).
fn secure() {
    let Some(nonce) = leptos::nonce::use_nonce() else { return };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
         img-src 'self' blob: data:; font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&policy)) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, value);
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
}

/// `/`: each role lands where it works.
async fn home(signed_in: Result<SignedIn, ProblemAnswer>) -> Redirect {
    Redirect::to(signed_in.map_or("/login", |signed_in| landing(&signed_in.caller.actor())))
}

/// The page somebody's work begins on.
#[must_use]
pub fn landing(actor: &Actor) -> &'static str {
    let has = |roles: &[Role]| roles.iter().any(|role| actor.has(*role));
    if has(&[Role::DutyManager, Role::SupportManager, Role::RegionManager]) {
        "/board"
    } else if has(&[Role::Field]) {
        "/field"
    } else if has(&[Role::Admin]) {
        "/people"
    } else if has(&[Role::Archivist]) {
        "/archive"
    } else {
        "/requests"
    }
}

/// A file of the site; anything else is the page that says that there is none.
pub async fn file_or_not_found(State(site): State<Site>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path().to_owned();
    if let Some(address) = without_slash(request.uri()) {
        return Redirect::permanent(&address).into_response();
    }
    let (parts, _) = request.into_parts();
    let for_file = Request::from_parts(parts.clone(), Body::empty());
    let files = ServeDir::new(&*site.options.site_root).precompressed_br().append_index_html_on_directories(false);
    let Ok(response) = files.oneshot(for_file).await;
    if response.status() == StatusCode::NOT_FOUND {
        return not_found(&site, Request::from_parts(parts, Body::empty())).await;
    }
    let mut response = response.map(Body::new);
    // Names in /pkg carry the hash of their content; only what exists may be kept for ever.
    let is_fixed = path.starts_with("/pkg/") && has_hash(&path) && response.status().is_success();
    let keep = if is_fixed { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

/// Where an address that ends with a slash is meant to lead: no page's name does.
fn without_slash(asked: &Uri) -> Option<String> {
    let path = asked.path().strip_suffix('/')?.trim_end_matches('/');
    // Two slashes in front would be another host.
    let is_ours = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    let query = asked.query().map(|query| ["?", query].concat()).unwrap_or_default();
    is_ours.then(|| [path, &query].concat())
}

async fn not_found(site: &Site, request: Request) -> Response {
    let wants_page = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    if !wants_page {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = render_app_to_stream_with_context(secure, shell(site))(request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response.into_response()
}

/// Whether a file's name has a hash between its first and its last part.
fn has_hash(path: &str) -> bool {
    Path::new(path).file_name().and_then(|name| name.to_str()).is_some_and(|name| name.split('.').count() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_a_slash_at_its_end_leads_to_the_page_and_never_to_another_host() {
        let leads = |asked: &str| without_slash(&asked.parse().expect("an address"));
        assert_eq!(leads("/board/").as_deref(), Some("/board"));
        assert_eq!(leads("/requests//?q=a").as_deref(), Some("/requests?q=a"));
        for other in ["/", "/board", "//evil.example/", "///", "/\\evil.example/"] {
            let asked = Uri::builder().path_and_query(other).build();
            assert_eq!(asked.ok().and_then(|asked| without_slash(&asked)), None, "{other}");
        }
    }
}
