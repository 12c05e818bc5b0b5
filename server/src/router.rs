//! The whole server: what programs call, and what people open.

use std::sync::Arc;

use api::{Shared, config::Config, printing::Printer};
use axum::{Router, routing::get};
use leptos::config::LeptosOptions;
use service::Service;

use crate::{pages, worker};

/// What pages need beside the service.
#[derive(Clone)]
pub struct Site {
    pub shared: Shared,
    pub options: LeptosOptions,
    pub worker: Arc<worker::Worker>,
}

impl axum::extract::FromRef<Site> for Shared {
    fn from_ref(site: &Site) -> Self {
        site.shared.clone()
    }
}

impl axum::extract::FromRef<Site> for LeptosOptions {
    fn from_ref(site: &Site) -> Self {
        site.options.clone()
    }
}

/// Every route of the server with its layers.
pub fn router(config: &Config, service: Service, printer: Arc<dyn Printer>) -> Router {
    let shared = Shared { service, config: Arc::new(config.clone()), printer };
    let options = pages::options(config);
    let site = Site { shared: shared.clone(), options, worker: Arc::new(worker::Worker::new(&config.site)) };
    let pages: Router<Shared> = Router::new()
        .route("/sw.js", get(worker::script))
        .merge(pages::routes(&site))
        .fallback(pages::file_or_not_found)
        .with_state(site);
    api::protected(api::routes().merge(pages), &shared)
}
