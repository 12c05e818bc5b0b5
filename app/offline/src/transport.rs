//! The way to the server: one question, one whole answer, or none.

#[cfg(target_arch = "wasm32")]
mod fetch;

#[cfg(target_arch = "wasm32")]
pub use fetch::Fetch;
use serde_json::Value;

use crate::{Later, ready};

/// A question to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// `GET`, `POST`, `PUT`, `HEAD`, `DELETE`.
    pub method: String,
    /// Path with query, from the root of the origin.
    pub path: String,
    /// `Content-Type` of the body.
    pub media_type: Option<String>,
    /// `Content-Range` of the body, such as `bytes 0-9/100`.
    pub content_range: Option<String>,
    pub body: Vec<u8>,
    /// How long to wait for the whole answer, in milliseconds.
    pub patience_ms: u32,
}

impl Ask {
    #[must_use]
    pub fn new(method: &str, path: String) -> Self {
        Self {
            method: method.to_owned(),
            path,
            media_type: None,
            content_range: None,
            body: Vec::new(),
            patience_ms: 30_000,
        }
    }

    #[must_use]
    pub fn json(mut self, body: Vec<u8>) -> Self {
        self.media_type = Some("application/json".to_owned());
        self.body = body;
        self
    }
}

/// A whole answer, by whomever: the server, or a proxy that thinks it knows better.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// `Content-Type`.
    pub media_type: String,
    /// `Upload-Offset`: bytes of a blob that the server has.
    pub upload_offset: Option<u64>,
    /// `Upload-Length`: bytes the whole blob has.
    pub upload_length: Option<u64>,
    /// `Retry-After`, in seconds.
    pub retry_after_s: Option<u64>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body, if it says that it is JSON and is. A page of a proxy is not, however good its status.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        self.json_text().and_then(|text| serde_json::from_slice(text).ok())
    }

    /// The bytes of the body, if it says that it is JSON.
    #[must_use]
    pub fn json_text(&self) -> Option<&[u8]> {
        let is_json =
            self.media_type.starts_with("application/json") || self.media_type.starts_with("application/problem+json");
        is_json.then_some(&*self.body)
    }
}

/// No whole answer came: no network, a time-out, a connection cut in the middle. Nothing follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer;

/// What a live connection says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Live {
    Open,
    Event {
        /// `change`, `presence`, `notice`, `reset`; `here` is a sign of life.
        name: String,
        /// Feed cursor; empty when the event has none.
        id: String,
        data: String,
    },
    /// The connection is lost and is being made again by itself.
    Away,
    /// The connection is over and will not come back by itself.
    Ended,
}

/// Holds a live connection open; dropping it closes it.
pub struct Connection(Option<Box<dyn FnOnce()>>);

impl Connection {
    #[must_use]
    pub fn new(close: Box<dyn FnOnce()>) -> Self {
        Self(Some(close))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(close) = self.0.take() {
            close();
        }
    }
}

/// The server, as seen from a device.
pub trait Transport {
    fn send(&self, ask: Ask) -> Later<Result<Answer, NoAnswer>>;

    /// Opens a stream of events; None where there is none.
    fn listen(&self, path: &str, hear: Box<dyn Fn(Live)>) -> Option<Connection>;
}

/// No server at all.
pub struct NoNetwork;

impl Transport for NoNetwork {
    fn send(&self, _: Ask) -> Later<Result<Answer, NoAnswer>> {
        ready(Err(NoAnswer))
    }

    fn listen(&self, _: &str, _: Box<dyn Fn(Live)>) -> Option<Connection> {
        None
    }
}
