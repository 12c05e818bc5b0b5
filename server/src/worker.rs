//! `/sw.js`: the service worker, made from its template, the files of this build and the shell they belong to (SYN-1).

use std::path::{Path, PathBuf};

use axum::{
    body::Body,
    extract::{Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use domain::signature::sha256_hex;
use tokio::sync::OnceCell;
use tower::ServiceExt;

use crate::{pages, router::Site};

const TEMPLATE: &str = include_str!("service_worker.js");
/// The page every address below `/field` starts from without a network.
const SHELL: &str = "/field";

/// The worker of this build; made at the first call.
pub struct Worker {
    site: PathBuf,
    script: OnceCell<String>,
}

impl Worker {
    #[must_use]
    pub fn new(site: &Path) -> Self {
        Self { site: site.to_owned(), script: OnceCell::new() }
    }
}

/// `GET /sw.js`
pub async fn script(State(site): State<Site>) -> Response {
    let script = site.worker.script.get_or_init(|| make(&site)).await.clone();
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        // A worker's own policy comes with its script: without this it could not fetch what it is to keep.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; connect-src 'self'"),
    ];
    (headers, script).into_response()
}

async fn make(site: &Site) -> String {
    let assets = assets(&site.worker.site);
    let list = serde_json::to_string(&assets).unwrap_or_default();
    // The version changes with any file, the shell or the worker, and with nothing else: not with a restart.
    let version = sha256_hex([TEMPLATE, &list, &shell(site).await].join("\n").as_bytes())[..16].to_owned();
    TEMPLATE.replace("__VERSION__", &version).replace("__ASSETS__", &list).replace("__SHELL__", SHELL)
}

/// What the tablet needs without a network: all files of one build, and what the home screen shows.
fn assets(site: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["pkg", "icons"] {
        let entries = std::fs::read_dir(site.join(folder)).into_iter().flatten().flatten();
        found.extend(entries.filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let is_compressed = name.ends_with(".br") || name.ends_with(".gz");
            (!is_compressed && entry.path().is_file()).then(|| format!("/{folder}/{name}"))
        }));
    }
    for name in ["manifest.webmanifest", "favicon.svg"] {
        if site.join(name).exists() {
            found.push(format!("/{name}"));
        }
    }
    found.sort();
    found
}

/// The shell as rendered, without the random nonce that every page carries.
async fn shell(site: &Site) -> String {
    let request = Request::builder().uri(SHELL).body(Body::empty()).unwrap_or_default();
    let Ok(response) = pages::routes(site).with_state(site.clone()).oneshot(request).await;
    let bytes = axum::body::to_bytes(response.into_body(), 1024 * 1024).await.unwrap_or_default();
    without_nonces(&String::from_utf8_lossy(&bytes))
}

/// The framework writes the nonce into `crossorigin` as well.
fn without_nonces(html: &str) -> String {
    without(&without(html, "nonce=\""), "crossorigin=\"")
}

fn without(html: &str, attribute: &str) -> String {
    let mut parts = html.split(attribute);
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        clean.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::without_nonces;

    #[test]
    fn two_renderings_of_a_page_are_the_same_without_their_nonces() {
        let page = |nonce: &str| {
            format!("<script nonce=\"{nonce}\">a</script><link nonce=\"{nonce}\" crossorigin=\"{nonce}\" href=\"b\">")
        };
        assert_eq!(without_nonces(&page("1")), without_nonces(&page("two")));
    }
}
